//! Account snapshots and events.

use super::order::{check_order, check_response_cancel};
use crate::{
    canonical,
    instrument::{AssetKey, ExchangeKey, HasForm, InstrumentKey, form::common_form},
    wire::{Decoder, Encoder, Wire, WireError},
    wire_enum, wire_struct,
};
use barter_execution::{
    AccountEvent, AccountEventKind, AccountSnapshot, InstrumentAccountSnapshot,
    balance::{AssetBalance, Balance},
    order::{OrderSnapshot, request::OrderResponseCancel},
    trade::Trade,
};
use barter_instrument::{
    asset::{AssetIndex, QuoteAsset, name::AssetNameExchange},
    exchange::{ExchangeId, ExchangeIndex},
    instrument::{InstrumentIndex, name::InstrumentNameExchange},
};
use barter_integration::collection::snapshot::Snapshot;
use std::fmt::Display;

impl<T: Wire> Wire for Snapshot<T> {
    const LAYOUT: u64 = T::LAYOUT;
    fn put(&self, out: &mut Encoder) {
        self.0.put(out);
    }
    fn get(input: &mut Decoder<'_>) -> Result<Self, WireError> {
        T::get(input).map(Self)
    }
}

wire_struct!([E, A, I] InstrumentAccountSnapshot<E, A, I> { instrument: I, orders: Vec<OrderSnapshot<E, A, I>> });
canonical!(
    InstrumentAccountSnapshot<ExchangeKey, AssetKey, InstrumentKey>
    | InstrumentAccountSnapshot<ExchangeIndex, AssetIndex, InstrumentIndex>
    | InstrumentAccountSnapshot<ExchangeId, AssetNameExchange, InstrumentNameExchange>
    => "barter_execution", "InstrumentAccountSnapshot", 1, validate check_instrument_snapshot
);

wire_struct!([E, A, I] AccountSnapshot<E, A, I> {
    exchange: E,
    balances: Vec<AssetBalance<A>>,
    instruments: Vec<InstrumentAccountSnapshot<E, A, I>>,
});
canonical!(
    AccountSnapshot<ExchangeKey, AssetKey, InstrumentKey>
    | AccountSnapshot<ExchangeIndex, AssetIndex, InstrumentIndex>
    | AccountSnapshot<ExchangeId, AssetNameExchange, InstrumentNameExchange>
    => "barter_execution", "AccountSnapshot", 1, validate check_snapshot
);

wire_enum!([E, A, I] AccountEventKind<E, A, I> {
    Snapshot(AccountSnapshot<E, A, I>),
    BalanceSnapshot(Snapshot<AssetBalance<A>>),
    OrderSnapshot(Snapshot<OrderSnapshot<E, A, I>>),
    OrderCancelled(OrderResponseCancel<E, A, I>),
    Trade(Trade<QuoteAsset, I>),
});
canonical!(
    AccountEventKind<ExchangeKey, AssetKey, InstrumentKey>
    | AccountEventKind<ExchangeIndex, AssetIndex, InstrumentIndex>
    | AccountEventKind<ExchangeId, AssetNameExchange, InstrumentNameExchange>
    => "barter_execution", "AccountEventKind", 1, validate check_event_kind
);

wire_struct!([E, A, I] AccountEvent<E, A, I> { exchange: E, kind: AccountEventKind<E, A, I> });
canonical!(
    AccountEvent<ExchangeKey, AssetKey, InstrumentKey>
    | AccountEvent<ExchangeIndex, AssetIndex, InstrumentIndex>
    | AccountEvent<ExchangeId, AssetNameExchange, InstrumentNameExchange>
    => "barter_execution", "AccountEvent", 1, validate check_event
);

/// A key of an account: it has a form, can be compared and be shown in a message.
pub trait AccountKey: HasForm + PartialEq + Display {}
impl<K: HasForm + PartialEq + Display> AccountKey for K {}

