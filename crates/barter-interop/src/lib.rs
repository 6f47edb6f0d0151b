//! How values, errors, streams and logs cross between Rust and Python, and between wheels.
#![forbid(unsafe_code)]
