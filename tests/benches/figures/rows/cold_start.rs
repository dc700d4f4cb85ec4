//! From nothing to the first answer. Each start is one of a new process, since a second one in the same would find much done.

use std::time::Instant;

use stigg::models::GetMeteredEntitlement;
use tokio::runtime::Runtime;

use crate::plans::{METERED, customer_id};
use crate::series::take_turns;
use crate::server::{self, Server};
use crate::table::{Line, Promise, Table, Unit};
use crate::{bare, child};

/// Row 13.
pub(super) fn all(_wanted: &[u8], table: &mut Table) {
    let server = Server::start();
    let [measured, floor] = take_turns(
        21,
        [&mut || child::figure(&["start", server.url()]), &mut || {
            child::figure(&["start-bare", server.url()])
        }],
    );
    table.add(&Line {
        row: 13,
        what: "cold start: from the builder to the first answer".to_owned(),
        unit: Unit::Milliseconds,
        measured,
        floor: Some(floor),
        promise: Promise::AtMost { must: 10.0, aim: 3.0 },
    });
}

/// A child: milliseconds from the builder to the first answer.
pub(crate) fn start(url: &str) -> f64 {
    milliseconds(async |customer| {
        let stigg = server::client(url).build().unwrap();
        let request = GetMeteredEntitlement::new(customer, METERED);
        assert!(!stigg.get_metered_entitlement(request).await.is_fallback);
    })
}

/// A child: the same without the client.
pub(crate) fn start_bare(url: &str) -> f64 {
    milliseconds(async |customer| {
        let client = reqwest::Client::new();
        bare::get(&client, url, customer).await;
    })
}

fn milliseconds(first_answer: impl AsyncFnOnce(&str)) -> f64 {
    let customer = customer_id(1);
    Runtime::new().unwrap().block_on(async {
        let started = Instant::now();
        first_answer(&customer).await;
        started.elapsed().as_secs_f64() * 1_000.0
    })
}
