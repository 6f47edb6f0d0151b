//! What is booked, and the packet that tells of it (D4): order event, changed balances, fill.

use super::{Past, PastState, SimulatedExchange};
use crate::{
    account::Balance,
    error::SimError,
    exact::{exact_add, exact_sub},
    matching::Action,
    number::Amount,
    orders::Order,
    packet::{BalanceChange, Fill, OpenRequest, OrderEventKind, OrderNumber, Packet, Reason},
    position::value,
};
use barter_execution::order::TimeInForce;
use rust_decimal::Decimal;

impl SimulatedExchange {
    pub(super) fn reject(&mut self, time: i64, request: &OpenRequest, reason: Reason, packets: &mut Vec<Packet>) -> Result<(), SimError> {
        self.past[request.number as usize] = Past {
            state: PastState::Ended,
            instrument: request.instrument,
            ..Past::UNKNOWN
        };
        packets.push(Packet {
            time,
            number: request.number,
            instrument: request.instrument,
            event: OrderEventKind::Rejected,
            reason: Some(reason),
            order_id: None,
            filled_quantity: Decimal::ZERO,
            balances: Vec::new(),
            fill: None,
        });
        Ok(())
    }

    pub(super) fn accept(&mut self, time: i64, instrument: usize, order: &mut Order, packets: &mut Vec<Packet>) -> Result<(), SimError> {
        let before = self.balances(instrument);
        self.account.adjust_hold(&self.listings[instrument].config, order, true)?;
        self.tell(
            time,
            instrument,
            order,
            PastState::Working,
            OrderEventKind::Accepted,
            None,
            before,
            None,
            packets,
        );
        Ok(())
    }

    /// Cancels or expires what is left of an order that is not, or no longer, among the working ones.
    pub(super) fn end(
        &mut self,
        time: i64,
        instrument: usize,
        mut order: Order,
        event: OrderEventKind,
        reason: Option<Reason>,
        packets: &mut Vec<Packet>,
    ) -> Result<(), SimError> {
        let before = self.balances(instrument);
        self.account.adjust_hold(&self.listings[instrument].config, &mut order, false)?;
        self.forget_day_order(&order);
        let state = if event == OrderEventKind::Cancelled {
            PastState::Cancelled
        } else {
            PastState::Ended
        };
        self.tell(time, instrument, &order, state, event, reason, before, None, packets);
        Ok(())
    }

    /// The same for a working order.
    pub(super) fn end_working(
        &mut self,
        time: i64,
        instrument: usize,
        number: OrderNumber,
        event: OrderEventKind,
        reason: Option<Reason>,
        packets: &mut Vec<Packet>,
    ) -> Result<(), SimError> {
        let order = self.take(instrument, number)?;
        self.listings[instrument].refresh();
        self.end(time, instrument, order, event, reason, packets)
    }

    fn take(&mut self, instrument: usize, number: OrderNumber) -> Result<Order, SimError> {
        self.listings[instrument]
            .working
            .take(number)
            .ok_or_else(|| SimError::model(number, "an action, but it does not work here"))
    }

    /// Books an action of the matching model.
    pub(super) fn carry_out_one(
        &mut self,
        time: i64,
        instrument: usize,
        action: Action,
        packets: &mut Vec<Packet>,
    ) -> Result<(), SimError> {
        match action {
            Action::Cancel { number, reason } => {
                self.end_working(time, instrument, number, OrderEventKind::Cancelled, Some(reason), packets)
            }
            Action::Fill {
                number,
                price,
                quantity,
                taker,
            } => {
                let mut order = self.take(instrument, number)?;
                let config = &self.listings[instrument].config;
                // Nothing was held for an order that waited for its price.
                if config.is_spot && order.is_market() && !self.account.affords(config, &order, price)? {
                    let reason = Some(Reason::InsufficientBalance);
                    return self.end(time, instrument, order, OrderEventKind::Cancelled, reason, packets);
                }
                self.fill(time, instrument, &mut order, price, quantity, taker, packets)?;
                if !order.remaining.is_zero() {
                    self.listings[instrument].working.insert(order);
                }
                Ok(())
            }
        }
    }

