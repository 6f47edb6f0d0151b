//! What an exchange checks before its matching sees an order: address, client order id, rules of the instrument.

use super::NamedExchange;
use crate::exact::exact_mul;
use barter_execution::{
    error::ApiError,
    order::{OrderKind, request::OrderRequestOpen},
};
use barter_instrument::{asset::name::AssetNameExchange, exchange::ExchangeId, instrument::name::InstrumentNameExchange};
use rust_decimal::Decimal;

type Refusal = ApiError<AssetNameExchange, InstrumentNameExchange>;

impl NamedExchange {
    /// Exchange and instrument are this one's; the instrument's position.
    pub(super) fn check_address(&self, exchange: ExchangeId, instrument: &InstrumentNameExchange) -> Result<usize, Refusal> {
        if exchange != self.exchange() {
            return Err(ApiError::OrderRejected(format!(
                "wrong_exchange: the request is for {}, this is {}",
                exchange.as_str(),
                self.exchange().as_str()
            )));
        }
        self.position(instrument)
            .map_err(|error| ApiError::InstrumentInvalid(instrument.clone(), error.to_string()))
    }

    /// Position of the instrument of a request that may go on.
    pub(super) fn admit(&self, request: &OrderRequestOpen<ExchangeId, InstrumentNameExchange>) -> Result<usize, Refusal> {
        let position = self.check_address(request.key.exchange, &request.key.instrument)?;
        let state = &request.state;
        if state.quantity <= Decimal::ZERO {
            return rejected("quantity", format!("must be above zero, not {}", state.quantity));
        }
        if state.kind == OrderKind::Limit && state.price <= Decimal::ZERO {
            return rejected("price", format!("of a limit order must be above zero, not {}", state.price));
        }
        // An id is taken for good: a request that was sent twice opens one order.
        if self.by_client_id.contains_key(&request.key.cid) {
            return rejected("duplicate_client_order_id", format!("'{}' was used before", request.key.cid));
        }
        self.check_rules(position, request)?;
        Ok(position)
    }

    fn check_rules(&self, position: usize, request: &OrderRequestOpen<ExchangeId, InstrumentNameExchange>) -> Result<(), Refusal> {
        let listed = &self.listed[position];
        let Some(spec) = &listed.spec else { return Ok(()) };
        let state = &request.state;
        if state.quantity < spec.quantity.min {
            return rejected("lot_size", format!("quantity {} is below {}", state.quantity, spec.quantity.min));
        }
        if !is_multiple(state.quantity, spec.quantity.increment) {
            return rejected(
                "lot_size",
                format!("quantity {} is not a multiple of {}", state.quantity, spec.quantity.increment),
            );
        }
        if state.kind == OrderKind::Market {
            return Ok(());
        }
        if state.price < spec.price.min {
            return rejected("price_filter", format!("price {} is below {}", state.price, spec.price.min));
        }
        if !is_multiple(state.price, spec.price.tick_size) {
            return rejected(
                "price_filter",
                format!("price {} is not a multiple of {}", state.price, spec.price.tick_size),
            );
        }
        let notional = exact_mul(state.price, state.quantity).and_then(|value| exact_mul(value, listed.contract_size));
        match notional {
            Ok(value) if value < spec.notional.min => {
                rejected("below_minimum_notional", format!("value {value} is below {}", spec.notional.min))
            }
            Ok(_) => Ok(()),
            Err(error) => rejected("inexact", error.to_string()),
        }
    }
}

fn rejected<T>(code: &str, message: String) -> Result<T, Refusal> {
    Err(ApiError::OrderRejected(format!("{code}: {message}")))
}

fn is_multiple(value: Decimal, step: Decimal) -> bool {
    step <= Decimal::ZERO || value.checked_rem(step).is_some_and(|rest| rest.is_zero())
}
