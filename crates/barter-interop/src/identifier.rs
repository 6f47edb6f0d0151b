//! Names are `str` subclasses and indices `int` subclasses, Python classes of the owner wheel.

use crate::{
    errors::{invalid, shown, type_name, wrong_type},
    wire::{Decoder, WireError},
};
use pyo3::{
    Borrowed, intern,
    prelude::*,
    sync::PyOnceLock,
    types::{PyBool, PyInt, PyString},
};

/// Rust newtype over text whose Python class is a `str` subclass. Implement it with
/// [`canonical_name!`](crate::canonical_name!).
pub trait CanonicalName: Sized + 'static {
    const MODULE: &'static str;
    const CLASS: &'static str;
    fn text(&self) -> &str;
    fn from_text(text: &str) -> Self;
    #[doc(hidden)]
    fn class() -> &'static PyOnceLock<Py<PyAny>>;
}

/// Rust newtype over `usize` whose Python class is an `int` subclass. Implement it with
/// [`canonical_index!`](crate::canonical_index!).
pub trait CanonicalIndex: Copy + 'static {
    const MODULE: &'static str;
    const CLASS: &'static str;
    fn position(self) -> usize;
    fn from_position(position: usize) -> Self;
    #[doc(hidden)]
    fn class() -> &'static PyOnceLock<Py<PyAny>>;
}

fn resolve<'py>(py: Python<'py>, cell: &'static PyOnceLock<Py<PyAny>>, module: &str, class: &str) -> PyResult<&'py Bound<'py, PyAny>> {
    Ok(cell
        .get_or_try_init(py, || Ok::<_, PyErr>(py.import(module)?.getattr(class)?.unbind()))?
        .bind(py))
}

/// `str.__new__` or `int.__new__`: what the Python class checks is known to hold of a Rust value, and Python code would take longer
/// than the rest of a getter.
fn plain_new<'py>(py: Python<'py>, cell: &'static PyOnceLock<Py<PyAny>>, builtin: &str) -> PyResult<&'py Bound<'py, PyAny>> {
    let make = || Ok::<_, PyErr>(py.import("builtins")?.getattr(builtin)?.getattr("__new__")?.unbind());
    Ok(cell.get_or_try_init(py, make)?.bind(py))
}

/// The name as an object of its Python class.
pub fn name_to_py<'py, T: CanonicalName>(py: Python<'py>, name: &T) -> PyResult<Bound<'py, PyAny>> {
    static NEW: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    plain_new(py, &NEW, "str")?.call1((resolve(py, T::class(), T::MODULE, T::CLASS)?, name.text()))
}

/// A name from its own class or a plain `str` that is not blank; another class of names is refused, the error names the argument.
pub fn name_arg<T: CanonicalName>(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<T> {
    let wrong = || {
        wrong_type(
            argument,
            format!(
                "{argument} must be a str or {}, got {} {}",
                T::CLASS,
                type_name(value),
                shown(value)
            ),
        )
    };
    let text = value.cast::<PyString>().map_err(|_| wrong())?;
    if !value.is_exact_instance_of::<PyString>() {
        let py = value.py();
        let other_name = value.get_type().getattr(intern!(py, "__barter_name__")).is_ok();
        if other_name && !value.is_instance(resolve(py, T::class(), T::MODULE, T::CLASS)?)? {
            return Err(wrong());
        }
    }
    let text = text
        .to_str()
        .map_err(|_| invalid(argument, format!("{argument} must be valid Unicode, got {}", shown(value))))?;
    if text.trim().is_empty() {
        return Err(invalid(
            argument,
            format!("{argument} must not be empty or blank, got {}", shown(value)),
        ));
    }
    Ok(T::from_text(text))
}

/// The index as an object of its Python class.
pub fn index_to_py<T: CanonicalIndex>(py: Python<'_>, index: T) -> PyResult<Bound<'_, PyAny>> {
    static NEW: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    plain_new(py, &NEW, "int")?.call1((resolve(py, T::class(), T::MODULE, T::CLASS)?, index.position()))
}

/// An index from its own class or from a plain non-negative `int`; another index class is refused.
pub fn index_arg<T: CanonicalIndex>(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<T> {
    let py = value.py();
    let class = resolve(py, T::class(), T::MODULE, T::CLASS)?;
    let kind = value.get_type();
    let expected = || {
        format!(
            "{argument} must be a {} or a non-negative int, got {} {}",
            T::CLASS,
            type_name(value),
            shown(value)
        )
    };
    if !kind.is(class) && !value.is_exact_instance_of::<PyInt>() {
        let other_index = kind.getattr(intern!(py, "__barter_index__")).is_ok() && !value.is_instance(class)?;
        if other_index || value.is_instance_of::<PyBool>() || kind.getattr(intern!(py, "__index__")).is_err() {
            return Err(wrong_type(argument, expected()));
        }
    }
    let position = value.extract::<usize>().map_err(|_| invalid(argument, expected()))?;
    Ok(T::from_position(position))
}

/// Text of a name in wire bytes: not blank, as in the constructor.
#[doc(hidden)]
pub fn name_text<'a>(input: &mut Decoder<'a>) -> Result<&'a str, WireError> {
    let text = input.text()?;
    // As `text.trim().is_empty()`, which also looks at the end.
    if text.chars().all(char::is_whitespace) {
        Err(WireError::Invalid("name: it is blank"))
    } else {
        Ok(text)
    }
}

/// Argument or result that is a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name<T>(pub T);

/// Argument or result that is an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Index<T>(pub T);

impl<'py, T: CanonicalName> FromPyObject<'_, 'py> for Name<T> {
    type Error = PyErr;
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = pyo3::type_hint_identifier!("builtins", "str");
    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        name_arg(&object, "name").map(Name)
    }
}

