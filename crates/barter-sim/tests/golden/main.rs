//! Golden values of the crate barter-execution: what its serde writes, and what its functions give. The Python tests of the
//! execution wheel compare theirs with the file that this test holds.
//!
//! `BARTER_WRITE_GOLDEN=1 cargo test -p barter-sim --test golden` writes the file afresh.

use barter_execution::{
    AccountEvent, AccountEventKind, AccountSnapshot, InstrumentAccountSnapshot,
    balance::{AssetBalance, Balance},
    client::mock::MockExecutionConfig,
    error::{ApiError, ClientError, ConnectivityError, OrderError},
    indexer::AccountEventIndexer,
    map::generate_execution_instrument_map,
    order::{
        Order, OrderEvent, OrderKey, OrderKind, TimeInForce,
        id::{ClientOrderId, OrderId, StrategyId},
        request::{OrderRequestCancel, OrderRequestOpen, OrderResponseCancel, RequestCancel, RequestOpen},
        state::{ActiveOrderState, CancelInFlight, Cancelled, InactiveOrderState, Open, OpenInFlight, OrderState},
    },
    trade::{AssetFees, Trade, TradeId},
};
use barter_instrument::{
    Keyed, Side, Underlying,
    asset::{AssetIndex, QuoteAsset, name::AssetNameExchange},
    exchange::{ExchangeId, ExchangeIndex},
    index::IndexedInstruments,
    instrument::{Instrument, InstrumentIndex, kind::InstrumentKind, name::InstrumentNameExchange, quote::InstrumentQuoteAsset},
};
use barter_integration::collection::snapshot::Snapshot;
use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::{Value, json};
use std::path::Path;

fn d(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap()
}

fn time(ns: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_nanos(ns)
}

fn entry<T: Serialize>(class: &str, form: &str, value: &T) -> Value {
    json!({ "class": class, "form": form, "json": serde_json::to_value(value).unwrap() })
}

const NS: i64 = 1_700_000_000_123_456_789;

/// One value of each class over the keys of one form.
fn values<E, A, I>(form: &str, exchange: E, asset: A, instrument: I) -> Vec<Value>
where
    E: Clone + Serialize,
    A: Clone + Serialize,
    I: Clone + Serialize,
{
    let key = OrderKey {
        exchange: exchange.clone(),
        instrument: instrument.clone(),
        strategy: StrategyId::new("ema"),
        cid: ClientOrderId::new("c-1"),
    };
    let open = Open::new(OrderId::new("o-1"), time(NS), d("0.004"));
    let cancelled = Cancelled::new(OrderId::new("o-1"), time(NS + 1));
    let errors = [
        OrderError::Connectivity(ConnectivityError::ExchangeOffline(ExchangeId::Kraken)),
        OrderError::Connectivity(ConnectivityError::Timeout),
        OrderError::Connectivity(ConnectivityError::Socket("gone".into())),
        OrderError::Rejected(ApiError::AssetInvalid(asset.clone(), "no such asset".into())),
        OrderError::Rejected(ApiError::InstrumentInvalid(instrument.clone(), "no such instrument".into())),
        OrderError::Rejected(ApiError::RateLimit),
        OrderError::Rejected(ApiError::BalanceInsufficient(asset.clone(), "needs 100".into())),
        OrderError::Rejected(ApiError::OrderRejected("closed".into())),
        OrderError::Rejected(ApiError::OrderAlreadyCancelled),
        OrderError::Rejected(ApiError::OrderAlreadyFullyFilled),
    ];
    let order = |state: OrderState<A, I>| Order {
        key: key.clone(),
        side: Side::Sell,
        price: d("59000.10"),
        quantity: d("0.0100"),
        kind: OrderKind::Limit,
        time_in_force: TimeInForce::GoodUntilCancelled { post_only: true },
        state,
    };
    let terms = RequestOpen::new(
        Side::Buy,
        d("59000.1"),
        d("0.01"),
        OrderKind::Market,
        TimeInForce::ImmediateOrCancel,
    );
    let balance = AssetBalance::new(asset.clone(), Balance::new(d("100.5"), d("99")), time(NS));
    let snapshot = AccountSnapshot::new(
        exchange.clone(),
        vec![balance.clone()],
        vec![InstrumentAccountSnapshot::new(
            instrument.clone(),
            vec![order(OrderState::active(open.clone()))],
        )],
    );
    let trade = |fees: Decimal| Trade {
        id: TradeId::new("t-1"),
        order_id: OrderId::new("o-1"),
        instrument: instrument.clone(),
        strategy: StrategyId::unknown(),
        time_exchange: time(NS),
        side: Side::Buy,
        price: d("100.5"),
        quantity: d("2"),
        fees: AssetFees::quote_fees(fees),
    };
    let mut states: Vec<OrderState<A, I>> = vec![
        OrderState::active(OpenInFlight),
        OrderState::active(open.clone()),
        OrderState::active(CancelInFlight::new(None)),
        OrderState::active(CancelInFlight::new(Some(open.clone()))),
        OrderState::inactive(cancelled.clone()),
        OrderState::fully_filled(),
        OrderState::expired(),
    ];
    states.extend(
        errors
            .iter()
            .cloned()
            .map(|error| OrderState::Inactive(InactiveOrderState::OpenFailed(error))),
    );
    let mut found = vec![
        entry("OrderKey", form, &key),
        entry("AssetBalance", form, &balance),
        entry(
            "OrderRequestOpen",
            form,
            &OrderRequestOpen {
                key: key.clone(),
                state: terms,
            },
        ),
        entry(
            "OrderRequestCancel",
            form,
            &OrderRequestCancel {
                key: key.clone(),
                state: RequestCancel::new(Some(OrderId::new("o-1"))),
            },
        ),
        entry("AccountSnapshot", form, &snapshot),
        entry("InstrumentAccountSnapshot", form, &snapshot.instruments[0]),
        entry("Trade", form, &trade(d("-0.1"))),
    ];
    for state in &states {
        found.push(entry("OrderState", form, state));
        found.push(entry("Order", form, &order(state.clone())));
        found.push(entry(
            "OrderEvent",
            form,
            &OrderEvent {
                key: key.clone(),
                state: state.clone(),
            },
        ));
    }
    let responses = std::iter::once(Ok(cancelled)).chain(errors.into_iter().map(Err));
    for state in responses {
        let response: OrderResponseCancel<E, A, I> = OrderEvent { key: key.clone(), state };
        found.push(entry("OrderResponseCancel", form, &response));
        found.push(entry(
            "AccountEvent",
            form,
            &AccountEvent {
                exchange: exchange.clone(),
                kind: AccountEventKind::<E, A, I>::OrderCancelled(response),
            },
        ));
    }
    let kinds: Vec<AccountEventKind<E, A, I>> = vec![
        AccountEventKind::Snapshot(snapshot),
        AccountEventKind::BalanceSnapshot(Snapshot(balance)),
        AccountEventKind::OrderSnapshot(Snapshot(order(OrderState::active(open)))),
        AccountEventKind::Trade(trade(d("0.1"))),
    ];
    for kind in kinds {
        found.push(entry("AccountEventKind", form, &kind));
        found.push(entry(
            "AccountEvent",
            form,
            &AccountEvent {
                exchange: exchange.clone(),
                kind,
            },
        ));
    }
    found
}

