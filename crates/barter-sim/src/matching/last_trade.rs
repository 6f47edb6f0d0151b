//! Matching at the price of the latest trade (M5, D6).

use super::{Arrival, MatchingModel, PricedBy};
use crate::{
    error::SimError,
    floor::{Floor, Liquidity},
    market::{Market, Touch},
    order::reaches,
    packet::Reason,
};
use barter_columns::CompactKind;
use barter_execution::order::TimeInForce;
use barter_instrument::Side;
use rust_decimal::Decimal;

/// Fills any quantity at the latest trade's price, and a resting order whole at its own price on the first trade at or through
/// it. Optimistic: neither spread, depth nor queue.
#[derive(Debug, Clone, Copy)]
pub struct LastTrade;

impl MatchingModel for LastTrade {
    fn priced_by(&self) -> PricedBy {
        PricedBy::Trade
    }

    /// The latest trade stands on both sides.
    fn touch(&self, market: &Market, _: Side) -> Option<Touch> {
        market.last_trade()
    }

    fn has_sides(&self) -> bool {
        false
    }

    fn expected_price(&self, market: &Market, _: Side) -> Option<Decimal> {
        market.last_trade().map(|trade| trade.price)
    }

    fn on_arrival(&mut self, floor: &mut Floor, Arrival { time, instrument, number, .. }: Arrival) -> Result<(), SimError> {
        let market = floor.market(instrument);
        let (Some(order), Some(trade)) = (market.find(number), market.last_trade()) else { return Ok(()) };
        if reaches(order.side, order.price, trade.price) {
            let quantity = order.remaining();
            return floor.fill(time, instrument, number, trade.price, quantity, Liquidity::Taker { displayed: trade.quantity });
        }
        let reason = match order.time_in_force {
            TimeInForce::FillOrKill => Reason::FillOrKill,
            TimeInForce::ImmediateOrCancel => Reason::ImmediateOrCancel,
            TimeInForce::GoodUntilCancelled { .. } | TimeInForce::GoodUntilEndOfDay => return Ok(()),
        };
        floor.end(time, instrument, number, false, Some(reason))
    }

    fn on_row(&mut self, floor: &mut Floor, time: i64, instrument: usize, row: &CompactKind) -> Result<(), SimError> {
        let price = match row {
            CompactKind::Trade(trade) => trade.price().decimal(),
            CompactKind::WideTrade(trade) => trade.price,
            _ => return Ok(()),
        };
        for number in floor.market(instrument).by_priority() {
            let Some(order) = floor.market(instrument).find(number) else { continue };
            if let Some(own) = order.price.filter(|own| reaches(order.side, Some(*own), price)) {
                let quantity = order.remaining();
                floor.fill(time, instrument, number, own, quantity, Liquidity::Maker)?;
            }
        }
        Ok(())
    }
}
