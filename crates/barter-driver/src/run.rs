//! The loop of a run.

use crate::{
    audit::AuditLog,
    axis::{self, Deliveries},
    books::Books,
    config::{Clock, RunConfig},
    core::{Cell, Core},
    desk::{Desk, Note},
    engine::{self, Outbox},
    equity::EquityTracker,
    error::RunError,
    happening::{Agenda, Happening, phase},
    hooks::{Hooks, MarketDelivery, Progress, Wants},
    mark_out::MarkOuts,
    record::{EquityReason, EquityRow, Output, Record, Status},
    summary,
    universe::Universe,
    venue::Venue,
};
use barter::{
    EngineEvent,
    engine::{audit::ProcessAudit, state::trading::TradingState},
};
use barter_columns::{CompactKind, MarketColumns, SourceKind};
use barter_data::{event::MarketEvent, streams::{consumer::MarketStreamEvent, reconnect::Event}};
use barter_instrument::{exchange::ExchangeId, instrument::InstrumentIndex};
use barter_sim::{NetPosition, Packet};
use chrono::DateTime;
use parking_lot::{Mutex, MutexGuard};
use rust_decimal::Decimal;
use std::sync::Arc;

/// T9.
const HAPPENINGS_AT_ONE_INSTANT: u32 = 10_000;
/// Rows between two polls of signals and progress.
const POLL_EVERY: usize = 4096;

