//! What a client asks and what it is answered.

use super::{NamedError, NamedExchange, Record, moment};
use crate::packet::{OpenRequest, OrderNumber};
use barter_execution::{
    UnindexedAccountSnapshot,
    balance::AssetBalance,
    error::{ApiError, UnindexedOrderError},
    order::{
        Order, OrderKind, UnindexedOrderSnapshot,
        id::OrderId,
        request::{OrderRequestCancel, OrderRequestOpen, UnindexedOrderResponseCancel},
        state::{Cancelled, InactiveOrderState, OpenInFlight, OrderState, UnindexedOrderState},
    },
    trade::Trade,
};
use barter_instrument::{
    asset::{QuoteAsset, name::AssetNameExchange},
    exchange::ExchangeId,
    instrument::name::InstrumentNameExchange,
};
use rust_decimal::Decimal;

/// Number of a request that was sent; its answer is asked for by it.
pub type Ticket = u64;

/// An order as it is after its request arrived, whatever came of it: open, filled, cancelled, expired or refused.
pub type OpenAnswer = UnindexedOrderSnapshot;

/// What a client asks. Lists of names: `None` is all.
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    Open(OrderRequestOpen<ExchangeId, InstrumentNameExchange>),
    Cancel(OrderRequestCancel<ExchangeId, InstrumentNameExchange>),
    Snapshot {
        assets: Option<Vec<AssetNameExchange>>,
        instruments: Option<Vec<InstrumentNameExchange>>,
    },
    Balances(Option<Vec<AssetNameExchange>>),
    OpenOrders(Option<Vec<InstrumentNameExchange>>),
    /// Since a time, ns.
    Trades(i64),
}

/// What it is answered.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    Open(Box<OpenAnswer>),
    Cancel(Box<UnindexedOrderResponseCancel>),
    Snapshot(Box<UnindexedAccountSnapshot>),
    Balances(Vec<AssetBalance<AssetNameExchange>>),
    OpenOrders(Vec<UnindexedOrderSnapshot>),
    Trades(Vec<Trade<QuoteAsset, InstrumentNameExchange>>),
}

impl Record {
    pub(super) fn order(&self) -> UnindexedOrderSnapshot {
        order(&self.request, self.state.clone())
    }
}

pub(super) fn order(request: &OrderRequestOpen<ExchangeId, InstrumentNameExchange>, state: UnindexedOrderState) -> UnindexedOrderSnapshot {
    Order {
        key: request.key.clone(),
        side: request.state.side,
        price: request.state.price,
        quantity: request.state.quantity,
        kind: request.state.kind,
        time_in_force: request.state.time_in_force,
        state,
    }
}

impl NamedExchange {
    /// Sends a request; it arrives after the entry latency, and not before one that was sent earlier.
    pub fn send(&mut self, request: Request) -> Ticket {
        self.tickets += 1;
        let arrival = self.now.saturating_add(self.entry_latency);
        self.arrivals.push_back((arrival, self.tickets, request));
        self.tickets
    }

    /// The answer to a request, once it was delivered; it is given once.
    pub fn answer(&mut self, ticket: Ticket) -> Option<Answer> {
        self.answers.get(&ticket).filter(|(time, _)| *time <= self.now)?;
        self.answers.remove(&ticket).map(|(_, answer)| answer)
    }

    /// Forgets the answer to a request whose client no longer waits; the request itself stands.
    pub fn forget(&mut self, ticket: Ticket) {
        self.answers.remove(&ticket);
    }

    pub(super) fn arrive(&mut self, time: i64, request: Request) -> Result<Answer, NamedError> {
        Ok(match request {
            Request::Open(request) => Answer::Open(Box::new(self.open(time, request)?)),
            Request::Cancel(request) => Answer::Cancel(Box::new(self.cancel(time, request)?)),
            Request::Snapshot { assets, instruments } => {
                Answer::Snapshot(Box::new(self.snapshot(assets.as_deref(), instruments.as_deref())?))
            }
            Request::Balances(assets) => Answer::Balances(self.balances(assets.as_deref())?),
            Request::OpenOrders(instruments) => Answer::OpenOrders(self.open_orders(instruments.as_deref())),
            Request::Trades(since) => Answer::Trades(self.trades(since)),
        })
    }

