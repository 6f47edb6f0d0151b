//! The simulated exchange as a client meets it: names, client order ids, latency, account events.
//!
//! [`SimulatedExchange`](crate::SimulatedExchange) knows neither names nor a clock. [`NamedExchange`] adds both and speaks
//! upstream's types, so that it can stand where barter's `MockExchange` stands: cancels work, both legs of a trade move balances,
//! limit orders rest, and they fill at the quotes and trades that are fed in. Time is what the caller says; nothing waits.

mod config;
mod events;
mod requests;
mod rules;

pub use config::NamedConfig;
pub use requests::{Answer, OpenAnswer, Request, Ticket};

use crate::{error::SimError, exchange::SimulatedExchange, packet::Packet};
use barter_columns::{CompactKind, WideL1, WideTrade};
use barter_execution::{
    InstrumentAccountSnapshot, UnindexedAccountEvent, UnindexedAccountSnapshot,
    balance::{AssetBalance, Balance},
    order::{UnindexedOrderSnapshot, id::ClientOrderId, request::OrderRequestOpen, state::UnindexedOrderState},
    trade::Trade,
};
use barter_instrument::{
    Side,
    asset::{QuoteAsset, name::AssetNameExchange},
    exchange::ExchangeId,
    instrument::name::InstrumentNameExchange,
};
use chrono::{DateTime, Utc};
use config::{Listed, Resolved};
use rust_decimal::Decimal;
use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
};
use thiserror::Error;

