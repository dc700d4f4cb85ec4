//! What requests about subscriptions are made of.

mod billing;
mod checkout;
mod coupon;
mod entitlements;
mod price_override;
mod purchases;
mod reset_period;
mod spend;
mod trial;

pub use self::billing::{BillingAddress, SubscriptionBillingInfo};
pub use self::checkout::CheckoutOptions;
pub use self::coupon::{CouponConfigurationInput, CouponDiscountInput, SubscriptionCouponInput};
pub use self::entitlements::{
    SubscriptionCreditEntitlement, SubscriptionEntitlementInput, SubscriptionEntitlementV2,
    SubscriptionFeatureEntitlement, UpdateSubscriptionEntitlementInput,
};
pub use self::price_override::{CreditRateInput, PriceOverrideInput, PriceTierInput};
pub(crate) use self::purchases::purchase_methods;
pub use self::purchases::{BillableFeature, Charge, SubscriptionAddonInput};
pub use self::reset_period::{
    MonthlyResetPeriodConfiguration, WeeklyResetPeriodConfiguration, YearlyResetPeriodConfiguration,
};
pub use self::spend::{BudgetConfiguration, MinimumSpend};
pub use self::trial::TrialOverrideConfiguration;
