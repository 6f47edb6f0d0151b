//! Columns from a user's tables, which come as Arrow batches.

mod cells;
mod error;
mod layout;

pub use error::TableError;

use crate::{
    build::{CandlesBuilder, QuotesBuilder, RowTimes, TradesBuilder},
    clock::{self, TimeRules},
    columns::{MarketColumns, MarketInstrument, Parts},
    error::ColumnsError,
    merge,
};
use arrow_array::{ArrayRef, RecordBatch, RecordBatchReader};
use barter_instrument::Side;
use cells::CellError;
use layout::{CandleTimes, Layout};

/// Rows that are read at once.
const PIECE: usize = 1 << 14;

pub type Batches = Box<dyn RecordBatchReader + Send>;

/// Tables of one instrument; at least one must be given.
#[derive(Default)]
pub struct Tables {
    pub trades: Option<Batches>,
    pub l1: Option<Batches>,
    pub candles: Option<Batches>,
}

#[derive(Debug, Clone)]
pub struct TableOptions {
    pub instrument: MarketInstrument,
    /// Length of a candle, ns, where the table holds its open time.
    pub interval: Option<i64>,
    pub times: TimeRules,
    pub name: String,
}

/// Reads tables. Each must be sorted by received time (its exchange time where it has no other); together they are ordered by (received time,
/// trades, top of book, candles, row).
pub fn from_tables(tables: Tables, options: &TableOptions, interrupt: &mut dyn FnMut(u64) -> bool) -> Result<MarketColumns, ColumnsError> {
    let Tables { trades, l1, candles } = tables;
    let mut sources = Vec::new();
    if let Some(batches) = trades {
        let mut builder = TradesBuilder::default();
        each_batch("trades", batches, interrupt, |layout, batch, previous, start| {
            read_trades(layout, batch, previous, start, &mut builder)
        })?;
        sources.push(builder.finish("", 0));
    }
    if let Some(batches) = l1 {
        let mut builder = QuotesBuilder::default();
        each_batch("l1", batches, interrupt, |layout, batch, previous, start| {
            read_quotes(layout, batch, previous, start, &mut builder)
        })?;
        sources.push(builder.finish("", 0));
    }
    if let Some(batches) = candles {
        let mut builder = CandlesBuilder::default();
        each_batch("candles", batches, interrupt, |layout, batch, previous, start| {
            read_candles(layout, batch, options.interval, previous, start, &mut builder)
        })?;
        sources.push(builder.finish("", 0));
    }
    if sources.is_empty() {
        return Err(ColumnsError::Empty {
            argument: "trades",
            message: "give at least one table: trades=, l1= or candles=".into(),
        });
    }
    let order = merge::order_of(&sources);
    let clock_offset = clock::apply(&mut sources, &order, options.times)?;
    MarketColumns::new(Parts {
        name: options.name.clone(),
        is_synthetic: false,
        instruments: vec![options.instrument.clone()],
        sources,
        order: order.into(),
        notes: Vec::new(),
        clock_offset,
    })
}

/// Calls `read(layout, batch, last received time, rows before)` for each batch; an empty table is an error.
fn each_batch(
    table: &'static str,
    batches: Batches,
    interrupt: &mut dyn FnMut(u64) -> bool,
    mut read: impl FnMut(&Layout, &RecordBatch, &mut i64, usize) -> Result<(), ColumnsError>,
) -> Result<(), ColumnsError> {
    let layout = Layout::new(table, &batches.schema());
    let (mut rows, mut previous) = (0, i64::MIN);
    for batch in batches {
        let batch = batch.map_err(|error| TableError::Arrow {
            table,
            message: error.to_string(),
        })?;
        // A table may be one batch: in pieces, what is made on the way stays small.
        for start in (0..batch.num_rows()).step_by(PIECE) {
            if interrupt(rows as u64) {
                return Err(ColumnsError::Interrupted);
            }
            let piece = batch.slice(start, PIECE.min(batch.num_rows() - start));
            read(&layout, &piece, &mut previous, rows)?;
            rows += piece.num_rows();
        }
    }
    if rows == 0 {
        return Err(TableError::Empty { table }.into());
    }
    Ok(())
}

