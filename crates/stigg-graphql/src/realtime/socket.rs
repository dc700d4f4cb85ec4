//! The WebSocket, on a connection of the HTTP client: TLS, proxies and names are resolved in one place.

use std::fmt;

use reqwest::header::{CONNECTION, HeaderMap, HeaderName, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY};
use reqwest::header::{SEC_WEBSOCKET_PROTOCOL, SEC_WEBSOCKET_VERSION, UPGRADE};
use reqwest::{Client, Response, StatusCode, Upgraded, Url, Version};
use stigg_transport::{Error, ErrorKind};
use tokio::io::AsyncWriteExt as _;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use zeroize::Zeroizing;

use super::backoff::Why;
use super::loss::Loss;
use super::message::PROTOCOL;
use crate::api_key::ApiKey;
use crate::exchange::{answer, network_error};
use crate::headers::init_payload;

pub(super) type Socket = WebSocketStream<Upgraded>;

/// What it takes to make a connection.
#[derive(Clone)]
pub(crate) struct Dialer {
    /// Speaks HTTP/1.1.
    pub(crate) client: Client,
    /// With the scheme `http` or `https`.
    pub(crate) url: Url,
    /// Those of the requests. They go into the first message, none into the upgrade.
    pub(crate) headers: HeaderMap,
    pub(crate) api_key: ApiKey,
    pub(crate) max_message_bytes: usize,
}

impl fmt::Debug for Dialer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dialer").field("url", &self.url).finish_non_exhaustive()
    }
}

impl Dialer {
    /// Makes a connection and sends the init.
    pub(super) async fn connect(self) -> Result<Socket, Loss> {
        let nonce = generate_key();
        let request = self
            .client
            .get(self.url.clone())
            .version(Version::HTTP_11)
            .header(CONNECTION, "Upgrade")
            .header(UPGRADE, "websocket")
            .header(SEC_WEBSOCKET_VERSION, "13")
            .header(SEC_WEBSOCKET_KEY, &nonce)
            .header(SEC_WEBSOCKET_PROTOCOL, PROTOCOL);
        let broken = |error| Loss::new(Why::Broken, network_error(error, &self.api_key));
        let response = request.send().await.map_err(broken)?;
        if response.status() != StatusCode::SWITCHING_PROTOCOLS {
            return Err(refused(response, &self.api_key).await);
        }
        if let Some(problem) = disagreement(response.headers(), &nonce) {
            let error = Error::new(ErrorKind::Decode).with_message(format!("no WebSocket of Stigg: {problem}"));
            return Err(Loss::new(Why::Refused, error).with_code(StatusCode::SWITCHING_PROTOCOLS.as_u16()));
        }
        let mut connection = response.upgrade().await.map_err(broken)?;
        let sent = async {
            connection.write_all(&init_frame(&self.headers)?).await?;
            connection.flush().await
        };
        sent.await.map_err(|error: std::io::Error| {
            let error = Error::new(ErrorKind::Network).with_message(format!("the connection broke at once: {error}"));
            Loss::new(Why::Broken, error)
        })?;
        let config = WebSocketConfig::default()
            .read_buffer_size(16 * 1024)
            .max_message_size(Some(self.max_message_bytes))
            .max_frame_size(Some(self.max_message_bytes));
        Ok(WebSocketStream::from_raw_socket(connection, Role::Client, Some(config)).await)
    }
}

/// The frame of the init. It is not sent by way of the WebSocket, which writes what it sends into its log.
fn init_frame(headers: &HeaderMap) -> std::io::Result<Zeroizing<Vec<u8>>> {
    let payload = init_payload(headers);
    let text = Zeroizing::new(format!(r#"{{"type":"connection_init","payload":{}}}"#, *payload));
    let mut frame = Frame::message(text.as_bytes().to_vec(), OpCode::Data(Data::Text), true);
    frame.header_mut().mask = Some(fastrand::u32(..).to_be_bytes());
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len() + 16));
    frame.format(&mut *bytes).map_err(std::io::Error::other)?;
    Ok(bytes)
}

/// What is wrong with an upgrade that calls itself one.
fn disagreement(headers: &HeaderMap, nonce: &str) -> Option<String> {
    let is = |name: HeaderName, expected: &str| {
        let value = headers
            .get(&name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        value == expected
    };
    let upgraded = headers
        .get(UPGRADE)
        .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"websocket"));
    if !upgraded {
        return Some("the answer is another upgrade".to_owned());
    }
    if !is(SEC_WEBSOCKET_ACCEPT, &derive_accept_key(nonce.as_bytes())) {
        return Some("the answer is to somebody else's question".to_owned());
    }
    if !is(SEC_WEBSOCKET_PROTOCOL, PROTOCOL) {
        return Some(format!("it does not speak {PROTOCOL}"));
    }
    None
}

/// Why there is no upgrade. Of the answer as much is read as an error shows.
async fn refused(response: Response, key: &ApiKey) -> Loss {
    const ENOUGH: usize = 64 * 1024;
    let status = response.status();
    if response.version() >= Version::HTTP_2 {
        let error = Error::new(ErrorKind::Configuration)
            .with_status(status.as_u16())
            .with_message(
                "the HTTP client speaks HTTP/2, which has no WebSocket: bring another one, made with `http1_only`",
            );
        return Loss::new(Why::Refused, error).with_code(status.as_u16());
    }
    let why = match status.as_u16() {
        401 | 403 => Why::Unauthenticated,
        429 => Why::Throttled,
        408 | 500.. => Why::Broken,
        _ => Why::Refused,
    };
    let error = match answer(response, key, ENOUGH).await {
        // A page where a connection was asked for.
        Ok(answer) if answer.status.is_success() => Error::new(ErrorKind::Decode)
            .with_status(status.as_u16())
            .with_message("answered without a WebSocket; check the WebSocket URL and what is in between"),
        Ok(answer) => answer.refused(),
        Err(error) => error,
    };
    Loss::new(why, error).with_code(status.as_u16())
}
