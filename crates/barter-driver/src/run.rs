//! The loop of a run.

use crate::{
    audit::AuditLog,
    axis,
    books::Books,
    calendar::Calendar,
    config::{Clock, RunConfig},
    core::{Cell, Core},
    desk::{Accepts, Desk, Note},
    engine::{self, Outbox},
    equity::EquityTracker,
    error::RunError,
    happening::Agenda,
    hooks::{Hooks, Wants},
    latency::Latency,
    mark_out::MarkOuts,
    record::{EquityReason, Output, Record, Status},
    summary::Summary,
    universe::Universe,
    venue::Venue,
};
use barter::{
    EngineEvent,
    engine::{
        audit::ProcessAudit,
        state::{position::PositionExited, trading::TradingState},
    },
};
use barter_columns::{MarketColumns, SourceKind};
use barter_instrument::{asset::QuoteAsset, exchange::ExchangeId, instrument::InstrumentIndex};
use barter_sim::{NetPosition, Packet};
use chrono::DateTime;
use parking_lot::{Mutex, MutexGuard};
use rust_decimal::Decimal;
use std::sync::Arc;

/// Where a source's rows go.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) kind: SourceKind,
    pub(crate) instrument: InstrumentIndex,
    pub(crate) exchange: ExchangeId,
    pub(crate) venue: usize,
    pub(crate) local: usize,
}

/// A run under way.
pub struct Run<H: Hooks> {
    pub(crate) hooks: H,
    pub(crate) wants: Wants,
    pub(crate) config: RunConfig,
    pub(crate) venues: Vec<Venue>,
    pub(crate) agenda: Agenda,
    pub(crate) record: Record,
    pub(crate) audit: Option<AuditLog>,
    pub(crate) outbox: Outbox,
    pub(crate) columns: MarketColumns,
    pub(crate) plans: Vec<Plan>,
    /// Two axes: the rows (source, row) by exchange time.
    pub(crate) acting: Vec<(u16, u32)>,
    pub(crate) universe: Arc<Universe>,
    pub(crate) cell: Cell,
    pub(crate) equity: EquityTracker,
    pub(crate) mark_outs: MarkOuts,
    pub(crate) books: Books,
    pub(crate) packets: Vec<Packet>,
    /// Positions that were closed, as upstream counts them.
    pub(crate) exits: Vec<PositionExited<QuoteAsset>>,
    pub(crate) end: i64,
    pub(crate) time_start: i64,
    pub(crate) next_grid: i64,
    pub(crate) next_period: i64,
    pub(crate) instant: (i64, u32),
    pub(crate) status: Status,
    /// Exchange and received times are seldom of one second.
    pub(crate) exchange_calendar: Calendar,
    pub(crate) received_calendar: Calendar,
    pub(crate) rows_done: usize,
    /// Rows that acted but were not delivered by the end (two axes).
    pub(crate) rows_undelivered: usize,
    /// All that the end cut off.
    pub(crate) undelivered: usize,
    pub(crate) happenings_done: usize,
    pub(crate) first_marks: Vec<Option<Decimal>>,
    pub(crate) equity_started: bool,
    pub(crate) maintenance: Vec<Decimal>,
}

impl<H: Hooks> Run<H> {
    /// Prepares a run. `positions[s]` is the universe's instrument of the columns' instrument `s`.
    pub fn new(
        columns: MarketColumns,
        positions: &[InstrumentIndex],
        universe: Arc<Universe>,
        config: RunConfig,
        hooks: H,
    ) -> Result<Self, RunError<H::Error>> {
        let plans: Vec<_> = columns
            .sources()
            .iter()
            .map(|source| {
                let meta = &universe.instruments[positions[source.instrument()].index()];
                Plan {
                    kind: source.kind(),
                    instrument: meta.index,
                    exchange: meta.exchange_id,
                    venue: meta.exchange.index(),
                    local: meta.local,
                }
            })
            .collect();
        let Some((first, last)) = span(&columns, &plans, &config) else {
            return Err(RunError::NoData(""));
        };
        if let Some(end) = config.end.filter(|end| *end < first) {
            return Err(RunError::EndsBeforeData { end, first });
        }
        // Whatever the data lack is said before any hook runs.
        let acting = match config.clock {
            Clock::Received => Vec::new(),
            Clock::Two => axis::exchange_order(&columns)?,
        };
        let venues = config.venues.iter().cloned().map(Venue::new).collect::<Result<Vec<_>, _>>()?;
        let (engine, outbox) = engine::build(&universe, first);
        let instruments = universe.instruments.len();
        let core = Core {
            engine,
            desk: Desk::new(instruments),
            universe: Arc::clone(&universe),
            net: vec![NetPosition::default(); instruments],
            live: true,
            start: config.start,
            report_asset: config.report_asset,
        };
        Ok(Self {
            wants: hooks.wants(),
            hooks,
            agenda: Agenda::default(),
            record: Record::default(),
            audit: config.audit.then(AuditLog::default),
            outbox,
            plans,
            acting,
            equity: EquityTracker::new(&universe, config.report_asset, venues.len()),
            mark_outs: MarkOuts::default(),
            books: Books::new(&universe, &venues),
            packets: Vec::new(),
            exits: Vec::new(),
            end: config.end.unwrap_or(last),
            time_start: first,
            next_grid: i64::MAX,
            next_period: i64::MAX,
            instant: (i64::MIN, 0),
            status: Status::Completed,
            exchange_calendar: Calendar::default(),
            received_calendar: Calendar::default(),
            rows_done: 0,
            rows_undelivered: 0,
            undelivered: 0,
            happenings_done: 0,
            first_marks: vec![None; instruments],
            equity_started: false,
            maintenance: config.venues.iter().map(|venue| venue.exchange.margin.maintenance).collect(),
            cell: Arc::new(Mutex::new(core)),
            columns,
            universe,
            venues,
            config,
        })
    }

