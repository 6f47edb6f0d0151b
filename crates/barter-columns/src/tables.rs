//! Tables for users: rows of one kind, or of all, in recorded order, made batch by batch when they are read.

use crate::{
    columns::MarketColumns,
    error::ColumnsError,
    kind::{TradeRow, decimal_f64},
    number::{Numbers, Storage},
    source::{Ids, Levels, Rows, Source, SourceKind, Trades},
};
use arrow_array::{
    ArrayRef, BooleanArray, Decimal128Array, DictionaryArray, Float64Array, Int8Array, Int32Array, ListArray, RecordBatch,
    RecordBatchReader, StringArray, StructArray, TimestampNanosecondArray, UInt64Array,
    types::{Int8Type, Int32Type},
};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef, TimeUnit};
use rust_decimal::Decimal;
use std::sync::Arc;

/// Rows of a batch.
const BATCH: usize = 1 << 16;
/// Digits of an exact number.
const PRECISION: u8 = 38;

/// Which rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    Trades,
    OrderBookL1,
    OrderBooks,
    Candles,
    Liquidations,
    /// All rows; columns of kinds that do not occur are left out.
    Events,
}

impl Table {
    fn kind(self) -> Option<SourceKind> {
        match self {
            Self::Trades => Some(SourceKind::Trade),
            Self::OrderBookL1 => Some(SourceKind::OrderBookL1),
            Self::OrderBooks => Some(SourceKind::OrderBook),
            Self::Candles => Some(SourceKind::Candle),
            Self::Liquidations => Some(SourceKind::Liquidation),
            Self::Events => None,
        }
    }
}

/// A number of a row.
#[derive(Debug, Clone, Copy)]
enum Number {
    Price,
    Quantity,
    Bid,
    BidQuantity,
    Ask,
    AskQuantity,
    Open,
    High,
    Low,
    Close,
    Volume,
}

