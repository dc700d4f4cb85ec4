//! Promotional entitlements: given, ended by the clock, taken away; one by one and in groups.

use std::time::Duration;

use stigg::ErrorKind;
use stigg::models::{
    GetBooleanEntitlement, GetEnumEntitlement, GetMeteredEntitlement, GrantPromotionalEntitlementInput,
    GrantPromotionalEntitlementsGroupInput, GrantPromotionalEntitlementsInput, PromotionalEntitlement,
    PromotionalEntitlementPeriod, PromotionalEntitlementStatus, RevokePromotionalEntitlementInput,
    RevokePromotionalEntitlementsGroupInput, UnlinkPromotionalEntitlementsGroupInput,
};
use stigg_tests::{START, World, at, refused};

const WEEK: Duration = Duration::from_secs(7 * 24 * 3600);

fn renders(limit: i32) -> GrantPromotionalEntitlementInput {
    GrantPromotionalEntitlementInput::new("renders", PromotionalEntitlementPeriod::OneWeek).with_usage_limit(limit)
}

fn sso() -> GrantPromotionalEntitlementInput {
    GrantPromotionalEntitlementInput::new("single-sign-on", PromotionalEntitlementPeriod::Lifetime)
}

fn to_free_rider(grant: GrantPromotionalEntitlementInput) -> GrantPromotionalEntitlementsInput {
    GrantPromotionalEntitlementsInput::new("free-rider", [grant])
}

async fn limit_of_renders(world: &World, customer_id: &str) -> Option<f64> {
    let check = GetMeteredEntitlement::new(customer_id, "renders");
    world.stigg.get_metered_entitlement(check).await.usage_limit
}

async fn has_sso(world: &World, customer_id: &str) -> bool {
    let check = GetBooleanEntitlement::new(customer_id, "single-sign-on");
    world.stigg.get_boolean_entitlement(check).await.has_access
}

fn features(entitlements: &[PromotionalEntitlement]) -> Vec<&str> {
    entitlements
        .iter()
        .map(|entitlement| entitlement.feature.id.as_str())
        .collect()
}

#[tokio::test]
async fn what_is_granted_is_seen_by_the_next_check_for_one_request_and_ends_by_the_clock() {
    let world = World::start().await;
    assert_eq!(limit_of_renders(&world, "free-rider").await, Some(10.0));
    world.sent();

    let granted = world
        .stigg
        .grant_promotional_entitlements(to_free_rider(renders(50)))
        .await;
    let granted = granted.unwrap().remove(0);
    assert_eq!(world.sent(), ["GrantPromotionalEntitlements"]);
    assert_eq!(granted.feature.id, "renders");
    assert_eq!(
        (granted.status, granted.usage_limit, granted.is_visible),
        (PromotionalEntitlementStatus::Active, 50.0, true)
    );
    assert_eq!(granted.expires_at, Some(at(START).saturating_add(WEEK)));
    assert_eq!(limit_of_renders(&world, "free-rider").await, Some(50.0));
    assert_eq!(world.sent(), ["GetEntitlementsState"], "the Edge may not know yet");

    world.pass(WEEK);
    assert_eq!(limit_of_renders(&world, "free-rider").await, Some(10.0));
    let customer = world.stigg.get_customer("free-rider").await.unwrap();
    assert_eq!(
        customer.promotional_entitlements[0].status,
        PromotionalEntitlementStatus::Expired
    );
    assert_eq!(customer.active_promotional_entitlements().count(), 0);
}

#[tokio::test]
async fn a_customer_without_a_subscription_has_what_was_granted() {
    let world = World::start().await;
    world.customer("ada").await;
    assert!(!has_sso(&world, "ada").await);
    let formats = GrantPromotionalEntitlementInput::until("formats", at(START).saturating_add(WEEK))
        .with_enum_values(["png".to_owned(), "pdf".to_owned()])
        .with_visible(false);
    let request = GrantPromotionalEntitlementsInput::new("ada", [sso(), formats]);
    let granted = world.stigg.grant_promotional_entitlements(request).await.unwrap();
    assert_eq!(features(&granted), ["single-sign-on", "formats"]);
    assert_eq!((granted[0].expires_at, granted[0].has_expiration_date), (None, false));
    assert!(!granted[1].is_visible && granted[1].has_expiration_date);

    assert!(has_sso(&world, "ada").await);
    let check = GetEnumEntitlement::new("ada", "formats");
    let formats = world.stigg.get_enum_entitlement(check).await;
    assert_eq!(*formats.enum_values, ["png", "pdf"]);
    // What it was not given is still denied for the same reason as before.
    let check = GetMeteredEntitlement::new("ada", "renders");
    let renders = world.stigg.get_metered_entitlement(check).await;
    assert_eq!(renders.access_denied_reason, Some("NoActiveSubscription".into()));
}

