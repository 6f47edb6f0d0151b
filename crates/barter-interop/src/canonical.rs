//! One Python class per Rust type, whichever wheel made the value.
//!
//! In: `isinstance` → `__barter_wire__()` → decode. Out: the *installed* class's `_from_barter_wire`, looked up once.

use crate::{
    errors::{invalid, shown, type_name, wrong_type},
    wheel::{installed, mixed, require_attribute, this_wheel},
    wire::{Decoder, Encoder, FNV_OFFSET, Wire, WireError, fnv, mix},
};
use pyo3::{
    Borrowed, intern,
    prelude::*,
    sync::PyOnceLock,
    types::{PyBytes, PyDict, PyType},
};

/// Version and layout of the bytes of a class.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Schema {
    /// Raised by hand whenever the layout changes.
    pub version: u16,
    /// FNV-1a hash of the class and its layout.
    pub hash: u64,
}

impl Schema {
    pub const fn of(module: &str, class: &str, version: u16, layout: u64) -> Self {
        let hash = fnv(fnv(fnv(FNV_OFFSET, module.as_bytes()), b"."), class.as_bytes());
        Self {
            version,
            hash: mix(hash, "layout", layout),
        }
    }
}

/// Class of the owner wheel and its bound `_from_barter_wire`.
#[derive(Debug)]
pub struct Resolved {
    class: Py<PyType>,
    from_wire: Py<PyAny>,
}

/// Rust type with one Python class, defined by exactly one wheel. Implement it with [`canonical!`](crate::canonical!).
pub trait Canonical: Wire + 'static {
    /// Import name of the owner wheel.
    const MODULE: &'static str;
    /// Name of the class in that wheel.
    const CLASS: &'static str;
    const SCHEMA: Schema;

    #[doc(hidden)]
    fn resolved() -> &'static PyOnceLock<Resolved>;

    /// What a constructor checks, for values that come from bytes or JSON; the text names the field.
    fn validate(&self) -> Result<(), String> {
        Ok(())
    }

    fn to_wire(&self) -> Vec<u8> {
        let mut out = Encoder::new();
        out.bytes(b"BW");
        out.bytes(&Self::SCHEMA.version.to_le_bytes());
        out.bytes(&Self::SCHEMA.hash.to_le_bytes());
        self.put(&mut out);
        out.into_bytes()
    }

    fn from_wire(bytes: &[u8]) -> Result<Self, WireError> {
        let mut input = Decoder::new(bytes);
        if input.bytes(2)? != b"BW" {
            return Err(WireError::Magic);
        }
        let (version, hash) = (u16::get(&mut input)?, u64::get(&mut input)?);
        if (Schema { version, hash }) != Self::SCHEMA {
            return Err(WireError::Schema {
                expected_version: Self::SCHEMA.version,
                expected_hash: Self::SCHEMA.hash,
                found_version: version,
                found_hash: hash,
            });
        }
        let value = Self::get(&mut input)?;
        input.finish()?;
        value.validate().map_err(WireError::Refused)?;
        Ok(value)
    }

    /// Imports the owner, compares schemas, keeps the class. Call it in `#[pymodule_init]` for each foreign type, so that
    /// a mix of releases fails at import.
    fn require(py: Python<'_>) -> PyResult<&'static Resolved> {
        Self::resolved().get_or_try_init(py, || {
            let module = py.import(Self::MODULE)?;
            let class = require_attribute(module.as_any(), Self::MODULE, "", Self::CLASS)?.cast_into::<PyType>()?;
            let found = module
                .getattr("__barter_schemas__")
                .and_then(|schemas| schemas.get_item(Self::CLASS))
                .and_then(|schema| schema.extract::<(u16, u64)>())
                .ok();
            if found != Some((Self::SCHEMA.version, Self::SCHEMA.hash)) {
                let Schema { version, hash } = Self::SCHEMA;
                let found = found.map_or_else(|| "none".to_owned(), |(v, hash)| format!("{v}:{hash:016x}"));
                return Err(mixed(format!(
                    "{} was built for layout {version}:{hash:016x} of {}.{}, but the installed {} has {found}",
                    this_wheel(),
                    Self::MODULE,
                    Self::CLASS,
                    installed(py, Self::MODULE),
                )));
            }
            let from_wire = class.getattr("_from_barter_wire")?.unbind();
            Ok(Resolved {
                class: class.unbind(),
                from_wire,
            })
        })
    }
}

