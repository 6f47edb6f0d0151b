//! `Level`, `OrderBookSide`, `OrderBook`.

use super::Restored;
use crate::{
    canonical,
    wire::{Decoder, Encoder, FNV_OFFSET, Wire, WireError, mix},
    wire_enum,
};
use barter_data::books::{Asks, Bids, Level, OrderBook, OrderBookSide};
use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

canonical!(Level => "barter_data", "Level", 1, validate check_level { price: Decimal, amount: Decimal });

/// Neither number is negative; an amount of zero removes a level.
pub fn check_level(level: &Level) -> Result<(), String> {
    for (name, number) in [("price", level.price), ("amount", level.amount)] {
        if number < Decimal::ZERO {
            return Err(format!("{name} must not be negative, got {number}"));
        }
    }
    Ok(())
}

/// Every level is possible.
pub fn check_levels(name: &str, levels: &[Level]) -> Result<(), String> {
    levels
        .iter()
        .try_for_each(|level| check_level(level).map_err(|message| format!("{name}.{message}")))
}

macro_rules! side_wire {
    ($($side:ident => $make:ident),*) => {$(
        impl Wire for OrderBookSide<$side> {
            const LAYOUT: u64 = Vec::<Level>::LAYOUT;
            fn put(&self, out: &mut Encoder) {
                put_levels(self.levels(), out);
            }
            fn get(input: &mut Decoder<'_>) -> Result<Self, WireError> {
                Vec::<Level>::get(input).map(OrderBookSide::$make)
            }
        }
    )*};
}
side_wire!(Bids => bids, Asks => asks);

fn put_levels(levels: &[Level], out: &mut Encoder) {
    out.length(levels.len());
    levels.iter().for_each(|level| level.put(out));
}

/// The value of the one Python class of both sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum AnySide {
    Bids(OrderBookSide<Bids>),
    Asks(OrderBookSide<Asks>),
}

impl AnySide {
    pub fn levels(&self) -> &[Level] {
        match self {
            Self::Bids(side) => side.levels(),
            Self::Asks(side) => side.levels(),
        }
    }
}

wire_enum!(AnySide { Bids(OrderBookSide<Bids>), Asks(OrderBookSide<Asks>) });
canonical!(AnySide | Restored<AnySide> => "barter_data", "OrderBookSide", 1);

impl Wire for OrderBook {
    const LAYOUT: u64 = {
        let hash = mix(FNV_OFFSET, "sequence", <u64 as Wire>::LAYOUT);
        let hash = mix(hash, "time_engine", <Option<DateTime<Utc>> as Wire>::LAYOUT);
        mix(
            mix(hash, "bids", <Vec<Level> as Wire>::LAYOUT),
            "asks",
            <Vec<Level> as Wire>::LAYOUT,
        )
    };
    fn put(&self, out: &mut Encoder) {
        self.sequence().put(out);
        self.time_engine().put(out);
        put_levels(self.bids().levels(), out);
        put_levels(self.asks().levels(), out);
    }
    fn get(input: &mut Decoder<'_>) -> Result<Self, WireError> {
        let (sequence, time_engine) = (u64::get(input)?, Option::get(input)?);
        let (bids, asks) = (Vec::<Level>::get(input)?, Vec::<Level>::get(input)?);
        Ok(Self::new(sequence, time_engine, bids, asks))
    }
}
canonical!(OrderBook | Restored<OrderBook> => "barter_data", "OrderBook", 1);
