//! One simulated exchange in a run, and the connections to it.

use crate::{config::VenueConfig, latency::Latency};
use barter_sim::{SimError, SimulatedExchange};

#[derive(Debug)]
pub struct Venue {
    pub sim: SimulatedExchange,
    pub latency: Latency,
    last_arrival: i64,
    last_delivery: i64,
    last_market: i64,
    requests: u64,
    answers: u64,
    /// Venue schedule that is on the agenda.
    pub scheduled: Option<i64>,
    pub disconnected: bool,
}

impl Venue {
    pub fn new(config: VenueConfig) -> Result<Self, SimError> {
        Ok(Self {
            sim: SimulatedExchange::new(config.exchange)?,
            latency: config.latency,
            last_arrival: i64::MIN,
            last_delivery: i64::MIN,
            last_market: i64::MIN,
            requests: 0,
            answers: 0,
            scheduled: None,
            disconnected: false,
        })
    }

    /// From now on everything is immediate, and nothing on its way holds it up (`close_at_end`).
    pub fn drop_latency(&mut self) {
        self.latency = Latency::NONE;
        self.last_arrival = i64::MIN;
        self.last_delivery = i64::MIN;
    }

    /// When a request sent now arrives (T6: none overtakes the one before it).
    pub fn arrival(&mut self, now: i64) -> i64 {
        let latency = self.latency.entry(now, self.requests);
        self.requests += 1;
        self.last_arrival = self.last_arrival.max(now.saturating_add(latency));
        self.last_arrival
    }

    /// When what happens now reaches the strategy.
    pub fn delivery(&mut self, now: i64) -> i64 {
        let latency = self.latency.response(now, self.answers);
        self.answers += 1;
        self.last_delivery = self.last_delivery.max(now.saturating_add(latency));
        self.last_delivery
    }

    /// When a row received at `received` reaches the strategy, on one axis.
    pub fn market_delivery(&mut self, received: i64, row: usize) -> i64 {
        let latency = self.latency.feed(received, row as u64);
        self.last_market = self.last_market.max(received.saturating_add(latency));
        self.last_market
    }
}
