//! The subscriber's layer: an event becomes a record in the queue.

use super::{
    delivery::{Record, Value, enqueue},
    levels::{hint, target},
};
use crate::runtime::is_exiting;
use barter::engine::audit::state_replica::AUDIT_REPLICA_STATE_UPDATE_SPAN_NAME;
use std::{
    fmt::{Debug, Write},
    thread,
    time::SystemTime,
};
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    level_filters::LevelFilter,
    subscriber::Interest,
};
use tracing_subscriber::{Layer, layer::Context, registry::LookupSpan};

pub(super) struct PythonLayer;

impl<S> Layer<S> for PythonLayer
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        // Levels change while the program runs.
        Interest::sometimes()
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(hint())
    }

    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        // Spans are kept: an event asks in which it happened.
        metadata.is_span() || *metadata.level() <= hint() && !is_exiting()
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let metadata = event.metadata();
        let target = target(metadata.target());
        if is_exiting() || !target.may_want(*metadata.level()) {
            return;
        }
        // As upstream's `AuditSpanFilter`: a replica of the state logs everything a second time.
        if context
            .lookup_current()
            .is_some_and(|span| span.name() == AUDIT_REPLICA_STATE_UPDATE_SPAN_NAME)
        {
            return;
        }
        let mut written = Written::default();
        event.record(&mut written);
        enqueue(Record {
            target,
            level: *metadata.level(),
            message: written.message,
            fields: written.fields,
            file: metadata.file().unwrap_or("(unknown file)"),
            line: metadata.line().unwrap_or_default(),
            time: SystemTime::now(),
            thread: thread::current().name().map(str::to_owned),
        });
    }
}

#[derive(Default)]
struct Written {
    message: String,
    fields: Vec<(&'static str, Value)>,
}

impl Visit for Written {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "message" {
            value.clone_into(&mut self.message);
        } else {
            self.fields.push((field.name(), Value::Text(value.to_owned())));
        }
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.fields.push((field.name(), Value::Signed(value)));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.fields.push((field.name(), Value::Unsigned(value)));
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.fields.push((field.name(), Value::Float(value)));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.fields.push((field.name(), Value::Bool(value)));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let mut text = String::new();
        // Writing to a String fails only where the value's own Debug does; what it wrote so far is kept.
        let _ = write!(text, "{value:?}");
        self.record_str(field, &text);
    }
}
