//! What is sent: the upgrade, the init, and each subscription.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{assert_connected, pair};
use crate::client::KEY;
use crate::realtime::{builder, feed};

/// What differs from process to process.
const UNSTABLE: [&str; 4] = [
    "X-SDK-INSTANCE-ID",
    "X-SDK-OS-PROCESS-HOSTNAME",
    "X-SDK-OS-PROCESS-ID",
    "X-SDK-OS-PROCESS-TIMESTAMP",
];

/// A subscription as it is sent, in the form of the snapshots of requests.
fn described(message: &Value) -> String {
    let payload = &message["payload"];
    let uuid = message["id"].as_str().unwrap().parse::<uuid::Uuid>().unwrap();
    assert_eq!(uuid.get_version_num(), 4);
    let members: Vec<&String> = payload.as_object().unwrap().keys().collect();
    assert_eq!(members, ["extensions", "operationName", "query", "variables"]);
    let query = payload["query"].as_str().unwrap().replace("}fragment ", "}\nfragment ");
    format!(
        "type: {}\noperationName: {}\nextensions: {}\n\n--- variables\n{:#}\n\n--- document\n{query}\n",
        message["type"].as_str().unwrap(),
        payload["operationName"].as_str().unwrap(),
        payload["extensions"],
        payload["variables"],
    )
}

#[tokio::test]
async fn the_upgrade_carries_no_key_and_the_init_does() {
    let (listener, mut feed) = pair().await;
    let serve = async {
        let mut peer = listener.upgraded().await;
        let init = peer.acknowledge().await;
        peer.take_subscriptions(4).await;
        peer.answer_ping().await;
        (peer, init)
    };
    let (event, (peer, mut init)) = tokio::join!(feed.next(), serve);
    assert_connected(&event);

    assert_eq!(peer.path, "/graphql");
    let mut upgrade = String::new();
    let mut names: Vec<_> = peer.headers.keys().collect();
    names.sort_by_key(|name| name.as_str());
    for name in names {
        let value = match name.as_str() {
            "host" => continue,
            "sec-websocket-key" => "[…]",
            _ => peer.headers[name].to_str().unwrap(),
        };
        let value = value.replace(env!("CARGO_PKG_VERSION"), "[version]");
        writeln!(upgrade, "{name}: {value}").unwrap();
    }
    insta::assert_snapshot!("upgrade", upgrade);

    let headers = init["payload"]["headers"].as_object_mut().unwrap();
    assert_eq!(headers["X-API-KEY"], KEY);
    headers["X-API-KEY"] = json!("[key]");
    for name in UNSTABLE {
        let kind = match &headers[name] {
            Value::Number(_) => "[number]",
            Value::String(_) => "[text]",
            other => panic!("{name}: {other}"),
        };
        headers[name] = json!(kind);
    }
    insta::assert_snapshot!("init", format!("{init:#}"));
}

#[tokio::test]
async fn the_process_is_not_described_where_it_must_not_be() {
    let (listener, _) = pair().await;
    let mut feed = feed(&builder(listener.url()).process_headers(false));
    let serve = async { listener.upgraded().await.acknowledge().await };
    let init = tokio::select! {
        init = serve => init,
        event = feed.next() => panic!("{event:?}"),
    };
    let names: Vec<_> = init["payload"]["headers"].as_object().unwrap().keys().collect();
    assert_eq!(names, ["X-API-KEY", "X-SDK-INSTANCE-ID", "source"]);
}

#[tokio::test]
async fn every_subscription_is_sent_as_it_should_be() {
    let (listener, mut feed) = pair().await;
    let serve = async {
        let mut peer = listener.upgraded().await;
        peer.acknowledge().await;
        let newer = peer.take_subscriptions(4).await;
        assert_eq!(peer.receive().await, json!({"type": "ping"}));
        for name in ["OnEntitlementsUpdatedV2", "OnUsageUpdatedV2"] {
            let error = json!({"message": "No", "extensions": {"code": "GRAPHQL_VALIDATION_FAILED"}});
            peer.refuse(name, &error).await;
        }
        let older = peer.take_subscriptions(2).await;
        // The first pong is to a ping before these subscriptions: it proves nothing.
        peer.send(&json!({"type": "pong"})).await;
        peer.answer_ping().await;
        [newer, older].concat()
    };
    let (event, sent) = tokio::join!(feed.next(), serve);
    assert_connected(&event);
    assert_eq!(sent.len(), 6);
    for message in &sent {
        let name = message["payload"]["operationName"].as_str().unwrap();
        insta::assert_snapshot!(name, described(message));
    }
}
