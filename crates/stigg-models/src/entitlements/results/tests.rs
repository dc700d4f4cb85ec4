use serde_json::json;

use super::*;

#[test]
fn each_kind_writes_its_type_and_reads_it_back() {
    let json = json!([
        {"type": "BOOLEAN", "hasAccess": true, "isFallback": false},
        {"type": "NUMERIC", "hasAccess": true, "isFallback": false, "isUnlimited": false, "value": 5.0},
        {
            "type": "METERED", "hasAccess": false, "isFallback": true, "accessDeniedReason": "Unknown",
            "isUnlimited": false, "hasSoftLimit": false, "currentUsage": 0.0, "requestedUsage": 1.0,
        },
        {"type": "ENUM", "hasAccess": true, "isFallback": false, "enumValues": ["eu"], "requestedValues": ["eu"]},
        {
            "hasAccess": true, "isFallback": false, "currency": {"currencyId": "tokens"},
            "usageLimit": 10.0, "currentUsage": 12.0, "hasSoftLimit": true,
        },
    ]);
    let entitlements: Vec<EntitlementV2> = serde_json::from_value(json.clone()).unwrap();
    assert!(matches!(
        entitlements.as_slice(),
        [
            EntitlementV2::Feature(Entitlement::Boolean(_)),
            EntitlementV2::Feature(Entitlement::Numeric(_)),
            EntitlementV2::Feature(Entitlement::Metered(_)),
            EntitlementV2::Feature(Entitlement::Enum(_)),
            EntitlementV2::Credit(_),
        ]
    ));
    assert_eq!(serde_json::to_value(&entitlements).unwrap(), json);
}

#[test]
fn an_entitlement_of_no_known_type_keeps_what_it_says() {
    let json = json!([
        {"type": "FUZZY", "hasAccess": true, "isFallback": false, "value": 0.5},
        {"hasAccess": true, "isFallback": true, "feature": {"id": "sso"}},
        {
            "hasAccess": false, "isFallback": true, "accessDeniedReason": "Unknown", "feature": {"id": "seats"},
            "usageLimit": 10.0, "currentUsage": 2.0, "isUnlimited": false,
        },
        // A guess that does not fit.
        {"type": "BOOLEAN", "hasAccess": true, "isFallback": true, "enumValues": ["eu"]},
    ]);
    let entitlements: Vec<Entitlement> = serde_json::from_value(json.clone()).unwrap();
    for entitlement in &entitlements {
        assert!(matches!(entitlement, Entitlement::Unknown(_)), "{entitlement:?}");
    }
    assert_eq!(serde_json::to_value(&entitlements).unwrap(), json);
}

#[test]
fn what_a_boolean_entitlement_does_not_have_may_be_null() {
    let json = json!({"type": "BOOLEAN", "hasAccess": true, "isFallback": false, "usageLimit": null});
    let entitlement: Entitlement = serde_json::from_value(json).unwrap();
    assert!(matches!(entitlement, Entitlement::Boolean(_)), "{entitlement:?}");
}

#[test]
fn the_older_list_has_no_credits() {
    let all = CustomerEntitlementsResultV2 {
        entitlements: vec![
            EntitlementV2::Credit(CreditEntitlement::new(EntitlementCurrency::new("tokens"))),
            EntitlementV2::Feature(Entitlement::Boolean(BooleanEntitlement::default())),
        ],
        access_denied_reason: Some(EntitlementsStateAccessDeniedReason::NoActiveSubscription),
        origin: Origin::Fresh,
    };
    let older = CustomerEntitlementsResult::from(all.clone());
    assert_eq!(
        older.entitlements,
        [Entitlement::Boolean(BooleanEntitlement::default())]
    );
    assert_eq!(older.access_denied_reason, all.access_denied_reason);
}

#[test]
fn what_remains_is_never_negative_and_unlimited_has_no_remainder() {
    let mut entitlement = MeteredEntitlement {
        usage_limit: Some(10.0),
        current_usage: 4.0,
        ..Default::default()
    };
    assert_eq!(entitlement.remaining(), Some(6.0));
    entitlement.current_usage = 12.0;
    assert_eq!(entitlement.remaining(), Some(0.0));
    entitlement.is_unlimited = true;
    assert_eq!(entitlement.remaining(), None);
}

#[test]
fn an_overdraft_is_a_negative_balance() {
    let mut entitlement = CreditEntitlement::new(EntitlementCurrency::new("tokens"));
    entitlement.usage_limit = 10.0;
    entitlement.current_usage = 12.5;
    assert!((entitlement.current_balance() - -2.5).abs() < f64::EPSILON);
}
