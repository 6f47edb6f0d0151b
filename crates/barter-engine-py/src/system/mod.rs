//! Systems: instruments and executions together.

pub mod config;
