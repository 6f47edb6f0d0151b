//! What barter's derives write and read is what `tests/macro/derived.json` says; the Python tests hold the wheel against it.
//!
//! The types are derived when this file is compiled. `cargo test -p barter-macro-py` prints the rows that differ.

#![allow(non_camel_case_types, clippy::upper_case_acronyms)] // names as a user may give them

use barter_instrument::exchange::ExchangeId;
use barter_macro::{DeExchange, DeSubKind, SerExchange, SerSubKind};
use serde_json::{Value, json};

/// What each type writes, and which of all the texts it reads.
struct Derived {
    name: &'static str,
    written: Value,
    reads: fn(&Value) -> bool,
}

macro_rules! kinds {
    ($($kind:ident),* $(,)?) => {
        $(#[derive(Debug, DeSubKind, SerSubKind)] struct $kind;)*

        fn kinds() -> Vec<Derived> {
            vec![$(Derived {
                name: stringify!($kind),
                written: serde_json::to_value($kind).unwrap(),
                reads: |text| serde_json::from_value::<$kind>(text.clone()).is_ok(),
            }),*]
        }
    };
}
// barter's own kinds, then names with digits, runs of capitals, single letters.
kinds!(
    PublicTrades,
    OrderBooksL1,
    OrderBooksL2,
    OrderBooksL3,
    Candles,
    Liquidations,
    FundingRates8H,
    HTTPPolls,
    A1B2c3,
    A,
    AB,
    ABc,
    X9,
    Top10,
    Top10Levels,
    L2,
    Books5S100Ms,
    IV30d,
    OHLCV1m,
    TWAP,
    openInterest,
    MarkPriceT0,
    Version2Point5,
);

macro_rules! exchanges {
    ($($exchange:ident = $id:ident),* $(,)?) => {
        $(
            #[derive(Debug, Default, DeExchange, SerExchange)]
            struct $exchange;

            impl $exchange {
                const ID: ExchangeId = ExchangeId::$id;
            }
        )*

        fn exchanges() -> Vec<Derived> {
            vec![$(Derived {
                name: stringify!($exchange),
                written: serde_json::to_value($exchange).unwrap(),
                reads: |text| serde_json::from_value::<$exchange>(text.clone()).is_ok(),
            }),*]
        }
    };
}
exchanges!(
    BinanceSpot = BinanceSpot,
    BinanceFuturesUsd = BinanceFuturesUsd,
    BybitPerpetualsUsd = BybitPerpetualsUsd,
    GateioOptions = GateioOptions,
    Kraken = Kraken,
    Htx = Htx,
    Okx = Okx,
    MyVenue = Other,
);

/// Rows as the golden file has them: of all the texts in it, and names in other cases, the ones that a type reads.
fn rows(derived: Vec<Derived>, golden: &[Value]) -> Vec<Value> {
    let mut texts: Vec<Value> = Vec::new();
    for row in golden {
        let name = row["name"].as_str().unwrap();
        texts.extend([
            row["writes"].clone(),
            json!(name),
            json!(name.to_lowercase()),
            json!(name.to_uppercase()),
        ]);
        texts.extend(row["reads"].as_array().unwrap().iter().cloned());
    }
    texts.sort_by_key(Value::to_string);
    texts.dedup();
    derived
        .into_iter()
        .map(|kind| {
            let read: Vec<&Value> = texts.iter().filter(|text| (kind.reads)(text)).collect();
            json!({ "name": kind.name, "reads": read, "writes": kind.written })
        })
        .collect()
}

#[test]
fn the_derives_give_the_texts_of_the_golden_file() {
    let golden: Value = serde_json::from_str(include_str!("../../../tests/macro/derived.json")).unwrap();
    for (name, derived) in [("kinds", kinds()), ("exchanges", exchanges())] {
        let expected = golden[name].as_array().unwrap();
        let found = rows(derived, expected);
        for (found, expected) in found.iter().zip(expected) {
            assert_eq!(found, expected, "{name}");
        }
        assert_eq!(found.len(), expected.len(), "{name}");
    }
}

#[test]
fn only_a_text_is_read() {
    for value in [json!(1), json!(null), json!(["candles"]), json!({ "candles": 1 }), json!(true)] {
        assert!(kinds().iter().chain(&exchanges()).all(|derived| !(derived.reads)(&value)));
    }
}
