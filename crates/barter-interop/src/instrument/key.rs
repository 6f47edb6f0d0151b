//! What identifies an exchange, an asset or an instrument in upstream's generic types.
//!
//! The bytes of a key are a tag and the key, the same for the enum and for each type it stands for. So
//! `Order<ExchangeIndex, InstrumentIndex>` and `Order<ExchangeKey, InstrumentKey>` have one layout and one Python class.

use super::form::{Form, HasForm};
use crate::{
    canonical::foreign_arg,
    errors::{invalid, shown, type_name, wrong_type},
    identifier::{CanonicalName, index_arg, index_to_py, name_arg, name_to_py},
    member::{self, enum_arg, member},
    wire::{Decoder, Encoder, FNV_OFFSET, Wire, WireError, fnv},
};
use barter_instrument::{
    Keyed,
    asset::{
        Asset, AssetIndex, QuoteAsset,
        name::{AssetNameExchange, AssetNameInternal},
    },
    exchange::{ExchangeId, ExchangeIndex},
    instrument::{InstrumentIndex, name::InstrumentNameExchange},
};
use pyo3::{
    intern,
    prelude::*,
    sync::PyOnceLock,
    types::{PyBool, PyInt, PyString},
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Key of an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ExchangeKey {
    Index(ExchangeIndex),
    Id(ExchangeId),
    /// Both, inside `IndexedInstruments`.
    Keyed(Keyed<ExchangeIndex, ExchangeId>),
}

/// Key of an asset.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum AssetKey {
    Index(AssetIndex),
    Name(AssetNameExchange),
    /// Both names, in what users build.
    Asset(Asset),
    /// The quote asset, whatever it is: the key of fees inside the engine.
    Quote(QuoteAsset),
}

/// Key of an instrument.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum InstrumentKey {
    Index(InstrumentIndex),
    Name(InstrumentNameExchange),
}

/// The key without its tag.
trait Untagged: Sized {
    fn put_untagged(&self, out: &mut Encoder);
    fn get_untagged(input: &mut Decoder<'_>) -> Result<Self, WireError>;
}

macro_rules! untagged_index {
    ($($type:ty),*) => {$(
        impl Untagged for $type {
            #[inline]
            fn put_untagged(&self, out: &mut Encoder) {
                self.0.put(out);
            }
            #[inline]
            fn get_untagged(input: &mut Decoder<'_>) -> Result<Self, WireError> {
                usize::get(input).map(Self)
            }
        }
    )*};
}
untagged_index!(ExchangeIndex, AssetIndex, InstrumentIndex);

macro_rules! untagged_name {
    ($($type:ty),*) => {$(
        impl Untagged for $type {
            fn put_untagged(&self, out: &mut Encoder) {
                self.name().put(out);
            }
            fn get_untagged(input: &mut Decoder<'_>) -> Result<Self, WireError> {
                crate::identifier::name_text(input).map(Self::from_text)
            }
        }
    )*};
}
untagged_name!(AssetNameExchange, InstrumentNameExchange);

impl Untagged for ExchangeId {
    fn put_untagged(&self, out: &mut Encoder) {
        out.bytes(&[member::CanonicalEnum::position(*self) as u8]);
    }
    fn get_untagged(input: &mut Decoder<'_>) -> Result<Self, WireError> {
        member::from_position(input)
    }
}

impl Untagged for Keyed<ExchangeIndex, ExchangeId> {
    fn put_untagged(&self, out: &mut Encoder) {
        self.key.put_untagged(out);
        self.value.put_untagged(out);
    }
    fn get_untagged(input: &mut Decoder<'_>) -> Result<Self, WireError> {
        Ok(Self {
            key: Untagged::get_untagged(input)?,
            value: Untagged::get_untagged(input)?,
        })
    }
}

impl Untagged for Asset {
    fn put_untagged(&self, out: &mut Encoder) {
        let Self {
            name_internal,
            name_exchange,
        } = self;
        name_internal.put(out);
        name_exchange.put_untagged(out);
    }
    fn get_untagged(input: &mut Decoder<'_>) -> Result<Self, WireError> {
        Ok(Self {
            name_internal: AssetNameInternal::get(input)?,
            name_exchange: Untagged::get_untagged(input)?,
        })
    }
}

impl Untagged for QuoteAsset {
    fn put_untagged(&self, _: &mut Encoder) {}
    fn get_untagged(_: &mut Decoder<'_>) -> Result<Self, WireError> {
        Ok(Self)
    }
}

/// [`Wire`] of a key enum and of the types in it: one layout, so that their values are interchangeable where the form fits.
macro_rules! key_wire {
    ($any:ident, $layout:expr, $what:literal { $($tag:literal => $variant:ident($type:ty)),* $(,)? }) => {
        impl $any {
            const TAGS: &'static [(u8, &'static str)] = &[$(($tag, stringify!($type))),*];
        }
        impl Wire for $any {
            const LAYOUT: u64 = $layout;
            #[inline]
            fn put(&self, out: &mut Encoder) {
                match self {
                    $(Self::$variant(key) => key.put(out),)*
                }
            }
            #[inline]
            fn get(input: &mut Decoder<'_>) -> Result<Self, WireError> {
                match input.u8()? {
                    $($tag => Untagged::get_untagged(input).map(Self::$variant),)*
                    _ => Err(WireError::Invalid($what)),
                }
            }
        }
        $(
            impl Wire for $type {
                const LAYOUT: u64 = <$any as Wire>::LAYOUT;
                #[inline]
                fn put(&self, out: &mut Encoder) {
                    out.bytes(&[$tag]);
                    self.put_untagged(out);
                }
                #[inline]
                fn get(input: &mut Decoder<'_>) -> Result<Self, WireError> {
                    match input.u8()? {
                        $tag => Untagged::get_untagged(input),
                        tag => Err(other_form(tag, stringify!($type), $what, $any::TAGS)),
                    }
                }
            }
            impl From<$type> for $any {
                fn from(key: $type) -> Self {
                    Self::$variant(key)
                }
            }
        )*
    };
}

