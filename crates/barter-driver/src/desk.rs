//! The strategy's side: its orders as it knows them, and what its hooks asked for.

use crate::universe::InstrumentMeta;
use barter_execution::order::{OrderKind, TimeInForce};
use barter_instrument::Side;
use barter_sim::{
    OrderNumber,
    exact::{Inexact, exact_add},
};
use fnv::FnvHashMap;
use rust_decimal::Decimal;
use smol_str::{SmolStr, ToSmolStr};
use thiserror::Error;

/// Where an order stands, as delivered to the strategy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeskState {
    /// Asked for in a hook that has not returned.
    Pending,
    /// A replacement that waits for the cancel of the order it replaces.
    Waiting,
    Refused,
    InFlight,
    Open,
    Filled,
    Cancelled,
    Expired,
    Rejected,
}

impl DeskState {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Waiting => "waiting",
            Self::Refused => "refused",
            Self::InFlight => "in_flight",
            Self::Open => "open",
            Self::Filled => "filled",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::Rejected => "rejected",
        }
    }

    pub const fn is_working(self) -> bool {
        matches!(self, Self::Pending | Self::Waiting | Self::InFlight | Self::Open)
    }
}

#[derive(Debug, Clone)]
pub struct DeskOrder {
    pub number: OrderNumber,
    pub client_order_id: SmolStr,
    pub instrument: usize,
    pub side: Side,
    pub kind: OrderKind,
    pub time_in_force: TimeInForce,
    pub price: Option<Decimal>,
    pub quantity: Decimal,
    pub filled: Decimal,
    pub state: DeskState,
    pub reject_reason: Option<SmolStr>,
    /// Exchange order id, once acknowledged.
    pub order_id: Option<u64>,
    /// A cancel is pending or on its way.
    pub cancelling: bool,
    /// Made by `close_at_end`.
    pub closing: bool,
    /// Replacement that waits for this order's cancel.
    pub replacement: Option<OrderNumber>,
    /// The replacement takes the quantity that is left when the cancel is confirmed.
    pub takes_remaining: bool,
}

impl DeskOrder {
    pub fn remaining(&self) -> Decimal {
        self.quantity - self.filled
    }

    pub fn signed_remaining(&self) -> Decimal {
        match self.side {
            Side::Buy => self.remaining(),
            Side::Sell => -self.remaining(),
        }
    }

    pub fn state_text(&self) -> &'static str {
        if self.cancelling && matches!(self.state, DeskState::InFlight | DeskState::Open) {
            "cancel_in_flight"
        } else {
            self.state.as_str()
        }
    }
}

/// A request that never leaves the hook: the argument that is wrong and why.
#[derive(Debug, Clone, Error, PartialEq, Eq)]
#[error("{message}")]
pub struct DeskError {
    pub argument: &'static str,
    pub code: &'static str,
    pub message: String,
}

impl DeskError {
    pub fn new(argument: &'static str, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            argument,
            code,
            message: message.into(),
        }
    }
}

/// What a hook asks for.
#[derive(Debug, Clone)]
pub struct Ask {
    pub instrument: usize,
    pub side: Side,
    pub kind: OrderKind,
    pub time_in_force: TimeInForce,
    /// `None` exactly for market orders.
    pub price: Option<Decimal>,
    pub quantity: Decimal,
    pub client_order_id: Option<SmolStr>,
}

impl Ask {
    /// A market order; the sign of `quantity` is the side.
    pub fn market(instrument: usize, quantity: Decimal) -> Self {
        Self {
            instrument,
            side: if quantity.is_sign_positive() { Side::Buy } else { Side::Sell },
            kind: OrderKind::Market,
            time_in_force: TimeInForce::ImmediateOrCancel,
            price: None,
            quantity: quantity.abs(),
            client_order_id: None,
        }
    }
}

/// A timer asked for in a hook.
#[derive(Debug, Clone, Copy)]
pub struct NewTimer {
    pub timer: u32,
    pub interval: i64,
}

/// `ctx.record(name=value)`.
#[derive(Debug, Clone)]
pub struct Note {
    pub time: i64,
    pub name: SmolStr,
    pub value: f64,
}

