//! What this wheel's `_async` methods return.

use barter_interop::awaitable::Await;
use pyo3::prelude::*;

/// A coroutine in Rust: `await` it once, or give it to `asyncio.create_task` or `asyncio.wait_for`.
#[pyclass(frozen, name = "Awaitable", module = "barter_engine._engine")]
pub struct PyAwaitable(pub Await);

barter_interop::awaitable_methods!(PyAwaitable);
