//! Wire types to domain types and back. One file per area; what goes out is in `…/requests.rs`, what comes in beside it.
//!
//! Functions rather than `From` where a value takes more than itself to convert. A conversion fails only where the domain
//! cannot hold what the wire can: see [`Unfit`].

mod catalog;
mod credits;
mod customers;
mod entitlements;
mod pages;
mod previews;
mod promotional_entitlements;
mod realtime;
mod subscriptions;
mod usage;
mod values;

use stigg_transport::{Delivery, Error, ErrorKind};

pub(crate) use self::catalog::{checkout_state, coupon, mock_paywall, paywall, product};
pub(crate) use self::credits::{
    consumed_credits, credit_balances, credit_grant, credit_grants, credit_ledger, credit_usage, recharge_settings,
};
pub(crate) use self::customers::{
    customer, customer_portal, customer_statistics, full_customer, imported_alone, provisioned_customer,
};
pub(crate) use self::entitlements::{entitlement, entitlement_feature, entitlement_v2, entitlements_state};
pub(crate) use self::pages::page;
pub(crate) use self::previews::{next_invoice, subscription_estimate, subscription_preview};
pub(crate) use self::promotional_entitlements::promotional_entitlements;
pub(crate) use self::realtime::{
    credit_balance_updated, entitlements_updated, flat_entitlements_updated, flat_usage_updated, package_published,
    usage_updated,
};
pub(crate) use self::subscriptions::{
    apply_result, full_subscription, provision_result, slim_subscription, subscription, subscription_query_item,
};
pub(crate) use self::usage::{cost_estimation, usage_ack, usage_history, usage_history_points};

/// An answer that is well-formed and yet holds a value that the domain has no place for, such as 1e300 dollars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unfit(String);

impl Unfit {
    pub(crate) fn problem(&self) -> &str {
        &self.0
    }
}

impl From<Unfit> for Error {
    fn from(Unfit(problem): Unfit) -> Self {
        Self::new(ErrorKind::Decode)
            .with_delivery(Delivery::Applied)
            .with_message(format!("the answer could not be understood: {problem}"))
    }
}

type Result<T, E = Unfit> = std::result::Result<T, E>;

/// Converts a list, which may be missing, member by member; a missing one is empty.
fn list<T, U>(wire: Option<Vec<T>>, convert: impl FnMut(T) -> Result<U>) -> Result<Vec<U>> {
    wire.unwrap_or_default().into_iter().map(convert).collect()
}

/// Converts a list member by member; a missing one stays missing.
fn optional_list<T, U>(wire: Option<Vec<T>>, convert: impl FnMut(T) -> Result<U>) -> Result<Option<Vec<U>>> {
    wire.map(|members| members.into_iter().map(convert).collect())
        .transpose()
}

/// Converts a list of a request member by member; a missing one stays missing.
fn each<T, U: From<T>>(domain: Option<Vec<T>>) -> Option<Vec<U>> {
    domain.map(|members| members.into_iter().map(U::from).collect())
}
