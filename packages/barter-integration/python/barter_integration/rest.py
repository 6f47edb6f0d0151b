"""REST: requests, the client that sends them, the parser of what comes back.

A request says where it goes and what its answer means. A strategy completes it (signs it, adds headers). A parser tells answers
from refusals. The client joins them for one address.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from decimal import Decimal
from enum import Enum
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from barter_instrument import DataError, InvalidArgumentError, StateError, WrongTypeError

from ._integration import HttpRequest, PublicNoHeaders, RestTransport, TlsConfig
from .de import DeJson, _made
from .errors import DeBinaryError, DeBinaryErrorKind, SocketError
from .metric import Field, Metric, Tag, Value
from .se import SeJsonBytes
from .texts import sendable

if TYPE_CHECKING:
    from .protocols import BuildStrategy

__all__ = ["DEFAULT_HTTP_REQUEST_TIMEOUT", "HttpParser", "JsonRequest", "RestClient", "RestRequest"]

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)
Scalar = str | int | float | bool | Decimal | Enum
Query = Mapping[str, Scalar | Iterable[Scalar] | None] | Iterable[tuple[str, Scalar | None]]

DEFAULT_HTTP_REQUEST_TIMEOUT = timedelta(seconds=5)
"""What a request may take where it does not say otherwise."""


class RestRequest(Generic[R_co]):
    """A request: override what differs from ``GET /`` without anything.

    Example:
        >>> class FetchOrder(RestRequest[str]):
        ...     def __init__(self, order_id: int) -> None:
        ...         self.order_id = order_id
        ...     def path(self) -> str:
        ...         return "/api/v3/order"
        ...     def query_params(self):
        ...         return {"orderId": self.order_id}
        ...     def response(self, value) -> str:
        ...         return value["status"]
        >>> client = RestClient("https://api.example.com")
        >>> client.build(FetchOrder(7)).url
        'https://api.example.com/api/v3/order?orderId=7'
    """

    def path(self) -> str:
        """Path below the client's address: empty, or starting with a slash."""
        return ""

    def method(self) -> str:
        """Method: GET, POST, PUT, DELETE, PATCH, HEAD or OPTIONS."""
        return "GET"

    def query_params(self) -> Query | None:
        """Parameters of the query, in order: None as a value leaves the parameter out, a list repeats it."""
        return None

    def body(self) -> Any:
        """Body: bytes or text as they are, anything else as JSON, None for no body."""
        return None

    def headers(self) -> Mapping[str, str]:
        """Headers; their values are never shown."""
        return {}

    def timeout(self) -> timedelta | int | str:
        """Time that the whole request may take, as a timedelta, int nanoseconds or text such as '500ms'."""
        return DEFAULT_HTTP_REQUEST_TIMEOUT

    def response(self, value: Any) -> R_co:
        """What the answer means, from its JSON. Raise `ValueError`, `TypeError` or `LookupError` for one that is none."""
        return value  # type: ignore[no-any-return]


class JsonRequest(RestRequest[R]):
    """A request in one line.

    Args:
        path: path below the client's address: empty, or starting with a slash.
        method: GET, POST, PUT, DELETE, PATCH, HEAD or OPTIONS.
        query: parameters of the query.
        body: bytes or text as they are, anything else as JSON; None for no body.
        headers: headers; their values are never shown.
        timeout: time that the whole request may take, as a timedelta, int nanoseconds or text such as '500ms'.
        response: makes the response of the answer's JSON; None leaves that as it is.

    Example:
        >>> RestClient("https://api.example.com").build(JsonRequest("/orders", "POST", body={"side": "buy"})).body
        b'{"side":"buy"}'
    """

    def __init__(
        self,
        path: str,
        method: str = "GET",
        *,
        query: Query | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        timeout: timedelta | int | str = DEFAULT_HTTP_REQUEST_TIMEOUT,
        response: Callable[[Any], R] | None = None,
    ) -> None:
        self._path = path
        self._method = method
        self._query = query
        self._body = body
        self._headers = dict(headers or {})
        self._timeout = timeout
        self._response = response

    def path(self) -> str:
        """The path that was given."""
        return self._path

    def method(self) -> str:
        """The method that was given."""
        return self._method

    def query_params(self) -> Query | None:
        """The query that was given."""
        return self._query

    def body(self) -> Any:
        """The body that was given."""
        return self._body

    def headers(self) -> Mapping[str, str]:
        """The headers that were given."""
        return self._headers

    def timeout(self) -> timedelta | int | str:
        """The timeout that was given."""
        return self._timeout

    def response(self, value: Any) -> R:
        """What was given as `response` makes of the answer's JSON."""
        return value if self._response is None else self._response(value)

    def __repr__(self) -> str:
        return f"JsonRequest({self._path.partition('?')[0]!r}, {self._method!r})"


