//! Everything of this wheel that runs, so that the exit hook can stop it.

use super::process::Origin;
use parking_lot::Mutex;
use std::{
    collections::BTreeMap,
    sync::{Arc, Weak},
    thread,
    time::{Duration, Instant},
};

/// Something that runs without being called: a task, a thread, a socket.
pub trait Resource: Send + Sync {
    /// Asks it to end; does not wait and does not take the interpreter.
    fn stop(&self);
    /// Whether it has ended.
    fn is_finished(&self) -> bool;
}

type Entries = BTreeMap<u64, (Origin, Weak<dyn Resource>)>;
static RUNNING: Mutex<(u64, Entries)> = Mutex::new((0, BTreeMap::new()));

/// Takes the resource out of the registry when it is dropped.
#[derive(Debug)]
pub struct Registration(u64);

/// Enters a resource; the registry does not keep it alive.
pub fn register(resource: &Arc<dyn Resource>) -> Registration {
    let mut running = RUNNING.lock();
    running.0 += 1;
    let number = running.0;
    running.1.insert(number, (Origin::here(), Arc::downgrade(resource)));
    Registration(number)
}

impl Drop for Registration {
    fn drop(&mut self) {
        RUNNING.lock().1.remove(&self.0);
    }
}

/// Stops everything, last entered first (what was started later may use what was there before), then waits for all until the deadline.
pub(super) fn stop_all(deadline: Instant) {
    // In a forked child the lock may be held by a thread that is not there, and what the parent started runs elsewhere.
    let Some(running) = RUNNING.try_lock_until(deadline) else { return };
    let here = running.1.values().rev().filter(|(origin, _)| origin.is_here());
    let resources: Vec<_> = here.filter_map(|(_, resource)| resource.upgrade()).collect();
    drop(running);
    let running = resources;
    for resource in &running {
        resource.stop();
    }
    for resource in running {
        while !resource.is_finished() && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(1));
        }
    }
}
