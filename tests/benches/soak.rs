//! Hours of traffic in minutes: checks of far more customers than the cache holds, updates, lost connections and outages, in
//! simulated time. Prints what happened and how much memory it took meanwhile; fails when memory goes on growing, when a check
//! fell back although something was known, or when anything is left running in the end.
//!
//! `cargo bench --package stigg-tests --bench soak -- 120` runs for 120 s; the default is 20.

#![allow(clippy::unwrap_used, reason = "a bench that panics has failed")]
#![allow(clippy::print_stdout, reason = "this is what it is for")]
#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the numbers are small"
)]

use std::fs;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use stigg::models::{
    EntitlementFeature, EntitlementReference, EntitlementState, EntitlementUsage, EntitlementsState,
    EntitlementsUpdated, FeatureEntitlementState, FeatureType, GetMeteredEntitlement, MeterType, PackagePublished,
    PublishMigrationType, Timestamp, UsageUpdated,
};
use stigg::transport::{
    Catalog, Connection, Credits, Customers, Disconnected, Entitlements, EntitlementsQuery, PromotionalEntitlements,
    RealtimeEvent, RealtimeFeed, Subscriptions, Usage, async_trait,
};
use stigg::{Clock, Error, ErrorKind, ManualClock, Result, Stigg};
use tokio::sync::mpsc;

const CUSTOMERS: usize = 50_000;
const FEATURES: usize = 50;
const CACHE_BYTES: u64 = 32 << 20;
/// How much simulated time passes in one step.
const STEP: Duration = Duration::from_secs(10);
const CHECKS_PER_STEP: usize = 200;
const PUSHES_PER_STEP: usize = 20;

fn main() {
    let seconds = std::env::args()
        .filter_map(|argument| argument.parse().ok())
        .next_back();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let is_good = runtime.block_on(soak(Duration::from_secs(seconds.unwrap_or(20))));
    std::process::exit(i32::from(!is_good));
}

async fn soak(wall: Duration) -> bool {
    let clock = ManualClock::new("2026-01-31T10:00:00Z".parse().unwrap());
    let (feed, receiver) = mpsc::unbounded_channel();
    let stigg_away = Arc::new(AtomicBool::new(false));
    let transport = Simulated {
        clock: clock.clone(),
        is_away: Arc::clone(&stigg_away),
        reads: AtomicU64::default(),
        feed: Mutex::new(Some(Feed(receiver))),
        template: template(),
    };
    let stigg = Stigg::builder()
        .transport(Arc::new(transport))
        .clock(clock.clone())
        .cache_bytes(CACHE_BYTES)
        .pause_after_failure(Duration::from_millis(5))
        .build()
        .unwrap();
    feed.send(RealtimeEvent::Connected).unwrap();

    let (begin, start) = (Instant::now(), clock.now());
    let mut random = fastrand::Rng::with_seed(42);
    let (mut checks, mut stale, mut fallbacks, mut wrong, mut pushes) = (0_u64, 0_u64, 0_u64, 0_u64, 0_u64);
    let mut memory: Vec<f64> = Vec::new();
    let mut connected = true;
    let mut step = 0_u64;
    while begin.elapsed() < wall {
        step += 1;
        clock.advance(STEP);
        for _ in 0..CHECKS_PER_STEP {
            let customer = skewed(&mut random);
            let request = GetMeteredEntitlement::new(customer_id(customer), "feature-7").with_requested_usage(1);
            let was_known = stigg.peek_metered_entitlement(request.clone()).is_some();
            let answer = stigg.get_metered_entitlement(request).await;
            checks += 1;
            stale += u64::from(answer.origin.is_stale());
            fallbacks += u64::from(answer.is_fallback);
            wrong += u64::from(answer.is_fallback && was_known);
        }
        for _ in 0..PUSHES_PER_STEP {
            pushes += 1;
            feed.send(push(skewed(&mut random), clock.now(), &mut random)).unwrap();
        }
        // Every five minutes the connection is lost for ten seconds, every hour Stigg is away for five minutes, every two hours
        // a package is published.
        match step % 30 {
            0 => {
                let error = Error::new(ErrorKind::Network);
                let lost = Disconnected::new(error, Duration::from_secs(1));
                feed.send(RealtimeEvent::Disconnected(lost)).unwrap();
                connected = false;
            }
            1 if !connected => {
                feed.send(RealtimeEvent::Connected).unwrap();
                connected = true;
            }
            _ => {}
        }
        match step % 360 {
            180 => stigg_away.store(true, Ordering::Relaxed),
            210 => stigg_away.store(false, Ordering::Relaxed),
            _ => {}
        }
        if step % 720 == 5 {
            let published = PackagePublished::new("plan-pro", PublishMigrationType::AllCustomers);
            feed.send(RealtimeEvent::PackagePublished(published)).unwrap();
        }
        let progress = begin.elapsed().as_secs_f64() / wall.as_secs_f64();
        if progress * 20.0 >= memory.len() as f64 + 1.0 {
            memory.push(resident_mib());
        }
    }

    let simulated = clock.now().saturating_duration_since(start);
    let counters = stigg.counters();
    println!(
        "simulated {:.1} h in {:.0} s: {checks} checks, {stale} stale, {fallbacks} fallbacks ({wrong} although something was known), {pushes} pushes",
        simulated.as_secs_f64() / 3600.0,
        begin.elapsed().as_secs_f64(),
    );
    println!("{counters:#?}");
    println!("resident MiB at each twentieth: {memory:.1?}");
    stigg.close().await;
    feed.closed().await;
    drop(stigg);
    tokio::time::sleep(Duration::from_millis(100)).await;
    let tasks = tokio::runtime::Handle::current().metrics().num_alive_tasks();
    println!("tasks left: {tasks}");
    let middle = highest(&memory[memory.len() / 3..memory.len() * 2 / 3]);
    let last = highest(&memory[memory.len() * 2 / 3..]);
    println!("highest of the second third {middle:.1} MiB, of the last third {last:.1} MiB");
    let is_flat = last <= middle * 1.05 + 2.0;
    println!("memory is flat: {is_flat}");
    is_flat && wrong == 0 && tasks == 0
}

