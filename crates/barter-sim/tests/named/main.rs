//! The simulated exchange under names: requests, answers, events, and their times.

use barter_execution::{
    AccountEventKind, UnindexedAccountEvent,
    error::{ApiError, OrderError},
    order::{
        OrderEvent, OrderKey, OrderKind, TimeInForce,
        id::{ClientOrderId, OrderId, StrategyId},
        request::{RequestCancel, RequestOpen},
        state::{ActiveOrderState, InactiveOrderState, OrderState, UnindexedOrderState},
    },
};
use barter_instrument::{
    Side, Underlying,
    asset::name::AssetNameExchange,
    exchange::ExchangeId,
    instrument::{
        Instrument,
        kind::InstrumentKind,
        name::InstrumentNameExchange,
        quote::InstrumentQuoteAsset,
        spec::{InstrumentSpec, InstrumentSpecNotional, InstrumentSpecPrice, InstrumentSpecQuantity, OrderQuantityUnits},
    },
};
use barter_sim::{
    Fees, Margin, Matching, NamedConfig, NamedError, NamedExchange, SizeRule,
    named::{Answer, Request},
};
use rust_decimal::Decimal;

const GTC: TimeInForce = TimeInForce::GoodUntilCancelled { post_only: false };
const POST_ONLY: TimeInForce = TimeInForce::GoodUntilCancelled { post_only: true };
const IOC: TimeInForce = TimeInForce::ImmediateOrCancel;

fn d(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap()
}

fn name() -> InstrumentNameExchange {
    InstrumentNameExchange::new("BTCUSDT")
}

fn instrument(spec: Option<InstrumentSpec<AssetNameExchange>>) -> Instrument<ExchangeId, AssetNameExchange> {
    Instrument {
        exchange: ExchangeId::BinanceSpot,
        name_internal: "binance_spot-btc_usdt".into(),
        name_exchange: name(),
        underlying: Underlying::new(AssetNameExchange::new("BTC"), AssetNameExchange::new("USDT")),
        quote: InstrumentQuoteAsset::UnderlyingQuote,
        kind: InstrumentKind::Spot,
        spec,
    }
}

fn config(latency: i64) -> NamedConfig {
    NamedConfig {
        exchange: ExchangeId::BinanceSpot,
        instruments: vec![instrument(None)],
        balances: vec![(AssetNameExchange::new("USDT"), d("1000")), (AssetNameExchange::new("BTC"), d("1"))],
        matching: Matching::TopOfBook {
            size: SizeRule::Unlimited,
            cap_at_trade: false,
        },
        fees: Fees {
            maker: Decimal::ZERO,
            taker: d("0.001"),
        },
        margin: Margin::default(),
        max_quote_age: None,
        entry_latency: latency,
        response_latency: latency,
    }
}

fn exchange(latency: i64) -> NamedExchange {
    let mut exchange = NamedExchange::new(config(latency), 0).unwrap();
    exchange
        .quote(0, &name(), Some((d("99"), d("1"))), Some((d("101"), d("1"))))
        .unwrap();
    exchange
}

fn key(cid: &str) -> OrderKey<ExchangeId, InstrumentNameExchange> {
    OrderKey {
        exchange: ExchangeId::BinanceSpot,
        instrument: name(),
        strategy: StrategyId::new("s"),
        cid: ClientOrderId::new(cid),
    }
}

fn open(cid: &str, side: Side, price: &str, quantity: &str, time_in_force: TimeInForce) -> Request {
    let kind = if price == "0" { OrderKind::Market } else { OrderKind::Limit };
    Request::Open(OrderEvent {
        key: key(cid),
        state: RequestOpen::new(side, d(price), d(quantity), kind, time_in_force),
    })
}

fn cancel(cid: &str, id: Option<&str>) -> Request {
    Request::Cancel(OrderEvent {
        key: key(cid),
        state: RequestCancel::new(id.map(OrderId::new)),
    })
}

/// The answer, as soon as it comes.
fn ask(exchange: &mut NamedExchange, request: Request) -> Answer {
    let ticket = exchange.send(request);
    loop {
        if let Some(answer) = exchange.answer(ticket) {
            return answer;
        }
        let due = exchange.next_time().unwrap();
        exchange.advance(due).unwrap();
    }
}

