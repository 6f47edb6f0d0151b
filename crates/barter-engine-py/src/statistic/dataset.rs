//! `DataSetSummary`, `Dispersion`, `Range`: count, sum, mean and spread of values, one by one.

use crate::statistic::value::record_methods;
use barter::statistic::summary::dataset::{
    DataSetSummary,
    dispersion::{Dispersion, Range},
};
use barter_interop::{
    guard::guarded,
    money::{Exact, decimal_arg},
    value::own_arg,
};
use parking_lot::Mutex;
use pyo3::prelude::*;
use std::hash::{Hash, Hasher};

/// Largest and smallest value.
///
/// Args:
///     activated: whether there was a value.
///     high: the largest.
///     low: the smallest.
#[pyclass(frozen, eq, hash, name = "Range", module = "barter_engine")]
#[derive(Clone, PartialEq)]
pub struct PyRange(pub Range);

impl Hash for PyRange {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.0.activated, self.0.high, self.0.low).hash(state);
    }
}

#[pymethods]
impl PyRange {
    #[new]
    #[pyo3(signature = (activated, high: "Decimal | int | str | float", low: "Decimal | int | str | float"))]
    fn new(activated: bool, high: &Bound<'_, PyAny>, low: &Bound<'_, PyAny>) -> PyResult<Self> {
        guarded(|| {
            Ok(Self(Range {
                activated,
                high: decimal_arg(high, "high")?,
                low: decimal_arg(low, "low")?,
            }))
        })
    }

    /// Whether there was a value.
    #[getter]
    fn activated(&self) -> bool {
        self.0.activated
    }

    /// The largest value.
    #[getter]
    fn high(&self) -> Exact {
        Exact(self.0.high)
    }

    /// The smallest value.
    #[getter]
    fn low(&self) -> Exact {
        Exact(self.0.low)
    }

    /// Largest − smallest.
    fn range(&self) -> PyResult<Exact> {
        guarded(|| Ok(Exact(self.0.range())))
    }
}
record_methods!(PyRange { activated, high, low });

/// Spread of values around their mean, as a whole population.
///
/// Args:
///     range: `Range`.
///     recurrence_relation_m: Welford's sum of squared distances.
///     variance: M / count.
///     std_dev: its root.
#[pyclass(frozen, eq, hash, name = "Dispersion", module = "barter_engine")]
#[derive(Clone, PartialEq)]
pub struct PyDispersion(pub Dispersion);

impl Hash for PyDispersion {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.0.recurrence_relation_m, self.0.variance, self.0.std_dev).hash(state);
    }
}

#[pymethods]
impl PyDispersion {
    #[new]
    #[pyo3(signature = (
        range: "Range", recurrence_relation_m: "Decimal | int | str | float", variance: "Decimal | int | str | float",
        std_dev: "Decimal | int | str | float"
    ))]
    fn new(
        range: &Bound<'_, PyAny>,
        recurrence_relation_m: &Bound<'_, PyAny>,
        variance: &Bound<'_, PyAny>,
        std_dev: &Bound<'_, PyAny>,
    ) -> PyResult<Self> {
        guarded(|| {
            Ok(Self(Dispersion {
                range: own_arg::<PyRange>(range, "range")?.get().0.clone(),
                recurrence_relation_m: decimal_arg(recurrence_relation_m, "recurrence_relation_m")?,
                variance: decimal_arg(variance, "variance")?,
                std_dev: decimal_arg(std_dev, "std_dev")?,
            }))
        })
    }

    /// Largest and smallest value.
    #[getter]
    fn range(&self) -> PyRange {
        PyRange(self.0.range.clone())
    }

    /// Welford's sum of squared distances from the mean.
    #[getter]
    fn recurrence_relation_m(&self) -> Exact {
        Exact(self.0.recurrence_relation_m)
    }

    /// Variance of the population.
    #[getter]
    fn variance(&self) -> Exact {
        Exact(self.0.variance)
    }

    /// Its root.
    #[getter]
    fn std_dev(&self) -> Exact {
        Exact(self.0.std_dev)
    }
}
record_methods!(PyDispersion {
    range,
    recurrence_relation_m,
    variance,
    std_dev
});

/// Count, sum, mean and spread of values that come one by one.
///
/// >>> from barter_engine import DataSetSummary
/// >>> summary = DataSetSummary()
/// >>> for value in (1, 2, 6):
/// ...     summary.update(value)
/// >>> summary.count, summary.sum, summary.mean, summary.dispersion.range.range()
/// (Decimal('3'), Decimal('9'), Decimal('3'), Decimal('5'))
#[pyclass(frozen, name = "DataSetSummary", module = "barter_engine")]
#[derive(Default)]
pub struct PyDataSetSummary(Mutex<DataSetSummary>);

#[pymethods]
impl PyDataSetSummary {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Takes the next value.
    #[pyo3(signature = (next_value: "Decimal | int | str | float"))]
    fn update(&self, next_value: &Bound<'_, PyAny>) -> PyResult<()> {
        guarded(|| {
            let value = decimal_arg(next_value, "next_value")?;
            let mut summary = self.0.lock();
            // A panic half way must not leave half a step.
            let mut next = summary.clone();
            next.update(value);
            *summary = next;
            Ok(())
        })
    }

    /// Number of values.
    #[getter]
    fn count(&self) -> Exact {
        Exact(self.0.lock().count)
    }

    /// Their sum.
    #[getter]
    fn sum(&self) -> Exact {
        Exact(self.0.lock().sum)
    }

    /// Their mean.
    #[getter]
    fn mean(&self) -> Exact {
        Exact(self.0.lock().mean)
    }

    /// Their spread.
    #[getter]
    fn dispersion(&self) -> PyDispersion {
        PyDispersion(self.0.lock().dispersion.clone())
    }

    fn __eq__(&self, other: &Self) -> bool {
        // Never both locks at once.
        let own = self.0.lock().clone();
        own == *other.0.lock()
    }

    fn __repr__(&self) -> String {
        let summary = self.0.lock();
        format!(
            "<DataSetSummary: count {}, sum {}, mean {}, deviation {}>",
            summary.count, summary.sum, summary.mean, summary.dispersion.std_dev
        )
    }
}
