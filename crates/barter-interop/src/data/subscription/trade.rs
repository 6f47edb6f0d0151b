//! `PublicTrade`.

use super::check_finite;
use crate::canonical;
use barter_data::subscription::trade::PublicTrade;
use barter_instrument::Side;

canonical!(PublicTrade => "barter_data", "PublicTrade", 1, validate check_trade { id: String, price: f64, amount: f64, side: Side });

pub fn check_trade(trade: &PublicTrade) -> Result<(), String> {
    check_finite("price", trade.price)?;
    check_finite("amount", trade.amount)
}
