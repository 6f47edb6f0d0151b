//! barter-instrument's own `IndexedInstruments`: seconds to build and nanoseconds per look-up, for benches/instruments.py.
//!
//! `cargo run --release -p barter-interop --example upstream_instruments -- 250 500 1000` prints one JSON line per size.
#![allow(clippy::print_stdout)]

use barter_instrument::{
    Underlying,
    asset::Asset,
    exchange::ExchangeId,
    index::IndexedInstruments,
    instrument::{Instrument, InstrumentIndex},
};
use std::{hint::black_box, time::Instant};

/// The instruments that benches/instruments.py makes.
fn instruments(count: usize) -> Vec<Instrument<ExchangeId, Asset>> {
    (0..count)
        .map(|number| {
            let underlying = Underlying::new(
                Asset::new_from_exchange(format!("B{number}")),
                Asset::new_from_exchange(format!("Q{}", number % 7)),
            );
            let name = format!("binance_spot-b{number}_q{}", number % 7);
            Instrument::spot(ExchangeId::BinanceSpot, name, format!("B{number}Q{}", number % 7), underlying, None)
        })
        .collect()
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for size in std::env::args().skip(1) {
        let count: usize = size.parse()?;
        let given = instruments(count);
        let start = Instant::now();
        let indexed = IndexedInstruments::new(given.iter().cloned());
        let build = start.elapsed().as_secs_f64();

        let looked_up = (200_000 / count).clamp(5, 2_000);
        let start = Instant::now();
        for number in 0..looked_up {
            let instrument = &given[number * 7_919 % count];
            black_box(indexed.find_instrument_index(instrument.exchange, &instrument.name_internal)?);
        }
        let by_name = start.elapsed().as_secs_f64() * 1e9 / looked_up as f64;

        let start = Instant::now();
        for number in 0..looked_up {
            black_box(indexed.find_instrument(InstrumentIndex(number * 7_919 % count))?);
        }
        let by_index = start.elapsed().as_secs_f64() * 1e9 / looked_up as f64;
        println!("{{\"count\":{count},\"build_s\":{build:.6},\"by_name_ns\":{by_name:.1},\"by_index_ns\":{by_index:.1}}}");
    }
    Ok(())
}
