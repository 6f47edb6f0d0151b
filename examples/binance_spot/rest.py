"""Signed requests to Binance spot, and its errors as barter's."""

from __future__ import annotations

import http.client
import json
import os
import threading
import time
from typing import Any
from urllib.parse import urlencode, urlsplit

from barter_execution import ApiError, ConnectivityError
from barter_integration import HexEncoder, HmacSigner

#: Milliseconds that a request may be old when it arrives.
RECEIVE_WINDOW = 5_000
#: Seconds without a request after "too many requests", where the venue does not say.
PAUSE = 10.0


class Credentials:
    """Key and secret from the environment; neither is ever printed."""

    def __init__(self, key: str = "BINANCE_API_KEY", secret: str = "BINANCE_API_SECRET") -> None:  # noqa: S107
        missing = [name for name in (key, secret) if not os.environ.get(name)]
        if missing:
            raise SystemExit(f"set {' and '.join(missing)} in the environment")
        self.key = os.environ[key]
        self._signer = HmacSigner(os.environ[secret].encode(), "sha256", HexEncoder())

    def sign(self, query: str) -> str:
        return self._signer.sign(query)

    def __repr__(self) -> str:
        return "Credentials(...)"


def error_of(status: int, body: Any, symbol: str | None) -> ApiError | ConnectivityError:
    """The error that an answer of the venue stands for."""
    code, text = (body.get("code"), str(body.get("msg", ""))) if isinstance(body, dict) else (None, str(body))
    reason = f"{text} (code {code}, HTTP {status})"
    if status in (418, 429) or code in (-1003, -1015):
        return ApiError.RateLimit()
    if status >= 500:
        # Whether the request was carried out is not known.
        return ConnectivityError.Socket(f"the venue failed: {reason}")
    if code == -1121:
        return ApiError.InstrumentInvalid(symbol or "?", reason)
    if code == -2010 and "insufficient balance" in text.lower():
        return ApiError.BalanceInsufficient(symbol or "?", reason)
    if code == -2011 and "filled" in text.lower():
        return ApiError.OrderAlreadyFullyFilled()
    return ApiError.OrderRejected(reason)


class Rest:
    """REST of Binance spot. Its methods block: `ExecutionClient`'s plain methods run on threads of their own."""

    def __init__(self, base: str, credentials: Credentials, timeout: float = 5.0) -> None:
        parts = urlsplit(base)
        self._secure, self._host, self._timeout = parts.scheme == "https", parts.netloc, timeout
        self._credentials = credentials
        self._idle: list[http.client.HTTPConnection] = []
        self._lock = threading.Lock()
        #: Venue's clock less ours, milliseconds; asked once, and again when the venue refuses a time.
        self._offset: int | None = None
        self._paused_until = 0.0
        #: Weight used in this minute, as the venue counts it.
        self.used_weight = 0

    def close(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        kind = http.client.HTTPSConnection if self._secure else http.client.HTTPConnection
        return kind(self._host, timeout=self._timeout)

    def _exchange(self, method: str, path: str, query: str) -> tuple[int, Any, http.client.HTTPResponse]:
        """One request and its answer; a connection that the venue had closed is replaced once."""
        target = f"{path}?{query}" if query else path
        headers = {"X-MBX-APIKEY": self._credentials.key}
        for attempt in (1, 2):
            connection = self._connection()
            try:
                connection.request(method, target, headers=headers)
                answer = connection.getresponse()
                text = answer.read().decode()
            except (http.client.RemoteDisconnected, BrokenPipeError) as error:
                connection.close()
                # Nothing was answered on a connection that had been idle; only what changes nothing is sent again.
                if attempt == 2 or method != "GET":
                    raise ConnectivityError.Socket(f"{type(error).__name__}: {error}") from error
                continue
            except TimeoutError as error:
                connection.close()
                raise ConnectivityError.Timeout from error
            except OSError as error:
                connection.close()
                raise ConnectivityError.Socket(f"{type(error).__name__}: {error}") from error
            with self._lock:
                self._idle.append(connection)
            try:
                return answer.status, json.loads(text) if text else {}, answer
            except ValueError:
                return answer.status, text, answer
        raise ConnectivityError.Socket("no connection")

    def call(self, method: str, path: str, **parameters: Any) -> Any:
        """An unsigned request."""
        return self._call(method, path, urlencode(parameters), parameters.get("symbol"))

    def signed(self, method: str, path: str, **parameters: Any) -> Any:
        """A signed request; one whose time is refused is sent again with the venue's clock."""
        for attempt in (1, 2):
            offset = self._offset
            if offset is None:
                offset = self._offset = self.call("GET", "/api/v3/time")["serverTime"] - int(time.time() * 1000)
            stamped = {**parameters, "recvWindow": RECEIVE_WINDOW, "timestamp": int(time.time() * 1000) + offset}
            query = urlencode({name: value for name, value in stamped.items() if value is not None})
            try:
                query = f"{query}&signature={self._credentials.sign(query)}"
                return self._call(method, path, query, parameters.get("symbol"))
            except ApiError.OrderRejected as error:
                if attempt == 2 or "code -1021" not in error.reason:
                    raise
                self._offset = None
        raise ConnectivityError.Socket("no answer")

    def _call(self, method: str, path: str, query: str, symbol: str | None) -> Any:
        if time.monotonic() < self._paused_until:
            # Asking on would lengthen the ban.
            raise ApiError.RateLimit
        status, body, answer = self._exchange(method, path, query)
        self.used_weight = int(answer.headers.get("X-MBX-USED-WEIGHT-1M", self.used_weight))
        if status in (418, 429):
            self._paused_until = time.monotonic() + float(answer.headers.get("Retry-After", PAUSE))
        if status != 200:
            raise error_of(status, body, symbol)
        return body
