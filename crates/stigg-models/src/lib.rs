#![doc = include_str!("../README.md")]
#![warn(clippy::exhaustive_structs, clippy::exhaustive_enums)]

#[cfg(test)]
mod auto_traits;
mod bulk;
mod catalog;
mod credits;
mod customers;
mod date_range;
mod entitlements;
mod generated;
mod metadata;
mod money;
mod pagination;
mod patch;
mod promotional_entitlements;
mod realtime;
mod serde_ext;
mod string_enum;
mod subscriptions;
mod timestamp;
mod usage;
mod validation;
mod with_methods;

pub use rust_decimal::Decimal;

pub use self::catalog::*;
pub use self::credits::*;
pub use self::customers::*;
pub use self::date_range::DateRange;
pub use self::entitlements::*;
pub use self::generated::*;
pub use self::metadata::Metadata;
pub use self::money::{Money, MoneyInput};
pub use self::pagination::{CursorPaging, Page, PageInfo, Pagination};
pub use self::patch::Patch;
pub use self::promotional_entitlements::*;
pub use self::realtime::{
    CreditBalanceUpdated, EntitlementReference, EntitlementUsage, EntitlementsUpdated, PackagePublished, UsageUpdated,
};
pub use self::string_enum::Unrecognized;
pub use self::subscriptions::*;
pub use self::timestamp::{ParseTimestampError, Timestamp};
pub use self::usage::*;
pub use self::validation::InvalidRequest;
