//! `RateOfReturn`, `SharpeRatio`, `SortinoRatio`, `CalmarRatio`: a value per interval, scaled to other intervals.

use crate::statistic::{
    time::{Interval, interval_arg},
    value::record_methods,
};
use barter::statistic::{
    metric::{calmar::CalmarRatio, rate_of_return::RateOfReturn, sharpe::SharpeRatio, sortino::SortinoRatio},
    time::TimeInterval,
};
use barter_interop::{
    errors::invalid,
    guard::guarded,
    money::{Exact, decimal_arg, to_f64},
};
use pyo3::prelude::*;
use rust_decimal::Decimal;
use std::hash::{Hash, Hasher};

/// Upstream counts whole seconds, and takes the largest Decimal for a division by none.
fn scalable(interval: Interval, argument: &str) -> PyResult<Interval> {
    if interval.interval().num_seconds() == 0 {
        return Err(invalid(
            argument,
            format!("{argument} is shorter than a second ({interval:?}), and barter scales by whole seconds"),
        ));
    }
    Ok(interval)
}

/// What upstream computes without a check: excess return over `divisor`.
fn check_ratio(mean_return: Decimal, risk_free_return: Decimal, divisor: Decimal, argument: &str) -> PyResult<()> {
    let excess = mean_return
        .checked_sub(risk_free_return)
        .ok_or_else(|| invalid("mean_return", format!("{mean_return} − {risk_free_return} does not fit a Decimal")))?;
    if !divisor.is_zero() && excess.checked_div(divisor).is_none() {
        return Err(invalid(
            argument,
            format!("{excess} / {divisor} is too large for a Decimal: {argument} is too small"),
        ));
    }
    Ok(())
}

