//! A small run whose every figure is worked out by hand.

use barter_stats::{
    Counters, DAY_NS, EquityRow, FillRow, OrderRow, OrderStatus, PeriodEnd, PositionRow, Reference, RunInput, Settings, Side, Stat,
    StatValue, run_stats,
};
use rust_decimal::Decimal;
use std::str::FromStr;

const SECOND: i64 = 1_000_000_000;

fn d(text: &str) -> Decimal {
    Decimal::from_str(text).unwrap()
}

fn settings() -> Settings {
    Settings {
        report_currency: "usdt".into(),
        ..Settings::default()
    }
}

fn equity(time: i64, equity: &str, realised: &str, unrealised: &str) -> EquityRow {
    EquityRow {
        time,
        equity: Some(d(equity)),
        realised_pnl: Some(d(realised)),
        unrealised_pnl: Some(d(unrealised)),
    }
}

fn fill(time: i64, side: Side, price: &str, quantity: &str, fee: &str, position_after: &str) -> FillRow {
    FillRow {
        time,
        instrument: 0,
        side,
        price: d(price),
        quantity: d(quantity),
        value: Some(d(price) * d(quantity)),
        fee: Some(d(fee)),
        is_maker: d(fee).is_sign_negative(),
        position_after: d(position_after),
        mid_at_decision: None,
        mark_at_arrival: None,
        mark_after: [None; 3],
        quote_age_ns: None,
        quantity_beyond_displayed: Decimal::ZERO,
    }
}

/// Rows at the ends of periods.
fn ends(rows: &[EquityRow]) -> Vec<PeriodEnd> {
    rows.iter()
        .map(|row| PeriodEnd {
            time: row.time,
            equity: row.equity,
        })
        .collect()
}

fn order(status: OrderStatus, quantity: &str, filled: &str) -> OrderRow {
    OrderRow {
        status,
        quantity: d(quantity),
        filled_quantity: d(filled),
    }
}

fn input<'a>(settings: &'a Settings, equity: &'a [EquityRow], fills: &'a [FillRow]) -> RunInput<'a> {
    RunInput {
        settings,
        span: Some((0, 100 * SECOND)),
        status: "completed",
        equity,
        period_ends: &[],
        mean_equity: None,
        fills,
        positions: &[],
        orders: &[],
        funding: None,
        max_drawdown: None,
        max_drawdown_duration_ns: None,
        max_gross_exposure: None,
        references: &[],
        counters: Counters::default(),
    }
}

fn stat<'a>(stats: &'a [Stat], name: &str) -> &'a Stat {
    stats
        .iter()
        .find(|stat| stat.name == name)
        .unwrap_or_else(|| panic!("no statistic {name}"))
}

fn decimal(stats: &[Stat], name: &str) -> Decimal {
    match &stat(stats, name).value {
        Some(StatValue::Decimal(value)) => *value,
        other => panic!("{name}: {other:?}"),
    }
}

fn float(stats: &[Stat], name: &str) -> f64 {
    match &stat(stats, name).value {
        Some(StatValue::Float(value)) => *value,
        other => panic!("{name}: {other:?}"),
    }
}

fn int(stats: &[Stat], name: &str) -> i64 {
    match &stat(stats, name).value {
        Some(StatValue::Int(value)) => *value,
        other => panic!("{name}: {other:?}"),
    }
}

fn reason<'a>(stats: &'a [Stat], name: &str) -> &'a str {
    let stat = stat(stats, name);
    assert_eq!(stat.value, None, "{name}");
    stat.reason_if_null.as_deref().unwrap()
}

fn near(left: f64, right: f64) -> bool {
    (left - right).abs() <= 1e-12 * right.abs().max(1e-300)
}

