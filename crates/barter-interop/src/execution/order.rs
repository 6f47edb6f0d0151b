//! Orders and requests.

use super::state::check_state;
use crate::{
    canonical,
    canonical::foreign_arg,
    canonical_enum,
    errors::{invalid, shown},
    instrument::{AssetKey, ExchangeKey, HasForm, InstrumentKey, form::common_form},
    wire::{Decoder, Encoder, FNV_OFFSET, Wire, WireError, fnv},
    wire_struct,
};
use barter_execution::{
    error::OrderError,
    order::{
        Order, OrderEvent, OrderKey, OrderKind, TimeInForce,
        id::{ClientOrderId, OrderId, StrategyId},
        request::{OrderRequestCancel, OrderRequestOpen, OrderResponseCancel, RequestCancel, RequestOpen},
        state::{Cancelled, InactiveOrderState, OrderState},
    },
};
use barter_instrument::{
    Side,
    asset::{AssetIndex, name::AssetNameExchange},
    exchange::{ExchangeId, ExchangeIndex},
    instrument::{InstrumentIndex, name::InstrumentNameExchange},
};
use pyo3::{prelude::*, types::PyString};
use rust_decimal::Decimal;

canonical_enum!(OrderKind => "barter_execution", "OrderKind" { "MARKET" => Market, "LIMIT" => Limit });

impl Wire for TimeInForce {
    const LAYOUT: u64 = fnv(
        FNV_OFFSET,
        b"GoodUntilCancelled, GoodUntilCancelled post_only, GoodUntilEndOfDay, FillOrKill, ImmediateOrCancel",
    );
    fn put(&self, out: &mut Encoder) {
        out.bytes(&[match self {
            Self::GoodUntilCancelled { post_only: false } => 0,
            Self::GoodUntilCancelled { post_only: true } => 1,
            Self::GoodUntilEndOfDay => 2,
            Self::FillOrKill => 3,
            Self::ImmediateOrCancel => 4,
        }]);
    }
    fn get(input: &mut Decoder<'_>) -> Result<Self, WireError> {
        Ok(match input.u8()? {
            0 => Self::GoodUntilCancelled { post_only: false },
            1 => Self::GoodUntilCancelled { post_only: true },
            2 => Self::GoodUntilEndOfDay,
            3 => Self::FillOrKill,
            4 => Self::ImmediateOrCancel,
            _ => return Err(WireError::Invalid("tag of TimeInForce")),
        })
    }
}
canonical!(TimeInForce => "barter_execution", "TimeInForce", 1);

wire_struct!([E, I] OrderKey<E, I> { exchange: E, instrument: I, strategy: StrategyId, cid: ClientOrderId });
canonical!(
    OrderKey<ExchangeKey, InstrumentKey> | OrderKey<ExchangeIndex, InstrumentIndex> | OrderKey<ExchangeId, InstrumentNameExchange>
    => "barter_execution", "OrderKey", 1, validate check_key
);

wire_struct!([S, E, I] OrderEvent<S, E, I> { key: OrderKey<E, I>, state: S });

canonical!(RequestOpen => "barter_execution", "RequestOpen", 1, validate check_request_open {
    side: Side,
    price: Decimal,
    quantity: Decimal,
    kind: OrderKind,
    time_in_force: TimeInForce,
});
canonical!(RequestCancel => "barter_execution", "RequestCancel", 1 { id: Option<OrderId> });

canonical!(
    OrderRequestOpen<ExchangeKey, InstrumentKey>
    | OrderRequestOpen<ExchangeIndex, InstrumentIndex>
    | OrderRequestOpen<ExchangeId, InstrumentNameExchange>
    => "barter_execution", "OrderRequestOpen", 1, validate check_order_request_open
);
canonical!(
    OrderRequestCancel<ExchangeKey, InstrumentKey>
    | OrderRequestCancel<ExchangeIndex, InstrumentIndex>
    | OrderRequestCancel<ExchangeId, InstrumentNameExchange>
    => "barter_execution", "OrderRequestCancel", 1, validate check_order_request_cancel
);
canonical!(
    OrderResponseCancel<ExchangeKey, AssetKey, InstrumentKey>
    | OrderResponseCancel<ExchangeIndex, AssetIndex, InstrumentIndex>
    | OrderResponseCancel<ExchangeId, AssetNameExchange, InstrumentNameExchange>
    => "barter_execution", "OrderResponseCancel", 1, validate check_response_cancel
);

canonical!(
    OrderEvent<OrderState<AssetKey, InstrumentKey>, ExchangeKey, InstrumentKey>
    | OrderEvent<OrderState<AssetIndex, InstrumentIndex>, ExchangeIndex, InstrumentIndex>
    | OrderEvent<OrderState<AssetNameExchange, InstrumentNameExchange>, ExchangeId, InstrumentNameExchange>
    => "barter_execution", "OrderEvent", 1, validate check_order_event
);

