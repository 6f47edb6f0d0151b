//! The plugs: a matching model and a latency model from outside, in one run, on either clock.

use barter_columns::{CompactKind, L1Row, MarketColumns, build::RowTimes, clock::TimeRules, events::EventsBuilder, instrument};
use barter_driver::{
    Cell, Clock, ConstantLatency, DeskError, Hooks, Latency, LatencyModel, MarketDelivery, Output, Run, RunConfig, Universe, VenueConfig,
    Wants,
    desk::Ask,
    fingerprint,
    record::{EventName, OrderStatus},
};
use barter_execution::order::id::StrategyId;
use barter_instrument::{exchange::ExchangeId, index::IndexedInstruments};
use barter_sim::{
    Action, Arrival, AssetConfig, ExchangeConfig, Fees, InstrumentConfig, Margin, Market, Matching, MatchingModel, Offer, Order, Reason,
    SimError, SizeRule, Working,
};
use rust_decimal::Decimal;
use std::sync::{Arc, Mutex};

const MS: i64 = 1_000_000;
const ROWS: usize = 400;
const SEED: u64 = 7;

/// Fills every order one tick worse than the touch of the quote after its arrival.
#[derive(Debug)]
struct NextQuote;

impl MatchingModel for NextQuote {
    fn arrive(&mut self, _: i64, market: &Market, _: &Order, _: &Working) -> Result<Arrival, SimError> {
        let Some(ask) = market.ask() else {
            return Ok(Arrival::Rejected(Reason::NoMarket));
        };
        Ok(Arrival::Met(Offer {
            price: Some(ask.price.decimal()),
            waits: true,
            ..Offer::default()
        }))
    }

    fn on_quote(&mut self, _: i64, market: &Market, working: &mut Working, actions: &mut Vec<Action>) -> Result<(), SimError> {
        let Some(ask) = market.ask() else { return Ok(()) };
        let price = ask.price.decimal() + Decimal::ONE;
        actions.extend(working.iter().map(|order| Action::Fill {
            number: order.number,
            price,
            quantity: order.remaining,
            taker: Some(ask.quantity.decimal()),
        }));
        Ok(())
    }
}

/// Up to 20 ms on each way, drawn from the number of what travels (splitmix64).
#[derive(Debug)]
struct Jitter {
    seed: u64,
}

impl Jitter {
    fn draw(&self, way: u64, number: u64) -> i64 {
        let mut bits = self.seed ^ way.wrapping_mul(0xa076_1d64_78bd_642f) ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        // Some of it 0, which a model may answer too.
        ((bits ^ (bits >> 31)) % 21) as i64 * MS
    }
}

impl LatencyModel for Jitter {
    fn entry(&self, _: i64, request: u64) -> i64 {
        self.draw(1, request)
    }
    fn response(&self, _: i64, answer: u64) -> i64 {
        self.draw(2, answer)
    }
    fn feed(&self, _: i64, row: u64) -> i64 {
        self.draw(3, row)
    }
}

/// Buys one at every third quote it sees, and notes when it saw what.
struct Buyer {
    cell: Option<Cell>,
    seen: Arc<Mutex<Vec<(i64, u32)>>>,
}

impl Hooks for Buyer {
    type Error = DeskError;

    fn wants(&self) -> Wants {
        Wants {
            order_book_l1: true,
            ..Wants::default()
        }
    }

    fn market(&mut self, event: &MarketDelivery<'_>) -> Result<(), DeskError> {
        let core = self.cell.as_ref().and_then(|cell| cell.try_lock());
        let mut core = core.ok_or_else(|| DeskError::new("cell", "not_running", "no run"))?;
        let mut seen = self.seen.lock().unwrap();
        seen.push((core.now(), event.row));
        if seen.len().is_multiple_of(3) {
            core.open(Ask::market(0, Decimal::ONE))?;
        }
        Ok(())
    }
}

