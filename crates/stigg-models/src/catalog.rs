//! The catalogue: what is for sale, what it costs, and what it entitles to.

mod addon;
mod checkout;
mod coupon;
mod create_coupon;
mod currency;
mod feature;
mod package_entitlement;
mod paywall;
mod paywall_configuration;
mod plan;
mod price;
mod product;
mod requests;

pub use self::addon::{Addon, AddonDependency, CompatiblePackageGroup, CompatiblePackageGroupOptions};
pub use self::checkout::{
    AirwallexCheckoutCredentials, AirwallexCheckoutMetadata, BillingCredentials, CheckoutBillingIntegration,
    CheckoutConfiguration, CheckoutContent, CheckoutCredentials, CheckoutPalette, CheckoutState, CheckoutStateInput,
    PaymentSession, PaymentSessionInput, StripeCheckoutCredentials, ZuoraCheckoutCredentials,
};
pub use self::coupon::{Coupon, CouponSyncState};
pub use self::create_coupon::CreateCouponInput;
pub use self::currency::{CustomCurrency, CustomCurrencyUnits, PriceCustomCurrency};
pub use self::feature::{FeatureReference, FullEntitlementFeature};
pub use self::package_entitlement::{
    PackageCreditEntitlement, PackageEntitlement, PackageEntitlementUnion, PackageFeatureEntitlement,
};
pub use self::paywall::{Paywall, PaywallCalculatedPricePoint, PaywallCurrency};
pub use self::paywall_configuration::{
    FontVariant, PaywallConfiguration, PaywallLayout, PaywallPalette, PaywallTypography,
};
pub use self::plan::{BasePlan, DefaultTrialConfig, Plan, TrialBudget};
pub use self::price::{OveragePrice, Price, PriceFeature, PriceTier};
pub use self::product::{DowngradePlan, Product};
pub use self::requests::GetPaywall;

#[cfg(test)]
mod tests;
