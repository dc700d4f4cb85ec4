//! Customers: made, read, changed.

mod archive;
mod import;
mod portal;

use std::collections::BTreeMap;

use stigg::models::{
    CreateSubscriptionParams, GetBooleanEntitlement, GetMeteredEntitlement, Patch, ProvisionCustomer,
    ProvisionSubscription, SubscriptionDecisionStrategy, SubscriptionStatus, UpdateCustomer,
};
use stigg::{Delivery, ErrorKind};
use stigg_tests::{START, World, at, refused};

#[tokio::test]
async fn a_new_customer_can_use_the_first_plan_at_once_for_one_request() {
    let world = World::start().await;
    let metadata = BTreeMap::from([("tier".to_owned(), "gold".to_owned())]);
    let provisioned = world
        .stigg
        .provision_customer(
            ProvisionCustomer::new("ada")
                .with_name("Ada")
                .with_email("ada@example.com")
                .with_billing_id("cus_1")
                .with_metadata(metadata.clone())
                .with_subscription_params(CreateSubscriptionParams::new("plan-free")),
        )
        .await
        .unwrap();
    let customer = provisioned.customer;
    assert_eq!((customer.id.as_str(), customer.name.as_deref()), ("ada", Some("Ada")));
    assert_eq!(customer.billing_id.as_deref(), Some("cus_1"));
    assert_eq!(customer.metadata, Some(metadata));
    assert_eq!(customer.updated_at, at(START));
    assert_eq!(
        provisioned.subscription_decision_strategy,
        SubscriptionDecisionStrategy::RequestedPlan
    );
    let subscription = provisioned.subscription.unwrap();
    assert_eq!(
        (subscription.plan_id.as_str(), &subscription.status),
        ("plan-free", &SubscriptionStatus::Active)
    );

    let renders = world
        .stigg
        .get_metered_entitlement(GetMeteredEntitlement::new("ada", "renders"))
        .await;
    assert!(renders.has_access && !renders.is_fallback);
    assert_eq!(renders.usage_limit, Some(10.0));
    assert_eq!(world.sent(), ["ProvisionCustomer"]);
}

#[tokio::test]
async fn a_customer_without_an_id_gets_one() {
    let world = World::start().await;
    let mut request = ProvisionCustomer::default();
    request.subscription_params = Some(CreateSubscriptionParams::new("plan-free"));
    let customer = world.stigg.provision_customer(request).await.unwrap().customer;
    assert!(!customer.id.is_empty());
    let renders = world
        .stigg
        .get_metered_entitlement(GetMeteredEntitlement::new(&customer.id, "renders"))
        .await;
    assert!(renders.has_access);
    assert_eq!(world.sent(), ["ProvisionCustomer"]);
}

#[tokio::test]
async fn a_customer_comes_back_with_everything_that_belongs_to_it() {
    let world = World::start().await;
    let customer = world.stigg.get_customer("pro-user").await.unwrap();
    assert_eq!(world.sent(), ["GetCustomerById"]);
    assert_eq!(
        (customer.id.as_str(), customer.name.as_deref()),
        ("pro-user", Some("Pro User"))
    );
    assert_eq!(customer.email, None);
    assert!(customer.has_payment_method);
    assert_eq!(customer.coupon.as_ref().unwrap().id, "coupon-launch");
    assert_eq!(customer.coupon.as_ref().unwrap().percent_off, Some(20.0));
    let [subscription] = customer.subscriptions.as_slice() else {
        panic!("{:#?}", customer.subscriptions)
    };
    assert_eq!(
        (subscription.id.as_str(), subscription.plan.id.as_str()),
        ("subscription-pro", "plan-pro")
    );
    assert_eq!(customer.active_subscriptions().count(), 1);
    assert_eq!(customer.active_trials().count(), 0);
}

#[tokio::test]
async fn an_update_changes_what_it_names_and_leaves_the_rest() {
    let world = World::start().await;
    let updated = world
        .stigg
        .update_customer(
            UpdateCustomer::new("free-rider")
                .with_name("Paying Rider")
                .with_coupon_id("coupon-launch")
                .with_metadata([("tier".to_owned(), "silver".to_owned())]),
        )
        .await
        .unwrap();
    assert_eq!(world.sent(), ["UpdateCustomer"]);
    assert_eq!(updated.name.as_deref(), Some("Paying Rider"));
    assert_eq!(updated.email.as_deref(), Some("free@example.com"));
    assert_eq!(updated.metadata.unwrap()["tier"], "silver");

    let kept = world
        .stigg
        .update_customer(UpdateCustomer::new("free-rider").with_email("r@example.com"))
        .await
        .unwrap();
    assert_eq!(kept.name.as_deref(), Some("Paying Rider"));
    let customer = world.stigg.get_customer("free-rider").await.unwrap();
    assert_eq!(customer.email.as_deref(), Some("r@example.com"));
    assert_eq!(customer.coupon.unwrap().id, "coupon-launch");
}

