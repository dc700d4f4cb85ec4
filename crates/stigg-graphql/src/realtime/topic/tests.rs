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
