//! `ctx`: what hooks read and ask for.

use super::{
    access::desk_error,
    instrument::{InstrumentHandle, Shared},
    market_view::MarketView,
    order::OrderHandle,
    timer::Timer,
};
use crate::engine::state::position::Position;
use barter_driver::{
    Core,
    desk::{Ask, Note},
};
use barter_execution::{
    balance::Balance,
    order::{OrderKind, TimeInForce},
};
use barter_instrument::{Side, asset::AssetIndex};
use barter_interop::{
    Foreign, enum_arg,
    errors::{BarterError, invalid, not_found, raise, shown, type_name, wrong_type},
    foreign_arg,
    guard::guarded,
    money, time,
};
use parking_lot::Mutex;
use pyo3::{
    intern,
    prelude::*,
    sync::PyOnceLock,
    types::{PyDict, PyFloat, PyString},
};
use rust_decimal::Decimal;
use smol_str::SmolStr;
use std::sync::Arc;

/// State and requests of a run, handed to every hook. Dead once the run is over, and usable only from its thread.
#[pyclass(frozen, module = "barter_engine")]
pub struct Context {
    shared: Arc<Shared>,
    seed: u64,
    rng: PyOnceLock<Py<PyAny>>,
    timers: Mutex<Vec<Py<Timer>>>,
    /// Whether the strategy has the hook `on_timer`.
    on_timer: bool,
    /// The float given last and the decimal it stands for: strategies ask for the same quantity again and again.
    number: Mutex<(u64, Decimal)>,
}

impl Context {
    pub fn new(shared: Arc<Shared>, seed: u64, on_timer: bool) -> Self {
        Self {
            shared,
            seed,
            rng: PyOnceLock::new(),
            timers: Mutex::new(Vec::new()),
            on_timer,
            number: Mutex::new((0.0_f64.to_bits(), Decimal::ZERO)),
        }
    }

    pub fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    pub fn timer(&self, py: Python<'_>, timer: u32) -> Option<Py<Timer>> {
        self.timers.lock().get(timer as usize).map(|timer| timer.clone_ref(py))
    }

    /// Lets go of the strategy's functions: nothing calls them any more, and they would keep the strategy alive.
    pub fn release(&self) {
        let timers = std::mem::take(&mut *self.timers.lock());
        for timer in timers {
            drop(timer.get().release());
        }
    }

    fn handle(&self, number: u32) -> OrderHandle {
        OrderHandle {
            shared: Arc::clone(&self.shared),
            number,
        }
    }

    #[inline]
    fn number(&self, value: &Bound<'_, PyAny>, argument: &str) -> PyResult<Decimal> {
        let Ok(float) = value.cast_exact::<PyFloat>() else {
            return money::decimal_arg(value, argument);
        };
        let bits = float.value().to_bits();
        let mut cached = self.number.lock();
        if cached.0 != bits {
            *cached = (bits, money::decimal_arg(value, argument)?);
        }
        Ok(cached.1)
    }

    fn order_argument(&self, order: &Bound<'_, PyAny>) -> PyResult<u32> {
        if let Ok(handle) = order.cast::<OrderHandle>() {
            let handle = handle.get();
            return if handle.shared.access.same_run(&self.shared.access) {
                Ok(handle.number)
            } else {
                Err(invalid("order", "order is a handle of another run"))
            };
        }
        let text = order
            .cast::<PyString>()
            .map_err(|_| {
                wrong_type(
                    "order",
                    format!(
                        "order must be an order handle or a client_order_id, got {} {}",
                        type_name(order),
                        shown(order)
                    ),
                )
            })?
            .to_str()?;
        self.shared
            .access
            .core()?
            .desk
            .find(text)
            .ok_or_else(|| not_found("order", format!("there is no order with client_order_id '{text}' in this run")))
    }

    fn open(&self, ask: Ask) -> PyResult<OrderHandle> {
        guarded(|| {
            let number = self.shared.access.core()?.open(ask).map_err(desk_error)?;
            Ok(self.handle(number))
        })
    }

