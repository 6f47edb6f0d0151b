//! Requests as they arrive (D6, M12), and the end of the day (M17).

use super::{Past, PastState, SimulatedExchange};
use crate::{
    error::SimError,
    exact::exact_add,
    matching::{Arrival, MatchingModel, Offer},
    orders::Order,
    packet::{OpenRequest, OrderEventKind, OrderNumber, Packet, Reason},
    position::value,
};
use barter_execution::order::{OrderKind, TimeInForce};
use rust_decimal::Decimal;

const DAY: i64 = 86_400_000_000_000;

impl SimulatedExchange {
    /// An open request arrives (D6).
    pub fn on_open(&mut self, time: i64, request: &OpenRequest, packets: &mut Vec<Packet>) -> Result<(), SimError> {
        self.check_request(request)?;
        let instrument = request.instrument;
        let listing = &mut self.listings[instrument];
        let mut order = Order::new(request, self.order_ids + 1, listing.market.price_scale(), time);
        let offer = match listing.model.arrive(time, &listing.market, &order, &listing.working)? {
            Arrival::Rejected(reason) => return self.reject(time, request, reason, packets),
            Arrival::Met(offer) => offer,
        };
        if let Some(reason) = self.refusal_by_account(instrument, &order, &offer)? {
            return self.reject(time, request, reason, packets);
        }
        self.order_ids += 1;
        self.accept(time, instrument, &mut order, packets)?;
        if offer.self_trade {
            return self.end(time, instrument, order, OrderEventKind::Expired, Some(Reason::SelfTrade), packets);
        }
        let takes = offer
            .takes
            .iter()
            .try_fold(Decimal::ZERO, |sum, take| exact_add(sum, take.quantity))?;
        if order.time_in_force == TimeInForce::FillOrKill && !offer.waits && takes < order.remaining {
            return self.end(
                time,
                instrument,
                order,
                OrderEventKind::Cancelled,
                Some(Reason::FillOrKill),
                packets,
            );
        }
        for take in &offer.takes {
            self.fill(
                time,
                instrument,
                &mut order,
                take.price,
                take.quantity,
                Some(take.displayed),
                packets,
            )?;
            let listing = &mut self.listings[instrument];
            listing.model.taken(&listing.market, &order, take.quantity)?;
            listing.refresh();
        }
        if order.remaining.is_zero() {
            return Ok(());
        }
        if order.is_immediate() && !offer.waits {
            let reason = if order.is_market() {
                Reason::NoLiquidity
            } else {
                Reason::ImmediateOrCancel
            };
            return self.end(time, instrument, order, OrderEventKind::Cancelled, Some(reason), packets);
        }
        order.ahead = offer.ahead;
        if order.time_in_force == TimeInForce::GoodUntilEndOfDay {
            let midnight = (time.div_euclid(DAY) + 1) * DAY;
            self.day_orders.push((midnight, instrument, order.number));
        }
        let listing = &mut self.listings[instrument];
        listing.working.insert(order);
        listing.refresh();
        Ok(())
    }

    fn check_request(&mut self, request: &OpenRequest) -> Result<(), SimError> {
        self.check_instrument(request.instrument)?;
        let wrong = |message: String| {
            Err(SimError::Request {
                number: request.number,
                message,
            })
        };
        if request.quantity <= Decimal::ZERO {
            return wrong(format!("quantity must be positive, not {}", request.quantity));
        }
        if request.kind == OrderKind::Limit && request.price <= Decimal::ZERO {
            return wrong(format!("the price of a limit order must be positive, not {}", request.price));
        }
        let number = request.number as usize;
        if self.past.len() <= number {
            self.past.resize(number + 1, Past::UNKNOWN);
        }
        if self.past[number].state != PastState::Unknown {
            return wrong("an order with this number has arrived before".to_owned());
        }
        Ok(())
    }

    /// D6, steps 4 and 5.
    fn refusal_by_account(&self, instrument: usize, order: &Order, offer: &Offer) -> Result<Option<Reason>, SimError> {
        let config = &self.listings[instrument].config;
        let price = if order.is_market() {
            let price = offer
                .price
                .ok_or_else(|| SimError::model(order.number, "no price for a market order"))?;
            if value(price, order.remaining, config.contract_size)? < config.minimum_notional {
                return Ok(Some(Reason::BelowMinimumNotional));
            }
            price
        } else {
            order.price.decimal()
        };
        if config.is_spot {
            let affords = self.account.affords(config, order, price)?;
            return Ok((!affords).then_some(Reason::InsufficientBalance));
        }
        let allows = self.account.allows(&self.exposures(), instrument, order, price)?;
        Ok((!allows).then_some(Reason::InsufficientMargin))
    }

    /// A cancel request arrives (M12). What filled before stands.
    pub fn on_cancel(&mut self, time: i64, instrument: usize, number: OrderNumber, packets: &mut Vec<Packet>) -> Result<(), SimError> {
        self.check_instrument(instrument)?;
        let past = self.past.get(number as usize).copied().unwrap_or(Past::UNKNOWN);
        let reason = match past.state {
            PastState::Working => return self.end_working(time, past.instrument, number, OrderEventKind::Cancelled, None, packets),
            PastState::Filled => Reason::OrderAlreadyFullyFilled,
            PastState::Cancelled => Reason::OrderAlreadyCancelled,
            PastState::Unknown | PastState::Ended => Reason::OrderNotFound,
        };
        packets.push(Packet {
            time,
            number,
            instrument,
            event: OrderEventKind::CancelRejected,
            reason: Some(reason),
            order_id: past.id,
            filled_quantity: past.filled,
            balances: Vec::new(),
            fill: None,
        });
        Ok(())
    }

    /// The next midnight at which an order ends (M17).
    pub fn next_schedule(&self) -> Option<i64> {
        self.day_orders.first().map(|(midnight, _, _)| *midnight)
    }

    /// Ends what is due, in order of acceptance.
    pub fn on_schedule(&mut self, time: i64, packets: &mut Vec<Packet>) -> Result<(), SimError> {
        let due = self.day_orders.partition_point(|(midnight, _, _)| *midnight <= time);
        for (_, instrument, number) in self.day_orders.drain(..due).collect::<Vec<_>>() {
            self.end_working(time, instrument, number, OrderEventKind::Expired, Some(Reason::EndOfDay), packets)?;
        }
        Ok(())
    }
}
