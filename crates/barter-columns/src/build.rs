//! Builders of sources: rows are pushed in the order in which they were received.

use crate::{
    error::ColumnsError,
    kind::TradeRow,
    number::NumbersBuilder,
    source::{Books, Candles, Ids, Levels, OptionalTimes, Quotes, Rows, Source, Times, Trades, side_code},
};
use arrow_buffer::{BooleanBufferBuilder, Buffer, NullBufferBuilder, OffsetBuffer, ScalarBuffer};
use barter_instrument::Side;

/// Collects a time column; all-null columns are dropped.
#[derive(Debug)]
pub(crate) struct OptionalTimesBuilder {
    values: Vec<i64>,
    nulls: NullBufferBuilder,
    filled: bool,
}

impl Default for OptionalTimesBuilder {
    fn default() -> Self {
        Self {
            values: Vec::new(),
            nulls: NullBufferBuilder::new(0),
            filled: false,
        }
    }
}

impl OptionalTimesBuilder {
    #[inline]
    pub fn push(&mut self, time: Option<i64>) {
        match time {
            Some(time) => {
                // Until the first time there are only nulls, which need no memory.
                if !self.filled {
                    self.values.resize(self.nulls.len(), 0);
                    self.filled = true;
                }
                self.values.push(time);
                self.nulls.append_non_null();
            }
            None => {
                if self.filled {
                    self.values.push(0);
                }
                self.nulls.append_null();
            }
        }
    }

    pub fn finish(mut self) -> OptionalTimes {
        if !self.filled {
            return OptionalTimes::default();
        }
        self.values.shrink_to_fit();
        OptionalTimes {
            values: Some(self.values.into()),
            nulls: self.nulls.finish(),
        }
    }
}

/// Times of one row.
#[derive(Debug, Clone, Copy)]
pub struct RowTimes {
    pub exchange: Option<i64>,
    pub received: i64,
    /// Given only where it differs from what [`Source::time_own`] would say without it.
    pub own: Option<i64>,
}

impl RowTimes {
    pub fn new(exchange: Option<i64>, received: i64) -> Self {
        Self {
            exchange,
            received,
            own: None,
        }
    }

    /// With a third time, kept only where it differs.
    pub fn with_own(exchange: Option<i64>, received: i64, own: i64) -> Self {
        Self {
            exchange,
            received,
            own: (own != exchange.unwrap_or(received)).then_some(own),
        }
    }
}

#[derive(Debug, Default)]
pub(crate) struct TimesBuilder {
    exchange: OptionalTimesBuilder,
    received: Vec<i64>,
    own: OptionalTimesBuilder,
}

impl TimesBuilder {
    #[inline]
    pub fn push(&mut self, times: RowTimes) {
        self.exchange.push(times.exchange);
        self.received.push(times.received);
        self.own.push(times.own);
    }

    pub fn len(&self) -> usize {
        self.received.len()
    }

    pub fn finish(mut self) -> Times {
        self.received.shrink_to_fit();
        let received: ScalarBuffer<i64> = self.received.into();
        let mut exchange = self.exchange.finish();
        // A source with one time says it twice: one buffer holds both.
        if exchange.nulls.is_none() && exchange.values.as_ref().is_some_and(|values| **values == *received) {
            exchange.values = Some(received.clone());
        }
        Times {
            exchange,
            received,
            own: self.own.finish(),
        }
    }
}

/// Ids are kept as numbers as long as each is the text of one.
#[derive(Debug, Default)]
pub(crate) struct IdsBuilder {
    numbers: Vec<u64>,
    any: bool,
    text: Option<(Vec<i32>, Vec<u8>)>,
}

impl IdsBuilder {
    #[inline]
    pub fn push_number(&mut self, id: u64) -> Result<(), ColumnsError> {
        if self.text.is_some() || id == TradeRow::NO_ID {
            return self.push_text(&id.to_string());
        }
        self.any = true;
        self.numbers.push(id);
        Ok(())
    }

    pub fn push_none(&mut self) -> Result<(), ColumnsError> {
        if self.text.is_some() {
            return self.append("");
        }
        self.numbers.push(TradeRow::NO_ID);
        Ok(())
    }

    pub fn push_text(&mut self, id: &str) -> Result<(), ColumnsError> {
        if id.is_empty() {
            return self.push_none();
        }
        if self.text.is_none() {
            let canonical = id == "0" || !id.starts_with(['0', '+']);
            if let Some(number) = id.parse().ok().filter(|number| canonical && *number != TradeRow::NO_ID) {
                self.any = true;
                self.numbers.push(number);
                return Ok(());
            }
            self.text = Some((vec![0], Vec::new()));
            for number in std::mem::take(&mut self.numbers) {
                if number == TradeRow::NO_ID {
                    self.append("")?
                } else {
                    self.append(&number.to_string())?
                }
            }
        }
        self.append(id)
    }

