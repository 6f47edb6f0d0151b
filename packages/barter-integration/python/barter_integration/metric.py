"""`Metric`, `Tag`, `Field`, `Value`: a measurement with what it was taken of."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import total_ordering
from typing import Any, ClassVar, Self

from barter_instrument import InvalidArgumentError, WrongTypeError

from .json_form import JsonForm
from .variant import nest

__all__ = ["Field", "Metric", "Tag", "Value"]

Plain = float | int | bool | str
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _text(value: object, argument: str) -> str:
    if not isinstance(value, str):
        raise WrongTypeError(f"{argument} must be a str, got {type(value).__name__} {value!r}", argument=argument)
    return str(value)


def _whole(value: object, argument: str, low: int, high: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise WrongTypeError(f"{argument} must be an int, got {type(value).__name__} {value!r}", argument=argument)
    if not low <= value <= high:
        raise InvalidArgumentError(f"{argument} must be from {low} to {high}, got {value}", argument=argument)
    return int(value)


@total_ordering
class Value(JsonForm):
    """A measured value: `Value.Float`, `Value.Int` (64 bits), `Value.UInt` (64 bits), `Value.Bool` or `Value.String`.

    `as_float` and its like give the plain value, or a `WrongTypeError` if it is of another kind: nothing is converted.

    Example:
        >>> Value.of(3), Value.of(2**63), Value.of(True)
        (Value.Int(3), Value.UInt(9223372036854775808), Value.Bool(True))
        >>> Value.Float(1.5).as_float()
        1.5
        >>> Value.Float(1.5).as_int()
        Traceback (most recent call last):
        barter_instrument.errors.WrongTypeError: value is a Float, not an Int: use as_float
    """

    __slots__ = ("value",)
    __match_args__ = ("value",)
    value: Plain

    Float: ClassVar[type[_ValueFloat]]
    Int: ClassVar[type[_ValueInt]]
    UInt: ClassVar[type[_ValueUInt]]
    Bool: ClassVar[type[_ValueBool]]
    String: ClassVar[type[_ValueString]]

    def __init__(self, value: Plain) -> None:
        if type(self) is Value:
            raise WrongTypeError(
                "value must be given to Value.Float, .Int, .UInt, .Bool, .String or Value.of: Value itself has no kind",
                argument="value",
            )
        object.__setattr__(self, "value", self._checked(value))

    @classmethod
    def _checked(cls, value: Any) -> Plain:
        raise NotImplementedError

    @staticmethod
    def of(value: Value | Plain) -> Value:
        """The value of a plain float, int, bool or str. Ints that do not fit `Int` become `UInt`."""
        if isinstance(value, Value):
            return value
        if isinstance(value, bool):
            return Value.Bool(value)
        if isinstance(value, int):
            return Value.Int(value) if value < 2**63 else Value.UInt(value)
        if isinstance(value, float):
            return Value.Float(value)
        if isinstance(value, str):
            return Value.String(value)
        raise WrongTypeError(
            f"value must be a float, int, bool, str or Value, got {type(value).__name__} {value!r}", argument="value"
        )

    @property
    def kind(self) -> str:
        """Name of the kind, such as ``"Float"``."""
        return type(self).__name__

    def _as(self, kind: type[Value], plain: str) -> Any:
        if isinstance(self, kind):
            return self.value
        own = {"Float": "as_float", "Int": "as_int", "UInt": "as_uint", "Bool": "as_bool", "String": "as_str"}[
            self.kind
        ]
        raise WrongTypeError(f"value is a {self.kind}, not {plain}: use {own}", argument="value")

    def as_float(self) -> float:
        """The value of a `Value.Float`."""
        return float(self._as(Value.Float, "a Float"))

    def as_int(self) -> int:
        """The value of a `Value.Int`."""
        return int(self._as(Value.Int, "an Int"))

    def as_uint(self) -> int:
        """The value of a `Value.UInt`."""
        return int(self._as(Value.UInt, "a UInt"))

    def as_bool(self) -> bool:
        """The value of a `Value.Bool`."""
        return bool(self._as(Value.Bool, "a Bool"))

    def as_str(self) -> str:
        """The value of a `Value.String`."""
        return str(self._as(Value.String, "a String"))

    def to_dict(self) -> dict[str, Plain]:
        """`{kind: value}`, as upstream's serde writes it."""
        return {self.kind: self.value}

    @classmethod
    def from_dict(cls, form: Any) -> Self:
        """The value from `{kind: value}`."""
        if isinstance(form, dict) and len(form) == 1:
            ((kind, value),) = form.items()
            variant = {name: getattr(Value, name) for name in _ORDER}.get(kind)
            if variant is not None and issubclass(variant, cls):
                if kind == "Float" and isinstance(value, int) and not isinstance(value, bool):
                    value = float(value)  # JSON writes 1.0 as 1 in some hands
                made: Self = variant(value)
                return made
        raise cls._unfit(form, f"a dict with one of the keys {', '.join(_ORDER)}")

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a Value does not change: make another one")

    def __delattr__(self, name: str) -> None:
        raise AttributeError("a Value does not change: make another one")

    def _key(self) -> tuple[int, Any]:
        return (_ORDER.index(self.kind), self.value)

    def __eq__(self, other: object) -> bool:
        return self._key() == other._key() if isinstance(other, Value) else NotImplemented

    def __lt__(self, other: object) -> bool:
        return self._key() < other._key() if isinstance(other, Value) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        return f"Value.{self.kind}({self.value!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self.value,))


