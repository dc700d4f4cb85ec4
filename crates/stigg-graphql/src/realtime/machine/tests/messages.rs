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
fn r8_a_message_that_is_malformed_may_have_been_an_update() {
    let id = Rig::connected().id("OnUsageUpdatedV2");
    let whole = json!({"id": id, "type": "next", "payload": usage("c")}).to_string();
    for text in [
        "",
        "not JSON",
        "{}",
        "null",
        r#"["next"]"#,
        r#"["from_tomorrow"]"#,
        r#"{"type":7}"#,
        r#"{"type":null}"#,
        r#"{"type":"from_tomorrow""#,
        r#"{"type":"next"}"#,
        r#"{"type":"next","payload":{}}"#,
        r#"{"type":"next","id":null,"payload":{}}"#,
        r#"{"type":"next","id":7,"payload":{}}"#,
        r#"{"type":"error","id":["x"]}"#,
        r#"{"type":"complete"}"#,
        &format!(r#"{{"type":"next","id":"{id}"}}"#),
        &format!(r#"{{"type":"next","id":"{id}","payload":null}}"#),
        &whole[..whole.len() - 1],
        &whole[1..],
    ] {
        let mut rig = Rig::connected();
        assert_eq!(rig.id("OnUsageUpdatedV2"), id);
        for _ in 0..2 {
            rig.machine.text(rig.now, text);
            assert_eq!(rig.outputs(), ["unreadable Decode None"], "{text}");
        }
        // The connection is still of use, but has its strikes.
        assert_eq!(rig.tell("OnUsageUpdatedV2", &usage("c")), ["usage of c"]);
        rig.machine.text(rig.now, text);
        assert_eq!(
            rig.outputs(),
            ["unreadable Decode None", "close 4004", "disconnected Decode"],
            "{text}"
        );
    }
}

#[test]
fn r9_messages_of_a_type_that_is_not_known_are_ignored() {
    let mut rig = Rig::connected();
    for text in [
        r#"{"type":"ka"}"#,
        r#"{"type":"from_tomorrow","id":7,"payload":[],"more":{}}"#,
        r#" { "id" : null , "type" : "" } "#,
        r#"{"type":"Next"}"#,
    ] {
        for _ in 0..STRIKES {
            rig.machine.text(rig.now, text);
            assert!(rig.outputs().is_empty(), "{text}");
        }
    }
    // Nor do they count beside what does.
    for _ in 1..STRIKES {
        rig.machine.text(rig.now, "not JSON");
        assert_eq!(rig.outputs(), ["unreadable Decode None"]);
    }
    rig.machine.text(rig.now, r#"{"type":"ka"}"#);
    assert!(rig.outputs().is_empty());
}

#[test]
fn r9_an_ack_and_a_pong_may_carry_an_id_of_any_kind() {
    let mut rig = Rig::new();
    rig.wait_for("connect");
    rig.machine.connected(rig.now);
    assert_eq!(rig.text(&json!({"type": "connection_ack", "id": 7})).len(), 5);
    assert_eq!(rig.text(&json!({"type": "pong", "id": {}})), ["connected"]);
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
