//! `Instrument`.

pub mod kind;
mod rounding;
pub mod spec;

use crate::underlying::PyUnderlying;
use barter_instrument::{
    exchange::ExchangeId,
    instrument::{
        Instrument,
        kind::InstrumentKind,
        name::{InstrumentNameExchange, InstrumentNameInternal},
        quote::InstrumentQuoteAsset,
    },
};
use barter_interop::{
    Enum, Name, canonical_methods, enum_arg,
    errors::state_error,
    instrument::{AssetKey, ExchangeKey, value::check_instrument},
    money::Exact,
    name_arg,
    value::{checked, own_arg},
    value_methods,
};
use kind::PyInstrumentKind;
use pyo3::prelude::*;
use spec::PyInstrumentSpec;

/// Everything needed to subscribe to an instrument and to trade it. Its keys are names (`ExchangeId`, `Asset`) where users build
/// it and indices inside `IndexedInstruments` and the engine; a mix is refused.
///
/// Args:
///     exchange: `ExchangeId` or its text; `ExchangeIndex`, or `Keyed(ExchangeIndex, ExchangeId)` in the indexed form.
///     name_internal: barter's name, one over all exchanges; see `InstrumentNameInternal.new_from_exchange`.
///     name_exchange: the exchange's name.
///     underlying: `Underlying`.
///     quote: which asset of the underlying it is priced in.
///     kind: `InstrumentKind`.
///     spec: `InstrumentSpec` with tick, lot and minima, or None.
///
/// Raises:
///     WrongTypeError, InvalidArgumentError: with the argument's name.
#[pyclass(frozen, eq, ord, hash, name = "Instrument", module = "barter_instrument")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyInstrument(pub Instrument<ExchangeKey, AssetKey>);
canonical_methods!(PyInstrument(Instrument<ExchangeKey, AssetKey>));
value_methods!(PyInstrument {
    exchange,
    name_internal,
    name_exchange,
    underlying,
    quote,
    kind,
    spec
});

