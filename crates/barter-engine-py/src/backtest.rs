//! One simulated run.

use crate::{
    bridge::{
        access::Access,
        context::Context,
        hooks::{Detached, PyHooks},
        instrument::{Instruments, Shared},
    },
    market::Market,
    result::RawResult,
    settings::RunSettings,
    universe::PyUniverse,
};
use barter_driver::{Output, Run, RunError};
use barter_execution::order::id::StrategyId;
use barter_interop::{
    errors::{BarterError, DataError, InvalidArgumentError, StateError, internal, invalid, raise, strategy_error},
    guard::guarded,
};
use barter_sim::SimError;
use pyo3::prelude::*;
use std::{sync::Arc, time::Instant};

/// Why a run ended early, as a Python exception. A hook's own exception comes back unchanged.
fn run_error(error: RunError<PyErr>) -> PyErr {
    let message = error.to_string();
    match error {
        RunError::Hook(error) => error,
        RunError::Risk(_) => strategy_error("risk_answer", message),
        RunError::Recursion { .. } => raise::<StateError>("recursion", None, message),
        RunError::NoExchangeTime { .. } => raise::<DataError>("no_exchange_time", Some("data"), message),
        RunError::ReceivedBeforeExchange { .. } => raise::<DataError>("received_before_exchange", Some("data"), message),
        RunError::NoData(_) => raise::<DataError>("no_data", Some("data"), message),
        RunError::EndsBeforeData { .. } => raise::<InvalidArgumentError>("no_data", Some("end"), message),
        RunError::Inexact { .. } | RunError::Sim(SimError::Inexact(_)) => raise::<BarterError>("inexact", None, message),
        RunError::Sim(SimError::Config { argument, .. }) => invalid(argument, message),
        RunError::Sim(_) | RunError::Engine(_) => internal(message),
    }
}

/// Runs a strategy instance over market data. `hooks` names the hooks it defines.
#[pyfunction]
#[pyo3(signature = (market, universe, strategy, hooks, settings, risk=None, progress=None))]
#[allow(clippy::too_many_arguments)] // the interpreter and what Backtest hands over
pub fn run_backtest(
    py: Python<'_>,
    market: &Bound<'_, Market>,
    universe: &Bound<'_, PyUniverse>,
    strategy: &Bound<'_, PyAny>,
    hooks: Vec<String>,
    settings: RunSettings<'_>,
    risk: Option<Bound<'_, PyAny>>,
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<RawResult> {
    guarded(|| {
        barter_interop::logs::refresh(py);
        let columns = market.get().columns.clone();
        let universe = universe.get();
        let config = settings.config(&universe.universe)?;
        let begin = Instant::now();
        let output: Output = if hooks.is_empty() && risk.is_none() {
            let progress = progress.map(Bound::unbind);
            py.detach(|| {
                Run::new(
                    columns.clone(),
                    &universe.positions,
                    Arc::clone(&universe.universe),
                    config.clone(),
                    Detached { progress },
                )?
                .run()
            })
            .map_err(run_error)?
        } else {
            let id = StrategyId::new(&settings.strategy);
            let on_timer = hooks.iter().any(|name| name == "on_timer");
            let hooks = PyHooks::new(strategy, &hooks, risk, progress, id)?;
            let mut run = Run::new(
                columns.clone(),
                &universe.positions,
                Arc::clone(&universe.universe),
                config.clone(),
                hooks,
            )
            .map_err(run_error)?;
            let shared = Shared {
                access: Access::new(run.cell()),
                instruments: Instruments::new(py, Arc::clone(&universe.universe))?,
            };
            let ctx = Bound::new(py, Context::new(Arc::new(shared), settings.seed, on_timer))?;
            run.hooks_mut().set_context(ctx.clone());
            let output = run.run().map_err(run_error);
            ctx.get().release();
            output?
        };
        let positions = universe.positions.clone();
        Ok(RawResult::new(
            output,
            Arc::clone(&universe.universe),
            columns,
            positions,
            config,
            begin.elapsed(),
        ))
    })
}
