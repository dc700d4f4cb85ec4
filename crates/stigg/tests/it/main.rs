//! What the client asks of its transport, when, and what it answers.

#![allow(clippy::disallowed_methods, reason = "tests are no place where time decides")]

mod allocations;
mod auto_traits;
mod changes;
mod checks;
mod fake;
mod freshness;
mod lifecycle;
