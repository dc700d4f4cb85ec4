//! Entitlement checks: what is asked, what is answered, and what Stigg tells about a customer.

mod check_requested;
mod fallback;
mod feature;
mod origin;
mod remote;
mod requests;
mod reset_period_configuration;
mod results;
mod state;

pub use self::check_requested::{EntitlementCheckRequested, EntitlementCheckResult};
pub use self::fallback::{CreditEntitlementFallback, EntitlementFallback};
pub use self::feature::{CreditRate, EntitlementCurrency, EntitlementFeature, UnitTransformation};
pub use self::origin::{Cause, CauseKind, Origin};
pub use self::remote::{FetchEntitlementOptions, FetchEntitlementQuery, GetEntitlementV2Input};
pub use self::requests::{
    BooleanEntitlementOptions, CreditEntitlementOptions, EntitlementOptions, EnumEntitlementOptions,
    GetBooleanEntitlement, GetCreditEntitlement, GetEntitlement, GetEntitlementV2Params, GetEnumEntitlement,
    GetMeteredEntitlement, GetNumericEntitlement, MeteredEntitlementOptions, NumericEntitlementOptions,
};
pub use self::reset_period_configuration::ResetPeriodConfiguration;
pub use self::results::{
    BooleanEntitlement, CreditEntitlement, CustomerEntitlementsResult, CustomerEntitlementsResultV2, Entitlement,
    EntitlementV2, EnumEntitlement, MeteredEntitlement, NumericEntitlement, ReloadEntitlementsResult,
    UnknownEntitlement,
};
pub use self::state::{CreditEntitlementState, EntitlementState, EntitlementsState, FeatureEntitlementState};
