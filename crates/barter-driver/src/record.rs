//! What a run records: plain rows, from which tables, fingerprint and statistics are made.

use crate::universe::Universe;
use barter_execution::order::{OrderKind, TimeInForce};
use barter_instrument::Side;
use barter_sim::{
    Fill, OrderEventKind, OrderNumber, Packet,
    exact::{self, Inexact},
};
use rust_decimal::Decimal;
use smol_str::SmolStr;

/// Fractional digits of the exact tables (D1).
pub const TABLE_DIGITS: u32 = 18;
/// 10^20: what the exact tables hold (38 digits, 18 of them fractional) is below it.
pub const TABLE_LIMIT: Decimal = Decimal::from_parts(0x6310_0000, 0x6bc7_5e2d, 0x5, false, 0);

/// `order_events.event`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventName {
    Sent,
    Refused,
    CancelSent,
    CancelRefused,
    Exchange(OrderEventKind),
}

impl EventName {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Refused => "refused",
            Self::CancelSent => "cancel_sent",
            Self::CancelRefused => "cancel_refused",
            Self::Exchange(OrderEventKind::Accepted) => "accepted",
            Self::Exchange(OrderEventKind::Rejected) => "rejected",
            Self::Exchange(OrderEventKind::PartiallyFilled) => "partially_filled",
            Self::Exchange(OrderEventKind::Filled) => "filled",
            Self::Exchange(OrderEventKind::Cancelled) => "cancelled",
            Self::Exchange(OrderEventKind::CancelRejected) => "cancel_rejected",
            Self::Exchange(OrderEventKind::Expired) => "expired",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderStatus {
    Pending,
    Refused,
    InFlight,
    Open,
    Filled,
    Cancelled,
    Expired,
    Rejected,
}

impl OrderStatus {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Refused => "refused",
            Self::InFlight => "in_flight",
            Self::Open => "open",
            Self::Filled => "filled",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::Rejected => "rejected",
        }
    }
}

/// An order by the exchange's truth.
#[derive(Debug, Clone)]
pub struct OrderRow {
    pub sequence: Option<u64>,
    pub number: OrderNumber,
    pub client_order_id: SmolStr,
    pub instrument: usize,
    pub side: Side,
    pub kind: OrderKind,
    pub time_in_force: TimeInForce,
    pub price: Option<Decimal>,
    pub quantity: Decimal,
    pub order_id: Option<u64>,
    pub filled: Decimal,
    /// Σ price × quantity of the fills.
    pub value: Decimal,
    pub fee: Decimal,
    pub status: OrderStatus,
    pub reject_reason: Option<SmolStr>,
    pub time_sent: Option<i64>,
    pub time_arrived: Option<i64>,
    pub time_acknowledged: Option<i64>,
    pub time_done: Option<i64>,
    /// Mid the strategy saw when it sent the order.
    pub mid_at_decision: Option<Decimal>,
    /// Mark at the exchange when the order arrived.
    pub mark_at_arrival: Option<Decimal>,
}

#[derive(Debug, Clone)]
pub struct OrderEventRow {
    pub sequence: u64,
    pub time: i64,
    pub time_delivered: Option<i64>,
    pub number: OrderNumber,
    pub event: EventName,
    pub filled: Decimal,
    pub reason: Option<SmolStr>,
}

#[derive(Debug, Clone)]
pub struct FillRow {
    pub sequence: u64,
    pub trade_id: u64,
    pub number: OrderNumber,
    pub order_id: u64,
    pub instrument: usize,
    pub side: Side,
    pub price: Decimal,
    pub quantity: Decimal,
    pub quote_value: Decimal,
    pub fee: Decimal,
    pub maker: bool,
    pub time: i64,
    pub time_delivered: Option<i64>,
    pub position_after: Decimal,
    pub realised_pnl: Decimal,
    pub mid: Option<Decimal>,
    pub quote_age: Option<i64>,
    pub beyond_displayed: Decimal,
    /// At which the quote asset was counted in the report currency; null without a path, or a mark on it.
    pub rate: Option<Decimal>,
    /// Mark 1, 10 and 60 s later, where the run lasted so long.
    pub mark_after: [Option<Decimal>; 3],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BalanceReason {
    Initial,
    Accepted,
    Fill,
    Released,
}

impl BalanceReason {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Initial => "initial",
            Self::Accepted => "accepted",
            Self::Fill => "fill",
            Self::Released => "released",
        }
    }
}

