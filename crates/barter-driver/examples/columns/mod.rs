//! The tape as market columns of one linear perpetual; received times only (one axis).

use crate::tape::Tape;
use barter_columns::{
    ColumnsError, CompactKind, L1Row, MarketColumns, TradeRow, build::RowTimes, clock::TimeRules, events::EventsBuilder, instrument,
};
use barter_instrument::{
    Side,
    exchange::ExchangeId,
    instrument::spec::{InstrumentSpec, InstrumentSpecNotional, InstrumentSpecPrice, InstrumentSpecQuantity, OrderQuantityUnits},
};
use rust_decimal::Decimal;

pub fn of(tape: &Tape) -> Result<MarketColumns, ColumnsError> {
    let (tick, lot) = (Decimal::new(1, tape.price_scale), Decimal::new(1, tape.quantity_scale));
    let mut perpetual = instrument::from_symbol(ExchangeId::BinanceFuturesUsd, "BTCUSDT", true)?;
    perpetual.spec = Some(InstrumentSpec {
        price: InstrumentSpecPrice::new(tick, tick),
        quantity: InstrumentSpecQuantity::new(OrderQuantityUnits::Contract, lot, lot),
        notional: InstrumentSpecNotional::new(Decimal::ZERO),
    });
    // A scale is at most 28: `tape.json` holds what `benches/tape.py` wrote.
    let (price_scale, quantity_scale) = (tape.price_scale as u8, tape.quantity_scale as u8);
    let mut events = EventsBuilder::new(vec![perpetual]);
    let (mut trade, mut quote) = (0, 0);
    for (&time, &is_trade) in tape.time.iter().zip(&tape.is_trade) {
        let kind = if is_trade == 1 {
            let row = trade;
            trade += 1;
            CompactKind::Trade(TradeRow {
                price: tape.trade_price[row],
                quantity: tape.trade_quantity[row],
                id: tape.trade_id[row].unsigned_abs(),
                price_scale,
                quantity_scale,
                side: Some(if tape.trade_side[row] > 0 { Side::Buy } else { Side::Sell }),
                matched: true,
            })
        } else {
            let row = quote;
            quote += 1;
            CompactKind::OrderBookL1(L1Row {
                bid: tape.bid[row],
                bid_quantity: tape.bid_quantity[row],
                ask: tape.ask[row],
                ask_quantity: tape.ask_quantity[row],
                price_scale,
                quantity_scale,
                has_bid: true,
                has_ask: true,
            })
        };
        events.push_kind(0, RowTimes::new(None, time), &kind)?;
    }
    events.finish("tape", TimeRules::default())
}
