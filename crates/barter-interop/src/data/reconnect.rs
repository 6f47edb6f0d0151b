//! `MarketStreamEvent`: an item of a market stream that connects again by itself.

use super::{Restored, event::check_event};
use crate::{canonical, instrument::InstrumentKey, wire_enum};
use barter_data::{
    event::{DataKind, MarketEvent},
    streams::reconnect::Event,
};
use barter_instrument::{exchange::ExchangeId, instrument::InstrumentIndex};

wire_enum!([I] Event<ExchangeId, MarketEvent<I, DataKind>> { Reconnecting(ExchangeId), Item(MarketEvent<I, DataKind>) });
canonical!(
    Event<ExchangeId, MarketEvent<InstrumentKey, DataKind>> | Event<ExchangeId, MarketEvent<InstrumentIndex, DataKind>>
    => "barter_data", "MarketStreamEvent", 1, validate check_stream_event
);
canonical!(
    Restored<Event<ExchangeId, MarketEvent<InstrumentKey, DataKind>>>
    => "barter_data", "MarketStreamEvent", 1, validate check_restored_stream_event
);

pub fn check_stream_event<I>(event: &Event<ExchangeId, MarketEvent<I, DataKind>>) -> Result<(), String> {
    match event {
        Event::Reconnecting(_) => Ok(()),
        Event::Item(item) => check_event(item),
    }
}

fn check_restored_stream_event(event: &Restored<Event<ExchangeId, MarketEvent<InstrumentKey, DataKind>>>) -> Result<(), String> {
    check_stream_event(&event.0)
}
