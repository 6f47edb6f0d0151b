"""JSON of the error enums of barter's Rust crates, to and from the exceptions."""

from __future__ import annotations

import json
from typing import Any

from barter_instrument import (
    AssetIndex,
    AssetNameExchange,
    DataError,
    InstrumentIndex,
    InstrumentNameExchange,
    InvalidArgumentError,
    WrongTypeError,
)

from .errors import ApiError, ClientError, ConnectivityError, OrderError

__all__ = ["from_json", "to_json"]

#: Variant of the outer enum that holds an error of the inner one.
_OUTER: dict[Any, dict[str, type[ClientError]]] = {
    ClientError: {"Connectivity": ConnectivityError, "Api": ApiError},
    OrderError: {"Connectivity": ConnectivityError, "Rejected": ApiError},
}
_TEXTS: dict[Any, tuple[str, ...]] = {
    ConnectivityError: ("Socket",),
    ApiError: ("OrderRejected",),
    ClientError: ("AccountSnapshot", "AccountStream"),
}
_UNITS: dict[Any, tuple[str, ...]] = {
    ConnectivityError: ("Timeout",),
    ApiError: ("RateLimit", "OrderAlreadyCancelled", "OrderAlreadyFullyFilled"),
}
_PAIRS = {
    "AssetInvalid": ("asset", AssetIndex, AssetNameExchange),
    "BalanceInsufficient": ("asset", AssetIndex, AssetNameExchange),
    "InstrumentInvalid": ("instrument", InstrumentIndex, InstrumentNameExchange),
}


def _plain(error: ClientError) -> Any:
    """The error as upstream's serde writes its own enum."""
    name = type(error).__name__
    if name in _PAIRS and isinstance(error, ApiError):
        key = getattr(error, _PAIRS[name][0])
        return {name: [int(key) if isinstance(key, int) else str(key), error.reason]}  # type: ignore[attr-defined]
    if name == "ExchangeOffline":
        return {name: str(error.exchange)}  # type: ignore[attr-defined]
    if error._fields:
        return {name: error.reason}  # type: ignore[attr-defined]
    return name


def to_json(error: ClientError, form: type[ClientError] | None) -> str:
    """See `ClientError.to_json`."""
    value = _plain(error)
    if (
        form is not None
        and form in _OUTER
        and not isinstance(error, ClientError.AccountSnapshot | ClientError.AccountStream)
    ):
        held = next((name for name, inner in _OUTER[form].items() if isinstance(error, inner)), None)
        if held is None:
            raise InvalidArgumentError(f"error has no form of {form.__name__}: {error!r}", argument="form")
        value = {held: value}
    elif form is not None and not isinstance(error, form):
        raise InvalidArgumentError(f"form must be a class of {error!r}, got {form.__name__}", argument="form")
    return json.dumps(value)


def _refused(cls: type[ClientError], text: str) -> DataError:
    return DataError(f"this JSON is not of {cls.__name__}: {text[:120]}", argument="text")


def _inner(cls: type[ClientError], value: Any, text: str) -> ClientError:
    if isinstance(value, str) and value in _UNITS.get(cls, ()):
        made: ClientError = getattr(cls, value)()
        return made
    if isinstance(value, dict) and len(value) == 1:
        ((name, content),) = value.items()
        if name in _TEXTS.get(cls, ()) and isinstance(content, str):
            made = getattr(cls, name)(content)
            return made  # noqa: RET504  (typed)
        if cls is ConnectivityError and name == "ExchangeOffline" and isinstance(content, str):
            return ConnectivityError.ExchangeOffline(content)
        if cls is ApiError and name in _PAIRS and isinstance(content, list) and len(content) == 2:
            key, reason = content
            _, index, named = _PAIRS[name]
            if isinstance(reason, str) and isinstance(key, int | str) and not isinstance(key, bool):
                made = getattr(ApiError, name)(index(key) if isinstance(key, int) else named(key), reason)
                return made  # noqa: RET504  (typed)
    raise _refused(cls, text)


def from_json(cls: type[ClientError], text: str) -> ClientError:
    """See `ClientError.from_json`."""
    try:
        value = json.loads(text)
    except TypeError:
        raise WrongTypeError(f"text must be a str, got {type(text).__name__}", argument="text") from None
    except (ValueError, RecursionError) as error:
        raise DataError(f"text must be JSON: {error}", argument="text") from None
    if cls in _OUTER and isinstance(value, dict) and len(value) == 1:
        ((name, content),) = value.items()
        if name in _OUTER[cls]:
            return _inner(_OUTER[cls][name], content, text)
    for owner in (ConnectivityError, ApiError, ClientError):
        if cls is owner:
            return _inner(owner, value, text)
    for owner in (ConnectivityError, ApiError, ClientError):
        if cls is not OrderError and issubclass(cls, owner):
            found = _inner(owner, value, text)
            if isinstance(found, cls):
                return found
    raise _refused(cls, text)
