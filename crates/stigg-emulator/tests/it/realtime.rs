//! Realtime updates, as they arrive at a client.

mod client;
mod controls;
mod keys;
mod network;
mod protocol;
mod pushes;
mod rough;
