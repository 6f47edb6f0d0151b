//! Conversions that the Python layer shares with the Rust one, so that an argument means the same in both.

use barter_interop::{guard::guarded, money, time};
use pyo3::{prelude::*, types::PyTuple};

/// A number as the Decimal it stands for (a float by its shortest text).
#[pyfunction]
pub fn decimal_argument<'py>(value: &Bound<'py, PyAny>, argument: &str) -> PyResult<Bound<'py, PyAny>> {
    guarded(|| money::decimal_to_py(value.py(), &money::decimal_arg(value, argument)?))
}

/// A duration (ns, timedelta or text such as "5ms") in ns, not negative.
#[pyfunction]
pub fn duration_argument(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<i64> {
    guarded(|| time::non_negative_duration_ns_arg(value, argument))
}

/// A point in time (ns, aware datetime, numpy.datetime64, pandas.Timestamp) in ns.
#[pyfunction]
pub fn time_argument(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<i64> {
    guarded(|| time::time_ns_arg(value, argument))
}

/// Seconds that `count` calls of a function with these arguments take when made from Rust: the floor below which no hook
/// can cost. For the benches.
#[pyfunction]
#[pyo3(signature = (function, count, *arguments))]
pub fn time_calls(function: &Bound<'_, PyAny>, count: usize, arguments: &Bound<'_, PyTuple>) -> PyResult<f64> {
    let begin = std::time::Instant::now();
    for _ in 0..count {
        function.call1(arguments)?;
    }
    Ok(begin.elapsed().as_secs_f64())
}