#[test]
fn money_adds_up_and_net_is_gross_less_fees_plus_rebates() {
    let settings = settings();
    let fills = [
        fill(10 * SECOND, Side::Buy, "100", "2", "0.3", "2"),
        fill(40 * SECOND, Side::Sell, "110", "2", "-0.1", "0"),
    ];
    let rows = [
        equity(0, "1000", "0", "0"),
        equity(10 * SECOND, "999.7", "0", "0"),
        equity(40 * SECOND, "1019.8", "20", "0"),
        equity(100 * SECOND, "1019.8", "20", "0"),
    ];
    let mut input = input(&settings, &rows, &fills);
    input.mean_equity = Some(1011.79);
    let stats = run_stats(&input);
    assert_eq!(decimal(&stats, "pnl_gross"), d("20"));
    assert_eq!(decimal(&stats, "fees"), d("0.3"));
    assert_eq!(decimal(&stats, "rebates"), d("0.1"));
    assert_eq!(decimal(&stats, "pnl_net"), d("19.8"));
    assert_eq!(decimal(&stats, "inventory_pnl"), d("0"));
    assert_eq!(decimal(&stats, "total_return"), d("0.0198"));
    assert_eq!(reason(&stats, "funding"), "not modelled");
    assert_eq!(decimal(&stats, "traded_value"), d("420"));
    // 220 / 420 as maker, to 18 digits.
    assert_eq!(decimal(&stats, "maker_ratio"), d("0.523809523809523810"));
    // Flat before 10 s and after 40 s.
    assert!(near(float(&stats, "exposure_time"), 0.3));
    assert!(near(float(&stats, "turnover"), 420.0 / 1011.79));
    assert_eq!(stat(&stats, "pnl_net").unit, "usdt");
}

#[test]
fn round_trips_count_after_fees_and_leave_open_positions_out() {
    let settings = settings();
    let row = |pnl: &str, is_open| PositionRow {
        is_open,
        pnl_net: Some(d(pnl)),
    };
    let positions = [
        row("3", false),
        row("-1", false),
        row("2", false),
        row("0", false),
        row("-50", true),
    ];
    let mut input = input(&settings, &[], &[]);
    input.positions = &positions;
    let stats = run_stats(&input);
    assert_eq!((int(&stats, "round_trips"), int(&stats, "open_positions")), (4, 1));
    // A result of 0 is neither won nor lost.
    assert_eq!(decimal(&stats, "win_rate"), d("0.5"));
    assert_eq!(decimal(&stats, "profit_factor"), d("5"));
    assert_eq!(decimal(&stats, "expectancy"), d("1"));
    assert_eq!(decimal(&stats, "average_win"), d("2.5"));
    assert_eq!(decimal(&stats, "average_loss"), d("-1"));
}

#[test]
fn without_a_loss_the_profit_factor_is_null_and_not_infinite() {
    let settings = settings();
    let positions = [PositionRow {
        is_open: false,
        pnl_net: Some(d("3")),
    }];
    let mut input = input(&settings, &[], &[]);
    input.positions = &positions;
    let stats = run_stats(&input);
    assert_eq!(reason(&stats, "profit_factor"), "no losing round trip");
    assert_eq!(reason(&stats, "average_loss"), "no losing round trip");
    assert_eq!(decimal(&stats, "win_rate"), d("1"));
}

#[test]
fn annualised_figures_are_null_below_thirty_periods() {
    let settings = settings();
    let rows: Vec<EquityRow> = (0..30)
        .map(|day| equity(day * DAY_NS, &(1000 + day).to_string(), "0", "0"))
        .collect();
    let ends = ends(&rows);
    let mut input = input(&settings, &rows, &[]);
    input.period_ends = &ends;
    let stats = run_stats(&input);
    assert_eq!(int(&stats, "periods"), 29);
    for name in ["volatility", "sharpe", "sortino", "cagr", "calmar"] {
        assert_eq!(reason(&stats, name), "29 whole periods of 1 d; 30 are needed", "{name}");
    }
}

