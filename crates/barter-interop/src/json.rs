//! Upstream's JSON, exactly: a number that a decimal would round is refused.

use crate::{
    errors::{data_error, internal, invalid, shown, type_name, wrong_type},
    money::parse_exact,
};
use pyo3::{
    exceptions::{PyTypeError, PyValueError},
    prelude::*,
    types::{PyDict, PyList, PyString, PyTuple},
};
use rust_decimal::Decimal;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::collections::HashSet;

/// Levels that `serde_json` reads, too.
const DEEPEST: usize = 128;

/// An argument that is JSON text.
pub fn text_arg<'a>(text: &'a Bound<'_, PyAny>, argument: &str) -> PyResult<&'a str> {
    let Ok(found) = text.cast::<PyString>() else {
        return Err(wrong_type(
            argument,
            format!("{argument} must be a str, got {} {}", type_name(text), shown(text)),
        ));
    };
    found
        .to_str()
        .map_err(|_| data_error(argument, format!("{argument} must be valid Unicode, got {}", shown(text))))
}

/// The value as upstream's JSON.
pub fn to_json<T: Serialize>(value: &T) -> PyResult<String> {
    serde_json::to_string(value).map_err(|error| internal(format!("the value has no JSON form: {error}")))
}

/// A value from upstream's JSON; `class` names what is expected in the message.
pub fn from_json<T: Serialize + DeserializeOwned>(text: &str, class: &str) -> PyResult<T> {
    let value: T = serde_json::from_str(text)
        .map_err(|error| data_error("text", format!("this JSON is not a {class}: {error}; got {}", cut(text))))?;
    for number in numbers(text) {
        if !holds_exactly(number) {
            return Err(data_error(
                "text",
                format!("the number {number} has more digits than can be held exactly: write it as a string with at most 28 digits"),
            ));
        }
    }
    refuse_rounded_texts(text, &value)?;
    Ok(value)
}

/// Texts that look like numbers but were rounded on the way in: they do not come out again.
fn refuse_rounded_texts<T: Serialize>(text: &str, value: &T) -> PyResult<()> {
    if !may_hold_long_number(text) {
        return Ok(());
    }
    let suspects: Vec<String> = strings(serde_json::from_str(text).map_err(|error| internal(error.to_string()))?)
        .into_iter()
        .filter(|text| text.len() > 28 && text.parse::<Decimal>().is_ok() && parse_exact(text).is_none())
        .collect();
    if suspects.is_empty() {
        return Ok(());
    }
    let kept: HashSet<String> = strings(serde_json::to_value(value).map_err(|error| internal(error.to_string()))?)
        .into_iter()
        .collect();
    suspects.into_iter().find(|text| !kept.contains(text)).map_or(Ok(()), |text| {
        Err(data_error(
            "text",
            format!("the number '{text}' has more digits than a decimal holds exactly (28)"),
        ))
    })
}

/// Whether a number of more than 28 characters may stand in the text; most texts have none, and need no second reading. Escapes may
/// hide digits.
fn may_hold_long_number(text: &str) -> bool {
    let mut run = 0;
    text.bytes().any(|byte| {
        let is_part = byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E' | b'_');
        run = if is_part { run + 1 } else { 0 };
        run > 28 || byte == b'\\'
    })
}

fn strings(value: Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.into_iter().flat_map(strings).collect(),
        Value::Object(fields) => fields.into_iter().flat_map(|(_, value)| strings(value)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    }
}

/// Number tokens of a valid JSON text.
fn numbers(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let start = rest.find(|letter: char| letter == '"' || letter == '-' || letter.is_ascii_digit())?;
            if rest.as_bytes()[start] == b'"' {
                let mut escaped = false;
                let inside = &rest[start + 1..];
                let end = inside.bytes().position(|byte| {
                    let closes = byte == b'"' && !escaped;
                    escaped = byte == b'\\' && !escaped;
                    closes
                })?;
                rest = &inside[end + 1..];
                continue;
            }
            let token = &rest[start..];
            let length = token
                .find(|letter: char| !matches!(letter, '0'..='9' | '-' | '+' | '.' | 'e' | 'E'))
                .unwrap_or(token.len());
            rest = &token[length..];
            return Some(&token[..length]);
        }
    })
}

/// serde_json reads a number as `i64`, `u64` or `f64`; the last must not lose digits.
fn holds_exactly(token: &str) -> bool {
    if token.parse::<i64>().is_ok() || token.parse::<u64>().is_ok() {
        return true;
    }
    let Ok(float) = token.parse::<f64>() else { return false };
    match (parse_exact(token), crate::money::from_f64(float)) {
        (Some(written), Some(read)) => written == read,
        // Beyond decimals only fields of type f64 can hold it.
        (None, None) => true,
        _ => false,
    }
}

fn cut(text: &str) -> String {
    if text.chars().count() > 120 {
        text.chars().take(117).chain("...".chars()).collect()
    } else {
        text.to_owned()
    }
}

/// `json.loads(text)`.
pub fn json_to_py<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    py.import("json")?.call_method1("loads", (text,))
}

/// JSON text of plain dicts, lists, texts and numbers; `Decimal` is written as text, so that it stays exact.
pub fn py_to_json(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<String> {
    let py = value.py();
    let keywords = PyDict::new(py);
    keywords.set_item("allow_nan", false)?;
    keywords.set_item("default", py.get_type::<PyString>())?;
    check_plain(value, argument, DEEPEST)?;
    let text = py
        .import("json")?
        .call_method("dumps", (value,), Some(&keywords))
        .map_err(|error| {
            if error.is_instance_of::<PyTypeError>(py) || error.is_instance_of::<PyValueError>(py) {
                invalid(argument, format!("{argument} is not plain data: {error}"))
            } else {
                error
            }
        })?;
    text.extract()
}

fn check_plain(value: &Bound<'_, PyAny>, argument: &str, deeper: usize) -> PyResult<()> {
    let inside = || {
        deeper.checked_sub(1).ok_or_else(|| {
            invalid(
                argument,
                format!("{argument} must not be nested deeper than {DEEPEST} levels, or hold itself"),
            )
        })
    };
    if let Ok(fields) = value.cast::<PyDict>() {
        let deeper = inside()?;
        return fields.iter().try_for_each(|(_, item)| check_plain(&item, argument, deeper));
    }
    if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        let deeper = inside()?;
        return value.try_iter()?.try_for_each(|item| check_plain(&item?, argument, deeper));
    }
    let plain = value.is_none()
        || value.is_instance_of::<PyString>()
        || value.is_instance_of::<pyo3::types::PyInt>()
        || value.is_instance_of::<pyo3::types::PyFloat>()
        || type_name(value) == "Decimal";
    if plain {
        Ok(())
    } else {
        Err(wrong_type(
            argument,
            format!(
                "{argument} must hold dicts, lists, texts and numbers only (as to_dict gives them), got {} {}",
                type_name(value),
                shown(value)
            ),
        ))
    }
}
