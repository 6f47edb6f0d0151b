//! `OrderKey`, `TimeInForce`, `Order`.

pub mod event;
pub mod id;
pub mod request;
pub mod state;

use barter_execution::order::{
    Order, OrderKey, OrderKind, TimeInForce,
    id::{ClientOrderId, StrategyId},
    state::{OpenInFlight, OrderState},
};
use barter_instrument::Side;
use barter_interop::{
    Enum, Name, Wraps, canonical_methods, enum_arg,
    errors::invalid,
    execution::order::{check_key, check_order, parse_time_in_force, time_in_force_arg},
    instrument::{AssetKey, ExchangeKey, InstrumentKey},
    money::{Exact, decimal_arg, to_f64},
    name_arg, own_from_py,
    value::{checked, flag_arg, own_arg},
    value_methods,
};
use pyo3::{prelude::*, types::PyBool};
use request::{PyOrderRequestCancel, PyOrderRequestOpen, key_getters};
use state::{PyOrderState, state_arg};

/// What identifies an order.
///
/// Args:
///     exchange: `ExchangeIndex` (or int), or `ExchangeId` (or its text).
///     instrument: `InstrumentIndex` (or int), or `InstrumentNameExchange` (or str); of the same form as the exchange.
///     strategy: identifier of the strategy.
///     cid: the client's identifier of the order.
///
/// >>> from barter_execution import OrderKey
/// >>> OrderKey(0, 3, "ema", "1")
/// OrderKey(exchange=ExchangeIndex(0), instrument=InstrumentIndex(3), strategy=StrategyId('ema'), cid=ClientOrderId('1'))
/// >>> OrderKey("kraken", "XBT/USD", "ema", "1").exchange
/// ExchangeId.KRAKEN
#[pyclass(frozen, eq, ord, hash, name = "OrderKey", module = "barter_execution")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyOrderKey(pub OrderKey<ExchangeKey, InstrumentKey>);
canonical_methods!(PyOrderKey(OrderKey<ExchangeKey, InstrumentKey>));
value_methods!(PyOrderKey {
    exchange,
    instrument,
    strategy,
    cid
});

#[pymethods]
impl PyOrderKey {
    #[new]
    #[pyo3(signature = (
        exchange: "ExchangeIndex | ExchangeId | int | str",
        instrument: "InstrumentIndex | InstrumentNameExchange | int | str",
        strategy: "StrategyId | str",
        cid: "ClientOrderId | str"
    ))]
    fn new(
        exchange: &Bound<'_, PyAny>,
        instrument: &Bound<'_, PyAny>,
        strategy: &Bound<'_, PyAny>,
        cid: &Bound<'_, PyAny>,
    ) -> PyResult<Self> {
        let key = OrderKey {
            exchange: ExchangeKey::from_py(exchange, "exchange")?,
            instrument: InstrumentKey::from_py(instrument, "instrument")?,
            strategy: name_arg(strategy, "strategy")?,
            cid: name_arg(cid, "cid")?,
        };
        checked(check_key(&key))?;
        Ok(Self(key))
    }

    /// The exchange.
    #[getter]
    fn exchange(&self) -> ExchangeKey {
        self.0.exchange
    }

    /// The instrument.
    #[getter]
    fn instrument(&self) -> InstrumentKey {
        self.0.instrument.clone()
    }

    /// Identifier of the strategy.
    #[getter]
    fn strategy(&self) -> Name<StrategyId> {
        Name(self.0.strategy.clone())
    }

    /// The client's identifier of the order.
    #[getter]
    fn cid(&self) -> Name<ClientOrderId> {
        Name(self.0.cid.clone())
    }
}