#[test]
fn annualised_figures_follow_their_formulas_on_daily_returns() {
    let settings = settings();
    // Up 1 %, down 0.5 %, in turn: 40 returns.
    let mut value = 1000.0_f64;
    let mut rows = vec![equity(0, "1000", "0", "0")];
    let mut returns = Vec::new();
    for day in 1..=40_i64 {
        let before = value;
        value *= if day % 2 == 1 { 1.01 } else { 0.995 };
        let text = format!("{value:.9}");
        value = text.parse().unwrap();
        returns.push(value / before - 1.0);
        rows.push(equity(day * DAY_NS, &text, "0", "0"));
    }
    let mut input = input(&settings, &rows, &[]);
    input.max_drawdown = Some(d("0.005"));
    let ends = ends(&rows);
    input.period_ends = &ends;
    let stats = run_stats(&input);
    let count = returns.len() as f64;
    let mean = returns.iter().sum::<f64>() / count;
    let deviation = (returns.iter().map(|one| (one - mean).powi(2)).sum::<f64>() / (count - 1.0)).sqrt();
    let downside = (returns.iter().map(|one| one.min(0.0).powi(2)).sum::<f64>() / count).sqrt();
    let year = 365_f64.sqrt();
    let cagr = (value / 1000.0).powf(365.0 / 40.0) - 1.0;
    assert_eq!(int(&stats, "periods"), 40);
    assert!(near(float(&stats, "volatility"), deviation * year));
    assert!(near(float(&stats, "sharpe"), mean / deviation * year));
    assert!(near(float(&stats, "sortino"), mean / downside * year));
    assert!(near(float(&stats, "cagr"), cagr));
    assert!(near(float(&stats, "calmar"), cagr / 0.005));
}

#[test]
fn equity_that_never_moves_has_no_sharpe_ratio() {
    let settings = settings();
    let rows: Vec<EquityRow> = (0..=40).map(|day| equity(day * DAY_NS, "1000", "0", "0")).collect();
    let ends = ends(&rows);
    let mut input = input(&settings, &rows, &[]);
    input.period_ends = &ends;
    let stats = run_stats(&input);
    assert_eq!(float(&stats, "volatility"), 0.0);
    assert_eq!(reason(&stats, "sharpe"), "returns do not vary");
    assert_eq!(reason(&stats, "sortino"), "no period below the risk-free return");
}

#[test]
fn returns_go_from_end_to_end_of_periods_whatever_rows_the_table_has() {
    let settings = Settings {
        minimum_periods: 2,
        ..settings()
    };
    let rows = [equity(DAY_NS / 2, "100", "0", "0"), equity(3 * DAY_NS + 5, "60.5", "0", "0")];
    let end = |day: i64, equity: Option<&str>| PeriodEnd {
        time: day * DAY_NS,
        equity: equity.map(d),
    };
    let ends = [end(1, Some("110")), end(2, Some("121")), end(3, Some("121"))];
    let mut input = input(&settings, &rows, &[]);
    input.period_ends = &ends;
    let stats = run_stats(&input);
    assert_eq!(int(&stats, "periods"), 2);
    let (first, second) = (121.0 / 110.0 - 1.0, 0.0_f64);
    let mean = (first + second) / 2.0;
    let deviation = f64::hypot(first - mean, second - mean);
    assert!(near(float(&stats, "volatility"), deviation * 365_f64.sqrt()));
    // A stand-in for what is not known would be a made-up return.
    let ends = [end(1, Some("110")), end(2, None), end(3, Some("121"))];
    input.period_ends = &ends;
    assert_eq!(
        reason(&run_stats(&input), "volatility"),
        "equity is not known at the end of a period"
    );
}

#[test]
fn slippage_and_mark_outs_are_weighted_by_value_and_signed_by_side() {
    let settings = settings();
    let mut bought = fill(0, Side::Buy, "101", "1", "0", "1");
    bought.mid_at_decision = Some(d("100"));
    bought.mark_at_arrival = Some(d("101"));
    bought.mark_after = [Some(d("102")), Some(d("100")), None];
    let mut sold = fill(SECOND, Side::Sell, "99", "3", "0", "-2");
    sold.mid_at_decision = Some(d("100"));
    sold.mark_after = [Some(d("98")), None, None];
    let fills = [bought, sold];
    let stats = run_stats(&input(&settings, &[], &fills));
    let weights = (101.0, 297.0);
    let mean = |one: f64, two: f64| (weights.0 * one + weights.1 * two) / (weights.0 + weights.1);
    assert!(near(float(&stats, "slippage_decision"), mean(0.01, 0.01)));
    // Only the first order has a mark at arrival.
    assert_eq!(float(&stats, "slippage_arrival"), 0.0);
    assert!(near(float(&stats, "mark_out_1s"), mean(1.0 / 101.0, 1.0 / 99.0)));
    assert!(near(float(&stats, "mark_out_10s"), -1.0 / 101.0));
    assert_eq!(reason(&stats, "mark_out_60s"), "no fill has a mark at the horizon");
}

