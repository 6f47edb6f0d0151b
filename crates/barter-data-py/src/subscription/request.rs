//! `Subscription`, and what can be subscribed to.

use crate::{
    error,
    instrument::{kind_or_name_arg, subscribed_arg, subscribed_to_py},
};
use barter_data::{
    instrument::InstrumentData,
    subscription::{self, SubKind, Subscription},
};
use barter_instrument::{exchange::ExchangeId, instrument::market_data::kind::MarketDataInstrumentKind};
use barter_interop::{
    Enum, canonical_methods,
    data::{
        AnySubscription,
        instrument::check_subscribed,
        support::{check_support, supported},
    },
    enum_arg,
    errors::{invalid, shown, type_name, wrong_type},
    guard::guarded,
    value::own_arg,
    value_methods,
};
use pyo3::{intern, prelude::*, types::PyDict};

/// What is subscribed to: an exchange, an instrument, and a kind of market data.
///
/// Args:
///     exchange: `ExchangeId` or its text.
///     instrument: `MarketDataInstrument`; or `Keyed(key, MarketDataInstrument)`, whose key the events carry; or
///         `MarketInstrumentData`, which also has the exchange's own name.
///     kind: `SubKind` or its text, such as "PublicTrades" or "public_trades".
///
/// Raises:
///     DataError.Unsupported: barter has no such data of the exchange; it says what there is. `exchange_supports_instrument_kind_sub_kind`
///         asks beforehand.
///     WrongTypeError, InvalidArgumentError: with the argument's name.
///
/// >>> from barter_data import Subscription
/// >>> from barter_instrument import MarketDataInstrument, MarketDataInstrumentKind
/// >>> btc_usdt = MarketDataInstrument("btc", "usdt", MarketDataInstrumentKind.Spot())
/// >>> str(Subscription("binance_spot", btc_usdt, "order_books_l1"))
/// '(BinanceSpot|OrderBooksL1|btc_usdt_spot)'
#[pyclass(frozen, eq, ord, hash, name = "Subscription", module = "barter_data")]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PySubscription(pub AnySubscription);
canonical_methods!(PySubscription(AnySubscription));
value_methods!(PySubscription {
    exchange,
    instrument,
    kind
});

/// A kind of subscription: a member, its text, or an object of the class of a kind.
pub fn sub_kind_arg(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<SubKind> {
    let member = value.getattr_opt(intern!(value.py(), "sub_kind"))?;
    enum_arg(member.as_ref().unwrap_or(value), argument)
}

impl PySubscription {
    /// The subscription, if barter has such data.
    pub fn checked(py: Python<'_>, subscription: AnySubscription) -> PyResult<Self> {
        let AnySubscription {
            exchange,
            instrument,
            kind,
        } = &subscription;
        check_subscribed(instrument).map_err(|message| invalid("instrument", format!("instrument.{message}")))?;
        check_support(*exchange, instrument.kind(), *kind).map_err(|found| error::unsupported(py, *exchange, *kind, found))?;
        Ok(Self(subscription))
    }
}

#[pymethods]
impl PySubscription {
    #[new]
    #[pyo3(signature = (
        exchange: "ExchangeId | str",
        instrument: "MarketDataInstrument | Keyed[Any, MarketDataInstrument] | MarketInstrumentData",
        kind: "SubKind | SubscriptionKind | str"
    ))]
    fn new(exchange: &Bound<'_, PyAny>, instrument: &Bound<'_, PyAny>, kind: &Bound<'_, PyAny>) -> PyResult<Self> {
        let subscription = Subscription {
            exchange: enum_arg(exchange, "exchange")?,
            instrument: subscribed_arg(instrument, "instrument")?,
            kind: sub_kind_arg(kind, "kind")?,
        };
        Self::checked(exchange.py(), subscription)
    }

    /// The exchange.
    #[getter]
    fn exchange(&self) -> Enum<ExchangeId> {
        Enum(self.0.exchange)
    }

    /// The instrument, in the form it was given in.
    #[getter]
    fn instrument<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        subscribed_to_py(py, &self.0.instrument)
    }

    /// Kind of market data.
    #[getter]
    fn kind(&self) -> Enum<SubKind> {
        Enum(self.0.kind)
    }

    /// Upstream's text: `(BinanceSpot|PublicTrades|btc_usdt_spot)`.
    fn __str__(&self) -> PyResult<String> {
        guarded(|| Ok(self.0.to_string()))
    }
}

