//! What `Backtest` hands over: checked in Python, typed here.

use barter_driver::{Clock, ConstantLatency, RunConfig, Universe, VenueConfig};
use barter_execution::order::id::StrategyId;
use barter_interop::{
    errors::{internal, invalid},
    money,
};
use barter_sim::{AssetConfig, ExchangeConfig, Fees, InstrumentConfig, Margin, Matching, SizeRule};
use pyo3::{prelude::*, types::PyDict};
use rust_decimal::Decimal;

/// Settings of one exchange.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
struct VenueSettings<'py> {
    /// Asset name → initial total; those not named start at 0.
    balances: Bound<'py, PyDict>,
    maker: Bound<'py, PyAny>,
    taker: Bound<'py, PyAny>,
    /// Entry, response, feed; ns.
    latency: (i64, i64, i64),
    /// Name of the model, its size rule, whether a fill through the price is capped at the trade.
    matching: (String, String, bool),
    leverage: Bound<'py, PyAny>,
    maintenance: Bound<'py, PyAny>,
    max_quote_age: Option<i64>,
}

/// Settings of a run.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub struct RunSettings<'py> {
    venues: Vec<VenueSettings<'py>>,
    clock: String,
    start: Option<i64>,
    end: Option<i64>,
    equity_every: Option<i64>,
    equity_rows_max: usize,
    close_at_end: bool,
    pub strategy: String,
    report_currency: Option<String>,
    audit: bool,
    pub seed: u64,
}

fn matching((model, size, cap_at_trade): &(String, String, bool)) -> PyResult<Matching> {
    Ok(match model.as_str() {
        "top_of_book" => Matching::TopOfBook {
            size: match size.as_str() {
                "unlimited" => SizeRule::Unlimited,
                "displayed" => SizeRule::Displayed,
                other => {
                    return Err(invalid(
                        "matching",
                        format!("size must be 'unlimited' or 'displayed', got '{other}'"),
                    ));
                }
            },
            cap_at_trade: *cap_at_trade,
        },
        "last_trade" => Matching::LastTrade,
        "candles" => Matching::Candles,
        other => return Err(invalid("matching", format!("unknown matching model '{other}'"))),
    })
}

impl VenueSettings<'_> {
    fn config(&self, universe: &Universe, exchange: usize) -> PyResult<VenueConfig> {
        let assets = universe.assets[exchange]
            .iter()
            .map(|asset| {
                let balance = match self.balances.get_item(universe.asset_name(*asset).name().as_str())? {
                    Some(value) => money::decimal_arg(&value, "balances")?,
                    None => Decimal::ZERO,
                };
                Ok(AssetConfig { balance })
            })
            .collect::<PyResult<_>>()?;
        let instruments = universe.locals[exchange]
            .iter()
            .map(|index| {
                let meta = &universe.instruments[index.index()];
                InstrumentConfig {
                    base: universe.asset_local[meta.base.index()],
                    quote: universe.asset_local[meta.quote.index()],
                    is_spot: meta.is_spot,
                    contract_size: meta.contract_size,
                    minimum_notional: meta.spec.as_ref().map_or(Decimal::ZERO, |spec| spec.notional.min),
                }
            })
            .collect();
        let (entry, response, feed) = self.latency;
        Ok(VenueConfig {
            exchange: ExchangeConfig {
                instruments,
                assets,
                matching: matching(&self.matching)?,
                fees: Fees {
                    maker: money::decimal_arg(&self.maker, "fees.maker")?,
                    taker: money::decimal_arg(&self.taker, "fees.taker")?,
                },
                margin: Margin {
                    leverage: money::decimal_arg(&self.leverage, "leverage")?,
                    maintenance: money::decimal_arg(&self.maintenance, "maintenance_margin")?,
                },
                max_quote_age: self.max_quote_age,
            },
            latency: ConstantLatency { entry, response, feed }.into(),
        })
    }
}

impl RunSettings<'_> {
    pub fn config(&self, universe: &Universe) -> PyResult<RunConfig> {
        let report_asset = match &self.report_currency {
            None => universe.instruments.first().map(|meta| meta.quote),
            Some(name) => universe
                .instruments
                .iter()
                .map(|meta| meta.quote)
                .find(|asset| universe.asset_name(*asset).name().as_str() == name),
        };
        let report_asset = report_asset.ok_or_else(|| {
            let name = self.report_currency.as_deref().unwrap_or("None");
            let mut quotes: Vec<_> = universe
                .instruments
                .iter()
                .map(|meta| universe.asset_name(meta.quote).name().as_str())
                .collect();
            quotes.sort_unstable();
            quotes.dedup();
            invalid(
                "report_currency",
                format!(
                    "report_currency must be a quote asset of the run ({}), got '{name}'",
                    quotes.join(", ")
                ),
            )
        })?;
        Ok(RunConfig {
            venues: self
                .venues
                .iter()
                .enumerate()
                .map(|(exchange, venue)| venue.config(universe, exchange))
                .collect::<PyResult<_>>()?,
            clock: match self.clock.as_str() {
                "received" => Clock::Received,
                "two" => Clock::Two,
                other => return Err(internal(format!("clock {other}"))),
            },
            start: self.start,
            end: self.end,
            equity_every: self.equity_every,
            equity_rows_max: self.equity_rows_max,
            return_period: barter_stats::Settings::default().period_ns,
            close_at_end: self.close_at_end,
            strategy: StrategyId::new(&self.strategy),
            report_asset,
            audit: self.audit,
        })
    }
}
