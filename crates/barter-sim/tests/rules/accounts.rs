//! Spot accounts: A1, A2, D4, D8.

use crate::scene::*;
use barter_instrument::Side::{Buy, Sell};
use barter_sim::{BalanceChange, ExchangeConfig, OrderEventKind};
use rust_decimal::Decimal;

fn with_fees(maker: &str, taker: &str) -> ExchangeConfig {
    let mut config = spot(TOP_OF_BOOK);
    (config.fees.maker, config.fees.taker) = (d(maker), d(taker));
    config
}

fn changes(scene: &mut Scene, act: impl FnOnce(&mut Scene)) -> Vec<(OrderEventKind, Vec<BalanceChange>)> {
    act(scene);
    scene.packets.drain(..).map(|packet| (packet.event, packet.balances)).collect()
}

fn change(asset: usize, total: &str, free: &str) -> BalanceChange {
    BalanceChange {
        asset,
        total: d(total),
        free: d(free),
    }
}

fn open(scene: &mut Scene, number: u32, side: barter_instrument::Side, price: &str, quantity: &str) {
    let request = barter_sim::OpenRequest {
        number,
        instrument: 0,
        side,
        kind: barter_execution::order::OrderKind::Limit,
        time_in_force: GTC,
        price: d(price),
        quantity: d(quantity),
        closing: false,
    };
    scene.exchange.on_open(scene.time, &request, &mut scene.packets).unwrap();
}

#[test]
fn a1_d4_holds_are_taken_moved_and_released_and_only_changes_are_told() {
    let mut scene = Scene::quoted(with_fees("0.001", "0.002"));
    let told = changes(&mut scene, |scene| open(scene, 1, Buy, "100", "4"));
    // 100 × 4 × 1.002.
    assert_eq!(told, [(OrderEventKind::Accepted, vec![change(QUOTE, "10000", "9599.2")])]);
    let told = changes(&mut scene, |scene| {
        scene
            .exchange
            .on_market(2_000, 0, &trade("100", "1", Some(Sell)), &mut scene.packets)
            .unwrap();
    });
    // Pays 100 and 0.1; 300.6 stay held.
    let expected = vec![change(BASE, "101", "101"), change(QUOTE, "9899.9", "9599.3")];
    assert_eq!(told, [(OrderEventKind::PartiallyFilled, expected)]);
    let told = changes(&mut scene, |scene| {
        scene.exchange.on_cancel(3_000, 0, 1, &mut scene.packets).unwrap();
    });
    assert_eq!(told, [(OrderEventKind::Cancelled, vec![change(QUOTE, "9899.9", "9899.9")])]);
    let told = changes(&mut scene, |scene| open(scene, 2, Sell, "110", "4"));
    assert_eq!(told, [(OrderEventKind::Accepted, vec![change(BASE, "101", "97")])]);
}

#[test]
fn d4_balances_of_a_fill_come_in_the_order_of_assets() {
    // The quote asset's name sorts before the base asset's.
    let mut config = spot(TOP_OF_BOOK);
    (config.instruments[0].base, config.instruments[0].quote) = (1, 0);
    let mut scene = Scene::quoted(config);
    let told = changes(&mut scene, |scene| open(scene, 1, Sell, "99", "1"));
    assert_eq!(told[1].1, [change(0, "199", "199"), change(1, "9999", "9999")]);
}

#[test]
fn d4_a_market_order_takes_no_hold() {
    let mut scene = Scene::quoted(with_fees("0", "0.001"));
    scene.market(Buy, "1");
    let request = barter_sim::OpenRequest {
        number: 9,
        instrument: 0,
        side: Buy,
        kind: barter_execution::order::OrderKind::Market,
        time_in_force: IOC,
        price: d("0"),
        quantity: d("1"),
        closing: false,
    };
    scene.exchange.on_open(scene.time, &request, &mut scene.packets).unwrap();
    assert_eq!(scene.packets[0].balances, []);
    assert_eq!(scene.packets[1].balances.len(), 2);
}

