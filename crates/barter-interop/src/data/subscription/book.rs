//! `OrderBookL1`, `OrderBookEvent`.

use crate::{
    canonical,
    data::{
        Restored,
        books::{check_level, check_levels},
    },
    wire_enum,
};
use barter_data::{
    books::{Level, OrderBook},
    subscription::book::{OrderBookEvent, OrderBookL1},
};
use chrono::{DateTime, Utc};

canonical!(OrderBookL1 => "barter_data", "OrderBookL1", 1, validate check_l1 {
    last_update_time: DateTime<Utc>,
    best_bid: Option<Level>,
    best_ask: Option<Level>,
});

pub fn check_l1(quote: &OrderBookL1) -> Result<(), String> {
    for (name, level) in [("best_bid", &quote.best_bid), ("best_ask", &quote.best_ask)] {
        if let Some(level) = level {
            check_level(level).map_err(|message| format!("{name}.{message}"))?;
        }
    }
    Ok(())
}

wire_enum!(OrderBookEvent { Snapshot(OrderBook), Update(OrderBook) });
canonical!(OrderBookEvent => "barter_data", "OrderBookEvent", 1, validate check_event);
canonical!(Restored<OrderBookEvent> => "barter_data", "OrderBookEvent", 1, validate check_restored);

/// Every level is possible.
pub fn check_event(event: &OrderBookEvent) -> Result<(), String> {
    let (OrderBookEvent::Snapshot(book) | OrderBookEvent::Update(book)) = event;
    check_levels("bids", book.bids().levels())?;
    check_levels("asks", book.asks().levels())
}

fn check_restored(event: &Restored<OrderBookEvent>) -> Result<(), String> {
    check_event(&event.0)
}
