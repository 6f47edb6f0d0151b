"""REST against a local venue: what is sent, signed, answered, and what goes wrong."""

from __future__ import annotations

import asyncio
import copy
import json
import pickle
import socket
import time
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st
from integration.rest_server import KEY, SECRET

from barter_instrument import BarterError, InvalidArgumentError, Side, StateError, WrongTypeError
from barter_integration import (
    Base64Encoder,
    HexEncoder,
    Hmac,
    HttpParser,
    HttpRequest,
    JsonRequest,
    PublicNoHeaders,
    RequestBuilder,
    RequestSigner,
    RestClient,
    RestRequest,
    SocketError,
    TlsConfig,
)


class Signed:
    """Signs query and body, as many venues want it."""

    def __init__(self, api_key: str) -> None:
        self.api_key = api_key

    def config(self, request: RestRequest[Any], builder: RequestBuilder) -> RequestBuilder:
        return builder.query([("timestamp", "1723075200000")])

    def add_bytes_to_sign(self, mac: Any, config: RequestBuilder) -> None:
        mac.update(config.query_string)
        mac.update(config.body_bytes)

    def build_signed_request(self, config: RequestBuilder, builder: RequestBuilder, signature: str) -> HttpRequest:
        return config.query([("signature", signature)]).header("X-Api-Key", self.api_key).build()


class VenueError(Exception):
    pass


class VenueParser(HttpParser):
    def api_error(self, value: Any) -> tuple[int, str]:
        return value["code"], value["msg"]

    def parse_api_error(self, status: int, error: tuple[int, str]) -> Exception:
        return VenueError(status, *error)


def private(address: str, *, key: str = KEY, secret: str = SECRET, parser: HttpParser | None = None) -> RestClient:
    return RestClient(address, RequestSigner(Signed(key), Hmac(secret), HexEncoder()), parser)


def echoed(address: str, request: RestRequest[Any], **options: Any) -> dict[str, Any]:
    with RestClient(address, **options) as client:
        response, _ = client.execute(request)
    assert isinstance(response, dict)
    return response


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_each_method_is_sent(venue: str, method: str) -> None:
    assert echoed(venue, JsonRequest("/api/echo", method))["method"] == method


def test_an_answer_without_a_body_is_none(venue: str) -> None:
    for request in (JsonRequest[Any]("/api/echo", "HEAD"), JsonRequest[Any]("/api/nothing")):
        assert RestClient(venue).execute(request)[0] is None


def test_what_a_request_says_is_what_the_server_gets(venue: str) -> None:
    request = JsonRequest[Any](
        "/api/echo",
        "POST",
        query={
            "symbol": "BTC/USDT",
            "limit": 5,
            "price": Decimal("0.10"),
            "side": Side.BUY,
            "only": True,
            "id": [1, 2],
            "no": None,
        },
        body={"b": Decimal("1.50"), "a": ["ü", None]},
        headers={"X-Own": "own"},
    )
    got = echoed(venue, request)
    assert got["target"] == f"/api/echo?symbol=BTC%2FUSDT&limit=5&price=0.10&side={Side.BUY.value}&only=true&id=1&id=2"
    assert got["body"] == '{"b":"1.50","a":["ü",null]}'
    assert got["headers"]["x-own"] == "own"
    assert got["headers"]["content-type"] == "application/json"
    built = RestClient(venue).build(request)
    assert built.body.decode() == got["body"]
    assert f"{built.path}?{built.query_string}" == got["target"]
    assert built.query[0] == ("symbol", "BTC/USDT")
    assert echoed(venue, JsonRequest("/api/echo", "POST", body="a=b"))["body"] == "a=b"
    assert echoed(venue, JsonRequest("/api/echo", "POST", body=b"raw"))["body"] == "raw"


