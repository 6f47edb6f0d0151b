//! Identifiers are Python classes; what upstream generates comes from here.

use barter_execution::order::id::ClientOrderId;
use pyo3::prelude::*;

/// A random identifier of 23 characters that are safe in URLs.
#[pyfunction]
pub fn random_client_order_id() -> String {
    ClientOrderId::random().0.to_string()
}
