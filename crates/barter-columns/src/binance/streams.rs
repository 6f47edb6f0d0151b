//! What a recording holds once it is read: streams of rows, and how they become sources.

use super::ReadOptions;
use crate::{
    build::{BooksBuilder, QuotesBuilder, TradesBuilder},
    columns::MarketInstrument,
    error::ColumnsError,
    instrument,
    quality::QualityRow,
    source::{Source, SourceKind},
};
use barter_instrument::exchange::ExchangeId;
use std::path::Path;

pub(super) struct Recording {
    pub instruments: Vec<MarketInstrument>,
    pub sources: Vec<Source>,
    pub order: Vec<u16>,
    pub notes: Vec<QualityRow>,
}

/// Kinds of rows, in the order in which those of one time come (T3): trade, depth, top of book.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum StreamKind {
    Trades,
    Aggregates,
    Books,
    Quotes,
}

pub(super) enum Rows {
    Trades(TradesBuilder),
    /// Kept beside `trade`, of which it is a summary, and left out where both were recorded.
    Aggregates(TradesBuilder),
    Quotes(QuotesBuilder),
    Books(BooksBuilder, Synchronisation),
}

/// State of a book's sequence numbers.
#[derive(Default)]
pub(super) struct Synchronisation {
    pub snapshot: Option<u64>,
    pub last: Option<u64>,
}

pub(super) struct Stream {
    pub is_futures: bool,
    pub symbol: String,
    pub rows: Rows,
}

impl Stream {
    pub fn new(is_futures: bool, symbol: &str, kind: StreamKind) -> Self {
        let rows = match kind {
            StreamKind::Trades => Rows::Trades(TradesBuilder::default()),
            StreamKind::Aggregates => Rows::Aggregates(TradesBuilder::default()),
            StreamKind::Books => Rows::Books(BooksBuilder::default(), Synchronisation::default()),
            StreamKind::Quotes => Rows::Quotes(QuotesBuilder::default()),
        };
        Self {
            is_futures,
            symbol: symbol.to_owned(),
            rows,
        }
    }

    fn kind(&self) -> StreamKind {
        match self.rows {
            Rows::Trades(_) => StreamKind::Trades,
            Rows::Aggregates(_) => StreamKind::Aggregates,
            Rows::Books(..) => StreamKind::Books,
            Rows::Quotes(_) => StreamKind::Quotes,
        }
    }

    pub fn is(&self, is_futures: bool, symbol: &str, kind: StreamKind) -> bool {
        self.kind() == kind && self.is_futures == is_futures && self.symbol == symbol
    }
}

/// Lines of a kind that did not become rows.
pub(super) struct NotLoaded {
    pub what: String,
    pub count: u64,
    pub first: Option<i64>,
}

/// Everything that was read.
pub(super) struct Found {
    /// Symbol of the wanted instrument.
    pub wanted: Option<String>,
    pub streams: Vec<Stream>,
    pub order: Vec<u16>,
    pub not_loaded: Vec<NotLoaded>,
}

impl Found {
    /// Counts the aggregates of symbols that have trades as well, and takes them out.
    fn drop_doubled_aggregates(&mut self) {
        let doubled: Vec<usize> = (0..self.streams.len())
            .filter(|at| {
                let stream = &self.streams[*at];
                matches!(stream.rows, Rows::Aggregates(_))
                    && self.streams.iter().any(|other| {
                        matches!(other.rows, Rows::Trades(_)) && other.symbol == stream.symbol && other.is_futures == stream.is_futures
                    })
            })
            .collect();
        for at in doubled.into_iter().rev() {
            if let Rows::Aggregates(trades) = self.streams.remove(at).rows {
                let note = NotLoaded {
                    what: "aggTrade (trade was recorded too)".into(),
                    count: trades.len() as u64,
                    first: trades.first_received(),
                };
                self.not_loaded.push(note);
            }
            let at = at as u16;
            self.order.retain(|number| *number != at);
            self.order.iter_mut().filter(|number| **number > at).for_each(|number| *number -= 1);
        }
    }

