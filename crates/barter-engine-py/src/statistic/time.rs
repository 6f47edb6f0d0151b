//! Time intervals that ratios and rates refer to.

use barter::statistic::time::TimeInterval;
use barter_interop::{
    errors::{invalid, shown},
    guard::guarded,
    time::{duration_to_py, positive_duration_ns_arg},
    value::repr,
};
use chrono::TimeDelta;
use pyo3::{
    prelude::*,
    types::{PyString, PyTuple},
};
use serde::{Serialize, Serializer};
use smol_str::SmolStr;

/// Any of upstream's intervals. Its serde form is the name, where upstream's own are `null` or a pair of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Interval {
    Daily,
    Annual252,
    Annual365,
    Duration(TimeDelta),
}

impl Interval {
    /// The class's instance, or a `timedelta`.
    pub fn to_py(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        Ok(match self {
            Self::Daily => Bound::new(py, Daily)?.into_any(),
            Self::Annual252 => Bound::new(py, Annual252)?.into_any(),
            Self::Annual365 => Bound::new(py, Annual365)?.into_any(),
            Self::Duration(_) => length(py, self)?,
        })
    }
}

impl TimeInterval for Interval {
    fn name(&self) -> SmolStr {
        use barter::statistic::time;
        match self {
            Self::Daily => time::Daily.name(),
            Self::Annual252 => time::Annual252.name(),
            Self::Annual365 => time::Annual365.name(),
            Self::Duration(duration) => duration.name(),
        }
    }

    fn interval(&self) -> TimeDelta {
        use barter::statistic::time;
        match self {
            Self::Daily => time::Daily.interval(),
            Self::Annual252 => time::Annual252.interval(),
            Self::Annual365 => time::Annual365.interval(),
            Self::Duration(duration) => *duration,
        }
    }
}

impl Serialize for Interval {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.name())
    }
}

macro_rules! interval_classes {
    ($($class:ident: $doc:literal),* $(,)?) => {
        $(
            #[doc = $doc]
            #[pyclass(frozen, eq, hash, module = "barter_engine")]
            #[derive(Clone, Copy, PartialEq, Eq, Hash)]
            pub struct $class;

            #[pymethods]
            impl $class {
                #[new]
                fn new() -> Self {
                    Self
                }

                #[classattr]
                fn __match_args__(py: Python<'_>) -> Bound<'_, PyTuple> {
                    PyTuple::empty(py)
                }

                /// What barter calls the interval.
                #[getter]
                fn name(&self) -> String {
                    Interval::$class.name().to_string()
                }

                /// Its length as a `timedelta`.
                #[getter]
                fn interval<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                    length(py, Interval::$class)
                }

                fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
                    repr(slf.as_any())
                }

                fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Bound<'py, PyAny>, Bound<'py, PyTuple>) {
                    (slf.get_type().into_any(), PyTuple::empty(slf.py()))
                }
            }
        )*

        fn named(value: &Bound<'_, PyAny>) -> Option<Interval> {
            $(
                if value.is_instance_of::<$class>() || value.is(value.py().get_type::<$class>()) {
                    return Some(Interval::$class);
                }
            )*
            let text = value.cast::<PyString>().ok()?.to_str().ok()?.to_owned();
            [$(Interval::$class),*].into_iter().find(|interval| interval.name() == text)
        }
    };
}
interval_classes! {
    Daily: "A day.\n\n>>> from barter_engine import Daily\n>>> Daily().name, Daily().interval.days\n('Daily', 1)",
    Annual252: "A year of 252 trading days, as exchanges with closing hours have it.\n\n>>> from barter_engine import Annual252\n>>> Annual252().name\n'Annual(252)'",
    Annual365: "A year of 365 days, for markets that never close.\n\n>>> from barter_engine import Annual365\n>>> Annual365().name\n'Annual(365)'",
}

fn length(py: Python<'_>, interval: Interval) -> PyResult<Bound<'_, PyAny>> {
    let nanoseconds = interval.interval().num_nanoseconds().unwrap_or(i64::MAX);
    duration_to_py(py, nanoseconds)
}

/// One of the classes (or an instance), its name, or a positive duration.
pub fn interval_arg(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<Interval> {
    if let Some(interval) = named(value) {
        return Ok(interval);
    }
    match positive_duration_ns_arg(value, argument) {
        Ok(nanoseconds) => Ok(Interval::Duration(TimeDelta::nanoseconds(nanoseconds))),
        Err(error) if value.is_instance_of::<PyString>() => {
            let unknown = invalid(
                argument,
                format!(
                    "{argument} must be Daily, Annual252, Annual365, 'Daily', 'Annual(252)', 'Annual(365)' or a duration such as '8h', got {}",
                    shown(value)
                ),
            );
            unknown.set_cause(value.py(), Some(error));
            Err(unknown)
        }
        Err(error) => Err(error),
    }
}

/// (name, length) of a time interval: `Daily`, `Annual252`, `Annual365` (class, instance or name), or a positive duration
/// (`timedelta`, int ns, text such as "8h").
#[pyfunction]
pub fn interval_argument<'py>(value: &Bound<'py, PyAny>, argument: &str) -> PyResult<(String, Bound<'py, PyAny>)> {
    guarded(|| {
        let interval = interval_arg(value, argument)?;
        Ok((interval.name().to_string(), length(value.py(), interval)?))
    })
}
