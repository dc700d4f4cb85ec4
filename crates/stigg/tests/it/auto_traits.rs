//! What others build on: the client can be shared between threads, and so can the futures of its methods.

use stigg::models::{
    ApplySubscription, ConsumeCredits, ConsumeCreditsAsync, CreateSubscription, CreditGrantInput,
    DelegateSubscriptionToCustomerInput, GetBooleanEntitlement, GetCreditEntitlement, GetEntitlement,
    GetEntitlementV2Params, GetSubscriptionsParams, GrantPromotionalEntitlementsInput, ImportCustomerBulk,
    ImportSubscriptionBulk, ProvisionSubscription, UpdateSubscription,
};
use stigg::{Error, Stigg, StiggBuilder};

use crate::fake::{Fake, client};

fn shareable<T: Send + Sync + Clone + std::fmt::Debug + 'static>() {}
fn sendable<T: Send>(_: &T) {}

#[test]
fn the_client_its_builder_and_its_errors_can_be_shared() {
    shareable::<Stigg>();
    shareable::<StiggBuilder>();
    shareable::<Error>();
}

#[test]
fn futures_can_move_between_threads_and_are_small() {
    let (stigg, _) = client(&Fake::default());
    let check = stigg.get_boolean_entitlement(GetBooleanEntitlement::new("c", "f"));
    sendable(&check);
    assert!(size_of_val(&check) < 2048, "{}", size_of_val(&check));
    sendable(&stigg.provision_subscription(ProvisionSubscription::new("c", "p")));
    sendable(&stigg.close());
}

#[test]
#[expect(deprecated, reason = "deprecated operations are called from tasks as well")]
fn operations_can_run_in_tasks() {
    let (stigg, _) = client(&Fake::default());
    sendable(&stigg.get_credit_entitlement(GetCreditEntitlement::new("c", "tokens")));
    sendable(&stigg.get_entitlement(GetEntitlement::new("c", "f")));
    sendable(&stigg.get_entitlement_v2(GetEntitlementV2Params::feature("c", "f")));
    sendable(&stigg.get_entitlements_state_v2("c", None));
    sendable(&stigg.reload_entitlements("c", None));
    sendable(&stigg.get_entitlements_remote("c", None));
    sendable(&stigg.report_usage_bulk(vec![]));
    sendable(&stigg.report_events(vec![]));
    sendable(&stigg.consume_credits(ConsumeCredits::new("c", "tokens", 1)));
    sendable(&stigg.consume_credits_async(ConsumeCreditsAsync::new([])));
    sendable(&stigg.import_customer_bulk(ImportCustomerBulk::new(vec![])));
    sendable(&stigg.import_subscription_bulk(ImportSubscriptionBulk::new(vec![])));
    sendable(&stigg.archive_customer("c"));
    sendable(&stigg.apply_subscription(ApplySubscription::new("c", "p")));
    sendable(&stigg.create_subscription(CreateSubscription::new("c", "p")));
    sendable(&stigg.update_subscription(UpdateSubscription::new("s")));
    sendable(&stigg.delegate_subscription_to_customer(DelegateSubscriptionToCustomerInput::new("s", "c")));
    sendable(&stigg.get_subscriptions(GetSubscriptionsParams::new()));
    sendable(&stigg.stream_subscriptions(GetSubscriptionsParams::new()));
    sendable(&stigg.grant_credits(CreditGrantInput::promotional("c", "tokens", "Gift", 1)));
    sendable(&stigg.grant_promotional_entitlements(GrantPromotionalEntitlementsInput::new("c", [])));
}
