"""`BinanceSpot`: an execution client for Binance spot. See README.md: an example, not a product."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from convert import EXCHANGE, MS, Converter
from errors import OutcomeUnknownError, VenueError, order_error
from orders import Orders
from rest import Credentials, Rest
from stream import KEEP_ALIVE, SILENCE, AccountStream, Entry, ListenKeyEntry, SubscriptionEntry

from barter_execution import (
    AccountEvent,
    AccountEventKind,
    AccountSnapshot,
    AssetBalance,
    ExecutionClient,
    InstrumentAccountSnapshot,
    Order,
    OrderRequestCancel,
    OrderRequestOpen,
    OrderResponseCancel,
    Trade,
)
from barter_integration import Metric, SocketError

#: Trades of one request.
PAGE = 1000


class BinanceSpot(ExecutionClient):
    """Orders and account of Binance spot.

    What asks and orders is plain and blocks: `ClientRunner` calls it on threads, where it runs to its end even if its caller has given
    up, so that an order whose answer was lost is still found. The account stream is asynchronous.

    Args:
        symbols: ``{"BTCUSDT": ("BTC", "USDT")}``: base and quote asset of each symbol that is traded.
        rest: address of the REST interface.
        stream: address of the WebSocket API, which has the user-data stream.
        listen_key_stream: address of streams that are let in by a listen key; given, it is used instead of `stream`.
        credentials: key and secret; from the environment by default.
        rates: price of assets that fees are paid in, where that is neither base nor quote: ``{("BNB", "USDT"): 600}``.
        timeout: seconds that a request may take.
        receive_window: seconds that a request may be old when it arrives. It bounds how long a lost one is in doubt.
        keep_alive: seconds between renewals of the listen key.
        silence: seconds after which a stream on which not even a ping comes is given up.
        on_metric: gets the `Metric` of each request: how long it took.
    """

    exchange = EXCHANGE

    def __init__(
        self,
        symbols: Mapping[str, tuple[str, str]],
        *,
        rest: str = "https://api.binance.com",
        stream: str = "wss://ws-api.binance.com:443/ws-api/v3",
        listen_key_stream: str | None = None,
        credentials: Credentials | None = None,
        rates: Mapping[tuple[str, str], Any] | None = None,
        timeout: float = 2.0,
        receive_window: float = 2.0,
        keep_alive: float = KEEP_ALIVE,
        silence: float = SILENCE,
        on_metric: Callable[[Metric], object] | None = None,
    ) -> None:
        self.symbols = dict(symbols)
        self._rest = Rest(
            rest, credentials or Credentials(), timeout=timeout, receive_window=receive_window, on_metric=on_metric
        )
        self._entry: Entry = (
            SubscriptionEntry(stream, self._rest, silence)
            if listen_key_stream is None
            else ListenKeyEntry(listen_key_stream, self._rest, silence, keep_alive)
        )
        self._convert = Converter(
            bases={symbol: base for symbol, (base, _) in symbols.items()},
            quotes={symbol: quote for symbol, (_, quote) in symbols.items()},
            rates=rates or {},
        )
        self._orders = Orders(self._rest, self._convert)
        #: The last trade of each symbol that the stream which ended had told of; None if there was none yet.
        self._told: dict[str, int] | None = None

    @property
    def used(self) -> dict[str, int]:
        """What the venue counts against its limits, by header: ``{"x-mbx-used-weight-1m": 20, ...}``."""
        return dict(self._rest.limits.used)

    def close(self) -> None:
        self._rest.close()

    def __repr__(self) -> str:
        return f"BinanceSpot({self.symbols!r})"

    # Orders.

    def open_order(self, request: OrderRequestOpen) -> Order:
        return self._orders.open(request)

    def cancel_order(self, request: OrderRequestCancel) -> OrderResponseCancel:
        return self._orders.cancel(request)

    # The account.

    def _ask(self, path: str, query: Mapping[str, Any], read: Callable[[Any], Any] | None = None) -> Any:
        try:
            return self._rest.signed("GET", path, query, read)
        except (VenueError, SocketError) as error:
            raise order_error(error, query.get("symbol", "?")) from error

    def fetch_balances(self, assets: Sequence[str]) -> list[AssetBalance]:
        wanted = set(assets)

        def read(account: Any) -> list[AssetBalance]:
            # `updateTime` is that of the last change, which may be long ago: it is what the balances are of.
            rows = [row for row in account["balances"] if row["asset"] in wanted]
            return self._convert.balances(rows, account["updateTime"])

        balances: list[AssetBalance] = self._ask("/api/v3/account", {}, read)
        return balances

    def fetch_open_orders(self, instruments: Sequence[str]) -> list[Order]:
        def read(rows: Any) -> list[Order]:
            return [self._convert.order(row) for row in rows]

        path = "/api/v3/openOrders"
        return [order for symbol in instruments for order in self._ask(path, {"symbol": symbol}, read)]

    def fetch_trades(self, time_since: datetime | int) -> list[Trade]:
        since = time_since // MS if isinstance(time_since, int) else int(time_since.timestamp() * 1000)
        rows = [row for symbol in self.symbols for row in self._trades(symbol, startTime=max(since, 0))]
        return [self._convert.trade(row) for row in sorted(rows, key=lambda row: (row["time"], row["id"]))]

    def _trades(self, symbol: str, **since: int) -> list[dict[str, Any]]:
        """All trades of a symbol since a time or an id, page by page."""
        rows: list[dict[str, Any]] = []
        while True:
            page = self._ask("/api/v3/myTrades", {"symbol": symbol, "limit": PAGE, **since})
            rows += page
            if len(page) < PAGE:
                return rows
            since = {"fromId": page[-1]["id"] + 1}

    def account_snapshot(self, assets: Sequence[str], instruments: Sequence[str]) -> AccountSnapshot:
        orders = self.fetch_open_orders(instruments)
        for order in orders:
            # Of one that is known already, the stream has to tell what changed.
            self._orders.undone.setdefault(order.key.cid, order)
        parts = [
            InstrumentAccountSnapshot(symbol, [order for order in orders if order.key.instrument == symbol])
            for symbol in instruments
        ]
        return AccountSnapshot(EXCHANGE, self.fetch_balances(assets), parts)

    # The account stream.

    async def account_stream(self, assets: Sequence[str], instruments: Sequence[str]) -> AccountStream:
        """Account events from now on; of a stream that follows another, from where that ended. Who reads it asks for a snapshot before
        the first event, and opens another stream when it ends: `ClientRunner` does.
        """
        told, self._told = self._told, None
        try:
            if told is None:
                told = await asyncio.to_thread(self._latest_trades)
            connection = await self._entry.open()
        except BaseException as error:
            self._told = told
            if isinstance(error, VenueError | SocketError | OutcomeUnknownError):
                raise order_error(error) from error
            raise
        return AccountStream(connection, told, self._missed, self._events_of, self._left_off)

    def _left_off(self, told: dict[str, int]) -> None:
        self._told = told

    def _latest_trades(self) -> dict[str, int]:
        rows = {symbol: self._ask("/api/v3/myTrades", {"symbol": symbol, "limit": 1}) for symbol in self.symbols}
        return {symbol: found[-1]["id"] if found else -1 for symbol, found in rows.items()}

    def _events_of(self, message: Mapping[str, Any]) -> list[AccountEvent]:
        events = self._convert.events(message)
        for event in events:
            if isinstance(event.kind.value, Order):
                self._orders.heard(event.kind.value)
        return events

    def _missed(self, told: Mapping[str, int]) -> list[AccountEvent]:
        """What happened while nobody listened: how orders went on, and all trades behind those that were told."""
        kinds: list[AccountEventKind] = []
        for cid, order in list(self._orders.undone.items()):
            now = self._orders.now(cid, order)
            if now is not None:
                kinds.append(AccountEventKind.OrderSnapshot(now))
        for symbol, latest in told.items():
            kinds += [
                AccountEventKind.Trade(self._convert.trade(row)) for row in self._trades(symbol, fromId=latest + 1)
            ]
        return [AccountEvent(EXCHANGE, kind) for kind in kinds]
