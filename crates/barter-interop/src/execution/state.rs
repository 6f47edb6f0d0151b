//! States of orders.

use crate::{
    canonical,
    instrument::{AssetKey, HasForm, InstrumentKey},
    wire::{Decoder, Encoder, FNV_OFFSET, Wire, WireError, fnv},
    wire_enum,
};
use barter_execution::{
    error::OrderError,
    order::{
        id::OrderId,
        state::{ActiveOrderState, CancelInFlight, Cancelled, InactiveOrderState, Open, OpenInFlight, OrderState},
    },
};
use barter_instrument::{
    asset::{AssetIndex, name::AssetNameExchange},
    instrument::{InstrumentIndex, name::InstrumentNameExchange},
};
use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

impl Wire for OpenInFlight {
    const LAYOUT: u64 = fnv(FNV_OFFSET, b"OpenInFlight");
    fn put(&self, out: &mut Encoder) {
        ().put(out);
    }
    fn get(input: &mut Decoder<'_>) -> Result<Self, WireError> {
        <()>::get(input).map(|()| Self)
    }
}
canonical!(OpenInFlight => "barter_execution", "OpenInFlight", 1);

canonical!(Open => "barter_execution", "Open", 1, validate check_open {
    id: OrderId,
    time_exchange: DateTime<Utc>,
    filled_quantity: Decimal,
});
canonical!(CancelInFlight => "barter_execution", "CancelInFlight", 1, validate check_cancel_in_flight { order: Option<Open> });
canonical!(Cancelled => "barter_execution", "Cancelled", 1 { id: OrderId, time_exchange: DateTime<Utc> });

wire_enum!(ActiveOrderState { OpenInFlight(OpenInFlight), Open(Open), CancelInFlight(CancelInFlight) });
canonical!(ActiveOrderState => "barter_execution", "ActiveOrderState", 1, validate check_active);

wire_enum!([A, I] InactiveOrderState<A, I> { Cancelled(Cancelled), FullyFilled, OpenFailed(OrderError<A, I>), Expired });
canonical!(
    InactiveOrderState<AssetKey, InstrumentKey>
    | InactiveOrderState<AssetIndex, InstrumentIndex>
    | InactiveOrderState<AssetNameExchange, InstrumentNameExchange>
    => "barter_execution", "InactiveOrderState", 1, validate check_inactive
);

wire_enum!([A, I] OrderState<A, I> { Active(ActiveOrderState), Inactive(InactiveOrderState<A, I>) });
canonical!(
    OrderState<AssetKey, InstrumentKey>
    | OrderState<AssetIndex, InstrumentIndex>
    | OrderState<AssetNameExchange, InstrumentNameExchange>
    => "barter_execution", "OrderState", 1, validate check_state
);

pub fn check_open(open: &Open) -> Result<(), String> {
    if open.filled_quantity < Decimal::ZERO {
        return Err(format!("filled_quantity must not be negative, got {}", open.filled_quantity));
    }
    Ok(())
}

pub fn check_cancel_in_flight(state: &CancelInFlight) -> Result<(), String> {
    state.order.as_ref().map_or(Ok(()), check_open)
}

pub fn check_active(state: &ActiveOrderState) -> Result<(), String> {
    match state {
        ActiveOrderState::OpenInFlight(_) => Ok(()),
        ActiveOrderState::Open(open) => check_open(open),
        ActiveOrderState::CancelInFlight(state) => check_cancel_in_flight(state),
    }
}

pub fn check_inactive<A: HasForm, I: HasForm>(state: &InactiveOrderState<A, I>) -> Result<(), String> {
    match state {
        InactiveOrderState::OpenFailed(_) => Ok(()),
        InactiveOrderState::Cancelled(_) | InactiveOrderState::FullyFilled | InactiveOrderState::Expired => Ok(()),
    }
}

pub fn check_state<A: HasForm, I: HasForm>(state: &OrderState<A, I>) -> Result<(), String> {
    match state {
        OrderState::Active(state) => check_active(state),
        OrderState::Inactive(state) => check_inactive(state),
    }
}
