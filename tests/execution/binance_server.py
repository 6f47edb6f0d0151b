"""A local server that speaks the public protocol of Binance spot over a simulated exchange: signed REST, user-data stream (listen keys and
the WebSocket API), error codes, rate limits. It checks signatures on its own, with the standard library, and fails as it is told to.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_RDWR
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from execution.markets import BTC
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import Server, ServerConnection, serve

from barter_execution import (
    AccountEvent,
    ApiError,
    AssetBalance,
    Cancelled,
    InactiveOrderState,
    Order,
    OrderKey,
    OrderRequestCancel,
    OrderRequestOpen,
    RequestOpen,
    SimulatedExchange,
    SimulatedExecution,
    Trade,
)

KEY, SECRET = "api-key-marker-0451", b"s3cr3t-marker-9127"
LISTEN_KEY = "listen-key-marker-"
MS = 1_000_000
EXCHANGE = "binance_spot"
NAMES = {"LIMIT_MAKER": "post_only", "GTC": "gtc", "IOC": "ioc", "FOK": "fok"}


class Refused(Exception):
    """An error of the venue."""

    def __init__(self, code: int, message: str, status: int = 400, **headers: str) -> None:
        super().__init__(message)
        self.code, self.status, self.headers = code, status, headers


@dataclass(frozen=True)
class Fault:
    """How one request goes wrong. Without an answer the connection is closed, or says nothing until the server ends."""

    #: Whether the request is carried out, though its answer is lost.
    carried_out: bool = False
    #: Seconds before that.
    delay: float = 0.0
    hangs: bool = False
    status: int | None = None
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


def refusal(code: int, message: str, status: int = 400, **headers: str) -> Fault:
    """A fault that is an answer."""
    return Fault(
        status=status, body=json.dumps({"code": code, "msg": message}).encode(), headers=tuple(headers.items())
    )


def text(number: Any) -> str:
    return f"{number:.8f}"


class Record:
    """An order as the venue remembers it."""

    def __init__(self, parameters: dict[str, str], order_id: str) -> None:
        self.parameters, self.id = parameters, order_id
        self.status, self.filled, self.time, self.trades = "NEW", 0, 0, []  # type: ignore[var-annotated]

    def row(self) -> dict[str, Any]:
        given = self.parameters
        return {
            "symbol": given["symbol"],
            "orderId": int(self.id),
            "clientOrderId": given["newClientOrderId"],
            "transactTime": self.time,
            "price": given.get("price", "0.00000000"),
            "origQty": given["quantity"],
            "executedQty": text(self.filled),
            "status": self.status,
            "timeInForce": given.get("timeInForce", "GTC"),
            "type": given["type"],
            "side": given["side"],
        }


class BinanceServer:
    """REST at `rest`, streams at `stream`; a context manager."""

    def __init__(
        self, *, clock_offset_ms: int = 0, weight_limit: int = 100_000, ping_interval: float | None = 20.0
    ) -> None:
        exchange = SimulatedExchange([BTC], {"USDT": 1_000, "BTC": 10}, fees="0.001")
        self.account = SimulatedExecution(exchange, clock="wall")
        self.account.quote("BTCUSDT", bid=99, ask=101)
        self.clock_offset_ms, self.weight_limit, self.weight = clock_offset_ms, weight_limit, 0
        self.orders: dict[str, Record] = {}
        self.trades: list[dict[str, Any]] = []
        self.latest = 0
        self.requests: list[str] = []
        self.listen_keys: set[str] = set()
        self.listen_keys_made = 0
        self.refuses_subscriptions: Refused | None = None
        #: Open streams, and what wraps their messages.
        self.sockets: dict[ServerConnection, Callable[[Any], Any]] = {}
        self.lock = threading.RLock()
        #: What happens to the next requests, by method and path; "*" is any.
        self.faults: dict[str, list[Fault]] = {}
        #: Called, without the lock, when a request has come.
        self.on_request: dict[str, Callable[[], object]] = {}
        #: Connections are closed without an answer.
        self.is_gone = False
        self.ended = threading.Event()
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.http.daemon_threads = True
        self.websocket: Server = serve(self._listen, "127.0.0.1", 0, ping_interval=ping_interval)
        self.rest = f"http://127.0.0.1:{self.http.server_port}"
        self.stream = f"ws://127.0.0.1:{self.websocket.socket.getsockname()[1]}"
        self.api = f"{self.stream}/ws-api/v3"

    def __enter__(self) -> Self:
        threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True).start()
        threading.Thread(target=self.websocket.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.drop_streams()
        self.http.shutdown()
        self.http.server_close()
        self.websocket.shutdown()

    # The user-data stream.

    def _listen(self, socket: ServerConnection) -> None:
        assert socket.request is not None
        if socket.request.path == "/ws-api/v3":
            wrap = self._subscribed(socket)
        else:
            wrap = self._admitted(socket, socket.request.path.rpartition("/")[2])
        if wrap is None:
            return
        with self.lock:
            self.sockets[socket] = wrap
        try:
            for _ in socket:
                pass
        except ConnectionClosed:
            pass
        finally:
            with self.lock:
                self.sockets.pop(socket, None)

    def _admitted(self, socket: ServerConnection, key: str) -> Callable[[Any], Any] | None:
        if key in self.listen_keys:
            return lambda message: message
        socket.close(1008, "unknown listen key")
        return None

    def _subscribed(self, socket: ServerConnection) -> Callable[[Any], Any] | None:
        """A subscription of the WebSocket API: its parameters are signed in alphabetical order."""
        try:
            request = json.loads(socket.recv())
        except ConnectionClosed:
            return None
        given = request["params"]
        payload = "&".join(f"{name}={given[name]}" for name in sorted(given) if name != "signature")
        answer: dict[str, Any] = {"id": request["id"], "status": 200, "result": {"subscriptionId": 7}}
        try:
            assert request["method"] == "userDataStream.subscribe.signature"
            if self.refuses_subscriptions is not None:
                raise self.refuses_subscriptions
            self._check_signature(f"{payload}&signature={given['signature']}", given)
        except Refused as refused:
            error = {"code": refused.code, "msg": str(refused)}
            answer = {"id": request["id"], "status": refused.status, "error": error}
        socket.send(json.dumps(answer))
        return (lambda message: {"subscriptionId": 7, "event": message}) if answer["status"] == 200 else None

    def tell(self, message: dict[str, Any]) -> None:
        for socket, wrap in list(self.sockets.items()):
            try:
                socket.send(json.dumps(wrap(message)))
            except ConnectionClosed:
                self.sockets.pop(socket, None)

    def drop_streams(self) -> None:
        """Breaks every stream, without a goodbye."""
        with self.lock:
            sockets, self.sockets = self.sockets, {}
        for socket in sockets:
            # Not closed: the thread that waits on it would never wake up.
            with suppress(OSError):
                socket.socket.shutdown(SHUT_RDWR)

    # The market, and what it does to orders.

    def quote(self, bid: Any, ask: Any) -> None:
        with self.lock:
            self.account.quote("BTCUSDT", bid=bid, ask=ask)
            self.settle()

    def buy(self, cid: str, quantity: str) -> None:
        """Somebody else who uses the account buys at the market."""
        with self.lock:
            terms = {
                "symbol": "BTCUSDT",
                "side": "BUY",
                "type": "MARKET",
                "quantity": quantity,
                "newClientOrderId": cid,
            }
            self._post_order(terms)
            self.settle()

    def settle(self) -> None:
        """Books what happened at the exchange and tells it."""
        events = self.account.poll_all()
        balances: list[AssetBalance] = []
        for event in events:
            self._book(event, balances)
        if balances:
            rows = [{"a": b.asset.name, "f": text(b.balance.free), "l": text(b.balance.used)} for b in balances]
            self.latest = max(balance.time_exchange_ns for balance in balances) // MS
            self.tell({"e": "outboundAccountPosition", "E": self.now(), "u": self.latest, "B": rows})

    def _book(self, event: AccountEvent, balances: list[AssetBalance]) -> None:
        value = event.kind.value
        if isinstance(value, AssetBalance):
            balances.append(value)
        elif isinstance(value, Order):
            self._book_order(value)
        elif isinstance(value, Trade):
            self._book_trade(value)

    def _book_order(self, order: Order) -> None:
        record = self.orders.get(order.key.cid)
        if record is None:
            return
        state = order.state.state
        if order.is_active:
            opened = state.open_meta  # type: ignore[union-attr]
            record.id, record.time = str(opened.id), opened.time_exchange_ns // MS
            record.filled = opened.filled_quantity
            if opened.filled_quantity == 0:
                self._report(record, "NEW")
            else:
                record.status = "PARTIALLY_FILLED"
        elif isinstance(state, InactiveOrderState.FullyFilled):
            record.status, record.filled = "FILLED", order.quantity
        elif isinstance(state, InactiveOrderState.Cancelled):
            # An immediate order that met nobody ends as expired at this venue.
            immediate = record.parameters.get("timeInForce") in ("IOC", "FOK") or record.parameters["type"] == "MARKET"
            record.status, record.time = "EXPIRED" if immediate else "CANCELED", state.state.time_exchange_ns // MS
            self._report(record, record.status)
        elif isinstance(state, InactiveOrderState.Expired):
            record.status = "EXPIRED"
            self._report(record, "EXPIRED")

    def _book_trade(self, trade: Trade) -> None:
        record = next(record for record in self.orders.values() if record.id == trade.order_id)
        record.time = trade.time_exchange_ns // MS
        row = {
            "symbol": "BTCUSDT",
            "id": int(trade.id),
            "orderId": int(trade.order_id),
            "price": text(trade.price),
            "qty": text(trade.quantity),
            "commission": text(trade.fees.fees),
            "commissionAsset": "USDT",
            "time": record.time,
            "isBuyer": trade.side.value == "Buy",
        }
        self.trades.append(row)
        record.trades.append(row)
        self._report(record, "TRADE", t=row["id"], l=row["qty"], L=row["price"], n=row["commission"], N="USDT")

    def _report(self, record: Record, kind: str, **more: Any) -> None:
        row = record.row()
        message = {
            "e": "executionReport", "E": self.now(), "s": row["symbol"], "c": row["clientOrderId"], "S": row["side"],
            "o": row["type"], "f": row["timeInForce"], "q": row["origQty"], "p": row["price"], "C": "", "x": kind,
            "X": record.status, "r": "NONE", "i": row["orderId"], "l": "0", "z": row["executedQty"], "L": "0", "n": "0",
            "N": None, "T": record.time, "t": -1,
        }  # fmt: skip
        if kind == "CANCELED":
            message |= {"c": "the-cancel-request", "C": row["clientOrderId"]}
        self.tell(message | more)

    # REST.

    def now(self) -> int:
        return int(time.time() * 1000) + self.clock_offset_ms

    def answer(self, method: str, target: str, headers: Any) -> Any:
        parts = urlsplit(target)
        parameters = {name: found[0] for name, found in parse_qs(parts.query).items()}
        with self.lock:
            self.requests.append(f"{method} {parts.path}")
            self.weight += 1
            if self.weight > self.weight_limit:
                raise Refused(-1003, "Too many requests; current limit is exceeded.", 429, **{"Retry-After": "1"})
            if (method, parts.path) == ("GET", "/api/v3/time"):
                return {"serverTime": self.now()}
            if headers.get("X-MBX-APIKEY") != KEY:
                raise Refused(-2015, "Invalid API-key, IP, or permissions for action.", 401)
            if parts.path == "/api/v3/userDataStream":
                return self._listen_key(method, parameters)
            self._check_signature(parts.query, parameters)
            self.settle()
            found = getattr(self, f"_{method}_{parts.path.rpartition('/')[2]}".lower())(parameters)
            self.settle()
            return found

    def _listen_key(self, method: str, parameters: dict[str, str]) -> Any:
        if method == "POST":
            # The same key as long as it lives.
            if not self.listen_keys:
                self.listen_keys_made += 1
                self.listen_keys.add(f"{LISTEN_KEY}{self.listen_keys_made}")
            return {"listenKey": next(iter(self.listen_keys))}
        if parameters.get("listenKey") not in self.listen_keys:
            raise Refused(-1125, "This listenKey does not exist.")
        return {}

    def _check_signature(self, query: str, parameters: dict[str, str]) -> None:
        signed, _, signature = query.rpartition("&signature=")
        if hmac.new(SECRET, signed.encode(), hashlib.sha256).hexdigest() != signature:
            raise Refused(-1022, "Signature for this request is not valid.")
        if abs(self.now() - int(parameters["timestamp"])) > int(parameters.get("recvWindow", 5000)):
            raise Refused(-1021, "Timestamp for this request is outside of the recvWindow.")

    def _get_account(self, _: dict[str, str]) -> Any:
        rows = [
            {"asset": b.asset.name, "free": text(b.balance.free), "locked": text(b.balance.used)}
            for b in self.account.balances()
        ]
        return {"balances": [*rows, {"asset": "BNB", "free": "0.0", "locked": "0.0"}], "updateTime": self.latest}

    def _find(self, parameters: dict[str, str], code: int) -> Record:
        for record in self.orders.values():
            named = record.parameters["newClientOrderId"] == parameters.get("origClientOrderId")
            if named or record.id == parameters.get("orderId"):
                return record
        raise Refused(code, "Unknown order sent." if code == -2011 else "Order does not exist.")

    def _get_order(self, parameters: dict[str, str]) -> Any:
        row = self._find(parameters, -2013).row()
        return row | {"time": row.pop("transactTime")}

    def _get_openorders(self, _: dict[str, str]) -> Any:
        rows = [record.row() for record in self.orders.values() if record.status in ("NEW", "PARTIALLY_FILLED")]
        return [row | {"time": row.pop("transactTime")} for row in rows]

    def _get_mytrades(self, parameters: dict[str, str]) -> Any:
        limit = int(parameters.get("limit", 500))
        if "fromId" not in parameters and "startTime" not in parameters:
            return self.trades[-limit:]
        since, first = int(parameters.get("startTime", 0)), int(parameters.get("fromId", 0))
        return [row for row in self.trades if row["time"] >= since and row["id"] >= first][:limit]

    def _post_order(self, parameters: dict[str, str]) -> Any:
        if parameters["symbol"] != "BTCUSDT":
            raise Refused(-1121, "Invalid symbol.")
        cid = parameters["newClientOrderId"]
        if cid in self.orders and self.orders[cid].status in ("NEW", "PARTIALLY_FILLED"):
            raise Refused(-2010, "Duplicate order sent.")
        kind = "market" if parameters["type"] == "MARKET" else "limit"
        lasting = "ioc" if kind == "market" else NAMES[parameters.get("timeInForce", parameters["type"])]
        terms = RequestOpen(
            parameters["side"].lower(), parameters.get("price", 0), parameters["quantity"], kind, lasting
        )
        record = self.orders[cid] = Record(parameters, "0")
        order = self.account.open(OrderRequestOpen(OrderKey(EXCHANGE, "BTCUSDT", "s", cid), terms))
        self.settle()
        error = order.state.error
        if error is not None:
            del self.orders[cid]
            raise self._refusal(error)
        return record.row()

    @staticmethod
    def _refusal(error: Any) -> Refused:
        if isinstance(error, ApiError.BalanceInsufficient):
            return Refused(-2010, "Account has insufficient balance for requested action.")
        if error.reason.startswith("post_only"):
            return Refused(-2010, "Order would immediately match and take.")
        if error.reason.startswith("lot_size"):
            return Refused(-1013, "Filter failure: LOT_SIZE")
        return Refused(-2010, error.reason)

    def _delete_order(self, parameters: dict[str, str]) -> Any:
        record = self._find(parameters, -2011)
        key = OrderKey(EXCHANGE, "BTCUSDT", "s", record.parameters["newClientOrderId"])
        response = self.account.cancel(OrderRequestCancel(key))
        if not isinstance(response.state, Cancelled):
            raise Refused(-2011, "Unknown order sent.")
        self.settle()
        return record.row() | {"origClientOrderId": key.cid, "clientOrderId": "the-cancel-request"}


def _handler(server: BinanceServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _reply(self) -> None:
            name = f"{self.command} {urlsplit(self.path).path}"
            server.on_request.get(name, bool)()
            waiting = server.faults.get(name) or server.faults.get("*")
            if server.is_gone or waiting:
                self._fail(waiting.pop(0) if waiting else Fault())
                return
            try:
                self._send(200, json.dumps(server.answer(self.command, self.path, self.headers)).encode())
            except Refused as refused:
                body = json.dumps({"code": refused.code, "msg": str(refused)}).encode()
                self._send(refused.status, body, refused.headers)

        def _fail(self, fault: Fault) -> None:
            server.ended.wait(fault.delay)
            if fault.carried_out:
                with suppress(Refused):
                    server.answer(self.command, self.path, self.headers)
            if fault.status is not None:
                self._send(fault.status, fault.body, dict(fault.headers))
                return
            if fault.hangs:
                server.ended.wait()
            self.close_connection = True

        def _send(self, status: int, content: bytes, headers: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in {**(headers or {}), "X-MBX-USED-WEIGHT-1M": str(server.weight)}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_DELETE = do_PUT = _reply  # noqa: N815  (names of http.server)

        def log_message(self, *_: Any) -> None:
            """Nothing is printed."""

    return Handler
