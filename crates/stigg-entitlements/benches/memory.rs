//! The memory that cached customers take: what the operating system says, not what the store counts.

#[path = "support/world.rs"]
mod world;

use std::hint::black_box;
use std::process::Command;
use std::{env, fs};

use stigg_entitlements::{EntityKey, EntityKeyRef, MemoryStore};
use world::{FEATURES, customer_id, entity, fill};

const CUSTOMERS: usize = 10_000;
/// About what an entity is worth of a limit, to know how much has flowed through.
const ENTITY: u64 = 4_000;

/// Each in a process of its own, in which nobody has freed anything before.
const MEASUREMENTS: [(&str, fn()); 4] = [
    ("each", each),
    ("loaded", || flow(32 << 20, 1)),
    ("pushed", || flow(32 << 20, 10)),
    ("small", || flow(8 << 20, 2)),
];

/// Resident bytes of this process; 0 where there is no `/proc`.
fn resident() -> u64 {
    let pages = fs::read_to_string("/proc/self/statm")
        .ok()
        .and_then(|text| text.split(' ').nth(1)?.parse::<u64>().ok());
    pages.unwrap_or(0) * 4096
}

#[expect(clippy::print_stdout, reason = "this is a program that prints")]
fn each() {
    let before = resident();
    let store = MemoryStore::new(1 << 30);
    fill(&store, 0..CUSTOMERS);
    let taken = resident() - before;
    println!(
        "{CUSTOMERS} customers with {FEATURES} features: {} resident bytes each, {} counted",
        taken / CUSTOMERS as u64,
        store.weight() / CUSTOMERS as u64
    );
}

/// Ten times a limit flows through a store: of each customer so many states, one after the other.
#[expect(clippy::print_stdout, reason = "this is a program that prints")]
fn flow(limit: u64, states: u64) {
    let before = resident();
    let store = MemoryStore::new(limit);
    let (mut flown, mut customer, mut most) = (0, 0, 0);
    while flown < 10 * limit {
        let id = customer_id(customer);
        store.put(EntityKey::new(id.as_str(), None::<&str>), entity(customer));
        for _ in 1..states {
            store.put_if_known(EntityKeyRef::new(&id, None), entity(customer));
        }
        flown += ENTITY * states;
        customer += 1;
        if customer.is_multiple_of(100) {
            most = most.max(resident().saturating_sub(before));
        }
    }
    println!(
        "{customer} customers with {states} states each through {limit} bytes: {} kept, {} bytes counted, {most} resident at most: {} %",
        store.len(),
        store.weight(),
        most * 100 / limit
    );
}

fn main() {
    // What the first of everything takes is nobody's in particular.
    drop(black_box(entity(0)));
    let asked = env::var("MEASURE").ok();
    for (name, measure) in MEASUREMENTS {
        match &asked {
            Some(asked) if asked == name => measure(),
            Some(_) => {}
            None => {
                let program = env::current_exe().expect("this program is somewhere");
                let status = Command::new(program).env("MEASURE", name).status();
                assert!(status.expect("it runs").success());
            }
        }
    }
}