def _of_nothing(request: RestRequest[R]) -> R:
    """The response of an answer without a body; a request that expects one refuses it as it refuses any other that is none."""
    try:
        return _made(request.response, None)
    except DataError as error:
        raise DeBinaryError(b"", DeBinaryErrorKind.Serde(f"an empty answer: {error}")) from error


class HttpParser:
    """Tells answers from refusals. Override `parse_api_error` for the errors of a venue, and `parse_headers` for its limits.

    An answer with a status from 200 to 299 is read as the response of the request. If it is none, or the status is another one, it
    is read as the venue's error. (barter's Rust crate does not look at the status: every JSON of an untyped request would be a success.)

    Example:
        >>> class VenueParser(HttpParser):
        ...     def api_error(self, value):
        ...         return value["code"], value["msg"]
        ...     def parse_api_error(self, status, error):
        ...         code, text = error
        ...         return SocketError.Exchange(f"{code}: {text}")
        >>> VenueParser().parse(400, b'{"code":-1021,"msg":"too late"}', JsonRequest("/"))
        Traceback (most recent call last):
        barter_integration.errors.SocketError.Exchange: error message from the venue: -1021: too late
    """

    def parse_headers(self, status: int, headers: Mapping[str, str]) -> None:
        """Reads the headers of an answer, before the answer itself: how much of a limit is used, how long to wait. Nothing if
        nothing is said. (barter's Rust crate drops them.)

        Args:
            status: status of the answer.
            headers: values by lower-case name; a header that came several times has its values joined by ", ".
        """

    def api_error(self, value: Any) -> Any:
        """The venue's error from its JSON. Raise `ValueError`, `TypeError` or `LookupError` for what is none."""
        return value

    def parse_api_error(self, status: int, error: Any) -> Exception:
        """The exception that is raised for the venue's error: upstream's `SocketError.HttpResponse` if nothing is said."""
        return SocketError.HttpResponse(status, SeJsonBytes.se_bytes(error).decode())

    def parse(self, status: int, payload: bytes, request: RestRequest[R]) -> R:
        """The response of a request.

        Raises:
            SocketError.DeserialiseBinary: a success whose payload is not the response, nor an error of the venue.
            SocketError.HttpResponse: another status.
            Exception: what `parse_api_error` gives.
        """
        refused: DeBinaryError | None = None
        if 200 <= status < 300:
            try:
                return DeJson.de_bytes(payload, request.response) if payload else _of_nothing(request)
            except DeBinaryError as error:
                refused = error
        try:
            venues: Any = DeJson.de_bytes(payload, self.api_error)
        except DeBinaryError as error:
            if refused is None:
                raise SocketError.HttpResponse(status, payload.decode(errors="replace")) from error
        else:
            # An own kind of error tells an error from an unexpected success; JSON as such does not.
            if refused is None or type(self).api_error is not HttpParser.api_error:
                raise self.parse_api_error(status, venues) from refused
        raise SocketError.DeserialiseBinary(str(refused.kind), payload) from refused

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


