//! Columns from the record batches of [`export`](crate::export), without a copy. What comes in is checked: it may come from anywhere.

use crate::{
    columns::{MarketColumns, Parts},
    error::ColumnsError,
    export::{Export, Metadata, SourceMetadata, VERSION},
    number::{NARROW_SCALE, Numbers, Storage},
    source::{Books, Candles, Ids, Levels, OptionalTimes, Quotes, Rows, Source, SourceKind, Times, Trades},
};
use arrow_array::{
    Array, BooleanArray, FixedSizeBinaryArray, Int8Array, ListArray, PrimitiveArray, RecordBatch, StringArray, StructArray,
    TimestampNanosecondArray, UInt16Array, UInt64Array, types::Decimal64Type,
};
use arrow_buffer::{BooleanBuffer, NullBuffer, ScalarBuffer};
use arrow_schema::DataType;

fn refuse<T>(what: impl std::fmt::Display) -> Result<T, ColumnsError> {
    Err(ColumnsError::import(format!(
        "the data are not market columns of this release: {what}. Both ends must come from one release of barter"
    )))
}

impl MarketColumns {
    /// The columns that [`MarketColumns::export`] showed.
    pub fn import(export: Export) -> Result<Self, ColumnsError> {
        let metadata = read_metadata(&export.metadata)?;
        if metadata.sources.len() != export.sources.len() {
            return refuse(format_args!(
                "{} sources are described, {} given",
                metadata.sources.len(),
                export.sources.len()
            ));
        }
        let sources = metadata
            .sources
            .iter()
            .zip(&export.sources)
            .map(|(about, batch)| source(about, batch))
            .collect::<Result<_, _>>()?;
        let order = Batch {
            batch: &export.order,
            source: "order",
        };
        let order = order.required::<UInt16Array>("source")?.values().clone();
        assemble(metadata, sources, order)
    }
}

pub(crate) fn read_metadata(text: &str) -> Result<Metadata, ColumnsError> {
    #[derive(serde::Deserialize)]
    struct Versioned {
        version: u32,
    }
    match serde_json::from_str::<Versioned>(text) {
        Ok(Versioned { version: VERSION }) => {}
        Ok(Versioned { version }) => return refuse(format_args!("they have version {version}, expected {VERSION}")),
        Err(error) => return refuse(format_args!("their metadata cannot be read ({error})")),
    }
    serde_json::from_str(text).or_else(|error| refuse(format_args!("their metadata cannot be read ({error})")))
}

/// Checks that order, sources and instruments fit together.
pub(crate) fn assemble(metadata: Metadata, sources: Vec<Source>, order: ScalarBuffer<u16>) -> Result<MarketColumns, ColumnsError> {
    let mut counts = vec![0_usize; sources.len()];
    for number in order.iter() {
        match counts.get_mut(usize::from(*number)) {
            Some(count) => *count += 1,
            None => return refuse(format_args!("the order names source {number} of {}", sources.len())),
        }
    }
    for (source, count) in sources.iter().zip(counts) {
        if source.len() != count {
            return refuse(format_args!(
                "the order names {count} rows of {}, which has {}",
                source.name(),
                source.len()
            ));
        }
        if source.instrument() >= metadata.instruments.len() {
            return refuse(format_args!(
                "{} names instrument {} of {}",
                source.name(),
                source.instrument(),
                metadata.instruments.len()
            ));
        }
    }
    MarketColumns::new(Parts {
        name: metadata.name,
        is_synthetic: metadata.is_synthetic,
        instruments: metadata.instruments,
        sources,
        order,
        notes: metadata.notes,
        clock_offset: metadata.clock_offset,
    })
}

struct Batch<'a> {
    batch: &'a RecordBatch,
    source: &'a str,
}

impl<'a> Batch<'a> {
    fn optional<T: Array + 'static>(&self, name: &str) -> Result<Option<&'a T>, ColumnsError> {
        let Some(column) = self.batch.column_by_name(name) else {
            return Ok(None);
        };
        match column.as_any().downcast_ref() {
            Some(array) => Ok(Some(array)),
            None => refuse(format_args!("column {name} of {} has type {}", self.source, column.data_type())),
        }
    }

    fn required<T: Array + 'static>(&self, name: &str) -> Result<&'a T, ColumnsError> {
        match self.optional(name)? {
            Some(array) => Ok(array),
            None => refuse(format_args!("{} has no column {name}", self.source)),
        }
    }

    fn times(&self, name: &str) -> Result<OptionalTimes, ColumnsError> {
        Ok(match self.optional::<TimestampNanosecondArray>(name)? {
            Some(array) => OptionalTimes {
                values: Some(array.values().clone()),
                nulls: array.nulls().cloned(),
            },
            None => OptionalTimes::default(),
        })
    }

    fn counts(&self, name: &str) -> Result<ScalarBuffer<u64>, ColumnsError> {
        Ok(self.required::<UInt64Array>(name)?.values().clone())
    }

    fn flags(&self, name: &str) -> Result<Option<BooleanBuffer>, ColumnsError> {
        Ok(self.optional::<BooleanArray>(name)?.map(|array| array.values().clone()))
    }