    /// What hooks share with the run.
    pub fn cell(&self) -> Cell {
        Arc::clone(&self.cell)
    }

    pub fn hooks_mut(&mut self) -> &mut H {
        &mut self.hooks
    }

    /// Runs to the end. Whatever happens, the cell is dead afterwards.
    pub fn run(mut self) -> Result<Output, RunError<H::Error>> {
        let cell = Arc::clone(&self.cell);
        let _over = Over(Arc::clone(&cell));
        let mut core = cell.lock();
        self.all(&mut core)?;
        let notes = std::mem::take(&mut core.desk.notes);
        let summary = Summary::new(&core.engine, std::mem::take(&mut self.exits));
        drop(core);
        self.finish(notes, summary)
    }

    fn all(&mut self, core: &mut MutexGuard<'_, Core>) -> Result<(), RunError<H::Error>> {
        self.open_accounts(core)?;
        self.start_equity(self.time_start)?;
        self.call(core, self.late(), |hooks| hooks.start())?;
        match self.config.clock {
            Clock::Received => self.one_axis(core)?,
            Clock::Two => self.two_axes(core)?,
        }
        if self.status == Status::Completed {
            self.happenings_until(core, self.end)?;
        }
        // Before `close_at_end` acts (D12): what that leaves undone, where it ends in ruin, was never on its way past the end.
        self.undelivered = self.agenda.undelivered() + self.rows_undelivered;
        if self.config.close_at_end && self.status == Status::Completed {
            self.close_all(core)?;
        }
        let end = if self.status == Status::Completed { self.end } else { core.now() };
        self.end = end;
        self.pass_time(end.saturating_add(1))?;
        core.engine.clock.set(end);
        self.equity_row(end, EquityReason::End)?;
        core.desk.accepts = Accepts::NotAfterTheEnd;
        let hooks = &mut self.hooks;
        MutexGuard::unlocked(core, || hooks.stop()).map_err(RunError::Hook)
    }

    /// Initial balances: the first records, and the engine's first account events.
    fn open_accounts(&mut self, core: &mut Core) -> Result<(), RunError<H::Error>> {
        use barter_execution::{
            AccountEventKind, AccountSnapshot,
            balance::{AssetBalance, Balance},
        };
        for exchange in 0..self.venues.len() {
            let mut balances = Vec::new();
            for (local, asset) in self.universe.assets[exchange].clone().into_iter().enumerate() {
                let (total, free) = self.venues[exchange].sim.balance(local);
                let sequence = self.record.next_sequence();
                self.record.balances.push(crate::record::BalanceRow {
                    sequence,
                    time: self.time_start,
                    exchange,
                    asset: asset.index(),
                    total,
                    free,
                    reason: crate::record::BalanceReason::Initial,
                });
                balances.push(AssetBalance {
                    asset,
                    balance: Balance { total, free },
                    time_exchange: DateTime::from_timestamp_nanos(self.time_start),
                });
            }
            let snapshot = AccountSnapshot {
                exchange: barter_instrument::exchange::ExchangeIndex(exchange),
                balances,
                instruments: Vec::new(),
            };
            self.account(core, snapshot.exchange, AccountEventKind::Snapshot(snapshot))?;
        }
        Ok(())
    }

