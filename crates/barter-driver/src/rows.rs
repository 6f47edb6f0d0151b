//! Rows of market data: in their order on one axis or two (T1, T2), at the exchange, and to the strategy.

use crate::{
    axis::Deliveries,
    core::Core,
    error::RunError,
    happening::{Happening, phase},
    hooks::{Hooks, MarketDelivery, Progress},
    record::Status,
    run::{Plan, Run},
};
use barter::{EngineEvent, engine::audit::ProcessAudit};
use barter_columns::{CompactKind, MarketColumns, SourceKind};
use barter_data::{
    event::MarketEvent,
    streams::{consumer::MarketStreamEvent, reconnect::Event},
};
use barter_instrument::instrument::InstrumentIndex;
use parking_lot::MutexGuard;
use rust_decimal::Decimal;

/// Rows, and happenings, between two polls of signals and progress.
pub(crate) const POLL_EVERY: usize = 4096;

impl<H: Hooks> Run<H> {
    pub(crate) fn one_axis(&mut self, core: &mut MutexGuard<'_, Core>) -> Result<(), RunError<H::Error>> {
        let columns = self.columns.clone();
        let mut cursors = vec![0_u32; columns.sources().len()];
        for &source in columns.order() {
            let row = cursors[usize::from(source)];
            cursors[usize::from(source)] += 1;
            let time = columns.sources()[usize::from(source)].time_received(row as usize);
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
            let plan = self.plans[usize::from(source)];
            let kind = event_of(&columns, plan, source, row);
            self.act(plan, kind.as_ref(), time, 0)?;
            if self.status != Status::Completed {
                return Ok(());
            }
            if self.venues[plan.venue].feeds_at_once {
                if !self.agenda.is_empty() {
                    self.drain(core, time, phase::MARKET)?;
                }
                if self.status == Status::Completed {
                    self.deliver_row(core, &columns, plan, source, row, kind, 0)?;
                }
            } else {
                let delivery = self.venues[plan.venue].market_delivery(time, self.rows_done - 1);
                self.agenda.push(delivery, 1, phase::MARKET, Happening::Market { source, row });
            }
            if !self.agenda.is_empty() {
                self.drain(core, time, u8::MAX)?;
                // A fill of the step may have been ruin: no further row acts.
                if self.status != Status::Completed {
                    return Ok(());
                }
            }
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
                        let plan = self.plans[usize::from(source)];
                        self.act(plan, event_of(&columns, plan, source, row).as_ref(), time, 0)?;
                    }
                }
                1 => {
                    core.engine.clock.set(time);
                    self.instant = (time, 0);
                    if let Some((source, row)) = delivers.and_then(|(_, _, venue)| deliveries[venue].take(&columns)) {
                        let plan = self.plans[usize::from(source)];
                        let kind = event_of(&columns, plan, source, row);
                        self.deliver_row(core, &columns, plan, source, row, kind, 0)?;
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

    /// A row acts at the exchange; without a kind it is a reconnecting event.
    #[inline]
    pub(crate) fn act(&mut self, plan: Plan, kind: Option<&CompactKind>, time: i64, stratum: u8) -> Result<(), RunError<H::Error>> {
        let Some(kind) = kind else {
            self.venues[plan.venue].sim.on_reconnecting();
            return Ok(());
        };
        let sim = &mut self.venues[plan.venue].sim;
        let version = sim.mark_version();
        sim.on_market(time, plan.local, kind, &mut self.packets)?;
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

    /// A row reaches the strategy: state update, `on_market_event`, the hook of its kind.
    #[inline]
    #[allow(clippy::too_many_arguments)]
    pub(crate) fn deliver_row(
        &mut self,
        core: &mut MutexGuard<'_, Core>,
        columns: &MarketColumns,
        plan: Plan,
        source: u16,
        row: u32,
        kind: Option<CompactKind>,
        stratum: u8,
    ) -> Result<(), RunError<H::Error>> {
        let Some(kind) = kind else {
            let event = Event::Reconnecting(plan.exchange);
            self.update_market(core, &event);
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
        let wanted = self.wants.kind(&kind);
        let event = Event::Item(MarketEvent {
            time_exchange: self.exchange_calendar.at(time_exchange.unwrap_or(time_received)),
            time_received: self.received_calendar.at(time_received),
            exchange: plan.exchange,
            instrument: plan.instrument,
            kind,
        });
        self.update_market(core, &event);
        if !(wanted || self.wants.market_event || self.wants.algo || self.venues[plan.venue].disconnected) {
            return Ok(());
        }
        if std::mem::take(&mut self.venues[plan.venue].disconnected) && self.wants.reconnect {
            self.call(core, stratum, |hooks| hooks.reconnect(plan.venue))?;
        }
        let Event::Item(event) = &event else { return Ok(()) };
        let delivery = MarketDelivery {
            instrument: plan.instrument.index(),
            kind: &event.kind,
            time_exchange,
            time_received,
            time_own: rows.time_own_stored(row as usize),
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
    #[inline]
    pub(crate) fn update_market(&mut self, core: &mut Core, event: &MarketStreamEvent<InstrumentIndex, CompactKind>) {
        let output = core.engine.update_from_market_stream(event);
        match &mut self.audit {
            Some(log) => {
                let audit = ProcessAudit::with_market_update(EngineEvent::Market(event.clone()), output);
                log.tick(&mut core.engine, audit);
            }
            None => {
                let _ = core.engine.meta.sequence.fetch_add();
            }
        }
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
pub(crate) fn event_of(columns: &MarketColumns, plan: Plan, source: u16, row: u32) -> Option<CompactKind> {
    (plan.kind != SourceKind::Reconnecting).then(|| columns.sources()[usize::from(source)].event(row as usize))
}
