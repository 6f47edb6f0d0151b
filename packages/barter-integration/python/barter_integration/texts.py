"""Texts that go over a connection."""

from __future__ import annotations

from barter_instrument import InvalidArgumentError, WrongTypeError

__all__ = ["sendable"]


def sendable(text: object, argument: str, of: str = "") -> str:
    """A text that can be sent. It is not shown: it may be a secret."""
    if not isinstance(text, str):
        raise WrongTypeError(f"{argument}{of} must be a str, got {type(text).__name__}", argument=argument)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InvalidArgumentError(f"{argument}{of} must be valid Unicode", argument=argument) from None
    return text