def test_a_class_of_requests(venue: str) -> None:
    class Price(RestRequest[Decimal]):
        def __init__(self, symbol: str) -> None:
            self.symbol = symbol

        def path(self) -> str:
            return "/api/echo"

        def query_params(self) -> dict[str, str]:
            return {"symbol": self.symbol}

        def response(self, value: Any) -> Decimal:
            return Decimal(len(value["target"]))

    price, metric = RestClient(venue).execute(Price("btc"))
    assert price == len("/api/echo?symbol=btc")
    assert metric.name == "http_request_duration"
    tags = {tag.key: tag.value for tag in metric.tags}
    assert tags == {"http_method": "GET", "base_url": venue, "path": "/api/echo", "status_code": "200"}
    assert metric.fields[0].key == "duration"
    assert 0 <= metric.fields[0].value.as_uint() < 5_000
    assert abs(metric.time_ns - time.time_ns()) < 60 * 10**9


def test_a_signed_request_is_accepted_by_a_server_that_verifies(venue: str) -> None:
    client = private(venue)
    for request in (
        JsonRequest[Any]("/api/signed", query={"symbol": "BTC/USDT", "q": "ü"}),
        JsonRequest[Any]("/api/signed", "POST", body={"side": "buy"}),
    ):
        response, _ = client.execute(request)
        assert response["orderId"] == 7
        assert asyncio.run(client.execute_async(request))[0] == response


def test_a_wrong_key_or_secret_is_a_typed_error(venue: str) -> None:
    with pytest.raises(VenueError) as wrong_key:
        private(venue, key="other", parser=VenueParser()).execute(JsonRequest("/api/signed"))
    assert wrong_key.value.args == (401, -2014, "unknown key other")
    with pytest.raises(SocketError.HttpResponse) as wrong_secret:
        private(venue, secret="other").execute(JsonRequest("/api/signed"))
    assert wrong_secret.value.status == 400
    assert json.loads(wrong_secret.value.body)["code"] == -1022


def test_an_empty_answer_that_the_request_refuses_is_an_answer_that_cannot_be_read(venue: str) -> None:
    request = JsonRequest[Any]("/api/nothing", response=lambda value: value["price"])
    with pytest.raises(SocketError.DeserialiseBinary, match="an empty answer") as caught:
        RestClient(venue).execute(request)
    assert caught.value.payload == b""
    with pytest.raises(SocketError.DeserialiseBinary):
        asyncio.run(RestClient(venue, parser=VenueParser()).execute_async(request))
    # One that expects nothing is content with it.
    assert RestClient(venue).execute(JsonRequest[Any]("/api/nothing", response=lambda value: value is None))[0] is True


def test_headers_of_answers_reach_the_parser_before_the_answer(venue: str) -> None:
    class Limits(VenueParser):
        def __init__(self) -> None:
            self.seen: list[tuple[int, str, str, str]] = []

        def parse_headers(self, status: int, headers: Mapping[str, str]) -> None:
            self.seen.append((status, headers["x-used-weight"], headers["retry-after"], headers["warning"]))

        def parse(self, status: int, payload: bytes, request: Any) -> Any:
            assert self.seen
            return super().parse(status, payload, request)

    parser = Limits()
    client = RestClient(venue, parser=parser)
    assert client.execute(JsonRequest[Any]("/api/limited/200"))[0]["code"] == -1003
    with pytest.raises(VenueError):
        asyncio.run(client.execute_async(JsonRequest("/api/limited/429")))
    assert parser.seen == [(200, "7", "3", "one, two"), (429, "7", "3", "one, two")]
    # Who sends a built request reads the answer on their own.
    assert client.measured_execution(client.build(JsonRequest("/api/limited/429")))[0] == 429
    assert len(parser.seen) == 2


def test_a_parser_may_leave_headers_alone_or_fail_at_them(venue: str) -> None:
    class Bare:
        def parse(self, status: int, payload: bytes, request: Any) -> int:
            return status

    class Fails(HttpParser):
        def parse_headers(self, status: int, headers: Mapping[str, str]) -> None:
            raise KeyError(headers["retry-after"])

    assert RestClient(venue, parser=Bare()).execute(JsonRequest[Any]("/api/limited/429"))[0] == 429  # type: ignore[arg-type]
    with pytest.raises(KeyError, match="3"):
        RestClient(venue, parser=Fails()).execute(JsonRequest("/api/limited/200"))


