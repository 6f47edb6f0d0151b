//! Balances.

use crate::{canonical, instrument::AssetKey, wire_struct};
use barter_execution::balance::{AssetBalance, Balance};
use barter_instrument::asset::{AssetIndex, name::AssetNameExchange};
use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

canonical!(Balance => "barter_execution", "Balance", 1 { total: Decimal, free: Decimal });

wire_struct!([A] AssetBalance<A> { asset: A, balance: Balance, time_exchange: DateTime<Utc> });
canonical!(
    AssetBalance<AssetKey> | AssetBalance<AssetIndex> | AssetBalance<AssetNameExchange>
    => "barter_execution", "AssetBalance", 1
);