class _ValueFloat(Value):
    """A float, neither NaN nor infinite."""

    __slots__ = ()

    @classmethod
    def _checked(cls, value: Any) -> float:
        if not isinstance(value, float):
            raise WrongTypeError(f"value must be a float, got {type(value).__name__} {value!r}", argument="value")
        if not math.isfinite(value):
            raise InvalidArgumentError(f"value must be a finite number, got {value!r}", argument="value")
        return float(value)


class _ValueInt(Value):
    """An int of 64 bits with sign."""

    __slots__ = ()

    @classmethod
    def _checked(cls, value: Any) -> int:
        return _whole(value, "value", -(2**63), 2**63 - 1)


class _ValueUInt(Value):
    """An int of 64 bits without sign."""

    __slots__ = ()

    @classmethod
    def _checked(cls, value: Any) -> int:
        return _whole(value, "value", 0, 2**64 - 1)


class _ValueBool(Value):
    """True or false."""

    __slots__ = ()

    @classmethod
    def _checked(cls, value: Any) -> bool:
        if not isinstance(value, bool):
            raise WrongTypeError(f"value must be a bool, got {type(value).__name__} {value!r}", argument="value")
        return value


class _ValueString(Value):
    """A text."""

    __slots__ = ()

    @classmethod
    def _checked(cls, value: Any) -> str:
        return _text(value, "value")


nest(Value, _ValueFloat, _ValueInt, _ValueUInt, _ValueBool, _ValueString)
_ORDER = ("Float", "Int", "UInt", "Bool", "String")


def _parts(cls: type[JsonForm], form: Any, *names: str) -> tuple[Any, ...]:
    if not isinstance(form, dict) or set(form) != set(names):
        raise cls._unfit(form, f"a dict with the keys {', '.join(names)}")
    return tuple(form[name] for name in names)


@dataclass(frozen=True, order=True, slots=True)
class Tag(JsonForm):
    """A key and a text that say what was measured, such as `Tag("path", "/api/v3/order")`.

    Example:
        >>> Tag("a", "2") < Tag("b", "1")
        True
    """

    key: str
    value: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", _text(self.key, "key"))
        object.__setattr__(self, "value", _text(self.value, "value"))

    def to_dict(self) -> dict[str, str]:
        """`{"key": ..., "value": ...}`."""
        return {"key": self.key, "value": self.value}

    @classmethod
    def from_dict(cls, form: Any) -> Self:
        """The tag whose form this is."""
        return cls(*_parts(cls, form, "key", "value"))


@dataclass(frozen=True, order=True, slots=True)
class Field(JsonForm):
    """A key and a measured value. A plain float, int, bool or str becomes the `Value` of its kind.

    Example:
        >>> Field("duration", 12)
        Field(key='duration', value=Value.Int(12))
    """

    key: str
    value: Value

    def __init__(self, key: str, value: Value | Plain) -> None:
        object.__setattr__(self, "key", _text(key, "key"))
        object.__setattr__(self, "value", Value.of(value))

    def to_dict(self) -> dict[str, Any]:
        """`{"key": ..., "value": {kind: ...}}`."""
        return {"key": self.key, "value": self.value.to_dict()}

    @classmethod
    def from_dict(cls, form: Any) -> Self:
        """The field whose form this is."""
        key, value = _parts(cls, form, "key", "value")
        return cls(key, Value.from_dict(value))


def _each(values: Iterable[Any], kind: type[Any], argument: str) -> tuple[Any, ...]:
    items = tuple(values)
    for item in items:
        if not isinstance(item, kind):
            raise WrongTypeError(
                f"{argument} must hold {kind.__name__} only, got {type(item).__name__} {item!r}", argument=argument
            )
    return items


@dataclass(frozen=True, order=True, slots=True)
class Metric(JsonForm):
    """A measurement.

    Args:
        name: what is measured, such as ``"http_request_duration"``.
        time: milliseconds since 1970 in UTC, as upstream has it; `time_ns` and `datetime` say the same.
        tags: what it was measured of.
        fields: what was measured.

    Example:
        >>> metric = Metric("latency", 1_723_075_200_000, [Tag("venue", "okx")], [Field("ms", 4)])
        >>> metric.datetime.isoformat(), metric.fields[0].value.as_int()
        ('2024-08-08T00:00:00+00:00', 4)
    """

    name: str
    time: int
    tags: tuple[Tag, ...]
    fields: tuple[Field, ...]

    def __init__(self, name: str, time: int, tags: Iterable[Tag] = (), fields: Iterable[Field] = ()) -> None:
        object.__setattr__(self, "name", _text(name, "name"))
        object.__setattr__(self, "time", _whole(time, "time", 0, 2**64 - 1))
        object.__setattr__(self, "tags", _each(tags, Tag, "tags"))
        object.__setattr__(self, "fields", _each(fields, Field, "fields"))

    @property
    def time_ns(self) -> int:
        """Nanoseconds since 1970 in UTC."""
        return self.time * 1_000_000

    @property
    def datetime(self) -> datetime:
        """The time as an aware `datetime` in UTC."""
        return EPOCH + timedelta(milliseconds=self.time)

    def to_dict(self) -> dict[str, Any]:
        """The metric in upstream's serde form."""
        return {
            "name": self.name,
            "time": self.time,
            "tags": [tag.to_dict() for tag in self.tags],
            "fields": [field.to_dict() for field in self.fields],
        }

    @classmethod
    def from_dict(cls, form: Any) -> Self:
        """The metric whose form this is."""
        name, time, tags, fields = _parts(cls, form, "name", "time", "tags", "fields")
        if not isinstance(tags, list) or not isinstance(fields, list):
            raise cls._unfit(form, "a dict whose tags and fields are lists")
        return cls(name, time, [Tag.from_dict(tag) for tag in tags], [Field.from_dict(field) for field in fields])
