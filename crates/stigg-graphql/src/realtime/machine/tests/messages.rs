//! What may arrive.

use super::*;

#[test]
fn pings_are_answered_at_once() {
    let mut rig = Rig::new();
    rig.wait_for("connect");
    rig.machine.connected(rig.now);
    assert_eq!(rig.text(&json!({"type": "ping"})), ["pong"]);
    rig.text(&json!({"type": "connection_ack"}));
    assert_eq!(rig.text(&json!({"type": "ping", "payload": {"x": 1}})), ["pong"]);
}

#[test]
fn r8_an_unreadable_event_is_told_with_its_customer() {
    let mut rig = Rig::connected();
    let broken = json!({"data": {"usageUpdatedV2": {"customerId": "c", "usage": "much"}}});
    assert_eq!(rig.tell("OnUsageUpdatedV2", &broken), ["unreadable Decode Some(\"c\")"]);
    let failed = json!({
        "data": null, "errors": [{"message": "No", "extensions": {"code": "UnexpectedError"}}],
    });
    assert_eq!(rig.tell("OnUsageUpdatedV2", &failed), ["unreadable Server None"]);
    // The connection is still of use.
    assert_eq!(rig.tell("OnUsageUpdatedV2", &usage("d")), ["usage of d"]);
}

#[test]
fn r8_three_unreadable_events_within_a_minute_end_the_connection() {
    let nothing = json!({"data": {"usageUpdatedV2": null}});
    let mut rig = Rig::connected();
    for _ in 0..2 {
        assert_eq!(rig.tell("OnUsageUpdatedV2", &nothing), ["unreadable Decode None"]);
    }
    assert_eq!(
        rig.tell("OnUsageUpdatedV2", &nothing),
        ["unreadable Decode None", "close 4004", "disconnected Decode"]
    );
    rig.connect();
    assert_eq!(rig.tell("OnUsageUpdatedV2", &nothing).len(), 1);
}

#[test]
fn r8_three_unreadable_events_within_an_hour_do_not() {
    let mut rig = Rig::connected();
    for _ in 0..6 {
        let told = rig.tell("OnUsageUpdatedV2", &json!({"data": {}}));
        assert_eq!(told, ["unreadable Decode None"]);
        for _ in 0..3 {
            assert_eq!(rig.wait(10 * SECOND), ["ping"]);
            assert!(rig.pong().is_empty());
        }
    }
}

#[test]
fn r9_what_is_not_known_is_ignored_unless_there_is_much_of_it() {
    let mut rig = Rig::connected();
    for text in ["{\"type\":\"from_tomorrow\"}", "not JSON"] {
        rig.machine.text(rig.now, text);
        assert!(rig.outputs().is_empty());
    }
    rig.machine.text(rig.now, "[]");
    assert_eq!(rig.outputs(), ["close 4004", "disconnected Decode"]);
}

#[test]
fn r9_unknown_ids_late_messages_second_acks_and_pongs_are_legal() {
    let mut rig = Rig::connected();
    let old = rig.id("OnUsageUpdatedV2");
    rig.text(&json!({"id": old, "type": "complete"}));
    for _ in 0..10 {
        for message in [
            json!({"id": "nobody", "type": "next", "payload": usage("c")}),
            json!({"id": old, "type": "next", "payload": usage("c")}),
            json!({"id": old, "type": "complete"}),
            json!({"id": old, "type": "error", "payload": [{"message": "No"}]}),
            json!({"type": "pong", "payload": {}}),
            json!({"type": "connection_ack"}),
        ] {
            assert!(rig.text(&message).is_empty(), "{message}");
        }
    }
}

#[test]
fn what_arrives_after_the_end_is_not_told() {
    let mut rig = Rig::connected();
    rig.closed(1006, "");
    assert!(rig.tell("OnUsageUpdatedV2", &usage("c")).is_empty());
    assert!(rig.closed(4401, "").is_empty());
}
