//! The statistics of one run, in the order in which they are printed.

use crate::{
    exact, execution, exposure,
    figure::{Figure, Null, Stat, StatValue, Unit},
    input::{MARK_OUT_SECONDS, OrderStatus, RunInput},
    returns,
    round_trips::RoundTrips,
};
use rust_decimal::Decimal;
use std::borrow::Cow;

const SECOND_NS: i64 = 1_000_000_000;

struct Sheet<'a> {
    input: &'a RunInput<'a>,
    stats: Vec<Stat>,
}

impl Sheet<'_> {
    fn put<T: Into<StatValue>>(&mut self, name: &'static str, unit: Unit, definition: impl Into<Cow<'static, str>>, figure: Figure<T>) {
        let unit = match unit {
            Unit::Fraction => "fraction",
            Unit::FractionPerYear => "fraction/year",
            Unit::Money => self.input.settings.report_currency.as_str(),
            Unit::Count => "count",
            Unit::Ratio => "ratio",
            Unit::Time => "ns since epoch",
            Unit::Duration => "ns",
            Unit::Text => "text",
        };
        self.stats.push(Stat::new(name, figure, unit.to_owned(), definition));
    }

    fn count(&mut self, name: &'static str, definition: &'static str, count: usize) {
        self.put(name, Unit::Count, definition, Ok(count as i64));
    }
}

/// All statistics of a run (docs/simulation.md, Result).
pub fn run_stats(input: &RunInput<'_>) -> Vec<Stat> {
    let mut sheet = Sheet {
        input,
        stats: Vec::with_capacity(64),
    };
    span(&mut sheet);
    money(&mut sheet);
    risk(&mut sheet);
    orders(&mut sheet);
    activity(&mut sheet);
    trips(&mut sheet);
    quality_of_execution(&mut sheet);
    counters(&mut sheet);
    sheet.stats
}

fn span(sheet: &mut Sheet<'_>) {
    let input = sheet.input;
    let span = input.span.ok_or(Null::from("nothing happened"));
    sheet.put(
        "start",
        Unit::Time,
        "first instant of the run",
        span.clone().map(|(start, _)| start),
    );
    sheet.put("end", Unit::Time, "last instant of the run", span.clone().map(|(_, end)| end));
    sheet.put(
        "duration",
        Unit::Duration,
        "end − start",
        span.and_then(|(start, end)| end.checked_sub(start).ok_or(Null::from("too large"))),
    );
    sheet.put(
        "events",
        Unit::Count,
        "market rows that acted at the exchange until the end",
        measured(input.counters.events),
    );
    sheet.put("status", Unit::Text, "how the run ended", Ok(input.status));
}

fn money(sheet: &mut Sheet<'_>) {
    let input = sheet.input;
    let (start, last) = equity_ends(input);
    sheet.put(
        "equity_start",
        Unit::Money,
        "equity at the first instant when every asset held had a value",
        start.clone(),
    );
    sheet.put("equity_final", Unit::Money, "equity at the end, positions at mark", last.clone());
    sheet.put(
        "total_return",
        Unit::Fraction,
        "(equity_final − equity_start) / equity_start",
        both(start.clone(), last.clone()).and_then(|(start, last)| returns::total_return(start, last)),
    );

    let gross = gross(input);
    let fees = execution::fees_and_rebates(input.fills);
    let net = gross.clone().and_then(|gross| {
        let (paid, rebates) = fees.clone()?;
        exact::sum([gross, -paid, rebates, input.funding.unwrap_or_default()])
    });
    sheet.put(
        "pnl_gross",
        Unit::Money,
        "realised + unrealised result of own fills, before fees",
        gross,
    );
    sheet.put(
        "fees",
        Unit::Money,
        "fees paid, without rebates",
        fees.clone().map(|(paid, _)| paid),
    );
    sheet.put("rebates", Unit::Money, "negative fees received", fees.map(|(_, rebates)| rebates));
    sheet.put(
        "funding",
        Unit::Money,
        "funding received − paid",
        input.funding.ok_or(Null::from("not modelled")),
    );
    sheet.put("pnl_net", Unit::Money, "pnl_gross − fees + rebates + funding", net.clone());
    sheet.put(
        "inventory_pnl",
        Unit::Money,
        "(equity_final − equity_start) − pnl_net: change in value of what was held before the first fill",
        both(both(start, last), net).and_then(|((start, last), net)| exact::subtract(exact::subtract(last, start)?, net)),
    );
}

