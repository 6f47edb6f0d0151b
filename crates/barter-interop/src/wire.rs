//! The bytes in which a value crosses between wheels and in which it is pickled.
//!
//! Header `b"BW"`, `u16` version, `u64` hash of the layout; then the fields, little-endian, in order. A process-local and
//! pickle format, not an archive format: both ends must have the same layout, which the header proves.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use smol_str::SmolStr;
use std::sync::Arc;

/// Why bytes are not a value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WireError {
    #[error("the bytes end before the value does")]
    Truncated,
    #[error("{0} bytes are left over after the value")]
    Trailing(usize),
    #[error("the bytes are not a barter wire value (they do not begin with b\"BW\")")]
    Magic,
    #[error(
        "wire schema mismatch: expected {expected_version}:{expected_hash:016x}, found {found_version}:{found_hash:016x}; both ends must come from one release of barter"
    )]
    Schema {
        expected_version: u16,
        expected_hash: u64,
        found_version: u16,
        found_hash: u64,
    },
    #[error("invalid {0}")]
    Invalid(&'static str),
    #[error("{0}")]
    Refused(String),
}

/// One step of the 64-bit FNV-1a hash, usable in constants.
pub const fn fnv(mut hash: u64, bytes: &[u8]) -> u64 {
    let mut i = 0;
    while i < bytes.len() {
        hash = (hash ^ bytes[i] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        i += 1;
    }
    hash
}

/// Start of an FNV-1a hash.
pub const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

/// Mixes a name and the layout of what it names into a layout hash.
pub const fn mix(hash: u64, name: &str, layout: u64) -> u64 {
    fnv(fnv(fnv(hash, name.as_bytes()), b":"), &layout.to_le_bytes())
}

/// A type with a fixed layout of bytes.
pub trait Wire: Sized {
    /// Hash of the layout, nested layouts included.
    const LAYOUT: u64;
    /// Appends the value.
    fn put(&self, out: &mut Encoder);
    /// Takes the value; never panics and never allocates more than the input warrants.
    fn get(input: &mut Decoder<'_>) -> Result<Self, WireError>;
}

/// Growing buffer of bytes.
#[derive(Debug, Default)]
pub struct Encoder(Vec<u8>);

impl Encoder {
    /// Buffer with room for a typical value.
    pub fn new() -> Self {
        Self(Vec::with_capacity(256))
    }

    #[inline]
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    /// Length of a collection or text; longer than `u32::MAX` cannot be represented and is cut by the caller's memory first.
    #[inline]
    pub fn length(&mut self, length: usize) {
        self.bytes(&u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes());
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

/// Reader of bytes of unknown origin.
#[derive(Debug)]
pub struct Decoder<'a>(&'a [u8]);

impl<'a> Decoder<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub fn remaining(&self) -> usize {
        self.0.len()
    }

    #[inline]
    pub fn bytes(&mut self, length: usize) -> Result<&'a [u8], WireError> {
        let (head, tail) = self.0.split_at_checked(length).ok_or(WireError::Truncated)?;
        self.0 = tail;
        Ok(head)
    }

    #[inline]
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], WireError> {
        let (head, tail) = self.0.split_first_chunk::<N>().ok_or(WireError::Truncated)?;
        self.0 = tail;
        Ok(*head)
    }

    #[inline]
    pub fn u8(&mut self) -> Result<u8, WireError> {
        Ok(self.array::<1>()?[0])
    }

    /// Length of a collection whose items take at least one byte each.
    #[inline]
    pub fn length(&mut self) -> Result<usize, WireError> {
        let length = u32::from_le_bytes(self.array()?) as usize;
        if length > self.remaining() {
            Err(WireError::Truncated)
        } else {
            Ok(length)
        }
    }

    pub fn text(&mut self) -> Result<&'a str, WireError> {
        let length = self.length()?;
        std::str::from_utf8(self.bytes(length)?).map_err(|_| WireError::Invalid("UTF-8 text"))
    }

    pub fn finish(self) -> Result<(), WireError> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(WireError::Trailing(self.0.len()))
        }
    }
}

