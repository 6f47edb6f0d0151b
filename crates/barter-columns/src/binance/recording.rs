//! From lines to sources.

use super::{
    Interrupt, ReadOptions,
    lines::Lines,
    message::{Level, Message, Value},
    streams::{Found, NotLoaded, Recording, Rows, Stream, StreamKind},
};
use crate::{
    build::{LevelsBuilder, RowTimes},
    error::ColumnsError,
    number::NumbersBuilder,
};
use barter_instrument::Side;
use std::path::Path;

/// Lines between two looks at the caller's wish to stop.
const PATIENCE: u64 = 4096;
/// A local time below this is no number of ns (it would be before 1973).
const FIRST_NANOSECOND: i64 = 100_000_000_000_000_000;

struct Reader<'a> {
    options: &'a ReadOptions,
    /// Symbol of the wanted instrument, without separators, upper case.
    wanted: Option<String>,
    streams: Vec<Stream>,
    order: Vec<u16>,
    not_loaded: Vec<NotLoaded>,
}

pub(super) fn read(path: &Path, options: &ReadOptions, interrupt: Interrupt<'_>) -> Result<Recording, ColumnsError> {
    let mut lines = Lines::open(path)?;
    let wanted = options.instrument.as_ref().map(|instrument| plain(instrument.name_exchange.name()));
    let mut reader = Reader {
        options,
        wanted,
        streams: Vec::new(),
        order: Vec::new(),
        not_loaded: Vec::new(),
    };
    loop {
        let number = lines.number() + 1;
        let Some(line) = lines.next()? else { break };
        if let Err(Refused(message)) = reader.line(line) {
            return Err(ColumnsError::Line {
                path: path.to_owned(),
                line: number,
                message,
            });
        }
        if number % PATIENCE == 0 && interrupt(number) {
            return Err(ColumnsError::Interrupted);
        }
    }
    if lines.number() == 0 {
        return Err(ColumnsError::Empty {
            argument: "path",
            message: format!("{} is empty", lines.path().display()),
        });
    }
    let Reader {
        wanted,
        streams,
        order,
        not_loaded,
        ..
    } = reader;
    Found {
        wanted,
        streams,
        order,
        not_loaded,
    }
    .recording(path, lines.number(), options)
}

/// Why a line cannot be used.
struct Refused(String);

impl From<ColumnsError> for Refused {
    fn from(error: ColumnsError) -> Self {
        Self(error.to_string())
    }
}

fn refuse<T>(message: impl Into<String>) -> Result<T, Refused> {
    Err(Refused(message.into()))
}