#[tokio::test]
async fn a_coupon_goes_away_when_it_is_cleared_and_not_before() {
    let world = World::start().await;
    let coupon = async || {
        world
            .stigg
            .get_customer("pro-user")
            .await
            .unwrap()
            .coupon
            .map(|coupon| coupon.id)
    };
    let total = async || {
        let customer = world.stigg.get_customer("pro-user").await.unwrap();
        customer.subscriptions[0]
            .total_price
            .as_ref()
            .unwrap()
            .total
            .amount
            .to_string()
    };
    let request = UpdateCustomer::new("pro-user");
    assert_eq!(request.coupon_id, Patch::Keep);
    world
        .stigg
        .update_customer(request.clone().with_name("Pro"))
        .await
        .unwrap();
    assert_eq!(coupon().await.as_deref(), Some("coupon-launch"));
    assert_eq!(total().await, "16");
    world.stigg.update_customer(request.without_coupon()).await.unwrap();
    assert_eq!(coupon().await, None);
    assert_eq!(total().await, "20");
}

#[tokio::test]
async fn a_customer_that_exists_already_is_a_conflict() {
    let world = World::start().await;
    let error = refused(world.stigg.provision_customer(ProvisionCustomer::new("pro-user")).await);
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert_eq!(error.code().unwrap().as_str(), "DuplicatedEntityNotAllowed");
    assert_eq!(error.operation(), Some("provision_customer"));
    assert_eq!((error.attempts(), error.delivery()), (1, Delivery::Refused));
    assert!(!error.may_have_been_applied() && !error.is_retryable());
    assert!(error.trace_id().is_some_and(|id| !id.is_empty()));
    assert!(error.to_string().contains("pro-user"), "{error}");
}

#[tokio::test]
async fn what_does_not_exist_is_not_found_and_says_what_it_is() {
    let world = World::start().await;
    let stigg = &world.stigg;
    let error = refused(stigg.get_customer("nobody").await);
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::NotFound, Some("get_customer"))
    );

    let error = refused(
        stigg
            .update_customer(UpdateCustomer::new("nobody").with_name("N"))
            .await,
    );
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(error.code().unwrap().as_str(), "CustomerNotFound");

    let error = refused(
        stigg
            .update_customer(UpdateCustomer::new("pro-user").with_coupon_id("coupon-none"))
            .await,
    );
    assert_eq!(
        (error.kind(), error.code().unwrap().as_str()),
        (ErrorKind::NotFound, "CouponNotFound")
    );

    let error = refused(
        stigg
            .update_customer(UpdateCustomer::new("pro-user").with_coupon_id("coupon-old"))
            .await,
    );
    let code = error.code().unwrap().as_str();
    assert_eq!(
        (error.kind(), code),
        (ErrorKind::Validation, "ArchivedCouponCantBeApplied")
    );
}

#[tokio::test]
async fn a_customer_whose_first_plan_is_refused_is_not_made() {
    let world = World::start().await;
    let request =
        ProvisionCustomer::new("ada").with_subscription_params(CreateSubscriptionParams::new("plan-of-dreams"));
    let error = refused(world.stigg.provision_customer(request).await);
    assert_eq!(
        (error.kind(), error.code().unwrap().as_str()),
        (ErrorKind::NotFound, "PlanNotFound")
    );
    assert_eq!(
        refused(world.stigg.get_customer("ada").await).kind(),
        ErrorKind::NotFound
    );
}

#[tokio::test]
async fn a_customer_that_comes_into_being_is_seen_although_it_was_asked_for_before() {
    let world = World::start().await;
    let sso = async || {
        let answer = world
            .stigg
            .get_boolean_entitlement(GetBooleanEntitlement::new("ada", "single-sign-on"))
            .await;
        (
            answer.has_access,
            answer.access_denied_reason.map(|reason| reason.as_str().to_owned()),
        )
    };
    assert_eq!(sso().await, (false, Some("CustomerNotFound".to_owned())));
    world.customer("ada").await;
    assert_eq!(sso().await, (false, Some("NoActiveSubscription".to_owned())));
    let request =
        ProvisionSubscription::new("ada", "plan-pro").with_billing_period(stigg::models::BillingPeriod::Monthly);
    world.stigg.provision_subscription(request).await.unwrap();
    assert_eq!(sso().await, (true, None));
    let reads = world
        .sent()
        .into_iter()
        .filter(|name| name.contains("ntitlements"))
        .count();
    // One from the Edge, one from the API after a change whose answer told nothing.
    assert_eq!(reads, 2);
}
