//! What a simulated exchange is made of.

use crate::{
    error::SimError,
    fees::Fees,
    matching::{MatchingModel, SizeRule},
};
use rust_decimal::Decimal;
use std::{fmt, sync::Arc};

#[derive(Debug, Clone)]
pub struct ExchangeConfig {
    pub instruments: Vec<InstrumentConfig>,
    /// In the order of internal names.
    pub assets: Vec<AssetConfig>,
    pub matching: Matching,
    pub fees: Fees,
    pub margin: Margin,
    /// Quotes older than this, ns, are as good as none for orders that need a price now (M14).
    pub max_quote_age: Option<i64>,
}

#[derive(Debug, Clone)]
pub struct InstrumentConfig {
    /// Position in [`ExchangeConfig::assets`].
    pub base: usize,
    /// Position in [`ExchangeConfig::assets`]; a linear derivative settles in it.
    pub quote: usize,
    pub is_spot: bool,
    pub contract_size: Decimal,
    /// Smallest value of a market order; 0: none.
    pub minimum_notional: Decimal,
}

#[derive(Debug, Clone)]
pub struct AssetConfig {
    /// Initial total.
    pub balance: Decimal,
}

/// Margin of linear derivatives (A3, A4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Margin {
    pub leverage: Decimal,
    /// Share of the notional below which the account is insolvent.
    pub maintenance: Decimal,
}

impl Default for Margin {
    fn default() -> Self {
        Self {
            leverage: Decimal::ONE,
            maintenance: Decimal::ZERO,
        }
    }
}

/// Makes one matching model per instrument.
pub type ModelFactory = Arc<dyn Fn() -> Box<dyn MatchingModel> + Send + Sync>;

/// How orders are matched; see each model's own page for what it assumes and where it flatters.
#[derive(Clone)]
pub enum Matching {
    /// [`TopOfBook`](crate::matching::TopOfBook).
    TopOfBook { size: SizeRule, cap_at_trade: bool },
    /// [`LastTrade`](crate::matching::LastTrade).
    LastTrade,
    /// [`Candles`](crate::matching::Candles).
    Candles,
    /// Any other model.
    Custom(ModelFactory),
}

impl fmt::Debug for Matching {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TopOfBook { size, cap_at_trade } => f
                .debug_struct("TopOfBook")
                .field("size", size)
                .field("cap_at_trade", cap_at_trade)
                .finish(),
            Self::LastTrade => f.write_str("LastTrade"),
            Self::Candles => f.write_str("Candles"),
            Self::Custom(_) => f.write_str("Custom"),
        }
    }
}

impl ExchangeConfig {
    pub(crate) fn check(&self) -> Result<(), SimError> {
        let assets = self.assets.len();
        for (position, instrument) in self.instruments.iter().enumerate() {
            instrument
                .check(assets)
                .map_err(|(argument, message)| SimError::config(argument, format!("instrument {position}: {message}")))?;
        }
        if let Some(asset) = self.assets.iter().find(|asset| asset.balance < Decimal::ZERO) {
            return Err(SimError::config(
                "balances",
                format!("an initial balance must not be negative, not {}", asset.balance),
            ));
        }
        if self.margin.leverage <= Decimal::ZERO {
            return Err(SimError::config(
                "leverage",
                format!("leverage must be positive, not {}", self.margin.leverage),
            ));
        }
        if self.margin.maintenance < Decimal::ZERO || self.margin.maintenance >= Decimal::ONE {
            return Err(SimError::config(
                "maintenance_margin",
                format!(
                    "maintenance margin is a fraction of the notional, at least 0 and below 1, not {}",
                    self.margin.maintenance
                ),
            ));
        }
        if let Some(age) = self.max_quote_age.filter(|age| *age < 0) {
            return Err(SimError::config(
                "max_quote_age",
                format!("the largest age of a quote must not be negative, not {age} ns"),
            ));
        }
        self.fees.check()
    }
}

impl InstrumentConfig {
    fn check(&self, assets: usize) -> Result<(), (&'static str, String)> {
        if self.base >= assets || self.quote >= assets || self.base == self.quote {
            return Err((
                "instruments",
                format!(
                    "base {} and quote {} must be two of the exchange's {assets} assets",
                    self.base, self.quote
                ),
            ));
        }
        if self.contract_size <= Decimal::ZERO || self.is_spot && self.contract_size != Decimal::ONE {
            return Err((
                "contract_size",
                format!("must be positive, and 1 for spot, not {}", self.contract_size),
            ));
        }
        if self.minimum_notional < Decimal::ZERO {
            return Err(("minimum_notional", format!("must not be negative, not {}", self.minimum_notional)));
        }
        Ok(())
    }
}
