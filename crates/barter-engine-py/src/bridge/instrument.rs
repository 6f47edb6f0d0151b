//! `ctx.instrument(name)`: one instrument of a run.

use super::access::Access;
use barter_driver::{InstrumentMeta, Universe};
use barter_instrument::{asset::AssetIndex, exchange::ExchangeId};
use barter_interop::{Enum, Foreign, guard::guarded, identifier::name_to_py, money};
use pyo3::{
    class::basic::CompareOp,
    prelude::*,
    sync::PyOnceLock,
    types::{PyDict, PyTuple},
};
use rust_decimal::Decimal;
use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

/// One instrument of a run. Pass it wherever an `instrument` is asked for.
#[pyclass(frozen, module = "barter_engine")]
pub struct InstrumentHandle {
    pub universe: Arc<Universe>,
    pub position: usize,
    canonical: PyOnceLock<Py<PyAny>>,
}

impl InstrumentHandle {
    pub fn new(universe: Arc<Universe>, position: usize) -> Self {
        Self {
            universe,
            position,
            canonical: PyOnceLock::new(),
        }
    }

    pub fn meta(&self) -> &InstrumentMeta {
        &self.universe.instruments[self.position]
    }

    fn asset<'py>(&self, py: Python<'py>, asset: AssetIndex) -> PyResult<Bound<'py, PyAny>> {
        name_to_py(py, self.universe.asset_name(asset))
    }

    fn of_spec(&self, of: impl Fn(&barter_instrument::instrument::spec::InstrumentSpec<AssetIndex>) -> Decimal) -> Option<Decimal> {
        self.meta().spec.as_ref().map(of)
    }

    fn canonical<'py>(&self, py: Python<'py>) -> PyResult<&Bound<'py, PyAny>> {
        let cached = self.canonical.get_or_try_init(py, || {
            let named = crate::universe::named_instrument(&self.universe, self.position)?;
            Ok::<_, PyErr>(Foreign(named).into_pyobject(py)?.unbind())
        })?;
        Ok(cached.bind(py))
    }
}

#[pymethods]
impl InstrumentHandle {
    /// Position among the instruments of the run.
    #[getter]
    fn index(&self) -> usize {
        self.position
    }

    /// barter's internal name, such as ``binance_spot-btc_usdt``.
    #[getter]
    fn name<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        name_to_py(py, &self.meta().name_internal)
    }

    /// The exchange's own name, such as ``BTCUSDT``.
    #[getter]
    fn name_exchange<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        name_to_py(py, &self.meta().name_exchange)
    }

    #[getter]
    fn exchange(&self) -> Enum<ExchangeId> {
        Enum(self.meta().exchange_id)
    }

    /// Internal name of the base asset.
    #[getter]
    fn base<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.asset(py, self.meta().base)
    }

    /// Internal name of the quote asset.
    #[getter]
    fn quote<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.asset(py, self.meta().quote)
    }

    #[getter]
    fn is_spot(&self) -> bool {
        self.meta().is_spot
    }

    /// Units of the base asset per contract (1 for spot).
    #[getter]
    fn contract_size<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        money::decimal_to_py(py, &self.meta().contract_size)
    }

    /// Price increment; None without a specification.
    #[getter]
    fn tick_size<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.of_spec(|spec| spec.price.tick_size)
            .map(|value| money::decimal_to_py(py, &value))
            .transpose()
    }

    /// Quantity increment; None without a specification.
    #[getter]
    fn lot_size<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.of_spec(|spec| spec.quantity.increment)
            .map(|value| money::decimal_to_py(py, &value))
            .transpose()
    }

    /// The canonical `barter_instrument.Instrument`.
    #[getter]
    fn instrument<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guarded(|| Ok(self.canonical(py)?.clone()))
    }

    /// `barter_instrument.Instrument.round_price` with this instrument's tick.
    #[pyo3(signature = (*args, **kwargs))]
    fn round_price<'py>(
        &self,
        py: Python<'py>,
        args: &Bound<'py, PyTuple>,
        kwargs: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        guarded(|| self.canonical(py)?.call_method("round_price", args, kwargs))
    }

    /// `barter_instrument.Instrument.round_quantity` with this instrument's lot.
    #[pyo3(signature = (*args, **kwargs))]
    fn round_quantity<'py>(
        &self,
        py: Python<'py>,
        args: &Bound<'py, PyTuple>,
        kwargs: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        guarded(|| self.canonical(py)?.call_method("round_quantity", args, kwargs))
    }

    fn __richcmp__(&self, other: &Bound<'_, PyAny>, op: CompareOp) -> PyResult<Py<PyAny>> {
        let py = other.py();
        let Ok(other) = other.cast::<Self>() else {
            return Ok(py.NotImplemented());
        };
        let same = self.position == other.get().position && Arc::ptr_eq(&self.universe, &other.get().universe);
        match op {
            CompareOp::Eq => Ok(same.into_pyobject(py)?.to_owned().into_any().unbind()),
            CompareOp::Ne => Ok((!same).into_pyobject(py)?.to_owned().into_any().unbind()),
            _ => Ok(py.NotImplemented()),
        }
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (Arc::as_ptr(&self.universe) as usize, self.position).hash(&mut hasher);
        hasher.finish()
    }

    fn __str__(&self) -> String {
        self.meta().name_internal.name().to_string()
    }

    fn __repr__(&self) -> String {
        format!(
            "InstrumentHandle(index={}, name='{}')",
            self.position,
            self.meta().name_internal.name()
        )
    }
}

