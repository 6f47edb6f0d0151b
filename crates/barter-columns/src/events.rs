//! Columns from upstream's market events.

use crate::{
    build::{BooksBuilder, CandlesBuilder, QuotesBuilder, ReconnectingBuilder, RowTimes, TradesBuilder},
    clock::{self, TimeRules},
    columns::{MarketColumns, MarketInstrument, Parts},
    convert::{self, nanoseconds},
    error::ColumnsError,
    kind::{CompactKind, Fixed, L1Row, TradeRow},
    number::NumbersBuilder,
    source::SourceKind,
};
use barter_data::event::{DataKind, MarketEvent};
use rust_decimal::Decimal;

enum Builder {
    Trades(TradesBuilder),
    Quotes(QuotesBuilder),
    Books(BooksBuilder),
    Candles(CandlesBuilder),
    Liquidations(TradesBuilder),
    Reconnecting(ReconnectingBuilder),
}

impl Builder {
    fn kind(&self) -> SourceKind {
        match self {
            Self::Trades(_) => SourceKind::Trade,
            Self::Quotes(_) => SourceKind::OrderBookL1,
            Self::Books(_) => SourceKind::OrderBook,
            Self::Candles(_) => SourceKind::Candle,
            Self::Liquidations(_) => SourceKind::Liquidation,
            Self::Reconnecting(_) => SourceKind::Reconnecting,
        }
    }
}

/// Collects events of known instruments, in the order in which they were received.
pub struct EventsBuilder {
    instruments: Vec<MarketInstrument>,
    builders: Vec<(usize, Builder)>,
    order: Vec<u16>,
}

impl EventsBuilder {
    pub fn new(instruments: Vec<MarketInstrument>) -> Self {
        Self {
            instruments,
            builders: Vec::new(),
            order: Vec::new(),
        }
    }

    pub fn instruments(&self) -> &[MarketInstrument] {
        &self.instruments
    }

    pub fn len(&self) -> usize {
        self.order.len()
    }

    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    fn builder(&mut self, instrument: usize, kind: SourceKind) -> Result<&mut Builder, ColumnsError> {
        let known = self
            .builders
            .iter()
            .position(|(at, builder)| *at == instrument && builder.kind() == kind);
        let at = match known {
            Some(at) => at,
            None => {
                let builder = match kind {
                    SourceKind::Trade => Builder::Trades(TradesBuilder::default()),
                    SourceKind::OrderBookL1 => Builder::Quotes(QuotesBuilder::default()),
                    SourceKind::OrderBook => Builder::Books(BooksBuilder::default()),
                    SourceKind::Candle => Builder::Candles(CandlesBuilder::default()),
                    SourceKind::Liquidation => Builder::Liquidations(TradesBuilder::default()),
                    SourceKind::Reconnecting => Builder::Reconnecting(ReconnectingBuilder::default()),
                };
                self.builders.push((instrument, builder));
                self.builders.len() - 1
            }
        };
        let number = u16::try_from(at).map_err(|_| ColumnsError::argument("events", "the events are of more than 65535 sources"))?;
        self.order.push(number);
        Ok(&mut self.builders[at].1)
    }

    /// Adds an event; its instrument is the position in [`instruments`](Self::instruments).
    pub fn push(&mut self, event: &MarketEvent<usize, DataKind>) -> Result<(), ColumnsError> {
        let exchange = Some(nanoseconds("time_exchange", event.time_exchange)?);
        let received = nanoseconds("time_received", event.time_received)?;
        let (kind, own) = convert::compact_kind(&event.kind)?;
        let times = match (&kind, own) {
            // A book without an engine time is not one whose engine time is the exchange time.
            (CompactKind::OrderBook(_), own) => RowTimes { exchange, received, own },
            (_, Some(own)) => RowTimes::with_own(exchange, received, own),
            (_, None) => RowTimes::new(exchange, received),
        };
        self.push_kind(event.instrument, times, &kind)
    }

    /// Adds a moment at which the connection of an instrument's exchange was lost.
    pub fn push_reconnecting(&mut self, instrument: usize, received: i64) -> Result<(), ColumnsError> {
        if let Builder::Reconnecting(builder) = self.builder(instrument, SourceKind::Reconnecting)? {
            builder.push(received);
        }
        Ok(())
    }

