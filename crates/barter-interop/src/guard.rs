//! No Rust panic reaches a Python user: caught at the edge and raised as `BarterInternalError`.

use crate::errors::internal;
use pyo3::prelude::*;
use std::{
    any::Any,
    cell::RefCell,
    panic::{AssertUnwindSafe, catch_unwind},
};

thread_local! {
    /// Where the last panic of this thread happened, left by the hook for [`guarded`].
    static LOCATION: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs `f`; a panic inside becomes `BarterInternalError` with its message and place.
pub fn guarded<T>(f: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    catch_unwind(AssertUnwindSafe(f)).unwrap_or_else(|payload| Err(internal(caught(payload.as_ref()))))
}

/// What to tell the user of a panic that was just caught on this thread.
pub fn caught(payload: &(dyn Any + Send)) -> String {
    let place = LOCATION.with(RefCell::take).map(|place| format!(" ({place})")).unwrap_or_default();
    format!(
        "internal error: {}{place}. This is a defect of barter or of a crate it uses: please report it with this text",
        panic_message(payload)
    )
}

/// Text of a panic payload.
pub fn panic_message(payload: &(dyn Any + Send)) -> &str {
    payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("panic without a message")
}

/// Stops this extension module from printing panics; `wheel::begin` calls it.
pub fn install_silent_panic_hook() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(|at| {
            let file = at.file().rsplit(['/', '\\']).next().unwrap_or_default();
            format!("{file}:{}", at.line())
        });
        LOCATION.with(|location| *location.borrow_mut() = place);
    }));
}
