//! `SubKind`, `Subscription`: what is subscribed to.

use crate::{
    canonical,
    data::{
        instrument::{SubscribedInstrument, check_subscribed},
        support::check_support,
    },
};
use barter_data::{
    instrument::InstrumentData,
    subscription::{SubKind, Subscription},
};
use barter_instrument::exchange::ExchangeId;

crate::canonical_enum!(SubKind => "barter_data", "SubKind" {
    "PUBLIC_TRADES" => PublicTrades,
    "ORDER_BOOKS_L1" => OrderBooksL1,
    "ORDER_BOOKS_L2" => OrderBooksL2,
    "ORDER_BOOKS_L3" => OrderBooksL3,
    "LIQUIDATIONS" => Liquidations,
    "CANDLES" => Candles,
});

/// A subscription to any form of instrument.
pub type AnySubscription = Subscription<ExchangeId, SubscribedInstrument, SubKind>;

canonical!(Subscription<ExchangeId, SubscribedInstrument, SubKind> => "barter_data", "Subscription", 1, validate check_subscription {
    exchange: ExchangeId,
    instrument: SubscribedInstrument,
    kind: SubKind,
});

/// The instrument is possible, and the exchange has such data of it.
pub fn check_subscription(subscription: &AnySubscription) -> Result<(), String> {
    check_subscribed(&subscription.instrument).map_err(|message| format!("instrument.{message}"))?;
    check_support(subscription.exchange, subscription.instrument.kind(), subscription.kind).map_err(|unsupported| unsupported.reason)
}