#[derive(Debug, Clone)]
pub struct BalanceRow {
    pub sequence: u64,
    pub time: i64,
    pub exchange: usize,
    /// Position in the universe's assets.
    pub asset: usize,
    pub total: Decimal,
    pub free: Decimal,
    pub reason: BalanceReason,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EquityReason {
    Start,
    Fill,
    Grid,
    End,
}

impl EquityReason {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Fill => "fill",
            Self::Grid => "grid",
            Self::End => "end",
        }
    }
}

#[derive(Debug, Clone)]
pub struct EquityRow {
    pub time: i64,
    pub reason: EquityReason,
    /// Null while something held has no mark or no path to the report currency.
    pub value: Option<EquityValue>,
    /// Null once a fill had no path to the report currency.
    pub realised_pnl: Option<Decimal>,
    pub fees: Option<Decimal>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EquityValue {
    pub equity: Decimal,
    pub cash: Decimal,
    pub position_value: Decimal,
    pub unrealised_pnl: Decimal,
    pub drawdown: Option<Decimal>,
    pub gross_exposure: Decimal,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Completed,
    Insolvent,
}

impl Status {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Completed => "completed",
            Self::Insolvent => "insolvent",
        }
    }
}

/// Equity at the end of a return period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeriodEnd {
    pub time: i64,
    /// Null while something held has no value in the report currency.
    pub equity: Option<Decimal>,
}

/// Rows in order of happening; `sequence` counts order events, fills and balances together (D4).
#[derive(Debug, Default)]
pub struct Record {
    sequence: u64,
    pub orders: Vec<OrderRow>,
    pub order_events: Vec<OrderEventRow>,
    pub fills: Vec<FillRow>,
    pub balances: Vec<BalanceRow>,
    pub equity: Vec<EquityRow>,
    /// Grid points left out because the table was full.
    pub equity_rows_left_out: u64,
    /// Equity at each multiple of the return period since it started, whatever rows the table has.
    pub period_ends: Vec<PeriodEnd>,
}

impl Record {
    pub fn next_sequence(&mut self) -> u64 {
        self.sequence += 1;
        self.sequence
    }

    pub fn order(&self, number: OrderNumber) -> &OrderRow {
        &self.orders[number as usize - 1]
    }

    pub fn order_mut(&mut self, number: OrderNumber) -> &mut OrderRow {
        &mut self.orders[number as usize - 1]
    }

    /// One packet of an exchange: order event, changed balances, fill (D4). Returns the rows of the event and the fill.
    pub(crate) fn packet(&mut self, universe: &Universe, exchange: usize, packet: &Packet) -> Result<(usize, Option<usize>), Inexact> {
        self.book_order(packet)?;
        let sequence = self.next_sequence();
        self.order_events.push(OrderEventRow {
            sequence,
            time: packet.time,
            time_delivered: None,
            number: packet.number,
            event: EventName::Exchange(packet.event),
            filled: packet.filled_quantity,
            reason: packet.reason.map(|reason| SmolStr::new_static(reason.as_str())),
        });
        let event = self.order_events.len() - 1;
        let reason = match packet.event {
            _ if packet.fill.is_some() => BalanceReason::Fill,
            OrderEventKind::Accepted => BalanceReason::Accepted,
            _ => BalanceReason::Released,
        };
        for change in &packet.balances {
            let sequence = self.next_sequence();
            self.balances.push(BalanceRow {
                sequence,
                time: packet.time,
                exchange,
                asset: universe.assets[exchange][change.asset].index(),
                total: in_table("balance", change.total)?,
                free: in_table("balance", change.free)?,
                reason,
            });
        }
        let fill = packet
            .fill
            .as_ref()
            .map(|fill| self.fill(universe, exchange, packet, fill))
            .transpose()?;
        Ok((event, fill))
    }

