//! A server in a process of its own that answers every read with the same body, and counts.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::{io, process, thread};

use stigg::{Stigg, StiggBuilder};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::{child, plans};

/// What everybody sends.
pub(crate) const API_KEY: &str = "server-of-the-figures";

/// The server as its parent sees it. It ends with it.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    /// When it closes, the child ends, however the parent does.
    _life: ChildStdin,
    url: String,
}

/// How many requests there were.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Requests {
    /// For entitlements, from the Edge.
    pub(crate) edge: u64,
    /// All others, but for attempts to open a WebSocket.
    pub(crate) other: u64,
}

impl Server {
    /// Starts one.
    pub(crate) fn start() -> Self {
        let mut command = child::command(&["server"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut address = String::new();
        let mut printed = BufReader::new(child.stdout.take().unwrap());
        printed.read_line(&mut address).unwrap();
        Self {
            _life: child.stdin.take().unwrap(),
            child,
            url: format!("http://{}", address.trim()),
        }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// A client of it, before it is built.
    pub(crate) fn client(&self) -> StiggBuilder {
        client(&self.url)
    }

    /// How many requests there were so far. This one does not count.
    pub(crate) fn requests(&self) -> Requests {
        let mut stream = std::net::TcpStream::connect(self.url.trim_start_matches("http://")).unwrap();
        stream
            .write_all(b"GET /count HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
            .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let counts = answer.rsplit("\r\n").next().unwrap();
        let (edge, other) = counts.split_once(' ').unwrap();
        Requests {
            edge: edge.parse().unwrap(),
            other: other.parse().unwrap(),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A client of a server at this address, before it is built.
pub(crate) fn client(url: &str) -> StiggBuilder {
    Stigg::builder().api_key(API_KEY).base_url(url).edge_url(url)
}

/// Is the server, until the parent ends.
pub(crate) fn serve() {
    thread::spawn(|| {
        // Nothing is ever written there; it ends.
        let _ = io::stdin().read(&mut [0]);
        process::exit(0);
    });
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()
        .unwrap();
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        println!("{}", listener.local_addr().unwrap());
        let counts = Arc::new(Counts::new());
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let counts = Arc::clone(&counts);
            tokio::spawn(async move {
                // Whoever hangs up has what it wanted.
                let _ = converse(stream, &counts).await;
            });
        }
    });
}

struct Counts {
    edge: AtomicU64,
    other: AtomicU64,
    /// The whole answer to a read, head and body.
    answer: Vec<u8>,
}

impl Counts {
    fn new() -> Self {
        Self {
            edge: AtomicU64::new(0),
            other: AtomicU64::new(0),
            answer: answer("200 OK", &plans::edge_body()),
        }
    }
}

fn answer(status: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}")
        .into_bytes()
}

/// Answers one request after the other, until the other side hangs up.
async fn converse(mut stream: TcpStream, counts: &Counts) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut received = Vec::with_capacity(16 * 1024);
    loop {
        let Some(head) = received.windows(4).position(|window| window == b"\r\n\r\n") else {
            if stream.read_buf(&mut received).await? == 0 {
                return Ok(());
            }
            continue;
        };
        let text = String::from_utf8_lossy(&received[..head]).to_ascii_lowercase();
        let length = text
            .lines()
            .find_map(|line| line.strip_prefix("content-length:")?.trim().parse::<usize>().ok())
            .unwrap_or_default();
        let end = head + 4 + length;
        while received.len() < end {
            if stream.read_buf(&mut received).await? == 0 {
                return Ok(());
            }
        }
        received.drain(..end);
        if text.starts_with("get /count ") {
            let (edge, other) = (
                counts.edge.load(Ordering::Relaxed),
                counts.other.load(Ordering::Relaxed),
            );
            return stream.write_all(&answer("200 OK", &format!("{edge} {other}"))).await;
        }
        if text.contains("\r\nupgrade:") {
            stream.write_all(&answer("404 Not Found", "")).await?;
        } else if text.starts_with("get /v1/c/") {
            counts.edge.fetch_add(1, Ordering::Relaxed);
            stream.write_all(&counts.answer).await?;
        } else {
            // The API answers in the shape of the Edge.
            counts.other.fetch_add(1, Ordering::Relaxed);
            stream.write_all(&counts.answer).await?;
        }
    }
}
