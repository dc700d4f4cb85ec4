//! A client and a Stigg, with real sockets between them: what users rely on, operation by operation, and when things fail.

#![allow(clippy::float_cmp, reason = "the numbers travel unchanged")]
#![allow(clippy::unwrap_used, reason = "in a test a panic is a failure")]

mod catalog;
mod checkout;
mod credits;
mod customers;
mod entitlements;
mod fallbacks;
mod faults;
mod ids;
mod lifecycle;
mod previews;
mod promotional_entitlements;
mod raw_graphql;
mod reads;
mod resources;
mod subscriptions;
mod usage;
