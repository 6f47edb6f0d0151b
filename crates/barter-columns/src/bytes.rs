//! Columns as one piece of bytes: what pickle keeps. Little-endian; a hash of SHA-256 at the end finds damage.

use crate::{
    columns::MarketColumns,
    error::ColumnsError,
    import,
    number::{NARROW_LIMIT, NARROW_SCALE, Numbers, Storage},
    source::{Books, Candles, Ids, Levels, OptionalTimes, Quotes, Rows, Source, SourceKind, Times, Trades},
};
use arrow_buffer::{ArrowNativeType, BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use sha2::{Digest, Sha256};

const MAGIC: &[u8] = b"barter-market\x01";

fn damaged<T>(what: &str) -> Result<T, ColumnsError> {
    Err(ColumnsError::import(format!(
        "the bytes are not market columns of this release, or are damaged: {what}"
    )))
}

impl MarketColumns {
    pub fn to_bytes(&self) -> Result<Vec<u8>, ColumnsError> {
        let mut out = Writer(MAGIC.to_vec());
        out.bytes(self.metadata()?.as_bytes());
        out.scalars(self.order_buffer());
        self.sources().iter().for_each(|source| out.source(source));
        let mut bytes = out.0;
        let hash = Sha256::digest(&bytes);
        bytes.extend_from_slice(&hash);
        Ok(bytes)
    }

    /// The columns that [`to_bytes`](Self::to_bytes) wrote.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ColumnsError> {
        let Some((body, hash)) = bytes.split_last_chunk::<32>() else {
            return damaged("they are too short");
        };
        if !body.starts_with(MAGIC) {
            return damaged("they begin otherwise");
        }
        if Sha256::digest(body)[..] != hash[..] {
            return damaged("their hash differs");
        }
        let mut input = Reader(&body[MAGIC.len()..]);
        let text = std::str::from_utf8(input.bytes()?).or_else(|_| damaged("the metadata are no text"))?;
        let metadata = import::read_metadata(text)?;
        let order = input.scalars()?;
        let sources = metadata
            .sources
            .iter()
            .map(|about| {
                let source = input.source(about.kind, about.rows, about.instrument, &about.name)?;
                if source.kind() == about.kind {
                    Ok(source)
                } else {
                    damaged("a source has another kind")
                }
            })
            .collect::<Result<_, _>>()?;
        if !input.0.is_empty() {
            return damaged("something follows");
        }
        import::assemble(metadata, sources, order)
    }
}

struct Writer(Vec<u8>);

impl Writer {
    fn bytes(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
        self.0.extend_from_slice(bytes);
    }

    fn scalars<T: ArrowNativeType>(&mut self, values: &ScalarBuffer<T>) {
        // Arrow buffers are little-endian on every platform that barter supports.
        self.bytes(values.inner());
    }

    fn tag(&mut self, tag: u8) {
        self.0.push(tag);
    }

    fn flags(&mut self, flags: Option<&BooleanBuffer>) {
        self.tag(u8::from(flags.is_some()));
        if let Some(flags) = flags {
            self.bytes(&flags.sliced());
        }
    }

    fn times(&mut self, times: &OptionalTimes) {
        self.tag(u8::from(times.values.is_some()));
        if let Some(values) = &times.values {
            self.scalars(values);
            self.flags(times.nulls.as_ref().map(NullBuffer::inner));
        }
    }

    fn numbers(&mut self, numbers: &Numbers) {
        match &numbers.storage {
            Storage::Narrow { values, scale } => {
                self.tag(*scale);
                self.scalars(values);
            }
            Storage::Wide(bytes) => {
                self.tag(u8::MAX);
                self.bytes(bytes);
            }
        }
        self.flags(numbers.nulls.as_ref().map(NullBuffer::inner));
    }

    fn levels(&mut self, levels: &Levels) {
        let Levels { offsets, price, quantity } = levels;
        self.scalars(offsets.inner());
        self.numbers(price);
        self.numbers(quantity);
    }

