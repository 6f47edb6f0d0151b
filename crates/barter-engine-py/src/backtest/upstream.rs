//! barter's own `run_backtests`, for comparison: its engine loop, its mock exchange, its clock.

use crate::{market::Market, statistic::time::interval_arg, system::config::executions_arg, universe::PyUniverse};
use barter::{
    backtest::{BacktestArgsConstant, BacktestArgsDynamic, market_data::MarketDataInMemory, run_backtests, summary::MultiBacktestSummary},
    engine::state::{
        EngineState, builder::EngineStateBuilder, global::DefaultGlobalData, instrument::data::DefaultInstrumentMarketData,
        trading::TradingState,
    },
    error::BarterError as UpstreamError,
    risk::DefaultRiskManager,
    strategy::DefaultStrategy,
};
use barter_columns::{MarketColumns, SourceKind};
use barter_data::{
    event::{DataKind, MarketEvent},
    streams::consumer::MarketStreamEvent,
};
use barter_driver::{Universe, summary::document};
use barter_instrument::instrument::InstrumentIndex;
use barter_interop::{
    errors::{BarterError, InvalidArgumentError, data_error, internal, invalid, raise},
    guard::guarded,
    money,
};
use chrono::{DateTime, Utc};
use pyo3::prelude::*;
use smol_str::SmolStr;
use std::{sync::Arc, time::Duration};

type State = EngineState<DefaultGlobalData, DefaultInstrumentMarketData>;
type Events = Vec<MarketStreamEvent<InstrumentIndex, DataKind>>;

/// How often a run asks whether it shall stop.
const POLL: Duration = Duration::from_millis(20);

fn instant(nanoseconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_nanos(nanoseconds)
}

/// The rows in recorded order, as upstream's events.
fn events(columns: &MarketColumns, universe: &PyUniverse) -> PyResult<Events> {
    columns
        .rows()
        .enumerate()
        .map(|(place, (source, row))| {
            let meta = &universe.universe.instruments[universe.positions[source.instrument()].index()];
            if source.kind() == SourceKind::Reconnecting {
                return Ok(MarketStreamEvent::Reconnecting(meta.exchange_id));
            }
            let time_exchange = source.time_exchange(row).ok_or_else(|| {
                data_error(
                    "market_data",
                    format!(
                        "row {row} of {} has no exchange time, which barter's events must have; give `infer_exchange_time=` when the data are read",
                        source.name()
                    ),
                )
            })?;
            let kind = source
                .data_kind(row)
                .map_err(|error| data_error("market_data", format!("event {place} does not fit barter's event type: {error}")))?;
            Ok(MarketStreamEvent::Item(MarketEvent {
                time_exchange: instant(time_exchange),
                time_received: instant(source.time_received(row)),
                exchange: meta.exchange_id,
                instrument: meta.index,
                kind,
            }))
        })
        .collect()
}

fn check_spot(universe: &Universe) -> PyResult<()> {
    match universe.instruments.iter().find(|meta| !meta.is_spot) {
        None => Ok(()),
        Some(meta) => Err(invalid(
            "engine",
            format!(
                "engine='upstream' runs barter's own mock exchange, which knows spot only; {} is a derivative: use engine='driver'",
                meta.name_internal.name()
            ),
        )),
    }
}

fn upstream_error(error: UpstreamError) -> PyErr {
    match &error {
        UpstreamError::IndexError(_) | UpstreamError::ExecutionBuilder(_) => {
            raise::<InvalidArgumentError>("upstream", Some("executions"), error.to_string())
        }
        UpstreamError::JoinError(_) => internal(format!("a task of barter's engine ended in a panic: {error}")),
        UpstreamError::ExecutionRxDropped(_) | UpstreamError::MarketData(_) | UpstreamError::Execution(_) => {
            raise::<BarterError>("upstream", None, error.to_string())
        }
    }
}

/// Summaries (upstream's serde form) of runs of barter's `DefaultStrategy` under its `DefaultRiskManager`, in the order asked.
/// `executions`: `ExecutionConfig`s; `runs`: (id, risk-free return). `poll` is called every few milliseconds and ends the
/// runs when it raises. The runtime is made for the call and gone with it.
#[pyfunction]
#[pyo3(signature = (market, universe, executions, interval, runs, poll=None))]
pub fn run_upstream(
    py: Python<'_>,
    market: &Bound<'_, Market>,
    universe: &Bound<'_, PyUniverse>,
    executions: &Bound<'_, PyAny>,
    interval: &Bound<'_, PyAny>,
    runs: Vec<(String, Bound<'_, PyAny>)>,
    poll: Option<Bound<'_, PyAny>>,
) -> PyResult<Vec<String>> {
    guarded(|| {
        let (columns, universe) = (&market.get().columns, universe.get());
        check_spot(&universe.universe)?;
        let executions = executions_arg(executions)?;
        let interval = interval_arg(interval, "summary_interval")?;
        let runs = runs
            .into_iter()
            .map(|(id, rate)| Ok((SmolStr::new(id), money::decimal_arg(&rate, "risk_free_return")?)))
            .collect::<PyResult<Vec<_>>>()?;
        let poll = poll.map(Bound::unbind);
        let summaries: MultiBacktestSummary<_> = py.detach(|| {
            let events = events(columns, universe)?;
            let first = events.iter().find_map(|event| match event {
                MarketStreamEvent::Item(event) => Some(event.time_exchange),
                MarketStreamEvent::Reconnecting(_) => None,
            });
            let first = first.ok_or_else(|| data_error("market_data", "market_data holds nothing but reconnections"))?;
            let instruments = universe.universe.indexed.clone();
            let engine_state: State = EngineStateBuilder::new(&instruments, DefaultGlobalData, |_| DefaultInstrumentMarketData::default())
                .time_engine_start(first)
                .trading_state(TradingState::Enabled)
                .build();
            let constant = Arc::new(BacktestArgsConstant {
                market_data: MarketDataInMemory::new(Arc::new(events)),
                summary_interval: interval,
                instruments,
                executions,
                engine_state,
            });
            let dynamic = runs.into_iter().map(|(id, risk_free_return)| BacktestArgsDynamic {
                id,
                risk_free_return,
                strategy: DefaultStrategy::<State>::default(),
                risk: DefaultRiskManager::<State>::default(),
            });
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_time()
                .build()
                .map_err(|error| internal(format!("no runtime: {error}")))?;
            runtime.block_on(async {
                tokio::select! {
                    result = run_backtests(constant, dynamic) => result.map_err(upstream_error),
                    error = stopped(poll.as_ref()) => Err(error),
                }
            })
        })?;
        Ok(summaries
            .summaries
            .iter()
            .map(|summary| document(&summary.trading_summary))
            .collect())
    })
}

/// Waits until a signal or `poll` ends the runs.
async fn stopped(poll: Option<&Py<PyAny>>) -> PyErr {
    loop {
        tokio::time::sleep(POLL).await;
        let asked = Python::attach(|py| {
            py.check_signals()?;
            poll.map_or(Ok(()), |poll| poll.bind(py).call0().map(drop))
        });
        if let Err(error) = asked {
            return error;
        }
    }
}
