//! One statistic: a value with its unit and definition, or the reason why there is none.

use rust_decimal::Decimal;
use std::borrow::Cow;

/// Why a figure has no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Null(pub Cow<'static, str>);

impl From<&'static str> for Null {
    fn from(reason: &'static str) -> Self {
        Self(Cow::Borrowed(reason))
    }
}

impl From<String> for Null {
    fn from(reason: String) -> Self {
        Self(Cow::Owned(reason))
    }
}

/// A figure, or why there is none.
pub type Figure<T> = Result<T, Null>;

#[derive(Debug, Clone, PartialEq)]
pub enum StatValue {
    /// Exact, or rounded half to even to 18 fractional digits where it is a quotient.
    Decimal(Decimal),
    /// Always finite.
    Float(f64),
    Int(i64),
    Text(String),
}

impl From<Decimal> for StatValue {
    fn from(value: Decimal) -> Self {
        Self::Decimal(value.normalize())
    }
}

impl From<f64> for StatValue {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

impl From<i64> for StatValue {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<&str> for StatValue {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// A share or a return: 0.01 is one percent.
    Fraction,
    /// A share per year.
    FractionPerYear,
    /// The run's report currency.
    Money,
    Count,
    /// A number without a unit.
    Ratio,
    /// Nanoseconds since 1970-01-01 UTC.
    Time,
    /// Nanoseconds.
    Duration,
    Text,
}

/// One statistic of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Stat {
    pub name: &'static str,
    pub value: Option<StatValue>,
    /// The report currency for money, else `fraction`, `fraction/year`, `count`, `ratio`, `ns since epoch`, `ns`, `text`.
    pub unit: String,
    pub definition: Cow<'static, str>,
    /// Present exactly when `value` is not.
    pub reason_if_null: Option<Cow<'static, str>>,
}

impl Stat {
    /// A non-finite float is null.
    pub fn new<T: Into<StatValue>>(name: &'static str, figure: Figure<T>, unit: String, definition: impl Into<Cow<'static, str>>) -> Self {
        let figure = figure.map(Into::into).and_then(|value| match value {
            StatValue::Float(number) if !number.is_finite() => Err(Null::from("too large for a float")),
            other => Ok(other),
        });
        let (value, reason_if_null) = match figure {
            Ok(value) => (Some(value), None),
            Err(Null(reason)) => (None, Some(reason)),
        };
        Self {
            name,
            value,
            unit,
            definition: definition.into(),
            reason_if_null,
        }
    }
}
