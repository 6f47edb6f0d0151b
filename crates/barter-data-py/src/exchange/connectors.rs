//! From an exchange's id to barter's type of it, and from texts to its channels and markets.

use barter_data::exchange::{
    Connector, ExchangeServer,
    binance::{Binance, channel::BinanceChannel, market::BinanceMarket},
    bitfinex::{Bitfinex, channel::BitfinexChannel, market::BitfinexMarket},
    bitmex::{Bitmex, channel::BitmexChannel, market::BitmexMarket},
    bybit::{Bybit, channel::BybitChannel, market::BybitMarket},
    coinbase::{Coinbase, channel::CoinbaseChannel, market::CoinbaseMarket},
    gateio::{Gateio, channel::GateioChannel, market::GateioMarket},
    kraken::{Kraken, channel::KrakenChannel, market::KrakenMarket},
    okx::{Okx, channel::OkxChannel, market::OkxMarket},
};

/// A connector whose channels and markets can be made of texts.
pub trait Texts: Connector<Channel: Clone + 'static> {
    /// Its channels, by upstream's names of them.
    const CHANNELS: &'static [(&'static str, Self::Channel)];
    fn market(name: &str) -> Self::Market;
}

macro_rules! texts {
    ($([$($server:ident)?] $connector:ty, $channel:ident, $market:ident { $($name:ident),* })*) => {$(
        impl$(<$server: ExchangeServer>)? Texts for $connector {
            const CHANNELS: &'static [(&'static str, Self::Channel)] = &[$((stringify!($name), $channel::$name)),*];
            fn market(name: &str) -> Self::Market {
                $market(name.into())
            }
        }
    )*};
}
texts! {
    [Server] Binance<Server>, BinanceChannel, BinanceMarket { TRADES, ORDER_BOOK_L1, ORDER_BOOK_L2, LIQUIDATIONS }
    [] Bitfinex, BitfinexChannel, BitfinexMarket { TRADES }
    [] Bitmex, BitmexChannel, BitmexMarket { TRADES }
    [Server] Bybit<Server>, BybitChannel, BybitMarket { TRADES, ORDER_BOOK_L1, ORDER_BOOK_L2 }
    [] Coinbase, CoinbaseChannel, CoinbaseMarket { TRADES }
    [Server] Gateio<Server>, GateioChannel, GateioMarket { SPOT_TRADES, FUTURE_TRADES, OPTION_TRADES }
    [] Kraken, KrakenChannel, KrakenMarket { TRADES, ORDER_BOOK_L1 }
    [] Okx, OkxChannel, OkxMarket { TRADES }
}

/// `$body` with `$Exchange` as barter's type of the exchange; `$none` where barter has no market data of it.
macro_rules! with_connector {
    ($id:expr, $Exchange:ident => $body:expr, else $none:expr) => {
        $crate::exchange::connectors::with_connector!(
            @match $id, $Exchange, $body, $none,
            BinanceFuturesUsd BinanceSpot Bitfinex Bitmex BybitPerpetualsUsd BybitSpot Coinbase GateioFuturesBtc GateioFuturesUsd
            GateioOptions GateioPerpetualsBtc GateioPerpetualsUsd GateioSpot Kraken Okx
        )
    };
    (@match $id:expr, $Exchange:ident, $body:expr, $none:expr, $($Id:ident)*) => {
        match $id {
            $(barter_instrument::exchange::ExchangeId::$Id => {
                type $Exchange = $crate::exchange::connectors::types::$Id;
                $body
            })*
            _ => $none,
        }
    };
}
pub(crate) use with_connector;

/// The same with `$Kind` as barter's type of the kind of subscription.
macro_rules! with_subscription {
    ($id:expr, $kind:expr, $Exchange:ident, $Kind:ident => $body:expr, else $none:expr) => {
        $crate::exchange::connectors::with_subscription!(
            @match $id, $kind, $Exchange, $Kind, $body, $none,
            BinanceFuturesUsd PublicTrades, BinanceFuturesUsd OrderBooksL1, BinanceFuturesUsd OrderBooksL2, BinanceFuturesUsd Liquidations,
            BinanceSpot PublicTrades, BinanceSpot OrderBooksL1, BinanceSpot OrderBooksL2,
            Bitfinex PublicTrades,
            Bitmex PublicTrades,
            BybitPerpetualsUsd PublicTrades, BybitPerpetualsUsd OrderBooksL1, BybitPerpetualsUsd OrderBooksL2,
            BybitSpot PublicTrades, BybitSpot OrderBooksL1, BybitSpot OrderBooksL2,
            Coinbase PublicTrades,
            GateioFuturesBtc PublicTrades,
            GateioFuturesUsd PublicTrades,
            GateioOptions PublicTrades,
            GateioPerpetualsBtc PublicTrades,
            GateioPerpetualsUsd PublicTrades,
            GateioSpot PublicTrades,
            Kraken PublicTrades, Kraken OrderBooksL1,
            Okx PublicTrades,
        )
    };
    (@match $id:expr, $kind:expr, $Exchange:ident, $Kind:ident, $body:expr, $none:expr, $($Id:ident $Sub:ident,)*) => {
        match ($id, $kind) {
            $((barter_instrument::exchange::ExchangeId::$Id, barter_data::subscription::SubKind::$Sub) => {
                type $Exchange = $crate::exchange::connectors::types::$Id;
                type $Kind = $crate::exchange::connectors::types::$Sub;
                $body
            })*
            _ => $none,
        }
    };
}
pub(crate) use with_subscription;

/// barter's types by the names of their ids.
pub mod types {
    pub use barter_data::{
        exchange::{
            binance::{futures::BinanceFuturesUsd, spot::BinanceSpot},
            bitfinex::Bitfinex,
            bitmex::Bitmex,
            bybit::{futures::BybitPerpetualsUsd, spot::BybitSpot},
            coinbase::Coinbase,
            gateio::{
                future::{GateioFuturesBtc, GateioFuturesUsd},
                option::GateioOptions,
                perpetual::{GateioPerpetualsBtc, GateioPerpetualsUsd},
                spot::GateioSpot,
            },
            kraken::Kraken,
            okx::Okx,
        },
        subscription::{
            book::{OrderBooksL1, OrderBooksL2},
            liquidation::Liquidations,
            trade::PublicTrades,
        },
    };
}
