//! What barter-instrument itself says about a set of values: `tests/instrument/golden.json`, compared there with the Python classes.
//!
//! `BARTER_WRITE_GOLDEN=1 cargo test --release -p barter-interop --test golden_instrument` writes it afresh.

use barter_instrument::{
    Keyed, Side, Underlying,
    asset::{
        Asset, AssetId, AssetIndex, AssetKind,
        name::{AssetNameExchange, AssetNameInternal},
    },
    exchange::{ExchangeId, ExchangeIndex},
    index::IndexedInstruments,
    instrument::{
        Instrument, InstrumentId, InstrumentIndex,
        kind::{
            InstrumentKind,
            future::FutureContract,
            option::{OptionContract, OptionExercise, OptionKind},
            perpetual::PerpetualContract,
        },
        market_data::{
            MarketDataInstrument,
            kind::{MarketDataFutureContract, MarketDataInstrumentKind, MarketDataOptionContract},
        },
        name::{InstrumentNameExchange, InstrumentNameInternal},
        quote::InstrumentQuoteAsset,
        spec::{InstrumentSpec, InstrumentSpecNotional, InstrumentSpecPrice, InstrumentSpecQuantity, OrderQuantityUnits},
    },
    test_utils,
};
use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::{
    fmt::{Debug, Display},
    path::Path,
};

fn decimal(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}

fn expiry() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_703_980_800_000).expect("a time")
}

fn usdt() -> Asset {
    Asset::new_from_exchange("USDT")
}

fn kinds() -> Vec<(&'static str, InstrumentKind<Asset>)> {
    let option = |kind, strike| {
        InstrumentKind::Option(OptionContract {
            contract_size: decimal("0.1"),
            settlement_asset: usdt(),
            kind,
            exercise: OptionExercise::European,
            expiry: expiry(),
            strike: decimal(strike),
        })
    };
    vec![
        ("spot", InstrumentKind::Spot),
        (
            "perpetual",
            InstrumentKind::Perpetual(PerpetualContract {
                contract_size: decimal("0.01"),
                settlement_asset: usdt(),
            }),
        ),
        (
            "future",
            InstrumentKind::Future(FutureContract {
                contract_size: decimal("1"),
                settlement_asset: usdt(),
                expiry: expiry(),
            }),
        ),
        ("call", option(OptionKind::Call, "50000.50")),
        ("put", option(OptionKind::Put, "50000.50")),
    ]
}

fn market_data_kinds() -> Vec<(&'static str, MarketDataInstrumentKind)> {
    let later = expiry() + chrono::TimeDelta::days(1);
    let mut found: Vec<_> = kinds()
        .into_iter()
        .map(|(name, kind)| (name, MarketDataInstrumentKind::from(kind)))
        .collect();
    found.push((
        "later_future",
        MarketDataInstrumentKind::Future(MarketDataFutureContract { expiry: later }),
    ));
    found.push((
        "other_call",
        MarketDataInstrumentKind::Option(MarketDataOptionContract {
            kind: OptionKind::Call,
            exercise: OptionExercise::American,
            expiry: expiry(),
            strike: decimal("50000.50"),
        }),
    ));
    found
}

fn spec() -> InstrumentSpec<Asset> {
    InstrumentSpec {
        price: InstrumentSpecPrice::new(decimal("0.10"), decimal("0.1")),
        quantity: InstrumentSpecQuantity::new(
            OrderQuantityUnits::Asset(Asset::new("btc", "XBT")),
            decimal("0.001"),
            decimal("0.0005"),
        ),
        notional: InstrumentSpecNotional::new(decimal("5")),
    }
}