fn without_keys() -> Vec<Value> {
    let open = Open::new(OrderId::new("o-1"), time(0), d("0"));
    let mut found = vec![
        entry("Balance", "", &Balance::new(d("100.50"), d("-99"))),
        entry("Open", "", &open),
        entry("Cancelled", "", &Cancelled::new(OrderId::new("o-1"), time(-1))),
        entry("CancelInFlight", "", &CancelInFlight::default()),
        entry("OpenInFlight", "", &OpenInFlight),
        entry("ActiveOrderState", "", &ActiveOrderState::Open(open)),
        entry("RequestCancel", "", &RequestCancel::default()),
    ];
    for time_in_force in [
        TimeInForce::GoodUntilCancelled { post_only: false },
        TimeInForce::GoodUntilCancelled { post_only: true },
        TimeInForce::GoodUntilEndOfDay,
        TimeInForce::FillOrKill,
        TimeInForce::ImmediateOrCancel,
    ] {
        found.push(entry("TimeInForce", "", &time_in_force));
        found.push(entry(
            "RequestOpen",
            "",
            &RequestOpen::new(Side::Sell, d("1.10"), d("2"), OrderKind::Limit, time_in_force),
        ));
    }
    let config = MockExecutionConfig::new(
        ExchangeId::BinanceSpot,
        AccountSnapshot::new(ExchangeId::BinanceSpot, Vec::new(), Vec::new()),
        100,
        d("0.05"),
    );
    found.push(entry("MockExecutionConfig", "", &config));
    found
}

/// Texts of errors, by the JSON of the enum that holds them.
fn errors() -> Vec<Value> {
    let clients: Vec<ClientError<AssetNameExchange, InstrumentNameExchange>> = vec![
        ClientError::Connectivity(ConnectivityError::Timeout),
        ClientError::Connectivity(ConnectivityError::Socket("gone".into())),
        ClientError::Connectivity(ConnectivityError::ExchangeOffline(ExchangeId::BinanceSpot)),
        ClientError::Api(ApiError::RateLimit),
        ClientError::Api(ApiError::AssetInvalid(AssetNameExchange::new("USDT"), "unknown".into())),
        ClientError::Api(ApiError::InstrumentInvalid(
            InstrumentNameExchange::new("BTCUSDT"),
            "unknown".into(),
        )),
        ClientError::Api(ApiError::BalanceInsufficient(AssetNameExchange::new("USDT"), "needs 100".into())),
        ClientError::Api(ApiError::OrderRejected("closed".into())),
        ClientError::Api(ApiError::OrderAlreadyCancelled),
        ClientError::Api(ApiError::OrderAlreadyFullyFilled),
        ClientError::AccountSnapshot("no".into()),
        ClientError::AccountStream("no".into()),
    ];
    clients
        .iter()
        .map(|error| json!({ "json": serde_json::to_value(error).unwrap(), "text": error.to_string() }))
        .collect()
}

