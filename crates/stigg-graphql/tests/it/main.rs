//! The transport against a scripted server, through a real socket.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod answers;
mod client;
mod decode;
mod edge;
mod faults;
mod lists;
mod realtime;
mod requests;
mod retries;
mod secrets;
mod server;