fn risk(sheet: &mut Sheet<'_>) {
    let input = sheet.input;
    let settings = input.settings;
    let drawdown = input.max_drawdown.ok_or(Null::from("equity was never known and positive"));
    sheet.put(
        "max_drawdown",
        Unit::Fraction,
        "largest (peak − equity) / peak, followed on every change of a mark",
        drawdown.clone(),
    );
    sheet.put(
        "max_drawdown_duration",
        Unit::Duration,
        "longest time below a peak of equity, until equity was back at it or the run ended",
        input.max_drawdown_duration_ns.ok_or(Null::from("equity was never known")),
    );

    let period = period_text(settings.period_ns);
    let per_year = settings.periods_per_year;
    let free = exact::float(settings.risk_free_return) / per_year;
    let all = equity_ends(input).0.and_then(|_| returns::period_returns(input.period_ends));
    let enough = all.clone().and_then(|all| {
        if all.len() < settings.minimum_periods {
            return Err(Null::from(format!(
                "{} whole periods of {period}; {} are needed",
                all.len(),
                settings.minimum_periods
            )));
        }
        Ok(all)
    });
    sheet.put(
        "periods",
        Unit::Count,
        format!("whole periods of {period} (aligned to UTC) with a return"),
        all.map(|all| all.len() as i64),
    );
    let basis = format!("simple returns per {period}, {per_year} a year");
    sheet.put(
        "volatility",
        Unit::FractionPerYear,
        format!("sample deviation × √{per_year} of {basis}"),
        enough.clone().and_then(|all| returns::volatility(&all, per_year)),
    );
    let rate = settings.risk_free_return.normalize();
    sheet.put(
        "sharpe",
        Unit::Ratio,
        format!("mean excess over {rate} a year / sample deviation × √{per_year} of {basis}"),
        enough.clone().and_then(|all| returns::sharpe(&all, free, per_year)),
    );
    sheet.put(
        "sortino",
        Unit::Ratio,
        format!("mean excess over {rate} a year / √mean(min(excess, 0)²) × √{per_year} of {basis}"),
        enough.clone().and_then(|all| returns::sortino(&all, free, per_year)),
    );
    let (start, last) = equity_ends(input);
    let year_ns = settings.period_ns as f64 * per_year;
    let cagr = enough.and_then(|_| {
        let (start, last) = both(start, last)?;
        let known = input.equity.iter().filter(|row| row.equity.is_some()).map(|row| row.time);
        let duration = known
            .clone()
            .next_back()
            .zip(known.clone().next())
            .map_or(0, |(end, start)| end.saturating_sub(start));
        returns::cagr(start, last, duration, year_ns)
    });
    sheet.put(
        "cagr",
        Unit::FractionPerYear,
        format!("(equity_final / equity_start)^(year / time between) − 1; a year is {per_year} × {period}"),
        cagr.clone(),
    );
    sheet.put(
        "calmar",
        Unit::Ratio,
        "cagr / max_drawdown",
        both(cagr, drawdown).and_then(|(cagr, drawdown)| returns::calmar(cagr, drawdown)),
    );
}

