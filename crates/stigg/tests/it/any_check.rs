//! Checks of credits, and of whatever it is.

#![allow(deprecated, reason = "the deprecated checks work as well")]

use std::time::Duration;

use serde_json::json;
use stigg::models::{
    AccessDeniedReason, CauseKind, CreditEntitlement, CreditEntitlementFallback, CreditEntitlementState, Entitlement,
    EntitlementCurrency, EntitlementFallback, EntitlementState, EntitlementV2, EntitlementsState,
    EntitlementsStateAccessDeniedReason, FetchEntitlementQuery, GetCreditEntitlement, GetEntitlement,
    GetEntitlementV2Input, GetEntitlementV2Params, Origin,
};
use stigg::{ErrorKind, Stigg};

use crate::fake::{CUSTOMER, FEATURE, Fake, at, client, client_with, metered};

const CURRENCY: &str = "tokens";

fn credits(granted: f64, consumed: f64) -> CreditEntitlementState {
    let mut state = CreditEntitlementState::new(EntitlementCurrency::new(CURRENCY));
    state.usage_limit = Some(granted);
    state.current_usage = consumed;
    state
}

/// A fake with a metered feature of which 1 of 5 is used, and these credits.
fn with_credits(credits: CreditEntitlementState) -> Fake {
    let fake = Fake::default();
    fake.answer_state(EntitlementsState::new(vec![
        EntitlementState::Feature(metered(5.0, 1.0)),
        EntitlementState::Credit(credits),
    ]));
    fake
}

async fn ask_credits(stigg: &Stigg, requested: impl Into<Option<f64>>) -> CreditEntitlement {
    let request = GetCreditEntitlement::new(CUSTOMER, CURRENCY);
    stigg
        .get_credit_entitlement(match requested.into() {
            Some(requested) => request.with_requested_usage(requested),
            None => request,
        })
        .await
}

/// An answer as JSON.
macro_rules! written {
    ($answer:expr) => {
        serde_json::to_value($answer).unwrap()
    };
}

fn cause(origin: &Origin) -> CauseKind {
    origin.cause().unwrap().kind
}

#[tokio::test]
async fn credits_are_checked_against_the_balance() {
    let (stigg, _) = client(&with_credits(credits(10.0, 7.0)));
    let any = ask_credits(&stigg, None).await;
    assert!(any.has_access && !any.is_fallback);
    assert_eq!(
        written!(&any),
        json!({
            "hasAccess": true, "isFallback": false, "currency": {"currencyId": CURRENCY},
            "usageLimit": 10.0, "currentUsage": 7.0, "hasSoftLimit": false,
        })
    );
    assert_eq!(any.origin, Origin::Fresh);
    assert!(ask_credits(&stigg, 3.0).await.has_access);
    let too_many = ask_credits(&stigg, 3.5).await;
    assert!(!too_many.has_access && !too_many.is_fallback);
    assert_eq!(
        too_many.access_denied_reason,
        Some(AccessDeniedReason::InsufficientCredits)
    );
}

#[tokio::test]
async fn credits_that_the_customer_does_not_have_are_denied_and_no_fallback() {
    let fake = Fake::with_limit(5.0);
    let (stigg, _) = client_with(&fake, |builder| {
        builder.credit_entitlement_fallback(CURRENCY, CreditEntitlementFallback::granted())
    });
    let request = GetCreditEntitlement::new(CUSTOMER, CURRENCY).with_fallback(true);
    let missing = stigg.get_credit_entitlement(request).await;
    assert!(!missing.has_access && !missing.is_fallback);
    assert_eq!(
        missing.access_denied_reason,
        Some(AccessDeniedReason::EntitlementNotFound)
    );

    fake.answer_state(EntitlementsState::denied(
        EntitlementsStateAccessDeniedReason::CustomerNotFound,
    ));
    let nobody = stigg
        .get_credit_entitlement(GetCreditEntitlement::new("nobody", CURRENCY))
        .await;
    assert_eq!(nobody.access_denied_reason, Some(AccessDeniedReason::CustomerNotFound));
}

