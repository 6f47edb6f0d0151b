//! Sources and the order of their rows.

use crate::{
    clock::ClockOffset,
    error::ColumnsError,
    fingerprint,
    quality::{self, QualityRow},
    source::{Source, SourceKind},
};
use arrow_buffer::ScalarBuffer;
use barter_instrument::{asset::Asset, exchange::ExchangeId, instrument::Instrument};
use std::sync::{Arc, OnceLock};

pub type MarketInstrument = Instrument<ExchangeId, Asset>;

/// Market events of any number of instruments as columns. Cheap to clone, never changed.
#[derive(Debug, Clone)]
pub struct MarketColumns(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    name: String,
    is_synthetic: bool,
    instruments: Vec<MarketInstrument>,
    sources: Vec<Source>,
    order: ScalarBuffer<u16>,
    notes: Vec<QualityRow>,
    clock_offset: ClockOffset,
    quality: OnceLock<Vec<QualityRow>>,
    fingerprint: OnceLock<String>,
}

/// The parts of [`MarketColumns`] before they are checked.
#[derive(Debug)]
pub(crate) struct Parts {
    pub name: String,
    pub is_synthetic: bool,
    pub instruments: Vec<MarketInstrument>,
    pub sources: Vec<Source>,
    pub order: ScalarBuffer<u16>,
    /// What the reader found that the columns do not show.
    pub notes: Vec<QualityRow>,
    pub clock_offset: ClockOffset,
}

impl MarketColumns {
    pub(crate) fn new(mut parts: Parts) -> Result<Self, ColumnsError> {
        let bound = |what: &str, found: usize, limit: usize| {
            (found <= limit).then_some(()).ok_or_else(|| {
                ColumnsError::argument(
                    "data",
                    format!("the data have {found} {what}, more than the {limit} that one MarketData holds; split them"),
                )
            })
        };
        bound("sources", parts.sources.len(), usize::from(u16::MAX))?;
        for source in &parts.sources {
            bound("rows in one source", source.len(), u32::MAX as usize)?;
        }
        name_sources(&mut parts);
        let Parts {
            name,
            is_synthetic,
            instruments,
            sources,
            order,
            notes,
            clock_offset,
        } = parts;
        Ok(Self(Arc::new(Inner {
            name,
            is_synthetic,
            instruments,
            sources,
            order,
            notes,
            clock_offset,
            quality: OnceLock::new(),
            fingerprint: OnceLock::new(),
        })))
    }

    /// What the data are: a file name, `table`, `synthetic market, seed 7`.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Made by [`crate::synthetic`], at least in part.
    pub fn is_synthetic(&self) -> bool {
        self.0.is_synthetic
    }

    pub fn sources(&self) -> &[Source] {
        &self.0.sources
    }

    /// Source of each row, in recorded order; the rows of a source are taken in turn.
    pub fn order(&self) -> &[u16] {
        &self.0.order
    }

    pub(crate) fn order_buffer(&self) -> &ScalarBuffer<u16> {
        &self.0.order
    }

    pub fn len(&self) -> usize {
        self.0.order.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.order.is_empty()
    }

    pub fn instruments(&self) -> &[MarketInstrument] {
        &self.0.instruments
    }

    /// Bytes of the buffers.
    pub fn nbytes(&self) -> usize {
        crate::export::nbytes(self)
    }

    /// Smallest and largest received time.
    pub fn span(&self) -> Option<(i64, i64)> {
        let times = || self.sources().iter().flat_map(Source::time_received_slice);
        Some((*times().min()?, *times().max()?))
    }

    /// SHA-256 over instruments, order and values, in hexadecimal: equal for equal data however they are stored. Computed once.
    pub fn fingerprint(&self) -> String {
        self.0.fingerprint.get_or_init(|| fingerprint::of(self)).clone()
    }

    /// What is known of the quality of the data: one row per source and check, zero counts included. Computed once.
    pub fn quality(&self) -> &[QualityRow] {
        self.0.quality.get_or_init(|| quality::inspect(self))
    }

    pub(crate) fn notes(&self) -> &[QualityRow] {
        &self.0.notes
    }

    /// What was done to the times when the data were read.
    pub fn clock_offset(&self) -> &ClockOffset {
        &self.0.clock_offset
    }

    /// Rows whose exchange time was inferred.
    pub fn inferred_times(&self) -> u64 {
        self.sources().iter().map(Source::inferred_times).sum()
    }

    /// Rows of a kind.
    pub fn count(&self, kind: SourceKind) -> usize {
        self.sources().iter().filter(|source| source.kind() == kind).map(Source::len).sum()
    }

    /// Source and row of each event, in recorded order.
    pub fn rows(&self) -> impl Iterator<Item = (&Source, usize)> {
        let mut cursors = vec![0_usize; self.sources().len()];
        self.order().iter().map(move |number| {
            let row = cursors[usize::from(*number)];
            cursors[usize::from(*number)] += 1;
            (&self.sources()[usize::from(*number)], row)
        })
    }
}

/// Instrument and kind, prefixed where synthetic, numbered where several sources are alike.
fn name_sources(parts: &mut Parts) {
    let mut seen: Vec<(String, u32)> = Vec::new();
    for source in &mut parts.sources {
        let instrument = parts
            .instruments
            .get(source.instrument)
            .map_or("", |instrument| instrument.name_internal.name().as_str());
        let prefix = if source.name.starts_with("synthetic ") { "synthetic " } else { "" };
        let name = format!("{prefix}{instrument} {}", source.kind().as_str());
        let count = match seen.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => {
                *count += 1;
                *count
            }
            None => {
                seen.push((name.clone(), 1));
                1
            }
        };
        source.name = if count == 1 {
            name.into()
        } else {
            format!("{name} #{count}").into()
        };
    }
}