/// Whether requests are taken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Accepts {
    #[default]
    Requests,
    /// A risk manager reads and judges.
    NotInRisk,
    /// `on_stop`.
    NotAfterTheEnd,
}

#[derive(Debug, Default)]
pub struct Desk {
    pub orders: Vec<DeskOrder>,
    /// Per instrument: its working orders, by number.
    pub working: Vec<Vec<OrderNumber>>,
    by_id: FnvHashMap<SmolStr, OrderNumber>,
    pub opens: Vec<OrderNumber>,
    pub cancels: Vec<OrderNumber>,
    /// Opens withdrawn in the hook that asked for them.
    pub withdrawn: Vec<OrderNumber>,
    pub timers: Vec<NewTimer>,
    /// Per timer: its interval, 0 once cancelled.
    pub intervals: Vec<i64>,
    pub notes: Vec<Note>,
    /// A change of `TradingState` asked for.
    pub trading: Option<bool>,
    pub accepts: Accepts,
}

impl Desk {
    pub fn new(instruments: usize) -> Self {
        Self {
            working: vec![Vec::new(); instruments],
            ..Self::default()
        }
    }

    pub fn has_requests(&self) -> bool {
        !(self.opens.is_empty() && self.cancels.is_empty() && self.withdrawn.is_empty() && self.timers.is_empty() && self.trading.is_none())
    }

    pub fn order(&self, number: OrderNumber) -> &DeskOrder {
        &self.orders[number as usize - 1]
    }

    pub fn order_mut(&mut self, number: OrderNumber) -> &mut DeskOrder {
        &mut self.orders[number as usize - 1]
    }

    pub fn find(&self, client_order_id: &str) -> Option<OrderNumber> {
        self.by_id.get(client_order_id).copied()
    }

    /// Validates against the instrument's rules and queues an open.
    pub fn open(&mut self, meta: &InstrumentMeta, ask: Ask) -> Result<OrderNumber, DeskError> {
        let number = self.add(meta, ask, DeskState::Pending)?;
        self.opens.push(number);
        Ok(number)
    }

    /// Queues the market order that trades `position` away whole, lot or not (`close_at_end`).
    pub(crate) fn close_exactly(&mut self, instrument: usize, position: Decimal) -> Result<(), DeskError> {
        if !position.is_zero() {
            let number = self.add_unchecked(Ask::market(instrument, -position), DeskState::Pending)?;
            self.order_mut(number).closing = true;
            self.opens.push(number);
        }
        Ok(())
    }

    fn add(&mut self, meta: &InstrumentMeta, ask: Ask, state: DeskState) -> Result<OrderNumber, DeskError> {
        self.check_open()?;
        crate::requests::check_rules(meta, ask.price, ask.quantity)?;
        self.add_unchecked(ask, state)
    }

    fn add_unchecked(&mut self, ask: Ask, state: DeskState) -> Result<OrderNumber, DeskError> {
        let number = self.orders.len() as OrderNumber + 1;
        let client_order_id = match ask.client_order_id {
            Some(id) if id.is_empty() => {
                return Err(DeskError::new(
                    "client_order_id",
                    "empty",
                    "client_order_id is empty; leave it out to get the order's number",
                ));
            }
            Some(id) => id,
            None => number.to_smolstr(),
        };
        if let Some(other) = self.by_id.get(&client_order_id) {
            return Err(DeskError::new(
                "client_order_id",
                "duplicate",
                format!("client_order_id {client_order_id:?} is taken by order {other} of this run; give each order its own"),
            ));
        }
        self.by_id.insert(client_order_id.clone(), number);
        self.working[ask.instrument].push(number);
        self.orders.push(DeskOrder {
            number,
            client_order_id,
            instrument: ask.instrument,
            side: ask.side,
            kind: ask.kind,
            time_in_force: ask.time_in_force,
            price: ask.price,
            quantity: ask.quantity,
            filled: Decimal::ZERO,
            state,
            reject_reason: None,
            order_id: None,
            cancelling: false,
            closing: false,
            replacement: None,
            takes_remaining: false,
        });
        Ok(number)
    }

