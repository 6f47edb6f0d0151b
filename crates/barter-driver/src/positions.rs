//! Rows of the table `positions` (D9): flat to flat, a flip splits, the last one of an instrument may be open.

use crate::{record::Record, universe::Universe};
use barter_instrument::Side;
use barter_sim::exact::{self, Inexact};
use rust_decimal::Decimal;

/// Fractional digits of the weighted prices.
const PRICE_DIGITS: u32 = 10;
/// Fractional digits of the part of a flip's fee that belongs to the position that is left.
const FEE_DIGITS: u32 = 18;

/// From the fill that opened a position to the one that closed it.
#[derive(Debug, Clone, PartialEq)]
pub struct PositionRow {
    pub instrument: usize,
    pub side: Side,
    pub time_enter: i64,
    /// Null while it is open.
    pub time_exit: Option<i64>,
    pub quantity_max: Decimal,
    /// Volume weighted over the fills that entered, half even.
    pub price_enter: Decimal,
    /// Volume weighted over the fills that left, half even; null before any left.
    pub price_exit: Option<Decimal>,
    /// Realised so far, before fees.
    pub pnl_gross: Decimal,
    pub fees: Decimal,
    /// pnl_gross − fees.
    pub pnl_net: Decimal,
    /// Fills that took part; one that flipped counts in both positions.
    pub fills: u64,
    pub is_open: bool,
}

/// What a position is made of.
#[derive(Debug, Clone, Copy)]
pub struct PositionFill {
    pub time: i64,
    pub instrument: usize,
    pub side: Side,
    pub price: Decimal,
    pub quantity: Decimal,
    pub fee: Decimal,
    pub realised_pnl: Decimal,
}

/// The positions of a run, in order of their first fill.
pub fn positions(record: &Record, universe: &Universe) -> Result<Vec<PositionRow>, Inexact> {
    let fills = record.fills.iter().map(|fill| PositionFill {
        time: fill.time,
        instrument: fill.instrument,
        side: fill.side,
        price: fill.price,
        quantity: fill.quantity,
        fee: fill.fee,
        realised_pnl: fill.realised_pnl,
    });
    from_fills(fills, universe.instruments.len())
}

/// The same from any fills, in order of happening; `instruments` is one more than the largest instrument.
pub fn from_fills(fills: impl IntoIterator<Item = PositionFill>, instruments: usize) -> Result<Vec<PositionRow>, Inexact> {
    let mut open: Vec<Option<Open>> = vec![None; instruments];
    let mut rows: Vec<Option<PositionRow>> = Vec::new();
    for fill in fills {
        let slot = &mut open[fill.instrument];
        let Some(position) = slot.as_mut().filter(|position| position.side != fill.side) else {
            match slot {
                Some(position) => position.enter(fill.price, fill.quantity, fill.fee)?,
                None => *slot = Some(Open::new(&fill, fill.quantity, fill.fee, &mut rows)?),
            }
            continue;
        };
        let leaving = fill.quantity.min(position.quantity);
        let flips = leaving < fill.quantity;
        let fee = if flips {
            exact::mul_div_half_even(fill.fee, leaving, fill.quantity, FEE_DIGITS)?
        } else {
            fill.fee
        };
        position.leave(&fill, leaving, fee)?;
        if position.quantity.is_zero() {
            rows[position.row] = Some(position.row(Some(fill.time))?);
            *slot = None;
        }
        if flips {
            let rest = exact::exact_sub(fill.quantity, leaving)?;
            *slot = Some(Open::new(&fill, rest, exact::exact_sub(fill.fee, fee)?, &mut rows)?);
        }
    }
    for position in open.iter().flatten() {
        rows[position.row] = Some(position.row(None)?);
    }
    Ok(rows.into_iter().flatten().collect())
}

/// Price × quantity and quantity of one direction.
#[derive(Debug, Clone, Copy, Default)]
struct Leg {
    value: Decimal,
    quantity: Decimal,
}

impl Leg {
    fn add(&mut self, price: Decimal, quantity: Decimal) -> Result<(), Inexact> {
        self.value = exact::exact_add(self.value, exact::exact_mul(price, quantity)?)?;
        self.quantity = exact::exact_add(self.quantity, quantity)?;
        Ok(())
    }

    fn price(&self) -> Result<Option<Decimal>, Inexact> {
        if self.quantity.is_zero() {
            return Ok(None);
        }
        exact::mul_div_half_even(self.value, Decimal::ONE, self.quantity, PRICE_DIGITS).map(Some)
    }
}

#[derive(Debug, Clone)]
struct Open {
    /// Its place in the table.
    row: usize,
    instrument: usize,
    side: Side,
    time_enter: i64,
    quantity: Decimal,
    quantity_max: Decimal,
    entered: Leg,
    left: Leg,
    pnl_gross: Decimal,
    fees: Decimal,
    fills: u64,
}

impl Open {
    fn new(fill: &PositionFill, quantity: Decimal, fee: Decimal, rows: &mut Vec<Option<PositionRow>>) -> Result<Self, Inexact> {
        rows.push(None);
        let mut open = Self {
            row: rows.len() - 1,
            instrument: fill.instrument,
            side: fill.side,
            time_enter: fill.time,
            quantity: Decimal::ZERO,
            quantity_max: Decimal::ZERO,
            entered: Leg::default(),
            left: Leg::default(),
            pnl_gross: Decimal::ZERO,
            fees: Decimal::ZERO,
            fills: 0,
        };
        open.enter(fill.price, quantity, fee)?;
        Ok(open)
    }

