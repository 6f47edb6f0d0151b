//! Rules of an instrument: tick, lot, minima.

use super::{contract::above_zero, key::AssetKey};
use crate::{canonical, wire_enum, wire_struct};
use barter_instrument::{
    asset::{Asset, AssetIndex},
    instrument::spec::{InstrumentSpec, InstrumentSpecNotional, InstrumentSpecPrice, InstrumentSpecQuantity, OrderQuantityUnits},
};
use rust_decimal::Decimal;

canonical!(InstrumentSpecPrice => "barter_instrument", "InstrumentSpecPrice", 1, validate check_price { min: Decimal, tick_size: Decimal });
canonical!(InstrumentSpecNotional => "barter_instrument", "InstrumentSpecNotional", 1, validate check_notional { min: Decimal });

wire_enum!([A] OrderQuantityUnits<A> { Asset(A), Contract, Quote });
canonical!(
    OrderQuantityUnits<AssetKey> | OrderQuantityUnits<Asset> | OrderQuantityUnits<AssetIndex>
    => "barter_instrument", "OrderQuantityUnits", 1
);

wire_struct!([A] InstrumentSpecQuantity<A> { unit: OrderQuantityUnits<A>, min: Decimal, increment: Decimal });
canonical!(
    InstrumentSpecQuantity<AssetKey> | InstrumentSpecQuantity<Asset> | InstrumentSpecQuantity<AssetIndex>
    => "barter_instrument", "InstrumentSpecQuantity", 1, validate check_quantity
);

wire_struct!([A] InstrumentSpec<A> { price: InstrumentSpecPrice, quantity: InstrumentSpecQuantity<A>, notional: InstrumentSpecNotional });
canonical!(
    InstrumentSpec<AssetKey> | InstrumentSpec<Asset> | InstrumentSpec<AssetIndex>
    => "barter_instrument", "InstrumentSpec", 1, validate check_spec
);

fn not_negative(name: &str, value: Decimal) -> Result<(), String> {
    if value >= Decimal::ZERO {
        Ok(())
    } else {
        Err(format!("{name} must not be negative, got {value}"))
    }
}

pub fn check_price(spec: &InstrumentSpecPrice) -> Result<(), String> {
    not_negative("min", spec.min)?;
    above_zero("tick_size", spec.tick_size)
}

pub fn check_quantity<A>(spec: &InstrumentSpecQuantity<A>) -> Result<(), String> {
    not_negative("min", spec.min)?;
    above_zero("increment", spec.increment)
}

pub fn check_notional(spec: &InstrumentSpecNotional) -> Result<(), String> {
    not_negative("min", spec.min)
}

pub fn check_spec<A>(spec: &InstrumentSpec<A>) -> Result<(), String> {
    let said = |part: &str, result: Result<(), String>| result.map_err(|message| format!("{part}.{message}"));
    said("price", check_price(&spec.price))?;
    said("quantity", check_quantity(&spec.quantity))?;
    said("notional", check_notional(&spec.notional))
}
