//! A market from a seed: no recording, and named synthetic wherever it is shown.
//!
//! Model. Happenings come as a self-exciting (Hawkes) process: a base rate, and each happening adds to a rate that halves every 20 ms, so
//! they cluster. A happening is a trade (a market order against the touch), or a limit order added, taken back or put inside the spread. Trades
//! take no more than is displayed; sides persist. Prices are ticks, quantities lots, all arithmetic is on integers, and random numbers come from
//! SplitMix64: the same arguments give the same data on every machine.
//!
//! Promises, which tests hold: the book is never crossed or one-sided; a trade is at the touch of its moment; the depth updates rebuild the top of
//! book exactly; received times follow exchange times by 1 to 5 ms and never fall.
//!
//! It is no model of a real market: it has no trend to learn, no reaction to orders and no other instruments.

mod book;
mod random;

use crate::{
    build::{BooksBuilder, QuotesBuilder, RowTimes, TradesBuilder},
    clock::ClockOffset,
    columns::{MarketColumns, MarketInstrument, Parts},
    error::ColumnsError,
    instrument,
    kind::Fixed,
    source::SourceKind,
};
use barter_instrument::{
    Side,
    exchange::ExchangeId,
    instrument::spec::{InstrumentSpec, InstrumentSpecNotional, InstrumentSpecPrice, InstrumentSpecQuantity, OrderQuantityUnits},
};
use book::{Book, Change, Touch};
use random::{ONE, SplitMix64, decay};
use rust_decimal::Decimal;

/// 2024-01-01T00:00:00Z.
const DEFAULT_START: i64 = 1_704_067_200_000_000_000;
/// Mean distance of happenings at the base rate, ns.
const MEAN_SPACING: u64 = 20_000_000;
/// Half-life of the excitement, ns.
const HALF_LIFE: u64 = 20_000_000;
/// What one happening adds to the rate, in base rates. Each so causes 0.5 × (20 / ln 2) / 20 = 0.72 others, and on the whole
/// 1 / (1 − 0.72) = 3.6 happen for each that comes by itself.
const EXCITEMENT: u64 = ONE / 2;
/// Levels of a side at the start.
const LEVELS: usize = 20;

/// What to make.
#[derive(Debug, Clone)]
pub struct SyntheticOptions {
    pub seed: u64,
    /// Rows of trades and tops of book together.
    pub events: usize,
    /// Depth updates too, beginning with a snapshot.
    pub books: bool,
    /// Exchange time of the first row, ns.
    pub start: i64,
    /// `None`: BTCUSDT on Binance's USD-M futures, with a spec of this tick and lot.
    pub instrument: Option<MarketInstrument>,
    /// First price, a multiple of the tick.
    pub price: Decimal,
    pub tick_size: Decimal,
    pub lot_size: Decimal,
}

impl SyntheticOptions {
    /// Like BTCUSDT on Binance's USD-M futures: price 60,000, tick 0.1, lot 0.001; 100,000 events from 2024-01-01.
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            events: 100_000,
            books: false,
            start: DEFAULT_START,
            instrument: None,
            price: Decimal::from(60_000),
            tick_size: Decimal::new(1, 1),
            lot_size: Decimal::new(1, 3),
        }
    }

    fn instrument(&self) -> Result<MarketInstrument, ColumnsError> {
        if let Some(instrument) = &self.instrument {
            return Ok(instrument.clone());
        }
        let mut instrument = instrument::from_symbol(ExchangeId::BinanceFuturesUsd, "BTCUSDT", true)?;
        instrument.spec = Some(InstrumentSpec {
            price: InstrumentSpecPrice {
                min: self.tick_size,
                tick_size: self.tick_size,
            },
            quantity: InstrumentSpecQuantity {
                unit: OrderQuantityUnits::Contract,
                min: self.lot_size,
                increment: self.lot_size,
            },
            notional: InstrumentSpecNotional { min: Decimal::ZERO },
        });
        Ok(instrument)
    }
}

/// A decimal as a number of steps and the step as a fixed number.
struct Grid {
    mantissa: i64,
    scale: u8,
}

impl Grid {
    fn new(argument: &'static str, step: Decimal) -> Result<Self, ColumnsError> {
        let normal = step.normalize();
        match i64::try_from(normal.mantissa()) {
            Ok(mantissa) if (1..=1_000_000_000).contains(&mantissa) && normal.scale() <= 12 => Ok(Self {
                mantissa,
                scale: normal.scale() as u8,
            }),
            _ => Err(ColumnsError::argument(
                argument,
                format!("{argument} must be positive, with at most 12 decimals and 9 digits, got {step}"),
            )),
        }
    }

    fn fixed(&self, steps: i64) -> Fixed {
        Fixed::new(steps * self.mantissa, self.scale)
    }
}

struct Market {
    random: SplitMix64,
    book: Book,
    /// Exchange time, ns since the start.
    time: u64,
    /// Rate above the base rate, in base rates.
    excitement: u64,
    received: i64,
    last_side: bool,
}