fn highest(memory: &[f64]) -> f64 {
    memory.iter().copied().fold(0.0, f64::max)
}

/// Resident memory of this process.
fn resident_mib() -> f64 {
    let statm = fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: f64 = statm
        .split_whitespace()
        .nth(1)
        .and_then(|pages| pages.parse().ok())
        .unwrap_or(0.0);
    pages * 4096.0 / f64::from(1 << 20)
}

/// Some customers are asked for far more often than others.
fn skewed(random: &mut fastrand::Rng) -> usize {
    let uniform = random.f64();
    ((CUSTOMERS as f64) * uniform * uniform * uniform) as usize
}

fn customer_id(customer: usize) -> String {
    format!("customer-{customer:08}")
}

fn push(customer: usize, now: Timestamp, random: &mut fastrand::Rng) -> RealtimeEvent {
    if random.u8(..) < 200 {
        let mut usage = EntitlementUsage::new(f64::from(random.u16(..)));
        usage.usage_updated_at = Some(now);
        let feature = EntitlementReference::Feature("feature-7".to_owned());
        RealtimeEvent::UsageUpdated(UsageUpdated::new(customer_id(customer), feature, usage))
    } else {
        let mut entitlements = template();
        for entitlement in &mut entitlements {
            if let EntitlementState::Feature(feature) = entitlement {
                feature.usage_limit = Some(f64::from(random.u16(..)));
                feature.entitlement_updated_at = Some(now);
            }
        }
        RealtimeEvent::EntitlementsUpdated(EntitlementsUpdated::new(customer_id(customer), entitlements))
    }
}

fn template() -> Vec<EntitlementState> {
    (0..FEATURES)
        .map(|i| {
            let mut feature = EntitlementFeature::new(format!("feature-{i}"));
            feature.display_name = Some(format!("Feature number {i}"));
            feature.feature_type = Some(FeatureType::Number);
            feature.meter_type = Some(MeterType::Incremental);
            let mut entitlement = FeatureEntitlementState::new(feature);
            entitlement.usage_limit = Some(1_000.0);
            EntitlementState::Feature(entitlement)
        })
        .collect()
}

/// A Stigg in the process.
struct Simulated {
    clock: ManualClock,
    is_away: Arc<AtomicBool>,
    reads: AtomicU64,
    feed: Mutex<Option<Feed>>,
    template: Vec<EntitlementState>,
}

struct Feed(mpsc::UnboundedReceiver<RealtimeEvent>);

#[async_trait]
impl RealtimeFeed for Feed {
    async fn next(&mut self) -> RealtimeEvent {
        match self.0.recv().await {
            Some(event) => event,
            None => std::future::pending().await,
        }
    }

    async fn close(&mut self) {
        self.0.close();
    }
}

#[async_trait]
impl Entitlements for Simulated {
    async fn get_entitlements_state(&self, _query: EntitlementsQuery) -> Result<EntitlementsState> {
        if self.is_away.load(Ordering::Relaxed) {
            return Err(Error::new(ErrorKind::Connect));
        }
        let reads = self.reads.fetch_add(1, Ordering::Relaxed);
        let mut entitlements = self.template.clone();
        for entitlement in &mut entitlements {
            if let EntitlementState::Feature(feature) = entitlement {
                feature.current_usage = (reads % 1_000) as f64;
                feature.entitlement_updated_at = Some(self.clock.now());
                feature.usage_updated_at = Some(self.clock.now());
            }
        }
        Ok(EntitlementsState::new(entitlements))
    }
}

#[async_trait]
impl Connection for Simulated {
    fn realtime(&self) -> Result<Box<dyn RealtimeFeed>> {
        match self.feed.lock().unwrap().take() {
            Some(feed) => Ok(Box::new(feed)),
            None => Err(Error::new(ErrorKind::Unsupported)),
        }
    }
}

impl Customers for Simulated {}
impl Subscriptions for Simulated {}
impl Catalog for Simulated {}
impl Usage for Simulated {}
impl Credits for Simulated {}
impl PromotionalEntitlements for Simulated {}
