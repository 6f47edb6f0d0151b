//! The floor of an exchange: its markets, working orders and account, and the two things that happen to an order there,
//! a fill and an end. Matching models act on it.

use crate::{
    account::{Account, Applicant},
    config::{ExchangeConfig, Fees},
    error::SimError,
    exact,
    market::Market,
    order::{Outcome, WorkingOrder},
    packet::{BalanceChange, Fill, OpenRequest, OrderEventKind, OrderNumber, Packet, Reason},
};
use rust_decimal::Decimal;

#[derive(Debug)]
pub struct Floor {
    pub(crate) markets: Vec<Market>,
    pub(crate) account: Account,
    pub(crate) packets: Vec<Packet>,
    fees: Fees,
    max_quote_age: Option<i64>,
    /// By order number.
    outcomes: Vec<Outcome>,
    order_ids: u64,
    trade_ids: u64,
}

/// How a fill came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Liquidity {
    Maker,
    /// With the quantity that was displayed where it took.
    Taker { displayed: Decimal },
}

/// Balances that a fill of an instrument can change, before it.
type Before = [(usize, Decimal, Decimal); 2];

impl Floor {
    pub fn new(config: &ExchangeConfig) -> Self {
        Self {
            markets: config.instruments.iter().cloned().map(Market::new).collect(),
            account: Account::new(&config.assets, config.fees, config.margin),
            packets: Vec::new(),
            fees: config.fees,
            max_quote_age: config.max_quote_age,
            outcomes: Vec::new(),
            order_ids: 0,
            trade_ids: 0,
        }
    }

    pub fn market(&self, instrument: usize) -> &Market {
        &self.markets[instrument]
    }

    pub fn market_mut(&mut self, instrument: usize) -> &mut Market {
        &mut self.markets[instrument]
    }

    /// M14: nothing matches on a price of `seen` at `time`.
    pub fn is_stale(&self, instrument: usize, seen: Option<i64>, time: i64) -> bool {
        let old = |limit: i64| seen.is_some_and(|seen| time - seen > limit);
        self.markets[instrument].disconnected || self.max_quote_age.is_some_and(old)
    }

    pub fn affords(&self, instrument: usize, applicant: Applicant, touch: Decimal) -> Result<bool, SimError> {
        Ok(self.account.affords(&self.markets[instrument].config, applicant, touch)?)
    }

    pub fn outcome(&self, number: OrderNumber) -> Outcome {
        self.outcomes.get(number as usize).copied().unwrap_or_default()
    }

    fn set_outcome(&mut self, number: OrderNumber, outcome: Outcome) {
        let place = number as usize;
        if self.outcomes.len() <= place {
            self.outcomes.resize(place + 1, Outcome::Unknown);
        }
        self.outcomes[place] = outcome;
    }

    // ---- what happens to orders