impl<'py, T: CanonicalName> IntoPyObject<'py> for Name<T> {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;
    const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr = pyo3::type_hint_identifier!(T::MODULE, T::CLASS);
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        name_to_py(py, &self.0)
    }
}

impl<'py, T: CanonicalIndex> FromPyObject<'_, 'py> for Index<T> {
    type Error = PyErr;
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = pyo3::type_hint_identifier!("builtins", "int");
    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        index_arg(&object, "index").map(Index)
    }
}

impl<'py, T: CanonicalIndex> IntoPyObject<'py> for Index<T> {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;
    const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr = pyo3::type_hint_identifier!(T::MODULE, T::CLASS);
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        index_to_py(py, self.0)
    }
}

/// [`CanonicalName`] and [`Wire`](crate::wire::Wire) for a newtype over text; `$text` lends the text.
///
/// ```ignore
/// canonical_name!(AssetNameInternal => "barter_instrument", "AssetNameInternal", |name| name.name().as_str());
/// ```
/// With `, no wire` the type is a key, whose bytes are in [`instrument::key`](crate::instrument::key); `, made by f` makes it of the text
/// in bytes with `f` instead of `new`.
#[macro_export]
macro_rules! canonical_name {
    ($type:ty => $module:literal, $class:literal, |$name:ident| $text:expr) => {
        $crate::canonical_name!($type => $module, $class, |$name| $text, made by Self::new);
    };
    ($type:ty => $module:literal, $class:literal, |$name:ident| $text:expr, made by $make:path) => {
        $crate::canonical_name!($type => $module, $class, |$name| $text, no wire);
        impl $crate::wire::Wire for $type {
            const LAYOUT: u64 = <String as $crate::wire::Wire>::LAYOUT;
            fn put(&self, out: &mut $crate::wire::Encoder) {
                let text = $crate::identifier::CanonicalName::text(self);
                out.length(text.len());
                out.bytes(text.as_bytes());
            }
            fn get(input: &mut $crate::wire::Decoder<'_>) -> Result<Self, $crate::wire::WireError> {
                $crate::identifier::name_text(input).map($make)
            }
        }
    };
    ($type:ty => $module:literal, $class:literal, |$name:ident| $text:expr, no wire) => {
        impl $crate::identifier::CanonicalName for $type {
            const MODULE: &'static str = $module;
            const CLASS: &'static str = $class;
            fn text(&self) -> &str {
                let $name = self;
                $text
            }
            fn from_text(text: &str) -> Self {
                Self::new(text)
            }
            fn class() -> &'static $crate::reexport::pyo3::sync::PyOnceLock<
                $crate::reexport::pyo3::Py<$crate::reexport::pyo3::PyAny>,
            > {
                static CLASS: $crate::reexport::pyo3::sync::PyOnceLock<
                    $crate::reexport::pyo3::Py<$crate::reexport::pyo3::PyAny>,
                > = $crate::reexport::pyo3::sync::PyOnceLock::new();
                &CLASS
            }
        }
    };
}

/// [`CanonicalIndex`] for a newtype over `usize` with `new` and `index`; indices are keys, so their bytes are in
/// [`instrument::key`](crate::instrument::key).
#[macro_export]
macro_rules! canonical_index {
    ($type:ty => $module:literal, $class:literal) => {
        impl $crate::identifier::CanonicalIndex for $type {
            const MODULE: &'static str = $module;
            const CLASS: &'static str = $class;
            fn position(self) -> usize {
                self.index()
            }
            fn from_position(position: usize) -> Self {
                Self::new(position)
            }
            fn class() -> &'static $crate::reexport::pyo3::sync::PyOnceLock<$crate::reexport::pyo3::Py<$crate::reexport::pyo3::PyAny>> {
                static CLASS: $crate::reexport::pyo3::sync::PyOnceLock<$crate::reexport::pyo3::Py<$crate::reexport::pyo3::PyAny>> =
                    $crate::reexport::pyo3::sync::PyOnceLock::new();
                &CLASS
            }
        }
    };
}
