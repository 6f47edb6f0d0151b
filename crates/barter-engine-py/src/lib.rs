//! Python bindings of the crate barter: engine, strategies in Python, simulated runs.
#![forbid(unsafe_code)]

mod backtest;
mod bridge;
mod engine;
mod market;
mod numbers;
mod result;
mod settings;
mod universe;

use pyo3::prelude::*;

#[pymodule]
mod _engine {
    #[pymodule_export]
    use crate::backtest::run_backtest;
    #[pymodule_export]
    use crate::bridge::{
        context::Context,
        fill::Fill,
        instrument::InstrumentHandle,
        market_view::MarketView,
        order::OrderHandle,
        payload::{BookEvent, CandleEvent, LiquidationEvent, OrderBookL1Event, TradeEvent},
        timer::Timer,
    };
    #[pymodule_export]
    use crate::engine::state::position::{Position, PositionExited};
    #[pymodule_export]
    use crate::market::Market;
    #[pymodule_export]
    use crate::numbers::{decimal_argument, duration_argument, time_argument, time_calls};
    #[pymodule_export]
    use crate::result::{RawResult, keep_extremes, read_ipc, to_float, write_ipc};
    #[pymodule_export]
    use crate::universe::PyUniverse;

    use super::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        barter_interop::guard::install_silent_panic_hook();
        barter_interop::runtime::install(module.py(), "barter_engine")?;
        barter_interop::logs::install(module.py())?;
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        Ok(())
    }
}