/// How long an order stays.
///
/// >>> from barter_execution import TimeInForce
/// >>> match TimeInForce.GoodUntilCancelled(post_only=True):
/// ...     case TimeInForce.GoodUntilCancelled(post_only):
/// ...         print(post_only)
/// True
/// >>> TimeInForce.from_text("ioc") == TimeInForce.ImmediateOrCancel()
/// True
#[pyclass(frozen, eq, ord, hash, name = "TimeInForce", module = "barter_execution")]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PyTimeInForce {
    /// Until it is cancelled. `post_only`: it is refused if it would take liquidity.
    #[pyo3(constructor = (post_only = PostOnly(false)))]
    GoodUntilCancelled { post_only: PostOnly },
    /// Until the end of the day in UTC.
    #[pyo3(constructor = ())]
    GoodUntilEndOfDay {},
    /// Filled whole at once, or cancelled.
    #[pyo3(constructor = ())]
    FillOrKill {},
    /// Filled as far as possible at once, the rest is cancelled.
    #[pyo3(constructor = ())]
    ImmediateOrCancel {},
}
canonical_methods!(PyTimeInForce);

/// Flag of `TimeInForce.GoodUntilCancelled`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostOnly(bool);

impl<'py> FromPyObject<'_, 'py> for PostOnly {
    type Error = PyErr;
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = <bool as FromPyObject<'_, '_>>::INPUT_TYPE;

    fn extract(object: pyo3::Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        flag_arg(&object, "post_only").map(Self)
    }
}

impl<'py> IntoPyObject<'py> for PostOnly {
    type Target = PyBool;
    type Output = pyo3::Borrowed<'py, 'py, PyBool>;
    type Error = std::convert::Infallible;
    const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr = <bool as IntoPyObject<'_>>::OUTPUT_TYPE;

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        self.0.into_pyobject(py)
    }
}
value_methods!(PyTimeInForce);

impl Wraps for PyTimeInForce {
    type Value = TimeInForce;

    fn wrap(_: Python<'_>, value: TimeInForce) -> PyResult<Self> {
        Ok(value.into())
    }

    fn with_value<R>(&self, _: Python<'_>, f: impl FnOnce(&TimeInForce) -> R) -> PyResult<R> {
        Ok(f(&self.to_time_in_force()))
    }
}

impl From<TimeInForce> for PyTimeInForce {
    fn from(value: TimeInForce) -> Self {
        match value {
            TimeInForce::GoodUntilCancelled { post_only } => Self::GoodUntilCancelled {
                post_only: PostOnly(post_only),
            },
            TimeInForce::GoodUntilEndOfDay => Self::GoodUntilEndOfDay {},
            TimeInForce::FillOrKill => Self::FillOrKill {},
            TimeInForce::ImmediateOrCancel => Self::ImmediateOrCancel {},
        }
    }
}

impl PyTimeInForce {
    fn to_time_in_force(self) -> TimeInForce {
        match self {
            Self::GoodUntilCancelled { post_only } => TimeInForce::GoodUntilCancelled { post_only: post_only.0 },
            Self::GoodUntilEndOfDay {} => TimeInForce::GoodUntilEndOfDay,
            Self::FillOrKill {} => TimeInForce::FillOrKill,
            Self::ImmediateOrCancel {} => TimeInForce::ImmediateOrCancel,
        }
    }
}

#[pymethods]
impl PyTimeInForce {
    /// From a text: gtc, post_only, day, fok, ioc, or upstream's name in snake case.
    #[staticmethod]
    fn from_text(text: &str) -> PyResult<Self> {
        parse_time_in_force(text)
            .map(Self::from)
            .ok_or_else(|| invalid("text", format!("text must be one of gtc, post_only, day, fok, ioc, got '{text}'")))
    }
}

