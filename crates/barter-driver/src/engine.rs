//! The one concrete `Engine` of a simulated run, and the parts it is made of.

use crate::universe::Universe;
use barter::{
    EngineEvent,
    engine::{
        Engine, Processor,
        clock::EngineClock,
        execution_tx::MultiExchangeTxMap,
        state::{
            EngineState,
            connectivity::Health,
            global::DefaultGlobalData,
            instrument::{data::InstrumentDataState, filter::InstrumentFilter},
            order::in_flight_recorder::InFlightRequestRecorder,
            trading::TradingState,
        },
    },
    execution::request::ExecutionRequest,
    risk::{RiskApproved, RiskManager, RiskRefused},
    strategy::{
        algo::AlgoStrategy, close_positions::ClosePositionsStrategy, on_disconnect::OnDisconnectStrategy,
        on_trading_disabled::OnTradingDisabled,
    },
};
use barter_columns::{CandleRow, CompactKind, L1Row, TradeRow, WideL1, WideTrade};
use barter_data::event::MarketEvent;
use barter_execution::{
    AccountEvent,
    order::request::{OrderRequestCancel, OrderRequestOpen},
};
use barter_instrument::{
    asset::AssetIndex,
    exchange::{ExchangeId, ExchangeIndex},
    instrument::InstrumentIndex,
};
use barter_integration::{Unrecoverable, channel::Tx};
use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use std::{cell::RefCell, convert::Infallible, sync::Arc};

pub type SimState = EngineState<DefaultGlobalData, TouchData>;
pub type SimEngine = Engine<SimClock, SimState, MultiExchangeTxMap<Outbox>, Pending, ReplayRisk>;
pub type SimEvent = EngineEvent<CompactKind>;

/// Simulated time: what the driver sets it to.
#[derive(Debug, Clone, Copy)]
pub struct SimClock {
    now: i64,
}

impl SimClock {
    pub fn new(now: i64) -> Self {
        Self { now }
    }

    pub fn set(&mut self, now: i64) {
        self.now = now;
    }

    pub fn now(&self) -> i64 {
        self.now
    }
}

impl EngineClock for SimClock {
    fn time(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_nanos(self.now)
    }
}

impl Processor<&SimEvent> for SimClock {
    type Audit = ();

    /// The driver sets the time before each event.
    fn process(&mut self, _: &SimEvent) -> Self::Audit {}
}

/// Latest quote of an instrument, as recorded.
#[derive(Debug, Clone, Default)]
pub enum Quote {
    #[default]
    None,
    Narrow(L1Row),
    Wide(Arc<WideL1>),
}

/// Latest trade of an instrument, as recorded.
#[derive(Debug, Clone, Default)]
pub enum LastTrade {
    #[default]
    None,
    Narrow(TradeRow),
    Wide(Arc<WideTrade>),
}

/// Instrument data that keeps numbers as they came and makes a `Decimal` only when asked. It takes events with equal
/// times in the order they come (upstream's default keeps the first and drops the others).
#[derive(Debug, Clone, Default)]
pub struct TouchData {
    pub quote: Quote,
    pub trade: LastTrade,
    pub candle: Option<Arc<CandleRow>>,
    /// Mid of the latest quote with two sides, where the present one has not (A7).
    mid_before: Option<Decimal>,
    /// Received time of the latest event.
    pub time: Option<DateTime<Utc>>,
}

impl TouchData {
    pub fn bid(&self) -> Option<Decimal> {
        match &self.quote {
            Quote::None => None,
            Quote::Narrow(row) => row.bid().map(|price| price.decimal()),
            Quote::Wide(row) => row.bid.map(|(price, _)| price),
        }
    }

    pub fn ask(&self) -> Option<Decimal> {
        match &self.quote {
            Quote::None => None,
            Quote::Narrow(row) => row.ask().map(|price| price.decimal()),
            Quote::Wide(row) => row.ask.map(|(price, _)| price),
        }
    }

    /// (bid + ask) / 2, exactly.
    pub fn mid(&self) -> Option<Decimal> {
        Some((self.bid()? + self.ask()?) * Decimal::new(5, 1))
    }

