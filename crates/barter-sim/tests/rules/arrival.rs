//! D6: what decides about an arriving order, and in which order.

use crate::scene::*;
use barter_instrument::Side::{Buy, Sell};
use barter_sim::SimError;

#[test]
fn m8_d6_1_without_a_quote_everything_is_rejected() {
    let mut scene = Scene::new(spot(TOP_OF_BOOK));
    scene.trade("100", "1", Some(Buy));
    assert_eq!(scene.market(Buy, "1"), ["Rejected 1 no_market"]);
    assert_eq!(scene.limit(Buy, "90", "1", GTC), ["Rejected 2 no_market"]);
    assert_eq!(scene.packets.len(), 0);
}

#[test]
fn m8_m15_d6_1_a_missing_opposite_side_rejects_market_and_post_only_orders() {
    let mut scene = Scene::new(spot(TOP_OF_BOOK));
    scene.quote("99", "10", "", "");
    assert_eq!(scene.market(Buy, "1"), ["Rejected 1 no_market"]);
    assert_eq!(scene.limit(Buy, "90", "1", POST_ONLY), ["Rejected 2 no_market"]);
    assert_eq!(scene.limit(Buy, "90", "1", IOC), ["Accepted 3", "Cancelled 3 immediate_or_cancel"]);
    assert_eq!(scene.limit(Buy, "90", "1", FOK), ["Accepted 4", "Cancelled 4 fill_or_kill"]);
    assert_eq!(scene.limit(Buy, "90", "1", GTC), ["Accepted 5"]);
    assert_eq!(scene.market(Sell, "1"), ["Accepted 6", "Filled 6 sell 1@99 taker"]);
}

#[test]
fn m7_d6_3_post_only_that_reaches_the_touch_is_rejected_never_repriced() {
    let mut scene = Scene::quoted(spot(TOP_OF_BOOK));
    assert_eq!(scene.limit(Buy, "101", "1", POST_ONLY), ["Rejected 1 post_only_would_take"]);
    assert_eq!(scene.limit(Buy, "102", "1", POST_ONLY), ["Rejected 2 post_only_would_take"]);
    assert_eq!(scene.limit(Sell, "99", "1", POST_ONLY), ["Rejected 3 post_only_would_take"]);
    assert_eq!(scene.limit(Buy, "100.999", "1", POST_ONLY), ["Accepted 4"]);
}

#[test]
fn d6_4_minimum_notional_is_for_market_orders_at_the_touch() {
    let mut config = spot(TOP_OF_BOOK);
    config.instruments[0].minimum_notional = d("100");
    let mut scene = Scene::quoted(config);
    assert_eq!(scene.market(Buy, "0.99"), ["Rejected 1 below_minimum_notional"]);
    assert_eq!(scene.market(Buy, "1"), ["Accepted 2", "Filled 2 buy 1@101 taker"]);
    // At the bid, 1 is worth 99.
    assert_eq!(scene.market(Sell, "1"), ["Rejected 3 below_minimum_notional"]);
    assert_eq!(scene.limit(Buy, "50", "0.1", GTC), ["Accepted 4"]);
}

#[test]
fn d6_4_comes_before_d6_5() {
    let mut config = spot(TOP_OF_BOOK);
    config.instruments[0].minimum_notional = d("100");
    config.assets[QUOTE].balance = d("0");
    let mut scene = Scene::quoted(config);
    assert_eq!(scene.market(Buy, "0.5"), ["Rejected 1 below_minimum_notional"]);
    assert_eq!(scene.market(Buy, "1"), ["Rejected 2 insufficient_balance"]);
}

#[test]
fn d6_6_order_ids_count_acceptances_and_trade_ids_fills() {
    let mut scene = Scene::quoted(spot(TOP_OF_BOOK));
    scene.limit(Buy, "101", "1", POST_ONLY);
    let mut ids = Vec::new();
    for _ in 0..2 {
        let request = barter_sim::OpenRequest {
            number: 10 + ids.len() as u32,
            instrument: 0,
            side: Buy,
            kind: barter_execution::order::OrderKind::Market,
            time_in_force: IOC,
            price: d("0"),
            quantity: d("1"),
            closing: false,
        };
        scene.exchange.on_open(scene.time, &request, &mut scene.packets).unwrap();
        let trade = scene.packets.iter().find_map(|packet| packet.fill.as_ref()).unwrap().trade_id;
        ids.push((scene.packets[0].order_id, trade));
        scene.packets.clear();
    }
    assert_eq!(ids, [(Some(1), 1), (Some(2), 2)]);
}