#[test]
fn a1_orders_are_refused_whole_when_the_balance_does_not_do() {
    let mut config = with_fees("0.001", "0.002");
    config.assets[QUOTE].balance = d("1002");
    config.assets[BASE].balance = d("2");
    let mut scene = Scene::quoted(config);
    // 10 × 100 × 1.002 = 1002, to the last cent.
    assert_eq!(scene.limit(Buy, "100", "10.001", GTC), ["Rejected 1 insufficient_balance"]);
    assert_eq!(scene.limit(Buy, "100", "10", GTC), ["Accepted 2"]);
    assert_eq!(scene.limit(Buy, "50", "0.001", GTC), ["Rejected 3 insufficient_balance"]);
    assert_eq!(scene.limit(Sell, "110", "1.5", GTC), ["Accepted 4"]);
    assert_eq!(scene.market(Sell, "0.501"), ["Rejected 5 insufficient_balance"]);
    scene.cancel(2);
    // At the ask with the taker's fee: 101 × 1.002 = 101.202 each, so nine and no ten.
    assert_eq!(scene.market(Buy, "9.902"), ["Rejected 6 insufficient_balance"]);
    assert_eq!(scene.market(Buy, "9.9"), ["Accepted 7", "Filled 7 buy 9.9@101 taker"]);
}

#[test]
fn a2_rebates_are_paid_and_do_not_shrink_the_hold() {
    let mut scene = Scene::quoted(with_fees("-0.001", "0"));
    scene.limit(Buy, "100", "1", GTC);
    assert_eq!(scene.balances()[QUOTE], (d("10000"), d("9900")));
    scene
        .exchange
        .on_market(9_000, 0, &trade("99.5", "1", None), &mut scene.packets)
        .unwrap();
    let fill = scene.packets[0].fill.as_ref().unwrap();
    assert_eq!((fill.fee, fill.maker), (d("-0.1"), true));
    assert_eq!(scene.balances()[QUOTE], (d("9900.1"), d("9900.1")));
}

#[test]
fn d8_position_counts_own_fills_not_inventory() {
    let mut scene = Scene::quoted(with_fees("0", "0.001"));
    scene.market(Sell, "2");
    let net = scene.exchange.position(0).clone();
    assert_eq!((net.quantity, net.cost), (d("-2"), d("198")));
    assert_eq!(scene.balances(), [(d("98"), d("98")), (d("10197.802"), d("10197.802"))]);
    scene.quote("89", "1", "90", "1");
    let request = barter_sim::OpenRequest {
        number: 9,
        instrument: 0,
        side: Buy,
        kind: barter_execution::order::OrderKind::Market,
        time_in_force: IOC,
        price: d("0"),
        quantity: d("3"),
        closing: false,
    };
    scene.exchange.on_open(scene.time, &request, &mut scene.packets).unwrap();
    let fill = scene.packets[1].fill.as_ref().unwrap();
    assert_eq!((fill.realised_pnl, fill.position_after, fill.fee), (d("18"), d("1"), d("0.27")));
    assert_eq!(scene.exchange.position(0).cost, d("90"));
}

#[test]
fn d1_what_does_not_fit_is_an_error_not_a_rounding() {
    let mut config = with_fees("0.0000000000000000000000000001", "0");
    config.assets[QUOTE].balance = d("1000000");
    let mut scene = Scene::quoted(config);
    let request = barter_sim::OpenRequest {
        number: 1,
        instrument: 0,
        side: Buy,
        kind: barter_execution::order::OrderKind::Limit,
        time_in_force: GTC,
        price: d("98.123"),
        quantity: d("1.001"),
        closing: false,
    };
    let error = scene.exchange.on_open(scene.time, &request, &mut scene.packets).unwrap_err();
    assert!(error.to_string().starts_with("hold ≈ 98.221"), "{error}");
    assert_eq!(scene.balances()[QUOTE].1, Decimal::from(1_000_000));
}
