//! Promotional entitlements: what a customer has whatever its subscriptions say.

mod entitlement;
mod grant;
mod group;
mod revoke;

pub use self::entitlement::PromotionalEntitlement;
pub use self::grant::{GrantPromotionalEntitlementInput, GrantPromotionalEntitlementsInput};
pub use self::group::{
    GrantPromotionalEntitlementsGroupInput, RevokePromotionalEntitlementsGroupInput,
    UnlinkPromotionalEntitlementsGroupInput,
};
pub use self::revoke::{RevokePromotionalEntitlementInput, RevokedPromotionalEntitlement};
