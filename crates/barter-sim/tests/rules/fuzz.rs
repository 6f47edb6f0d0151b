//! Invariants under a deterministic random load: money is conserved, nothing goes negative, holds come back to the last digit.

use crate::scene::{CAPPED, DAY, DISPLAYED, FOK, GTC, IOC, POST_ONLY, TOP_OF_BOOK, d, quote, spot, trade};
use barter_columns::{CandleRow, CompactKind};
use barter_execution::order::OrderKind;
use barter_instrument::Side;
use barter_sim::{ExchangeConfig, Matching, NetPosition, OpenRequest, OrderEventKind, Packet, SimulatedExchange};
use rust_decimal::Decimal;
use std::{collections::BTreeMap, sync::Arc};

/// Numerical Recipes' linear congruential generator.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn price(&mut self) -> Decimal {
        Decimal::new(9_900 + self.below(200) as i64, 2)
    }

    fn quantity(&mut self) -> Decimal {
        Decimal::new(1 + self.below(9_000) as i64, 3)
    }

    fn side(&mut self) -> Side {
        if self.below(2) == 0 { Side::Buy } else { Side::Sell }
    }
}

/// What packets say, kept apart from the exchange's own account.
#[derive(Default)]
struct Ledger {
    balances: BTreeMap<usize, (Decimal, Decimal)>,
    bought: Decimal,
    paid: Decimal,
    fees: Decimal,
    realised: Decimal,
    net: NetPosition,
    filled: BTreeMap<u32, Decimal>,
    open: BTreeMap<u32, Decimal>,
}

impl Ledger {
    fn take(&mut self, packet: &Packet, quantities: &BTreeMap<u32, Decimal>) {
        for change in &packet.balances {
            let now = (change.total, change.free);
            assert_ne!(
                self.balances.insert(change.asset, now),
                Some(now),
                "an unchanged balance was told: {packet:?}"
            );
        }
        if let Some(fill) = &packet.fill {
            let sign = if fill.side == Side::Buy { Decimal::ONE } else { -Decimal::ONE };
            self.bought += sign * fill.quantity;
            self.paid += sign * fill.quote_value;
            self.fees += fill.fee;
            self.realised += fill.realised_pnl;
            let realised = self.net.apply(fill.side, fill.price, fill.quantity, Decimal::ONE).unwrap();
            assert_eq!(realised, fill.realised_pnl);
            assert_eq!(fill.position_after, self.bought);
            *self.filled.entry(packet.number).or_default() += fill.quantity;
        }
        let filled = self.filled.get(&packet.number).copied().unwrap_or_default();
        assert_eq!(packet.filled_quantity, filled);
        match packet.event {
            OrderEventKind::Accepted | OrderEventKind::PartiallyFilled => {
                self.open.insert(packet.number, quantities[&packet.number] - filled);
                assert!(filled < quantities[&packet.number]);
            }
            OrderEventKind::CancelRejected | OrderEventKind::Rejected => {}
            OrderEventKind::Filled | OrderEventKind::Cancelled | OrderEventKind::Expired => {
                self.open.remove(&packet.number).expect("an order ends once");
                assert_eq!(packet.event == OrderEventKind::Filled, filled == quantities[&packet.number]);
            }
        }
    }
}

fn row(random: &mut Random, candles: bool, time: i64) -> CompactKind {
    let (a, b) = (random.price(), random.price());
    let [price, low, high] = [random.price(), a.min(b), a.max(b)];
    match random.below(10) {
        0..=3 => {
            let mut side = || if random.below(12) == 0 { String::new() } else { String::from("x") };
            let (bid, ask) = (side(), side());
            let text = |mark: String, price: Decimal| if mark.is_empty() { mark } else { price.to_string() };
            let (x, y) = (random.quantity().to_string(), random.quantity().to_string());
            quote(&text(bid, low), &x, &text(ask, high), &y)
        }
        4 if candles => CompactKind::Candle(Arc::new(CandleRow {
            close_time: time,
            open: low,
            high: high.max(price),
            low: low.min(price),
            close: price,
            volume: random.quantity(),
            trade_count: 1,
        })),
        _ => {
            let side = [None, Some(Side::Buy), Some(Side::Sell)][random.below(3) as usize];
            trade(&price.to_string(), &random.quantity().to_string(), side)
        }
    }
}

