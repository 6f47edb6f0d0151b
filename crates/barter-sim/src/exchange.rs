//! The simulated exchange: rows (M1, M14-M16), arrival of requests in the order of D6, cancels (M12), end of day (M17).

use crate::{
    account::Applicant,
    config::ExchangeConfig,
    error::SimError,
    exact,
    floor::Floor,
    market::Market,
    matching::{self, Arrival, MatchingModel, PricedBy},
    order::{Outcome, reaches},
    packet::{OpenRequest, OrderNumber, Packet, Reason},
    position::NetPosition,
};
use barter_columns::CompactKind;
use barter_execution::order::{OrderKind, TimeInForce};
use fnv::FnvHashMap;
use rust_decimal::Decimal;

const DAY: i64 = 86_400_000_000_000;

#[derive(Debug)]
pub struct SimulatedExchange {
    floor: Floor,
    matching: Box<dyn MatchingModel>,
    priced_by: PricedBy,
    every_row: bool,
    mark_version: u64,
    crossed_quotes: u64,
    dropped_trades: u64,
    /// Order id and filled quantity of orders that are done, for the answer to a late cancel.
    done: FnvHashMap<OrderNumber, (u64, Decimal)>,
}

impl SimulatedExchange {
    pub fn new(config: ExchangeConfig) -> Result<Self, SimError> {
        config.check()?;
        let matching = matching::model(&config.matching);
        Ok(Self {
            floor: Floor::new(&config),
            priced_by: matching.priced_by(),
            every_row: matching.wants_every_row(),
            matching,
            mark_version: 0,
            crossed_quotes: 0,
            dropped_trades: 0,
            done: FnvHashMap::default(),
        })
    }

    // ---- market data

    /// A row acts at `time`; what it does to own orders is appended to `packets`.
    #[inline]
    pub fn on_market(&mut self, time: i64, instrument: usize, row: &CompactKind, packets: &mut Vec<Packet>) -> Result<(), SimError> {
        let market = self.floor.market_mut(instrument);
        let (moved, gives) = match row {
            CompactKind::OrderBookL1(quote) => {
                if quote.bid > quote.ask && quote.bid().is_some() && quote.ask().is_some() {
                    self.crossed_quotes += 1;
                }
                (market.on_quote(time, *quote), PricedBy::Quote)
            }
            CompactKind::Trade(trade) => {
                if !trade.matched {
                    return Ok(());
                }
                if trade.price <= 0 || trade.quantity <= 0 {
                    self.dropped_trades += 1;
                    return Ok(());
                }
                (market.on_trade(time, trade), PricedBy::Trade)
            }
            CompactKind::WideOrderBookL1(quote) => {
                if quote.bid.zip(quote.ask).is_some_and(|((bid, _), (ask, _))| bid > ask) {
                    self.crossed_quotes += 1;
                }
                (market.on_wide_quote(time, quote), PricedBy::Quote)
            }
            CompactKind::WideTrade(trade) => {
                if !trade.matched {
                    return Ok(());
                }
                if trade.price <= Decimal::ZERO || trade.quantity <= Decimal::ZERO {
                    self.dropped_trades += 1;
                    return Ok(());
                }
                (market.on_wide_trade(time, trade), PricedBy::Trade)
            }
            CompactKind::Candle(candle) => (market.on_candle(time, candle), PricedBy::Candle),
            CompactKind::OrderBook(_) | CompactKind::Liquidation(_) => return Ok(()),
        };
        if gives == self.priced_by {
            market.disconnected = false;
        }
        if moved {
            self.mark_version += 1;
        }
        if market.working.is_empty() && !self.every_row {
            return Ok(());
        }
        self.match_row(time, instrument, row, packets)
    }

    fn match_row(&mut self, time: i64, instrument: usize, row: &CompactKind, packets: &mut Vec<Packet>) -> Result<(), SimError> {
        if !self.is_stale(time, instrument) {
            self.matching.on_row(&mut self.floor, time, instrument, row)?;
        }
        self.hand_over(packets);
        Ok(())
    }

    /// M14: the connection was lost; nothing matches until the next price of each instrument.
    pub fn on_reconnecting(&mut self) {
        self.floor.markets.iter_mut().for_each(|market| market.disconnected = true);
    }

    fn is_stale(&self, time: i64, instrument: usize) -> bool {
        let seen = self.priced_by.time(self.floor.market(instrument));
        self.floor.is_stale(instrument, seen, time)
    }

    // ---- requests

    /// A request to open arrives: D6, in its order.
    pub fn on_open(&mut self, time: i64, request: &OpenRequest, packets: &mut Vec<Packet>) -> Result<(), SimError> {
        if let Some(reason) = self.refusal(time, request)? {
            self.floor.reject(time, request, reason);
        } else {
            let until = (request.time_in_force == TimeInForce::GoodUntilEndOfDay).then(|| (time.div_euclid(DAY) + 1) * DAY);
            self.floor.accept(time, request, until)?;
            if !self.is_stale(time, request.instrument) {
                let arrival =
                    Arrival { time, instrument: request.instrument, number: request.number, closing: request.closing };
                self.matching.on_arrival(&mut self.floor, arrival)?;
            }
        }
        self.hand_over(packets);
        Ok(())
    }