@given(st.binary(min_size=1, max_size=20), st.sampled_from(["sha256", "sha384", "sha512"]), st.text(max_size=10))
def test_signatures_are_those_of_the_mac_and_the_encoder(secret: bytes, digest: str, text: str) -> None:
    class Whole(Signed):
        def add_bytes_to_sign(self, mac: Any, config: RequestBuilder) -> None:
            mac.update(text)

    class Reversed:
        def encode(self, data: bytes) -> str:
            return data.hex()[::-1]

    mac = Hmac(secret, digest)
    expected = mac.digest(text)
    for encoder, signature in (
        (HexEncoder(), HexEncoder().encode(expected)),
        (Base64Encoder(), Base64Encoder().encode(expected)),
        (Reversed(), expected.hex()[::-1]),
    ):
        client = RestClient("http://127.0.0.1:1", RequestSigner(Whole("k"), mac, encoder))
        assert dict(client.build(JsonRequest("/")).query)["signature"] == signature


def test_exceptions_of_strategies_signers_encoders_and_parsers_reach_the_caller(venue: str) -> None:
    class Fails(Signed):
        def __init__(self, where: str) -> None:
            super().__init__("k")
            self.where = where

        def config(self, request: Any, builder: Any) -> Any:
            return 1 / 0 if self.where == "config" else super().config(request, builder)

        def add_bytes_to_sign(self, mac: Any, config: Any) -> None:
            return 1 / 0 if self.where == "add" else super().add_bytes_to_sign(mac, config)

        def build_signed_request(self, config: Any, builder: Any, signature: str) -> Any:
            return 1 / 0 if self.where == "build" else "text" if self.where == "type" else config

    class NoEncoder:
        def encode(self, data: bytes) -> Any:
            return 3

    class NoStrategy:
        def build(self, request: Any, builder: Any) -> Any:
            raise KeyError("no key file")

    class NoParser(HttpParser):
        def parse(self, status: int, payload: bytes, request: Any) -> Any:
            raise KeyError("parser")

    request = JsonRequest[Any]("/api/echo")
    for where in ("config", "add", "build"):
        with pytest.raises(ZeroDivisionError):
            RestClient(venue, RequestSigner(Fails(where), Hmac("s"), HexEncoder())).execute(request)
    with pytest.raises(WrongTypeError, match="build_signed_request must return the builder"):
        RestClient(venue, RequestSigner(Fails("type"), Hmac("s"), HexEncoder())).execute(request)
    with pytest.raises(WrongTypeError, match="encode of the encoder must return a str, got int"):
        RestClient(venue, RequestSigner(Signed("k"), Hmac("s"), NoEncoder())).execute(request)
    with pytest.raises(KeyError, match="no key file"):
        RestClient(venue, NoStrategy()).execute(request)
    with pytest.raises(KeyError, match="parser"):
        RestClient(venue, parser=NoParser()).execute(request)
    # A builder does as well as what its build() gives.
    assert (
        RestClient(venue, RequestSigner(Fails("none"), Hmac("s"), HexEncoder())).execute(request)[0]["method"] == "GET"
    )


@pytest.mark.parametrize("path", ["/api/slow?seconds=3", "/api/slow-body?seconds=3"])
def test_a_slow_answer_is_a_time_out(venue: str, path: str) -> None:
    request = JsonRequest[Any](path, timeout="150ms")
    with pytest.raises(SocketError.HttpTimeout) as caught:
        RestClient(venue).execute(request)
    assert isinstance(caught.value, TimeoutError)
    with pytest.raises(TimeoutError):
        asyncio.run(RestClient(venue).execute_async(request))


def test_each_request_has_its_own_time_out(venue: str) -> None:
    client = RestClient(venue)
    with pytest.raises(SocketError.HttpTimeout):
        client.execute(JsonRequest("/api/slow?seconds=1", timeout="100ms"))
    assert client.execute(JsonRequest("/api/slow?seconds=0.2"))[0] == {"slow": True}


