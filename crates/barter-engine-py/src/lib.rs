//! Python bindings of the crate barter: engine, strategies in Python, simulated runs.
#![forbid(unsafe_code)]

mod awaitable;
mod backtest;
mod bridge;
mod engine;
mod execution;
mod foreign;
mod market;
mod numbers;
mod result;
mod risk;
mod settings;
mod statistic;
mod strategy;
mod system;
mod universe;

use pyo3::prelude::*;

#[pymodule]
mod _engine {
    #[pymodule_export]
    use crate::awaitable::PyAwaitable;
    #[pymodule_export]
    use crate::backtest::{run_backtest, upstream::run_upstream};
    #[pymodule_export]
    use crate::bridge::client::AccountSink;
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
    use crate::execution::{account_stream::PyAccountStream, manager::ExecutionLink};
    #[pymodule_export]
    use crate::market::Market;
    #[pymodule_export]
    use crate::numbers::{decimal_argument, duration_argument, time_argument, time_calls};
    #[pymodule_export]
    use crate::result::{RawResult, keep_extremes, read_ipc, to_float, write_ipc};
    #[pymodule_export]
    use crate::risk::check::{calculate_abs_percent_difference, calculate_delta, calculate_quote_notional};
    #[pymodule_export]
    use crate::statistic::{
        algorithm::{calculate_mean, calculate_population_variance, calculate_recurrence_relation_m, calculate_sample_variance},
        dataset::{PyDataSetSummary, PyDispersion, PyRange},
        metric::{
            drawdown::{PyDrawdown, PyDrawdownGenerator, PyMaxDrawdown, PyMaxDrawdownGenerator, PyMeanDrawdown, PyMeanDrawdownGenerator},
            ratio::{PyCalmarRatio, PyRateOfReturn, PySharpeRatio, PySortinoRatio},
            share::{PyProfitFactor, PyWinRate},
        },
        summary::PyTradingSummaryGenerator,
        time::{Annual252, Annual365, Daily, interval_argument},
    };
    #[pymodule_export]
    use crate::strategy::close_positions::build_ioc_market_order_to_close_position;
    #[pymodule_export]
    use crate::system::config::{PyExecutionConfig, PyInstrumentConfig, PySystemConfig};
    #[pymodule_export]
    use crate::universe::PyUniverse;

    use barter::system::config::{ExecutionConfig, InstrumentConfig, SystemConfig};

    use super::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        barter_interop::wheel::begin(module.py(), "barter_engine")?;
        barter_interop::runtime::install(module.py(), "barter_engine")?;
        barter_interop::logs::install(module.py())?;
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        barter_interop::export_schemas!(module, ExecutionConfig, InstrumentConfig, SystemConfig);
        crate::foreign::require(module.py())
    }
}