    /// D6, 1-5.
    fn refusal(&self, time: i64, request: &OpenRequest) -> Result<Option<Reason>, SimError> {
        let Some(market) = self.floor.markets.get(request.instrument) else {
            return Err(SimError::Unknown { what: "instrument", position: request.instrument, count: self.floor.markets.len() });
        };
        let is_market = request.kind == OrderKind::Market;
        let post_only = matches!(request.time_in_force, TimeInForce::GoodUntilCancelled { post_only: true }) && !is_market;
        if self.priced_by.time(market).is_none() {
            return Ok(Some(Reason::NoMarket));
        }
        let touch = self.matching.touch(market, request.side);
        if self.matching.has_sides() && touch.is_none() && (is_market || post_only) {
            return Ok(Some(Reason::NoMarket));
        }
        let now_or_never =
            is_market || post_only || matches!(request.time_in_force, TimeInForce::ImmediateOrCancel | TimeInForce::FillOrKill);
        if now_or_never && self.is_stale(time, request.instrument) {
            return Ok(Some(Reason::StaleMarket));
        }
        if post_only && touch.is_some_and(|touch| reaches(request.side, Some(request.price), touch.price)) {
            return Ok(Some(Reason::PostOnlyWouldTake));
        }
        let expected = self.matching.expected_price(market, request.side);
        if is_market && let Some(price) = expected {
            let notional = exact::exact_mul(exact::exact_mul(price, request.quantity)?, market.config.contract_size)?;
            if notional < market.config.minimum_notional {
                return Ok(Some(Reason::BelowMinimumNotional));
            }
        }
        let applicant = Applicant { side: request.side, price: (!is_market).then_some(request.price), quantity: request.quantity };
        Ok(if market.config.is_spot {
            let affords = self.floor.affords(request.instrument, applicant, expected.unwrap_or_default())?;
            (!affords).then_some(Reason::InsufficientBalance)
        } else {
            let allows = self.floor.account.margin_allows(&self.floor.markets, request.instrument, applicant, expected)?;
            (!allows).then_some(Reason::InsufficientMargin)
        })
    }

    /// A request to cancel arrives (M12).
    pub fn on_cancel(&mut self, time: i64, instrument: usize, number: OrderNumber, packets: &mut Vec<Packet>) -> Result<(), SimError> {
        let reason = match self.floor.outcome(number) {
            Outcome::Working => {
                self.floor.end(time, instrument, number, false, None)?;
                self.hand_over(packets);
                return Ok(());
            }
            Outcome::Filled => Reason::OrderAlreadyFullyFilled,
            Outcome::Cancelled => Reason::OrderAlreadyCancelled,
            Outcome::Unknown | Outcome::Expired | Outcome::Rejected => Reason::OrderNotFound,
        };
        let (order_id, filled) = match self.done.get(&number) {
            Some((id, filled)) => (Some(*id), *filled),
            None => (None, Decimal::ZERO),
        };
        self.floor.reject_cancel(time, instrument, number, order_id, filled, reason);
        self.hand_over(packets);
        Ok(())
    }

    // ---- venue schedule

    /// When something is due without a request: the next end of day of a working order.
    pub fn next_schedule(&self) -> Option<i64> {
        self.floor.markets.iter().flat_map(|market| &market.working).filter_map(|order| order.expires).min()
    }

    /// End of day: what is due expires, in order of acceptance (M17).
    pub fn on_schedule(&mut self, time: i64, packets: &mut Vec<Packet>) -> Result<(), SimError> {
        let mut due: Vec<_> = self
            .floor
            .markets
            .iter()
            .enumerate()
            .flat_map(|(instrument, market)| market.working.iter().map(move |order| (order.order_id, instrument, order)))
            .filter(|(_, _, order)| order.expires.is_some_and(|expires| expires <= time))
            .map(|(id, instrument, order)| (id, instrument, order.number))
            .collect();
        due.sort_unstable();
        for (_, instrument, number) in due {
            self.floor.end(time, instrument, number, true, Some(Reason::EndOfDay))?;
        }
        self.hand_over(packets);
        Ok(())
    }

    fn hand_over(&mut self, packets: &mut Vec<Packet>) {
        for packet in &self.floor.packets {
            if let Some(id) = packet.order_id {
                self.done.insert(packet.number, (id, packet.filled_quantity));
            }
        }
        packets.append(&mut self.floor.packets);
    }

    // ---- what is known

    /// (total, free).
    pub fn balance(&self, asset: usize) -> (Decimal, Decimal) {
        (self.floor.account.total(asset), self.floor.account.free(asset))
    }

    pub fn position(&self, instrument: usize) -> &NetPosition {
        &self.floor.market(instrument).net
    }

    pub fn market(&self, instrument: usize) -> &Market {
        self.floor.market(instrument)
    }

    /// A7, D8.
    pub fn mark(&self, instrument: usize) -> Option<Decimal> {
        self.floor.market(instrument).mark()
    }

    /// Twice the mark as (mantissa, scale), where that fits.
    #[inline]
    pub fn mark2(&self, instrument: usize) -> Option<(i64, u8)> {
        self.floor.market(instrument).mark2()
    }

    /// Changes whenever a mark does.
    #[inline]
    pub fn mark_version(&self) -> u64 {
        self.mark_version
    }

    /// A4.
    pub fn is_insolvent(&self) -> Result<bool, SimError> {
        Ok(self.floor.account.is_insolvent(&self.floor.markets)?)
    }

    /// Quotes with bid above ask (M15).
    pub fn crossed_quotes(&self) -> u64 {
        self.crossed_quotes
    }

    /// Trades with a price or quantity of zero or less (M16).
    pub fn dropped_trades(&self) -> u64 {
        self.dropped_trades
    }
}