    fn source(&mut self, source: &Source) {
        let Source {
            name: _,
            instrument: _,
            times: Times { exchange, received, own },
            rows,
            inferred,
        } = source;
        self.scalars(received);
        self.times(exchange);
        self.times(own);
        self.flags(inferred.as_ref());
        match rows {
            Rows::Trades(trades) | Rows::Liquidations(trades) => {
                let Trades {
                    price,
                    quantity,
                    ids,
                    side,
                    matched,
                } = trades;
                self.numbers(price);
                self.numbers(quantity);
                match ids {
                    Ids::None => self.tag(0),
                    Ids::Number(ids) => {
                        self.tag(1);
                        self.scalars(ids);
                    }
                    Ids::Text { offsets, bytes } => {
                        self.tag(2);
                        self.scalars(offsets.inner());
                        self.bytes(bytes);
                    }
                }
                self.scalars(side);
                self.flags(matched.as_ref());
            }
            Rows::Quotes(Quotes {
                bid,
                bid_quantity,
                ask,
                ask_quantity,
            }) => {
                [bid, bid_quantity, ask, ask_quantity]
                    .into_iter()
                    .for_each(|numbers| self.numbers(numbers));
            }
            Rows::Books(Books {
                snapshot,
                sequence,
                bids,
                asks,
            }) => {
                self.flags(Some(snapshot));
                self.scalars(sequence);
                self.levels(bids);
                self.levels(asks);
            }
            Rows::Candles(Candles {
                open,
                high,
                low,
                close,
                volume,
                trade_count,
            }) => {
                [open, high, low, close, volume]
                    .into_iter()
                    .for_each(|numbers| self.numbers(numbers));
                self.scalars(trade_count);
            }
            Rows::Reconnecting => {}
        }
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], ColumnsError> {
        let Some((head, tail)) = self.0.split_at_checked(length) else {
            return damaged("they end too early");
        };
        self.0 = tail;
        Ok(head)
    }

    fn tag(&mut self) -> Result<u8, ColumnsError> {
        Ok(self.take(1)?[0])
    }

