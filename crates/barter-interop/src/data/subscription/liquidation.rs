//! `Liquidation`.

use super::check_finite;
use crate::canonical;
use barter_data::subscription::liquidation::Liquidation;
use barter_instrument::Side;
use chrono::{DateTime, Utc};

canonical!(Liquidation => "barter_data", "Liquidation", 1, validate check_liquidation {
    side: Side,
    price: f64,
    quantity: f64,
    time: DateTime<Utc>,
});

pub fn check_liquidation(liquidation: &Liquidation) -> Result<(), String> {
    check_finite("price", liquidation.price)?;
    check_finite("quantity", liquidation.quantity)
}