    fn fill(&mut self, universe: &Universe, exchange: usize, packet: &Packet, fill: &Fill) -> Result<usize, Inexact> {
        let sequence = self.next_sequence();
        self.fills.push(FillRow {
            sequence,
            trade_id: fill.trade_id,
            number: packet.number,
            order_id: packet.order_id.unwrap_or_default(),
            instrument: universe.instrument(exchange, packet.instrument).index.index(),
            side: fill.side,
            price: in_table("fill price", fill.price)?,
            quantity: in_table("fill quantity", fill.quantity)?,
            quote_value: in_table("quote value of a fill", fill.quote_value)?,
            fee: in_table("fee of a fill", fill.fee)?,
            maker: fill.maker,
            time: packet.time,
            time_delivered: None,
            position_after: in_table("position", fill.position_after)?,
            realised_pnl: in_table("realised result of a fill", fill.realised_pnl)?,
            mid: fill.mid,
            quote_age: fill.quote_age,
            beyond_displayed: fill.quantity_beyond_displayed,
            rate: None,
            mark_after: [None; 3],
        });
        Ok(self.fills.len() - 1)
    }

    /// The order by the exchange's truth (D9).
    fn book_order(&mut self, packet: &Packet) -> Result<(), Inexact> {
        let row = self.order_mut(packet.number);
        if packet.event == OrderEventKind::CancelRejected {
            return Ok(());
        }
        row.order_id = packet.order_id.or(row.order_id);
        row.filled = packet.filled_quantity;
        if let Some(fill) = &packet.fill {
            row.value = exact::exact_add(row.value, exact::exact_mul(fill.price, fill.quantity)?)?;
            row.fee = exact::exact_add(row.fee, fill.fee)?;
        }
        row.status = match packet.event {
            OrderEventKind::Accepted | OrderEventKind::PartiallyFilled | OrderEventKind::CancelRejected => OrderStatus::Open,
            OrderEventKind::Filled => OrderStatus::Filled,
            OrderEventKind::Cancelled => OrderStatus::Cancelled,
            OrderEventKind::Expired => OrderStatus::Expired,
            OrderEventKind::Rejected => OrderStatus::Rejected,
        };
        if row.status != OrderStatus::Open {
            row.time_done = Some(packet.time);
        }
        if row.status == OrderStatus::Rejected {
            row.reject_reason = packet.reason.map(|reason| SmolStr::new_static(reason.as_str()));
        }
        Ok(())
    }
}

/// A number as the exact tables hold it, or the error of D1.
pub fn in_table(what: &'static str, value: Decimal) -> Result<Decimal, Inexact> {
    let value = value.normalize();
    if value.scale() > TABLE_DIGITS || value.abs() >= TABLE_LIMIT {
        Err(Inexact::new(what, value))
    } else {
        Ok(value)
    }
}

/// Everything that is left of a run.
#[derive(Debug)]
pub struct Output {
    pub record: Record,
    pub notes: Vec<crate::desk::Note>,
    pub status: Status,
    /// Requests, account events and rows that the end cut off.
    pub undelivered: usize,
    pub rows: usize,
    pub rows_skipped: usize,
    pub time_start: i64,
    pub time_end: i64,
    pub max_drawdown: Option<Decimal>,
    pub max_drawdown_duration: Option<i64>,
    pub max_gross_exposure: Option<Decimal>,
    /// Equity averaged over time; null if it never was known.
    pub mean_equity: Option<f64>,
    pub crossed_quotes: u64,
    pub first_marks: Vec<Option<Decimal>>,
    pub last_marks: Vec<Option<Decimal>>,
    pub audit: Option<crate::audit::AuditLog>,
    /// barter's own `TradingSummary` of the engine at the end.
    pub summary: crate::summary::Summary,
}
