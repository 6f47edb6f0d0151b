"""What a client raises, whatever it is, as something that can be handed on and read."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from .errors import text_of

__all__ = ["Escaped", "contained", "described", "shown"]


class Escaped(Exception):
    """A client raised what is not its to raise on a loop: `SystemExit` and its like would end the loop and with it every other
    request, and `asyncio.CancelledError` the task that called the client.
    """

    def __init__(self, raised: BaseException, text: str | None = None) -> None:
        super().__init__(described(raised) if text is None else text)


def shown(value: object, width: int = 160) -> str:
    """`repr(value)`, cut; whatever `__repr__` does."""
    try:
        return text_of(repr(value))[:width]
    except Exception as raised:  # noqa: BLE001  (it is a user's)
        return f"<{type(value).__name__} whose repr raised {type(raised).__name__}>"


def described(raised: BaseException) -> str:
    """Class and text of an exception; whatever `__str__` does."""
    if isinstance(raised, Escaped):
        return str(raised)
    try:
        return f"{type(raised).__name__}: {text_of(raised)}"
    except Exception as broken:  # noqa: BLE001  (it is a user's)
        return f"{type(raised).__name__}, whose text raised {type(broken).__name__}"


@contextmanager
def contained() -> Generator[None]:
    """Around code of a client on a loop: what must not pass from it is raised as `Escaped`."""
    import asyncio

    try:
        yield
    except (Exception, GeneratorExit):
        raise
    except asyncio.CancelledError as raised:
        task = asyncio.current_task()
        if task is None or task.cancelling():
            raise
        raise Escaped(raised, "CancelledError: the client cancelled itself") from raised
    except BaseException as raised:
        raise Escaped(raised) from raised
