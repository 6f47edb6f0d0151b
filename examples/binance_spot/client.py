"""`BinanceSpot`: an execution client for Binance spot. See README.md: an example, not a product."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from convert import EXCHANGE, MS, Converter, parameters_of
from rest import Credentials, Rest
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from barter_execution import (
    AccountEvent,
    AccountEventKind,
    AccountSnapshot,
    ApiError,
    AssetBalance,
    Cancelled,
    ClientError,
    ExecutionClient,
    InstrumentAccountSnapshot,
    Order,
    OrderRequestCancel,
    OrderRequestOpen,
    OrderResponseCancel,
    Trade,
)
from barter_instrument import ExchangeId

#: A listen key lives for 60 minutes.
KEEP_ALIVE = 30 * 60.0


class BinanceSpot(ExecutionClient):
    """Orders and account of Binance spot.

    REST methods are plain and block; `ClientRunner` and the engine call them on threads. The account stream is asynchronous. When
    it is opened again after a break, it first tells what happened to known orders meanwhile, which a snapshot of open orders
    cannot; the snapshot itself is asked for by whoever reads the stream.

    Args:
        symbols: ``{"BTCUSDT": ("BTC", "USDT")}``: base and quote asset of each symbol that is traded.
        rest: address of the REST interface.
        stream: address of the streams.
        credentials: key and secret; from the environment by default.
        rates: price of assets that fees are paid in, where that is neither base nor quote: ``{("BNB", "USDT"): 600}``.
    """

    exchange = ExchangeId.BINANCE_SPOT

    def __init__(
        self,
        symbols: Mapping[str, tuple[str, str]],
        *,
        rest: str = "https://api.binance.com",
        stream: str = "wss://stream.binance.com:9443",
        credentials: Credentials | None = None,
        rates: Mapping[tuple[str, str], Any] | None = None,
        timeout: float = 5.0,
    ) -> None:
        self.symbols = dict(symbols)
        self._rest = Rest(rest, credentials or Credentials(), timeout)
        self._stream = stream.rstrip("/")
        self._convert = Converter(
            bases={symbol: base for symbol, (base, _) in symbols.items()},
            quotes={symbol: quote for symbol, (_, quote) in symbols.items()},
            rates=rates or {},
        )
        #: Orders that were open when they were last heard of, and the latest trade of each symbol.
        self._open: dict[str, Order] = {}
        self._latest_trade: dict[str, int] = {}

    def close(self) -> None:
        self._rest.close()

    # Orders.

    def _heard(self, order: Order) -> Order:
        if order.is_active:
            self._open[order.key.cid] = order
        else:
            self._open.pop(order.key.cid, None)
        return order

    def open_order(self, request: OrderRequestOpen) -> Order:
        parameters = parameters_of(request)
        self._convert.strategies[request.key.cid] = request.key.strategy
        try:
            row = self._rest.signed("POST", "/api/v3/order", **parameters)
        except ApiError.BalanceInsufficient as error:
            # The venue does not name the asset.
            base, quote = self.symbols[request.key.instrument]
            asset = quote if parameters["side"] == "BUY" else base
            raise ApiError.BalanceInsufficient(asset, error.reason) from None
        # The price of a market order is that of the request: the venue answers with 0.
        order = self._convert.order(row)
        return self._heard(order.replace(price=request.price, time_in_force=request.time_in_force))

    def cancel_order(self, request: OrderRequestCancel) -> OrderResponseCancel:
        wanted: dict[str, Any] = {"symbol": request.key.instrument}
        if request.id is None:
            wanted["origClientOrderId"] = request.key.cid
        else:
            wanted["orderId"] = request.id
        try:
            row = self._rest.signed("DELETE", "/api/v3/order", **wanted)
        except ApiError.OrderRejected as error:
            raise self._why_not_cancelled(wanted, error) from None
        self._open.pop(request.key.cid, None)
        return OrderResponseCancel(request.key, Cancelled(str(row["orderId"]), row["transactTime"] * MS))

    def _why_not_cancelled(self, wanted: dict[str, Any], error: ApiError) -> ApiError:
        """The venue says "unknown order" of every order that is done; asking for it says what it is."""
        try:
            row = self._rest.signed("GET", "/api/v3/order", **wanted)
        except ApiError:
            return error
        match row["status"]:
            case "FILLED":
                return ApiError.OrderAlreadyFullyFilled()
            case "CANCELED":
                return ApiError.OrderAlreadyCancelled()
        return error

    # The account.

    def fetch_balances(self, assets: Sequence[str]) -> list[AssetBalance]:
        account = self._rest.signed("GET", "/api/v3/account")
        wanted = set(assets)
        # `updateTime` is that of the last change, which may be long ago: it is what the balances are of.
        rows = [row for row in account["balances"] if row["asset"] in wanted]
        return self._convert.balances(rows, account["updateTime"])

    def fetch_open_orders(self, instruments: Sequence[str]) -> list[Order]:
        return [
            self._convert.order(row)
            for symbol in instruments
            for row in self._rest.signed("GET", "/api/v3/openOrders", symbol=symbol)
        ]

    def fetch_trades(self, time_since: datetime | int) -> list[Trade]:
        since = time_since // MS if isinstance(time_since, int) else int(time_since.timestamp() * 1000)
        rows = [
            row
            for symbol in self.symbols
            for row in self._rest.signed("GET", "/api/v3/myTrades", symbol=symbol, startTime=max(since, 0), limit=1000)
        ]
        return [self._convert.trade(row) for row in sorted(rows, key=lambda row: (row["time"], row["id"]))]

    def account_snapshot(self, assets: Sequence[str], instruments: Sequence[str]) -> AccountSnapshot:
        orders = self.fetch_open_orders(instruments)
        for order in orders:
            self._heard(order)
        return AccountSnapshot(
            EXCHANGE,
            self.fetch_balances(assets),
            [
                InstrumentAccountSnapshot(symbol, [order for order in orders if order.key.instrument == symbol])
                for symbol in instruments
            ],
        )

    # The account stream.

    async def account_stream(self, assets: Sequence[str], instruments: Sequence[str]) -> AsyncIterator[AccountEvent]:
        listen_key = (await asyncio.to_thread(self._rest.call, "POST", "/api/v3/userDataStream"))["listenKey"]
        try:
            socket = await connect(f"{self._stream}/ws/{listen_key}", open_timeout=5)
        except (OSError, WebSocketException) as error:
            raise ClientError.AccountStream(f"{type(error).__name__}: {error}") from error
        return self._events(socket, listen_key)

    async def _events(self, socket: Any, listen_key: str) -> AsyncIterator[AccountEvent]:
        alive = asyncio.create_task(self._keep_alive(listen_key))
        try:
            for event in await asyncio.to_thread(self._missed):
                yield event
            async for text in socket:
                for event in self._convert.events(json.loads(text)):
                    self._note(event)
                    yield event
        except WebSocketException as error:
            raise ConnectionError(f"the user-data stream broke: {error}") from error
        finally:
            alive.cancel()
            await socket.close()

    async def _keep_alive(self, listen_key: str) -> None:
        while True:
            await asyncio.sleep(KEEP_ALIVE)
            with suppress(ApiError, ClientError):
                await asyncio.to_thread(self._rest.call, "PUT", "/api/v3/userDataStream", listenKey=listen_key)

    def _note(self, event: AccountEvent) -> None:
        value = event.kind.value
        if isinstance(value, Order):
            self._heard(value)
        elif isinstance(value, Trade):
            symbol, number = str(value.instrument), int(value.id)
            self._latest_trade[symbol] = max(number, self._latest_trade.get(symbol, -1))

    def _missed(self) -> list[AccountEvent]:
        """What happened to known orders while nobody listened: their trades, and how those that are not open any more ended."""
        events = []
        for symbol in self.symbols:
            latest = self._latest_trade.get(symbol)
            if latest is None:
                # The first stream: what was before it is not news.
                rows = self._rest.signed("GET", "/api/v3/myTrades", symbol=symbol, limit=1)
                self._latest_trade[symbol] = rows[-1]["id"] if rows else -1
                continue
            rows = self._rest.signed("GET", "/api/v3/myTrades", symbol=symbol, fromId=latest + 1, limit=1000)
            events += [AccountEvent(EXCHANGE, AccountEventKind.Trade(self._convert.trade(row))) for row in rows]
        for cid, order in list(self._open.items()):
            wanted = {"symbol": order.key.instrument, "origClientOrderId": cid}
            now = self._convert.order(self._rest.signed("GET", "/api/v3/order", **wanted))
            before, after = order.state.open_meta, now.state.open_meta
            if before is None or after is None or before.filled_quantity != after.filled_quantity:
                events.append(AccountEvent(EXCHANGE, AccountEventKind.OrderSnapshot(now)))
        for event in events:
            self._note(event)
        return events
