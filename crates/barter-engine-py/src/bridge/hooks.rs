//! A Python strategy in the driver: hooks resolved once, called with the engine unlocked.

use super::{context::Context, fill::Fill, order::OrderHandle, payload::payload, requests, risk, timer::Timer};
use crate::engine::state::position::PositionExited;
use barter::engine::state::position::PositionExited as UpstreamPositionExited;
use barter_columns::CompactKind;
use barter_driver::{DeliveredFill, Hooks, MarketDelivery, Progress, RiskDecision, Wants};
use barter_execution::order::{
    id::StrategyId,
    request::{OrderRequestCancel, OrderRequestOpen},
};
use barter_instrument::asset::QuoteAsset;
use barter_interop::{
    Enum,
    errors::{shown, strategy_error, type_name},
};
use barter_sim::OrderNumber;
use pyo3::{
    prelude::*,
    types::{PyIterator, PyNone, iterator::PySendResult},
};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

type Method<'py> = Option<Bound<'py, PyAny>>;

/// The hooks that the strategy overrides, bound.
#[derive(Default)]
struct Methods<'py> {
    start: Method<'py>,
    stop: Method<'py>,
    market_event: Method<'py>,
    trade: Method<'py>,
    order_book_l1: Method<'py>,
    order_book: Method<'py>,
    candle: Method<'py>,
    liquidation: Method<'py>,
    order: Method<'py>,
    reject: Method<'py>,
    fill: Method<'py>,
    position_exit: Method<'py>,
    timer: Method<'py>,
    disconnect: Method<'py>,
    reconnect: Method<'py>,
    trading_disabled: Method<'py>,
    algo: Method<'py>,
}

/// The market hooks, each waiting in a generator for its next payload (`barter_engine/relay.py`).
#[derive(Default)]
struct Relays<'py> {
    market_event: Relay<'py>,
    trade: Relay<'py>,
    order_book_l1: Relay<'py>,
    order_book: Relay<'py>,
    candle: Relay<'py>,
    liquidation: Relay<'py>,
}

type Relay<'py> = Option<Bound<'py, PyIterator>>;

pub struct PyHooks<'py> {
    py: Python<'py>,
    methods: Methods<'py>,
    relays: Relays<'py>,
    /// `relay.Stopped`.
    stopped: Method<'py>,
    risk: Method<'py>,
    progress: Method<'py>,
    strategy_id: StrategyId,
    /// Set once the run exists.
    ctx: Option<Bound<'py, Context>>,
    /// Payload of the row being delivered, while both of its hooks run.
    shown: Option<Bound<'py, PyAny>>,
    /// When other threads last had their turn.
    breath: Instant,
}

/// Between two turns of other threads: twice the time that CPython's waiting threads wait before they ask.
const BREATH: Duration = Duration::from_millis(10);

impl<'py> PyHooks<'py> {
    /// `defined` are the names of the hooks that exist.
    pub fn new(
        strategy: &Bound<'py, PyAny>,
        defined: &[String],
        risk: Method<'py>,
        progress: Method<'py>,
        strategy_id: StrategyId,
    ) -> PyResult<Self> {
        let mut methods = Methods::default();
        for name in defined {
            let method = Some(strategy.getattr(name.as_str())?);
            match name.as_str() {
                "on_start" => methods.start = method,
                "on_stop" => methods.stop = method,
                "on_market_event" => methods.market_event = method,
                "on_trade" => methods.trade = method,
                "on_order_book_l1" => methods.order_book_l1 = method,
                "on_order_book" => methods.order_book = method,
                "on_candle" => methods.candle = method,
                "on_liquidation" => methods.liquidation = method,
                "on_order" => methods.order = method,
                "on_reject" => methods.reject = method,
                "on_fill" => methods.fill = method,
                "on_position_exit" => methods.position_exit = method,
                "on_timer" => methods.timer = method,
                "on_disconnect" => methods.disconnect = method,
                "on_reconnect" => methods.reconnect = method,
                "on_trading_disabled" => methods.trading_disabled = method,
                "generate_algo_orders" => methods.algo = method,
                other => return Err(strategy_error("unknown_hook", format!("the engine has no hook `{other}`"))),
            }
        }
        Ok(Self {
            py: strategy.py(),
            methods,
            relays: Relays::default(),
            stopped: None,
            risk,
            progress,
            strategy_id,
            ctx: None,
            shown: None,
            breath: Instant::now(),
        })
    }