/// Every kind on two exchanges, in no order.
fn instruments() -> Vec<(String, Instrument<ExchangeId, Asset>)> {
    let mut found = Vec::new();
    for exchange in [ExchangeId::Okx, ExchangeId::BinanceFuturesUsd] {
        for (name, kind) in kinds() {
            let exchange_text = exchange.as_str();
            let instrument = Instrument::new(
                exchange,
                format!("{exchange_text}-BTC_USDT_{name}"),
                format!("BTC-USDT-{name}"),
                Underlying::new(Asset::new("btc", "XBT"), usdt()),
                InstrumentQuoteAsset::UnderlyingQuote,
                kind,
                (name == "perpetual").then(spec),
            );
            found.push((format!("{exchange_text}:{name}"), instrument));
        }
    }
    found
}

fn text(value: &impl Serialize) -> Value {
    Value::String(serde_json::to_string(value).expect("JSON"))
}

fn values() -> Map<String, Value> {
    let mut found = Map::new();
    let mut add = |name: &str, value: Value| assert!(found.insert(name.to_owned(), value).is_none(), "{name} twice");
    add("asset", text(&Asset::new("BTC", "XBT")));
    add("exchange_asset", text(&test_utils::exchange_asset(ExchangeId::Kraken, "XBT")));
    add("underlying", text(&Underlying::<Asset>::new(Asset::new("btc", "XBT"), usdt())));
    add(
        "underlying_indexed",
        text(&Underlying::<AssetIndex>::new(AssetIndex(3), AssetIndex(4))),
    );
    add("keyed", text(&Keyed::new(InstrumentIndex(2), ExchangeId::Okx)));
    add("spec", text(&spec()));
    for (name, unit) in [
        ("asset", OrderQuantityUnits::Asset(usdt())),
        ("contract", OrderQuantityUnits::Contract),
        ("quote", OrderQuantityUnits::Quote),
    ] {
        add(&format!("unit:{name}"), text(&unit));
    }
    for (name, kind) in kinds() {
        add(&format!("kind:{name}"), text(&kind));
    }
    for (name, kind) in market_data_kinds() {
        add(&format!("market_data_kind:{name}"), text(&kind));
        add(
            &format!("market_data:{name}"),
            text(&MarketDataInstrument::new("BTC", "USDT", kind)),
        );
    }
    for (name, instrument) in instruments() {
        add(&format!("instrument:{name}"), text(&instrument));
    }
    let indexed = IndexedInstruments::new(instruments().into_iter().map(|(_, instrument)| instrument));
    add("instrument_indexed", text(&indexed.instruments()[1].value));
    add("collection", text(&indexed));
    add(
        "test_utils:instrument",
        text(&test_utils::instrument(ExchangeId::Kraken, "XBT", "USD")),
    );
    found
}

/// Rust name, JSON and text of each.
fn shown<T: Serialize + Debug + Display>(members: &[T]) -> Vec<Value> {
    members
        .iter()
        .map(|member| json!([format!("{member:?}"), member, member.to_string()]))
        .collect()
}

