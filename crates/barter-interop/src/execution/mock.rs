//! Configuration of barter's mock exchange.

use super::account::check_snapshot;
use crate::canonical;
use barter_execution::{UnindexedAccountSnapshot, client::mock::MockExecutionConfig};
use barter_instrument::exchange::ExchangeId;
use rust_decimal::Decimal;

canonical!(MockExecutionConfig => "barter_execution", "MockExecutionConfig", 1, validate check_mock_config {
    mocked_exchange: ExchangeId,
    initial_state: UnindexedAccountSnapshot,
    latency_ms: u64,
    fees_percent: Decimal,
});

/// The snapshot is possible and of the same exchange, and fees are a fraction whatever upstream's name says.
pub fn check_mock_config(config: &MockExecutionConfig) -> Result<(), String> {
    check_snapshot(&config.initial_state).map_err(|message| format!("initial_state.{message}"))?;
    if config.initial_state.exchange != config.mocked_exchange {
        return Err(format!(
            "initial_state is of {} but mocked_exchange is {}: an exchange begins with an account of its own",
            config.initial_state.exchange.as_str(),
            config.mocked_exchange.as_str()
        ));
    }
    if config.fees_percent < Decimal::ZERO || config.fees_percent >= Decimal::ONE {
        return Err(format!(
            "fees_percent must be a fraction, at least 0 and below 1 (0.0005 is 5 basis points), got {}",
            config.fees_percent
        ));
    }
    Ok(())
}
