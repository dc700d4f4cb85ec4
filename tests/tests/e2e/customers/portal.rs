//! What a customer portal shows.

use stigg::ErrorKind;
use stigg::models::{
    BillingModel, BillingPeriod, CreateSubscriptionParams, CustomerPortalInput, Decimal,
    GrantPromotionalEntitlementInput, GrantPromotionalEntitlementsInput, PricingType, PromotionalEntitlementPeriod,
    ProvisionCustomer, ProvisionSubscription, SubscriptionStatus,
};
use stigg_tests::{START, World, at, refused};

#[tokio::test]
async fn the_portal_shows_what_a_customer_has_and_what_it_costs() {
    let world = World::start().await;
    let portal = world
        .stigg
        .get_customer_portal(CustomerPortalInput::new("pro-user"))
        .await
        .unwrap();
    assert_eq!(world.sent(), ["GetCustomerPortalByRefId"]);

    let [subscription] = portal.subscriptions.as_slice() else {
        panic!("{:#?}", portal.subscriptions)
    };
    assert_eq!(
        (subscription.subscription_id.as_str(), subscription.plan_name.as_str()),
        ("subscription-pro", "Pro")
    );
    assert_eq!(
        (&subscription.pricing_type, &subscription.status),
        (&PricingType::Paid, &SubscriptionStatus::Active)
    );
    assert_eq!(subscription.pricing.billing_model, Some(BillingModel::FlatFee));
    assert_eq!(subscription.pricing.price.as_ref().unwrap().amount, Decimal::from(20));
    let total = subscription.total_price.as_ref().unwrap();
    assert_eq!(
        (total.sub_total.amount, total.total.amount, total.addons_total.amount),
        (Decimal::from(20), Decimal::from(16), Decimal::from(0))
    );
    let period = subscription.billing_period_range.unwrap();
    assert_eq!(period.end, Some(at("2026-02-28T10:00:00Z")));

    let invoice = subscription.preview_next_invoice.as_ref().unwrap();
    assert_eq!(invoice.total.amount, Decimal::from(16));
    assert_eq!(Some(invoice.lines[0].period.start), period.end);

    let renders = portal.entitlements.iter().find(|entitlement| {
        let feature = entitlement.feature.as_ref().unwrap();
        feature.id == "renders"
    });
    let renders = renders.unwrap();
    assert!(renders.is_granted && renders.next_reset_date.is_some());
    assert_eq!((renders.usage_limit, renders.current_usage), (Some(100.0), Some(40.0)));
    assert_eq!(portal.entitlements_v2.len(), portal.entitlements.len());
    assert_eq!(portal.billing_information.name.as_deref(), Some("Pro User"));
    assert_eq!(
        portal
            .billing_information
            .default_payment_method_last4_digits
            .as_deref(),
        Some("4242")
    );
    assert!(
        portal.can_upgrade_subscription,
        "it has nothing of the product for sites"
    );
    assert!(portal.billing_portal_url.is_none());
}

#[tokio::test]
async fn the_portal_of_a_trial_counts_its_days_and_a_lesser_plan_has_one_above() {
    let world = World::start().await;
    let trial = CreateSubscriptionParams::new("plan-pro").with_billing_period(BillingPeriod::Monthly);
    let request = ProvisionCustomer::new("ada").with_subscription_params(trial);
    world.stigg.provision_customer(request).await.unwrap();
    let portal = |customer_id: &str| {
        let request = CustomerPortalInput::new(customer_id).with_product_id("product-studio");
        let stigg = world.stigg.clone();
        async move { stigg.get_customer_portal(request).await.unwrap() }
    };
    let ada = portal("ada").await;
    assert_eq!(ada.subscriptions[0].trial_remaining_days, Some(14));
    assert!(!ada.can_upgrade_subscription);
    let free = portal("free-rider").await;
    assert_eq!(free.subscriptions[0].trial_remaining_days, None);
    assert!(free.can_upgrade_subscription);
}

#[tokio::test]
async fn the_portal_of_a_resource_shows_that_resource_alone() {
    let world = World::start().await;
    let site = ProvisionSubscription::new("pro-user", "plan-site").with_resource_id("site-1");
    world.stigg.provision_subscription(site).await.unwrap();
    let portal = world
        .stigg
        .get_customer_portal(CustomerPortalInput::new("pro-user").with_resource_id("site-1"))
        .await
        .unwrap();
    assert_eq!(portal.resource.unwrap().id, "site-1");
    let plans: Vec<&str> = portal.subscriptions.iter().map(|one| one.plan_id.as_str()).collect();
    assert_eq!(plans, ["plan-site"]);

    let unknown = CustomerPortalInput::new("pro-user").with_product_id("product-of-dreams");
    for request in [CustomerPortalInput::new("nobody"), unknown] {
        let error = refused(world.stigg.get_customer_portal(request).await);
        assert_eq!(error.kind(), ErrorKind::NotFound);
    }
}

#[tokio::test]
async fn the_portal_shows_promotional_entitlements_that_are_visible() {
    let world = World::start().await;
    let sso = GrantPromotionalEntitlementInput::new("single-sign-on", PromotionalEntitlementPeriod::OneMonth);
    let formats = GrantPromotionalEntitlementInput::new("formats", PromotionalEntitlementPeriod::Lifetime)
        .with_enum_values(vec!["pdf".to_owned()])
        .with_visible(false);
    let request = GrantPromotionalEntitlementsInput::new("free-rider", [sso.with_visible(true), formats]);
    world.stigg.grant_promotional_entitlements(request).await.unwrap();
    let shown = async || {
        let request = CustomerPortalInput::new("free-rider");
        let portal = world.stigg.get_customer_portal(request).await.unwrap();
        portal.promotional_entitlements
    };
    let [promotion] = &shown().await[..] else {
        panic!("one of the two is visible")
    };
    assert_eq!(promotion.display_name, "Single sign-on");
    assert_eq!(promotion.period, PromotionalEntitlementPeriod::OneMonth);
    assert_eq!(
        (promotion.start_date, promotion.end_date),
        (at(START), Some(at("2026-02-28T10:00:00Z")))
    );

    world.pass_until("2026-03-01T00:00:00Z");
    assert_eq!(shown().await, []);
}