fn orders(sheet: &mut Sheet<'_>) {
    let orders = sheet.input.orders;
    let of = |status: OrderStatus| orders.iter().filter(|order| order.status == status).count();
    sheet.count("orders", "orders the strategy asked for, refused ones too", orders.len());
    sheet.count("orders_filled", "orders filled whole", of(OrderStatus::Filled));
    sheet.count(
        "orders_refused",
        "refused before they were sent (validation, risk, warm-up)",
        of(OrderStatus::Refused),
    );
    sheet.count("orders_rejected", "rejected by the exchange", of(OrderStatus::Rejected));
    sheet.count(
        "orders_cancelled",
        "cancelled, by request or by time in force",
        of(OrderStatus::Cancelled),
    );
    sheet.count("orders_expired", "expired (end of day, self-trade)", of(OrderStatus::Expired));
    sheet.count(
        "orders_open",
        "pending, in flight or open at the end",
        of(OrderStatus::Pending) + of(OrderStatus::InFlight) + of(OrderStatus::Open),
    );
    sheet.count("fills", "fills of own orders", sheet.input.fills.len());
    sheet.put(
        "fill_ratio",
        Unit::Fraction,
        "mean over orders sent of filled quantity / quantity",
        execution::fill_ratio(orders),
    );
    sheet.put(
        "maker_ratio",
        Unit::Fraction,
        "traded value as maker / traded value",
        execution::maker_ratio(sheet.input.fills),
    );
}

fn activity(sheet: &mut Sheet<'_>) {
    let input = sheet.input;
    let traded = execution::traded_value(input.fills);
    sheet.put(
        "traded_value",
        Unit::Money,
        "sum of price × quantity × contract size of all fills",
        traded.clone(),
    );
    sheet.put(
        "turnover",
        Unit::Ratio,
        "traded_value / equity averaged over time, followed on every change of a mark",
        traded.and_then(|traded| exposure::turnover(traded, input.mean_equity.ok_or(Null::from("equity is not known"))?)),
    );
    sheet.put(
        "exposure_time",
        Unit::Fraction,
        "share of the duration with a position from own fills",
        input
            .span
            .ok_or(Null::from("nothing happened"))
            .and_then(|span| exposure::exposure_time(input.fills, span)),
    );
    sheet.put(
        "max_gross_exposure",
        Unit::Money,
        "largest sum of |position| × contract size × mark, followed on every change of a mark",
        input.max_gross_exposure.ok_or(Null::from("exposure was never known")),
    );
    sheet.put(
        "buy_and_hold_return",
        Unit::Fraction,
        "last mark / first mark − 1, mean over instruments",
        exposure::buy_and_hold(input.references),
    );
}

fn trips(sheet: &mut Sheet<'_>) {
    let positions = sheet.input.positions;
    let trips = RoundTrips::of(positions);
    let figure = |of: fn(&RoundTrips) -> Figure<Decimal>| trips.as_ref().map_err(Clone::clone).and_then(of);
    let closed = positions.iter().filter(|position| !position.is_open).count();
    sheet.count("round_trips", "closed positions, flat to flat; a flip closes one", closed);
    sheet.count("open_positions", "positions open at the end", positions.len() - closed);
    sheet.put(
        "win_rate",
        Unit::Fraction,
        "round trips with a result above 0 after fees / round trips",
        figure(RoundTrips::win_rate),
    );
    sheet.put(
        "profit_factor",
        Unit::Ratio,
        "sum of wins / |sum of losses|, after fees",
        figure(RoundTrips::profit_factor),
    );
    sheet.put(
        "expectancy",
        Unit::Money,
        "mean result of a round trip after fees",
        figure(RoundTrips::expectancy),
    );
    sheet.put(
        "average_win",
        Unit::Money,
        "mean result of winning round trips after fees",
        figure(RoundTrips::average_win),
    );
    sheet.put(
        "average_loss",
        Unit::Money,
        "mean result of losing round trips after fees (negative)",
        figure(RoundTrips::average_loss),
    );
}

