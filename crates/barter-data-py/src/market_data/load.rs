//! Constructors of `MarketData`.

use super::{
    PyMarketData,
    arguments::{self, count, exchange, instrument, instrument_value, paths, time_rules},
    errors::raise,
};
use crate::event::PyMarketEvent;
use barter_columns::{
    ColumnsError, MarketColumns, MarketInstrument,
    binance::{ReadOptions, read_binance_raw},
    events::EventsBuilder,
    synthetic::{SyntheticOptions, synthetic},
    table::{Batches, TableOptions, Tables, from_tables},
};
use barter_data::event::MarketEvent;
use barter_interop::{
    errors::{data_error, invalid, shown, type_name, wrong_type},
    guard::guarded,
    instrument::InstrumentKey,
    money::positive_arg,
    time::{positive_duration_ns_arg, time_ns_arg},
    value::own_arg,
};
use pyo3::{
    prelude::*,
    types::{PyBool, PyIterator, PyTuple, PyType},
};
use pyo3_arrow::input::AnyRecordBatch;

/// Runs a loader without the GIL; Ctrl-C is looked for every few thousand rows and ends it with nothing made.
fn load(
    py: Python<'_>,
    loader: impl FnOnce(&mut dyn FnMut(u64) -> bool) -> Result<MarketColumns, ColumnsError> + Send,
) -> PyResult<PyMarketData> {
    guarded(|| {
        let (result, signal) = py.detach(|| {
            let mut signal = None;
            let result = loader(&mut |_| {
                if let Err(error) = Python::attach(|py| py.check_signals()) {
                    signal = Some(error);
                }
                signal.is_some()
            });
            (result, signal)
        });
        match signal {
            Some(error) => Err(error),
            None => result.map(PyMarketData).map_err(raise),
        }
    })
}

/// A table as a stream of Arrow batches.
fn batches(table: Option<&Bound<'_, PyAny>>, argument: &str) -> PyResult<Option<Batches>> {
    let Some(table) = table else { return Ok(None) };
    if !table.hasattr("__arrow_c_stream__")? && !table.hasattr("__arrow_c_array__")? {
        return Err(wrong_type(
            argument,
            format!(
                "{argument} must be a table that speaks Arrow (a DataFrame of polars or of pandas 2.2 or later, a table of pyarrow, arro3 or duckdb), got {} {}",
                type_name(table),
                shown(table)
            ),
        ));
    }
    let refused = |error: PyErr| data_error(argument, format!("{argument} cannot be read as an Arrow table: {error}"));
    table
        .extract::<AnyRecordBatch>()
        .and_then(AnyRecordBatch::into_reader)
        .map(Some)
        .map_err(refused)
}

fn iterable<'py>(value: &Bound<'py, PyAny>, argument: &str, of: &str) -> PyResult<Bound<'py, PyIterator>> {
    value.try_iter().map_err(|_| {
        wrong_type(
            argument,
            format!("{argument} must be an iterable of {of}, got {} {}", type_name(value), shown(value)),
        )
    })
}

fn position(event: &PyMarketEvent, row: usize, instruments: &[MarketInstrument]) -> PyResult<usize> {
    let found = match &event.instrument {
        InstrumentKey::Index(index) => instruments.get(index.index()).map(|_| index.index()),
        InstrumentKey::Name(name) => instruments
            .iter()
            .position(|known| known.exchange == event.exchange && known.name_exchange == *name),
    };
    let at = found.filter(|at| instruments[*at].exchange == event.exchange);
    at.ok_or_else(|| {
        let known: Vec<_> = instruments
            .iter()
            .map(|known| format!("{} {}", known.exchange.as_str(), known.name_exchange))
            .collect();
        invalid(
            "events",
            format!(
                "event {row} is of {} {}, which is not among instruments ({})",
                event.exchange.as_str(),
                event.instrument,
                known.join(", ")
            ),
        )
    })
}

