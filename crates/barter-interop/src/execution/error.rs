//! Errors of orders. Their Python classes are exceptions, so they have bytes but no canonical value class.

use crate::{
    instrument::{Form, HasForm},
    wire::{Decoder, Encoder, FNV_OFFSET, Wire, WireError, mix},
    wire_enum,
};
use barter_execution::error::{ApiError, ConnectivityError, OrderError};
use barter_instrument::exchange::ExchangeId;

wire_enum!(ConnectivityError { ExchangeOffline(ExchangeId), Timeout, Socket(String) });

impl<A: Wire, I: Wire> Wire for ApiError<A, I> {
    const LAYOUT: u64 = mix(
        mix(FNV_OFFSET, "ApiError: asset, instrument, texts", A::LAYOUT),
        "instrument",
        I::LAYOUT,
    );

    fn put(&self, out: &mut Encoder) {
        match self {
            Self::AssetInvalid(asset, text) => {
                out.bytes(&[0]);
                asset.put(out);
                text.put(out);
            }
            Self::InstrumentInvalid(instrument, text) => {
                out.bytes(&[1]);
                instrument.put(out);
                text.put(out);
            }
            Self::RateLimit => out.bytes(&[2]),
            Self::BalanceInsufficient(asset, text) => {
                out.bytes(&[3]);
                asset.put(out);
                text.put(out);
            }
            Self::OrderRejected(text) => {
                out.bytes(&[4]);
                text.put(out);
            }
            Self::OrderAlreadyCancelled => out.bytes(&[5]),
            Self::OrderAlreadyFullyFilled => out.bytes(&[6]),
        }
    }

    fn get(input: &mut Decoder<'_>) -> Result<Self, WireError> {
        Ok(match input.u8()? {
            0 => Self::AssetInvalid(A::get(input)?, String::get(input)?),
            1 => Self::InstrumentInvalid(I::get(input)?, String::get(input)?),
            2 => Self::RateLimit,
            3 => Self::BalanceInsufficient(A::get(input)?, String::get(input)?),
            4 => Self::OrderRejected(String::get(input)?),
            5 => Self::OrderAlreadyCancelled,
            6 => Self::OrderAlreadyFullyFilled,
            _ => return Err(WireError::Invalid("tag of ApiError")),
        })
    }
}

wire_enum!([A, I] OrderError<A, I> { Connectivity(ConnectivityError), Rejected(ApiError<A, I>) });

/// Form of the key in an error, if there is one.
pub fn error_form<A: HasForm, I: HasForm>(error: &OrderError<A, I>) -> Option<Form> {
    match error {
        OrderError::Rejected(ApiError::AssetInvalid(asset, _) | ApiError::BalanceInsufficient(asset, _)) => asset.form(),
        OrderError::Rejected(ApiError::InstrumentInvalid(instrument, _)) => instrument.form(),
        OrderError::Rejected(_) | OrderError::Connectivity(_) => None,
    }
}
