//! The statistics of a run: what was recorded, handed to `barter_stats`.

use super::{
    currency::{self, Converted},
    info::STALE_QUOTE_NS,
    tables::Source,
};
use barter_driver::record::{FillRow, OrderRow, OrderStatus};
use barter_instrument::Side;
use barter_sim::exact::Inexact;
use barter_stats as stats;

/// Every figure with unit, definition and, where it has no value, the reason.
pub fn run_stats(source: Source<'_>) -> Result<Vec<stats::Stat>, Inexact> {
    let (output, info) = (source.output, source.info);
    let converted = currency::fills(&output.record.fills)?;
    let all_known = converted.iter().all(|amounts| amounts.fee.is_some());

    let fills: Vec<stats::FillRow> = output
        .record
        .fills
        .iter()
        .zip(&converted)
        .map(|(row, amounts)| fill(row, output.record.order(row.number), amounts))
        .collect();
    let equity: Vec<stats::EquityRow> = output
        .record
        .equity
        .iter()
        .map(|row| stats::EquityRow {
            time: row.time,
            equity: row.value.map(|value| value.equity),
            realised_pnl: row.realised_pnl.filter(|_| all_known),
            unrealised_pnl: row.value.map(|value| value.unrealised_pnl),
        })
        .collect();
    let period_ends: Vec<stats::PeriodEnd> = output
        .record
        .period_ends
        .iter()
        .map(|end| stats::PeriodEnd {
            time: end.time,
            equity: end.equity,
        })
        .collect();
    let positions: Vec<stats::PositionRow> = currency::positions(source, &converted)?
        .into_iter()
        .map(|(is_open, pnl_net)| stats::PositionRow { is_open, pnl_net })
        .collect();
    let orders: Vec<stats::OrderRow> = output
        .record
        .orders
        .iter()
        .map(|row| stats::OrderRow {
            status: status(row.status),
            quantity: row.quantity,
            filled_quantity: row.filled,
        })
        .collect();
    let references: Vec<stats::Reference> = output
        .first_marks
        .iter()
        .zip(&output.last_marks)
        .map(|(&first_mark, &last_mark)| stats::Reference { first_mark, last_mark })
        .collect();
    let settings = stats::Settings {
        report_currency: info.report_currency.clone(),
        stale_quote_ns: STALE_QUOTE_NS,
        ..stats::Settings::default()
    };

    Ok(stats::run_stats(&stats::RunInput {
        settings: &settings,
        span: Some((output.time_start, output.time_end)),
        status: output.status.as_str(),
        equity: &equity,
        period_ends: &period_ends,
        mean_equity: output.mean_equity,
        fills: &fills,
        positions: &positions,
        orders: &orders,
        funding: None,
        max_drawdown: output.max_drawdown,
        max_drawdown_duration_ns: output.max_drawdown_duration,
        max_gross_exposure: output.max_gross_exposure,
        references: &references,
        counters: stats::Counters {
            events: Some(output.rows as u64),
            undelivered: Some(output.undelivered as u64),
            gaps: Some(info.gaps()),
            crossed_quotes: Some(output.crossed_quotes),
            inferred_times: Some(info.columns.inferred_times()),
            rows: Some((output.rows + output.rows_skipped) as u64),
        },
    }))
}

fn fill(row: &FillRow, order: &OrderRow, amounts: &Converted) -> stats::FillRow {
    stats::FillRow {
        time: row.time,
        instrument: row.instrument,
        side: match row.side {
            Side::Buy => stats::Side::Buy,
            Side::Sell => stats::Side::Sell,
        },
        price: row.price,
        quantity: row.quantity,
        value: amounts.value,
        fee: amounts.fee,
        is_maker: row.maker,
        position_after: row.position_after,
        mid_at_decision: order.mid_at_decision,
        mark_at_arrival: order.mark_at_arrival,
        mark_after: row.mark_after,
        quote_age_ns: row.quote_age,
        quantity_beyond_displayed: row.beyond_displayed,
    }
}

const fn status(status: OrderStatus) -> stats::OrderStatus {
    match status {
        OrderStatus::Pending => stats::OrderStatus::Pending,
        OrderStatus::Refused => stats::OrderStatus::Refused,
        OrderStatus::InFlight => stats::OrderStatus::InFlight,
        OrderStatus::Open => stats::OrderStatus::Open,
        OrderStatus::Filled => stats::OrderStatus::Filled,
        OrderStatus::Cancelled => stats::OrderStatus::Cancelled,
        OrderStatus::Expired => stats::OrderStatus::Expired,
        OrderStatus::Rejected => stats::OrderStatus::Rejected,
    }
}
