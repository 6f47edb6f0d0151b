//! A small stage: an exchange, a clock, and packets as short text.

use barter_columns::{CandleRow, CompactKind, L1Row, TradeRow};
use barter_execution::order::{OrderKind, TimeInForce};
use barter_instrument::Side;
use barter_sim::{
    AssetConfig, ExchangeConfig, Fees, InstrumentConfig, Margin, Matching, OpenRequest, OrderNumber, Packet, Reason, SimulatedExchange,
    SizeRule,
};
use rust_decimal::Decimal;
use std::sync::Arc;

pub const GTC: TimeInForce = TimeInForce::GoodUntilCancelled { post_only: false };
pub const POST_ONLY: TimeInForce = TimeInForce::GoodUntilCancelled { post_only: true };
pub const IOC: TimeInForce = TimeInForce::ImmediateOrCancel;
pub const FOK: TimeInForce = TimeInForce::FillOrKill;
pub const DAY: TimeInForce = TimeInForce::GoodUntilEndOfDay;

pub fn d(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap()
}

pub const TOP_OF_BOOK: Matching = Matching::TopOfBook {
    size: SizeRule::Unlimited,
    cap_at_trade: false,
};
pub const DISPLAYED: Matching = Matching::TopOfBook {
    size: SizeRule::Displayed,
    cap_at_trade: false,
};
pub const CAPPED: Matching = Matching::TopOfBook {
    size: SizeRule::Unlimited,
    cap_at_trade: true,
};

pub const BASE: usize = 0;
pub const QUOTE: usize = 1;

/// One spot instrument, 100 base and 10,000 quote, no fees.
pub fn spot(matching: Matching) -> ExchangeConfig {
    ExchangeConfig {
        instruments: vec![InstrumentConfig {
            base: BASE,
            quote: QUOTE,
            is_spot: true,
            contract_size: Decimal::ONE,
            minimum_notional: Decimal::ZERO,
        }],
        assets: vec![AssetConfig { balance: d("100") }, AssetConfig { balance: d("10000") }],
        matching,
        fees: Fees {
            maker: Decimal::ZERO,
            taker: Decimal::ZERO,
        },
        margin: Margin::default(),
        max_quote_age: None,
    }
}

/// The same as a linear perpetual with contracts of 0.1 and no base.
pub fn perpetual(matching: Matching) -> ExchangeConfig {
    let mut config = spot(matching);
    config.instruments[0].is_spot = false;
    config.instruments[0].contract_size = d("0.1");
    config.assets[BASE].balance = Decimal::ZERO;
    config
}

pub struct Scene {
    pub exchange: SimulatedExchange,
    pub time: i64,
    pub packets: Vec<Packet>,
    number: OrderNumber,
}

impl Scene {
    pub fn new(config: ExchangeConfig) -> Self {
        Self {
            exchange: SimulatedExchange::new(config).unwrap(),
            time: 1_000,
            packets: Vec::new(),
            number: 0,
        }
    }

    /// A scene with a quote of 10 × 5 at 99 and 101.
    pub fn quoted(config: ExchangeConfig) -> Self {
        let mut scene = Self::new(config);
        assert!(scene.quote("99", "10", "101", "5").is_empty());
        scene
    }

    fn told(&mut self) -> Vec<String> {
        self.packets.drain(..).map(|packet| text(&packet)).collect()
    }

    pub fn row(&mut self, kind: CompactKind) -> Vec<String> {
        self.row_of(0, kind)
    }

    pub fn row_of(&mut self, instrument: usize, kind: CompactKind) -> Vec<String> {
        self.packets.clear();
        self.time += 1;
        self.exchange.on_market(self.time, instrument, &kind, &mut self.packets).unwrap();
        self.told()
    }

    /// An empty price is a missing side.
    pub fn quote(&mut self, bid: &str, bid_quantity: &str, ask: &str, ask_quantity: &str) -> Vec<String> {
        self.row(quote(bid, bid_quantity, ask, ask_quantity))
    }

    pub fn trade(&mut self, price: &str, quantity: &str, side: Option<Side>) -> Vec<String> {
        self.row(trade(price, quantity, side))
    }