fn other_form(tag: u8, wanted: &str, what: &'static str, known: &[(u8, &str)]) -> WireError {
    known
        .iter()
        .find(|(number, _)| *number == tag)
        .map_or(WireError::Invalid(what), |(_, found)| {
            WireError::Refused(format!("the {what} must be a {wanted} here, got a {found}"))
        })
}

key_wire!(ExchangeKey, member::layout::<ExchangeId>() ^ fnv(FNV_OFFSET, b"exchange key"), "exchange key" {
    0 => Index(ExchangeIndex),
    1 => Id(ExchangeId),
    2 => Keyed(Keyed<ExchangeIndex, ExchangeId>),
});
key_wire!(AssetKey, fnv(FNV_OFFSET, b"asset key: index, name, asset, quote"), "asset key" {
    0 => Index(AssetIndex),
    1 => Name(AssetNameExchange),
    2 => Asset(Asset),
    3 => Quote(QuoteAsset),
});
key_wire!(InstrumentKey, fnv(FNV_OFFSET, b"instrument key: index, name"), "instrument key" {
    0 => Index(InstrumentIndex),
    1 => Name(InstrumentNameExchange),
});

impl fmt::Display for ExchangeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Index(index) => index.fmt(f),
            Self::Id(id) => f.write_str(id.as_str()),
            Self::Keyed(keyed) => f.write_str(keyed.value.as_str()),
        }
    }
}

impl fmt::Display for AssetKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Index(index) => index.fmt(f),
            Self::Name(name) => name.fmt(f),
            Self::Asset(asset) => asset.name_internal.fmt(f),
            Self::Quote(_) => f.write_str("quote asset"),
        }
    }
}

impl fmt::Display for InstrumentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Index(index) => index.fmt(f),
            Self::Name(name) => name.fmt(f),
        }
    }
}

/// A class of the instrument wheel that is written in Python.
fn python_class<'py>(py: Python<'py>, cell: &'static PyOnceLock<Py<PyAny>>, name: &str) -> PyResult<&'py Bound<'py, PyAny>> {
    Ok(cell
        .get_or_try_init(py, || Ok::<_, PyErr>(py.import("barter_instrument")?.getattr(name)?.unbind()))?
        .bind(py))
}

fn keyed_class(py: Python<'_>) -> PyResult<&Bound<'_, PyAny>> {
    static CLASS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    python_class(py, &CLASS, "Keyed")
}

fn quote_asset_class(py: Python<'_>) -> PyResult<&Bound<'_, PyAny>> {
    static CLASS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    python_class(py, &CLASS, "QuoteAsset")
}

/// `Keyed(key, value)` of the instrument wheel.
pub fn keyed_to_py<'py>(py: Python<'py>, key: Bound<'py, PyAny>, value: Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    keyed_class(py)?.call1((key, value))
}

/// Key and value of a `Keyed` of the instrument wheel; None for anything else.
pub fn keyed_from_py<'py>(value: &Bound<'py, PyAny>) -> PyResult<Option<(Bound<'py, PyAny>, Bound<'py, PyAny>)>> {
    let py = value.py();
    if !value.is_instance(keyed_class(py)?)? {
        return Ok(None);
    }
    Ok(Some((value.getattr(intern!(py, "key"))?, value.getattr(intern!(py, "value"))?)))
}

fn is_index(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    if value.is_instance_of::<PyInt>() {
        return Ok(!value.is_instance_of::<PyBool>());
    }
    value.hasattr(intern!(value.py(), "__index__"))
}

