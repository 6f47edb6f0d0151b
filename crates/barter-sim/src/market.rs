//! What an exchange has seen of one instrument: quote, trade, candle, and the mark they give.

use crate::{
    exact::Inexact,
    mark::{Mark, MarkSource},
    number::Amount,
};
use barter_columns::{CandleRow, L1Row, TradeRow, WideL1, WideTrade};
use barter_instrument::Side;
use rust_decimal::Decimal;
use std::sync::Arc;

/// One side of the top of book.
#[derive(Debug, Clone, Copy)]
pub struct Level {
    pub price: Amount,
    pub quantity: Amount,
}

/// The latest trade.
#[derive(Debug, Clone, Copy)]
pub struct Print {
    pub price: Amount,
    pub quantity: Amount,
    /// Side of the aggressor, where known.
    pub side: Option<Side>,
}

/// One kind of data: when the latest row came, and whether the connection was lost since (M14).
#[derive(Debug, Clone, Copy)]
struct Feed {
    time: Option<i64>,
    lost: bool,
}

impl Feed {
    const UNSEEN: Self = Self { time: None, lost: false };

    #[inline]
    fn seen(&mut self, time: i64) {
        *self = Self {
            time: Some(time),
            lost: false,
        };
    }

    fn is_stale(&self, now: i64, max_age: i64) -> bool {
        self.lost || self.time.is_some_and(|time| now.saturating_sub(time) > max_age)
    }
}

/// Market state of one instrument. Rows are kept as recorded; decimals are made when somebody asks.
#[derive(Debug)]
pub struct Market {
    quote: L1Row,
    wide_quote: Option<Arc<WideL1>>,
    trade: TradeRow,
    wide_trade: Option<Arc<WideTrade>>,
    candle: Option<Arc<CandleRow>>,
    quotes: Feed,
    trades: Feed,
    candles: Feed,
    mark: Mark,
    max_age: i64,
}

const NO_QUOTE: L1Row = L1Row {
    bid: 0,
    bid_quantity: 0,
    ask: 0,
    ask_quantity: 0,
    price_scale: 0,
    quantity_scale: 0,
    has_bid: false,
    has_ask: false,
};
const NO_TRADE: TradeRow = TradeRow {
    price: 0,
    quantity: 0,
    id: TradeRow::NO_ID,
    price_scale: 0,
    quantity_scale: 0,
    side: None,
    matched: false,
};

impl Market {
    pub(crate) fn new(max_age: Option<i64>) -> Self {
        Self {
            quote: NO_QUOTE,
            wide_quote: None,
            trade: NO_TRADE,
            wide_trade: None,
            candle: None,
            quotes: Feed::UNSEEN,
            trades: Feed::UNSEEN,
            candles: Feed::UNSEEN,
            mark: Mark::NONE,
            max_age: max_age.unwrap_or(i64::MAX),
        }
    }

    /// Returns whether the mark changed, like the other setters.
    #[inline(always)]
    pub(crate) fn set_quote(&mut self, time: i64, row: &L1Row) -> Result<bool, Inexact> {
        self.quote = *row;
        self.quotes.seen(time);
        if self.wide_quote.is_some() {
            self.wide_quote = None;
        }
        if row.has_bid && row.has_ask {
            return self.mark.set_middle(MarkSource::Mid, row.bid, row.ask, row.price_scale);
        }
        Ok(false)
    }

    #[cold]
    pub(crate) fn set_wide_quote(&mut self, time: i64, row: &Arc<WideL1>) -> Result<bool, Inexact> {
        self.quote = NO_QUOTE;
        self.wide_quote = Some(Arc::clone(row));
        self.quotes.seen(time);
        match (row.bid, row.ask) {
            (Some((bid, _)), Some((ask, _))) => self.mark.set_middle_of(MarkSource::Mid, bid, ask),
            _ => Ok(false),
        }
    }

    #[inline(always)]
    pub(crate) fn set_trade(&mut self, time: i64, row: &TradeRow) -> Result<bool, Inexact> {
        self.trade = *row;
        self.trades.seen(time);
        if self.wide_trade.is_some() {
            self.wide_trade = None;
        }
        if self.mark.source() <= MarkSource::Trade {
            return self.mark.set_middle(MarkSource::Trade, row.price, row.price, row.price_scale);
        }
        Ok(false)
    }

    #[cold]
    pub(crate) fn set_wide_trade(&mut self, time: i64, row: &Arc<WideTrade>) -> Result<bool, Inexact> {
        self.wide_trade = Some(Arc::clone(row));
        self.trades.seen(time);
        if self.mark.source() <= MarkSource::Trade {
            return self.mark.set_middle_of(MarkSource::Trade, row.price, row.price);
        }
        Ok(false)
    }