fn quality_of_execution(sheet: &mut Sheet<'_>) {
    let input = sheet.input;
    sheet.put(
        "slippage_decision",
        Unit::Fraction,
        "side × (price − mid the strategy saw) / mid, weighted by traded value; positive is a cost",
        execution::slippage(input.fills, |fill| fill.mid_at_decision),
    );
    sheet.put(
        "slippage_arrival",
        Unit::Fraction,
        "side × (price − mark at the exchange on arrival) / mark, weighted by traded value; positive is a cost",
        execution::slippage(input.fills, |fill| fill.mark_at_arrival),
    );
    for (horizon, name) in ["mark_out_1s", "mark_out_10s", "mark_out_60s"].into_iter().enumerate() {
        let seconds = MARK_OUT_SECONDS[horizon];
        sheet.put(
            name,
            Unit::Fraction,
            format!("side × (mark {seconds} s after the fill − price) / price, weighted by traded value; negative: adverse"),
            execution::mark_out(input.fills, horizon),
        );
    }
}

fn counters(sheet: &mut Sheet<'_>) {
    let input = sheet.input;
    let counters = input.counters;
    sheet.put(
        "share_beyond_displayed",
        Unit::Fraction,
        "share of the traded value taken beyond the displayed quantity",
        execution::share_beyond_displayed(input.fills),
    );
    sheet.count(
        "fills_beyond_displayed",
        "fills larger than the displayed quantity",
        input
            .fills
            .iter()
            .filter(|fill| fill.quantity_beyond_displayed > Decimal::ZERO)
            .count(),
    );
    sheet.put(
        "stale_fills",
        Unit::Count,
        format!("fills on a quote older than {}", period_text(input.settings.stale_quote_ns)),
        execution::stale_fills(input.fills, input.settings.stale_quote_ns),
    );
    sheet.put(
        "undelivered",
        Unit::Count,
        "happenings later than the end, discarded",
        measured(counters.undelivered),
    );
    sheet.put(
        "gaps",
        Unit::Count,
        "reconnecting events and gaps in the data",
        measured(counters.gaps),
    );
    sheet.put(
        "crossed_quotes",
        Unit::Count,
        "quotes with bid > ask",
        measured(counters.crossed_quotes),
    );
    sheet.put(
        "share_inferred_times",
        Unit::Fraction,
        "market rows whose exchange time was inferred / market rows",
        match (counters.inferred_times, counters.rows) {
            (Some(_), Some(0)) => Err(Null::from("no market rows")),
            (Some(inferred), Some(rows)) => exact::quotient(Decimal::from(inferred), Decimal::from(rows)),
            _ => Err(Null::from("not measured")),
        },
    );
}

fn equity_ends(input: &RunInput<'_>) -> (Figure<Decimal>, Figure<Decimal>) {
    let none = || Null::from("equity is not known");
    (
        input.equity.iter().find_map(|row| row.equity).ok_or_else(none),
        input.equity.last().and_then(|row| row.equity).ok_or_else(none),
    )
}

fn gross(input: &RunInput<'_>) -> Figure<Decimal> {
    let Some(last) = input.equity.last() else {
        return if input.fills.is_empty() {
            Ok(Decimal::ZERO)
        } else {
            Err(Null::from("equity was not recorded"))
        };
    };
    match (last.realised_pnl, last.unrealised_pnl) {
        (Some(realised), Some(unrealised)) => exact::add(realised, unrealised),
        _ => Err(Null::from("the result has no value in the report currency")),
    }
}

fn measured(count: Option<u64>) -> Figure<i64> {
    let count = count.ok_or(Null::from("not measured"))?;
    i64::try_from(count).map_err(|_| Null::from("too large"))
}

fn both<A, B>(first: Figure<A>, second: Figure<B>) -> Figure<(A, B)> {
    Ok((first?, second?))
}

/// `1 d`, `90 s`, `5 ms`: the largest unit that divides the duration.
fn period_text(duration_ns: i64) -> String {
    [
        (86_400 * SECOND_NS, "d"),
        (3_600 * SECOND_NS, "h"),
        (60 * SECOND_NS, "min"),
        (SECOND_NS, "s"),
        (1_000_000, "ms"),
        (1_000, "µs"),
    ]
    .into_iter()
    .find(|(unit, _)| duration_ns > 0 && duration_ns % unit == 0)
    .map_or_else(
        || format!("{duration_ns} ns"),
        |(unit, name)| format!("{} {name}", duration_ns / unit),
    )
}
