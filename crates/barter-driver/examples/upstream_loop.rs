//! Upstream's own loop, which the benchmarks measure ours against: every event of a tape through
//! [`process_with_audit`] of an [`Engine`] made of upstream's default parts only. Nothing of this crate takes part.
//!
//! `upstream_loop <tape folder>` prints `ready` and then, for each line of standard input, runs the workload it names
//! once and prints a line of JSON. The events are made beforehand.
//! * `historical`: as upstream's backtest does it: `HistoricalClock`, events cloned one by one out of memory
//!   (`MarketDataInMemory`).
//! * `event_time`: the same with a clock that costs nothing (`HistoricalClock` asks the system for the time twice an event).
//! * `bare`: besides, the events are cloned before timing and only moved: nothing but the engine is measured.

mod tape;

use barter::{
    EngineEvent,
    engine::{
        Engine, Processor,
        clock::{EngineClock, HistoricalClock},
        execution_tx::MultiExchangeTxMap,
        process_with_audit,
        state::{EngineState, global::DefaultGlobalData, instrument::data::DefaultInstrumentMarketData, trading::TradingState},
    },
    execution::request::ExecutionRequest,
    risk::DefaultRiskManager,
    strategy::DefaultStrategy,
};
use barter_data::{
    books::Level,
    event::{DataKind, MarketEvent},
    streams::consumer::MarketStreamEvent,
    subscription::{book::OrderBookL1, trade::PublicTrade},
};
use barter_instrument::{
    Side, Underlying,
    exchange::ExchangeId,
    index::IndexedInstruments,
    instrument::{
        Instrument, InstrumentIndex,
        kind::{InstrumentKind, perpetual::PerpetualContract},
        quote::InstrumentQuoteAsset,
    },
};
use barter_integration::channel::mpsc_unbounded;
use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use std::{
    error::Error,
    hint::black_box,
    io::{self, BufRead, Write},
    path::Path,
    time::Instant,
};
use tape::Tape;

type Event = MarketStreamEvent<InstrumentIndex, DataKind>;
type State = EngineState<DefaultGlobalData, DefaultInstrumentMarketData>;

const EXCHANGE: ExchangeId = ExchangeId::BinanceFuturesUsd;

/// Time of the latest market event.
#[derive(Debug)]
struct EventTime(DateTime<Utc>);

impl EngineClock for EventTime {
    fn time(&self) -> DateTime<Utc> {
        self.0
    }
}

impl Processor<&EngineEvent> for EventTime {
    type Audit = ();

    fn process(&mut self, event: &EngineEvent) {
        if let EngineEvent::Market(Event::Item(event)) = event {
            self.0 = event.time_exchange;
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: upstream_loop <tape folder>")?;
    let tape = Tape::load(Path::new(&folder))?;
    let events = events(&tape);
    let start = DateTime::from_timestamp_nanos(tape.time[0]);
    let mut out = io::stdout().lock();
    writeln!(out, "ready {{\"events\": {}}}", events.len())?;
    out.flush()?;
    for line in io::stdin().lock().lines() {
        let answer = match line?.trim() {
            "historical" => replay(HistoricalClock::new(start), start, events.iter().cloned())?,
            "event_time" => replay(EventTime(start), start, events.iter().cloned())?,
            "bare" => replay(EventTime(start), start, events.clone().into_iter())?,
            "" => continue,
            other => return Err(format!("no workload {other}").into()),
        };
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}

fn events(tape: &Tape) -> Vec<Event> {
    let price = |mantissa| Decimal::new(mantissa, tape.price_scale);
    let quantity = |mantissa| Decimal::new(mantissa, tape.quantity_scale);
    // Exact: a power of ten and a mantissa below 2^53 give the float nearest to the decimal.
    let float = |mantissa: i64, scale: u32| mantissa as f64 / 10_f64.powi(scale as i32);
    let (mut trade, mut quote) = (0, 0);
    tape.time
        .iter()
        .zip(&tape.is_trade)
        .map(|(&time, &is_trade)| {
            let time = DateTime::from_timestamp_nanos(time);
            let kind = if is_trade == 1 {
                let row = trade;
                trade += 1;
                DataKind::Trade(PublicTrade {
                    id: tape.trade_id[row].to_string(),
                    price: float(tape.trade_price[row], tape.price_scale),
                    amount: float(tape.trade_quantity[row], tape.quantity_scale),
                    side: if tape.trade_side[row] > 0 { Side::Buy } else { Side::Sell },
                })
            } else {
                let row = quote;
                quote += 1;
                DataKind::OrderBookL1(OrderBookL1 {
                    last_update_time: time,
                    best_bid: Some(Level::new(price(tape.bid[row]), quantity(tape.bid_quantity[row]))),
                    best_ask: Some(Level::new(price(tape.ask[row]), quantity(tape.ask_quantity[row]))),
                })
            };
            Event::Item(MarketEvent {
                time_exchange: time,
                time_received: time,
                exchange: EXCHANGE,
                instrument: InstrumentIndex(0),
                kind,
            })
        })
        .collect()
}

fn replay<Clock>(clock: Clock, start: DateTime<Utc>, events: impl Iterator<Item = Event>) -> Result<String, Box<dyn Error>>
where
    Clock: EngineClock + for<'a> Processor<&'a EngineEvent>,
{
    let instruments = IndexedInstruments::builder()
        .add_instrument(Instrument::new(
            EXCHANGE,
            "binance_futures_usd-btc_usdt_perpetual",
            "BTCUSDT",
            Underlying::new("btc", "usdt"),
            InstrumentQuoteAsset::UnderlyingQuote,
            InstrumentKind::Perpetual(PerpetualContract {
                contract_size: Decimal::ONE,
                settlement_asset: "usdt".into(),
            }),
            None,
        ))
        .build();
    let state = EngineState::builder(&instruments, DefaultGlobalData, |_| DefaultInstrumentMarketData::default())
        .time_engine_start(start)
        .trading_state(TradingState::Enabled)
        .build();
    let (requests, _receiver) = mpsc_unbounded::<ExecutionRequest>();
    let mut engine = Engine::new(
        clock,
        state,
        MultiExchangeTxMap::from_iter([(EXCHANGE, Some(requests))]),
        DefaultStrategy::<State>::default(),
        DefaultRiskManager::<State>::default(),
    );

    let began = Instant::now();
    for event in events {
        black_box(process_with_audit(&mut engine, EngineEvent::Market(event)));
    }
    let seconds = began.elapsed().as_secs_f64();

    let data = &engine.state.instruments.instrument_index(&InstrumentIndex(0)).data;
    let shown = |value: Option<Decimal>| value.map_or_else(|| "null".to_owned(), |value| format!("\"{value}\""));
    Ok(format!(
        "{{\"seconds\": {seconds:e}, \"events\": {}, \"checks\": {{\"bid\": {}, \"ask\": {}, \"last\": {}}}}}",
        engine.meta.sequence.value(),
        shown(data.l1.best_bid.map(|level| level.price)),
        shown(data.l1.best_ask.map(|level| level.price)),
        shown(data.last_traded_price.as_ref().map(|price| price.value)),
    ))
}
