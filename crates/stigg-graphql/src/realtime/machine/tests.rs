//! The machine by itself, with times as they suit the test.

mod connection;
mod messages;
mod random;
mod subscriptions;

use serde_json::{Value, json};

use super::*;

const SECOND: Duration = Duration::from_secs(1);

/// A machine, the time, and what it has asked for.
struct Rig {
    machine: Machine,
    now: Duration,
    /// The ids of the subscriptions, by the names of their operations.
    ids: Vec<(String, String)>,
}

impl Rig {
    fn new() -> Self {
        Self::with_seed(7)
    }

    fn with_seed(seed: u64) -> Self {
        let key = ApiKey::new("server-secret").unwrap();
        let rng = fastrand::Rng::with_seed(seed);
        Self {
            machine: Machine::new(RealtimePolicy::default(), key, rng),
            now: Duration::ZERO,
            ids: Vec::new(),
        }
    }

    /// A machine that has told that it is connected.
    fn connected() -> Self {
        let mut rig = Self::new();
        rig.connect();
        rig
    }

    /// From whatever it waits for to a connection.
    #[track_caller]
    fn connect(&mut self) {
        self.wait_for("connect");
        self.machine.connected(self.now);
        assert_eq!(
            self.text(&json!({"type": "connection_ack"})),
            [
                "subscribe OnEntitlementsUpdatedV2",
                "subscribe OnUsageUpdatedV2",
                "subscribe OnCreditBalanceUpdated",
                "subscribe OnPackagePublished",
                "ping"
            ]
        );
        assert_eq!(self.pong(), ["connected"]);
    }

    /// What it has asked for, in brief.
    fn outputs(&mut self) -> Vec<String> {
        let mut all = Vec::new();
        while let Some(output) = self.machine.output() {
            all.push(match output {
                Output::Connect => "connect".to_owned(),
                Output::Abandon => "abandon".to_owned(),
                Output::Close { code, .. } => format!("close {code}"),
                Output::Send(text) => self.sent(&text),
                Output::Event(event) => match *event {
                    RealtimeEvent::Connected => "connected".to_owned(),
                    RealtimeEvent::Disconnected(why) => {
                        assert!(!format!("{why:?} {}", why.error).contains("secret"));
                        format!("disconnected {:?}", why.error.kind())
                    }
                    RealtimeEvent::Unreadable(what) => {
                        format!("unreadable {:?} {:?}", what.error.kind(), what.customer_id)
                    }
                    RealtimeEvent::UsageUpdated(event) => format!("usage of {}", event.customer_id),
                    other => format!("{other:?}"),
                },
            });
        }
        all
    }

    fn sent(&mut self, text: &str) -> String {
        let message: Value = serde_json::from_str(text).unwrap();
        let kind = message["type"].as_str().unwrap().to_owned();
        if kind != "subscribe" {
            return kind;
        }
        let name = message["payload"]["operationName"].as_str().unwrap().to_owned();
        let id = message["id"].as_str().unwrap().to_owned();
        assert!(self.ids.iter().all(|(_, other)| *other != id), "an id is used twice");
        let sent = format!("subscribe {name}");
        self.ids.push((name, id));
        sent
    }

    /// The latest id of a subscription.
    fn id(&self, name: &str) -> String {
        let mut ids = self.ids.iter().rev();
        ids.find(|(other, _)| other == name).unwrap().1.clone()
    }

    fn text(&mut self, message: &Value) -> Vec<String> {
        self.machine.text(self.now, &message.to_string());
        self.outputs()
    }

    fn pong(&mut self) -> Vec<String> {
        self.text(&json!({"type": "pong"}))
    }

    fn tell(&mut self, name: &str, payload: &Value) -> Vec<String> {
        let id = self.id(name);
        self.text(&json!({"id": id, "type": "next", "payload": payload}))
    }

    fn refuse(&mut self, name: &str, message: &str, code: &str) -> Vec<String> {
        let id = self.id(name);
        let error = json!({"message": message, "extensions": {"code": code}});
        self.text(&json!({"id": id, "type": "error", "payload": [error]}))
    }

    /// Lets time pass as the driver does: at each deadline the machine is asked.
    fn wait(&mut self, duration: Duration) -> Vec<String> {
        let end = self.now + duration;
        let mut all = Vec::new();
        while let Some(deadline) = self.machine.deadline().filter(|deadline| *deadline <= end) {
            self.now = self.now.max(deadline);
            self.machine.tick(self.now);
            all.extend(self.outputs());
        }
        self.now = end;
        all
    }

    /// Lets time pass until it asks for this, and says how long that took.
    #[track_caller]
    fn wait_for(&mut self, wanted: &str) -> Duration {
        let start = self.now;
        for _ in 0..100 {
            let deadline = self.machine.deadline().unwrap();
            self.now = self.now.max(deadline);
            self.machine.tick(self.now);
            let outputs = self.outputs();
            if outputs.iter().any(|output| output == wanted) {
                assert_eq!(outputs.len(), 1, "{outputs:?}");
                return self.now.saturating_sub(start);
            }
        }
        panic!("it never asked for {wanted:?}");
    }

    /// How long it wants to wait.
    fn pause(&self) -> Duration {
        self.machine.deadline().unwrap().saturating_sub(self.now)
    }

    fn closed(&mut self, code: u16, reason: &str) -> Vec<String> {
        self.machine.closed(self.now, Some(code), reason);
        self.outputs()
    }
}

fn usage(customer_id: &str) -> Value {
    json!({"data": {"usageUpdatedV2": {
        "customerId": customer_id, "entitlementReference": {"type": "FEATURE", "id": "f"}, "usage": {"currentUsage": 1},
    }}})
}
