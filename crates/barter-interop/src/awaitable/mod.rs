//! What Python awaits: [`Await`], a coroutine in Rust. It takes its value only when the task that awaits it runs, so a cancelled task
//! loses none; and it makes an asyncio future only when it has to wait.
//!
//! ```ignore
//! // once in a wheel
//! #[pyclass(frozen, name = "Awaitable", module = "barter_data._data")]
//! pub struct PyAwaitable(Await);
//! barter_interop::awaitable_methods!(PyAwaitable);
//! ```

mod coroutine;
mod methods;
mod operation;
mod wake;

pub use coroutine::{Await, Source};
#[doc(hidden)]
pub use methods::thrown;
pub use wake::{Waiter, wake, wake_attached};
