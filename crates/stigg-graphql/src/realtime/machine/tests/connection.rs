//! Making connections, watching them, losing them.

use super::*;

#[test]
fn nothing_is_told_before_a_pong_proves_the_subscriptions() {
    let mut rig = Rig::new();
    assert_eq!(rig.wait(Duration::ZERO), ["connect"]);
    rig.machine.connected(rig.now);
    // A pong that nobody asked for proves nothing.
    assert!(rig.pong().is_empty());
    let sent = rig.text(&json!({"type": "connection_ack"}));
    assert_eq!((sent.len(), sent[4].as_str()), (5, "ping"));
    assert_eq!(rig.pong(), ["connected"]);
    assert!(rig.pong().is_empty());
}

#[test]
fn r1_a_broken_connection_is_made_again_soon() {
    for code in [1000, 1001, 1006, 1012, 1013, 1014] {
        let mut rig = Rig::connected();
        assert_eq!(rig.closed(code, ""), ["disconnected Network"]);
        let pause = rig.pause();
        assert!(pause <= SECOND / 2, "{pause:?}");
        rig.connect();
    }
}

#[test]
fn r1_the_first_pause_is_a_first_one_again_after_a_healthy_minute() {
    let mut rig = Rig::new();
    for _ in 0..20 {
        rig.wait_for("connect");
        rig.closed(1006, "");
    }
    rig.connect();
    for _ in 0..6 {
        assert_eq!(rig.wait(10 * SECOND), ["ping"]);
        assert!(rig.pong().is_empty());
    }
    rig.closed(1006, "");
    assert!(rig.pause() <= SECOND / 2);

    // Half a minute is not enough.
    let mut longest = Duration::ZERO;
    for _ in 0..20 {
        rig.connect();
        rig.wait(SECOND);
        rig.closed(1006, "");
        longest = longest.max(rig.pause());
    }
    assert!(longest > 10 * SECOND, "{longest:?}");
}

#[test]
fn r2_a_silent_socket_is_noticed() {
    let mut rig = Rig::connected();
    let start = rig.now;
    assert_eq!(rig.wait_for("ping"), 10 * SECOND);
    assert_eq!(rig.wait(5 * SECOND), ["close 1000", "disconnected Timeout"]);
    assert!(rig.now.saturating_sub(start) <= 15 * SECOND);
}

#[test]
fn r2_whatever_arrives_is_a_sign_of_life() {
    let mut rig = Rig::connected();
    for _ in 0..10 {
        assert_eq!(rig.wait(10 * SECOND), ["ping"]);
        // Not the pong.
        rig.machine.frame();
    }
    assert_eq!(rig.wait(10 * SECOND), ["ping"]);
    assert_eq!(rig.wait(5 * SECOND), ["close 1000", "disconnected Timeout"]);
}

#[test]
fn r2_pings_that_are_answered_go_on_for_ever() {
    let mut rig = Rig::connected();
    for _ in 0..1_000 {
        assert_eq!(rig.wait(10 * SECOND), ["ping"]);
        assert!(rig.pong().is_empty());
    }
}

#[test]
fn r2_an_interval_shorter_than_the_patience_hides_no_silence() {
    let mut rig = Rig::connected();
    rig.machine.policy.ping_interval = SECOND;
    assert_eq!(rig.wait(10 * SECOND), ["ping"]);
    assert!(rig.pong().is_empty());
    assert_eq!(rig.wait(SECOND), ["ping"]);
    assert_eq!(rig.wait(5 * SECOND), ["close 1000", "disconnected Timeout"]);
}

#[test]
fn r3_an_ack_that_does_not_come_ends_the_attempt() {
    let mut rig = Rig::new();
    rig.wait_for("connect");
    rig.machine.connected(rig.now);
    assert!(rig.wait(9 * SECOND).is_empty());
    assert_eq!(rig.wait(SECOND), ["close 4504", "disconnected Timeout"]);
    rig.connect();
}

#[test]
fn r15_an_upgrade_that_hangs_is_given_up() {
    let mut rig = Rig::new();
    rig.wait_for("connect");
    assert_eq!(rig.wait(10 * SECOND), ["abandon", "disconnected Timeout"]);
    rig.connect();
}

#[test]
fn r4_what_is_refused_is_never_given_up() {
    for code in [
        4400, 4406, 4409, 4429, 4500, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1015,
    ] {
        let mut rig = Rig::new();
        let mut pauses = Vec::new();
        for _ in 0..10 {
            rig.wait_for("connect");
            rig.machine.connected(rig.now);
            assert_eq!(rig.closed(code, "Bad").len(), 1);
            pauses.push(rig.pause());
        }
        assert!((15..=30).contains(&pauses[0].as_secs()), "{pauses:?}");
        assert!((150..=300).contains(&pauses[9].as_secs()), "{pauses:?}");
        rig.connect();
    }
}

