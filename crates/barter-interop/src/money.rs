//! Money, prices and quantities: exact decimals on both sides.
//!
//! In: `decimal.Decimal`, `int`, `str`, `float` (through its shortest text). Out: `decimal.Decimal`. Nothing is rounded.

use crate::{
    decimal_text::DecimalText,
    errors::{invalid, shown, type_name, wrong_type},
};
use pyo3::type_hint_union;
use pyo3::{
    Borrowed, intern,
    prelude::*,
    sync::PyOnceLock,
    types::{PyBool, PyFloat, PyInt, PyString},
};
use rust_decimal::Decimal;

/// Most fractional digits that a [`Decimal`] holds.
const MAX_SCALE: i64 = 28;

fn decimal_class(py: Python<'_>) -> PyResult<&Bound<'_, PyAny>> {
    static CLASS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    Ok(CLASS
        .get_or_try_init(py, || Ok::<_, PyErr>(py.import("decimal")?.getattr("Decimal")?.unbind()))?
        .bind(py))
}

/// Why a text is not an exact number.
enum Refusal {
    NotANumber,
    NotFinite,
    TooManyDigits,
}

/// The value of a decimal text, exactly; `None` if the text is not a number or has more digits than [`Decimal`] holds.
/// An exponent is understood; zeros at the end of the fraction that do not fit are dropped, other digits never are.
pub fn parse_exact(text: &str) -> Option<Decimal> {
    parse(text).ok()
}

fn parse(text: &str) -> Result<Decimal, Refusal> {
    if let Ok(value) = Decimal::from_str_exact(text) {
        return Ok(without_negative_zero(value));
    }
    let (negative, unsigned) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    if ["nan", "snan", "inf", "infinity"]
        .iter()
        .any(|word| unsigned.eq_ignore_ascii_case(word))
    {
        return Err(Refusal::NotFinite);
    }
    let (digits, exponent) = unsigned
        .split_once(['e', 'E'])
        .map_or((unsigned, None), |(digits, exponent)| (digits, Some(exponent)));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let exponent_digits = exponent.map(|exponent| exponent.strip_prefix(['-', '+']).unwrap_or(exponent));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + fraction.len() == 0
        || !all_digits(whole)
        || !all_digits(fraction)
        || exponent_digits.is_some_and(|digits| digits.is_empty() || !all_digits(digits))
    {
        return Err(Refusal::NotANumber);
    }
    let fraction = fraction.trim_end_matches('0');
    let all = format!("{whole}{fraction}");
    let all = all.trim_start_matches('0');
    if all.is_empty() {
        return Ok(Decimal::ZERO);
    }
    from_digits(all, fraction.len(), exponent.unwrap_or("0"), negative).ok_or(Refusal::TooManyDigits)
}

/// `digits` (no zero first, one that is not zero in it) x 10^(exponent - places).
fn from_digits(digits: &str, places: usize, exponent: &str, negative: bool) -> Option<Decimal> {
    let exponent = exponent.parse::<i64>().ok()?;
    let significant = digits.trim_end_matches('0');
    let zeros = i64::try_from(digits.len() - significant.len()).ok()?;
    let power = exponent.checked_sub(i64::try_from(places).ok()?)?.checked_add(zeros)?;
    let (mantissa, scale) = if power > 0 {
        let power = usize::try_from(power).ok().filter(|power| significant.len() + power <= 29)?;
        (format!("{significant}{}", "0".repeat(power)).parse::<i128>().ok()?, 0)
    } else if power >= -MAX_SCALE {
        (significant.parse::<i128>().ok()?, u32::try_from(-power).ok()?)
    } else {
        return None;
    };
    Decimal::try_from_i128_with_scale(if negative { -mantissa } else { mantissa }, scale).ok()
}

fn without_negative_zero(value: Decimal) -> Decimal {
    if value.is_zero() { value.abs() } else { value }
}

/// The number whose shortest text is that of `value`.
pub fn from_f64(value: f64) -> Option<Decimal> {
    value.is_finite().then(|| format!("{value:e}")).and_then(|text| parse_exact(&text))
}

fn parse_arg(text: &str, value: &Bound<'_, PyAny>, argument: &str) -> PyResult<Decimal> {
    parse(text).map_err(|refusal| {
        let given = shown(value);
        invalid(
            argument,
            match refusal {
                Refusal::NotFinite => format!("{argument} must be a finite number, got {given}"),
                Refusal::NotANumber => format!("{argument} must be a number such as '0.01', got {given}"),
                Refusal::TooManyDigits => format!(
                    "{argument} must have at most 28 digits (and be below 7.9e28) to be held exactly, got {given}: round it yourself, nothing is rounded silently"
                ),
            },
        )
    })
}

/// An exact number from `Decimal`, `int`, `str` or `float`; the error names the argument. `bool`, NaN, infinities and
/// numbers with more digits than a decimal holds are refused.
pub fn decimal_arg(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<Decimal> {
    let py = value.py();
    if value.is_exact_instance_of::<PyFloat>() {
        return float_arg(value, argument);
    }
    let decimal = decimal_class(py)?;
    if value.get_type().is(decimal) || (!value.is_instance_of::<PyBool>() && value.is_instance(decimal)?) {
        return parse_arg(value.str()?.to_str()?, value, argument);
    }
    if value.is_instance_of::<PyBool>() {
        return Err(expected(value, argument));
    }
    if value.is_instance_of::<PyInt>() {
        return int_arg(value, argument);
    }
    if let Ok(text) = value.cast::<PyString>() {
        let text = text.to_str().map_err(|_| {
            invalid(
                argument,
                format!("{argument} must be a number such as '0.01', got {}", shown(value)),
            )
        })?;
        return parse_arg(text, value, argument);
    }
    if value.is_instance_of::<PyFloat>() {
        return float_arg(value, argument);
    }
    // numpy's scalars: integers have `__index__`, other floats a shortest text of their own.
    if value.hasattr(intern!(py, "__index__"))? && !value.hasattr(intern!(py, "__len__"))? {
        return int_arg(&value.call_method0(intern!(py, "__index__"))?, argument);
    }
    let is_float_scalar = value
        .getattr(intern!(py, "dtype"))
        .and_then(|kind| kind.getattr(intern!(py, "kind"))?.extract::<String>());
    if is_float_scalar.is_ok_and(|kind| kind == "f") && !value.hasattr(intern!(py, "__len__"))? {
        return parse_arg(value.str()?.to_str()?, value, argument);
    }
    Err(expected(value, argument))
}

fn expected(value: &Bound<'_, PyAny>, argument: &str) -> PyErr {
    wrong_type(
        argument,
        format!(
            "{argument} must be a Decimal, int, str or float, got {} {}",
            type_name(value),
            shown(value)
        ),
    )
}

fn int_arg(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<Decimal> {
    if let Ok(small) = value.extract::<i64>() {
        return Ok(Decimal::from(small));
    }
    let wide = value
        .extract::<i128>()
        .ok()
        .and_then(|wide| Decimal::try_from_i128_with_scale(wide, 0).ok());
    wide.ok_or_else(|| {
        invalid(
            argument,
            format!("{argument} must be below 7.9e28 to be held exactly, got {}", shown(value)),
        )
    })
}

fn float_arg(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<Decimal> {
    let float = value.extract::<f64>()?;
    from_f64(float).ok_or_else(|| {
        invalid(
            argument,
            if float.is_finite() {
                format!(
                    "{argument} must have at most 28 fractional digits and be below 7.9e28 to be held exactly, got {}",
                    shown(value)
                )
            } else {
                format!("{argument} must be a finite number, got {}", shown(value))
            },
        )
    })
}

/// [`decimal_arg`] that must be above zero.
pub fn positive_arg(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<Decimal> {
    let number = decimal_arg(value, argument)?;
    if number > Decimal::ZERO {
        Ok(number)
    } else {
        Err(invalid(argument, format!("{argument} must be above zero, got {number}")))
    }
}

/// [`decimal_arg`] that must not be below zero.
pub fn non_negative_arg(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<Decimal> {
    let number = decimal_arg(value, argument)?;
    if number >= Decimal::ZERO {
        Ok(number)
    } else {
        Err(invalid(argument, format!("{argument} must not be negative, got {number}")))
    }
}

/// A finite float from any number, for upstream's `f64` fields; -0.0 becomes 0.0 so that equal values hash equally.
pub fn finite_arg(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<f64> {
    if value.is_instance_of::<PyBool>() || value.is_instance_of::<PyString>() {
        return Err(wrong_type(
            argument,
            format!(
                "{argument} must be a float, int or Decimal, got {} {}",
                type_name(value),
                shown(value)
            ),
        ));
    }
    let number = value.extract::<f64>().map_err(|_| {
        wrong_type(
            argument,
            format!(
                "{argument} must be a float, int or Decimal, got {} {}",
                type_name(value),
                shown(value)
            ),
        )
    })?;
    if number.is_finite() {
        Ok(number + 0.0)
    } else {
        Err(invalid(
            argument,
            format!("{argument} must be a finite number, got {}", shown(value)),
        ))
    }
}

/// The number as a `decimal.Decimal`.
pub fn decimal_to_py<'py>(py: Python<'py>, value: &Decimal) -> PyResult<Bound<'py, PyAny>> {
    decimal_class(py)?.call1((DecimalText::new(value).as_str(),))
}

/// The float nearest to the number.
pub fn to_f64(value: &Decimal) -> f64 {
    // 10^0 … 10^22 are exact floats, so one correctly rounded division gives the nearest float of an exact mantissa.
    const EXACT: i128 = 1 << 53;
    let (mantissa, scale) = (value.mantissa(), value.scale());
    if mantissa.abs() <= EXACT && scale <= 22 {
        return mantissa as f64 / 10f64.powi(scale as i32);
    }
    value.to_string().parse().unwrap_or(f64::NAN)
}

/// Argument or result that is an exact number. Prefer [`decimal_arg`] where the message should name the argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exact(pub Decimal);

impl<'py> FromPyObject<'_, 'py> for Exact {
    type Error = PyErr;
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = type_hint_union!(
        pyo3::type_hint_identifier!("decimal", "Decimal"),
        pyo3::type_hint_identifier!("builtins", "int"),
        pyo3::type_hint_identifier!("builtins", "str"),
        pyo3::type_hint_identifier!("builtins", "float")
    );
    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        decimal_arg(&object, "value").map(Exact)
    }
}

impl<'py> IntoPyObject<'py> for Exact {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;
    const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr = pyo3::type_hint_identifier!("decimal", "Decimal");
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        decimal_to_py(py, &self.0)
    }
}
