//! The emulator through real sockets.
#![cfg(feature = "yaml")]

mod support;

mod graphql;
