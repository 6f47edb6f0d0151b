//! One source of market events: rows of one kind, of one instrument, from one recording or table.

use crate::{
    kind::{BookRow, CandleRow, CompactKind, TradeRow, WideL1, WideTrade},
    number::Numbers,
    reader::Reader,
};
use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use barter_instrument::Side;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::{fmt::Write, sync::Arc};

/// What the rows of a source are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    Trade,
    OrderBook,
    OrderBookL1,
    Candle,
    Liquidation,
    /// The recorder lost the connection here.
    Reconnecting,
}

impl SourceKind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Trade => "trade",
            Self::OrderBook => "order_book",
            Self::OrderBookL1 => "order_book_l1",
            Self::Candle => "candle",
            Self::Liquidation => "liquidation",
            Self::Reconnecting => "reconnecting",
        }
    }
}

/// A time column that may be absent, or null in some rows.
#[derive(Debug, Clone, Default)]
pub struct OptionalTimes {
    pub(crate) values: Option<ScalarBuffer<i64>>,
    pub(crate) nulls: Option<NullBuffer>,
}

impl OptionalTimes {
    #[inline]
    pub fn get(&self, row: usize) -> Option<i64> {
        let values = self.values.as_ref()?;
        match &self.nulls {
            Some(nulls) if nulls.is_null(row) => None,
            _ => Some(values[row]),
        }
    }

    fn slice(&self, offset: usize, length: usize) -> Self {
        Self {
            values: self.values.as_ref().map(|values| values.slice(offset, length)),
            nulls: self.nulls.as_ref().map(|nulls| nulls.slice(offset, length)),
        }
    }
}

/// Times of the rows, ns since the epoch, UTC.
#[derive(Debug, Clone)]
pub struct Times {
    pub(crate) exchange: OptionalTimes,
    pub(crate) received: ScalarBuffer<i64>,
    /// Third time of a row, where it differs: last update of a top of book, engine time of a book, close of a candle, time of a liquidation.
    pub(crate) own: OptionalTimes,
}

/// Ids of trades.
#[derive(Debug, Clone)]
pub enum Ids {
    /// The source gave none.
    None,
    /// Where the text of every id is that of its number; [`TradeRow::NO_ID`] for a missing one.
    Number(ScalarBuffer<u64>),
    Text {
        offsets: OffsetBuffer<i32>,
        bytes: Buffer,
    },
}

impl Ids {
    /// The id's text; empty for none.
    pub(crate) fn text(&self, row: usize) -> String {
        let mut text = String::new();
        self.write(row, &mut text);
        text
    }

    /// Appends the id's text.
    pub(crate) fn write(&self, row: usize, out: &mut String) {
        match self {
            Self::None => {}
            Self::Number(ids) if ids[row] == TradeRow::NO_ID => {}
            // Writing to a String cannot fail.
            Self::Number(ids) => drop(write!(out, "{}", ids[row])),
            Self::Text { offsets, bytes } => {
                out.push_str(&String::from_utf8_lossy(&bytes[offsets[row] as usize..offsets[row + 1] as usize]));
            }
        }
    }

    fn slice(&self, offset: usize, length: usize) -> Self {
        match self {
            Self::None => Self::None,
            Self::Number(ids) => Self::Number(ids.slice(offset, length)),
            Self::Text { offsets, bytes } => Self::Text {
                offsets: offsets.slice(offset, length),
                bytes: bytes.clone(),
            },
        }
    }
}

/// Sides of trades as Arrow holds them: 1 buy, -1 sell, 0 unknown.
pub(crate) const fn side_of(code: i8) -> Option<Side> {
    match code {
        1 => Some(Side::Buy),
        -1 => Some(Side::Sell),
        _ => None,
    }
}

