//! Rules of an instrument: tick, lot, minima.

use barter_instrument::instrument::spec::{
    InstrumentSpec, InstrumentSpecNotional, InstrumentSpecPrice, InstrumentSpecQuantity, OrderQuantityUnits,
};
use barter_interop::{
    Wraps, canonical_methods,
    instrument::{
        AssetKey,
        contract::above_zero,
        spec::{check_notional, check_price, check_quantity},
    },
    money::{Exact, decimal_arg},
    value::{checked, own_arg},
    value_methods,
};
use pyo3::prelude::*;

use super::{check::Given, rounding::round};

/// Smallest price and price step.
///
/// Args:
///     min: smallest price, not negative.
///     tick_size: step between prices, above zero.
///
/// >>> from barter_instrument import InstrumentSpecPrice
/// >>> InstrumentSpecPrice(min="0.1", tick_size="0.1")
/// InstrumentSpecPrice(min=Decimal('0.1'), tick_size=Decimal('0.1'))
#[pyclass(frozen, eq, ord, hash, name = "InstrumentSpecPrice", module = "barter_instrument")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyInstrumentSpecPrice(pub InstrumentSpecPrice);
canonical_methods!(PyInstrumentSpecPrice(InstrumentSpecPrice));
value_methods!(PyInstrumentSpecPrice { min, tick_size });

#[pymethods]
impl PyInstrumentSpecPrice {
    #[new]
    #[pyo3(signature = (min: "Decimal | int | str | float", tick_size: "Decimal | int | str | float"))]
    fn new(min: &Bound<'_, PyAny>, tick_size: &Bound<'_, PyAny>) -> PyResult<Self> {
        let spec = InstrumentSpecPrice {
            min: decimal_arg(min, "min")?,
            tick_size: decimal_arg(tick_size, "tick_size")?,
        };
        checked(check_price(&spec))?;
        Ok(Self(spec))
    }

    /// Smallest price.
    #[getter]
    fn min(&self) -> Exact {
        Exact(self.0.min)
    }

    /// Step between prices.
    #[getter]
    fn tick_size(&self) -> Exact {
        Exact(self.0.tick_size)
    }
}

/// What a quantity counts: units of an asset, contracts, or units of the quote asset.
///
/// >>> from barter_instrument import OrderQuantityUnits
/// >>> OrderQuantityUnits.Asset("btc").asset.name_internal
/// AssetNameInternal('btc')
#[pyclass(frozen, eq, ord, hash, name = "OrderQuantityUnits", module = "barter_instrument")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PyOrderQuantityUnits {
    /// Units of this asset.
    #[pyo3(constructor = (asset))]
    Asset { asset: UnitAsset },
    /// Contracts.
    #[pyo3(constructor = ())]
    Contract {},
    /// Units of the quote asset.
    #[pyo3(constructor = ())]
    Quote {},
}
canonical_methods!(PyOrderQuantityUnits);
value_methods!(PyOrderQuantityUnits);

/// Asset of `OrderQuantityUnits.Asset`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitAsset(AssetKey);

impl<'py> FromPyObject<'_, 'py> for UnitAsset {
    type Error = PyErr;
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = pyo3::type_hint_identifier!("barter_instrument", "Asset");
    fn extract(object: pyo3::Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        AssetKey::asset_from_py(&object, "asset").map(Self)
    }
}

impl<'py> IntoPyObject<'py> for UnitAsset {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;
    const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr = pyo3::type_hint_identifier!("barter_instrument", "Asset");
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        self.0.to_py(py)
    }
}

impl Wraps for PyOrderQuantityUnits {
    type Value = OrderQuantityUnits<AssetKey>;

    fn wrap(_: Python<'_>, value: Self::Value) -> PyResult<Self> {
        Ok(value.into())
    }

    fn with_value<R>(&self, _: Python<'_>, f: impl FnOnce(&Self::Value) -> R) -> PyResult<R> {
        Ok(f(&self.to_units()))
    }
}

