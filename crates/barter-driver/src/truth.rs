//! What happened at an exchange: recorded, valued, and put on its way to the strategy (D4, D9).

use crate::{
    error::RunError,
    happening::{Happening, phase},
    hooks::Hooks,
    record::{EquityReason, EquityRow, Status},
    run::Run,
};
use barter_sim::Packet;

impl<H: Hooks> Run<H> {
    /// Records what happened at the exchange and puts it on its way to the strategy.
    pub(crate) fn take_packets(&mut self, venue: usize, stratum: u8) -> Result<(), RunError<H::Error>> {
        let mut packets = std::mem::take(&mut self.packets);
        for packet in packets.drain(..) {
            let (event, fill) = self.record_packet(venue, &packet)?;
            let time = packet.time;
            if let Some(fill) = fill {
                self.mark_outs.add(time, fill);
            }
            let delivery = self.venues[venue].delivery(time);
            let stratum = self.stratum_at(venue, time, delivery, stratum);
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

    pub(crate) fn check_solvency(&mut self, venue: usize) -> Result<(), RunError<H::Error>> {
        if self.equity.looks_insolvent(venue, self.maintenance[venue])
            && self
                .books
                .is_insolvent(&self.universe, &self.venues[venue], venue, self.maintenance[venue])?
        {
            self.status = Status::Insolvent;
        }
        Ok(())
    }

    pub(crate) fn start_equity(&mut self, time: i64) -> Result<(), RunError<H::Error>> {
        self.equity.rebuild(&self.universe, &self.venues, &self.books)?;
        if !self.equity.is_ready() {
            return Ok(());
        }
        self.equity_started = true;
        self.equity.follow(time)?;
        self.equity_row(time, EquityReason::Start)?;
        if let Some(every) = self.config.equity_every {
            self.next_grid = first_multiple(time, every);
        }
        self.next_period = first_multiple(time, self.config.return_period);
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

    /// Fills, equity and balances of one packet, in the order of D4.
    pub(crate) fn record_packet(&mut self, venue: usize, packet: &Packet) -> Result<(usize, Option<usize>), RunError<H::Error>> {
        let (event, fill) = self.record.packet(&self.universe, venue, packet)?;
        self.books.apply(&self.universe, venue, packet)?;
        if let Some(details) = &packet.fill {
            let instrument = self.universe.instrument(venue, packet.instrument).index.index();
            let rate = self
                .equity
                .book(instrument, details.realised_pnl, details.fee, &self.universe, &self.venues)?;
            if let Some(fill) = fill {
                self.record.fills[fill].rate = rate;
            }
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
}

/// The first multiple of `every` that is not before `time`.
fn first_multiple(time: i64, every: i64) -> i64 {
    (time.div_euclid(every) + i64::from(time.rem_euclid(every) != 0)).saturating_mul(every)
}
