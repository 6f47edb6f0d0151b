//! `IndexedInstruments.filter`.

use super::{PyIndexedInstruments, erase_named};
use crate::instrument::PyInstrument;
use barter_instrument::{asset::name::AssetNameInternal, exchange::ExchangeId, instrument::kind::InstrumentKind};
use barter_interop::{
    enum_arg,
    errors::{invalid, shown, type_name, wrong_type},
    name_arg,
};
use pyo3::{
    prelude::*,
    types::{PyList, PyString, PyTuple},
};

const SPOT: &str = "spot";
const PERPETUAL: &str = "perpetual";
const FUTURE: &str = "future";
const OPTION: &str = "option";
const KINDS: [&str; 4] = [SPOT, PERPETUAL, FUTURE, OPTION];

/// Name of a kind, as `filter` takes it and the table shows it.
pub fn kind_name<A>(kind: &InstrumentKind<A>) -> &'static str {
    match kind {
        InstrumentKind::Spot => SPOT,
        InstrumentKind::Perpetual(_) => PERPETUAL,
        InstrumentKind::Future(_) => FUTURE,
        InstrumentKind::Option(_) => OPTION,
    }
}

/// One value, or a list or tuple of them; None stands for all.
fn one_or_many<T>(
    value: Option<&Bound<'_, PyAny>>,
    argument: &str,
    parse: impl Fn(&Bound<'_, PyAny>, &str) -> PyResult<T>,
) -> PyResult<Option<Vec<T>>> {
    let Some(value) = value else { return Ok(None) };
    if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        let items = value.try_iter()?.enumerate();
        return items
            .map(|(at, item)| parse(&item?, &format!("{argument}[{at}]")))
            .collect::<PyResult<_>>()
            .map(Some);
    }
    parse(value, argument).map(|value| Some(vec![value]))
}

fn kind_arg(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<&'static str> {
    let known = || KINDS.map(|kind| format!("'{kind}'")).join(", ");
    let text = value.cast::<PyString>().map_err(|_| {
        wrong_type(
            argument,
            format!("{argument} must be one of {}, got {} {}", known(), type_name(value), shown(value)),
        )
    })?;
    let text = text.to_str()?;
    KINDS
        .into_iter()
        .find(|kind| text.eq_ignore_ascii_case(kind))
        .ok_or_else(|| invalid(argument, format!("{argument} must be one of {}, got {}", known(), shown(value))))
}

#[pymethods]
impl PyIndexedInstruments {
    /// The collection of the instruments that fit every condition. It has indices of its own.
    ///
    /// Args:
    ///     predicate: called with each instrument that fits the other conditions; keeps it if the result is true.
    ///     exchange: exchange or exchanges (a list or tuple) to keep.
    ///     kind: "spot", "perpetual", "future" or "option", or several.
    ///     base: barter's name of the base asset, or several.
    ///     quote: barter's name of the quote asset of the underlying, or several.
    ///
    /// >>> from barter_instrument import IndexedInstruments, Instrument, Underlying
    /// >>> xbt = Instrument.spot("kraken", "kraken-xbt_usd", "XBT/USD", Underlying("XBT", "USD"))
    /// >>> eth = Instrument.spot("kraken", "kraken-eth_usd", "ETH/USD", Underlying("ETH", "USD"))
    /// >>> [instrument.name_exchange.name for instrument in IndexedInstruments([xbt, eth]).filter(base="eth")]
    /// ['ETH/USD']
    #[pyo3(signature = (
        predicate: "Callable[[Instrument], bool] | None" = None,
        *,
        exchange: "ExchangeId | str | Sequence[ExchangeId | str] | None" = None,
        kind: "str | Sequence[str] | None" = None,
        base: "str | Sequence[str] | None" = None,
        quote: "str | Sequence[str] | None" = None
    ))]
    fn filter(
        &self,
        predicate: Option<&Bound<'_, PyAny>>,
        exchange: Option<&Bound<'_, PyAny>>,
        kind: Option<&Bound<'_, PyAny>>,
        base: Option<&Bound<'_, PyAny>>,
        quote: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let exchanges = one_or_many(exchange, "exchange", enum_arg::<ExchangeId>)?;
        let kinds = one_or_many(kind, "kind", kind_arg)?;
        let bases = one_or_many(base, "base", name_arg::<AssetNameInternal>)?;
        let quotes = one_or_many(quote, "quote", name_arg::<AssetNameInternal>)?;
        let mut kept = Vec::new();
        for instrument in self.named.iter() {
            let underlying = &instrument.underlying;
            let fits = exchanges.as_ref().is_none_or(|known| known.contains(&instrument.exchange))
                && kinds.as_ref().is_none_or(|known| known.contains(&kind_name(&instrument.kind)))
                && bases.as_ref().is_none_or(|known| known.contains(&underlying.base.name_internal))
                && quotes.as_ref().is_none_or(|known| known.contains(&underlying.quote.name_internal));
            if !fits {
                continue;
            }
            let keep = predicate.map_or(Ok(true), |predicate| {
                predicate.call1((PyInstrument(erase_named(instrument.clone())),))?.is_truthy()
            })?;
            if keep {
                kept.push(instrument.clone());
            }
        }
        Self::of(kept, "instruments")
    }
}
