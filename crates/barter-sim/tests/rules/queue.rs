//! Resting orders at the top of book: M9-M11, D7.

use crate::scene::*;
use barter_instrument::Side::{Buy, Sell};

#[test]
fn m9_where_an_order_stands_on_arrival() {
    let mut scene = Scene::quoted(spot(TOP_OF_BOOK));
    scene.limit(Buy, "99.5", "1", GTC);
    scene.limit(Buy, "99", "1", GTC);
    scene.limit(Buy, "98", "1", GTC);
    scene.limit(Sell, "101", "1", GTC);
    assert_eq!(
        [1, 2, 3, 4].map(|number| scene.ahead(number)),
        [Some(d("0")), Some(d("10")), None, Some(d("5"))]
    );
    scene.quote("", "", "101", "5");
    scene.limit(Buy, "97", "1", GTC);
    assert_eq!(scene.ahead(5), Some(d("0")));
}

#[test]
fn m9_trades_of_the_other_side_move_the_queue_and_the_excess_fills() {
    let mut scene = Scene::quoted(spot(TOP_OF_BOOK));
    scene.limit(Buy, "99", "4", GTC);
    assert!(scene.trade("99", "3", Some(Sell)).is_empty());
    assert_eq!(scene.ahead(1), Some(d("7")));
    // A buyer at the bid does not concern resting buyers.
    assert!(scene.trade("99", "50", Some(Buy)).is_empty());
    assert_eq!(scene.ahead(1), Some(d("7")));
    // All that is ahead, exactly.
    assert!(scene.trade("99", "7", Some(Sell)).is_empty());
    assert_eq!(scene.ahead(1), Some(d("0")));
    assert_eq!(scene.trade("99", "1", Some(Sell)), ["PartiallyFilled 1 buy 1@99 maker"]);
    assert_eq!(scene.trade("99", "50", Some(Sell)), ["Filled 1 buy 3@99 maker"]);
}

#[test]
fn m9_m11_an_unknown_aggressor_counts_for_both_sides() {
    let mut scene = Scene::quoted(spot(TOP_OF_BOOK));
    scene.limit(Buy, "100", "1", GTC);
    assert_eq!(scene.trade("100", "0.5", None), ["PartiallyFilled 1 buy 0.5@100 maker"]);
    scene.cancel(1);
    scene.limit(Sell, "100", "1", GTC);
    assert_eq!(scene.trade("100", "0.5", None), ["PartiallyFilled 2 sell 0.5@100 maker"]);
}

#[test]
fn m9_a_quote_at_the_price_never_subtracts() {
    let mut scene = Scene::quoted(spot(TOP_OF_BOOK));
    scene.limit(Buy, "99", "1", GTC);
    scene.trade("99", "4", Some(Sell));
    // Trade and quote report one event: 6, not 2.
    scene.quote("99", "6", "101", "5");
    assert_eq!(scene.ahead(1), Some(d("6")));
    scene.quote("99", "8", "101", "5");
    assert_eq!(scene.ahead(1), Some(d("6")));
    scene.quote("99", "2", "101", "5");
    assert_eq!(scene.ahead(1), Some(d("2")));
    // The touch moves away, better than the own price: unchanged.
    scene.quote("100", "1", "101", "5");
    assert_eq!(scene.ahead(1), Some(d("2")));
    // The own side is worse, or empty: first in line.
    scene.quote("98", "50", "101", "5");
    assert_eq!(scene.ahead(1), Some(d("0")));
}

#[test]
fn m9_behind_the_touch_is_settled_when_the_touch_gets_there() {
    let mut scene = Scene::quoted(spot(TOP_OF_BOOK));
    scene.limit(Buy, "98", "1", GTC);
    scene.limit(Buy, "97", "1", GTC);
    // Unknown: a trade at the price says nothing yet.
    assert!(scene.trade("98", "100", Some(Sell)).is_empty());
    scene.quote("98", "4", "101", "5");
    assert_eq!((scene.ahead(1), scene.ahead(2)), (Some(d("4")), None));
    scene.quote("", "", "101", "5");
    assert_eq!((scene.ahead(1), scene.ahead(2)), (Some(d("0")), Some(d("0"))));
}

