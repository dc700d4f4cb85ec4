//! Customers: who has subscriptions and entitlements.

mod billing;
mod customer;
mod experiment;
mod full_customer;
mod payment_method;
mod provision;
mod subscription_params;
mod update;

pub use self::billing::{Address, BillingInfo, TaxExempt};
pub use self::customer::{Customer, CustomerResource};
pub use self::experiment::ExperimentInfo;
pub(crate) use self::experiment::optional_experiment;
pub use self::full_customer::{EligibleForTrial, FullCustomer, TrialedPlan};
pub use self::payment_method::PaymentMethodDetails;
pub use self::provision::{ProvisionCustomer, ProvisionedCustomer};
pub use self::subscription_params::CreateSubscriptionParams;
pub use self::update::UpdateCustomer;
