//! M5 and `LastTrade` in D6.

use crate::scene::*;
use barter_instrument::Side::{Buy, Sell};
use barter_sim::Matching::LastTrade;

#[test]
fn m5_d6_1_without_a_trade_everything_is_rejected() {
    let mut scene = Scene::quoted(spot(LastTrade));
    assert_eq!(scene.market(Buy, "1"), ["Rejected 1 no_market"]);
    assert_eq!(scene.limit(Buy, "90", "1", GTC), ["Rejected 2 no_market"]);
}

#[test]
fn m5_takers_fill_whole_at_the_latest_trade() {
    let mut scene = Scene::quoted(spot(LastTrade));
    scene.trade("100", "2", Some(Buy));
    assert_eq!(scene.market(Sell, "5"), ["Accepted 1", "Filled 1 sell 5@100 taker"]);
    assert_eq!(scene.limit(Buy, "100", "5", FOK), ["Accepted 2", "Filled 2 buy 5@100 taker"]);
    assert_eq!(scene.limit(Buy, "103", "5", GTC), ["Accepted 3", "Filled 3 buy 5@100 taker"]);
    assert_eq!(
        scene.limit(Buy, "99.9", "5", IOC),
        ["Accepted 4", "Cancelled 4 immediate_or_cancel"]
    );
    assert_eq!(scene.limit(Buy, "99.9", "5", FOK), ["Accepted 5", "Cancelled 5 fill_or_kill"]);
    assert_eq!(scene.limit(Sell, "100", "5", POST_ONLY), ["Rejected 6 post_only_would_take"]);
    assert_eq!(scene.limit(Sell, "100.1", "5", POST_ONLY), ["Accepted 7"]);
}

#[test]
fn m5_a_resting_order_fills_on_the_first_trade_at_or_through_it() {
    let mut scene = Scene::quoted(spot(LastTrade));
    scene.trade("100", "2", Some(Buy));
    scene.limit(Buy, "99", "5", GTC);
    scene.limit(Buy, "98", "5", GTC);
    scene.limit(Sell, "104", "5", GTC);
    assert!(scene.trade("99.001", "2", None).is_empty());
    assert!(scene.quote("90", "1", "91", "1").is_empty());
    assert_eq!(scene.trade("99", "0.001", Some(Buy)), ["Filled 1 buy 5@99 maker"]);
    assert_eq!(scene.trade("90", "0.001", Some(Buy)), ["Filled 2 buy 5@98 maker"]);
    assert_eq!(scene.trade("105", "0.001", Some(Sell)), ["Filled 3 sell 5@104 maker"]);
}

#[test]
fn d6_beyond_displayed_is_measured_on_the_trade_and_ages_on_the_quote() {
    let mut scene = Scene::new(spot(LastTrade));
    scene.trade("100", "2", Some(Buy));
    let mut fill = |number, time| {
        let request = barter_sim::OpenRequest {
            number,
            instrument: 0,
            side: Buy,
            kind: barter_execution::order::OrderKind::Market,
            time_in_force: IOC,
            price: d("0"),
            quantity: d("5"),
            closing: false,
        };
        scene.packets.clear();
        if number == 2 {
            scene
                .exchange
                .on_market(4_000, 0, &quote("99", "1", "102", "1"), &mut scene.packets)
                .unwrap();
        }
        scene.exchange.on_open(time, &request, &mut scene.packets).unwrap();
        scene.packets[1].fill.clone().unwrap()
    };
    let first = fill(1, 3_000);
    assert_eq!((first.quantity_beyond_displayed, first.mid, first.quote_age), (d("3"), None, None));
    let second = fill(2, 4_010);
    assert_eq!((second.price, second.mid, second.quote_age), (d("100"), Some(d("100.5")), Some(10)));
}
