//! Instruments of data that name no more than a symbol.

use crate::{columns::MarketInstrument, error::ColumnsError};
use barter_instrument::{
    Underlying,
    asset::Asset,
    exchange::ExchangeId,
    instrument::{
        Instrument,
        kind::{InstrumentKind, perpetual::PerpetualContract},
        name::InstrumentNameInternal,
        quote::InstrumentQuoteAsset,
    },
};
use rust_decimal::Decimal;

/// Quote assets that end a symbol without a separator, longest first.
const QUOTES: [&str; 36] = [
    "FDUSD", "USDT", "USDC", "BUSD", "TUSD", "USDP", "USD1", "USDS", "USDE", "EURI", "AEUR", "IDRT", "BIDR", "BVND", "DOGE", "EUR", "GBP",
    "TRY", "BRL", "AUD", "JPY", "UAH", "RUB", "ZAR", "NGN", "ARS", "MXN", "PLN", "RON", "CZK", "COP", "DAI", "BTC", "ETH", "BNB", "USD",
];

/// Base and quote of a symbol: `BTCUSDT`, `btc_usdt`, `BTC-USDT`, `BTC/USDT`.
pub fn split_symbol(symbol: &str) -> Option<(&str, &str)> {
    if let Some((base, quote)) = symbol.split_once(['_', '-', '/']) {
        let plain = |part: &str| !part.is_empty() && part.chars().all(char::is_alphanumeric);
        return (plain(base) && plain(quote)).then_some((base, quote));
    }
    if !symbol.chars().all(char::is_alphanumeric) {
        return None;
    }
    QUOTES.iter().find_map(|quote| {
        let at = symbol.len().checked_sub(quote.len()).filter(|at| *at > 0)?;
        let (base, end) = symbol.split_at_checked(at)?;
        end.eq_ignore_ascii_case(quote).then_some((base, end))
    })
}

/// Whether a symbol on an exchange is a perpetual contract unless said otherwise.
pub fn is_perpetual_exchange(exchange: ExchangeId) -> bool {
    matches!(
        exchange,
        ExchangeId::BinanceFuturesUsd | ExchangeId::BybitPerpetualsUsd | ExchangeId::GateioPerpetualsUsd | ExchangeId::BitmartFuturesUsd
    )
}

/// Spot, or a linear perpetual of one base unit that settles in its quote asset; named as upstream names it. No spec.
pub fn from_symbol(exchange: ExchangeId, symbol: &str, perpetual: bool) -> Result<MarketInstrument, ColumnsError> {
    let Some((base, quote)) = split_symbol(symbol) else {
        return Err(ColumnsError::argument(
            "instrument",
            format!(
                "cannot tell base and quote of {symbol:?}: write them with a separator (\"btc_usdt\"), or give instrument= an Instrument, which \
                 can also be dated, inverse or an option"
            ),
        ));
    };
    let quote = Asset::new_from_exchange(quote);
    let kind = if perpetual {
        InstrumentKind::Perpetual(PerpetualContract {
            contract_size: Decimal::ONE,
            settlement_asset: quote.clone(),
        })
    } else {
        InstrumentKind::Spot
    };
    Ok(Instrument::new(
        exchange,
        InstrumentNameInternal::new_from_exchange(exchange, symbol),
        symbol,
        Underlying {
            base: Asset::new_from_exchange(base),
            quote,
        },
        InstrumentQuoteAsset::UnderlyingQuote,
        kind,
        None,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_split_at_a_separator_or_before_a_known_quote() {
        for (symbol, expected) in [
            ("BTCUSDT", Some(("BTC", "USDT"))),
            ("ethbtc", Some(("eth", "btc"))),
            ("BTCFDUSD", Some(("BTC", "FDUSD"))),
            ("1000PEPEUSDC", Some(("1000PEPE", "USDC"))),
            ("btc_usdt", Some(("btc", "usdt"))),
            ("BTC-PERP", Some(("BTC", "PERP"))),
            ("USDT", None),
            ("BTCUSDT_240927_X", None),
            ("", None),
            ("_", None),
            ("ABC", None),
        ] {
            assert_eq!(split_symbol(symbol), expected, "{symbol}");
        }
    }

    #[test]
    fn a_perpetual_is_linear_and_settles_in_its_quote() {
        let instrument = from_symbol(ExchangeId::BinanceFuturesUsd, "BTCUSDT", true).unwrap();
        assert_eq!(instrument.name_internal.name(), "binance_futures_usd-btcusdt");
        assert_eq!(instrument.name_exchange.name(), "BTCUSDT");
        assert_eq!(instrument.underlying.base.name_internal.name(), "btc");
        assert_eq!(instrument.kind.settlement_asset().unwrap().name_internal.name(), "usdt");
        assert_eq!(instrument.kind.contract_size(), Decimal::ONE);
    }
}