#[tokio::test]
async fn what_is_revoked_is_gone_at_the_next_check() {
    let world = World::start().await;
    let stigg = &world.stigg;
    stigg
        .grant_promotional_entitlements(to_free_rider(sso()))
        .await
        .unwrap();
    assert!(has_sso(&world, "free-rider").await);
    world.sent();

    let request = RevokePromotionalEntitlementInput::new("free-rider", "single-sign-on");
    let revoked = stigg.revoke_promotional_entitlements(request.clone()).await.unwrap();
    assert!(!revoked.id.is_empty());
    assert_eq!(world.sent(), ["RevokePromotionalEntitlement"]);
    assert!(!has_sso(&world, "free-rider").await);
    let customer = stigg.get_customer("free-rider").await.unwrap();
    assert_eq!(customer.promotional_entitlements, []);

    let error = refused(stigg.revoke_promotional_entitlements(request).await);
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(error.code().unwrap().as_str(), "PromotionalEntitlementNotFoundError");
}

#[tokio::test]
async fn a_group_is_granted_as_a_whole_and_goes_as_a_whole() {
    let world = World::start().await;
    let stigg = &world.stigg;
    let some = GrantPromotionalEntitlementsGroupInput::new("free-rider", "group-launch", [renders(50)]);
    let error = refused(stigg.grant_promotional_entitlements_group(some).await);
    assert_eq!(error.kind(), ErrorKind::Validation);
    assert_eq!(error.code().unwrap().as_str(), "FeatureGroupMissingFeaturesError");
    assert_eq!(limit_of_renders(&world, "free-rider").await, Some(10.0));

    let all = GrantPromotionalEntitlementsGroupInput::new("free-rider", "group-launch", [sso(), renders(50)]);
    let granted = stigg.grant_promotional_entitlements_group(all).await.unwrap();
    assert_eq!(features(&granted), ["renders", "single-sign-on"]);
    assert_eq!(limit_of_renders(&world, "free-rider").await, Some(50.0));
    assert!(has_sso(&world, "free-rider").await);

    let revoke = RevokePromotionalEntitlementsGroupInput::new("free-rider", "group-launch");
    let revoked = stigg.revoke_promotional_entitlements_group(revoke).await.unwrap();
    assert_eq!(features(&revoked), ["single-sign-on", "renders"]);
    assert_eq!(limit_of_renders(&world, "free-rider").await, Some(10.0));
    assert!(!has_sso(&world, "free-rider").await);
}

#[tokio::test]
async fn what_is_taken_out_of_a_group_is_kept() {
    let world = World::start().await;
    let stigg = &world.stigg;
    let all = GrantPromotionalEntitlementsGroupInput::new("free-rider", "group-launch", [sso(), renders(50)]);
    stigg.grant_promotional_entitlements_group(all).await.unwrap();
    let unlink = UnlinkPromotionalEntitlementsGroupInput::new("free-rider", "group-launch");
    let kept = stigg
        .unlink_promotional_entitlements_group(unlink.clone())
        .await
        .unwrap();
    assert_eq!(features(&kept), ["single-sign-on", "renders"]);
    assert!(has_sso(&world, "free-rider").await);
    let error = refused(stigg.unlink_promotional_entitlements_group(unlink).await);
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn unknown_customers_features_and_groups_are_not_found() {
    let world = World::start().await;
    let stigg = &world.stigg;
    let kind_and_code = |error: stigg::Error| (error.kind(), error.code().unwrap().as_str().to_owned());
    let nobody = GrantPromotionalEntitlementsInput::new("nobody", [sso()]);
    let nothing = GrantPromotionalEntitlementInput::new("nothing", PromotionalEntitlementPeriod::Lifetime);
    let no_group = RevokePromotionalEntitlementsGroupInput::new("free-rider", "group-none");
    for (error, code) in [
        (
            refused(stigg.grant_promotional_entitlements(nobody).await),
            "CustomerNotFound",
        ),
        (
            refused(stigg.grant_promotional_entitlements(to_free_rider(nothing)).await),
            "FeatureNotFound",
        ),
        (
            refused(stigg.revoke_promotional_entitlements_group(no_group).await),
            "FeatureGroupNotFoundError",
        ),
    ] {
        assert_eq!(kind_and_code(error), (ErrorKind::NotFound, code.to_owned()));
    }
}