fn state(exchange: &mut NamedExchange, request: Request) -> UnindexedOrderState {
    match ask(exchange, request) {
        Answer::Open(order) => order.state,
        other => panic!("{other:?}"),
    }
}

fn refusal(state: UnindexedOrderState) -> ApiError<AssetNameExchange, InstrumentNameExchange> {
    match state {
        OrderState::Inactive(InactiveOrderState::OpenFailed(OrderError::Rejected(error))) => error,
        other => panic!("{other:?}"),
    }
}

fn totals(exchange: &NamedExchange) -> Vec<(String, Decimal, Decimal)> {
    let balances = exchange.balances(None).unwrap();
    let shown = |balance: &barter_execution::balance::AssetBalance<AssetNameExchange>| {
        (
            balance.asset.to_string(),
            balance.balance.total.normalize(),
            balance.balance.free.normalize(),
        )
    };
    balances.iter().map(shown).collect()
}

fn kinds(exchange: &mut NamedExchange) -> Vec<&'static str> {
    let mut found = Vec::new();
    while let Some(UnindexedAccountEvent { kind, .. }) = exchange.next_event() {
        found.push(match kind {
            AccountEventKind::Snapshot(_) => "snapshot",
            AccountEventKind::BalanceSnapshot(_) => "balance",
            AccountEventKind::OrderSnapshot(_) => "order",
            AccountEventKind::OrderCancelled(_) => "cancelled",
            AccountEventKind::Trade(_) => "trade",
        });
    }
    found
}

#[test]
fn a_limit_order_rests_and_fills_at_what_is_fed_and_both_legs_move() {
    let mut exchange = exchange(0);
    let resting = state(&mut exchange, open("1", Side::Buy, "98", "2", GTC));
    assert!(matches!(resting, OrderState::Active(ActiveOrderState::Open(open)) if open.filled_quantity.is_zero()));
    assert_eq!(totals(&exchange)[1], ("USDT".into(), d("1000"), d("803.804")));
    exchange
        .quote(5, &name(), Some((d("97"), d("1"))), Some((d("98"), d("1"))))
        .unwrap();
    assert_eq!(kinds(&mut exchange), ["order", "balance", "order", "balance", "balance", "trade"]);
    assert_eq!(
        totals(&exchange),
        [("BTC".into(), d("3"), d("3")), ("USDT".into(), d("804"), d("804"))]
    );
    assert!(exchange.open_orders(None).is_empty());
    let trades = exchange.trades(0);
    assert_eq!(
        (trades[0].price, trades[0].quantity, trades[0].fees.fees),
        (d("98"), d("2"), d("0"))
    );
}

#[test]
fn a_market_order_fills_at_the_touch_and_pays_the_fee() {
    let mut exchange = exchange(0);
    assert_eq!(
        state(&mut exchange, open("1", Side::Sell, "0", "1", IOC)),
        OrderState::fully_filled()
    );
    assert_eq!(
        totals(&exchange),
        [("BTC".into(), d("0"), d("0")), ("USDT".into(), d("1098.901"), d("1098.901"))]
    );
}

#[test]
fn requests_arrive_after_the_entry_latency_and_answers_after_the_response_latency() {
    let mut exchange = exchange(5);
    let ticket = exchange.send(open("1", Side::Buy, "98", "1", GTC));
    exchange.advance(4).unwrap();
    assert!(exchange.open_orders(None).is_empty());
    exchange.advance(5).unwrap();
    assert_eq!(exchange.open_orders(None).len(), 1);
    assert_eq!((exchange.answer(ticket), kinds(&mut exchange).len()), (None, 0));
    assert_eq!(exchange.next_time(), Some(10));
    exchange.advance(10).unwrap();
    assert!(exchange.answer(ticket).is_some());
    assert!(exchange.answer(ticket).is_none(), "an answer is given once");
    assert_eq!(kinds(&mut exchange), ["order", "balance"]);
    assert_eq!(exchange.next_time(), None);
}

