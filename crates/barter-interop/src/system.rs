//! barter's configuration of a system: instruments and mock executions.

use crate::{
    canonical,
    execution::mock::check_mock_config,
    instrument::{contract::check_kind, spec::check_spec},
    wire_enum,
};
use barter::system::config::{ExecutionConfig, InstrumentConfig, SystemConfig};
use barter_execution::client::mock::MockExecutionConfig;
use barter_instrument::{
    Underlying,
    asset::name::AssetNameExchange,
    exchange::ExchangeId,
    instrument::{kind::InstrumentKind, name::InstrumentNameExchange, quote::InstrumentQuoteAsset, spec::InstrumentSpec},
};
use std::collections::HashSet;

canonical!(InstrumentConfig => "barter_engine", "InstrumentConfig", 1, validate check_instrument_config {
    exchange: ExchangeId,
    name_exchange: InstrumentNameExchange,
    underlying: Underlying<AssetNameExchange>,
    quote: InstrumentQuoteAsset,
    kind: InstrumentKind<AssetNameExchange>,
    spec: Option<InstrumentSpec<AssetNameExchange>>,
});

wire_enum!(ExecutionConfig { Mock(MockExecutionConfig) });
canonical!(ExecutionConfig => "barter_engine", "ExecutionConfig", 1, validate check_execution_config);

canonical!(SystemConfig => "barter_engine", "SystemConfig", 1, validate check_system_config {
    instruments: Vec<InstrumentConfig>,
    executions: Vec<ExecutionConfig>,
});

/// Kind and rules are possible.
pub fn check_instrument_config(config: &InstrumentConfig) -> Result<(), String> {
    check_kind(&config.kind).map_err(|message| format!("kind.{message}"))?;
    config
        .spec
        .as_ref()
        .map_or(Ok(()), |spec| check_spec(spec).map_err(|message| format!("spec.{message}")))
}

/// The mock exchange is possible.
pub fn check_execution_config(config: &ExecutionConfig) -> Result<(), String> {
    let ExecutionConfig::Mock(config) = config;
    check_mock_config(config).map_err(|message| format!("config.{message}"))
}

/// All parts are possible, and no exchange has two executions: barter's builder refuses those.
pub fn check_system_config(config: &SystemConfig) -> Result<(), String> {
    for (position, instrument) in config.instruments.iter().enumerate() {
        check_instrument_config(instrument).map_err(|message| format!("instruments[{position}].{message}"))?;
    }
    let mut exchanges = HashSet::new();
    for (position, execution) in config.executions.iter().enumerate() {
        check_execution_config(execution).map_err(|message| format!("executions[{position}].{message}"))?;
        let ExecutionConfig::Mock(mock) = execution;
        if !exchanges.insert(mock.mocked_exchange) {
            return Err(format!(
                "executions[{position}] is the second for {}; one exchange has one execution",
                mock.mocked_exchange.as_str()
            ));
        }
    }
    Ok(())
}
