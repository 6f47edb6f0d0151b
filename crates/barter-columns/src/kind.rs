//! The compact market event kind: what one row says, as the engine, the simulated exchange and the hooks see it.
//!
//! Trades and tops of book are small `Copy` payloads that keep the numbers as recorded; whatever is big or unusual sits behind an `Arc`.

use barter_instrument::Side;
use rust_decimal::Decimal;
use std::sync::Arc;

/// A number as it was recorded: `mantissa × 10^-scale`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fixed {
    pub mantissa: i64,
    pub scale: u8,
}

impl Fixed {
    pub const fn new(mantissa: i64, scale: u8) -> Self {
        Self { mantissa, scale }
    }

    /// The number as an exact decimal. Columns never hold a scale above 28.
    #[inline]
    pub fn decimal(self) -> Decimal {
        Decimal::new(self.mantissa, self.scale as u32)
    }

    /// The float nearest to the number, which is what reading its text as a float gives.
    #[inline]
    pub fn f64(self) -> f64 {
        // Both operands are exact below these bounds, so the one division rounds correctly.
        const EXACT: u64 = 1 << 53;
        match POWERS.get(self.scale as usize) {
            Some(power) if self.mantissa.unsigned_abs() <= EXACT => self.mantissa as f64 / power,
            _ => decimal_f64(self.decimal()),
        }
    }
}

/// Powers of ten that a float holds exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// The float nearest to a decimal: through its text, since the arithmetic conversion may be off by one unit in the last place.
pub fn decimal_f64(value: Decimal) -> f64 {
    value.to_string().parse().unwrap_or(f64::NAN)
}

/// Kind of one market event.
#[derive(Debug, Clone, PartialEq)]
pub enum CompactKind {
    Trade(TradeRow),
    /// A trade whose numbers do not fit [`TradeRow`] or whose id is text that no `u64` reproduces.
    WideTrade(Arc<WideTrade>),
    OrderBookL1(L1Row),
    WideOrderBookL1(Arc<WideL1>),
    OrderBook(Arc<BookRow>),
    Candle(Arc<CandleRow>),
    Liquidation(TradeRow),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TradeRow {
    pub price: i64,
    pub quantity: i64,
    pub id: u64,
    pub price_scale: u8,
    pub quantity_scale: u8,
    /// Side of the aggressor; `None` where the source does not say.
    pub side: Option<Side>,
    /// `false` for prints that are data but were not matched in the book (Binance `X` other than `MARKET`).
    pub matched: bool,
}

impl TradeRow {
    /// The value of [`id`](Self::id) of a trade without an id.
    pub const NO_ID: u64 = u64::MAX;

    #[inline]
    pub fn price(&self) -> Fixed {
        Fixed::new(self.price, self.price_scale)
    }

    #[inline]
    pub fn quantity(&self) -> Fixed {
        Fixed::new(self.quantity, self.quantity_scale)
    }

    /// The id as the source wrote it; empty where it gave none.
    pub fn id_text(&self) -> String {
        if self.id == Self::NO_ID {
            String::new()
        } else {
            self.id.to_string()
        }
    }
}

/// Best bid and ask. A missing side has `has_bid`/`has_ask` false and zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct L1Row {
    pub bid: i64,
    pub bid_quantity: i64,
    pub ask: i64,
    pub ask_quantity: i64,
    pub price_scale: u8,
    pub quantity_scale: u8,
    pub has_bid: bool,
    pub has_ask: bool,
}

impl L1Row {
    /// Best bid; `None` where that side is missing (price or quantity null, zero or negative).
    #[inline]
    pub fn bid(&self) -> Option<Fixed> {
        self.has_bid.then_some(Fixed::new(self.bid, self.price_scale))
    }

    /// Best ask; `None` where that side is missing.
    #[inline]
    pub fn ask(&self) -> Option<Fixed> {
        self.has_ask.then_some(Fixed::new(self.ask, self.price_scale))
    }

    /// Displayed at the bid; 0 where that side is missing.
    #[inline]
    pub fn bid_quantity(&self) -> Fixed {
        Fixed::new(self.bid_quantity, self.quantity_scale)
    }

    /// Displayed at the ask; 0 where that side is missing.
    #[inline]
    pub fn ask_quantity(&self) -> Fixed {
        Fixed::new(self.ask_quantity, self.quantity_scale)
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct WideTrade {
    pub price: Decimal,
    pub quantity: Decimal,
    /// Empty where the source gave none.
    pub id: Box<str>,
    pub side: Option<Side>,
    pub matched: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct WideL1 {
    /// Price and quantity, both positive.
    pub bid: Option<(Decimal, Decimal)>,
    pub ask: Option<(Decimal, Decimal)>,
}

/// One book message: `snapshot` replaces the book, else each level is set (quantity 0 removes it).
#[derive(Debug, Clone, PartialEq)]
pub struct BookRow {
    pub snapshot: bool,
    pub sequence: u64,
    pub bids: Box<[(Decimal, Decimal)]>,
    pub asks: Box<[(Decimal, Decimal)]>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct CandleRow {
    /// End of the candle, ns.
    pub close_time: i64,
    pub open: Decimal,
    pub high: Decimal,
    pub low: Decimal,
    pub close: Decimal,
    pub volume: Decimal,
    pub trade_count: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_number_is_the_float_of_its_text() {
        for (mantissa, scale, text) in [
            (6180030, 2, "61800.30"),
            (-1, 3, "-0.001"),
            (0, 5, "0"),
            (9_007_199_254_740_993, 3, "9007199254740.993"),
            (999_999_999_999_999_999, 18, "0.999999999999999999"),
            (123_456_789_012_345_678, 25, "0.0000000123456789012345678"),
        ] {
            let number = Fixed::new(mantissa, scale);
            assert_eq!(number.f64(), text.parse::<f64>().unwrap(), "{text}");
            assert_eq!(number.decimal(), Decimal::from_str_exact(text).unwrap());
        }
    }
}
