//! What rows do to the market state: A7, M15, M16.

use crate::scene::*;
use barter_columns::{BookRow, CompactKind, WideL1, WideTrade};
use barter_instrument::Side::{Buy, Sell};
use barter_sim::MarkSource;
use std::sync::Arc;

#[test]
fn a7_the_mark_is_the_latest_mid_else_the_latest_trade_else_the_latest_close() {
    let mut scene = Scene::new(spot(TOP_OF_BOOK));
    let mut versions = vec![scene.exchange.mark_version()];
    let mut mark = |scene: &mut Scene| {
        versions.push(scene.exchange.mark_version());
        let last = versions.len() - 1;
        (scene.exchange.mark(0), versions[last] != versions[last - 1])
    };
    assert_eq!((scene.exchange.mark(0), scene.exchange.mark2(0)), (None, None));
    scene.candle("100", "101", "99", "100.5");
    assert_eq!(mark(&mut scene), (Some(d("100.5")), true));
    scene.trade("102", "1", None);
    assert_eq!(mark(&mut scene), (Some(d("102")), true));
    scene.candle("100", "101", "99", "77");
    assert_eq!(mark(&mut scene), (Some(d("102")), false));
    scene.quote("99", "1", "", "");
    assert_eq!(mark(&mut scene), (Some(d("102")), false));
    scene.trade("103", "1", None);
    assert_eq!(mark(&mut scene), (Some(d("103")), true));
    scene.quote("99", "1", "101.001", "1");
    assert_eq!(mark(&mut scene), (Some(d("100.0005")), true));
    assert_eq!(scene.exchange.mark2(0), Some((200_001, 3)));
    scene.trade("110", "1", None);
    assert_eq!(mark(&mut scene), (Some(d("100.0005")), false));
    // A later one-sided quote keeps the last mid.
    scene.quote("50", "1", "", "");
    assert_eq!(mark(&mut scene), (Some(d("100.0005")), false));
    assert_eq!(scene.exchange.market(0).mid(), None);
    assert_eq!(scene.exchange.market(0).mark_source(), MarkSource::Mid);
    // Other quantities, same mid.
    scene.quote("99", "7", "101.001", "8");
    assert_eq!(mark(&mut scene), (Some(d("100.0005")), false));
}

#[test]
fn m16_strange_trades_are_dropped_and_unmatched_ones_change_nothing() {
    let mut scene = Scene::quoted(spot(TOP_OF_BOOK));
    scene.limit(Buy, "99", "1", GTC);
    assert!(scene.trade("0", "100", None).is_empty());
    assert!(scene.trade("-5", "100", None).is_empty());
    assert!(scene.trade("90", "0", None).is_empty());
    assert_eq!(scene.exchange.dropped_trades(), 3);
    let mut print = trade_row("90", "100", Some(Sell));
    print.matched = false;
    assert!(scene.row(CompactKind::Trade(print)).is_empty());
    assert!(scene.row(CompactKind::Liquidation(trade_row("90", "100", Some(Sell)))).is_empty());
    assert_eq!(scene.ahead(1), Some(d("10")));
    assert!(scene.exchange.market(0).trade().is_none());

    let mut scene = Scene::new(spot(TOP_OF_BOOK));
    scene.row(CompactKind::Trade(print));
    assert_eq!(scene.exchange.mark(0), None);
}

#[test]
fn wide_rows_act_like_compact_ones() {
    let mut scene = Scene::new(spot(TOP_OF_BOOK));
    let quote = |bid: &str, ask: &str| {
        CompactKind::WideOrderBookL1(Arc::new(WideL1 {
            bid: Some((d(bid), d("10"))),
            ask: (!ask.is_empty()).then(|| (d(ask), d("5"))),
        }))
    };
    let trade = |price: &str, quantity: &str, matched| {
        CompactKind::WideTrade(Arc::new(WideTrade {
            price: d(price),
            quantity: d(quantity),
            id: "abc".into(),
            side: Some(Sell),
            matched,
        }))
    };
    scene.row(trade("100.00000000000000001", "1", true));
    assert_eq!(scene.exchange.mark(0), Some(d("100.00000000000000001")));
    scene.row(quote("99.00000000000000001", "101.00000000000000002"));
    assert_eq!(scene.exchange.mark(0), Some(d("100.000000000000000015")));
    scene.limit(Buy, "99.00000000000000001", "1", GTC);
    assert_eq!(scene.ahead(1), Some(d("10")));
    assert!(scene.row(trade("99.00000000000000001", "4", false)).is_empty());
    assert!(scene.row(trade("99.00000000000000001", "4", true)).is_empty());
    assert_eq!(scene.ahead(1), Some(d("6")));
    assert!(scene.row(trade("99", "0", true)).is_empty());
    assert_eq!(scene.exchange.dropped_trades(), 1);
    assert_eq!(scene.row(trade("99", "0.1", true)), ["Filled 1 buy 1@99.00000000000000001 maker"]);
    scene.row(quote("101", "100"));
    assert_eq!(scene.exchange.crossed_quotes(), 1);
    // A compact row after a wide one replaces it.
    scene.quote("99", "1", "101", "1");
    assert_eq!(scene.exchange.mark(0), Some(d("100")));
    scene.row(quote("98", ""));
    assert_eq!(scene.market(Buy, "1"), ["Rejected 2 no_market"]);
}

#[test]
fn m4_book_messages_give_no_top_of_book() {
    let mut scene = Scene::new(spot(TOP_OF_BOOK));
    let book = CompactKind::OrderBook(Arc::new(BookRow {
        snapshot: true,
        sequence: 1,
        bids: Box::new([(d("99"), d("1"))]),
        asks: Box::new([(d("101"), d("1"))]),
    }));
    assert!(scene.row(book).is_empty());
    assert_eq!(scene.market(Buy, "1"), ["Rejected 1 no_market"]);
}