/// A time in force from an object of this wheel, which needs no bytes, or from a text.
pub fn time_in_force_of(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<TimeInForce> {
    match value.cast::<PyTimeInForce>() {
        Ok(own) => Ok(own.get().to_time_in_force()),
        Err(_) => time_in_force_arg(value, argument),
    }
}

type AnyOrder = Order<ExchangeKey, InstrumentKey, OrderState<AssetKey, InstrumentKey>>;

/// An order.
///
/// Args:
///     key: `OrderKey`.
///     side: `Side` or its text.
///     price: limit price, above zero; for a market order the price seen when it was made, which may be 0.
///     quantity: quantity it began with, above zero.
///     kind: `OrderKind` or its text.
///     time_in_force: `TimeInForce`, or a text: gtc, post_only, day, fok, ioc.
///     state: `OrderState`, or a state that it may hold (`Open`, `Cancelled`, an `OrderError`, ...).
#[pyclass(frozen, eq, ord, hash, name = "Order", module = "barter_execution")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyOrder(pub AnyOrder);
canonical_methods!(PyOrder(AnyOrder));
value_methods!(PyOrder {
    key,
    side,
    price,
    quantity,
    kind,
    time_in_force,
    state
});
own_from_py!(PyOrder as "order");
key_getters!(PyOrder);

#[pymethods]
impl PyOrder {
    #[new]
    #[pyo3(signature = (
        key: "OrderKey",
        side: "Side | str",
        price: "Decimal | int | str | float",
        quantity: "Decimal | int | str | float",
        kind: "OrderKind | str",
        time_in_force: "TimeInForce | str",
        state: "OrderState | ActiveOrderState | InactiveOrderState | OpenInFlight | Open | CancelInFlight | Cancelled | OrderError"
    ))]
    #[allow(clippy::too_many_arguments)]
    fn new(
        key: &Bound<'_, PyAny>,
        side: &Bound<'_, PyAny>,
        price: &Bound<'_, PyAny>,
        quantity: &Bound<'_, PyAny>,
        kind: &Bound<'_, PyAny>,
        time_in_force: &Bound<'_, PyAny>,
        state: &Bound<'_, PyAny>,
    ) -> PyResult<Self> {
        let order = Order {
            key: own_arg::<PyOrderKey>(key, "key")?.get().0.clone(),
            side: enum_arg(side, "side")?,
            price: decimal_arg(price, "price")?,
            quantity: decimal_arg(quantity, "quantity")?,
            kind: enum_arg(kind, "kind")?,
            time_in_force: time_in_force_of(time_in_force, "time_in_force")?,
            state: state_arg(state, "state")?,
        };
        checked(check_order(&order))?;
        Ok(Self(order))
    }

    /// Buy or sell.
    #[getter]
    fn side(&self) -> Enum<Side> {
        Enum(self.0.side)
    }

    /// Limit price; for a market order the price seen when it was made.
    #[getter]
    fn price(&self) -> Exact {
        Exact(self.0.price)
    }

    /// Price as a float.
    #[getter]
    fn price_f64(&self) -> f64 {
        to_f64(&self.0.price)
    }

    /// Quantity it began with.
    #[getter]
    fn quantity(&self) -> Exact {
        Exact(self.0.quantity)
    }

    /// Quantity as a float.
    #[getter]
    fn quantity_f64(&self) -> f64 {
        to_f64(&self.0.quantity)
    }

    /// Market or limit.
    #[getter]
    fn kind(&self) -> Enum<OrderKind> {
        Enum(self.0.kind)
    }

    /// How long it stays.
    #[getter]
    fn time_in_force(&self) -> PyTimeInForce {
        self.0.time_in_force.into()
    }

    /// Its state.
    #[getter]
    fn state(&self) -> PyOrderState {
        self.0.state.clone().into()
    }

    /// Whether it is not done.
    #[getter]
    fn is_active(&self) -> bool {
        matches!(self.0.state, OrderState::Active(_))
    }

    /// The order if it is not done, else None.
    fn to_active(&self) -> Option<Self> {
        self.is_active().then(|| self.clone())
    }

    /// The order if it is done, else None.
    fn to_inactive(&self) -> Option<Self> {
        (!self.is_active()).then(|| self.clone())
    }

    /// The order that a request to open asks for, its request on its way.
    #[staticmethod]
    #[pyo3(signature = (request: "OrderRequestOpen"))]
    fn from_request(request: &Bound<'_, PyAny>) -> PyResult<Self> {
        let request = &own_arg::<PyOrderRequestOpen>(request, "request")?.get().0;
        Ok(Self(Order {
            key: request.key.clone(),
            side: request.state.side,
            price: request.state.price,
            quantity: request.state.quantity,
            kind: request.state.kind,
            time_in_force: request.state.time_in_force,
            state: OrderState::active(OpenInFlight),
        }))
    }

    /// The request that cancels it; None if it is done or its cancel is on its way.
    fn to_request_cancel(&self) -> Option<PyOrderRequestCancel> {
        self.0.to_active()?.to_request_cancel().map(PyOrderRequestCancel)
    }
}
