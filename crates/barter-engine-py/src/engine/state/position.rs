//! barter's `Position` and `PositionExited`, as its engine keeps them. They know neither contract size nor exit fees that
//! were paid in another asset; the table `positions` of a result is the corrected form.

use barter::engine::state::position::{Position as UpstreamPosition, PositionExited as UpstreamPositionExited};
use barter_execution::trade::{AssetFees, TradeId};
use barter_instrument::{Side, asset::QuoteAsset, instrument::InstrumentIndex};
use barter_interop::{Enum, Index, money, time};
use chrono::{DateTime, Utc};
use pyo3::prelude::*;
use rust_decimal::Decimal;

/// barter's open position.
#[pyclass(frozen, eq, module = "barter_engine")]
#[derive(Debug, Clone, PartialEq)]
pub struct Position(pub UpstreamPosition<QuoteAsset, InstrumentIndex>);

/// barter's closed position.
#[pyclass(frozen, eq, module = "barter_engine")]
#[derive(Debug, Clone, PartialEq)]
pub struct PositionExited(pub UpstreamPositionExited<QuoteAsset, InstrumentIndex>);

fn trade_ids(trades: &[TradeId]) -> Vec<String> {
    trades.iter().map(|trade| trade.0.to_string()).collect()
}

/// Getters shared by both classes.
macro_rules! getters {
    ($class:ident { decimals: $($decimal:ident),*; fees: $($fees:ident),*; times: $($time:ident),* }) => {
        #[pymethods]
        impl $class {
            #[getter]
            fn instrument(&self) -> Index<InstrumentIndex> {
                Index(self.0.instrument)
            }

            /// BUY: long, SELL: short.
            #[getter]
            fn side(&self) -> Enum<Side> {
                Enum(self.0.side)
            }

            /// Ids of the trades that made the position.
            #[getter]
            fn trades(&self) -> Vec<String> {
                trade_ids(&self.0.trades)
            }

            $(
                #[getter]
                fn $decimal<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                    let value: &Decimal = &self.0.$decimal;
                    money::decimal_to_py(py, value)
                }
            )*

            $(
                /// In the quote asset.
                #[getter]
                fn $fees<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                    let fees: &AssetFees<QuoteAsset> = &self.0.$fees;
                    money::decimal_to_py(py, &fees.fees)
                }
            )*

            $(
                #[getter]
                fn $time<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                    let value: DateTime<Utc> = self.0.$time;
                    time::time_to_py(py, value)
                }
            )*
        }
    };
}

getters!(Position {
    decimals: price_entry_average, quantity_abs, quantity_abs_max, pnl_unrealised, pnl_realised;
    fees: fees_enter, fees_exit;
    times: time_enter, time_exchange_update
});

getters!(PositionExited {
    decimals: price_entry_average, quantity_abs_max, pnl_realised;
    fees: fees_enter, fees_exit;
    times: time_enter, time_exit
});

#[pymethods]
impl Position {
    fn __repr__(&self) -> String {
        let position = &self.0;
        format!(
            "Position(instrument={}, side={}, quantity_abs={}, price_entry_average={}, pnl_unrealised={}, pnl_realised={})",
            position.instrument.index(),
            position.side,
            position.quantity_abs.normalize(),
            position.price_entry_average.normalize(),
            position.pnl_unrealised.normalize(),
            position.pnl_realised.normalize()
        )
    }
}

#[pymethods]
impl PositionExited {
    fn __repr__(&self) -> String {
        let position = &self.0;
        format!(
            "PositionExited(instrument={}, side={}, quantity_abs_max={}, price_entry_average={}, pnl_realised={})",
            position.instrument.index(),
            position.side,
            position.quantity_abs_max.normalize(),
            position.price_entry_average.normalize(),
            position.pnl_realised.normalize()
        )
    }
}
