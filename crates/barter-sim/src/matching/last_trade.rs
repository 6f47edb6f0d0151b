use super::{Action, Arrival, MatchingModel, Offer, Take, refusal};
use crate::{
    error::SimError,
    market::{Market, Print},
    orders::{Order, Working},
    packet::Reason,
};
use barter_instrument::Side;

/// Matching at the price of the latest trade, any quantity (M5, D6).
///
/// For data that hold trades only. Assumes that whoever comes can trade any quantity where the last trade was: a taker fills at
/// the latest trade's price, a resting order fills whole, at its own price, on the first later trade at or through it.
///
/// Optimistic: there is no spread to pay, no queue to wait in and no size to run out of, so it flatters every strategy, and
/// market makers most of all.
#[derive(Debug, Clone, Copy, Default)]
pub struct LastTrade;

impl MatchingModel for LastTrade {
    fn arrive(&mut self, time: i64, market: &Market, order: &Order, _working: &Working) -> Result<Arrival, SimError> {
        let trade = market.trade();
        let stale = market.is_trade_stale(time);
        if let Some(reason) = refusal(trade.is_some(), stale, order) {
            return Ok(Arrival::Rejected(reason));
        }
        let Some(trade) = trade.filter(|_| !stale) else {
            return Ok(Arrival::Met(Offer::default()));
        };
        let reached = order.reaches(trade.price);
        if order.is_post_only() && reached {
            return Ok(Arrival::Rejected(Reason::PostOnlyWouldTake));
        }
        let price = trade.price.decimal();
        let take = reached.then(|| Take {
            price,
            quantity: order.remaining,
            displayed: trade.quantity.decimal(),
        });
        Ok(Arrival::Met(Offer {
            price: Some(price),
            takes: take.into_iter().collect(),
            ..Offer::default()
        }))
    }

    #[inline]
    fn on_trade(
        &mut self,
        _time: i64,
        _market: &Market,
        trade: &Print,
        working: &mut Working,
        actions: &mut Vec<Action>,
    ) -> Result<(), SimError> {
        for side in [Side::Buy, Side::Sell] {
            let reached = working.side(side).iter().take_while(|order| order.reaches(trade.price));
            actions.extend(reached.map(Action::fill_resting));
        }
        Ok(())
    }

    fn watches(&self) -> bool {
        false
    }
}
