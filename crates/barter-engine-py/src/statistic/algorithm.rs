//! `barter::statistic::algorithm::welford_online`: mean and variance in one pass.

use barter::statistic::algorithm::welford_online;
use barter_interop::{
    errors::invalid,
    guard::guarded,
    money::{Exact, decimal_arg, non_negative_arg},
};
use pyo3::prelude::*;
use rust_decimal::Decimal;

/// The next mean, when `next_value` is the `count`-th value: prev + (next − prev) / count.
///
/// >>> from barter_engine import calculate_mean
/// >>> calculate_mean("0.1", "-0.2", 2)
/// Decimal('-0.05')
#[pyfunction]
#[pyo3(signature = (
    prev_mean: "Decimal | int | str | float", next_value: "Decimal | int | str | float", count: "Decimal | int | str | float"
))]
pub fn calculate_mean(prev_mean: &Bound<'_, PyAny>, next_value: &Bound<'_, PyAny>, count: &Bound<'_, PyAny>) -> PyResult<Exact> {
    guarded(|| {
        let (prev_mean, next_value) = (decimal_arg(prev_mean, "prev_mean")?, decimal_arg(next_value, "next_value")?);
        let count = decimal_arg(count, "count")?;
        if count < Decimal::ONE {
            return Err(invalid(
                "count",
                format!("count is that of the values, the next one included: at least 1, not {count}"),
            ));
        }
        Ok(Exact(welford_online::calculate_mean(prev_mean, next_value, count)))
    })
}

/// Welford's next M, the sum of squared distances from the mean: prev + (new − prev mean) × (new − new mean).
///
/// >>> from barter_engine import calculate_recurrence_relation_m
/// >>> calculate_recurrence_relation_m(0, 10, 100, 55)
/// Decimal('4050')
#[pyfunction]
#[pyo3(signature = (
    prev_m: "Decimal | int | str | float", prev_mean: "Decimal | int | str | float",
    new_value: "Decimal | int | str | float", new_mean: "Decimal | int | str | float"
))]
pub fn calculate_recurrence_relation_m(
    prev_m: &Bound<'_, PyAny>,
    prev_mean: &Bound<'_, PyAny>,
    new_value: &Bound<'_, PyAny>,
    new_mean: &Bound<'_, PyAny>,
) -> PyResult<Exact> {
    guarded(|| {
        Ok(Exact(welford_online::calculate_recurrence_relation_m(
            decimal_arg(prev_m, "prev_m")?,
            decimal_arg(prev_mean, "prev_mean")?,
            decimal_arg(new_value, "new_value")?,
            decimal_arg(new_mean, "new_mean")?,
        )))
    })
}

/// Unbiased variance of a sample: M / (count − 1); 0 below two values.
///
/// >>> from barter_engine import calculate_sample_variance
/// >>> calculate_sample_variance(1050, 5), calculate_sample_variance(0, 1)
/// (Decimal('262.5'), Decimal('0'))
#[pyfunction]
#[pyo3(signature = (recurrence_relation_m: "Decimal | int | str | float", count: "Decimal | int | str | float"))]
pub fn calculate_sample_variance(recurrence_relation_m: &Bound<'_, PyAny>, count: &Bound<'_, PyAny>) -> PyResult<Exact> {
    guarded(|| {
        let m = decimal_arg(recurrence_relation_m, "recurrence_relation_m")?;
        let count = non_negative_arg(count, "count")?;
        Ok(Exact(welford_online::calculate_sample_variance(m, count)))
    })
}

/// Variance of a whole population: M / count; 0 without values.
///
/// >>> from barter_engine import calculate_population_variance
/// >>> calculate_population_variance(1050, 5)
/// Decimal('210')
#[pyfunction]
#[pyo3(signature = (recurrence_relation_m: "Decimal | int | str | float", count: "Decimal | int | str | float"))]
pub fn calculate_population_variance(recurrence_relation_m: &Bound<'_, PyAny>, count: &Bound<'_, PyAny>) -> PyResult<Exact> {
    guarded(|| {
        let m = decimal_arg(recurrence_relation_m, "recurrence_relation_m")?;
        let count = non_negative_arg(count, "count")?;
        Ok(Exact(welford_online::calculate_population_variance(m, count)))
    })
}
