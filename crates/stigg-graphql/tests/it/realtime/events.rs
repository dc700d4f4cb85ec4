//! What becomes of what is told.

use serde_json::{Value, json};
use stigg_transport::{ErrorKind, RealtimeEvent};

use super::{Feed, pair, unreadable};
use crate::answers::{MOMENT, pushed};
use crate::realtime::peer::Peer;

/// What the feed makes of this.
async fn told(peer: &mut Peer, feed: &mut Feed, operation: &str, data: &Value) -> RealtimeEvent {
    let (event, ()) = tokio::join!(feed.next(), peer.tell(operation, data));
    event
}

fn as_json(event: RealtimeEvent) -> Value {
    match event {
        RealtimeEvent::EntitlementsUpdated(event) => serde_json::to_value(event),
        RealtimeEvent::UsageUpdated(event) => serde_json::to_value(event),
        RealtimeEvent::CreditBalanceUpdated(event) => serde_json::to_value(event),
        RealtimeEvent::PackagePublished(event) => serde_json::to_value(event),
        other => panic!("{other:?}"),
    }
    .unwrap()
}

#[tokio::test]
async fn events_are_kept_whole() {
    let (listener, mut feed) = pair().await;
    let mut peer = listener.connected(&mut feed).await;
    for (operation, data) in pushed() {
        if !peer.ids.contains_key(operation) {
            let error = json!({"message": "Cannot query field \"x\" on type \"Subscription\"."});
            peer.refuse(&format!("{operation}V2"), &error).await;
            let serve = async {
                peer.take_subscriptions(1).await;
                peer.answer_ping().await;
            };
            let (event, ()) = tokio::join!(feed.next(), serve);
            assert!(super::disconnected(event).retry_in.is_zero());
            super::assert_connected(&feed.next().await);
        }
        let event = told(&mut peer, &mut feed, operation, &data).await;
        insta::assert_snapshot!(format!("event_{operation}"), format!("{:#}", as_json(event)));
    }
}

#[tokio::test]
async fn a_list_of_entitlements_is_told_whole_or_not_at_all() {
    let (listener, mut feed) = pair().await;
    let mut peer = listener.connected(&mut feed).await;
    let (operation, whole) = pushed().remove(0);

    let mut broken = whole.clone();
    broken["entitlementsUpdatedV2"]["entitlements"][1] = json!({"__typename": "CreditEntitlement"});
    let problem = unreadable(told(&mut peer, &mut feed, operation, &broken).await);
    assert_eq!(problem.customer_id.as_deref(), Some("customer-42"));
    assert_eq!(problem.error.kind(), ErrorKind::Decode);
    assert!(
        problem
            .error
            .to_string()
            .contains("an entitlement of the type `CreditEntitlement`"),
        "{}",
        problem.error
    );

    let mut gap = whole.clone();
    gap["entitlementsUpdatedV2"]["entitlements"][0] = Value::Null;
    let problem = unreadable(told(&mut peer, &mut feed, operation, &gap).await);
    assert_eq!(problem.customer_id.as_deref(), Some("customer-42"));

    let mut newer = whole;
    newer["entitlementsUpdatedV2"]["entitlements"][0] = json!({"__typename": "SupportEntitlement"});
    newer["entitlementsUpdatedV2"]["accessDeniedReason"] = json!("FROM_TOMORROW");
    let event = as_json(told(&mut peer, &mut feed, operation, &newer).await);
    assert_eq!(event["entitlements"].as_array().unwrap().len(), 2);
    assert_eq!(event["accessDeniedReason"], "FROM_TOMORROW");
}

#[tokio::test]
async fn an_event_may_be_poor() {
    let (listener, mut feed) = pair().await;
    let mut peer = listener.connected(&mut feed).await;
    for (operation, data, expected) in [
        (
            "OnEntitlementsUpdatedV2",
            json!({"entitlementsUpdatedV2": {"customerId": "c", "entitlements": null}}),
            json!({"customerId": "c", "entitlements": []}),
        ),
        (
            "OnUsageUpdatedV2",
            json!({"usageUpdatedV2": {
                "customerId": "c", "resourceId": "",
                "entitlementReference": {"type": "FEATURE", "id": "seats"}, "usage": {"currentUsage": 3},
            }}),
            json!({
                "customerId": "c", "entitlementReference": {"type": "FEATURE", "id": "seats"},
                "usage": {"currentUsage": 3.0},
            }),
        ),
    ] {
        assert_eq!(as_json(told(&mut peer, &mut feed, operation, &data).await), expected);
    }
}

#[tokio::test]
async fn times_are_understood_in_every_form() {
    let (listener, mut feed) = pair().await;
    let mut peer = listener.connected(&mut feed).await;
    for time in [
        json!(MOMENT),
        json!(1_749_990_896_789_i64),
        json!(1_749_990_896_789.0),
        json!("1749990896789"),
    ] {
        let usage = json!({"currentUsage": 1.5, "usageUpdatedAt": time, "usagePeriodEnd": time});
        let data = json!({"usageUpdatedV2": {
            "customerId": "c", "entitlementReference": {"type": "CREDIT", "id": "tokens"}, "usage": usage,
        }});
        let event = as_json(told(&mut peer, &mut feed, "OnUsageUpdatedV2", &data).await);
        assert_eq!(event["usage"]["usageUpdatedAt"], MOMENT, "{time}");
        assert_eq!(event["usage"]["usagePeriodEnd"], MOMENT, "{time}");
    }
}

#[tokio::test]
async fn usage_of_something_from_tomorrow_is_no_event() {
    let (listener, mut feed) = pair().await;
    let mut peer = listener.connected(&mut feed).await;
    let usage = |kind| {
        json!({"usageUpdatedV2": {
            "customerId": "c", "entitlementReference": {"type": kind, "id": "x"}, "usage": {"currentUsage": 1},
        }})
    };
    for _ in 0..5 {
        peer.tell("OnUsageUpdatedV2", &usage("FROM_TOMORROW")).await;
    }
    let event = as_json(told(&mut peer, &mut feed, "OnUsageUpdatedV2", &usage("FEATURE")).await);
    assert_eq!(event["entitlementReference"], json!({"type": "FEATURE", "id": "x"}));
}
