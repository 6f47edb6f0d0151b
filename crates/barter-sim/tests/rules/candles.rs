//! M19 and `Candles` in D6.

use crate::scene::*;
use barter_instrument::Side::{Buy, Sell};
use barter_sim::Matching::Candles;

fn scene() -> Scene {
    let mut scene = Scene::new(spot(Candles));
    scene.candle("100", "101", "99", "100");
    scene
}

#[test]
fn m19_d6_1_without_a_candle_everything_is_rejected() {
    let mut scene = Scene::new(spot(Candles));
    scene.quote("99", "1", "101", "1");
    assert_eq!(scene.market(Buy, "1"), ["Rejected 1 no_market"]);
}

#[test]
fn m19_market_orders_wait_for_the_next_open() {
    let mut scene = scene();
    assert_eq!(scene.market(Buy, "5"), ["Accepted 1"]);
    assert_eq!(scene.market(Sell, "1"), ["Accepted 2"]);
    assert_eq!(
        scene.candle("102", "103", "99", "100"),
        ["Filled 1 buy 5@102 taker", "Filled 2 sell 1@102 taker"]
    );
}

#[test]
fn m19_an_order_that_arrives_during_a_candle_sees_the_next_one() {
    let mut scene = scene();
    scene.time += 1;
    scene.market(Buy, "1");
    scene.limit(Buy, "99", "1", GTC);
    assert!(scene.candle("102", "103", "90", "100").is_empty());
    assert_eq!(
        scene.candle("101", "103", "90", "100"),
        ["Filled 1 buy 1@101 taker", "Filled 2 buy 1@99 maker"]
    );
}

#[test]
fn m19_limits_reached_by_the_open_take_at_the_open() {
    let mut scene = scene();
    scene.limit(Buy, "101", "1", GTC);
    scene.limit(Buy, "101", "1", POST_ONLY);
    scene.limit(Sell, "100.5", "1", IOC);
    scene.limit(Sell, "100", "1", FOK);
    assert_eq!(
        scene.candle("100", "101", "99", "100"),
        [
            "Filled 1 buy 1@100 taker",
            "Cancelled 3 immediate_or_cancel",
            "Filled 4 sell 1@100 taker",
            "Filled 2 buy 1@101 maker"
        ]
    );
}

#[test]
fn m19_the_path_visits_the_nearer_extreme_first() {
    // The high is nearer: sells first. A tie visits the low first.
    for (high, order) in [
        ("102", ["Filled 2 sell 1@101 maker", "Filled 1 buy 1@98 maker"]),
        ("103", ["Filled 1 buy 1@98 maker", "Filled 2 sell 1@101 maker"]),
    ] {
        let mut scene = scene();
        scene.limit(Buy, "98", "1", GTC);
        scene.limit(Sell, "101", "1", GTC);
        assert_eq!(scene.candle("100", high, "97", "100"), order);
    }
}

#[test]
fn m19_at_one_point_price_then_time_decide() {
    let mut scene = scene();
    for price in ["98", "99", "98"] {
        scene.limit(Buy, price, "1", GTC);
    }
    assert_eq!(
        scene.candle("100", "110", "98", "100"),
        ["Filled 2 buy 1@99 maker", "Filled 1 buy 1@98 maker", "Filled 3 buy 1@98 maker"]
    );
}

#[test]
fn m19_a1_a_market_order_that_the_open_makes_too_dear_is_cancelled() {
    let mut scene = scene();
    scene.market(Buy, "100");
    scene.market(Buy, "10");
    scene.limit(Buy, "101", "10", GTC);
    assert_eq!(
        scene.candle("100.001", "101", "99", "100"),
        [
            "Cancelled 1 insufficient_balance",
            "Filled 2 buy 10@100.001 taker",
            "Filled 3 buy 10@100.001 taker"
        ]
    );
    assert_eq!(scene.balances(), [(d("120"), d("120")), (d("7999.98"), d("7999.98"))]);
}

#[test]
fn m19_waiting_market_orders_can_be_cancelled() {
    let mut scene = scene();
    scene.market(Buy, "1");
    assert_eq!(scene.cancel(1), ["Cancelled 1"]);
    assert!(scene.candle("100", "101", "99", "100").is_empty());
}

#[test]
fn m19_at_the_end_market_orders_take_the_latest_close() {
    let mut scene = scene();
    scene.time += 1;
    let request = barter_sim::OpenRequest {
        number: 1,
        instrument: 0,
        side: Sell,
        kind: barter_execution::order::OrderKind::Market,
        time_in_force: IOC,
        price: d("0"),
        quantity: d("7"),
        closing: true,
    };
    assert_eq!(scene.open(request), ["Accepted 1", "Filled 1 sell 7@100 taker"]);
    assert_eq!(scene.exchange.position(0).quantity, d("-7"));
}