    fn append(&mut self, id: &str) -> Result<(), ColumnsError> {
        if let Some((offsets, bytes)) = &mut self.text {
            bytes.extend_from_slice(id.as_bytes());
            offsets.push(i32::try_from(bytes.len()).map_err(|_| {
                ColumnsError::argument(
                    "trades",
                    "the ids of one source take more than 2 GiB of text: split the data into several sources",
                )
            })?);
        }
        Ok(())
    }

    pub fn finish(mut self) -> Ids {
        match self.text {
            Some((mut offsets, mut bytes)) => {
                offsets.shrink_to_fit();
                bytes.shrink_to_fit();
                Ids::Text {
                    offsets: OffsetBuffer::new(offsets.into()),
                    bytes: Buffer::from_vec(bytes),
                }
            }
            None if self.any => {
                self.numbers.shrink_to_fit();
                Ids::Number(self.numbers.into())
            }
            None => Ids::None,
        }
    }
}

/// Flags that are nearly always set: no memory until one is not.
#[derive(Debug)]
struct FlagsBuilder(NullBufferBuilder);

impl Default for FlagsBuilder {
    fn default() -> Self {
        Self(NullBufferBuilder::new(0))
    }
}

fn named(name: &str, instrument: usize, times: TimesBuilder, rows: Rows) -> Source {
    Source {
        name: name.into(),
        instrument,
        times: times.finish(),
        rows,
        inferred: None,
    }
}

#[derive(Debug, Default)]
pub struct TradesBuilder {
    times: TimesBuilder,
    pub price: NumbersBuilder,
    pub quantity: NumbersBuilder,
    ids: IdsBuilder,
    side: Vec<i8>,
    matched: FlagsBuilder,
}

impl TradesBuilder {
    /// Adds what a row says beside its price and quantity, which are pushed to their own builders, and its id.
    #[inline]
    pub fn push(&mut self, times: RowTimes, side: Option<Side>, matched: bool) {
        self.times.push(times);
        self.side.push(side_code(side));
        self.matched.0.append(matched);
    }

    #[inline]
    pub fn push_id(&mut self, id: u64) -> Result<(), ColumnsError> {
        self.ids.push_number(id)
    }

    /// Empty text: no id.
    pub fn push_id_text(&mut self, id: &str) -> Result<(), ColumnsError> {
        self.ids.push_text(id)
    }

    pub fn len(&self) -> usize {
        self.times.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Received time of the first row.
    pub(crate) fn first_received(&self) -> Option<i64> {
        self.times.received.first().copied()
    }

    fn rows(self) -> (TimesBuilder, Trades) {
        let Self {
            times,
            price,
            quantity,
            ids,
            mut side,
            matched: FlagsBuilder(mut matched),
        } = self;
        side.shrink_to_fit();
        let trades = Trades {
            price: price.finish(),
            quantity: quantity.finish(),
            ids: ids.finish(),
            side: side.into(),
            matched: matched.finish().map(|flags| flags.into_inner()),
        };
        (times, trades)
    }

    pub fn finish(self, name: &str, instrument: usize) -> Source {
        let (times, trades) = self.rows();
        named(name, instrument, times, Rows::Trades(trades))
    }

    /// As liquidations, which have no ids.
    pub fn finish_liquidations(self, name: &str, instrument: usize) -> Result<Source, ColumnsError> {
        let (times, mut trades) = self.rows();
        trades.ids = Ids::None;
        if trades.price.narrow().is_none() || trades.quantity.narrow().is_none() {
            return Err(ColumnsError::argument(
                "events",
                format!("the prices or quantities of the liquidations of {name} do not fit 18 digits with one scale"),
            ));
        }
        Ok(named(name, instrument, times, Rows::Liquidations(trades)))
    }
}

#[derive(Debug, Default)]
pub struct QuotesBuilder {
    times: TimesBuilder,
    pub bid: NumbersBuilder,
    pub bid_quantity: NumbersBuilder,
    pub ask: NumbersBuilder,
    pub ask_quantity: NumbersBuilder,
}

impl QuotesBuilder {
    /// Adds the times of a row; its numbers are pushed to their own builders.
    #[inline]
    pub fn push(&mut self, times: RowTimes) {
        self.times.push(times);
    }

