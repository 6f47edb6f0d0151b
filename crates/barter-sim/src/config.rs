//! What an exchange is told.

use crate::{error::SimError, matching::MatchingModel};
use rust_decimal::Decimal;
use std::{fmt, sync::Arc};

#[derive(Debug, Clone)]
pub struct ExchangeConfig {
    pub instruments: Vec<InstrumentConfig>,
    /// In the order of the assets' internal names, which is the order of balances in a packet.
    pub assets: Vec<AssetConfig>,
    pub matching: Matching,
    pub fees: Fees,
    pub margin: Margin,
    /// A quote older than this is stale (M14), ns.
    pub max_quote_age: Option<i64>,
}

#[derive(Debug, Clone)]
pub struct InstrumentConfig {
    /// Positions in [`ExchangeConfig::assets`].
    pub base: usize,
    pub quote: usize,
    pub is_spot: bool,
    /// Units of the base asset per contract.
    pub contract_size: Decimal,
    /// Zero: none.
    pub minimum_notional: Decimal,
}

#[derive(Debug, Clone)]
pub struct AssetConfig {
    /// Total at the start.
    pub balance: Decimal,
}

/// Fractions of the traded value, in the quote asset (A2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fees {
    /// Negative: a rebate.
    pub maker: Decimal,
    pub taker: Decimal,
}

impl Fees {
    pub fn highest(&self) -> Decimal {
        self.maker.max(self.taker).max(Decimal::ZERO)
    }
}

/// Margin of linear derivatives (A3, A4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Margin {
    pub leverage: Decimal,
    pub maintenance: Decimal,
}

impl Default for Margin {
    fn default() -> Self {
        Self { leverage: Decimal::ONE, maintenance: Decimal::ZERO }
    }
}

/// How much can be taken at the touch (M2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SizeRule {
    /// Any quantity at the touch: optimistic for orders larger than what is displayed.
    #[default]
    Unlimited,
    /// What is displayed, less what own orders took since it last changed.
    Displayed,
}

/// Makes the model of one exchange.
pub type MatchingFactory = Arc<dyn Fn() -> Box<dyn MatchingModel> + Send + Sync>;

#[derive(Clone)]
pub enum Matching {
    TopOfBook { size: SizeRule, cap_at_trade: bool },
    LastTrade,
    Candles,
    /// A model of the user's own.
    Custom(MatchingFactory),
}

impl fmt::Debug for Matching {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TopOfBook { size, cap_at_trade } => {
                f.debug_struct("TopOfBook").field("size", size).field("cap_at_trade", cap_at_trade).finish()
            }
            Self::LastTrade => f.write_str("LastTrade"),
            Self::Candles => f.write_str("Candles"),
            Self::Custom(_) => f.write_str("Custom"),
        }
    }
}

impl ExchangeConfig {
    pub(crate) fn check(&self) -> Result<(), SimError> {
        if self.fees.taker < Decimal::ZERO {
            return Err(SimError::NegativeTakerFee(self.fees.taker));
        }
        if self.margin.leverage <= Decimal::ZERO {
            return Err(SimError::NotPositive { what: "leverage", value: self.margin.leverage });
        }
        if self.margin.maintenance < Decimal::ZERO {
            return Err(SimError::Negative { what: "maintenance margin", value: self.margin.maintenance });
        }
        if let Some(asset) = self.assets.iter().find(|asset| asset.balance < Decimal::ZERO) {
            return Err(SimError::Negative { what: "balance", value: asset.balance });
        }
        for instrument in &self.instruments {
            if instrument.contract_size <= Decimal::ZERO {
                return Err(SimError::NotPositive { what: "contract size", value: instrument.contract_size });
            }
            if let Some(position) = [instrument.base, instrument.quote].into_iter().find(|asset| *asset >= self.assets.len()) {
                return Err(SimError::Unknown { what: "asset", position, count: self.assets.len() });
            }
        }
        Ok(())
    }
}
