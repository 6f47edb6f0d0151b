//! The queue between producers and readers. Knows no Python, but for those who wait in asyncio.
//!
//! Locks: the state's lock is held for pushes and pops only. Nothing of Python runs under it, no event is dropped under it, and nobody
//! takes or gives up the interpreter while holding it.

use crate::{
    awaitable::{Waiter, wake, wake_attached},
    runtime::Origin,
};
use parking_lot::{Condvar, Mutex, MutexGuard};
use pyo3::{PyErr, Python};
use std::{collections::VecDeque, mem::take, task::Waker, time::Duration};

/// How many events may wait.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Capacity {
    Unbounded,
    /// At most `events` (at least one).
    Bounded {
        events: usize,
        overflow: Overflow,
    },
}

/// What happens to a producer that finds the queue full.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Overflow {
    /// It waits for a reader: back-pressure.
    Wait,
    /// The oldest event makes room, and is counted as dropped.
    DropOldest,
}

/// Why a producer ended: an error that is made when, and where, it is raised.
pub struct Failure(Box<dyn FnOnce(Python<'_>) -> PyErr + Send>);

impl Failure {
    pub fn new(make: impl FnOnce(Python<'_>) -> PyErr + Send + 'static) -> Self {
        Self(Box::new(make))
    }

    pub(super) fn raise(self, py: Python<'_>) -> PyErr {
        (self.0)(py)
    }
}

impl From<PyErr> for Failure {
    fn from(error: PyErr) -> Self {
        Self::new(move |_| error)
    }
}

pub(super) struct State<T> {
    pub items: VecDeque<T>,
    /// Errors that stand before the items: of events that could not be converted in the middle of a batch.
    pub first: VecDeque<Failure>,
    /// An error that stands behind them: of the producer.
    pub last: Option<Failure>,
    pub senders: usize,
    /// By the reader, or by a producer's error: senders are refused.
    pub closed: bool,
    pub dropped: u64,
    readers: Vec<Waiter>,
    writers: Vec<Waiter>,
    /// Producers in Rust that wait for room.
    room: Vec<Waker>,
    /// Producers in Rust that want to know when the stream is closed.
    closing: Vec<Waker>,
}

impl<T> State<T> {
    pub fn ended(&self) -> bool {
        self.closed || self.senders == 0
    }

    /// Whether a reader finds something: an event, an error, or the end.
    pub fn readable(&self) -> bool {
        !self.items.is_empty() || self.ended() || !self.first.is_empty() || self.last.is_some()
    }
}

pub(super) struct Queue<T> {
    pub origin: Origin,
    pub capacity: Capacity,
    state: Mutex<State<T>>,
    readable: Condvar,
    writable: Condvar,
}

/// Those to wake when the lock is free.
#[must_use]
#[derive(Default)]
pub(super) struct Woken {
    waiters: Vec<Waiter>,
    wakers: Vec<Waker>,
}

impl Woken {
    /// Asyncio is woken from here if the caller has the interpreter, else by the wheel's waking thread.
    pub fn wake(self, py: Option<Python<'_>>) {
        for waker in self.wakers {
            waker.wake();
        }
        match py {
            Some(py) => wake_attached(py, &self.waiters),
            None => wake(self.waiters),
        }
    }
}

pub(super) enum Pushed<T> {
    Done,
    /// The oldest event, to be dropped where no lock is held.
    Instead(T),
    Full(T),
    Closed(T),
}

impl<T> Queue<T> {
    pub fn new(capacity: Capacity) -> Self {
        Self {
            origin: Origin::here(),
            capacity,
            state: Mutex::new(State {
                items: VecDeque::new(),
                first: VecDeque::new(),
                last: None,
                senders: 0,
                closed: false,
                dropped: 0,
                readers: Vec::new(),
                writers: Vec::new(),
                room: Vec::new(),
                closing: Vec::new(),
            }),
            readable: Condvar::new(),
            writable: Condvar::new(),
        }
    }

    pub fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock()
    }

    pub fn try_lock(&self) -> Option<MutexGuard<'_, State<T>>> {
        self.state.try_lock()
    }

    pub fn push(&self, item: T, py: Option<Python<'_>>) -> Pushed<T> {
        let mut state = self.lock();
        if state.closed {
            return Pushed::Closed(item);
        }
        let mut outcome = Pushed::Done;
        if let Capacity::Bounded { events, overflow } = self.capacity
            && state.items.len() >= events
        {
            match overflow {
                Overflow::Wait => return Pushed::Full(item),
                Overflow::DropOldest => {
                    if let Some(oldest) = state.items.pop_front() {
                        state.dropped += 1;
                        outcome = Pushed::Instead(oldest);
                    }
                }
            }
        }
        state.items.push_back(item);
        self.readable.notify_one();
        let woken = Self::readers(&mut state);
        drop(state);
        woken.wake(py);
        outcome
    }

    fn readers(state: &mut State<T>) -> Woken {
        Woken {
            waiters: take(&mut state.readers),
            wakers: Vec::new(),
        }
    }

    fn writers(state: &mut State<T>) -> Woken {
        Woken {
            waiters: take(&mut state.writers),
            wakers: take(&mut state.room),
        }
    }

    /// After events were taken: those who wait for room.
    pub fn made_room(&self, state: &mut State<T>, events: usize) -> Woken {
        if events == 0 || self.capacity == Capacity::Unbounded {
            return Woken::default();
        }
        if events == 1 {
            self.writable.notify_one();
        } else {
            self.writable.notify_all();
        }
        Self::writers(state)
    }

    /// Ends the queue for both sides; events that are there stay readable.
    pub fn close(&self, py: Option<Python<'_>>) {
        let mut state = self.lock();
        state.closed = true;
        self.announce_end(state, py);
    }

    pub fn fail(&self, failure: Failure, py: Option<Python<'_>>) {
        let mut state = self.lock();
        // The first error is the cause; a later one is most often its consequence.
        let later = if state.last.is_none() && !state.closed {
            state.last.replace(failure)
        } else {
            Some(failure)
        };
        state.closed = true;
        self.announce_end(state, py);
        drop(later);
    }

    pub fn sender_gone(&self) {
        let mut state = self.lock();
        state.senders -= 1;
        if state.senders == 0 {
            self.announce_end(state, None);
        }
    }

    fn announce_end(&self, mut state: MutexGuard<'_, State<T>>, py: Option<Python<'_>>) {
        self.readable.notify_all();
        self.writable.notify_all();
        let mut woken = Self::readers(&mut state);
        let writers = Self::writers(&mut state);
        let closing = if state.closed { take(&mut state.closing) } else { Vec::new() };
        drop(state);
        woken.waiters.extend(writers.waiters);
        woken.wakers = writers.wakers;
        woken.wakers.extend(closing);
        woken.wake(py);
    }

    /// Waits for something to read.
    pub fn wait_readable(&self, up_to: Duration) -> bool {
        let mut state = self.lock();
        if !state.readable() {
            self.readable.wait_for(&mut state, up_to);
        }
        state.readable()
    }

    /// Whether a sender would not have to wait.
    pub fn writable(&self, state: &State<T>) -> bool {
        match self.capacity {
            Capacity::Bounded {
                events,
                overflow: Overflow::Wait,
            } => state.closed || state.items.len() < events,
            _ => true,
        }
    }

    /// Waits for room.
    pub fn wait_writable(&self, up_to: Duration) -> bool {
        let mut state = self.lock();
        if !self.writable(&state) {
            self.writable.wait_for(&mut state, up_to);
        }
        self.writable(&state)
    }

    /// Keeps a task of asyncio until there is something to read; false if there is.
    pub fn listen(&self, waiter: Waiter) -> bool {
        let mut state = self.lock();
        let waits = !state.readable();
        if waits {
            state.readers.push(waiter);
        }
        waits
    }

    /// Keeps a task of asyncio until there is room or the end.
    pub fn listen_writable(&self, waiter: Waiter) -> bool {
        let mut state = self.lock();
        let waits = !self.writable(&state);
        if waits {
            state.writers.push(waiter);
        }
        waits
    }

    /// Keeps a waker until there is room or the end; false if there is.
    pub fn listen_waker(&self, waker: &Waker) -> bool {
        let mut state = self.lock();
        let waits = !self.writable(&state);
        if waits && !state.room.iter().any(|known| known.will_wake(waker)) {
            state.room.push(waker.clone());
        }
        waits
    }

    /// Keeps a waker until the reader closes; false if it has.
    pub fn listen_closed(&self, waker: &Waker) -> bool {
        let mut state = self.lock();
        if !state.closed && !state.closing.iter().any(|known| known.will_wake(waker)) {
            state.closing.push(waker.clone());
        }
        !state.closed
    }

    pub fn forget(&self, id: u64) {
        if !self.origin.is_here() {
            return;
        }
        let mut state = self.lock();
        let State { readers, writers, .. } = &mut *state;
        let forgotten: Vec<_> = [readers, writers]
            .into_iter()
            .filter_map(|waiters| {
                waiters
                    .iter()
                    .position(|waiter| waiter.id() == id)
                    .map(|at| waiters.swap_remove(at))
            })
            .collect();
        drop(state);
        drop(forgotten);
    }
}
