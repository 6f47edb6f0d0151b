use super::{Action, Arrival, MatchingModel, Offer, Take, refusal};
use crate::{
    error::SimError,
    exact::exact_sub,
    market::Market,
    number::Amount,
    orders::{Order, Working},
    packet::{OrderNumber, Reason},
};
use barter_columns::CandleRow;
use barter_execution::order::TimeInForce;
use barter_instrument::Side;
use rust_decimal::Decimal;

/// Matching against candles (M19, D6).
///
/// A candle acts at the exchange as a whole when it closes. It opened when the one before it closed, and only orders that had
/// arrived by then take part in it, so that none meets a price from before its arrival. Market orders and limit orders that its
/// open reaches fill whole at the open, as takers; what rests fills whole at its own price, as maker, when the path
/// open → nearer extreme → other extreme → close first reaches it (a tie visits the low first). Immediate-or-cancel and
/// fill-or-kill orders have the open as their only chance. Post-only orders never take: they are makers at the open too. What
/// `close_at_end` sends fills at the latest close, since no candle follows.
///
/// Where it flatters: no spread, no queue, no size; touching a price fills it. Where it may be wrong either way: the path inside
/// a candle is a convention, so a strategy whose result depends on which extreme came first proves nothing.
#[derive(Debug, Clone, Default)]
pub struct Candles {
    /// When the candle under way opened: when the last one closed.
    opened: Option<i64>,
}

impl MatchingModel for Candles {
    fn arrive(&mut self, time: i64, market: &Market, order: &Order, _working: &Working) -> Result<Arrival, SimError> {
        let candle = market.candle();
        if let Some(reason) = refusal(candle.is_some(), market.is_candle_stale(time), order) {
            return Ok(Arrival::Rejected(reason));
        }
        let take = candle.filter(|_| order.closing && order.is_market()).map(|candle| Take {
            price: candle.close,
            quantity: order.remaining,
            displayed: candle.volume,
        });
        Ok(Arrival::Met(Offer {
            price: candle.map(|candle| candle.close),
            waits: take.is_none(),
            takes: take.into_iter().collect(),
            ..Offer::default()
        }))
    }

    fn on_candle(
        &mut self,
        time: i64,
        _market: &Market,
        candle: &CandleRow,
        working: &mut Working,
        actions: &mut Vec<Action>,
    ) -> Result<(), SimError> {
        let Some(opened) = self.opened.replace(time) else {
            return Ok(());
        };
        if working.is_empty() {
            return Ok(());
        }
        let takes_part = |order: &&Order| order.arrived <= opened;
        let mut orders: Vec<_> = working.iter().filter(takes_part).collect();
        orders.sort_unstable_by_key(|order| order.id);
        let mut done: Vec<OrderNumber> = Vec::new();
        for order in orders {
            if let Some(action) = at_open(order, candle) {
                actions.push(action);
                done.push(order.number);
            }
        }
        for point in path(candle)? {
            for side in [Side::Buy, Side::Sell] {
                let reached = working.side(side).iter().take_while(|order| order.reaches(Amount::Decimal(point)));
                for order in reached.filter(takes_part) {
                    if !done.contains(&order.number) {
                        actions.push(Action::fill_resting(order));
                        done.push(order.number);
                    }
                }
            }
        }
        Ok(())
    }

    fn watches(&self) -> bool {
        false
    }
}

fn at_open(order: &Order, candle: &CandleRow) -> Option<Action> {
    if !order.is_post_only() && order.reaches(Amount::Decimal(candle.open)) {
        return Some(Action::Fill {
            number: order.number,
            price: candle.open,
            quantity: order.remaining,
            taker: Some(candle.volume),
        });
    }
    let reason = match order.time_in_force {
        TimeInForce::ImmediateOrCancel => Reason::ImmediateOrCancel,
        TimeInForce::FillOrKill => Reason::FillOrKill,
        TimeInForce::GoodUntilCancelled { .. } | TimeInForce::GoodUntilEndOfDay => return None,
    };
    Some(Action::Cancel {
        number: order.number,
        reason,
    })
}

/// The points a candle visits.
fn path(candle: &CandleRow) -> Result<[Decimal; 4], SimError> {
    let low_first = exact_sub(candle.open, candle.low)? <= exact_sub(candle.high, candle.open)?;
    let (nearer, other) = if low_first {
        (candle.low, candle.high)
    } else {
        (candle.high, candle.low)
    };
    Ok([candle.open, nearer, other, candle.close])
}