macro_rules! per_interval {
    ($($(#[doc = $doc:literal])* $name:literal $class:ident($upstream:ident)),* $(,)?) => {$(
        $(#[doc = $doc])*
        #[pyclass(frozen, eq, hash, name = $name, module = "barter_engine")]
        #[derive(Clone, PartialEq)]
        pub struct $class(pub $upstream<Interval>);

        impl Hash for $class {
            fn hash<H: Hasher>(&self, state: &mut H) {
                (self.0.value, self.0.interval).hash(state);
            }
        }

        #[pymethods]
        impl $class {
            #[new]
            #[pyo3(signature = (value: "Decimal | int | str | float", interval: "TimeInterval"))]
            fn new(value: &Bound<'_, PyAny>, interval: &Bound<'_, PyAny>) -> PyResult<Self> {
                guarded(|| {
                    Ok(Self($upstream {
                        value: decimal_arg(value, "value")?,
                        interval: interval_arg(interval, "interval")?,
                    }))
                })
            }

            /// The figure, a fraction per interval.
            #[getter]
            fn value(&self) -> Exact {
                Exact(self.0.value)
            }

            /// The figure as a float.
            #[getter]
            fn value_f64(&self) -> f64 {
                to_f64(&self.0.value)
            }

            /// What the figure refers to: `Daily`, `Annual252`, `Annual365` or a `timedelta`.
            #[getter]
            fn interval<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                self.0.interval.to_py(py)
            }

            /// The same per another interval; upstream saturates at the largest Decimal.
            ///
            /// Raises:
            ///     InvalidArgumentError: an unknown interval, or one of less than a second.
            #[pyo3(signature = (target: "TimeInterval"))]
            fn scale(&self, target: &Bound<'_, PyAny>) -> PyResult<Self> {
                guarded(|| {
                    let target = scalable(interval_arg(target, "target")?, "target")?;
                    scalable(self.0.interval, "interval")?;
                    Ok(Self(self.0.clone().scale(target)))
                })
            }
        }
        record_methods!($class { value, interval });
    )*};
}
per_interval! {
    /// A rate of return per interval; it scales with time.
    ///
    /// >>> from barter_engine import Annual252, Daily, RateOfReturn
    /// >>> RateOfReturn.calculate("0.01", Daily).scale(Annual252)
    /// RateOfReturn(value=Decimal('2.52'), interval=Annual252())
    "RateOfReturn" PyRateOfReturn(RateOfReturn),
    /// Sharpe ratio: excess return over the deviation of returns; it scales with the square root of time.
    ///
    /// >>> from barter_engine import Daily, SharpeRatio
    /// >>> SharpeRatio.calculate("0.0015", "0.0025", "0.02", Daily).value
    /// Decimal('0.05')
    "SharpeRatio" PySharpeRatio(SharpeRatio),
    /// Sortino ratio: excess return over the deviation of losses; it scales with the square root of time.
    ///
    /// >>> from barter_engine import Daily, SortinoRatio
    /// >>> SortinoRatio.calculate("0.0015", "0.0025", "0.02", Daily).value
    /// Decimal('0.05')
    "SortinoRatio" PySortinoRatio(SortinoRatio),
    /// Calmar ratio: excess return over the largest drawdown; it scales with the square root of time.
    ///
    /// >>> from barter_engine import CalmarRatio, Daily
    /// >>> CalmarRatio.calculate("0.0015", "0.0025", "0.02", Daily).value
    /// Decimal('0.05')
    "CalmarRatio" PyCalmarRatio(CalmarRatio),
}

#[pymethods]
impl PyRateOfReturn {
    /// The mean return of an interval.
    #[staticmethod]
    #[pyo3(signature = (mean_return: "Decimal | int | str | float", returns_period: "TimeInterval"))]
    fn calculate(mean_return: &Bound<'_, PyAny>, returns_period: &Bound<'_, PyAny>) -> PyResult<Self> {
        guarded(|| {
            let mean = decimal_arg(mean_return, "mean_return")?;
            Ok(Self(RateOfReturn::calculate(mean, interval_arg(returns_period, "returns_period")?)))
        })
    }
}

macro_rules! calculate {
    ($($class:ident($upstream:ident) $divisor:ident $doc:literal),* $(,)?) => {$(
        #[pymethods]
        impl $class {
            #[doc = $doc]
            ///
            /// Raises:
            ///     InvalidArgumentError: an unknown interval, or a quotient that no Decimal holds.
            #[staticmethod]
            #[pyo3(signature = (
                risk_free_return: "Decimal | int | str | float", mean_return: "Decimal | int | str | float",
                $divisor: "Decimal | int | str | float", returns_period: "TimeInterval"
            ))]
            fn calculate(
                risk_free_return: &Bound<'_, PyAny>,
                mean_return: &Bound<'_, PyAny>,
                $divisor: &Bound<'_, PyAny>,
                returns_period: &Bound<'_, PyAny>,
            ) -> PyResult<Self> {
                guarded(|| {
                    let risk_free = decimal_arg(risk_free_return, "risk_free_return")?;
                    let mean = decimal_arg(mean_return, "mean_return")?;
                    let divisor = decimal_arg($divisor, stringify!($divisor))?;
                    let interval = interval_arg(returns_period, "returns_period")?;
                    check_ratio(mean, risk_free, divisor, stringify!($divisor))?;
                    Ok(Self($upstream::calculate(risk_free, mean, divisor, interval)))
                })
            }
        }
    )*};
}
calculate! {
    PySharpeRatio(SharpeRatio) std_dev_returns
        "(mean − risk-free) / deviation of returns; the largest Decimal without deviation.",
    PySortinoRatio(SortinoRatio) std_dev_loss_returns
        "(mean − risk-free) / deviation of losses; without deviation the largest, the smallest Decimal or 0, by the sign of the excess.",
    PyCalmarRatio(CalmarRatio) max_drawdown
        "(mean − risk-free) / |largest drawdown|; without drawdown the largest, the smallest Decimal or 0, by the sign of the excess.",
}
