use serde_json::json;

use super::*;

#[test]
fn whom_an_event_is_about_is_found_in_the_wreck() {
    for (data, expected) in [
        (json!({"x": {"customerId": "c", "usage": 7}}), Some("c")),
        (json!({"x": {"usage": {"customerId": "c"}}}), Some("c")),
        (json!({"x": {"customerId": ""}}), None),
        (json!({"x": {"customerId": 7}}), None),
        (json!({"x": null}), None),
        (json!({}), None),
        (json!(7), None),
    ] {
        assert_eq!(customer_id(&data).as_deref(), expected, "{data}");
    }
}

#[test]
fn every_topic_has_a_newer_form_and_two_have_an_older_one() {
    let names = |form| -> Vec<_> {
        Topic::ALL
            .iter()
            .filter_map(|topic| Some(topic.document(form)?.name))
            .collect()
    };
    assert_eq!(
        names(Form::Newer),
        [
            "OnEntitlementsUpdatedV2",
            "OnUsageUpdatedV2",
            "OnCreditBalanceUpdated",
            "OnPackagePublished"
        ]
    );
    assert_eq!(names(Form::Older), ["OnEntitlementsUpdated", "OnUsageUpdated"]);
}

#[test]
fn what_cannot_be_read_says_where() {
    let document = Topic::Usage.document(Form::Newer).unwrap();
    let data = json!({"usageUpdatedV2": {
        "customerId": "c", "entitlementReference": {"type": "FEATURE", "id": "f"}, "usage": {"currentUsage": "much"},
    }});
    let unread = (document.read)(data).unwrap_err();
    assert!(
        unread.problem.starts_with("at `usageUpdatedV2.usage.currentUsage`: "),
        "{unread:?}"
    );
    assert_eq!(unread.customer_id.as_deref(), Some("c"));

    let nobody = json!({"packagePublished": {"packageRefId": "p"}});
    let document = Topic::Packages.document(Form::Newer).unwrap();
    assert_eq!((document.read)(nobody).unwrap_err().customer_id, None);
}

/// The places of all members and list items.
fn places(value: &Value, place: &str, found: &mut Vec<String>) {
    let members: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(name, member)| (name.clone(), member)).collect(),
        Value::Array(items) => {
            let numbered = items.iter().enumerate();
            numbered.map(|(index, item)| (index.to_string(), item)).collect()
        }
        _ => return,
    };
    for (name, member) in members {
        let place = format!("{place}/{name}");
        places(member, &place, found);
        found.push(place);
    }
}

#[test]
fn an_event_with_a_hole_is_read_or_told_about_the_right_customer() {
    let usage = json!({"currentUsage": 1, "usagePeriodEnd": 1, "usageUpdatedAt": "2025-06-15T12:00:00Z"});
    let samples = [
        (
            Topic::Entitlements,
            Form::Newer,
            json!({"entitlementsUpdatedV2": {"customerId": "c", "entitlements": [
                {"__typename": "FeatureEntitlement", "hasUnlimitedUsage": false, "usageLimit": 7, "feature": {
                    "refId": "f", "displayName": "F", "featureType": "NUMBER", "meterType": "Incremental",
                }},
                {"__typename": "CreditEntitlement", "currency": {"currencyId": "t", "displayName": "T"}},
            ]}}),
        ),
        (
            Topic::Entitlements,
            Form::Older,
            json!({"entitlementsUpdated": {"customerId": "c", "entitlements": [{"hasUnlimitedUsage": true}]}}),
        ),
        (
            Topic::Usage,
            Form::Newer,
            json!({"usageUpdatedV2": {
                "customerId": "c", "entitlementReference": {"type": "CREDIT", "id": "t"}, "usage": usage,
            }}),
        ),
        (
            Topic::Usage,
            Form::Older,
            json!({"usageUpdated": {"usage": {"customerId": "c", "featureId": "f", "currentUsage": 1}}}),
        ),
        (
            Topic::Credits,
            Form::Newer,
            json!({"creditBalanceUpdated": {
                "customerId": "c", "currencyId": "t", "currency": {"currencyId": "t", "displayName": "T"},
                "currentBalance": 1, "totalGranted": 2, "totalConsumed": 1, "validUntil": 1,
            }}),
        ),
    ];
    let (mut read, mut unread) = (0, 0);
    for (topic, form, whole) in samples {
        let document = topic.document(form).unwrap();
        assert!((document.read)(whole.clone()).unwrap().is_some(), "{whole}");
        let mut found = Vec::new();
        places(&whole, "", &mut found);
        for place in found {
            let mut poorer = whole.clone();
            *poorer.pointer_mut(&place).unwrap() = Value::Null;
            match (document.read)(poorer.clone()) {
                Ok(event) => {
                    assert!(event.is_some(), "{poorer}");
                    read += 1;
                }
                Err(told) => {
                    assert_eq!(told.customer_id, customer_id(&poorer), "{poorer}");
                    let about_nobody = poorer.pointer("/usageUpdated/usage").is_some_and(Value::is_null)
                        || place.matches('/').count() == 1
                        || place.ends_with("/customerId");
                    assert_eq!(told.customer_id.is_none(), about_nobody, "{poorer}");
                    unread += 1;
                }
            }
        }
    }
    assert!(read > 8 && unread > 20, "{read} {unread}");
}