    pub fn recording(mut self, path: &Path, lines: u64, options: &ReadOptions) -> Result<Recording, ColumnsError> {
        self.drop_doubled_aggregates();
        let file = path
            .file_name()
            .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
        if self.streams.is_empty() {
            let found: Vec<_> = self
                .not_loaded
                .iter()
                .map(|NotLoaded { what, count, .. }| format!("{count} × {what}"))
                .collect();
            let hint = if options.books {
                ""
            } else {
                "; depth updates and snapshots are read with books=True"
            };
            let wanted = self.wanted.as_ref().map_or_else(String::new, |symbol| format!(" of {symbol}"));
            return Err(ColumnsError::Empty {
                argument: "path",
                message: format!(
                    "no trades or book tickers{wanted} in {}: {lines} lines, found {}{hint}",
                    path.display(),
                    found.join(", ")
                ),
            });
        }
        // Source numbers follow the kinds, so that rows of several sources at one time come as trade, depth, top of book (T3).
        let mut ranks: Vec<usize> = (0..self.streams.len()).collect();
        ranks.sort_by_key(|at| self.streams[*at].kind());
        let mut renumbered = vec![0_u16; ranks.len()];
        ranks.iter().enumerate().for_each(|(new, old)| renumbered[*old] = new as u16);
        let mut order = self.order;
        order.iter_mut().for_each(|number| *number = renumbered[usize::from(*number)]);
        order.shrink_to_fit();

        let mut instruments: Vec<MarketInstrument> = Vec::new();
        let mut streams: Vec<Option<Stream>> = self.streams.into_iter().map(Some).collect();
        let mut sources = Vec::with_capacity(streams.len());
        for at in ranks {
            let Some(Stream { is_futures, symbol, rows }) = streams[at].take() else {
                continue;
            };
            let instrument = match &options.instrument {
                Some(instrument) => instrument.clone(),
                None => {
                    let derived = if is_futures {
                        ExchangeId::BinanceFuturesUsd
                    } else {
                        ExchangeId::BinanceSpot
                    };
                    instrument::from_symbol(options.exchange.unwrap_or(derived), &symbol, is_futures)?
                }
            };
            let at = instruments.iter().position(|known| *known == instrument).unwrap_or_else(|| {
                instruments.push(instrument);
                instruments.len() - 1
            });
            sources.push(match rows {
                Rows::Trades(trades) | Rows::Aggregates(trades) => trades.finish("", at),
                Rows::Quotes(quotes) => quotes.finish("", at),
                Rows::Books(books, _) => books.finish("", at),
            });
        }
        one_of_each(&sources, &instruments)?;
        let notes = self.not_loaded.into_iter().map(|NotLoaded { what, count, first }| QualityRow {
            source: file.clone(),
            check: "not_loaded".into(),
            count,
            first_time: first,
            detail: what,
        });
        Ok(Recording {
            instruments,
            sources,
            order,
            notes: notes.collect(),
        })
    }
}

/// `exchange=` or `instrument=` must not make one instrument of spot and futures.
fn one_of_each(sources: &[Source], instruments: &[MarketInstrument]) -> Result<(), ColumnsError> {
    let mut seen: Vec<(usize, SourceKind)> = Vec::new();
    for source in sources {
        let name = &instruments[source.instrument()].name_internal;
        let key = (
            instruments
                .iter()
                .position(|known| known.name_internal == *name)
                .unwrap_or_default(),
            source.kind(),
        );
        if seen.contains(&key) {
            return Err(ColumnsError::argument(
                "exchange",
                format!(
                    "the recording has spot and futures messages of {}; leave exchange= and instrument= out, or split the recording",
                    name.name()
                ),
            ));
        }
        seen.push(key);
    }
    Ok(())
}