/// Where a source's rows go.
#[derive(Debug, Clone, Copy)]
struct Plan {
    kind: SourceKind,
    instrument: InstrumentIndex,
    exchange: ExchangeId,
    venue: usize,
    local: usize,
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
    columns: MarketColumns,
    plans: Vec<Plan>,
    universe: Arc<Universe>,
    cell: Cell,
    equity: EquityTracker,
    mark_outs: MarkOuts,
    books: Books,
    packets: Vec<Packet>,
    end: i64,
    time_start: i64,
    next_grid: i64,
    /// Time of the earliest thing that is not a row.
    wake: i64,
    instant: (i64, u32),
    status: Status,
    rows_done: usize,
    /// Rows that acted but were not delivered by the end (two axes).
    rows_undelivered: usize,
    happenings_done: usize,
    first_marks: Vec<Option<Decimal>>,
    equity_started: bool,
    maintenance: Vec<Decimal>,
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
        let venues = config
            .venues
            .iter()
            .cloned()
            .map(Venue::new)
            .collect::<Result<Vec<_>, _>>()?;
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
            equity: EquityTracker::new(&universe, config.report_asset, venues.len()),
            mark_outs: MarkOuts::default(),
            books: Books::new(&universe, &venues),
            packets: Vec::new(),
            end: config.end.unwrap_or(last),
            time_start: first,
            next_grid: i64::MAX,
            wake: i64::MIN,
            instant: (i64::MIN, 0),
            status: Status::Completed,
            rows_done: 0,
            rows_undelivered: 0,
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
        let mut core = cell.lock();
        let result = self.all(&mut core);
        core.live = false;
        result?;
        let notes = std::mem::take(&mut core.desk.notes);
        let summary_json = summary::summary_json(&core.engine);
        drop(core);
        self.finish(notes, summary_json)
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
            if self.config.close_at_end && self.status == Status::Completed {
                self.close_all(core)?;
            }
        }
        let end = if self.status == Status::Completed { self.end } else { core.now() };
        self.end = end;
        self.pass_time(end.saturating_add(1))?;
        core.engine.clock.set(end);
        self.equity_row(end, EquityReason::End)?;
        core.desk.accepts = false;
        let hooks = &mut self.hooks;
        MutexGuard::unlocked(core, || hooks.stop()).map_err(RunError::Hook)
    }

    /// Initial balances: the first records, and the engine's first account events.
    fn open_accounts(&mut self, core: &mut Core) -> Result<(), RunError<H::Error>> {
        use barter_execution::{AccountEventKind, AccountSnapshot, balance::{AssetBalance, Balance}};
        for exchange in 0..self.venues.len() {
            let mut balances = Vec::new();
            for (local, asset) in self.universe.assets[exchange].clone().into_iter().enumerate() {
                let (total, free) = self.venues[exchange].sim.balance(local);
                let sequence = self.record.next();
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

    fn one_axis(&mut self, core: &mut MutexGuard<'_, Core>) -> Result<(), RunError<H::Error>> {
        let columns = self.columns.clone();
        let mut cursors = vec![0_u32; columns.sources().len()];
        for &source in columns.order() {
            let row = cursors[usize::from(source)];
            cursors[usize::from(source)] += 1;
            let time = columns.sources()[usize::from(source)].time_received(row as usize);
            if time > self.end {
                break;
            }
            if time > self.wake {
                self.happenings_before(core, time)?;
                if self.status != Status::Completed {
                    return Ok(());
                }
            }
            self.new_row(core, time)?;
            let plan = self.plans[usize::from(source)];
            let kind = self.act(&columns, plan, source, row, time, 0)?;
            if self.status != Status::Completed {
                return Ok(());
            }
            let feed = self.venues[plan.venue].latency.feed;
            if feed == 0 {
                if self.agenda_has(time, 0, phase::MARKET) {
                    self.drain(core, time, phase::MARKET)?;
                }
                if self.status == Status::Completed {
                    self.deliver_row(core, &columns, plan, source, row, kind, time, 0)?;
                }
            } else {
                self.agenda.push(time + feed, 1, phase::MARKET, Happening::Market { source, row });
            }
            if self.agenda_has(time, 0, u8::MAX) {
                self.drain(core, time, u8::MAX)?;
            }
            self.refresh_wake();
        }
        Ok(())
    }

    fn two_axes(&mut self, core: &mut MutexGuard<'_, Core>) -> Result<(), RunError<H::Error>> {
        let columns = self.columns.clone();
        let order = axis::exchange_order(&columns)?;
        let mut acting = order.iter().copied().peekable();
        let mut deliveries: Vec<_> = (0..self.venues.len()).map(|venue| self.deliveries(&columns, venue)).collect();
        loop {
            let acts = acting.peek().map(|(source, row)| {
                let source = &columns.sources()[usize::from(*source)];
                source
                    .time_exchange(*row as usize)
                    .unwrap_or_else(|| source.time_received(*row as usize))
            });
            // Per exchange rows are delivered in recorded order; between exchanges by time, then recorded order.
            let delivers = deliveries.iter().enumerate().filter_map(|(venue, rows)| rows.next().map(|(time, place)| (time, place, venue))).min();
            let other = self.agenda.next_key().map(|key| (key.time, key.phase));
            // Market happenings come before others of the same time and phase.
            let next = [
                acts.map(|time| (time, 0, 0_u8)),
                delivers.map(|(time, ..)| (time, phase::MARKET, 0)),
                other.map(|(time, phase)| (time, phase, 1)),
            ]
            .into_iter()
            .enumerate()
            .filter_map(|(which, key)| key.map(|key| (key, which)))
            .min();
            let Some(((time, _, _), which)) = next.filter(|((time, ..), _)| *time <= self.end) else {
                let acted: usize = self.rows_done;
                let delivered: usize = deliveries.iter().map(|rows| rows.done).sum();
                self.rows_undelivered = acted - delivered;
                return Ok(());
            };
            self.pass_time(time)?;
            match which {
                0 => {
                    self.new_row(core, time)?;
                    if let Some((source, row)) = acting.next() {
                        let plan = self.plans[usize::from(source)];
                        self.act(&columns, plan, source, row, time, 0)?;
                    }
                }
                1 => {
                    core.engine.clock.set(time);
                    self.instant = (time, 0);
                    if let Some((source, row)) = delivers.and_then(|(_, _, venue)| deliveries[venue].take(&columns)) {
                        let plan = self.plans[usize::from(source)];
                        let kind = event_of(&columns, plan, source, row);
                        self.deliver_row(core, &columns, plan, source, row, kind, time, 0)?;
                    }
                }
                _ => {
                    if let Some((key, happening)) = self.agenda.pop() {
                        self.happen(core, key.time, 0, happening)?;
                    }
                }
            }
            if self.status != Status::Completed {
                return Ok(());
            }
        }
    }

    fn deliveries(&self, columns: &MarketColumns, venue: usize) -> Deliveries {
        let order = columns.order().iter().enumerate();
        let own = |source: u16| self.plans[usize::from(source)].venue == venue;
        let rows = order.filter(|(_, source)| own(**source)).map(|(place, source)| (place as u32, *source)).collect();
        Deliveries::new(columns, rows, self.venues[venue].latency.feed)
    }

    /// Clock, poll and the count of T9, for a row at the exchange.
    #[inline]
    fn new_row(&mut self, core: &mut MutexGuard<'_, Core>, time: i64) -> Result<(), RunError<H::Error>> {
        core.engine.clock.set(time);
        self.instant = (time, 0);
        self.rows_done += 1;
        if self.rows_done.is_multiple_of(POLL_EVERY) {
            self.poll(core, time)?;
        }
        Ok(())
    }

    fn poll(&mut self, core: &mut MutexGuard<'_, Core>, now: i64) -> Result<(), RunError<H::Error>> {
        let progress = Progress {
            rows_done: self.rows_done,
            rows: self.columns.len(),
            now,
        };
        let hooks = &mut self.hooks;
        MutexGuard::unlocked(core, || hooks.poll(progress)).map_err(RunError::Hook)
    }

    /// A row acts at the exchange. Returns what it says, for its delivery.
    #[inline]
    #[allow(clippy::too_many_arguments)]
    fn act(
        &mut self,
        columns: &MarketColumns,
        plan: Plan,
        source: u16,
        row: u32,
        time: i64,
        stratum: u8,
    ) -> Result<Option<CompactKind>, RunError<H::Error>> {
        let Some(kind) = event_of(columns, plan, source, row) else {
            self.venues[plan.venue].sim.on_reconnecting();
            return Ok(None);
        };
        let sim = &mut self.venues[plan.venue].sim;
        let version = sim.mark_version();
        sim.on_market(time, plan.local, &kind, &mut self.packets)?;
        let moved = sim.mark_version() != version;
        if moved {
            let index = plan.instrument.index();
            if self.first_marks[index].is_none() {
                self.first_marks[index] = sim.mark(plan.local);
            }
        }
        if !self.packets.is_empty() {
            self.take_packets(plan.venue, stratum)?;
            if moved {
                self.equity.follow(time)?;
                self.check_solvency(plan.venue)?;
            }
        } else if moved {
            let mark = sim.mark2(plan.local);
            let index = plan.instrument.index();
            if !self.equity.mark_changed(time, index, mark, &self.universe, &self.venues, &self.books)? {
                return Ok(Some(kind));
            }
            self.check_solvency(plan.venue)?;
        } else {
            return Ok(Some(kind));
        }
        if !self.equity_started {
            self.start_equity(time)?;
        }
        Ok(Some(kind))
    }

    /// A row reaches the strategy: state update, `on_market_event`, the hook of its kind.
    #[inline]
    #[allow(clippy::too_many_arguments)]
    fn deliver_row(
        &mut self,
        core: &mut MutexGuard<'_, Core>,
        columns: &MarketColumns,
        plan: Plan,
        source: u16,
        row: u32,
        kind: Option<CompactKind>,
        time: i64,
        stratum: u8,
    ) -> Result<(), RunError<H::Error>> {
        let Some(kind) = kind else {
            let event = Event::Reconnecting(plan.exchange);
            self.update_market(core, event);
            self.venues[plan.venue].disconnected = true;
            if self.wants.disconnect {
                self.call(core, stratum, |hooks| hooks.disconnect(plan.venue))?;
            }
            return Ok(());
        };
        if is_dropped(&kind) {
            return Ok(());
        }
        let rows = &columns.sources()[usize::from(source)];
        let time_exchange = rows.time_exchange(row as usize);
        let time_received = rows.time_received(row as usize);
        let event = MarketEvent {
            time_exchange: DateTime::from_timestamp_nanos(time_exchange.unwrap_or(time_received)),
            time_received: DateTime::from_timestamp_nanos(time_received),
            exchange: plan.exchange,
            instrument: plan.instrument,
            kind,
        };
        let wanted = self.wants.kind(&event.kind);
        let event = Event::Item(event);
        if self.audit.is_some() || wanted || self.wants.market_event || self.wants.algo || self.venues[plan.venue].disconnected {
            self.update_market(core, event.clone());
        } else {
            core.engine.update_from_market_stream(&event);
            let _ = core.engine.meta.sequence.fetch_add();
            return Ok(());
        }
        if std::mem::take(&mut self.venues[plan.venue].disconnected) && self.wants.reconnect {
            self.call(core, stratum, |hooks| hooks.reconnect(plan.venue))?;
        }
        let Event::Item(event) = &event else { return Ok(()) };
        core.engine.clock.set(time);
        let delivery = MarketDelivery {
            instrument: plan.instrument.index(),
            kind: &event.kind,
            time_exchange,
            time_received,
            columns,
            source,
            row,
        };
        if self.wants.market_event {
            self.call(core, stratum, |hooks| hooks.market_event(&delivery))?;
        }
        if wanted {
            self.call(core, stratum, |hooks| hooks.market(&delivery))?;
        }
        if self.wants.algo {
            self.call(core, stratum, |hooks| hooks.algo())?;
        }
        Ok(())
    }

    /// One market event through the engine, with its audit tick where wanted.
    fn update_market(&mut self, core: &mut Core, event: MarketStreamEvent<InstrumentIndex, CompactKind>) {
        let output = core.engine.update_from_market_stream(&event);
        match &mut self.audit {
            Some(log) => {
                let audit = ProcessAudit::with_market_update(EngineEvent::Market(event), output);
                log.tick(&mut core.engine, audit);
            }
            None => {
                let _ = core.engine.meta.sequence.fetch_add();
            }
        }
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

    /// Stratum of what is never part of a row's step (D2).
    pub(crate) fn late(&self) -> u8 {
        match self.config.clock {
            Clock::Received => 1,
            Clock::Two => 0,
        }
    }

    /// Stratum of a happening at `time` made at `now`.
    pub(crate) fn stratum_at(&self, now: i64, time: i64, current: u8) -> u8 {
        if time == now { current } else { self.late() }
    }

    fn agenda_has(&self, time: i64, stratum: u8, phase: u8) -> bool {
        self.agenda
            .next_key()
            .is_some_and(|key| (key.time, key.stratum) == (time, stratum) && key.phase < phase)
    }

    /// The rest of a row's step: zero-latency happenings of phases before `phase`.
    fn drain(&mut self, core: &mut MutexGuard<'_, Core>, time: i64, phase: u8) -> Result<(), RunError<H::Error>> {
        while self.status == Status::Completed && self.agenda_has(time, 0, phase) {
            if let Some((_, happening)) = self.agenda.pop() {
                self.happen(core, time, 0, happening)?;
            }
        }
        Ok(())
    }

    fn happenings_before(&mut self, core: &mut MutexGuard<'_, Core>, time: i64) -> Result<(), RunError<H::Error>> {
        self.happenings_until(core, time - 1)?;
        self.pass_time(time)?;
        self.refresh_wake();
        Ok(())
    }

    fn happenings_until(&mut self, core: &mut MutexGuard<'_, Core>, time: i64) -> Result<(), RunError<H::Error>> {
        while self.status == Status::Completed && self.agenda.next_key().is_some_and(|key| key.time <= time) {
            if let Some((key, happening)) = self.agenda.pop() {
                self.pass_time(key.time)?;
                self.happen(core, key.time, key.stratum, happening)?;
            }
        }
        Ok(())
    }

    /// Grid rows and mark-outs that lie before `time`.
    fn pass_time(&mut self, time: i64) -> Result<(), RunError<H::Error>> {
        if let (Some(every), true) = (self.config.equity_every, self.equity_started) {
            while self.next_grid < time {
                if self.record.equity.len() < self.config.equity_rows_max {
                    self.equity_row(self.next_grid, EquityReason::Grid)?;
                } else {
                    self.record.equity_rows_left_out += 1;
                }
                self.next_grid += every;
            }
        }
        if self.mark_outs.next_due().is_some_and(|due| due < time) {
            let (universe, venues) = (&self.universe, &self.venues);
            self.mark_outs.pass(time, &mut self.record, |instrument| {
                let meta = &universe.instruments[instrument];
                venues[meta.exchange.index()].sim.mark(meta.local)
            });
        }
        Ok(())
    }

    fn refresh_wake(&mut self) {
        let next = self.agenda.next_key().map_or(i64::MAX, |key| key.time);
        let due = self.mark_outs.next_due().unwrap_or(i64::MAX);
        self.wake = next.min(due).min(self.next_grid);
    }

    fn happen(
        &mut self,
        core: &mut MutexGuard<'_, Core>,
        time: i64,
        stratum: u8,
        happening: Happening,
    ) -> Result<(), RunError<H::Error>> {
        self.instant = match happening {
            Happening::Market { .. } => (time, 0),
            _ if self.instant.0 == time => (time, self.instant.1 + 1),
            _ => (time, 1),
        };
        if self.instant.1 > HAPPENINGS_AT_ONE_INSTANT {
            return Err(RunError::Recursion {
                time,
                limit: HAPPENINGS_AT_ONE_INSTANT,
            });
        }
        core.engine.clock.set(time);
        self.happenings_done += 1;
        if self.happenings_done.is_multiple_of(POLL_EVERY) {
            self.poll(core, time)?;
        }
        match happening {
            Happening::Schedule { venue } => {
                self.venues[venue].scheduled = None;
                self.venues[venue].sim.on_schedule(time, &mut self.packets)?;
                self.take_packets(venue, stratum)?;
                self.plan_schedule(venue);
                Ok(())
            }
            Happening::Open { venue, request } => {
                let row = self.record.order_mut(request.number);
                row.time_arrived = Some(time);
                row.mark_at_arrival = self.venues[venue].sim.mark(request.instrument);
                self.venues[venue].sim.on_open(time, &request, &mut self.packets)?;
                self.take_packets(venue, stratum)?;
                self.plan_schedule(venue);
                Ok(())
            }
            Happening::Cancel {
                venue,
                instrument,
                number,
            } => {
                self.venues[venue]
                    .sim
                    .on_cancel(time, instrument, number, &mut self.packets)?;
                self.take_packets(venue, stratum)
            }
            Happening::Account {
                venue,
                packet,
                event,
                fill,
            } => self.deliver_packet(core, venue, *packet, event, fill, stratum),
            Happening::Refusal { number, event } => self.deliver_refusal(core, number, event, stratum),
            Happening::Market { source, row } => {
                let columns = self.columns.clone();
                let plan = self.plans[usize::from(source)];
                let kind = event_of(&columns, plan, source, row);
                self.deliver_row(core, &columns, plan, source, row, kind, time, stratum)
            }
            Happening::Timer { timer } => {
                let interval = core.desk.intervals[timer as usize];
                if interval == 0 {
                    return Ok(());
                }
                self.agenda
                    .push(time + interval, self.late(), phase::TIMER, Happening::Timer { timer });
                self.call(core, stratum, |hooks| hooks.timer(timer))
            }
        }
    }

    fn plan_schedule(&mut self, venue: usize) {
        let next = self.venues[venue].sim.next_schedule();
        if let Some(time) = next.filter(|_| next != self.venues[venue].scheduled) {
            self.venues[venue].scheduled = next;
            self.agenda
                .push(time, self.late(), phase::SCHEDULE, Happening::Schedule { venue });
        }
    }

    /// Records what happened at the exchange and puts it on its way to the strategy.
    fn take_packets(
        &mut self,
        venue: usize,
        stratum: u8,
    ) -> Result<(), RunError<H::Error>> {
        let mut packets = std::mem::take(&mut self.packets);
        for packet in packets.drain(..) {
            let (event, fill) = self.record_packet(venue, &packet)?;
            let time = packet.time;
            if let Some(fill) = fill {
                self.mark_outs.add(time, fill);
            }
            let delivery = self.venues[venue].delivery(time);
            let stratum = self.stratum_at(time, delivery, stratum);
            self.agenda.push(
                delivery,
                stratum,
                phase::ACCOUNT,
                Happening::Account {
                    venue,
                    packet: Box::new(packet),
                    event,
                    fill,
                },
            );
        }
        self.packets = packets;
        Ok(self.equity.rebuild(&self.universe, &self.venues, &self.books)?)
    }

    fn check_solvency(&mut self, venue: usize) -> Result<(), RunError<H::Error>> {
        if self.equity.looks_insolvent(venue, self.maintenance[venue])
            && self.books.is_insolvent(&self.universe, &self.venues[venue], venue, self.maintenance[venue])?
        {
            self.status = Status::Insolvent;
        }
        Ok(())
    }

    fn start_equity(&mut self, time: i64) -> Result<(), RunError<H::Error>> {
        self.equity.rebuild(&self.universe, &self.venues, &self.books)?;
        if !self.equity.is_ready() {
            return Ok(());
        }
        self.equity_started = true;
        self.equity.follow(time)?;
        self.equity_row(time, EquityReason::Start)?;
        if let Some(every) = self.config.equity_every {
            // The first multiple that is not before the start.
            self.next_grid = (time.div_euclid(every) + i64::from(time.rem_euclid(every) != 0)) * every;
        }
        Ok(())
    }

    pub(crate) fn equity_row(&mut self, time: i64, reason: EquityReason) -> Result<(), RunError<H::Error>> {
        let value = self.equity.snapshot(&self.universe, &self.venues, &self.books)?;
        self.record.equity.push(EquityRow {
            time,
            reason,
            value,
            realised_pnl: self.equity.booked().map(|(realised, _)| realised),
            fees: self.equity.booked().map(|(_, fees)| fees),
        });
        Ok(())
    }

    pub(crate) fn set_trading(
        &mut self,
        core: &mut MutexGuard<'_, Core>,
        enabled: bool,
        stratum: u8,
    ) -> Result<(), RunError<H::Error>> {
        let state = if enabled { TradingState::Enabled } else { TradingState::Disabled };
        let disabled = core.engine.update_from_trading_state_update(state);
        let told = disabled.is_some();
        if let Some(log) = &mut self.audit {
            let event = EngineEvent::TradingStateUpdate(state);
            log.tick(
                &mut core.engine,
                ProcessAudit::with_trading_state_update(event, disabled),
            );
        }
        if told && self.wants.trading_disabled {
            self.call(core, stratum, |hooks| hooks.trading_disabled())?;
        }
        Ok(())
    }

    /// Fills, equity and balances of one packet, in the order of D4.
    fn record_packet(&mut self, venue: usize, packet: &Packet) -> Result<(usize, Option<usize>), RunError<H::Error>> {
        let (event, fill) = self.record.packet(&self.universe, venue, packet)?;
        self.books.apply(&self.universe, venue, packet)?;
        if let Some(details) = &packet.fill {
            let instrument = self.universe.instrument(venue, packet.instrument).index.index();
            self.equity
                .book(instrument, details.realised_pnl, details.fee, &self.universe, &self.venues)?;
        }
        if fill.is_some() {
            self.equity.rebuild(&self.universe, &self.venues, &self.books)?;
            if self.equity_started {
                self.equity.follow(packet.time)?;
            } else {
                self.start_equity(packet.time)?;
            }
            self.equity_row(packet.time, EquityReason::Fill)?;
            self.check_solvency(venue)?;
        }
        Ok((event, fill))
    }

    /// `close_at_end`: what is held is traded away at the touch, with no latency, as an order like any other.
    fn close_all(&mut self, core: &mut MutexGuard<'_, Core>) -> Result<(), RunError<H::Error>> {
        core.engine.clock.set(self.end);
        self.venues.iter_mut().for_each(Venue::drop_latency);
        for instrument in 0..self.universe.instruments.len() {
            // What the exchange holds, heard of or not.
            let meta = &self.universe.instruments[instrument];
            let position = self.venues[meta.exchange.index()].sim.position(meta.local).quantity;
            core.desk.cancel_all(Some(instrument)).and_then(|()| core.desk.close_exactly(instrument, position)).map_err(|error| RunError::Engine(error.message))?;
        }
        self.flush(core, self.late())?;
        self.happenings_until(core, self.end)
    }

    fn finish(mut self, notes: Vec<Note>, summary_json: String) -> Result<Output, RunError<H::Error>> {
        let (max_drawdown, max_drawdown_duration) = self.equity.drawdowns(self.end)?;
        let last_marks = self
            .universe
            .instruments
            .iter()
            .map(|meta| self.venues[meta.exchange.index()].sim.mark(meta.local))
            .collect();
        Ok(Output {
            undelivered: self.agenda.undelivered() + self.rows_undelivered,
            rows: self.rows_done,
            rows_skipped: self.columns.len() - self.rows_done,
            notes,
            status: self.status,
            time_start: self.time_start,
            time_end: self.end,
            max_drawdown,
            max_drawdown_duration,
            max_gross_exposure: self.equity.gross_exposure_max()?,
            crossed_quotes: self.venues.iter().map(|venue| venue.sim.crossed_quotes()).sum(),
            first_marks: self.first_marks,
            last_marks,
            audit: self.audit,
            record: self.record,
            summary_json,
        })
    }
}

/// M16: such a trade is counted at the exchange and goes no further.
#[inline]
fn is_dropped(kind: &CompactKind) -> bool {
    match kind {
        CompactKind::Trade(row) => row.price <= 0 || row.quantity <= 0,
        CompactKind::WideTrade(row) => row.price <= Decimal::ZERO || row.quantity <= Decimal::ZERO,
        _ => false,
    }
}

#[inline]
fn event_of(columns: &MarketColumns, plan: Plan, source: u16, row: u32) -> Option<CompactKind> {
    (plan.kind != SourceKind::Reconnecting)
        .then(|| columns.sources()[usize::from(source)].event(row as usize))
}

/// First happening and last market delivery.
fn span(columns: &MarketColumns, plans: &[Plan], config: &RunConfig) -> Option<(i64, i64)> {
    let mut first = i64::MAX;
    let mut last = i64::MIN;
    for (source, plan) in columns.sources().iter().zip(plans) {
        let feed = config.venues[plan.venue].latency.feed;
        let received = source.time_received_slice();
        if let (Some(begin), Some(end)) = (received.first(), received.last()) {
            first = first.min(*begin);
            last = last.max(*end + feed);
        }
        if config.clock == Clock::Two {
            for row in 0..source.len() {
                first = first.min(source.time_exchange(row).unwrap_or(i64::MAX));
            }
        }
    }
    (first <= last).then_some((first, last))
}