#[tokio::test]
async fn without_stigg_the_checks_own_credits_come_before_the_configured_ones() {
    let fake = Fake::default();
    fake.fail(ErrorKind::Connect);
    let configured = CreditEntitlementFallback::granted().with_usage_limit(100);
    let (stigg, _) = client_with(&fake, |builder| {
        builder.credit_entitlement_fallback(CURRENCY, configured)
    });

    let answer = ask_credits(&stigg, None).await;
    assert!(answer.has_access && answer.is_fallback);
    assert_eq!(answer.usage_limit, 100.0);
    assert_eq!(answer.access_denied_reason, Some(AccessDeniedReason::Unknown));
    assert_eq!(cause(&answer.origin), CauseKind::Connect);

    let own = CreditEntitlementFallback::denied().with_current_usage(3);
    let request = GetCreditEntitlement::new(CUSTOMER, CURRENCY).with_fallback(own);
    let answer = stigg.get_credit_entitlement(request).await;
    assert!(!answer.has_access);
    assert_eq!(answer.current_balance(), -3.0, "the two are not merged");

    let other = stigg
        .get_credit_entitlement(GetCreditEntitlement::new(CUSTOMER, "other"))
        .await;
    assert!(!other.has_access && other.is_fallback);
    assert_eq!(other.currency.currency_id, "other");
}

#[tokio::test]
async fn credits_that_were_given_until_now_are_asked_for_again() {
    let mut until = credits(10.0, 7.0);
    until.valid_until = Some(at(5));
    let fake = with_credits(until);
    let (stigg, clock) = client(&fake);
    assert!(ask_credits(&stigg, None).await.has_access);
    clock.advance(Duration::from_secs(6));
    let feature = GetEntitlementV2Params::feature(CUSTOMER, FEATURE);
    assert!(stigg.get_entitlement_v2(feature).await.has_access());
    assert_eq!(fake.reads(), 1, "the feature has not expired");
    ask_credits(&stigg, None).await;
    assert_eq!(fake.reads(), 2);
    let credit = GetEntitlementV2Params::credit(CUSTOMER, CURRENCY);
    assert!(stigg.get_entitlement_v2(credit).await.has_access());
    assert_eq!(fake.reads(), 2, "asking again did not help");
}

#[tokio::test]
async fn whatever_it_is_the_answer_tells_the_type() {
    let (stigg, _) = client(&with_credits(credits(10.0, 7.0)));
    let params = GetEntitlementV2Params::feature(CUSTOMER, FEATURE).with_requested_usage(5);
    let answer = stigg.get_entitlement_v2(params).await;
    let EntitlementV2::Feature(Entitlement::Metered(calls)) = answer else {
        panic!("{answer:?}")
    };
    assert!(!calls.has_access && !calls.is_fallback);
    assert_eq!(
        calls.access_denied_reason,
        Some(AccessDeniedReason::RequestedUsageExceedingLimit)
    );

    let params = GetEntitlementV2Params::credit(CUSTOMER, CURRENCY).with_requested_usage(5);
    let answer = stigg.get_entitlement_v2(params).await;
    let EntitlementV2::Credit(tokens) = answer else {
        panic!("{answer:?}")
    };
    assert!(!tokens.has_access && !tokens.is_fallback);
    assert_eq!(tokens.current_balance(), 3.0);

    let older = stigg.get_entitlement(GetEntitlement::new(CUSTOMER, FEATURE)).await;
    assert!(older.has_access() && matches!(older, Entitlement::Metered(_)));
}