/// One batch of a table.
struct Part<'a> {
    layout: &'a Layout,
    batch: &'a RecordBatch,
    /// Rows of the table before this batch.
    start: usize,
}

impl Part<'_> {
    fn table(&self) -> &'static str {
        self.layout.table
    }

    fn column(&self, at: usize) -> &ArrayRef {
        self.batch.column(at)
    }

    fn name(&self, at: usize) -> String {
        self.batch.schema_ref().field(at).name().clone()
    }

    fn value_error(&self, row: usize, at: usize, problem: impl Into<String>) -> TableError {
        TableError::Value {
            table: self.table(),
            row: self.start + row,
            column: self.name(at),
            problem: problem.into(),
        }
    }

    fn blame(&self, at: usize) -> impl Fn(CellError) -> TableError + '_ {
        move |error| match error {
            CellError::Type(problem) => TableError::Columns {
                table: self.table(),
                message: format!("column {:?} {problem}", self.name(at)),
            },
            CellError::Value { row, problem } => self.value_error(row, at, problem),
        }
    }

    fn times(&self, at: Option<usize>) -> Result<Option<Vec<Option<i64>>>, TableError> {
        at.map(|at| cells::times(self.column(at)).map_err(self.blame(at))).transpose()
    }

    fn texts(&self, at: Option<usize>) -> Result<Option<Vec<Option<std::borrow::Cow<'_, str>>>>, TableError> {
        at.map(|at| cells::texts(self.column(at)).map_err(self.blame(at))).transpose()
    }

    fn numbers(&self, names: &[&str], column: &mut crate::number::NumbersBuilder, nullable: bool) -> Result<(), TableError> {
        let at = self.layout.required(names)?;
        cells::push_numbers(self.column(at), column, nullable).map_err(self.blame(at))
    }

    /// Exchange and received time of each row; the received times must not fall.
    fn row_times(&self, previous: &mut i64) -> Result<Vec<RowTimes>, TableError> {
        let (exchange_at, received_at) = self.layout.times()?;
        let (exchange, received) = (self.times(exchange_at)?, self.times(received_at)?);
        let mut out = Vec::with_capacity(self.batch.num_rows());
        for row in 0..self.batch.num_rows() {
            let time_exchange = exchange.as_ref().and_then(|times| times[row]);
            let time_received = received.as_ref().and_then(|times| times[row]).or(time_exchange);
            let at = received_at.or(exchange_at).unwrap_or_default();
            let Some(time_received) = time_received else {
                return Err(self.value_error(row, at, "null is no time: each row needs a received or an exchange time"));
            };
            self.check_sorted(row, at, time_received, previous)?;
            out.push(RowTimes::new(time_exchange, time_received));
        }
        Ok(out)
    }

    fn check_sorted(&self, row: usize, at: usize, time: i64, previous: &mut i64) -> Result<(), TableError> {
        if time < *previous {
            let column = self.name(at);
            return Err(TableError::Unsorted {
                table: self.table(),
                row: self.start + row,
                column,
                time,
                previous: *previous,
            });
        }
        *previous = time;
        Ok(())
    }
}

fn read_trades(
    layout: &Layout,
    batch: &RecordBatch,
    previous: &mut i64,
    start: usize,
    out: &mut TradesBuilder,
) -> Result<(), ColumnsError> {
    let part = Part { layout, batch, start };
    part.numbers(&["price"], &mut out.price, false)?;
    part.numbers(layout::QUANTITY, &mut out.quantity, false)?;
    let (side_at, matched_at) = (layout.find(&["side"]), layout.find(&["matched"]));
    let (sides, ids) = (part.texts(side_at)?, part.texts(layout.find(&["id", "trade_id"]))?);
    let matched = matched_at
        .map(|at| cells::flags(part.column(at)).map_err(part.blame(at)))
        .transpose()?;
    for (row, times) in part.row_times(previous)?.into_iter().enumerate() {
        let side = match (&sides, side_at) {
            (Some(sides), Some(at)) => side(sides[row].as_deref()).map_err(|problem| part.value_error(row, at, problem))?,
            _ => None,
        };
        out.push_id_text(ids.as_ref().and_then(|ids| ids[row].as_deref()).unwrap_or(""))?;
        out.push(times, side, matched.as_ref().is_none_or(|matched| matched[row]));
    }
    Ok(())
}