    pub fn candle(&mut self, open: &str, high: &str, low: &str, close: &str) -> Vec<String> {
        self.time += 1_000;
        let row = CandleRow {
            close_time: self.time,
            open: d(open),
            high: d(high),
            low: d(low),
            close: d(close),
            volume: d("3"),
            trade_count: 1,
        };
        self.row(CompactKind::Candle(Arc::new(row)))
    }

    pub fn open(&mut self, request: OpenRequest) -> Vec<String> {
        self.packets.clear();
        self.exchange.on_open(self.time, &request, &mut self.packets).unwrap();
        self.told()
    }

    /// The packets of an order, its number being the next.
    pub fn limit(&mut self, side: Side, price: &str, quantity: &str, time_in_force: TimeInForce) -> Vec<String> {
        self.number += 1;
        self.open(OpenRequest {
            number: self.number,
            instrument: 0,
            side,
            kind: OrderKind::Limit,
            time_in_force,
            price: d(price),
            quantity: d(quantity),
            closing: false,
        })
    }

    pub fn market(&mut self, side: Side, quantity: &str) -> Vec<String> {
        self.number += 1;
        self.open(OpenRequest {
            number: self.number,
            instrument: 0,
            side,
            kind: OrderKind::Market,
            time_in_force: IOC,
            price: Decimal::ZERO,
            quantity: d(quantity),
            closing: false,
        })
    }

    pub fn cancel(&mut self, number: OrderNumber) -> Vec<String> {
        self.packets.clear();
        self.exchange.on_cancel(self.time, 0, number, &mut self.packets).unwrap();
        self.told()
    }

    pub fn schedule(&mut self, time: i64) -> Vec<String> {
        self.packets.clear();
        self.time = time;
        self.exchange.on_schedule(time, &mut self.packets).unwrap();
        self.told()
    }

    /// What is ahead of a working order.
    pub fn ahead(&self, number: OrderNumber) -> Option<Decimal> {
        let order = self.exchange.working(0).iter().find(|order| order.number == number);
        order.expect("the order works").ahead
    }

    /// (total, free) of base and quote.
    pub fn balances(&self) -> [(Decimal, Decimal); 2] {
        [self.exchange.balance(BASE), self.exchange.balance(QUOTE)]
    }
}

/// `<event> <number>[ <side> <quantity>@<price> <liquidity>][ <reason>]`.
pub fn text(packet: &Packet) -> String {
    let mut text = format!("{:?} {}", packet.event, packet.number);
    if let Some(fill) = &packet.fill {
        let liquidity = if fill.maker { "maker" } else { "taker" };
        text += &format!(
            " {} {}@{} {liquidity}",
            fill.side,
            fill.quantity.normalize(),
            fill.price.normalize()
        );
    }
    if let Some(reason) = packet.reason.map(Reason::as_str) {
        text += &format!(" {reason}");
    }
    text
}

/// Mantissa at scale 3.
fn fixed(text: &str) -> i64 {
    let mut value = if text.is_empty() { Decimal::ZERO } else { d(text) };
    value.rescale(3);
    i64::try_from(value.mantissa()).unwrap()
}

pub fn quote(bid: &str, bid_quantity: &str, ask: &str, ask_quantity: &str) -> CompactKind {
    CompactKind::OrderBookL1(L1Row {
        bid: fixed(bid),
        bid_quantity: fixed(bid_quantity),
        ask: fixed(ask),
        ask_quantity: fixed(ask_quantity),
        price_scale: 3,
        quantity_scale: 3,
        has_bid: !bid.is_empty(),
        has_ask: !ask.is_empty(),
    })
}

pub fn trade_row(price: &str, quantity: &str, side: Option<Side>) -> TradeRow {
    TradeRow {
        price: fixed(price),
        quantity: fixed(quantity),
        id: 1,
        price_scale: 3,
        quantity_scale: 3,
        side,
        matched: true,
    }
}

pub fn trade(price: &str, quantity: &str, side: Option<Side>) -> CompactKind {
    CompactKind::Trade(trade_row(price, quantity, side))
}
