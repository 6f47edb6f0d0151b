"""A private REST request against a local venue that verifies its signature, recorded messages, and a channel."""

import asyncio
import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from barter_integration import (
    BarterStream,
    ExchangeStream,
    HexEncoder,
    Hmac,
    JsonRequest,
    RequestSigner,
    RestClient,
    SocketError,
    mpsc_unbounded,
)


class Venue(BaseHTTPRequestHandler):
    def do_GET(self):
        signed, _, signature = self.path.partition("?")[2].rpartition("&signature=")
        valid = signature == hmac.new(b"secret", signed.encode(), hashlib.sha256).hexdigest()
        self.send_response(200 if valid else 401)
        self.end_headers()
        self.wfile.write(json.dumps({"balance": "12.5"} if valid else {"msg": "signature"}).encode())

    def log_message(self, *_):
        pass


class Signer:
    def config(self, request, builder):
        return builder.query([("timestamp", "1723075200000")])

    def add_bytes_to_sign(self, mac, config):
        mac.update(config.query_string)

    def build_signed_request(self, config, builder, signature):
        return config.query([("signature", signature)])


server = HTTPServer(("127.0.0.1", 0), Venue)
threading.Thread(target=server.serve_forever, daemon=True).start()
address = f"http://127.0.0.1:{server.server_address[1]}"
with RestClient(address, RequestSigner(Signer(), Hmac("secret"), HexEncoder())) as client:
    balance, metric = client.execute(JsonRequest("/balance", query={"asset": "usdt"}, response=lambda value: value["balance"]))
assert balance == "12.5"
assert metric.name == "http_request_duration"
try:
    RestClient(address, RequestSigner(Signer(), Hmac("wrong"), HexEncoder())).execute(JsonRequest("/balance"))
except SocketError.HttpResponse as error:
    assert error.status == 401
server.shutdown()
server.server_close()


class Volume:
    total = 0.0

    def transform(self, input):
        self.total += float(input["q"])
        return [self.total]


assert list(ExchangeStream(BarterStream.of(['{"q":"1.5"}', '{"q":"2"}']), Volume())) == [1.5, 3.5]

tx, rx = mpsc_unbounded()
tx.send(1)
tx.send(2)
assert rx.recv() == 1


async def main() -> int:
    asyncio.get_running_loop().call_later(0.01, tx.send, 3)
    return await rx.recv_async() + await rx.recv_async()


assert asyncio.run(main()) == 5
print("barter_integration: ok")
