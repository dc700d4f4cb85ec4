//! What each kind of check answers.

use stigg::models::{
    AccessDeniedReason, CauseKind, ConsumeCredits, CreditGrantInput, Entitlement, EntitlementV2,
    EntitlementsStateAccessDeniedReason, FeatureType, FetchEntitlementQuery, GetBooleanEntitlement,
    GetCreditEntitlement, GetEntitlement, GetEntitlementV2Input, GetEntitlementV2Params, GetEnumEntitlement,
    GetMeteredEntitlement, GetNumericEntitlement, MeterType, Origin, ReportUsage,
};
use stigg_tests::World;

#[tokio::test]
async fn a_boolean_feature_is_there_or_not() {
    let world = World::start().await;
    let pro = world
        .stigg
        .get_boolean_entitlement(GetBooleanEntitlement::new("pro-user", "single-sign-on"))
        .await;
    assert!(pro.has_access && !pro.is_fallback);
    assert_eq!((pro.access_denied_reason, &pro.origin), (None, &Origin::Fresh));
    let feature = pro.feature.unwrap();
    assert_eq!(
        (feature.id.as_str(), feature.display_name.as_deref()),
        ("single-sign-on", Some("Single sign-on"))
    );
    assert_eq!(
        (feature.feature_type.as_ref(), feature.is_metered),
        (Some(&FeatureType::Boolean), false)
    );

    let free = world
        .stigg
        .get_boolean_entitlement(GetBooleanEntitlement::new("free-rider", "single-sign-on"))
        .await;
    assert!(!free.has_access && !free.is_fallback);
    assert_eq!(
        free.access_denied_reason,
        Some(AccessDeniedReason::NoFeatureEntitlementInSubscription)
    );
    assert_eq!((free.feature, free.origin), (None, Origin::Fresh));
}

#[tokio::test]
async fn a_numeric_feature_has_a_value_or_is_unlimited() {
    let world = World::start().await;
    let free = world
        .stigg
        .get_numeric_entitlement(GetNumericEntitlement::new("free-rider", "workspaces"))
        .await;
    assert_eq!(
        (free.has_access, free.value, free.is_unlimited),
        (true, Some(1.0), false)
    );
    assert_eq!(free.feature.unwrap().units_plural, "workspaces");
    let pro = world
        .stigg
        .get_numeric_entitlement(GetNumericEntitlement::new("pro-user", "workspaces"))
        .await;
    assert_eq!((pro.has_access, pro.value, pro.is_unlimited), (true, None, true));
}

#[tokio::test]
async fn a_metered_feature_has_a_limit_and_usage() {
    let world = World::start().await;
    let pro = world
        .stigg
        .get_metered_entitlement(GetMeteredEntitlement::new("pro-user", "renders"))
        .await;
    assert!(pro.has_access);
    assert_eq!(
        (pro.usage_limit, pro.current_usage, pro.remaining()),
        (Some(100.0), 40.0, Some(60.0))
    );
    let feature = pro.feature.unwrap();
    assert_eq!(
        (feature.meter_type.as_ref(), feature.is_metered),
        (Some(&MeterType::Incremental), true)
    );
    for (requested, granted) in [(60.0, true), (60.5, false)] {
        let request = GetMeteredEntitlement::new("pro-user", "renders").with_requested_usage(requested);
        assert_eq!(
            world.stigg.get_metered_entitlement(request).await.has_access,
            granted,
            "{requested}"
        );
    }
}

#[tokio::test]
async fn an_enum_feature_has_values_and_all_that_are_needed_must_be_among_them() {
    let world = World::start().await;
    let request = GetEnumEntitlement::new("pro-user", "formats");
    let pro = world.stigg.get_enum_entitlement(request.clone()).await;
    assert!(pro.has_access);
    assert_eq!(*pro.enum_values, ["png", "svg"]);
    assert!(
        world
            .stigg
            .get_enum_entitlement(request.clone().with_requested_values(["svg", "png"]))
            .await
            .has_access
    );

    let denied = world
        .stigg
        .get_enum_entitlement(request.with_requested_values(["svg", "pdf"]))
        .await;
    assert!(!denied.has_access);
    assert_eq!(
        denied.access_denied_reason,
        Some(AccessDeniedReason::RequestedValuesMismatch)
    );
    assert_eq!(*denied.requested_values.unwrap(), ["svg", "pdf"]);
}