    pub fn last(&self) -> Option<Decimal> {
        match &self.trade {
            LastTrade::None => None,
            LastTrade::Narrow(row) => Some(row.price().decimal()),
            LastTrade::Wide(row) => Some(row.price),
        }
    }
}

impl InstrumentDataState for TouchData {
    type MarketEventKind = CompactKind;

    /// Latest two-sided mid, else latest trade, else latest candle's close (A7).
    fn price(&self) -> Option<Decimal> {
        self.mid()
            .or(self.mid_before)
            .or_else(|| self.last())
            .or_else(|| self.candle.as_ref().map(|candle| candle.close))
    }
}

impl Processor<&MarketEvent<InstrumentIndex, CompactKind>> for TouchData {
    type Audit = ();

    #[inline(always)]
    fn process(&mut self, event: &MarketEvent<InstrumentIndex, CompactKind>) -> Self::Audit {
        self.time = Some(event.time_received);
        match &event.kind {
            CompactKind::Trade(row) => self.trade = LastTrade::Narrow(*row),
            CompactKind::OrderBookL1(row) => {
                if !(row.has_bid && row.has_ask) {
                    self.keep_mid();
                }
                self.quote = Quote::Narrow(*row);
            }
            kind => self.process_rare(kind),
        }
    }
}

impl TouchData {
    #[cold]
    fn process_rare(&mut self, kind: &CompactKind) {
        match kind {
            CompactKind::WideTrade(row) => self.trade = LastTrade::Wide(Arc::clone(row)),
            CompactKind::WideOrderBookL1(row) => {
                if row.bid.is_none() || row.ask.is_none() {
                    self.keep_mid();
                }
                self.quote = Quote::Wide(Arc::clone(row));
            }
            CompactKind::Candle(row) => self.candle = Some(Arc::clone(row)),
            CompactKind::Trade(_) | CompactKind::OrderBookL1(_) | CompactKind::OrderBook(_) | CompactKind::Liquidation(_) => {}
        }
    }

    /// The quote that comes has no mid: the present one's counts on.
    #[cold]
    fn keep_mid(&mut self) {
        self.mid_before = self.mid().or(self.mid_before);
    }
}

impl Processor<&AccountEvent> for TouchData {
    type Audit = ();
    fn process(&mut self, _: &AccountEvent) -> Self::Audit {}
}

impl InFlightRequestRecorder for TouchData {
    fn record_in_flight_cancel(&mut self, _: &OrderRequestCancel) {}
    fn record_in_flight_open(&mut self, _: &OrderRequestOpen) {}
}

/// Where the engine's requests land; the driver takes them out after `generate_algo_orders` has recorded them in flight.
#[derive(Debug, Clone, Default)]
pub struct Outbox(Arc<parking_lot::Mutex<Vec<ExecutionRequest>>>);

impl Outbox {
    pub fn take(&self) -> Vec<ExecutionRequest> {
        std::mem::take(&mut *self.0.lock())
    }
}

/// [`Outbox`] cannot fail to take a request.
#[derive(Debug)]
pub struct Never(#[allow(dead_code)] Infallible);

impl Unrecoverable for Never {
    fn is_unrecoverable(&self) -> bool {
        true
    }
}

impl Tx for Outbox {
    type Item = ExecutionRequest;
    type Error = Never;

    fn send<Item: Into<Self::Item>>(&self, item: Item) -> Result<(), Self::Error> {
        self.0.lock().push(item.into());
        Ok(())
    }
}

/// The strategy inside the engine: hands over the requests that the hooks collected.
#[derive(Debug, Default)]
pub struct Pending(RefCell<(Vec<OrderRequestCancel>, Vec<OrderRequestOpen>)>);

impl Pending {
    pub fn set(&mut self, cancels: Vec<OrderRequestCancel>, opens: Vec<OrderRequestOpen>) {
        *self.0.get_mut() = (cancels, opens);
    }
}

impl AlgoStrategy for Pending {
    type State = SimState;

    fn generate_algo_orders(
        &self,
        _: &Self::State,
    ) -> (
        impl IntoIterator<Item = OrderRequestCancel>,
        impl IntoIterator<Item = OrderRequestOpen>,
    ) {
        self.0.take()
    }
}

impl ClosePositionsStrategy for Pending {
    type State = SimState;

    /// Hooks close positions by `close`, whose orders come through [`AlgoStrategy`]; the engine's own command has nothing to add.
    fn close_positions_requests<'a>(
        &'a self,
        _: &'a Self::State,
        _: &'a InstrumentFilter,
    ) -> (
        impl IntoIterator<Item = OrderRequestCancel> + 'a,
        impl IntoIterator<Item = OrderRequestOpen> + 'a,
    )
    where
        ExchangeIndex: 'a,
        AssetIndex: 'a,
        InstrumentIndex: 'a,
    {
        (std::iter::empty(), std::iter::empty())
    }
}

