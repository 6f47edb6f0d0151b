//! From the queue of records to Python's loggers: one thread, which is the only one to take the interpreter.

use super::levels::{Target, number, refresh_if_stale};
use crate::runtime::{Origin, attach, wheel};
use parking_lot::{Condvar, Mutex};
use pyo3::{intern, prelude::*, types::PyDict};
use std::{
    collections::VecDeque,
    fmt::{self, Display, Formatter},
    sync::Arc,
    thread,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};
use tracing::Level;

/// Most records that wait for Python.
const CAPACITY: usize = 16_384;
/// Most records per hold of the interpreter.
const BATCH: usize = 64;
/// Longest wait for the queue: only in a forked child can its lock be held by nobody.
const LOCK_WITHIN: Duration = Duration::from_millis(50);

/// A field's value, in the type it was logged with.
pub(super) enum Value {
    Text(String),
    Signed(i64),
    Unsigned(u64),
    Float(f64),
    Bool(bool),
}

impl Display for Value {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Signed(number) => number.fmt(f),
            Self::Unsigned(number) => number.fmt(f),
            Self::Float(number) => number.fmt(f),
            Self::Bool(yes) => yes.fmt(f),
        }
    }
}

impl Value {
    fn set(&self, fields: &Bound<'_, PyDict>, name: &str) -> PyResult<()> {
        match self {
            Self::Text(text) => fields.set_item(name, text),
            Self::Signed(number) => fields.set_item(name, number),
            Self::Unsigned(number) => fields.set_item(name, number),
            Self::Float(number) => fields.set_item(name, number),
            Self::Bool(yes) => fields.set_item(name, yes),
        }
    }
}

pub(super) struct Record {
    pub target: Arc<Target>,
    pub level: Level,
    pub message: String,
    pub fields: Vec<(&'static str, Value)>,
    pub file: &'static str,
    pub line: u32,
    pub time: SystemTime,
    pub thread: Option<String>,
}

struct Waiting {
    records: VecDeque<Record>,
    /// Not yet logged.
    dropped: u64,
    dropped_ever: u64,
    /// The process that has a logging thread.
    thread: Option<Origin>,
}

static WAITING: Mutex<Waiting> = Mutex::new(Waiting {
    records: VecDeque::new(),
    dropped: 0,
    dropped_ever: 0,
    thread: None,
});
static CAME: Condvar = Condvar::new();

/// Records dropped so far because Python did not take them fast enough.
pub fn dropped() -> u64 {
    WAITING.lock().dropped_ever
}

pub(super) fn enqueue(record: Record) {
    let Some(mut waiting) = WAITING.try_lock_for(LOCK_WITHIN) else {
        return;
    };
    if waiting.records.len() >= CAPACITY {
        waiting.dropped += 1;
        waiting.dropped_ever += 1;
        return;
    }
    waiting.records.push_back(record);
    if waiting.thread.is_some_and(Origin::is_here) {
        CAME.notify_one();
        return;
    }
    let name = format!("{}-log", wheel().unwrap_or("barter").trim_start_matches("barter_"));
    // Without a thread the record waits for the next one that tries, or for the interpreter's exit.
    if thread::Builder::new().name(name).spawn(run).is_ok() {
        waiting.thread = Some(Origin::here());
    }
}

fn take() -> (Vec<Record>, u64) {
    let mut waiting = WAITING.lock();
    let count = waiting.records.len().min(BATCH);
    let records = waiting.records.drain(..count).collect();
    // The count is logged where records were dropped: behind those that waited then.
    let dropped = if waiting.records.is_empty() {
        std::mem::take(&mut waiting.dropped)
    } else {
        0
    };
    (records, dropped)
}

fn drop_rest() -> u64 {
    let mut waiting = WAITING.lock();
    let rest = waiting.records.len();
    waiting.records.clear();
    let rest = u64::try_from(rest).unwrap_or(u64::MAX);
    waiting.dropped_ever += rest;
    std::mem::take(&mut waiting.dropped) + rest
}

fn run() {
    loop {
        let mut waiting = WAITING.lock();
        while waiting.records.is_empty() && waiting.dropped == 0 {
            CAME.wait(&mut waiting);
        }
        drop(waiting);
        let handed_over = attach(|py| {
            refresh_if_stale(py);
            let (records, dropped) = take();
            hand_over(py, records, dropped);
        });
        if handed_over.is_none() {
            return;
        }
    }
}

/// What is left when the interpreter exits, from the thread that runs the exit hooks. Records that slow handlers do not take until the
/// deadline are dropped, and counted.
pub(crate) fn hand_over_rest(py: Python<'_>, deadline: Instant) {
    loop {
        let (records, dropped) = if Instant::now() < deadline {
            take()
        } else {
            (Vec::new(), drop_rest())
        };
        if records.is_empty() && dropped == 0 {
            return;
        }
        hand_over(py, records, dropped);
    }
}

fn hand_over(py: Python<'_>, records: Vec<Record>, dropped: u64) {
    for record in records {
        // `logging` reports the errors of handlers itself; what is left is an error of a user's logger class or filter.
        if let Err(error) = record.log(py) {
            error.write_unraisable(py, None);
        }
    }
    if dropped > 0
        && let Err(error) = report(py, dropped)
    {
        error.write_unraisable(py, None);
    }
}

fn report(py: Python<'_>, dropped: u64) -> PyResult<()> {
    let message = format!("{dropped} log records were dropped: they came faster than the handlers take them");
    py.import(intern!(py, "logging"))?
        .call_method1(intern!(py, "getLogger"), (wheel()?,))?
        .call_method1(intern!(py, "warning"), (message,))?;
    Ok(())
}

impl Record {
    fn log(self, py: Python<'_>) -> PyResult<()> {
        let logger = py
            .import(intern!(py, "logging"))?
            .call_method1(intern!(py, "getLogger"), (&self.target.logger,))?;
        self.target.learn(logger.call_method0(intern!(py, "getEffectiveLevel"))?.extract()?);
        let level = number(self.level);
        if !logger.call_method1(intern!(py, "isEnabledFor"), (level,))?.is_truthy()? {
            return Ok(());
        }
        let fields = PyDict::new(py);
        let mut message = self.message.clone();
        for (name, value) in &self.fields {
            let space = if message.is_empty() { "" } else { " " };
            message.push_str(&format!("{space}{name}={value}"));
            value.set(&fields, name)?;
        }
        let nothing = py.None();
        let arguments = (
            &self.target.logger,
            level,
            self.file,
            self.line,
            message,
            (),
            &nothing,
            self.target.path,
        );
        let record = logger.call_method1(intern!(py, "makeRecord"), arguments)?;
        let since_epoch = self.time.duration_since(UNIX_EPOCH).unwrap_or_default();
        let relative: f64 = record.getattr(intern!(py, "relativeCreated"))?.extract()?;
        let made: f64 = record.getattr(intern!(py, "created"))?.extract()?;
        let created = since_epoch.as_secs_f64();
        record.setattr(intern!(py, "created"), created)?;
        record.setattr(intern!(py, "msecs"), f64::from(since_epoch.subsec_millis()))?;
        record.setattr(intern!(py, "relativeCreated"), relative - (made - created) * 1e3)?;
        record.setattr(intern!(py, "threadName"), self.thread)?;
        record.setattr(intern!(py, "target"), self.target.path)?;
        record.setattr(intern!(py, "event"), self.message)?;
        record.setattr(intern!(py, "fields"), fields)?;
        logger.call_method1(intern!(py, "handle"), (record,))?;
        Ok(())
    }
}
