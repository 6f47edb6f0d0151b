//! Happenings and their order (D2).

use barter_sim::{OpenRequest, OrderNumber, Packet};
use std::{
    cmp::{Ordering, Reverse},
    collections::BinaryHeap,
};

pub mod phase {
    pub const SCHEDULE: u8 = 1;
    pub const ARRIVAL: u8 = 2;
    pub const ACCOUNT: u8 = 3;
    pub const MARKET: u8 = 4;
    pub const TIMER: u8 = 5;
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    pub time: i64,
    /// 0: belongs to the row being processed (one axis), or two axes; 1: comes after all rows of its time.
    pub stratum: u8,
    pub phase: u8,
    pub sequence: u64,
}

#[derive(Debug)]
pub enum Happening {
    Schedule {
        venue: usize,
    },
    Open {
        venue: usize,
        request: Box<OpenRequest>,
    },
    Cancel {
        venue: usize,
        instrument: usize,
        number: OrderNumber,
    },
    /// A packet on its way to the strategy; `event` and `fill` are its rows in the record.
    Account {
        venue: usize,
        packet: Box<Packet>,
        event: usize,
        fill: Option<usize>,
    },
    /// A refusal on the strategy's side, told to its hooks.
    Refusal {
        number: OrderNumber,
        event: usize,
    },
    /// A row whose delivery is delayed by modelled feed latency (one axis).
    Market {
        source: u16,
        row: u32,
    },
    Timer {
        timer: u32,
    },
}

#[derive(Debug)]
struct Entry {
    key: Key,
    happening: Happening,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}
impl Eq for Entry {}
impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Entry {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key.cmp(&other.key)
    }
}

/// Pending happenings, smallest key first.
#[derive(Debug, Default)]
pub struct Agenda {
    heap: BinaryHeap<Reverse<Entry>>,
    sequence: u64,
}

impl Agenda {
    pub fn push(&mut self, time: i64, stratum: u8, phase: u8, happening: Happening) {
        self.sequence += 1;
        let key = Key {
            time,
            stratum,
            phase,
            sequence: self.sequence,
        };
        self.heap.push(Reverse(Entry { key, happening }));
    }

    pub fn next_key(&self) -> Option<Key> {
        self.heap.peek().map(|Reverse(entry)| entry.key)
    }

    /// Time of the next happening; `i64::MAX` when there is none.
    #[inline]
    pub fn next_time(&self) -> i64 {
        self.heap.peek().map_or(i64::MAX, |Reverse(entry)| entry.key.time)
    }

    pub fn pop(&mut self) -> Option<(Key, Happening)> {
        self.heap.pop().map(|Reverse(entry)| (entry.key, entry.happening))
    }

    pub fn is_empty(&self) -> bool {
        self.heap.is_empty()
    }

    /// What is left when the run ends: requests on their way, undelivered account events and rows. Timers and venue
    /// schedules are not promises to anybody, so they do not count.
    pub fn undelivered(&self) -> usize {
        self.heap
            .iter()
            .filter(|Reverse(entry)| !matches!(entry.happening, Happening::Timer { .. } | Happening::Schedule { .. }))
            .count()
    }
}