    pub fn check_open(&self) -> Result<(), DeskError> {
        match self.accepts {
            Accepts::Requests => Ok(()),
            Accepts::NotInRisk => Err(DeskError::new(
                "ctx",
                "in_risk_check",
                "requests in a risk check are an error: it judges those of the hook that has returned; edit or refuse them",
            )),
            Accepts::NotAfterTheEnd => Err(DeskError::new(
                "ctx",
                "stopped",
                "requests in on_stop are an error: the run has ended and nothing would act on them",
            )),
        }
    }

    /// Queues a cancel; a no-op where the order is done or a cancel is on its way (D3).
    pub fn cancel(&mut self, number: OrderNumber) -> Result<(), DeskError> {
        self.check_open()?;
        let order = &mut self.orders[number as usize - 1];
        match order.state {
            DeskState::Pending | DeskState::Waiting => {
                order.cancelling = true;
                order.reject_reason = Some(SmolStr::new_static("cancelled_before_sent"));
                self.opens.retain(|open| *open != number);
                self.withdrawn.push(number);
                // Recorded when the hook returns, but it no longer counts.
                self.finish(number, DeskState::Refused);
            }
            DeskState::InFlight | DeskState::Open if !order.cancelling => {
                order.cancelling = true;
                self.cancels.push(number);
            }
            _ => {}
        }
        Ok(())
    }

    pub fn cancel_all(&mut self, instrument: Option<usize>) -> Result<(), DeskError> {
        self.check_open()?;
        let mut numbers: Vec<_> = match instrument {
            Some(instrument) => self.working[instrument].clone(),
            None => self.working.iter().flatten().copied().collect(),
        };
        numbers.sort_unstable();
        numbers.into_iter().try_for_each(|number| self.cancel(number))
    }

    /// A cancel and a new order (D3).
    pub fn replace(
        &mut self,
        meta: &InstrumentMeta,
        number: OrderNumber,
        price: Option<Decimal>,
        quantity: Option<Decimal>,
        wait: bool,
    ) -> Result<OrderNumber, DeskError> {
        let old = self.order(number).clone();
        if !old.state.is_working() {
            return Err(DeskError::new(
                "order",
                "done",
                format!(
                    "order {} is {} and cannot be replaced; check is_working first",
                    old.client_order_id,
                    old.state_text()
                ),
            ));
        }
        if old.replacement.is_some() {
            return Err(DeskError::new(
                "order",
                "replaced",
                format!("order {} already waits to be replaced", old.client_order_id),
            ));
        }
        if price.is_some() && old.kind == OrderKind::Market {
            return Err(DeskError::new("price", "market_order", "a market order has no price to replace"));
        }
        let ask = Ask {
            instrument: old.instrument,
            side: old.side,
            kind: old.kind,
            time_in_force: old.time_in_force,
            price: price.or(old.price),
            quantity: quantity.unwrap_or_else(|| old.remaining()),
            client_order_id: None,
        };
        // An order that never left is withdrawn, so there is no confirmation to wait for.
        let waits = wait && matches!(old.state, DeskState::InFlight | DeskState::Open);
        let new = if waits {
            self.add(meta, ask, DeskState::Waiting)?
        } else {
            self.open(meta, ask)?
        };
        self.cancel(number)?;
        if waits {
            self.order_mut(number).replacement = Some(new);
            self.order_mut(new).takes_remaining = quantity.is_none();
        }
        Ok(new)
    }

    /// Takes an order off the working list when it is done.
    pub fn finish(&mut self, number: OrderNumber, state: DeskState) {
        let order = self.order_mut(number);
        order.state = state;
        let instrument = order.instrument;
        self.working[instrument].retain(|working| *working != number);
    }

    pub fn every(&mut self, interval: i64) -> Result<u32, DeskError> {
        if interval <= 0 {
            return Err(DeskError::new(
                "interval",
                "not_positive",
                format!("a timer's interval must be longer than 0 ns, not {interval} ns"),
            ));
        }
        let timer = self.intervals.len() as u32;
        self.intervals.push(interval);
        self.timers.push(NewTimer { timer, interval });
        Ok(timer)
    }

    /// Σ signed remaining quantity of the instrument's working orders.
    pub fn working_quantity(&self, instrument: usize) -> Result<Decimal, Inexact> {
        self.working[instrument]
            .iter()
            .try_fold(Decimal::ZERO, |sum, number| exact_add(sum, self.order(*number).signed_remaining()))
    }
}
