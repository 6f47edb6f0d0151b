"""How market hooks are called: from inside one Python frame that stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

__all__ = ["Stopped", "relay"]


class Stopped:
    """What a hook raised, where it was a `StopIteration`: a generator cannot raise that."""

    __slots__ = ("error",)

    def __init__(self, error: StopIteration) -> None:
        self.error: StopIteration = error


def relay(hook: Callable[[object, object], object], ctx: object) -> Generator[None, object, object]:
    """Hands each payload that is sent in to the hook; ends with what the hook returned, if that is not None, or with
    `Stopped`.

    The engine resumes this generator for every row. CPython then calls the hook inside the evaluation loop it is in
    already: no tuple of arguments, no new loop, which together are a good part of the cost of a short hook.

    >>> rows = relay(lambda ctx, row: print(ctx, row), "ctx")
    >>> next(rows)
    >>> rows.send("row")
    ctx row
    """
    returned = None
    try:
        while returned is None:
            returned = hook(ctx, (yield))
    except StopIteration as error:
        return Stopped(error)
    return returned
