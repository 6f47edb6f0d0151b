"""A request signed as venues want it, equal to Python's own computation."""

import base64
import hashlib
import hmac

from barter_integration import Base64Encoder, HmacSigner, Snapshot

text = "symbol=BTCUSDT&timestamp=1723075200000"
expected = base64.b64encode(hmac.new(b"secret", text.encode(), hashlib.sha256).digest()).decode()
assert HmacSigner(b"secret", "sha256", Base64Encoder()).sign(text) == expected
assert Snapshot(10).map(str).value == "10"
print("barter_integration: ok")
