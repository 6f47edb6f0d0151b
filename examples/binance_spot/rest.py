"""Requests to Binance spot through `barter_integration.RestClient`: signed, within the limits, with the venue's clock."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from errors import CLOCK_IS_OFF, OutcomeUnknownError, VenueError, is_in_doubt

from barter_integration import (
    HexEncoder,
    Hmac,
    HttpParser,
    HttpRequest,
    JsonRequest,
    Mac,
    Metric,
    RequestBuilder,
    RequestSigner,
    RestClient,
    RestRequest,
    SocketError,
)

logger = logging.getLogger(__name__)
#: Seconds without a request after "too many requests", where the venue does not say how many.
PAUSE = 10.0
#: Seconds that the venue may need until it finds an order that it took.
SETTLE = 0.5


class Credentials:
    """Key and secret from the environment; neither is ever shown."""

    def __init__(self, key: str = "BINANCE_API_KEY", secret: str = "BINANCE_API_SECRET") -> None:  # noqa: S107
        missing = [name for name in (key, secret) if not os.environ.get(name)]
        if missing:
            raise SystemExit(f"set {' and '.join(missing)} in the environment")
        self.key = os.environ[key]
        self.mac = Hmac(os.environ[secret])

    def __repr__(self) -> str:
        return "Credentials(...)"


class Clock:
    """The venue's clock, as far as it is known."""

    def __init__(self, receive_window: float) -> None:
        #: Seconds that a request may be old when it arrives; an older one is refused.
        self.receive_window = receive_window
        #: Venue's clock less ours, milliseconds; None until it was asked.
        self.offset: int | None = None

    def stamp(self) -> dict[str, int]:
        """The parameters that say when a request was made and how long it holds, in milliseconds."""
        return {
            "recvWindow": int(self.receive_window * 1000),
            "timestamp": int(time.time() * 1000) + (self.offset or 0),
        }


class Signer:
    """What this venue wants signed: the query as it is sent, with a time. A `barter_integration.Signer`."""

    def __init__(self, key: str, clock: Clock) -> None:
        self._key, self._clock = key, clock

    def config(self, request: RestRequest[Any], builder: RequestBuilder) -> RequestBuilder:
        return builder.query([(name, str(value)) for name, value in self._clock.stamp().items()])

    def add_bytes_to_sign(self, mac: Mac, config: RequestBuilder) -> None:
        mac.update(config.query_string)

    def build_signed_request(self, config: RequestBuilder, builder: RequestBuilder, signature: str) -> HttpRequest:
        return config.query([("signature", signature)]).header("X-MBX-APIKEY", self._key).build()


class Parser(HttpParser):
    """Reads refusals, and what the headers say of limits."""

    def __init__(self, key: str) -> None:
        self._key = key
        #: What the venue counts, by header: weight used by this address, orders placed by this account.
        self.used: dict[str, int] = {}
        self._paused_until = 0.0

    def check(self) -> None:
        """Refuses a request while the venue wants none: asking on would lengthen the ban."""
        left = self._paused_until - time.monotonic()
        if left > 0:
            raise VenueError(429, -1003, f"not sent: the venue wants no request for another {left:.1f} s")

    def parse_headers(self, status: int, headers: Mapping[str, str]) -> None:
        counts = {name: value for name, value in headers.items() if name.startswith(("x-mbx-used", "x-mbx-order"))}
        self.used.update({name: int(value) for name, value in counts.items() if value.isdecimal()})
        if status in (418, 429):
            wanted = headers.get("retry-after", "")
            pause = float(wanted) if wanted.isdecimal() else PAUSE
            self._paused_until = max(self._paused_until, time.monotonic() + pause)

    def api_error(self, value: Any) -> tuple[int, str]:
        return int(value["code"]), str(value["msg"])

    def parse_api_error(self, status: int, error: tuple[int, str]) -> Exception:
        code, text = error
        return VenueError(status, code, text.replace(self._key, "<hidden>"))


class Rest:
    """Sends requests. Its methods block, each at most `timeout` seconds, and raise a `Failure`."""

    def __init__(
        self,
        base: str,
        credentials: Credentials,
        *,
        timeout: float,
        receive_window: float,
        on_metric: Callable[[Metric], object] | None = None,
    ) -> None:
        self.timeout = timeout
        self.clock = Clock(receive_window)
        self.limits = Parser(credentials.key)
        self._credentials = credentials
        self._on_metric = on_metric
        signing = RequestSigner(Signer(credentials.key, self.clock), credentials.mac, HexEncoder())
        self._plain = RestClient(base, parser=self.limits)
        self._signing = RestClient(base, signing, self.limits)

    def close(self) -> None:
        self._plain.close()
        self._signing.close()

    def public(self, path: str) -> Any:
        """What anybody may ask."""
        return self._send(self._plain, "GET", path, {})

    def keyed(self, method: str, path: str, query: Mapping[str, Any]) -> Any:
        """A request with the key, without a signature."""
        return self._send(self._plain, method, path, query, headers={"X-MBX-APIKEY": self._credentials.key})

    def signed(self, method: str, path: str, query: Mapping[str, Any], read: Callable[[Any], Any] | None = None) -> Any:
        """A signed request; one whose time is refused is sent again with the venue's clock.

        `read` makes of the JSON what is wanted. An answer that it cannot read (ValueError, TypeError, LookupError) is none.
        """
        if self.clock.offset is None:
            self.ask_time()
        try:
            return self._send(self._signing, method, path, query, read=read)
        except VenueError as error:
            if error.code != CLOCK_IS_OFF:
                raise
        self.ask_time()
        return self._send(self._signing, method, path, query, read=read)

    def signed_parameters(self) -> dict[str, Any]:
        """What signs a request of the WebSocket API that has no parameters of its own: they are signed in alphabetical order."""
        if self.clock.offset is None:
            self.ask_time()
        found = {"apiKey": self._credentials.key, **self.clock.stamp()}
        payload = "&".join(f"{name}={found[name]}" for name in sorted(found))
        return {**found, "signature": HexEncoder().encode(self._credentials.mac.digest(payload))}

    def ask_time(self) -> None:
        """Asks for the venue's clock: the answer was written between sending and receiving."""
        before = time.time()
        venues = self.public("/api/v3/time")["serverTime"]
        self.clock.offset = venues - int((before + time.time()) * 500)

    def _send(
        self,
        client: RestClient,
        method: str,
        path: str,
        query: Mapping[str, Any],
        *,
        headers: dict[str, str] | None = None,
        read: Callable[[Any], Any] | None = None,
    ) -> Any:
        self.limits.check()
        timeout = timedelta(seconds=self.timeout)
        request = JsonRequest[Any](path, method, query=query, headers=headers, timeout=timeout, response=read)
        valid_until = time.monotonic() + self.clock.receive_window + SETTLE
        try:
            answer, metric = client.execute(request)
        except (SocketError, VenueError) as error:
            failure = error
            if isinstance(error, SocketError.HttpResponse):
                # No JSON of the venue's, but the page of something in front of it.
                failure = VenueError(error.status, None, str(error))
            if method != "GET" and is_in_doubt(failure):
                raise OutcomeUnknownError(failure, valid_until) from error
            raise failure from (None if failure is error else error)
        if self._on_metric is not None:
            try:
                self._on_metric(metric)
            except Exception:
                # The answer may be that of an order: it is not lost for a measurement.
                logger.exception("on_metric failed")
        return answer
