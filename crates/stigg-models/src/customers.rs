//! Customers: who has subscriptions and entitlements.

mod billing;
mod create;
mod customer;
mod experiment;
mod full_customer;
mod import;
mod payment_method;
mod portal;
mod provision;
mod statistics;
mod subscription_params;
mod update;

pub use self::billing::{Address, BillingInfo, TaxExempt};
pub use self::create::CreateCustomer;
pub use self::customer::{Customer, CustomerResource};
pub use self::experiment::ExperimentInfo;
pub(crate) use self::experiment::optional_experiment;
pub use self::full_customer::{EligibleForTrial, FullCustomer, TrialedPlan};
pub use self::import::{ImportCustomer, ImportCustomerBulk};
pub use self::payment_method::PaymentMethodDetails;
pub use self::portal::{
    CustomerPortal, CustomerPortalAddon, CustomerPortalBillingInformation, CustomerPortalConfiguration,
    CustomerPortalEntitlement, CustomerPortalFeature, CustomerPortalInput, CustomerPortalInvoice,
    CustomerPortalInvoiceFeature, CustomerPortalInvoiceLine, CustomerPortalInvoicePeriod, CustomerPortalInvoicePrice,
    CustomerPortalPalette, CustomerPortalPrice, CustomerPortalPricing, CustomerPortalPromotionalEntitlement,
    CustomerPortalSubscription, CustomerPortalTotalPrice,
};
pub use self::provision::{ProvisionCustomer, ProvisionedCustomer};
pub use self::statistics::{CustomerStatistics, PricingTypeStatistics, SubscriptionStatistics};
pub use self::subscription_params::CreateSubscriptionParams;
pub use self::update::UpdateCustomer;