/// Whether barter has any market data of such instruments of the exchange.
///
/// Args:
///     exchange: `ExchangeId` or its text.
///     instrument_kind: `MarketDataInstrumentKind`, `InstrumentKind`, or "spot", "perpetual", "future", "option".
///
/// barter's own function says yes to spot on each exchange that it does not name, also where there is no market data; this one does not.
///
/// >>> from barter_data import exchange_supports_instrument_kind
/// >>> exchange_supports_instrument_kind("binance_spot", "spot"), exchange_supports_instrument_kind("binance_spot", "future")
/// (True, False)
#[pyfunction]
#[pyo3(signature = (exchange: "ExchangeId | str", instrument_kind: "MarketDataInstrumentKind | InstrumentKind | str"))]
pub fn exchange_supports_instrument_kind(exchange: &Bound<'_, PyAny>, instrument_kind: &Bound<'_, PyAny>) -> PyResult<bool> {
    let exchange = enum_arg(exchange, "exchange")?;
    let kind = kind_or_name_arg(instrument_kind, "instrument_kind")?;
    Ok(barter_interop::data::support::exchange_supports_instrument_kind(exchange, &kind))
}

/// Whether barter has such market data of such instruments of the exchange: whether a `Subscription` can be made.
///
/// Args:
///     exchange: `ExchangeId` or its text.
///     instrument_kind: `MarketDataInstrumentKind`, `InstrumentKind`, or "spot", "perpetual", "future", "option".
///     sub_kind: `SubKind` or its text.
///
/// >>> from barter_data import exchange_supports_instrument_kind_sub_kind
/// >>> exchange_supports_instrument_kind_sub_kind("kraken", "spot", "order_books_l1")
/// True
#[pyfunction]
#[pyo3(signature = (
    exchange: "ExchangeId | str",
    instrument_kind: "MarketDataInstrumentKind | InstrumentKind | str",
    sub_kind: "SubKind | SubscriptionKind | str"
))]
pub fn exchange_supports_instrument_kind_sub_kind(
    exchange: &Bound<'_, PyAny>,
    instrument_kind: &Bound<'_, PyAny>,
    sub_kind: &Bound<'_, PyAny>,
) -> PyResult<bool> {
    let exchange: ExchangeId = enum_arg(exchange, "exchange")?;
    let kind: MarketDataInstrumentKind = kind_or_name_arg(instrument_kind, "instrument_kind")?;
    let sub_kind = sub_kind_arg(sub_kind, "sub_kind")?;
    Ok(subscription::exchange_supports_instrument_kind_sub_kind(&exchange, &kind, sub_kind))
}

/// What can be subscribed to on an exchange: kinds of instrument with kinds of market data; empty where barter has none.
///
/// >>> from barter_data import supported_subscriptions
/// >>> supported_subscriptions("kraken")
/// {'spot': [SubKind.PUBLIC_TRADES, SubKind.ORDER_BOOKS_L1]}
#[pyfunction]
#[pyo3(signature = (exchange: "ExchangeId | str") -> "dict[str, list[SubKind]]")]
pub fn supported_subscriptions<'py>(exchange: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyDict>> {
    let found = PyDict::new(exchange.py());
    for (kind, sub_kinds) in supported(enum_arg(exchange, "exchange")?) {
        found.set_item(kind, sub_kinds.into_iter().map(Enum).collect::<Vec<_>>())?;
    }
    Ok(found)
}

/// Subscriptions of any iterable of them; the error names the argument.
pub fn subscriptions_arg(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<Vec<AnySubscription>> {
    if value.is_instance_of::<PySubscription>() {
        return Err(wrong_type(
            argument,
            format!("{argument} must be a list of Subscription, got one Subscription: put it in a list"),
        ));
    }
    let items = value.try_iter().map_err(|_| {
        wrong_type(
            argument,
            format!(
                "{argument} must be a list of Subscription, got {} {}",
                type_name(value),
                shown(value)
            ),
        )
    })?;
    items
        .enumerate()
        .map(|(at, item)| Ok(own_arg::<PySubscription>(&item?, &format!("{argument}[{at}]"))?.get().0.clone()))
        .collect()
}

/// Instruments and kinds of subscriptions as barter logs them, without the exchange.
///
/// >>> from barter_data import Subscription, display_subscriptions_without_exchange
/// >>> from barter_instrument import MarketDataInstrument, MarketDataInstrumentKind
/// >>> btc_usdt = MarketDataInstrument("btc", "usdt", MarketDataInstrumentKind.Spot())
/// >>> display_subscriptions_without_exchange([Subscription("okx", btc_usdt, "public_trades")])
/// '(btc_usdt_spot, PublicTrades)'
#[pyfunction]
#[pyo3(signature = (subscriptions: "Iterable[Subscription]"))]
pub fn display_subscriptions_without_exchange(subscriptions: &Bound<'_, PyAny>) -> PyResult<String> {
    let subscriptions = subscriptions_arg(subscriptions, "subscriptions")?;
    guarded(|| Ok(subscription::display_subscriptions_without_exchange(&subscriptions)))
}
