//! Enums of barter-instrument.

use barter_instrument::{
    Side,
    exchange::ExchangeId,
    instrument::{
        kind::option::{OptionExercise, OptionKind},
        quote::InstrumentQuoteAsset,
    },
};

crate::canonical_enum!(Side => "barter_instrument", "Side" { "BUY" => Buy, "SELL" => Sell });

crate::canonical_enum!(OptionKind => "barter_instrument", "OptionKind" { "CALL" => Call, "PUT" => Put });

crate::canonical_enum!(OptionExercise => "barter_instrument", "OptionExercise" {
    "AMERICAN" => American,
    "BERMUDAN" => Bermudan,
    "EUROPEAN" => European,
});

crate::canonical_enum!(InstrumentQuoteAsset => "barter_instrument", "InstrumentQuoteAsset" {
    "UNDERLYING_BASE" => UnderlyingBase,
    "UNDERLYING_QUOTE" => UnderlyingQuote,
});

// A key: its bytes are in `key.rs`.
crate::canonical_enum!(ExchangeId => "barter_instrument", "ExchangeId", no wire {
    "OTHER" => Other,
    "SIMULATED" => Simulated,
    "MOCK" => Mock,
    "BINANCE_FUTURES_COIN" => BinanceFuturesCoin,
    "BINANCE_FUTURES_USD" => BinanceFuturesUsd,
    "BINANCE_OPTIONS" => BinanceOptions,
    "BINANCE_PORTFOLIO_MARGIN" => BinancePortfolioMargin,
    "BINANCE_SPOT" => BinanceSpot,
    "BINANCE_US" => BinanceUs,
    "BITAZZA" => Bitazza,
    "BITFINEX" => Bitfinex,
    "BITFLYER" => Bitflyer,
    "BITGET" => Bitget,
    "BITMART" => Bitmart,
    "BITMART_FUTURES_USD" => BitmartFuturesUsd,
    "BITMEX" => Bitmex,
    "BITSO" => Bitso,
    "BITSTAMP" => Bitstamp,
    "BITVAVO" => Bitvavo,
    "BITHUMB" => Bithumb,
    "BYBIT_PERPETUALS_USD" => BybitPerpetualsUsd,
    "BYBIT_SPOT" => BybitSpot,
    "CEXIO" => Cexio,
    "COINBASE" => Coinbase,
    "COINBASE_INTERNATIONAL" => CoinbaseInternational,
    "CRYPTOCOM" => Cryptocom,
    "DERIBIT" => Deribit,
    "GATEIO_FUTURES_BTC" => GateioFuturesBtc,
    "GATEIO_FUTURES_USD" => GateioFuturesUsd,
    "GATEIO_OPTIONS" => GateioOptions,
    "GATEIO_PERPETUALS_BTC" => GateioPerpetualsBtc,
    "GATEIO_PERPETUALS_USD" => GateioPerpetualsUsd,
    "GATEIO_SPOT" => GateioSpot,
    "GEMINI" => Gemini,
    "HITBTC" => Hitbtc,
    "HTX" => Htx,
    "KRAKEN" => Kraken,
    "KUCOIN" => Kucoin,
    "LIQUID" => Liquid,
    "MEXC" => Mexc,
    "OKX" => Okx,
    "POLONIEX" => Poloniex,
});
