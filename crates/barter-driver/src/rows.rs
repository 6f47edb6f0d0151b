//! Rows of market data: in their order on one axis or two (T1, T2), at the exchange, and to the strategy.

use crate::{
    axis::Deliveries,
    core::Core,
    engine::update_from_market,
    error::RunError,
    happening::{Happening, phase},
    hooks::{Hooks, MarketDelivery, Progress},
    record::Status,
    run::{Plan, Run},
};
use barter::{EngineEvent, engine::audit::ProcessAudit};
use barter_columns::{CompactKind, MarketColumns, Reader, ReaderRows, Source, SourceKind};
use barter_data::{
    event::MarketEvent,
    streams::{consumer::MarketStreamEvent, reconnect::Event},
};
use barter_instrument::instrument::InstrumentIndex;
use barter_sim::{Packet, SimError, SimulatedExchange};
use parking_lot::MutexGuard;
use rust_decimal::Decimal;
use std::mem::ManuallyDrop;

/// Rows, and happenings, between two polls of signals and progress.
pub(crate) const POLL_EVERY: usize = 4096;

impl<H: Hooks> Run<H> {
    pub(crate) fn one_axis(&mut self, core: &mut MutexGuard<'_, Core>) -> Result<(), RunError<H::Error>> {
        let columns = self.columns.clone();
        let mut tracks: Vec<_> = columns
            .sources()
            .iter()
            .zip(&self.plans)
            .map(|(source, plan)| Track {
                reader: source.reader(),
                plan: *plan,
                feeds_at_once: self.venues[plan.venue].latency.feeds_at_once(),
                next: 0,
            })
            .collect();
        for &source in columns.order() {
            let track = &mut tracks[usize::from(source)];
            let row = track.next as usize;
            track.next += 1;
            let time = track.reader.time_received(row);
            let place = Place {
                columns: &columns,
                plan: track.plan,
                source,
                row: row as u32,
                time_exchange: track.reader.time_exchange(row),
                time_received: time,
            };
            if time > self.end {
                break;
            }
            if time > self.next_wake() {
                self.happenings_before(core, time)?;
                if self.status != Status::Completed {
                    return Ok(());
                }
            }
            self.new_row(core, time)?;
            // Each of the usual kinds has its own copy of the step, in which whatever depends on the kind is settled. There is
            // nothing to drop in an event of such a kind, which the compiler does not see by itself.
            let local = place.plan.local;
            match track.reader.rows() {
                ReaderRows::Quotes(quotes) => {
                    let quote = quotes.row(row);
                    self.step(
                        core,
                        place,
                        track.feeds_at_once,
                        time,
                        |sim, packets| sim.on_quote(time, local, &quote, packets),
                        |run, core| {
                            let kind = || CompactKind::OrderBookL1(quote);
                            let event = ManuallyDrop::new(run.event(place, kind()));
                            run.update(core, &event);
                            run.tell_row_if(run.wants.order_book_l1, core, place, kind, 0)
                        },
                    )?;
                }
                ReaderRows::Trades(trades) => {
                    let trade = trades.row(row);
                    self.step(
                        core,
                        place,
                        track.feeds_at_once,
                        time,
                        |sim, packets| sim.on_trade(time, local, &trade, packets),
                        |run, core| {
                            // M16: such a trade is counted at the exchange and goes no further.
                            if trade.price <= 0 || trade.quantity <= 0 {
                                return Ok(());
                            }
                            let kind = || CompactKind::Trade(trade);
                            let event = ManuallyDrop::new(run.event(place, kind()));
                            run.update(core, &event);
                            run.tell_row_if(run.wants.trade, core, place, kind, 0)
                        },
                    )?;
                }
                ReaderRows::Other => {
                    let kind = place.kind();
                    let acting = kind.clone();
                    self.step(
                        core,
                        place,
                        track.feeds_at_once,
                        time,
                        |sim, packets| act_as(sim, time, local, acting.as_ref(), packets),
                        |run, core| run.deliver_row(core, place, kind, 0),
                    )?;
                }
            }
            // A fill of the step may have been ruin: no further row acts.
            if self.status != Status::Completed {
                break;
            }
        }
        Ok(())
    }

