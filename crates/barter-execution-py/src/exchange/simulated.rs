//! `SimulatedExchange`: matching and account of barter-sim under names and with latency.

use crate::{
    account::{PyAccountEvent, PyAccountSnapshot},
    balance::PyAssetBalance,
    exchange::settings::{Settings, names_arg},
    forms::{retyped, typed_arg},
    order::{
        PyOrder,
        request::{PyOrderRequestCancel, PyOrderRequestOpen, PyOrderResponseCancel},
    },
    trade::PyTrade,
};
use barter_instrument::{asset::name::AssetNameExchange, exchange::ExchangeId, instrument::name::InstrumentNameExchange};
use barter_interop::{
    Canonical, Enum, Name, Wraps, enum_arg,
    errors::{internal, invalid, not_found, shown, type_name, wrong_type},
    guard::guarded,
    money::positive_arg,
    name_arg,
    time::time_ns_arg,
};
use barter_sim::{
    NamedError, NamedExchange, SimError,
    named::{Answer, Request},
};
use parking_lot::Mutex;
use pyo3::{IntoPyObjectExt, prelude::*, types::PyList};

/// An exchange that is simulated: its own account, limit and market orders, queues, fees and latency, fed with the quotes and
/// trades that the caller hands in. Nothing waits and no thread runs: time is what `advance`, `quote` and `trade` say.
/// `SimulatedExecution` is the client that waits, by a simulated or by the wall clock.
///
/// What barter's `MockExchange` lacks works here: cancels, limit orders that rest and fill, both legs of a trade in the balances,
/// holds, rules of the instruments (tick, lot, smallest notional), and answers in a fixed order. The rules are those of backtests
/// (docs/simulation.md).
///
/// Args:
///     instruments: `Instrument`s of one exchange in their named form: spot and linear perpetuals.
///     balances: initial totals by the exchange's name of the asset (case does not matter); the others begin at 0.
///     fees: fractions of the traded value in the quote asset: one number, `(maker, taker)`, or an object with `maker` and `taker`.
///         Required, as there is no usual rate.
///     latency: duration of each way between client and exchange, or `(entry, response)`; int nanoseconds, timedelta or text.
///     matching: "top_of_book" (fills at the quote) or "last_trade" (optimistic: fills at the latest trade).
///     size: "unlimited", or "displayed": no more is filled at the touch than is shown.
///     leverage: of perpetuals.
///     max_quote_age: quotes that are older do not fill.
///     time: where the clock begins, int nanoseconds UTC or an aware datetime.
///
/// >>> from barter_execution import OrderKey, OrderRequestOpen, RequestOpen, SimulatedExchange
/// >>> from barter_instrument import Instrument, Underlying
/// >>> btc = Instrument.spot("binance_spot", "binance_spot-btc_usdt", "BTCUSDT", Underlying("BTC", "USDT"))
/// >>> exchange = SimulatedExchange([btc], {"USDT": 1_000}, fees="0.001")
/// >>> exchange.quote("BTCUSDT", bid=99, ask=101)
/// >>> buy = OrderRequestOpen(OrderKey("binance_spot", "BTCUSDT", "s", "1"), RequestOpen("buy", 0, 2, "market", "ioc"))
/// >>> ticket = exchange.send(buy)
/// >>> exchange.advance(0)
/// >>> exchange.answer(ticket).state
/// OrderState.Inactive(state=InactiveOrderState.FullyFilled())
/// >>> [(balance.asset, balance.balance.total) for balance in exchange.balances()]
/// [(AssetNameExchange('BTC'), Decimal('2')), (AssetNameExchange('USDT'), Decimal('797.798'))]
#[pyclass(frozen, weakref, name = "SimulatedExchange", module = "barter_execution")]
pub struct PySimulatedExchange {
    inner: Mutex<NamedExchange>,
}

/// What the exchange cannot do, as an error of barter.
fn refused(error: NamedError) -> PyErr {
    match error {
        NamedError::Config { argument, message } => invalid(argument, format!("{argument} {message}")),
        NamedError::Sim(SimError::Config { argument, message }) => invalid(argument, format!("{argument}: {message}")),
        NamedError::UnknownInstrument { .. } => not_found("instrument", error.to_string()),
        NamedError::Past { .. } => invalid("time", error.to_string()),
        NamedError::Sim(SimError::Inexact(inexact)) => invalid("quantity", inexact.to_string()),
        NamedError::Sim(error) => internal(error.to_string()),
    }
}

