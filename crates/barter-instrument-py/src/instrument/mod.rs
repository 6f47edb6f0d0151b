//! `Instrument`.

mod check;
pub mod kind;
pub mod market_data;
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

    /// The same instrument with other asset keys: each key (underlying, settlement asset, unit) is replaced by what `find_asset`
    /// returns for it. An error that `find_asset` raises is passed on.
    ///
    /// Args:
    ///     find_asset: called with an `Asset` or `AssetIndex`; returns the key of another form.
    ///     exchange: key of the exchange in the new form; None keeps it. Keys of one instrument have one form.
    ///
    /// >>> from barter_instrument import AssetIndex, ExchangeIndex, Instrument, Underlying
    /// >>> xbt = Instrument.spot("kraken", "kraken-xbt_usd", "XBT/USD", Underlying("XBT", "USD"))
    /// >>> positions = {"xbt": AssetIndex(0), "usd": AssetIndex(1)}
    /// >>> xbt.map_asset_key_with_lookup(lambda asset: positions[asset.name_internal], ExchangeIndex(0)).underlying.quote
    /// AssetIndex(1)
    #[pyo3(signature = (
        find_asset: "Callable[[Any], Asset | AssetIndex | str]",
        exchange: "ExchangeId | ExchangeIndex | Keyed[ExchangeIndex, ExchangeId] | str | None" = None
    ))]
    fn map_asset_key_with_lookup(&self, find_asset: &Bound<'_, PyAny>, exchange: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let py = find_asset.py();
        let mut instrument = self.0.clone();
        if let Some(exchange) = exchange {
            instrument.exchange = ExchangeKey::from_py(exchange, "exchange")?;
        }
        let mapped = instrument
            .map_asset_key_with_lookup(|asset: &AssetKey| AssetKey::asset_from_py(&find_asset.call1((asset.to_py(py)?,))?, "find_asset"))?;
        checked(check_instrument(&mapped))?;
        Ok(Self(mapped))
    }

    /// Whether an order keeps the instrument's rules, and if not, which it breaks, by how much, and what would be allowed.
    ///
    /// Args:
    ///     order: anything with `quantity` and, where it has them, `price`, `side` and `kind` (an order, the terms of a request), or with
    ///         those on its `state` (a request).
    ///     quantity, price, side, kind: instead of an order, or to override it. `kind` is "limit" or "market": the price of a market
    ///         order is what it is expected to pay, so the rules of prices do not bind it, and its value is judged only if a price is
    ///         given. `side` picks which neighbour of a price is the passive one.
    ///
    /// Returns:
    ///     `SpecCheck`, true if no rule is broken.
    ///
    /// Raises:
    ///     StateError: the instrument has no spec.
    ///
    /// >>> from barter_instrument import *
    /// >>> xbt = Instrument.spot("kraken", "kraken-xbt_usd", "XBT/USD", Underlying("XBT", "USD"), InstrumentSpec(
    /// ...     InstrumentSpecPrice("0.1", "0.1"),
    /// ...     InstrumentSpecQuantity(OrderQuantityUnits.Asset("XBT"), "0.001", "0.001"),
    /// ...     InstrumentSpecNotional(5),
    /// ... ))
    /// >>> print(xbt.check(quantity="0.0015", price="59000.17"))
    /// price 59000.17 is not a multiple of the tick 0.1: allowed are 59000.1 and 59000.2
    /// quantity 0.0015 is not a multiple of the increment 0.001: allowed are 0.001 and 0.002
    #[pyo3(signature = (
        order: "object" = None,
        *,
        quantity: "Decimal | int | str | float | None" = None,
        price: "Decimal | int | str | float | None" = None,
        side: "Side | str | None" = None,
        kind: "object" = None
    ))]
    fn check<'py>(
        &self,
        py: Python<'py>,
        order: Option<&Bound<'py, PyAny>>,
        quantity: Option<&Bound<'py, PyAny>>,
        price: Option<&Bound<'py, PyAny>>,
        side: Option<&Bound<'py, PyAny>>,
        kind: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let given = check::Given {
            order,
            quantity,
            price,
            side,
            kind,
        };
        check::check(py, PyInstrumentSpec(self.rules()?.clone()), self.0.kind.contract_size(), given)
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
