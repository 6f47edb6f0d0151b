//! What an exchange knows of one instrument: latest quote, trade, candle, and the mark they give (A7, D8). Rows are kept as
//! they came; a `Decimal` is made when an order needs it.

use crate::{
    config::InstrumentConfig,
    order::WorkingOrder,
    packet::OrderNumber,
    position::NetPosition,
};
use barter_columns::{CandleRow, L1Row, TradeRow, WideL1, WideTrade};
use barter_instrument::Side;
use rust_decimal::Decimal;
use std::sync::Arc;

/// Price and displayed quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Touch {
    pub price: Decimal,
    pub quantity: Decimal,
}

#[derive(Debug, Clone, Default)]
enum Quote {
    #[default]
    None,
    Narrow(L1Row),
    Wide(Arc<WideL1>),
}

impl Quote {
    fn bid(&self) -> Option<Touch> {
        match self {
            Self::None => None,
            Self::Narrow(row) => row.bid().map(|price| Touch { price: price.decimal(), quantity: row.bid_quantity().decimal() }),
            Self::Wide(row) => row.bid.map(|(price, quantity)| Touch { price, quantity }),
        }
    }

    fn ask(&self) -> Option<Touch> {
        match self {
            Self::None => None,
            Self::Narrow(row) => row.ask().map(|price| Touch { price: price.decimal(), quantity: row.ask_quantity().decimal() }),
            Self::Wide(row) => row.ask.map(|(price, quantity)| Touch { price, quantity }),
        }
    }
}

/// The mark, by what gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Mark {
    #[default]
    None,
    /// `twice × 10^-scale / 2`: the mid of a quote in fixed point.
    Mid { twice: i64, scale: u8 },
    WideMid(Decimal),
    Trade { price: i64, scale: u8 },
    WideTrade(Decimal),
    Close(Decimal),
}

#[derive(Debug, Clone)]
pub struct Market {
    pub config: InstrumentConfig,
    quote: Quote,
    pub quote_time: Option<i64>,
    trade: Option<Touch>,
    narrow_trade: Option<TradeRow>,
    pub trade_time: Option<i64>,
    candle: Option<Arc<CandleRow>>,
    pub candle_time: Option<i64>,
    /// When the candle before the latest was closed: the open of the latest.
    pub candle_opened: Option<i64>,
    mark: Mark,
    pub net: NetPosition,
    /// In order of acceptance.
    pub working: Vec<WorkingOrder>,
    /// M14: since a reconnecting event no price has come.
    pub disconnected: bool,
    /// M3: what own takers took from the displayed ask and bid since they last changed.
    taken_ask: Decimal,
    taken_bid: Decimal,
}

impl Market {
    pub fn new(config: InstrumentConfig) -> Self {
        Self {
            config,
            quote: Quote::None,
            quote_time: None,
            trade: None,
            narrow_trade: None,
            trade_time: None,
            candle: None,
            candle_time: None,
            candle_opened: None,
            mark: Mark::None,
            net: NetPosition::default(),
            working: Vec::new(),
            disconnected: false,
            taken_ask: Decimal::ZERO,
            taken_bid: Decimal::ZERO,
        }
    }

    // ---- rows. Each returns whether the mark changed.

    #[inline]
    pub fn on_quote(&mut self, time: i64, row: L1Row) -> bool {
        if !(self.taken_ask.is_zero() && self.taken_bid.is_zero()) {
            self.forget_taken(&Quote::Narrow(row));
        }
        self.quote = Quote::Narrow(row);
        self.quote_time = Some(time);
        match (row.bid(), row.ask()) {
            (Some(bid), Some(ask)) => match bid.mantissa.checked_add(ask.mantissa) {
                Some(twice) => self.set_mark(Mark::Mid { twice, scale: row.price_scale }),
                None => self.set_mark(Mark::WideMid((bid.decimal() + ask.decimal()) * HALF)),
            },
            _ => false,
        }
    }

    pub fn on_wide_quote(&mut self, time: i64, row: &Arc<WideL1>) -> bool {
        let quote = Quote::Wide(Arc::clone(row));
        self.forget_taken(&quote);
        self.quote = quote;
        self.quote_time = Some(time);
        match (row.bid, row.ask) {
            (Some((bid, _)), Some((ask, _))) => self.set_mark(Mark::WideMid((bid + ask) * HALF)),
            _ => false,
        }
    }

    #[inline]
    pub fn on_trade(&mut self, time: i64, row: &TradeRow) -> bool {
        self.narrow_trade = Some(*row);
        self.trade_time = Some(time);
        !self.has_mid() && self.set_mark(Mark::Trade { price: row.price, scale: row.price_scale })
    }

    pub fn on_wide_trade(&mut self, time: i64, row: &WideTrade) -> bool {
        self.narrow_trade = None;
        self.trade = Some(Touch { price: row.price, quantity: row.quantity });
        self.trade_time = Some(time);
        !self.has_mid() && self.set_mark(Mark::WideTrade(row.price))
    }