#[tokio::test]
async fn a_check_of_another_kind_is_a_fallback_that_says_so() {
    let world = World::start().await;
    let answer = world
        .stigg
        .get_boolean_entitlement(GetBooleanEntitlement::new("pro-user", "formats"))
        .await;
    assert!(!answer.has_access && answer.is_fallback);
    assert_eq!(answer.origin.cause().unwrap().kind, CauseKind::FeatureTypeMismatch);
    let request = GetMeteredEntitlement::new("pro-user", "single-sign-on").with_fallback(true);
    let answer = world.stigg.get_metered_entitlement(request).await;
    assert!(answer.has_access && answer.is_fallback);
}

#[tokio::test]
async fn a_customer_or_a_feature_that_does_not_exist_has_no_access_and_is_no_failure() {
    let world = World::start().await;
    let request = GetBooleanEntitlement::new("nobody", "single-sign-on").with_fallback(true);
    let nobody = world.stigg.get_boolean_entitlement(request).await;
    assert!(
        !nobody.has_access && !nobody.is_fallback,
        "Stigg has answered: no fallback applies"
    );
    assert_eq!(nobody.access_denied_reason, Some(AccessDeniedReason::CustomerNotFound));

    let request = GetMeteredEntitlement::new("pro-user", "dreams")
        .with_requested_usage(1)
        .with_fallback(true);
    let dreams = world.stigg.get_metered_entitlement(request).await;
    assert!(!dreams.has_access && !dreams.is_fallback);
    assert_eq!(
        dreams.access_denied_reason,
        Some(AccessDeniedReason::NoFeatureEntitlementInSubscription)
    );
    assert_eq!(world.sent().len(), 2);
}

#[tokio::test]
async fn the_whole_state_lists_every_entitlement_with_its_usage() {
    let world = World::start().await;
    world
        .stigg
        .report_usage(ReportUsage::new("free-rider", "renders", 10))
        .await
        .unwrap();
    world.sent();
    let state = world.stigg.get_entitlements_state_v2("free-rider", None).await;
    assert_eq!(world.sent().len(), 1);
    assert_eq!((state.access_denied_reason, state.origin), (None, Origin::Fresh));
    let mut found: Vec<(String, bool)> = state
        .entitlements
        .iter()
        .map(|entitlement| match entitlement {
            EntitlementV2::Feature(feature) => (feature.feature().unwrap().id.clone(), feature.has_access()),
            other => panic!("{other:?}"),
        })
        .collect();
    found.sort();
    let expected = ["formats", "minutes", "previews", "renders", "seats", "workspaces"];
    assert_eq!(found, expected.map(|id| (id.to_owned(), true)));
    let used = state.entitlements.iter().find_map(|entitlement| match entitlement {
        EntitlementV2::Feature(Entitlement::Metered(metered)) if metered.feature.as_ref()?.id == "renders" => {
            Some(metered.current_usage)
        }
        _ => None,
    });
    assert_eq!(used, Some(10.0));

    // It is the same cache that checks are answered from.
    world
        .stigg
        .get_numeric_entitlement(GetNumericEntitlement::new("free-rider", "workspaces"))
        .await;
    assert_eq!(world.sent(), [] as [&str; 0]);

    let nobody = world.stigg.get_entitlements_state_v2("nobody", None).await;
    assert_eq!(
        nobody.access_denied_reason,
        Some(EntitlementsStateAccessDeniedReason::CustomerNotFound)
    );
    assert!(nobody.entitlements.is_empty());
}

