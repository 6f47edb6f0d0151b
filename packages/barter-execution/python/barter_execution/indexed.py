"""`IndexedAccountStream`: an account stream whose events come with keys by index."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator

from ._execution import AccountEvent, AccountEventIndexer

__all__ = ["IndexedAccountStream"]


class IndexedAccountStream:
    """The events of a stream, their keys changed from names to indices.

    An event with a name that the map does not hold raises `barter_instrument.IndexError`, which names it; the stream can be
    read on after it. (barter's execution manager drops such events and logs them.)

    Args:
        stream: an iterable or an async iterable of `AccountEvent`.
        indexer: `AccountEventIndexer`.

    >>> from barter_execution import AccountEventKind, AssetBalance, Balance, ExecutionInstrumentMap
    >>> from barter_instrument import Instrument, Underlying
    >>> btc = Instrument.spot("kraken", "kraken-xbt_usd", "XBT/USD", Underlying("XBT", "USD"))
    >>> indexer = AccountEventIndexer(ExecutionInstrumentMap("kraken", [btc]))
    >>> event = AccountEvent("kraken", AccountEventKind.BalanceSnapshot(AssetBalance("XBT", Balance(1, 1), 0)))
    >>> [event.kind.value.asset for event in IndexedAccountStream([event], indexer)]
    [AssetIndex(1)]
    """

    def __init__(
        self, stream: Iterable[AccountEvent] | AsyncIterable[AccountEvent], indexer: AccountEventIndexer
    ) -> None:
        self.stream: Iterable[AccountEvent] | AsyncIterable[AccountEvent] = stream
        self.indexer: AccountEventIndexer = indexer
        self._iterator: Iterator[AccountEvent] | None = None
        self._async_iterator: AsyncIterator[AccountEvent] | None = None

    def __iter__(self) -> IndexedAccountStream:
        return self

    def __next__(self) -> AccountEvent:
        iterator = self._iterator
        if iterator is None:
            iterator = self._iterator = iter(self.stream)  # type: ignore[arg-type]
        return self.indexer.account_event(next(iterator))

    def __aiter__(self) -> IndexedAccountStream:
        return self

    async def __anext__(self) -> AccountEvent:
        if self._async_iterator is None:
            self._async_iterator = aiter(self.stream)  # type: ignore[arg-type]
        return self.indexer.account_event(await anext(self._async_iterator))
