"""A venue on loopback: it verifies signatures, answers slowly, drops connections and sends what is no JSON."""

from __future__ import annotations

import hashlib
import hmac
import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

KEY = "api-key-marker-0451"
SECRET = "s3cr3t-marker-9127"


class Venue(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def answer(self, status: int, payload: object, headers: dict[str, str] | None = None) -> None:
        data = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def handle_any(self) -> None:
        url = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        query = dict(parse_qsl(url.query, keep_blank_values=True))
        match url.path.strip("/").split("/"):
            case ["api", "echo"]:
                self.answer(
                    200,
                    {
                        "method": self.command,
                        "target": self.path,
                        "headers": {name.lower(): value for name, value in self.headers.items()},
                        "body": body.decode(),
                    },
                )
            case ["api", "signed"]:
                signed, _, signature = url.query.rpartition("&signature=")
                expected = hmac.new(SECRET.encode(), signed.encode() + body, hashlib.sha256).hexdigest()
                if self.headers.get("X-Api-Key") != KEY:
                    self.answer(401, {"code": -2014, "msg": f"unknown key {self.headers.get('X-Api-Key')}"})
                elif not hmac.compare_digest(signature, expected):
                    self.answer(400, {"code": -1022, "msg": f"signature {signature} is not valid"})
                else:
                    self.answer(200, {"orderId": 7, "signed": signed})
            case ["api", "slow"]:
                time.sleep(float(query["seconds"]))
                self.answer(200, {"slow": True})
            case ["api", "slow-body"]:
                self.send_response(200)
                self.send_header("Content-Length", "20")
                self.end_headers()
                self.wfile.write(b'{"half":')
                self.wfile.flush()
                time.sleep(float(query["seconds"]))
                self.close_connection = True
            case ["api", "drop"]:
                self.close_connection = True
            case ["api", "malformed"]:
                self.answer(200, b'{"price": 1.5,')
            case ["api", "nothing"]:
                self.answer(200, b"")
            case ["api", "text", status]:
                self.answer(int(status), b"<html>bad gateway</html>")
            case ["api", "status", status]:
                self.answer(int(status), {"code": int(status), "msg": "refused"})
            case ["api", "limited", status]:
                headers = {"X-Used-Weight": "7", "Retry-After": "3", "Warning": "one"}
                self.answer(int(status), {"code": -1003, "msg": "slower"}, headers | {"WARNING": "two"})
            case ["api", "moved"]:
                self.answer(307, b"", {"Location": "/api/echo"})
            case ["api", "moved-away"]:
                host, port = self.server.server_address[:2]
                self.answer(307, {"moved": True}, {"Location": f"http://localhost:{port}/api/echo" if host else ""})
            case _:
                self.answer(404, {"code": 404, "msg": self.path})

    def __getattr__(self, name: str) -> object:
        if name.startswith("do_"):
            return self.handle_any
        raise AttributeError(name)


class Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A client that went away is no matter here."""


@contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[str]:
    """Address of a running venue."""
    server = Quiet(("127.0.0.1", 0), Venue)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"{'http' if context is None else 'https'}://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
