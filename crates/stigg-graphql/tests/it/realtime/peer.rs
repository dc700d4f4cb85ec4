//! The server's side of a WebSocket.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use stigg_transport::RealtimeFeed;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};
use tokio_tungstenite::tungstenite::http::HeaderMap;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;

use super::assert_connected;

/// A server that takes WebSockets, one after the other.
#[derive(Debug)]
pub(crate) struct Listener {
    listener: TcpListener,
    url: String,
}

/// A connection to the feed.
#[derive(Debug)]
pub(crate) struct Peer {
    pub(crate) socket: WebSocketStream<TcpStream>,
    /// Of the upgrade.
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    /// The ids of the subscriptions, by the names of their operations.
    pub(crate) ids: BTreeMap<String, String>,
}

impl Listener {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        Self { listener, url }
    }

    /// The base URL.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The next connection, before anything is read from it.
    pub(crate) async fn stream(&self) -> TcpStream {
        self.listener.accept().await.unwrap().0
    }

    /// The next connection, upgraded.
    pub(crate) async fn upgraded(&self) -> Peer {
        let seen = Mutex::new((String::new(), HeaderMap::new()));
        #[expect(clippy::result_large_err, reason = "the type is the handshake's")]
        let look = |request: &Request, mut response: Response| {
            *seen.lock().unwrap() = (request.uri().to_string(), request.headers().clone());
            let protocol = "graphql-transport-ws".parse().unwrap();
            response.headers_mut().insert("sec-websocket-protocol", protocol);
            Ok(response)
        };
        let socket = tokio_tungstenite::accept_hdr_async(self.stream().await, look)
            .await
            .unwrap();
        let (path, headers) = seen.into_inner().unwrap();
        Peer {
            socket,
            path,
            headers,
            ids: BTreeMap::new(),
        }
    }

    /// The next connection, acknowledged and subscribed to, so that the feed calls itself connected.
    pub(crate) async fn connected(&self, feed: &mut Box<dyn RealtimeFeed>) -> Peer {
        let serve = async {
            let mut peer = self.upgraded().await;
            peer.acknowledge().await;
            peer.take_subscriptions(4).await;
            peer.answer_ping().await;
            peer
        };
        let (event, peer) = tokio::join!(feed.next(), serve);
        assert_connected(&event);
        peer
    }
}

impl Peer {
    /// The next text, as JSON.
    pub(crate) async fn receive(&mut self) -> Value {
        loop {
            match self.socket.next().await.unwrap().unwrap() {
                Message::Text(text) => return serde_json::from_str(&text).unwrap(),
                Message::Pong(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    /// The next text, as JSON; `None` when there is none any more.
    pub(crate) async fn receive_or_end(&mut self) -> Option<Value> {
        match self.socket.next().await?.ok()? {
            Message::Text(text) => serde_json::from_str(&text).ok(),
            _ => None,
        }
    }

    pub(crate) async fn send(&mut self, message: &Value) {
        self.socket.send(Message::text(message.to_string())).await.unwrap();
    }

    /// Takes the init and acknowledges it.
    pub(crate) async fn acknowledge(&mut self) -> Value {
        let init = self.receive().await;
        assert_eq!(init["type"], "connection_init");
        self.send(&json!({"type": "connection_ack"})).await;
        init
    }

    /// Takes so many subscriptions.
    pub(crate) async fn take_subscriptions(&mut self, count: usize) -> Vec<Value> {
        let mut taken = Vec::new();
        for _ in 0..count {
            let message = self.receive().await;
            assert_eq!(message["type"], "subscribe", "{message}");
            let name = message["payload"]["operationName"].as_str().unwrap().to_owned();
            self.ids.insert(name, message["id"].as_str().unwrap().to_owned());
            taken.push(message);
        }
        taken
    }

    pub(crate) async fn answer_ping(&mut self) {
        assert_eq!(self.receive().await, json!({"type": "ping"}));
        self.send(&json!({"type": "pong"})).await;
    }

    /// Tells something to a subscription.
    pub(crate) async fn tell(&mut self, operation: &str, data: &Value) {
        let message = json!({"id": self.ids[operation], "type": "next", "payload": {"data": data}});
        self.send(&message).await;
    }

    /// Ends a subscription with this error.
    pub(crate) async fn refuse(&mut self, operation: &str, error: &Value) {
        let message = json!({"id": self.ids[operation], "type": "error", "payload": [error]});
        self.send(&message).await;
    }

    pub(crate) async fn close(mut self, code: u16, reason: &str) {
        let frame = CloseFrame {
            code: code.into(),
            reason: reason.to_owned().into(),
        };
        self.socket.close(Some(frame)).await.unwrap();
        while let Some(Ok(_)) = self.socket.next().await {}
    }

    /// How the feed closes the connection; whatever comes before that is let go.
    pub(crate) async fn closed(&mut self) -> (u16, String) {
        let read = async {
            loop {
                if let Message::Close(Some(frame)) = self.socket.next().await.unwrap().unwrap() {
                    break (frame.code.into(), frame.reason.to_string());
                }
            }
        };
        timeout(Duration::from_secs(30), read).await.unwrap()
    }
}