    /// `close_at_end`: what is held is traded away at the touch, with no latency, as an order like any other.
    fn close_all(&mut self, core: &mut MutexGuard<'_, Core>) -> Result<(), RunError<H::Error>> {
        core.engine.clock.set(self.end);
        self.venues.iter_mut().for_each(Venue::drop_latency);
        for instrument in 0..self.universe.instruments.len() {
            // What the exchange holds, heard of or not.
            let meta = &self.universe.instruments[instrument];
            let position = self.venues[meta.exchange.index()].sim.position(meta.local).quantity;
            core.desk
                .cancel_all(Some(instrument))
                .and_then(|()| core.desk.close_exactly(instrument, position))
                .map_err(|error| RunError::Engine(error.message))?;
        }
        self.flush(core, self.late())?;
        self.happenings_until(core, self.end)
    }

    /// Calls a hook with the engine unlocked, then sends what it asked for (T7).
    #[inline]
    pub(crate) fn call(
        &mut self,
        core: &mut MutexGuard<'_, Core>,
        stratum: u8,
        hook: impl FnOnce(&mut H) -> Result<(), H::Error>,
    ) -> Result<(), RunError<H::Error>> {
        let hooks = &mut self.hooks;
        MutexGuard::unlocked(core, || hook(hooks)).map_err(RunError::Hook)?;
        self.flush(core, stratum)
    }

    pub(crate) fn set_trading(&mut self, core: &mut MutexGuard<'_, Core>, enabled: bool, stratum: u8) -> Result<(), RunError<H::Error>> {
        let state = if enabled { TradingState::Enabled } else { TradingState::Disabled };
        let disabled = core.engine.update_from_trading_state_update(state);
        let told = disabled.is_some();
        if let Some(log) = &mut self.audit {
            let event = EngineEvent::TradingStateUpdate(state);
            log.tick(&mut core.engine, ProcessAudit::with_trading_state_update(event, disabled));
        }
        if told && self.wants.trading_disabled {
            self.call(core, stratum, |hooks| hooks.trading_disabled())?;
        }
        Ok(())
    }

    fn finish(mut self, notes: Vec<Note>, summary: Summary) -> Result<Output, RunError<H::Error>> {
        let (max_drawdown, max_drawdown_duration) = self.equity.drawdowns(self.end)?;
        let last_marks = self
            .universe
            .instruments
            .iter()
            .map(|meta| self.venues[meta.exchange.index()].sim.mark(meta.local))
            .collect();
        Ok(Output {
            undelivered: self.undelivered,
            rows: self.rows_done,
            rows_skipped: self.columns.len() - self.rows_done,
            notes,
            status: self.status,
            time_start: self.time_start,
            time_end: self.end,
            max_drawdown,
            max_drawdown_duration,
            max_gross_exposure: self.equity.gross_exposure_max()?,
            mean_equity: self.equity.mean(self.end),
            crossed_quotes: self.venues.iter().map(|venue| venue.sim.crossed_quotes()).sum(),
            first_marks: self.first_marks,
            last_marks,
            audit: self.audit,
            record: self.record,
            summary,
        })
    }
}

/// Ends the cell's life with the run, also where it panics.
struct Over(Cell);

impl Drop for Over {
    fn drop(&mut self) {
        self.0.lock().live = false;
    }
}

/// First happening and last market delivery.
fn span(columns: &MarketColumns, plans: &[Plan], config: &RunConfig) -> Option<(i64, i64)> {
    let mut first = i64::MAX;
    let mut last = i64::MIN;
    for (source, plan) in columns.sources().iter().zip(plans) {
        // Recorded order need not be that of time: a recorder's clock may be set back.
        let (begin, end) = source
            .time_received_slice()
            .iter()
            .fold((i64::MAX, i64::MIN), |(begin, end), time| (begin.min(*time), end.max(*time)));
        if begin <= end {
            first = first.min(begin);
            if let Latency::Constant(latency) = config.venues[plan.venue].latency {
                last = last.max(end.saturating_add(latency.feed));
            }
        }
        if config.clock == Clock::Two {
            for row in 0..source.len() {
                first = first.min(source.time_exchange(row).unwrap_or(i64::MAX));
            }
        }
    }
    if config.venues.iter().any(|venue| !venue.latency.is_constant()) {
        last = last.max(last_sampled(columns, plans, config));
    }
    (first <= last).then_some((first, last))
}

/// Last delivery of the rows whose latency a model gives.
fn last_sampled(columns: &MarketColumns, plans: &[Plan], config: &RunConfig) -> i64 {
    let mut cursors = vec![0; columns.sources().len()];
    let mut last = i64::MIN;
    for (place, source) in columns.order().iter().enumerate() {
        let source = usize::from(*source);
        let row = cursors[source];
        cursors[source] += 1;
        if let Latency::Custom(_) = config.venues[plans[source].venue].latency {
            let received = columns.sources()[source].time_received(row);
            let feed = config.venues[plans[source].venue].latency.feed(received, place as u64);
            last = last.max(received.saturating_add(feed));
        }
    }
    last
}