def _text(name: object, value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, Enum):
        return _text(name, value.value)
    if isinstance(value, int):
        return int.__repr__(value)
    if isinstance(value, float | Decimal):
        # As venues read numbers: no exponent, and no name of a class, which numpy's floats show.
        exact = Decimal(float.__repr__(value)) if isinstance(value, float) else value
        if not exact.is_finite():
            raise InvalidArgumentError(
                f"query_params must have finite numbers, got {value} for {name!r}", argument="query_params"
            )
        return format(exact, "f")
    raise WrongTypeError(
        f"query_params must have texts, numbers, bools or members of enums as values, got {type(value).__name__} for {name!r}",
        argument="query_params",
    )


def _pairs(query: Any) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    if query is None:
        return pairs
    if isinstance(query, _ONE_TEXT) or not isinstance(query, Iterable):
        raise WrongTypeError(
            f"query_params must be a mapping, or pairs of names and values, got {type(query).__name__}",
            argument="query_params",
        )
    for pair in query.items() if isinstance(query, Mapping) else query:
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            raise WrongTypeError(
                f"query_params must be pairs of names and values, got {type(pair).__name__} among them",
                argument="query_params",
            )
        name, value = pair
        if not isinstance(name, str):
            raise WrongTypeError(
                f"query_params must have str names, got {type(name).__name__}", argument="query_params"
            )
        if value is None:
            continue
        values: Iterable[Any] = value if isinstance(value, Iterable) and not isinstance(value, _ONE_TEXT) else [value]
        pairs += [(sendable(name, "query_params"), sendable(_text(name, one), "query_params")) for one in values]
    return pairs


#: What can be iterated and is one value all the same.
_ONE_TEXT = (str, bytes, bytearray, memoryview)


def _address(text: object, argument: str) -> str:
    """A part of an address. What addresses would drop without a word is refused."""
    found = sendable(text, argument)
    if not found.isprintable():
        raise InvalidArgumentError(
            f"{argument} must not have line breaks or other control characters", argument=argument
        )
    return found


_SECRET = re.compile("key|sign|token|secret|pass|auth", re.IGNORECASE)


def _hidden(request: HttpRequest) -> set[str]:
    """What a server may repeat and no message should show: values of headers, and of parameters that look like secrets."""
    values = {value for name, value in request.headers.items() if name not in {"content-type", "accept", "user-agent"}}
    values |= {value for name, value in request.query if _SECRET.search(name)}
    return {value for value in values if len(value) >= 4}


_MetricParts = tuple[str, int, list[tuple[str, str]], list[tuple[str, int]]]
_Answer = tuple[int, list[tuple[str, str]], bytes, _MetricParts]