fn wrap<P, T>(py: Python<'_>, value: &T) -> PyResult<P>
where
    P: Wraps,
    T: Canonical,
{
    P::wrap(py, retyped(value, "value")?)
}

fn wrap_all<P, T>(py: Python<'_>, values: &[T]) -> PyResult<Vec<P>>
where
    P: Wraps,
    T: Canonical,
{
    values.iter().map(|value| wrap(py, value)).collect()
}

type Level = Option<(rust_decimal::Decimal, rust_decimal::Decimal)>;

fn level(price: Option<&Bound<'_, PyAny>>, quantity: &Bound<'_, PyAny>, side: &str) -> PyResult<Level> {
    price
        .map(|price| Ok((positive_arg(price, side)?, positive_arg(quantity, &format!("{side}_quantity"))?)))
        .transpose()
}

impl PySimulatedExchange {
    /// Runs `f` on the exchange; no panic leaves it.
    fn with<R>(&self, f: impl FnOnce(&mut NamedExchange) -> Result<R, NamedError>) -> PyResult<R> {
        guarded(|| f(&mut self.inner.lock()).map_err(refused))
    }

    fn at(&self, time: Option<&Bound<'_, PyAny>>) -> PyResult<Option<i64>> {
        time.map(|time| time_ns_arg(time, "time")).transpose()
    }
}

#[pymethods]
impl PySimulatedExchange {
    #[new]
    #[pyo3(signature = (
        instruments: "Iterable[Instrument]",
        balances: "Mapping[str, Decimal | int | str | float]",
        *,
        fees: "Any",
        latency: "timedelta | int | str | tuple[timedelta | int | str, timedelta | int | str]" = None,
        matching = "top_of_book",
        size = "unlimited",
        cap_at_trade = false,
        leverage: "Decimal | int | str | float" = None,
        maintenance_margin: "Decimal | int | str | float" = None,
        max_quote_age: "timedelta | int | str" = None,
        time: "int | datetime" = None
    ))]
    #[allow(clippy::too_many_arguments)]
    fn new(
        instruments: &Bound<'_, PyAny>,
        balances: &Bound<'_, PyAny>,
        fees: &Bound<'_, PyAny>,
        latency: Option<&Bound<'_, PyAny>>,
        matching: &str,
        size: &str,
        cap_at_trade: bool,
        leverage: Option<&Bound<'_, PyAny>>,
        maintenance_margin: Option<&Bound<'_, PyAny>>,
        max_quote_age: Option<&Bound<'_, PyAny>>,
        time: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let config = Settings {
            instruments,
            balances,
            fees,
            latency,
            matching,
            size,
            cap_at_trade,
            leverage,
            maintenance_margin,
            max_quote_age,
        }
        .config()?;
        let now = time.map_or(Ok(0), |time| time_ns_arg(time, "time"))?;
        let exchange = guarded(|| NamedExchange::new(config, now).map_err(refused))?;
        Ok(Self {
            inner: Mutex::new(exchange),
        })
    }

    fn __repr__(&self) -> String {
        let exchange = self.inner.lock();
        let names: Vec<_> = exchange.instruments().map(ToString::to_string).collect();
        format!(
            "<SimulatedExchange {}: {} at {} ns>",
            exchange.exchange().as_str(),
            names.join(", "),
            exchange.now()
        )
    }

    /// The exchange whose instruments it lists.
    #[getter]
    fn exchange(&self) -> Enum<ExchangeId> {
        Enum(self.inner.lock().exchange())
    }

    /// Names of the instruments it lists.
    #[getter]
    fn instruments(&self) -> Vec<Name<InstrumentNameExchange>> {
        self.inner.lock().instruments().cloned().map(Name).collect()
    }

    /// Names of its assets.
    #[getter]
    fn assets(&self) -> Vec<Name<AssetNameExchange>> {
        self.inner.lock().assets().iter().cloned().map(Name).collect()
    }

    /// Time of its clock, nanoseconds since 1970 UTC.
    #[getter]
    fn now_ns(&self) -> i64 {
        self.inner.lock().now()
    }

    /// Entry and response latency, nanoseconds.
    #[getter]
    fn latency_ns(&self) -> (i64, i64) {
        self.inner.lock().latencies()
    }

    /// Whether an account with perpetuals has less than its maintenance margin. Nothing is liquidated: what then happens is up to
    /// the caller (a backtest ends there).
    #[getter]
    fn is_insolvent(&self) -> PyResult<bool> {
        self.with(|exchange| exchange.is_insolvent())
    }

    /// When something happens next (a request arrives, a day ends, an answer or event is delivered), nanoseconds; None if nothing will.
    fn next_time_ns(&self) -> Option<i64> {
        self.inner.lock().next_time()
    }

    /// Moves the clock to a time; whatever is due until then happens. A time before `now_ns` is an error.
    #[pyo3(signature = (time: "int | datetime"))]
    fn advance(&self, time: &Bound<'_, PyAny>) -> PyResult<()> {
        let time = time_ns_arg(time, "time")?;
        self.with(|exchange| exchange.advance(time))
    }

    /// A best bid and ask come to the market at `time` (default: now). A side that is None has no liquidity. The quantities shown are
    /// 1 unless they are given: orders queue behind them, and with `size="displayed"` no more is filled.
    #[pyo3(signature = (
        instrument: "InstrumentNameExchange | str",
        bid: "Decimal | int | str | float" = None,
        ask: "Decimal | int | str | float" = None,
        *,
        bid_quantity: "Decimal | int | str | float | None" = None,
        ask_quantity: "Decimal | int | str | float | None" = None,
        time: "int | datetime" = None
    ))]
    fn quote(
        &self,
        instrument: &Bound<'_, PyAny>,
        bid: Option<&Bound<'_, PyAny>>,
        ask: Option<&Bound<'_, PyAny>>,
        bid_quantity: Option<&Bound<'_, PyAny>>,
        ask_quantity: Option<&Bound<'_, PyAny>>,
        time: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<()> {
        let name: InstrumentNameExchange = name_arg(instrument, "instrument")?;
        let one = 1_i32.into_bound_py_any(instrument.py())?;
        let bid = level(bid, bid_quantity.unwrap_or(&one), "bid")?;
        let ask = level(ask, ask_quantity.unwrap_or(&one), "ask")?;
        let time = self.at(time)?;
        self.with(|exchange| exchange.quote(time.unwrap_or_else(|| exchange.now()), &name, bid, ask))
    }

    /// A trade of others comes to the market at `time` (default: now); `side` is the aggressor's, if it is known.
    #[pyo3(signature = (
        instrument: "InstrumentNameExchange | str",
        price: "Decimal | int | str | float",
        quantity: "Decimal | int | str | float",
        side: "Side | str | None" = None,
        *,
        time: "int | datetime" = None
    ))]
    fn trade(
        &self,
        instrument: &Bound<'_, PyAny>,
        price: &Bound<'_, PyAny>,
        quantity: &Bound<'_, PyAny>,
        side: Option<&Bound<'_, PyAny>>,
        time: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<()> {
        let name: InstrumentNameExchange = name_arg(instrument, "instrument")?;
        let (price, quantity) = (positive_arg(price, "price")?, positive_arg(quantity, "quantity")?);
        let side = side.map(|side| enum_arg(side, "side")).transpose()?;
        let time = self.at(time)?;
        self.with(|exchange| exchange.trade(time.unwrap_or_else(|| exchange.now()), &name, price, quantity, side))
    }

    /// The connection to market data was lost: nothing fills until the instrument's next quote.
    fn reconnecting(&self) -> PyResult<()> {
        self.with(|exchange| {
            exchange.reconnecting();
            Ok(())
        })
    }

    /// Sends a request to open or to cancel an order, keyed by name; its answer is had by the number that is given back.
    #[pyo3(signature = (request: "OrderRequestOpen | OrderRequestCancel"))]
    fn send(&self, request: &Bound<'_, PyAny>) -> PyResult<u64> {
        let request = if request.cast::<PyOrderRequestOpen>().is_ok() {
            Request::Open(typed_arg::<PyOrderRequestOpen, _>(request, "request")?)
        } else if request.cast::<PyOrderRequestCancel>().is_ok() {
            Request::Cancel(typed_arg::<PyOrderRequestCancel, _>(request, "request")?)
        } else {
            return Err(wrong_type(
                "request",
                format!(
                    "request must be an OrderRequestOpen or OrderRequestCancel, got {} {}",
                    type_name(request),
                    shown(request)
                ),
            ));
        };
        self.with(|exchange| Ok(exchange.send(request)))
    }

    /// Asks for an account snapshot; None is all assets, all instruments.
    #[pyo3(signature = (assets: "Iterable[str]" = None, instruments: "Iterable[str]" = None))]
    fn send_snapshot(&self, assets: Option<&Bound<'_, PyAny>>, instruments: Option<&Bound<'_, PyAny>>) -> PyResult<u64> {
        let assets = names_arg(assets, "assets")?;
        let instruments = names_arg(instruments, "instruments")?;
        self.with(|exchange| Ok(exchange.send(Request::Snapshot { assets, instruments })))
    }

    /// Asks for balances; None is all assets.
    #[pyo3(signature = (assets: "Iterable[str]" = None))]
    fn send_balances(&self, assets: Option<&Bound<'_, PyAny>>) -> PyResult<u64> {
        let assets = names_arg(assets, "assets")?;
        self.with(|exchange| Ok(exchange.send(Request::Balances(assets))))
    }

    /// Asks for open orders; None is all instruments.
    #[pyo3(signature = (instruments: "Iterable[str]" = None))]
    fn send_open_orders(&self, instruments: Option<&Bound<'_, PyAny>>) -> PyResult<u64> {
        let instruments = names_arg(instruments, "instruments")?;
        self.with(|exchange| Ok(exchange.send(Request::OpenOrders(instruments))))
    }

    /// Asks for own trades since a time.
    #[pyo3(signature = (since: "int | datetime"))]
    fn send_trades(&self, since: &Bound<'_, PyAny>) -> PyResult<u64> {
        let since = time_ns_arg(since, "since")?;
        self.with(|exchange| Ok(exchange.send(Request::Trades(since))))
    }

    /// The answer to what was sent, once it was delivered, else None; it is given once. For an order to open: the `Order` as its
    /// request left it (open, filled, cancelled, expired, or failed with the error). For a cancel: `OrderResponseCancel`.
    #[pyo3(signature = (ticket) -> "Any")]
    fn answer<'py>(&self, py: Python<'py>, ticket: u64) -> PyResult<Option<Bound<'py, PyAny>>> {
        let Some(answer) = self.with(|exchange| Ok(exchange.answer(ticket)))? else {
            return Ok(None);
        };
        match answer {
            Answer::Open(order) => wrap::<PyOrder, _>(py, &*order)?.into_bound_py_any(py),
            Answer::Cancel(response) => wrap::<PyOrderResponseCancel, _>(py, &*response)?.into_bound_py_any(py),
            Answer::Snapshot(snapshot) => wrap::<PyAccountSnapshot, _>(py, &*snapshot)?.into_bound_py_any(py),
            Answer::Balances(balances) => PyList::new(py, wrap_all::<PyAssetBalance, _>(py, &balances)?)?.into_bound_py_any(py),
            Answer::OpenOrders(orders) => PyList::new(py, wrap_all::<PyOrder, _>(py, &orders)?)?.into_bound_py_any(py),
            Answer::Trades(trades) => PyList::new(py, wrap_all::<PyTrade, _>(py, &trades)?)?.into_bound_py_any(py),
        }
        .map(Some)
    }

    /// Drops the answer to what was sent, for which nobody waits any more; what was asked for stands.
    fn forget(&self, ticket: u64) -> PyResult<()> {
        self.with(|exchange| {
            exchange.forget(ticket);
            Ok(())
        })
    }

    /// The next account event that was delivered by now, else None.
    fn next_event(&self, py: Python<'_>) -> PyResult<Option<PyAccountEvent>> {
        let event = self.with(|exchange| Ok(exchange.next_event()))?;
        event.map(|event| wrap(py, &event)).transpose()
    }

    /// The account as the exchange has it now, without latency.
    #[pyo3(signature = (assets: "Iterable[str]" = None, instruments: "Iterable[str]" = None))]
    fn snapshot(
        &self,
        py: Python<'_>,
        assets: Option<&Bound<'_, PyAny>>,
        instruments: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<PyAccountSnapshot> {
        let assets = names_arg(assets, "assets")?;
        let instruments = names_arg(instruments, "instruments")?;
        let snapshot = self.with(|exchange| exchange.snapshot(assets.as_deref(), instruments.as_deref()))?;
        wrap(py, &snapshot)
    }

    /// Balances as the exchange has them now, without latency.
    #[pyo3(signature = (assets: "Iterable[str]" = None))]
    fn balances(&self, py: Python<'_>, assets: Option<&Bound<'_, PyAny>>) -> PyResult<Vec<PyAssetBalance>> {
        let assets = names_arg(assets, "assets")?;
        wrap_all(py, &self.with(|exchange| exchange.balances(assets.as_deref()))?)
    }

    /// Open orders as the exchange has them now, without latency.
    #[pyo3(signature = (instruments: "Iterable[str]" = None))]
    fn open_orders(&self, py: Python<'_>, instruments: Option<&Bound<'_, PyAny>>) -> PyResult<Vec<PyOrder>> {
        let instruments = names_arg(instruments, "instruments")?;
        wrap_all(py, &self.with(|exchange| Ok(exchange.open_orders(instruments.as_deref())))?)
    }

    /// Own trades since a time (default: all), without latency.
    #[pyo3(signature = (since: "int | datetime" = None))]
    fn trades(&self, py: Python<'_>, since: Option<&Bound<'_, PyAny>>) -> PyResult<Vec<PyTrade>> {
        let since = since.map_or(Ok(i64::MIN), |since| time_ns_arg(since, "since"))?;
        wrap_all(py, &self.with(|exchange| Ok(exchange.trades(since)))?)
    }
}
