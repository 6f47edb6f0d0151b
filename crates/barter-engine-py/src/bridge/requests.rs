//! Requests of `generate_algo_orders`: barter's own trait methods, through the same desk as `ctx`.

use super::{access::desk_error, instrument::Shared};
use barter_driver::{Core, desk::Ask};
use barter_execution::order::{
    OrderKey, OrderKind,
    request::{OrderRequestCancel, OrderRequestOpen},
};
use barter_interop::{
    errors::{StrategyError, invalid, raise, shown, strategy_error, type_name},
    foreign_arg,
};
use pyo3::{
    prelude::*,
    types::{PyIterator, PyTuple},
};

/// Takes `(cancels, opens)` as `generate_algo_orders` returned them.
pub fn take(shared: &Shared, returned: &Bound<'_, PyAny>) -> PyResult<()> {
    let pair = returned.cast::<PyTuple>().ok().filter(|pair| pair.len() == 2).ok_or_else(|| {
        strategy_error(
            "algo_orders",
            format!(
                "generate_algo_orders must return (cancels, opens), got {} {}",
                type_name(returned),
                shown(returned)
            ),
        )
    })?;
    let cancels = list::<OrderRequestCancel>(&pair.get_item(0)?, "cancels")?;
    let opens = list::<OrderRequestOpen>(&pair.get_item(1)?, "opens")?;
    let mut core = shared.access.core()?;
    for request in cancels {
        check_key(&core, &request.key)?;
        let Some(number) = core.desk.find(&request.key.cid.0) else {
            return Err(invalid(
                "cancels",
                format!("there is no order with client order id '{}' in this run", request.key.cid.0),
            ));
        };
        let own = core.desk.order(number).instrument;
        if own != request.key.instrument.index() {
            return Err(invalid(
                "instrument",
                format!(
                    "the cancel of order '{}' names instrument {}, but the order is of {}",
                    request.key.cid.0,
                    request.key.instrument.index(),
                    core.meta(own).name_internal.name()
                ),
            ));
        }
        core.desk.cancel(number).map_err(desk_error)?;
    }
    for request in opens {
        check_key(&core, &request.key)?;
        let state = request.state;
        core.open(Ask {
            instrument: request.key.instrument.index(),
            side: state.side,
            kind: state.kind,
            time_in_force: state.time_in_force,
            price: (state.kind == OrderKind::Limit).then_some(state.price),
            quantity: state.quantity,
            client_order_id: Some(request.key.cid.0),
        })
        .map_err(desk_error)?;
    }
    Ok(())
}

/// Every item of an iterable, or an error that names the list.
pub fn list<T: barter_interop::Canonical>(items: &Bound<'_, PyAny>, argument: &str) -> PyResult<Vec<T>> {
    iterate(items, argument)?.map(|item| foreign_arg::<T>(&item?, argument)).collect()
}

/// The items of a list that user code returned.
pub fn iterate<'py>(items: &Bound<'py, PyAny>, argument: &str) -> PyResult<Bound<'py, PyIterator>> {
    items.try_iter().map_err(|_| {
        raise::<StrategyError>(
            "not_a_list",
            Some(argument),
            format!("{argument} must be a list of requests, got {} {}", type_name(items), shown(items)),
        )
    })
}

/// The engine panics on an index it does not have, and would route an order to the wrong exchange without a word.
pub fn check_key(core: &Core, key: &OrderKey) -> PyResult<()> {
    let instruments = &core.universe.instruments;
    let Some(meta) = instruments.get(key.instrument.index()) else {
        return Err(invalid(
            "instrument",
            format!(
                "instrument index {} of order '{}' is not in this run, which has {}",
                key.instrument.index(),
                key.cid.0,
                instruments.len()
            ),
        ));
    };
    if meta.exchange != key.exchange {
        return Err(invalid(
            "exchange",
            format!(
                "order '{}' is for exchange index {}, but {} trades on exchange index {} ({})",
                key.cid.0,
                key.exchange.index(),
                meta.name_internal.name(),
                meta.exchange.index(),
                meta.exchange_id.as_str()
            ),
        ));
    }
    Ok(())
}
