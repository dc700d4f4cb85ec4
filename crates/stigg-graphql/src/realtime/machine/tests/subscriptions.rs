//! Subscriptions that end by themselves, and those that Stigg does not know.

use super::*;

const UNKNOWN: &str = "GRAPHQL_VALIDATION_FAILED";

#[test]
fn r7_a_subscription_that_is_over_is_made_again_while_the_others_go_on() {
    let mut rig = Rig::connected();
    let id = rig.id("OnEntitlementsUpdatedV2");
    assert_eq!(
        rig.text(&json!({"id": id, "type": "complete"})),
        ["disconnected Server"]
    );
    assert_eq!(rig.tell("OnUsageUpdatedV2", &usage("c")), ["usage of c"]);

    let pause = rig.pause();
    assert!(pause <= SECOND / 2, "{pause:?}");
    assert_eq!(rig.wait(pause), ["subscribe OnEntitlementsUpdatedV2", "ping"]);
    assert_ne!(rig.id("OnEntitlementsUpdatedV2"), id);
    assert_eq!(rig.pong(), ["connected"]);
}

#[test]
fn r7_an_error_ends_a_subscription_alike() {
    let mut rig = Rig::connected();
    assert_eq!(
        rig.refuse("OnPackagePublished", "No", "UnexpectedError"),
        ["disconnected Server"]
    );
    // Again and again, and less and less.
    let mut longest = Duration::ZERO;
    for _ in 0..20 {
        let mut waited = Duration::ZERO;
        loop {
            let pause = rig.pause();
            waited += pause;
            let sent = rig.wait(pause);
            rig.pong();
            if sent.contains(&"subscribe OnPackagePublished".to_owned()) {
                break;
            }
        }
        longest = longest.max(waited);
        rig.refuse("OnPackagePublished", "No", "UnexpectedError");
    }
    assert!(longest > 5 * SECOND && longest <= 30 * SECOND, "{longest:?}");
}

#[test]
fn r7_a_pong_that_was_under_way_proves_nothing_about_a_later_subscription() {
    let mut rig = Rig::connected();
    assert_eq!(rig.wait(10 * SECOND), ["ping"]);
    let id = rig.id("OnUsageUpdatedV2");
    rig.text(&json!({"id": id, "type": "complete"}));
    assert_eq!(rig.wait(SECOND), ["subscribe OnUsageUpdatedV2"]);
    // To the ping from before.
    assert_eq!(rig.pong(), ["ping"]);
    assert_eq!(rig.pong(), ["connected"]);
}

#[test]
fn r7_a_refused_key_and_throttling_make_the_pause_longer() {
    let mut rig = Rig::connected();
    assert_eq!(
        rig.refuse("OnUsageUpdatedV2", "Unauthorized", "Unauthenticated"),
        ["disconnected Unauthenticated"]
    );
    assert_eq!(
        rig.refuse("OnPackagePublished", "Slowly", "RateLimitExceeded"),
        ["disconnected RateLimited"]
    );
    let retries: Vec<_> = rig
        .machine
        .subscriptions
        .iter()
        .filter_map(Subscription::retry_at)
        .collect();
    assert!((48..=72).contains(&retries[0].as_secs()), "{retries:?}");
    assert!((2..=5).contains(&retries[1].as_secs()), "{retries:?}");
}

#[test]
fn a_newer_form_that_is_not_known_is_replaced_by_the_older_one_for_good() {
    let mut rig = Rig::new();
    rig.wait_for("connect");
    rig.machine.connected(rig.now);
    rig.text(&json!({"type": "connection_ack"}));
    assert_eq!(
        rig.refuse("OnEntitlementsUpdatedV2", "No", UNKNOWN),
        ["subscribe OnEntitlementsUpdated"]
    );
    let refusal = "Cannot query field \"usageUpdatedV2\" on type \"Subscription\".";
    assert_eq!(
        rig.refuse("OnUsageUpdatedV2", refusal, "INTERNAL_SERVER_ERROR"),
        ["subscribe OnUsageUpdated"]
    );
    assert_eq!(rig.pong(), ["ping"]);
    assert_eq!(rig.pong(), ["connected"]);

    rig.closed(1006, "");
    rig.wait_for("connect");
    rig.machine.connected(rig.now);
    assert_eq!(
        rig.text(&json!({"type": "connection_ack"})),
        [
            "subscribe OnEntitlementsUpdated",
            "subscribe OnUsageUpdated",
            "subscribe OnCreditBalanceUpdated",
            "subscribe OnPackagePublished",
            "ping"
        ]
    );
}

#[test]
fn a_refusal_that_comes_late_or_as_an_event_is_one_all_the_same() {
    let mut rig = Rig::connected();
    let payload = json!({"errors": [{"message": "No", "extensions": {"code": UNKNOWN}}]});
    assert_eq!(
        rig.tell("OnUsageUpdatedV2", &payload),
        ["disconnected Api", "subscribe OnUsageUpdated", "ping"]
    );
    assert_eq!(rig.pong(), ["connected"]);
}

#[test]
fn what_is_not_known_and_can_be_spared_is_left_out() {
    let mut rig = Rig::connected();
    assert!(rig.refuse("OnCreditBalanceUpdated", "No", UNKNOWN).is_empty());
    assert_eq!(rig.tell("OnUsageUpdatedV2", &usage("c")), ["usage of c"]);
    rig.closed(1006, "");
    rig.wait_for("connect");
    rig.machine.connected(rig.now);
    assert_eq!(
        rig.text(&json!({"type": "connection_ack"})),
        [
            "subscribe OnEntitlementsUpdatedV2",
            "subscribe OnUsageUpdatedV2",
            "subscribe OnPackagePublished",
            "ping"
        ]
    );
    assert_eq!(rig.pong(), ["connected"]);
}

#[test]
fn what_is_not_known_in_any_form_is_asked_for_rarely() {
    let mut rig = Rig::connected();
    rig.refuse("OnUsageUpdatedV2", "No", UNKNOWN);
    assert_eq!(rig.refuse("OnUsageUpdated", "No", UNKNOWN), ["disconnected Api"]);
    let retries: Vec<_> = rig
        .machine
        .subscriptions
        .iter()
        .filter_map(Subscription::retry_at)
        .collect();
    assert!((15..=30).contains(&retries[0].as_secs()), "{retries:?}");
}