pub(crate) const fn side_code(side: Option<Side>) -> i8 {
    match side {
        Some(Side::Buy) => 1,
        Some(Side::Sell) => -1,
        None => 0,
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Trades {
    pub price: Numbers,
    pub quantity: Numbers,
    pub ids: Ids,
    pub side: ScalarBuffer<i8>,
    /// Absent where every trade was matched.
    pub matched: Option<BooleanBuffer>,
}

impl Trades {
    fn matched(&self, row: usize) -> bool {
        self.matched.as_ref().is_none_or(|matched| matched.value(row))
    }

    #[cold]
    fn wide(&self, row: usize) -> WideTrade {
        WideTrade {
            price: self.price.decimal(row),
            quantity: self.quantity.decimal(row),
            id: self.ids.text(row).into(),
            side: side_of(self.side[row]),
            matched: self.matched(row),
        }
    }
}

/// Null and non-positive slots are missing sides; the columns keep what the source said.
#[derive(Debug, Clone)]
pub(crate) struct Quotes {
    pub bid: Numbers,
    pub bid_quantity: Numbers,
    pub ask: Numbers,
    pub ask_quantity: Numbers,
}

impl Quotes {
    #[cold]
    fn wide(&self, row: usize) -> WideL1 {
        let side = |price: &Numbers, quantity: &Numbers| {
            let (price, quantity) = (price.decimal(row), quantity.decimal(row));
            (price > Decimal::ZERO && quantity > Decimal::ZERO).then_some((price, quantity))
        };
        WideL1 {
            bid: side(&self.bid, &self.bid_quantity),
            ask: side(&self.ask, &self.ask_quantity),
        }
    }
}

/// Levels of one side of the books of a source; row `r` has the levels `offsets[r]..offsets[r + 1]`.
#[derive(Debug, Clone)]
pub(crate) struct Levels {
    pub offsets: OffsetBuffer<i32>,
    pub price: Numbers,
    pub quantity: Numbers,
}

impl Levels {
    pub(crate) fn row(&self, row: usize) -> Box<[(Decimal, Decimal)]> {
        (self.offsets[row] as usize..self.offsets[row + 1] as usize)
            .map(|at| (self.price.decimal(at), self.quantity.decimal(at)))
            .collect()
    }

    fn slice(&self, offset: usize, length: usize) -> Self {
        Self {
            offsets: self.offsets.slice(offset, length),
            price: self.price.clone(),
            quantity: self.quantity.clone(),
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Books {
    pub snapshot: BooleanBuffer,
    pub sequence: ScalarBuffer<u64>,
    pub bids: Levels,
    pub asks: Levels,
}

#[derive(Debug, Clone)]
pub(crate) struct Candles {
    pub open: Numbers,
    pub high: Numbers,
    pub low: Numbers,
    pub close: Numbers,
    pub volume: Numbers,
    pub trade_count: ScalarBuffer<u64>,
}

#[derive(Debug, Clone)]
pub(crate) enum Rows {
    Trades(Trades),
    Quotes(Quotes),
    Books(Books),
    Candles(Candles),
    /// Ids are absent and numbers narrow.
    Liquidations(Trades),
    Reconnecting,
}

/// Rows of one kind, of one instrument, in the order in which they were received.
#[derive(Debug, Clone)]
pub struct Source {
    pub(crate) name: Arc<str>,
    pub(crate) instrument: usize,
    pub(crate) times: Times,
    pub(crate) rows: Rows,
    /// Rows whose exchange time was inferred; absent where none was.
    pub(crate) inferred: Option<BooleanBuffer>,
}

impl Source {
    /// Unique within its columns: instrument and kind, with a number where several are alike.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn kind(&self) -> SourceKind {
        match &self.rows {
            Rows::Trades(_) => SourceKind::Trade,
            Rows::Quotes(_) => SourceKind::OrderBookL1,
            Rows::Books(_) => SourceKind::OrderBook,
            Rows::Candles(_) => SourceKind::Candle,
            Rows::Liquidations(_) => SourceKind::Liquidation,
            Rows::Reconnecting => SourceKind::Reconnecting,
        }
    }

    /// Position in [`MarketColumns::instruments`](crate::MarketColumns::instruments).
    pub fn instrument(&self) -> usize {
        self.instrument
    }

    pub fn len(&self) -> usize {
        self.times.received.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// For reading row by row.
    pub fn reader(&self) -> Reader<'_> {
        Reader::new(self)
    }

    #[inline]
    pub fn time_exchange(&self, row: usize) -> Option<i64> {
        self.times.exchange.get(row)
    }

    #[inline]
    pub fn time_received(&self, row: usize) -> i64 {
        self.times.received[row]
    }

    #[inline]
    pub fn time_received_slice(&self) -> &[i64] {
        &self.times.received
    }

    /// Third time of a row (last update, engine, close, liquidation): stored where it differs, else the exchange time, else the received time.
    #[inline]
    pub fn time_own(&self, row: usize) -> i64 {
        self.times
            .own
            .get(row)
            .or_else(|| self.time_exchange(row))
            .unwrap_or_else(|| self.time_received(row))
    }

    /// The third time of a row where one is stored.
    #[inline]
    pub fn time_own_stored(&self, row: usize) -> Option<i64> {
        self.times.own.get(row)
    }

    /// Rows whose exchange time is not the source's but that of an earlier row (`infer_exchange_time`).
    pub fn inferred_times(&self) -> u64 {
        self.inferred.as_ref().map_or(0, |inferred| inferred.count_set_bits() as u64)
    }

    /// The exchange time of a row as the source measured it, inferred ones left out.
    pub(crate) fn time_measured(&self, row: usize) -> Option<i64> {
        match &self.inferred {
            Some(inferred) if inferred.value(row) => None,
            _ => self.time_exchange(row),
        }
    }

    /// What a row says. The rows of a [`SourceKind::Reconnecting`] source say nothing but their time, so ask [`kind`](Self::kind) first;
    /// here they give a snapshot of an empty book, which is what a lost connection leaves.
    #[inline]
    pub fn event(&self, row: usize) -> CompactKind {
        match &self.rows {
            Rows::Quotes(quotes) => match quotes.narrow() {
                Some(quotes) => CompactKind::OrderBookL1(quotes.row(row)),
                None => CompactKind::WideOrderBookL1(Arc::new(quotes.wide(row))),
            },
            Rows::Trades(trades) => match trades.narrow() {
                Some(trades) => CompactKind::Trade(trades.row(row)),
                None => CompactKind::WideTrade(Arc::new(trades.wide(row))),
            },
            _ => self.unusual_event(row),
        }
    }

    #[inline(never)]
    fn unusual_event(&self, row: usize) -> CompactKind {
        match &self.rows {
            Rows::Books(books) => CompactKind::OrderBook(Arc::new(BookRow {
                snapshot: books.snapshot.value(row),
                sequence: books.sequence[row],
                bids: books.bids.row(row),
                asks: books.asks.row(row),
            })),
            Rows::Candles(candles) => CompactKind::Candle(Arc::new(CandleRow {
                close_time: self.time_own(row),
                open: candles.open.decimal(row),
                high: candles.high.decimal(row),
                low: candles.low.decimal(row),
                close: candles.close.decimal(row),
                volume: candles.volume.decimal(row),
                trade_count: candles.trade_count[row],
            })),
            Rows::Liquidations(trades) => match trades.narrow() {
                Some(trades) => CompactKind::Liquidation(trades.row(row)),
                None => CompactKind::WideTrade(Arc::new(trades.wide(row))),
            },
            Rows::Trades(trades) => CompactKind::WideTrade(Arc::new(trades.wide(row))),
            Rows::Quotes(quotes) => CompactKind::WideOrderBookL1(Arc::new(quotes.wide(row))),
            Rows::Reconnecting => CompactKind::OrderBook(Arc::new(BookRow {
                snapshot: true,
                sequence: 0,
                bids: Box::default(),
                asks: Box::default(),
            })),
        }
    }

    /// The rows `offset..offset + length`, without a copy.
    pub(crate) fn slice(&self, offset: usize, length: usize) -> Self {
        let numbers = |numbers: &Numbers| numbers.slice(offset, length);
        let trades = |trades: &Trades| Trades {
            price: numbers(&trades.price),
            quantity: numbers(&trades.quantity),
            ids: trades.ids.slice(offset, length),
            side: trades.side.slice(offset, length),
            matched: trades.matched.as_ref().map(|matched| matched.slice(offset, length)),
        };
        Self {
            name: Arc::clone(&self.name),
            instrument: self.instrument,
            times: Times {
                exchange: self.times.exchange.slice(offset, length),
                received: self.times.received.slice(offset, length),
                own: self.times.own.slice(offset, length),
            },
            rows: match &self.rows {
                Rows::Trades(rows) => Rows::Trades(trades(rows)),
                Rows::Liquidations(rows) => Rows::Liquidations(trades(rows)),
                Rows::Quotes(rows) => Rows::Quotes(Quotes {
                    bid: numbers(&rows.bid),
                    bid_quantity: numbers(&rows.bid_quantity),
                    ask: numbers(&rows.ask),
                    ask_quantity: numbers(&rows.ask_quantity),
                }),
                Rows::Books(rows) => Rows::Books(Books {
                    snapshot: rows.snapshot.slice(offset, length),
                    sequence: rows.sequence.slice(offset, length),
                    bids: rows.bids.slice(offset, length),
                    asks: rows.asks.slice(offset, length),
                }),
                Rows::Candles(rows) => Rows::Candles(Candles {
                    open: numbers(&rows.open),
                    high: numbers(&rows.high),
                    low: numbers(&rows.low),
                    close: numbers(&rows.close),
                    volume: numbers(&rows.volume),
                    trade_count: rows.trade_count.slice(offset, length),
                }),
                Rows::Reconnecting => Rows::Reconnecting,
            },
            inferred: self.inferred.as_ref().map(|inferred| inferred.slice(offset, length)),
        }
    }
}
