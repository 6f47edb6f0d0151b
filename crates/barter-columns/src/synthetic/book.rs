//! The order book of the synthetic market, in ticks and lots.

use std::collections::BTreeMap;

/// One side; keys are ticks, values lots above zero.
#[derive(Debug, Default, Clone)]
pub(crate) struct Side {
    levels: BTreeMap<i64, i64>,
}

/// A level that changed: side, tick, lots now (0: gone).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Change {
    pub is_bid: bool,
    pub tick: i64,
    pub lots: i64,
}

/// Best price and quantity of both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Touch {
    pub bid: (i64, i64),
    pub ask: (i64, i64),
}

#[derive(Debug, Default, Clone)]
pub(crate) struct Book {
    bids: Side,
    asks: Side,
    pub changes: Vec<Change>,
}

impl Book {
    fn side(&mut self, is_bid: bool) -> &mut Side {
        if is_bid { &mut self.bids } else { &mut self.asks }
    }

    pub fn levels(&self, is_bid: bool) -> impl Iterator<Item = (i64, i64)> + '_ {
        let side = if is_bid { &self.bids } else { &self.asks };
        side.levels.iter().map(|(tick, lots)| (*tick, *lots))
    }

    pub fn depth(&self, is_bid: bool) -> usize {
        if is_bid { self.bids.levels.len() } else { self.asks.levels.len() }
    }

    /// Best level of a side.
    pub fn best(&self, is_bid: bool) -> Option<(i64, i64)> {
        let entry = if is_bid {
            self.bids.levels.last_key_value()
        } else {
            self.asks.levels.first_key_value()
        };
        entry.map(|(tick, lots)| (*tick, *lots))
    }

    /// The level farthest from the touch.
    pub fn worst(&self, is_bid: bool) -> Option<(i64, i64)> {
        let entry = if is_bid {
            self.bids.levels.first_key_value()
        } else {
            self.asks.levels.last_key_value()
        };
        entry.map(|(tick, lots)| (*tick, *lots))
    }

    pub fn touch(&self) -> Option<Touch> {
        Some(Touch {
            bid: self.best(true)?,
            ask: self.best(false)?,
        })
    }

    pub fn lots(&self, is_bid: bool, tick: i64) -> i64 {
        let side = if is_bid { &self.bids } else { &self.asks };
        side.levels.get(&tick).copied().unwrap_or(0)
    }

    /// Sets a level and notes the change.
    pub fn set(&mut self, is_bid: bool, tick: i64, lots: i64) {
        let levels = &mut self.side(is_bid).levels;
        if lots > 0 {
            levels.insert(tick, lots);
        } else {
            levels.remove(&tick);
        }
        self.changes.push(Change {
            is_bid,
            tick,
            lots: lots.max(0),
        });
    }
}