impl Number {
    fn of(self, source: &Source) -> Option<&Numbers> {
        match (&source.rows, self) {
            (Rows::Trades(trades) | Rows::Liquidations(trades), Self::Price) => Some(&trades.price),
            (Rows::Trades(trades) | Rows::Liquidations(trades), Self::Quantity) => Some(&trades.quantity),
            (Rows::Quotes(quotes), Self::Bid) => Some(&quotes.bid),
            (Rows::Quotes(quotes), Self::BidQuantity) => Some(&quotes.bid_quantity),
            (Rows::Quotes(quotes), Self::Ask) => Some(&quotes.ask),
            (Rows::Quotes(quotes), Self::AskQuantity) => Some(&quotes.ask_quantity),
            (Rows::Candles(candles), Self::Open) => Some(&candles.open),
            (Rows::Candles(candles), Self::High) => Some(&candles.high),
            (Rows::Candles(candles), Self::Low) => Some(&candles.low),
            (Rows::Candles(candles), Self::Close) => Some(&candles.close),
            (Rows::Candles(candles), Self::Volume) => Some(&candles.volume),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Column {
    TimeReceived,
    TimeExchange,
    CloseTime,
    Exchange,
    Instrument,
    Kind,
    /// With the scale of its exact form.
    Number(Number, u8),
    Side,
    IdNumber,
    IdText,
    Matched,
    TradeCount,
    Snapshot,
    Sequence,
    /// Bids or asks, with the scales of price and quantity.
    Levels(bool, u8, u8),
}

/// Reads a table batch by batch.
#[derive(Debug)]
pub struct TableReader {
    columns: MarketColumns,
    kind: Option<SourceKind>,
    exact: bool,
    layout: Vec<Column>,
    schema: SchemaRef,
    position: usize,
    cursors: Vec<u32>,
    is_first: bool,
}

impl MarketColumns {
    /// A table of the rows. Numbers are `decimal128(38, scale)` with the smallest scale that holds every value, or, where not `exact`, the
    /// floats nearest to them.
    pub fn table(&self, table: Table, exact: bool) -> Result<TableReader, ColumnsError> {
        let sources: Vec<&Source> = self
            .sources()
            .iter()
            .filter(|source| table.kind().is_none_or(|kind| source.kind() == kind))
            .collect();
        let has = |kind: SourceKind| table.kind() == Some(kind) || sources.iter().any(|source| source.kind() == kind);
        let trades = || sources.iter().filter_map(|source| trades_of(source));
        let number = |name: &'static str, number: Number| -> Result<(&'static str, Column), ColumnsError> {
            let scale = shared_scale(name, sources.iter().filter_map(|source| number.of(source)), exact)?;
            Ok((name, Column::Number(number, scale)))
        };
        let mut layout = Vec::new();
        if table == Table::Candles {
            layout.push(("close_time", Column::CloseTime));
        } else {
            layout.push(("time_exchange", Column::TimeExchange));
        }
        layout.extend([
            ("time_received", Column::TimeReceived),
            ("exchange", Column::Exchange),
            ("instrument", Column::Instrument),
        ]);
        if table == Table::Events {
            layout.push(("kind", Column::Kind));
        }
        if has(SourceKind::Trade) || has(SourceKind::Liquidation) {
            layout.extend([
                number("price", Number::Price)?,
                number("quantity", Number::Quantity)?,
                ("side", Column::Side),
            ]);
        }
        if has(SourceKind::Trade) {
            let text = trades().any(|trades| matches!(trades.ids, Ids::Text { .. }));
            layout.extend([
                ("id", if text { Column::IdText } else { Column::IdNumber }),
                ("matched", Column::Matched),
            ]);
        }
        if has(SourceKind::OrderBookL1) {
            layout.extend([
                number("bid_price", Number::Bid)?,
                number("bid_quantity", Number::BidQuantity)?,
                number("ask_price", Number::Ask)?,
                number("ask_quantity", Number::AskQuantity)?,
            ]);
        }
        if has(SourceKind::OrderBook) {
            let side = |bids: bool| sources.iter().filter_map(move |source| levels_of(source, bids));
            let scales = |bids: bool| -> Result<Column, ColumnsError> {
                let price = shared_scale("price", side(bids).map(|levels| &levels.price), exact)?;
                Ok(Column::Levels(
                    bids,
                    price,
                    shared_scale("quantity", side(bids).map(|levels| &levels.quantity), exact)?,
                ))
            };
            let (bids, asks) = (scales(true)?, scales(false)?);
            layout.extend([
                ("snapshot", Column::Snapshot),
                ("sequence", Column::Sequence),
                ("bids", bids),
                ("asks", asks),
            ]);
        }
        if has(SourceKind::Candle) {
            layout.extend([
                number("open", Number::Open)?,
                number("high", Number::High)?,
                number("low", Number::Low)?,
                number("close", Number::Close)?,
                number("volume", Number::Volume)?,
                ("trade_count", Column::TradeCount),
            ]);
        }
        // Columns that hold something in every row of their table cannot be null; in the table of all kinds nearly all can.
        let nullable = |column: &Column| match column {
            Column::TimeReceived | Column::CloseTime | Column::Exchange | Column::Instrument | Column::Kind => false,
            Column::TimeExchange | Column::Side | Column::IdNumber | Column::IdText => true,
            Column::Number(Number::Bid | Number::BidQuantity | Number::Ask | Number::AskQuantity, _) => true,
            _ => table == Table::Events,
        };
        let fields = layout
            .iter()
            .map(|(name, column)| Field::new(*name, column.data_type(exact), nullable(column)));
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        Ok(TableReader {
            columns: self.clone(),
            kind: table.kind(),
            exact,
            layout: layout.into_iter().map(|(_, column)| column).collect(),
            schema,
            position: 0,
            cursors: vec![0; self.sources().len()],
            is_first: true,
        })
    }
}

fn trades_of(source: &Source) -> Option<&Trades> {
    match &source.rows {
        Rows::Trades(trades) | Rows::Liquidations(trades) => Some(trades),
        _ => None,
    }
}

fn levels_of(source: &Source, bids: bool) -> Option<&Levels> {
    match &source.rows {
        Rows::Books(books) => Some(if bids { &books.bids } else { &books.asks }),
        _ => None,
    }
}

/// The scale that holds every value of the columns; an error where 38 digits do not.
fn shared_scale<'a>(name: &str, columns: impl Iterator<Item = &'a Numbers>, exact: bool) -> Result<u8, ColumnsError> {
    let (mut scale, mut whole_digits) = (0, 0);
    for numbers in columns {
        match &numbers.storage {
            Storage::Narrow { scale: own, .. } => {
                scale = scale.max(*own);
                whole_digits = whole_digits.max(18 - own);
            }
            Storage::Wide(_) => {
                for row in 0..numbers.len() {
                    let value = numbers.decimal(row).normalize();
                    scale = scale.max(value.scale() as u8);
                    whole_digits = whole_digits.max(
                        value
                            .trunc()
                            .mantissa()
                            .unsigned_abs()
                            .checked_ilog10()
                            .map_or(0, |digits| digits as u8 + 1),
                    );
                }
            }
        }
    }
    if exact && whole_digits + scale > PRECISION {
        return Err(ColumnsError::argument(
            "exact",
            format!(
                "{name} needs {} digits, more than the 38 of decimal128; ask for floats with exact=False",
                whole_digits + scale
            ),
        ));
    }
    Ok(scale)
}

fn names() -> DataType {
    DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
}

impl Column {
    fn data_type(self, exact: bool) -> DataType {
        let number = |scale: u8| {
            if exact {
                DataType::Decimal128(PRECISION, scale as i8)
            } else {
                DataType::Float64
            }
        };
        match self {
            Self::TimeReceived | Self::TimeExchange | Self::CloseTime => DataType::Timestamp(TimeUnit::Nanosecond, Some("UTC".into())),
            Self::Exchange | Self::Instrument | Self::Kind => names(),
            Self::Number(_, scale) => number(scale),
            Self::Side => DataType::Dictionary(Box::new(DataType::Int8), Box::new(DataType::Utf8)),
            Self::IdNumber | Self::TradeCount | Self::Sequence => DataType::UInt64,
            Self::IdText => DataType::Utf8,
            Self::Matched | Self::Snapshot => DataType::Boolean,
            Self::Levels(_, price, quantity) => {
                let fields = vec![
                    Field::new("price", number(price), false),
                    Field::new("quantity", number(quantity), false),
                ];
                DataType::List(Arc::new(Field::new("item", DataType::Struct(fields.into()), false)))
            }
        }
    }
}

/// Source and row of each row of a batch.
type Picked = [(u16, u32)];

impl TableReader {
    fn pick(&mut self) -> Vec<(u16, u32)> {
        let mut picked = Vec::new();
        let order = self.columns.order();
        while picked.len() < BATCH && self.position < order.len() {
            let number = order[self.position];
            self.position += 1;
            let row = self.cursors[usize::from(number)];
            self.cursors[usize::from(number)] += 1;
            if self
                .kind
                .is_none_or(|kind| self.columns.sources()[usize::from(number)].kind() == kind)
            {
                picked.push((number, row));
            }
        }
        picked
    }