    fn read<T>(&self, of: impl FnOnce(&Core) -> T) -> PyResult<T> {
        Ok(of(&*self.shared.access.core()?))
    }
}

/// `client_order_id` as given by a user.
fn client_order_id(given: Option<&Bound<'_, PyAny>>) -> PyResult<Option<SmolStr>> {
    given
        .map(|given| {
            given
                .cast::<PyString>()
                .map_err(|_| {
                    wrong_type(
                        "client_order_id",
                        format!("client_order_id must be a str, got {} {}", type_name(given), shown(given)),
                    )
                })?
                .to_str()
                .map(SmolStr::new)
        })
        .transpose()
}

/// `time_in_force` and `post_only` of a limit order.
fn time_in_force(given: Option<&Bound<'_, PyAny>>, post_only: bool) -> PyResult<TimeInForce> {
    let value = match given {
        None => TimeInForce::GoodUntilCancelled { post_only },
        Some(given) => match given.cast::<PyString>() {
            Ok(text) => match text.to_str()? {
                "good_until_cancelled" => TimeInForce::GoodUntilCancelled { post_only },
                "good_until_end_of_day" => TimeInForce::GoodUntilEndOfDay,
                "fill_or_kill" => TimeInForce::FillOrKill,
                "immediate_or_cancel" => TimeInForce::ImmediateOrCancel,
                other => {
                    return Err(invalid(
                        "time_in_force",
                        format!(
                            "time_in_force must be good_until_cancelled, good_until_end_of_day, fill_or_kill, immediate_or_cancel \
                             or a barter_execution.TimeInForce, got '{other}'"
                        ),
                    ));
                }
            },
            Err(_) => match foreign_arg::<TimeInForce>(given, "time_in_force")? {
                TimeInForce::GoodUntilCancelled { post_only: own } => TimeInForce::GoodUntilCancelled {
                    post_only: own || post_only,
                },
                other => other,
            },
        },
    };
    if post_only && !matches!(value, TimeInForce::GoodUntilCancelled { .. }) {
        return Err(invalid(
            "post_only",
            format!(
                "post_only goes with good_until_cancelled only, not with {}",
                barter_driver::fingerprint::time_in_force_text(value)
            ),
        ));
    }
    Ok(value)
}

#[pymethods]
impl Context {
    /// Time of what is being processed, ns since 1970 UTC.
    fn now_ns(&self) -> PyResult<i64> {
        self.read(Core::now)
    }

