//! An emulator that goes away and comes back.

use std::time::Duration;

use serde_json::json;
use stigg_emulator::{Emulator, Fault, StartError};
use tokio::net::{TcpListener, TcpStream};

use super::client::{Client, End, USAGE, until};
use crate::support::{REPORT_USAGE, World};

fn usage() -> serde_json::Value {
    json!({ "input": { "customerId": "customer-demo", "featureId": "api-calls", "value": 1 } })
}

#[tokio::test]
async fn it_comes_back_at_the_same_address_with_its_state() {
    let world = World::new().await;
    let address = world.emulator.addr();
    world.run(REPORT_USAGE, usage()).await;
    let mut client = Client::connect(&world.emulator).await;
    world.emulator.stop_network().await;
    world.emulator.stop_network().await;
    assert_eq!(client.end().await, End::Cut);
    assert_eq!(world.emulator.sockets().count(), 0);
    assert!(TcpStream::connect(address).await.is_err());
    assert!(world.request(REPORT_USAGE, &usage()).send().await.is_err());

    world.clock.advance(Duration::from_secs(60));
    world.emulator.start_network().await.unwrap();
    world.emulator.start_network().await.unwrap();
    assert_eq!(world.emulator.addr(), address);
    let mut client = Client::connect(&world.emulator).await;
    client.subscribe(&world.emulator, "u", USAGE).await;
    world.run(REPORT_USAGE, usage()).await;
    let event = client.event("u", "usageUpdatedV2").await;
    assert_eq!(event["usage"]["currentUsage"], 2.0);
    assert_eq!(event["usage"]["usageUpdatedAt"], "2026-01-31T10:01:00.000Z");
    assert_eq!(world.emulator.requests_of("ReportUsage").len(), 2);
    assert_eq!(world.emulator.sockets().opened(), 2);
    world.emulator.shutdown().await;
    assert_eq!(
        client.end().await,
        End::Close(1001, "The emulator shuts down".to_owned())
    );
}

#[tokio::test]
async fn what_hangs_is_cut_too() {
    let world = World::new().await;
    world.emulator.faults().add(Fault::hang());
    let request = world.request(REPORT_USAGE, &usage()).send();
    let (answer, ()) = tokio::join!(request, async {
        until(|| world.emulator.requests().len() == 1).await;
        world.emulator.stop_network().await;
    });
    assert!(answer.is_err());
    world.emulator.shutdown().await;
}

#[tokio::test]
async fn it_comes_back_many_times_on_both_ports() {
    let emulator = Emulator::builder().edge_port(0).start().await.unwrap();
    for _ in 0..20 {
        let mut client = Client::connect(&emulator).await;
        let edge = emulator.edge_url().replacen("http://", "", 1);
        TcpStream::connect(&edge).await.unwrap();
        emulator.stop_network().await;
        assert_eq!(client.end().await, End::Cut);
        assert!(TcpStream::connect(&edge).await.is_err());
        emulator.start_network().await.unwrap();
    }
    assert_eq!((emulator.sockets().count(), emulator.sockets().opened()), (0, 20));
    emulator.shutdown().await;
}

#[tokio::test]
async fn it_does_not_come_back_where_somebody_else_is() {
    let emulator = Emulator::builder().start().await.unwrap();
    emulator.stop_network().await;
    let other = TcpListener::bind(emulator.addr()).await.unwrap();
    let refused = emulator.start_network().await.unwrap_err();
    assert!(matches!(refused, StartError::Bind { address, .. } if address == emulator.addr()));
    drop(other);
    emulator.start_network().await.unwrap();
    Client::connect(&emulator).await;
    emulator.shutdown().await;
}
