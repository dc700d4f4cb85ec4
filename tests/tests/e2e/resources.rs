//! Products with a subscription for each resource: one customer's resources have nothing to do with each other.

use stigg::ErrorKind;
use stigg::models::{
    BillingPeriod, CancelSubscription, CreateSubscriptionParams, GetActiveSubscriptions, GetMeteredEntitlement,
    MeteredEntitlement, ProvisionCustomer, ProvisionSubscription, ReportUsage,
};
use stigg_tests::{World, refused};

async fn visits(world: &World, resource_id: Option<&str>) -> MeteredEntitlement {
    let mut request = GetMeteredEntitlement::new("ada", "visits").with_requested_usage(1);
    if let Some(resource_id) = resource_id {
        request = request.with_resource_id(resource_id);
    }
    world.stigg.get_metered_entitlement(request).await
}

async fn two_sites() -> World {
    let world = World::start().await;
    let first = CreateSubscriptionParams::new("plan-site").with_resource_id("site-1");
    world
        .stigg
        .provision_customer(ProvisionCustomer::new("ada").with_subscription_params(first))
        .await
        .unwrap();
    let second = ProvisionSubscription::new("ada", "plan-site-plus")
        .with_resource_id("site-2")
        .with_billing_period(BillingPeriod::Monthly);
    world.stigg.provision_subscription(second).await.unwrap();
    world.sent();
    world
}

#[tokio::test]
async fn each_resource_has_its_own_plan_and_its_own_usage() {
    let world = two_sites().await;
    assert_eq!(visits(&world, Some("site-1")).await.usage_limit, Some(1000.0));
    assert_eq!(visits(&world, Some("site-2")).await.usage_limit, Some(5000.0));
    let sent = world.sent();
    assert_eq!(
        sent,
        ["GetEntitlementsState"],
        "the last change told of its own resource alone"
    );

    let report = ReportUsage::new("ada", "visits", 1000).with_resource_id("site-1");
    let ack = world.stigg.report_usage(report).await.unwrap();
    assert_eq!(
        (ack.resource_id.as_deref(), ack.current_usage),
        (Some("site-1"), Some(1000.0))
    );
    assert!(!visits(&world, Some("site-1")).await.has_access);
    let other = visits(&world, Some("site-2")).await;
    assert!(other.has_access);
    assert_eq!(other.current_usage, 0.0);

    // The customer itself has none of it.
    let own = visits(&world, None).await;
    assert_eq!(
        (own.has_access, own.access_denied_reason),
        (false, Some("NoActiveSubscription".into()))
    );
}

#[tokio::test]
async fn the_end_of_one_resource_leaves_the_other_alone() {
    let world = two_sites().await;
    let request = GetActiveSubscriptions::new("ada").with_resource_id("site-1");
    let active = world.stigg.get_active_subscriptions(request).await.unwrap();
    let subscription = &active[0];
    assert_eq!(
        (active.len(), subscription.resource.as_ref().unwrap().id.as_str()),
        (1, "site-1")
    );
    world
        .stigg
        .cancel_subscription(CancelSubscription::new(&subscription.id))
        .await
        .unwrap();
    assert!(!visits(&world, Some("site-1")).await.has_access);
    assert!(visits(&world, Some("site-2")).await.has_access);
}

#[tokio::test]
async fn active_subscriptions_can_be_asked_for_several_resources_at_once() {
    let world = two_sites().await;
    let plans = async |request: GetActiveSubscriptions| {
        let mut found: Vec<String> = world
            .stigg
            .get_active_subscriptions(request)
            .await
            .unwrap()
            .into_iter()
            .map(|subscription| subscription.plan.id)
            .collect();
        found.sort();
        found
    };
    let request = GetActiveSubscriptions::new("ada");
    assert_eq!(
        plans(request.clone().with_resource_id(["site-1", "site-2"])).await,
        ["plan-site", "plan-site-plus"]
    );
    assert_eq!(plans(request.clone()).await, [] as [&str; 0]);
    let error = refused(
        world
            .stigg
            .get_active_subscriptions(request.with_resource_id("site-3"))
            .await,
    );
    assert_eq!(
        (error.kind(), error.code().unwrap().as_str()),
        (ErrorKind::NotFound, "CustomerResourceNotFound")
    );
}

#[tokio::test]
async fn a_read_of_a_resource_asks_for_that_resource_at_the_edge_and_at_the_api() {
    let world = two_sites().await;
    let reader = world.somebody_else();
    let request = || GetMeteredEntitlement::new("ada", "visits").with_resource_id("site-2");
    assert_eq!(
        reader.get_metered_entitlement(request()).await.usage_limit,
        Some(5000.0)
    );
    let requests = world.requests();
    assert_eq!((requests.len(), requests[0].query.as_str()), (1, "resourceId=site-2"));

    assert!(
        reader
            .reload_entitlements("ada", Some("site-1"))
            .await
            .entitled_entity_exists
    );
    let request = GetMeteredEntitlement::new("ada", "visits").with_resource_id("site-1");
    assert_eq!(reader.get_metered_entitlement(request).await.usage_limit, Some(1000.0));
    assert_eq!(world.sent(), ["GetEntitlementsState"]);
}
