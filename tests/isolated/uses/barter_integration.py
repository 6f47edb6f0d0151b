"""A request signed as venues want it, equal to Python's own computation; a channel read in a thread's way and in asyncio's."""

import asyncio
import base64
import hashlib
import hmac

from barter_integration import Base64Encoder, HmacSigner, Snapshot, mpsc_unbounded

text = "symbol=BTCUSDT&timestamp=1723075200000"
expected = base64.b64encode(hmac.new(b"secret", text.encode(), hashlib.sha256).digest()).decode()
assert HmacSigner(b"secret", "sha256", Base64Encoder()).sign(text) == expected
assert Snapshot(10).map(str).value == "10"
tx, rx = mpsc_unbounded()
tx.send(1)
tx.send(2)
assert rx.recv() == 1


async def main() -> int:
    asyncio.get_running_loop().call_later(0.01, tx.send, 3)
    return await rx.recv_async() + await rx.recv_async()


assert asyncio.run(main()) == 5
print("barter_integration: ok")