#[test]
fn a_cancel_that_overtakes_nothing_reaches_an_order_sent_before_it() {
    let mut exchange = exchange(5);
    exchange.send(open("1", Side::Buy, "98", "1", GTC));
    let Answer::Cancel(response) = ask(&mut exchange, cancel("1", None)) else {
        panic!()
    };
    assert_eq!(response.state.unwrap().id, OrderId::new("1"));
    assert_eq!(totals(&exchange)[1], ("USDT".into(), d("1000"), d("1000")));
}

#[test]
fn cancels_are_answered_with_upstreams_errors() {
    let mut exchange = exchange(0);
    let mut cancelled = |request| match ask(&mut exchange, request) {
        Answer::Cancel(response) => response.state.map(|_| ()),
        Answer::Open(_) => Ok(()),
        other => panic!("{other:?}"),
    };
    let rejected = |error| Err(OrderError::Rejected(error));
    cancelled(open("1", Side::Buy, "98", "1", GTC)).unwrap();
    cancelled(open("2", Side::Buy, "0", "1", IOC)).unwrap();
    assert!(matches!(
        cancelled(cancel("1", Some("77"))),
        Err(OrderError::Rejected(ApiError::OrderRejected(text))) if text.starts_with("order_not_found")
    ));
    assert_eq!(cancelled(cancel("1", Some("1"))), Ok(()));
    assert_eq!(cancelled(cancel("1", None)), rejected(ApiError::OrderAlreadyCancelled));
    assert_eq!(cancelled(cancel("2", None)), rejected(ApiError::OrderAlreadyFullyFilled));
    assert!(matches!(
        cancelled(cancel("3", None)),
        Err(OrderError::Rejected(ApiError::OrderRejected(text))) if text.starts_with("order_not_found")
    ));
}

#[test]
fn an_id_opens_one_order() {
    let mut exchange = exchange(0);
    state(&mut exchange, open("1", Side::Buy, "98", "1", GTC));
    let again = refusal(state(&mut exchange, open("1", Side::Buy, "98", "1", GTC)));
    assert!(matches!(again, ApiError::OrderRejected(text) if text.starts_with("duplicate_client_order_id")));
    assert_eq!(exchange.open_orders(None).len(), 1);
}

#[test]
fn what_the_exchange_refuses_says_why() {
    let mut exchange = exchange(0);
    assert!(matches!(
        refusal(state(&mut exchange, open("1", Side::Buy, "98", "11", GTC))),
        ApiError::BalanceInsufficient(asset, _) if asset == AssetNameExchange::new("USDT")
    ));
    assert!(matches!(
        refusal(state(&mut exchange, open("2", Side::Sell, "120", "2", GTC))),
        ApiError::BalanceInsufficient(asset, _) if asset == AssetNameExchange::new("BTC")
    ));
    assert!(matches!(
        refusal(state(&mut exchange, open("3", Side::Buy, "101", "1", POST_ONLY))),
        ApiError::OrderRejected(text) if text.starts_with("post_only_would_take")
    ));
    let Request::Open(mut request) = open("4", Side::Buy, "98", "1", GTC) else {
        panic!()
    };
    request.key.instrument = InstrumentNameExchange::new("NOSUCH");
    assert!(matches!(
        refusal(state(&mut exchange, Request::Open(request))),
        ApiError::InstrumentInvalid(name, text) if name == InstrumentNameExchange::new("NOSUCH") && text.contains("BTCUSDT")
    ));
    let Request::Open(mut request) = open("5", Side::Buy, "98", "1", GTC) else {
        panic!()
    };
    request.key.exchange = ExchangeId::Kraken;
    assert!(matches!(
        refusal(state(&mut exchange, Request::Open(request))),
        ApiError::OrderRejected(text) if text.starts_with("wrong_exchange")
    ));
    assert_eq!(totals(&exchange)[1], ("USDT".into(), d("1000"), d("1000")));
}

