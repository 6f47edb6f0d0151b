"""Serialisers: JSON as text, as bytes, into a writer."""

from __future__ import annotations

from typing import Protocol, TypeVar

from barter_instrument import BarterError

from .errors import SeError
from .json_form import json_of

__all__ = ["SeJsonBytes", "SeJsonString", "se_element_to_vector"]

T = TypeVar("T")


class _Writer(Protocol):
    def write(self, data: bytes, /) -> object: ...


def _text(value: object) -> str:
    try:
        text = json_of(value)
        text.encode()  # a text of Python may hold what UTF-8 does not
    except BarterError as error:
        raise SeError.Serde(str(error)) from error
    except (TypeError, ValueError, RecursionError) as error:
        raise SeError.Serde(f"value has no JSON form: {error}") from error
    return text


class SeJsonString:
    """Writes JSON as text: decimals and times as text, as barter's crates do, and members of enums by value.

    Example:
        >>> from decimal import Decimal
        >>> SeJsonString.se_string({"price": Decimal("0.10"), "side": None})
        '{"price":"0.10","side":null}'
    """

    @staticmethod
    def se_string(value: object) -> str:
        """The value as JSON without spaces.

        Raises:
            SeError: the value has no JSON form, such as NaN.
        """
        return _text(value)

    def __repr__(self) -> str:
        return "SeJsonString()"


class SeJsonBytes:
    r"""Writes JSON as bytes in UTF-8.

    Example:
        >>> SeJsonBytes.se_bytes(["ü"])
        b'["\xc3\xbc"]'
    """

    @staticmethod
    def se_bytes(value: object) -> bytes:
        """The value as JSON without spaces.

        Raises:
            SeError: the value has no JSON form.
        """
        return _text(value).encode()

    @staticmethod
    def se_bytes_writer(writer: _Writer, value: object) -> None:
        """Writes the value as JSON into something with `write`; nothing is written if it has no JSON form.

        Raises:
            SeError: the value has no JSON form.
        """
        writer.write(_text(value).encode())

    def __repr__(self) -> str:
        return "SeJsonBytes()"


def se_element_to_vector(element: T) -> list[T]:
    """A list of the one element, for fields that venues want as lists.

    Example:
        >>> SeJsonString.se_string({"args": se_element_to_vector("trades")})
        '{"args":["trades"]}'
    """
    return [element]