#[test]
fn m10_the_opposite_touch_reaching_the_price_fills_whole_at_the_own_price() {
    let mut scene = Scene::quoted(spot(TOP_OF_BOOK));
    scene.limit(Buy, "99", "40", GTC);
    assert_eq!(scene.quote("97", "1", "98.5", "1"), ["Filled 1 buy 40@99 maker"]);
    scene.limit(Sell, "100", "40", GTC);
    assert_eq!(scene.quote("100", "1", "101", "1"), ["Filled 2 sell 40@100 maker"]);
}

#[test]
fn m10_a_trade_through_the_price_fills_whole_whatever_the_aggressor() {
    for side in [Some(Buy), Some(Sell), None] {
        let mut scene = Scene::quoted(spot(TOP_OF_BOOK));
        scene.limit(Buy, "99", "40", GTC);
        assert_eq!(scene.trade("98.9", "0.1", side), ["Filled 1 buy 40@99 maker"]);
        scene.limit(Sell, "102", "40", GTC);
        assert_eq!(scene.trade("102.1", "0.1", side), ["Filled 2 sell 40@102 maker"]);
    }
}

#[test]
fn m10_cap_at_trade_limits_a_fill_to_what_was_traded() {
    let mut scene = Scene::quoted(spot(CAPPED));
    scene.limit(Buy, "99", "4", GTC);
    scene.limit(Buy, "98.95", "4", GTC);
    assert_eq!(
        scene.trade("98.9", "6", Some(Sell)),
        ["Filled 1 buy 4@99 maker", "PartiallyFilled 2 buy 2@98.95 maker"]
    );
    // The touch reaching the price is not capped.
    assert_eq!(scene.quote("97", "1", "98", "0.1"), ["Filled 2 buy 2@98.95 maker"]);
}

#[test]
fn m11_one_trade_is_spent_once_by_price_then_time() {
    let mut scene = Scene::quoted(spot(TOP_OF_BOOK));
    scene.limit(Buy, "100", "2", GTC);
    scene.limit(Buy, "100", "2", GTC);
    scene.limit(Buy, "100.5", "2", GTC);
    // 100.5 is through and takes 2 of 3; the first at 100 gets what is left.
    assert_eq!(
        scene.trade("100", "3", Some(Sell)),
        ["Filled 3 buy 2@100.5 maker", "PartiallyFilled 1 buy 1@100 maker"]
    );
    assert_eq!(
        scene.trade("100", "2", Some(Sell)),
        ["Filled 1 buy 1@100 maker", "PartiallyFilled 2 buy 1@100 maker"]
    );
}

#[test]
fn m11_a_fill_through_the_price_may_spend_more_than_was_traded() {
    let mut scene = Scene::quoted(spot(TOP_OF_BOOK));
    scene.limit(Buy, "100.5", "7", GTC);
    scene.limit(Buy, "100", "2", GTC);
    assert_eq!(scene.trade("100", "3", Some(Sell)), ["Filled 1 buy 7@100.5 maker"]);
    assert_eq!(scene.ahead(2), Some(d("0")));
}

#[test]
fn d7_own_orders_do_not_queue_behind_each_other_twice() {
    let mut scene = Scene::quoted(spot(TOP_OF_BOOK));
    scene.limit(Buy, "99", "1", GTC);
    scene.limit(Buy, "99", "1", GTC);
    // Both stand behind the ten displayed; a trade of 11 moves both queues and fills one of each in turn.
    assert_eq!(scene.trade("99", "11", Some(Sell)), ["Filled 1 buy 1@99 maker"]);
    assert_eq!(scene.ahead(2), Some(d("0")));
}
