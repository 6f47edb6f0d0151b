//! Loads a recording and prints time, memory and speed: `cargo run --release -p barter-columns --example load -- FILE`.
#![allow(clippy::print_stdout)]

use barter_columns::{
    CompactKind, MarketColumns,
    binance::{ReadOptions, read_binance_raw},
};
use std::{error::Error, hint::black_box, path::PathBuf, time::Instant};

fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib * 1024)
}

fn main() -> Result<(), Box<dyn Error>> {
    let books = std::env::args().any(|argument| argument == "--books");
    let paths: Vec<PathBuf> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
        .map(PathBuf::from)
        .collect();
    let before = resident();
    let start = Instant::now();
    let columns: MarketColumns = read_binance_raw(
        &paths,
        &ReadOptions {
            books,
            ..ReadOptions::default()
        },
        &mut |_| false,
    )?;
    println!("{} events in {:?}", columns.len(), start.elapsed());
    let events = columns.len() as f64;
    if let (Some(before), Some(after)) = (before, resident()) {
        println!(
            "{:.1} bytes an event in buffers, {:.1} of the process",
            columns.nbytes() as f64 / events,
            (after as f64 - before as f64) / events
        );
    }
    for source in columns.sources() {
        println!("{}: {}", source.name(), source.len());
    }
    for _ in 0..3 {
        let start = Instant::now();
        let mut sum = 0_i64;
        for _ in 0..10 {
            for (source, row) in columns.rows() {
                sum = sum.wrapping_add(source.time_received(row));
                match black_box(source.event(row)) {
                    CompactKind::Trade(trade) => sum = sum.wrapping_add(trade.price),
                    CompactKind::OrderBookL1(quote) => sum = sum.wrapping_add(quote.bid),
                    _ => {}
                }
            }
        }
        println!("{:.2} ns an event ({sum})", start.elapsed().as_nanos() as f64 / events / 10.0);
    }
    let start = Instant::now();
    println!("fingerprint {} in {:?}", columns.fingerprint(), start.elapsed());
    let start = Instant::now();
    let rows = columns.quality();
    println!("quality in {:?}", start.elapsed());
    for row in rows {
        println!("{:45} {:28} {:8} {}", row.source, row.check, row.count, row.detail);
    }
    Ok(())
}
