//! Customers that go and come back, what they pay with, and how much they have.

use stigg::ErrorKind;
use stigg::models::{
    CreateCustomer, EntitlementsStateAccessDeniedReason, GetBooleanEntitlement, PricingType, SubscriptionStatus,
};
use stigg_tests::{World, refused};

/// Whether the customer may use single sign-on, or why not.
async fn sso(world: &World, customer_id: &str) -> Option<String> {
    let check = GetBooleanEntitlement::new(customer_id, "single-sign-on");
    let answer = world.stigg.get_boolean_entitlement(check).await;
    assert_eq!(answer.has_access, answer.access_denied_reason.is_none());
    answer.access_denied_reason.map(|reason| reason.as_str().to_owned())
}

#[tokio::test]
async fn an_archived_customer_loses_everything_at_the_next_check() {
    let world = World::start().await;
    assert_eq!(sso(&world, "pro-user").await, None);
    world.sent();
    assert_eq!(world.stigg.archive_customer("pro-user").await.unwrap(), "pro-user");
    assert_eq!(world.sent(), ["ArchiveCustomer"]);

    assert_eq!(sso(&world, "pro-user").await.as_deref(), Some("CustomerIsArchived"));
    let state = world.stigg.get_entitlements_state_v2("pro-user", None).await;
    assert_eq!(
        state.access_denied_reason,
        Some(EntitlementsStateAccessDeniedReason::CustomerIsArchived)
    );
    assert!(
        !world
            .stigg
            .reload_entitlements("pro-user", None)
            .await
            .entitled_entity_exists
    );
    for outcome in [
        world.stigg.get_customer("pro-user").await.map(drop),
        world.stigg.get_customer_statistics("pro-user").await.map(drop),
        world.stigg.archive_customer("pro-user").await.map(drop),
    ] {
        assert_eq!(refused(outcome).kind(), ErrorKind::NotFound);
    }
}

#[tokio::test]
async fn a_customer_that_comes_back_has_neither_name_nor_subscriptions() {
    let world = World::start().await;
    world.stigg.archive_customer("pro-user").await.unwrap();
    assert_eq!(sso(&world, "pro-user").await.as_deref(), Some("CustomerIsArchived"));
    let customer = world.stigg.unarchive_customer("pro-user").await.unwrap();
    assert_eq!((customer.id.as_str(), customer.name), ("pro-user", None));
    assert_eq!(sso(&world, "pro-user").await.as_deref(), Some("NoActiveSubscription"));
    let customer = world.stigg.get_customer("pro-user").await.unwrap();
    assert_eq!(customer.subscriptions[0].status, SubscriptionStatus::Canceled);

    world.subscribe("pro-user", "plan-pro").await;
    assert_eq!(sso(&world, "pro-user").await, None);
    let error = refused(world.stigg.unarchive_customer("nobody").await);
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn a_payment_method_can_be_taken_away() {
    let world = World::start().await;
    let customer = world.stigg.detach_customer_payment_method("pro-user").await.unwrap();
    assert_eq!(customer.name.as_deref(), Some("Pro User"));
    assert_eq!(world.sent(), ["DetachCustomerPaymentMethod"]);
    let customer = world.stigg.get_customer("pro-user").await.unwrap();
    assert_eq!(
        (customer.has_payment_method, customer.payment_method_details),
        (false, None)
    );
    let error = refused(world.stigg.detach_customer_payment_method("nobody").await);
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn subscriptions_in_force_are_counted_by_their_kind() {
    let world = World::start().await;
    let count = async |kind: PricingType| {
        let statistics = world.stigg.get_customer_statistics("free-rider").await.unwrap();
        statistics.active_subscriptions(&kind).to_string()
    };
    assert_eq!(count(PricingType::Free).await, "1");
    assert_eq!(count(PricingType::Paid).await, "0");
    world.subscribe("free-rider", "plan-pro").await;
    assert_eq!(count(PricingType::Free).await, "0");
    assert_eq!(count(PricingType::Paid).await, "1");
    let error = refused(world.stigg.get_customer_statistics("nobody").await);
    assert_eq!(
        (error.kind(), error.message()),
        (ErrorKind::NotFound, "Customer not found")
    );
}

#[tokio::test]
#[expect(deprecated, reason = "it works as long as it is there")]
async fn a_customer_can_be_made_in_the_way_of_old() {
    let world = World::start().await;
    assert_eq!(sso(&world, "ada").await.as_deref(), Some("CustomerNotFound"));
    world.sent();
    let request = CreateCustomer::new("ada")
        .with_name("Ada")
        .with_coupon_id("coupon-launch");
    let customer = world.stigg.create_customer(request).await.unwrap();
    assert_eq!((customer.id.as_str(), customer.name.as_deref()), ("ada", Some("Ada")));
    assert_eq!(world.sent(), ["ProvisionCustomer"]);
    assert_eq!(sso(&world, "ada").await.as_deref(), Some("NoActiveSubscription"));
    let error = refused(world.stigg.create_customer(CreateCustomer::new("ada")).await);
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::Conflict, Some("create_customer"))
    );
}
