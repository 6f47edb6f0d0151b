//! SHA-256 over what the data say, however they are stored: chunks, scales and buffers do not reach it.

use crate::{
    columns::MarketColumns,
    number::{Numbers, Storage},
    source::{Levels, Rows, Source, Trades},
};
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Buffers what goes into the hash: many small updates are slow.
struct Feed {
    hash: Sha256,
    buffer: Vec<u8>,
}

impl Feed {
    fn bytes(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= 1 << 16 {
            self.hash.update(&self.buffer);
            self.buffer.clear();
        }
    }

    fn integer(&mut self, value: i64) {
        self.bytes(&value.to_le_bytes());
    }

    fn time(&mut self, time: Option<i64>) {
        self.bytes(&[u8::from(time.is_some())]);
        self.integer(time.unwrap_or(0));
    }

    fn text(&mut self, text: &str) {
        self.integer(text.len() as i64);
        self.bytes(text.as_bytes());
    }

    /// Mantissa without zeros at its end, and scale.
    fn parts(&mut self, mut mantissa: i128, mut scale: u32) {
        if mantissa == 0 {
            scale = 0;
        }
        while scale > 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            scale -= 1;
        }
        self.bytes(&mantissa.to_le_bytes());
        self.bytes(&[scale as u8]);
    }

    fn decimal(&mut self, value: Decimal) {
        self.parts(value.mantissa(), value.scale());
    }

    fn numbers(&mut self, numbers: &Numbers) {
        for row in 0..numbers.len() {
            self.bytes(&[u8::from(numbers.get(row).is_some())]);
            match &numbers.storage {
                Storage::Narrow { values, scale } => {
                    // The usual number in 64 bits, which divide faster.
                    let (mut mantissa, mut scale) = (values[row], *scale);
                    while scale > 0 && mantissa % 10 == 0 && mantissa != 0 {
                        mantissa /= 10;
                        scale -= 1;
                    }
                    self.parts(i128::from(mantissa), u32::from(scale));
                }
                Storage::Wide(_) => self.decimal(numbers.decimal(row)),
            }
        }
    }
}

pub(crate) fn of(columns: &MarketColumns) -> String {
    let mut feed = Feed {
        hash: Sha256::new(),
        buffer: Vec::with_capacity(1 << 17),
    };
    feed.bytes(b"barter-data-v1\n");
    for instrument in columns.instruments() {
        feed.text(&serde_json::to_string(instrument).unwrap_or_else(|_| format!("{instrument:?}")));
    }
    for source in columns.sources() {
        hash_source(&mut feed, source);
    }
    for number in columns.order() {
        feed.bytes(&number.to_le_bytes());
    }
    let Feed { mut hash, buffer } = feed;
    hash.update(&buffer);
    hash.finalize().iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn hash_source(feed: &mut Feed, source: &Source) {
    feed.text(source.kind().as_str());
    feed.integer(source.instrument() as i64);
    feed.integer(source.len() as i64);
    for row in 0..source.len() {
        feed.time(source.time_exchange(row));
        feed.integer(source.time_received(row));
        feed.time(source.times.own.get(row));
    }
    match &source.rows {
        Rows::Trades(trades) | Rows::Liquidations(trades) => hash_trades(feed, source, trades),
        Rows::Quotes(quotes) => {
            for numbers in [&quotes.bid, &quotes.bid_quantity, &quotes.ask, &quotes.ask_quantity] {
                feed.numbers(numbers);
            }
        }
        Rows::Books(books) => {
            for row in 0..source.len() {
                feed.bytes(&[u8::from(books.snapshot.value(row))]);
                feed.bytes(&books.sequence[row].to_le_bytes());
                hash_levels(feed, &books.bids, row);
                hash_levels(feed, &books.asks, row);
            }
        }
        Rows::Candles(candles) => {
            for numbers in [&candles.open, &candles.high, &candles.low, &candles.close, &candles.volume] {
                feed.numbers(numbers);
            }
            candles.trade_count.iter().for_each(|count| feed.bytes(&count.to_le_bytes()));
        }
        Rows::Reconnecting => {}
    }
}

fn hash_trades(feed: &mut Feed, source: &Source, trades: &Trades) {
    feed.numbers(&trades.price);
    feed.numbers(&trades.quantity);
    let mut text = String::new();
    for row in 0..source.len() {
        text.clear();
        trades.ids.write(row, &mut text);
        feed.text(&text);
        feed.bytes(&[
            trades.side[row] as u8,
            u8::from(trades.matched.as_ref().is_none_or(|matched| matched.value(row))),
        ]);
    }
}

fn hash_levels(feed: &mut Feed, levels: &Levels, row: usize) {
    let range = levels.offsets[row] as usize..levels.offsets[row + 1] as usize;
    feed.integer(range.len() as i64);
    for at in range {
        feed.decimal(levels.price.decimal(at));
        feed.decimal(levels.quantity.decimal(at));
    }
}