impl<Clock, State, Txs, Risk> OnDisconnectStrategy<Clock, State, Txs, Risk> for Pending {
    type OnDisconnect = ();

    /// The driver calls the hook after the engine is unlocked.
    fn on_disconnect(_: &mut Engine<Clock, State, Txs, Self, Risk>, _: ExchangeId) {}
}

impl<Clock, State, Txs, Risk> OnTradingDisabled<Clock, State, Txs, Risk> for Pending {
    type OnTradingDisabled = ();

    fn on_trading_disabled(_: &mut Engine<Clock, State, Txs, Self, Risk>) {}
}

/// The risk manager inside the engine: replays what the user's risk manager decided while the engine was unlocked.
#[derive(Debug, Default)]
pub struct ReplayRisk(RefCell<Refusals>);

/// Requests refused, with the reason.
#[derive(Debug, Default)]
pub struct Refusals {
    pub cancels: Vec<RiskRefused<OrderRequestCancel>>,
    pub opens: Vec<RiskRefused<OrderRequestOpen>>,
}

impl ReplayRisk {
    /// What is to be refused next to the approved requests, which go to [`Pending`].
    pub fn set(&mut self, refusals: Refusals) {
        *self.0.get_mut() = refusals;
    }
}

impl RiskManager for ReplayRisk {
    type State = SimState;

    fn check(
        &self,
        _: &Self::State,
        cancels: impl IntoIterator<Item = OrderRequestCancel>,
        opens: impl IntoIterator<Item = OrderRequestOpen>,
    ) -> (
        impl IntoIterator<Item = RiskApproved<OrderRequestCancel>>,
        impl IntoIterator<Item = RiskApproved<OrderRequestOpen>>,
        impl IntoIterator<Item = RiskRefused<OrderRequestCancel>>,
        impl IntoIterator<Item = RiskRefused<OrderRequestOpen>>,
    ) {
        let refusals = self.0.take();
        (
            cancels.into_iter().map(RiskApproved).collect::<Vec<_>>(),
            opens.into_iter().map(RiskApproved).collect::<Vec<_>>(),
            refusals.cancels,
            refusals.opens,
        )
    }
}

/// [`EngineState::update_from_market`], where the compiler sees the kind of the event: half of its cost is to find that out again.
/// A test holds the two together.
#[inline(always)]
pub fn update_from_market(state: &mut SimState, event: &MarketEvent<InstrumentIndex, CompactKind>) {
    if state.connectivity.global != Health::Healthy {
        state.connectivity.update_from_market_event(&event.exchange);
    }
    let instrument = state.instruments.instrument_index_mut(&event.instrument);
    Processor::process(&mut state.global, event);
    instrument.data.process(event);
}

/// An engine at `now`, trading enabled, with an outbox for its requests.
pub fn build(universe: &Universe, now: i64) -> (SimEngine, Outbox) {
    let state = EngineState::builder(&universe.indexed, DefaultGlobalData, |_| TouchData::default())
        .trading_state(TradingState::Enabled)
        .time_engine_start(DateTime::from_timestamp_nanos(now))
        .build();
    let outbox = Outbox::default();
    let txs = universe
        .indexed
        .exchanges()
        .iter()
        .map(|exchange| (exchange.value, Some(outbox.clone())))
        .collect();
    let engine = Engine::new(SimClock::new(now), state, txs, Pending::default(), ReplayRisk::default());
    (engine, outbox)
}

