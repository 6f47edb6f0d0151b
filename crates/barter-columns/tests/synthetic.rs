//! What the synthetic market promises.

use barter_columns::{
    CompactKind, MarketColumns,
    synthetic::{SyntheticOptions, synthetic},
};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

fn market(seed: u64, events: usize, books: bool) -> MarketColumns {
    synthetic(
        &SyntheticOptions {
            events,
            books,
            ..SyntheticOptions::new(seed)
        },
        &mut |_| false,
    )
    .unwrap()
}

#[test]
fn deltas_rebuild_the_top_of_book_and_trades_are_at_the_touch() {
    for seed in 0..5 {
        let columns = market(seed, 20_000, true);
        let (mut bids, mut asks): (BTreeMap<Decimal, Decimal>, BTreeMap<Decimal, Decimal>) = Default::default();
        let mut quotes = 0;
        let mut last_sequence = 0;
        for (source, row) in columns.rows() {
            assert!(Some(source.time_received(row)) >= source.time_exchange(row));
            match source.event(row) {
                CompactKind::OrderBook(book) => {
                    assert_eq!(book.snapshot, last_sequence == 0);
                    assert_eq!(book.sequence, last_sequence + 1);
                    last_sequence = book.sequence;
                    for (side, levels) in [(&mut bids, &book.bids), (&mut asks, &book.asks)] {
                        for (price, quantity) in levels {
                            if quantity.is_zero() {
                                side.remove(price)
                            } else {
                                side.insert(*price, *quantity)
                            };
                        }
                    }
                    assert!(bids.last_key_value().unwrap().0 < asks.first_key_value().unwrap().0);
                }
                CompactKind::OrderBookL1(quote) => {
                    quotes += 1;
                    let top = |level: Option<(&Decimal, &Decimal)>| level.map(|(price, quantity)| (*price, *quantity)).unwrap();
                    let bid = (quote.bid().unwrap().decimal(), quote.bid_quantity().decimal());
                    let ask = (quote.ask().unwrap().decimal(), quote.ask_quantity().decimal());
                    assert_eq!((bid, ask), (top(bids.last_key_value()), top(asks.first_key_value())));
                }
                CompactKind::Trade(trade) => {
                    // The book is still that of the moment before the trade.
                    let (price, displayed) = match trade.side.unwrap() {
                        barter_instrument::Side::Buy => asks.first_key_value().unwrap(),
                        barter_instrument::Side::Sell => bids.last_key_value().unwrap(),
                    };
                    assert_eq!(trade.price().decimal(), *price);
                    assert!(trade.quantity().decimal() <= *displayed && trade.quantity().mantissa > 0);
                }
                other => panic!("{other:?}"),
            }
        }
        assert!(quotes > 10_000);
    }
}

#[test]
fn books_change_nothing_else_and_seeds_change_everything() {
    let (with, without) = (market(3, 5_000, true), market(3, 5_000, false));
    let rows = |columns: &MarketColumns| -> Vec<_> {
        columns
            .rows()
            .map(|(source, row)| (source.time_received(row), source.time_exchange(row), source.event(row)))
            .filter(|(_, _, kind)| !matches!(kind, CompactKind::OrderBook(_)))
            .collect()
    };
    assert_eq!(rows(&with), rows(&without));
    assert_eq!(without.len(), 5_000);
    assert_ne!(market(4, 5_000, false).fingerprint(), without.fingerprint());
}

/// The same data on every machine: a change here is a change of the generator, and of every result that names its seed.
#[test]
fn the_market_of_a_seed_is_fixed() {
    assert_eq!(
        market(7, 1_000, false).fingerprint(),
        "83647228f6ccb9e0bf1c10a3c412d625bb3c5b7f8c8e716c0969cfb706783680"
    );
}

#[test]
fn it_says_what_it_is() {
    let columns = market(7, 1_000, false);
    assert!(columns.is_synthetic());
    assert_eq!(columns.name(), "synthetic market, seed 7");
    assert!(columns.sources().iter().all(|source| source.name().starts_with("synthetic ")));
    assert!(columns.quality().iter().any(|row| row.check == "synthetic" && row.count == 1_000));
}

#[test]
fn events_cluster() {
    let columns = market(1, 50_000, false);
    let times: Vec<i64> = columns.rows().map(|(source, row)| source.time_exchange(row).unwrap()).collect();
    // Counts per 50 ms: their variance is well above their mean, which it equals for a Poisson process.
    let mut counts: BTreeMap<i64, f64> = BTreeMap::new();
    times
        .iter()
        .for_each(|time| *counts.entry((time - times[0]) / 50_000_000).or_default() += 1.0);
    let windows = ((times[times.len() - 1] - times[0]) / 50_000_000 + 1) as f64;
    let mean = times.len() as f64 / windows;
    let variance = counts.values().map(|count| count * count).sum::<f64>() / windows - mean * mean;
    assert!(variance > 2.0 * mean, "{variance} {mean}");
}

#[test]
fn impossible_arguments_are_named() {
    let base = || SyntheticOptions::new(1);
    let refused = |options: SyntheticOptions| synthetic(&options, &mut |_| false).unwrap_err().blamed().to_owned();
    assert_eq!(refused(SyntheticOptions { events: 0, ..base() }), "events");
    assert_eq!(
        refused(SyntheticOptions {
            tick_size: Decimal::ZERO,
            ..base()
        }),
        "tick_size"
    );
    assert_eq!(
        refused(SyntheticOptions {
            lot_size: Decimal::NEGATIVE_ONE,
            ..base()
        }),
        "lot_size"
    );
    assert_eq!(
        refused(SyntheticOptions {
            price: Decimal::new(600005, 2),
            ..base()
        }),
        "price"
    );
    assert_eq!(
        refused(SyntheticOptions {
            price: Decimal::ONE,
            ..base()
        }),
        "price"
    );
    assert_eq!(
        refused(SyntheticOptions {
            start: i64::MAX - 1,
            ..base()
        }),
        "start"
    );
}
