//! Orders working at the exchange, kept in the order in which they are served (M11, D7).

use crate::{
    exact::{Inexact, exact_add},
    number::{Amount, OwnPrice},
    packet::{OpenRequest, OrderNumber},
};
use barter_execution::order::{OrderKind, TimeInForce};
use barter_instrument::Side;
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// An order that was accepted.
#[derive(Debug, Clone)]
pub struct Order {
    pub number: OrderNumber,
    /// Counts acceptances on the exchange, so it is the order of acceptance too.
    pub id: u64,
    pub side: Side,
    pub kind: OrderKind,
    pub time_in_force: TimeInForce,
    /// Of a limit order; meaningless for a market order.
    pub price: OwnPrice,
    pub remaining: Decimal,
    pub filled: Decimal,
    /// Time of arrival.
    pub arrived: i64,
    /// Made by the end of the run: there is nothing later to wait for.
    pub closing: bool,
    /// Quantity of others that is served before this order; `None` while unknown (D7). Kept by the matching model.
    pub ahead: Option<Decimal>,
    /// What the account keeps back for it (A1).
    pub(crate) hold: Decimal,
}

impl Order {
    pub(crate) fn new(request: &OpenRequest, id: u64, scale: u8, arrived: i64) -> Self {
        Self {
            number: request.number,
            id,
            side: request.side,
            kind: request.kind,
            time_in_force: request.time_in_force,
            price: OwnPrice::new(request.price, scale),
            remaining: request.quantity,
            filled: Decimal::ZERO,
            arrived,
            closing: request.closing,
            ahead: None,
            hold: Decimal::ZERO,
        }
    }

    pub fn is_market(&self) -> bool {
        self.kind == OrderKind::Market
    }

    pub fn is_post_only(&self) -> bool {
        is_post_only(self.kind, self.time_in_force)
    }

    /// Whether it must be done at once or not at all.
    pub fn is_immediate(&self) -> bool {
        self.is_market() || matches!(self.time_in_force, TimeInForce::ImmediateOrCancel | TimeInForce::FillOrKill)
    }

    /// Whether an order of the other side at `price` would be met.
    #[inline]
    pub fn reaches(&self, price: Amount) -> bool {
        self.is_market()
            || matches!(
                (self.side, self.price.compare(price)),
                (_, Ordering::Equal) | (Side::Buy, Ordering::Greater) | (Side::Sell, Ordering::Less)
            )
    }

    /// Whether it is served before an order of its side at `price`.
    #[inline]
    pub fn is_better_than(&self, price: Amount) -> bool {
        matches!(
            (self.side, self.price.compare(price)),
            (Side::Buy, Ordering::Greater) | (Side::Sell, Ordering::Less)
        )
    }
}

pub(crate) fn is_post_only(kind: OrderKind, time_in_force: TimeInForce) -> bool {
    kind == OrderKind::Limit && time_in_force == (TimeInForce::GoodUntilCancelled { post_only: true })
}

/// Working orders of one instrument.
#[derive(Debug, Default)]
pub struct Working {
    /// Highest price first, then acceptance.
    buys: Vec<Order>,
    /// Lowest price first, then acceptance.
    sells: Vec<Order>,
    /// Market orders that wait for a price, by acceptance.
    waiting: Vec<Order>,
}

impl Working {
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.buys.is_empty() && self.sells.is_empty() && self.waiting.is_empty()
    }

    /// Limit orders of a side, first served first.
    pub fn side(&self, side: Side) -> &[Order] {
        match side {
            Side::Buy => &self.buys,
            Side::Sell => &self.sells,
        }
    }

    /// The same, to move them in the queue.
    pub fn side_mut(&mut self, side: Side) -> &mut [Order] {
        match side {
            Side::Buy => &mut self.buys,
            Side::Sell => &mut self.sells,
        }
    }

    /// Market orders that wait for a price, by acceptance.
    pub fn waiting(&self) -> &[Order] {
        &self.waiting
    }

    /// All orders: buys, sells, waiting market orders.
    pub fn iter(&self) -> impl Iterator<Item = &Order> {
        self.buys.iter().chain(&self.sells).chain(&self.waiting)
    }

    /// Remaining quantity of a side's orders of every kind.
    pub(crate) fn remaining(&self, side: Side) -> Result<Decimal, Inexact> {
        self.iter()
            .filter(|order| order.side == side)
            .try_fold(Decimal::ZERO, |sum, order| exact_add(sum, order.remaining))
    }

    pub(crate) fn insert(&mut self, order: Order) {
        let place = |orders: &[Order], before: fn(&Order, &Order) -> Ordering| {
            orders.partition_point(|other| before(other, &order).then(other.id.cmp(&order.id)).is_lt())
        };
        let (orders, at) = match (order.kind, order.side) {
            (OrderKind::Market, _) => {
                let at = place(&self.waiting, |_, _| Ordering::Equal);
                (&mut self.waiting, at)
            }
            (OrderKind::Limit, Side::Buy) => {
                let at = place(&self.buys, |a, b| b.price.decimal().cmp(&a.price.decimal()));
                (&mut self.buys, at)
            }
            (OrderKind::Limit, Side::Sell) => {
                let at = place(&self.sells, |a, b| a.price.decimal().cmp(&b.price.decimal()));
                (&mut self.sells, at)
            }
        };
        orders.insert(at, order);
    }

    pub(crate) fn take(&mut self, number: OrderNumber) -> Option<Order> {
        [&mut self.buys, &mut self.sells, &mut self.waiting].into_iter().find_map(|orders| {
            let at = orders.iter().position(|order| order.number == number)?;
            Some(orders.remove(at))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(number: OrderNumber, side: Side, price: i64) -> Order {
        let request = OpenRequest {
            number,
            instrument: 0,
            side,
            kind: OrderKind::Limit,
            time_in_force: TimeInForce::GoodUntilEndOfDay,
            price: Decimal::from(price),
            quantity: Decimal::ONE,
            closing: false,
        };
        Order::new(&request, number.into(), 0, 0)
    }

    #[test]
    fn d7_orders_stand_by_price_then_acceptance() {
        let mut working = Working::default();
        for (number, price) in [(1, 10), (2, 12), (3, 11), (4, 12), (5, 9)] {
            working.insert(order(number, Side::Buy, price));
            working.insert(order(number + 10, Side::Sell, price));
        }
        let numbers = |side| working.side(side).iter().map(|order| order.number).collect::<Vec<_>>();
        assert_eq!(numbers(Side::Buy), [2, 4, 3, 1, 5]);
        assert_eq!(numbers(Side::Sell), [15, 11, 13, 12, 14]);
        let back = working.take(2).unwrap();
        assert!(working.take(2).is_none());
        working.insert(back);
        assert_eq!(working.side(Side::Buy)[0].number, 2);
        assert_eq!(working.remaining(Side::Sell), Ok(Decimal::from(5)));
    }
}