/// One happening.
struct Happening {
    /// Whether the aggressor bought, tick and lots of a trade.
    trade: Option<(bool, i64, i64)>,
}

impl Market {
    fn new(seed: u64, price: i64) -> Self {
        let mut random = SplitMix64::new(seed);
        let mut book = Book::default();
        for is_bid in [true, false] {
            let mut tick = if is_bid { price } else { price + 1 };
            for _ in 0..LEVELS {
                book.set(is_bid, tick, lots(&mut random));
                let step = 1 + random.below(3) as i64;
                tick += if is_bid { -step } else { step };
            }
        }
        book.changes.clear();
        Self {
            random,
            book,
            time: 0,
            excitement: 0,
            received: i64::MIN,
            last_side: true,
        }
    }

    /// Moves to the next happening: thinning of Ogata, with the rate of now as the bound since it only falls until then.
    fn advance(&mut self) {
        loop {
            let bound = ONE + self.excitement;
            let mean = (u128::from(MEAN_SPACING) * u128::from(ONE) / u128::from(bound)) as u64;
            let step = self.random.exponential(mean).max(1);
            self.time += step;
            self.excitement = decay(self.excitement, step, HALF_LIFE);
            if self.random.below(bound) < ONE + self.excitement {
                self.excitement += EXCITEMENT;
                return;
            }
        }
    }

    fn happen(&mut self, touch: Touch) -> Happening {
        self.book.changes.clear();
        let trade = match self.random.below(100) {
            0..30 => Some(self.trade(touch)),
            30..70 => {
                self.add(touch);
                None
            }
            _ => {
                self.take_back();
                None
            }
        };
        self.refill();
        Happening { trade }
    }

    /// A market order: at the touch, at most what is displayed.
    fn trade(&mut self, touch: Touch) -> (bool, i64, i64) {
        let buys = if self.random.chance(650) { self.last_side } else { !self.last_side };
        self.last_side = buys;
        let (tick, displayed) = if buys { touch.ask } else { touch.bid };
        let wanted = if self.random.chance(250) {
            displayed
        } else {
            1 + self.random.exponential(40) as i64
        };
        let taken = wanted.min(displayed);
        self.book.set(!buys, tick, displayed - taken);
        (buys, tick, taken)
    }

    /// A limit order: at the touch, behind it, or, where the spread is open, inside it.
    fn add(&mut self, touch: Touch) {
        let is_bid = self.random.chance(500);
        let best = if is_bid { touch.bid.0 } else { touch.ask.0 };
        let better = if is_bid { 1 } else { -1 };
        let tick = if touch.ask.0 - touch.bid.0 > 1 && self.random.chance(600) {
            best + better
        } else {
            best - better * self.random.exponential(3) as i64
        };
        let lots = self.book.lots(is_bid, tick) + lots(&mut self.random);
        if tick > 0 {
            self.book.set(is_bid, tick, lots);
        }
    }

    /// A part of a level, or all of it, is cancelled.
    fn take_back(&mut self) {
        let is_bid = self.random.chance(500);
        let depth = self.book.depth(is_bid) as u64;
        let nth = self.random.exponential(2).min(depth.saturating_sub(1)) as usize;
        let level = if is_bid {
            self.book.levels(true).nth(depth as usize - 1 - nth)
        } else {
            self.book.levels(false).nth(nth)
        };
        if let Some((tick, lots)) = level {
            let kept = if self.random.chance(400) {
                0
            } else {
                self.random.below(lots as u64 + 1) as i64
            };
            self.book.set(is_bid, tick, kept);
        }
    }

    /// Makers keep half the first number of levels on each side: no side ever runs dry.
    fn refill(&mut self) {
        for is_bid in [true, false] {
            while self.book.depth(is_bid) < LEVELS / 2 {
                let step = 1 + self.random.below(3) as i64;
                let worst = self.book.worst(is_bid).map(|(tick, _)| tick);
                // An empty side begins again beside the other.
                let from = worst.or_else(|| self.book.best(!is_bid).map(|(tick, _)| tick)).unwrap_or(1);
                let tick = if is_bid { from - step } else { from + step };
                if tick <= 0 {
                    break;
                }
                let lots = lots(&mut self.random);
                self.book.set(is_bid, tick, lots);
            }
        }
    }
}

fn lots(random: &mut SplitMix64) -> i64 {
    1 + random.exponential(400) as i64
}