/// A symbol without separators, upper case.
fn plain(symbol: &str) -> String {
    symbol
        .chars()
        .filter(|char| char.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect()
}

fn excerpt(line: &[u8]) -> String {
    let text: String = String::from_utf8_lossy(line).chars().take(60).collect();
    if text.len() < line.len() {
        format!("{text:?}...")
    } else {
        format!("{text:?}")
    }
}

fn split(line: &[u8]) -> Result<(i64, &[u8]), Refused> {
    const EXPECTED: &str = "expected `<local time, ns> <raw JSON of a Binance stream>`";
    let Some(space) = line.iter().position(|byte| *byte == b' ') else {
        return refuse(format!("unknown format: {EXPECTED}, got {}", excerpt(line)));
    };
    let time = std::str::from_utf8(&line[..space]).ok().and_then(|text| text.parse::<i64>().ok());
    match time {
        Some(time) if time >= FIRST_NANOSECOND => Ok((time, &line[space + 1..])),
        Some(time) => refuse(format!("local time {time} is not in ns since the epoch (19 digits): {EXPECTED}")),
        None => refuse(format!("unknown format: {EXPECTED}, got {}", excerpt(line))),
    }
}

/// Binance sends ms, or µs where the stream was asked for them.
fn exchange_time(time: u64) -> Result<i64, Refused> {
    let scale = if time < 100_000_000_000_000 { 1_000_000 } else { 1_000 };
    i64::try_from(time)
        .ok()
        .and_then(|time| time.checked_mul(scale))
        .ok_or_else(|| Refused(format!("exchange time {time} is out of range")))
}

fn optional_time(time: &Value<'_>) -> Result<Option<i64>, Refused> {
    time.number().map(exchange_time).transpose()
}

fn push(column: &mut NumbersBuilder, name: &str, value: &Value<'_>) -> Result<(), Refused> {
    let Some(text) = value.text() else {
        return refuse(format!("field {name:?} is missing or no text"));
    };
    column
        .push_text(text.as_bytes())
        .map_err(|error| Refused(format!("field {name:?}: {error}")))
}

fn levels(side: &mut LevelsBuilder, levels: &[Level<'_>]) -> Result<(), Refused> {
    for (price, quantity) in levels {
        for (column, text) in [(&mut side.price, price), (&mut side.quantity, quantity)] {
            column
                .push_text(text.as_bytes())
                .map_err(|error| Refused(format!("level: {error}")))?;
        }
    }
    Ok(())
}

impl Reader<'_> {
    fn line(&mut self, line: &[u8]) -> Result<(), Refused> {
        if line.is_empty() {
            return Ok(());
        }
        let (received, json) = split(line)?;
        let message = Message::parse(json, self.options.books).map_err(|error| {
            let what = if error.is_eof() {
                "the JSON is cut off"
            } else {
                "the JSON is damaged"
            };
            Refused(format!("{what} ({error}): {}", excerpt(json)))
        })?;
        let spot_ticker = || message.u.is_present() && message.bid_quantity.is_present() && message.ask_quantity.is_present();
        match message.e.text() {
            Some("trade") => self.trade(received, &message, false),
            Some("aggTrade") => self.trade(received, &message, true),
            Some("bookTicker") => self.quote(received, &message, true),
            Some("depthUpdate") => self.depth(received, &message),
            Some(other) => self.skip(received, other),
            None if message.last_update_id.is_present() => self.snapshot(received, &message),
            None if spot_ticker() => self.quote(received, &message, false),
            None if message.is_answer => self.skip(received, "answer to a request"),
            None => self.skip(received, "unknown message"),
        }
    }

    fn skip(&mut self, received: i64, what: &str) -> Result<(), Refused> {
        match self.not_loaded.iter_mut().find(|known| known.what == what) {
            Some(known) => known.count += 1,
            None => self.not_loaded.push(NotLoaded {
                what: what.to_owned(),
                count: 1,
                first: Some(received),
            }),
        }
        Ok(())
    }

    /// Whether rows of a symbol are wanted; counts those that are not.
    fn wants(&mut self, received: i64, symbol: &str) -> Result<bool, Refused> {
        match &self.wanted {
            Some(wanted) if !wanted.eq_ignore_ascii_case(symbol) => {
                self.skip(received, &format!("other symbol {symbol}"))?;
                Ok(false)
            }
            _ => Ok(true),
        }
    }

    /// The rows of a symbol and kind, made when they are first seen; notes one in the order.
    fn stream(&mut self, is_futures: bool, symbol: &str, kind: StreamKind) -> Result<&mut Rows, Refused> {
        let at = self
            .streams
            .iter()
            .position(|stream| stream.is(is_futures, symbol, kind))
            .unwrap_or_else(|| {
                self.streams.push(Stream::new(is_futures, symbol, kind));
                self.streams.len() - 1
            });
        self.order
            .push(u16::try_from(at).map_err(|_| Refused("more than 65535 streams in one recording".into()))?);
        Ok(&mut self.streams[at].rows)
    }

    fn trade(&mut self, received: i64, message: &Message<'_>, aggregate: bool) -> Result<(), Refused> {
        let (Some(symbol), Some(time), Some(buyer_is_maker)) = (message.symbol.text(), message.transaction_time.number(), message.m.flag())
        else {
            return refuse("a trade without \"s\", \"T\" or \"m\"");
        };
        let Some(id) = (if aggregate { &message.a } else { &message.t }).number() else {
            return refuse("a trade without an id");
        };
        if !self.wants(received, symbol)? {
            return Ok(());
        }
        let kind = if aggregate { StreamKind::Aggregates } else { StreamKind::Trades };
        let rows = self.stream(!message.spot_flag.is_present(), symbol, kind)?;
        if let Rows::Trades(trades) | Rows::Aggregates(trades) = rows {
            push(&mut trades.price, "p", &message.p)?;
            push(&mut trades.quantity, "q", &message.q)?;
            trades.push_id(id)?;
            // `m`: the buyer is the maker, so the seller was the aggressor.
            let side = if buyer_is_maker { Side::Sell } else { Side::Buy };
            let matched = message.x.text().is_none_or(|kind| kind == "MARKET");
            trades.push(RowTimes::new(Some(exchange_time(time)?), received), Some(side), matched);
        }
        Ok(())
    }

    fn quote(&mut self, received: i64, message: &Message<'_>, is_futures: bool) -> Result<(), Refused> {
        let Some(symbol) = message.symbol.text() else {
            return refuse("a book ticker without \"s\"");
        };
        let time = optional_time(&message.transaction_time)?;
        if is_futures && time.is_none() {
            return refuse("a futures book ticker without \"T\"");
        }
        if !self.wants(received, symbol)? {
            return Ok(());
        }
        let rows = self.stream(is_futures, symbol, StreamKind::Quotes)?;
        if let Rows::Quotes(quotes) = rows {
            push(&mut quotes.bid, "b", &message.b)?;
            push(&mut quotes.bid_quantity, "B", &message.bid_quantity)?;
            push(&mut quotes.ask, "a", &message.a)?;
            push(&mut quotes.ask_quantity, "A", &message.ask_quantity)?;
            quotes.push(RowTimes::new(time, received));
        }
        Ok(())
    }

    fn depth(&mut self, received: i64, message: &Message<'_>) -> Result<(), Refused> {
        if !self.options.books {
            return self.skip(received, "depthUpdate");
        }
        let (Some(symbol), Some(first), Some(last)) = (message.symbol.text(), message.first_update.number(), message.u.number()) else {
            return refuse("a depth update without \"s\", \"U\" or \"u\"");
        };
        if !self.wants(received, symbol)? {
            return Ok(());
        }
        let is_futures = message.transaction_time.is_present();
        let time = optional_time(if is_futures {
            &message.transaction_time
        } else {
            &message.event_time
        })?;
        let known = self
            .streams
            .iter_mut()
            .find(|stream| stream.is(is_futures, symbol, StreamKind::Books));
        let (mut stale, mut gap) = (false, false);
        if let Some(Stream {
            rows: Rows::Books(_, sync),
            ..
        }) = known
        {
            // Binance: drop what the snapshot already holds.
            stale = sync
                .snapshot
                .is_some_and(|snapshot| if is_futures { last < snapshot } else { last <= snapshot });
            gap = match message.previous_update.number() {
                Some(previous) => sync.last.is_some_and(|last| last != previous),
                None => sync.last.is_some_and(|last| last + 1 != first),
            };
            sync.last = Some(last);
        }
        if gap {
            self.skip(received, "gap in the sequence of depth updates")?;
        }
        if stale {
            return self.skip(received, "depthUpdate older than the snapshot before it");
        }
        let rows = self.stream(is_futures, symbol, StreamKind::Books)?;
        if let Rows::Books(books, sync) = rows {
            levels(&mut books.bids, &message.bids)?;
            levels(&mut books.asks, &message.asks)?;
            let own = if is_futures { time } else { None };
            books.push(
                RowTimes {
                    exchange: time,
                    received,
                    own,
                },
                false,
                last,
            )?;
            sync.last = Some(last);
        }
        Ok(())
    }

    fn snapshot(&mut self, received: i64, message: &Message<'_>) -> Result<(), Refused> {
        if !self.options.books {
            return self.skip(received, "depth snapshot");
        }
        let Some(sequence) = message.last_update_id.number() else {
            return refuse("\"lastUpdateId\" is no number");
        };
        let is_futures = message.transaction_time.is_present();
        let named = message
            .stream
            .text()
            .and_then(|stream| stream.split_once('@'))
            .map(|(symbol, _)| plain(symbol));
        let symbol = match named.or_else(|| self.wanted.clone()) {
            Some(symbol) => symbol,
            None => {
                // A REST answer does not say its symbol: it is the one that the recording is about.
                let mut symbols: Vec<_> = self
                    .streams
                    .iter()
                    .filter(|stream| stream.is_futures == is_futures)
                    .map(|stream| stream.symbol.clone())
                    .collect();
                symbols.sort_unstable();
                symbols.dedup();
                match symbols.pop() {
                    Some(symbol) if symbols.is_empty() => symbol,
                    _ => return self.skip(received, "depth snapshot of an unknown symbol (give instrument=)"),
                }
            }
        };
        if !self.wants(received, &symbol)? {
            return Ok(());
        }
        let time = optional_time(&message.transaction_time)?;
        if let Rows::Books(books, sync) = self.stream(is_futures, &symbol, StreamKind::Books)? {
            levels(&mut books.bids, &message.bids)?;
            levels(&mut books.asks, &message.asks)?;
            books.push(
                RowTimes {
                    exchange: time,
                    received,
                    own: time,
                },
                true,
                sequence,
            )?;
            sync.snapshot = Some(sequence);
        }
        Ok(())
    }
}