#[pymethods]
impl PyMarketData {
    /// Reads raw recordings of Binance's websocket streams: spot or USD-margined futures, gzip or plain.
    ///
    /// A line is `<local time, ns> <JSON of the stream>`, with or without the envelope of the combined stream. Trades (`trade`, or `aggTrade`
    /// where there is no `trade`) and book tickers become rows; the recorded order is kept. Exchange and instruments follow from the messages.
    ///
    /// Args:
    ///     path: a file, or several, which are merged by received time.
    ///     exchange: `ExchangeId` of all rows, if not the one that follows.
    ///     instrument: definition of the recorded `Instrument`; only its rows are read. Default: spot, or a linear perpetual, without a spec.
    ///     books: also read depth updates and REST snapshots.
    ///     clock_offset: added to the received times: int ns, a duration, "min" (the fastest row arrives as it happens) or "drift" (the same for
    ///         each window of 10 s). Needed by `clock="two"` where the recorder's clock lags.
    ///     infer_exchange_time: "previous": a row without an exchange time (spot book tickers) takes the largest before it; such rows are counted.
    ///
    /// Raises:
    ///     DataError: a gzip member or a line is cut off or damaged (with its number), or the format is unknown; nothing is loaded.
    ///     InvalidArgumentError: the recording has no rows, or an argument is impossible.
    ///     FileNotFoundError: there is no such file.
    #[classmethod]
    #[pyo3(signature = (
        path: "str | os.PathLike[str] | Sequence[str | os.PathLike[str]]",
        *,
        exchange: "ExchangeId | str | None" = None,
        instrument: "Instrument | None" = None,
        books: "bool" = false,
        clock_offset: "int | timedelta | str | None" = None,
        infer_exchange_time: "str | None" = None
    ))]
    #[allow(clippy::too_many_arguments)]
    fn read_binance_raw(
        _cls: &Bound<'_, PyType>,
        py: Python<'_>,
        path: &Bound<'_, PyAny>,
        exchange: Option<&Bound<'_, PyAny>>,
        instrument: Option<&Bound<'_, PyAny>>,
        books: bool,
        clock_offset: Option<&Bound<'_, PyAny>>,
        infer_exchange_time: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let paths = paths(path)?;
        let options = ReadOptions {
            exchange: self::exchange(exchange)?,
            instrument: instrument.map(instrument_value).transpose()?,
            books,
            times: time_rules(clock_offset, infer_exchange_time)?,
        };
        load(py, move |interrupt| read_binance_raw(&paths, &options, interrupt))
    }

    /// Market data from tables that speak Arrow: polars, pandas 2.2 or later, pyarrow, arro3, duckdb.
    ///
    /// Times are timestamps of any unit (without a time zone they count as UTC), dates, or int ns. A table needs `time_exchange` or
    /// `time_received` (`time` and `timestamp` count as `time_exchange`); received times are the exchange's where the table has only those.
    /// Each table must be sorted by received time. Numbers are Decimal, int, text or float (taken by its shortest text).
    ///
    /// Args:
    ///     trades: columns `price`, `quantity` (or `amount`, `size`), and, if known, `side` (buy, sell: the aggressor's), `id`.
    ///     l1: columns `bid_price`, `bid_quantity` (or `bid_amount`), `ask_price`, `ask_quantity`; null where a side is missing.
    ///     candles: columns `open`, `high`, `low`, `close`, `volume`, `close_time`, and, if known, `trade_count`. A candle is delivered when it
    ///         closes. With an open time (`open_time`, `time`, `date`) give `interval`.
    ///     instrument: an `Instrument`, or a symbol ("btc_usdt", "BTCUSDT") with `exchange`.
    ///     exchange: `ExchangeId` or its text.
    ///     kind: of a symbol: "spot" or "perpetual"; default: perpetual on exchanges of perpetuals (binance_futures_usd, ...), else spot.
    ///     interval: length of a candle: int ns, a timedelta, "1m", "1h", "1d".
    ///     clock_offset, infer_exchange_time: as in `read_binance_raw`.
    ///     name: what `name` says.
    ///
    /// Raises:
    ///     DataError: a table is empty or not sorted, a column is missing, or a cell is no number, named with its table, row and column.
    ///
    /// >>> from arro3.core import Array, DataType, Table
    /// >>> from barter_data import MarketData
    /// >>> trades = Table.from_pydict({
    /// ...     "time": Array([1_000, 2_000], DataType.int64()),
    /// ...     "price": Array(["61800.3", "61800.2"], DataType.utf8()),
    /// ...     "quantity": Array([0.5, 0.25], DataType.float64()),
    /// ... })
    /// >>> len(MarketData.from_table(trades=trades, exchange="binance_spot", instrument="btc_usdt"))
    /// 2
    #[classmethod]
    #[pyo3(signature = (
        *,
        trades: "ArrowStreamExportable | None" = None,
        l1: "ArrowStreamExportable | None" = None,
        candles: "ArrowStreamExportable | None" = None,
        instrument: "Instrument | str",
        exchange: "ExchangeId | str | None" = None,
        kind: "str | None" = None,
        interval: "int | timedelta | str | None" = None,
        clock_offset: "int | timedelta | str | None" = None,
        infer_exchange_time: "str | None" = None,
        name: "str" = "table"
    ))]
    #[allow(clippy::too_many_arguments)]
    fn from_table(
        _cls: &Bound<'_, PyType>,
        py: Python<'_>,
        trades: Option<&Bound<'_, PyAny>>,
        l1: Option<&Bound<'_, PyAny>>,
        candles: Option<&Bound<'_, PyAny>>,
        instrument: &Bound<'_, PyAny>,
        exchange: Option<&Bound<'_, PyAny>>,
        kind: Option<&Bound<'_, PyAny>>,
        interval: Option<&Bound<'_, PyAny>>,
        clock_offset: Option<&Bound<'_, PyAny>>,
        infer_exchange_time: Option<&Bound<'_, PyAny>>,
        name: &str,
    ) -> PyResult<Self> {
        let options = TableOptions {
            instrument: self::instrument(instrument, self::exchange(exchange)?, kind)?,
            interval: interval
                .map(|interval| positive_duration_ns_arg(interval, "interval"))
                .transpose()?,
            times: time_rules(clock_offset, infer_exchange_time)?,
            name: name.to_owned(),
        };
        if let Some(interval) = interval.filter(|_| candles.is_none()) {
            return Err(invalid(
                "interval",
                format!("interval={} is the length of a candle, but there is no candles=", shown(interval)),
            ));
        }
        let tables = Tables {
            trades: batches(trades, "trades")?,
            l1: batches(l1, "l1")?,
            candles: batches(candles, "candles")?,
        };
        load(py, move |interrupt| from_tables(tables, &options, interrupt))
    }

    /// Market data from `MarketEvent`s, in the order in which they come. Floats are taken by their shortest text.
    ///
    /// Args:
    ///     events: iterable of `MarketEvent`.
    ///     instruments: the `Instrument`s that the events name, by position or by exchange and exchange name.
    ///     name: what `name` says.
    ///
    /// Raises:
    ///     InvalidArgumentError: there are no events, or one is of an instrument that is not listed.
    ///     DataError: a number does not fit a decimal.
    ///
    /// >>> from barter_data import MarketData
    /// >>> data = MarketData.synthetic(seed=7, events=100)
    /// >>> MarketData.from_events(data, data.instruments) == data
    /// True
    #[classmethod]
    #[pyo3(signature = (events: "Iterable[MarketEvent]", instruments: "Iterable[Instrument]", *, name: "str" = "events"))]
    fn from_events(_cls: &Bound<'_, PyType>, events: &Bound<'_, PyAny>, instruments: &Bound<'_, PyAny>, name: &str) -> PyResult<Self> {
        guarded(|| {
            let known = iterable(instruments, "instruments", "Instrument")?
                .map(|instrument| barter_interop::foreign_arg::<MarketInstrument>(&instrument?, "instruments"))
                .collect::<PyResult<Vec<_>>>()?;
            let mut builder = EventsBuilder::new(known);
            for event in iterable(events, "events", "MarketEvent")? {
                let event = event?;
                let row = builder.len();
                let event = own_arg::<PyMarketEvent>(&event, "events")?.get();
                let instrument = position(event, row, builder.instruments())?;
                let MarketEvent {
                    time_exchange,
                    time_received,
                    exchange,
                    instrument: _,
                    kind,
                } = event.to_event();
                let event = MarketEvent {
                    time_exchange,
                    time_received,
                    exchange,
                    instrument,
                    kind,
                };
                builder
                    .push(&event)
                    .map_err(|error| data_error("events", format!("event {row}: {error}")))?;
            }
            builder.finish(name, Default::default()).map(Self).map_err(raise)
        })
    }

    /// A market made from a seed; no recording, and named synthetic wherever it is shown.
    ///
    /// Happenings cluster (a self-exciting process); the book is never crossed, trades are at the touch, depth updates rebuild the top of book
    /// exactly, and rows are received 1 to 5 ms after they happen. The same arguments give the same data on every machine. It is no model of a
    /// real market: there is no trend to find, and nothing reacts to orders.
    ///
    /// Args:
    ///     seed: int from 0 to 2^64 − 1.
    ///     events: rows of trades and tops of book together, at least 1.
    ///     books: depth updates too, beginning with a snapshot; they do not change the other rows.
    ///     start: exchange time of the first row; default: 2024-01-01T00:00:00Z.
    ///     instrument: an `Instrument`, or a symbol with `exchange`; default: BTCUSDT on binance_futures_usd with a spec of this tick and lot.
    ///     exchange: `ExchangeId` or its text, with a symbol.
    ///     price: first price, a multiple of `tick_size`.
    ///     tick_size: step between prices.
    ///     lot_size: step between quantities.
    #[classmethod]
    #[pyo3(name = "synthetic", signature = (
        seed: "int" = None,
        *,
        events: "int" = None,
        books: "bool" = false,
        start: "int | datetime | None" = None,
        instrument: "Instrument | str | None" = None,
        exchange: "ExchangeId | str | None" = None,
        price: "Decimal | int | str | float" = None,
        tick_size: "Decimal | int | str | float" = None,
        lot_size: "Decimal | int | str | float" = None
    ), text_signature = "(seed=0, *, events=100000, books=False, start=None, instrument=None, exchange=None, price=60000, tick_size='0.1', lot_size='0.001')")]
    #[allow(clippy::too_many_arguments)]
    fn py_synthetic(
        _cls: &Bound<'_, PyType>,
        py: Python<'_>,
        seed: Option<&Bound<'_, PyAny>>,
        events: Option<&Bound<'_, PyAny>>,
        books: bool,
        start: Option<&Bound<'_, PyAny>>,
        instrument: Option<&Bound<'_, PyAny>>,
        exchange: Option<&Bound<'_, PyAny>>,
        price: Option<&Bound<'_, PyAny>>,
        tick_size: Option<&Bound<'_, PyAny>>,
        lot_size: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let seed = match seed {
            None => 0,
            Some(seed) => seed
                .extract::<u64>()
                .ok()
                .filter(|_| !seed.is_instance_of::<PyBool>())
                .ok_or_else(|| invalid("seed", format!("seed must be an int from 0 to 2**64 - 1, got {}", shown(seed))))?,
        };
        let mut options = SyntheticOptions {
            books,
            ..SyntheticOptions::new(seed)
        };
        if let Some(events) = events {
            options.events = count(events, "events", 1)?;
        }
        if let Some(start) = start {
            options.start = time_ns_arg(start, "start")?;
        }
        let exchange = arguments::exchange(exchange)?;
        match instrument {
            Some(instrument) => options.instrument = Some(arguments::instrument(instrument, exchange, None)?),
            None if exchange.is_some() => {
                return Err(invalid("exchange", "exchange= needs instrument= (a symbol such as \"btc_usdt\")"));
            }
            None => {}
        }
        for (value, argument, option) in [
            (price, "price", &mut options.price),
            (tick_size, "tick_size", &mut options.tick_size),
            (lot_size, "lot_size", &mut options.lot_size),
        ] {
            if let Some(value) = value {
                *option = positive_arg(value, argument)?;
            }
        }
        load(py, move |interrupt| synthetic(&options, interrupt))
    }

    /// The rows of all data by (received time, data, row); the order within each stays as it is.
    ///
    /// Raises:
    ///     InvalidArgumentError: two different instruments have one name.
    ///
    /// >>> from barter_data import MarketData
    /// >>> one = MarketData.synthetic(seed=1, events=50)
    /// >>> two = MarketData.synthetic(seed=2, events=70, instrument="eth_usdt", exchange="binance_spot")
    /// >>> both = MarketData.merge(one, two)
    /// >>> len(both), len(both.instruments)
    /// (120, 2)
    #[classmethod]
    #[pyo3(signature = (*data: "MarketData"))]
    fn merge(_cls: &Bound<'_, PyType>, py: Python<'_>, data: &Bound<'_, PyTuple>) -> PyResult<Self> {
        guarded(|| {
            let all = data
                .iter()
                .map(|one| own_arg::<Self>(&one, "data").map(|one| one.get().0.clone()))
                .collect::<PyResult<Vec<_>>>()?;
            py.detach(|| MarketColumns::merge(&all)).map(Self).map_err(raise)
        })
    }
}