    fn each<T>(&self, picked: &Picked, f: impl Fn(&Source, usize) -> T) -> impl Iterator<Item = T> {
        picked
            .iter()
            .map(move |(number, row)| f(&self.columns.sources()[usize::from(*number)], *row as usize))
    }

    fn array(&self, column: Column, picked: &Picked) -> Result<ArrayRef, ArrowError> {
        let times = |values: TimestampNanosecondArray| Arc::new(values.with_timezone("UTC")) as ArrayRef;
        Ok(match column {
            Column::TimeReceived => times(TimestampNanosecondArray::from_iter_values(self.each(picked, Source::time_received))),
            Column::TimeExchange => times(self.each(picked, Source::time_exchange).collect()),
            Column::CloseTime => times(TimestampNanosecondArray::from_iter_values(self.each(picked, Source::time_own))),
            Column::Exchange => {
                let values = self.columns.instruments().iter().map(|instrument| instrument.exchange.as_str());
                self.dictionary(values, self.each(picked, |source, _| source.instrument()))?
            }
            Column::Instrument => {
                let values = self
                    .columns
                    .instruments()
                    .iter()
                    .map(|instrument| instrument.name_internal.name().as_str());
                self.dictionary(values, self.each(picked, |source, _| source.instrument()))?
            }
            Column::Kind => {
                const KINDS: [SourceKind; 6] = [
                    SourceKind::Trade,
                    SourceKind::OrderBook,
                    SourceKind::OrderBookL1,
                    SourceKind::Candle,
                    SourceKind::Liquidation,
                    SourceKind::Reconnecting,
                ];
                let keys = self.each(picked, |source, _| {
                    KINDS.iter().position(|kind| *kind == source.kind()).unwrap_or_default()
                });
                self.dictionary(KINDS.iter().map(|kind| kind.as_str()), keys)?
            }
            Column::Number(number, scale) => self.numbers(
                self.each(picked, |source, row| number.of(source).and_then(|numbers| numbers.get(row))),
                scale,
            )?,
            Column::Side => {
                let keys: Int8Array = self
                    .each(picked, |source, row| match trades_of(source)?.side[row] {
                        1 => Some(0),
                        -1 => Some(1),
                        _ => None,
                    })
                    .collect();
                Arc::new(DictionaryArray::<Int8Type>::try_new(
                    keys,
                    Arc::new(StringArray::from(vec!["buy", "sell"])),
                )?)
            }
            Column::IdNumber => Arc::new(
                self.each(picked, |source, row| match &trades_of(source)?.ids {
                    Ids::Number(ids) => Some(ids[row]).filter(|id| *id != TradeRow::NO_ID),
                    _ => None,
                })
                .collect::<UInt64Array>(),
            ),
            Column::IdText => Arc::new(
                self.each(picked, |source, row| {
                    trades_of(source).map(|trades| trades.ids.text(row)).filter(|text| !text.is_empty())
                })
                .collect::<StringArray>(),
            ),
            Column::Matched => Arc::new(
                self.each(picked, |source, row| match &source.rows {
                    Rows::Trades(trades) => Some(trades.matched.as_ref().is_none_or(|matched| matched.value(row))),
                    _ => None,
                })
                .collect::<BooleanArray>(),
            ),
            Column::TradeCount => Arc::new(
                self.each(picked, |source, row| match &source.rows {
                    Rows::Candles(candles) => Some(candles.trade_count[row]),
                    _ => None,
                })
                .collect::<UInt64Array>(),
            ),
            Column::Snapshot => Arc::new(
                self.each(picked, |source, row| match &source.rows {
                    Rows::Books(books) => Some(books.snapshot.value(row)),
                    _ => None,
                })
                .collect::<BooleanArray>(),
            ),
            Column::Sequence => Arc::new(
                self.each(picked, |source, row| match &source.rows {
                    Rows::Books(books) => Some(books.sequence[row]),
                    _ => None,
                })
                .collect::<UInt64Array>(),
            ),
            Column::Levels(bids, price, quantity) => self.levels(bids, price, quantity, picked)?,
        })
    }