#[test]
fn r5_a_refused_key_is_tried_again_after_a_minute() {
    for (code, reason) in [(4401, ""), (4403, "Forbidden"), (1000, "Invalid API key")] {
        let mut rig = Rig::connected();
        for _ in 0..5 {
            assert_eq!(rig.closed(code, reason), ["disconnected Unauthenticated"]);
            let pause = rig.wait_for("connect");
            assert!((48..=72).contains(&pause.as_secs()), "{pause:?}");
            rig.machine.connected(rig.now);
        }
        rig.closed(1006, "");
        rig.connect();
    }
}

#[test]
fn r6_a_late_init_is_tried_again_soon() {
    let mut rig = Rig::connected();
    assert_eq!(
        rig.closed(4408, "Connection initialisation timeout"),
        ["disconnected Timeout"]
    );
    assert!(rig.wait_for("connect") <= SECOND / 2);
}

#[test]
fn r10_a_message_over_the_limit_closes_the_connection() {
    let mut rig = Rig::connected();
    rig.machine.too_large(rig.now, 1024);
    assert_eq!(rig.outputs(), ["close 1009", "disconnected Decode"]);
    rig.connect();
}

#[test]
fn r13_a_server_that_restarts_all_the_time_is_asked_less_and_less() {
    let mut rig = Rig::new();
    let mut connections = 0;
    while rig.now < 60 * SECOND {
        rig.connect();
        connections += 1;
        rig.wait(2 * SECOND);
        assert_eq!(rig.closed(1001, "Going away"), ["disconnected Network"]);
    }
    assert!(connections <= 20, "{connections}");
}

#[test]
fn throttling_makes_the_pauses_longer() {
    let mut rig = Rig::connected();
    assert_eq!(
        rig.closed(4500, "ThrottlerException: Too Many Requests"),
        ["disconnected RateLimited"]
    );
    let pause = rig.wait_for("connect");
    assert!(pause >= 2 * SECOND && pause <= 5 * SECOND, "{pause:?}");
}

#[test]
fn a_wish_of_the_server_is_obeyed() {
    let mut rig = Rig::new();
    rig.wait_for("connect");
    let error = Error::new(ErrorKind::RateLimited).with_retry_after(100 * SECOND);
    rig.machine.over(rig.now, Loss::new(Why::Throttled, error));
    assert_eq!(rig.outputs(), ["disconnected RateLimited"]);
    assert_eq!(rig.wait_for("connect"), 100 * SECOND);
}

#[test]
fn p11_a_blocked_program_does_not_take_its_own_silence_for_the_servers() {
    let mut rig = Rig::connected();
    assert_eq!(rig.wait_for("ping"), 10 * SECOND);
    // Nobody polls for a long while. What has arrived meanwhile is not read yet, or not even seen.
    rig.now += 20 * SECOND;
    rig.machine.tick(rig.now);
    assert!(rig.outputs().is_empty());
    // The next ping is due by now.
    assert_eq!(rig.pong(), ["ping"]);

    // The wait begins anew, but once: then it is the server.
    rig.now += 20 * SECOND;
    rig.machine.tick(rig.now);
    assert!(rig.outputs().is_empty());
    rig.now += 20 * SECOND;
    rig.machine.tick(rig.now);
    assert_eq!(rig.outputs(), ["close 1000", "disconnected Timeout"]);
}

#[test]
fn p11_a_blocked_program_does_not_give_up_on_the_ack() {
    let mut rig = Rig::new();
    rig.wait_for("connect");
    rig.machine.connected(rig.now);
    rig.now += 20 * SECOND;
    rig.machine.tick(rig.now);
    assert!(rig.outputs().is_empty());
    assert_eq!(rig.text(&json!({"type": "connection_ack"})).len(), 5);
}

#[test]
fn a_goodbye_ends_every_subscription_and_the_machine() {
    let mut rig = Rig::connected();
    let goodbye = rig.machine.goodbye();
    assert_eq!(goodbye.len(), 4);
    for (text, (_, id)) in goodbye.iter().zip(&rig.ids) {
        let message: Value = serde_json::from_str(text).unwrap();
        assert_eq!(message, json!({"id": id, "type": "complete"}));
    }
    assert_eq!(rig.machine.deadline(), None);
    rig.machine.tick(rig.now + 1_000 * SECOND);
    assert!(rig.outputs().is_empty());
}