def _by_name(headers: list[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in headers:
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found


def _metric(parts: _MetricParts) -> Metric:
    name, time, tags, fields = parts
    return Metric(
        name, time, [Tag(key, value) for key, value in tags], [Field(key, Value.UInt(value)) for key, value in fields]
    )


class RestClient:
    """Sends requests to one address.

    Args:
        base_url: address of the API, such as ``"https://api.binance.com"``; no user, password or query in it.
        strategy: completes requests: `PublicNoHeaders()`, a `RequestSigner`, or an object with `build(request, builder)`.
        parser: reads answers: an `HttpParser`, or an object with `parse(status, payload, request)` and, if it wants the headers,
            `parse_headers(status, headers)`.
        tls: whom to trust; None trusts the authorities of the public web.
        connect_timeout: time for connecting only; None leaves it to the timeout of the request.

    Redirects are followed on the same server only: keys do not travel to another one. Proxies are those of the environment, as in
    barter's Rust crate.

    Raises:
        InvalidArgumentError, WrongTypeError: with the argument's name.

    Example:
        >>> client = RestClient("https://api.example.com")
        >>> client.build(JsonRequest("/time", query={"unit": "ms"}))
        HttpRequest(method='GET', url='https://api.example.com/time', query=['unit'], headers=[], body=<0 bytes>)
    """

    __slots__ = ("__weakref__", "_open", "base_url", "parser", "strategy")
    base_url: str
    strategy: BuildStrategy
    parser: HttpParser

    def __init__(
        self,
        base_url: str,
        strategy: BuildStrategy | None = None,
        parser: HttpParser | None = None,
        *,
        tls: TlsConfig | None = None,
        connect_timeout: timedelta | int | str | None = None,
    ) -> None:
        self.strategy = PublicNoHeaders() if strategy is None else strategy
        self.parser = HttpParser() if parser is None else parser
        for name, value, method in (("strategy", self.strategy, "build"), ("parser", self.parser, "parse")):
            if not callable(getattr(value, method, None)):
                raise WrongTypeError(f"{name} must have a method {method}, got {type(value).__name__}", argument=name)
        self._open: RestTransport | None = RestTransport(_address(base_url, "base_url"), tls, connect_timeout)
        self.base_url = self._open.base_url

    @property
    def _transport(self) -> RestTransport:
        if self._open is None:
            raise StateError("this RestClient is closed: make another one", code="closed")
        return self._open

    def build(self, request: RestRequest[Any]) -> HttpRequest:
        """The request as it is sent: complete and signed.

        Raises:
            SocketError, InvalidArgumentError, WrongTypeError: parts of the request are invalid.
            Exception: what the strategy raises.
        """
        headers = [
            (sendable(name, "name", " of a header"), sendable(value, "value", f" of header {name!r}"))
            for name, value in request.headers().items()
        ]
        body = request.body()
        data: bytes | None
        if body is None:
            data = None
        elif isinstance(body, bytes | bytearray):
            data = bytes(body)
        elif isinstance(body, str):
            data = sendable(body, "body").encode()
        else:
            data = SeJsonBytes.se_bytes(body)
            if not any(name.lower() == "content-type" for name, _ in headers):
                headers.append(("content-type", "application/json"))
        pairs = _pairs(request.query_params())
        return self._transport.build(
            self.strategy,
            request,
            request.method(),
            _address(request.path(), "path"),
            pairs,
            headers,
            data,
            request.timeout(),
        )

    def measured_execution(self, request: HttpRequest) -> tuple[int, bytes, Metric]:
        """Sends a request as it is: status and payload of the answer, and the metric ``http_request_duration`` in milliseconds.

        Raises:
            SocketError.HttpTimeout, .HttpRefused, .HttpConnect, .Http: there was no answer.
        """
        status, _, payload, parts = self._transport.send_and_wait(request)
        return status, payload, _metric(parts)

    async def measured_execution_async(self, request: HttpRequest) -> tuple[int, bytes, Metric]:
        """`measured_execution` for asyncio; cancelling it gives up the request."""
        status, _, payload, parts = await self._transport.send(request)
        return status, payload, _metric(parts)

    def _parsed(self, answer: _Answer, request: RestRequest[R], sent: HttpRequest) -> tuple[R, Metric]:
        status, headers, payload, parts = answer
        parse_headers = getattr(self.parser, "parse_headers", None)
        if parse_headers is not None:
            parse_headers(status, _by_name(headers))
        try:
            return self.parser.parse(status, payload, request), _metric(parts)
        except (SocketError, DeBinaryError) as error:
            error.hide(_hidden(sent))
            raise

    def execute(self, request: RestRequest[R]) -> tuple[R, Metric]:
        """Builds and sends a request, waits, and reads the answer: the response, and how long it took.

        Raises:
            SocketError: by kind: no connection, no answer in time, a refusal, an answer that cannot be read.
            Exception: what strategy and parser raise.
        """
        sent = self.build(request)
        return self._parsed(self._transport.send_and_wait(sent), request, sent)

    async def execute_async(self, request: RestRequest[R]) -> tuple[R, Metric]:
        """`execute` for asyncio; cancelling it gives up the request."""
        sent = self.build(request)
        return self._parsed(await self._transport.send(sent), request, sent)

    def close(self) -> None:
        """Gives up the idle connections; requests on their way go on. May be called again."""
        self._open = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"RestClient({self.base_url!r}, {self.strategy!r}, {self.parser!r})"
