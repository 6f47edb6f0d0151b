//! Which levels Python's loggers want, in a form that an event is compared to without the interpreter.

use crate::runtime::wheel;
use parking_lot::RwLock;
use pyo3::{intern, prelude::*, types::PyDict};
use std::{
    collections::HashMap,
    sync::{
        Arc, LazyLock,
        atomic::{AtomicU8, AtomicU32, AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};
use tracing::{Level, level_filters::LevelFilter};

/// Age from which levels are read again.
const STALE: Duration = Duration::from_millis(200);

/// The most verbose level that any of the wheel's loggers wants, as [`rank`].
static WANTED: AtomicU8 = AtomicU8::new(0);
/// Raised with each reading of levels: what a [`Target`] remembers is then old.
static READINGS: AtomicU32 = AtomicU32::new(0);
/// When levels were read last, in milliseconds since [`START`].
static READ_AT: AtomicU64 = AtomicU64::new(0);
static START: LazyLock<Instant> = LazyLock::new(Instant::now);
static TARGETS: LazyLock<RwLock<HashMap<&'static str, Arc<Target>>>> = LazyLock::new(RwLock::default);

/// Where the events of one Rust module go.
pub(super) struct Target {
    pub logger: String,
    pub path: &'static str,
    /// Reading and rank of its logger's level, when a record was handed over last.
    known: AtomicU64,
}

impl Target {
    /// Whether an event may be wanted; a logger whose level is not known since the last reading gets it and is asked.
    pub fn may_want(&self, level: Level) -> bool {
        let known = self.known.load(Relaxed);
        known >> 8 != u64::from(READINGS.load(Relaxed)) || u64::from(rank(level)) <= known & 0xff
    }

    /// Remembers the level of its logger.
    pub fn learn(&self, level: i64) {
        self.known
            .store(u64::from(READINGS.load(Relaxed)) << 8 | u64::from(wanted(level)), Relaxed);
    }
}

/// 1 for errors, to 5 for traces.
fn rank(level: Level) -> u8 {
    match level {
        Level::ERROR => 1,
        Level::WARN => 2,
        Level::INFO => 3,
        Level::DEBUG => 4,
        Level::TRACE => 5,
    }
}

/// Rank of the most verbose Rust level that a Python level lets through.
fn wanted(python: i64) -> u8 {
    match python {
        ..=5 => 5,
        6..=10 => 4,
        11..=20 => 3,
        21..=30 => 2,
        31..=40 => 1,
        41.. => 0,
    }
}

/// Python's number of a level; traces stand below DEBUG.
pub(super) fn number(level: Level) -> u8 {
    match level {
        Level::ERROR => 40,
        Level::WARN => 30,
        Level::INFO => 20,
        Level::DEBUG => 10,
        Level::TRACE => 5,
    }
}

pub(super) fn hint() -> LevelFilter {
    match WANTED.load(Relaxed) {
        0 => LevelFilter::OFF,
        1 => LevelFilter::ERROR,
        2 => LevelFilter::WARN,
        3 => LevelFilter::INFO,
        4 => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    }
}

/// Logger of a Rust module path in a wheel.
fn logger_of(wheel: &str, path: &str) -> String {
    let (root, rest) = path.split_once("::").unwrap_or((path, ""));
    let own = if wheel == "barter_engine" { "barter" } else { wheel };
    // The module `_data` of barter_data is its binding code.
    let binding = root
        .strip_prefix('_')
        .is_some_and(|short| wheel.strip_prefix("barter_") == Some(short));
    let parts = if root == own || binding || root == "barter_interop" {
        rest
    } else {
        path
    };
    if parts.is_empty() {
        wheel.to_owned()
    } else {
        format!("{wheel}.{}", parts.replace("::", "."))
    }
}

pub(super) fn target(path: &'static str) -> Arc<Target> {
    if let Some(target) = TARGETS.read().get(path) {
        return Arc::clone(target);
    }
    let mut targets = TARGETS.write();
    let target = targets.entry(path).or_insert_with(|| {
        Arc::new(Target {
            logger: logger_of(wheel().unwrap_or("barter"), path),
            path,
            known: AtomicU64::new(u64::MAX),
        })
    });
    Arc::clone(target)
}

/// Reads the levels of the wheel's loggers again. An error in a user's logger class leaves them as they were, and is reported as Python
/// reports errors that nobody can catch.
pub fn refresh(py: Python<'_>) {
    match most_verbose(py) {
        Ok(wanted) => {
            READINGS.fetch_add(1, Relaxed);
            if WANTED.swap(wanted, Relaxed) != wanted {
                tracing::callsite::rebuild_interest_cache();
            }
        }
        Err(error) => error.write_unraisable(py, None),
    }
    READ_AT.store(now(), Relaxed);
}

/// The same if they were read more than 200 ms ago.
pub fn refresh_if_stale(py: Python<'_>) {
    let installed = READINGS.load(Relaxed) > 0;
    if installed && now().saturating_sub(READ_AT.load(Relaxed)) > u64::try_from(STALE.as_millis()).unwrap_or(u64::MAX) {
        refresh(py);
    }
}

fn now() -> u64 {
    u64::try_from(START.elapsed().as_millis()).unwrap_or(u64::MAX)
}

fn most_verbose(py: Python<'_>) -> PyResult<u8> {
    let wheel = wheel()?;
    let logging = py.import(intern!(py, "logging"))?;
    let nothing = logging.getattr(intern!(py, "NullHandler"))?;
    let root = logging.call_method1(intern!(py, "getLogger"), (wheel,))?;
    let manager = root.getattr(intern!(py, "manager"))?;
    // No event goes through that `logging.disable` stops.
    let disabled: i64 = manager.getattr(intern!(py, "disable"))?.extract()?;
    let known = manager.getattr(intern!(py, "loggerDict"))?.cast_into::<PyDict>()?;
    let below = format!("{wheel}.");
    let mut most = 0;
    // A copy: another thread may add a logger while a level is read.
    for (name, logger) in known.copy()? {
        let name: String = name.extract()?;
        // Names between two loggers are place holders without a level.
        if (name == wheel || name.starts_with(&below))
            && logger.hasattr(intern!(py, "getEffectiveLevel"))?
            && has_handler(&logger, &nothing)?
        {
            let level: i64 = logger.call_method0(intern!(py, "getEffectiveLevel"))?.extract()?;
            most = most.max(wanted(level.max(disabled.saturating_add(1))));
        }
    }
    Ok(most)
}

/// Whether a record of this logger reaches a handler that does something.
fn has_handler<'py>(logger: &Bound<'py, PyAny>, nothing: &Bound<'py, PyAny>) -> PyResult<bool> {
    let py = logger.py();
    let mut logger = logger.clone();
    loop {
        for handler in logger.getattr(intern!(py, "handlers"))?.try_iter()? {
            if !handler?.is_instance(nothing)? {
                return Ok(true);
            }
        }
        let parent = logger.getattr(intern!(py, "parent"))?;
        if parent.is_none() || !logger.getattr(intern!(py, "propagate"))?.is_truthy()? {
            return Ok(false);
        }
        logger = parent;
    }
}

#[cfg(test)]
mod tests {
    use super::{logger_of, wanted};

    #[test]
    fn loggers_stand_under_the_wheel_that_logs() {
        assert_eq!(
            logger_of("barter_data", "barter_data::streams::consumer"),
            "barter_data.streams.consumer"
        );
        assert_eq!(logger_of("barter_data", "barter_data"), "barter_data");
        assert_eq!(logger_of("barter_data", "_data::stream"), "barter_data.stream");
        assert_eq!(logger_of("barter_data", "_engine::stream"), "barter_data._engine.stream");
        assert_eq!(
            logger_of("barter_data", "barter_integration::channel"),
            "barter_data.barter_integration.channel"
        );
        assert_eq!(logger_of("barter_engine", "barter::engine::state"), "barter_engine.engine.state");
        assert_eq!(logger_of("barter_engine", "barter_data::books"), "barter_engine.barter_data.books");
    }

    #[test]
    fn a_level_between_two_lets_the_higher_one_through() {
        assert_eq!(
            [0, 5, 6, 10, 15, 20, 25, 30, 40, 41, 51].map(wanted),
            [5, 5, 4, 4, 3, 3, 2, 2, 1, 0, 0]
        );
    }
}
