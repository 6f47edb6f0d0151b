"""A progress line on long runs."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

__all__ = ["progress_reporter"]

_AFTER_SECONDS = 2.0
_EVERY_SECONDS = 0.2
_WIDTH = 30

Reporter = Callable[[int, int, int], None]


class _Line:
    """Rewrites one line of stderr, from two seconds into the run on."""

    def __init__(self) -> None:
        self._begin = time.monotonic()
        self._next = self._begin + _AFTER_SECONDS
        self._written = 0

    def __call__(self, done: int, rows: int, _now_ns: int) -> None:
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + _EVERY_SECONDS
        share = done / rows
        bar = "#" * int(share * _WIDTH)
        speed = done / (now - self._begin) / 1e6
        text = f"[{bar:<{_WIDTH}}] {share:4.0%}  {done:,}/{rows:,} events  {speed:.1f} M/s"
        sys.stderr.write("\r" + text.ljust(self._written))
        sys.stderr.flush()
        self._written = len(text)

    def close(self) -> None:
        if self._written:
            sys.stderr.write("\r" + " " * self._written + "\r")
            sys.stderr.flush()


def progress_reporter(wanted: bool | None) -> _Line | None:  # noqa: FBT001 (a setting passed on)
    """The reporter of a run: with None, one only where stderr is a terminal."""
    if wanted or (wanted is None and sys.stderr is not None and sys.stderr.isatty()):
        return _Line()
    return None