    fn open(&mut self, time: i64, request: OrderRequestOpen<ExchangeId, InstrumentNameExchange>) -> Result<OpenAnswer, NamedError> {
        let instrument = match self.admit(&request) {
            Ok(instrument) => instrument,
            Err(error) => return Ok(order(&request, OrderState::inactive(UnindexedOrderError::Rejected(error)))),
        };
        let state = &request.state;
        let number = self.records.len() + 1;
        let arriving = OpenRequest {
            number: number as OrderNumber,
            instrument,
            side: state.side,
            kind: state.kind,
            time_in_force: state.time_in_force,
            price: if state.kind == OrderKind::Market {
                Decimal::ZERO
            } else {
                state.price
            },
            quantity: state.quantity,
            closing: false,
        };
        self.by_client_id.insert(request.key.cid.clone(), number - 1);
        self.records.push(Record {
            request,
            instrument,
            state: OrderState::active(OpenInFlight),
        });
        let mut packets = std::mem::take(&mut self.packets);
        self.sim.on_open(time, &arriving, &mut packets)?;
        self.tell(packets)?;
        Ok(self.records[number - 1].order())
    }

    fn cancel(
        &mut self,
        time: i64,
        request: OrderRequestCancel<ExchangeId, InstrumentNameExchange>,
    ) -> Result<UnindexedOrderResponseCancel, NamedError> {
        let state = match self.to_cancel(&request) {
            Err(error) => Err(error),
            Ok(at) => match self.past_error(at) {
                Some(error) => Err(error),
                None => {
                    let (instrument, number) = (self.records[at].instrument, (at + 1) as OrderNumber);
                    let mut packets = std::mem::take(&mut self.packets);
                    self.sim.on_cancel(time, instrument, number, &mut packets)?;
                    self.tell(packets)?;
                    match &self.records[at].state {
                        OrderState::Inactive(InactiveOrderState::Cancelled(cancelled)) => Ok(cancelled.clone()),
                        state => Err(ApiError::OrderRejected(format!("the order is {state:?} and was not cancelled"))),
                    }
                }
            },
        };
        Ok(UnindexedOrderResponseCancel {
            key: request.key,
            state: state.map_err(UnindexedOrderError::Rejected),
        })
    }

    /// The order that a cancel request means: by the exchange's id, else by the client's.
    fn to_cancel(
        &self,
        request: &OrderRequestCancel<ExchangeId, InstrumentNameExchange>,
    ) -> Result<usize, ApiError<AssetNameExchange, InstrumentNameExchange>> {
        self.check_address(request.key.exchange, &request.key.instrument)?;
        let not_found = |what: String| ApiError::OrderRejected(format!("order_not_found: no order with {what}"));
        let at = self
            .by_client_id
            .get(&request.key.cid)
            .copied()
            .filter(|at| self.records[*at].request.key.instrument == request.key.instrument)
            .ok_or_else(|| not_found(format!("client order id '{}' on {}", request.key.cid, request.key.instrument)))?;
        match (&request.state.id, self.records[at].id()) {
            (Some(asked), Some(id)) if *asked != id => Err(not_found(format!(
                "id '{asked}' and client order id '{}': that order has id '{id}'",
                request.key.cid
            ))),
            _ => Ok(at),
        }
    }

    /// Why an order that is done cannot be cancelled.
    fn past_error(&self, at: usize) -> Option<ApiError<AssetNameExchange, InstrumentNameExchange>> {
        match &self.records[at].state {
            OrderState::Active(_) => None,
            OrderState::Inactive(InactiveOrderState::Cancelled(_)) => Some(ApiError::OrderAlreadyCancelled),
            OrderState::Inactive(InactiveOrderState::FullyFilled) => Some(ApiError::OrderAlreadyFullyFilled),
            OrderState::Inactive(InactiveOrderState::Expired) => Some(ApiError::OrderRejected("order_not_found: the order expired".into())),
            OrderState::Inactive(InactiveOrderState::OpenFailed(_)) => {
                Some(ApiError::OrderRejected("order_not_found: the order was rejected".into()))
            }
        }
    }

    pub(super) fn cancelled(time: i64, id: u64) -> Cancelled {
        Cancelled {
            id: OrderId::new(id.to_string()),
            time_exchange: moment(time),
        }
    }
}