    fn numbers(&self, name: &str) -> Result<Numbers, ColumnsError> {
        match self.batch.column_by_name(name) {
            Some(column) => numbers(column, name),
            None => refuse(format_args!("{} has no column {name}", self.source)),
        }
    }

    fn levels(&self, name: &str) -> Result<Levels, ColumnsError> {
        let list = self.required::<ListArray>(name)?;
        let Some(items) = list.values().as_any().downcast_ref::<StructArray>() else {
            return refuse(format_args!("column {name} of {} is no list of price and quantity", self.source));
        };
        let column = |part: &str| match items.column_by_name(part) {
            Some(column) => numbers(column, name),
            None => refuse(format_args!("column {name} of {} has no {part}", self.source)),
        };
        Ok(Levels {
            offsets: list.offsets().clone(),
            price: column("price")?,
            quantity: column("quantity")?,
        })
    }
}

fn numbers(column: &dyn Array, name: &str) -> Result<Numbers, ColumnsError> {
    let nulls = column.nulls().cloned();
    if let Some(array) = column.as_any().downcast_ref::<PrimitiveArray<Decimal64Type>>()
        && let DataType::Decimal64(_, scale) = array.data_type()
        && let Ok(scale) = u8::try_from(*scale)
        && scale <= NARROW_SCALE
    {
        if let Some(nulls) = &nulls
            && null_rows(nulls).any(|row| array.values()[row] != 0)
        {
            return refuse(format_args!("a null in column {name} hides a number"));
        }
        return Ok(Numbers {
            storage: Storage::Narrow {
                values: array.values().clone(),
                scale,
            },
            nulls,
        });
    }
    if let Some(array) = column.as_any().downcast_ref::<FixedSizeBinaryArray>()
        && array.value_length() == 16
    {
        let bytes = array.values().slice_with_length(array.offset() * 16, array.len() * 16);
        return wide(bytes, nulls).or_else(refuse);
    }
    refuse(format_args!("column {name} has type {}", column.data_type()))
}

/// Decimals of 16 bytes each.
pub(crate) fn wide(bytes: arrow_buffer::Buffer, nulls: Option<NullBuffer>) -> Result<Numbers, &'static str> {
    // The scale is the third byte; a larger one would make arithmetic panic later.
    if bytes.chunks_exact(16).any(|raw| raw[2] > 28) {
        return Err("a decimal has a scale above 28");
    }
    Ok(Numbers {
        storage: Storage::Wide(bytes),
        nulls,
    })
}

fn null_rows(nulls: &NullBuffer) -> impl Iterator<Item = usize> {
    (0..nulls.len()).filter(|row| nulls.is_null(*row))
}

fn source(about: &SourceMetadata, batch: &RecordBatch) -> Result<Source, ColumnsError> {
    let columns = Batch {
        batch,
        source: &about.name,
    };
    if batch.num_rows() != about.rows {
        return refuse(format_args!(
            "{} has {} rows, {} are described",
            about.name,
            batch.num_rows(),
            about.rows
        ));
    }
    let trades = || -> Result<Trades, ColumnsError> {
        Ok(Trades {
            price: columns.numbers("price")?,
            quantity: columns.numbers("quantity")?,
            ids: match batch.column_by_name("id").map(|column| column.data_type()) {
                None => Ids::None,
                Some(DataType::UInt64) => Ids::Number(columns.counts("id")?),
                Some(_) => {
                    let text = columns.required::<StringArray>("id")?;
                    Ids::Text {
                        offsets: text.offsets().clone(),
                        bytes: text.values().clone(),
                    }
                }
            },
            side: columns.required::<Int8Array>("side")?.values().clone(),
            matched: columns.flags("matched")?,
        })
    };
    let rows = match about.kind {
        SourceKind::Trade => Rows::Trades(trades()?),
        SourceKind::Liquidation => Rows::Liquidations(trades()?),
        SourceKind::OrderBookL1 => Rows::Quotes(Quotes {
            bid: columns.numbers("bid_price")?,
            bid_quantity: columns.numbers("bid_quantity")?,
            ask: columns.numbers("ask_price")?,
            ask_quantity: columns.numbers("ask_quantity")?,
        }),
        SourceKind::OrderBook => Rows::Books(Books {
            snapshot: columns.required::<BooleanArray>("snapshot")?.values().clone(),
            sequence: columns.counts("sequence")?,
            bids: columns.levels("bids")?,
            asks: columns.levels("asks")?,
        }),
        SourceKind::Candle => Rows::Candles(Candles {
            open: columns.numbers("open")?,
            high: columns.numbers("high")?,
            low: columns.numbers("low")?,
            close: columns.numbers("close")?,
            volume: columns.numbers("volume")?,
            trade_count: columns.counts("trade_count")?,
        }),
        SourceKind::Reconnecting => Rows::Reconnecting,
    };
    Ok(Source {
        name: about.name.as_str().into(),
        instrument: about.instrument,
        times: Times {
            exchange: columns.times("time_exchange")?,
            received: columns.required::<TimestampNanosecondArray>("time_received")?.values().clone(),
            own: columns.times("time_own")?,
        },
        rows,
        inferred: columns.flags("inferred")?,
    })
}