macro_rules! wire_numbers {
    ($($number:ty),*) => {$(
        impl Wire for $number {
            const LAYOUT: u64 = fnv(FNV_OFFSET, stringify!($number).as_bytes());
            #[inline]
            fn put(&self, out: &mut Encoder) {
                out.bytes(&self.to_le_bytes());
            }
            #[inline]
            fn get(input: &mut Decoder<'_>) -> Result<Self, WireError> {
                Ok(Self::from_le_bytes(input.array()?))
            }
        }
    )*};
}
wire_numbers!(u8, u16, u32, u64, i8, i16, i32, i64, i128, f64);

impl Wire for usize {
    const LAYOUT: u64 = u64::LAYOUT;
    #[inline]
    fn put(&self, out: &mut Encoder) {
        (*self as u64).put(out);
    }
    #[inline]
    fn get(input: &mut Decoder<'_>) -> Result<Self, WireError> {
        usize::try_from(u64::get(input)?).map_err(|_| WireError::Invalid("index"))
    }
}

impl Wire for bool {
    const LAYOUT: u64 = fnv(FNV_OFFSET, b"bool");
    #[inline]
    fn put(&self, out: &mut Encoder) {
        out.bytes(&[u8::from(*self)]);
    }
    #[inline]
    fn get(input: &mut Decoder<'_>) -> Result<Self, WireError> {
        match input.u8()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(WireError::Invalid("bool")),
        }
    }
}

impl Wire for () {
    const LAYOUT: u64 = fnv(FNV_OFFSET, b"()");
    fn put(&self, out: &mut Encoder) {
        out.bytes(&[0]);
    }
    fn get(input: &mut Decoder<'_>) -> Result<Self, WireError> {
        if input.u8()? == 0 {
            Ok(())
        } else {
            Err(WireError::Invalid("unit"))
        }
    }
}

impl Wire for String {
    const LAYOUT: u64 = fnv(FNV_OFFSET, b"text");
    #[inline]
    fn put(&self, out: &mut Encoder) {
        out.length(self.len());
        out.bytes(self.as_bytes());
    }
    #[inline]
    fn get(input: &mut Decoder<'_>) -> Result<Self, WireError> {
        input.text().map(str::to_owned)
    }
}

impl Wire for SmolStr {
    const LAYOUT: u64 = String::LAYOUT;
    #[inline]
    fn put(&self, out: &mut Encoder) {
        out.length(self.len());
        out.bytes(self.as_bytes());
    }
    #[inline]
    fn get(input: &mut Decoder<'_>) -> Result<Self, WireError> {
        input.text().map(SmolStr::new)
    }
}

impl Wire for Decimal {
    const LAYOUT: u64 = fnv(FNV_OFFSET, b"decimal");
    #[inline]
    fn put(&self, out: &mut Encoder) {
        out.bytes(&self.serialize());
    }
    #[inline]
    fn get(input: &mut Decoder<'_>) -> Result<Self, WireError> {
        let bytes = input.array::<16>()?;
        let [_, _, scale, sign, ..] = bytes;
        if bytes[0] != 0 || bytes[1] != 0 || scale > 28 || sign & 0x7f != 0 {
            return Err(WireError::Invalid("decimal"));
        }
        Ok(Decimal::deserialize(bytes))
    }
}

/// Seconds and nanoseconds, because upstream's bounds (`DateTime::MIN_UTC`) do not fit nanoseconds in 64 bits.
impl Wire for DateTime<Utc> {
    const LAYOUT: u64 = fnv(FNV_OFFSET, b"seconds+nanoseconds");
    #[inline]
    fn put(&self, out: &mut Encoder) {
        self.timestamp().put(out);
        self.timestamp_subsec_nanos().put(out);
    }
    #[inline]
    fn get(input: &mut Decoder<'_>) -> Result<Self, WireError> {
        let (seconds, nanoseconds) = (i64::get(input)?, u32::get(input)?);
        DateTime::from_timestamp(seconds, nanoseconds).ok_or(WireError::Invalid("time"))
    }
}

