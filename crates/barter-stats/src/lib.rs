//! Corrected and portfolio statistics.
#![forbid(unsafe_code)]
