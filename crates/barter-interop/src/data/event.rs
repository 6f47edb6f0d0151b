//! `DataKind`, `MarketEvent`.

use super::{
    Restored,
    subscription::{book::check_event as check_book_event, candle::check_candle, liquidation::check_liquidation, trade::check_trade},
};
use crate::{canonical, instrument::InstrumentKey, wire_enum, wire_struct};
use barter_data::{
    event::{DataKind, MarketEvent},
    subscription::{
        book::{OrderBookEvent, OrderBookL1},
        candle::Candle,
        liquidation::Liquidation,
        trade::PublicTrade,
    },
};
use barter_instrument::{
    exchange::ExchangeId,
    instrument::{InstrumentIndex, name::InstrumentNameExchange},
};
use chrono::{DateTime, Utc};

wire_enum!(DataKind {
    Trade(PublicTrade),
    OrderBookL1(OrderBookL1),
    OrderBook(OrderBookEvent),
    Candle(Candle),
    Liquidation(Liquidation),
});
canonical!(DataKind => "barter_data", "DataKind", 1, validate check_kind);
canonical!(Restored<DataKind> => "barter_data", "DataKind", 1, validate check_restored_kind);

pub fn check_kind(kind: &DataKind) -> Result<(), String> {
    match kind {
        DataKind::Trade(trade) => check_trade(trade),
        DataKind::OrderBookL1(quote) => super::subscription::book::check_l1(quote),
        DataKind::OrderBook(event) => check_book_event(event),
        DataKind::Candle(candle) => check_candle(candle),
        DataKind::Liquidation(liquidation) => check_liquidation(liquidation),
    }
}

fn check_restored_kind(kind: &Restored<DataKind>) -> Result<(), String> {
    check_kind(&kind.0)
}

wire_struct!([I] MarketEvent<I, DataKind> {
    time_exchange: DateTime<Utc>,
    time_received: DateTime<Utc>,
    exchange: ExchangeId,
    instrument: I,
    kind: DataKind,
});
canonical!(
    MarketEvent<InstrumentKey, DataKind>
    | MarketEvent<InstrumentIndex, DataKind>
    | MarketEvent<InstrumentNameExchange, DataKind>
    => "barter_data", "MarketEvent", 1, validate check_event
);
canonical!(Restored<MarketEvent<InstrumentKey, DataKind>> => "barter_data", "MarketEvent", 1, validate check_restored_event);

pub fn check_event<I>(event: &MarketEvent<I, DataKind>) -> Result<(), String> {
    check_kind(&event.kind).map_err(|message| format!("kind.{message}"))
}

fn check_restored_event(event: &Restored<MarketEvent<InstrumentKey, DataKind>>) -> Result<(), String> {
    check_event(&event.0)
}
