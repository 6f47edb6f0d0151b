//! What barter-data itself supports, writes and sends is what `tests/data/golden.json` says; the Python test holds the wheel against that
//! file. `BARTER_WRITE_GOLDEN=1 cargo test -p barter-data-py` writes it afresh.

use barter_data::{
    Identifier,
    error::DataError,
    event::{DataKind, MarketEvent},
    exchange::{
        Connector, DEFAULT_SUBSCRIPTION_TIMEOUT,
        binance::{channel::BinanceChannel, futures::BinanceFuturesUsd, spot::BinanceSpot},
        bitfinex::{Bitfinex, channel::BitfinexChannel},
        bitmex::{Bitmex, channel::BitmexChannel},
        bybit::{channel::BybitChannel, futures::BybitPerpetualsUsd, spot::BybitSpot},
        coinbase::{Coinbase, channel::CoinbaseChannel},
        gateio::{
            channel::GateioChannel,
            future::{GateioFuturesBtc, GateioFuturesUsd},
            option::GateioOptions,
            perpetual::{GateioPerpetualsBtc, GateioPerpetualsUsd},
            spot::GateioSpot,
        },
        kraken::{Kraken, channel::KrakenChannel},
        okx::{Okx, PING_INTERVAL_OKX, channel::OkxChannel},
        subscription::ExchangeSub,
    },
    instrument::MarketInstrumentData,
    streams::reconnect::Event,
    subscriber::mapper::{SubscriptionMapper, WebSocketSubMapper},
    subscription::{
        SubKind, Subscription, SubscriptionKind,
        book::{OrderBooksL1, OrderBooksL2, OrderBooksL3},
        candle::Candles,
        display_subscriptions_without_exchange, exchange_supports_instrument_kind, exchange_supports_instrument_kind_sub_kind,
        liquidation::Liquidations,
        trade::{PublicTrade, PublicTrades},
    },
};
use barter_instrument::{
    Keyed, Side,
    exchange::ExchangeId,
    index::error::IndexError,
    instrument::{
        InstrumentIndex,
        kind::option::{OptionExercise, OptionKind},
        market_data::{
            MarketDataInstrument,
            kind::{MarketDataFutureContract, MarketDataInstrumentKind, MarketDataOptionContract},
        },
    },
};
use barter_integration::subscription::SubscriptionId;
use barter_interop::{
    CanonicalEnum,
    data::support::{kind_name, kinds},
};
use chrono::{DateTime, TimeZone, Utc};
use rust_decimal::Decimal;
use serde_json::{Value, json};

const SUB_KINDS: [SubKind; 6] = [
    SubKind::PublicTrades,
    SubKind::OrderBooksL1,
    SubKind::OrderBooksL2,
    SubKind::OrderBooksL3,
    SubKind::Liquidations,
    SubKind::Candles,
];

/// Every combination that is supported, and every pair that upstream's shorter function says is.
fn support() -> Value {
    let mut combinations = Vec::new();
    let mut pairs = Vec::new();
    for (_, exchange) in ExchangeId::MEMBERS {
        for kind in kinds() {
            if exchange_supports_instrument_kind(*exchange, &kind) {
                pairs.push(json!([exchange, kind_name(&kind)]));
            }
            for sub_kind in SUB_KINDS {
                if exchange_supports_instrument_kind_sub_kind(exchange, &kind, sub_kind) {
                    combinations.push(json!([exchange, kind_name(&kind), sub_kind]));
                }
            }
        }
    }
    json!({ "combinations": combinations, "pairs": pairs })
}

/// Expiries in the middle of a year, and on both sides of new year where the week belongs to the other one.
fn expiries() -> [DateTime<Utc>; 3] {
    [(2024, 9, 27), (2024, 12, 30), (2027, 1, 1)].map(|(year, month, day)| Utc.with_ymd_and_hms(year, month, day, 8, 0, 0).unwrap())
}

fn instruments() -> Vec<MarketDataInstrument> {
    let mut kinds = vec![MarketDataInstrumentKind::Spot, MarketDataInstrumentKind::Perpetual];
    for expiry in expiries() {
        kinds.push(MarketDataInstrumentKind::Future(MarketDataFutureContract { expiry }));
        for kind in [OptionKind::Call, OptionKind::Put] {
            kinds.push(MarketDataInstrumentKind::Option(MarketDataOptionContract {
                kind,
                exercise: OptionExercise::European,
                expiry,
                strike: Decimal::new(500_005, 1),
            }));
        }
    }
    kinds
        .into_iter()
        .map(|kind| MarketDataInstrument::from(("xbt", "usdt", kind)))
        .collect()
}

