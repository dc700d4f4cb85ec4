//! The root fields of the schema, one file per area. What is not here answers that it is not implemented.

mod catalog;
mod customers;
mod entitlements;
mod previews;
mod subscriptions;
mod usage;

use serde_json::{Map, Value as Json};

use super::object::Value;
use super::resolve::Run;
use crate::error::{ApiError, Code};

type Arguments = Map<String, Json>;

/// Runs a root field. Field names are unique across the roots of the schema.
pub(super) fn run(run: &Run<'_>, field: &str, arguments: Arguments) -> Result<Value, ApiError> {
    let state = &mut **run.state.borrow_mut();
    match field {
        "getCustomerByRefId" => customers::get(state, arguments),
        "provisionCustomer" => customers::provision(state, arguments),
        "updateOneCustomer" => customers::update(state, arguments),
        "archiveCustomer" => customers::archive(state, arguments),
        "unarchiveCustomer" => customers::unarchive(state, arguments),
        "detachCustomerPaymentMethod" => customers::detach_payment_method(state, arguments),

        "provisionSubscriptionV2" => subscriptions::provision(state, arguments, run.checkout_url),
        "applySubscription" => subscriptions::apply(state, arguments),
        "createSubscription" => subscriptions::create(state, arguments),
        "updateOneSubscription" => subscriptions::update(state, arguments),
        "cancelSubscription" => subscriptions::cancel(state, arguments),
        "cancelSchedule" => subscriptions::cancel_schedule(state, arguments),
        "getSubscription" => subscriptions::get(state, arguments),
        "getActiveSubscriptions" => subscriptions::active(state, arguments),
        "subscriptions" => subscriptions::list(state, arguments),
        "importSubscriptionsBulk" => subscriptions::import(state, arguments),
        "previewSubscription" => previews::preview(state, arguments),
        "previewNextInvoice" => previews::next_invoice(state, arguments),
        "estimateSubscription" => previews::estimate(state, arguments),
        "estimateSubscriptionUpdate" => previews::estimate_update(state, arguments),

        "entitlementsState" => entitlements::state_of(state, arguments),
        "cachedEntitlements" => entitlements::cached(state, arguments),
        "entitlement" => entitlements::one(state, arguments),
        "entitlementV2" => entitlements::one_v2(state, arguments),

        "reportUsage" => usage::report(state, arguments),
        "reportUsageBulk" => usage::report_bulk(state, arguments),
        "reportEvent" => usage::report_events(state, arguments),

        "paywall" => catalog::paywall(state, arguments),
        "products" => catalog::products(state, arguments),
        "coupons" => catalog::coupons(state, arguments),
        "sdkConfiguration" => Ok(catalog::sdk_configuration()),

        other => Err(ApiError::new(
            Code::UnsupportedParameter,
            format!("{other} is not implemented by the emulator"),
        )),
    }
}
