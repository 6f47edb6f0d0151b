//! Field-less enums: the canonical class is a Python `enum.Enum` of the owner wheel; Rust keeps its members.

use crate::{
    errors::{invalid, shown, type_name, wrong_type},
    wheel::require_attribute,
    wire::{Decoder, FNV_OFFSET, WireError, mix},
};
use pyo3::{
    Borrowed,
    prelude::*,
    sync::PyOnceLock,
    types::{PyString, PyType},
};

/// Members of a Python enum, in the order of [`CanonicalEnum::MEMBERS`].
#[derive(Debug)]
pub struct Members {
    class: Py<PyType>,
    members: Vec<Py<PyAny>>,
    /// Address of a member and its position, sorted: members live as long as the process.
    by_address: Vec<(usize, usize)>,
    values: Vec<String>,
}

/// Rust enum without fields whose Python class is an `enum.Enum`. Implement it with
/// [`canonical_enum!`](crate::canonical_enum!).
pub trait CanonicalEnum: Copy + PartialEq + 'static {
    const MODULE: &'static str;
    const CLASS: &'static str;
    /// Python member name and variant; matched by name, never by number.
    const MEMBERS: &'static [(&'static str, Self)];

    #[doc(hidden)]
    fn table() -> &'static PyOnceLock<Members>;

    /// Position in [`MEMBERS`](Self::MEMBERS).
    #[doc(hidden)]
    fn position(self) -> usize;

    /// Resolves every member; a missing one is an `ImportError` that says how to repair the installation.
    fn require(py: Python<'_>) -> PyResult<&'static Members> {
        Self::table().get_or_try_init(py, || {
            let module = py.import(Self::MODULE)?;
            let class = require_attribute(module.as_any(), Self::MODULE, "", Self::CLASS)?.cast_into::<PyType>()?;
            let mut members = Vec::with_capacity(Self::MEMBERS.len());
            let mut values = Vec::with_capacity(Self::MEMBERS.len());
            for (name, _) in Self::MEMBERS {
                let member = require_attribute(class.as_any(), Self::MODULE, Self::CLASS, name)?;
                values.push(member.getattr("value")?.str()?.to_string());
                members.push(member.unbind());
            }
            let mut by_address: Vec<_> = members
                .iter()
                .enumerate()
                .map(|(position, member)| (member.as_ptr() as usize, position))
                .collect();
            by_address.sort_unstable();
            Ok(Members {
                class: class.unbind(),
                members,
                by_address,
                values,
            })
        })
    }
}

/// The Python member of a variant.
pub fn member<'py, T: CanonicalEnum>(py: Python<'py>, value: T) -> PyResult<&'py Bound<'py, PyAny>> {
    let table = T::require(py)?;
    Ok(table.members[value.position()].bind(py))
}

/// The variant of a Python member, or of its value or name as text (case does not matter); the error names the argument.
pub fn enum_arg<T: CanonicalEnum>(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<T> {
    let table = T::require(value.py())?;
    if let Ok(at) = table
        .by_address
        .binary_search_by_key(&(value.as_ptr() as usize), |(address, _)| *address)
    {
        return Ok(T::MEMBERS[table.by_address[at].1].1);
    }
    let expected = || format!("a member of {}.{} or one of {}", T::MODULE, T::CLASS, table.values.join(", "));
    let Ok(text) = value.cast::<PyString>() else {
        return Err(wrong_type(
            argument,
            format!("{argument} must be {}, got {} {}", expected(), type_name(value), shown(value)),
        ));
    };
    // Text that is no Unicode is none of them.
    text.to_str()
        .ok()
        .and_then(|text| {
            T::MEMBERS
                .iter()
                .zip(&table.values)
                .find(|((name, _), known)| text.eq_ignore_ascii_case(known) || text.eq_ignore_ascii_case(name))
        })
        .map(|((_, variant), _)| *variant)
        .ok_or_else(|| invalid(argument, format!("{argument} must be {}, got {}", expected(), shown(value))))
}

/// Argument or result that is a member of a Python enum. Prefer [`enum_arg`] where the message should name the argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Enum<T>(pub T);

impl<'py, T: CanonicalEnum> FromPyObject<'_, 'py> for Enum<T> {
    type Error = PyErr;

    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = pyo3::type_hint_identifier!(T::MODULE, T::CLASS);

    #[inline]
    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        enum_arg(&object, "value").map(Enum)
    }
}

impl<'py, T: CanonicalEnum> IntoPyObject<'py> for Enum<T> {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr = pyo3::type_hint_identifier!(T::MODULE, T::CLASS);

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        member(py, self.0).cloned()
    }
}

impl Members {
    /// The enum class itself.
    pub fn class<'py>(&self, py: Python<'py>) -> &Bound<'py, PyType> {
        self.class.bind(py)
    }
}

/// Hash of the names of the members in their order.
#[doc(hidden)]
pub const fn layout<T: CanonicalEnum>() -> u64 {
    let (mut hash, mut i) = (FNV_OFFSET, 0);
    while i < T::MEMBERS.len() {
        hash = mix(hash, T::MEMBERS[i].0, 0);
        i += 1;
    }
    hash
}

#[doc(hidden)]
#[inline]
pub fn from_position<T: CanonicalEnum>(input: &mut Decoder<'_>) -> Result<T, WireError> {
    T::MEMBERS
        .get(usize::from(input.u8()?))
        .map(|(_, variant)| *variant)
        .ok_or(WireError::Invalid(T::CLASS))
}

/// Makes an enum a [`CanonicalEnum`] and [`Wire`](crate::wire::Wire) (a `u8`, the position in this list).
///
/// ```ignore
/// canonical_enum!(Side => "barter_instrument", "Side" { "BUY" => Buy, "SELL" => Sell });
/// ```
/// With `, no wire` the enum is a key, whose bytes are in [`instrument::key`](crate::instrument::key).
#[macro_export]
macro_rules! canonical_enum {
    ($type:ty => $module:literal, $class:literal { $($name:literal => $variant:ident),* $(,)? }) => {
        $crate::canonical_enum!($type => $module, $class, no wire { $($name => $variant),* });
        impl $crate::wire::Wire for $type {
            const LAYOUT: u64 = $crate::member::layout::<$type>();
            #[inline]
            fn put(&self, out: &mut $crate::wire::Encoder) {
                out.bytes(&[$crate::member::CanonicalEnum::position(*self) as u8]);
            }
            #[inline]
            fn get(input: &mut $crate::wire::Decoder<'_>) -> Result<Self, $crate::wire::WireError> {
                $crate::member::from_position(input)
            }
        }
    };
    ($type:ty => $module:literal, $class:literal, no wire { $($name:literal => $variant:ident),* $(,)? }) => {
        impl $crate::member::CanonicalEnum for $type {
            const MODULE: &'static str = $module;
            const CLASS: &'static str = $class;
            const MEMBERS: &'static [(&'static str, Self)] = &[$(($name, Self::$variant)),*];
            fn table() -> &'static $crate::reexport::pyo3::sync::PyOnceLock<$crate::member::Members> {
                static TABLE: $crate::reexport::pyo3::sync::PyOnceLock<$crate::member::Members> =
                    $crate::reexport::pyo3::sync::PyOnceLock::new();
                &TABLE
            }
            #[inline]
            fn position(self) -> usize {
                #[allow(clippy::enum_variant_names)]
                #[repr(u8)]
                enum Position { $($variant),* }
                match self { $(Self::$variant => Position::$variant as usize),* }
            }
        }
    };
}