    pub fn reject(&mut self, time: i64, request: &OpenRequest, reason: Reason) {
        self.set_outcome(request.number, Outcome::Rejected);
        self.packets.push(Packet {
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
    }

    /// Takes an order in and its hold (D6, 6).
    pub fn accept(&mut self, time: i64, request: &OpenRequest, expires: Option<i64>) -> Result<(), SimError> {
        self.order_ids += 1;
        let mut order = WorkingOrder::new(request, self.order_ids, time);
        order.expires = expires;
        let before = self.before(request.instrument);
        let config = &self.markets[request.instrument].config;
        let applicant = Applicant { side: order.side, price: order.price, quantity: order.quantity };
        let hold = self.account.hold_of(config, applicant)?;
        self.account.set_hold(config, &mut order, hold)?;
        self.set_outcome(request.number, Outcome::Working);
        self.emit(time, request.instrument, &order, OrderEventKind::Accepted, None, before, None);
        self.markets[request.instrument].working.push(order);
        Ok(())
    }

    /// Fills `quantity` of a working order at `price`.
    pub fn fill(&mut self, time: i64, instrument: usize, number: OrderNumber, price: Decimal, quantity: Decimal, liquidity: Liquidity) -> Result<(), SimError> {
        let before = self.before(instrument);
        let market = &mut self.markets[instrument];
        let Some(place) = market.working.iter().position(|order| order.number == number) else {
            return Err(SimError::Unknown { what: "working order", position: number as usize, count: market.working.len() });
        };
        let mut order = market.working.remove(place);
        let config = &market.config;
        let value = exact::exact_mul(exact::exact_mul(price, quantity)?, config.contract_size)?;
        let maker = liquidity == Liquidity::Maker;
        let fee = exact::exact_mul(value, if maker { self.fees.maker } else { self.fees.taker })?;
        let realised = market.net.apply(order.side, price, quantity, config.contract_size)?;
        self.account.settle(config, order.side, quantity, value, fee, realised)?;
        order.filled = exact::exact_add(order.filled, quantity)?;
        let remaining = order.remaining();
        let hold = self.account.hold_of(config, Applicant { side: order.side, price: order.price, quantity: remaining })?;
        self.account.set_hold(config, &mut order, hold)?;
        self.trade_ids += 1;
        let fill = Fill {
            trade_id: self.trade_ids,
            side: order.side,
            price,
            quantity,
            quote_value: value,
            fee,
            maker,
            position_after: market.net.quantity,
            realised_pnl: realised,
            mid: market.mid(),
            quote_age: market.quote_time.map(|seen| time - seen),
            quantity_beyond_displayed: match liquidity {
                Liquidity::Maker => Decimal::ZERO,
                Liquidity::Taker { displayed } => (quantity - displayed).max(Decimal::ZERO),
            },
        };
        let event = if remaining.is_zero() {
            self.set_outcome(number, Outcome::Filled);
            OrderEventKind::Filled
        } else {
            OrderEventKind::PartiallyFilled
        };
        self.emit(time, instrument, &order, event, None, before, Some(fill));
        if event == OrderEventKind::PartiallyFilled {
            self.markets[instrument].working.insert(place, order);
        }
        Ok(())
    }

    /// Cancels or expires what is left of a working order and releases its hold.
    pub fn end(&mut self, time: i64, instrument: usize, number: OrderNumber, expired: bool, reason: Option<Reason>) -> Result<(), SimError> {
        let before = self.before(instrument);
        let market = &mut self.markets[instrument];
        let Some(place) = market.working.iter().position(|order| order.number == number) else {
            return Err(SimError::Unknown { what: "working order", position: number as usize, count: market.working.len() });
        };
        let mut order = market.working.remove(place);
        self.account.set_hold(&market.config, &mut order, Decimal::ZERO)?;
        let (outcome, event) = if expired {
            (Outcome::Expired, OrderEventKind::Expired)
        } else {
            (Outcome::Cancelled, OrderEventKind::Cancelled)
        };
        self.set_outcome(number, outcome);
        self.emit(time, instrument, &order, event, reason, before, None);
        Ok(())
    }

    /// The answer to a cancel of an order that does not work (M12).
    pub fn reject_cancel(&mut self, time: i64, instrument: usize, number: OrderNumber, order_id: Option<u64>, filled: Decimal, reason: Reason) {
        self.packets.push(Packet {
            time,
            number,
            instrument,
            event: OrderEventKind::CancelRejected,
            reason: Some(reason),
            order_id,
            filled_quantity: filled,
            balances: Vec::new(),
            fill: None,
        });
    }

    fn before(&self, instrument: usize) -> Before {
        let config = &self.markets[instrument].config;
        let (first, second) = (config.base.min(config.quote), config.base.max(config.quote));
        [first, second].map(|asset| (asset, self.account.total(asset), self.account.free(asset)))
    }

    #[allow(clippy::too_many_arguments)]
    fn emit(
        &mut self,
        time: i64,
        instrument: usize,
        order: &WorkingOrder,
        event: OrderEventKind,
        reason: Option<Reason>,
        before: Before,
        fill: Option<Fill>,
    ) {
        let balances = before
            .into_iter()
            .filter_map(|(asset, total, free)| {
                let change = BalanceChange { asset, total: self.account.total(asset), free: self.account.free(asset) };
                (change.total != total || change.free != free).then_some(change)
            })
            .collect();
        self.packets.push(Packet {
            time,
            number: order.number,
            instrument,
            event,
            reason,
            order_id: Some(order.order_id),
            filled_quantity: order.filled,
            balances,
            fill,
        });
    }
}
