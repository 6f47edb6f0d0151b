//! Batches of subscriptions: in order, indexed, or made of a collection of instruments.

use crate::{
    error,
    subscription::request::{PySubscription, sub_kind_arg, subscriptions_arg},
};
use barter_data::{
    instrument::MarketInstrumentData,
    streams::builder::dynamic::{indexed, validate_batches, validate_subscriptions},
    subscription::{SubKind, Subscription},
};
use barter_instrument::{Keyed, exchange::ExchangeId, index::IndexedInstruments, instrument::market_data::MarketDataInstrument};
use barter_interop::{
    data::{AnySubscription, SubscribedInstrument},
    errors::{invalid, shown, type_name, wrong_type},
    foreign_arg,
    guard::guarded,
    instrument::InstrumentKey,
};
use pyo3::{prelude::*, types::PyString};

fn batches_arg(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<Vec<Vec<AnySubscription>>> {
    let items = value.try_iter().map_err(|_| {
        wrong_type(
            argument,
            format!(
                "{argument} must be a list of lists of Subscription, got {} {}",
                type_name(value),
                shown(value)
            ),
        )
    })?;
    items
        .enumerate()
        .map(|(at, batch)| subscriptions_arg(&batch?, &format!("{argument}[{at}]")))
        .collect()
}

fn wrapped(batch: Vec<AnySubscription>) -> Vec<PySubscription> {
    batch.into_iter().map(PySubscription).collect()
}

fn sub_kinds_arg(value: &Bound<'_, PyAny>) -> PyResult<Vec<SubKind>> {
    // A text is an iterable of its letters.
    let items = if value.is_instance_of::<PyString>() {
        None
    } else {
        value.try_iter().ok()
    };
    let Some(items) = items else {
        return Err(wrong_type(
            "sub_kinds",
            format!("sub_kinds must be a list of SubKind, got {} {}", type_name(value), shown(value)),
        ));
    };
    items.map(|kind| sub_kind_arg(&kind?, "sub_kinds")).collect()
}

/// The subscriptions in barter's order, each once.
///
/// >>> from barter_data import Subscription, validate_subscriptions as validate
/// >>> from barter_instrument import MarketDataInstrument, MarketDataInstrumentKind
/// >>> trades = Subscription("okx", MarketDataInstrument("btc", "usdt", MarketDataInstrumentKind.Spot()), "public_trades")
/// >>> validate([trades, trades]) == [trades]
/// True
#[pyfunction(name = "validate_subscriptions")]
#[pyo3(signature = (batch: "Iterable[Subscription]"))]
pub fn validated(py: Python<'_>, batch: &Bound<'_, PyAny>) -> PyResult<Vec<PySubscription>> {
    let batch = subscriptions_arg(batch, "batch")?;
    guarded(|| validate_subscriptions(batch).map(wrapped).map_err(|error| error::data(py, error)))
}

/// `validate_subscriptions` of each batch: barter opens one connection for each exchange and kind of a batch.
///
/// >>> from barter_data import validate_batches
/// >>> validate_batches([[], []])
/// [[], []]
#[pyfunction(name = "validate_batches")]
#[pyo3(signature = (batches: "Iterable[Iterable[Subscription]]"))]
pub fn validated_batches(py: Python<'_>, batches: &Bound<'_, PyAny>) -> PyResult<Vec<Vec<PySubscription>>> {
    let batches = batches_arg(batches, "batches")?;
    guarded(|| {
        let batches = validate_batches(batches).map_err(|error| error::data(py, error))?;
        Ok(batches.into_iter().map(wrapped).collect())
    })
}

/// A subscription for each instrument of a collection and each kind, a batch for each exchange.
///
/// Args:
///     instruments: `IndexedInstruments`.
///     sub_kinds: `SubKind`s or their texts.
///
/// Raises:
///     DataError.Unsupported: an exchange does not have one of the kinds of an instrument.
///
/// >>> from barter_data import generate_indexed_market_data_subscription_batches as generate
/// >>> from barter_instrument import IndexedInstruments, test_utils
/// >>> instruments = IndexedInstruments([test_utils.instrument("okx", "BTC", "USDT"), test_utils.instrument("kraken", "XBT", "USD")])
/// >>> [str(one) for batch in generate(instruments, ["public_trades"]) for one in batch]
/// ['(Kraken|PublicTrades|InstrumentIndex(0)_XBT_USD_spot)', '(Okx|PublicTrades|InstrumentIndex(1)_BTC_USDT_spot)']
#[pyfunction]
#[pyo3(signature = (instruments: "IndexedInstruments", sub_kinds: "Iterable[SubKind | SubscriptionKind | str]"))]
pub fn generate_indexed_market_data_subscription_batches(
    py: Python<'_>,
    instruments: &Bound<'_, PyAny>,
    sub_kinds: &Bound<'_, PyAny>,
) -> PyResult<Vec<Vec<PySubscription>>> {
    let instruments: IndexedInstruments = foreign_arg(instruments, "instruments")?;
    let sub_kinds = sub_kinds_arg(sub_kinds)?;
    let batches = guarded(|| Ok(indexed::generate_indexed_market_data_subscription_batches(&instruments, &sub_kinds)))?;
    let checked = |subscription: Subscription<ExchangeId, MarketInstrumentData<_>, SubKind>| {
        let MarketInstrumentData { key, name_exchange, kind } = subscription.instrument;
        let named = MarketInstrumentData {
            key: InstrumentKey::Index(key),
            name_exchange,
            kind,
        };
        PySubscription::checked(
            py,
            Subscription {
                exchange: subscription.exchange,
                instrument: SubscribedInstrument::Named(named),
                kind: subscription.kind,
            },
        )
    };
    batches.into_iter().map(|batch| batch.into_iter().map(checked).collect()).collect()
}

/// The subscriptions with the indices that a collection gives their instruments.
///
/// Args:
///     instruments: `IndexedInstruments`.
///     batches: lists of subscriptions to `MarketDataInstrument`s.
///
/// Raises:
///     DataError.Index: an instrument is not in the collection; `.error` is the `IndexError`.
///
/// >>> from barter_data import Subscription, index_market_data_subscription_batches as index
/// >>> from barter_instrument import IndexedInstruments, MarketDataInstrument, MarketDataInstrumentKind, test_utils
/// >>> instruments = IndexedInstruments([test_utils.instrument("okx", "BTC", "USDT")])
/// >>> trades = Subscription("okx", MarketDataInstrument("btc", "usdt", MarketDataInstrumentKind.Spot()), "public_trades")
/// >>> index(instruments, [[trades]])[0][0].instrument.key
/// InstrumentIndex(0)
#[pyfunction]
#[pyo3(signature = (instruments: "IndexedInstruments", batches: "Iterable[Iterable[Subscription]]"))]
pub fn index_market_data_subscription_batches(
    py: Python<'_>,
    instruments: &Bound<'_, PyAny>,
    batches: &Bound<'_, PyAny>,
) -> PyResult<Vec<Vec<PySubscription>>> {
    let instruments: IndexedInstruments = foreign_arg(instruments, "instruments")?;
    let plain = |subscription: AnySubscription| -> PyResult<Subscription<ExchangeId, MarketDataInstrument, SubKind>> {
        let SubscribedInstrument::MarketData(instrument) = subscription.instrument else {
            return Err(invalid(
                "batches",
                format!("batches must hold subscriptions to MarketDataInstruments, which have no key yet, got {subscription}"),
            ));
        };
        Ok(Subscription {
            exchange: subscription.exchange,
            instrument,
            kind: subscription.kind,
        })
    };
    let batches = batches_arg(batches, "batches")?
        .into_iter()
        .map(|batch| batch.into_iter().map(plain).collect())
        .collect::<PyResult<Vec<Vec<_>>>>()?;
    let indexed =
        guarded(|| indexed::index_market_data_subscription_batches(&instruments, batches).map_err(|error| error::data(py, error)))?;
    let keyed = |subscription: Subscription<ExchangeId, Keyed<_, MarketDataInstrument>, SubKind>| {
        let Keyed { key, value } = subscription.instrument;
        PySubscription(Subscription {
            exchange: subscription.exchange,
            instrument: SubscribedInstrument::Keyed(Keyed::new(InstrumentKey::Index(key), value)),
            kind: subscription.kind,
        })
    };
    Ok(indexed.into_iter().map(|batch| batch.into_iter().map(keyed).collect()).collect())
}
