//! Everything that happens besides rows, in its order (D2).

use crate::{
    config::Clock,
    core::Core,
    error::RunError,
    happening::{Happening, phase},
    hooks::Hooks,
    record::{EquityReason, PeriodEnd, Status},
    rows::POLL_EVERY,
    run::Run,
};
use parking_lot::MutexGuard;

/// T9.
const HAPPENINGS_AT_ONE_INSTANT: u32 = 10_000;

impl<H: Hooks> Run<H> {
    /// Stratum of what is never part of a row's step (D2).
    pub(crate) fn late(&self) -> u8 {
        match self.config.clock {
            Clock::Received => 1,
            Clock::Two => 0,
        }
    }

    /// Stratum of a happening at `time` that `now` sets out on the way to or from an exchange. What a latency model lets arrive
    /// at once must not overtake what set out before it and arrives at the same time.
    pub(crate) fn stratum_at(&self, venue: usize, now: i64, time: i64, current: u8) -> u8 {
        if time == now && self.venues[venue].latency.is_constant() {
            current
        } else {
            self.late()
        }
    }

    pub(crate) fn agenda_has(&self, time: i64, stratum: u8, phase: u8) -> bool {
        self.agenda
            .next_key()
            .is_some_and(|key| (key.time, key.stratum) == (time, stratum) && key.phase < phase)
    }

    /// The rest of a row's step: zero-latency happenings of phases before `phase`.
    pub(crate) fn drain(&mut self, core: &mut MutexGuard<'_, Core>, time: i64, phase: u8) -> Result<(), RunError<H::Error>> {
        while self.status == Status::Completed && self.agenda_has(time, 0, phase) {
            if let Some((_, happening)) = self.agenda.pop() {
                self.happen(core, time, 0, happening)?;
            }
        }
        Ok(())
    }

    pub(crate) fn happenings_before(&mut self, core: &mut MutexGuard<'_, Core>, time: i64) -> Result<(), RunError<H::Error>> {
        self.happenings_until(core, time - 1)?;
        // Ruin ends the run where it happened.
        if self.status == Status::Completed {
            self.pass_time(time)
        } else {
            Ok(())
        }
    }

    pub(crate) fn happenings_until(&mut self, core: &mut MutexGuard<'_, Core>, time: i64) -> Result<(), RunError<H::Error>> {
        while self.status == Status::Completed && self.agenda.next_key().is_some_and(|key| key.time <= time) {
            if let Some((key, happening)) = self.agenda.pop() {
                self.pass_time(key.time)?;
                self.happen(core, key.time, key.stratum, happening)?;
            }
        }
        Ok(())
    }

    /// Grid rows, ends of return periods and mark-outs that lie before `time`.
    pub(crate) fn pass_time(&mut self, time: i64) -> Result<(), RunError<H::Error>> {
        if let (Some(every), true) = (self.config.equity_every, self.equity_started) {
            while self.next_grid < time && self.record.equity.len() < self.config.equity_rows_max {
                self.equity_row(self.next_grid, EquityReason::Grid)?;
                self.next_grid = self.next_grid.saturating_add(every);
            }
            if self.next_grid < time {
                // The table is full, and a fine grid over a long span has more points than can be walked.
                let points = (time - 1 - self.next_grid) / every + 1;
                self.record.equity_rows_left_out += points as u64;
                self.next_grid = self.next_grid.saturating_add(points.saturating_mul(every));
            }
        }
        while self.next_period < time {
            let equity = self.equity.now()?;
            let time = self.next_period;
            self.record.period_ends.push(PeriodEnd { time, equity });
            self.next_period = time.saturating_add(self.config.return_period);
        }
        if self.mark_outs.next_due() < time {
            let (universe, venues) = (&self.universe, &self.venues);
            self.mark_outs.pass(time, &mut self.record, |instrument| {
                let meta = &universe.instruments[instrument];
                venues[meta.exchange.index()].sim.mark(meta.local)
            });
        }
        Ok(())
    }

    /// Time of the earliest thing that is not a row.
    #[inline]
    pub(crate) fn next_wake(&self) -> i64 {
        self.agenda
            .next_time()
            .min(self.mark_outs.next_due())
            .min(self.next_grid)
            .min(self.next_period)
    }

    pub(crate) fn happen(
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
            Happening::Cancel { venue, instrument, number } => {
                self.venues[venue].sim.on_cancel(time, instrument, number, &mut self.packets)?;
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
                let place = self.place(&columns, source, row);
                self.deliver_row(core, place, place.kind(), stratum)
            }
            Happening::Timer { timer } => {
                let interval = core.desk.intervals[timer as usize];
                if interval == 0 {
                    return Ok(());
                }
                self.agenda
                    .push(time.saturating_add(interval), self.late(), phase::TIMER, Happening::Timer { timer });
                self.call(core, stratum, |hooks| hooks.timer(timer))
            }
        }
    }

    pub(crate) fn plan_schedule(&mut self, venue: usize) {
        let next = self.venues[venue].sim.next_schedule();
        if let Some(time) = next.filter(|_| next != self.venues[venue].scheduled) {
            self.venues[venue].scheduled = next;
            self.agenda.push(time, self.late(), phase::SCHEDULE, Happening::Schedule { venue });
        }
    }
}