#[test]
fn m13_d6_7_an_order_that_would_meet_an_own_one_expires() {
    let mut scene = Scene::quoted(spot(TOP_OF_BOOK));
    // Better than the touch, so it is first in line.
    scene.limit(Sell, "100", "1", GTC);
    assert_eq!(scene.market(Buy, "1"), ["Accepted 2", "Expired 2 self_trade"]);
    assert_eq!(scene.limit(Buy, "100", "1", GTC), ["Accepted 3", "Expired 3 self_trade"]);
    assert_eq!(scene.limit(Buy, "100.5", "1", POST_ONLY), ["Accepted 4", "Expired 4 self_trade"]);
    assert_eq!(scene.limit(Buy, "99.9", "1", GTC), ["Accepted 5"]);
    assert_eq!(scene.cancel(2), ["CancelRejected 2 order_not_found"]);
}

#[test]
fn m13_d6_7_at_the_touch_it_depends_on_the_queue() {
    let mut scene = Scene::quoted(spot(TOP_OF_BOOK));
    scene.limit(Sell, "101", "1", GTC);
    // Five are ahead of the own order: the incoming one meets them.
    assert_eq!(scene.limit(Buy, "101", "1", GTC), ["Accepted 2", "Filled 2 buy 1@101 taker"]);
    scene.trade("101", "5", Some(Buy));
    assert_eq!(scene.ahead(1), Some(d("0")));
    assert_eq!(scene.limit(Buy, "101", "1", GTC), ["Accepted 3", "Expired 3 self_trade"]);
    // The order behind the touch is not met.
    scene.cancel(1);
    scene.limit(Sell, "102", "1", GTC);
    assert_eq!(scene.market(Buy, "1"), ["Accepted 5", "Filled 5 buy 1@101 taker"]);
}

#[test]
fn m13_an_own_order_is_all_there_is_when_the_touch_is_missing() {
    let mut scene = Scene::quoted(spot(TOP_OF_BOOK));
    scene.limit(Sell, "105", "1", GTC);
    scene.quote("99", "10", "", "");
    assert_eq!(scene.limit(Buy, "105", "1", GTC), ["Accepted 2", "Expired 2 self_trade"]);
}

#[test]
fn m12_cancels_are_answered_by_what_became_of_the_order() {
    let mut scene = Scene::quoted(spot(TOP_OF_BOOK));
    scene.market(Buy, "1");
    assert_eq!(scene.cancel(1), ["CancelRejected 1 order_already_fully_filled"]);
    scene.limit(Buy, "98", "1", GTC);
    assert_eq!(scene.cancel(2), ["Cancelled 2"]);
    assert_eq!(scene.cancel(2), ["CancelRejected 2 order_already_cancelled"]);
    scene.limit(Buy, "98", "1", IOC);
    assert_eq!(scene.cancel(3), ["CancelRejected 3 order_already_cancelled"]);
    scene.limit(Buy, "102", "1", POST_ONLY);
    assert_eq!(scene.cancel(4), ["CancelRejected 4 order_not_found"]);
    assert_eq!(scene.cancel(77), ["CancelRejected 77 order_not_found"]);
}

#[test]
fn m12_fills_before_the_cancel_stand() {
    let mut scene = Scene::quoted(spot(TOP_OF_BOOK));
    scene.limit(Buy, "100", "4", GTC);
    assert_eq!(scene.trade("100", "1", Some(Sell)), ["PartiallyFilled 1 buy 1@100 maker"]);
    scene.exchange.on_cancel(scene.time, 0, 1, &mut scene.packets).unwrap();
    assert_eq!(scene.packets[0].filled_quantity, d("1"));
    assert_eq!(scene.packets[0].order_id, Some(1));
    assert_eq!(scene.balances(), [(d("101"), d("101")), (d("9900"), d("9900"))]);
}

#[test]
fn requests_that_make_no_sense_are_errors() {
    let mut scene = Scene::quoted(spot(TOP_OF_BOOK));
    let good = barter_sim::OpenRequest {
        number: 1,
        instrument: 0,
        side: Buy,
        kind: barter_execution::order::OrderKind::Limit,
        time_in_force: GTC,
        price: d("98"),
        quantity: d("1"),
        closing: false,
    };
    let mut packets = Vec::new();
    let mut open = |request: &barter_sim::OpenRequest| scene.exchange.on_open(5_000, request, &mut packets);
    for bad in [
        barter_sim::OpenRequest {
            quantity: d("0"),
            ..good.clone()
        },
        barter_sim::OpenRequest {
            price: d("-1"),
            ..good.clone()
        },
    ] {
        assert!(matches!(open(&bad), Err(SimError::Request { number: 1, .. })));
    }
    let elsewhere = barter_sim::OpenRequest {
        instrument: 1,
        ..good.clone()
    };
    assert_eq!(open(&elsewhere), Err(SimError::UnknownInstrument { position: 1, count: 1 }));
    assert_eq!(open(&good), Ok(()));
    assert!(matches!(open(&good), Err(SimError::Request { number: 1, .. })));
}
