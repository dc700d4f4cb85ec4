//! A plain client of `graphql-transport-ws`.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use stigg_emulator::Emulator;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

/// Longer than anything takes.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) struct Client {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

/// How a socket ended.
#[derive(Debug, PartialEq)]
pub(super) enum End {
    Close(u16, String),
    /// Without a close frame.
    Cut,
}

pub(super) const ENTITLEMENTS: &str = "
    subscription OnEntitlementsUpdatedV2 {
        entitlementsUpdatedV2 {
            customerId resourceId accessDeniedReason
            entitlements {
                __typename
                ... on FeatureEntitlement { feature { refId } usageLimit currentUsage validUntil entitlementUpdatedAt }
                ... on CreditEntitlement { currency { currencyId } usageLimit credits: currentUsage }
            }
        }
    }";
pub(super) const USAGE: &str = "
    subscription OnUsageUpdatedV2 {
        usageUpdatedV2 {
            customerId resourceId
            entitlementReference { type id }
            usage { currentUsage usagePeriodStart usagePeriodEnd usageUpdatedAt }
        }
    }";

impl Client {
    /// Upgrades, and says nothing yet.
    pub(super) async fn open(emulator: &Emulator) -> Self {
        Self::try_open(emulator, Some("graphql-transport-ws")).await.unwrap()
    }

    pub(super) async fn try_open(emulator: &Emulator, protocol: Option<&str>) -> Result<Self, Error> {
        let url = format!("{}/graphql", emulator.api_url().replacen("http", "ws", 1));
        let mut request = url.into_client_request().unwrap();
        if let Some(protocol) = protocol {
            let headers = request.headers_mut();
            headers.insert("sec-websocket-protocol", protocol.parse().unwrap());
        }
        let (socket, _) = tokio_tungstenite::connect_async(request).await?;
        Ok(Self { socket })
    }

    /// Upgrades and is let in.
    pub(super) async fn connect(emulator: &Emulator) -> Self {
        let mut client = Self::open(emulator).await;
        client.init(emulator.api_key()).await;
        assert_eq!(client.next().await, json!({ "type": "connection_ack" }));
        client
    }

    pub(super) async fn init(&mut self, key: &str) {
        let headers = json!({ "X-API-KEY": key, "source": "TEST" });
        self.say(&json!({ "type": "connection_init", "payload": { "headers": headers } }))
            .await;
    }

    /// Subscribes, and waits until the emulator knows it.
    pub(super) async fn subscribe(&mut self, emulator: &Emulator, id: &str, query: &str) {
        let fields = [
            "entitlementsUpdatedV2",
            "usageUpdatedV2",
            "entitlementsUpdated",
            "usageUpdated",
            "creditBalanceUpdated",
            "packagePublished",
        ];
        let running = || -> usize { fields.iter().map(|field| emulator.sockets().subscriptions(field)).sum() };
        let before = running();
        self.ask(id, query).await;
        until(|| running() > before).await;
    }

    pub(super) async fn ask(&mut self, id: &str, query: &str) {
        self.say(&json!({ "id": id, "type": "subscribe", "payload": { "query": query } }))
            .await;
    }

    pub(super) async fn say(&mut self, message: &Value) {
        self.send(Message::text(message.to_string())).await;
    }

    pub(super) async fn send(&mut self, message: Message) {
        self.socket.send(message).await.unwrap();
    }

    /// The next message, whatever it is.
    pub(super) async fn message(&mut self) -> Option<Result<Message, Error>> {
        tokio::time::timeout(PATIENCE, self.socket.next()).await.unwrap()
    }

    /// The next text message.
    pub(super) async fn text(&mut self) -> String {
        match self.message().await {
            Some(Ok(Message::Text(text))) => text.to_string(),
            other => panic!("{other:?}"),
        }
    }

    /// The next text message, as JSON.
    pub(super) async fn next(&mut self) -> Value {
        let text = self.text().await;
        serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}"))
    }

    /// The next event of a subscription: the value of its field.
    pub(super) async fn event(&mut self, id: &str, field: &str) -> Value {
        let mut message = self.next().await;
        assert_eq!(message["id"], id, "{message:#}");
        assert_eq!(message["type"], "next", "{message:#}");
        assert_eq!(message["payload"].get("errors"), None, "{message:#}");
        message["payload"]["data"][field].take()
    }

    /// Asserts that nothing was sent so far: a ping is answered first.
    pub(super) async fn quiet(&mut self) {
        self.say(&json!({ "type": "ping", "payload": { "is": "quiet" } })).await;
        assert_eq!(
            self.next().await,
            json!({ "type": "pong", "payload": { "is": "quiet" } })
        );
    }

    /// Whatever comes within a little while; none is the answer of a silent server.
    pub(super) async fn nothing(&mut self) {
        let waited = tokio::time::timeout(Duration::from_millis(100), self.socket.next()).await;
        assert!(waited.is_err(), "{waited:?}");
    }

    /// Reads until the end.
    pub(super) async fn end(&mut self) -> End {
        loop {
            match self.message().await {
                Some(Ok(Message::Close(Some(frame)))) => {
                    return End::Close(frame.code.into(), frame.reason.to_string());
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return End::Cut,
            }
        }
    }

    pub(super) async fn close(mut self) {
        use tokio_tungstenite::tungstenite::protocol::CloseFrame;
        let frame = CloseFrame {
            code: 1000.into(),
            reason: "Normal Closure".into(),
        };
        self.send(Message::Close(Some(frame))).await;
        assert_eq!(self.end().await, End::Close(1000, "Normal Closure".to_owned()));
    }
}

/// Waits until something is so.
pub(super) async fn until(mut is_so: impl FnMut() -> bool) {
    let waiting = async {
        while !is_so() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(PATIENCE, waiting)
        .await
        .expect("it does not happen");
}
