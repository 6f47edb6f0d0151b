//! Which market data barter's crate has of which exchange.

use crate::member::CanonicalEnum;
use barter_data::subscription::{SubKind, exchange_supports_instrument_kind_sub_kind};
use barter_instrument::{
    exchange::ExchangeId,
    instrument::{
        kind::option::{OptionExercise, OptionKind},
        market_data::kind::{MarketDataFutureContract, MarketDataInstrumentKind, MarketDataOptionContract},
    },
};
use chrono::DateTime;
use rust_decimal::Decimal;
use std::fmt::Write;

/// A kind of instrument without its contract: support does not depend on expiry, strike or exercise.
pub fn kind_name(kind: &MarketDataInstrumentKind) -> &'static str {
    match kind {
        MarketDataInstrumentKind::Spot => "spot",
        MarketDataInstrumentKind::Perpetual => "perpetual",
        MarketDataInstrumentKind::Future(_) => "future",
        MarketDataInstrumentKind::Option(_) => "option",
    }
}

/// One instrument kind of each name.
pub fn kinds() -> [MarketDataInstrumentKind; 4] {
    let expiry = DateTime::UNIX_EPOCH;
    [
        MarketDataInstrumentKind::Spot,
        MarketDataInstrumentKind::Perpetual,
        MarketDataInstrumentKind::Future(MarketDataFutureContract { expiry }),
        MarketDataInstrumentKind::Option(MarketDataOptionContract {
            kind: OptionKind::Call,
            exercise: OptionExercise::European,
            expiry,
            strike: Decimal::ONE,
        }),
    ]
}

fn sub_kinds(exchange: ExchangeId, kind: &MarketDataInstrumentKind) -> Vec<SubKind> {
    let supported = |sub_kind: &SubKind| exchange_supports_instrument_kind_sub_kind(&exchange, kind, *sub_kind);
    SubKind::MEMBERS.iter().map(|(_, sub_kind)| *sub_kind).filter(supported).collect()
}

/// Whether any market data can be had of such instruments.
///
/// Upstream's function of this name says yes to spot on each exchange that it does not name, also on those without market data.
pub fn exchange_supports_instrument_kind(exchange: ExchangeId, kind: &MarketDataInstrumentKind) -> bool {
    !sub_kinds(exchange, kind).is_empty()
}

/// What can be subscribed to on an exchange: names of instrument kinds with kinds of subscription.
pub fn supported(exchange: ExchangeId) -> Vec<(&'static str, Vec<SubKind>)> {
    kinds()
        .iter()
        .map(|kind| (kind_name(kind), sub_kinds(exchange, kind)))
        .filter(|(_, found)| !found.is_empty())
        .collect()
}

/// Exchanges with market data.
pub fn exchanges() -> impl Iterator<Item = ExchangeId> {
    ExchangeId::MEMBERS
        .iter()
        .map(|(_, exchange)| *exchange)
        .filter(|exchange| !supported(*exchange).is_empty())
}

/// A subscription that cannot be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsupported {
    /// Argument at fault: "exchange", "instrument" or "kind".
    pub argument: &'static str,
    /// What was asked for and what there is.
    pub reason: String,
}

/// Whether the combination can be subscribed to; if not, what can.
pub fn check_support(exchange: ExchangeId, kind: &MarketDataInstrumentKind, sub_kind: SubKind) -> Result<(), Unsupported> {
    if exchange_supports_instrument_kind_sub_kind(&exchange, kind, sub_kind) {
        return Ok(());
    }
    let found = supported(exchange);
    let id = exchange.as_str();
    if found.is_empty() {
        let known: Vec<_> = exchanges().map(|exchange| exchange.as_str()).collect();
        return Err(Unsupported {
            argument: "exchange",
            reason: format!(
                "exchange {id} has no market data in barter: use one of {}, or read recordings with MarketData",
                known.join(", ")
            ),
        });
    }
    let mut reason = format!(
        "kind {sub_kind} of {} instruments is not supported on {id}: it has",
        kind_name(kind)
    );
    for (at, (name, sub_kinds)) in found.iter().enumerate() {
        let sub_kinds: Vec<_> = sub_kinds.iter().map(SubKind::to_string).collect();
        // Writing to a String does not fail.
        let _ = write!(reason, "{} {} of {name}", if at == 0 { "" } else { ";" }, sub_kinds.join(", "));
    }
    let argument = if exchange_supports_instrument_kind(exchange, kind) {
        "kind"
    } else {
        "instrument"
    };
    Err(Unsupported { argument, reason })
}
