//! Names of markets. Upstream makes them of base and quote, except where a subscription has the exchange's name; a name that it gets
//! wrong is handed to it as the exchange's.

use barter_data::{Identifier, subscription::Subscription};
use barter_instrument::{
    exchange::ExchangeId,
    instrument::{
        kind::option::OptionKind,
        market_data::{MarketDataInstrument, kind::MarketDataInstrumentKind},
    },
};

/// The exchange's name of an instrument that is given by base, quote and kind.
pub fn market_name<Exchange, Kind, Market>(id: ExchangeId, instrument: &MarketDataInstrument) -> String
where
    Exchange: Default,
    Kind: Default,
    Market: AsRef<str>,
    Subscription<Exchange, MarketDataInstrument, Kind>: Identifier<Market>,
{
    let MarketDataInstrument { base, quote, kind } = instrument;
    match (id, kind) {
        // Upstream sends lower case, and finds no market of the messages, which have upper case.
        (ExchangeId::Kraken, _) => format!("{base}/{quote}").to_uppercase(),
        // Upstream takes the year of the ISO week: the 30th of December 2024 becomes 251230.
        (ExchangeId::Okx, MarketDataInstrumentKind::Future(contract)) => {
            format!("{base}-{quote}-{}", contract.expiry.format("%y%m%d")).to_uppercase()
        }
        (ExchangeId::Okx, MarketDataInstrumentKind::Option(contract)) => {
            let right = match contract.kind {
                OptionKind::Call => "C",
                OptionKind::Put => "P",
            };
            format!("{base}-{quote}-{}-{}-{right}", contract.expiry.format("%y%m%d"), contract.strike).to_uppercase()
        }
        _ => {
            let subscription = Subscription {
                exchange: Exchange::default(),
                instrument: instrument.clone(),
                kind: Kind::default(),
            };
            subscription.id().as_ref().to_owned()
        }
    }
}