/// Why the exchange cannot do what it is told; what a client asks for is answered with upstream's errors instead.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NamedError {
    #[error(transparent)]
    Sim(#[from] SimError),
    /// A setting that makes no exchange.
    #[error("{argument}: {message}")]
    Config { argument: &'static str, message: String },
    #[error("no instrument {name} on {exchange}: it lists {known}")]
    UnknownInstrument {
        name: InstrumentNameExchange,
        exchange: &'static str,
        known: String,
    },
    #[error("time {given} ns is before {now} ns, the time of the exchange: time does not go back")]
    Past { given: i64, now: i64 },
}

impl NamedError {
    fn config(argument: &'static str, message: String) -> Self {
        Self::Config { argument, message }
    }
}

/// An order that arrived, or was refused before it could.
#[derive(Debug, Clone)]
struct Record {
    request: OrderRequestOpen<ExchangeId, InstrumentNameExchange>,
    instrument: usize,
    state: UnindexedOrderState,
}

/// A simulated exchange with one account and one client. See the [module](self).
#[derive(Debug)]
pub struct NamedExchange {
    exchange: ExchangeId,
    assets: Vec<AssetNameExchange>,
    listed: Vec<Listed>,
    sim: SimulatedExchange,
    now: i64,
    entry_latency: i64,
    response_latency: i64,
    /// Requests on their way, first to arrive first.
    arrivals: VecDeque<(i64, Ticket, Request)>,
    latest_delivery: i64,
    answers: HashMap<Ticket, (i64, Answer)>,
    events: VecDeque<(i64, UnindexedAccountEvent)>,
    tickets: u64,
    /// Orders by number, which is the position plus one.
    records: Vec<Record>,
    by_client_id: HashMap<ClientOrderId, usize>,
    trades: Vec<Trade<QuoteAsset, InstrumentNameExchange>>,
    packets: Vec<Packet>,
}

impl NamedExchange {
    /// An exchange whose clock begins at `now`, ns.
    pub fn new(config: NamedConfig, now: i64) -> Result<Self, NamedError> {
        let (exchange, entry_latency, response_latency) = (config.exchange, config.entry_latency, config.response_latency);
        let Resolved { assets, listed, config } = config.resolve()?;
        Ok(Self {
            exchange,
            assets,
            listed,
            sim: SimulatedExchange::new(config)?,
            now,
            entry_latency,
            response_latency,
            arrivals: VecDeque::new(),
            latest_delivery: i64::MIN,
            answers: HashMap::new(),
            events: VecDeque::new(),
            tickets: 0,
            records: Vec::new(),
            by_client_id: HashMap::new(),
            trades: Vec::new(),
            packets: Vec::new(),
        })
    }

    pub fn exchange(&self) -> ExchangeId {
        self.exchange
    }

    /// Time of the clock, ns.
    pub fn now(&self) -> i64 {
        self.now
    }

    pub fn latencies(&self) -> (i64, i64) {
        (self.entry_latency, self.response_latency)
    }

    pub fn assets(&self) -> &[AssetNameExchange] {
        &self.assets
    }

    pub fn instruments(&self) -> impl Iterator<Item = &InstrumentNameExchange> {
        self.listed.iter().map(|listed| &listed.name)
    }

    /// When something happens next: a request arrives, a day ends, an answer or event is delivered.
    pub fn next_time(&self) -> Option<i64> {
        let arrival = self.arrivals.front().map(|(time, ..)| *time);
        // What was delivered and not yet taken does not happen again.
        let delivered = self.events.partition_point(|(time, _)| *time <= self.now);
        let event = self.events.get(delivered).map(|(time, _)| *time);
        let answer = self.answers.values().map(|(time, _)| *time).filter(|time| *time > self.now).min();
        [arrival, event, answer, self.sim.next_schedule()].into_iter().flatten().min()
    }

    /// Moves the clock; whatever is due until then happens, in order of time.
    pub fn advance(&mut self, to: i64) -> Result<(), NamedError> {
        if to < self.now {
            return Err(NamedError::Past { given: to, now: self.now });
        }
        loop {
            let schedule = self.sim.next_schedule().filter(|time| *time <= to);
            let arrival = self.arrivals.front().map(|(time, ..)| *time).filter(|time| *time <= to);
            match (schedule, arrival) {
                // A venue's schedule comes before requests of the same time (T2).
                (Some(at), arrival) if arrival.is_none_or(|arrival| at <= arrival) => {
                    self.now = self.now.max(at);
                    let mut packets = std::mem::take(&mut self.packets);
                    self.sim.on_schedule(at, &mut packets)?;
                    self.tell(packets)?;
                }
                (_, Some(at)) => {
                    self.now = self.now.max(at);
                    if let Some((_, ticket, request)) = self.arrivals.pop_front() {
                        let answer = self.arrive(at, request)?;
                        let delivery = self.delivery(at);
                        self.answers.insert(ticket, (delivery, answer));
                    }
                }
                _ => break,
            }
        }
        self.now = to;
        Ok(())
    }

    /// A quote acts at `time`; a missing side has no liquidity.
    pub fn quote(
        &mut self,
        time: i64,
        instrument: &InstrumentNameExchange,
        bid: Option<(Decimal, Decimal)>,
        ask: Option<(Decimal, Decimal)>,
    ) -> Result<(), NamedError> {
        self.feed(time, instrument, CompactKind::WideOrderBookL1(Arc::new(WideL1 { bid, ask })))
    }

    /// A trade of others acts at `time`.
    pub fn trade(
        &mut self,
        time: i64,
        instrument: &InstrumentNameExchange,
        price: Decimal,
        quantity: Decimal,
        side: Option<Side>,
    ) -> Result<(), NamedError> {
        let trade = WideTrade {
            price,
            quantity,
            id: Box::default(),
            side,
            matched: true,
        };
        self.feed(time, instrument, CompactKind::WideTrade(Arc::new(trade)))
    }

    /// Any market row acts at `time`, after whatever was due before.
    pub fn feed(&mut self, time: i64, instrument: &InstrumentNameExchange, row: CompactKind) -> Result<(), NamedError> {
        let position = self.position(instrument)?;
        self.advance(time)?;
        let mut packets = std::mem::take(&mut self.packets);
        self.sim.on_market(time, position, &row, &mut packets)?;
        self.tell(packets)
    }

    /// The market data connection was lost: nothing matches until the next quote (M14).
    pub fn reconnecting(&mut self) {
        self.sim.on_reconnecting();
    }

    /// Whether a derivatives account has less than its maintenance margin (A4). Nothing is liquidated.
    pub fn is_insolvent(&self) -> Result<bool, NamedError> {
        Ok(self.sim.is_insolvent()?)
    }

    /// The next account event that was delivered by now.
    pub fn next_event(&mut self) -> Option<UnindexedAccountEvent> {
        self.events.front().filter(|(time, _)| *time <= self.now)?;
        self.events.pop_front().map(|(_, event)| event)
    }

    /// Balances, of the named assets or of all.
    pub fn balances(&self, only: Option<&[AssetNameExchange]>) -> Result<Vec<AssetBalance<AssetNameExchange>>, NamedError> {
        let time_exchange = moment(self.now);
        let wanted = |asset: &AssetNameExchange| only.is_none_or(|only| only.contains(asset));
        Ok(self
            .assets
            .iter()
            .enumerate()
            .filter(|(_, asset)| wanted(asset))
            .map(|(at, asset)| {
                let (total, free) = self.sim.balance(at);
                AssetBalance {
                    asset: asset.clone(),
                    balance: Balance { total, free },
                    time_exchange,
                }
            })
            .collect())
    }

    /// Orders that are open, of the named instruments or of all, in order of acceptance.
    pub fn open_orders(&self, only: Option<&[InstrumentNameExchange]>) -> Vec<UnindexedOrderSnapshot> {
        self.records
            .iter()
            .filter(|record| matches!(record.state, UnindexedOrderState::Active(_)))
            .filter(|record| only.is_none_or(|only| only.contains(&record.request.key.instrument)))
            .map(Record::order)
            .collect()
    }

    /// Own trades since a time, ns.
    pub fn trades(&self, since: i64) -> Vec<Trade<QuoteAsset, InstrumentNameExchange>> {
        let since = moment(since);
        self.trades.iter().filter(|trade| trade.time_exchange >= since).cloned().collect()
    }

    /// Balances and open orders as they are now.
    pub fn snapshot(
        &self,
        assets: Option<&[AssetNameExchange]>,
        instruments: Option<&[InstrumentNameExchange]>,
    ) -> Result<UnindexedAccountSnapshot, NamedError> {
        let wanted = |name: &InstrumentNameExchange| instruments.is_none_or(|only| only.contains(name));
        Ok(UnindexedAccountSnapshot {
            exchange: self.exchange,
            balances: self.balances(assets)?,
            instruments: self
                .listed
                .iter()
                .map(|listed| &listed.name)
                .filter(|name| wanted(name))
                .map(|name| InstrumentAccountSnapshot {
                    instrument: name.clone(),
                    orders: self.open_orders(Some(std::slice::from_ref(name))),
                })
                .collect(),
        })
    }

    fn position(&self, instrument: &InstrumentNameExchange) -> Result<usize, NamedError> {
        self.listed.iter().position(|listed| listed.name == *instrument).ok_or_else(|| {
            let known: Vec<_> = self.listed.iter().map(|listed| listed.name.to_string()).collect();
            NamedError::UnknownInstrument {
                name: instrument.clone(),
                exchange: self.exchange.as_str(),
                known: known.join(", "),
            }
        })
    }

    /// When what leaves the exchange at `time` is delivered: nothing overtakes (T6).
    fn delivery(&mut self, time: i64) -> i64 {
        self.latest_delivery = self.latest_delivery.max(time.saturating_add(self.response_latency));
        self.latest_delivery
    }
}

/// Nanoseconds as upstream's time.
fn moment(time: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_nanos(time)
}
