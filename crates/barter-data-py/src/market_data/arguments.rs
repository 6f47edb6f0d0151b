//! Arguments of the constructors of `MarketData`.

use super::errors::raise;
use barter_columns::{
    MarketInstrument,
    clock::{OffsetRule, TimeRules},
    instrument::{from_symbol, is_perpetual_exchange},
};
use barter_instrument::exchange::ExchangeId;
use barter_interop::{
    enum_arg,
    errors::{invalid, shown, type_name, wrong_type},
    foreign_arg,
    time::{duration_ns_arg, time_ns_arg},
};
use pyo3::{
    prelude::*,
    types::{PyBool, PyBytes, PyString},
};
use std::path::PathBuf;

pub fn time_bound(value: Option<&Bound<'_, PyAny>>, argument: &str) -> PyResult<Option<i64>> {
    value.map(|value| time_ns_arg(value, argument)).transpose()
}

/// One path, or a sequence of them.
pub fn paths(value: &Bound<'_, PyAny>) -> PyResult<Vec<PathBuf>> {
    let one = |value: &Bound<'_, PyAny>| value.extract::<PathBuf>();
    if value.is_instance_of::<PyString>() || value.hasattr("__fspath__")? {
        return Ok(vec![one(value)?]);
    }
    let wrong = || {
        wrong_type(
            "path",
            format!(
                "path must be a str or os.PathLike, or a sequence of them, got {} {}",
                type_name(value),
                shown(value)
            ),
        )
    };
    if value.is_instance_of::<PyBytes>() {
        return Err(wrong());
    }
    value
        .try_iter()
        .map_err(|_| wrong())?
        .map(|item| one(&item?).map_err(|_| wrong()))
        .collect()
}

pub fn exchange(value: Option<&Bound<'_, PyAny>>) -> PyResult<Option<ExchangeId>> {
    value.map(|value| enum_arg(value, "exchange")).transpose()
}

/// How times are completed: `clock_offset` is None, int ns, a timedelta, "min" or "drift"; `infer_exchange_time` None or "previous".
pub fn time_rules(clock_offset: Option<&Bound<'_, PyAny>>, infer_exchange_time: Option<&Bound<'_, PyAny>>) -> PyResult<TimeRules> {
    let offset = match clock_offset {
        None => OffsetRule::None,
        Some(value) => match value.cast::<PyString>().ok().map(|text| text.to_string()).as_deref() {
            Some("min") => OffsetRule::Min,
            Some("drift") => OffsetRule::Drift,
            Some("none") => OffsetRule::None,
            _ => OffsetRule::Fixed(duration_ns_arg(value, "clock_offset").map_err(|_| {
                invalid(
                    "clock_offset",
                    format!(
                        "clock_offset must be int nanoseconds, a duration (a timedelta or text like '5ms'), \"min\" or \"drift\", got {}",
                        shown(value)
                    ),
                )
            })?),
        },
    };
    let infer_previous = match infer_exchange_time {
        None => false,
        Some(value) => match value.cast::<PyString>().ok().map(|text| text.to_string()).as_deref() {
            Some("previous") => true,
            _ => {
                return Err(invalid(
                    "infer_exchange_time",
                    format!("infer_exchange_time must be None or \"previous\", got {}", shown(value)),
                ));
            }
        },
    };
    Ok(TimeRules { offset, infer_previous })
}

/// An `Instrument` keyed by name.
pub fn instrument_value(value: &Bound<'_, PyAny>) -> PyResult<MarketInstrument> {
    foreign_arg::<MarketInstrument>(value, "instrument")
}

/// An `Instrument`, or a symbol with an exchange.
pub fn instrument(value: &Bound<'_, PyAny>, exchange: Option<ExchangeId>, kind: Option<&Bound<'_, PyAny>>) -> PyResult<MarketInstrument> {
    if let Ok(symbol) = value.cast::<PyString>() {
        let symbol = symbol.to_str()?.trim();
        let Some(exchange) = exchange else {
            return Err(invalid(
                "exchange",
                format!("instrument {symbol:?} is a symbol, so exchange= is needed (\"binance_spot\", ExchangeId.BINANCE_SPOT, ...)"),
            ));
        };
        let perpetual = match kind {
            None => is_perpetual_exchange(exchange),
            Some(kind) => match kind.cast::<PyString>().ok().map(|text| text.to_string()).as_deref() {
                Some("spot") => false,
                Some("perpetual") => true,
                _ => {
                    return Err(invalid(
                        "kind",
                        format!(
                            "kind must be \"spot\" or \"perpetual\" (linear, one base unit a contract), got {}; give instrument= an Instrument for others",
                            shown(kind)
                        ),
                    ));
                }
            },
        };
        return from_symbol(exchange, symbol, perpetual).map_err(raise);
    }
    let instrument = instrument_value(value)?;
    if let Some(exchange) = exchange.filter(|exchange| *exchange != instrument.exchange) {
        return Err(invalid(
            "exchange",
            format!(
                "exchange is {}, but instrument {:?} is of {}",
                exchange.as_str(),
                instrument.name_internal.name(),
                instrument.exchange.as_str()
            ),
        ));
    }
    if let Some(kind) = kind {
        return Err(invalid(
            "kind",
            format!("instrument is an Instrument and has its kind: leave kind={} out", shown(kind)),
        ));
    }
    Ok(instrument)
}

/// An int of at least `least`.
pub fn count(value: &Bound<'_, PyAny>, argument: &str, least: usize) -> PyResult<usize> {
    if value.is_instance_of::<PyBool>() {
        return Err(wrong_type(argument, format!("{argument} must be an int, got {}", shown(value))));
    }
    match value.extract::<usize>() {
        Ok(number) if number >= least => Ok(number),
        _ => Err(invalid(
            argument,
            format!("{argument} must be an int of at least {least}, got {}", shown(value)),
        )),
    }
}