fn side(text: Option<&str>) -> Result<Option<Side>, String> {
    match text.map(|text| text.trim().to_ascii_lowercase()).as_deref() {
        Some("buy" | "b" | "1") => Ok(Some(Side::Buy)),
        Some("sell" | "s" | "-1") => Ok(Some(Side::Sell)),
        None | Some("" | "0" | "unknown" | "none") => Ok(None),
        Some(other) => Err(format!(
            "{other:?} is no side; sides are buy, sell, b, s, 1, -1, or null where the aggressor is unknown"
        )),
    }
}

fn read_quotes(
    layout: &Layout,
    batch: &RecordBatch,
    previous: &mut i64,
    start: usize,
    out: &mut QuotesBuilder,
) -> Result<(), ColumnsError> {
    let part = Part { layout, batch, start };
    part.numbers(&["bid_price"], &mut out.bid, true)?;
    part.numbers(&["bid_quantity", "bid_amount", "bid_size"], &mut out.bid_quantity, true)?;
    part.numbers(&["ask_price"], &mut out.ask, true)?;
    part.numbers(&["ask_quantity", "ask_amount", "ask_size"], &mut out.ask_quantity, true)?;
    part.row_times(previous)?.into_iter().for_each(|times| out.push(times));
    Ok(())
}

fn read_candles(
    layout: &Layout,
    batch: &RecordBatch,
    interval: Option<i64>,
    previous: &mut i64,
    start: usize,
    out: &mut CandlesBuilder,
) -> Result<(), ColumnsError> {
    let part = Part { layout, batch, start };
    let columns = [
        ("open", &mut out.open),
        ("high", &mut out.high),
        ("low", &mut out.low),
        ("close", &mut out.close),
        ("volume", &mut out.volume),
    ];
    for (name, column) in columns {
        part.numbers(&[name], column, false)?;
    }
    let counts = layout.find(&["trade_count", "number_of_trades", "trades", "count"]);
    let counts = counts
        .map(|at| cells::counts(part.column(at)).map_err(part.blame(at)))
        .transpose()?;
    let (time_at, shift) = match layout.candle_times(interval)? {
        CandleTimes::Close(at) => (at, 0),
        CandleTimes::Open(at, interval) => (at, interval),
    };
    let times = cells::times(part.column(time_at)).map_err(part.blame(time_at))?;
    let received_at = layout.find(&["time_received", "time_received_ns"]);
    let received = part.times(received_at)?;
    for (row, time) in times.into_iter().enumerate() {
        let Some(close) = time.and_then(|time| time.checked_add(shift)) else {
            return Err(part
                .value_error(row, time_at, "null or an impossible time: each candle needs its time")
                .into());
        };
        let delivered = received.as_ref().and_then(|times| times[row]).unwrap_or(close);
        if let Some(at) = received_at.filter(|_| delivered < close) {
            let problem = format!("received at {delivered} ns, before the candle closes ({close} ns): a candle is known when it closes");
            return Err(part.value_error(row, at, problem).into());
        }
        part.check_sorted(row, received_at.unwrap_or(time_at), delivered, previous)?;
        out.push(
            RowTimes::with_own(Some(close), delivered, close),
            counts.as_ref().map_or(0, |counts| counts[row]),
        );
    }
    out.check_range(start).map_err(|(row, problem)| {
        let column = layout.find(&["high"]).map_or_else(String::new, |at| part.name(at));
        ColumnsError::Table(TableError::Value {
            table: "candles",
            row,
            column,
            problem,
        })
    })
}
