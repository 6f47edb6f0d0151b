//! Takers at the top of book: M2, M3, M6, M8, D6 steps 8-10.

use crate::scene::*;
use barter_instrument::Side::{Buy, Sell};

#[test]
fn m2_unlimited_size_fills_whole_at_the_touch_and_says_how_much_was_not_shown() {
    let mut scene = Scene::quoted(spot(TOP_OF_BOOK));
    let request = barter_sim::OpenRequest {
        number: 1,
        instrument: 0,
        side: Buy,
        kind: barter_execution::order::OrderKind::Market,
        time_in_force: IOC,
        price: d("0"),
        quantity: d("7"),
        closing: false,
    };
    scene.exchange.on_open(scene.time + 4, &request, &mut scene.packets).unwrap();
    let fill = scene.packets[1].fill.clone().unwrap();
    assert_eq!(
        (fill.price, fill.quantity, fill.quantity_beyond_displayed),
        (d("101"), d("7"), d("2"))
    );
    assert_eq!((fill.mid, fill.quote_age), (Some(d("100")), Some(4)));
    assert_eq!(
        (fill.quote_value, fill.position_after, fill.realised_pnl),
        (d("707"), d("7"), d("0"))
    );
}

#[test]
fn m3_displayed_size_is_spent_until_the_level_changes() {
    let mut scene = Scene::quoted(spot(DISPLAYED));
    assert_eq!(scene.market(Buy, "3"), ["Accepted 1", "Filled 1 buy 3@101 taker"]);
    assert_eq!(
        scene.market(Buy, "3"),
        ["Accepted 2", "PartiallyFilled 2 buy 2@101 taker", "Cancelled 2 no_liquidity"]
    );
    assert_eq!(scene.market(Buy, "3"), ["Accepted 3", "Cancelled 3 no_liquidity"]);
    // The other side changes, and the same level is told again: still spent.
    scene.quote("99", "9", "101", "5");
    assert_eq!(scene.market(Buy, "1"), ["Accepted 4", "Cancelled 4 no_liquidity"]);
    // The level changes and changes back: fresh.
    scene.quote("99", "9", "101", "4");
    scene.quote("99", "9", "101", "5");
    assert_eq!(scene.market(Buy, "5"), ["Accepted 5", "Filled 5 buy 5@101 taker"]);
    // The sides are counted apart.
    assert_eq!(scene.market(Sell, "9"), ["Accepted 6", "Filled 6 sell 9@99 taker"]);
}

#[test]
fn m3_fill_or_kill_tests_the_visible_size() {
    let mut scene = Scene::quoted(spot(DISPLAYED));
    assert_eq!(scene.limit(Buy, "101", "6", FOK), ["Accepted 1", "Cancelled 1 fill_or_kill"]);
    assert_eq!(scene.limit(Buy, "101", "5", FOK), ["Accepted 2", "Filled 2 buy 5@101 taker"]);
    let mut scene = Scene::quoted(spot(TOP_OF_BOOK));
    assert_eq!(scene.limit(Buy, "101", "6", FOK), ["Accepted 1", "Filled 1 buy 6@101 taker"]);
    assert_eq!(scene.limit(Buy, "100", "6", FOK), ["Accepted 2", "Cancelled 2 fill_or_kill"]);
}

#[test]
fn m6_a_marketable_limit_keeps_the_improvement() {
    let mut scene = Scene::quoted(spot(TOP_OF_BOOK));
    assert_eq!(scene.limit(Buy, "105", "2", GTC), ["Accepted 1", "Filled 1 buy 2@101 taker"]);
    assert_eq!(scene.limit(Sell, "90", "2", IOC), ["Accepted 2", "Filled 2 sell 2@99 taker"]);
    assert_eq!(scene.limit(Buy, "100", "2", IOC), ["Accepted 3", "Cancelled 3 immediate_or_cancel"]);
    assert_eq!(scene.balances(), [(d("100"), d("100")), (d("9996"), d("9996"))]);
}

#[test]
fn m6_the_remainder_of_a_limit_rests_and_that_of_an_immediate_order_is_cancelled() {
    let mut scene = Scene::quoted(spot(DISPLAYED));
    assert_eq!(
        scene.limit(Buy, "101", "8", GTC),
        ["Accepted 1", "PartiallyFilled 1 buy 5@101 taker"]
    );
    // Better than the bid: nobody is ahead.
    assert_eq!(scene.ahead(1), Some(d("0")));
    assert_eq!(scene.trade("101", "1", Some(Sell)), ["PartiallyFilled 1 buy 1@101 maker"]);
    scene.quote("99", "10", "102", "5");
    assert_eq!(
        scene.limit(Buy, "102", "6", IOC),
        ["Accepted 2", "PartiallyFilled 2 buy 5@102 taker", "Cancelled 2 immediate_or_cancel"]
    );
    assert_eq!(scene.quote("99", "10", "101", "1"), ["Filled 1 buy 2@101 maker"]);
}

#[test]
fn m15_crossed_quotes_are_counted_and_used_as_they_are() {
    let mut scene = Scene::quoted(spot(TOP_OF_BOOK));
    scene.quote("102", "1", "101", "1");
    scene.quote("101", "1", "101", "1");
    assert_eq!(scene.exchange.crossed_quotes(), 1);
    scene.quote("102", "1", "101", "1");
    assert_eq!(scene.market(Buy, "1"), ["Accepted 1", "Filled 1 buy 1@101 taker"]);
    assert_eq!(scene.market(Sell, "1"), ["Accepted 2", "Filled 2 sell 1@102 taker"]);
}
