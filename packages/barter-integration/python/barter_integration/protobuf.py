"""`ProtobufFields`: a protobuf message without its description, fields by number."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from typing import Any

from barter_instrument import DataError

from ._integration import protobuf_fields

__all__ = ["ProtobufFields"]


class ProtobufFields(Mapping[int, tuple[int | bytes, ...]]):
    r"""Fields of a message by number, each with every value that came, as the wire has it: an int or bytes.

    The accessors say what a field means, and give the last value that came, as protobuf has it; a missing field is `default`.

    Example:
        >>> from barter_integration import DeProtobuf
        >>> message = DeProtobuf.decode_bytes(b"\x0a\x03btc\x10\x05")
        >>> message.string(1), message.sint64(2), message.uint64(3), dict(message)
        ('btc', -3, 0, {1: (b'btc',), 2: (5,)})
    """

    __slots__ = ("_fields",)

    def __init__(self, fields: Mapping[int, list[tuple[str, int | bytes]]]) -> None:
        self._fields = {number: tuple(values) for number, values in fields.items()}

    def __getitem__(self, number: int) -> tuple[int | bytes, ...]:
        return tuple(value for _, value in self._fields[number])

    def __iter__(self) -> Iterator[int]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def __repr__(self) -> str:
        return f"ProtobufFields({dict(self)!r})"

    def _all(self, number: int, wire: str, meaning: str) -> list[Any]:
        values = []
        for kind, value in self._fields.get(number, ()):
            if kind != wire:
                raise DataError(
                    f"field {number} came as {kind}: it is no {meaning}, which comes as {wire}", argument="number"
                )
            values.append(value)
        return values

    def _last(self, number: int, wire: str, meaning: str) -> Any:
        values = self._all(number, wire, meaning)
        return values[-1] if values else None

    def uint64(self, number: int, default: int = 0) -> int:
        """A field of type uint32, uint64 or enum."""
        value = self._last(number, "varint", "uint")
        return default if value is None else int(value)

    def int64(self, number: int, default: int = 0) -> int:
        """A field of type int32 or int64."""
        value = self._last(number, "varint", "int")
        return default if value is None else int(value) - (2**64 if value >= 2**63 else 0)

    def sint64(self, number: int, default: int = 0) -> int:
        """A field of type sint32 or sint64."""
        value = self._last(number, "varint", "sint")
        return default if value is None else (int(value) >> 1) ^ -(int(value) & 1)

    def boolean(self, number: int, default: bool = False) -> bool:
        """A field of type bool."""
        value = self._last(number, "varint", "bool")
        return default if value is None else bool(value)

    def fixed64(self, number: int, default: int = 0) -> int:
        """A field of type fixed64."""
        value = self._last(number, "fixed64", "fixed64")
        return default if value is None else int(value)

    def fixed32(self, number: int, default: int = 0) -> int:
        """A field of type fixed32."""
        value = self._last(number, "fixed32", "fixed32")
        return default if value is None else int(value)

    def double(self, number: int, default: float = 0.0) -> float:
        """A field of type double."""
        value = self._last(number, "fixed64", "double")
        return default if value is None else float(struct.unpack("<d", struct.pack("<Q", value))[0])

    def float32(self, number: int, default: float = 0.0) -> float:
        """A field of type float."""
        value = self._last(number, "fixed32", "float")
        return default if value is None else float(struct.unpack("<f", struct.pack("<I", value))[0])

    def raw(self, number: int, default: bytes = b"") -> bytes:
        """A field of type bytes."""
        value = self._last(number, "bytes", "bytes")
        return default if value is None else bytes(value)

    def string(self, number: int, default: str = "") -> str:
        """A field of type string."""
        value = self._last(number, "bytes", "string")
        return default if value is None else _text(value, number)

    def strings(self, number: int) -> list[str]:
        """A repeated field of type string."""
        return [_text(value, number) for value in self._all(number, "bytes", "string")]

    def message(self, number: int) -> ProtobufFields | None:
        """A message inside this one, or None."""
        value = self._last(number, "bytes", "message")
        return None if value is None else ProtobufFields(protobuf_fields(value))

    def messages(self, number: int) -> list[ProtobufFields]:
        """A repeated message inside this one."""
        return [ProtobufFields(protobuf_fields(value)) for value in self._all(number, "bytes", "message")]


def _text(value: bytes, number: int) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError as error:
        raise DataError(f"field {number} is not UTF-8: {error}", argument="number") from error
