use serde_json::{Value, json};
use stigg_models::{AccessDeniedReason, EntitlementsStateAccessDeniedReason, WeeklyAccordingTo, YearlyAccordingTo};

use super::*;

fn state(entitlements: &Value, reason: &Value) -> EntitlementsState {
    let wire = json!({"entitlementsV2": entitlements, "accessDeniedReason": reason});
    entitlements_state(serde_json::from_value(wire).unwrap())
}

fn feature(refine: impl FnOnce(&mut Value)) -> Value {
    let mut wire = json!({
        "__typename": "FeatureEntitlement", "hasUnlimitedUsage": false,
        "feature": {"refId": "seats", "displayName": "Seats", "featureType": "NUMBER", "meterType": "Incremental"},
    });
    refine(&mut wire);
    wire
}

#[test]
fn a_list_that_is_null_is_empty_and_keeps_its_reason() {
    let expected = EntitlementsState::denied(EntitlementsStateAccessDeniedReason::CustomerNotFound);
    assert_eq!(state(&Value::Null, &json!("CustomerNotFound")), expected);
    assert_eq!(state(&json!([]), &Value::Null), EntitlementsState::default());
}

#[test]
fn nulls_are_what_stigg_means_by_them() {
    let state = state(&json!([feature(|_| ())]), &Value::Null);
    let [EntitlementState::Feature(entitlement)] = &state.entitlements[..] else {
        panic!("{state:?}")
    };
    assert_eq!(entitlement.usage_limit, None);
    assert_eq!(entitlement.current_usage.to_bits(), 0.0_f64.to_bits());
    assert!(!entitlement.has_soft_limit);
    assert!(entitlement.enum_values.is_empty());
    let feature = entitlement.feature.as_deref().unwrap();
    assert_eq!((feature.units.as_str(), feature.units_plural.as_str()), ("", ""));
    assert!(feature.is_metered);
}

#[test]
fn an_entitlement_without_feature_is_kept() {
    let state = state(&json!([feature(|wire| wire["feature"] = Value::Null)]), &Value::Null);
    assert!(
        matches!(&state.entitlements[..], [EntitlementState::Feature(entitlement)] if entitlement.feature.is_none())
    );
}

#[test]
fn one_that_cannot_be_read_does_not_sink_the_others() {
    let entitlements = json!([
        feature(|wire| wire["usageLimit"] = json!("many")),
        feature(|wire| wire["accessDeniedReason"] = json!("FromTomorrow")),
        {"__typename": "CreditEntitlement", "currency": {"currencyId": "tokens", "displayName": "Tokens"}, "currentUsage": null},
        {"__typename": "CreditEntitlement", "currency": null},
        {"__typename": "SupportEntitlement", "level": 3},
        7,
        null,
    ]);
    let state = state(&entitlements, &Value::Null);
    let [
        EntitlementState::Feature(feature),
        EntitlementState::Credit(credit),
        EntitlementState::Unknown,
        EntitlementState::Unknown,
    ] = &state.entitlements[..]
    else {
        panic!("{state:?}")
    };
    assert_eq!(
        feature.access_denied_reason.as_ref().map(AccessDeniedReason::as_str),
        Some("FromTomorrow")
    );
    assert_eq!(credit.currency.currency_id, "tokens");
}

#[test]
fn the_log_is_told_once_of_all_that_cannot_be_read() {
    let mut unreadable = Unreadable::default();
    let member = |type_name: &str, error: Option<&str>| UnknownMember {
        type_name: type_name.to_owned(),
        error: error.map(str::to_owned),
    };
    assert!(unreadable.sort(member("SupportEntitlement", None)));
    assert!(unreadable.first.is_none());
    assert!(!unreadable.sort(member("FeatureEntitlement", Some("first"))));
    assert!(!unreadable.sort(member("CreditEntitlement", Some("second"))));
    assert_eq!(unreadable.count, 2);
    assert_eq!(unreadable.first, Some(member("FeatureEntitlement", Some("first"))));
}

#[test]
fn usage_of_numbers_with_a_meter_is_measured() {
    let all = [
        (FeatureType::Number, Some(MeterType::Incremental), true),
        (FeatureType::Number, Some(MeterType::Fluctuating), true),
        (FeatureType::Number, Some(MeterType::None), false),
        (FeatureType::Number, Some(MeterType::from("Sampling")), false),
        (FeatureType::Number, None, false),
        (FeatureType::Boolean, Some(MeterType::Incremental), false),
        (FeatureType::Enum, Some(MeterType::Fluctuating), false),
    ];
    for (feature_type, meter_type, expected) in all {
        assert_eq!(
            is_metered(&feature_type, meter_type.as_ref()),
            expected,
            "{feature_type} {meter_type:?}"
        );
    }
}

#[test]
fn what_a_period_begins_with_is_told_if_it_is_understood() {
    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "it reads better where it is called")]
    fn check(wire: &Value, expected: Option<ResetPeriodConfiguration>) {
        assert_eq!(
            reset_period_configuration(serde_json::from_value(wire.clone()).unwrap()),
            expected
        );
    }
    check(
        &json!({"__typename": "WeeklyResetPeriodConfig", "weeklyAccordingTo": "EveryMonday"}),
        Some(ResetPeriodConfiguration::Weekly {
            according_to: WeeklyAccordingTo::EveryMonday,
        }),
    );
    check(
        &json!({"__typename": "YearlyResetPeriodConfig", "yearlyAccordingTo": "SubscriptionStart"}),
        Some(ResetPeriodConfiguration::Yearly {
            according_to: YearlyAccordingTo::SubscriptionStart,
        }),
    );
    check(
        &json!({"__typename": "MonthlyResetPeriodConfig", "monthlyAccordingTo": null}),
        None,
    );
    let newer = json!({"__typename": "DecadeResetPeriodConfig"});
    check(&newer, Some(ResetPeriodConfiguration::Unknown(newer.clone())));
}
