//! Columns as Arrow record batches that share their buffers, and metadata as JSON: how data cross to another wheel.

use crate::{
    clock::ClockOffset,
    columns::{MarketColumns, MarketInstrument},
    error::ColumnsError,
    number::{Numbers, Storage},
    quality::QualityRow,
    source::{Ids, Levels, OptionalTimes, Rows, Source, SourceKind, Trades},
};
use arrow_array::{
    Array, ArrayRef, BooleanArray, FixedSizeBinaryArray, Int8Array, ListArray, PrimitiveArray, RecordBatch, StringArray, StructArray,
    TimestampNanosecondArray, UInt16Array, UInt64Array, types::Decimal64Type,
};
use arrow_buffer::ScalarBuffer;
use arrow_schema::{ArrowError, DataType, Field, Schema};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Layout of the batches and of the metadata. Raised whenever either changes.
pub const VERSION: u32 = 1;
/// Digits of a narrow number.
pub(crate) const PRECISION: u8 = 18;

/// What crosses: the batches share their buffers with the columns.
#[derive(Debug, Clone)]
pub struct Export {
    /// [`Metadata`] as JSON.
    pub metadata: String,
    /// One per source; the columns depend on its kind.
    pub sources: Vec<RecordBatch>,
    /// One column `source` of `u16`.
    pub order: RecordBatch,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Metadata {
    pub version: u32,
    pub name: String,
    pub is_synthetic: bool,
    pub instruments: Vec<MarketInstrument>,
    pub sources: Vec<SourceMetadata>,
    /// What the reader found; the rest of the quality rows is computed.
    pub notes: Vec<QualityRow>,
    pub clock_offset: ClockOffset,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SourceMetadata {
    pub name: String,
    pub kind: SourceKind,
    pub instrument: usize,
    pub rows: usize,
    pub inferred_times: u64,
}

impl MarketColumns {
    pub(crate) fn metadata(&self) -> Result<String, ColumnsError> {
        let metadata = Metadata {
            version: VERSION,
            name: self.name().to_owned(),
            is_synthetic: self.is_synthetic(),
            instruments: self.instruments().to_vec(),
            sources: self
                .sources()
                .iter()
                .map(|source| SourceMetadata {
                    name: source.name().to_owned(),
                    kind: source.kind(),
                    instrument: source.instrument(),
                    rows: source.len(),
                    inferred_times: source.inferred_times(),
                })
                .collect(),
            notes: self.notes().to_vec(),
            clock_offset: self.clock_offset().clone(),
        };
        serde_json::to_string(&metadata).map_err(|error| ColumnsError::import(format!("the metadata cannot be written as JSON: {error}")))
    }

    /// Everything as Arrow, without a copy of the columns.
    pub fn export(&self) -> Result<Export, ColumnsError> {
        let batches = || -> Result<_, ArrowError> {
            let order: ArrayRef = Arc::new(UInt16Array::new(self.order_buffer().clone(), None));
            Ok((
                self.sources().iter().map(source_batch).collect::<Result<_, _>>()?,
                batch(vec![("source", order)])?,
            ))
        };
        let (sources, order) = batches().map_err(|error| ColumnsError::import(format!("the columns cannot be shown as Arrow: {error}")))?;
        Ok(Export {
            metadata: self.metadata()?,
            sources,
            order,
        })
    }
}

/// Bytes of all buffers.
pub(crate) fn nbytes(columns: &MarketColumns) -> usize {
    let order = columns.order().len() * 2;
    let Ok(export) = columns.export() else { return order };
    export
        .sources
        .iter()
        .flat_map(|batch| batch.columns().iter())
        .map(|column| column.to_data().get_slice_memory_size().unwrap_or(0))
        .sum::<usize>()
        + order
}

fn batch(columns: Vec<(&str, ArrayRef)>) -> Result<RecordBatch, ArrowError> {
    let fields: Vec<_> = columns
        .iter()
        .map(|(name, array)| Field::new(*name, array.data_type().clone(), array.is_nullable()))
        .collect();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns.into_iter().map(|(_, array)| array).collect())
}

fn source_batch(source: &Source) -> Result<RecordBatch, ArrowError> {
    let mut columns = vec![("time_received", times(&source.times.received, None))];
    let mut optional = |name, times: &OptionalTimes| {
        if let Some(values) = &times.values {
            columns.push((name, self::times(values, times.nulls.clone())));
        }
    };
    optional("time_exchange", &source.times.exchange);
    optional("time_own", &source.times.own);
    if let Some(inferred) = &source.inferred {
        columns.push(("inferred", Arc::new(BooleanArray::new(inferred.clone(), None))));
    }
    match &source.rows {
        Rows::Trades(trades) | Rows::Liquidations(trades) => trade_columns(trades, &mut columns)?,
        Rows::Quotes(quotes) => columns.extend([
            ("bid_price", numbers(&quotes.bid)?),
            ("bid_quantity", numbers(&quotes.bid_quantity)?),
            ("ask_price", numbers(&quotes.ask)?),
            ("ask_quantity", numbers(&quotes.ask_quantity)?),
        ]),
        Rows::Books(books) => columns.extend([
            ("snapshot", Arc::new(BooleanArray::new(books.snapshot.clone(), None)) as ArrayRef),
            ("sequence", Arc::new(UInt64Array::new(books.sequence.clone(), None))),
            ("bids", levels(&books.bids)?),
            ("asks", levels(&books.asks)?),
        ]),
        Rows::Candles(candles) => columns.extend([
            ("open", numbers(&candles.open)?),
            ("high", numbers(&candles.high)?),
            ("low", numbers(&candles.low)?),
            ("close", numbers(&candles.close)?),
            ("volume", numbers(&candles.volume)?),
            ("trade_count", Arc::new(UInt64Array::new(candles.trade_count.clone(), None))),
        ]),
        Rows::Reconnecting => {}
    }
    batch(columns)
}

fn trade_columns(trades: &Trades, columns: &mut Vec<(&str, ArrayRef)>) -> Result<(), ArrowError> {
    columns.push(("price", numbers(&trades.price)?));
    columns.push(("quantity", numbers(&trades.quantity)?));
    match &trades.ids {
        Ids::None => {}
        Ids::Number(ids) => columns.push(("id", Arc::new(UInt64Array::new(ids.clone(), None)))),
        Ids::Text { offsets, bytes } => columns.push(("id", Arc::new(StringArray::try_new(offsets.clone(), bytes.clone(), None)?))),
    }
    columns.push(("side", Arc::new(Int8Array::new(trades.side.clone(), None))));
    if let Some(matched) = &trades.matched {
        columns.push(("matched", Arc::new(BooleanArray::new(matched.clone(), None))));
    }
    Ok(())
}

/// `timestamp[ns, UTC]`.
pub(crate) fn times(values: &ScalarBuffer<i64>, nulls: Option<arrow_buffer::NullBuffer>) -> ArrayRef {
    Arc::new(TimestampNanosecondArray::new(values.clone(), nulls).with_timezone("UTC"))
}

/// `decimal64(18, scale)`, or 16 bytes a row ([`rust_decimal::Decimal::serialize`]).
fn numbers(numbers: &Numbers) -> Result<ArrayRef, ArrowError> {
    Ok(match &numbers.storage {
        Storage::Narrow { values, scale } => Arc::new(
            PrimitiveArray::<Decimal64Type>::new(values.clone(), numbers.nulls.clone())
                .with_precision_and_scale(PRECISION, *scale as i8)?,
        ),
        Storage::Wide(bytes) => Arc::new(FixedSizeBinaryArray::try_new(16, bytes.clone(), numbers.nulls.clone())?),
    })
}

/// `list<struct<price, quantity>>`.
fn levels(levels: &Levels) -> Result<ArrayRef, ArrowError> {
    let (price, quantity) = (numbers(&levels.price)?, numbers(&levels.quantity)?);
    let fields = vec![
        Field::new("price", price.data_type().clone(), false),
        Field::new("quantity", quantity.data_type().clone(), false),
    ];
    let items = StructArray::try_new(fields.into(), vec![price, quantity], None)?;
    let item = Arc::new(Field::new("item", DataType::Struct(items.fields().clone()), false));
    Ok(Arc::new(ListArray::try_new(item, levels.offsets.clone(), Arc::new(items), None)?))
}
