//! The EMA cross as a compiled strategy: what a Rust user of the driver writes, and what the benchmarks compare the
//! Python strategy with.
//!
//! `ema <tape folder>` prints `ready` and then, for each line of standard input, runs the workload it names over the tape
//! once, everything recorded, and prints a line of JSON (see `benches/`): `ema`, or `no_hook` (a replay without a strategy).

mod columns;
mod tape;

use barter_columns::{CompactKind, MarketColumns};
use barter_driver::{
    Cell, Clock, DeskError, Hooks, Latency, MarketDelivery, NoHooks, Output, Run, RunConfig, Universe, VenueConfig, Wants,
    record::{EquityReason, OrderStatus},
};
use barter_execution::order::id::StrategyId;
use barter_instrument::{index::IndexedInstruments, instrument::InstrumentIndex};
use barter_sim::{AssetConfig, ExchangeConfig, Fees, InstrumentConfig, Margin, Matching, SizeRule};
use rust_decimal::Decimal;
use std::{
    error::Error,
    io::{self, BufRead, Write},
    path::Path,
    sync::Arc,
    time::Instant,
};
use tape::Tape;

const FAST: f64 = 2.0 / 13.0;
const SLOW: f64 = 2.0 / 27.0;
const WARM_UP: u64 = 26;
const BALANCE: Decimal = Decimal::from_parts(1_000_000, 0, 0, false, 0);

/// Long above, short below, from the 26th trade on.
struct EmaCross {
    /// Set before the run starts.
    cell: Option<Cell>,
    quantity: Decimal,
    trades: u64,
    fast: f64,
    slow: f64,
}

impl EmaCross {
    fn new() -> Self {
        Self {
            cell: None,
            quantity: Decimal::new(1, 2),
            trades: 0,
            fast: 0.0,
            slow: 0.0,
        }
    }

    fn target(&self, quantity: Decimal) -> Result<(), DeskError> {
        let core = self.cell.as_ref().and_then(|cell| cell.try_lock());
        let mut core = core.ok_or_else(|| DeskError::new("cell", "not_running", "the strategy is not attached to a run"))?;
        core.target_position(0, quantity).map(|_| ())
    }
}

impl Hooks for EmaCross {
    type Error = DeskError;

    fn wants(&self) -> Wants {
        Wants {
            trade: true,
            ..Wants::default()
        }
    }

    fn market(&mut self, event: &MarketDelivery<'_>) -> Result<(), DeskError> {
        let CompactKind::Trade(trade) = event.kind else { return Ok(()) };
        let price = trade.price().f64();
        self.trades += 1;
        if self.trades == 1 {
            (self.fast, self.slow) = (price, price);
        }
        self.fast += FAST * (price - self.fast);
        self.slow += SLOW * (price - self.slow);
        if self.trades < WARM_UP || self.fast == self.slow {
            return Ok(());
        }
        self.target(if self.fast > self.slow { self.quantity } else { -self.quantity })
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: ema <tape folder>")?;
    let tape = Tape::load(Path::new(&folder))?;
    let events = tape.time.len();
    let columns = columns::of(&tape)?;
    let mut out = io::stdout().lock();
    writeln!(out, "ready {{\"events\": {events}}}")?;
    out.flush()?;
    for line in io::stdin().lock().lines() {
        let began = Instant::now();
        let output = match line?.trim() {
            "ema" => run(&columns, EmaCross::new(), |hooks, cell| hooks.cell = Some(cell))?,
            "no_hook" => run(&columns, NoHooks, |_, _| ())?,
            "" => continue,
            other => return Err(format!("no workload {other}").into()),
        };
        let seconds = began.elapsed().as_secs_f64();
        writeln!(out, "{}", answer(seconds, &output)?)?;
        out.flush()?;
    }
    Ok(())
}

fn run<H>(columns: &MarketColumns, hooks: H, attach: impl FnOnce(&mut H, Cell)) -> Result<Output, Box<dyn Error>>
where
    H: Hooks,
    H::Error: Error + 'static,
{
    let universe = Universe::new(IndexedInstruments::new(columns.instruments().to_vec()));
    let meta = &universe.instruments[0];
    let exchange = ExchangeConfig {
        instruments: vec![InstrumentConfig {
            base: universe.asset_local[meta.base.index()],
            quote: universe.asset_local[meta.quote.index()],
            is_spot: meta.is_spot,
            contract_size: meta.contract_size,
            minimum_notional: meta.spec.as_ref().map_or(Decimal::ZERO, |spec| spec.notional.min),
        }],
        assets: universe.assets[0]
            .iter()
            .map(|asset| AssetConfig {
                balance: if *asset == meta.quote { BALANCE } else { Decimal::ZERO },
            })
            .collect(),
        matching: Matching::TopOfBook {
            size: SizeRule::Unlimited,
            cap_at_trade: false,
        },
        fees: Fees {
            maker: Decimal::new(2, 4),
            taker: Decimal::new(5, 4),
        },
        margin: Margin {
            leverage: Decimal::ONE,
            maintenance: Decimal::ZERO,
        },
        max_quote_age: None,
    };
    let config = RunConfig {
        venues: vec![VenueConfig {
            exchange,
            latency: Latency::default(),
        }],
        clock: Clock::Received,
        start: None,
        end: None,
        equity_every: Some(1_000_000_000),
        equity_rows_max: 1_000_000,
        return_period: 86_400_000_000_000,
        close_at_end: false,
        strategy: StrategyId::new("ema"),
        report_asset: meta.quote,
        audit: false,
    };
    let mut run = Run::new(columns.clone(), &[InstrumentIndex(0)], Arc::new(universe), config, hooks)?;
    let cell = run.cell();
    attach(run.hooks_mut(), cell);
    Ok(run.run()?)
}

fn answer(seconds: f64, output: &Output) -> Result<String, Box<dyn Error>> {
    let last = output.record.equity.iter().rev().find(|row| row.reason == EquityReason::End);
    let equity = last.and_then(|row| row.value).ok_or("the run has no equity at its end")?.equity;
    let filled = output
        .record
        .orders
        .iter()
        .filter(|order| order.status == OrderStatus::Filled)
        .count();
    Ok(format!(
        "{{\"seconds\": {seconds:e}, \"events\": {}, \"checks\": {{\"orders\": {}, \"filled\": {filled}, \"net_mid\": \"{}\"}}}}",
        output.rows,
        output.record.orders.len(),
        (equity - BALANCE).normalize(),
    ))
}