/// Subscriptions to each form of each instrument, as text and JSON.
fn texts() -> Value {
    let subscriptions = instruments().into_iter().map(|instrument| {
        let (exchange, kind) = (ExchangeId::Okx, SubKind::PublicTrades);
        let plain = Subscription {
            exchange,
            instrument: instrument.clone(),
            kind,
        };
        let keyed = Subscription {
            exchange,
            instrument: Keyed::new(InstrumentIndex(3), instrument.clone()),
            kind,
        };
        let named = Subscription {
            exchange,
            instrument: MarketInstrumentData {
                key: InstrumentIndex(3),
                name_exchange: "XBT-USDT".into(),
                kind: instrument.kind.clone(),
            },
            kind,
        };
        type Named = Subscription<ExchangeId, MarketInstrumentData<InstrumentIndex>, SubKind>;
        let named_json = serde_json::to_string(&named).unwrap();
        assert!(
            serde_json::from_str::<Named>(&named_json).is_err(),
            "upstream reads what it wrote now: NamedForm can go"
        );
        json!({
            "instrument": instrument,
            "plain": plain.to_string(),
            "keyed": keyed.to_string(),
            "named": named.to_string(),
            "plain_json": serde_json::to_string(&plain).unwrap(),
            "keyed_json": serde_json::to_string(&keyed).unwrap(),
            "named_json": named_json,
            "instrument_json": serde_json::to_string(&named.instrument).unwrap(),
            "without_exchange": display_subscriptions_without_exchange(&[plain.clone(), plain]),
        })
    });
    json!(subscriptions.collect::<Vec<_>>())
}

fn of_kind<Kind: SubscriptionKind + Default + std::fmt::Display + serde::Serialize>(name: &str) -> Value {
    let kind = Kind::default();
    json!({ "name": name, "as_str": kind.as_str(), "text": kind.to_string(), "json": serde_json::to_string(&kind).unwrap() })
}

fn sub_kinds() -> Value {
    let members: Vec<_> = SUB_KINDS
        .iter()
        .map(|kind| json!([kind.to_string(), serde_json::to_string(kind).unwrap()]))
        .collect();
    let types = [
        of_kind::<PublicTrades>("PublicTrades"),
        of_kind::<OrderBooksL1>("OrderBooksL1"),
        of_kind::<OrderBooksL2>("OrderBooksL2"),
        of_kind::<OrderBooksL3>("OrderBooksL3"),
        of_kind::<Liquidations>("Liquidations"),
        of_kind::<Candles>("Candles"),
    ];
    json!({ "members": members, "types": types })
}

/// What is sent for the instruments that the exchange has.
fn sent<Exchange, Kind>(sub_kind: SubKind) -> Value
where
    Exchange: Connector,
    Kind: SubscriptionKind + Default,
    Subscription<Exchange, MarketDataInstrument, Kind>: Identifier<Exchange::Channel> + Identifier<Exchange::Market>,
{
    let subscriptions: Vec<_> = instruments()
        .into_iter()
        .filter(|instrument| exchange_supports_instrument_kind_sub_kind(&Exchange::ID, &instrument.kind, sub_kind))
        .map(|instrument| Subscription::<Exchange, MarketDataInstrument, Kind> {
            exchange: Exchange::default(),
            instrument,
            kind: Kind::default(),
        })
        .collect();
    let subs: Vec<_> = subscriptions
        .iter()
        .map(|subscription| {
            let sub = ExchangeSub::<Exchange::Channel, Exchange::Market>::new(subscription);
            json!({
                "instrument": subscription.instrument,
                "channel": sub.channel.as_ref(),
                "market": sub.market.as_ref(),
                "id": sub.id().to_string(),
            })
        })
        .collect();
    let meta = WebSocketSubMapper::map(&subscriptions);
    let payloads: Vec<Value> = meta
        .ws_subscriptions
        .iter()
        .map(|message| {
            let mut payload: Value = serde_json::from_str(message.to_text().unwrap()).unwrap();
            if let Some(fields) = payload.as_object_mut() {
                // Gate.io's has the time of day.
                fields.remove("time");
            }
            payload
        })
        .collect();
    json!({
        "exchange": Exchange::ID,
        "sub_kind": sub_kind,
        "subs": subs,
        "payloads": payloads,
        "expected_responses": Exchange::expected_responses(&meta.instrument_map),
    })
}

macro_rules! sent {
    ($($exchange:ident: $($kind:ident)*;)*) => { Value::Array(vec![$($(sent::<$exchange, $kind>(SubKind::$kind)),*),*]) };
}

