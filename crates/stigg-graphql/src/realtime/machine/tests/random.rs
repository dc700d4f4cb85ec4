//! Whatever happens, in whatever order.

use proptest::prelude::*;

use super::*;

#[derive(Clone, Debug)]
enum Happening {
    Wait(u32),
    Block(u32),
    Connected,
    Failed,
    Closed(Option<u16>, String),
    Frame,
    TooLarge,
    Text(String),
    Message {
        kind: &'static str,
        /// Of which subscription, counted from the latest; none.
        id: Option<usize>,
        payload: Value,
    },
}

fn payload() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(usage("c")),
        Just(json!({"data": null})),
        Just(json!({"data": {"entitlementsUpdatedV2": {"customerId": 7}}})),
        Just(json!({"errors": [{"message": "No"}]})),
        Just(json!([{"message": "No", "extensions": {"code": "GRAPHQL_VALIDATION_FAILED"}}])),
        Just(json!([{"message": "No", "extensions": {"code": "Unauthenticated"}}])),
        Just(json!([])),
        Just(Value::Null),
        Just(json!("text")),
    ]
}

const KINDS: &[&str] = &[
    "connection_ack",
    "ping",
    "pong",
    "next",
    "error",
    "complete",
    "from_tomorrow",
];

fn happening() -> impl Strategy<Value = Happening> {
    let message = (prop::sample::select(KINDS), prop::option::of(0..6_usize), payload());
    prop_oneof![
        3 => (0..100_000_u32).prop_map(Happening::Wait),
        1 => (0..100_000_u32).prop_map(Happening::Block),
        4 => Just(Happening::Connected),
        1 => Just(Happening::Failed),
        1 => (prop::option::of(1000..5000_u16), ".{0,20}").prop_map(|(code, reason)| Happening::Closed(code, reason)),
        1 => Just(Happening::Frame),
        1 => Just(Happening::TooLarge),
        1 => ".{0,40}".prop_map(Happening::Text),
        8 => message.prop_map(|(kind, id, payload)| Happening::Message { kind, id, payload }),
    ]
}

/// What the driver has: at most one connection, or an attempt at one.
#[derive(Default)]
struct Driver {
    attempt: bool,
    connection: bool,
    /// Whether everything is told, as far as the feed says.
    live: bool,
}

impl Driver {
    fn obey(&mut self, outputs: &[String]) {
        for output in outputs {
            match output.as_str() {
                "connect" => {
                    assert!(!self.attempt && !self.connection, "a second connection");
                    self.attempt = true;
                }
                "abandon" => {
                    assert!(self.attempt);
                    self.attempt = false;
                }
                close if close.starts_with("close ") => {
                    assert!(self.connection);
                    self.connection = false;
                }
                "connected" => {
                    assert!(self.connection && !self.live);
                    self.live = true;
                }
                lost if lost.starts_with("disconnected") => self.live = false,
                send if send.starts_with("subscribe") || send == "ping" || send == "pong" => {
                    assert!(self.connection, "{send} without a connection");
                }
                event => assert!(event.starts_with('u'), "{event}"),
            }
        }
    }

    fn happens(&mut self, rig: &mut Rig, happening: &Happening) {
        match happening {
            Happening::Wait(milliseconds) => {
                let end = rig.now + Duration::from_millis((*milliseconds).into());
                for step in 0.. {
                    let Some(deadline) = rig.machine.deadline().filter(|deadline| *deadline <= end) else {
                        break;
                    };
                    assert!(step < 10_000, "it is never content");
                    rig.now = rig.now.max(deadline);
                    rig.machine.tick(rig.now);
                    self.obey(&rig.outputs());
                }
                rig.now = end;
            }
            Happening::Block(milliseconds) => {
                rig.now += Duration::from_millis((*milliseconds).into());
                rig.machine.tick(rig.now);
            }
            Happening::Connected if self.attempt => {
                (self.attempt, self.connection) = (false, true);
                rig.machine.connected(rig.now);
            }
            Happening::Failed if self.attempt => {
                self.attempt = false;
                let error = Error::new(ErrorKind::Connect);
                rig.machine.over(rig.now, Loss::new(Why::Broken, error));
            }
            Happening::Closed(code, reason) if self.connection => {
                self.connection = false;
                rig.machine.closed(rig.now, *code, reason);
            }
            Happening::Frame if self.connection => rig.machine.frame(),
            Happening::TooLarge if self.connection => rig.machine.too_large(rig.now, 8),
            Happening::Text(text) if self.connection => rig.machine.text(rig.now, text),
            Happening::Message { kind, id, payload } if self.connection => {
                let id = id.and_then(|id| rig.ids.iter().rev().nth(id));
                let message = json!({"type": kind, "id": id.map(|(_, id)| id), "payload": payload});
                rig.machine.text(rig.now, &message.to_string());
            }
            _ => {}
        }
        self.obey(&rig.outputs());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn there_is_at_most_one_connection_and_always_another_one(
        seed: u64,
        happenings in prop::collection::vec(happening(), 0..120),
    ) {
        let (mut rig, mut driver) = (Rig::with_seed(seed), Driver::default());
        for happening in &happenings {
            driver.happens(&mut rig, happening);
        }
        // Then the server is fine.
        let mut seconds = 0;
        while !driver.live {
            seconds += 1;
            assert!(seconds < 2_000, "it does not come back");
            let ack = Happening::Message { kind: "connection_ack", id: None, payload: Value::Null };
            let pong = Happening::Message { kind: "pong", id: None, payload: Value::Null };
            for happening in [Happening::Connected, ack, pong.clone(), pong, Happening::Wait(1_000)] {
                driver.happens(&mut rig, &happening);
            }
        }
    }
}
