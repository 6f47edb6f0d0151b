//! barter's `TradingSummaryGenerator`.

use super::time::interval_arg;
use crate::engine::state::position::PositionExited;
use barter::statistic::summary::TradingSummaryGenerator;
use barter_driver::summary;
use barter_execution::balance::AssetBalance;
use barter_instrument::asset::AssetIndex;
use barter_integration::collection::snapshot::Snapshot;
use barter_interop::{
    errors::{invalid, not_found},
    foreign_arg,
    guard::guarded,
    instrument::AssetKey,
    money,
    time::{time_arg, time_ns, time_to_py},
    value::own_arg,
};
use chrono::{DateTime, Utc};
use parking_lot::{Mutex, MutexGuard};
use pyo3::{intern, prelude::*};

/// Makes barter's `TradingSummary` at any interval, and takes what happens after the run.
///
/// Not made by hand: `BacktestResult.trading_summary_generator` makes one; every call gives its own.
///
/// >>> from barter_data import MarketData
/// >>> from barter_engine import Backtest, Daily, DefaultStrategy, Fees
/// >>> data = MarketData.synthetic(seed=1, events=100)
/// >>> result = Backtest(DefaultStrategy, data, balances={"usdt": 100}, fees=Fees(maker=0, taker=0)).run()
/// >>> generator = result.trading_summary_generator(risk_free_return="0.05")
/// >>> generator.generate(Daily).assets["binance_futures_usd", "usdt"].balance_end_total
/// Decimal('100')
#[pyclass(frozen, name = "TradingSummaryGenerator", module = "barter_engine")]
pub struct PyTradingSummaryGenerator(Mutex<TradingSummaryGenerator>);

impl PyTradingSummaryGenerator {
    pub fn new(generator: TradingSummaryGenerator) -> Self {
        Self(Mutex::new(generator))
    }

    /// No Python runs while it is locked.
    fn lock(&self) -> MutexGuard<'_, TradingSummaryGenerator> {
        self.0.lock()
    }

    fn start(&self) -> DateTime<Utc> {
        self.lock().time_engine_start
    }

    fn now(&self) -> DateTime<Utc> {
        self.lock().time_engine_now
    }
}

#[pymethods]
impl PyTradingSummaryGenerator {
    /// Rate of return without risk that ratios are measured against, a fraction per interval.
    #[getter]
    fn risk_free_return<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let rate = self.lock().risk_free_return;
        money::decimal_to_py(py, &rate)
    }

    /// First instant, ns UTC.
    #[getter]
    fn time_engine_start_ns(&self) -> PyResult<i64> {
        time_ns(self.start())
    }

    /// First instant.
    #[getter]
    fn time_engine_start<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        time_to_py(py, self.start())
    }

    /// Latest instant, ns UTC: what the summary ends with.
    #[getter]
    fn time_engine_now_ns(&self) -> PyResult<i64> {
        time_ns(self.now())
    }

    /// Latest instant.
    #[getter]
    fn time_engine_now<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        time_to_py(py, self.now())
    }

    /// Internal names of the instruments, in index order.
    #[getter]
    fn instruments(&self) -> Vec<String> {
        self.lock().instruments.keys().map(ToString::to_string).collect()
    }

    /// (exchange, internal name) of the assets, in index order.
    #[getter]
    fn assets(&self) -> Vec<(String, String)> {
        let generator = self.lock();
        let keys = generator.assets.keys();
        keys.map(|key| (key.exchange.as_str().to_owned(), key.asset.to_string())).collect()
    }

    /// Advances the end of the summary (or sets it back, as barter does).
    #[pyo3(signature = (time_now: "int | datetime"))]
    fn update_time_now(&self, time_now: &Bound<'_, PyAny>) -> PyResult<()> {
        guarded(|| {
            let time = time_arg(time_now, "time_now")?;
            self.lock().update_time_now(time);
            Ok(())
        })
    }

    /// Takes a later balance: an `AssetBalance` keyed by `AssetIndex`, a position in `assets`.
    #[pyo3(signature = (balance: "AssetBalance"))]
    fn update_from_balance(&self, balance: &Bound<'_, PyAny>) -> PyResult<()> {
        guarded(|| {
            let balance: AssetBalance<AssetKey> = foreign_arg(balance, "balance")?;
            let AssetKey::Index(asset) = balance.asset else {
                return Err(invalid(
                    "balance",
                    format!(
                        "balance must name its asset by AssetIndex, a position in `assets`, got {:?}",
                        balance.asset
                    ),
                ));
            };
            let mut generator = self.lock();
            let known = generator.assets.len();
            if asset.index() >= known {
                return Err(not_found(
                    "balance",
                    format!("balance is of asset {}, but there are {known} assets", asset.index()),
                ));
            }
            let balance: AssetBalance<AssetIndex> = AssetBalance {
                asset,
                balance: balance.balance,
                time_exchange: balance.time_exchange,
            };
            // A panic half way must not leave half a booking.
            let mut booked = generator.clone();
            booked.update_from_balance(Snapshot(&balance));
            *generator = booked;
            Ok(())
        })
    }

    /// Takes a closed position, a `PositionExited`.
    #[pyo3(signature = (position: "PositionExited"))]
    fn update_from_position(&self, position: &Bound<'_, PyAny>) -> PyResult<()> {
        guarded(|| {
            let position = own_arg::<PositionExited>(position, "position")?.get();
            let mut generator = self.lock();
            let (instrument, known) = (position.0.instrument.index(), generator.instruments.len());
            if instrument >= known {
                return Err(not_found(
                    "position",
                    format!("position is of instrument {instrument}, but there are {known} instruments"),
                ));
            }
            let mut booked = generator.clone();
            booked.update_from_position(&position.0);
            *generator = booked;
            Ok(())
        })
    }

    /// The `TradingSummary` so far, its ratios at `interval`: `Daily`, `Annual252`, `Annual365` (class, instance or name) or a
    /// positive duration.
    ///
    /// Raises:
    ///     InvalidArgumentError: an unknown interval.
    ///     DataError: barter cannot make the summary of these figures.
    #[pyo3(signature = (interval: "TimeInterval"))]
    fn generate<'py>(&self, interval: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        guarded(|| {
            let py = interval.py();
            let interval = interval_arg(interval, "interval")?;
            let mut generator = self.lock().clone();
            let text = summary::json(&mut generator, interval);
            py.import(intern!(py, "barter_engine.summary"))?
                .getattr(intern!(py, "TradingSummary"))?
                .call_method1(intern!(py, "from_json"), (text,))
        })
    }

    fn __repr__(&self) -> String {
        let generator = self.lock();
        format!(
            "<TradingSummaryGenerator: {} instruments, {} assets, {} to {}>",
            generator.instruments.len(),
            generator.assets.len(),
            generator.time_engine_start,
            generator.time_engine_now
        )
    }
}
