//! One form of a class whose keys may have either: the same bytes, read as the form that is wanted.

use barter_execution::{
    AccountEvent, AccountEventKind,
    error::{ApiError, OrderError},
    order::state::OrderState,
};
use barter_instrument::{asset::name::AssetNameExchange, exchange::ExchangeId, instrument::name::InstrumentNameExchange};
use barter_interop::{
    Canonical, Decoder, Encoder, Wire,
    canonical::Wraps,
    errors::invalid,
    instrument::{AssetKey, InstrumentKey},
    value::own_arg,
};
use pyo3::{PyClass, prelude::*, pyclass::boolean_struct::True};

/// An account event as a client has it.
pub type NamedEvent = AccountEvent<ExchangeId, AssetNameExchange, InstrumentNameExchange>;
pub type NamedKind = AccountEventKind<ExchangeId, AssetNameExchange, InstrumentNameExchange>;
pub type NamedState = OrderState<AssetNameExchange, InstrumentNameExchange>;

/// The value as another form of its class.
pub fn retyped<T: Canonical, U: Canonical>(value: &U, argument: &str) -> PyResult<T> {
    T::from_wire(&value.to_wire()).map_err(|error| {
        invalid(
            argument,
            format!("{argument} has keys of the other form: {error}. AccountEventIndexer changes names to indices (index) and back (name)"),
        )
    })
}

/// An argument of a class of this wheel, in the form that is wanted.
pub fn typed_arg<P, T>(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<T>
where
    P: Wraps + PyClass<Frozen = True> + Sync,
    T: Canonical,
{
    let own = own_arg::<P>(value, argument)?;
    own.get().with_value(value.py(), |value| retyped(value, argument))?
}

/// Errors are no canonical values; their bytes are converted alike.
pub fn order_error<A: Wire, I: Wire>(error: OrderError<AssetKey, InstrumentKey>, argument: &str) -> PyResult<OrderError<A, I>> {
    let mut bytes = Encoder::new();
    error.put(&mut bytes);
    let bytes = bytes.into_bytes();
    OrderError::<A, I>::get(&mut Decoder::new(&bytes))
        .map_err(|error| invalid(argument, format!("{argument} has keys of the other form: {error}")))
}

/// The error with keys of any form.
pub fn any_error<A: Into<AssetKey>, I: Into<InstrumentKey>>(error: OrderError<A, I>) -> OrderError<AssetKey, InstrumentKey> {
    match error {
        OrderError::Connectivity(error) => OrderError::Connectivity(error),
        OrderError::Rejected(error) => OrderError::Rejected(match error {
            ApiError::AssetInvalid(asset, text) => ApiError::AssetInvalid(asset.into(), text),
            ApiError::InstrumentInvalid(instrument, text) => ApiError::InstrumentInvalid(instrument.into(), text),
            ApiError::RateLimit => ApiError::RateLimit,
            ApiError::BalanceInsufficient(asset, text) => ApiError::BalanceInsufficient(asset.into(), text),
            ApiError::OrderRejected(text) => ApiError::OrderRejected(text),
            ApiError::OrderAlreadyCancelled => ApiError::OrderAlreadyCancelled,
            ApiError::OrderAlreadyFullyFilled => ApiError::OrderAlreadyFullyFilled,
        }),
    }
}