    pub fn on_candle(&mut self, time: i64, row: &Arc<CandleRow>) -> bool {
        self.candle_opened = self.candle_time;
        self.candle_time = Some(time);
        self.candle = Some(Arc::clone(row));
        matches!(self.mark, Mark::None | Mark::Close(_)) && self.set_mark(Mark::Close(row.close))
    }

    fn has_mid(&self) -> bool {
        matches!(self.mark, Mark::Mid { .. } | Mark::WideMid(_))
    }

    #[inline]
    fn set_mark(&mut self, mark: Mark) -> bool {
        let changed = self.mark != mark;
        self.mark = mark;
        changed
    }

    fn forget_taken(&mut self, next: &Quote) {
        if self.quote.ask() != next.ask() {
            self.taken_ask = Decimal::ZERO;
        }
        if self.quote.bid() != next.bid() {
            self.taken_bid = Decimal::ZERO;
        }
    }

    // ---- what is known

    pub fn has_quote(&self) -> bool {
        !matches!(self.quote, Quote::None)
    }

    /// Price and displayed quantity that an incoming order of `side` meets.
    pub fn touch(&self, side: Side) -> Option<Touch> {
        match side {
            Side::Buy => self.quote.ask(),
            Side::Sell => self.quote.bid(),
        }
    }

    /// What own takers of `side` took from the displayed quantity.
    pub fn taken(&self, side: Side) -> Decimal {
        match side {
            Side::Buy => self.taken_ask,
            Side::Sell => self.taken_bid,
        }
    }

    pub fn take(&mut self, side: Side, quantity: Decimal) {
        match side {
            Side::Buy => self.taken_ask += quantity,
            Side::Sell => self.taken_bid += quantity,
        }
    }

    /// Price and quantity of the latest trade.
    pub fn last_trade(&self) -> Option<Touch> {
        match &self.narrow_trade {
            Some(row) => Some(Touch { price: row.price().decimal(), quantity: row.quantity().decimal() }),
            None => self.trade,
        }
    }

    pub fn candle(&self) -> Option<&Arc<CandleRow>> {
        self.candle.as_ref()
    }

    /// Mid of the present quote; none unless it has two sides.
    pub fn mid(&self) -> Option<Decimal> {
        Some((self.quote.bid()?.price + self.quote.ask()?.price) * HALF)
    }

    pub fn mark(&self) -> Option<Decimal> {
        match self.mark {
            Mark::None => None,
            Mark::Mid { twice, scale } => Some(Decimal::new(twice, u32::from(scale)) * HALF),
            Mark::Trade { price, scale } => Some(Decimal::new(price, u32::from(scale))),
            Mark::WideMid(price) | Mark::WideTrade(price) | Mark::Close(price) => Some(price),
        }
    }

    /// Twice the mark in fixed point, where it was recorded so.
    #[inline]
    pub fn mark2(&self) -> Option<(i64, u8)> {
        match self.mark {
            Mark::Mid { twice, scale } => Some((twice, scale)),
            Mark::Trade { price, scale } => price.checked_mul(2).map(|twice| (twice, scale)),
            Mark::None => None,
            Mark::WideMid(price) | Mark::WideTrade(price) | Mark::Close(price) => {
                let price = price.normalize();
                let twice = i64::try_from(price.mantissa()).ok()?.checked_mul(2)?;
                Some((twice, u8::try_from(price.scale()).ok()?))
            }
        }
    }

    // ---- working orders

    pub fn find(&self, number: OrderNumber) -> Option<&WorkingOrder> {
        self.working.iter().find(|order| order.number == number)
    }

    pub fn find_mut(&mut self, number: OrderNumber) -> Option<&mut WorkingOrder> {
        self.working.iter_mut().find(|order| order.number == number)
    }

    /// Limit orders in the order in which they are filled (M11, D7): buys by price descending, then acceptance; then sells by
    /// price ascending, then acceptance.
    pub fn by_priority(&self) -> Vec<OrderNumber> {
        let mut all: Vec<(&WorkingOrder, Decimal)> =
            self.working.iter().filter_map(|order| order.price.map(|price| (order, price))).collect();
        all.sort_by(|(a, price_a), (b, price_b)| match (a.side, b.side) {
            (Side::Buy, Side::Sell) => std::cmp::Ordering::Less,
            (Side::Sell, Side::Buy) => std::cmp::Ordering::Greater,
            (Side::Buy, Side::Buy) => price_b.cmp(price_a),
            (Side::Sell, Side::Sell) => price_a.cmp(price_b),
        });
        all.into_iter().map(|(order, _)| order.number).collect()
    }
}

const HALF: Decimal = Decimal::from_parts(5, 0, 0, false, 1);
