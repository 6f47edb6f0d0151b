//! Accounts (A1-A5, D8): what is owned and what is held back.

mod margin;
mod spot;

pub(crate) use margin::Exposure;

use crate::{
    config::{AssetConfig, Margin},
    exact::{Inexact, exact_add, exact_sub},
    fees::Fees,
};
use rust_decimal::Decimal;

/// One asset of the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Balance {
    pub total: Decimal,
    /// `total` less the holds of working orders.
    pub free: Decimal,
}

/// Everything owned at one exchange.
#[derive(Debug)]
pub(crate) struct Account {
    balances: Vec<Balance>,
    pub fees: Fees,
    pub margin: Margin,
    /// 1 + max(maker, taker, 0).
    hold_rate: Decimal,
    /// 1 + max(taker, 0).
    taker_rate: Decimal,
}

impl Account {
    pub fn new(assets: &[AssetConfig], fees: Fees, margin: Margin) -> Result<Self, Inexact> {
        Ok(Self {
            balances: assets
                .iter()
                .map(|asset| Balance {
                    total: asset.balance,
                    free: asset.balance,
                })
                .collect(),
            fees,
            margin,
            hold_rate: fees.hold_rate()?,
            taker_rate: fees.taker_rate()?,
        })
    }

    pub fn balance(&self, asset: usize) -> Balance {
        self.balances[asset]
    }

    /// Adds to the total, and to what is free of it.
    fn add(&mut self, asset: usize, amount: Decimal) -> Result<(), Inexact> {
        let balance = &mut self.balances[asset];
        let named = |error: Inexact| error.named("balance");
        balance.total = exact_add(balance.total, amount).map_err(named)?;
        balance.free = exact_add(balance.free, amount).map_err(named)?;
        Ok(())
    }

    /// Holds back `new` instead of `old`.
    fn hold(&mut self, asset: usize, old: Decimal, new: Decimal) -> Result<(), Inexact> {
        let free = &mut self.balances[asset].free;
        *free = exact_sub(exact_add(*free, old)?, new).map_err(|error| error.named("free balance"))?;
        Ok(())
    }
}