def test_a_dropped_connection_is_an_error_by_kind(venue: str) -> None:
    with pytest.raises(SocketError.Http) as caught:
        RestClient(venue).execute(JsonRequest("/api/drop"))
    assert isinstance(caught.value, ConnectionError)
    assert not isinstance(caught.value, TimeoutError)
    with pytest.raises(SocketError.Http):
        RestClient(venue).execute(JsonRequest("/api/slow-body?seconds=0.01"))


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_nobody_listening_is_a_refused_connection() -> None:
    client = RestClient(f"http://127.0.0.1:{unused_port()}")
    with pytest.raises(SocketError.HttpRefused) as caught:
        client.execute(JsonRequest("/"))
    assert isinstance(caught.value, ConnectionRefusedError)
    with pytest.raises(ConnectionRefusedError):
        asyncio.run(client.execute_async(JsonRequest("/")))


def test_an_answer_that_is_no_json_holds_its_payload(venue: str) -> None:
    with pytest.raises(SocketError.DeserialiseBinary) as caught:
        RestClient(venue).execute(JsonRequest("/api/malformed"))
    assert caught.value.payload == b'{"price": 1.5,'
    with pytest.raises(SocketError.DeserialiseBinary, match="KeyError: 'orderId'"):
        RestClient(venue).execute(JsonRequest("/api/echo", response=lambda value: value["orderId"]))


@pytest.mark.parametrize("status", [400, 401, 403, 404, 418, 429, 500, 503])
def test_a_status_is_an_error_with_status_and_body(venue: str, status: int) -> None:
    with pytest.raises(SocketError.HttpResponse) as json_error:
        RestClient(venue).execute(JsonRequest(f"/api/status/{status}"))
    assert (json_error.value.status, json.loads(json_error.value.body)["msg"]) == (status, "refused")
    with pytest.raises(SocketError.HttpResponse, match="bad gateway") as text_error:
        RestClient(venue).execute(JsonRequest(f"/api/text/{status}"))
    assert (text_error.value.status, text_error.value.body) == (status, "<html>bad gateway</html>")
    with pytest.raises(VenueError):
        RestClient(venue, parser=VenueParser()).execute(JsonRequest(f"/api/status/{status}"))


def test_redirects_stay_on_the_server(venue: str) -> None:
    assert echoed(venue, JsonRequest("/api/moved"))["target"] == "/api/echo"
    with pytest.raises(SocketError.HttpResponse) as caught:
        RestClient(venue).execute(JsonRequest("/api/moved-away", headers={"X-Api-Key": KEY}))
    assert caught.value.status == 307


def test_an_own_certificate_authority(encrypted_venue: str, authority: trustme.CA) -> None:
    pem = authority.cert_pem.bytes()
    for tls in (TlsConfig([pem]), TlsConfig(pem.decode(), built_in_roots=False)):
        assert echoed(encrypted_venue, JsonRequest("/api/echo"), tls=tls)["method"] == "GET"
        assert private(encrypted_venue).base_url == encrypted_venue
    for options in ({}, {"tls": TlsConfig([trustme.CA().cert_pem.bytes()])}):
        with pytest.raises(SocketError.HttpConnect, match="certificate"):
            RestClient(encrypted_venue, **options).execute(JsonRequest("/api/echo"))  # type: ignore[arg-type]
    assert repr(TlsConfig([pem])) == "TlsConfig(ca_certificates=1, built_in_roots=True)"


def test_async_requests_run_together_and_are_given_up_when_cancelled(venue: str) -> None:
    async def main() -> None:
        async with RestClient(venue) as client:
            slow = [client.execute_async(JsonRequest("/api/slow?seconds=0.3")) for _ in range(8)]
            answers = await asyncio.gather(*slow)
            assert [value for value, _ in answers] == [{"slow": True}] * 8
            task = asyncio.create_task(client.execute_async(JsonRequest("/api/slow?seconds=3")))
            await asyncio.sleep(0.05)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(main())


def test_a_closed_client_says_so(venue: str) -> None:
    client = RestClient(venue)
    client.close()
    client.close()
    with pytest.raises(StateError, match="closed"):
        client.execute(JsonRequest("/api/echo"))


