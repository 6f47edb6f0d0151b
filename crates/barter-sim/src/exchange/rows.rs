//! Market data at the exchange.

use super::SimulatedExchange;
use crate::{
    error::SimError,
    matching::{Action, MatchingModel},
    packet::Packet,
};
use barter_columns::{CompactKind, L1Row, TradeRow};
use rust_decimal::Decimal;

impl SimulatedExchange {
    /// A row acts. Fills go to `packets`.
    ///
    /// Liquidations, and trades that were not matched against the book (M16), change nothing here; neither do book messages,
    /// unless a custom model looks at them.
    pub fn on_market(&mut self, time: i64, instrument: usize, kind: &CompactKind, packets: &mut Vec<Packet>) -> Result<(), SimError> {
        match kind {
            CompactKind::OrderBookL1(row) => self.on_quote(time, instrument, row, packets),
            CompactKind::Trade(row) => self.on_trade(time, instrument, row, packets),
            CompactKind::Liquidation(_) => Ok(()),
            _ => self.on_rare(time, instrument, kind, packets),
        }
    }

    /// [`on_market`](Self::on_market) of a top of book.
    #[inline(always)]
    pub fn on_quote(&mut self, time: i64, instrument: usize, row: &L1Row, packets: &mut Vec<Packet>) -> Result<(), SimError> {
        let Some(listing) = self.listings.get_mut(instrument) else {
            return self.check_instrument(instrument);
        };
        self.crossed_quotes += u64::from(row.has_bid && row.has_ask && row.bid > row.ask);
        self.mark_version += u64::from(listing.market.set_quote(time, row)?);
        if listing.busy {
            self.match_quote(time, instrument, packets)
        } else {
            Ok(())
        }
    }

    /// [`on_market`](Self::on_market) of a trade.
    #[inline(always)]
    pub fn on_trade(&mut self, time: i64, instrument: usize, row: &TradeRow, packets: &mut Vec<Packet>) -> Result<(), SimError> {
        let Some(listing) = self.listings.get_mut(instrument) else {
            return self.check_instrument(instrument);
        };
        if !row.matched {
            return Ok(());
        }
        if row.price <= 0 || row.quantity <= 0 {
            self.dropped_trades += 1;
            return Ok(());
        }
        self.mark_version += u64::from(listing.market.set_trade(time, row)?);
        if listing.busy {
            self.match_trade(time, instrument, packets)
        } else {
            Ok(())
        }
    }

    #[cold]
    fn on_rare(&mut self, time: i64, instrument: usize, kind: &CompactKind, packets: &mut Vec<Packet>) -> Result<(), SimError> {
        let Some(listing) = self.listings.get_mut(instrument) else {
            return self.check_instrument(instrument);
        };
        match kind {
            CompactKind::WideOrderBookL1(row) => {
                let crossed = matches!((row.bid, row.ask), (Some((bid, _)), Some((ask, _))) if bid > ask);
                self.crossed_quotes += u64::from(crossed);
                self.mark_version += u64::from(listing.market.set_wide_quote(time, row)?);
                if listing.busy {
                    self.match_quote(time, instrument, packets)
                } else {
                    Ok(())
                }
            }
            CompactKind::WideTrade(row) => {
                if !row.matched {
                    return Ok(());
                }
                if row.price <= Decimal::ZERO || row.quantity <= Decimal::ZERO {
                    self.dropped_trades += 1;
                    return Ok(());
                }
                self.mark_version += u64::from(listing.market.set_wide_trade(time, row)?);
                if listing.busy {
                    self.match_trade(time, instrument, packets)
                } else {
                    Ok(())
                }
            }
            CompactKind::Candle(row) => {
                self.mark_version += u64::from(listing.market.set_candle(time, row)?);
                let mut actions = std::mem::take(&mut self.actions);
                listing
                    .model
                    .on_candle(time, &listing.market, row, &mut listing.working, &mut actions)?;
                self.carry_out(time, instrument, actions, packets)
            }
            CompactKind::OrderBook(row) => {
                let mut actions = std::mem::take(&mut self.actions);
                listing
                    .model
                    .on_book(time, &listing.market, row, &mut listing.working, &mut actions)?;
                self.carry_out(time, instrument, actions, packets)
            }
            CompactKind::OrderBookL1(_) | CompactKind::Trade(_) | CompactKind::Liquidation(_) => Ok(()),
        }
    }

    fn match_quote(&mut self, time: i64, instrument: usize, packets: &mut Vec<Packet>) -> Result<(), SimError> {
        let listing = &mut self.listings[instrument];
        let mut actions = std::mem::take(&mut self.actions);
        listing.model.on_quote(time, &listing.market, &mut listing.working, &mut actions)?;
        self.carry_out(time, instrument, actions, packets)
    }

    fn match_trade(&mut self, time: i64, instrument: usize, packets: &mut Vec<Packet>) -> Result<(), SimError> {
        let listing = &mut self.listings[instrument];
        let Some(trade) = listing.market.trade() else {
            return Ok(());
        };
        let mut actions = std::mem::take(&mut self.actions);
        listing
            .model
            .on_trade(time, &listing.market, &trade, &mut listing.working, &mut actions)?;
        self.carry_out(time, instrument, actions, packets)
    }

    /// Books what the model decided, in its order.
    #[inline]
    fn carry_out(&mut self, time: i64, instrument: usize, mut actions: Vec<Action>, packets: &mut Vec<Packet>) -> Result<(), SimError> {
        for action in actions.drain(..) {
            self.carry_out_one(time, instrument, action, packets)?;
        }
        self.actions = actions;
        self.listings[instrument].refresh();
        Ok(())
    }

    /// The connection was lost (M14): until new data come, nothing matches.
    pub fn on_reconnecting(&mut self) {
        for listing in &mut self.listings {
            listing.market.lose();
            listing.model.on_reconnecting();
            listing.refresh();
        }
    }
}
