//! JSON of types that hold an order book: upstream writes a side of a book without its tag but asks for it when it reads.

use crate::wire::{Decoder, Encoder, Wire, WireError};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeOwned, Error},
};
use serde_json::Value;

/// Writes what upstream writes, and reads it again.
#[derive(Debug, Clone, PartialEq)]
pub struct Restored<T>(pub T);

impl<T: Wire> Wire for Restored<T> {
    const LAYOUT: u64 = T::LAYOUT;
    fn put(&self, out: &mut Encoder) {
        self.0.put(out);
    }
    fn get(input: &mut Decoder<'_>) -> Result<Self, WireError> {
        T::get(input).map(Self)
    }
}

impl<T: Serialize> Serialize for Restored<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Restored<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut value = Value::deserialize(deserializer)?;
        restore(&mut value);
        serde_json::from_value(value).map(Self).map_err(D::Error::custom)
    }
}

/// Gives each side of a book the tag that its type asks for.
fn restore(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            if fields.len() == 1 && fields.contains_key("levels") {
                fields.insert("side".into(), Value::Null);
            }
            fields.iter_mut().for_each(|(_, value)| restore(value));
        }
        Value::Array(items) => items.iter_mut().for_each(restore),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use barter_data::{books::OrderBook, event::DataKind, subscription::book::OrderBookEvent};
    use rust_decimal::Decimal;

    #[test]
    fn an_order_book_survives_its_json() {
        let book = OrderBook::new(7, None, [(Decimal::new(15, 1), Decimal::ONE)], [(Decimal::TWO, Decimal::ONE)]);
        let kind = DataKind::OrderBook(OrderBookEvent::Snapshot(book));
        let text = serde_json::to_string(&Restored(&kind)).unwrap();
        assert_eq!(text, serde_json::to_string(&kind).unwrap());
        assert!(
            serde_json::from_str::<DataKind>(&text).is_err(),
            "upstream reads it now: Restored can go"
        );
        assert_eq!(serde_json::from_str::<Restored<DataKind>>(&text).unwrap().0, kind);
    }
}