impl From<OrderQuantityUnits<AssetKey>> for PyOrderQuantityUnits {
    fn from(units: OrderQuantityUnits<AssetKey>) -> Self {
        match units {
            OrderQuantityUnits::Asset(asset) => Self::Asset { asset: UnitAsset(asset) },
            OrderQuantityUnits::Contract => Self::Contract {},
            OrderQuantityUnits::Quote => Self::Quote {},
        }
    }
}

impl PyOrderQuantityUnits {
    fn to_units(&self) -> OrderQuantityUnits<AssetKey> {
        match self {
            Self::Asset { asset } => OrderQuantityUnits::Asset(asset.0.clone()),
            Self::Contract {} => OrderQuantityUnits::Contract,
            Self::Quote {} => OrderQuantityUnits::Quote,
        }
    }
}

/// Unit, smallest quantity and quantity step.
///
/// Args:
///     unit: `OrderQuantityUnits`.
///     min: smallest quantity, not negative.
///     increment: step between quantities, above zero.
#[pyclass(frozen, eq, ord, hash, name = "InstrumentSpecQuantity", module = "barter_instrument")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyInstrumentSpecQuantity(pub InstrumentSpecQuantity<AssetKey>);
canonical_methods!(PyInstrumentSpecQuantity(InstrumentSpecQuantity<AssetKey>));
value_methods!(PyInstrumentSpecQuantity { unit, min, increment });

#[pymethods]
impl PyInstrumentSpecQuantity {
    #[new]
    #[pyo3(signature = (unit: "OrderQuantityUnits", min: "Decimal | int | str | float", increment: "Decimal | int | str | float"))]
    fn new(unit: &Bound<'_, PyAny>, min: &Bound<'_, PyAny>, increment: &Bound<'_, PyAny>) -> PyResult<Self> {
        let spec = InstrumentSpecQuantity {
            unit: own_arg::<PyOrderQuantityUnits>(unit, "unit")?.get().to_units(),
            min: decimal_arg(min, "min")?,
            increment: decimal_arg(increment, "increment")?,
        };
        checked(check_quantity(&spec))?;
        Ok(Self(spec))
    }

    /// What a quantity counts.
    #[getter]
    fn unit(&self) -> PyOrderQuantityUnits {
        self.0.unit.clone().into()
    }

    /// Smallest quantity.
    #[getter]
    fn min(&self) -> Exact {
        Exact(self.0.min)
    }

    /// Step between quantities.
    #[getter]
    fn increment(&self) -> Exact {
        Exact(self.0.increment)
    }
}

/// Smallest value of an order (price × quantity × contract size) in the quote asset, not negative.
#[pyclass(frozen, eq, ord, hash, name = "InstrumentSpecNotional", module = "barter_instrument")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyInstrumentSpecNotional(pub InstrumentSpecNotional);
canonical_methods!(PyInstrumentSpecNotional(InstrumentSpecNotional));
value_methods!(PyInstrumentSpecNotional { min });

#[pymethods]
impl PyInstrumentSpecNotional {
    #[new]
    #[pyo3(signature = (min: "Decimal | int | str | float"))]
    fn new(min: &Bound<'_, PyAny>) -> PyResult<Self> {
        let spec = InstrumentSpecNotional {
            min: decimal_arg(min, "min")?,
        };
        checked(check_notional(&spec))?;
        Ok(Self(spec))
    }

    /// Smallest value of an order.
    #[getter]
    fn min(&self) -> Exact {
        Exact(self.0.min)
    }
}

/// The rules of an instrument for prices, quantities and values of orders.
///
/// >>> from barter_instrument import *
/// >>> spec = InstrumentSpec(
/// ...     InstrumentSpecPrice("0.1", "0.1"),
/// ...     InstrumentSpecQuantity(OrderQuantityUnits.Asset("btc"), "0.001", "0.001"),
/// ...     InstrumentSpecNotional(5),
/// ... )
/// >>> spec.round_price("59000.17", Rounding.PASSIVE, side=Side.BUY), spec.round_quantity("0.0119")
/// (Decimal('59000.1'), Decimal('0.011'))
#[pyclass(frozen, eq, ord, hash, name = "InstrumentSpec", module = "barter_instrument")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyInstrumentSpec(pub InstrumentSpec<AssetKey>);
canonical_methods!(PyInstrumentSpec(InstrumentSpec<AssetKey>));
value_methods!(PyInstrumentSpec { price, quantity, notional });

