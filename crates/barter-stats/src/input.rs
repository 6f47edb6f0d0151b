//! What a run recorded, as plain rows. Money is in the report currency; the caller converts, and gives `None` where there is no path.

use rust_decimal::Decimal;

/// Seconds after a fill at which [`FillRow::mark_after`] was noted.
pub const MARK_OUT_SECONDS: [u32; 3] = [1, 10, 60];

/// Nanoseconds of one UTC day.
pub const DAY_NS: i64 = 86_400_000_000_000;

/// How the figures are made.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Length of one return period; periods are aligned to the epoch. Default one UTC day.
    pub period_ns: i64,
    /// Periods in a year, for annualisation. Default 365.
    pub periods_per_year: f64,
    /// Fewer returns than this: volatility and its ratios are null. Default 30.
    pub minimum_periods: usize,
    /// Annual risk-free return as a fraction. Default 0.
    pub risk_free_return: Decimal,
    /// A fill on a quote older than this counts as stale. Default one second.
    pub stale_quote_ns: i64,
    /// Unit of money figures, the internal name of the asset.
    pub report_currency: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            period_ns: DAY_NS,
            periods_per_year: 365.0,
            minimum_periods: 30,
            risk_free_return: Decimal::ZERO,
            stale_quote_ns: 1_000_000_000,
            report_currency: String::new(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    Buy,
    Sell,
}

impl Side {
    /// +1 for a buy, −1 for a sell.
    pub fn sign(self) -> f64 {
        match self {
            Self::Buy => 1.0,
            Self::Sell => -1.0,
        }
    }
}

/// One row of the table `equity`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EquityRow {
    pub time: i64,
    /// `None` while an asset held has no value in the report currency.
    pub equity: Option<Decimal>,
    pub realised_pnl: Option<Decimal>,
    pub unrealised_pnl: Option<Decimal>,
}

/// Equity at a multiple of [`Settings::period_ns`] since the epoch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PeriodEnd {
    pub time: i64,
    /// `None` while an asset held has no value in the report currency.
    pub equity: Option<Decimal>,
}

/// One row of the table `fills`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FillRow {
    /// Exchange time.
    pub time: i64,
    /// Index of the instrument.
    pub instrument: usize,
    pub side: Side,
    pub price: Decimal,
    pub quantity: Decimal,
    /// Price × quantity × contract size, in the report currency.
    pub value: Option<Decimal>,
    /// Negative for a rebate; in the report currency.
    pub fee: Option<Decimal>,
    pub is_maker: bool,
    /// Signed position in the instrument after the fill.
    pub position_after: Decimal,
    /// Mid that the strategy saw when it made the request.
    pub mid_at_decision: Option<Decimal>,
    /// Mark at the exchange when the request arrived.
    pub mark_at_arrival: Option<Decimal>,
    /// Mark [`MARK_OUT_SECONDS`] later; `None` where the run did not last so long.
    pub mark_after: [Option<Decimal>; 3],
    pub quote_age_ns: Option<i64>,
    pub quantity_beyond_displayed: Decimal,
}

/// One row of the table `positions`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PositionRow {
    pub is_open: bool,
    /// After fees, in the report currency.
    pub pnl_net: Option<Decimal>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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

/// One row of the table `orders`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OrderRow {
    pub status: OrderStatus,
    pub quantity: Decimal,
    pub filled_quantity: Decimal,
}

/// First and last mark of one instrument between start and end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reference {
    pub first_mark: Option<Decimal>,
    pub last_mark: Option<Decimal>,
}

/// Counters of truth; `None` = not measured in this run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counters {
    /// Market rows that acted at the exchange, delivered or not.
    pub events: Option<u64>,
    /// Happenings discarded because they were later than the end.
    pub undelivered: Option<u64>,
    pub gaps: Option<u64>,
    pub crossed_quotes: Option<u64>,
    /// Market rows whose exchange time was inferred.
    pub inferred_times: Option<u64>,
    /// Market rows in the data.
    pub rows: Option<u64>,
}

/// Everything [`crate::run_stats`] needs. Rows in order of happening.
pub struct RunInput<'a> {
    pub settings: &'a Settings,
    /// First and last instant of the run; `None` when nothing happened.
    pub span: Option<(i64, i64)>,
    pub status: &'a str,
    pub equity: &'a [EquityRow],
    /// Equity at every end of a period between the first instant of equity and the end, whatever rows the table keeps.
    pub period_ends: &'a [PeriodEnd],
    /// Equity averaged over time, followed on every change; `None` = never known.
    pub mean_equity: Option<f64>,
    pub fills: &'a [FillRow],
    pub positions: &'a [PositionRow],
    pub orders: &'a [OrderRow],
    /// Funding payments received less paid; `None` = not modelled.
    pub funding: Option<Decimal>,
    /// Followed on every change of a mark, as the next two. `None` = equity never known or never positive.
    pub max_drawdown: Option<Decimal>,
    /// Longest time below a peak of equity, until equity was back at it or the run ended.
    pub max_drawdown_duration_ns: Option<i64>,
    pub max_gross_exposure: Option<Decimal>,
    pub references: &'a [Reference],
    pub counters: Counters,
}