    /// One axis: a row acts and is delivered, with what follows from it at once (D2).
    #[inline(always)]
    fn step(
        &mut self,
        core: &mut MutexGuard<'_, Core>,
        place: Place<'_>,
        feeds_at_once: bool,
        time: i64,
        acts: impl FnOnce(&mut SimulatedExchange, &mut Vec<Packet>) -> Result<(), SimError>,
        deliver: impl FnOnce(&mut Self, &mut MutexGuard<'_, Core>) -> Result<(), RunError<H::Error>>,
    ) -> Result<(), RunError<H::Error>> {
        self.act(place.plan, time, 0, acts)?;
        if self.status != Status::Completed {
            return Ok(());
        }
        if feeds_at_once {
            if !self.agenda.is_empty() {
                self.drain(core, time, phase::MARKET)?;
            }
            if self.status == Status::Completed {
                deliver(self, core)?;
            }
        } else {
            let Place { source, row, .. } = place;
            let delivery = self.venues[place.plan.venue].market_delivery(time, self.rows_done - 1);
            self.agenda.push(delivery, 1, phase::MARKET, Happening::Market { source, row });
        }
        if !self.agenda.is_empty() {
            self.drain(core, time, u8::MAX)?;
        }
        Ok(())
    }

    pub(crate) fn two_axes(&mut self, core: &mut MutexGuard<'_, Core>) -> Result<(), RunError<H::Error>> {
        let columns = self.columns.clone();
        let mut acting = std::mem::take(&mut self.acting).into_iter().peekable();
        let mut deliveries: Vec<_> = (0..self.venues.len()).map(|venue| self.deliveries(&columns, venue)).collect();
        while self.status == Status::Completed {
            let acts = acting.peek().map(|(source, row)| {
                let source = &columns.sources()[usize::from(*source)];
                source
                    .time_exchange(*row as usize)
                    .unwrap_or_else(|| source.time_received(*row as usize))
            });
            // Per exchange rows are delivered in recorded order; between exchanges by time, then recorded order.
            let delivers = deliveries
                .iter()
                .enumerate()
                .filter_map(|(venue, rows)| rows.next().map(|(time, place)| (time, place, venue)))
                .min();
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
                break;
            };
            self.pass_time(time)?;
            match which {
                0 => {
                    self.new_row(core, time)?;
                    if let Some((source, row)) = acting.next() {
                        let place = self.place(&columns, source, row);
                        let (local, kind) = (place.plan.local, place.kind());
                        self.act(place.plan, time, 0, |sim, packets| act_as(sim, time, local, kind.as_ref(), packets))?;
                    }
                }
                1 => {
                    core.engine.clock.set(time);
                    self.instant = (time, 0);
                    if let Some((source, row)) = delivers.and_then(|(_, _, venue)| deliveries[venue].take(&columns)) {
                        let place = self.place(&columns, source, row);
                        self.deliver_row(core, place, place.kind(), 0)?;
                    }
                }
                _ => {
                    if let Some((key, happening)) = self.agenda.pop() {
                        self.happen(core, key.time, 0, happening)?;
                    }
                }
            }
        }
        let delivered: usize = deliveries.iter().map(|rows| rows.done).sum();
        self.rows_undelivered = self.rows_done - delivered;
        Ok(())
    }

    pub(crate) fn deliveries(&self, columns: &MarketColumns, venue: usize) -> Deliveries {
        let order = columns.order().iter().enumerate();
        let own = |source: u16| self.plans[usize::from(source)].venue == venue;
        let rows = order
            .filter(|(_, source)| own(**source))
            .map(|(place, source)| (place as u32, *source))
            .collect();
        Deliveries::new(columns, rows, self.venues[venue].latency.clone())
    }

