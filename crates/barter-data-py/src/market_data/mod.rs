//! `MarketData`: market events as columns.

mod arguments;
mod crossing;
mod errors;
mod iterate;
mod load;
mod tables;

pub use iterate::PyMarketEvents;

use arguments::time_bound;
use barter_columns::MarketColumns;
use barter_instrument::instrument::Instrument;
use barter_interop::{Canonical, Foreign, guard::guarded};
use errors::raise;
use pyo3::{basic::CompareOp, prelude::*, types::PyDict};

/// Market events of one or more instruments, as columns. Never changed once made; cheap to share.
///
/// Made by `read_binance_raw`, `from_table`, `from_events`, `synthetic` or `merge`. `print(data)` shows what it holds and what is known of its
/// quality; `trades()`, `order_book_l1()` and the like give Arrow tables; iterating gives `MarketEvent`s. Numbers are exact.
///
/// >>> from barter_data import MarketData
/// >>> data = MarketData.synthetic(seed=7, events=1_000)
/// >>> len(data), data.is_synthetic, [i.name_internal for i in data.instruments]
/// (1000, True, [InstrumentNameInternal('binance_futures_usd-btcusdt')])
#[pyclass(frozen, name = "MarketData", module = "barter_data")]
#[derive(Clone, Debug)]
pub struct PyMarketData(pub MarketColumns);

#[pymethods]
impl PyMarketData {
    /// What the data are: file names, "table", "synthetic market, seed 7".
    #[getter]
    fn name(&self) -> &str {
        self.0.name()
    }

    /// Whether rows were made by `synthetic`.
    #[getter]
    fn is_synthetic(&self) -> bool {
        self.0.is_synthetic()
    }

    /// The instruments, in the order of their index.
    #[getter]
    fn instruments<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        self.0
            .instruments()
            .iter()
            .map(|instrument| Foreign(instrument.clone()).into_pyobject(py))
            .collect()
    }

    /// Smallest received time, nanoseconds since 1970 UTC.
    #[getter]
    fn start_ns(&self) -> Option<i64> {
        self.0.span().map(|(start, _)| start)
    }

    /// Largest received time, nanoseconds since 1970 UTC.
    #[getter]
    fn end_ns(&self) -> Option<i64> {
        self.0.span().map(|(_, end)| end)
    }

    /// What was added to the received times when the data were read: "none", "min: 1226000000 ns", ...
    #[getter]
    fn clock_offset(&self) -> &str {
        &self.0.clock_offset().text
    }

    /// Rows whose exchange time was taken from an earlier row.
    #[getter]
    fn inferred_times(&self) -> u64 {
        self.0.inferred_times()
    }

    /// Bytes of the columns.
    #[getter]
    fn nbytes(&self) -> usize {
        self.0.nbytes()
    }

    /// SHA-256 of what the data say, in hexadecimal: equal for equal instruments, rows and order, however they are stored. Computed once.
    #[getter]
    fn fingerprint(&self, py: Python<'_>) -> String {
        py.detach(|| self.0.fingerprint())
    }

    /// What the data hold, as a `MarketDataSummary`: counts, span, gaps, clock offset per source. `str` and Jupyter show it as a table.
    fn summary<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py()
            .import("barter_data.summary")?
            .getattr("MarketDataSummary")?
            .call_method1("of", (slf,))
    }

    /// A `SourceSummary` for each source: rows of one kind, of one instrument, from one recording or table.
    #[getter]
    fn sources<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        Self::summary(slf)?.getattr("sources")
    }

    /// What `MarketDataSummary.of` reads.
    fn _sources<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyDict>>> {
        self.0
            .sources()
            .iter()
            .map(|source| {
                let about = PyDict::new(py);
                let (gaps, offsets) = py.detach(|| (source.gaps(), source.clock_offsets()));
                let times = source.time_received_slice();
                about.set_item("name", source.name())?;
                about.set_item("kind", source.kind().as_str())?;
                about.set_item(
                    "instrument",
                    self.0.instruments()[source.instrument()].name_internal.name().as_str(),
                )?;
                about.set_item("rows", source.len())?;
                about.set_item("start_ns", times.iter().min())?;
                about.set_item("end_ns", times.iter().max())?;
                about.set_item("gaps", gaps.count)?;
                about.set_item("longest_gap_ns", gaps.longest)?;
                about.set_item("clock_offset", offsets.map(|offsets| (offsets.min, offsets.median, offsets.max)))?;
                Ok(about)
            })
            .collect()
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        Self::summary(slf)?.str()?.extract()
    }

    fn _repr_html_(slf: &Bound<'_, Self>) -> PyResult<String> {
        Self::summary(slf)?.call_method0("_repr_html_")?.extract()
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    /// The rows received from `start` on and before `end`, without a copy of the columns.
    ///
    /// Args:
    ///     start: first received time: int nanoseconds UTC, aware datetime, `numpy.datetime64` or `pandas.Timestamp`; None: from the first row.
    ///     end: received time of the first row that is left out; None: to the last row.
    ///
    /// Raises:
    ///     InvalidArgumentError: there is no row in between.
    ///
    /// >>> from barter_data import MarketData
    /// >>> data = MarketData.synthetic(seed=7, events=1_000)
    /// >>> later = data.slice(start=data.start_ns + 1_000_000_000)
    /// >>> len(later) < len(data), later.start_ns >= data.start_ns + 1_000_000_000
    /// (True, True)
    #[pyo3(signature = (start: "int | datetime | None" = None, end: "int | datetime | None" = None))]
    fn slice(&self, py: Python<'_>, start: Option<&Bound<'_, PyAny>>, end: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        guarded(|| {
            let (start, end) = (time_bound(start, "start")?, time_bound(end, "end")?);
            py.detach(|| self.0.slice(start, end)).map(Self).map_err(raise)
        })
    }

    /// Equal: the same instruments, rows and order.
    fn __richcmp__(&self, other: &Bound<'_, PyAny>, operation: CompareOp, py: Python<'_>) -> Py<PyAny> {
        let equal = other.cast::<Self>().ok().map(|other| {
            let other = other.get();
            py.detach(|| self.0.len() == other.0.len() && self.0.fingerprint() == other.0.fingerprint())
        });
        let answer = match (operation, equal) {
            (CompareOp::Eq, Some(equal)) => Some(equal),
            (CompareOp::Ne, Some(equal)) => Some(!equal),
            _ => None,
        };
        match answer {
            Some(answer) => pyo3::types::PyBool::new(py, answer).to_owned().into_any().unbind(),
            None => py.NotImplemented(),
        }
    }

    fn __hash__(&self, py: Python<'_>) -> u64 {
        let text = py.detach(|| self.0.fingerprint());
        // The first digits of the hash are as good as any.
        u64::from_str_radix(&text[..15], 16).unwrap_or_default()
    }
}

/// The class of `instruments`; checked when the wheel is imported.
pub fn require_instrument(py: Python<'_>) -> PyResult<()> {
    Instrument::<barter_instrument::exchange::ExchangeId, barter_instrument::asset::Asset>::require(py).map(|_| ())
}
