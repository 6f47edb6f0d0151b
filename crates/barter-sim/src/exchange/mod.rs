//! The simulated exchange: rows and requests in, packets out.

mod booking;
mod requests;
mod rows;

use crate::{
    account::{Account, Exposure},
    config::{ExchangeConfig, InstrumentConfig},
    error::SimError,
    market::Market,
    matching::{Action, MatchingModel, Model},
    orders::Working,
    packet::OrderNumber,
    position::NetPosition,
};
use rust_decimal::Decimal;

/// One simulated exchange with its instruments, working orders and account.
///
/// It knows no names: instruments, assets and orders are numbers, times are ns. It keeps no clock either; whoever drives it
/// calls in order of time and delivers the packets.
#[derive(Debug)]
pub struct SimulatedExchange {
    listings: Vec<Listing>,
    account: Account,
    /// What became of every order that arrived, by number.
    past: Vec<Past>,
    /// Orders that end with the day: (midnight, instrument, number), by acceptance and so by midnight too.
    day_orders: Vec<(i64, usize, OrderNumber)>,
    order_ids: u64,
    trade_ids: u64,
    mark_version: u64,
    crossed_quotes: u64,
    dropped_trades: u64,
    actions: Vec<Action>,
}

/// An instrument traded at the exchange.
#[derive(Debug)]
struct Listing {
    config: InstrumentConfig,
    market: Market,
    model: Model,
    working: Working,
    net: NetPosition,
    /// Whether quotes and trades concern the model: an order works, or it watches.
    busy: bool,
}

impl Listing {
    fn refresh(&mut self) {
        self.busy = !self.working.is_empty() || self.model.watches();
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PastState {
    /// Never arrived.
    Unknown,
    Working,
    Filled,
    Cancelled,
    /// Rejected or expired.
    Ended,
}

#[derive(Debug, Clone, Copy)]
struct Past {
    state: PastState,
    instrument: usize,
    id: Option<u64>,
    filled: Decimal,
}

impl Past {
    const UNKNOWN: Self = Self {
        state: PastState::Unknown,
        instrument: 0,
        id: None,
        filled: Decimal::ZERO,
    };
}

impl SimulatedExchange {
    pub fn new(config: ExchangeConfig) -> Result<Self, SimError> {
        config.check()?;
        let ExchangeConfig {
            instruments,
            assets,
            matching,
            fees,
            margin,
            max_quote_age,
        } = config;
        let listings = instruments
            .into_iter()
            .map(|config| {
                let mut listing = Listing {
                    config,
                    market: Market::new(max_quote_age),
                    model: Model::new(&matching),
                    working: Working::default(),
                    net: NetPosition::default(),
                    busy: false,
                };
                listing.refresh();
                listing
            })
            .collect();
        Ok(Self {
            listings,
            account: Account::new(&assets, fees, margin)?,
            past: Vec::new(),
            day_orders: Vec::new(),
            order_ids: 0,
            trade_ids: 0,
            mark_version: 0,
            crossed_quotes: 0,
            dropped_trades: 0,
            actions: Vec::new(),
        })
    }

    /// (total, free).
    pub fn balance(&self, asset: usize) -> (Decimal, Decimal) {
        let balance = self.account.balance(asset);
        (balance.total, balance.free)
    }

    /// Net of own fills, spot and derivatives alike.
    pub fn position(&self, instrument: usize) -> &NetPosition {
        &self.listings[instrument].net
    }

    /// Orders working at the exchange.
    pub fn working(&self, instrument: usize) -> &Working {
        &self.listings[instrument].working
    }

    /// What the exchange has seen of the instrument.
    pub fn market(&self, instrument: usize) -> &Market {
        &self.listings[instrument].market
    }

    /// D8: latest mid of a two-sided quote, else latest trade, else latest close.
    pub fn mark(&self, instrument: usize) -> Option<Decimal> {
        self.listings[instrument].market.mark()
    }

    /// Twice the mark as (mantissa, scale); `None` if there is no mark or this does not fit.
    #[inline]
    pub fn mark2(&self, instrument: usize) -> Option<(i64, u8)> {
        self.listings[instrument].market.mark_doubled()
    }

    /// Changes whenever any mark changes.
    #[inline]
    pub fn mark_version(&self) -> u64 {
        self.mark_version
    }

    /// Quotes whose bid was above their ask (M15).
    pub fn crossed_quotes(&self) -> u64 {
        self.crossed_quotes
    }

    /// Trades whose price or quantity was not positive (M16).
    pub fn dropped_trades(&self) -> u64 {
        self.dropped_trades
    }

    /// Whether a derivatives account has less than its maintenance margin (A4).
    pub fn is_insolvent(&self) -> Result<bool, SimError> {
        Ok(self.account.is_insolvent(&self.exposures())?)
    }

    fn exposures(&self) -> Vec<Exposure<'_>> {
        self.listings
            .iter()
            .map(|listing| Exposure {
                config: &listing.config,
                market: &listing.market,
                working: &listing.working,
                net: &listing.net,
            })
            .collect()
    }

    fn check_instrument(&self, position: usize) -> Result<(), SimError> {
        if position < self.listings.len() {
            return Ok(());
        }
        Err(SimError::UnknownInstrument {
            position,
            count: self.listings.len(),
        })
    }
}
