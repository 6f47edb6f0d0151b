//! Identifiers of orders and trades.

use barter_execution::{
    order::id::{ClientOrderId, OrderId, StrategyId},
    trade::TradeId,
};

crate::canonical_name!(ClientOrderId => "barter_execution", "ClientOrderId", |id| id.0.as_str());
crate::canonical_name!(OrderId => "barter_execution", "OrderId", |id| id.0.as_str());
crate::canonical_name!(StrategyId => "barter_execution", "StrategyId", |id| id.0.as_str());
crate::canonical_name!(TradeId => "barter_execution", "TradeId", |id| id.0.as_str());
