//! Times are nanoseconds of UTC since 1970, durations nanoseconds.
//!
//! Times in: `int` nanoseconds, aware `datetime`, `pandas.Timestamp` with a time zone, `numpy.datetime64` (UTC by its
//! definition). A naive datetime is an error: nothing guesses a time zone. Durations in: `timedelta`, `int` nanoseconds, text
//! such as `"5ms"`.

use crate::{
    errors::{invalid, shown, type_name, wrong_type},
    money::parse_exact,
};
use chrono::{DateTime, Utc};
use pyo3::type_hint_union;
use pyo3::{
    Borrowed, intern,
    prelude::*,
    sync::PyOnceLock,
    types::{PyBool, PyInt, PyString, PyTuple},
};
use rust_decimal::{Decimal, prelude::ToPrimitive};

const NANOS_PER_SECOND: i128 = 1_000_000_000;
const NANOS_PER_DAY: i128 = 86_400 * NANOS_PER_SECOND;

/// Objects of the module `datetime` that are used often.
struct Names {
    datetime: Py<PyAny>,
    timedelta: Py<PyAny>,
    utc: Py<PyAny>,
    epoch: Py<PyAny>,
}

fn names(py: Python<'_>) -> PyResult<&'static Names> {
    static NAMES: PyOnceLock<Names> = PyOnceLock::new();
    NAMES.get_or_try_init(py, || {
        let module = py.import("datetime")?;
        let (datetime, utc) = (module.getattr("datetime")?, module.getattr("timezone")?.getattr("utc")?);
        let epoch = datetime.call1((1970, 1, 1, 0, 0, 0, 0, &utc))?;
        Ok(Names {
            datetime: datetime.unbind(),
            timedelta: module.getattr("timedelta")?.unbind(),
            utc: utc.unbind(),
            epoch: epoch.unbind(),
        })
    })
}

const EXPECTED: &str = "int nanoseconds since 1970 UTC, an aware datetime, a numpy.datetime64 or a pandas.Timestamp with a time zone";

fn out_of_range(value: &Bound<'_, PyAny>, argument: &str) -> PyErr {
    invalid(
        argument,
        format!(
            "{argument} must lie between the years 1678 and 2262 (64-bit nanoseconds), got {}",
            shown(value)
        ),
    )
}

/// Nanoseconds since 1970 UTC; the error names the argument.
pub fn time_ns_arg(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<i64> {
    let py = value.py();
    if value.is_exact_instance_of::<PyInt>() {
        return value.extract::<i64>().map_err(|_| out_of_range(value, argument));
    }
    let wrong = || {
        wrong_type(
            argument,
            format!("{argument} must be {EXPECTED}, got {} {}", type_name(value), shown(value)),
        )
    };
    if value.is_instance_of::<PyBool>() {
        return Err(wrong());
    }
    let names = names(py)?;
    if value.is_instance(names.datetime.bind(py))? {
        return datetime_ns(value, argument, names);
    }
    if is_numpy(value, "M")? {
        return numpy_ns(value, argument, "datetime64");
    }
    if value.hasattr(intern!(py, "__index__"))? && !value.hasattr(intern!(py, "__len__"))? {
        return value
            .call_method0(intern!(py, "__index__"))?
            .extract::<i64>()
            .map_err(|_| out_of_range(value, argument));
    }
    Err(wrong())
}

/// An aware datetime, or its subclass `pandas.Timestamp`, which also knows nanoseconds.
fn datetime_ns(value: &Bound<'_, PyAny>, argument: &str, names: &Names) -> PyResult<i64> {
    let py = value.py();
    if value.ne(value)? {
        return Err(invalid(argument, format!("{argument} must be a time, got NaT")));
    }
    if value.call_method0(intern!(py, "utcoffset"))?.is_none() {
        return Err(invalid(
            argument,
            format!(
                "{argument} must have a time zone, got the naive {}: use e.g. .replace(tzinfo=datetime.timezone.utc)",
                shown(value)
            ),
        ));
    }
    let exact_type = value.get_type();
    let sub_micro = if exact_type.is(names.datetime.bind(py)) {
        0
    } else {
        value
            .getattr(intern!(py, "nanosecond"))
            .and_then(|nanosecond| nanosecond.extract::<i128>())
            .unwrap_or(0)
    };
    let plain = if exact_type.is(names.datetime.bind(py)) {
        value.clone()
    } else if value.hasattr(intern!(py, "to_pydatetime"))? {
        value.call_method1(intern!(py, "to_pydatetime"), (false,))?
    } else {
        value.clone()
    };
    let since = plain.call_method1(intern!(py, "__sub__"), (names.epoch.bind(py),))?;
    i64::try_from(timedelta_ns(&since)? + sub_micro).map_err(|_| out_of_range(value, argument))
}

fn timedelta_ns(value: &Bound<'_, PyAny>) -> PyResult<i128> {
    let py = value.py();
    let part = |name| value.getattr(name)?.extract::<i128>();
    let (days, seconds, micros) = (
        part(intern!(py, "days"))?,
        part(intern!(py, "seconds"))?,
        part(intern!(py, "microseconds"))?,
    );
    Ok(days * NANOS_PER_DAY + seconds * NANOS_PER_SECOND + micros * 1_000)
}

/// Whether the value is a numpy scalar whose dtype is of this kind.
fn is_numpy(value: &Bound<'_, PyAny>, kind: &str) -> PyResult<bool> {
    let py = value.py();
    let Ok(dtype) = value.getattr(intern!(py, "dtype")) else {
        return Ok(false);
    };
    let shape = value
        .getattr(intern!(py, "shape"))
        .and_then(|shape| shape.cast_into::<PyTuple>().map_err(PyErr::from));
    let found = dtype.getattr(intern!(py, "kind")).and_then(|found| found.extract::<String>());
    Ok(shape.is_ok_and(|shape| shape.is_empty()) && found.is_ok_and(|found| found == kind))
}

/// `astype` wraps silently when it overflows and cuts finer units, so both are checked.
fn numpy_ns(value: &Bound<'_, PyAny>, argument: &str, class: &str) -> PyResult<i64> {
    let py = value.py();
    if value.ne(value)? {
        return Err(invalid(argument, format!("{argument} must be a time, got NaT")));
    }
    let cast = |unit: &str| value.call_method1(intern!(py, "astype"), (format!("{class}[{unit}]"),));
    let number = |cast: &Bound<'_, PyAny>| cast.call_method1(intern!(py, "astype"), ("int64",))?.extract::<i64>();
    if number(&cast("s")?)?.abs() > 9_223_372_035 {
        return Err(out_of_range(value, argument));
    }
    let nanos = cast("ns")?;
    if !nanos.eq(value)? {
        return Err(invalid(
            argument,
            format!("{argument} must be whole nanoseconds, got {}", shown(value)),
        ));
    }
    number(&nanos)
}

/// [`time_ns_arg`] as a `DateTime`.
pub fn time_arg(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<DateTime<Utc>> {
    time_ns_arg(value, argument).map(DateTime::from_timestamp_nanos)
}

/// Nanoseconds since 1970 UTC; an error for upstream's bounds (`DateTime::MIN_UTC`), which 64 bits do not hold.
pub fn time_ns(time: DateTime<Utc>) -> PyResult<i64> {
    time.timestamp_nanos_opt().ok_or_else(|| {
        invalid(
            "time",
            format!("the time {time} does not fit 64-bit nanoseconds (years 1678 to 2262)"),
        )
    })
}

/// An aware `datetime` in UTC; it holds microseconds, what is below is cut. Use the `_ns` attribute for all digits.
pub fn datetime_from_ns(py: Python<'_>, nanos: i64) -> PyResult<Bound<'_, PyAny>> {
    let names = names(py)?;
    let (days, rest) = (nanos.div_euclid(NANOS_PER_DAY as i64), nanos.rem_euclid(NANOS_PER_DAY as i64));
    let delta = names
        .timedelta
        .bind(py)
        .call1((days, rest / 1_000_000_000, rest % 1_000_000_000 / 1_000))?;
    names.epoch.bind(py).call_method1(intern!(py, "__add__"), (delta,))
}

/// [`datetime_from_ns`] of a `DateTime`; an error outside of the years 1 to 9999, which Python does not hold.
pub fn time_to_py(py: Python<'_>, time: DateTime<Utc>) -> PyResult<Bound<'_, PyAny>> {
    let names = names(py)?;
    let delta = names
        .timedelta
        .bind(py)
        .call1((0, time.timestamp(), time.timestamp_subsec_micros().min(999_999)));
    delta
        .and_then(|delta| names.epoch.bind(py).call_method1(intern!(py, "__add__"), (delta,)))
        .map_err(|_| invalid("time", format!("the time {time} does not fit a datetime (years 1 to 9999)")))
}

/// `datetime.timezone.utc`.
pub fn utc(py: Python<'_>) -> PyResult<&Bound<'_, PyAny>> {
    Ok(names(py)?.utc.bind(py))
}

/// Length of a unit of time in nanoseconds.
fn unit_ns(unit: &str) -> Option<i64> {
    Some(match unit {
        "ns" => 1,
        "us" | "µs" | "μs" => 1_000,
        "ms" => 1_000_000,
        "s" | "sec" => 1_000_000_000,
        "m" | "min" => 60 * 1_000_000_000,
        "h" => 3_600 * 1_000_000_000,
        "d" | "day" => 86_400 * 1_000_000_000,
        _ => return None,
    })
}

/// Nanoseconds of a text such as `"5ms"`, `"1.5s"`, `"2 min"`; `None` if it is not one or not a whole number of nanoseconds.
pub fn parse_duration(text: &str) -> Option<i64> {
    let text = text.trim();
    let split = text.find(|letter: char| !matches!(letter, '0'..='9' | '.' | '-' | '+'))?;
    let (number, unit) = text.split_at(split);
    let nanos = parse_exact(number)?.checked_mul(Decimal::from(unit_ns(unit.trim())?))?;
    if nanos.fract().is_zero() { nanos.to_i64() } else { None }
}

/// A duration in nanoseconds, of any sign; the error names the argument.
pub fn duration_ns_arg(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<i64> {
    let py = value.py();
    let too_long = || {
        invalid(
            argument,
            format!("{argument} must be below 292 years (64-bit nanoseconds), got {}", shown(value)),
        )
    };
    let wrong = || {
        wrong_type(
            argument,
            format!(
                "{argument} must be a timedelta, int nanoseconds or text such as '5ms', got {} {}",
                type_name(value),
                shown(value)
            ),
        )
    };
    if value.is_instance_of::<PyBool>() {
        return Err(wrong());
    }
    if value.is_instance_of::<PyInt>() {
        return value.extract::<i64>().map_err(|_| too_long());
    }
    if let Ok(text) = value.cast::<PyString>() {
        return parse_duration(text.to_str()?).ok_or_else(|| {
            invalid(
                argument,
                format!(
                    "{argument} must be a whole number of nanoseconds written like '5ms' (units ns, us, ms, s, min, h, d), got {}",
                    shown(value)
                ),
            )
        });
    }
    if is_numpy(value, "m")? {
        return numpy_ns(value, argument, "timedelta64");
    }
    if value.is_instance(names(py)?.timedelta.bind(py))? {
        if value.ne(value)? {
            return Err(invalid(argument, format!("{argument} must be a duration, got NaT")));
        }
        // pandas.Timedelta also knows nanoseconds.
        let sub_micro = value
            .getattr(intern!(py, "nanoseconds"))
            .and_then(|nanos| nanos.extract::<i128>())
            .unwrap_or(0);
        return i64::try_from(timedelta_ns(value)? + sub_micro).map_err(|_| too_long());
    }
    if value.hasattr(intern!(py, "__index__"))? && !value.hasattr(intern!(py, "__len__"))? {
        return value
            .call_method0(intern!(py, "__index__"))?
            .extract::<i64>()
            .map_err(|_| too_long());
    }
    Err(wrong())
}

/// [`duration_ns_arg`] that must not be negative.
pub fn non_negative_duration_ns_arg(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<i64> {
    let nanos = duration_ns_arg(value, argument)?;
    if nanos >= 0 {
        Ok(nanos)
    } else {
        Err(invalid(argument, format!("{argument} must not be negative, got {}", shown(value))))
    }
}

/// [`duration_ns_arg`] that must be above zero.
pub fn positive_duration_ns_arg(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<i64> {
    let nanos = duration_ns_arg(value, argument)?;
    if nanos > 0 {
        Ok(nanos)
    } else {
        Err(invalid(argument, format!("{argument} must be above zero, got {}", shown(value))))
    }
}

/// The duration as a `timedelta`; it holds microseconds, what is below is cut.
pub fn duration_to_py(py: Python<'_>, nanos: i64) -> PyResult<Bound<'_, PyAny>> {
    let day = NANOS_PER_DAY as i64;
    let (days, rest) = (nanos.div_euclid(day), nanos.rem_euclid(day));
    names(py)?
        .timedelta
        .bind(py)
        .call1((days, rest / 1_000_000_000, rest % 1_000_000_000 / 1_000))
}

/// Result that is an aware `datetime` in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment(pub DateTime<Utc>);

impl<'py> FromPyObject<'_, 'py> for Moment {
    type Error = PyErr;
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = type_hint_union!(
        pyo3::type_hint_identifier!("builtins", "int"),
        pyo3::type_hint_identifier!("datetime", "datetime")
    );
    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        time_arg(&object, "time").map(Moment)
    }
}

impl<'py> IntoPyObject<'py> for Moment {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;
    const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr = pyo3::type_hint_identifier!("datetime", "datetime");
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        time_to_py(py, self.0)
    }
}
