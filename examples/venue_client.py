"""A client of a venue: signed REST, and a stream of trades that a transformer sums up. The venue runs in this script, on loopback."""

import hashlib
import hmac
import json
import threading
import time
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from barter_integration import (
    BarterStream,
    ExchangeStream,
    HexEncoder,
    Hmac,
    HttpParser,
    JsonRequest,
    RequestSigner,
    RestClient,
    SocketError,
    mpsc_unbounded,
)

KEY, SECRET = "my-key", "my-secret"


class Signer:
    """As Binance wants it: the query with a timestamp, in hexadecimal, the key in a header."""

    def config(self, request, builder):
        return builder.query([("timestamp", str(time.time_ns() // 1_000_000))])

    def add_bytes_to_sign(self, mac, config):
        mac.update(config.query_string)

    def build_signed_request(self, config, builder, signature):
        return config.query([("signature", signature)]).header("X-MBX-APIKEY", KEY)


class Parser(HttpParser):
    """The venue's errors: a code and a text."""

    def api_error(self, value):
        return f"{value['code']}: {value['msg']}"

    def parse_api_error(self, status, error):
        return SocketError.Exchange(error)


class Volume:
    """Running volume of the trades."""

    def __init__(self):
        self.total = Decimal(0)

    def transform(self, input):
        self.total += Decimal(input["q"])
        return [(input["s"], self.total)]


class Venue(BaseHTTPRequestHandler):
    def do_GET(self):
        signed, _, signature = self.path.partition("?")[2].rpartition("&signature=")
        if hmac.compare_digest(signature, hmac.new(SECRET.encode(), signed.encode(), hashlib.sha256).hexdigest()):
            self.answer(200, {"usdt": "1250.50"})
        else:
            self.answer(400, {"code": -1022, "msg": "Signature for this request is not valid."})

    def answer(self, status, value):
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(value).encode())

    def log_message(self, format, *args):
        pass


def main():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Venue)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    for secret in (SECRET, "another"):
        client = RestClient(address, RequestSigner(Signer(), Hmac(secret), HexEncoder()), Parser())
        try:
            balances, metric = client.execute(JsonRequest("/api/v3/account", timeout="2s"))
            print("balances:", balances, "in", metric.fields[0].value.as_uint(), "ms")
        except SocketError.Exchange as error:
            print("refused:", error)
    server.shutdown()
    server.server_close()

    # What a connection would bring: init_reconnecting_socket("wss://...").transform(Volume).into_stream()
    frames = [json.dumps({"s": "BTCUSDT", "q": quantity}) for quantity in ("0.5", "0.25", "1.25")]
    large, seen = mpsc_unbounded()
    stream = ExchangeStream(BarterStream.of(frames), Volume()).into_stream()
    for symbol, volume in stream.forward_clone_by(lambda item: item[1] > 1, large.send):
        print("volume:", symbol, volume)
    print("above one:", seen.drain())


if __name__ == "__main__":
    main()