@pytest.mark.parametrize(
    "make, kind, argument",
    [
        (lambda: RestClient("api.example.com"), InvalidArgumentError, "base_url"),
        (lambda: RestClient("ws://api.example.com"), InvalidArgumentError, "base_url"),
        (lambda: RestClient("https://user:pass@h"), InvalidArgumentError, "base_url"),
        (lambda: RestClient("https://h?key=1"), InvalidArgumentError, "base_url"),
        (lambda: RestClient(None), WrongTypeError, "base_url"),
        (lambda: RestClient("https://h/\r\nx"), InvalidArgumentError, "base_url"),
        (lambda: RestClient("https://\ud800"), InvalidArgumentError, "base_url"),
        (lambda: RestClient("https://h", strategy=3), WrongTypeError, "strategy"),
        (lambda: RestClient("https://h", parser=3), WrongTypeError, "parser"),
        (lambda: RestClient("https://h", connect_timeout=0), InvalidArgumentError, "timeout"),
        (lambda: RestClient("https://h").build(JsonRequest("x")), InvalidArgumentError, "path"),
        (lambda: RestClient("https://h").build(JsonRequest("@evil")), InvalidArgumentError, "path"),
        (lambda: RestClient("https://h").build(JsonRequest(None)), WrongTypeError, "path"),
        (lambda: RestClient("https://h").build(JsonRequest("/\ud800")), InvalidArgumentError, "path"),
        (lambda: RestClient("https://h").build(JsonRequest("/x\r\ny")), InvalidArgumentError, "path"),
        (lambda: RestClient("https://h").build(JsonRequest("/x\0")), InvalidArgumentError, "path"),
        (lambda: RestClient("https://h").build(JsonRequest("/", headers={"a": 3})), WrongTypeError, "value"),
        (lambda: RestClient("https://h").build(JsonRequest("/", headers={3: "a"})), WrongTypeError, "name"),
        (
            lambda: RestClient("https://h").build(JsonRequest("/", headers={"a": "\ud800"})),
            InvalidArgumentError,
            "value",
        ),
        (lambda: RestClient("https://h").build(JsonRequest("/", body="\ud800")), InvalidArgumentError, "body"),
        *(
            (lambda query=query: RestClient("https://h").build(JsonRequest("/", query=query)), kind, "query_params")
            for query, kind in (
                ("a=b", WrongTypeError),
                ([1], WrongTypeError),
                (3, WrongTypeError),
                ({"a": b"x"}, WrongTypeError),
                ({"a": "\ud800"}, InvalidArgumentError),
                ({"a": float("nan")}, InvalidArgumentError),
                ({"a": Decimal("Infinity")}, InvalidArgumentError),
            )
        ),
        (lambda: RestClient("https://h").build(JsonRequest("/", "BREW")), InvalidArgumentError, "method"),
        (lambda: RestClient("https://h").build(JsonRequest("/", timeout=0)), InvalidArgumentError, "timeout"),
        (lambda: RestClient("https://h").build(JsonRequest("/", headers={"a b": "c"})), InvalidArgumentError, "name"),
        (lambda: RestClient("https://h").build(JsonRequest("/", headers={"a": "b\n"})), InvalidArgumentError, "value"),
        (
            lambda: RestClient("https://h").build(JsonRequest("/", query={"a": object()})),
            WrongTypeError,
            "query_params",
        ),
        (lambda: RestClient("https://h").build(JsonRequest("/", query=[(1, "a")])), WrongTypeError, "query_params"),
        (lambda: RequestSigner(3, Hmac("s"), HexEncoder()), WrongTypeError, "signer"),
        (lambda: RequestSigner(Signed("k"), Hmac("s"), 3), WrongTypeError, "encoder"),
        (lambda: TlsConfig("-----BEGIN CERTIFICATE-----\nx"), InvalidArgumentError, "ca_certificates"),
        (lambda: TlsConfig([b"nonsense"]), InvalidArgumentError, "ca_certificates"),
        (lambda: TlsConfig([3]), WrongTypeError, "ca_certificates"),
        (lambda: TlsConfig(built_in_roots=False), InvalidArgumentError, "ca_certificates"),
    ],
)
def test_a_bad_argument_is_named(make: Any, kind: type[Exception], argument: str) -> None:
    with pytest.raises(kind, match=argument) as caught:
        make()
    assert caught.value.argument == argument  # type: ignore[attr-defined]


