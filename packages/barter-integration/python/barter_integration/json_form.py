"""The JSON form of values: what upstream's serde writes, as dictionaries, lists and scalars."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Self

from barter_instrument import DataError, InvalidArgumentError, WrongTypeError

__all__ = ["JsonForm", "form_of", "json_of", "parsed"]


def _form_of_object(value: Any) -> Any:
    """What `json` does not know: barter's values, decimals and times as serde writes them (text), members of enums."""
    if hasattr(value, "to_dict"):
        return value.to_dict()
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise InvalidArgumentError(f"value must be finite to have a JSON form, got {value}", argument="value")
        return format(value, "f")
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise InvalidArgumentError(
                f"value must not hold a datetime without time zone, got {value!r}", argument="value"
            )
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, tuple | set | frozenset):
        return list(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise WrongTypeError(
        f"value must hold JSON's types, decimals, times, members of enums or objects with to_dict, got {type(value).__name__}",
        argument="value",
    )


def json_of(value: object) -> str:
    """JSON text without spaces. NaN and infinities are refused: JSON has none."""
    return json.dumps(value, default=_form_of_object, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def form_of(value: Any) -> Any:
    """The value as dictionaries, lists and scalars."""
    return json.loads(json_of(value))


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def parsed(text: str, *, parse_float: Any = float) -> Any:
    """What a JSON text says; stricter than `json.loads`, which takes NaN and infinities."""
    return json.loads(text, parse_float=parse_float, parse_constant=_no_constant)


class JsonForm:
    """`to_json` and `from_json` for a class that has `to_dict` and `from_dict`."""

    __slots__ = ()

    def to_dict(self) -> Any:
        """The value in upstream's serde form."""
        raise NotImplementedError

    @classmethod
    def from_dict(cls, form: Any) -> Self:
        """The value whose form this is."""
        raise NotImplementedError

    def to_json(self) -> str:
        """The value as upstream's JSON."""
        return json_of(self.to_dict())

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The value from upstream's JSON.

        Raises:
            DataError: the text is no JSON, or not that of this class.
        """
        try:
            form = parsed(text)
        except (ValueError, RecursionError) as error:
            raise DataError(f"text must be JSON of {cls.__name__}: {error}", argument="text") from error
        return cls.from_dict(form)

    @classmethod
    def _unfit(cls, form: object, expected: str) -> DataError:
        """The error for a form that is not one of this class."""
        given = repr(form)
        shown = given if len(given) <= 80 else given[:77] + "..."
        return DataError(f"form of {cls.__name__} must be {expected}, got {shown}", argument="form")
