use super::{Action, Arrival, MatchingModel, Offer, Take, refusal};
use crate::{
    error::SimError,
    exact::{exact_add, exact_sub},
    market::{Level, Market, Print},
    orders::{Order, Working},
    packet::Reason,
};
use barter_instrument::Side;
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// How much can be taken at the touch (M2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SizeRule {
    /// Any quantity trades at the touch.
    #[default]
    Unlimited,
    /// The quantity shown, less what own orders took since it last changed.
    Displayed,
}

/// Matching against the best bid and ask, with a queue for resting orders (M1-M3, M6-M15, D6, D7).
///
/// Assumes that own orders leave the recorded market as it was. A taker trades at the touch. A resting order stands behind the
/// quantity shown when it came to the touch; trades at its price move it forward and then fill it; a trade through its price,
/// or the opposite touch reaching it, fills it whole.
///
/// Where it flatters:
/// * `SizeRule::Unlimited`: orders larger than the touch pay no deeper level. Every fill says how far it went beyond what was
///   shown; `SizeRule::Displayed` refuses that part, which is harsh, since deeper levels are unknown, not empty.
/// * A fill by a touch or a trade through the price takes the whole order, whatever was traded; `cap_at_trade` limits the
///   latter to what was traded, and is the more careful choice for large orders.
/// * Cancels of others ahead are seen only when they leave less displayed than is thought to be ahead, so the queue is a little
///   pessimistic; that nobody reacts to the own order is optimistic.
#[derive(Debug, Clone)]
pub struct TopOfBook {
    size: SizeRule,
    cap_at_trade: bool,
    /// What own buyers took from the ask, and own sellers from the bid.
    taken_ask: Option<Taken>,
    taken_bid: Option<Taken>,
}

/// Own consumption of one side of the quote, remembered until that side changes (M3).
#[derive(Debug, Clone, Copy)]
struct Taken {
    price: Decimal,
    displayed: Decimal,
    quantity: Decimal,
}

impl Taken {
    fn is_of(&self, level: Option<Level>) -> bool {
        level.is_some_and(|level| level.price.decimal() == self.price && level.quantity.decimal() == self.displayed)
    }
}

impl TopOfBook {
    pub fn new(size: SizeRule, cap_at_trade: bool) -> Self {
        Self {
            size,
            cap_at_trade,
            taken_ask: None,
            taken_bid: None,
        }
    }

    fn taken_by(&mut self, side: Side) -> &mut Option<Taken> {
        match side {
            Side::Buy => &mut self.taken_ask,
            Side::Sell => &mut self.taken_bid,
        }
    }

    /// What an order takes at once from `touch`, which it reaches.
    fn take(&mut self, order: &Order, touch: Level) -> Result<Option<Take>, SimError> {
        let displayed = touch.quantity.decimal();
        let quantity = match self.size {
            SizeRule::Unlimited => order.remaining,
            SizeRule::Displayed => {
                let taken = self.taken_by(order.side).map_or(Decimal::ZERO, |taken| taken.quantity);
                order.remaining.min(exact_sub(displayed, taken)?)
            }
        };
        Ok((quantity > Decimal::ZERO).then(|| Take {
            price: touch.price.decimal(),
            quantity,
            displayed,
        }))
    }
}

/// M13: an own order of the other side that would be met before anybody else's.
fn meets_own(order: &Order, touch: Option<Level>, working: &Working) -> bool {
    let other = match order.side {
        Side::Buy => Side::Sell,
        Side::Sell => Side::Buy,
    };
    working
        .side(other)
        .iter()
        .take_while(|own| order.reaches(crate::number::Amount::Decimal(own.price.decimal())))
        .any(|own| match touch {
            None => true,
            Some(touch) => {
                own.is_better_than(touch.price)
                    || own.price.compare(touch.price) == Ordering::Equal && own.ahead.is_some_and(|ahead| ahead.is_zero())
            }
        })
}

/// Queue position of an order that comes to rest.
fn ahead_at_arrival(order: &Order, market: &Market) -> Option<Decimal> {
    match market.own(order.side) {
        None => Some(Decimal::ZERO),
        Some(own) if order.is_better_than(own.price) => Some(Decimal::ZERO),
        Some(own) if order.price.compare(own.price) == Ordering::Equal => Some(own.quantity.decimal()),
        Some(_) => None,
    }
}