/// Converts `value` to the installed class of `T`.
pub fn to_foreign<'py, T: Canonical>(py: Python<'py>, value: &T) -> PyResult<Bound<'py, PyAny>> {
    T::require(py)?.from_wire.bind(py).call1((PyBytes::new(py, &value.to_wire()),))
}

/// Converts an object of the installed class of `T`; the error names the argument.
pub fn foreign_arg<T: Canonical>(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<T> {
    let py = value.py();
    let resolved = T::require(py)?;
    let class = resolved.class.bind(py);
    if !value.get_type().is(class) && !value.is_instance(class)? {
        return Err(wrong_type(
            argument,
            format!(
                "{argument} must be a {}.{}, got {} {}",
                T::MODULE,
                T::CLASS,
                type_name(value),
                shown(value)
            ),
        ));
    }
    let bytes = value.call_method0(intern!(py, "__barter_wire__"))?;
    T::from_wire(bytes.cast::<PyBytes>()?.as_bytes()).map_err(|error| match error {
        // The object is sound, but its keys are of the other form.
        WireError::Refused(message) => invalid(argument, format!("{argument} has keys of the other form: {message}")),
        error => error.into(),
    })
}

/// Argument or result whose class lives in another wheel (or in this one). Prefer [`foreign_arg`] where the message
/// should name the argument.
#[derive(Debug, Clone, PartialEq)]
pub struct Foreign<T>(pub T);

impl<'py, T: Canonical> FromPyObject<'_, 'py> for Foreign<T> {
    type Error = PyErr;

    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = pyo3::type_hint_identifier!(T::MODULE, T::CLASS);

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        foreign_arg(&object, "value").map(Foreign)
    }
}

impl<'py, T: Canonical> IntoPyObject<'py> for Foreign<T> {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr = pyo3::type_hint_identifier!(T::MODULE, T::CLASS);

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        to_foreign(py, &self.0)
    }
}

