//! What checks answer when nothing can be evaluated.

use std::sync::Arc;

use stigg::models::{
    AccessDeniedReason, CauseKind, EntitlementFallback, EntitlementsState, EntitlementsStateAccessDeniedReason,
    GetBooleanEntitlement, GetEnumEntitlement, GetMeteredEntitlement, GetNumericEntitlement, Origin,
};
use stigg::{ErrorKind, Stigg};

use crate::fake::{CUSTOMER, FEATURE, Fake, client, client_with};

fn cause(origin: &Origin) -> (CauseKind, String) {
    let cause = origin.cause().unwrap();
    (cause.kind, cause.to_string())
}

#[tokio::test]
async fn without_stigg_there_is_no_access_and_the_answer_says_why() {
    let fake = Fake::default();
    fake.fail(ErrorKind::Unauthenticated);
    let (stigg, _) = client(&fake);
    let answer = stigg
        .get_boolean_entitlement(GetBooleanEntitlement::new(CUSTOMER, "sso"))
        .await;
    assert!(answer.is_fallback && !answer.has_access);
    assert_eq!(answer.access_denied_reason, Some(AccessDeniedReason::Unknown));
    assert_eq!(
        cause(&answer.origin),
        (
            CauseKind::Unauthenticated,
            "Stigg does not accept the API key".to_owned()
        )
    );
}

#[tokio::test]
async fn the_checks_own_fallback_comes_before_the_configured_one() {
    let fake = Fake::default();
    fake.fail(ErrorKind::Timeout);
    let configured = EntitlementFallback::granted().with_usage_limit(10).with_value(3);
    let (stigg, _) = client_with(&fake, |builder| builder.entitlement_fallback(FEATURE, configured));

    let metered = stigg
        .get_metered_entitlement(GetMeteredEntitlement::new(CUSTOMER, FEATURE))
        .await;
    assert!(metered.has_access && metered.is_fallback);
    assert_eq!(metered.usage_limit, Some(10.0));
    let numeric = stigg
        .get_numeric_entitlement(GetNumericEntitlement::new(CUSTOMER, FEATURE))
        .await;
    assert_eq!(numeric.value, Some(3.0));

    let request = GetMeteredEntitlement::new(CUSTOMER, FEATURE).with_fallback(false);
    let own = stigg.get_metered_entitlement(request).await;
    assert!(!own.has_access);
    assert_eq!(own.usage_limit, None, "the two are not merged");

    let request = GetEnumEntitlement::new(CUSTOMER, "regions")
        .with_fallback(EntitlementFallback::granted().with_enum_values(vec!["eu".to_owned()]));
    let regions = stigg.get_enum_entitlement(request).await;
    assert_eq!(*regions.enum_values, ["eu".to_owned()]);
}

#[tokio::test]
async fn a_feature_of_another_type_is_answered_by_the_fallback() {
    let (stigg, _) = client(&Fake::with_limit(5.0));
    let request = GetBooleanEntitlement::new(CUSTOMER, FEATURE).with_fallback(true);
    let answer = stigg.get_boolean_entitlement(request).await;
    assert!(answer.is_fallback && answer.has_access);
    assert_eq!(
        answer.access_denied_reason,
        Some(AccessDeniedReason::FeatureTypeMismatch)
    );
    assert_eq!(cause(&answer.origin).0, CauseKind::FeatureTypeMismatch);
}

#[tokio::test]
async fn a_missing_entitlement_is_no_fallback() {
    let fake = Fake::with_limit(5.0);
    let (stigg, _) = client(&fake);
    let request = GetBooleanEntitlement::new(CUSTOMER, "unheard-of").with_fallback(true);
    let answer = stigg.get_boolean_entitlement(request).await;
    assert!(!answer.has_access && !answer.is_fallback);
    assert_eq!(
        answer.access_denied_reason,
        Some(AccessDeniedReason::NoFeatureEntitlementInSubscription)
    );

    fake.answer_state(EntitlementsState::denied(
        EntitlementsStateAccessDeniedReason::CustomerIsArchived,
    ));
    let answer = stigg
        .get_boolean_entitlement(GetBooleanEntitlement::new("another", "sso"))
        .await;
    assert_eq!(
        answer.access_denied_reason,
        Some(AccessDeniedReason::CustomerIsArchived)
    );
}

#[tokio::test]
async fn a_bad_id_is_answered_at_once_by_the_name_of_its_field() {
    let fake = Fake::with_limit(5.0);
    let (stigg, _) = client(&fake);
    for (customer_id, feature_id, expected) in [
        ("", "sso", "invalid argument: `customerId` is empty"),
        (CUSTOMER, " ", "invalid argument: `featureId` is blank"),
    ] {
        let answer = stigg
            .get_boolean_entitlement(GetBooleanEntitlement::new(customer_id, feature_id))
            .await;
        assert_eq!(cause(&answer.origin), (CauseKind::InvalidArgument, expected.to_owned()));
    }
    let state = stigg.get_entitlements_state_v2("", None).await;
    assert_eq!(cause(&state.origin).0, CauseKind::InvalidArgument);
    assert_eq!(fake.reads(), 0);
}

#[tokio::test]
async fn the_whole_state_is_evaluated_or_else_the_configured_fallbacks() {
    let fake = Fake::with_limit(5.0);
    let (stigg, _) = client_with(&fake, |builder| builder.entitlement_fallback("sso", true));
    let state = stigg.get_entitlements_state_v2(CUSTOMER, None).await;
    assert_eq!(state.entitlements.len(), 1);
    assert_eq!(state.origin, Origin::Fresh);

    fake.fail(ErrorKind::Network);
    let state = stigg.get_entitlements_state_v2("another", None).await;
    let json = serde_json::to_value(&state).unwrap();
    assert_eq!(json["entitlements"][0]["feature"]["id"], "sso");
    assert_eq!(json["entitlements"][0]["isFallback"], true);
    assert_eq!(json["entitlements"][0]["hasAccess"], true);
}

#[test]
fn outside_of_a_runtime_a_check_answers_and_does_not_panic() {
    let stigg = Stigg::builder()
        .transport(Arc::new(Fake::with_limit(5.0)))
        .build()
        .unwrap();
    let check = stigg.get_boolean_entitlement(GetBooleanEntitlement::new(CUSTOMER, "sso"));
    let answer = futures_util::FutureExt::now_or_never(check).unwrap();
    assert!(answer.is_fallback);
    assert!(cause(&answer.origin).1.contains("no Tokio runtime"));
}