    /// Time of what is being processed, an aware datetime (microseconds).
    fn now<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let now = self.read(Core::now)?;
        time::datetime_from_ns(py, now)
    }

    /// Whether the run is before its `start`: hooks run, orders are refused with `warm_up`.
    fn is_warming_up(&self) -> PyResult<bool> {
        self.read(Core::is_warming_up)
    }

    /// Handle of an instrument, by internal name, by the exchange's name where that is unique, or by index.
    #[pyo3(signature = (instrument=None))]
    fn instrument(&self, py: Python<'_>, instrument: Option<&Bound<'_, PyAny>>) -> PyResult<Py<InstrumentHandle>> {
        self.shared.access.check()?;
        let position = self.shared.instruments.resolve(instrument)?;
        Ok(self.shared.instruments.handles[position].clone_ref(py))
    }

    /// Handles of all instruments of the run.
    fn instruments(&self, py: Python<'_>) -> PyResult<Vec<Py<InstrumentHandle>>> {
        self.shared.access.check()?;
        Ok(self.shared.instruments.handles.iter().map(|handle| handle.clone_ref(py)).collect())
    }

    /// The instrument's market as delivered so far.
    #[pyo3(signature = (instrument=None))]
    fn market(&self, instrument: Option<&Bound<'_, PyAny>>) -> PyResult<MarketView> {
        let position = self.shared.instruments.resolve(instrument)?;
        Ok(MarketView {
            shared: Arc::clone(&self.shared),
            position,
        })
    }

    /// Signed net position of delivered fills, exact; 0 when flat.
    #[pyo3(signature = (instrument=None))]
    fn position<'py>(&self, py: Python<'py>, instrument: Option<&Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyAny>> {
        let position = self.shared.instruments.resolve(instrument)?;
        let quantity = self.read(|core| core.position(position))?;
        money::decimal_to_py(py, &quantity)
    }

    /// Signed net position as a float.
    #[pyo3(signature = (instrument=None))]
    fn position_f64(&self, instrument: Option<&Bound<'_, PyAny>>) -> PyResult<f64> {
        let position = self.shared.instruments.resolve(instrument)?;
        self.read(|core| money::to_f64(&core.position(position)))
    }

    /// barter's own `Position`; None when flat.
    #[pyo3(signature = (instrument=None))]
    fn position_detail(&self, instrument: Option<&Bound<'_, PyAny>>) -> PyResult<Option<Position>> {
        let position = self.shared.instruments.resolve(instrument)?;
        self.read(|core| core.position_detail(position).cloned().map(Position))
    }

    /// Balance of an asset (a `barter_execution.Balance`), by its internal name; `exchange` where several have it.
    #[pyo3(signature = (asset, exchange=None))]
    fn balance(&self, asset: &Bound<'_, PyAny>, exchange: Option<&Bound<'_, PyAny>>) -> PyResult<Foreign<Balance>> {
        let core = self.shared.access.core()?;
        let index = asset_index(&core, asset, exchange)?;
        let balance = core
            .balance(index)
            .ok_or_else(|| not_found("asset", format!("no balance of {} is known yet", core.universe.asset_name(index))))?;
        drop(core);
        Ok(Foreign(balance))
    }

    /// Handles of the working orders (pending, waiting, in flight, open), by number.
    #[pyo3(signature = (instrument=None))]
    fn orders(&self, instrument: Option<&Bound<'_, PyAny>>) -> PyResult<Vec<OrderHandle>> {
        let position = instrument.map(|given| self.shared.instruments.resolve(Some(given))).transpose()?;
        let mut numbers = self.read(|core| match position {
            Some(position) => core.desk.working[position].clone(),
            None => core.desk.working.iter().flatten().copied().collect(),
        })?;
        numbers.sort_unstable();
        Ok(numbers.into_iter().map(|number| self.handle(number)).collect())
    }

    /// Handle of any order of the run by client order id.
    fn order(&self, client_order_id: &str) -> PyResult<OrderHandle> {
        let number = self.shared.access.core()?.desk.find(client_order_id).ok_or_else(|| {
            not_found(
                "client_order_id",
                format!("there is no order with client_order_id '{client_order_id}' in this run"),
            )
        })?;
        Ok(self.handle(number))
    }

    /// Equity in the report currency by what was delivered; None while something held has no value.
    fn equity<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let equity = guarded(|| self.read(Core::equity))?.map_err(|error| raise::<BarterError>("inexact", None, error.to_string()))?;
        equity.map(|equity| money::decimal_to_py(py, &equity)).transpose()
    }

    /// `random.Random(seed)` of this run.
    #[getter]
    fn rng<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.shared.access.check()?;
        let rng = self.rng.get_or_try_init(py, || {
            Ok::<_, PyErr>(py.import(intern!(py, "random"))?.getattr("Random")?.call1((self.seed,))?.unbind())
        })?;
        Ok(rng.bind(py).clone())
    }

    /// Adds rows to the table `records`: one per keyword, with the present time.
    #[pyo3(signature = (**values))]
    fn record(&self, values: Option<&Bound<'_, PyDict>>) -> PyResult<()> {
        let Some(values) = values else { return Ok(()) };
        let mut notes = Vec::with_capacity(values.len());
        for (name, value) in values {
            let name: String = name.extract()?;
            let number: f64 = value
                .call_method0(intern!(value.py(), "__float__"))
                .and_then(|float| float.extract())
                .map_err(|_| {
                    wrong_type(
                        &name,
                        format!("{name} must be a number, got {} {}", type_name(&value), shown(&value)),
                    )
                })?;
            notes.push((SmolStr::new(name), number));
        }
        let mut core = self.shared.access.core()?;
        let time = core.now();
        core.desk
            .notes
            .extend(notes.into_iter().map(|(name, value)| Note { time, name, value }));
        Ok(())
    }

    /// Calls `function(ctx)` (default: the hook `on_timer(ctx, timer)`) every `interval` (ns, timedelta or text such as
    /// "1s"), for the first time one interval from now.
    #[pyo3(signature = (interval, function=None))]
    fn every<'py>(&self, py: Python<'py>, interval: &Bound<'py, PyAny>, function: Option<Bound<'py, PyAny>>) -> PyResult<Py<Timer>> {
        let interval = time::positive_duration_ns_arg(interval, "interval")?;
        if let Some(function) = &function
            && !function.is_callable()
        {
            return Err(wrong_type(
                "function",
                format!("function must be callable, got {} {}", type_name(function), shown(function)),
            ));
        }
        if function.is_none() && !self.on_timer {
            return Err(invalid(
                "function",
                "function may be left out only where the strategy has the hook on_timer(ctx, timer), which would be called instead",
            ));
        }
        let number = {
            let mut core = self.shared.access.core()?;
            core.desk.check_open().map_err(desk_error)?;
            core.desk.every(interval).map_err(desk_error)?
        };
        let timer = Timer::new(Arc::clone(&self.shared), number, interval, function.map(Bound::unbind));
        let timer = Py::new(py, timer)?;
        self.timers.lock().push(timer.clone_ref(py));
        Ok(timer)
    }

    /// Asks for a market order.
    ///
    /// Args:
    ///     side: `Side` or "buy" / "sell".
    ///     quantity: positive, a multiple of the lot; Decimal, int, str or float (by its shortest text).
    ///     instrument: handle, name or index; may be left out when there is just one.
    ///     client_order_id: own id, unique in the run; default: the order's number.
    ///
    /// Raises:
    ///     InvalidArgumentError, NotFoundError: for an argument that breaks a rule; nothing is sent.
    #[pyo3(signature = (side, quantity, *, instrument=None, client_order_id=None))]
    fn market_order(
        &self,
        side: &Bound<'_, PyAny>,
        quantity: &Bound<'_, PyAny>,
        instrument: Option<&Bound<'_, PyAny>>,
        client_order_id: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<OrderHandle> {
        self.open(Ask {
            instrument: self.shared.instruments.resolve(instrument)?,
            side: enum_arg::<Side>(side, "side")?,
            kind: OrderKind::Market,
            time_in_force: TimeInForce::ImmediateOrCancel,
            price: None,
            quantity: self.number(quantity, "quantity")?,
            client_order_id: self::client_order_id(client_order_id)?,
        })
    }

    /// Asks for a limit order. Arguments as in `market_order`, and:
    ///
    /// Args:
    ///     price: positive, a multiple of the tick.
    ///     time_in_force: "good_until_cancelled" (default), "good_until_end_of_day", "immediate_or_cancel", "fill_or_kill"
    ///         or a `barter_execution.TimeInForce`.
    ///     post_only: reject the order rather than let it take liquidity.
    #[pyo3(signature = (side, quantity, price, *, instrument=None, time_in_force=None, post_only=false, client_order_id=None))]
    #[allow(clippy::too_many_arguments)]
    fn limit_order(
        &self,
        side: &Bound<'_, PyAny>,
        quantity: &Bound<'_, PyAny>,
        price: &Bound<'_, PyAny>,
        instrument: Option<&Bound<'_, PyAny>>,
        time_in_force: Option<&Bound<'_, PyAny>>,
        post_only: bool,
        client_order_id: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<OrderHandle> {
        self.open(Ask {
            instrument: self.shared.instruments.resolve(instrument)?,
            side: enum_arg::<Side>(side, "side")?,
            kind: OrderKind::Limit,
            time_in_force: self::time_in_force(time_in_force, post_only)?,
            price: Some(money::decimal_arg(price, "price")?),
            quantity: self.number(quantity, "quantity")?,
            client_order_id: self::client_order_id(client_order_id)?,
        })
    }

    /// Asks for the cancel of an order (handle or client_order_id). Does nothing when it is done or a cancel is on its way.
    fn cancel(&self, order: &Bound<'_, PyAny>) -> PyResult<()> {
        let number = self.order_argument(order)?;
        self.shared.access.core()?.desk.cancel(number).map_err(desk_error)
    }

    /// Cancels every working order of the instrument, or of all.
    #[pyo3(signature = (instrument=None))]
    fn cancel_all(&self, instrument: Option<&Bound<'_, PyAny>>) -> PyResult<()> {
        let position = instrument.map(|given| self.shared.instruments.resolve(Some(given))).transpose()?;
        self.shared.access.core()?.desk.cancel_all(position).map_err(desk_error)
    }

    /// Cancels the instrument's working orders and asks for the market order that trades its position away.
    #[pyo3(signature = (instrument=None))]
    fn close(&self, instrument: Option<&Bound<'_, PyAny>>) -> PyResult<Option<OrderHandle>> {
        let position = self.shared.instruments.resolve(instrument)?;
        let number = guarded(|| self.shared.access.core()?.close(position).map_err(desk_error))?;
        Ok(number.map(|number| self.handle(number)))
    }

    /// Asks for the market order that brings position plus working orders to `quantity` (signed), rounded toward zero to
    /// the lot. Returns None when nothing is missing.
    #[pyo3(signature = (quantity, instrument=None))]
    fn target_position(&self, quantity: &Bound<'_, PyAny>, instrument: Option<&Bound<'_, PyAny>>) -> PyResult<Option<OrderHandle>> {
        let position = self.shared.instruments.resolve(instrument)?;
        let target = self.number(quantity, "quantity")?;
        let number = guarded(|| self.shared.access.core()?.target_position(position, target).map_err(desk_error))?;
        Ok(number.map(|number| self.handle(number)))
    }

    /// Whether trading is enabled. While it is not, requests are refused with `trading_disabled`.
    fn is_trading_enabled(&self) -> PyResult<bool> {
        self.read(|core| core.engine.state.trading == barter::engine::state::trading::TradingState::Enabled)
    }

    /// Enables or disables trading, once the present hook has returned and its requests are sent.
    fn set_trading_enabled(&self, enabled: bool) -> PyResult<()> {
        let mut core = self.shared.access.core()?;
        core.desk.check_open().map_err(desk_error)?;
        core.desk.trading = Some(enabled);
        Ok(())
    }

    fn __repr__(&self) -> String {
        self.read(|core| format!("Context(now_ns={}, instruments={})", core.now(), core.universe.instruments.len()))
            .unwrap_or_else(|_| "Context(not usable here: the run is over, or this is another thread)".to_owned())
    }
}

/// The asset that a user names.
fn asset_index(core: &Core, asset: &Bound<'_, PyAny>, exchange: Option<&Bound<'_, PyAny>>) -> PyResult<AssetIndex> {
    let name = asset
        .cast::<PyString>()
        .map_err(|_| {
            wrong_type(
                "asset",
                format!(
                    "asset must be the internal name of an asset, got {} {}",
                    type_name(asset),
                    shown(asset)
                ),
            )
        })?
        .to_str()?;
    let exchange = exchange
        .map(|exchange| enum_arg::<barter_instrument::exchange::ExchangeId>(exchange, "exchange"))
        .transpose()?;
    let assets = core.universe.indexed.assets();
    let matching: Vec<_> = assets
        .iter()
        .filter(|keyed| keyed.value.asset.name_internal.name() == name && exchange.is_none_or(|id| id == keyed.value.exchange))
        .collect();
    match matching[..] {
        [keyed] => Ok(keyed.key),
        [] => {
            let known: Vec<_> = assets
                .iter()
                .map(|keyed| format!("{} ({})", keyed.value.asset.name_internal, keyed.value.exchange.as_str()))
                .collect();
            Err(not_found(
                "asset",
                format!("asset '{name}' is not in this run; it has: {}", known.join(", ")),
            ))
        }
        _ => Err(invalid(
            "exchange",
            format!("several exchanges have {name}; say which with exchange="),
        )),
    }
}
