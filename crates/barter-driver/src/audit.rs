//! barter's audit ticks of a run, kept as what they say.

use crate::engine::{SimEngine, SimEvent};
use barter::{
    EngineEvent,
    engine::{
        EngineOutput,
        audit::{AuditTick, Auditor, EngineAudit, ProcessAudit},
    },
};

type Output = EngineOutput<(), ()>;

/// One row per audit tick.
#[derive(Debug, Default)]
pub struct AuditLog {
    pub sequence: Vec<u64>,
    pub time: Vec<i64>,
    pub event: Vec<&'static str>,
    pub outputs: Vec<u32>,
    pub errors: Vec<u32>,
}

impl AuditLog {
    /// Makes the tick as `process_with_audit` would, from the parts the driver processed itself.
    pub fn tick(&mut self, engine: &mut SimEngine, audit: ProcessAudit<SimEvent, Output>) {
        let now = engine.clock.now();
        let tick: AuditTick<EngineAudit<SimEvent, Output>> = engine.audit(audit);
        let EngineAudit::Process(process) = &tick.event else {
            return;
        };
        self.sequence.push(tick.context.sequence.value());
        self.time.push(now);
        self.event.push(match &process.event {
            EngineEvent::Shutdown(_) => "shutdown",
            EngineEvent::Command(_) => "command",
            EngineEvent::TradingStateUpdate(_) => "trading_state_update",
            EngineEvent::Account(_) => "account",
            EngineEvent::Market(_) => "market",
        });
        self.outputs.push(process.outputs.len() as u32);
        self.errors.push(process.errors.len() as u32);
    }
}