#[cfg(test)]
mod tests {
    use super::*;
    use barter_data::streams::reconnect::Event;
    use barter_execution::{AccountEvent, AccountEventKind, AccountSnapshot};
    use barter_instrument::{
        Side, Underlying,
        asset::Asset,
        index::IndexedInstruments,
        instrument::{Instrument, kind::InstrumentKind, quote::InstrumentQuoteAsset},
    };

    fn engine() -> SimEngine {
        let instruments = [ExchangeId::BinanceSpot, ExchangeId::Kraken].map(|exchange| {
            Instrument::new(
                exchange,
                format!("{exchange}_btc_usdt"),
                "BTCUSDT",
                Underlying::new(Asset::from("btc"), Asset::from("usdt")),
                InstrumentQuoteAsset::UnderlyingQuote,
                InstrumentKind::Spot,
                None,
            )
        });
        build(&Universe::new(IndexedInstruments::new(instruments)), 0).0
    }

    fn event(time: i64, instrument: usize, kind: CompactKind) -> MarketEvent<InstrumentIndex, CompactKind> {
        MarketEvent {
            time_exchange: DateTime::from_timestamp_nanos(time - 1),
            time_received: DateTime::from_timestamp_nanos(time),
            exchange: [ExchangeId::BinanceSpot, ExchangeId::Kraken][instrument],
            instrument: InstrumentIndex(instrument),
            kind,
        }
    }

    fn trade(price: i64) -> CompactKind {
        CompactKind::Trade(TradeRow {
            price,
            quantity: 3,
            id: 7,
            price_scale: 2,
            quantity_scale: 3,
            side: Some(Side::Buy),
            matched: true,
        })
    }

    fn quote(bid: i64, ask: i64) -> CompactKind {
        CompactKind::OrderBookL1(L1Row {
            bid,
            bid_quantity: i64::from(bid > 0),
            ask,
            ask_quantity: i64::from(ask > 0),
            price_scale: 1,
            quantity_scale: 0,
            has_bid: bid > 0,
            has_ask: ask > 0,
        })
    }

    #[test]
    fn an_event_changes_the_state_as_upstream_changes_it() {
        let (mut ours, mut upstreams) = (engine(), engine());
        let fresh = format!("{:?}", ours.state);
        let wide = CompactKind::WideTrade(Arc::new(WideTrade {
            price: Decimal::new(1, 25),
            quantity: Decimal::ONE,
            id: "a".into(),
            side: None,
            matched: true,
        }));
        // Kraken is silent at first: the whole is healthy only when both are.
        let kinds = [
            (0, quote(100, 101)),
            (0, trade(1005)),
            (0, quote(100, 0)),
            (1, wide),
            (1, quote(99, 102)),
            (0, trade(1006)),
        ];
        for (step, (instrument, kind)) in kinds.into_iter().enumerate() {
            if step == 2 {
                for engine in [&mut ours, &mut upstreams] {
                    for exchange in [0, 1].map(ExchangeIndex) {
                        let snapshot = AccountSnapshot {
                            exchange,
                            balances: Vec::new(),
                            instruments: Vec::new(),
                        };
                        let kind = AccountEventKind::Snapshot(snapshot);
                        engine.update_from_account_stream(&Event::Item(AccountEvent { exchange, kind }));
                    }
                }
            }
            if step == 5 {
                for engine in [&mut ours, &mut upstreams] {
                    engine.update_from_market_stream(&Event::Reconnecting(ExchangeId::Kraken));
                }
            }
            let event = event(step as i64 + 1, instrument, kind);
            update_from_market(&mut ours.state, &event);
            upstreams.update_from_market_stream(&Event::Item(event));
            assert_eq!(format!("{:?}", ours.state), format!("{:?}", upstreams.state), "step {step}");
        }
        assert_ne!(format!("{:?}", ours.state), fresh);
    }
}
