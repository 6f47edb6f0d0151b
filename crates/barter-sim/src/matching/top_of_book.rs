//! Matching at the best bid and ask: both size rules (M2, M3, M6), queue of resting orders (M9-M11, D7), self-trade (M13).

use super::{Arrival, MatchingModel, PricedBy};
use crate::{
    config::SizeRule,
    error::SimError,
    exact,
    floor::{Floor, Liquidity},
    market::{Market, Touch},
    order::{WorkingOrder, is_better, opposite, reaches},
    packet::Reason,
};
use barter_columns::CompactKind;
use barter_execution::order::TimeInForce;
use barter_instrument::Side;
use rust_decimal::Decimal;

/// Takers fill at the touch, makers wait in a queue behind what was displayed.
///
/// Optimistic where `size` is unlimited (any quantity at the touch), and in that own orders move nobody. A resting order
/// behind the touch does not know its queue until the touch reaches its price (M9).
#[derive(Debug, Clone, Copy)]
pub struct TopOfBook {
    pub size: SizeRule,
    /// A fill by a trade through the price is capped at the trade's quantity (M10).
    pub cap_at_trade: bool,
}

impl MatchingModel for TopOfBook {
    fn priced_by(&self) -> PricedBy {
        PricedBy::Quote
    }

    fn touch(&self, market: &Market, side: Side) -> Option<Touch> {
        market.touch(side)
    }

    fn has_sides(&self) -> bool {
        true
    }

    fn expected_price(&self, market: &Market, side: Side) -> Option<Decimal> {
        market.touch(side).map(|touch| touch.price)
    }

    fn on_arrival(&mut self, floor: &mut Floor, Arrival { time, instrument, number, .. }: Arrival) -> Result<(), SimError> {
        let market = floor.market(instrument);
        let Some(order) = market.find(number).cloned() else { return Ok(()) };
        let touch = market.touch(order.side);
        if meets_own(market, &order, touch) {
            return floor.end(time, instrument, number, true, Some(Reason::SelfTrade));
        }
        let reached = touch.filter(|touch| reaches(order.side, order.price, touch.price));
        let available = match (reached, self.size) {
            (None, _) => Decimal::ZERO,
            (Some(_), SizeRule::Unlimited) => order.quantity,
            (Some(touch), SizeRule::Displayed) => {
                order.quantity.min(exact::exact_sub(touch.quantity, market.taken(order.side))?).max(Decimal::ZERO)
            }
        };
        if order.time_in_force == TimeInForce::FillOrKill && available < order.quantity {
            return floor.end(time, instrument, number, false, Some(Reason::FillOrKill));
        }
        if let Some(touch) = reached
            && available > Decimal::ZERO
        {
            floor.market_mut(instrument).take(order.side, available);
            floor.fill(time, instrument, number, touch.price, available, Liquidity::Taker { displayed: touch.quantity })?;
        }
        let market = floor.market_mut(instrument);
        let own = market.touch(opposite(order.side));
        let Some(rest) = market.find_mut(number) else { return Ok(()) };
        let reason = match (rest.price, rest.time_in_force) {
            (None, _) => Reason::NoLiquidity,
            (_, TimeInForce::ImmediateOrCancel) => Reason::ImmediateOrCancel,
            (Some(price), _) => {
                rest.ahead = match own {
                    Some(own) if price == own.price => Some(own.quantity),
                    Some(own) if !is_better(rest.side, price, own.price) => None,
                    _ => Some(Decimal::ZERO),
                };
                return Ok(());
            }
        };
        floor.end(time, instrument, number, false, Some(reason))
    }

    fn on_row(&mut self, floor: &mut Floor, time: i64, instrument: usize, row: &CompactKind) -> Result<(), SimError> {
        match row {
            CompactKind::OrderBookL1(_) | CompactKind::WideOrderBookL1(_) => on_quote(floor, time, instrument),
            CompactKind::Trade(trade) => {
                self.on_trade(floor, time, instrument, Print {
                    price: trade.price().decimal(),
                    quantity: trade.quantity().decimal(),
                    aggressor: trade.side,
                })
            }
            CompactKind::WideTrade(trade) => {
                self.on_trade(floor, time, instrument, Print { price: trade.price, quantity: trade.quantity, aggressor: trade.side })
            }
            CompactKind::OrderBook(_) | CompactKind::Candle(_) | CompactKind::Liquidation(_) => Ok(()),
        }
    }
}

/// A trade as it meets resting orders.
struct Print {
    price: Decimal,
    quantity: Decimal,
    aggressor: Option<Side>,
}

/// M13: an own resting order would be hit before anyone else's.
fn meets_own(market: &Market, order: &WorkingOrder, touch: Option<Touch>) -> bool {
    market.working.iter().any(|other| {
        let Some(price) = other.price.filter(|price| other.side != order.side && reaches(order.side, order.price, *price)) else {
            return false;
        };
        match touch {
            None => true,
            Some(touch) => is_better(other.side, price, touch.price) || (price == touch.price && other.ahead == Some(Decimal::ZERO)),
        }
    })
}

fn on_quote(floor: &mut Floor, time: i64, instrument: usize) -> Result<(), SimError> {
    for number in floor.market(instrument).by_priority() {
        let market = floor.market_mut(instrument);
        let (ask, bid) = (market.touch(Side::Buy), market.touch(Side::Sell));
        let Some(order) = market.find_mut(number) else { continue };
        let Some(price) = order.price else { continue };
        let (other, own) = if order.side == Side::Buy { (ask, bid) } else { (bid, ask) };
        if other.is_some_and(|touch| reaches(order.side, Some(price), touch.price)) {
            let remaining = order.remaining();
            floor.fill(time, instrument, number, price, remaining, Liquidity::Maker)?;
            continue;
        }
        match own {
            Some(own) if own.price == price => order.ahead = Some(order.ahead.map_or(own.quantity, |ahead| ahead.min(own.quantity))),
            Some(own) if !is_better(order.side, price, own.price) => {}
            _ => order.ahead = Some(Decimal::ZERO),
        }
    }
    Ok(())
}

impl TopOfBook {
    fn on_trade(&self, floor: &mut Floor, time: i64, instrument: usize, print: Print) -> Result<(), SimError> {
        let mut spent = Decimal::ZERO;
        for number in floor.market(instrument).by_priority() {
            let available = exact::exact_sub(print.quantity, spent)?;
            let Some(order) = floor.market_mut(instrument).find_mut(number) else { continue };
            let Some(price) = order.price else { continue };
            let remaining = order.remaining();
            let quantity = if is_better(order.side, price, print.price) {
                // Through the price, whoever was the aggressor (M10).
                if self.cap_at_trade { remaining.min(available) } else { remaining }
            } else if price == print.price && print.aggressor != Some(order.side)
                && let Some(ahead) = order.ahead
            {
                if ahead >= available {
                    order.ahead = Some(exact::exact_sub(ahead, available)?);
                    continue;
                }
                order.ahead = Some(Decimal::ZERO);
                remaining.min(exact::exact_sub(available, ahead)?)
            } else {
                continue;
            };
            if quantity > Decimal::ZERO {
                spent = exact::exact_add(spent, quantity)?.min(print.quantity);
                floor.fill(time, instrument, number, price, quantity, Liquidity::Maker)?;
            }
        }
        Ok(())
    }
}