#[pymethods]
impl PyInstrumentSpec {
    #[new]
    #[pyo3(signature = (price: "InstrumentSpecPrice", quantity: "InstrumentSpecQuantity", notional: "InstrumentSpecNotional"))]
    fn new(price: &Bound<'_, PyAny>, quantity: &Bound<'_, PyAny>, notional: &Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(Self(InstrumentSpec {
            price: own_arg::<PyInstrumentSpecPrice>(price, "price")?.get().0,
            quantity: own_arg::<PyInstrumentSpecQuantity>(quantity, "quantity")?.get().0.clone(),
            notional: own_arg::<PyInstrumentSpecNotional>(notional, "notional")?.get().0,
        }))
    }

    /// Rules of prices.
    #[getter]
    fn price(&self) -> PyInstrumentSpecPrice {
        PyInstrumentSpecPrice(self.0.price)
    }

    /// Rules of quantities.
    #[getter]
    fn quantity(&self) -> PyInstrumentSpecQuantity {
        PyInstrumentSpecQuantity(self.0.quantity.clone())
    }

    /// Smallest value of an order.
    #[getter]
    fn notional(&self) -> PyInstrumentSpecNotional {
        PyInstrumentSpecNotional(self.0.notional)
    }

    /// The price on the tick. `side` is needed by `Rounding.PASSIVE` and `Rounding.AGGRESSIVE`.
    ///
    /// Raises:
    ///     InvalidArgumentError: the side is missing, or the result has more digits than a Decimal of barter holds.
    #[pyo3(signature = (price: "Decimal | int | str | float", rounding: "Rounding | str", *, side: "Side | str | None" = None))]
    fn round_price(&self, price: &Bound<'_, PyAny>, rounding: &Bound<'_, PyAny>, side: Option<&Bound<'_, PyAny>>) -> PyResult<Exact> {
        round(price, "price", self.0.price.tick_size, rounding, side)
    }

    /// The quantity on the step, towards zero by default.
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
        super::rounding::round_quantity(quantity, self.0.quantity.increment, rounding, side)
    }

    /// Whether an order keeps the rules; see `Instrument.check`, which knows its contract size.
    ///
    /// >>> from barter_instrument import *
    /// >>> spec = InstrumentSpec(
    /// ...     InstrumentSpecPrice("0.1", "0.1"),
    /// ...     InstrumentSpecQuantity(OrderQuantityUnits.Contract(), 1, 1),
    /// ...     InstrumentSpecNotional(5),
    /// ... )
    /// >>> broken = spec.check(quantity=3, price="0.5", contract_size="0.1").violations[0]
    /// >>> broken.rule, broken.given, broken.limit, broken.allowed
    /// (SpecRule.NOTIONAL_MIN, Decimal('0.15'), Decimal('5'), (Decimal('100'),))
    #[pyo3(signature = (
        order: "object" = None,
        *,
        quantity: "Decimal | int | str | float | None" = None,
        price: "Decimal | int | str | float | None" = None,
        side: "Side | str | None" = None,
        kind: "object" = None,
        contract_size: "Decimal | int | str | float | None" = None
    ))]
    #[allow(clippy::too_many_arguments)]
    fn check<'py>(
        slf: &Bound<'py, Self>,
        order: Option<&Bound<'py, PyAny>>,
        quantity: Option<&Bound<'py, PyAny>>,
        price: Option<&Bound<'py, PyAny>>,
        side: Option<&Bound<'py, PyAny>>,
        kind: Option<&Bound<'py, PyAny>>,
        contract_size: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let contract_size = contract_size.map_or(Ok(rust_decimal::Decimal::ONE), |size| decimal_arg(size, "contract_size"))?;
        checked(above_zero("contract_size", contract_size))?;
        let spec = slf.get().clone();
        super::check::check(
            slf.py(),
            spec,
            contract_size,
            Given {
                order,
                quantity,
                price,
                side,
                kind,
            },
        )
    }
}