/// Runs a load and returns every packet as text, for the test of reproducibility.
fn run(mut config: ExchangeConfig, seed: u64) -> Vec<String> {
    (config.fees.maker, config.fees.taker) = (d("-0.0001"), d("0.0005"));
    let is_spot = config.instruments[0].is_spot;
    if !is_spot {
        config.instruments[0].contract_size = Decimal::ONE;
        config.margin.leverage = d("5");
    }
    let candles = matches!(config.matching, Matching::Candles);
    let start: Vec<_> = config.assets.iter().map(|asset| asset.balance).collect();
    let mut exchange = SimulatedExchange::new(config).unwrap();
    let mut random = Random(seed);
    let mut ledger = Ledger::default();
    let (mut quantities, mut number, mut time) = (BTreeMap::new(), 0, 0);
    let mut all = Vec::new();
    for step in 0..4_000 {
        let mut packets = Vec::new();
        time += random.below(40_000_000_000) as i64;
        if let Some(due) = exchange.next_schedule().filter(|due| *due <= time) {
            exchange.on_schedule(due, &mut packets).unwrap();
        }
        match random.below(10) {
            0..=5 => exchange.on_market(time, 0, &row(&mut random, candles, time), &mut packets).unwrap(),
            6 if step % 50 == 0 => exchange.on_reconnecting(),
            6 => {
                let cancelled = 1 + random.below(u64::from(number) + 1) as u32;
                exchange.on_cancel(time, 0, cancelled, &mut packets).unwrap();
            }
            _ => {
                number += 1;
                let request = OpenRequest {
                    number,
                    instrument: 0,
                    side: random.side(),
                    kind: if random.below(4) == 0 {
                        OrderKind::Market
                    } else {
                        OrderKind::Limit
                    },
                    time_in_force: [GTC, POST_ONLY, IOC, FOK, DAY][random.below(5) as usize],
                    price: random.price(),
                    quantity: random.quantity(),
                    closing: false,
                };
                quantities.insert(number, request.quantity);
                exchange.on_open(time, &request, &mut packets).unwrap();
            }
        }
        for packet in &packets {
            ledger.take(packet, &quantities);
            all.push(format!("{packet:?}"));
        }
        check(&exchange, &ledger, &start, is_spot);
    }
    assert!(ledger.filled.len() > 100, "the load fills orders: {}", ledger.filled.len());
    // Without working orders everything is free again.
    for number in ledger.open.keys().copied().collect::<Vec<_>>() {
        let mut packets = Vec::new();
        exchange.on_cancel(time, 0, number, &mut packets).unwrap();
        packets.iter().for_each(|packet| ledger.take(packet, &quantities));
    }
    assert!(exchange.working(0).is_empty() && ledger.open.is_empty());
    for asset in 0..2 {
        let (total, free) = exchange.balance(asset);
        assert_eq!(total, free);
    }
    all
}

fn check(exchange: &SimulatedExchange, ledger: &Ledger, start: &[Decimal], is_spot: bool) {
    let hold_rate = d("1.0005");
    let mut held = [Decimal::ZERO; 2];
    let working = exchange.working(0);
    for order in working.iter() {
        assert_eq!(ledger.open[&order.number], order.remaining);
        match (is_spot && order.kind == OrderKind::Limit, order.side) {
            (true, Side::Buy) => held[1] += order.price.decimal() * order.remaining * hold_rate,
            (true, Side::Sell) => held[0] += order.remaining,
            (false, _) => {}
        }
    }
    assert_eq!(working.iter().count(), ledger.open.len());
    for asset in 0..2 {
        let (total, free) = exchange.balance(asset);
        assert_eq!(free, total - held[asset]);
        assert!(!is_spot || free >= Decimal::ZERO, "asset {asset} has {free} free of {total}");
        assert_eq!(
            ledger.balances.get(&asset).copied().unwrap_or((start[asset], start[asset])),
            (total, free)
        );
    }
    let (base, quote) = if is_spot {
        (ledger.bought, -ledger.paid)
    } else {
        (Decimal::ZERO, ledger.realised)
    };
    assert_eq!(exchange.balance(0).0, start[0] + base);
    assert_eq!(exchange.balance(1).0, start[1] + quote - ledger.fees);
    // Cash flow and cost basis are two ways to the same result: realised + unrealised = position × mark − paid.
    let net = exchange.position(0);
    assert_eq!(*net, ledger.net);
    assert_eq!(net.signed_cost() - ledger.realised, ledger.paid);
}

#[test]
fn invariants_hold_for_every_matching_spot_and_perpetual() {
    for (at, matching) in [TOP_OF_BOOK, DISPLAYED, CAPPED, Matching::LastTrade, Matching::Candles]
        .into_iter()
        .enumerate()
    {
        for seed in 0..5 {
            let seed = 1_000 * at as u64 + seed;
            run(spot(matching.clone()), seed);
            run(crate::scene::perpetual(matching.clone()), seed);
        }
    }
}

#[test]
fn t12_the_same_requests_give_the_same_packets() {
    let first = run(spot(TOP_OF_BOOK), 7);
    assert!(first.len() > 1_000);
    assert_eq!(first, run(spot(TOP_OF_BOOK), 7));
    assert_ne!(first, run(spot(TOP_OF_BOOK), 8));
}
