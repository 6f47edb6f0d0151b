"""Channels: a pair of ends, and a sender that gives up when nobody listens."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias, runtime_checkable

from barter_instrument.errors import StateError, WrongTypeError

from ._integration import UnboundedRx, UnboundedTx, mpsc_unbounded

__all__ = ["Channel", "ChannelState", "ChannelTxDroppable", "Tx"]

logger: logging.Logger = logging.getLogger(__name__)


@runtime_checkable
class Tx(Protocol):
    """Whatever sends items: `UnboundedTx`, `BoundedTx`, or a class of your own.

    `send` raises `StateError` with code "receiver_dropped" when the other end is gone for good.
    """

    def send(self, item: Any, /) -> None:
        """Send an item."""


class Channel:
    """An unbounded channel with its two ends, `tx` and `rx`.

    Example:
        >>> from barter_integration import Channel
        >>> channel = Channel()
        >>> channel.tx.send(1)
        >>> channel.rx.recv()
        1
    """

    __slots__ = ("rx", "tx")

    tx: UnboundedTx
    rx: UnboundedRx

    def __init__(self) -> None:
        self.tx, self.rx = mpsc_unbounded()

    def __repr__(self) -> str:
        return f"Channel(tx={self.tx!r}, rx={self.rx!r})"


@dataclass(frozen=True, slots=True)
class _Active:
    """Items are sent through `tx`."""

    tx: Tx

    def __repr__(self) -> str:
        return f"ChannelState.Active({self.tx!r})"


@dataclass(frozen=True, slots=True)
class _Disabled:
    """Items are discarded."""

    def __repr__(self) -> str:
        return "ChannelState.Disabled()"


class ChannelState:
    """State of a `ChannelTxDroppable`: `ChannelState.Active(tx)` or `ChannelState.Disabled()`.

    Example:
        >>> from barter_integration import ChannelState, mpsc_unbounded
        >>> tx, rx = mpsc_unbounded()
        >>> match ChannelState.Active(tx):
        ...     case ChannelState.Active(sender):
        ...         print(sender is tx)
        True
    """

    Active: TypeAlias = _Active
    Disabled: TypeAlias = _Disabled


class ChannelTxDroppable:
    """A sender for what may go unread, such as audits: when the receiver is gone it discards items instead of failing.

    Args:
        tx: sender of a channel, or anything with `send(item)`; None for one that is disabled from the start.

    Example:
        >>> from barter_integration import ChannelTxDroppable, mpsc_unbounded
        >>> tx, rx = mpsc_unbounded()
        >>> audits = ChannelTxDroppable(tx)
        >>> audits.send("tick")
        >>> rx.close()
        >>> audits.send("nobody reads this")
        >>> audits.state
        ChannelState.Disabled()
    """

    __slots__ = ("_state",)

    def __init__(self, tx: Tx | None) -> None:
        if tx is not None and not isinstance(tx, Tx):
            raise WrongTypeError(
                f"tx must have a method send(item), like UnboundedTx, got {type(tx).__name__}", argument="tx"
            )
        self._state: _Active | _Disabled = _Disabled() if tx is None else _Active(tx)

    @classmethod
    def new_disabled(cls) -> ChannelTxDroppable:
        """One that discards everything."""
        return cls(None)

    @property
    def state(self) -> _Active | _Disabled:
        """`ChannelState.Active(tx)` or `ChannelState.Disabled()`."""
        return self._state

    def disable(self) -> None:
        """Discard everything from now on."""
        self._state = _Disabled()

    def send(self, item: Any) -> None:
        """Send the item if somebody can receive it.

        The first time that nobody can, a warning is logged and the sender disables itself. Any other error is raised.
        """
        state = self._state
        if isinstance(state, _Disabled):
            return
        try:
            state.tx.send(item)
        except StateError as error:
            if error.code != "receiver_dropped":
                raise
            logger.warning("ChannelTxDroppable receiver dropped - items will no longer be sent")
            self._state = _Disabled()

    def __repr__(self) -> str:
        return f"ChannelTxDroppable(state={self._state!r})"
