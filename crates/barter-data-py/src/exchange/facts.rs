//! Private functions of `barter_data.exchange`: what barter's connectors say, in plain types.

use super::{
    connectors::{Texts, with_connector, with_subscription},
    names::market_name,
};
use crate::subscription::request::{PySubscription, subscriptions_arg};
use barter_data::{
    Identifier,
    exchange::{Connector, subscription::ExchangeSub},
    instrument::{InstrumentData, MarketInstrumentData},
    subscriber::mapper::{SubscriptionMapper, WebSocketSubMapper},
    subscription::{Map, Subscription, SubscriptionKind},
};
use barter_instrument::{
    exchange::ExchangeId,
    instrument::{market_data::MarketDataInstrument, name::InstrumentNameExchange},
};
use barter_integration::{protocol::websocket::WsMessage, subscription::SubscriptionId};
use barter_interop::{
    data::{AnySubscription, SubscribedInstrument, support::exchanges},
    enum_arg,
    errors::{internal, invalid},
    guard::guarded,
    value::own_arg,
};
use pyo3::prelude::*;
use std::{collections::HashMap, time::Duration};

type Facts = (String, Option<(u64, String)>, u64, Vec<(&'static str, String)>);

fn nanoseconds(duration: Duration) -> PyResult<u64> {
    u64::try_from(duration.as_nanos()).map_err(|_| internal("a duration of a connector does not fit 64 bits of nanoseconds"))
}

fn text(message: WsMessage) -> PyResult<String> {
    match message {
        WsMessage::Text(text) => Ok(text.as_str().to_owned()),
        other => Err(internal(format!("a connector sends {other:?}, where a text was expected"))),
    }
}

fn no_connector(exchange: ExchangeId) -> PyErr {
    let known: Vec<_> = exchanges().map(|exchange| exchange.as_str()).collect();
    invalid(
        "exchange",
        format!(
            "exchange {} has no market data in barter: use one of {}",
            exchange.as_str(),
            known.join(", ")
        ),
    )
}

fn facts<Exchange: Texts>() -> PyResult<Facts> {
    let url = Exchange::url().map_err(|error| internal(format!("the address of a connector does not parse: {error}")))?;
    // Upstream gives a running timer, which needs a clock of tokio: one that starts no thread.
    let clock = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .map_err(|error| internal(format!("no clock for a ping interval: {error}")))?;
    let entered = clock.enter();
    let ping = Exchange::ping_interval()
        .map(|ping| Ok::<_, PyErr>((nanoseconds(ping.interval.period())?, text((ping.ping)())?)))
        .transpose()?;
    drop(entered);
    let channels = Exchange::CHANNELS
        .iter()
        .map(|(name, channel)| (*name, channel.as_ref().to_owned()))
        .collect();
    Ok((url.into(), ping, nanoseconds(Exchange::subscription_timeout())?, channels))
}

/// Address, ping (nanoseconds, text), time-out of a subscription (nanoseconds) and channels of an exchange.
#[pyfunction]
pub fn _connector(exchange: &Bound<'_, PyAny>) -> PyResult<Facts> {
    let id = enum_arg(exchange, "exchange")?;
    guarded(|| with_connector!(id, Exchange => facts::<Exchange>(), else Err(no_connector(id))))
}

fn requests<Exchange: Texts>(subs: &[(String, String)]) -> PyResult<Vec<String>> {
    let subs = subs
        .iter()
        .map(|(channel, market)| {
            let known = Exchange::CHANNELS.iter().find(|(_, known)| known.as_ref() == channel.as_str());
            let (_, channel) = known.ok_or_else(|| {
                let known: Vec<_> = Exchange::CHANNELS.iter().map(|(_, channel)| channel.as_ref()).collect();
                invalid(
                    "exchange_subs",
                    format!(
                        "exchange_subs has the channel {channel:?}, but {} has {}",
                        Exchange::ID.as_str(),
                        known.join(", ")
                    ),
                )
            })?;
            Ok(ExchangeSub {
                channel: channel.clone(),
                market: Exchange::market(market),
            })
        })
        .collect::<PyResult<Vec<_>>>()?;
    Exchange::requests(subs).into_iter().map(text).collect()
}

/// The texts that subscribe to channels of markets.
#[pyfunction]
pub fn _requests(exchange: &Bound<'_, PyAny>, subs: Vec<(String, String)>) -> PyResult<Vec<String>> {
    let id = enum_arg(exchange, "exchange")?;
    guarded(|| with_connector!(id, Exchange => requests::<Exchange>(&subs), else Err(no_connector(id))))
}

/// How many answers barter waits for after it subscribed to so many.
#[pyfunction]
pub fn _expected_responses(exchange: &Bound<'_, PyAny>, count: usize) -> PyResult<usize> {
    let id = enum_arg(exchange, "exchange")?;
    let map: Map<usize> = (0..count).map(|at| (SubscriptionId::from(at.to_string()), at)).collect();
    guarded(|| with_connector!(id, Exchange => Ok(Exchange::expected_responses(&map)), else Err(no_connector(id))))
}

/// The subscription as upstream maps it, keyed by its place in a list.
fn named<Exchange, Kind>(at: usize, subscription: &AnySubscription) -> Subscription<Exchange, MarketInstrumentData<usize>, Kind>
where
    Exchange: Connector,
    Kind: Default,
    Subscription<Exchange, MarketDataInstrument, Kind>: Identifier<Exchange::Market>,
{
    let of = |instrument| InstrumentNameExchange::from(market_name::<Exchange, Kind, Exchange::Market>(subscription.exchange, instrument));
    let name_exchange = match &subscription.instrument {
        SubscribedInstrument::MarketData(instrument) => of(instrument),
        SubscribedInstrument::Keyed(keyed) => of(&keyed.value),
        SubscribedInstrument::Named(named) => named.name_exchange.clone(),
    };
    Subscription {
        exchange: Exchange::default(),
        instrument: MarketInstrumentData {
            key: at,
            name_exchange,
            kind: subscription.instrument.kind().clone(),
        },
        kind: Kind::default(),
    }
}

/// Channel, market and id of a subscription.
#[pyfunction]
pub fn _subscribed_as(subscription: &Bound<'_, PyAny>) -> PyResult<(String, String, String)> {
    let subscription = &own_arg::<PySubscription>(subscription, "subscription")?.get().0;
    guarded(|| {
        with_subscription!(subscription.exchange, subscription.kind, Exchange, Kind => {
            let sub = ExchangeSub::<<Exchange as Connector>::Channel, <Exchange as Connector>::Market>::new(
                &named::<Exchange, Kind>(0, subscription),
            );
            Ok((sub.channel.as_ref().to_owned(), sub.market.as_ref().to_owned(), sub.id().to_string()))
        }, else Err(no_connector(subscription.exchange)))
    })
}

type Mapped = (Vec<(String, usize)>, Vec<String>);

fn mapped<Exchange, Kind>(subscriptions: &[AnySubscription]) -> PyResult<Mapped>
where
    Exchange: Connector,
    Kind: SubscriptionKind + Default,
    Subscription<Exchange, MarketDataInstrument, Kind>: Identifier<Exchange::Market>,
    Subscription<Exchange, MarketInstrumentData<usize>, Kind>: Identifier<Exchange::Channel> + Identifier<Exchange::Market>,
{
    let named: Vec<_> = subscriptions
        .iter()
        .enumerate()
        .map(|(at, subscription)| named::<Exchange, Kind>(at, subscription))
        .collect();
    let mut seen = HashMap::with_capacity(named.len());
    for (subscription, named) in subscriptions.iter().zip(&named) {
        // Upstream keeps the last of them, and the events of the others get its key.
        let id = ExchangeSub::<Exchange::Channel, Exchange::Market>::new(named).id();
        if let Some(other) = seen.insert(id.clone(), subscription) {
            return Err(invalid(
                "subscriptions",
                format!("subscriptions holds {id} twice, as {other} and as {subscription}: give each market once"),
            ));
        }
    }
    let meta = WebSocketSubMapper::map(&named);
    let mut ids: Vec<_> = meta.instrument_map.0.into_iter().map(|(id, at)| (id.to_string(), at)).collect();
    ids.sort_by_key(|(_, at)| *at);
    let texts = meta.ws_subscriptions.into_iter().map(text).collect::<PyResult<_>>()?;
    Ok((ids, texts))
}

/// Ids with the places of their subscriptions, and the texts that subscribe; all of one exchange and kind.
#[pyfunction]
pub fn _map_subscriptions(py: Python<'_>, subscriptions: &Bound<'_, PyAny>) -> PyResult<Mapped> {
    let subscriptions = subscriptions_arg(subscriptions, "subscriptions")?;
    let Some(first) = subscriptions.first() else {
        return Err(crate::error::data(py, barter_data::error::DataError::SubscriptionsEmpty));
    };
    let key = |subscription: &AnySubscription| (subscription.exchange, subscription.kind);
    if let Some(other) = subscriptions.iter().find(|other| key(other) != key(first)) {
        return Err(invalid(
            "subscriptions",
            format!("subscriptions must be of one exchange and kind, as one connection has them, got {first} and {other}"),
        ));
    }
    guarded(|| {
        with_subscription!(first.exchange, first.kind, Exchange, Kind => mapped::<Exchange, Kind>(&subscriptions),
            else Err(no_connector(first.exchange)))
    })
}