#[tokio::test]
async fn what_stigg_does_not_know_of_is_answered_by_a_fallback_that_says_so() {
    let (stigg, _) = client_with(&with_credits(credits(10.0, 7.0)), |builder| {
        builder
            .entitlement_fallback("granted", EntitlementFallback::granted().with_usage_limit(3))
            .credit_entitlement_fallback("coins", CreditEntitlementFallback::granted().with_usage_limit(3))
    });
    let ask = async |params: GetEntitlementV2Params<'static>| stigg.get_entitlement_v2(params).await;

    let denied = ask(GetEntitlementV2Params::feature(CUSTOMER, "unheard-of")).await;
    assert_eq!(
        written!(&denied),
        json!({"type": "BOOLEAN", "hasAccess": false, "isFallback": true, "accessDeniedReason": "Unknown"})
    );
    assert_eq!(cause(denied.origin()), CauseKind::NoEntitlement);

    // The configured one leaves no reason if it grants; the check's own leaves it.
    assert_eq!(
        written!(ask(GetEntitlementV2Params::feature(CUSTOMER, "granted")).await),
        json!({"type": "BOOLEAN", "hasAccess": true, "isFallback": true, "usageLimit": 3.0})
    );
    assert_eq!(
        written!(ask(GetEntitlementV2Params::feature(CUSTOMER, "granted").with_fallback(true)).await),
        json!({"type": "BOOLEAN", "hasAccess": true, "isFallback": true, "accessDeniedReason": "Unknown"})
    );
    let credits = |limit: f64| {
        json!({
            "hasAccess": true, "isFallback": true, "accessDeniedReason": "Unknown", "currency": {"currencyId": "coins"},
            "usageLimit": limit, "currentUsage": 0.0, "hasSoftLimit": false,
        })
    };
    assert_eq!(
        written!(ask(GetEntitlementV2Params::credit(CUSTOMER, "coins")).await),
        credits(3.0)
    );
    let own = CreditEntitlementFallback::granted().with_usage_limit(7);
    assert_eq!(
        written!(ask(GetEntitlementV2Params::credit(CUSTOMER, "coins").with_fallback(own)).await),
        credits(7.0)
    );

    let older = stigg.get_entitlement(GetEntitlement::new(CUSTOMER, "granted")).await;
    assert_eq!(
        written!(&older),
        json!({
            "type": "BOOLEAN", "hasAccess": true, "isFallback": true, "accessDeniedReason": "Unknown",
            "usageLimit": 3.0,
        })
    );
    assert_eq!(cause(older.origin()), CauseKind::NoEntitlement);
}

#[tokio::test]
async fn a_check_that_does_not_say_what_it_is_about_is_answered_by_its_own_fallback() {
    let fake = with_credits(credits(10.0, 7.0));
    let (stigg, _) = client_with(&fake, |builder| builder.entitlement_fallback(FEATURE, true));
    let mut both = GetEntitlementV2Params::feature(CUSTOMER, FEATURE);
    both.currency_id = Some(CURRENCY.into());
    let neither = GetEntitlementV2Params::feature(CUSTOMER, "");
    for (params, problem) in [
        (both, "`currencyId` is given beside `featureId`"),
        (neither, "`featureId` is missing, and so is `currencyId`"),
    ] {
        let answer = stigg.get_entitlement_v2(params.clone()).await;
        assert!(!answer.has_access() && answer.is_fallback());
        let cause = answer.origin().cause().unwrap();
        assert_eq!(cause.kind, CauseKind::InvalidArgument);
        assert_eq!(cause.to_string(), format!("invalid argument: {problem}"));
        let own = params.with_requested_usage(1).with_fallback(true);
        let answer = stigg.get_entitlement_v2(own).await;
        assert!(answer.has_access());
        assert!(matches!(answer, EntitlementV2::Feature(Entitlement::Metered(_))));
    }
    let mut empty = GetEntitlementV2Params::credit(CUSTOMER, CURRENCY);
    empty.feature_id = Some("".into());
    assert!(stigg.get_entitlement_v2(empty).await.has_access(), "empty is absent");
    assert_eq!(fake.reads(), 1);
}