    pub(crate) fn set_candle(&mut self, time: i64, row: &Arc<CandleRow>) -> Result<bool, Inexact> {
        self.candle = Some(Arc::clone(row));
        self.candles.seen(time);
        if self.mark.source() <= MarkSource::Candle {
            return self.mark.set_middle_of(MarkSource::Candle, row.close, row.close);
        }
        Ok(false)
    }

    /// The connection was lost (M14).
    pub(crate) fn lose(&mut self) {
        self.quotes.lost = true;
        self.trades.lost = true;
        self.candles.lost = true;
    }

    pub(crate) fn mark_doubled(&self) -> Option<(i64, u8)> {
        self.mark.doubled()
    }

    pub fn mark(&self) -> Option<Decimal> {
        self.mark.value()
    }

    pub fn mark_source(&self) -> MarkSource {
        self.mark.source()
    }

    /// Best bid; `None` where there is no liquidity (M15).
    #[inline]
    pub fn bid(&self) -> Option<Level> {
        if let Some(wide) = &self.wide_quote {
            return wide.bid.map(level);
        }
        self.quote.bid().map(|price| Level {
            price: Amount::Fixed(price),
            quantity: Amount::Fixed(self.quote.bid_quantity()),
        })
    }

    /// Best ask; `None` where there is no liquidity (M15).
    #[inline]
    pub fn ask(&self) -> Option<Level> {
        if let Some(wide) = &self.wide_quote {
            return wide.ask.map(level);
        }
        self.quote.ask().map(|price| Level {
            price: Amount::Fixed(price),
            quantity: Amount::Fixed(self.quote.ask_quantity()),
        })
    }

    /// What an incoming order of `side` meets: the best price of the other side.
    #[inline]
    pub fn opposite(&self, side: Side) -> Option<Level> {
        match side {
            Side::Buy => self.ask(),
            Side::Sell => self.bid(),
        }
    }

    /// What an order of `side` would rest beside: the best price of its own side.
    #[inline]
    pub fn own(&self, side: Side) -> Option<Level> {
        match side {
            Side::Buy => self.bid(),
            Side::Sell => self.ask(),
        }
    }

    /// Latest trade that was matched against the book.
    #[inline]
    pub fn trade(&self) -> Option<Print> {
        self.trades.time?;
        Some(match &self.wide_trade {
            Some(wide) => Print {
                price: Amount::Decimal(wide.price),
                quantity: Amount::Decimal(wide.quantity),
                side: wide.side,
            },
            None => Print {
                price: Amount::Fixed(self.trade.price()),
                quantity: Amount::Fixed(self.trade.quantity()),
                side: self.trade.side,
            },
        })
    }

    pub fn candle(&self) -> Option<&CandleRow> {
        self.candle.as_deref()
    }

    pub fn has_quote(&self) -> bool {
        self.quotes.time.is_some()
    }

    /// Time since the latest quote, of one side or two.
    pub fn quote_age(&self, now: i64) -> Option<i64> {
        self.quotes.time.map(|time| now.saturating_sub(time))
    }

    /// Mid of the present quote, if it has two sides.
    pub fn mid(&self) -> Option<Decimal> {
        let two_sided = match &self.wide_quote {
            Some(wide) => wide.bid.is_some() && wide.ask.is_some(),
            None => self.quote.has_bid && self.quote.has_ask,
        };
        // A two-sided quote is what the mark was last taken from.
        two_sided.then(|| self.mark.value()).flatten()
    }

    /// M14: disconnected since the latest quote, or that is too old.
    pub fn is_quote_stale(&self, now: i64) -> bool {
        self.quotes.is_stale(now, self.max_age)
    }

    pub fn is_trade_stale(&self, now: i64) -> bool {
        self.trades.is_stale(now, self.max_age)
    }

    pub fn is_candle_stale(&self, now: i64) -> bool {
        self.candles.is_stale(now, self.max_age)
    }

    /// Scale of the prices rows bring, so that own prices can be kept at it.
    pub(crate) fn price_scale(&self) -> u8 {
        if self.has_quote() {
            self.quote.price_scale
        } else {
            self.trade.price_scale
        }
    }
}

fn level((price, quantity): (Decimal, Decimal)) -> Level {
    Level {
        price: Amount::Decimal(price),
        quantity: Amount::Decimal(quantity),
    }
}
