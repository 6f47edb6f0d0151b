//! Fingerprint of a run (D5): sha256 over one line per request, refusal, order event, fill and changed balance.

use crate::{
    record::{EventName, OrderEventRow, Record},
    universe::Universe,
};
use barter_execution::order::{OrderKind, TimeInForce};
use barter_instrument::Side;
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};
use std::fmt::Write;

const HEADER: &str = "barter-fp-v1\n";

pub fn side_text(side: Side) -> &'static str {
    match side {
        Side::Buy => "buy",
        Side::Sell => "sell",
    }
}

pub fn kind_text(kind: OrderKind) -> &'static str {
    match kind {
        OrderKind::Market => "market",
        OrderKind::Limit => "limit",
    }
}

pub fn time_in_force_text(value: TimeInForce) -> &'static str {
    match value {
        TimeInForce::GoodUntilCancelled { .. } => "good_until_cancelled",
        TimeInForce::GoodUntilEndOfDay => "good_until_end_of_day",
        TimeInForce::FillOrKill => "fill_or_kill",
        TimeInForce::ImmediateOrCancel => "immediate_or_cancel",
    }
}

pub fn is_post_only(value: TimeInForce) -> bool {
    matches!(value, TimeInForce::GoodUntilCancelled { post_only: true })
}

/// The lines in order of `sequence`, and their hash as hex.
pub fn fingerprint(record: &Record, universe: &Universe) -> String {
    let mut hash = Sha256::new();
    hash.update(HEADER);
    for_each_line(record, universe, |line| hash.update(line));
    hash.finalize().iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

pub fn for_each_line(record: &Record, universe: &Universe, mut sink: impl FnMut(&str)) {
    let (mut events, mut fills, mut balances) = (
        record.order_events.iter().peekable(),
        record.fills.iter().peekable(),
        record.balances.iter().peekable(),
    );
    let mut line = String::with_capacity(160);
    loop {
        let next = [
            events.peek().map(|row| row.sequence),
            fills.peek().map(|row| row.sequence),
            balances.peek().map(|row| row.sequence),
        ];
        let Some(first) = next.iter().flatten().min().copied() else {
            return;
        };
        line.clear();
        let written = if next[0] == Some(first) {
            events.next().map(|row| event_line(&mut line, record, universe, row))
        } else if next[1] == Some(first) {
            fills.next().map(|row| {
                let meta = &universe.instruments[row.instrument];
                write!(
                    line,
                    "fill|{}|{}|{}|{}|{}|{}|{}|{}",
                    row.time,
                    row.number,
                    side_text(row.side),
                    text(row.price),
                    text(row.quantity),
                    text(row.fee),
                    universe.asset_name(meta.quote),
                    if row.maker { "maker" } else { "taker" },
                )
            })
        } else {
            balances.next().map(|row| {
                write!(
                    line,
                    "balance|{}|{}|{}|{}|{}",
                    row.time,
                    universe.exchange_id(row.exchange).as_str(),
                    universe.asset_name(barter_instrument::asset::AssetIndex(row.asset)),
                    text(row.total),
                    text(row.free),
                )
            })
        };
        // Writing to a String cannot fail.
        debug_assert!(matches!(written, Some(Ok(()))));
        line.push('\n');
        sink(&line);
    }
}

fn event_line(line: &mut String, record: &Record, universe: &Universe, row: &OrderEventRow) -> std::fmt::Result {
    let reason = row.reason.as_deref().unwrap_or("-");
    match row.event {
        EventName::Sent | EventName::Refused => {
            let order = &record.orders[row.number as usize - 1];
            let meta = &universe.instruments[order.instrument];
            write!(
                line,
                "{}|{}|{}|{}|{}|{}|{}|{}|{}|",
                row.event.as_str(),
                row.time,
                row.number,
                meta.exchange_id.as_str(),
                meta.name_internal.name(),
                side_text(order.side),
                kind_text(order.kind),
                time_in_force_text(order.time_in_force),
                u8::from(is_post_only(order.time_in_force)),
            )?;
            match order.price {
                Some(price) => write!(line, "{}", text(price))?,
                None => line.push('-'),
            }
            write!(line, "|{}", text(order.quantity))?;
            if row.event == EventName::Refused {
                write!(line, "|{reason}")?;
            }
            Ok(())
        }
        event => write!(line, "{}|{}|{}|{}|{reason}", event.as_str(), row.time, row.number, text(row.filled),),
    }
}

/// Normalised text of a decimal; `normalize` also turns −0 into 0.
pub fn text(value: Decimal) -> Decimal {
    value.normalize()
}
