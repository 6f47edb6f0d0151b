//! Matching inside candles (M19, D6).

use super::{Arrival, MatchingModel, PricedBy};
use crate::{
    account::Applicant,
    error::SimError,
    floor::{Floor, Liquidity},
    market::{Market, Touch},
    order::reaches,
    packet::{OrderNumber, Reason},
};
use barter_columns::{CandleRow, CompactKind};
use barter_execution::order::TimeInForce;
use barter_instrument::Side;
use rust_decimal::Decimal;

/// A candle opens when the one before it closes; orders that had arrived by then take part in it: market orders and limits
/// marketable at the open fill there as takers, resting limits whole at their own price along open → nearer extreme → other
/// extreme → close. Optimistic: any quantity, and the path inside a candle is assumed.
#[derive(Debug, Clone, Copy)]
pub struct Candles;

impl MatchingModel for Candles {
    fn priced_by(&self) -> PricedBy {
        PricedBy::Candle
    }

    /// Between candles there is no price to take.
    fn touch(&self, _: &Market, _: Side) -> Option<Touch> {
        None
    }

    fn has_sides(&self) -> bool {
        false
    }

    fn expected_price(&self, market: &Market, _: Side) -> Option<Decimal> {
        market.candle().map(|candle| candle.close)
    }

    /// Everything waits for the next open; only what the end of the run closes is filled at the latest close.
    fn on_arrival(&mut self, floor: &mut Floor, Arrival { time, instrument, number, closing }: Arrival) -> Result<(), SimError> {
        let market = floor.market(instrument);
        let (Some(order), Some(candle), true) = (market.find(number), market.candle(), closing) else { return Ok(()) };
        let (price, quantity) = (candle.close, order.remaining());
        let liquidity = Liquidity::Taker { displayed: candle.volume };
        floor.fill(time, instrument, number, price, quantity, liquidity)
    }

    fn on_row(&mut self, floor: &mut Floor, time: i64, instrument: usize, row: &CompactKind) -> Result<(), SimError> {
        let (CompactKind::Candle(candle), Some(opened)) = (row, floor.market(instrument).candle_opened) else { return Ok(()) };
        let taking_part = |floor: &Floor| -> Vec<OrderNumber> {
            floor.market(instrument).working.iter().filter(|order| order.arrived <= opened).map(|order| order.number).collect()
        };
        for number in taking_part(floor) {
            at_open(floor, time, instrument, number, candle)?;
        }
        let mut waiting = taking_part(floor);
        for point in path(candle) {
            for number in floor.market(instrument).by_priority() {
                let Some(order) = floor.market(instrument).find(number).filter(|_| waiting.contains(&number)) else { continue };
                if let Some(price) = order.price.filter(|price| reaches(order.side, Some(*price), point)) {
                    let quantity = order.remaining();
                    waiting.retain(|other| *other != number);
                    floor.fill(time, instrument, number, price, quantity, Liquidity::Maker)?;
                }
            }
        }
        Ok(())
    }
}

/// Takers, in order of acceptance. A post-only order never takes: it fills as maker when the path reaches it.
fn at_open(floor: &mut Floor, time: i64, instrument: usize, number: OrderNumber, candle: &CandleRow) -> Result<(), SimError> {
    let market = floor.market(instrument);
    let Some(order) = market.find(number) else { return Ok(()) };
    let applicant = Applicant { side: order.side, price: order.price, quantity: order.remaining() };
    let (time_in_force, post_only) = (order.time_in_force, order.is_post_only());
    if applicant.price.is_none() && market.config.is_spot && !floor.affords(instrument, applicant, candle.open)? {
        return floor.end(time, instrument, number, false, Some(Reason::InsufficientBalance));
    }
    if !post_only && reaches(applicant.side, applicant.price, candle.open) {
        let liquidity = Liquidity::Taker { displayed: candle.volume };
        return floor.fill(time, instrument, number, candle.open, applicant.quantity, liquidity);
    }
    match time_in_force {
        TimeInForce::FillOrKill => floor.end(time, instrument, number, false, Some(Reason::FillOrKill)),
        TimeInForce::ImmediateOrCancel => floor.end(time, instrument, number, false, Some(Reason::ImmediateOrCancel)),
        TimeInForce::GoodUntilCancelled { .. } | TimeInForce::GoodUntilEndOfDay => Ok(()),
    }
}

/// open → nearer extreme → other extreme → close; a tie goes to the low first.
fn path(candle: &CandleRow) -> [Decimal; 4] {
    let low_first = candle.open - candle.low <= candle.high - candle.open;
    let (first, second) = if low_first { (candle.low, candle.high) } else { (candle.high, candle.low) };
    [candle.open, first, second, candle.close]
}