    fn dictionary<'a>(&self, values: impl Iterator<Item = &'a str>, keys: impl Iterator<Item = usize>) -> Result<ArrayRef, ArrowError> {
        let keys = Int32Array::from_iter_values(keys.map(|key| key as i32));
        Ok(Arc::new(DictionaryArray::<Int32Type>::try_new(
            keys,
            Arc::new(StringArray::from_iter_values(values)),
        )?))
    }

    fn numbers(&self, values: impl Iterator<Item = Option<Decimal>>, scale: u8) -> Result<ArrayRef, ArrowError> {
        if !self.exact {
            return Ok(Arc::new(values.map(|value| value.map(nearest)).collect::<Float64Array>()));
        }
        let array: Decimal128Array = values.map(|value| value.map(|value| mantissa(value, scale))).collect();
        Ok(Arc::new(array.with_precision_and_scale(PRECISION, scale as i8)?))
    }

    fn levels(&self, bids: bool, price: u8, quantity: u8, picked: &Picked) -> Result<ArrayRef, ArrowError> {
        let mut offsets = vec![0_i32];
        let (mut prices, mut quantities, mut valid) = (Vec::new(), Vec::new(), Vec::new());
        for (number, row) in picked {
            let levels = levels_of(&self.columns.sources()[usize::from(*number)], bids);
            valid.push(levels.is_some());
            if let Some(levels) = levels {
                for (price, quantity) in levels.row(*row as usize) {
                    prices.push(Some(price));
                    quantities.push(Some(quantity));
                }
            }
            offsets.push(
                i32::try_from(prices.len()).map_err(|_| ArrowError::InvalidArgumentError("more than 2^31 levels in a batch".into()))?,
            );
        }
        let DataType::List(item) = Column::Levels(bids, price, quantity).data_type(self.exact) else {
            return Err(ArrowError::SchemaError("levels are a list".into()));
        };
        let DataType::Struct(fields) = item.data_type() else {
            return Err(ArrowError::SchemaError("a level is a struct".into()));
        };
        let arrays = vec![
            self.numbers(prices.into_iter(), price)?,
            self.numbers(quantities.into_iter(), quantity)?,
        ];
        let items = StructArray::try_new(fields.clone(), arrays, None)?;
        let nulls = valid.contains(&false).then(|| valid.into());
        Ok(Arc::new(ListArray::try_new(
            item,
            OffsetBuffer::new(offsets.into()),
            Arc::new(items),
            nulls,
        )?))
    }
}

fn nearest(value: Decimal) -> f64 {
    match i64::try_from(value.mantissa()) {
        Ok(mantissa) => crate::kind::Fixed::new(mantissa, value.scale() as u8).f64(),
        Err(_) => decimal_f64(value),
    }
}

/// Mantissa at a scale that [`shared_scale`] found large enough.
fn mantissa(value: Decimal, scale: u8) -> i128 {
    let own = value.scale() as u8;
    if own <= scale {
        value.mantissa() * 10_i128.pow(u32::from(scale - own))
    } else {
        // Only zeros are behind the scale.
        value.mantissa() / 10_i128.pow(u32::from(own - scale))
    }
}

impl Iterator for TableReader {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let picked = self.pick();
        // An empty table has one empty batch.
        if picked.is_empty() && !self.is_first {
            return None;
        }
        self.is_first = false;
        let arrays = self
            .layout
            .iter()
            .map(|column| self.array(*column, &picked))
            .collect::<Result<_, _>>();
        Some(arrays.and_then(|arrays| RecordBatch::try_new(Arc::clone(&self.schema), arrays)))
    }
}

impl RecordBatchReader for TableReader {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }
}