/// Handles of all instruments of a run, and the way from what a user writes to one of them.
pub struct Instruments {
    pub universe: Arc<Universe>,
    pub handles: Vec<Py<InstrumentHandle>>,
}

impl Instruments {
    pub fn new(py: Python<'_>, universe: Arc<Universe>) -> PyResult<Self> {
        let handles = (0..universe.instruments.len())
            .map(|position| Py::new(py, InstrumentHandle::new(Arc::clone(&universe), position)))
            .collect::<PyResult<_>>()?;
        Ok(Self { universe, handles })
    }

    /// Position of the instrument that a handle, name or index stands for; None where there is just one.
    #[inline]
    pub fn resolve(&self, given: Option<&Bound<'_, PyAny>>) -> PyResult<usize> {
        match given {
            None if self.handles.len() == 1 => Ok(0),
            None => Err(barter_interop::errors::invalid(
                "instrument",
                format!(
                    "instrument must be given, because the run has {}: {}",
                    self.handles.len(),
                    self.names()
                ),
            )),
            Some(given) => self.resolve_given(given),
        }
    }

    fn resolve_given(&self, given: &Bound<'_, PyAny>) -> PyResult<usize> {
        use barter_interop::errors::{invalid, not_found, shown, type_name, wrong_type};
        if let Ok(handle) = given.cast::<InstrumentHandle>() {
            let handle = handle.get();
            if Arc::ptr_eq(&handle.universe, &self.universe) {
                return Ok(handle.position);
            }
            return Err(invalid(
                "instrument",
                format!("instrument {} is a handle of another run", handle.meta().name_internal.name()),
            ));
        }
        if let Ok(text) = given.cast::<pyo3::types::PyString>() {
            let text = text.to_str()?;
            let known = |name: &str| self.universe.instruments.iter().position(|meta| meta.name_internal.name() == name);
            if let Some(position) = known(text) {
                return Ok(position);
            }
            let by_exchange_name: Vec<_> = (0..self.universe.instruments.len())
                .filter(|position| self.universe.instruments[*position].name_exchange.name() == text)
                .collect();
            return match by_exchange_name[..] {
                [position] => Ok(position),
                [] => Err(not_found(
                    "instrument",
                    format!("instrument '{text}' is not in this run; it has: {}", self.names()),
                )),
                _ => Err(invalid(
                    "instrument",
                    format!(
                        "'{text}' is the name of several instruments; use the internal name: {}",
                        self.names()
                    ),
                )),
            };
        }
        if given.is_instance_of::<pyo3::types::PyInt>() && !given.is_instance_of::<pyo3::types::PyBool>() {
            return given
                .extract::<usize>()
                .ok()
                .filter(|position| *position < self.handles.len())
                .ok_or_else(|| {
                    not_found(
                        "instrument",
                        format!("instrument index {} is not in this run; it has: {}", shown(given), self.names()),
                    )
                });
        }
        Err(wrong_type(
            "instrument",
            format!(
                "instrument must be a handle, name or index, got {} {}",
                type_name(given),
                shown(given)
            ),
        ))
    }

    fn names(&self) -> String {
        self.universe
            .instruments
            .iter()
            .map(|meta| meta.name_internal.name().as_str())
            .collect::<Vec<_>>()
            .join(", ")
    }
}

/// What every object made by a run shares.
pub struct Shared {
    pub access: Access,
    pub instruments: Instruments,
}
