//! What a check answers when Stigg cannot be asked, and in which order fallbacks count.

use stigg::models::{
    AccessDeniedReason, CauseKind, EntitlementFallback, GetBooleanEntitlement, GetEnumEntitlement,
    GetMeteredEntitlement, GetNumericEntitlement,
};
use stigg::{Stigg, StiggBuilder};
use stigg_emulator::Fault;
use stigg_tests::World;

fn configured(builder: StiggBuilder) -> Stigg {
    builder
        .entitlement_fallback("single-sign-on", true)
        .entitlement_fallback("renders", EntitlementFallback::granted().with_usage_limit(7))
        .entitlement_fallback("workspaces", EntitlementFallback::granted().with_value(3))
        .entitlement_fallback(
            "formats",
            EntitlementFallback::granted().with_enum_values(["png".to_owned()]),
        )
        .build()
        .unwrap()
}

async fn without_answers() -> (World, Stigg) {
    let world = World::start().await;
    world.emulator.faults().add(Fault::close());
    let stigg = configured(world.builder());
    (world, stigg)
}

#[tokio::test]
async fn the_check_s_own_fallback_comes_first_then_the_configured_one_then_none() {
    let (_world, stigg) = without_answers().await;
    let sso = |customer_id: &'static str| GetBooleanEntitlement::new(customer_id, "single-sign-on");
    let own = stigg.get_boolean_entitlement(sso("a").with_fallback(false)).await;
    assert!(!own.has_access && own.is_fallback);
    let configured = stigg.get_boolean_entitlement(sso("a")).await;
    assert!(configured.has_access && configured.is_fallback);
    assert_eq!(configured.access_denied_reason, Some(AccessDeniedReason::Unknown));
    let none = stigg
        .get_boolean_entitlement(GetBooleanEntitlement::new("a", "dark-mode"))
        .await;
    assert!(!none.has_access && none.is_fallback);
    for answer in [own, configured, none] {
        let cause = answer.origin.cause().unwrap();
        assert_eq!(cause.kind, CauseKind::RequestFailed);
        assert!(cause.to_string().contains("connection"), "{cause}");
    }
}

#[tokio::test]
async fn each_kind_of_check_takes_what_belongs_to_it() {
    let (_world, stigg) = without_answers().await;
    let metered = stigg
        .get_metered_entitlement(GetMeteredEntitlement::new("a", "renders").with_requested_usage(2))
        .await;
    assert_eq!(
        (metered.has_access, metered.usage_limit, metered.current_usage),
        (true, Some(7.0), 0.0)
    );
    let numeric = stigg
        .get_numeric_entitlement(GetNumericEntitlement::new("a", "workspaces"))
        .await;
    assert_eq!((numeric.has_access, numeric.value), (true, Some(3.0)));
    let formats = stigg
        .get_enum_entitlement(GetEnumEntitlement::new("a", "formats").with_requested_values(["png"]))
        .await;
    assert_eq!(
        (formats.has_access, &*formats.enum_values),
        (true, ["png".to_owned()].as_slice())
    );
    assert!(metered.is_fallback && numeric.is_fallback && formats.is_fallback);
}

#[tokio::test]
async fn the_whole_state_lists_the_configured_fallbacks() {
    let (_world, stigg) = without_answers().await;
    let state = stigg.get_entitlements_state_v2("a", None).await;
    assert_eq!(state.entitlements.len(), 4);
    assert!(state.entitlements.iter().all(stigg::models::EntitlementV2::has_access));
    assert_eq!(state.origin.cause().unwrap().kind, CauseKind::RequestFailed);
}

#[tokio::test]
async fn what_stigg_says_counts_more_than_any_fallback() {
    let world = World::start().await;
    let stigg = configured(world.builder());
    let request = GetBooleanEntitlement::new("free-rider", "single-sign-on").with_fallback(true);
    let answer = stigg.get_boolean_entitlement(request).await;
    assert!(!answer.has_access && !answer.is_fallback);
}

#[tokio::test]
async fn offline_the_fallbacks_answer_and_nothing_is_sent() {
    let world = World::start().await;
    let stigg = configured(world.builder().offline(true));
    let sso = stigg
        .get_boolean_entitlement(GetBooleanEntitlement::new("free-rider", "single-sign-on"))
        .await;
    assert!(sso.has_access && sso.is_fallback);
    assert_eq!(sso.origin.cause().unwrap().kind, CauseKind::Offline);
    let none = stigg
        .get_boolean_entitlement(GetBooleanEntitlement::new("free-rider", "dark-mode"))
        .await;
    assert!(!none.has_access && none.is_fallback);
    assert_eq!(world.sent(), [] as [&str; 0]);
}
