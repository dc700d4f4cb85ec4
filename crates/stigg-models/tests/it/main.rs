//! How the JSON of the domain types meets a server, or another SDK, that is newer than this one.

mod tolerance;

mod catalog;
mod credits;
mod customers;
mod entitlements;
mod previews;
mod promotional_entitlements;
mod subscriptions;
mod usage;