impl<T: Wire> Wire for Option<T> {
    const LAYOUT: u64 = mix(FNV_OFFSET, "option", T::LAYOUT);
    #[inline]
    fn put(&self, out: &mut Encoder) {
        match self {
            None => out.bytes(&[0]),
            Some(value) => {
                out.bytes(&[1]);
                value.put(out);
            }
        }
    }
    #[inline]
    fn get(input: &mut Decoder<'_>) -> Result<Self, WireError> {
        match input.u8()? {
            0 => Ok(None),
            1 => T::get(input).map(Some),
            _ => Err(WireError::Invalid("option tag")),
        }
    }
}

/// Items must take at least one byte each, which every [`Wire`] type of this crate does.
impl<T: Wire> Wire for Vec<T> {
    const LAYOUT: u64 = mix(FNV_OFFSET, "list", T::LAYOUT);
    fn put(&self, out: &mut Encoder) {
        out.length(self.len());
        self.iter().for_each(|item| item.put(out));
    }
    fn get(input: &mut Decoder<'_>) -> Result<Self, WireError> {
        let length = input.length()?;
        let mut items = Vec::with_capacity(length.min(1024));
        for _ in 0..length {
            items.push(T::get(input)?);
        }
        Ok(items)
    }
}

impl<T: Wire> Wire for Box<T> {
    const LAYOUT: u64 = T::LAYOUT;
    fn put(&self, out: &mut Encoder) {
        T::put(self, out);
    }
    fn get(input: &mut Decoder<'_>) -> Result<Self, WireError> {
        T::get(input).map(Box::new)
    }
}

impl<T: Wire> Wire for Arc<T> {
    const LAYOUT: u64 = T::LAYOUT;
    fn put(&self, out: &mut Encoder) {
        T::put(self, out);
    }
    fn get(input: &mut Decoder<'_>) -> Result<Self, WireError> {
        T::get(input).map(Arc::new)
    }
}

impl<T: Wire, E: Wire> Wire for Result<T, E> {
    const LAYOUT: u64 = mix(mix(FNV_OFFSET, "ok", T::LAYOUT), "error", E::LAYOUT);
    fn put(&self, out: &mut Encoder) {
        match self {
            Ok(value) => {
                out.bytes(&[0]);
                value.put(out);
            }
            Err(error) => {
                out.bytes(&[1]);
                error.put(out);
            }
        }
    }
    fn get(input: &mut Decoder<'_>) -> Result<Self, WireError> {
        match input.u8()? {
            0 => T::get(input).map(Ok),
            1 => E::get(input).map(Err),
            _ => Err(WireError::Invalid("result tag")),
        }
    }
}

impl<A: Wire, B: Wire> Wire for (A, B) {
    const LAYOUT: u64 = mix(mix(FNV_OFFSET, "0", A::LAYOUT), "1", B::LAYOUT);
    fn put(&self, out: &mut Encoder) {
        self.0.put(out);
        self.1.put(out);
    }
    fn get(input: &mut Decoder<'_>) -> Result<Self, WireError> {
        Ok((A::get(input)?, B::get(input)?))
    }
}

/// [`Wire`] for a struct: the fields are taken by exhaustive destructuring, so a new upstream field is a compile error.
///
/// ```ignore
/// wire_struct!(InstrumentSpecPrice { min: Decimal, tick_size: Decimal });
/// wire_struct!([A] Underlying<A> { base: A, quote: A });
/// ```
#[macro_export]
macro_rules! wire_struct {
    ([$($generic:ident),+] $type:ty { $($field:ident : $kind:ty),* $(,)? }) => {
        $crate::wire_struct!(@impl [$($generic),+] $type { $($field : $kind),* });
    };
    (@impl [$($generic:ident),*] $type:ty { $($field:ident : $kind:ty),* }) => {
        impl<$($generic: $crate::wire::Wire),*> $crate::wire::Wire for $type {
            const LAYOUT: u64 = {
                let hash = $crate::wire::FNV_OFFSET;
                $(let hash = $crate::wire::mix(hash, stringify!($field), <$kind as $crate::wire::Wire>::LAYOUT);)*
                hash
            };
            #[inline]
            fn put(&self, out: &mut $crate::wire::Encoder) {
                let Self { $($field),* } = self;
                $(<$kind as $crate::wire::Wire>::put($field, out);)*
            }
            #[inline]
            fn get(input: &mut $crate::wire::Decoder<'_>) -> Result<Self, $crate::wire::WireError> {
                Ok(Self { $($field: <$kind as $crate::wire::Wire>::get(input)?),* })
            }
        }
    };
    ($type:ty { $($field:ident : $kind:ty),* $(,)? }) => {
        $crate::wire_struct!(@impl [] $type { $($field : $kind),* });
    };
}