    fn bytes(&mut self) -> Result<&'a [u8], ColumnsError> {
        let mut length = [0; 8];
        length.copy_from_slice(self.take(8)?);
        let Ok(length) = usize::try_from(u64::from_le_bytes(length)) else {
            return damaged("a length is impossible");
        };
        self.take(length)
    }

    fn scalars<T: ArrowNativeType>(&mut self) -> Result<ScalarBuffer<T>, ColumnsError> {
        let bytes = self.bytes()?;
        let size = T::get_byte_width();
        if bytes.len() % size != 0 {
            return damaged("a column is cut");
        }
        // Copied into a buffer of Arrow's own, which is aligned for every type.
        let mut buffer = arrow_buffer::MutableBuffer::new(bytes.len());
        buffer.extend_from_slice(bytes);
        Ok(ScalarBuffer::new(buffer.into(), 0, bytes.len() / size))
    }

    fn column<T: ArrowNativeType>(&mut self, rows: usize) -> Result<ScalarBuffer<T>, ColumnsError> {
        let values = self.scalars()?;
        if values.len() == rows {
            Ok(values)
        } else {
            damaged("a column has another length")
        }
    }

    fn flags(&mut self, rows: usize) -> Result<Option<BooleanBuffer>, ColumnsError> {
        if self.tag()? == 0 {
            return Ok(None);
        }
        let bytes = self.bytes()?;
        if bytes.len() < rows.div_ceil(8) {
            return damaged("flags are cut");
        }
        Ok(Some(BooleanBuffer::new(Buffer::from(bytes), 0, rows)))
    }

    fn times(&mut self, rows: usize) -> Result<OptionalTimes, ColumnsError> {
        if self.tag()? == 0 {
            return Ok(OptionalTimes::default());
        }
        Ok(OptionalTimes {
            values: Some(self.column(rows)?),
            nulls: self.flags(rows)?.map(NullBuffer::new),
        })
    }

    fn numbers(&mut self, rows: usize) -> Result<Numbers, ColumnsError> {
        let storage = match self.tag()? {
            u8::MAX => {
                let bytes = self.bytes()?;
                if Some(bytes.len()) != rows.checked_mul(16) {
                    return damaged("a column has another length");
                }
                import::wide(Buffer::from(bytes), None).or_else(damaged)?.storage
            }
            scale if scale <= NARROW_SCALE => {
                let values: ScalarBuffer<i64> = self.column(rows)?;
                if values.iter().any(|value| value.unsigned_abs() >= NARROW_LIMIT.unsigned_abs()) {
                    return damaged("a number is too large");
                }
                Storage::Narrow { values, scale }
            }
            _ => return damaged("a scale is impossible"),
        };
        Ok(Numbers {
            storage,
            nulls: self.flags(rows)?.map(NullBuffer::new),
        })
    }

    fn offsets(&mut self, rows: usize) -> Result<OffsetBuffer<i32>, ColumnsError> {
        let Some(count) = rows.checked_add(1) else {
            return damaged("a length is impossible");
        };
        let values: ScalarBuffer<i32> = self.column(count)?;
        if values[0] < 0 || values.windows(2).any(|pair| pair[1] < pair[0]) {
            return damaged("offsets fall");
        }
        Ok(OffsetBuffer::new(values))
    }

    /// The levels are as many as the last offset says; a sliced source brings those of the whole.
    fn levels(&mut self, rows: usize) -> Result<Levels, ColumnsError> {
        let offsets = self.offsets(rows)?;
        let (price, quantity) = (self.levels_numbers()?, self.levels_numbers()?);
        let last = offsets.last().map_or(0, |last| *last as usize);
        if price.len() < last || quantity.len() < last {
            return damaged("levels are missing");
        }
        Ok(Levels { offsets, price, quantity })
    }

    fn levels_numbers(&mut self) -> Result<Numbers, ColumnsError> {
        let mut ahead = Reader(self.0);
        let width = if ahead.tag()? == u8::MAX { 16 } else { 8 };
        let rows = ahead.bytes()?.len() / width;
        self.numbers(rows)
    }

    fn source(&mut self, kind: SourceKind, rows: usize, instrument: usize, name: &str) -> Result<Source, ColumnsError> {
        let received = self.column(rows)?;
        let times = Times {
            received,
            exchange: self.times(rows)?,
            own: self.times(rows)?,
        };
        let inferred = self.flags(rows)?;
        let data = match kind {
            SourceKind::Trade => Rows::Trades(self.trades(rows)?),
            SourceKind::Liquidation => Rows::Liquidations(self.trades(rows)?),
            SourceKind::OrderBookL1 => Rows::Quotes(Quotes {
                bid: self.numbers(rows)?,
                bid_quantity: self.numbers(rows)?,
                ask: self.numbers(rows)?,
                ask_quantity: self.numbers(rows)?,
            }),
            SourceKind::OrderBook => {
                let Some(snapshot) = self.flags(rows)? else {
                    return damaged("flags are missing");
                };
                Rows::Books(Books {
                    snapshot,
                    sequence: self.column(rows)?,
                    bids: self.levels(rows)?,
                    asks: self.levels(rows)?,
                })
            }
            SourceKind::Candle => Rows::Candles(Candles {
                open: self.numbers(rows)?,
                high: self.numbers(rows)?,
                low: self.numbers(rows)?,
                close: self.numbers(rows)?,
                volume: self.numbers(rows)?,
                trade_count: self.column(rows)?,
            }),
            SourceKind::Reconnecting => Rows::Reconnecting,
        };
        Ok(Source {
            name: name.into(),
            instrument,
            times,
            rows: data,
            inferred,
        })
    }

    fn trades(&mut self, rows: usize) -> Result<Trades, ColumnsError> {
        let (price, quantity) = (self.numbers(rows)?, self.numbers(rows)?);
        let ids = match self.tag()? {
            0 => Ids::None,
            1 => Ids::Number(self.column(rows)?),
            2 => {
                let (offsets, bytes) = (self.offsets(rows)?, self.bytes()?);
                if offsets.last().map_or(0, |last| *last as usize) > bytes.len() {
                    return damaged("ids are cut");
                }
                Ids::Text {
                    offsets,
                    bytes: Buffer::from(bytes),
                }
            }
            _ => return damaged("ids of an unknown form"),
        };
        Ok(Trades {
            price,
            quantity,
            ids,
            side: self.column(rows)?,
            matched: self.flags(rows)?,
        })
    }
}