    /// Books a fill. `taker`: the quantity shown, for a taker.
    #[allow(clippy::too_many_arguments)]
    pub(super) fn fill(
        &mut self,
        time: i64,
        instrument: usize,
        order: &mut Order,
        price: Decimal,
        quantity: Decimal,
        taker: Option<Decimal>,
        packets: &mut Vec<Packet>,
    ) -> Result<(), SimError> {
        check_fill(order, price, quantity)?;
        let before = self.balances(instrument);
        let listing = &mut self.listings[instrument];
        let config = &listing.config;
        let maker = taker.is_none();
        let quote_value = value(price, quantity, config.contract_size)?;
        let fee = self.account.fees.of(quote_value, maker)?;
        let realised_pnl = listing.net.apply(order.side, price, quantity, config.contract_size)?;
        if config.is_spot {
            self.account.settle_spot(config, order.side, quantity, quote_value, fee)?;
        } else {
            self.account.settle_derivative(config, realised_pnl, fee)?;
        }
        order.filled = exact_add(order.filled, quantity)?;
        order.remaining = exact_sub(order.remaining, quantity)?;
        let done = order.remaining.is_zero();
        self.account.adjust_hold(config, order, !done)?;
        self.trade_ids += 1;
        let quantity_beyond_displayed = match taker {
            Some(displayed) => exact_sub(quantity, displayed)?.max(Decimal::ZERO),
            None => Decimal::ZERO,
        };
        let fill = Fill {
            trade_id: self.trade_ids,
            side: order.side,
            price,
            quantity,
            quote_value,
            fee,
            maker,
            position_after: listing.net.quantity,
            realised_pnl,
            mid: listing.market.mid(),
            quote_age: listing.market.quote_age(time),
            quantity_beyond_displayed,
        };
        let (state, event) = if done {
            self.forget_day_order(order);
            (PastState::Filled, OrderEventKind::Filled)
        } else {
            (PastState::Working, OrderEventKind::PartiallyFilled)
        };
        self.tell(time, instrument, order, state, event, None, before, Some(fill), packets);
        Ok(())
    }

    fn forget_day_order(&mut self, order: &Order) {
        if order.time_in_force == TimeInForce::GoodUntilEndOfDay {
            self.day_orders.retain(|(_, _, number)| *number != order.number);
        }
    }

    /// The balances that a happening on the instrument can change, in the order of assets.
    fn balances(&self, instrument: usize) -> [(usize, Balance); 2] {
        let config = &self.listings[instrument].config;
        let mut assets = [config.base, config.quote];
        assets.sort_unstable();
        assets.map(|asset| (asset, self.account.balance(asset)))
    }

    /// Remembers what the order is now and writes the packet.
    #[allow(clippy::too_many_arguments)]
    fn tell(
        &mut self,
        time: i64,
        instrument: usize,
        order: &Order,
        state: PastState,
        event: OrderEventKind,
        reason: Option<Reason>,
        before: [(usize, Balance); 2],
        fill: Option<Fill>,
        packets: &mut Vec<Packet>,
    ) {
        self.past[order.number as usize] = Past {
            state,
            instrument,
            id: Some(order.id),
            filled: order.filled,
        };
        let balances = before
            .into_iter()
            .zip(self.balances(instrument))
            .filter(|((_, before), (_, after))| before != after)
            .map(|(_, (asset, after))| BalanceChange {
                asset,
                total: after.total,
                free: after.free,
            })
            .collect();
        packets.push(Packet {
            time,
            number: order.number,
            instrument,
            event,
            reason,
            order_id: Some(order.id),
            filled_quantity: order.filled,
            balances,
            fill,
        });
    }
}

/// What a model may not do.
fn check_fill(order: &Order, price: Decimal, quantity: Decimal) -> Result<(), SimError> {
    if price <= Decimal::ZERO || quantity <= Decimal::ZERO || quantity > order.remaining {
        let message = format!("a fill of {quantity} at {price}, but {} are left", order.remaining);
        return Err(SimError::model(order.number, message));
    }
    if !order.reaches(Amount::Decimal(price)) {
        let message = format!("a fill at {price}, beyond its limit {}", order.price.decimal());
        return Err(SimError::model(order.number, message));
    }
    Ok(())
}