    fn enter(&mut self, price: Decimal, quantity: Decimal, fee: Decimal) -> Result<(), Inexact> {
        self.entered.add(price, quantity)?;
        self.quantity = exact::exact_add(self.quantity, quantity)?;
        self.quantity_max = self.quantity_max.max(self.quantity);
        self.fees = exact::exact_add(self.fees, fee)?;
        self.fills += 1;
        Ok(())
    }

    fn leave(&mut self, fill: &PositionFill, quantity: Decimal, fee: Decimal) -> Result<(), Inexact> {
        self.left.add(fill.price, quantity)?;
        self.quantity = exact::exact_sub(self.quantity, quantity)?;
        self.pnl_gross = exact::exact_add(self.pnl_gross, fill.realised_pnl)?;
        self.fees = exact::exact_add(self.fees, fee)?;
        self.fills += 1;
        Ok(())
    }

    fn row(&self, time_exit: Option<i64>) -> Result<PositionRow, Inexact> {
        Ok(PositionRow {
            instrument: self.instrument,
            side: self.side,
            time_enter: self.time_enter,
            time_exit,
            quantity_max: self.quantity_max,
            // A position has at least the fill that opened it.
            price_enter: self.entered.price()?.unwrap_or_default(),
            price_exit: self.left.price()?,
            pnl_gross: self.pnl_gross,
            fees: self.fees,
            pnl_net: exact::exact_sub(self.pnl_gross, self.fees)?,
            fills: self.fills,
            is_open: time_exit.is_none(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::str::FromStr;

    fn d(text: &str) -> Decimal {
        Decimal::from_str(text).unwrap()
    }

    fn fill(time: i64, instrument: usize, side: Side, price: &str, quantity: &str, fee: &str, realised: &str) -> PositionFill {
        PositionFill {
            time,
            instrument,
            side,
            price: d(price),
            quantity: d(quantity),
            fee: d(fee),
            realised_pnl: d(realised),
        }
    }

    #[test]
    fn a_position_runs_from_flat_to_flat_with_weighted_prices() {
        let rows = from_fills(
            [
                fill(1, 0, Side::Buy, "100", "1", "0.1", "0"),
                fill(2, 0, Side::Buy, "101", "2", "0.2", "0"),
                fill(3, 0, Side::Sell, "103", "1", "0.1", "2.3333333333"),
                fill(4, 0, Side::Sell, "102", "2", "0.2", "2.6666666667"),
            ],
            1,
        )
        .unwrap();
        assert_eq!(
            rows,
            [PositionRow {
                instrument: 0,
                side: Side::Buy,
                time_enter: 1,
                time_exit: Some(4),
                quantity_max: d("3"),
                price_enter: d("100.6666666667"),
                price_exit: Some(d("102.3333333333")),
                pnl_gross: d("5"),
                fees: d("0.6"),
                pnl_net: d("4.4"),
                fills: 4,
                is_open: false,
            }]
        );
    }

    #[test]
    fn a_flip_ends_one_position_and_begins_the_next_and_its_fee_is_split_by_quantity() {
        let rows = from_fills(
            [
                fill(1, 0, Side::Buy, "100", "1", "0.05", "0"),
                fill(2, 0, Side::Sell, "110", "3", "0.1", "10"),
            ],
            1,
        )
        .unwrap();
        assert_eq!(rows.len(), 2);
        // 0.1 × 1 / 3 to 18 digits leaves; the rest enters, so that nothing is lost.
        assert_eq!(rows[0].fees, d("0.083333333333333333"));
        assert_eq!(rows[1].fees, d("0.066666666666666667"));
        assert_eq!(rows[0].fees + rows[1].fees, d("0.15"));
        assert_eq!((rows[0].time_exit, rows[0].pnl_gross, rows[0].is_open), (Some(2), d("10"), false));
        assert_eq!((rows[1].side, rows[1].time_enter, rows[1].quantity_max), (Side::Sell, 2, d("2")));
        assert_eq!(
            (rows[1].time_exit, rows[1].price_exit, rows[1].pnl_gross, rows[1].is_open),
            (None, None, d("0"), true)
        );
        assert_eq!((rows[0].fills, rows[1].fills), (2, 1));
    }

    #[test]
    fn instruments_do_not_mix_and_rows_come_in_order_of_the_first_fill() {
        let rows = from_fills(
            [
                fill(1, 1, Side::Sell, "10", "5", "0", "0"),
                fill(2, 0, Side::Buy, "7", "1", "0", "0"),
                fill(3, 0, Side::Sell, "8", "1", "0", "1"),
                fill(4, 1, Side::Buy, "9", "2", "0", "2"),
                fill(5, 0, Side::Buy, "6", "1", "0", "0"),
            ],
            2,
        )
        .unwrap();
        let shown: Vec<_> = rows.iter().map(|row| (row.instrument, row.time_enter, row.time_exit)).collect();
        assert_eq!(shown, [(1, 1, None), (0, 2, Some(3)), (0, 5, None)]);
        // Partly closed: what left so far is in the row.
        assert_eq!(
            (rows[0].price_exit, rows[0].pnl_gross, rows[0].quantity_max),
            (Some(d("9")), d("2"), d("5"))
        );
    }

    #[test]
    fn no_fills_make_no_positions() {
        assert_eq!(from_fills([], 3).unwrap(), []);
    }
}
