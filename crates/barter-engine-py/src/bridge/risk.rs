//! A Python risk manager in the driver: barter's `RiskManager.check`, run while the engine is unlocked.

use super::{
    instrument::Shared,
    requests::{check_key, iterate},
};
use barter_driver::RiskDecision;
use barter_execution::order::request::{OrderRequestCancel, OrderRequestOpen};
use barter_interop::{
    Canonical, Foreign,
    errors::{shown, strategy_error, type_name},
    foreign_arg,
};
use pyo3::{
    intern,
    prelude::*,
    types::{PyList, PyTuple},
};
use smol_str::SmolStr;

/// Calls `risk.check(ctx, cancels, opens)` and takes its four lists.
pub fn check<'py>(
    shared: &Shared,
    risk: &Bound<'py, PyAny>,
    ctx: &Bound<'py, PyAny>,
    cancels: Vec<OrderRequestCancel>,
    opens: Vec<OrderRequestOpen>,
) -> PyResult<RiskDecision> {
    let py = risk.py();
    let cancels = PyList::new(
        py,
        cancels
            .into_iter()
            .map(|request| Foreign(request).into_pyobject(py))
            .collect::<PyResult<Vec<_>>>()?,
    )?;
    let opens = PyList::new(
        py,
        opens
            .into_iter()
            .map(|request| Foreign(request).into_pyobject(py))
            .collect::<PyResult<Vec<_>>>()?,
    )?;
    let returned = risk.call_method1(intern!(py, "check"), (ctx, cancels, opens))?;
    let four = returned.cast::<PyTuple>().ok().filter(|four| four.len() == 4).ok_or_else(|| {
        strategy_error(
            "risk_answer",
            format!(
                "check must return (approved_cancels, approved_opens, refused_cancels, refused_opens), got {} {}",
                type_name(&returned),
                shown(&returned)
            ),
        )
    })?;
    let decision = RiskDecision {
        cancels: approved(&four.get_item(0)?, "approved_cancels")?,
        opens: approved(&four.get_item(1)?, "approved_opens")?,
        refused_cancels: refused(&four.get_item(2)?, "refused_cancels")?,
        refused_opens: refused(&four.get_item(3)?, "refused_opens")?,
    };
    let core = shared.access.core()?;
    let keys = decision
        .cancels
        .iter()
        .map(|request| &request.key)
        .chain(decision.opens.iter().map(|request| &request.key));
    for key in keys {
        check_key(&core, key)?;
    }
    Ok(decision)
}

/// Requests, bare or in `RiskApproved`.
fn approved<T: Canonical>(items: &Bound<'_, PyAny>, list: &str) -> PyResult<Vec<T>> {
    iterate(items, list)?
        .map(|item| {
            let item = item?;
            foreign_arg::<T>(&bare(&item, "RiskApproved")?.unwrap_or(item), list)
        })
        .collect()
}

/// Requests in `RiskRefused`, with the reason.
fn refused<T: Canonical>(items: &Bound<'_, PyAny>, list: &str) -> PyResult<Vec<(T, SmolStr)>> {
    iterate(items, list)?
        .map(|item| {
            let item = item?;
            let Some(request) = bare(&item, "RiskRefused")? else {
                return Err(strategy_error(
                    "risk_answer",
                    format!(
                        "{list} must hold RiskRefused(item, reason), got {} {}",
                        type_name(&item),
                        shown(&item)
                    ),
                ));
            };
            let reason: String = item.getattr(intern!(item.py(), "reason"))?.str()?.extract()?;
            Ok((foreign_arg::<T>(&request, list)?, SmolStr::new(reason)))
        })
        .collect()
}

/// The request inside an object of one of this wheel's two answer classes.
fn bare<'py>(item: &Bound<'py, PyAny>, class: &str) -> PyResult<Option<Bound<'py, PyAny>>> {
    let py = item.py();
    let class = py.import(intern!(py, "barter_engine.risk"))?.getattr(class)?;
    if item.is_instance(&class)? {
        item.getattr(intern!(py, "item")).map(Some)
    } else {
        Ok(None)
    }
}