/// [`Wire`] for an enum: a `u8` tag in the order of this list, then the payload (none, or one unnamed field).
///
/// ```ignore
/// wire_enum!([A] InstrumentKind<A> { Spot, Perpetual(PerpetualContract<A>) });
/// ```
#[macro_export]
macro_rules! wire_enum {
    ([$($generic:ident),+] $type:ty { $($variant:ident $(($kind:ty))?),* $(,)? }) => {
        $crate::wire_enum!(@impl [$($generic),+] $type { $($variant $(($kind))?),* });
    };
    (@impl [$($generic:ident),*] $type:ty { $($variant:ident $(($kind:ty))?),* }) => {
        impl<$($generic: $crate::wire::Wire),*> $crate::wire::Wire for $type {
            const LAYOUT: u64 = {
                let hash = $crate::wire::FNV_OFFSET;
                $(let hash = $crate::wire::mix(hash, stringify!($variant), 0 $(+ <$kind as $crate::wire::Wire>::LAYOUT)?);)*
                hash
            };
            #[inline]
            fn put(&self, out: &mut $crate::wire::Encoder) {
                $crate::wire_enum!(@put self, out, 0u8; [] $($variant $(($kind))?,)*);
            }
            #[inline]
            fn get(input: &mut $crate::wire::Decoder<'_>) -> Result<Self, $crate::wire::WireError> {
                let tag = input.u8()?;
                $crate::wire_enum!(@get tag, input, 0u8; $($variant $(($kind))?,)*);
                Err($crate::wire::WireError::Invalid(concat!("tag of ", stringify!($type))))
            }
        }
    };
    (@put $self:ident, $out:ident, $tag:expr; [$($arm:tt)*] $variant:ident ($kind:ty), $($rest:tt)*) => {
        $crate::wire_enum!(@put $self, $out, $tag + 1; [$($arm)* Self::$variant(payload) => {
            $out.bytes(&[$tag]);
            <$kind as $crate::wire::Wire>::put(payload, $out);
        }] $($rest)*)
    };
    (@put $self:ident, $out:ident, $tag:expr; [$($arm:tt)*] $variant:ident, $($rest:tt)*) => {
        $crate::wire_enum!(@put $self, $out, $tag + 1; [$($arm)* Self::$variant => { $out.bytes(&[$tag]); }] $($rest)*)
    };
    (@put $self:ident, $out:ident, $tag:expr; [$($arm:tt)*]) => { match $self { $($arm)* } };
    (@get $found:ident, $input:ident, $tag:expr; $variant:ident ($kind:ty), $($rest:tt)*) => {
        if $found == $tag {
            return <$kind as $crate::wire::Wire>::get($input).map(Self::$variant);
        }
        $crate::wire_enum!(@get $found, $input, $tag + 1; $($rest)*);
    };
    (@get $found:ident, $input:ident, $tag:expr; $variant:ident, $($rest:tt)*) => {
        if $found == $tag {
            return Ok(Self::$variant);
        }
        $crate::wire_enum!(@get $found, $input, $tag + 1; $($rest)*);
    };
    (@get $found:ident, $input:ident, $tag:expr;) => {};
    ($type:ty { $($variant:ident $(($kind:ty))?),* $(,)? }) => {
        $crate::wire_enum!(@impl [] $type { $($variant $(($kind))?),* });
    };
}
