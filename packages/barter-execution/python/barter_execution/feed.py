"""What a `SimulatedExchange` delivers, handed to everybody who listens: several clients may have one exchange."""

from __future__ import annotations

import threading
import weakref
from collections import deque
from typing import TYPE_CHECKING

from .errors import ClientError

if TYPE_CHECKING:
    from ._execution import AccountEvent, SimulatedExchange

__all__ = ["Feed", "Reader", "feed_of"]

#: Events that a reader may leave unread before its stream ends.
CAPACITY = 65_536


class Reader:
    """Account events of one reader."""

    def __init__(self) -> None:
        self.events: deque[AccountEvent] = deque()
        self.lagged: bool = False

    def put(self, event: AccountEvent) -> None:
        """Takes an event in, if there is room."""
        if len(self.events) >= CAPACITY:
            self.lagged = True
        else:
            self.events.append(event)

    def take(self) -> AccountEvent | None:
        """The next event; None if there is none yet. Raises ClientError where some were lost."""
        if self.events:
            return self.events.popleft()
        if self.lagged:
            raise ClientError.AccountStream(f"more than {CAPACITY} events were left unread; take a snapshot and go on")
        return None


class Feed:
    """The events of one exchange. `changed` is held by whoever uses the exchange, and told of new events."""

    def __init__(self) -> None:
        self.changed: threading.Condition = threading.Condition(threading.RLock())
        #: Who drops a reader ends it.
        self._readers: weakref.WeakSet[Reader] = weakref.WeakSet()

    def reader(self, exchange: SimulatedExchange) -> Reader:
        """A reader of what is delivered from now on, or of everything that nobody has read."""
        with self.changed:
            if self._readers:
                self.pump(exchange)
            reader = Reader()
            self._readers.add(reader)
            return reader

    def pump(self, exchange: SimulatedExchange) -> None:
        """Hands delivered events to every reader."""
        with self.changed:
            readers = list(self._readers)
            found = False
            while (event := exchange.next_event()) is not None:
                found = True
                for reader in readers:
                    reader.put(event)
            if found:
                self.changed.notify_all()


_feeds: weakref.WeakKeyDictionary[SimulatedExchange, Feed] = weakref.WeakKeyDictionary()
_lock = threading.Lock()


def feed_of(exchange: SimulatedExchange) -> Feed:
    """The feed of an exchange, one for all of its clients."""
    with _lock:
        return _feeds.setdefault(exchange, Feed())