/// Makes a market. `interrupt` is asked every few thousand happenings; `true` stops.
pub fn synthetic(options: &SyntheticOptions, interrupt: &mut dyn FnMut(u64) -> bool) -> Result<MarketColumns, ColumnsError> {
    let (tick, lot) = (Grid::new("tick_size", options.tick_size)?, Grid::new("lot_size", options.lot_size)?);
    let price = first_tick(options)?;
    if options.events == 0 {
        return Err(ColumnsError::argument("events", "events must be at least 1, got 0"));
    }
    let mut market = Market::new(options.seed, price);
    let (mut trades, mut quotes, mut books) = (TradesBuilder::default(), QuotesBuilder::default(), BooksBuilder::default());
    // 0 trade, 1 book, 2 top of book: rows of one happening come in this order (T3).
    let mut order: Vec<u16> = Vec::with_capacity(options.events);
    let mut shown: Option<Touch> = None;
    let mut sequence = 1;
    let mut happenings = 0_u64;
    while trades.len() + quotes.len() < options.events {
        let Some(touch) = market.book.touch() else {
            return Err(ColumnsError::argument(
                "price",
                "the price fell to zero: give a larger first price, or a smaller tick_size",
            ));
        };
        let happening = match shown {
            // The first row shows the book as it is.
            None => Happening { trade: None },
            Some(_) => {
                market.advance();
                market.happen(touch)
            }
        };
        let exchange = options.start.checked_add_unsigned(market.time).ok_or_else(|| {
            ColumnsError::argument(
                "start",
                "the market runs beyond the range of 64-bit nanoseconds (year 2262): start earlier or make fewer events",
            )
        })?;
        // Happenings are received one after the other, so that tables sorted by time have the recorded order.
        market.received = market
            .received
            .saturating_add(1)
            .max(exchange + 1_000_000 + market.random.below(4_000_000) as i64);
        let times = RowTimes::new(Some(exchange), market.received);
        if let Some((buys, at, quantity)) = happening.trade {
            order.push(0);
            trades.price.push_fixed(tick.fixed(at));
            trades.quantity.push_fixed(lot.fixed(quantity));
            trades.push_id(trades.len() as u64 + 1)?;
            trades.push(times, Some(if buys { Side::Buy } else { Side::Sell }), true);
        }
        if options.books && (shown.is_none() || !market.book.changes.is_empty()) {
            order.push(1);
            push_book(&mut books, &market.book, &tick, &lot, shown.is_none(), times, sequence)?;
            sequence += 1;
        }
        let now = market.book.touch();
        if let Some(now) = now.filter(|now| shown != Some(*now) && trades.len() + quotes.len() < options.events) {
            order.push(2);
            quotes.bid.push_fixed(tick.fixed(now.bid.0));
            quotes.bid_quantity.push_fixed(lot.fixed(now.bid.1));
            quotes.ask.push_fixed(tick.fixed(now.ask.0));
            quotes.ask_quantity.push_fixed(lot.fixed(now.ask.1));
            quotes.push(times);
            shown = Some(now);
        }
        happenings += 1;
        if happenings.is_multiple_of(8192) && interrupt(happenings) {
            return Err(ColumnsError::Interrupted);
        }
    }
    let mut sources = vec![
        trades.finish("synthetic ", 0),
        books.finish("synthetic ", 0),
        quotes.finish("synthetic ", 0),
    ];
    for number in [1_u16, 0] {
        if sources[usize::from(number)].is_empty() && sources[usize::from(number)].kind() != SourceKind::OrderBookL1 {
            sources.remove(usize::from(number));
            order.iter_mut().filter(|source| **source > number).for_each(|source| *source -= 1);
        }
    }
    MarketColumns::new(Parts {
        name: format!("synthetic market, seed {}", options.seed),
        is_synthetic: true,
        instruments: vec![options.instrument()?],
        sources,
        order: order.into(),
        notes: Vec::new(),
        clock_offset: ClockOffset::default(),
    })
}

fn first_tick(options: &SyntheticOptions) -> Result<i64, ColumnsError> {
    let ticks = options
        .price
        .checked_div(options.tick_size)
        .filter(|ticks| ticks.fract().is_zero() && *ticks * options.tick_size == options.price);
    let ticks = ticks.and_then(|ticks| i64::try_from(ticks.mantissa() / 10_i128.pow(ticks.scale())).ok());
    ticks.filter(|ticks| (1_000..=1_000_000_000).contains(ticks)).ok_or_else(|| {
        ColumnsError::argument(
            "price",
            format!(
                "price must be 1,000 to 1,000,000,000 whole ticks, got {} with tick_size {}",
                options.price, options.tick_size
            ),
        )
    })
}

fn push_book(
    books: &mut BooksBuilder,
    book: &Book,
    tick: &Grid,
    lot: &Grid,
    snapshot: bool,
    times: RowTimes,
    sequence: u64,
) -> Result<(), ColumnsError> {
    let mut level = |is_bid: bool, at: i64, lots: i64| {
        let side = if is_bid { &mut books.bids } else { &mut books.asks };
        side.price.push_fixed(tick.fixed(at));
        side.quantity.push_fixed(lot.fixed(lots));
    };
    if snapshot {
        book.levels(true).for_each(|(at, lots)| level(true, at, lots));
        book.levels(false).for_each(|(at, lots)| level(false, at, lots));
    } else {
        book.changes
            .iter()
            .for_each(|Change { is_bid, tick, lots }| level(*is_bid, *tick, *lots));
    }
    books.push(
        RowTimes {
            own: times.exchange,
            ..times
        },
        snapshot,
        sequence,
    )
}
