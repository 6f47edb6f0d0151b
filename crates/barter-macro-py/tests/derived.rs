//! What barter's derives write and read is what `tests/macro/derived.json` says; the Python test holds the wheel against it.

use barter_macro::{DeSubKind, SerSubKind};
use serde_json::{Value, json};

macro_rules! kinds {
    ($($kind:ident),* $(,)?) => {
        $(#[derive(Debug, DeSubKind, SerSubKind)] struct $kind;)*

        /// Name, text written, and whether each candidate text is read.
        fn derived(texts: &[(String, String)]) -> Vec<Value> {
            let mut rows = Vec::new();
            $({
                let written = serde_json::to_value($kind).unwrap();
                let reads: Vec<&str> = texts
                    .iter()
                    .flat_map(|(read, write)| [read.as_str(), write.as_str()])
                    .filter(|text| serde_json::from_value::<$kind>(json!(text)).is_ok())
                    .collect();
                rows.push(json!({ "name": stringify!($kind), "writes": written, "reads": reads.first() }));
            })*
            rows
        }
    };
}
kinds!(
    PublicTrades,
    OrderBooksL1,
    OrderBooksL2,
    OrderBooksL3,
    Candles,
    Liquidations,
    FundingRates8H,
    HTTPPolls,
    A1B2c3
);

#[test]
fn the_derives_give_the_texts_of_the_golden_file() {
    let golden: Vec<Value> = serde_json::from_str(include_str!("../../../tests/macro/derived.json")).unwrap();
    let texts: Vec<(String, String)> = golden
        .iter()
        .map(|row| {
            (
                row["reads"].as_str().unwrap().to_owned(),
                row["writes"].as_str().unwrap().to_owned(),
            )
        })
        .collect();
    assert_eq!(derived(&texts), golden);
}
