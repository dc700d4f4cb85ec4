//! The API key is nowhere but in its header.

use std::cell::Cell;
use std::fmt::Debug;
use std::io;
use std::sync::{Arc, Mutex};

use serde_json::json;
use stigg_graphql::Endpoints;
use stigg_models::{ReportUsage, UpdateCustomer};
use stigg_transport::{
    Connection as _, Customers as _, Entitlements as _, EntitlementsQuery, Error, ErrorKind, RealtimeEvent, Usage as _,
};
use tracing_subscriber::filter::DynFilterFn;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::client::{KEY, builder, impatient};
use crate::realtime::peer::Listener;
use crate::server::{Answer, Server};

thread_local! {
    /// Whether the log keeps what this thread writes.
    static RECORDING: Cell<bool> = const { Cell::new(false) };
}

/// A log in memory, for the threads that ask for it.
#[derive(Clone, Debug, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Keeps what this thread writes from now on, down to the finest level. There can be one log in a process.
    fn record() -> Self {
        let log = Self::default();
        let recording = DynFilterFn::new(|_, _| RECORDING.get());
        let layer = tracing_subscriber::fmt::layer()
            .with_writer(log.clone())
            .with_filter(recording);
        tracing_subscriber::registry().with(layer).init();
        RECORDING.set(true);
        log
    }

    fn stop(&self) -> String {
        RECORDING.set(false);
        self.text()
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// Everything that an error prints.
fn printed(error: &Error) -> String {
    format!("{error} {error:?} {error:#?} {}", error.report())
}

#[track_caller]
fn assert_no_key(text: &str) {
    // Not even most of it.
    assert!(!text.contains(&KEY[..15]), "{text}");
}

/// A server that tells everybody what it was sent.
fn echo(status: u16) -> Answer {
    let body = json!({"errors": [{"message": format!("unexpected header X-API-KEY: {KEY}")}]});
    Answer::new(status, &[], body.to_string())
}

/// A WebSocket server that says something about the key that it was sent when it closes. It has a thread of its own: its log
/// is not kept.
fn websocket(about: fn(&str) -> String) -> String {
    let (started, url) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.unwrap().block_on(async {
            let listener = Listener::start().await;
            started.send(listener.url().to_owned()).unwrap();
            let mut peer = listener.upgraded().await;
            let init = peer.acknowledge().await;
            let key = about(init["payload"]["headers"]["X-API-KEY"].as_str().unwrap());
            let taken = peer.take_subscriptions(4).await;
            let error = json!([{"message": key, "extensions": {"code": key, "traceId": key}}]);
            peer.send(&json!({"id": taken[0]["id"], "type": "error", "payload": error}))
                .await;
            peer.close(4400, &format!("unexpected {key}")).await;
        });
    });
    url.recv().unwrap()
}

async fn read_to_the_end(url: &str) {
    let mut feed = builder(url).build().unwrap().realtime().unwrap();
    for kind in [ErrorKind::Api, ErrorKind::Api] {
        let RealtimeEvent::Disconnected(disconnected) = feed.next().await else {
            panic!("it goes on");
        };
        assert_eq!(disconnected.error.kind(), kind);
        assert_no_key(&printed(&disconnected.error));
        assert_no_key(&format!("{disconnected:?}"));
    }
}

