//! The emulator through real sockets.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say so at once")]

mod support;

mod bulk;
mod checkout;
mod edge;
mod faults;
mod graphql;
mod keys;
mod lifecycle;
mod lists;
#[cfg(feature = "cli")]
mod program;
mod realtime;
mod records;
