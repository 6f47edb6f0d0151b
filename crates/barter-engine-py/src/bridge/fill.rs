//! What `on_fill` gets.

use super::{
    instrument::{InstrumentHandle, Shared},
    order::OrderHandle,
};
use barter_driver::DeliveredFill;
use barter_execution::{
    order::id::{OrderId, StrategyId},
    trade::{AssetFees, Trade, TradeId},
};
use barter_instrument::{Side, asset::QuoteAsset, instrument::InstrumentIndex};
use barter_interop::{Enum, Foreign, guard::guarded, identifier::name_to_py, money};
use chrono::DateTime;
use pyo3::prelude::*;
use smol_str::ToSmolStr;
use std::sync::Arc;

/// A fill of an own order.
#[pyclass(frozen, module = "barter_engine")]
pub struct Fill {
    pub shared: Arc<Shared>,
    pub fill: DeliveredFill,
    pub strategy: StrategyId,
}

#[pymethods]
impl Fill {
    /// The order's handle.
    #[getter]
    fn order(&self) -> OrderHandle {
        OrderHandle {
            shared: Arc::clone(&self.shared),
            number: self.fill.number,
        }
    }

    #[getter]
    fn client_order_id(&self) -> PyResult<String> {
        Ok(self.shared.access.core()?.desk.order(self.fill.number).client_order_id.to_string())
    }

    /// The exchange's id of the order.
    #[getter]
    fn order_id(&self) -> String {
        self.fill.order_id.to_string()
    }

    #[getter]
    fn trade_id(&self) -> String {
        self.fill.trade_id.to_string()
    }

    #[getter]
    fn instrument(&self, py: Python<'_>) -> Py<InstrumentHandle> {
        self.shared.instruments.handles[self.fill.instrument].clone_ref(py)
    }

    #[getter]
    fn side(&self) -> Enum<Side> {
        Enum(self.fill.side)
    }

    #[getter]
    fn price<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        money::decimal_to_py(py, &self.fill.price)
    }

    #[getter]
    fn price_f64(&self) -> f64 {
        money::to_f64(&self.fill.price)
    }

    #[getter]
    fn quantity<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        money::decimal_to_py(py, &self.fill.quantity)
    }

    #[getter]
    fn quantity_f64(&self) -> f64 {
        money::to_f64(&self.fill.quantity)
    }

    /// In the quote asset; negative for a rebate.
    #[getter]
    fn fee<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        money::decimal_to_py(py, &self.fill.fee)
    }

    #[getter]
    fn fee_f64(&self) -> f64 {
        money::to_f64(&self.fill.fee)
    }

    /// Internal name of the asset the fee is paid in.
    #[getter]
    fn fee_asset<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let universe = &self.shared.instruments.universe;
        name_to_py(py, universe.asset_name(universe.instruments[self.fill.instrument].quote))
    }

    /// "maker" or "taker".
    #[getter]
    fn liquidity(&self) -> &'static str {
        if self.fill.maker { "maker" } else { "taker" }
    }

    /// Signed net position in the instrument after this fill.
    #[getter]
    fn position_after<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        money::decimal_to_py(py, &self.fill.position_after)
    }

    /// Realised by this fill, before fees; quote asset.
    #[getter]
    fn realised_pnl<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        money::decimal_to_py(py, &self.fill.realised_pnl)
    }

    /// When it happened at the exchange, ns since 1970 UTC.
    #[getter]
    fn time_exchange_ns(&self) -> i64 {
        self.fill.time_exchange
    }

    /// barter's own `Trade`, in its indexed form.
    #[getter]
    fn trade(&self) -> PyResult<Foreign<Trade<QuoteAsset, InstrumentIndex>>> {
        guarded(|| {
            Ok(Foreign(Trade {
                id: TradeId(self.fill.trade_id.to_smolstr()),
                order_id: OrderId(self.fill.order_id.to_smolstr()),
                instrument: InstrumentIndex(self.fill.instrument),
                strategy: self.strategy.clone(),
                time_exchange: DateTime::from_timestamp_nanos(self.fill.time_exchange),
                side: self.fill.side,
                price: self.fill.price,
                quantity: self.fill.quantity,
                fees: AssetFees::quote_fees(self.fill.fee),
            }))
        })
    }

    fn __repr__(&self) -> String {
        format!(
            "Fill(order={}, side={}, price={}, quantity={}, fee={}, liquidity={}, position_after={})",
            self.fill.number,
            barter_driver::fingerprint::side_text(self.fill.side),
            self.fill.price.normalize(),
            self.fill.quantity.normalize(),
            self.fill.fee.normalize(),
            self.liquidity(),
            self.fill.position_after.normalize()
        )
    }
}
