"""`init_logging` and `init_json_logging`: the logs of all barter wheels on standard output, filtered as upstream filters them.

The wheels log through Python's `logging` anyway, each under its own name (`barter_data`, `barter_engine`, ...). A program that
configures `logging` itself needs nothing of this module.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import threading
from datetime import UTC, datetime
from typing import Any

from barter_instrument.errors import InvalidArgumentError, StateError, WrongTypeError

__all__ = ["init_json_logging", "init_logging"]

#: Wheel -> the Rust crate that it binds.
_CRATES = {
    "barter_instrument": "barter_instrument",
    "barter_integration": "barter_integration",
    "barter_macro": "barter_macro",
    "barter_data": "barter_data",
    "barter_execution": "barter_execution",
    "barter_engine": "barter",
}
_LEVELS = {
    "off": logging.CRITICAL + 1,
    "error": logging.ERROR,
    "warn": logging.WARNING,
    "info": logging.INFO,
    "debug": logging.DEBUG,
    "trace": 5,
}
_NAMES = {level: name.upper() for name, level in _LEVELS.items()}
_TARGET = re.compile(r"[A-Za-z_]\w*(?:(?:::|\.)\w+)*")
_lock = threading.Lock()
_handler: logging.Handler | None = None


def init_logging(filter: str | None = None) -> None:
    """Log to standard output as text, a line for each record.

    Args:
        filter: comma-separated directives, each a level for everything ("warn") or for a module ("barter_data::streams=debug"; a
            module alone means "trace"). Levels: off, error, warn, info, debug, trace. The most precise directive decides. None
            takes the environment variable `RUST_LOG`, or "info" without it.

    Raises:
        InvalidArgumentError: a directive that is none, or that filters by spans.
        StateError: code "already_set", logging was initialised before.

    Example:
        >>> from barter_engine import init_logging
        >>> init_logging("loud")
        Traceback (most recent call last):
        barter_instrument.errors.InvalidArgumentError: filter: 'loud' is ...
    """
    _init(filter, _TextFormatter())


def init_json_logging(filter: str | None = None) -> None:
    """Log to standard output as JSON, an object for each record: `timestamp`, `level`, `message`, `target` and the record's fields.

    Args and errors are those of `init_logging`.
    """
    _init(filter, _JsonFormatter())


def _init(filter: str | None, formatter: logging.Formatter) -> None:
    global _handler  # noqa: PLW0603 - logging is of the process, and so is whether it was set
    if filter is None:
        everything, modules = _parse(os.environ.get("RUST_LOG") or "info", "RUST_LOG")
    elif isinstance(filter, str):
        everything, modules = _parse(filter, "filter")
    else:
        raise WrongTypeError(f"filter must be text or None, got {type(filter).__name__}", argument="filter")
    with _lock:
        if _handler is not None:
            raise StateError(
                "logging is already set: init_logging or init_json_logging was called before. Change levels with "
                'logging.getLogger("barter_data").setLevel(...)',
                code="already_set",
            )
        _handler = logging.StreamHandler(sys.stdout)
    _handler.setFormatter(formatter)
    for wheel, crate in _CRATES.items():
        logger = logging.getLogger(wheel)
        logger.setLevel(everything)
        logger.addHandler(_handler)
        for module, level in modules.items():
            for name in _loggers(wheel, crate, module):
                logging.getLogger(name).setLevel(level)


def _loggers(wheel: str, crate: str, module: str) -> set[str]:
    """Loggers of a module in a wheel: as its own module, or as one of a crate that it uses."""
    path = module.replace("::", ".")
    root, _, rest = path.partition(".")
    if root in {wheel, crate}:
        return {f"{wheel}.{rest}" if rest else wheel}
    return {f"{wheel}.{path}"}


def _parse(text: str, source: str) -> tuple[int, dict[str, int]]:
    """Level of everything ("info" where no directive says it, as upstream's default) and of modules."""
    everything: int | None = None
    modules: dict[str, int] = {}
    for directive in filter(None, (part.strip() for part in text.split(","))):
        target, equals, level = (part.strip() for part in directive.partition("="))
        if not equals and target.lower() in _LEVELS:
            everything = _LEVELS[target.lower()]
        elif _TARGET.fullmatch(target) and (equals or "::" in target or target.startswith("barter")):
            if equals and level.lower() not in _LEVELS:
                raise _invalid(directive, source)
            modules[target] = _LEVELS[level.lower()] if equals else _LEVELS["trace"]
        else:
            raise _invalid(directive, source)
    return _LEVELS["info"] if everything is None else everything, modules


def _invalid(directive: str, source: str) -> InvalidArgumentError:
    spans = " Spans do not reach Python's logging: filter by level and module." if "[" in directive else ""
    return InvalidArgumentError(
        f"{source}: {directive!r} is no directive: give a level ({', '.join(_LEVELS)}), or module=level such as "
        f"'barter_data::streams=debug'.{spans}",
        argument="filter",
    )


def _level(record: logging.LogRecord) -> str:
    return _NAMES.get(record.levelno, record.levelname)


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class _TextFormatter(logging.Formatter):
    """`2025-01-01T00:00:00.000000Z  INFO barter_data::streams: message field=value`."""

    def format(self, record: logging.LogRecord) -> str:
        line = f"{_time(record)} {_level(record):>5} {getattr(record, 'target', record.name)}: {record.getMessage()}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


class _JsonFormatter(logging.Formatter):
    """One flat object, with upstream's keys."""

    def format(self, record: logging.LogRecord) -> str:
        fields: dict[str, Any] = getattr(record, "fields", {})
        # Fields stand behind a record's message; here each has its own key.
        message: str = getattr(record, "event", None) or record.getMessage()
        content: dict[str, Any] = {"timestamp": _time(record), "level": _level(record), "message": message, **fields}
        content["target"] = getattr(record, "target", record.name)
        if record.exc_info:
            content["exception"] = self.formatException(record.exc_info)
        return json.dumps(content)
