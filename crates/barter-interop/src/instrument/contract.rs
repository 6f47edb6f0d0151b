//! Kinds of instruments and their contracts.

use super::key::AssetKey;
use crate::{canonical, wire_enum, wire_struct};
use barter_instrument::{
    asset::{Asset, AssetIndex},
    instrument::kind::{
        InstrumentKind,
        future::FutureContract,
        option::{OptionContract, OptionExercise, OptionKind},
        perpetual::PerpetualContract,
    },
};
use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

wire_struct!([A] PerpetualContract<A> { contract_size: Decimal, settlement_asset: A });
canonical!(
    PerpetualContract<AssetKey> | PerpetualContract<Asset> | PerpetualContract<AssetIndex>
    => "barter_instrument", "PerpetualContract", 1, validate check_perpetual
);

wire_struct!([A] FutureContract<A> { contract_size: Decimal, settlement_asset: A, expiry: DateTime<Utc> });
canonical!(
    FutureContract<AssetKey> | FutureContract<Asset> | FutureContract<AssetIndex>
    => "barter_instrument", "FutureContract", 1, validate check_future
);

wire_struct!([A] OptionContract<A> {
    contract_size: Decimal,
    settlement_asset: A,
    kind: OptionKind,
    exercise: OptionExercise,
    expiry: DateTime<Utc>,
    strike: Decimal,
});
canonical!(
    OptionContract<AssetKey> | OptionContract<Asset> | OptionContract<AssetIndex>
    => "barter_instrument", "OptionContract", 1, validate check_option
);

wire_enum!([A] InstrumentKind<A> { Spot, Perpetual(PerpetualContract<A>), Future(FutureContract<A>), Option(OptionContract<A>) });
canonical!(
    InstrumentKind<AssetKey> | InstrumentKind<Asset> | InstrumentKind<AssetIndex>
    => "barter_instrument", "InstrumentKind", 1, validate check_kind
);

/// An error that names the argument unless the number is above zero.
pub fn above_zero(name: &str, value: Decimal) -> Result<(), String> {
    if value > Decimal::ZERO {
        Ok(())
    } else {
        Err(format!("{name} must be above zero, got {value}"))
    }
}

/// Upstream writes an expiry as milliseconds, so a finer one would not survive its JSON.
pub(super) fn whole_milliseconds(expiry: DateTime<Utc>) -> Result<(), String> {
    if expiry.timestamp_subsec_nanos().is_multiple_of(1_000_000) {
        Ok(())
    } else {
        Err(format!("expiry must be whole milliseconds, got {expiry}"))
    }
}

pub fn check_perpetual<A>(contract: &PerpetualContract<A>) -> Result<(), String> {
    above_zero("contract_size", contract.contract_size)
}

pub fn check_future<A>(contract: &FutureContract<A>) -> Result<(), String> {
    above_zero("contract_size", contract.contract_size)?;
    whole_milliseconds(contract.expiry)
}

pub fn check_option<A>(contract: &OptionContract<A>) -> Result<(), String> {
    above_zero("contract_size", contract.contract_size)?;
    above_zero("strike", contract.strike)?;
    whole_milliseconds(contract.expiry)
}

pub fn check_kind<A>(kind: &InstrumentKind<A>) -> Result<(), String> {
    match kind {
        InstrumentKind::Spot => Ok(()),
        InstrumentKind::Perpetual(contract) => check_perpetual(contract),
        InstrumentKind::Future(contract) => check_future(contract),
        InstrumentKind::Option(contract) => check_option(contract),
    }
}
