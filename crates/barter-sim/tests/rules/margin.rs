//! Linear derivatives: A3, A4, A6, D8.

use crate::scene::*;
use barter_instrument::Side::{Buy, Sell};
use barter_sim::{AssetConfig, ExchangeConfig, InstrumentConfig, OpenRequest};
use rust_decimal::Decimal;

/// 1,000 quote; one contract is 0.1 and costs about 10.
fn account(leverage: &str) -> ExchangeConfig {
    let mut config = perpetual(TOP_OF_BOOK);
    config.assets[QUOTE].balance = d("1000");
    config.margin.leverage = d(leverage);
    config
}

#[test]
fn a3_orders_are_tested_at_the_mark_against_equity_times_leverage() {
    let mut scene = Scene::quoted(account("1"));
    // 100 × 0.1 × 100 (the mid) = 1,000.
    assert_eq!(scene.limit(Buy, "98", "100.001", GTC), ["Rejected 1 insufficient_margin"]);
    assert_eq!(scene.limit(Buy, "98", "60", GTC), ["Accepted 2"]);
    assert_eq!(scene.limit(Buy, "98", "40.001", GTC), ["Rejected 3 insufficient_margin"]);
    // The other direction has its own hundred: max, not sum.
    assert_eq!(scene.limit(Sell, "105", "100", GTC), ["Accepted 4"]);
    assert_eq!(scene.market(Sell, "0.001"), ["Rejected 5 insufficient_margin"]);
    let mut scene = Scene::quoted(account("2.5"));
    assert_eq!(scene.limit(Buy, "98", "250", GTC), ["Accepted 1"]);
    assert_eq!(scene.balances(), [(d("0"), d("0")), (d("1000"), d("1000"))]);
}

#[test]
fn a3_unrealised_results_count() {
    let mut scene = Scene::quoted(account("1"));
    assert_eq!(scene.market(Buy, "50"), ["Accepted 1", "Filled 1 buy 50@101 taker"]);
    // Bought 50 × 0.1 at 101 = 505; at the mark 120 that is 600: equity 1,095.
    scene.quote("119", "1", "121", "1");
    assert_eq!(scene.limit(Buy, "98", "41.251", GTC), ["Rejected 2 insufficient_margin"]);
    assert_eq!(scene.limit(Buy, "98", "41.25", GTC), ["Accepted 3"]);
}

#[test]
fn a3_strictly_reducing_orders_pass_untested_and_flips_are_tested_on_the_result() {
    let mut scene = Scene::quoted(account("1"));
    scene.market(Buy, "99");
    // Cost 999.9, worth 405.9 at the mark of 41: equity 406.0.
    scene.quote("40", "1", "42", "1");
    assert_eq!(scene.limit(Sell, "45", "90", GTC), ["Accepted 2"]);
    assert_eq!(scene.limit(Buy, "39", "60", GTC), ["Rejected 3 insufficient_margin"]);
    assert_eq!(scene.exchange.position(0).unrealised(d("41"), d("0.1")), Ok(d("-594")));
    // Together with the 90 it closes the position to the last contract: untested.
    assert_eq!(scene.limit(Sell, "45", "9", GTC), ["Accepted 4"]);
    // More than that is a flip: short 99 if all sells fill, 405.9, is carried; short 100, 410, is not.
    assert_eq!(scene.limit(Sell, "45", "99", GTC), ["Accepted 5"]);
    assert_eq!(scene.limit(Sell, "45", "1", GTC), ["Rejected 6 insufficient_margin"]);
    assert_eq!(scene.limit(Buy, "39", "1", GTC), ["Rejected 7 insufficient_margin"]);
}

#[test]
fn d8_a_derivative_settles_realised_results_and_fees_in_quote_only() {
    let mut config = account("1");
    config.fees.taker = d("0.001");
    let mut scene = Scene::quoted(config);
    scene.market(Sell, "10");
    // 10 × 0.1 × 99 = 99.
    assert_eq!(scene.balances(), [(d("0"), d("0")), (d("999.901"), d("999.901"))]);
    scene.quote("89", "1", "90", "1");
    scene.market(Buy, "4");
    // 4 × 0.1 × (99 − 90) − 0.036.
    assert_eq!(scene.balances()[QUOTE].0, d("1003.465"));
    assert_eq!(scene.exchange.position(0).cost, d("59.4"));
}

#[test]
fn d8_an_instrument_without_a_mark_uses_the_price_of_the_order() {
    let mut scene = Scene::new(account("1"));
    scene.quote("", "", "101", "5");
    assert_eq!(scene.exchange.mark(0), None);
    assert_eq!(scene.limit(Buy, "50", "200.001", GTC), ["Rejected 1 insufficient_margin"]);
    assert_eq!(scene.limit(Buy, "50", "200", GTC), ["Accepted 2"]);
}

#[test]
fn a3_instruments_of_one_settlement_asset_share_the_account() {
    let mut config = account("1");
    config.assets.push(AssetConfig { balance: d("500") });
    let second = InstrumentConfig {
        contract_size: Decimal::ONE,
        ..config.instruments[0].clone()
    };
    let elsewhere = InstrumentConfig {
        quote: 2,
        ..second.clone()
    };
    config.instruments.extend([second, elsewhere]);
    let mut scene = Scene::quoted(config);
    scene.row_of(1, quote("9", "1", "11", "1"));
    scene.row_of(2, quote("9", "1", "11", "1"));
    assert_eq!(scene.limit(Buy, "98", "60", GTC), ["Accepted 1"]);
    let mut buy = |number, instrument, quantity: &str| {
        scene.open(OpenRequest {
            number,
            instrument,
            side: Buy,
            kind: barter_execution::order::OrderKind::Limit,
            time_in_force: GTC,
            price: d("8"),
            quantity: d(quantity),
            closing: false,
        })
    };
    assert_eq!(buy(11, 1, "40.001"), ["Rejected 11 insufficient_margin"]);
    assert_eq!(buy(12, 1, "40"), ["Accepted 12"]);
    assert_eq!(buy(13, 2, "50.001"), ["Rejected 13 insufficient_margin"]);
    assert_eq!(buy(14, 2, "50"), ["Accepted 14"]);
}

#[test]
fn a4_insolvency_is_equity_below_maintenance() {
    let mut config = account("10");
    config.margin.maintenance = d("0.05");
    let mut scene = Scene::quoted(config);
    assert_eq!(scene.exchange.is_insolvent(), Ok(false));
    scene.market(Buy, "900");
    // Cost 9,090. At m: 1000 + 90 m − 9090 < 0.05 × 90 m, that is m < 94.619…
    scene.quote("94.6", "1", "94.65", "1");
    assert_eq!(scene.exchange.is_insolvent(), Ok(false));
    scene.quote("94.6", "1", "94.61", "1");
    assert_eq!(scene.exchange.is_insolvent(), Ok(true));
}

#[test]
fn a4_spot_is_never_insolvent() {
    let mut scene = Scene::quoted(spot(TOP_OF_BOOK));
    scene.market(Buy, "90");
    scene.quote("0.001", "1", "0.002", "1");
    assert_eq!(scene.exchange.is_insolvent(), Ok(false));
}