#[test]
fn counters_of_truth_are_counts_and_what_was_not_measured_is_null() {
    let settings = settings();
    let mut beyond = fill(0, Side::Buy, "10", "4", "0", "4");
    beyond.quantity_beyond_displayed = d("1");
    beyond.quote_age_ns = Some(2 * SECOND);
    let mut within = fill(1, Side::Sell, "10", "4", "0", "0");
    within.quote_age_ns = Some(SECOND);
    let fills = [beyond, within];
    let orders = [
        order(OrderStatus::Filled, "4", "4"),
        order(OrderStatus::Cancelled, "4", "1"),
        order(OrderStatus::Refused, "4", "0"),
        order(OrderStatus::Open, "2", "0"),
        order(OrderStatus::Pending, "2", "0"),
    ];
    let mut input = input(&settings, &[], &fills);
    input.orders = &orders;
    input.counters = Counters {
        events: Some(10),
        undelivered: Some(3),
        gaps: None,
        crossed_quotes: Some(0),
        inferred_times: Some(1),
        rows: Some(8),
    };
    let stats = run_stats(&input);
    assert!(near(float(&stats, "share_beyond_displayed"), 0.125));
    assert_eq!((int(&stats, "fills_beyond_displayed"), int(&stats, "stale_fills")), (1, 1));
    assert_eq!(
        (int(&stats, "events"), int(&stats, "undelivered"), int(&stats, "crossed_quotes")),
        (10, 3, 0)
    );
    assert_eq!(decimal(&stats, "share_inferred_times"), d("0.125"));
    assert_eq!(reason(&stats, "gaps"), "not measured");
    // Orders sent: filled whole, a quarter, and not at all.
    assert!(near(float(&stats, "fill_ratio"), 1.25 / 3.0));
    assert_eq!(
        (int(&stats, "orders"), int(&stats, "orders_refused"), int(&stats, "orders_open")),
        (5, 1, 2)
    );
}

#[test]
fn buy_and_hold_is_the_mean_over_instruments() {
    let settings = settings();
    let reference = |first: &str, last: &str| Reference {
        first_mark: Some(d(first)),
        last_mark: Some(d(last)),
    };
    let references = [reference("100", "110"), reference("50", "40")];
    let mut input = input(&settings, &[], &[]);
    input.references = &references;
    assert_eq!(decimal(&run_stats(&input), "buy_and_hold_return"), d("-0.05"));
    let unknown = [
        references[0],
        Reference {
            first_mark: None,
            last_mark: None,
        },
    ];
    input.references = &unknown;
    assert_eq!(reason(&run_stats(&input), "buy_and_hold_return"), "an instrument never had a mark");
}

#[test]
fn what_has_no_value_in_the_report_currency_is_null_and_never_zero() {
    let settings = settings();
    let mut foreign = fill(0, Side::Buy, "10", "4", "0", "4");
    foreign.value = None;
    foreign.fee = None;
    let fills = [foreign];
    let rows = [EquityRow {
        time: 0,
        equity: None,
        realised_pnl: None,
        unrealised_pnl: None,
    }];
    let stats = run_stats(&input(&settings, &rows, &fills));
    for name in [
        "equity_start",
        "equity_final",
        "total_return",
        "pnl_gross",
        "fees",
        "pnl_net",
        "traded_value",
        "turnover",
        "maker_ratio",
    ] {
        assert!(!reason(&stats, name).is_empty(), "{name}");
    }
}

#[test]
fn every_statistic_has_a_unit_a_definition_and_either_a_value_or_a_reason() {
    let settings = settings();
    let stats = run_stats(&input(&settings, &[], &[]));
    for stat in &stats {
        assert!(!stat.unit.is_empty() && !stat.definition.is_empty(), "{}", stat.name);
        assert_ne!(stat.value.is_some(), stat.reason_if_null.is_some(), "{}", stat.name);
    }
    let mut names: Vec<_> = stats.iter().map(|stat| stat.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), stats.len());
}