    pub fn set_context(&mut self, ctx: Bound<'py, Context>) -> PyResult<()> {
        let module = self.py.import("barter_engine.relay")?;
        let maker = module.getattr("relay")?;
        self.stopped = Some(module.getattr("Stopped")?);
        let relay = |method: &Method<'py>| -> PyResult<Relay<'py>> {
            let Some(method) = method else { return Ok(None) };
            let relay = maker.call1((method, &ctx))?.cast_into::<PyIterator>()?;
            relay.send(&PyNone::get(self.py))?;
            Ok(Some(relay))
        };
        self.relays = Relays {
            market_event: relay(&self.methods.market_event)?,
            trade: relay(&self.methods.trade)?,
            order_book_l1: relay(&self.methods.order_book_l1)?,
            order_book: relay(&self.methods.order_book)?,
            candle: relay(&self.methods.candle)?,
            liquidation: relay(&self.methods.liquidation)?,
        };
        self.ctx = Some(ctx);
        Ok(())
    }

    fn ctx(&self) -> PyResult<&Bound<'py, Context>> {
        self.ctx.as_ref().ok_or_else(super::access::run_over)
    }

    fn call0(&self, method: &Method<'py>, name: &str) -> PyResult<()> {
        let Some(method) = method else { return Ok(()) };
        nothing(method.call1((self.ctx()?,))?, name)
    }

    #[inline]
    fn call1(&self, method: &Method<'py>, name: &str, argument: &Bound<'py, PyAny>) -> PyResult<()> {
        let Some(method) = method else { return Ok(()) };
        nothing(method.call1((self.ctx()?, argument))?, name)
    }

    fn order_hook(&self, method: &Method<'py>, name: &str, number: OrderNumber) -> PyResult<()> {
        let handle = OrderHandle {
            shared: Arc::clone(self.ctx()?.get().shared()),
            number,
        };
        self.call1(method, name, &Bound::new(self.py, handle)?.into_any())
    }

    /// Hands a payload to a market hook, which runs until it asks for the next one.
    #[inline]
    fn hand(&self, relay: &Relay<'py>, name: &str, payload: &Bound<'py, PyAny>) -> PyResult<()> {
        match relay.as_ref().map(|relay| relay.send(payload)).transpose()? {
            Some(PySendResult::Return(returned)) => self.ended(returned, name),
            Some(PySendResult::Next(_)) | None => Ok(()),
        }
    }

    #[cold]
    fn ended(&self, returned: Bound<'py, PyAny>, name: &str) -> PyResult<()> {
        match &self.stopped {
            Some(stopped) if returned.is_instance(stopped)? => Err(PyErr::from_value(returned.getattr("error")?)),
            _ => nothing(returned, name),
        }
    }

    fn exchange_hook(&self, method: &Method<'py>, name: &str, exchange: usize) -> PyResult<()> {
        let id = self.ctx()?.get().shared().instruments.universe.exchange_id(exchange);
        self.call1(method, name, &Enum(id).into_pyobject(self.py)?)
    }
}

/// A hook returns nothing; anything else is a request or a coroutine that would be lost.
#[inline]
fn nothing(returned: Bound<'_, PyAny>, name: &str) -> PyResult<()> {
    if returned.is_none() {
        return Ok(());
    }
    Err(strategy_error(
        "hook_returned",
        format!(
            "{name} returned {} {}; a hook returns nothing: make requests through ctx",
            type_name(&returned),
            shown(&returned)
        ),
    ))
}

