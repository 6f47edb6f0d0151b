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
    balance::AssetBalance,
    order::{OrderSnapshot, request::OrderResponseCancel},
    trade::Trade,
};
use barter_instrument::{
    asset::{AssetIndex, QuoteAsset, name::AssetNameExchange},
    exchange::{ExchangeId, ExchangeIndex},
    instrument::{InstrumentIndex, name::InstrumentNameExchange},
};
use barter_integration::collection::snapshot::Snapshot;

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

pub fn check_instrument_snapshot<E: HasForm, A: HasForm, I: HasForm>(snapshot: &InstrumentAccountSnapshot<E, A, I>) -> Result<(), String> {
    for order in &snapshot.orders {
        check_order(order)?;
        common_form([
            ("instrument", snapshot.instrument.form()),
            ("orders.key.instrument", order.key.instrument.form()),
        ])?;
    }
    Ok(())
}

pub fn check_snapshot<E: HasForm, A: HasForm, I: HasForm>(snapshot: &AccountSnapshot<E, A, I>) -> Result<(), String> {
    snapshot.instruments.iter().try_for_each(check_instrument_snapshot)?;
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

pub fn check_event_kind<E: HasForm, A: HasForm, I: HasForm>(kind: &AccountEventKind<E, A, I>) -> Result<(), String> {
    match kind {
        AccountEventKind::Snapshot(snapshot) => check_snapshot(snapshot),
        AccountEventKind::BalanceSnapshot(_) => Ok(()),
        AccountEventKind::OrderSnapshot(order) => check_order(&order.0),
        AccountEventKind::OrderCancelled(response) => check_response_cancel(response),
        AccountEventKind::Trade(trade) => super::trade::check_trade(trade),
    }
}

/// The event's exchange has the form of what it carries.
pub fn check_event<E: HasForm, A: HasForm, I: HasForm>(event: &AccountEvent<E, A, I>) -> Result<(), String> {
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
