//! Raw recordings of Binance's websocket streams: lines of `<local time, ns> <JSON>`, gzip or plain, with or without the envelope of the
//! combined stream.
//!
//! Trades (`trade`, or `aggTrade` where there are no `trade`s) and book tickers become rows, depth updates and REST snapshots where asked for.
//! Their exchange time is `T`; a spot book ticker has none. `m` (the buyer is the maker) gives the aggressor. A trade whose `X` is not `MARKET`
//! is a print outside the book. Whether a message is of the spot or of the USD-margined futures exchange shows in its fields.

mod lines;
mod message;
mod recording;
mod streams;

use crate::{
    clock::{self, TimeRules},
    columns::{MarketColumns, MarketInstrument, Parts},
    error::ColumnsError,
};
use barter_instrument::exchange::ExchangeId;
use std::path::PathBuf;

/// What to read, and as what.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Exchange of all rows; otherwise it follows from the messages.
    pub exchange: Option<ExchangeId>,
    /// Definition of the recorded instrument; only its rows are read.
    pub instrument: Option<MarketInstrument>,
    /// Depth updates and snapshots become rows.
    pub books: bool,
    pub times: TimeRules,
}

/// Called every few thousand lines with the number of lines read; `true` stops.
pub type Interrupt<'a> = &'a mut dyn FnMut(u64) -> bool;

/// Reads recordings. Each keeps its recorded order; several are merged by received time.
pub fn read_binance_raw(paths: &[PathBuf], options: &ReadOptions, interrupt: Interrupt<'_>) -> Result<MarketColumns, ColumnsError> {
    if paths.is_empty() {
        return Err(ColumnsError::Empty {
            argument: "path",
            message: "path names no recording".into(),
        });
    }
    if let (Some(exchange), Some(instrument)) = (options.exchange, &options.instrument)
        && exchange != instrument.exchange
    {
        return Err(ColumnsError::argument(
            "exchange",
            format!(
                "exchange is {}, but instrument {:?} is of {}",
                exchange.as_str(),
                instrument.name_internal.name(),
                instrument.exchange.as_str()
            ),
        ));
    }
    let all = paths
        .iter()
        .map(|path| {
            let recording = recording::read(path, options, interrupt)?;
            let (mut sources, order) = (recording.sources, recording.order);
            let clock_offset = clock::apply(&mut sources, &order, options.times)?;
            MarketColumns::new(Parts {
                name: path
                    .file_name()
                    .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned()),
                is_synthetic: false,
                instruments: recording.instruments,
                sources,
                order: order.into(),
                notes: recording.notes,
                clock_offset,
            })
        })
        .collect::<Result<Vec<_>, _>>()?;
    MarketColumns::merge(&all)
}