fn wire() -> Value {
    sent! {
        BinanceFuturesUsd: PublicTrades OrderBooksL1 OrderBooksL2 Liquidations;
        BinanceSpot: PublicTrades OrderBooksL1 OrderBooksL2;
        Bitfinex: PublicTrades;
        Bitmex: PublicTrades;
        BybitPerpetualsUsd: PublicTrades OrderBooksL1 OrderBooksL2;
        BybitSpot: PublicTrades OrderBooksL1 OrderBooksL2;
        Coinbase: PublicTrades;
        GateioFuturesBtc: PublicTrades;
        GateioFuturesUsd: PublicTrades;
        GateioOptions: PublicTrades;
        GateioPerpetualsBtc: PublicTrades;
        GateioPerpetualsUsd: PublicTrades;
        GateioSpot: PublicTrades;
        Kraken: PublicTrades OrderBooksL1;
        Okx: PublicTrades;
    }
}

macro_rules! connectors {
    ($($exchange:ident)*) => {
        Value::Array(vec![$({
            let ping = $exchange::ping_interval()
                .map(|ping| json!([ping.interval.period().as_millis() as u64, (ping.ping)().to_text().unwrap()]));
            json!({
                "exchange": $exchange::ID,
                "url": $exchange::url().unwrap().to_string(),
                "ping": ping,
                "timeout_ms": $exchange::subscription_timeout().as_millis() as u64,
            })
        }),*])
    };
}

fn connectors() -> Value {
    let clock = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let _entered = clock.enter();
    connectors! {
        BinanceFuturesUsd BinanceSpot Bitfinex Bitmex BybitPerpetualsUsd BybitSpot Coinbase GateioFuturesBtc GateioFuturesUsd GateioOptions
        GateioPerpetualsBtc GateioPerpetualsUsd GateioSpot Kraken Okx
    }
}

macro_rules! channels {
    ($($type:ident: $($name:ident)*;)*) => { json!({ $(stringify!($type): { $(stringify!($name): $type::$name.as_ref()),* }),* }) };
}

fn constants() -> Value {
    let channels = channels! {
        BinanceChannel: TRADES ORDER_BOOK_L1 ORDER_BOOK_L2 LIQUIDATIONS;
        BitfinexChannel: TRADES;
        BitmexChannel: TRADES;
        BybitChannel: TRADES ORDER_BOOK_L1 ORDER_BOOK_L2;
        CoinbaseChannel: TRADES;
        GateioChannel: SPOT_TRADES FUTURE_TRADES OPTION_TRADES;
        KrakenChannel: TRADES ORDER_BOOK_L1;
        OkxChannel: TRADES;
    };
    json!({
        "channels": channels,
        "default_subscription_timeout_ms": DEFAULT_SUBSCRIPTION_TIMEOUT.as_millis() as u64,
        "ping_interval_okx_ms": PING_INTERVAL_OKX.as_millis() as u64,
    })
}

fn errors() -> Value {
    let errors = [
        DataError::Index(IndexError::AssetIndex("no xbt".into())),
        DataError::SubscriptionsEmpty,
        DataError::UnsupportedSubKind(SubKind::OrderBooksL3),
        DataError::InitialSnapshotMissing(SubscriptionId::from("@depth@100ms|BTCUSDT")),
        DataError::InitialSnapshotInvalid("no book".into()),
        DataError::Socket("closed".into()),
        DataError::Unsupported {
            exchange: ExchangeId::Okx,
            sub_kind: SubKind::Candles,
        },
        DataError::InvalidSequence {
            prev_last_update_id: 10,
            first_update_id: 12,
        },
    ];
    let of = |error: &DataError| {
        json!({
            "text": error.to_string().trim(),
            "json": serde_json::to_string(error).unwrap(),
            "is_terminal": error.is_terminal(),
        })
    };
    json!(errors.iter().map(of).collect::<Vec<_>>())
}

fn stream_events() -> Value {
    let event = MarketEvent {
        time_exchange: DateTime::<Utc>::UNIX_EPOCH,
        time_received: DateTime::<Utc>::UNIX_EPOCH,
        exchange: ExchangeId::Kraken,
        instrument: InstrumentIndex(1),
        kind: DataKind::Trade(PublicTrade {
            id: "7".into(),
            price: 1.5,
            amount: 2.0,
            side: Side::Buy,
        }),
    };
    let events = [Event::Reconnecting(ExchangeId::BinanceSpot), Event::Item(event)];
    json!(events.iter().map(|event| serde_json::to_string(event).unwrap()).collect::<Vec<_>>())
}

#[test]
fn the_crate_says_what_the_golden_file_says() {
    let said = json!({
        "support": support(),
        "texts": texts(),
        "sub_kinds": sub_kinds(),
        "wire": wire(),
        "connectors": connectors(),
        "constants": constants(),
        "errors": errors(),
        "stream_events": stream_events(),
    });
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/data/golden.json");
    if std::env::var_os("BARTER_WRITE_GOLDEN").is_some() {
        std::fs::write(path, serde_json::to_string_pretty(&said).unwrap() + "\n").unwrap();
    }
    let golden: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(said, golden);
}