impl ExchangeKey {
    /// From `ExchangeId` or its text, `ExchangeIndex` or an int, or `Keyed(ExchangeIndex, ExchangeId)`.
    pub fn from_py(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<Self> {
        let py = value.py();
        if value.is_instance_of::<PyString>() {
            return enum_arg(value, argument).map(Self::Id);
        }
        if is_index(value)? {
            return index_arg(value, argument).map(Self::Index);
        }
        if value.is_instance(keyed_class(py)?)? {
            let key = index_arg(&value.getattr(intern!(py, "key"))?, &format!("{argument}.key"))?;
            let id = enum_arg(&value.getattr(intern!(py, "value"))?, &format!("{argument}.value"))?;
            return Ok(Self::Keyed(Keyed::new(key, id)));
        }
        Err(wrong_type(
            argument,
            format!(
                "{argument} must be an ExchangeId, its text, or an ExchangeIndex, got {} {}",
                type_name(value),
                shown(value)
            ),
        ))
    }

    pub fn to_py<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match self {
            Self::Index(index) => index_to_py(py, *index),
            Self::Id(id) => member(py, *id).cloned(),
            Self::Keyed(keyed) => keyed_to_py(py, index_to_py(py, keyed.key)?, member(py, keyed.value)?.clone()),
        }
    }

    /// The id, unless only the index is known.
    pub fn id(&self) -> Option<ExchangeId> {
        match self {
            Self::Index(_) => None,
            Self::Id(id) => Some(*id),
            Self::Keyed(keyed) => Some(keyed.value),
        }
    }
}

impl AssetKey {
    /// Key of a balance or an account event: `AssetIndex` or an int, `AssetNameExchange` or any text.
    pub fn from_py(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<Self> {
        if value.is_instance_of::<PyString>() {
            return name_arg(value, argument).map(Self::Name);
        }
        if is_index(value)? {
            return index_arg(value, argument).map(Self::Index);
        }
        Err(wrong_type(
            argument,
            format!(
                "{argument} must be an AssetIndex or an AssetNameExchange (a str), got {} {}",
                type_name(value),
                shown(value)
            ),
        ))
    }

    /// Key of fees: as [`from_py`](Self::from_py), or `QuoteAsset`.
    pub fn fee_from_py(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<Self> {
        if value.is_instance(quote_asset_class(value.py())?)? {
            return Ok(Self::Quote(QuoteAsset));
        }
        if !value.is_instance_of::<PyString>() && !is_index(value)? {
            return Err(wrong_type(
                argument,
                format!(
                    "{argument} must be QuoteAsset(), an AssetIndex or an AssetNameExchange (a str), got {} {}",
                    type_name(value),
                    shown(value)
                ),
            ));
        }
        Self::from_py(value, argument)
    }

    /// Asset of an instrument: `Asset`, text (the exchange's name; the internal one is its lower case), or `AssetIndex`.
    pub fn asset_from_py(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<Self> {
        if value.is_instance_of::<PyString>() {
            return Ok(Self::Asset(Asset::new_from_exchange(name_arg::<AssetNameExchange>(
                value, argument,
            )?)));
        }
        if is_index(value)? {
            return index_arg(value, argument).map(Self::Index);
        }
        foreign_arg::<Asset>(value, argument).map(Self::Asset)
    }

    pub fn to_py<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match self {
            Self::Index(index) => index_to_py(py, *index),
            Self::Name(name) => name_to_py(py, name),
            Self::Asset(asset) => crate::canonical::to_foreign(py, asset),
            Self::Quote(_) => quote_asset_class(py)?.call0(),
        }
    }
}

impl InstrumentKey {
    /// From `InstrumentIndex` or an int, `InstrumentNameExchange` or any text.
    pub fn from_py(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<Self> {
        if value.is_instance_of::<PyString>() {
            return name_arg(value, argument).map(Self::Name);
        }
        if is_index(value)? {
            return index_arg(value, argument).map(Self::Index);
        }
        Err(wrong_type(
            argument,
            format!(
                "{argument} must be an InstrumentIndex or an InstrumentNameExchange (a str), got {} {}",
                type_name(value),
                shown(value)
            ),
        ))
    }

    pub fn to_py<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match self {
            Self::Index(index) => index_to_py(py, *index),
            Self::Name(name) => name_to_py(py, name),
        }
    }
}

/// A key is given to Python as an object of its own class. The hint stays `Any`: a union of all forms would make every use of a
/// key a type error, as a checker cannot know the form.
macro_rules! key_to_py {
    ($($any:ident),+) => {$(
        impl<'py> IntoPyObject<'py> for $any {
            type Target = PyAny;
            type Output = Bound<'py, PyAny>;
            type Error = PyErr;
            const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr = pyo3::type_hint_identifier!("typing", "Any");

            fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
                self.to_py(py)
            }
        }
    )+};
}
key_to_py!(ExchangeKey, AssetKey, InstrumentKey);

/// [`common_form`](super::form::common_form) of arguments, as an error of the first argument that disagrees.
pub fn same_form(argument: &str, keys: impl IntoIterator<Item = (&'static str, Option<Form>)>) -> PyResult<()> {
    super::form::common_form(keys)
        .map(|_| ())
        .map_err(|message| invalid(argument, message))
}

/// Forms of an exchange and an instrument key.
pub fn pair_forms(exchange: &impl HasForm, instrument: &impl HasForm) -> [(&'static str, Option<Form>); 2] {
    [("exchange", exchange.form()), ("instrument", instrument.form())]
}