impl Hooks for PyHooks<'_> {
    type Error = PyErr;

    fn wants(&self) -> Wants {
        let methods = &self.methods;
        Wants {
            market_event: methods.market_event.is_some(),
            trade: methods.trade.is_some(),
            order_book_l1: methods.order_book_l1.is_some(),
            order_book: methods.order_book.is_some(),
            candle: methods.candle.is_some(),
            liquidation: methods.liquidation.is_some(),
            order: methods.order.is_some(),
            reject: methods.reject.is_some(),
            fill: methods.fill.is_some(),
            position_exit: methods.position_exit.is_some(),
            disconnect: methods.disconnect.is_some(),
            reconnect: methods.reconnect.is_some(),
            trading_disabled: methods.trading_disabled.is_some(),
            risk: self.risk.is_some(),
            algo: methods.algo.is_some(),
        }
    }

    fn start(&mut self) -> PyResult<()> {
        self.call0(&self.methods.start, "on_start")
    }

    fn stop(&mut self) -> PyResult<()> {
        self.call0(&self.methods.stop, "on_stop")
    }

    fn market_event(&mut self, event: &MarketDelivery<'_>) -> PyResult<()> {
        let shown = payload(self.py, self.ctx()?.get().shared(), event)?;
        self.hand(&self.relays.market_event, "on_market_event", &shown)?;
        self.shown = Some(shown);
        Ok(())
    }

    #[inline]
    fn market(&mut self, event: &MarketDelivery<'_>) -> PyResult<()> {
        let shown = match self.shown.take() {
            Some(shown) if self.methods.market_event.is_some() => shown,
            _ => payload(self.py, self.ctx()?.get().shared(), event)?,
        };
        let (relay, name) = match event.kind {
            CompactKind::Trade(_) | CompactKind::WideTrade(_) => (&self.relays.trade, "on_trade"),
            CompactKind::OrderBookL1(_) | CompactKind::WideOrderBookL1(_) => (&self.relays.order_book_l1, "on_order_book_l1"),
            CompactKind::OrderBook(_) => (&self.relays.order_book, "on_order_book"),
            CompactKind::Candle(_) => (&self.relays.candle, "on_candle"),
            CompactKind::Liquidation(_) => (&self.relays.liquidation, "on_liquidation"),
        };
        self.hand(relay, name, &shown)
    }

    fn order(&mut self, number: OrderNumber) -> PyResult<()> {
        self.order_hook(&self.methods.order, "on_order", number)
    }

    fn reject(&mut self, number: OrderNumber) -> PyResult<()> {
        self.order_hook(&self.methods.reject, "on_reject", number)
    }

    fn fill(&mut self, fill: &DeliveredFill) -> PyResult<()> {
        let fill = Fill {
            shared: Arc::clone(self.ctx()?.get().shared()),
            fill: fill.clone(),
            strategy: self.strategy_id.clone(),
        };
        self.call1(&self.methods.fill, "on_fill", &Bound::new(self.py, fill)?.into_any())
    }

    fn position_exit(&mut self, position: &UpstreamPositionExited<QuoteAsset>) -> PyResult<()> {
        let exited = Bound::new(self.py, PositionExited(position.clone()))?.into_any();
        self.call1(&self.methods.position_exit, "on_position_exit", &exited)
    }

    fn timer(&mut self, timer: u32) -> PyResult<()> {
        let ctx = self.ctx()?;
        let Some(timer) = ctx.get().timer(self.py, timer) else {
            return Ok(());
        };
        let timer: Bound<'_, Timer> = timer.into_bound(self.py);
        match timer.get().callback(self.py) {
            Some(function) => nothing(function.call1((ctx,))?, "the timer's function"),
            None => self.call1(&self.methods.timer, "on_timer", timer.as_any()),
        }
    }

    fn disconnect(&mut self, exchange: usize) -> PyResult<()> {
        self.exchange_hook(&self.methods.disconnect, "on_disconnect", exchange)
    }

    fn reconnect(&mut self, exchange: usize) -> PyResult<()> {
        self.exchange_hook(&self.methods.reconnect, "on_reconnect", exchange)
    }

    fn trading_disabled(&mut self) -> PyResult<()> {
        self.call0(&self.methods.trading_disabled, "on_trading_disabled")
    }

    fn algo(&mut self) -> PyResult<()> {
        let Some(method) = &self.methods.algo else { return Ok(()) };
        let ctx = self.ctx()?;
        requests::take(ctx.get().shared(), &method.call1((ctx,))?)
    }

    fn risk(&mut self, cancels: Vec<OrderRequestCancel>, opens: Vec<OrderRequestOpen>) -> PyResult<RiskDecision> {
        let ctx = self.ctx()?;
        match &self.risk {
            Some(manager) => risk::check(ctx.get().shared(), manager, ctx.as_any(), cancels, opens),
            None => Ok(RiskDecision {
                cancels,
                opens,
                ..RiskDecision::default()
            }),
        }
    }

    fn poll(&mut self, progress: Progress) -> PyResult<()> {
        self.py.check_signals()?;
        // Other threads get their turn, also where no hook runs Python for a long time. Not at every poll: a waiting thread
        // asks for the interpreter after 5 ms without a sign of it, and a release that is taken back at once is such a sign.
        if self.breath.elapsed() >= BREATH {
            self.py.detach(|| ());
            self.breath = Instant::now();
        }
        match &self.progress {
            Some(report) => report.call1((progress.rows_done, progress.rows, progress.now)).map(drop),
            None => Ok(()),
        }
    }
}

/// Hooks of a strategy that has none: the run needs no interpreter but for signals and progress.
pub struct Detached {
    pub progress: Option<Py<PyAny>>,
}

impl Hooks for Detached {
    type Error = PyErr;

    fn poll(&mut self, progress: Progress) -> PyResult<()> {
        Python::attach(|py| {
            py.check_signals()?;
            match &self.progress {
                Some(report) => report.bind(py).call1((progress.rows_done, progress.rows, progress.now)).map(drop),
                None => Ok(()),
            }
        })
    }
}