    pub(crate) fn place<'a>(&self, columns: &'a MarketColumns, source: u16, row: u32) -> Place<'a> {
        let rows = &columns.sources()[usize::from(source)];
        Place {
            columns,
            plan: self.plans[usize::from(source)],
            source,
            row,
            time_exchange: rows.time_exchange(row as usize),
            time_received: rows.time_received(row as usize),
        }
    }

    /// Clock, poll and the count of T9, for a row at the exchange.
    #[inline]
    pub(crate) fn new_row(&mut self, core: &mut MutexGuard<'_, Core>, time: i64) -> Result<(), RunError<H::Error>> {
        core.engine.clock.set(time);
        self.instant = (time, 0);
        self.rows_done += 1;
        if self.rows_done.is_multiple_of(POLL_EVERY) {
            self.poll(core, time)?;
        }
        Ok(())
    }

    pub(crate) fn poll(&mut self, core: &mut MutexGuard<'_, Core>, now: i64) -> Result<(), RunError<H::Error>> {
        let progress = Progress {
            rows_done: self.rows_done,
            rows: self.columns.len(),
            now,
        };
        let hooks = &mut self.hooks;
        MutexGuard::unlocked(core, || hooks.poll(progress)).map_err(RunError::Hook)
    }

    /// A row acts at its exchange, in the way of its kind.
    #[inline(always)]
    fn act(
        &mut self,
        plan: Plan,
        time: i64,
        stratum: u8,
        acts: impl FnOnce(&mut SimulatedExchange, &mut Vec<Packet>) -> Result<(), SimError>,
    ) -> Result<(), RunError<H::Error>> {
        let sim = &mut self.venues[plan.venue].sim;
        let version = sim.mark_version();
        acts(sim, &mut self.packets)?;
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
            let index = plan.instrument.index();
            if !self.equity.depends_on(index) {
                return Ok(());
            }
            let mark = sim.mark2(plan.local);
            self.equity
                .mark_changed(time, index, mark, &self.universe, &self.venues, &self.books)?;
            self.check_solvency(plan.venue)?;
        } else {
            return Ok(());
        }
        if !self.equity_started {
            self.start_equity(time)?;
        }
        Ok(())
    }

    /// A row of any kind reaches the strategy; without a kind it is a reconnecting event.
    pub(crate) fn deliver_row(
        &mut self,
        core: &mut MutexGuard<'_, Core>,
        place: Place<'_>,
        kind: Option<CompactKind>,
        stratum: u8,
    ) -> Result<(), RunError<H::Error>> {
        match kind {
            None => self.deliver_reconnecting(core, place.plan, stratum),
            Some(kind) if is_dropped(&kind) => Ok(()),
            Some(kind) => {
                let wanted = self.wants.kind(&kind);
                let event = self.event(place, kind);
                self.update(core, &event);
                self.tell_row_if(wanted, core, place, || event.kind, stratum)
            }
        }
    }

    #[inline(always)]
    fn event(&mut self, place: Place<'_>, kind: CompactKind) -> MarketEvent<InstrumentIndex, CompactKind> {
        let received = self.received_calendar.at(place.time_received);
        MarketEvent {
            time_exchange: place.time_exchange.map_or(received, |time| self.exchange_calendar.at(time)),
            time_received: received,
            exchange: place.plan.exchange,
            instrument: place.plan.instrument,
            kind,
        }
    }

    /// One event of a row through the engine.
    #[inline(always)]
    fn update(&mut self, core: &mut Core, event: &MarketEvent<InstrumentIndex, CompactKind>) {
        if self.audit.is_some() {
            self.update_audited(core, Event::Item(event.clone()));
        } else {
            update_from_market(&mut core.engine.state, event);
            let _ = core.engine.meta.sequence.fetch_add();
        }
    }

    /// [`tell_row`](Self::tell_row), where some hook is to be told.
    #[inline(always)]
    fn tell_row_if(
        &mut self,
        wanted: bool,
        core: &mut MutexGuard<'_, Core>,
        place: Place<'_>,
        kind: impl FnOnce() -> CompactKind,
        stratum: u8,
    ) -> Result<(), RunError<H::Error>> {
        if wanted || self.wants.market_event || self.wants.algo || self.venues[place.plan.venue].disconnected {
            self.tell_row(wanted, core, place, &kind(), stratum)
        } else {
            Ok(())
        }
    }

    /// The hooks that a row concerns; `wanted`: the one of its kind exists.
    fn tell_row(
        &mut self,
        wanted: bool,
        core: &mut MutexGuard<'_, Core>,
        place: Place<'_>,
        kind: &CompactKind,
        stratum: u8,
    ) -> Result<(), RunError<H::Error>> {
        let venue = place.plan.venue;
        let delivery = MarketDelivery {
            instrument: place.plan.instrument.index(),
            kind,
            time_exchange: place.time_exchange,
            time_received: place.time_received,
            time_own: place.of().time_own_stored(place.row as usize),
            columns: place.columns,
            source: place.source,
            row: place.row,
        };
        if std::mem::take(&mut self.venues[venue].disconnected) && self.wants.reconnect {
            self.call(core, stratum, |hooks| hooks.reconnect(venue))?;
        }
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

    #[cold]
    fn deliver_reconnecting(&mut self, core: &mut MutexGuard<'_, Core>, plan: Plan, stratum: u8) -> Result<(), RunError<H::Error>> {
        let event = Event::Reconnecting(plan.exchange);
        if self.audit.is_some() {
            self.update_audited(core, event);
        } else {
            core.engine.update_from_market_stream(&event);
            let _ = core.engine.meta.sequence.fetch_add();
        }
        self.venues[plan.venue].disconnected = true;
        if self.wants.disconnect {
            self.call(core, stratum, |hooks| hooks.disconnect(plan.venue))?;
        }
        Ok(())
    }

    /// One market event through the engine, with its audit tick.
    #[cold]
    fn update_audited(&mut self, core: &mut Core, event: MarketStreamEvent<InstrumentIndex, CompactKind>) {
        let output = core.engine.update_from_market_stream(&event);
        let audit = ProcessAudit::with_market_update(EngineEvent::Market(event), output);
        if let Some(log) = &mut self.audit {
            log.tick(&mut core.engine, audit);
        }
    }
}

