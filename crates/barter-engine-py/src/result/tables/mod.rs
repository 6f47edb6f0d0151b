//! The result tables (docs/simulation.md, "Result", D9): one file for each family.

mod audit;
mod balances;
mod data;
mod equity;
mod fills;
mod orders;
mod positions;

use super::{
    column::{TableBuilder, TableError},
    info::RunInfo,
};
use arrow_array::RecordBatch;
use barter_driver::{InstrumentMeta, Output, Universe};

/// Names of the tables every run has.
pub const TABLES: [&str; 10] = [
    "orders",
    "order_events",
    "fills",
    "positions",
    "equity",
    "balances",
    "funding",
    "records",
    "data_quality",
    "prices",
];
/// Only where the run was asked for it.
pub const AUDIT: &str = "audit";

/// What tables are made of.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    pub output: &'a Output,
    pub universe: &'a Universe,
    pub info: &'a RunInfo,
}

impl<'a> Source<'a> {
    fn meta(self, instrument: usize) -> &'a InstrumentMeta {
        &self.universe.instruments[instrument]
    }

    fn exchange_of(self, instrument: usize) -> &'static str {
        self.meta(instrument).exchange_id.as_str()
    }

    fn name_of(self, instrument: usize) -> &'a str {
        self.meta(instrument).name_internal.name().as_str()
    }

    fn quote_of(self, instrument: usize) -> &'a str {
        self.universe.asset_name(self.meta(instrument).quote).name().as_str()
    }

    fn order_of(self, number: barter_sim::OrderNumber) -> &'a barter_driver::record::OrderRow {
        self.output.record.order(number)
    }
}

/// The exact form of a table; `None` for a name that this run does not have.
pub fn exact(source: Source<'_>, name: &str) -> Option<Result<RecordBatch, TableError>> {
    Some(match name {
        "orders" => orders::orders(source),
        "order_events" => orders::order_events(source),
        "fills" => fills::fills(source),
        "positions" => positions::positions(source),
        "equity" => equity::equity(source),
        "balances" => balances::balances(source),
        "funding" => balances::funding(),
        "records" => data::records(source),
        "data_quality" => data::data_quality(source),
        "prices" => data::prices(source),
        AUDIT => audit::audit(source.output.audit.as_ref()?),
        _ => return None,
    })
}

/// exchange, instrument, strategy: the columns that say to whom a row belongs.
trait Owner<'a, R: 'a> {
    fn owner(self, source: Source<'a>, instrument: impl Fn(&'a R) -> usize + Copy) -> Self;
}

impl<'a, R> Owner<'a, R> for TableBuilder<'a, R> {
    fn owner(self, source: Source<'a>, instrument: impl Fn(&'a R) -> usize + Copy) -> Self {
        self.name("exchange", |row| source.exchange_of(instrument(row)))
            .name("instrument", |row| source.name_of(instrument(row)))
            .name("strategy", |_| source.info.strategy.as_str())
    }
}
