//! `Trade`, `AssetFees`.

use barter_execution::{
    order::id::{OrderId, StrategyId},
    trade::{AssetFees, Trade, TradeId},
};
use barter_instrument::{Side, asset::QuoteAsset};
use barter_interop::{
    Enum, Name, canonical_methods, enum_arg,
    execution::trade::check_trade,
    instrument::{AssetKey, InstrumentKey},
    money::{Exact, decimal_arg, to_f64},
    name_arg, own_from_py,
    time::{Moment, time_arg, time_ns},
    value::{checked, own_arg},
    value_methods,
};
use pyo3::prelude::*;

/// Fees of a trade and the asset they are paid in. Negative fees are a rebate.
///
/// Args:
///     asset: `QuoteAsset()` (the quote asset of the instrument, whatever it is: what the engine books), `AssetIndex` (or int),
///         or `AssetNameExchange` (or str).
///     fees: amount.
///
/// >>> from barter_execution import AssetFees
/// >>> AssetFees.quote_fees("0.5")
/// AssetFees(asset=QuoteAsset(), fees=Decimal('0.5'))
#[pyclass(frozen, eq, ord, hash, name = "AssetFees", module = "barter_execution")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyAssetFees(pub AssetFees<AssetKey>);
canonical_methods!(PyAssetFees(AssetFees<AssetKey>));
value_methods!(PyAssetFees { asset, fees });

#[pymethods]
impl PyAssetFees {
    #[new]
    #[pyo3(signature = (asset: "QuoteAsset | AssetIndex | AssetNameExchange | int | str", fees: "Decimal | int | str | float"))]
    fn new(asset: &Bound<'_, PyAny>, fees: &Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(Self(AssetFees {
            asset: AssetKey::fee_from_py(asset, "asset")?,
            fees: decimal_arg(fees, "fees")?,
        }))
    }

    /// Fees in the quote asset of the instrument.
    #[staticmethod]
    #[pyo3(signature = (fees: "Decimal | int | str | float"))]
    fn quote_fees(fees: &Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(Self(AssetFees {
            asset: AssetKey::Quote(QuoteAsset),
            fees: decimal_arg(fees, "fees")?,
        }))
    }

    /// Asset they are paid in.
    #[getter]
    fn asset(&self) -> AssetKey {
        self.0.asset.clone()
    }

    /// Amount.
    #[getter]
    fn fees(&self) -> Exact {
        Exact(self.0.fees)
    }

    /// Amount as a float.
    #[getter]
    fn fees_f64(&self) -> f64 {
        to_f64(&self.0.fees)
    }
}

/// A fill of an order, whole or partial.
///
/// Args:
///     id: the exchange's identifier of the trade.
///     order_id: the exchange's identifier of the order.
///     instrument: `InstrumentIndex` (or int), or `InstrumentNameExchange` (or str).
///     strategy: identifier of the strategy.
///     time_exchange: int nanoseconds UTC or an aware datetime.
///     side: `Side` of the order.
///     price: price in the quote asset, not negative.
///     quantity: quantity in the instrument's unit, above zero.
///     fees: `AssetFees`.
#[pyclass(frozen, eq, ord, hash, name = "Trade", module = "barter_execution")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyTrade(pub Trade<AssetKey, InstrumentKey>);
canonical_methods!(PyTrade(Trade<AssetKey, InstrumentKey>));
value_methods!(PyTrade {
    id,
    order_id,
    instrument,
    strategy,
    time_exchange,
    side,
    price,
    quantity,
    fees
});
own_from_py!(PyTrade as "trade");

#[pymethods]
impl PyTrade {
    #[new]
    #[pyo3(signature = (
        id: "TradeId | str",
        order_id: "OrderId | str",
        instrument: "InstrumentIndex | InstrumentNameExchange | int | str",
        strategy: "StrategyId | str",
        time_exchange: "int | datetime",
        side: "Side | str",
        price: "Decimal | int | str | float",
        quantity: "Decimal | int | str | float",
        fees: "AssetFees"
    ))]
    #[allow(clippy::too_many_arguments)]
    fn new(
        id: &Bound<'_, PyAny>,
        order_id: &Bound<'_, PyAny>,
        instrument: &Bound<'_, PyAny>,
        strategy: &Bound<'_, PyAny>,
        time_exchange: &Bound<'_, PyAny>,
        side: &Bound<'_, PyAny>,
        price: &Bound<'_, PyAny>,
        quantity: &Bound<'_, PyAny>,
        fees: &Bound<'_, PyAny>,
    ) -> PyResult<Self> {
        let trade = Trade {
            id: name_arg(id, "id")?,
            order_id: name_arg(order_id, "order_id")?,
            instrument: InstrumentKey::from_py(instrument, "instrument")?,
            strategy: name_arg(strategy, "strategy")?,
            time_exchange: time_arg(time_exchange, "time_exchange")?,
            side: enum_arg(side, "side")?,
            price: decimal_arg(price, "price")?,
            quantity: decimal_arg(quantity, "quantity")?,
            fees: own_arg::<PyAssetFees>(fees, "fees")?.get().0.clone(),
        };
        checked(check_trade(&trade))?;
        Ok(Self(trade))
    }

    /// The exchange's identifier of the trade.
    #[getter]
    fn id(&self) -> Name<TradeId> {
        Name(self.0.id.clone())
    }

    /// The exchange's identifier of the order.
    #[getter]
    fn order_id(&self) -> Name<OrderId> {
        Name(self.0.order_id.clone())
    }

    /// The instrument.
    #[getter]
    fn instrument(&self) -> InstrumentKey {
        self.0.instrument.clone()
    }

    /// Identifier of the strategy.
    #[getter]
    fn strategy(&self) -> Name<StrategyId> {
        Name(self.0.strategy.clone())
    }

    /// When it happened, an aware datetime in UTC.
    #[getter]
    fn time_exchange(&self) -> Moment {
        Moment(self.0.time_exchange)
    }

    /// When it happened, nanoseconds since 1970 UTC.
    #[getter]
    fn time_exchange_ns(&self) -> PyResult<i64> {
        time_ns(self.0.time_exchange)
    }

    /// Side of the order.
    #[getter]
    fn side(&self) -> Enum<Side> {
        Enum(self.0.side)
    }

    /// Price in the quote asset.
    #[getter]
    fn price(&self) -> Exact {
        Exact(self.0.price)
    }

    /// Price as a float.
    #[getter]
    fn price_f64(&self) -> f64 {
        to_f64(&self.0.price)
    }

    /// Quantity in the instrument's unit.
    #[getter]
    fn quantity(&self) -> Exact {
        Exact(self.0.quantity)
    }

    /// Quantity as a float.
    #[getter]
    fn quantity_f64(&self) -> f64 {
        to_f64(&self.0.quantity)
    }

    /// Fees and the asset they are paid in.
    #[getter]
    fn fees(&self) -> PyAssetFees {
        PyAssetFees(self.0.fees.clone())
    }

    /// Price × quantity, as upstream has it: without the contract size.
    #[getter]
    fn value_quote(&self) -> PyResult<Exact> {
        barter_interop::guard::guarded(|| Ok(Exact(self.0.value_quote())))
    }
}
