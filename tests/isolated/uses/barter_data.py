"""A synthetic market is the same for the same seed, and says what it is; a subscription says what is sent for it."""

from barter_data import MarketData, Subscription, WebSocketSubMapper
from barter_instrument import MarketDataInstrument, MarketDataInstrumentKind

data = MarketData.synthetic(seed=7, events=2_000)
again = MarketData.synthetic(seed=7, events=2_000)
other = MarketData.synthetic(seed=8, events=2_000)
assert data.fingerprint == again.fingerprint != other.fingerprint
assert "synthetic" in str(data).lower()
xbt_usd = MarketDataInstrument("xbt", "usd", MarketDataInstrumentKind.Spot())
sent = WebSocketSubMapper.map([Subscription("kraken", xbt_usd, "public_trades")]).ws_subscriptions
assert "XBT/USD" in sent[0].payload
print("barter_data: ok")