#[tokio::test]
async fn a_reload_says_whether_there_is_such_a_customer() {
    let world = World::start().await;
    world.customer("no-plan").await;
    world.sent();
    assert!(
        world
            .stigg
            .reload_entitlements("pro-user", None)
            .await
            .entitled_entity_exists
    );
    assert!(
        world
            .stigg
            .reload_entitlements("no-plan", None)
            .await
            .entitled_entity_exists
    );
    assert!(
        !world
            .stigg
            .reload_entitlements("nobody", None)
            .await
            .entitled_entity_exists
    );
    assert_eq!(world.sent(), ["GetEntitlementsState"; 3]);
}

/// Features of every type that a customer of the plan for free, and one of the plan that is paid for, may have.
const FEATURES: [&str; 6] = ["single-sign-on", "workspaces", "renders", "formats", "seats", "dreams"];

#[tokio::test]
#[expect(deprecated, reason = "the older check answers the same")]
async fn a_check_of_whatever_type_answers_as_that_of_the_type_does() {
    let world = World::start().await;
    let stigg = &world.stigg;
    for customer in ["pro-user", "free-rider"] {
        let all = stigg.get_entitlements_state_v2(customer, None).await.entitlements;
        for feature in FEATURES {
            let listed = all.iter().find_map(|entitlement| match entitlement {
                EntitlementV2::Feature(entitlement) if entitlement.feature()?.id == feature => Some(entitlement),
                _ => None,
            });
            let answer = stigg
                .get_entitlement_v2(GetEntitlementV2Params::feature(customer, feature))
                .await;
            let older = stigg.get_entitlement(GetEntitlement::new(customer, feature)).await;
            let EntitlementV2::Feature(answer) = answer else {
                panic!("{answer:?}")
            };
            assert_eq!(answer, older);
            match listed {
                Some(listed) => assert_eq!(answer, *listed),
                None => assert!(answer.is_fallback() && !answer.has_access(), "{answer:?}"),
            }
        }
        let older = stigg.get_entitlements_state(customer, None).await;
        assert_eq!(older.entitlements.len(), all.len());
        assert_eq!(stigg.get_entitlements(customer, None).await, older.entitlements);
    }
    assert_eq!(world.sent(), ["entitlements-state.json"; 2]);

    let params = GetEntitlementV2Params::feature("pro-user", "renders").with_requested_usage(61);
    let renders = stigg.get_entitlement_v2(params).await;
    assert_eq!(
        renders.access_denied_reason(),
        Some(&AccessDeniedReason::RequestedUsageExceedingLimit)
    );
}

#[tokio::test]
async fn credits_that_nobody_granted_are_denied() {
    let world = World::start().await;
    let tokens = world
        .stigg
        .get_credit_entitlement(GetCreditEntitlement::new("pro-user", "no-such-credits"))
        .await;
    assert!(!tokens.has_access && !tokens.is_fallback);
    assert_eq!(
        tokens.access_denied_reason,
        Some(AccessDeniedReason::EntitlementNotFound)
    );
    let params = GetEntitlementV2Params::credit("pro-user", "no-such-credits").with_fallback(true);
    let tokens = world.stigg.get_entitlement_v2(params).await;
    assert!(tokens.has_access() && tokens.is_fallback());
    assert_eq!(world.sent(), ["entitlements-state.json"]);
}

#[tokio::test]
async fn stigg_itself_decides_as_the_client_does() {
    let world = World::start().await;
    let stigg = &world.stigg;
    for customer in ["pro-user", "free-rider"] {
        for feature in FEATURES {
            let decided = stigg
                .get_entitlement_remote(FetchEntitlementQuery::new(customer, feature))
                .await
                .unwrap();
            let newer = stigg
                .get_entitlement_v2_remote(GetEntitlementV2Input::feature(customer, feature))
                .await
                .unwrap();
            assert_eq!(newer, EntitlementV2::Feature(decided.clone()));
            assert_eq!(world.sent(), ["GetEntitlement", "GetEntitlementV2"], "nothing is kept");

            let own = stigg
                .get_entitlement_v2(GetEntitlementV2Params::feature(customer, feature))
                .await;
            world.sent();
            if own.is_fallback() {
                assert!(!decided.has_access(), "{decided:?}");
            } else {
                assert_eq!(own, newer);
            }
        }
    }
}