#[pymethods]
impl PyInstrument {
    #[new]
    #[pyo3(signature = (
        exchange: "ExchangeId | ExchangeIndex | Keyed[ExchangeIndex, ExchangeId] | str",
        name_internal: "str",
        name_exchange: "str",
        underlying: "Underlying",
        quote: "InstrumentQuoteAsset | str",
        kind: "InstrumentKind",
        spec: "InstrumentSpec | None" = None
    ))]
    #[allow(clippy::too_many_arguments)]
    fn new(
        exchange: &Bound<'_, PyAny>,
        name_internal: &Bound<'_, PyAny>,
        name_exchange: &Bound<'_, PyAny>,
        underlying: &Bound<'_, PyAny>,
        quote: &Bound<'_, PyAny>,
        kind: &Bound<'_, PyAny>,
        spec: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let instrument = Instrument {
            exchange: ExchangeKey::from_py(exchange, "exchange")?,
            name_internal: name_arg(name_internal, "name_internal")?,
            name_exchange: name_arg(name_exchange, "name_exchange")?,
            underlying: own_arg::<PyUnderlying>(underlying, "underlying")?.get().0.clone(),
            quote: enum_arg(quote, "quote")?,
            kind: own_arg::<PyInstrumentKind>(kind, "kind")?.get().to_kind(),
            spec: spec
                .map(|spec| own_arg::<PyInstrumentSpec>(spec, "spec").map(|spec| spec.get().0.clone()))
                .transpose()?,
        };
        checked(check_instrument(&instrument))?;
        Ok(Self(instrument))
    }

    /// A spot instrument, priced in the quote asset of its underlying.
    ///
    /// >>> from barter_instrument import Instrument, Underlying
    /// >>> Instrument.spot("kraken", "kraken-xbt_usd", "XBT/USD", Underlying("XBT", "USD")).contract_size
    /// Decimal('1')
    #[staticmethod]
    #[pyo3(signature = (
        exchange: "ExchangeId | ExchangeIndex | Keyed[ExchangeIndex, ExchangeId] | str",
        name_internal: "str",
        name_exchange: "str",
        underlying: "Underlying",
        spec: "InstrumentSpec | None" = None
    ))]
    fn spot(
        exchange: &Bound<'_, PyAny>,
        name_internal: &Bound<'_, PyAny>,
        name_exchange: &Bound<'_, PyAny>,
        underlying: &Bound<'_, PyAny>,
        spec: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let instrument = Instrument {
            exchange: ExchangeKey::from_py(exchange, "exchange")?,
            name_internal: name_arg(name_internal, "name_internal")?,
            name_exchange: name_arg(name_exchange, "name_exchange")?,
            underlying: own_arg::<PyUnderlying>(underlying, "underlying")?.get().0.clone(),
            quote: InstrumentQuoteAsset::UnderlyingQuote,
            kind: InstrumentKind::Spot,
            spec: spec
                .map(|spec| own_arg::<PyInstrumentSpec>(spec, "spec").map(|spec| spec.get().0.clone()))
                .transpose()?,
        };
        checked(check_instrument(&instrument))?;
        Ok(Self(instrument))
    }

    /// Exchange: `ExchangeId`, `ExchangeIndex` or `Keyed(ExchangeIndex, ExchangeId)`.
    #[getter]
    fn exchange(&self) -> ExchangeKey {
        self.0.exchange
    }

    /// The exchange's id, whatever the form; None if only its index is known.
    #[getter]
    fn exchange_id(&self) -> Option<Enum<ExchangeId>> {
        self.0.exchange.id().map(Enum)
    }

    /// barter's name, one over all exchanges.
    #[getter]
    fn name_internal(&self) -> Name<InstrumentNameInternal> {
        Name(self.0.name_internal.clone())
    }

    /// The exchange's name.
    #[getter]
    fn name_exchange(&self) -> Name<InstrumentNameExchange> {
        Name(self.0.name_exchange.clone())
    }

    /// Base and quote asset.
    #[getter]
    fn underlying(&self) -> PyUnderlying {
        PyUnderlying(self.0.underlying.clone())
    }

    /// Which asset of the underlying it is priced in.
    #[getter]
    fn quote(&self) -> Enum<InstrumentQuoteAsset> {
        Enum(self.0.quote)
    }

    /// Spot or contract.
    #[getter]
    fn kind(&self) -> PyInstrumentKind {
        self.0.kind.clone().into()
    }

    /// Tick, lot and minima, if they are known.
    #[getter]
    fn spec(&self) -> Option<PyInstrumentSpec> {
        self.0.spec.clone().map(PyInstrumentSpec)
    }

    /// How much of the base asset a quantity of 1 stands for; 1 for spot.
    #[getter]
    fn contract_size(&self) -> Exact {
        Exact(self.0.kind.contract_size())
    }

    /// Asset the contract settles in; None for spot.
    #[getter]
    fn settlement_asset(&self) -> Option<AssetKey> {
        self.0.kind.settlement_asset().cloned()
    }

    /// The same instrument with another exchange key of the same form.
    #[pyo3(signature = (exchange: "ExchangeId | ExchangeIndex | Keyed[ExchangeIndex, ExchangeId] | str"))]
    fn map_exchange_key(&self, exchange: &Bound<'_, PyAny>) -> PyResult<Self> {
        let mapped = self.0.clone().map_exchange_key(ExchangeKey::from_py(exchange, "exchange")?);
        checked(check_instrument(&mapped))?;
        Ok(Self(mapped))
    }

    /// The price on the instrument's tick. `side` is needed by `Rounding.PASSIVE` and `Rounding.AGGRESSIVE`.
    ///
    /// Raises:
    ///     StateError: the instrument has no spec.
    #[pyo3(signature = (price: "Decimal | int | str | float", rounding: "Rounding | str", *, side: "Side | str | None" = None))]
    fn round_price(&self, price: &Bound<'_, PyAny>, rounding: &Bound<'_, PyAny>, side: Option<&Bound<'_, PyAny>>) -> PyResult<Exact> {
        rounding::round(price, "price", self.rules()?.price.tick_size, rounding, side)
    }

    /// The quantity on the instrument's step, towards zero by default.
    ///
    /// Raises:
    ///     StateError: the instrument has no spec.
    #[pyo3(signature = (
        quantity: "Decimal | int | str | float",
        rounding: "Rounding | str | None" = None,
        *,
        side: "Side | str | None" = None
    ))]
    fn round_quantity(
        &self,
        quantity: &Bound<'_, PyAny>,
        rounding: Option<&Bound<'_, PyAny>>,
        side: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Exact> {
        rounding::round_quantity(quantity, self.rules()?.quantity.increment, rounding, side)
    }
}

impl PyInstrument {
    fn rules(&self) -> PyResult<&barter_instrument::instrument::spec::InstrumentSpec<AssetKey>> {
        self.0.spec.as_ref().ok_or_else(|| {
            state_error(
                "no_spec",
                format!(
                    "{} has no spec: give it one with .replace(spec=InstrumentSpec(...))",
                    self.0.name_internal
                ),
            )
        })
    }
}
