//! Subscriptions: which plan a customer has, since when, and what it costs.

mod apply;
mod cancel;
mod create;
mod full_subscription;
mod get;
mod import;
mod invoice;
mod item;
mod later;
mod list;
mod one_or_many;
mod parts;
mod previews;
mod price;
mod provision;
mod schedule;
mod slim;
mod subscription;
mod transfer;
mod update;

pub use self::apply::{ApplySubscription, ApplySubscriptionResults};
pub use self::cancel::CancelSubscription;
pub use self::create::CreateSubscription;
pub use self::full_subscription::{FullSubscription, FullSubscriptionAddon, TrialConfiguration};
pub use self::get::{GetActiveSubscriptions, GetSubscription};
pub use self::import::{ImportSubscription, ImportSubscriptionBulk};
pub use self::invoice::{PaymentSecret, SubscriptionInvoice};
pub use self::item::{
    SubscriptionItemAddon, SubscriptionItemAddonId, SubscriptionItemCustomer, SubscriptionItemPlan,
    SubscriptionItemResource, SubscriptionQueryItem,
};
pub use self::later::{
    CancelSubscriptionScheduledUpdates, CancelSubscriptionScheduledUpdatesResult, MigrateSubscriptionToLatest,
    MigrateSubscriptionToLatestResult,
};
pub use self::list::{GetSubscriptionsParams, GetSubscriptionsResult, SubscriptionQuerySort};
pub use self::one_or_many::OneOrMany;
pub(crate) use self::parts::purchase_methods;
pub use self::parts::{
    BillableFeature, BillingAddress, BudgetConfiguration, Charge, CheckoutOptions, CouponConfigurationInput,
    CouponDiscountInput, CreditRateInput, MinimumSpend, MonthlyResetPeriodConfiguration, PriceOverrideInput,
    PriceTierInput, SubscriptionAddonInput, SubscriptionBillingInfo, SubscriptionCouponInput,
    SubscriptionCreditEntitlement, SubscriptionEntitlementInput, SubscriptionEntitlementV2,
    SubscriptionFeatureEntitlement, TrialOverrideConfiguration, UpdateSubscriptionEntitlementInput,
    WeeklyResetPeriodConfiguration, YearlyResetPeriodConfiguration,
};
pub use self::previews::{
    EstimateSubscription, EstimateSubscriptionUpdate, ImmediateSubscriptionPreviewInvoice, PreviewNextInvoice,
    PreviewSubscription, SubscriptionInvoicePreview, SubscriptionInvoicePreviewLineItem,
    SubscriptionInvoicePreviewLineItemData, SubscriptionInvoicePreviewLineItemPeriod, SubscriptionPreview,
    SubscriptionPreviewCredits, SubscriptionPreviewDiscount, SubscriptionPreviewInvoice, SubscriptionPreviewProrations,
    SubscriptionPreviewTaxDetails, SubscriptionPreviewV2, SubscriptionPricePreview,
};
pub use self::price::{SubscriptionPrice, SubscriptionTotalPrice};
pub use self::provision::{ProvisionSubscription, ProvisionSubscriptionResult};
pub use self::schedule::{
    AddonChangeVariables, AddonPriceOverrideChangeVariables, BillingPeriodChangeVariables, DowngradeChangeVariables,
    PlanChangeAddon, PlanChangeVariables, PlanPriceOverrideChangeVariables, PriceOverrideChangeVariables,
    ScheduleVariables, SubscriptionFutureUpdate, TargetPackage, UnitAmountChangeVariables,
};
pub use self::slim::{
    SlimDowngradePlan, SlimPrice, SlimSubscriptionCustomer, SlimSubscriptionPlan, SlimSubscriptionPrice,
    SlimSubscriptionProduct, SlimSubscriptionV2,
};
pub use self::subscription::{Subscription, SubscriptionAddon};
pub use self::transfer::{
    DelegateSubscriptionToCustomerInput, TransferSubscriptionInput, TransferSubscriptionToResourceInput,
};
pub use self::update::UpdateSubscription;