def test_strategies_are_values_or_refuse_to_be_copied() -> None:
    assert (
        PublicNoHeaders()
        == PublicNoHeaders()
        == pickle.loads(pickle.dumps(PublicNoHeaders()))
        == eval("PublicNoHeaders()")
    )
    signer = RequestSigner(Signed(KEY), Hmac(SECRET), HexEncoder())
    for copied in (pickle.dumps, copy.copy, copy.deepcopy):
        for secret in (signer, Hmac(SECRET)):
            with pytest.raises(StateError) as caught:
                copied(secret)  # type: ignore[operator]
            assert SECRET not in str(caught.value)


def shown(error: BaseException) -> str:
    """Everything a log would show of an error."""
    import traceback

    chain, texts = error, []
    while chain is not None:
        texts += [str(chain), repr(chain)]
        chain = chain.__cause__ or chain.__context__  # type: ignore[assignment]
    return "".join(texts) + "".join(traceback.format_exception(error))


def test_secrets_are_in_no_repr_error_or_log(
    venue: str, encrypted_venue: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(1)
    client = private(venue)
    built = client.build(JsonRequest("/api/signed", headers={"Authorization": f"Bearer {SECRET}"}))
    signature = dict(built.query)["signature"]
    texts = [
        repr(client),
        repr(client.strategy),
        repr(built),
        str(built),
        repr(Hmac(SECRET)),
        repr(JsonRequest("/?k=" + SECRET)),
    ]
    refused = f"http://127.0.0.1:{unused_port()}"
    failures = [
        (private(venue, key=KEY, secret="wrong-one"), JsonRequest[Any]("/api/signed")),
        (private(venue, key="key-" + SECRET), JsonRequest[Any]("/api/signed")),
        (private(refused), JsonRequest[Any]("/api/signed")),
        (private(venue), JsonRequest[Any]("/api/slow?seconds=2", timeout="100ms")),
        (private(venue), JsonRequest[Any]("/api/drop")),
        (private(venue), JsonRequest[Any]("/api/malformed")),
        (private(venue), JsonRequest[Any]("/api/echo", response=lambda value: value["no"])),
        (private(venue), JsonRequest[Any]("/api/unknown", headers={"X-Secret": SECRET})),
        (private(encrypted_venue), JsonRequest[Any]("/api/signed")),
        (RestClient(venue), JsonRequest[Any]("/", headers={"X-Secret": SECRET + "\n"})),
        (RestClient(venue), JsonRequest[Any](f"/api/unknown?signature={SECRET}")),
    ]
    for failing, request in failures:
        with pytest.raises(BarterError) as caught:
            failing.execute(request)
        texts.append(shown(caught.value))
        with pytest.raises(BarterError) as caught_async:
            asyncio.run(failing.execute_async(request))
        texts.append(shown(caught_async.value))
    with pytest.raises(InvalidArgumentError) as with_password:
        RestClient(f"https://user:{SECRET}@127.0.0.1")
    texts.append(str(with_password.value))
    texts.append(caplog.text)
    everything = "\n".join(texts)
    for secret in (SECRET, KEY, signature):
        assert secret not in everything


def test_numbers_are_sent_as_venues_read_them() -> None:
    numpy = pytest.importorskip("numpy")

    class Count(int):
        def __repr__(self) -> str:
            return "Count"

    numbers = [1e-7, 1e16, 0.1, -0.0, Decimal("1E-9"), numpy.float64(0.5), Count(3), True]
    built = RestClient("https://h").build(JsonRequest("/", query=[("n", number) for number in numbers]))
    values = [value for _, value in built.query]
    assert values == ["0.0000001", "10000000000000000", "0.1", "-0.0", "0.000000001", "0.5", "3", "true"]
