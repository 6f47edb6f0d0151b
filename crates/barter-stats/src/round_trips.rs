//! Closed positions (flat to flat, a flip splits), after fees.

use crate::{
    exact,
    figure::{Figure, Null},
    input::PositionRow,
};
use rust_decimal::Decimal;

/// Counts and sums of the closed positions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundTrips {
    pub count: usize,
    pub wins: usize,
    pub losses: usize,
    /// Sum of the positive results.
    pub won: Decimal,
    /// Sum of the negative results, negative or 0.
    pub lost: Decimal,
}

impl RoundTrips {
    /// Open positions are left out. `Err` when a result is not known in the report currency.
    pub fn of(positions: &[PositionRow]) -> Figure<Self> {
        let mut trips = Self {
            count: 0,
            wins: 0,
            losses: 0,
            won: Decimal::ZERO,
            lost: Decimal::ZERO,
        };
        for position in positions.iter().filter(|position| !position.is_open) {
            let Some(pnl) = position.pnl_net else {
                return Err(Null::from("a result has no value in the report currency"));
            };
            trips.count += 1;
            if pnl > Decimal::ZERO {
                trips.wins += 1;
                trips.won = exact::add(trips.won, pnl)?;
            } else if pnl < Decimal::ZERO {
                trips.losses += 1;
                trips.lost = exact::add(trips.lost, pnl)?;
            }
        }
        Ok(trips)
    }

    fn any(&self) -> Figure<Decimal> {
        if self.count == 0 {
            Err(Null::from("no closed position"))
        } else {
            Ok(Decimal::from(self.count))
        }
    }

    /// Share of results above 0; a result of exactly 0 is no win.
    pub fn win_rate(&self) -> Figure<Decimal> {
        exact::quotient(Decimal::from(self.wins), self.any()?)
    }

    /// Sum of wins / |sum of losses|.
    pub fn profit_factor(&self) -> Figure<Decimal> {
        self.any()?;
        if self.losses == 0 {
            return Err(Null::from("no losing round trip"));
        }
        exact::quotient(self.won, -self.lost)
    }

    /// Mean result.
    pub fn expectancy(&self) -> Figure<Decimal> {
        exact::quotient(exact::add(self.won, self.lost)?, self.any()?)
    }

    pub fn average_win(&self) -> Figure<Decimal> {
        if self.wins == 0 {
            return Err(Null::from("no winning round trip"));
        }
        exact::quotient(self.won, Decimal::from(self.wins))
    }

    /// Negative.
    pub fn average_loss(&self) -> Figure<Decimal> {
        if self.losses == 0 {
            return Err(Null::from("no losing round trip"));
        }
        exact::quotient(self.lost, Decimal::from(self.losses))
    }
}
