//! A client that listens, and a Stigg that pushes, with a real socket between them: what is told, and what happens when the
//! socket breaks, falls silent, is refused, or talks nonsense.

#![allow(clippy::float_cmp, reason = "the numbers travel unchanged")]
#![allow(clippy::unwrap_used, reason = "in a test a panic is a failure")]

mod live;
mod outages;
mod protocol;
mod pushes;
mod restart;
