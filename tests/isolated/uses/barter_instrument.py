"""Two instruments on two exchanges, indexed and found again by name; values survive pickle."""

import pickle

from barter_instrument import ExchangeId, IndexedInstruments, Instrument, InvalidArgumentError, Side, Underlying

spot = Instrument.spot(ExchangeId.BINANCE_SPOT, "binance_spot-btc_usdt", "BTCUSDT", Underlying("btc", "usdt"))
other = Instrument.spot(ExchangeId.KRAKEN, "kraken-btc_usdt", "XBTUSDT", Underlying("btc", "usdt"))
instruments = IndexedInstruments([spot, other])
assert instruments.find_instrument_index("kraken", "kraken-btc_usdt") == 1
assert pickle.loads(pickle.dumps(spot)) == spot
assert ExchangeId("kraken") is ExchangeId.KRAKEN
try:
    Side("up")
except InvalidArgumentError as error:
    assert error.argument == "value"
else:
    raise AssertionError("a side that does not exist was taken")
print("barter_instrument: ok")