#[tokio::test]
async fn an_id_that_is_none_is_named() {
    let fake = Fake::default();
    let (stigg, _) = client(&fake);
    let nobody = stigg
        .get_credit_entitlement(GetCreditEntitlement::new("", CURRENCY))
        .await;
    assert_eq!(
        nobody.origin.cause().unwrap().to_string(),
        "invalid argument: `customerId` is empty"
    );
    let nothing = stigg
        .get_credit_entitlement(GetCreditEntitlement::new(CUSTOMER, " "))
        .await;
    assert_eq!(
        nothing.origin.cause().unwrap().to_string(),
        "invalid argument: `currencyId` is blank"
    );
    let older = stigg.get_entitlement(GetEntitlement::new(CUSTOMER, "")).await;
    assert_eq!(
        older.origin().cause().unwrap().to_string(),
        "invalid argument: `featureId` is empty"
    );
    assert_eq!(fake.reads(), 0);
}

#[tokio::test]
async fn the_older_lists_have_no_credits() {
    let fake = with_credits(credits(10.0, 7.0));
    let (stigg, _) = client_with(&fake, |builder| {
        builder
            .entitlement_fallback("sso", true)
            .credit_entitlement_fallback(CURRENCY, CreditEntitlementFallback::granted())
    });
    assert_eq!(
        stigg.get_entitlements_state_v2(CUSTOMER, None).await.entitlements.len(),
        2
    );
    let state = stigg.get_entitlements_state(CUSTOMER, None).await;
    assert_eq!((state.entitlements.len(), &state.origin), (1, &Origin::Fresh));
    assert_eq!(stigg.get_entitlements(CUSTOMER, None).await, state.entitlements);
    assert_eq!(fake.reads(), 1);

    fake.answer_state(
        EntitlementsState::new(vec![EntitlementState::Credit(credits(10.0, 7.0))])
            .with_access_denied_reason(EntitlementsStateAccessDeniedReason::NoActiveSubscription),
    );
    let state = stigg.get_entitlements_state("another", None).await;
    assert!(state.entitlements.is_empty());
    assert_eq!(
        state.access_denied_reason,
        Some(EntitlementsStateAccessDeniedReason::NoActiveSubscription)
    );

    fake.fail(ErrorKind::Network);
    let listed = json!([
        {"hasAccess": true, "isFallback": true, "accessDeniedReason": "Unknown", "feature": {"id": "sso"}},
    ]);
    assert_eq!(written!(stigg.get_entitlements("third", None).await), listed);
    assert_eq!(
        stigg.get_entitlements_state_v2("third", None).await.entitlements.len(),
        2
    );
}

#[tokio::test]
async fn offline_and_closed_checks_answer_and_reads_of_stigg_fail() {
    let fake = with_credits(credits(10.0, 7.0));
    let (offline, _) = client_with(&fake, |builder| {
        builder
            .offline(true)
            .credit_entitlement_fallback(CURRENCY, CreditEntitlementFallback::granted())
    });
    let (closed, _) = client(&fake);
    closed.close().await;
    for (stigg, kind, error_kind) in [
        (&offline, CauseKind::Offline, ErrorKind::Offline),
        (&closed, CauseKind::Closed, ErrorKind::Closed),
    ] {
        let tokens = ask_credits(stigg, None).await;
        assert_eq!(
            (tokens.has_access, cause(&tokens.origin)),
            (kind == CauseKind::Offline, kind)
        );
        let either = stigg
            .get_entitlement_v2(GetEntitlementV2Params::feature(CUSTOMER, FEATURE))
            .await;
        assert_eq!(cause(either.origin()), kind);
        let older = stigg.get_entitlement(GetEntitlement::new(CUSTOMER, FEATURE)).await;
        assert_eq!(cause(older.origin()), kind);
        assert!(stigg.get_entitlements(CUSTOMER, None).await.is_empty());

        let errors = [
            stigg
                .get_entitlement_remote(FetchEntitlementQuery::new(CUSTOMER, FEATURE))
                .await
                .err(),
            stigg
                .get_entitlement_v2_remote(GetEntitlementV2Input::credit(CUSTOMER, CURRENCY))
                .await
                .err(),
            stigg.get_entitlements_remote(CUSTOMER, None).await.err(),
        ];
        for error in errors {
            assert_eq!(error.unwrap().kind(), error_kind);
        }
    }
    assert_eq!((fake.reads(), fake.others()), (0, 0));
}
