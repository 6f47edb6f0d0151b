//! Protobuf without a description: the fields of a message by number, read by barter's deserialiser.

use barter_integration::serde::de::{DeProtobuf, error::DeBinaryErrorKind};
use barter_interop::errors::data_error;
use bytes::{Buf, BufMut};
use prost::{
    DecodeError, Message,
    encoding::{self, DecodeContext, WireType},
};
use pyo3::{
    prelude::*,
    types::{PyBytes, PyDict, PyList},
};

#[derive(Debug, Clone, PartialEq)]
enum Field {
    Varint(u64),
    Fixed64(u64),
    Fixed32(u32),
    Bytes(Vec<u8>),
}

/// Every field of a message in the order of the wire.
#[derive(Debug, Default, PartialEq)]
struct Fields(Vec<(u32, Field)>);

impl Message for Fields {
    fn encode_raw<B: BufMut>(&self, buf: &mut B) {
        for (number, field) in &self.0 {
            match field {
                Field::Varint(value) => encoding::uint64::encode(*number, value, buf),
                Field::Fixed64(value) => encoding::fixed64::encode(*number, value, buf),
                Field::Fixed32(value) => encoding::fixed32::encode(*number, value, buf),
                Field::Bytes(value) => encoding::bytes::encode(*number, value, buf),
            }
        }
    }

    fn merge_field<B: Buf>(&mut self, tag: u32, wire: WireType, buf: &mut B, context: DecodeContext) -> Result<(), DecodeError> {
        let field = match wire {
            WireType::Varint => Field::Varint(encoding::decode_varint(buf)?),
            WireType::SixtyFourBit => {
                let mut value = 0;
                encoding::fixed64::merge(wire, &mut value, buf, context)?;
                Field::Fixed64(value)
            }
            WireType::ThirtyTwoBit => {
                let mut value = 0;
                encoding::fixed32::merge(wire, &mut value, buf, context)?;
                Field::Fixed32(value)
            }
            WireType::LengthDelimited => {
                let mut value = Vec::new();
                encoding::bytes::merge(wire, &mut value, buf, context)?;
                Field::Bytes(value)
            }
            // Groups went out of use before any venue spoke protobuf.
            WireType::StartGroup | WireType::EndGroup => return encoding::skip_field(wire, tag, buf, context),
        };
        self.0.push((tag, field));
        Ok(())
    }

    fn encoded_len(&self) -> usize {
        self.0
            .iter()
            .map(|(number, field)| match field {
                Field::Varint(value) => encoding::uint64::encoded_len(*number, value),
                Field::Fixed64(value) => encoding::fixed64::encoded_len(*number, value),
                Field::Fixed32(value) => encoding::fixed32::encoded_len(*number, value),
                Field::Bytes(value) => encoding::bytes::encoded_len(*number, value),
            })
            .sum()
    }

    fn clear(&mut self) {
        self.0.clear();
    }
}

/// Fields of a protobuf message: number to a list of (wire type, value) in the order they came.
#[pyfunction]
#[pyo3(signature = (data: "bytes") -> "dict[int, list[tuple[str, int | bytes]]]")]
pub fn protobuf_fields<'py>(py: Python<'py>, data: &[u8]) -> PyResult<Bound<'py, PyDict>> {
    let fields: Fields = DeProtobuf::decode_bytes(data).map_err(|error| match error.kind {
        DeBinaryErrorKind::Proto(error) => data_error("payload", error.to_string()),
        DeBinaryErrorKind::Serde(error) => data_error("payload", error.to_string()),
    })?;
    let found = PyDict::new(py);
    for (number, field) in fields.0 {
        let value = match field {
            Field::Varint(value) => ("varint", value).into_pyobject(py)?,
            Field::Fixed64(value) => ("fixed64", value).into_pyobject(py)?,
            Field::Fixed32(value) => ("fixed32", value).into_pyobject(py)?,
            Field::Bytes(value) => ("bytes", PyBytes::new(py, &value)).into_pyobject(py)?,
        };
        match found.get_item(number)? {
            Some(values) => values.cast_into::<PyList>()?.append(value)?,
            None => found.set_item(number, PyList::new(py, [value])?)?,
        }
    }
    Ok(found)
}