fn golden() -> Value {
    let exchange =
        |id: ExchangeId| json!({"as_str": id.as_str(), "debug": format!("{id:?}"), "display": id.to_string(), "json": text(&id)});
    let exchanges: Vec<ExchangeId> = EXCHANGES
        .iter()
        .map(|text| serde_json::from_value(Value::String((*text).to_owned())).expect("an exchange"))
        .collect();
    let members = |shown: Vec<(String, Value)>| Value::Object(shown.into_iter().collect());
    let mut sorted = instruments();
    sorted.sort_by(|(_, one), (_, other)| one.cmp(other));
    let named = |id: ExchangeId| {
        json!({
            "new_from_exchange": InstrumentNameInternal::new_from_exchange(id, "BTC-USDT").to_string(),
            "new_from_exchange_underlying": InstrumentNameInternal::new_from_exchange_underlying(
                id, &AssetNameExchange::new("BTC"), &AssetNameExchange::new("USDT")).to_string(),
        })
    };
    json!({
        "values": values(),
        "exchanges": members(exchanges.iter().map(|id| (id.as_str().to_owned(), exchange(*id))).collect()),
        "enums": {
            "Side": shown(&[Side::Buy, Side::Sell]),
            "AssetKind": shown(&[AssetKind::Crypto, AssetKind::Fiat]),
            "OptionKind": shown(&[OptionKind::Call, OptionKind::Put]),
            "OptionExercise": shown(&[OptionExercise::American, OptionExercise::Bermudan, OptionExercise::European]),
            "InstrumentQuoteAsset": [
                ["UnderlyingBase", InstrumentQuoteAsset::UnderlyingBase, null],
                ["UnderlyingQuote", InstrumentQuoteAsset::UnderlyingQuote, null],
            ],
        },
        "display": {
            "AssetIndex": AssetIndex(3).to_string(),
            "InstrumentIndex": InstrumentIndex(3).to_string(),
            "ExchangeIndex": ExchangeIndex(3).to_string(),
            "AssetId": AssetId(3).to_string(),
            "InstrumentId": InstrumentId(3).to_string(),
            "Keyed": Keyed::new(InstrumentIndex(2), Side::Buy).to_string(),
            "AssetNameInternal": AssetNameInternal::new("BTC").to_string(),
            "AssetNameExchange": AssetNameExchange::new("XBT").to_string(),
            "InstrumentNameInternal": InstrumentNameInternal::new("Kraken-XBT").to_string(),
            "InstrumentNameExchange": InstrumentNameExchange::new("XBT/USD").to_string(),
            "market_data_kind": members(market_data_kinds().into_iter().map(|(name, kind)| (name.to_owned(), json!(kind.to_string()))).collect()),
            "market_data": members(market_data_kinds().into_iter()
                .map(|(name, kind)| (name.to_owned(), json!(MarketDataInstrument::new("BTC", "USDT", kind).to_string()))).collect()),
        },
        "contract": members(kinds().into_iter()
            .map(|(name, kind)| (name.to_owned(), json!([kind.contract_size(), kind.settlement_asset()]))).collect()),
        "eq_market_data_instrument_kind": members(kinds().into_iter().map(|(name, kind)| {
            let equal: Vec<_> = market_data_kinds().iter().filter(|(_, other)| kind.eq_market_data_instrument_kind(other)).map(|(name, _)| *name).collect();
            (name.to_owned(), json!(equal))
        }).collect()),
        "sorted": sorted.iter().map(|(name, _)| name).collect::<Vec<_>>(),
        "names": {"binance_spot": named(ExchangeId::BinanceSpot), "okx": named(ExchangeId::Okx)},
    })
}

#[test]
fn the_golden_file_is_what_barter_says() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/instrument/golden.json");
    let found = golden();
    if std::env::var_os("BARTER_WRITE_GOLDEN").is_some() {
        let text = serde_json::to_string_pretty(&found).expect("JSON") + "\n";
        std::fs::write(&file, text).expect("the file can be written");
    }
    let written: Value = serde_json::from_str(&std::fs::read_to_string(&file).expect("the golden file")).expect("JSON");
    assert_eq!(written, found, "write it afresh with BARTER_WRITE_GOLDEN=1 and compare");
}

const EXCHANGES: [&str; 42] = [
    "other",
    "simulated",
    "mock",
    "binance_futures_coin",
    "binance_futures_usd",
    "binance_options",
    "binance_portfolio_margin",
    "binance_spot",
    "binance_us",
    "bitazza",
    "bitfinex",
    "bitflyer",
    "bitget",
    "bitmart",
    "bitmart_futures_usd",
    "bitmex",
    "bitso",
    "bitstamp",
    "bitvavo",
    "bithumb",
    "bybit_perpetuals_usd",
    "bybit_spot",
    "cexio",
    "coinbase",
    "coinbase_international",
    "cryptocom",
    "deribit",
    "gateio_futures_btc",
    "gateio_futures_usd",
    "gateio_options",
    "gateio_perpetuals_btc",
    "gateio_perpetuals_usd",
    "gateio_spot",
    "gemini",
    "hitbtc",
    "htx",
    "kraken",
    "kucoin",
    "liquid",
    "mexc",
    "okx",
    "poloniex",
];