impl MatchingModel for TopOfBook {
    fn arrive(&mut self, time: i64, market: &Market, order: &Order, working: &Working) -> Result<Arrival, SimError> {
        let touch = market.opposite(order.side);
        let needs_touch = order.is_market() || order.is_post_only();
        let seen = market.has_quote() && (touch.is_some() || !needs_touch);
        let stale = market.is_quote_stale(time);
        if let Some(reason) = refusal(seen, stale, order) {
            return Ok(Arrival::Rejected(reason));
        }
        if stale {
            // A plain limit order rests, unmatched, at an unknown place.
            return Ok(Arrival::Met(Offer::default()));
        }
        let reached = touch.filter(|touch| order.reaches(touch.price));
        if order.is_post_only() && reached.is_some() {
            return Ok(Arrival::Rejected(Reason::PostOnlyWouldTake));
        }
        let takes = match reached {
            Some(touch) => self.take(order, touch)?.into_iter().collect(),
            None => Vec::new(),
        };
        Ok(Arrival::Met(Offer {
            price: touch.map(|touch| touch.price.decimal()),
            self_trade: meets_own(order, touch, working),
            takes,
            waits: false,
            ahead: ahead_at_arrival(order, market),
        }))
    }

    fn taken(&mut self, market: &Market, order: &Order, quantity: Decimal) -> Result<(), SimError> {
        if self.size == SizeRule::Unlimited {
            return Ok(());
        }
        let Some(touch) = market.opposite(order.side) else {
            return Ok(());
        };
        match self.taken_by(order.side) {
            Some(taken) => taken.quantity = exact_add(taken.quantity, quantity)?,
            none => {
                *none = Some(Taken {
                    price: touch.price.decimal(),
                    displayed: touch.quantity.decimal(),
                    quantity,
                });
            }
        }
        Ok(())
    }

    #[inline]
    fn on_quote(&mut self, time: i64, market: &Market, working: &mut Working, actions: &mut Vec<Action>) -> Result<(), SimError> {
        if self.watches() {
            self.taken_ask = self.taken_ask.filter(|taken| taken.is_of(market.ask()));
            self.taken_bid = self.taken_bid.filter(|taken| taken.is_of(market.bid()));
        }
        if market.is_quote_stale(time) {
            return Ok(());
        }
        for side in [Side::Buy, Side::Sell] {
            let (touch, own) = (market.opposite(side), market.own(side));
            for order in working.side_mut(side) {
                if touch.is_some_and(|touch| order.reaches(touch.price)) {
                    actions.push(Action::fill_resting(order));
                    continue;
                }
                match own {
                    None => order.ahead = Some(Decimal::ZERO),
                    Some(own) => match (side, order.price.compare(own.price)) {
                        (_, Ordering::Equal) => {
                            let displayed = own.quantity.decimal();
                            order.ahead = Some(order.ahead.map_or(displayed, |ahead| ahead.min(displayed)));
                        }
                        (Side::Buy, Ordering::Greater) | (Side::Sell, Ordering::Less) => order.ahead = Some(Decimal::ZERO),
                        // Behind the touch, and so is everything after it.
                        (Side::Buy, Ordering::Less) | (Side::Sell, Ordering::Greater) => break,
                    },
                }
            }
        }
        Ok(())
    }

    #[inline]
    fn on_trade(
        &mut self,
        time: i64,
        market: &Market,
        trade: &Print,
        working: &mut Working,
        actions: &mut Vec<Action>,
    ) -> Result<(), SimError> {
        if market.is_quote_stale(time) {
            return Ok(());
        }
        let mut spent = Decimal::ZERO;
        for side in [Side::Buy, Side::Sell] {
            for order in working.side_mut(side) {
                if order.is_better_than(trade.price) {
                    let volume = trade.quantity.decimal();
                    let filled = if self.cap_at_trade {
                        order.remaining.min(exact_sub(volume, spent)?)
                    } else {
                        order.remaining
                    };
                    if filled > Decimal::ZERO {
                        actions.push(maker(order, filled));
                        spent = volume.min(exact_add(spent, filled)?);
                    }
                    continue;
                }
                if order.price.compare(trade.price) != Ordering::Equal {
                    // Not reached, and neither is anything after it.
                    break;
                }
                let Some(ahead) = order.ahead.filter(|_| trade.side != Some(side)) else {
                    continue;
                };
                let available = exact_sub(trade.quantity.decimal(), spent)?;
                if ahead >= available {
                    order.ahead = Some(exact_sub(ahead, available)?);
                } else {
                    let filled = order.remaining.min(exact_sub(available, ahead)?);
                    order.ahead = Some(Decimal::ZERO);
                    spent = exact_add(spent, filled)?;
                    actions.push(maker(order, filled));
                }
            }
        }
        Ok(())
    }

    fn watches(&self) -> bool {
        self.taken_ask.is_some() || self.taken_bid.is_some()
    }
}

fn maker(order: &Order, quantity: Decimal) -> Action {
    Action::Fill {
        number: order.number,
        price: order.price.decimal(),
        quantity,
        taker: None,
    }
}
