//! The root fields of the schema, one file per area. What is not here answers that it is not implemented.

mod catalog;
mod credits;
mod customers;
mod entitlements;
mod previews;
mod promotional_entitlements;
mod subscriptions;
mod usage;

use serde_json::{Map, Value as Json};

use super::object::Value;
use super::resolve::Run;
use crate::error::{ApiError, Code};

type Arguments = Map<String, Json>;

/// How many records one import may hold.
const IMPORT_LIMIT: usize = 1_000;

/// Runs a root field. Field names are unique across the roots of the schema.
pub(super) fn run(run: &Run<'_>, field: &str, arguments: Arguments) -> Result<Value, ApiError> {
    let state = &mut **run.state.borrow_mut();
    match field {
        "getCustomerByRefId" => customers::get(state, arguments),
        "provisionCustomer" => customers::provision(state, arguments),
        "updateOneCustomer" => customers::update(state, arguments),
        "archiveCustomer" => customers::archive(state, arguments),
        "unarchiveCustomer" => customers::unarchive(state, arguments),
        "importOneCustomer" => customers::import(state, arguments),
        "importCustomersBulk" => customers::import_bulk(state, arguments),
        "customerPortal" => customers::portal(state, arguments),
        "detachCustomerPaymentMethod" => customers::detach_payment_method(state, arguments),

        "provisionSubscriptionV2" => subscriptions::provision(state, arguments, run.checkout_url),
        "applySubscription" => subscriptions::apply(state, arguments),
        "createSubscription" => subscriptions::create(state, arguments),
        "updateOneSubscription" => subscriptions::update(state, arguments),
        "cancelSubscription" => subscriptions::cancel(state, arguments),
        "migrateSubscriptionToLatest" => subscriptions::migrate(state, arguments),
        "transferSubscription" => subscriptions::transfer(state, arguments),
        "transferSubscriptionToResource" => subscriptions::transfer_to_resource(state, arguments),
        "delegateSubscriptionToCustomer" => subscriptions::delegate(state, arguments),
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

        "reportEntitlementCheckRequested" => Ok(entitlements::check_requested()),

        "grantPromotionalEntitlements" => promotional_entitlements::grant(state, arguments),
        "grantPromotionalEntitlementsGroup" => promotional_entitlements::grant_group(state, arguments),
        "revokePromotionalEntitlement" => promotional_entitlements::revoke(state, arguments),
        "revokePromotionalEntitlementsGroup" => promotional_entitlements::revoke_group(state, arguments),
        "unlinkPromotionalEntitlementsGroup" => promotional_entitlements::unlink_group(state, arguments),

        "reportUsage" => usage::report(state, arguments),
        "reportUsageBulk" => usage::report_bulk(state, arguments),
        "reportEvent" => usage::report_events(state, arguments),
        "usageHistory" => usage::history(state, arguments),
        "usageHistoryV2" => usage::history_v2(state, arguments),

        "createCreditGrant" => credits::grant(state, arguments),
        "voidCreditGrant" => credits::void(state, arguments),
        "creditGrants" => credits::grants(state, arguments),
        "creditsLedger" => credits::ledger(state, arguments),
        "creditUsage" => credits::usage(state, arguments),
        "creditBalanceSummary" => credits::balances(state, arguments),
        "consumeCredits" => credits::consume(state, arguments),
        "consumeCreditsAsync" => credits::consume_later(state, arguments),
        "getAutoRechargeSettings" => credits::recharge(state, arguments),
        "saveAutoRechargeSettings" => credits::save_recharge(state, arguments),

        "paywall" => catalog::paywall(state, arguments),
        "mockPaywall" => catalog::mock_paywall(state, arguments),
        "products" => catalog::products(state, arguments),
        "coupons" => catalog::coupons(state, arguments),
        "createOneCoupon" => catalog::create_coupon(state, arguments),
        "sdkConfiguration" => Ok(catalog::sdk_configuration()),

        other => Err(ApiError::new(
            Code::UnsupportedParameter,
            format!("{other} is not implemented by the emulator"),
        )),
    }
}

/// Refuses a call that holds more than it may.
fn check_size(size: usize, limit: usize, what: &str) -> Result<(), ApiError> {
    if size > limit {
        return Err(ApiError::new(
            Code::BadUserInput,
            format!("At most {limit} {what} in one call, not {size}"),
        ));
    }
    Ok(())
}