/// A quote every 5 ms, received 1 ms after it happened; each shows its number in the price.
fn quotes() -> (MarketColumns, Universe) {
    let perpetual = instrument::from_symbol(ExchangeId::BinanceFuturesUsd, "BTCUSDT", true).unwrap();
    let universe = Universe::new(IndexedInstruments::new([perpetual.clone()]));
    let mut events = EventsBuilder::new(vec![perpetual]);
    for row in 0..ROWS as i64 {
        let kind = CompactKind::OrderBookL1(L1Row {
            bid: 1_000 + row,
            bid_quantity: 5,
            ask: 1_001 + row,
            ask_quantity: 5,
            price_scale: 0,
            quantity_scale: 0,
            has_bid: true,
            has_ask: true,
        });
        let time = row * 5 * MS;
        events.push_kind(0, RowTimes::new(Some(time), time + MS), &kind).unwrap();
    }
    (events.finish("quotes", TimeRules::default()).unwrap(), universe)
}

struct Told {
    output: Output,
    fingerprint: String,
    seen: Vec<(i64, u32)>,
}

fn run(clock: Clock, matching: Matching, latency: impl Into<Latency>) -> Told {
    let (columns, universe) = quotes();
    let (instrument, universe) = (&universe.instruments[0].clone(), Arc::new(universe));
    let million = Decimal::from(1_000_000);
    let config = RunConfig {
        venues: vec![VenueConfig {
            exchange: ExchangeConfig {
                instruments: vec![InstrumentConfig {
                    base: universe.asset_local[instrument.base.index()],
                    quote: universe.asset_local[instrument.quote.index()],
                    is_spot: false,
                    contract_size: Decimal::ONE,
                    minimum_notional: Decimal::ZERO,
                }],
                assets: vec![AssetConfig { balance: million }; 2],
                matching,
                fees: Fees {
                    maker: Decimal::ZERO,
                    taker: Decimal::ZERO,
                },
                margin: Margin::default(),
                max_quote_age: None,
            },
            latency: latency.into(),
        }],
        clock,
        start: None,
        end: None,
        equity_every: None,
        equity_rows_max: 0,
        return_period: 86_400_000_000_000,
        close_at_end: false,
        strategy: StrategyId::new("buyer"),
        report_asset: instrument.quote,
        audit: false,
    };
    let seen = Arc::new(Mutex::new(Vec::new()));
    let hooks = Buyer {
        cell: None,
        seen: Arc::clone(&seen),
    };
    let mut run = Run::new(columns, &[instrument.index], Arc::clone(&universe), config, hooks).unwrap();
    run.hooks_mut().cell = Some(run.cell());
    let output = run.run().unwrap();
    let seen = seen.lock().unwrap().clone();
    Told {
        fingerprint: fingerprint::fingerprint(&output.record, &universe),
        output,
        seen,
    }
}

fn plugged(clock: Clock, seed: u64) -> Told {
    let latency = Latency::Custom(Arc::new(Jitter { seed }));
    run(clock, Matching::Custom(Arc::new(|| Box::new(NextQuote))), latency)
}

/// First time at or after `earliest` that keeps the order of its way.
fn arrivals(sent: impl IntoIterator<Item = (i64, i64)>) -> Vec<i64> {
    let mut last = i64::MIN;
    sent.into_iter()
        .map(|(time, latency)| {
            last = last.max(time + latency);
            last
        })
        .collect()
}

