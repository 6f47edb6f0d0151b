//! The class that hands a run over to Python's `BacktestResult`.

use super::{
    float,
    info::RunInfo,
    stats,
    tables::{self, AUDIT, Source, TABLES},
};
use crate::statistic::summary::PyTradingSummaryGenerator;
use barter_columns::MarketColumns;
use barter_driver::{Output, RunConfig, Universe, fingerprint};
use barter_instrument::instrument::InstrumentIndex;
use barter_interop::{
    errors::{DataError, internal, not_found, raise},
    guard::guarded,
    money,
};
use barter_stats::StatValue;
use pyo3::{prelude::*, types::PyDict};
use pyo3_arrow::{PyTable, export::Arro3Table};
use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

/// Everything that a run recorded. Tables, statistics and fingerprint are made when they are asked for.
///
/// Not made by hand: `Backtest.run` returns a `BacktestResult`, which reads from it.
#[pyclass(frozen, module = "barter_engine._engine")]
pub struct RawResult {
    output: Output,
    universe: Arc<Universe>,
    info: RunInfo,
    fingerprint: OnceLock<String>,
}

/// (name, kind of the value, its text, unit, definition, reason why there is none)
type StatTuple = (&'static str, &'static str, Option<String>, String, String, Option<String>);

impl RawResult {
    /// `positions[s]` is the universe's instrument of the columns' instrument `s`; `elapsed` is the run's wall time.
    pub fn new(
        output: Output,
        universe: Arc<Universe>,
        columns: MarketColumns,
        positions: Vec<InstrumentIndex>,
        config: RunConfig,
        elapsed: Duration,
    ) -> Self {
        let info = RunInfo::new(columns, positions, &config, &universe, elapsed);
        Self {
            output,
            universe,
            info,
            fingerprint: OnceLock::new(),
        }
    }

    fn source(&self) -> Source<'_> {
        Source {
            output: &self.output,
            universe: &self.universe,
            info: &self.info,
        }
    }
}

#[pymethods]
impl RawResult {
    /// Names of the tables of this run.
    fn table_names(&self) -> Vec<&'static str> {
        TABLES.into_iter().chain(self.output.audit.is_some().then_some(AUDIT)).collect()
    }

    /// A table as `arro3.core.Table`: amounts as `decimal128(38, 18)`, or as float64.
    fn table(&self, py: Python<'_>, name: &str, exact: bool) -> PyResult<Arro3Table> {
        let batch = guarded(|| {
            Ok(py.detach(|| {
                tables::exact(self.source(), name).map(|made| {
                    let batch = made?;
                    if exact {
                        Ok(batch)
                    } else {
                        float::with_floats(&batch).map_err(PyErr::from_arrow)
                    }
                })
            }))
        })?;
        let batch = batch.ok_or_else(|| {
            not_found(
                "name",
                format!("this run has no table `{name}`; it has: {}", self.table_names().join(", ")),
            )
        })??;
        let schema = batch.schema();
        Ok(PyTable::try_new(vec![batch], schema)?.into())
    }

    /// Statistics as (name, kind, text, unit, definition, reason); kind is `decimal`, `float`, `int`, `text` or `null`.
    fn stats(&self, py: Python<'_>) -> PyResult<Vec<StatTuple>> {
        let stats = guarded(|| Ok(py.detach(|| stats::run_stats(self.source()))))?.map_err(|error| {
            raise::<DataError>(
                "inexact",
                Some(error.what),
                format!(
                    "{} = {} needs more digits than a Decimal has, so the statistics are not exact",
                    error.what, error.value
                ),
            )
        })?;
        Ok(stats
            .into_iter()
            .map(|stat| {
                let (kind, text) = match stat.value {
                    Some(StatValue::Decimal(value)) => ("decimal", Some(value.to_string())),
                    // The shortest text that reads back as the same float.
                    Some(StatValue::Float(value)) => ("float", Some(format!("{value:?}"))),
                    Some(StatValue::Int(value)) => ("int", Some(value.to_string())),
                    Some(StatValue::Text(value)) => ("text", Some(value)),
                    None => ("null", None),
                };
                let reason = stat.reason_if_null.map(|reason| reason.into_owned());
                (stat.name, kind, text, stat.unit, stat.definition.into_owned(), reason)
            })
            .collect())
    }

    /// sha256 over the lines of D5, as hex.
    fn fingerprint(&self, py: Python<'_>) -> String {
        py.detach(|| {
            self.fingerprint
                .get_or_init(|| fingerprint::fingerprint(&self.output.record, &self.universe))
                .clone()
        })
    }

    /// The lines of D5, without their line ends, to find where two runs part.
    fn fingerprint_lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        fingerprint::for_each_line(&self.output.record, &self.universe, |line| {
            lines.push(line.trim_end_matches('\n').to_owned())
        });
        lines
    }

    /// Plain facts of the run by name.
    fn facts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let facts = PyDict::new(py);
        let output = &self.output;
        facts.set_item("status", output.status.as_str())?;
        facts.set_item("undelivered", output.undelivered)?;
        facts.set_item("rows", output.rows)?;
        facts.set_item("rows_skipped", output.rows_skipped)?;
        facts.set_item("time_start", output.time_start)?;
        facts.set_item("time_end", output.time_end)?;
        facts.set_item("equity_rows_left_out", output.record.equity_rows_left_out)?;
        facts.set_item("synthetic", self.info.columns.is_synthetic())?;
        facts.set_item("inferred_times", self.info.columns.inferred_times())?;
        facts.set_item("report_currency", &self.info.report_currency)?;
        facts.set_item("strategy", &self.info.strategy)?;
        facts.set_item("seconds", self.info.elapsed.as_secs_f64())?;
        Ok(facts)
    }

    /// barter's own `TradingSummary` as JSON.
    fn summary_json(&self, py: Python<'_>) -> PyResult<String> {
        guarded(|| Ok(py.detach(|| self.output.summary.json())))
    }

    /// barter's generator of the run's summaries, with every closed position booked.
    fn trading_summary_generator(&self, risk_free_return: &Bound<'_, PyAny>) -> PyResult<PyTradingSummaryGenerator> {
        guarded(|| {
            let rate = money::decimal_arg(risk_free_return, "risk_free_return")?;
            let generator = self.output.summary.generator(rate);
            generator
                .map(PyTradingSummaryGenerator::new)
                .map_err(|reason| raise::<DataError>("summary_failed", None, reason))
        })
    }
}

/// Errors of Arrow that no input can cause.
trait FromArrow {
    fn from_arrow(error: arrow_schema::ArrowError) -> Self;
}

impl FromArrow for PyErr {
    fn from_arrow(error: arrow_schema::ArrowError) -> Self {
        internal(format!("a table could not be made: {error}"))
    }
}