/// A Python class of this wheel that stands for a canonical value. [`canonical_methods!`](crate::canonical_methods!)
/// implements it for newtypes.
pub trait Wraps: Sized {
    type Value: Canonical;
    /// From a value that was checked.
    fn wrap(py: Python<'_>, value: Self::Value) -> PyResult<Self>;
    /// Lends the value.
    fn with_value<R>(&self, py: Python<'_>, f: impl FnOnce(&Self::Value) -> R) -> PyResult<R>;
}

/// Adds `Class: (version, hash)` to the dict that a wheel exports as `__barter_schemas__`.
pub fn export_schema<T: Canonical>(schemas: &Bound<'_, PyDict>) -> PyResult<()> {
    schemas.set_item(T::CLASS, (T::SCHEMA.version, T::SCHEMA.hash))
}

/// Adds `__barter_schemas__` for the listed types to a module.
///
/// ```ignore
/// export_schemas!(module, Asset, Underlying<Asset>);
/// ```
#[macro_export]
macro_rules! export_schemas {
    ($module:expr, $($type:ty),* $(,)?) => {{
        let module: &$crate::reexport::pyo3::Bound<'_, $crate::reexport::pyo3::types::PyModule> = $module;
        let schemas = $crate::reexport::pyo3::types::PyDict::new($crate::reexport::pyo3::Bound::py(module));
        $($crate::canonical::export_schema::<$type>(&schemas)?;)*
        $crate::reexport::pyo3::types::PyModuleMethods::add(module, "__barter_schemas__", schemas)?;
    }};
}

/// Makes a type [`Canonical`]. With a field list it also implements [`Wire`] by exhaustive destructuring; without one the
/// type must have [`Wire`] already. `validate` names a `fn(&T) -> Result<(), String>`. Several types, separated by `|`, are
/// the forms of one class: the same bytes, keyed by index or by name.
///
/// ```ignore
/// canonical!(Balance => "barter_execution", "Balance", 1 { total: Decimal, free: Decimal });
/// canonical!(OrderKey<ExchangeKey, InstrumentKey> | OrderKey<ExchangeIndex, InstrumentIndex> => "barter_execution", "OrderKey", 1, validate key);
/// ```
#[macro_export]
macro_rules! canonical {
    (@each [$($type:ty),+] $rest:tt) => {
        $($crate::canonical!(@one $type, $rest);)+
    };
    (@one $type:ty, [$module:literal, $class:literal, $version:literal $(, validate $validate:path)?]) => {
        impl $crate::canonical::Canonical for $type {
            const MODULE: &'static str = $module;
            const CLASS: &'static str = $class;
            const SCHEMA: $crate::canonical::Schema =
                $crate::canonical::Schema::of($module, $class, $version, <$type as $crate::wire::Wire>::LAYOUT);
            fn resolved() -> &'static $crate::reexport::pyo3::sync::PyOnceLock<$crate::canonical::Resolved> {
                static RESOLVED: $crate::reexport::pyo3::sync::PyOnceLock<$crate::canonical::Resolved> =
                    $crate::reexport::pyo3::sync::PyOnceLock::new();
                &RESOLVED
            }
            $(fn validate(&self) -> Result<(), String> {
                $validate(self)
            })?
        }
    };
    ($type:ty => $module:literal, $class:literal, $version:literal $(, validate $validate:path)? { $($field:ident : $kind:ty),* $(,)? }) => {
        $crate::wire_struct!($type { $($field: $kind),* });
        $crate::canonical!(@one $type, [$module, $class, $version $(, validate $validate)?]);
    };
    ($($type:ty)|+ => $module:literal, $class:literal, $version:literal $(, validate $validate:path)?) => {
        $crate::canonical!(@each [$($type),+] [$module, $class, $version $(, validate $validate)?]);
    };
}

/// Adds the wire, pickle and copy methods to a frozen `#[pyclass]`. `canonical_methods!(PyAsset(Asset))` also implements
/// [`Wraps`] for the newtype; `canonical_methods!(PyKind)` uses an implementation written by hand.
#[macro_export]
macro_rules! canonical_methods {
    ($class:ident ($value:ty)) => {
        impl $crate::canonical::Wraps for $class {
            type Value = $value;
            fn wrap(_: ::pyo3::Python<'_>, value: $value) -> ::pyo3::PyResult<Self> {
                Ok(Self(value))
            }
            fn with_value<R>(&self, _: ::pyo3::Python<'_>, f: impl FnOnce(&$value) -> R) -> ::pyo3::PyResult<R> {
                Ok(f(&self.0))
            }
        }
        $crate::canonical_methods!($class);
    };
    ($class:ident) => {
        #[::pyo3::pymethods]
        impl $class {
            /// The value in barter's wire form; crosses between wheels of one release.
            fn __barter_wire__<'py>(&self, py: ::pyo3::Python<'py>) -> ::pyo3::PyResult<::pyo3::Bound<'py, ::pyo3::types::PyBytes>> {
                let bytes = $crate::canonical::Wraps::with_value(self, py, |value| $crate::canonical::Canonical::to_wire(value))?;
                Ok(::pyo3::types::PyBytes::new(py, &bytes))
            }

            /// A value from barter's wire form. Raises DataError for anything else.
            #[classmethod]
            fn _from_barter_wire(
                cls: &::pyo3::Bound<'_, ::pyo3::types::PyType>,
                data: &::pyo3::Bound<'_, ::pyo3::PyAny>,
            ) -> ::pyo3::PyResult<Self> {
                let value = $crate::canonical::from_wire_object(data)?;
                <Self as $crate::canonical::Wraps>::wrap(cls.py(), value)
            }

            fn __reduce__<'py>(
                slf: &::pyo3::Bound<'py, Self>,
            ) -> ::pyo3::PyResult<(
                ::pyo3::Bound<'py, ::pyo3::PyAny>,
                (::pyo3::Bound<'py, ::pyo3::types::PyBytes>,),
            )> {
                let py = slf.py();
                let constructor =
                    ::pyo3::types::PyAnyMethods::getattr(py.get_type::<Self>().as_any(), ::pyo3::intern!(py, "_from_barter_wire"))?;
                Ok((constructor, (slf.get().__barter_wire__(py)?,)))
            }

            fn __copy__(slf: ::pyo3::Bound<'_, Self>) -> ::pyo3::Bound<'_, Self> {
                slf
            }

            fn __deepcopy__<'py>(slf: ::pyo3::Bound<'py, Self>, memo: &::pyo3::Bound<'py, ::pyo3::PyAny>) -> ::pyo3::Bound<'py, Self> {
                let _ = memo;
                slf
            }
        }
    };
}

#[doc(hidden)]
pub fn from_wire_object<T: Canonical>(data: &Bound<'_, PyAny>) -> PyResult<T> {
    let bytes = data
        .cast::<PyBytes>()
        .map_err(|_| wrong_type("data", format!("data must be bytes, got {}", type_name(data))))?;
    Ok(T::from_wire(bytes.as_bytes())?)
}