    pub fn len(&self) -> usize {
        self.times.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn finish(self, name: &str, instrument: usize) -> Source {
        let Self {
            times,
            mut bid,
            mut bid_quantity,
            mut ask,
            mut ask_quantity,
        } = self;
        NumbersBuilder::align(&mut bid, &mut ask);
        NumbersBuilder::align(&mut bid_quantity, &mut ask_quantity);
        let quotes = Quotes {
            bid: bid.finish(),
            bid_quantity: bid_quantity.finish(),
            ask: ask.finish(),
            ask_quantity: ask_quantity.finish(),
        };
        named(name, instrument, times, Rows::Quotes(quotes))
    }
}

#[derive(Debug)]
pub struct LevelsBuilder {
    offsets: Vec<i32>,
    pub price: NumbersBuilder,
    pub quantity: NumbersBuilder,
}

impl Default for LevelsBuilder {
    fn default() -> Self {
        Self {
            offsets: vec![0],
            price: NumbersBuilder::default(),
            quantity: NumbersBuilder::default(),
        }
    }
}

impl LevelsBuilder {
    /// Ends a row after its levels were pushed.
    fn end(&mut self) -> Result<(), ColumnsError> {
        let levels = i32::try_from(self.price.len()).map_err(|_| {
            ColumnsError::argument(
                "books",
                "the books of one source have more than 2^31 levels: split the data into several sources",
            )
        })?;
        self.offsets.push(levels);
        Ok(())
    }

    fn finish(mut self) -> Levels {
        self.offsets.shrink_to_fit();
        Levels {
            offsets: OffsetBuffer::new(self.offsets.into()),
            price: self.price.finish(),
            quantity: self.quantity.finish(),
        }
    }
}

#[derive(Debug)]
pub struct BooksBuilder {
    times: TimesBuilder,
    snapshot: BooleanBufferBuilder,
    sequence: Vec<u64>,
    pub bids: LevelsBuilder,
    pub asks: LevelsBuilder,
}

impl Default for BooksBuilder {
    fn default() -> Self {
        Self {
            times: TimesBuilder::default(),
            snapshot: BooleanBufferBuilder::new(0),
            sequence: Vec::new(),
            bids: LevelsBuilder::default(),
            asks: LevelsBuilder::default(),
        }
    }
}

impl BooksBuilder {
    /// Adds a row whose levels were pushed to `bids` and `asks` before.
    pub fn push(&mut self, times: RowTimes, snapshot: bool, sequence: u64) -> Result<(), ColumnsError> {
        self.times.push(times);
        self.snapshot.append(snapshot);
        self.sequence.push(sequence);
        self.bids.end()?;
        self.asks.end()
    }

    pub fn len(&self) -> usize {
        self.times.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn finish(self, name: &str, instrument: usize) -> Source {
        let Self {
            times,
            mut snapshot,
            mut sequence,
            bids,
            asks,
        } = self;
        sequence.shrink_to_fit();
        let books = Books {
            snapshot: snapshot.finish(),
            sequence: sequence.into(),
            bids: bids.finish(),
            asks: asks.finish(),
        };
        named(name, instrument, times, Rows::Books(books))
    }
}

#[derive(Debug, Default)]
pub struct CandlesBuilder {
    times: TimesBuilder,
    pub open: NumbersBuilder,
    pub high: NumbersBuilder,
    pub low: NumbersBuilder,
    pub close: NumbersBuilder,
    pub volume: NumbersBuilder,
    trade_count: Vec<u64>,
}

impl CandlesBuilder {
    /// Adds the times and the count of a row; its numbers are pushed to their own builders.
    pub fn push(&mut self, times: RowTimes, trade_count: u64) {
        self.times.push(times);
        self.trade_count.push(trade_count);
    }

    /// Refuses candles from row `start` on whose low is above their high: row and problem.
    pub(crate) fn check_range(&self, start: usize) -> Result<(), (usize, String)> {
        for row in start..self.len() {
            let (high, low) = (self.high.decimal(row), self.low.decimal(row));
            if low > high {
                return Err((row, format!("high {} is below low {}", high.normalize(), low.normalize())));
            }
        }
        Ok(())
    }

    pub fn len(&self) -> usize {
        self.times.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn finish(self, name: &str, instrument: usize) -> Source {
        let Self {
            times,
            open,
            high,
            low,
            close,
            volume,
            mut trade_count,
        } = self;
        trade_count.shrink_to_fit();
        let candles = Candles {
            open: open.finish(),
            high: high.finish(),
            low: low.finish(),
            close: close.finish(),
            volume: volume.finish(),
            trade_count: trade_count.into(),
        };
        named(name, instrument, times, Rows::Candles(candles))
    }
}

/// Moments at which the recorder lost the connection.
#[derive(Debug, Default)]
pub struct ReconnectingBuilder {
    times: TimesBuilder,
}

impl ReconnectingBuilder {
    pub fn push(&mut self, received: i64) {
        self.times.push(RowTimes::new(None, received));
    }

    pub fn finish(self, name: &str, instrument: usize) -> Source {
        named(name, instrument, self.times, Rows::Reconnecting)
    }
}
