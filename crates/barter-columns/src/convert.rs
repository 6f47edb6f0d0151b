//! Compact kinds to and from upstream's `DataKind`, exactly or not at all.
//!
//! Upstream's trades, candles and liquidations hold `f64`: a number passes where the shortest text of its float gives the number back, which is
//! so for every number of at most 15 digits. `matched` has no place upstream and is left out; events from there count as matched.

use crate::{
    build::RowTimes,
    kind::{BookRow, CandleRow, CompactKind, Fixed, L1Row, TradeRow, WideL1, WideTrade, decimal_f64},
    number::{Numbers, NumbersBuilder},
    source::{Source, SourceKind},
};
use barter_data::{
    books::{Level, OrderBook},
    event::DataKind,
    subscription::{
        book::{OrderBookEvent, OrderBookL1},
        candle::Candle,
        liquidation::Liquidation,
        trade::PublicTrade,
    },
};
use barter_instrument::Side;
use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use std::sync::Arc;

/// A value that the other type cannot hold.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum InexactError {
    #[error("{field} = {value} has more digits than upstream's float holds; read it from the columns instead")]
    Digits { field: &'static str, value: Decimal },
    #[error("{field} = {value} is not a finite number that a decimal of 28 digits holds")]
    Float { field: &'static str, value: f64 },
    #[error("upstream's {0} needs a side, but the source does not say it")]
    NoSide(&'static str),
    #[error("a source of reconnecting events has no data kinds")]
    Reconnecting,
    #[error("{0} ns does not fit the range of 64-bit nanoseconds (years 1677 to 2262)")]
    Time(&'static str),
    #[error("a best {side} of {price} × {quantity} is not a positive price and quantity")]
    Level {
        side: &'static str,
        price: Decimal,
        quantity: Decimal,
    },
}

/// 15 digits always survive the way through a float.
const SAFE: u64 = 1_000_000_000_000_000;

fn float(field: &'static str, number: Fixed) -> Result<f64, InexactError> {
    if number.mantissa.unsigned_abs() < SAFE {
        Ok(number.f64())
    } else {
        decimal_float(field, number.decimal())
    }
}

fn decimal_float(field: &'static str, value: Decimal) -> Result<f64, InexactError> {
    let float = decimal_f64(value);
    match float_decimal(float) {
        Some(back) if back == value => Ok(float),
        _ => Err(InexactError::Digits { field, value }),
    }
}

/// A float by its shortest text.
pub(crate) fn float_decimal(value: f64) -> Option<Decimal> {
    if !value.is_finite() {
        return None;
    }
    crate::number::parse_decimal(format!("{value:e}").as_bytes()).ok()
}

fn decimal(field: &'static str, value: f64) -> Result<Decimal, InexactError> {
    float_decimal(value).ok_or(InexactError::Float { field, value })
}

fn instant(nanoseconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_nanos(nanoseconds)
}

/// Nanoseconds since the epoch.
pub fn nanoseconds(field: &'static str, time: DateTime<Utc>) -> Result<i64, InexactError> {
    time.timestamp_nanos_opt().ok_or(InexactError::Time(field))
}

impl Source {
    /// What a row says, as upstream's type.
    pub fn data_kind(&self, row: usize) -> Result<DataKind, InexactError> {
        if self.kind() == SourceKind::Reconnecting {
            return Err(InexactError::Reconnecting);
        }
        let times = RowTimes {
            exchange: self.time_exchange(row),
            received: self.time_received(row),
            own: self.times.own.get(row),
        };
        data_kind(&self.event(row), times)
    }
}

/// Upstream's type of a kind. Its own time (last update, liquidation) is the row's third time, else its exchange time, else its received time;
/// the engine time of a book is the third time or `None`.
pub fn data_kind(kind: &CompactKind, times: RowTimes) -> Result<DataKind, InexactError> {
    let time = times.own.or(times.exchange).unwrap_or(times.received);
    Ok(match kind {
        CompactKind::Trade(trade) => DataKind::Trade(PublicTrade {
            id: trade.id_text(),
            price: float("price", trade.price())?,
            amount: float("quantity", trade.quantity())?,
            side: trade.side.ok_or(InexactError::NoSide("PublicTrade"))?,
        }),
        CompactKind::WideTrade(trade) => DataKind::Trade(PublicTrade {
            id: trade.id.to_string(),
            price: decimal_float("price", trade.price)?,
            amount: decimal_float("quantity", trade.quantity)?,
            side: trade.side.ok_or(InexactError::NoSide("PublicTrade"))?,
        }),
        CompactKind::OrderBookL1(quote) => DataKind::OrderBookL1(OrderBookL1 {
            last_update_time: instant(time),
            best_bid: quote.bid().map(|price| Level {
                price: price.decimal(),
                amount: quote.bid_quantity().decimal(),
            }),
            best_ask: quote.ask().map(|price| Level {
                price: price.decimal(),
                amount: quote.ask_quantity().decimal(),
            }),
        }),
        CompactKind::WideOrderBookL1(quote) => {
            let level = |(price, amount)| Level { price, amount };
            DataKind::OrderBookL1(OrderBookL1 {
                last_update_time: instant(time),
                best_bid: quote.bid.map(level),
                best_ask: quote.ask.map(level),
            })
        }
        CompactKind::OrderBook(book) => {
            let value = OrderBook::new(
                book.sequence,
                times.own.map(instant),
                book.bids.iter().copied(),
                book.asks.iter().copied(),
            );
            DataKind::OrderBook(if book.snapshot {
                OrderBookEvent::Snapshot(value)
            } else {
                OrderBookEvent::Update(value)
            })
        }
        CompactKind::Candle(candle) => DataKind::Candle(Candle {
            close_time: instant(candle.close_time),
            open: decimal_float("open", candle.open)?,
            high: decimal_float("high", candle.high)?,
            low: decimal_float("low", candle.low)?,
            close: decimal_float("close", candle.close)?,
            volume: decimal_float("volume", candle.volume)?,
            trade_count: candle.trade_count,
        }),
        CompactKind::Liquidation(row) => DataKind::Liquidation(Liquidation {
            side: row.side.ok_or(InexactError::NoSide("Liquidation"))?,
            price: float("price", row.price())?,
            quantity: float("quantity", row.quantity())?,
            time: instant(time),
        }),
    })
}

/// The compact kind of upstream's type and its third time, if it has one.
pub fn compact_kind(kind: &DataKind) -> Result<(CompactKind, Option<i64>), InexactError> {
    Ok(match kind {
        DataKind::Trade(PublicTrade { id, price, amount, side }) => {
            (trade(id, decimal("price", *price)?, decimal("amount", *amount)?, Some(*side)), None)
        }
        DataKind::OrderBookL1(OrderBookL1 {
            last_update_time,
            best_bid,
            best_ask,
        }) => {
            let side = |side: &'static str, level: &Option<Level>| match level {
                Some(Level { price, amount }) if *price <= Decimal::ZERO || *amount <= Decimal::ZERO => Err(InexactError::Level {
                    side,
                    price: *price,
                    quantity: *amount,
                }),
                level => Ok(level.map(|Level { price, amount }| (price, amount))),
            };
            let row = quote(side("bid", best_bid)?, side("ask", best_ask)?);
            (row, Some(nanoseconds("last_update_time", *last_update_time)?))
        }
        DataKind::OrderBook(event) => {
            let (snapshot, book) = match event {
                OrderBookEvent::Snapshot(book) => (true, book),
                OrderBookEvent::Update(book) => (false, book),
            };
            let levels = |levels: &[Level]| levels.iter().map(|Level { price, amount }| (*price, *amount)).collect();
            let row = BookRow {
                snapshot,
                sequence: book.sequence(),
                bids: levels(book.bids().levels()),
                asks: levels(book.asks().levels()),
            };
            (
                CompactKind::OrderBook(Arc::new(row)),
                book.time_engine().map(|time| nanoseconds("time_engine", time)).transpose()?,
            )
        }
        DataKind::Candle(Candle {
            close_time,
            open,
            high,
            low,
            close,
            volume,
            trade_count,
        }) => {
            let close_time = nanoseconds("close_time", *close_time)?;
            let row = CandleRow {
                close_time,
                open: decimal("open", *open)?,
                high: decimal("high", *high)?,
                low: decimal("low", *low)?,
                close: decimal("close", *close)?,
                volume: decimal("volume", *volume)?,
                trade_count: *trade_count,
            };
            (CompactKind::Candle(Arc::new(row)), Some(close_time))
        }
        DataKind::Liquidation(Liquidation {
            side,
            price,
            quantity,
            time,
        }) => {
            let (price, quantity) = (decimal("price", *price)?, decimal("quantity", *quantity)?);
            match trade("", price, quantity, Some(*side)) {
                CompactKind::Trade(row) => (CompactKind::Liquidation(row), Some(nanoseconds("time", *time)?)),
                _ => {
                    return Err(InexactError::Digits {
                        field: "liquidation",
                        value: price,
                    });
                }
            }
        }
    })
}

fn trade(id: &str, price: Decimal, quantity: Decimal, side: Option<Side>) -> CompactKind {
    let number = match id {
        "" => Some(TradeRow::NO_ID),
        id => id
            .parse()
            .ok()
            .filter(|number: &u64| *number != TradeRow::NO_ID && number.to_string() == id),
    };
    match (fixed([price]), fixed([quantity]), number) {
        (Some(([price], price_scale)), Some(([quantity], quantity_scale)), Some(id)) => CompactKind::Trade(TradeRow {
            price,
            quantity,
            id,
            price_scale,
            quantity_scale,
            side,
            matched: true,
        }),
        _ => CompactKind::WideTrade(Arc::new(WideTrade {
            price,
            quantity,
            id: id.into(),
            side,
            matched: true,
        })),
    }
}

fn quote(bid: Option<(Decimal, Decimal)>, ask: Option<(Decimal, Decimal)>) -> CompactKind {
    let (bid_price, bid_amount) = bid.unwrap_or_default();
    let (ask_price, ask_amount) = ask.unwrap_or_default();
    match (fixed([bid_price, ask_price]), fixed([bid_amount, ask_amount])) {
        (Some(([bid_, ask_], price_scale)), Some(([bid_quantity, ask_quantity], quantity_scale))) => CompactKind::OrderBookL1(L1Row {
            bid: bid_,
            bid_quantity,
            ask: ask_,
            ask_quantity,
            price_scale,
            quantity_scale,
            has_bid: bid.is_some(),
            has_ask: ask.is_some(),
        }),
        _ => CompactKind::WideOrderBookL1(Arc::new(WideL1 { bid, ask })),
    }
}

/// Numbers with the smallest scale they share, where they are narrow.
fn fixed<const N: usize>(values: [Decimal; N]) -> Option<([i64; N], u8)> {
    let mut builder = NumbersBuilder::default();
    values.iter().for_each(|value| builder.push_decimal(*value));
    let numbers: Numbers = builder.finish();
    let (values, scale) = numbers.narrow()?;
    Some((<[i64; N]>::try_from(&values[..]).ok()?, scale))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there_and_back(kind: &DataKind) -> DataKind {
        let (compact, own) = compact_kind(kind).unwrap();
        data_kind(
            &compact,
            RowTimes {
                exchange: None,
                received: 5,
                own,
            },
        )
        .unwrap()
    }

    #[test]
    fn kinds_survive_the_way_there_and_back() {
        let level = |price: i64, amount: i64| {
            Some(Level {
                price: Decimal::new(price, 2),
                amount: Decimal::new(amount, 5),
            })
        };
        let time = instant(1_700_000_000_123_456_789);
        for kind in [
            DataKind::Trade(PublicTrade {
                id: "17".into(),
                price: 61800.3,
                amount: 0.006,
                side: Side::Sell,
            }),
            DataKind::Trade(PublicTrade {
                id: "007".into(),
                price: 0.1 + 0.2,
                amount: 1e-9,
                side: Side::Buy,
            }),
            DataKind::Trade(PublicTrade {
                id: String::new(),
                price: 123_456_789_012_345_680.0,
                amount: 1.0,
                side: Side::Buy,
            }),
            DataKind::Trade(PublicTrade {
                id: u64::MAX.to_string(),
                price: 1.0,
                amount: 1.0,
                side: Side::Buy,
            }),
            DataKind::OrderBookL1(OrderBookL1 {
                last_update_time: time,
                best_bid: level(100, 7),
                best_ask: None,
            }),
            DataKind::OrderBookL1(OrderBookL1 {
                last_update_time: time,
                best_bid: Some(Level {
                    price: Decimal::MAX,
                    amount: Decimal::new(1, 28),
                }),
                best_ask: level(1, 1),
            }),
            DataKind::OrderBook(OrderBookEvent::Update(OrderBook::new(
                9,
                Some(time),
                [level(5, 0), level(6, 1)].into_iter().flatten(),
                [],
            ))),
            DataKind::OrderBook(OrderBookEvent::Snapshot(OrderBook::new(9, None, [], level(5, 1)))),
            DataKind::Candle(Candle {
                close_time: time,
                open: 1.5,
                high: 2.0,
                low: 1.25,
                close: 1.75,
                volume: 0.0,
                trade_count: 3,
            }),
            DataKind::Liquidation(Liquidation {
                side: Side::Buy,
                price: 100.5,
                quantity: 2.0,
                time,
            }),
        ] {
            assert_eq!(there_and_back(&kind), kind);
        }
    }

    #[test]
    fn what_a_float_cannot_hold_is_an_error_not_a_rounding() {
        let times = RowTimes::new(None, 0);
        let wide = WideTrade {
            price: Decimal::from_str_exact("1.0000000000000000001").unwrap(),
            quantity: Decimal::ONE,
            id: "".into(),
            side: Some(Side::Buy),
            matched: true,
        };
        assert!(matches!(
            data_kind(&CompactKind::WideTrade(Arc::new(wide)), times),
            Err(InexactError::Digits { field: "price", .. })
        ));
        let row = TradeRow {
            price: 999_999_999_999_999_999,
            quantity: 1,
            id: 1,
            price_scale: 3,
            quantity_scale: 0,
            side: None,
            matched: true,
        };
        assert_eq!(
            data_kind(&CompactKind::Trade(TradeRow { price: 1, ..row }), times),
            Err(InexactError::NoSide("PublicTrade"))
        );
        assert!(
            data_kind(
                &CompactKind::Trade(TradeRow {
                    side: Some(Side::Sell),
                    ..row
                }),
                times
            )
            .is_err()
        );
        for price in [f64::NAN, f64::INFINITY, 1e300] {
            let kind = DataKind::Trade(PublicTrade {
                id: String::new(),
                price,
                amount: 1.0,
                side: Side::Buy,
            });
            assert!(matches!(compact_kind(&kind), Err(InexactError::Float { field: "price", .. })));
        }
    }
}
