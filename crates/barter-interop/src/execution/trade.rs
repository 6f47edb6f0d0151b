//! Trades and their fees.

use crate::{
    canonical,
    instrument::{AssetKey, HasForm, InstrumentKey, form::common_form},
    wire_struct,
};
use barter_execution::{
    order::id::{OrderId, StrategyId},
    trade::{AssetFees, Trade, TradeId},
};
use barter_instrument::{
    Side,
    asset::{AssetIndex, QuoteAsset, name::AssetNameExchange},
    instrument::{InstrumentIndex, name::InstrumentNameExchange},
};
use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

wire_struct!([A] AssetFees<A> { asset: A, fees: Decimal });
canonical!(
    AssetFees<AssetKey> | AssetFees<QuoteAsset> | AssetFees<AssetIndex> | AssetFees<AssetNameExchange>
    => "barter_execution", "AssetFees", 1
);

wire_struct!([A, I] Trade<A, I> {
    id: TradeId,
    order_id: OrderId,
    instrument: I,
    strategy: StrategyId,
    time_exchange: DateTime<Utc>,
    side: Side,
    price: Decimal,
    quantity: Decimal,
    fees: AssetFees<A>,
});
canonical!(
    Trade<AssetKey, InstrumentKey>
    | Trade<QuoteAsset, InstrumentIndex>
    | Trade<QuoteAsset, InstrumentNameExchange>
    | Trade<AssetIndex, InstrumentIndex>
    | Trade<AssetNameExchange, InstrumentNameExchange>
    => "barter_execution", "Trade", 1, validate check_trade
);

pub fn check_trade<A: HasForm, I: HasForm>(trade: &Trade<A, I>) -> Result<(), String> {
    common_form([("instrument", trade.instrument.form()), ("fees.asset", trade.fees.asset.form())])?;
    if trade.quantity <= Decimal::ZERO {
        return Err(format!("quantity must be above zero, got {}", trade.quantity));
    }
    if trade.price < Decimal::ZERO {
        return Err(format!("price must not be negative, got {}", trade.price));
    }
    trade
        .price
        .checked_mul(trade.quantity)
        .map(|_| ())
        .ok_or_else(|| "price times quantity does not fit a decimal".to_owned())
}
