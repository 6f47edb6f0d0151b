//! `ProfitFactor` and `WinRate`.

use crate::statistic::value::record_methods;
use barter::statistic::metric::{profit_factor::ProfitFactor, win_rate::WinRate};
use barter_interop::{
    guard::guarded,
    money::{Exact, decimal_arg, non_negative_arg, to_f64},
};
use pyo3::prelude::*;
use std::hash::{Hash, Hasher};

macro_rules! shares {
    ($($(#[doc = $doc:literal])* $name:literal $class:ident($upstream:ident)),* $(,)?) => {$(
        $(#[doc = $doc])*
        #[pyclass(frozen, eq, hash, name = $name, module = "barter_engine")]
        #[derive(Clone, PartialEq)]
        pub struct $class(pub $upstream);

        impl Hash for $class {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.0.value.hash(state);
            }
        }

        #[pymethods]
        impl $class {
            #[new]
            #[pyo3(signature = (value: "Decimal | int | str | float"))]
            fn new(value: &Bound<'_, PyAny>) -> PyResult<Self> {
                guarded(|| Ok(Self($upstream { value: decimal_arg(value, "value")? })))
            }

            /// The figure.
            #[getter]
            fn value(&self) -> Exact {
                Exact(self.0.value)
            }

            /// The figure as a float.
            #[getter]
            fn value_f64(&self) -> f64 {
                to_f64(&self.0.value)
            }
        }
        record_methods!($class { value });
    )*};
}
shares! {
    /// Gross profits over gross losses.
    ///
    /// >>> from barter_engine import ProfitFactor
    /// >>> ProfitFactor.calculate(10, -5)
    /// ProfitFactor(value=Decimal('2'))
    "ProfitFactor" PyProfitFactor(ProfitFactor),
    /// Share of profitable round trips.
    ///
    /// >>> from barter_engine import WinRate
    /// >>> WinRate.calculate(6, 8)
    /// WinRate(value=Decimal('0.75'))
    "WinRate" PyWinRate(WinRate),
}

#[pymethods]
impl PyProfitFactor {
    /// Profits over losses, of both their absolute value: the largest Decimal without losses, the smallest without profits; None
    /// without either, or if no Decimal holds it.
    #[staticmethod]
    #[pyo3(signature = (profits_gross_abs: "Decimal | int | str | float", losses_gross_abs: "Decimal | int | str | float"))]
    fn calculate(profits_gross_abs: &Bound<'_, PyAny>, losses_gross_abs: &Bound<'_, PyAny>) -> PyResult<Option<Self>> {
        guarded(|| {
            let profits = decimal_arg(profits_gross_abs, "profits_gross_abs")?;
            let losses = decimal_arg(losses_gross_abs, "losses_gross_abs")?;
            Ok(ProfitFactor::calculate(profits, losses).map(Self))
        })
    }
}

#[pymethods]
impl PyWinRate {
    /// Wins over all trades; None without trades.
    ///
    /// Raises:
    ///     InvalidArgumentError: a negative number.
    #[staticmethod]
    #[pyo3(signature = (wins: "Decimal | int | str | float", total: "Decimal | int | str | float"))]
    fn calculate(wins: &Bound<'_, PyAny>, total: &Bound<'_, PyAny>) -> PyResult<Option<Self>> {
        guarded(|| Ok(WinRate::calculate(non_negative_arg(wins, "wins")?, non_negative_arg(total, "total")?).map(Self)))
    }
}