fn instruments() -> IndexedInstruments {
    let instrument = |exchange: ExchangeId, name: &str, base: &str, quote: &str| {
        Instrument::new(
            exchange,
            format!("{}-{}_{}", exchange.as_str(), base.to_lowercase(), quote.to_lowercase()),
            name,
            Underlying::new(base, quote),
            InstrumentQuoteAsset::UnderlyingQuote,
            InstrumentKind::Spot,
            None,
        )
    };
    IndexedInstruments::new([
        instrument(ExchangeId::BinanceSpot, "BTCUSDT", "BTC", "USDT"),
        instrument(ExchangeId::Kraken, "XBT/USD", "XBT", "USD"),
        instrument(ExchangeId::Kraken, "ETH/USD", "ETH", "USD"),
    ])
}

/// What upstream's map and indexer say of one collection.
fn indexing() -> Value {
    let instruments = instruments();
    let map = generate_execution_instrument_map(&instruments, ExchangeId::Kraken).unwrap();
    let names = |index: usize| map.find_asset_name_exchange(AssetIndex(index)).map(ToString::to_string).ok();
    let find = |name: &str| {
        map.find_instrument_index(&InstrumentNameExchange::new(name))
            .map(|index| index.0)
            .ok()
    };
    let named = values(
        "name",
        ExchangeId::Kraken,
        AssetNameExchange::new("USD"),
        InstrumentNameExchange::new("XBT/USD"),
    );
    let event = named.iter().rfind(|value| value["class"] == "AccountEvent").unwrap()["json"].clone();
    let indexer = AccountEventIndexer::new(std::sync::Arc::new(map.clone()));
    let events: Vec<Value> = named
        .iter()
        .filter(|value| value["class"] == "AccountEvent")
        .map(|value| {
            let event = serde_json::from_value(value["json"].clone()).unwrap();
            json!({ "named": value["json"], "indexed": serde_json::to_value(indexer.account_event(event).unwrap()).unwrap() })
        })
        .collect();
    json!({
        "exchange_index": map.exchange.key.0,
        "asset_names": (0..5).map(names).collect::<Vec<_>>(),
        "instrument_indices": [find("XBT/USD"), find("ETH/USD"), find("BTCUSDT")],
        "unknown_exchange": generate_execution_instrument_map(&instruments, ExchangeId::Okx).unwrap_err().to_string(),
        "last_event": event,
        "events": events,
    })
}

fn functions() -> Value {
    let balance = Balance::new(d("100.5"), d("99"));
    let open = Open::new(OrderId::new("o-1"), time(5), d("0.4"));
    let trade: Trade<QuoteAsset, InstrumentIndex> = Trade {
        id: TradeId::new("t"),
        order_id: OrderId::new("o"),
        instrument: InstrumentIndex(0),
        strategy: StrategyId::unknown(),
        time_exchange: time(5),
        side: Side::Sell,
        price: d("100.5"),
        quantity: d("2.5"),
        fees: AssetFees::default(),
    };
    let key = Keyed::new(ExchangeIndex(0), ExchangeId::Kraken);
    json!({
        "used": balance.used(),
        "quantity_remaining": open.quantity_remaining(d("1.0")),
        "value_quote": trade.value_quote(),
        "unknown_strategy": StrategyId::unknown(),
        "random_id_length": ClientOrderId::random().0.len(),
        "exchange": key.value,
    })
}

/// JSON whose lists of values have a line for each.
fn one_line_per_value(golden: &Value) -> String {
    let list = |values: &Value| {
        let lines: Vec<String> = values.as_array().unwrap().iter().map(Value::to_string).collect();
        format!("[\n{}\n]", lines.join(",\n"))
    };
    format!(
        "{{\n\"values\": {},\n\"errors\": {},\n\"indexing\": {},\n\"functions\": {}\n}}\n",
        list(&golden["values"]),
        list(&golden["errors"]),
        golden["indexing"],
        golden["functions"]
    )
}

#[test]
fn the_golden_file_is_what_the_crate_writes() {
    let mut all = values("index", ExchangeIndex(1), AssetIndex(3), InstrumentIndex(2));
    all.extend(values(
        "name",
        ExchangeId::Kraken,
        AssetNameExchange::new("USD"),
        InstrumentNameExchange::new("XBT/USD"),
    ));
    all.extend(without_keys());
    let golden = json!({ "values": all, "errors": errors(), "indexing": indexing(), "functions": functions() });
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/execution/golden.json");
    let text = one_line_per_value(&golden);
    if std::env::var_os("BARTER_WRITE_GOLDEN").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    assert_eq!(
        std::fs::read_to_string(&path).unwrap(),
        text,
        "BARTER_WRITE_GOLDEN=1 writes it afresh"
    );
}