#[tokio::test]
async fn nothing_prints_the_key() {
    let log = Log::record();
    for answer in [
        Answer::nothing(),
        Answer::silence(),
        Answer::status(401),
        Answer::status(503),
        Answer::new(502, &["content-type: text/html"], format!("<p>X-API-KEY: {KEY}</p>")),
        Answer::new(200, &["content-type: text/html"], format!("<p>X-API-KEY: {KEY}</p>")),
        Answer::new(429, &["retry-after: 3600"], json!({"message": KEY}).to_string()),
        Answer::json(&json!({"data": {"updateCustomer": {"refId": 7}}})),
        echo(200),
        echo(400),
        // Where the text is cut off, the key is not whole.
        Answer::new(502, &["content-type: text/html"], format!("{}{KEY}", "x ".repeat(52))),
        Answer::json(&json!({"errors": [{"message": format!("{}{KEY}", "x ".repeat(142))}]})),
        Answer::json(&json!({"errors": [{"message": "No", "extensions": {"code": KEY, "traceId": KEY}}]})),
        Answer::new(200, &[&format!("content-type: text/{KEY}")], "?"),
    ] {
        let server = Server::start(std::iter::repeat_n(answer, 15)).await;
        let stigg = impatient(server.url()).build().unwrap();
        assert_no_key(&format!("{stigg:?} {stigg:#?}"));
        let endpoints = Endpoints::from_base_url(server.url()).unwrap();
        let endpoints = endpoints.with_edge_url(server.url()).unwrap();
        let with_edge = impatient(server.url()).endpoints(endpoints).build().unwrap();
        for result in [
            with_edge
                .get_entitlements_state(EntitlementsQuery::new("c"))
                .await
                .map(drop),
            stigg.get_customer("c").await.map(drop),
            stigg.update_customer(UpdateCustomer::new("c")).await.map(drop),
            stigg.report_usage(ReportUsage::new("c", "f", 1)).await.map(drop),
            stigg
                .get_entitlements_state(EntitlementsQuery::new("c"))
                .await
                .map(drop),
        ] {
            assert_no_key(&printed(&result.unwrap_err()));
        }
        // The header is where it belongs.
        assert!(
            server
                .journal()
                .iter()
                .all(|request| request.header("x-api-key") == Some(KEY))
        );
    }
    read_to_the_end(&websocket(|_| "nothing".to_owned())).await;
    let said = log.text();
    assert!(said.contains("attempt failed"), "{said}");
    assert_no_key(&said);
    // The log of the WebSocket is in it, with all frames, and what is in them.
    assert!(said.contains("writing frame"), "{said}");
    let hex: Vec<String> = KEY[..15].bytes().map(|byte| format!("{byte:02x}")).collect();
    assert!(!said.contains(&hex.concat()), "{said}");

    read_to_the_end(&websocket(str::to_owned)).await;
    // What arrives is in the log of the WebSocket, which is not ours. Ours does not repeat it.
    let said = log.stop();
    let ours = said.lines().skip_while(|line| !line.contains("unexpected"));
    let ours: String = ours.filter(|line| line.contains("stigg_graphql")).collect();
    assert!(ours.contains("unexpected ***"), "{ours}");
    assert_no_key(&ours);
}

#[test]
fn the_builder_does_not_print_the_key() {
    fn debug(value: &impl Debug) -> String {
        format!("{value:?} {value:#?}")
    }
    let builder = impatient("http://localhost:3000");
    assert_no_key(&debug(&builder));
    let mut headers = reqwest::header::HeaderMap::new();
    headers.insert("x-other-secret", KEY.parse().unwrap());
    let own = reqwest::Client::builder().default_headers(headers).build().unwrap();
    let builder = builder.http_client(own);
    assert_no_key(&debug(&builder));
    assert_no_key(&debug(&builder.build().unwrap()));
}

#[test]
fn a_configuration_that_cannot_work_is_refused_by_the_name_of_its_field() {
    let zero = std::time::Duration::ZERO;
    let builder = || impatient("http://localhost:3000");
    for (result, field) in [
        (builder().timeout(zero).build(), "timeout"),
        (builder().attempt_timeout(zero).build(), "attempt_timeout"),
        (builder().entitlements_timeout(zero).build(), "entitlements_timeout"),
        (builder().connect_timeout(zero).build(), "connect_timeout"),
    ] {
        let error = result.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().starts_with(&format!("`{field}` is zero")), "{error}");
    }
}

#[tokio::test]
async fn limits_without_end_are_no_problem() {
    let forever = std::time::Duration::MAX;
    let server = Server::start([Answer::status(503), Answer::status(401)]).await;
    let stigg = impatient(server.url())
        .timeout(forever)
        .attempt_timeout(forever)
        .entitlements_timeout(forever)
        .connect_timeout(forever)
        .build()
        .unwrap();
    let error = stigg.get_customer("c").await.unwrap_err();
    assert_eq!(error.attempts(), 2);
}