    /// Adds a row.
    pub fn push_kind(&mut self, instrument: usize, times: RowTimes, kind: &CompactKind) -> Result<(), ColumnsError> {
        let source = match kind {
            CompactKind::Trade(_) | CompactKind::WideTrade(_) => SourceKind::Trade,
            CompactKind::OrderBookL1(_) | CompactKind::WideOrderBookL1(_) => SourceKind::OrderBookL1,
            CompactKind::OrderBook(_) => SourceKind::OrderBook,
            CompactKind::Candle(_) => SourceKind::Candle,
            CompactKind::Liquidation(_) => SourceKind::Liquidation,
        };
        match (self.builder(instrument, source)?, kind) {
            (Builder::Trades(out), CompactKind::Trade(row)) => push_trade(out, times, row)?,
            (Builder::Liquidations(out), CompactKind::Liquidation(row)) => push_trade(out, times, row)?,
            (Builder::Trades(out), CompactKind::WideTrade(row)) => {
                out.price.push_decimal(row.price);
                out.quantity.push_decimal(row.quantity);
                out.push_id_text(&row.id)?;
                out.push(times, row.side, row.matched);
            }
            (Builder::Quotes(out), CompactKind::OrderBookL1(row)) => push_quote(out, times, row),
            (Builder::Quotes(out), CompactKind::WideOrderBookL1(row)) => {
                push_side(&mut out.bid, &mut out.bid_quantity, row.bid);
                push_side(&mut out.ask, &mut out.ask_quantity, row.ask);
                out.push(times);
            }
            (Builder::Books(out), CompactKind::OrderBook(row)) => {
                for (side, levels) in [(&mut out.bids, &row.bids), (&mut out.asks, &row.asks)] {
                    for (price, quantity) in levels {
                        side.price.push_decimal(*price);
                        side.quantity.push_decimal(*quantity);
                    }
                }
                out.push(times, row.snapshot, row.sequence)?;
            }
            (Builder::Candles(out), CompactKind::Candle(row)) => {
                let columns = [
                    (&mut out.open, row.open),
                    (&mut out.high, row.high),
                    (&mut out.low, row.low),
                    (&mut out.close, row.close),
                    (&mut out.volume, row.volume),
                ];
                columns.into_iter().for_each(|(column, value)| column.push_decimal(value));
                out.push(times, row.trade_count);
            }
            // `builder` gives the builder of the kind that was asked for.
            _ => return Err(ColumnsError::argument("events", "an event reached the columns of another kind")),
        }
        Ok(())
    }

    pub fn finish(self, name: &str, rules: TimeRules) -> Result<MarketColumns, ColumnsError> {
        if self.order.is_empty() {
            return Err(ColumnsError::Empty {
                argument: "events",
                message: "events has no events".into(),
            });
        }
        // Sources by instrument and kind, whatever came first.
        let mut ranks: Vec<usize> = (0..self.builders.len()).collect();
        ranks.sort_by_key(|at| (self.builders[*at].0, self.builders[*at].1.kind()));
        let mut numbers = vec![0_u16; ranks.len()];
        ranks.iter().enumerate().for_each(|(new, old)| numbers[*old] = new as u16);
        let mut order = self.order;
        order.iter_mut().for_each(|number| *number = numbers[usize::from(*number)]);
        let mut builders: Vec<_> = self.builders.into_iter().map(Some).collect();
        let mut sources = ranks
            .into_iter()
            .filter_map(|at| builders[at].take())
            .map(|(instrument, builder)| {
                Ok(match builder {
                    Builder::Trades(builder) => builder.finish("", instrument),
                    Builder::Quotes(builder) => builder.finish("", instrument),
                    Builder::Books(builder) => builder.finish("", instrument),
                    Builder::Candles(builder) => builder.finish("", instrument),
                    Builder::Liquidations(builder) => builder.finish_liquidations("", instrument)?,
                    Builder::Reconnecting(builder) => builder.finish("", instrument),
                })
            })
            .collect::<Result<Vec<_>, ColumnsError>>()?;
        let clock_offset = clock::apply(&mut sources, &order, rules)?;
        MarketColumns::new(Parts {
            name: name.to_owned(),
            is_synthetic: false,
            instruments: self.instruments,
            sources,
            order: order.into(),
            notes: Vec::new(),
            clock_offset,
        })
    }
}

fn push_trade(out: &mut TradesBuilder, times: RowTimes, row: &TradeRow) -> Result<(), ColumnsError> {
    out.price.push_fixed(row.price());
    out.quantity.push_fixed(row.quantity());
    out.push_id_text(&row.id_text())?;
    out.push(times, row.side, row.matched);
    Ok(())
}

fn push_quote(out: &mut QuotesBuilder, times: RowTimes, row: &L1Row) {
    let side = |price: Option<Fixed>, quantity: Fixed| price.map(|price| (price.decimal(), quantity.decimal()));
    push_side(&mut out.bid, &mut out.bid_quantity, side(row.bid(), row.bid_quantity()));
    push_side(&mut out.ask, &mut out.ask_quantity, side(row.ask(), row.ask_quantity()));
    out.push(times);
}

fn push_side(price: &mut NumbersBuilder, quantity: &mut NumbersBuilder, side: Option<(Decimal, Decimal)>) {
    match side {
        Some((best, displayed)) => {
            price.push_decimal(best);
            quantity.push_decimal(displayed);
        }
        None => {
            price.push_null();
            quantity.push_null();
        }
    }
}
