"""Variants of an enum with data: a class inside the class of the enum, as in ``Message.Payload(value)``."""

from __future__ import annotations

from typing import Any

__all__ = ["nest"]


def nest(owner: type[Any], *kinds: type[Any]) -> None:
    """Makes ``_Payload``, or ``_MessagePayload``, the class ``Message.Payload``, under that name in reprs and pickles."""
    for kind in kinds:
        kind.__name__ = kind.__name__.removeprefix("_").removeprefix(owner.__name__)
        kind.__qualname__ = f"{owner.__qualname__}.{kind.__name__}"
        setattr(owner, kind.__name__, kind)
