//! Rows of a source read one after the other: what is the same for every row (storage, scales, which columns exist) is looked up once.

use crate::{
    kind::{L1Row, TradeRow},
    source::{Ids, OptionalTimes, Quotes, Rows, Source, Trades, side_of},
};
use arrow_buffer::BooleanBuffer;

/// A source, ready to be read row by row.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    received: &'a [i64],
    exchange: &'a OptionalTimes,
    rows: ReaderRows<'a>,
}

/// The rows, by what they can be read as.
#[derive(Debug, Clone, Copy)]
pub enum ReaderRows<'a> {
    Quotes(NarrowQuotes<'a>),
    Trades(NarrowTrades<'a>),
    /// Whatever does not fit [`L1Row`] or [`TradeRow`], and everything else: [`Source::event`] reads them.
    Other,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(source: &'a Source) -> Self {
        Self {
            received: &source.times.received,
            exchange: &source.times.exchange,
            rows: match &source.rows {
                Rows::Quotes(quotes) => quotes.narrow().map_or(ReaderRows::Other, ReaderRows::Quotes),
                Rows::Trades(trades) => trades.narrow().map_or(ReaderRows::Other, ReaderRows::Trades),
                _ => ReaderRows::Other,
            },
        }
    }

    #[inline]
    pub fn rows(&self) -> &ReaderRows<'a> {
        &self.rows
    }

    #[inline]
    pub fn time_received(&self, row: usize) -> i64 {
        self.received[row]
    }

    #[inline]
    pub fn time_exchange(&self, row: usize) -> Option<i64> {
        self.exchange.get(row)
    }
}

/// Tops of book in fixed point, both sides of one scale.
#[derive(Debug, Clone, Copy)]
pub struct NarrowQuotes<'a> {
    bid: &'a [i64],
    bid_quantity: &'a [i64],
    ask: &'a [i64],
    ask_quantity: &'a [i64],
    price_scale: u8,
    quantity_scale: u8,
}

impl NarrowQuotes<'_> {
    #[inline(always)]
    pub fn row(&self, row: usize) -> L1Row {
        let (bid, bid_quantity, ask, ask_quantity) = (self.bid[row], self.bid_quantity[row], self.ask[row], self.ask_quantity[row]);
        let (has_bid, has_ask) = (bid > 0 && bid_quantity > 0, ask > 0 && ask_quantity > 0);
        L1Row {
            bid: if has_bid { bid } else { 0 },
            bid_quantity: if has_bid { bid_quantity } else { 0 },
            ask: if has_ask { ask } else { 0 },
            ask_quantity: if has_ask { ask_quantity } else { 0 },
            price_scale: self.price_scale,
            quantity_scale: self.quantity_scale,
            has_bid,
            has_ask,
        }
    }
}

impl Quotes {
    /// `None` where some number is wide, or the sides are of two scales.
    #[inline]
    pub(crate) fn narrow(&self) -> Option<NarrowQuotes<'_>> {
        let (bid, price_scale) = self.bid.narrow()?;
        let (ask, ask_scale) = self.ask.narrow()?;
        let (bid_quantity, quantity_scale) = self.bid_quantity.narrow()?;
        let (ask_quantity, ask_quantity_scale) = self.ask_quantity.narrow()?;
        (price_scale == ask_scale && quantity_scale == ask_quantity_scale).then_some(NarrowQuotes {
            bid,
            bid_quantity,
            ask,
            ask_quantity,
            price_scale,
            quantity_scale,
        })
    }
}

/// Trades in fixed point, with ids that are numbers or absent.
#[derive(Debug, Clone, Copy)]
pub struct NarrowTrades<'a> {
    price: &'a [i64],
    quantity: &'a [i64],
    ids: Option<&'a [u64]>,
    side: &'a [i8],
    matched: Option<&'a BooleanBuffer>,
    price_scale: u8,
    quantity_scale: u8,
}

impl NarrowTrades<'_> {
    #[inline(always)]
    pub fn row(&self, row: usize) -> TradeRow {
        TradeRow {
            price: self.price[row],
            quantity: self.quantity[row],
            id: self.ids.map_or(TradeRow::NO_ID, |ids| ids[row]),
            price_scale: self.price_scale,
            quantity_scale: self.quantity_scale,
            side: side_of(self.side[row]),
            matched: self.matched.is_none_or(|matched| matched.value(row)),
        }
    }
}

impl Trades {
    /// `None` where some number is wide or some id text.
    #[inline]
    pub(crate) fn narrow(&self) -> Option<NarrowTrades<'_>> {
        let (price, price_scale) = self.price.narrow()?;
        let (quantity, quantity_scale) = self.quantity.narrow()?;
        Some(NarrowTrades {
            price,
            quantity,
            ids: match &self.ids {
                Ids::Number(ids) => Some(ids),
                Ids::None => None,
                Ids::Text { .. } => return None,
            },
            side: &self.side,
            matched: self.matched.as_ref(),
            price_scale,
            quantity_scale,
        })
    }
}
