//! Domain types of the Stigg API, for Rust.
//!
//! What a person who works with Stigg talks about: [`Customer`], [`Subscription`], [`Plan`], [`Price`],
//! [`MeteredEntitlement`], [`ReportUsage`], … as plain data. There is no I/O in this crate, no async runtime and no
//! GraphQL: take it alone when you only pass these objects around, or take the `stigg` crate for the whole client.
//!
//! # One JSON
//!
//! Every type serialises to, and deserialises from, the JSON of the object of the same name in Stigg's Node.js server
//! SDK: camelCase names, RFC 3339 dates, absent rather than `null`. A Rust service and a Node service can hand these
//! objects to each other.
//!
//! ```
//! use stigg_models::{BillingPeriod, ProvisionSubscription};
//!
//! let request = ProvisionSubscription::new("customer-42", "plan-pro").with_billing_period(BillingPeriod::Monthly);
//! assert_eq!(
//!     serde_json::to_string(&request)?,
//!     r#"{"customerId":"customer-42","planId":"plan-pro","billingPeriod":"MONTHLY"}"#,
//! );
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! # Tomorrow's server
//!
//! Stigg adds values and fields all the time. Decoding never fails on what this crate does not know yet: unknown fields
//! are ignored, a `null` list is an empty one, and every enum keeps a value that it does not name:
//!
//! ```
//! use stigg_models::SubscriptionStatus;
//!
//! let status: SubscriptionStatus = serde_json::from_str(r#""HIBERNATING""#)?;
//! assert_eq!(status.as_str(), "HIBERNATING");
//! assert_eq!(serde_json::to_string(&status)?, r#""HIBERNATING""#);
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! Compare such a value by [`as_str`](SubscriptionStatus::as_str), never by matching on `Unrecognized`: a later version
//! of this crate may give it a name.
//!
//! # Making values
//!
//! Structs are `#[non_exhaustive]`, so that a new field breaks nobody. Requests are made with `new(…)`, which takes
//! everything that is required, and `with_…` for the rest. Results have a `new(…)` too, for use in tests; their fields
//! are public and can be assigned.
//!
//! # Features
//!
//! * `jiff`, `chrono`, `time`: conversions between [`Timestamp`] and the time types of these crates.

#![warn(clippy::exhaustive_structs, clippy::exhaustive_enums)]

#[cfg(test)]
mod auto_traits;
mod catalog;
mod customers;
mod entitlements;
mod generated;
mod metadata;
mod money;
mod patch;
mod serde_ext;
mod string_enum;
mod subscriptions;
mod timestamp;
mod usage;
mod validation;
mod with_methods;

pub use rust_decimal::Decimal;

pub use self::catalog::*;
pub use self::customers::*;
pub use self::entitlements::*;
pub use self::generated::*;
pub use self::metadata::Metadata;
pub use self::money::{Money, MoneyInput};
pub use self::patch::Patch;
pub use self::string_enum::Unrecognized;
pub use self::subscriptions::*;
pub use self::timestamp::{ParseTimestampError, Timestamp};
pub use self::usage::*;
pub use self::validation::InvalidRequest;