wire_struct!([E, I, S] Order<E, I, S> {
    key: OrderKey<E, I>,
    side: Side,
    price: Decimal,
    quantity: Decimal,
    kind: OrderKind,
    time_in_force: TimeInForce,
    state: S,
});
canonical!(
    Order<ExchangeKey, InstrumentKey, OrderState<AssetKey, InstrumentKey>>
    | Order<ExchangeIndex, InstrumentIndex, OrderState<AssetIndex, InstrumentIndex>>
    | Order<ExchangeId, InstrumentNameExchange, OrderState<AssetNameExchange, InstrumentNameExchange>>
    => "barter_execution", "Order", 1, validate check_order
);

/// Exchange and instrument have one form.
pub fn check_key<E: HasForm, I: HasForm>(key: &OrderKey<E, I>) -> Result<(), String> {
    common_form([("exchange", key.exchange.form()), ("instrument", key.instrument.form())]).map(|_| ())
}

fn check_terms(kind: OrderKind, price: Decimal, quantity: Decimal) -> Result<(), String> {
    if quantity <= Decimal::ZERO {
        return Err(format!("quantity must be above zero, got {quantity}"));
    }
    match kind {
        OrderKind::Limit if price <= Decimal::ZERO => Err(format!("price of a limit order must be above zero, got {price}")),
        OrderKind::Market if price < Decimal::ZERO => Err(format!("price must not be negative, got {price}")),
        OrderKind::Limit | OrderKind::Market => Ok(()),
    }
}

/// A market order may carry price zero: upstream wants a price, there may be no quote yet.
pub fn check_request_open(request: &RequestOpen) -> Result<(), String> {
    check_terms(request.kind, request.price, request.quantity)
}

pub fn check_order_request_open<E: HasForm, I: HasForm>(request: &OrderRequestOpen<E, I>) -> Result<(), String> {
    check_key(&request.key)?;
    check_request_open(&request.state)
}

pub fn check_order_request_cancel<E: HasForm, I: HasForm>(request: &OrderRequestCancel<E, I>) -> Result<(), String> {
    check_key(&request.key)
}

pub fn check_response_cancel<E: HasForm, A: HasForm, I: HasForm>(response: &OrderResponseCancel<E, A, I>) -> Result<(), String> {
    check_key(&response.key)?;
    let result: &Result<Cancelled, OrderError<A, I>> = &response.state;
    match result {
        Ok(_) => Ok(()),
        Err(error) => common_form([
            ("instrument", response.key.instrument.form()),
            ("error", super::error::error_form(error)),
        ])
        .map(|_| ()),
    }
}

/// The state is possible and its keys have the form of the key.
fn check_key_and_state<E: HasForm, A: HasForm, I: HasForm>(key: &OrderKey<E, I>, state: &OrderState<A, I>) -> Result<(), String> {
    check_key(key)?;
    check_state(state)?;
    match state {
        OrderState::Inactive(InactiveOrderState::OpenFailed(error)) => {
            common_form([("instrument", key.instrument.form()), ("error", super::error::error_form(error))]).map(|_| ())
        }
        _ => Ok(()),
    }
}

pub fn check_order_event<E: HasForm, A: HasForm, I: HasForm>(event: &OrderEvent<OrderState<A, I>, E, I>) -> Result<(), String> {
    check_key_and_state(&event.key, &event.state)
}

pub fn check_order<E: HasForm, A: HasForm, I: HasForm>(order: &Order<E, I, OrderState<A, I>>) -> Result<(), String> {
    check_terms(order.kind, order.price, order.quantity)?;
    check_key_and_state(&order.key, &order.state)
}

/// Time in force of a text: upstream's name in snake case or the usual short one. Case does not matter.
pub fn parse_time_in_force(text: &str) -> Option<TimeInForce> {
    Some(match text.to_ascii_lowercase().as_str() {
        "gtc" | "good_until_cancelled" => TimeInForce::GoodUntilCancelled { post_only: false },
        "post_only" | "gtx" => TimeInForce::GoodUntilCancelled { post_only: true },
        "day" | "good_until_end_of_day" => TimeInForce::GoodUntilEndOfDay,
        "fok" | "fill_or_kill" => TimeInForce::FillOrKill,
        "ioc" | "immediate_or_cancel" => TimeInForce::ImmediateOrCancel,
        _ => return None,
    })
}

/// `TimeInForce` of the execution wheel, or a text such as `"ioc"`; the error names the argument.
pub fn time_in_force_arg(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<TimeInForce> {
    let Ok(text) = value.cast::<PyString>() else {
        return foreign_arg(value, argument);
    };
    parse_time_in_force(text.to_str()?).ok_or_else(|| {
        invalid(
            argument,
            format!(
                "{argument} must be a TimeInForce or one of gtc, post_only, day, fok, ioc, got {}",
                shown(value)
            ),
        )
    })
}