#[test]
fn rows_requests_and_answers_travel_as_the_model_says_and_none_overtakes() {
    for clock in [Clock::Received, Clock::Two] {
        let told = plugged(clock, SEED);
        let model = Jitter { seed: SEED };

        let rows = arrivals((0..ROWS as i64).map(|row| (row * 5 * MS + MS, model.draw(3, row as u64))));
        let seen: Vec<_> = rows.iter().copied().zip(0..).collect();
        assert_eq!(told.seen, seen, "{clock:?}: every row, in order; the run ends with the last");
        assert_eq!(told.output.time_end, *rows.last().unwrap());
        assert!(
            rows.windows(2).any(|pair| pair[0] == pair[1]),
            "some row would have overtaken the one before it"
        );

        let orders = &told.output.record.orders;
        let sent: Vec<_> = orders.iter().map(|order| order.time_sent.unwrap()).collect();
        assert_eq!(sent.len(), ROWS / 3);
        let arrived = arrivals(sent.iter().enumerate().map(|(number, time)| (*time, model.draw(1, number as u64))));
        for (order, time) in orders.iter().zip(&arrived).filter(|(_, time)| **time <= told.output.time_end) {
            assert_eq!(order.time_arrived, Some(*time), "{clock:?}: order {}", order.number);
        }

        let happened = told.output.record.order_events.iter();
        let answers: Vec<_> = happened.filter(|event| event.event != EventName::Sent).collect();
        let delivered = arrivals(
            answers
                .iter()
                .enumerate()
                .map(|(number, event)| (event.time, model.draw(2, number as u64))),
        );
        for (event, time) in answers.iter().zip(delivered).filter(|(_, time)| *time <= told.output.time_end) {
            assert_eq!(event.time_delivered, Some(time), "{clock:?}: order {}", event.number);
        }
    }
}

#[test]
fn orders_meet_the_market_as_the_model_says() {
    let told = plugged(Clock::Two, SEED);
    let record = &told.output.record;
    assert!(record.fills.len() > 100);
    for fill in &record.fills {
        let order = record.order(fill.number);
        assert_eq!(order.status, OrderStatus::Filled);
        // The quote that filled it is the first after its arrival; it shows 1,001 + its number.
        let quote = fill.time / (5 * MS);
        assert_eq!(fill.time % (5 * MS), 0);
        assert!(
            order
                .time_arrived
                .is_some_and(|arrived| (fill.time - 5 * MS..=fill.time).contains(&arrived))
        );
        assert_eq!(fill.price, Decimal::from(1_001 + quote + 1));
    }
}

#[test]
fn a_seed_decides_the_run() {
    for clock in [Clock::Received, Clock::Two] {
        assert_eq!(plugged(clock, SEED).fingerprint, plugged(clock, SEED).fingerprint);
        assert_ne!(plugged(clock, SEED).fingerprint, plugged(clock, SEED + 1).fingerprint);
    }
}

/// Answers a constant.
#[derive(Debug)]
struct Always(ConstantLatency);

impl LatencyModel for Always {
    fn entry(&self, _: i64, _: u64) -> i64 {
        self.0.entry
    }
    fn response(&self, _: i64, _: u64) -> i64 {
        self.0.response
    }
    fn feed(&self, _: i64, _: u64) -> i64 {
        self.0.feed
    }
}

#[test]
fn a_model_that_answers_a_constant_is_the_constant() {
    let top = Matching::TopOfBook {
        size: SizeRule::Unlimited,
        cap_at_trade: false,
    };
    let latency = ConstantLatency {
        entry: 7 * MS,
        response: 3 * MS,
        feed: 2 * MS,
    };
    for clock in [Clock::Received, Clock::Two] {
        let custom = run(clock, top.clone(), Latency::Custom(Arc::new(Always(latency))));
        let constant = run(clock, top.clone(), latency);
        assert_eq!(custom.fingerprint, constant.fingerprint);
        assert_eq!(custom.seen, constant.seen);
        assert_ne!(custom.fingerprint, run(clock, top.clone(), Latency::NONE).fingerprint);
    }
}

#[test]
fn a_negative_answer_is_none() {
    let back = ConstantLatency {
        entry: -MS,
        response: -MS,
        feed: -MS,
    };
    let told = run(Clock::Two, Matching::LastTrade, Latency::Custom(Arc::new(Always(back))));
    assert_eq!(told.seen[0], (MS, 0));
    assert!(told.output.record.orders.iter().all(|order| order.time_arrived >= order.time_sent));
}