#[tokio::test]
async fn stigg_itself_decides_on_what_is_requested() {
    let world = World::start().await;
    let ask = async |requested: f64| {
        let query = FetchEntitlementQuery::new("pro-user", "renders").with_requested_usage(requested);
        world.stigg.get_entitlement_remote(query).await.unwrap()
    };
    assert!(ask(60.0).await.has_access());
    let denied = ask(60.5).await;
    assert_eq!(
        denied.access_denied_reason(),
        Some(&AccessDeniedReason::RequestedUsageExceedingLimit)
    );
    let Entitlement::Metered(denied) = denied else {
        panic!("{denied:?}")
    };
    assert_eq!((denied.current_usage, denied.requested_usage), (40.0, 60.5));

    let query = GetEntitlementV2Input::feature("pro-user", "formats").with_requested_values(["svg", "pdf"]);
    let formats = world.stigg.get_entitlement_v2_remote(query).await.unwrap();
    assert_eq!(
        formats.access_denied_reason(),
        Some(&AccessDeniedReason::RequestedValuesMismatch)
    );

    for (customer, feature, expected) in [
        ("nobody", "renders", "CustomerNotFound"),
        ("pro-user", "dreams", "FeatureNotFound"),
        ("free-rider", "single-sign-on", "NoFeatureEntitlementInSubscription"),
    ] {
        let query = FetchEntitlementQuery::new(customer, feature);
        let answer = world.stigg.get_entitlement_remote(query).await.unwrap();
        assert_eq!(answer.access_denied_reason().unwrap().as_str(), expected);
        assert!(!answer.has_access() && !answer.is_fallback());
    }
}

#[tokio::test]
async fn the_list_that_stigg_decides_on_comes_from_the_edge_unless_the_customer_was_just_changed() {
    let world = World::start().await;
    let stigg = &world.stigg;
    let listed = stigg.get_entitlements_remote("pro-user", None).await.unwrap();
    assert_eq!(world.sent(), ["entitlements.json"]);
    let state = stigg.get_entitlements_state_v2("pro-user", None).await;
    let features: Vec<EntitlementV2> = listed.into_iter().map(EntitlementV2::Feature).collect();
    assert_eq!(features, state.entitlements);

    assert!(stigg.get_entitlements_remote("nobody", None).await.unwrap().is_empty());
    world.sent();
    world.subscribe("free-rider", "plan-pro").await;
    world.sent();
    let listed = stigg.get_entitlements_remote("free-rider", Some("")).await.unwrap();
    assert!(!listed.is_empty());
    assert_eq!(world.sent(), ["GetEntitlements"]);
}

#[tokio::test]
async fn stigg_itself_decides_on_credits_as_the_client_does() {
    let world = World::start().await;
    let stigg = &world.stigg;
    let grant = CreditGrantInput::promotional("pro-user", "tokens", "Gift", 10);
    stigg.grant_credits(grant).await.unwrap();
    for (consumed, requested, granted) in [
        (4, 6.0, true),
        (0, 6.5, false),
        (0, 0.0, true),
        (6, 0.0, false),
        (0, 0.5, false),
    ] {
        if consumed > 0 {
            let consume = ConsumeCredits::new("pro-user", "tokens", consumed);
            stigg.consume_credits(consume).await.unwrap();
        }
        let request = GetCreditEntitlement::new("pro-user", "tokens").with_requested_usage(requested);
        let own = stigg.get_credit_entitlement(request).await;
        assert_eq!((own.has_access, own.is_fallback), (granted, false), "{requested}");
        let reason = (!granted).then_some(AccessDeniedReason::InsufficientCredits);
        assert_eq!(own.access_denied_reason, reason);

        let params = GetEntitlementV2Params::credit("pro-user", "tokens").with_requested_usage(requested);
        let either = stigg.get_entitlement_v2(params).await;
        let query = GetEntitlementV2Input::credit("pro-user", "tokens").with_requested_usage(requested);
        let decided = stigg.get_entitlement_v2_remote(query).await.unwrap();
        assert_eq!(EntitlementV2::Credit(own), either);
        assert_eq!(either, decided);
    }
}
