//! One JSON message of a Binance stream, read without a copy. Unknown fields and kinds pass; what is used must have its type.

use serde::{
    Deserializer,
    de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use std::{borrow::Cow, fmt};

/// A value as far as it is looked at.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) enum Value<'a> {
    #[default]
    Absent,
    Text(Cow<'a, str>),
    Number(u64),
    Flag(bool),
    /// A list, whose levels were put into the message.
    List,
    Other,
}

impl Value<'_> {
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn number(&self) -> Option<u64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    pub fn flag(&self) -> Option<bool> {
        match self {
            Self::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    pub fn is_present(&self) -> bool {
        *self != Self::Absent
    }
}

pub(crate) type Level<'a> = (Cow<'a, str>, Cow<'a, str>);

/// Fields by their names in Binance's messages.
#[derive(Debug, Default)]
pub(crate) struct Message<'a> {
    /// `stream` of the combined stream's envelope.
    pub stream: Value<'a>,
    /// Envelope with `data`.
    pub is_wrapped: bool,
    pub e: Value<'a>,
    pub event_time: Value<'a>,
    pub transaction_time: Value<'a>,
    pub symbol: Value<'a>,
    pub t: Value<'a>,
    pub a: Value<'a>,
    pub ask_quantity: Value<'a>,
    pub b: Value<'a>,
    pub bid_quantity: Value<'a>,
    pub p: Value<'a>,
    pub q: Value<'a>,
    pub x: Value<'a>,
    pub m: Value<'a>,
    /// `M`, which only spot messages have.
    pub spot_flag: Value<'a>,
    pub u: Value<'a>,
    pub first_update: Value<'a>,
    pub previous_update: Value<'a>,
    pub last_update_id: Value<'a>,
    pub bids: Vec<Level<'a>>,
    pub asks: Vec<Level<'a>>,
    /// Answer to a request: `result`, `id`, or an `error`.
    pub is_answer: bool,
}

impl<'a> Message<'a> {
    /// Reads one line's JSON; levels are kept where `books` is set.
    pub fn parse(text: &'a [u8], books: bool) -> Result<Self, serde_json::Error> {
        let mut message = Self::default();
        let mut input = serde_json::Deserializer::from_slice(text);
        input.deserialize_any(Fields {
            message: &mut message,
            books,
        })?;
        input.end()?;
        Ok(message)
    }
}

struct Fields<'m, 'a> {
    message: &'m mut Message<'a>,
    books: bool,
}

impl<'de> DeserializeSeed<'de> for Fields<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<(), D::Error> {
        input.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Fields<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    /// Streams of all symbols at once send lists, of which nothing is used.
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { message, books } = self;
        while let Some(Key(key)) = map.next_key_seed(KeySeed)? {
            let any = Any { levels: None };
            match &*key {
                "data" => {
                    message.is_wrapped = true;
                    map.next_value_seed(Fields {
                        message: &mut *message,
                        books,
                    })?;
                }
                "b" | "bids" => {
                    message.b = map.next_value_seed(Any {
                        levels: books.then_some(&mut message.bids),
                    })?;
                }
                "a" | "asks" => {
                    message.a = map.next_value_seed(Any {
                        levels: books.then_some(&mut message.asks),
                    })?;
                }
                "stream" => message.stream = map.next_value_seed(any)?,
                "e" => message.e = map.next_value_seed(any)?,
                "E" => message.event_time = map.next_value_seed(any)?,
                "T" => message.transaction_time = map.next_value_seed(any)?,
                "s" => message.symbol = map.next_value_seed(any)?,
                "t" => message.t = map.next_value_seed(any)?,
                "A" => message.ask_quantity = map.next_value_seed(any)?,
                "B" => message.bid_quantity = map.next_value_seed(any)?,
                "p" => message.p = map.next_value_seed(any)?,
                "q" => message.q = map.next_value_seed(any)?,
                "X" => message.x = map.next_value_seed(any)?,
                "m" => message.m = map.next_value_seed(any)?,
                "M" => message.spot_flag = map.next_value_seed(any)?,
                "u" => message.u = map.next_value_seed(any)?,
                "U" => message.first_update = map.next_value_seed(any)?,
                "pu" => message.previous_update = map.next_value_seed(any)?,
                "lastUpdateId" => message.last_update_id = map.next_value_seed(any)?,
                "result" | "error" => {
                    message.is_answer = true;
                    map.next_value::<IgnoredAny>()?;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// A key, borrowed unless it is escaped.
struct Key<'a>(Cow<'a, str>);
struct KeySeed;

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Key<'de>;

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Key<'de>, D::Error> {
        input.deserialize_str(Any { levels: None }).map(|value| match value {
            Value::Text(text) => Key(text),
            _ => Key(Cow::Borrowed("")),
        })
    }
}

/// Any value; a list of pairs of text fills `levels`.
struct Any<'m, 'a> {
    levels: Option<&'m mut Vec<Level<'a>>>,
}

impl<'de> DeserializeSeed<'de> for Any<'_, 'de> {
    type Value = Value<'de>;

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Value<'de>, D::Error> {
        input.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Any<'_, 'de> {
    type Value = Value<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value<'de>, E> {
        Ok(Value::Number(number))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Value<'de>, E> {
        Ok(Value::Other)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Value<'de>, E> {
        Ok(Value::Other)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Value<'de>, E> {
        Ok(Value::Flag(flag))
    }

    fn visit_unit<E: Error>(self) -> Result<Value<'de>, E> {
        Ok(Value::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value<'de>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Value::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value<'de>, A::Error> {
        match self.levels {
            Some(levels) => {
                while let Some(pair) = list.next_element_seed(PairSeed)? {
                    levels.push(pair);
                }
            }
            None => while list.next_element::<IgnoredAny>()?.is_some() {},
        }
        Ok(Value::List)
    }
}

/// `["price", "quantity"]`, perhaps with more behind.
struct PairSeed;

impl<'de> DeserializeSeed<'de> for PairSeed {
    type Value = Level<'de>;

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Level<'de>, D::Error> {
        input.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for PairSeed {
    type Value = Level<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a level: price and quantity as text")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Level<'de>, A::Error> {
        let mut text = || match list.next_element_seed(Any { levels: None })? {
            Some(Value::Text(text)) => Ok(text),
            _ => Err(A::Error::custom("a level needs price and quantity as text")),
        };
        let pair = (text()?, text()?);
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(pair)
    }
}