#[test]
fn rules_of_the_instrument_are_enforced() {
    let mut config = config(0);
    config.instruments = vec![instrument(Some(InstrumentSpec {
        price: InstrumentSpecPrice {
            min: d("1"),
            tick_size: d("0.5"),
        },
        quantity: InstrumentSpecQuantity {
            unit: OrderQuantityUnits::Asset(AssetNameExchange::new("BTC")),
            min: d("0.1"),
            increment: d("0.1"),
        },
        notional: InstrumentSpecNotional { min: d("10") },
    }))];
    let mut exchange = NamedExchange::new(config, 0).unwrap();
    exchange
        .quote(0, &name(), Some((d("99"), d("1"))), Some((d("101"), d("1"))))
        .unwrap();
    let cases = [
        ("98.25", "0.2", "price_filter"),
        ("0.5", "1", "price_filter"),
        ("98", "0.25", "lot_size"),
        ("98", "0.05", "lot_size"),
        ("98", "0.1", "below_minimum_notional"),
    ];
    for (position, (price, quantity, code)) in cases.into_iter().enumerate() {
        let error = refusal(state(&mut exchange, open(&position.to_string(), Side::Buy, price, quantity, GTC)));
        assert!(
            matches!(&error, ApiError::OrderRejected(text) if text.starts_with(code)),
            "{price} {quantity}: {error:?}"
        );
    }
    assert!(matches!(
        state(&mut exchange, open("ok", Side::Buy, "98.5", "0.2", GTC)),
        OrderState::Active(_)
    ));
}

#[test]
fn end_of_day_orders_expire_at_midnight() {
    let mut exchange = exchange(0);
    state(&mut exchange, open("1", Side::Buy, "98", "1", TimeInForce::GoodUntilEndOfDay));
    kinds(&mut exchange);
    assert_eq!(exchange.next_time(), Some(86_400_000_000_000));
    exchange.advance(86_400_000_000_000).unwrap();
    assert_eq!(kinds(&mut exchange), ["order", "balance"]);
    assert!(exchange.open_orders(None).is_empty());
}

#[test]
fn an_unfilled_immediate_order_ends_cancelled() {
    let mut exchange = exchange(0);
    assert!(matches!(
        state(&mut exchange, open("1", Side::Buy, "98", "1", IOC)),
        OrderState::Inactive(InactiveOrderState::Cancelled(_))
    ));
}

#[test]
fn snapshots_name_what_was_asked_for() {
    let mut exchange = exchange(3);
    state(&mut exchange, open("1", Side::Buy, "98", "1", GTC));
    let request = Request::Snapshot {
        assets: Some(vec![AssetNameExchange::new("USDT")]),
        instruments: None,
    };
    let Answer::Snapshot(snapshot) = ask(&mut exchange, request) else {
        panic!()
    };
    assert_eq!(snapshot.balances.len(), 1);
    assert_eq!(snapshot.instruments[0].orders.len(), 1);
    let Answer::Balances(none) = ask(&mut exchange, Request::Balances(Some(Vec::new()))) else {
        panic!()
    };
    assert!(none.is_empty());
}

#[test]
fn settings_that_make_no_exchange_are_refused() {
    let refused = |config: NamedConfig| NamedExchange::new(config, 0).unwrap_err();
    let mut twice = config(0);
    twice.instruments.push(instrument(None));
    assert!(matches!(
        refused(twice),
        NamedError::Config {
            argument: "instruments",
            ..
        }
    ));
    let mut other = config(0);
    other.balances.push((AssetNameExchange::new("ETH"), d("1")));
    assert!(refused(other).to_string().contains("its assets are BTC, USDT"));
    let mut empty = config(0);
    empty.instruments.clear();
    assert!(matches!(
        refused(empty),
        NamedError::Config {
            argument: "instruments",
            ..
        }
    ));
    assert!(matches!(refused(config(-1)), NamedError::Config { argument: "latency", .. }));
    let mut exchange = exchange(0);
    exchange.advance(10).unwrap();
    assert_eq!(exchange.advance(9), Err(NamedError::Past { given: 9, now: 10 }));
    let unknown = exchange.trade(10, &InstrumentNameExchange::new("X"), d("1"), d("1"), None);
    assert!(unknown.unwrap_err().to_string().contains("it lists BTCUSDT"));
}
