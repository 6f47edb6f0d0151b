//! M14: reconnecting and old quotes.

use crate::scene::*;
use barter_instrument::Side::{Buy, Sell};
use barter_sim::Matching;

#[test]
fn m14_after_a_reconnect_immediate_orders_are_rejected_and_limits_rest_unmatched() {
    let mut scene = Scene::quoted(spot(TOP_OF_BOOK));
    scene.exchange.on_reconnecting();
    assert_eq!(scene.market(Buy, "1"), ["Rejected 1 stale_market"]);
    assert_eq!(scene.limit(Buy, "90", "1", POST_ONLY), ["Rejected 2 stale_market"]);
    assert_eq!(scene.limit(Buy, "90", "1", IOC), ["Rejected 3 stale_market"]);
    assert_eq!(scene.limit(Buy, "90", "1", FOK), ["Rejected 4 stale_market"]);
    // Marketable, if the old quote still counted.
    assert_eq!(scene.limit(Buy, "102", "1", GTC), ["Accepted 5"]);
    assert_eq!(scene.ahead(5), None);
    assert!(scene.trade("90", "100", None).is_empty());
    // The quote ends the staleness, then M10.
    assert_eq!(scene.quote("99", "1", "101", "1"), ["Filled 5 buy 1@102 maker"]);
    assert_eq!(scene.market(Buy, "1"), ["Accepted 6", "Filled 6 buy 1@101 taker"]);
}

#[test]
fn m14_resting_orders_keep_their_place_while_nothing_matches() {
    let mut scene = Scene::quoted(spot(TOP_OF_BOOK));
    scene.limit(Sell, "101", "1", GTC);
    scene.exchange.on_reconnecting();
    assert!(scene.trade("101", "100", Some(Buy)).is_empty());
    assert_eq!(scene.ahead(1), Some(d("5")));
    scene.quote("99", "1", "101", "50");
    assert_eq!(scene.ahead(1), Some(d("5")));
}

#[test]
fn m14_quotes_older_than_the_limit_are_stale() {
    let mut config = spot(TOP_OF_BOOK);
    config.max_quote_age = Some(10);
    let mut scene = Scene::quoted(config);
    scene.limit(Buy, "99", "1", GTC);
    scene.time += 10;
    assert_eq!(scene.market(Buy, "1"), ["Accepted 2", "Filled 2 buy 1@101 taker"]);
    scene.time += 1;
    assert_eq!(scene.market(Buy, "1"), ["Rejected 3 stale_market"]);
    assert_eq!(scene.limit(Sell, "99", "1", GTC), ["Accepted 4"]);
    assert!(scene.trade("95", "1", None).is_empty());
}

#[test]
fn m14_each_matching_waits_for_its_own_data() {
    let mut scene = Scene::new(spot(Matching::LastTrade));
    scene.trade("100", "1", None);
    scene.limit(Buy, "99", "1", GTC);
    scene.exchange.on_reconnecting();
    scene.quote("90", "1", "91", "1");
    assert_eq!(scene.market(Buy, "1"), ["Rejected 2 stale_market"]);
    assert_eq!(scene.trade("99", "1", None), ["Filled 1 buy 1@99 maker"]);
    assert_eq!(scene.market(Buy, "1"), ["Accepted 3", "Filled 3 buy 1@99 taker"]);

    let mut scene = Scene::new(spot(Matching::Candles));
    scene.candle("100", "101", "99", "100");
    scene.exchange.on_reconnecting();
    assert_eq!(scene.market(Buy, "1"), ["Rejected 1 stale_market"]);
    scene.candle("100", "101", "99", "100");
    assert_eq!(scene.market(Buy, "1"), ["Accepted 2"]);
}
