"""A synthetic market is the same for the same seed, and says what it is."""

from barter_data import MarketData

data = MarketData.synthetic(seed=7, events=2_000)
again = MarketData.synthetic(seed=7, events=2_000)
other = MarketData.synthetic(seed=8, events=2_000)
assert data.fingerprint == again.fingerprint != other.fingerprint
assert "synthetic" in str(data).lower()
print("barter_data: ok")
