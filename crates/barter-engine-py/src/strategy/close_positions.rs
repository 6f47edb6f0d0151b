//! `barter::strategy::close_positions`.

use crate::engine::state::position::Position;
use barter::strategy::close_positions::build_ioc_market_order_to_close_position as build;
use barter_execution::order::{
    id::{ClientOrderId, StrategyId},
    request::OrderRequestOpen,
};
use barter_instrument::exchange::ExchangeIndex;
use barter_interop::{Foreign, guard::guarded, index_arg, money::positive_arg, name_arg, value::own_arg};
use pyo3::prelude::*;

/// The request that closes a position: a market order of the other side and of its size, immediate or cancel.
///
/// Args:
///     exchange: `ExchangeIndex` of the position's instrument.
///     position: barter's `Position`, as `ctx.position_detail()` gives it.
///     strategy_id: name of the strategy.
///     price: barter needs one for market orders too; positive.
///     client_order_id: of the request; default: random, as barter makes it.
///
/// Returns:
///     `barter_execution.OrderRequestOpen`, keyed by index.
#[pyfunction]
#[pyo3(signature = (
    exchange: "ExchangeIndex | int", position: "Position", strategy_id: "StrategyId | str",
    price: "Decimal | int | str | float", client_order_id: "ClientOrderId | str | None" = None
))]
pub fn build_ioc_market_order_to_close_position(
    exchange: &Bound<'_, PyAny>,
    position: &Bound<'_, PyAny>,
    strategy_id: &Bound<'_, PyAny>,
    price: &Bound<'_, PyAny>,
    client_order_id: Option<&Bound<'_, PyAny>>,
) -> PyResult<Foreign<OrderRequestOpen>> {
    guarded(|| {
        let exchange: ExchangeIndex = index_arg(exchange, "exchange")?;
        let position = own_arg::<Position>(position, "position")?.get();
        let strategy: StrategyId = name_arg(strategy_id, "strategy_id")?;
        let price = positive_arg(price, "price")?;
        let given = client_order_id
            .map(|id| name_arg::<ClientOrderId>(id, "client_order_id"))
            .transpose()?;
        Ok(Foreign(build(exchange, &position.0, strategy, price, || {
            given.clone().unwrap_or_else(ClientOrderId::random)
        })))
    })
}
