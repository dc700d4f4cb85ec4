//! Answers of a newer server.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::operation::Operation;
use super::read;

/// Members of answers that are enums.
const ENUMS: [&str; 37] = [
    "accessDeniedReason",
    "alignment",
    "behavior",
    "billingCadence",
    "billingIdentifier",
    "billingModel",
    "billingPeriod",
    "billingReason",
    "cadence",
    "changeType",
    "code",
    "defaultPaymentMethodType",
    "eventType",
    "durationType",
    "featureType",
    "fontWeight",
    "grantExpirationPeriod",
    "grantType",
    "groupType",
    "meterType",
    "monthlyAccordingTo",
    "paymentCollection",
    "paymentCollectionMethod",
    "period",
    "pricingType",
    "resetPeriod",
    "round",
    "scheduleStatus",
    "status",
    "subscriptionDecisionStrategy",
    "subscriptionScheduleType",
    "thresholdType",
    "tiersMode",
    "trialEndBehavior",
    "type",
    "vendorIdentifier",
    "warningCode",
];

/// The answer as a newer server would give it: an unknown value in every enum, an unknown member in every object, an
/// unknown member type in every union.
fn from_tomorrow(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut newer: serde_json::Map<String, Value> = members
                .iter()
                .map(|(name, member)| {
                    let newer = if ENUMS.contains(&name.as_str()) && member.is_string() {
                        json!("FROM_TOMORROW")
                    } else {
                        from_tomorrow(member)
                    };
                    (name.clone(), newer)
                })
                .collect();
            newer.insert("fromTomorrow".to_owned(), json!([{"level": 3}]));
            newer.into()
        }
        Value::Array(items) => {
            let mut newer: Vec<Value> = items.iter().map(from_tomorrow).collect();
            let of_union = |item: &Value| item.get("__typename").is_some_and(|name| name != "Money");
            if items.iter().any(of_union) {
                newer.insert(0, json!({"__typename": "FromTomorrow", "level": 3}));
            }
            newer.into()
        }
        other => other.clone(),
    }
}

fn count(value: &Value, text: &str) -> usize {
    value.to_string().matches(text).count()
}

#[tokio::test]
async fn answers_from_tomorrow_are_understood_and_their_values_kept() {
    let mut counts = String::new();
    for operation in Operation::ALL {
        let newer = from_tomorrow(&operation.full_answer());
        let result = read(operation, &newer).await;
        let (values, members) = (count(&result, "\"FROM_TOMORROW\""), count(&result, "\"FromTomorrow\""));
        let unknown = count(&result, "\"UNKNOWN\"");
        writeln!(
            counts,
            "{operation:?}: {values} values, {members} members, {unknown} entitlements"
        )
        .unwrap();
    }
    insta::assert_snapshot!(counts);
}