/// A source on its way through the rows.
struct Track<'a> {
    reader: Reader<'a>,
    plan: Plan,
    feeds_at_once: bool,
    next: u32,
}

/// One row of the columns, and where it goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    pub columns: &'a MarketColumns,
    pub plan: Plan,
    pub source: u16,
    pub row: u32,
    pub time_exchange: Option<i64>,
    pub time_received: i64,
}

impl<'a> Place<'a> {
    fn of(&self) -> &'a Source {
        &self.columns.sources()[usize::from(self.source)]
    }

    /// What the row says; `None` for a reconnecting event.
    pub fn kind(&self) -> Option<CompactKind> {
        (self.plan.kind != SourceKind::Reconnecting).then(|| self.of().event(self.row as usize))
    }
}

/// A row acts; without a kind it is a reconnecting event.
fn act_as(
    sim: &mut SimulatedExchange,
    time: i64,
    instrument: usize,
    kind: Option<&CompactKind>,
    packets: &mut Vec<Packet>,
) -> Result<(), SimError> {
    match kind {
        Some(kind) => sim.on_market(time, instrument, kind, packets),
        None => {
            sim.on_reconnecting();
            Ok(())
        }
    }
}

/// M16: such a trade is counted at the exchange and goes no further.
fn is_dropped(kind: &CompactKind) -> bool {
    match kind {
        CompactKind::Trade(row) => row.price <= 0 || row.quantity <= 0,
        CompactKind::WideTrade(row) => row.price <= Decimal::ZERO || row.quantity <= Decimal::ZERO,
        _ => false,
    }
}
