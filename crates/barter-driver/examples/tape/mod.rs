//! Reads the tape of `benches/tape.py`: one-dimensional little-endian `.npy` columns and `tape.json`.

use std::{fs, io, path::Path};

/// Columns of the tape; prices and quantities are multiples of `10^-scale`.
#[derive(Debug)]
pub struct Tape {
    pub time: Vec<i64>,
    pub is_trade: Vec<u8>,
    pub trade_price: Vec<i64>,
    pub trade_quantity: Vec<i64>,
    pub trade_side: Vec<i8>,
    pub trade_id: Vec<i64>,
    pub bid: Vec<i64>,
    pub bid_quantity: Vec<i64>,
    pub ask: Vec<i64>,
    pub ask_quantity: Vec<i64>,
    pub price_scale: u32,
    pub quantity_scale: u32,
}

impl Tape {
    pub fn load(folder: &Path) -> io::Result<Self> {
        let about = fs::read_to_string(folder.join("tape.json"))?;
        let wide = |name: &str| column(folder, name, "<i8", i64::from_le_bytes);
        Ok(Self {
            time: wide("time")?,
            is_trade: column(folder, "is_trade", "|u1", u8::from_le_bytes)?,
            trade_price: wide("trade_price")?,
            trade_quantity: wide("trade_quantity")?,
            trade_side: column(folder, "trade_side", "|i1", i8::from_le_bytes)?,
            trade_id: wide("trade_id")?,
            bid: wide("bid")?,
            bid_quantity: wide("bid_quantity")?,
            ask: wide("ask")?,
            ask_quantity: wide("ask_quantity")?,
            price_scale: number(&about, "price_scale")?,
            quantity_scale: number(&about, "quantity_scale")?,
        })
    }
}

fn invalid(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}

/// A whole number of a flat JSON object.
fn number(json: &str, key: &str) -> io::Result<u32> {
    json.split_once(&format!("\"{key}\":"))
        .and_then(|(_, rest)| rest.split([',', '}', '\n']).next())
        .and_then(|text| text.trim().parse().ok())
        .ok_or_else(|| invalid(format!("tape.json has no number `{key}`")))
}

/// A column of `N`-byte values with the given numpy type.
fn column<T, const N: usize>(folder: &Path, name: &str, dtype: &str, value: fn([u8; N]) -> T) -> io::Result<Vec<T>> {
    let path = folder.join(format!("{name}.npy"));
    let bytes = fs::read(&path)?;
    let bad = |what: &str| invalid(format!("{}: {what}", path.display()));
    if !bytes.starts_with(b"\x93NUMPY\x01\x00") {
        return Err(bad("not a version 1.0 .npy file"));
    }
    let length = bytes
        .get(8..10)
        .map(|pair| usize::from(u16::from_le_bytes([pair[0], pair[1]])))
        .ok_or_else(|| bad("cut off"))?;
    let header = bytes.get(10..10 + length).ok_or_else(|| bad("cut off"))?;
    let header = String::from_utf8_lossy(header);
    if !header.contains(&format!("'descr': '{dtype}'")) {
        return Err(bad(&format!("expected type {dtype}, header is {header}")));
    }
    let (values, rest) = bytes[10 + length..].as_chunks::<N>();
    if !rest.is_empty() {
        return Err(bad("cut off"));
    }
    Ok(values.iter().copied().map(value).collect())
}
