//! What the client asks of its transport, when, and what it answers.

#![allow(clippy::float_cmp, reason = "the numbers travel unchanged")]
#![allow(clippy::unwrap_used, reason = "in a test a panic is a failure")]

mod allocations;
mod any_check;
mod auto_traits;
mod callers;
mod changes;
mod checks;
mod fake;
mod freshness;
mod lifecycle;
mod realtime;