/// Orders are possible and of this instrument.
pub fn check_instrument_snapshot<E: HasForm, A: HasForm, I: AccountKey>(
    snapshot: &InstrumentAccountSnapshot<E, A, I>,
) -> Result<(), String> {
    for (position, order) in snapshot.orders.iter().enumerate() {
        check_order(order)?;
        common_form([
            ("instrument", snapshot.instrument.form()),
            ("orders.key.instrument", order.key.instrument.form()),
        ])?;
        if order.key.instrument != snapshot.instrument {
            return Err(format!(
                "orders[{position}] is of instrument {}, the snapshot of {}: give each instrument its own snapshot",
                order.key.instrument, snapshot.instrument
            ));
        }
    }
    Ok(())
}

/// A balance as a snapshot may hold it: nothing negative, and no more free than there is.
fn check_balance(position: usize, balance: &Balance) -> Result<(), String> {
    let Balance { total, free } = *balance;
    if total.is_sign_negative() && !total.is_zero() || free.is_sign_negative() && !free.is_zero() {
        return Err(format!(
            "balances[{position}] must not be negative in a snapshot, got total {total}, free {free}"
        ));
    }
    if free > total {
        return Err(format!("balances[{position}] has free {free} above total {total}"));
    }
    Ok(())
}

/// Balances are possible, orders are possible, of their instrument and of this exchange.
pub fn check_snapshot<E: AccountKey, A: HasForm, I: AccountKey>(snapshot: &AccountSnapshot<E, A, I>) -> Result<(), String> {
    snapshot.instruments.iter().try_for_each(check_instrument_snapshot)?;
    for (position, balance) in snapshot.balances.iter().enumerate() {
        check_balance(position, &balance.balance)?;
    }
    for (position, instrument) in snapshot.instruments.iter().enumerate() {
        let other = instrument
            .orders
            .iter()
            .find(|order| order.key.exchange.form() == snapshot.exchange.form() && order.key.exchange != snapshot.exchange);
        if let Some(order) = other {
            return Err(format!(
                "instruments[{position}] has an order of exchange {}, the snapshot is of {}",
                order.key.exchange, snapshot.exchange
            ));
        }
        for order in &instrument.orders {
            common_form([
                ("exchange", snapshot.exchange.form()),
                ("orders.key.exchange", order.key.exchange.form()),
            ])?;
        }
    }
    let balances = snapshot.balances.iter().map(|balance| ("balances.asset", balance.asset.form()));
    let instruments = snapshot
        .instruments
        .iter()
        .map(|instrument| ("instruments.instrument", instrument.instrument.form()));
    common_form(
        [("exchange", snapshot.exchange.form())]
            .into_iter()
            .chain(balances)
            .chain(instruments),
    )
    .map(|_| ())
}

pub fn check_event_kind<E: AccountKey, A: HasForm, I: AccountKey>(kind: &AccountEventKind<E, A, I>) -> Result<(), String> {
    match kind {
        AccountEventKind::Snapshot(snapshot) => check_snapshot(snapshot),
        AccountEventKind::BalanceSnapshot(_) => Ok(()),
        AccountEventKind::OrderSnapshot(order) => check_order(&order.0),
        AccountEventKind::OrderCancelled(response) => check_response_cancel(response),
        AccountEventKind::Trade(trade) => super::trade::check_trade(trade),
    }
}

/// The event's exchange has the form of what it carries.
pub fn check_event<E: AccountKey, A: HasForm, I: AccountKey>(event: &AccountEvent<E, A, I>) -> Result<(), String> {
    check_event_kind(&event.kind)?;
    let inner = match &event.kind {
        AccountEventKind::Snapshot(snapshot) => snapshot.exchange.form(),
        AccountEventKind::BalanceSnapshot(balance) => balance.0.asset.form(),
        AccountEventKind::OrderSnapshot(order) => order.0.key.exchange.form(),
        AccountEventKind::OrderCancelled(response) => response.key.exchange.form(),
        AccountEventKind::Trade(trade) => trade.instrument.form(),
    };
    common_form([("exchange", event.exchange.form()), ("kind", inner)]).map(|_| ())
}
