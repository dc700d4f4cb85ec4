//! A server that plays a script: one scripted answer for each request, byte by byte, and a journal of what came in.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What the server does with one request.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    /// Writes these bytes and closes.
    Bytes(Vec<u8>),
    /// Writes these bytes, then nothing more, and keeps the connection open.
    BytesThenSilence(Vec<u8>),
}

impl Answer {
    /// An answer with a status, headers (each `name: value`) and a body.
    pub(crate) fn new(status: u16, headers: &[&str], body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        let mut bytes = format!("HTTP/1.1 {status} Scripted\r\nconnection: close\r\n").into_bytes();
        for header in headers {
            bytes.extend_from_slice(format!("{header}\r\n").as_bytes());
        }
        bytes.extend_from_slice(format!("content-length: {}\r\n\r\n", body.len()).as_bytes());
        bytes.extend_from_slice(body);
        Self::Bytes(bytes)
    }

    /// 200 with a JSON body.
    pub(crate) fn json(body: &Value) -> Self {
        Self::new(200, &["content-type: application/json"], body.to_string())
    }

    /// A status and no body.
    pub(crate) fn status(status: u16) -> Self {
        Self::new(status, &[], "")
    }

    /// Nothing at all: the connection is closed before any byte.
    pub(crate) fn nothing() -> Self {
        Self::Bytes(Vec::new())
    }

    /// Nothing at all, and the connection stays open.
    pub(crate) fn silence() -> Self {
        Self::BytesThenSilence(Vec::new())
    }
}

/// A request as it came in.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) target: String,
    /// In the order in which they came; names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(header, _)| header == name)
            .map(|(_, value)| value.as_str())
    }
}

#[derive(Debug)]
pub(crate) struct Server {
    address: String,
    journal: Arc<Mutex<Vec<Request>>>,
    task: JoinHandle<()>,
}

impl Server {
    /// Starts a server that answers in this order. A request too many gets a 599, which no test expects.
    pub(crate) async fn start(script: impl IntoIterator<Item = Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let journal = Arc::new(Mutex::new(Vec::new()));
        let script: VecDeque<Answer> = script.into_iter().collect();
        let task = tokio::spawn(play(listener, script, Arc::clone(&journal)));
        Self { address, journal, task }
    }

    /// The base URL.
    pub(crate) fn url(&self) -> &str {
        &self.address
    }

    /// What came in so far.
    pub(crate) fn journal(&self) -> Vec<Request> {
        self.journal.lock().unwrap().clone()
    }

    /// What came in so far, which has to be one request.
    #[track_caller]
    pub(crate) fn only_request(&self) -> Request {
        let mut journal = self.journal();
        assert_eq!(journal.len(), 1, "{journal:#?}");
        journal.remove(0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn play(listener: TcpListener, mut script: VecDeque<Answer>, journal: Arc<Mutex<Vec<Request>>>) {
    let mut kept_open = Vec::new();
    while let Ok((mut stream, _)) = listener.accept().await {
        // A connection that is closed again without a request.
        let Some(request) = read(&mut stream).await else {
            continue;
        };
        journal.lock().unwrap().push(request);
        match script.pop_front().unwrap_or_else(|| Answer::status(599)) {
            Answer::Bytes(bytes) => {
                let _ = stream.write_all(&bytes).await;
                let _ = stream.shutdown().await;
            }
            Answer::BytesThenSilence(bytes) => {
                let _ = stream.write_all(&bytes).await;
                kept_open.push(stream);
            }
        }
    }
}

async fn read(stream: &mut TcpStream) -> Option<Request> {
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let text = String::from_utf8(bytes[..head].to_vec()).unwrap();
    let mut lines = text.lines();
    let mut start = lines.next()?.split(' ');
    let mut request = Request {
        method: start.next()?.to_owned(),
        target: start.next()?.to_owned(),
        headers: lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
            .collect(),
        body: bytes.split_off(head + 4),
    };
    let length = request
        .header("content-length")
        .map_or(0, |length| length.parse().unwrap());
    while request.body.len() < length {
        if stream.read_buf(&mut request.body).await.ok()? == 0 {
            return None;
        }
    }
    Some(request)
}
