//! Thinning of long series, for pictures.

use barter_interop::errors::invalid;
use barter_stats::extremes;
use pyo3::prelude::*;

/// Which points of a long series to draw: per bucket of equal time the first, lowest, highest and last.
///
/// Args:
///     times: int ns, in ascending order.
///     values: one float for each time.
///     buckets: at most four points are kept for each.
///
/// Returns:
///     positions in ascending order; all of them where the series is short.
///
/// Raises:
///     InvalidArgumentError: different lengths, or no bucket.
#[pyfunction]
#[pyo3(signature = (times, values, *, buckets))]
pub fn keep_extremes(py: Python<'_>, times: Vec<i64>, values: Vec<f64>, buckets: usize) -> PyResult<Vec<usize>> {
    if times.len() != values.len() {
        return Err(invalid(
            "values",
            format!("{} values for {} times; give one for each", values.len(), times.len()),
        ));
    }
    if buckets == 0 {
        return Err(invalid("buckets", "buckets is 0; expected at least 1"));
    }
    Ok(py.detach(|| extremes::keep_extremes(&times, &values, buckets)))
}
