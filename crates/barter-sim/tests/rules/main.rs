//! Scenarios for the rules of docs/simulation.md; the names of tests cite their ids.

mod accounts;
mod arrival;
mod candles;
mod configuration;
mod custom_model;
mod end_of_day;
mod fuzz;
mod last_trade;
mod margin;
mod market_data;
mod queue;
mod scene;
mod staleness;
mod top_of_book;
