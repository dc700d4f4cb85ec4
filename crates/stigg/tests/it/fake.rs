//! A transport that answers what a test says, counts, and can be slow or broken.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use stigg::models::{
    AutoRechargeSettings, CancelSubscription, ConsumeCredits, ConsumeCreditsResult, CreditGrant, CreditGrantInput,
    Currency, Customer, EntitlementFeature, EntitlementState, EntitlementsState, FeatureEntitlementState, FeatureType,
    GetMeteredEntitlement, GrantPromotionalEntitlementsInput, ImmediateSubscriptionPreviewInvoice, ImportCustomer,
    ImportCustomerBulk, ImportSubscriptionBulk, MeterType, MeteredEntitlement, MigrateSubscriptionToLatest,
    MigrateSubscriptionToLatestResult, Money, PreviewSubscription, PromotionalEntitlement, ProvisionSubscription,
    ProvisionSubscriptionResult, ReportEvent, ReportUsage, ReportUsageAck, ReportUsageBulk,
    SaveAutoRechargeSettingsInput, Subscription, SubscriptionPreviewV2, Timestamp,
};
use stigg::transport::{
    Catalog, Connection, Consistency, Credits, Customers, Entitlements, EntitlementsQuery, PromotionalEntitlements,
    RealtimeEvent, RealtimeFeed, Subscriptions, Usage, async_trait,
};
use stigg::{Clock, Error, ErrorKind, Freshness, ManualClock, Result, Stigg, StiggBuilder};
use tokio::sync::mpsc;

pub(crate) const CUSTOMER: &str = "customer-42";
pub(crate) const FEATURE: &str = "api-calls";
/// A feature of which no usage is taken.
pub(crate) const UNKNOWN: &str = "unknown";

/// What the fake answers and what it was asked; shared with the test.
#[derive(Clone, Default)]
pub(crate) struct Fake(Arc<Shared>);

#[derive(Default)]
struct Shared {
    script: Mutex<Script>,
    queries: Mutex<Vec<EntitlementsQuery>>,
    others: AtomicU64,
    under_way: AtomicU64,
    most_under_way: AtomicU64,
    feed: Mutex<Option<FakeFeed>>,
}

#[derive(Clone, Default)]
struct Script {
    state: EntitlementsState,
    fails: Option<Error>,
    takes: Duration,
    provision_tells: Option<Vec<EntitlementState>>,
}

impl Fake {
    pub(crate) fn with_limit(limit: f64) -> Self {
        let fake = Self::default();
        fake.answer(metered(limit, 0.0));
        fake
    }

    pub(crate) fn answer(&self, entitlement: FeatureEntitlementState) {
        self.script().state = EntitlementsState::new(vec![EntitlementState::Feature(entitlement)]);
    }

    pub(crate) fn answer_state(&self, state: EntitlementsState) {
        self.script().state = state;
    }

    pub(crate) fn fail(&self, kind: impl Into<Option<ErrorKind>>) {
        self.script().fails = kind.into().map(Error::new);
    }

    pub(crate) fn fail_with(&self, error: Error) {
        self.script().fails = Some(error);
    }

    pub(crate) fn take(&self, time: Duration) {
        self.script().takes = time;
    }

    pub(crate) fn tell_when_provisioned(&self, entitlement: FeatureEntitlementState) {
        self.script().provision_tells = Some(vec![EntitlementState::Feature(entitlement)]);
    }

    /// Offers a feed, which tells what is sent here.
    pub(crate) fn feed(&self) -> mpsc::UnboundedSender<RealtimeEvent> {
        let (sender, receiver) = mpsc::unbounded_channel();
        *self.0.feed.lock().unwrap() = Some(FakeFeed(receiver));
        sender
    }

    /// How often entitlements were read.
    pub(crate) fn reads(&self) -> usize {
        self.0.queries.lock().unwrap().len()
    }

    /// Whose entitlements were read, in order.
    pub(crate) fn customers_read(&self) -> Vec<String> {
        let queries = self.0.queries.lock().unwrap();
        queries.iter().map(|query| query.customer_id.clone()).collect()
    }

    /// How many reads of entitlements were under way at once, at most.
    pub(crate) fn most_reads_at_once(&self) -> u64 {
        self.0.most_under_way.load(Ordering::Relaxed)
    }

    pub(crate) fn last_consistency(&self) -> Option<Consistency> {
        self.0.queries.lock().unwrap().last().map(|query| query.consistency)
    }

    /// How many other operations were called.
    pub(crate) fn others(&self) -> u64 {
        self.0.others.load(Ordering::Relaxed)
    }

    fn script(&self) -> std::sync::MutexGuard<'_, Script> {
        self.0.script.lock().unwrap()
    }

    async fn respond<T>(&self, answer: impl FnOnce(Script) -> T) -> Result<T> {
        let script = self.script().clone();
        tokio::time::sleep(script.takes).await;
        match script.fails {
            Some(error) => Err(error),
            None => Ok(answer(script)),
        }
    }

    async fn other<T>(&self, answer: impl FnOnce(Script) -> T) -> Result<T> {
        self.0.others.fetch_add(1, Ordering::Relaxed);
        self.respond(answer).await
    }
}

#[async_trait]
impl Entitlements for Fake {
    async fn get_entitlements_state(&self, query: EntitlementsQuery) -> Result<EntitlementsState> {
        self.0.queries.lock().unwrap().push(query);
        let under_way = self.0.under_way.fetch_add(1, Ordering::Relaxed) + 1;
        self.0.most_under_way.fetch_max(under_way, Ordering::Relaxed);
        let answer = self.respond(|script| script.state).await;
        self.0.under_way.fetch_sub(1, Ordering::Relaxed);
        answer
    }
}

#[async_trait]
impl Subscriptions for Fake {
    async fn provision_subscription(&self, request: ProvisionSubscription) -> Result<ProvisionSubscriptionResult> {
        let _ = request;
        self.other(|script| {
            let mut result = ProvisionSubscriptionResult::success(Subscription::new("s-1", CUSTOMER, "plan-pro"));
            result.entitlements = script.provision_tells;
            result
        })
        .await
    }

    async fn cancel_subscription(&self, request: CancelSubscription) -> Result<Subscription> {
        // The change works even while reads fail.
        self.0.others.fetch_add(1, Ordering::Relaxed);
        Ok(Subscription::new(request.subscription_id, CUSTOMER, "plan-pro"))
    }

    async fn migrate_subscription_to_latest(
        &self,
        request: MigrateSubscriptionToLatest,
    ) -> Result<MigrateSubscriptionToLatestResult> {
        self.0.others.fetch_add(1, Ordering::Relaxed);
        Ok(MigrateSubscriptionToLatestResult::new(request.subscription_id))
    }

    async fn import_subscription_bulk(&self, request: ImportSubscriptionBulk) -> Result<()> {
        assert!(request.subscriptions.len() <= ImportSubscriptionBulk::MAX_PER_REQUEST);
        self.other(|_| ()).await
    }

    async fn preview_subscription(&self, request: PreviewSubscription) -> Result<SubscriptionPreviewV2> {
        let _ = request;
        let invoice = ImmediateSubscriptionPreviewInvoice::new(Money::new(20.into(), Currency::Usd));
        self.other(|_| SubscriptionPreviewV2::new(invoice)).await
    }
}

#[async_trait]
impl Customers for Fake {
    async fn archive_customer(&self, customer_id: &str) -> Result<String> {
        self.other(|_| customer_id.to_owned()).await
    }

    async fn unarchive_customer(&self, customer_id: &str) -> Result<Customer> {
        self.other(|_| Customer::new(customer_id, at(0))).await
    }

    async fn import_customer(&self, request: ImportCustomer) -> Result<Customer> {
        self.other(|_| Customer::new(request.customer_id.unwrap(), at(0))).await
    }

    async fn import_customer_bulk(&self, request: ImportCustomerBulk) -> Result<()> {
        assert!(request.customers.len() <= ImportCustomerBulk::MAX_PER_REQUEST);
        self.other(|_| ()).await
    }
}

#[async_trait]
impl Usage for Fake {
    async fn report_usage(&self, request: ReportUsage) -> Result<ReportUsageAck> {
        self.other(|_| counted(request)).await
    }

    /// Refuses a request with a report for a feature of this name.
    async fn report_usage_bulk(&self, request: ReportUsageBulk) -> Result<Vec<ReportUsageAck>> {
        self.other(|_| {
            if request.usages.iter().any(|report| report.feature_id == UNKNOWN) {
                return Err(Error::new(ErrorKind::NotFound));
            }
            Ok(request.usages.into_iter().map(counted).collect())
        })
        .await?
    }

    async fn report_events(&self, events: Vec<ReportEvent>) -> Result<()> {
        let _ = events;
        self.other(|_| ()).await
    }
}

fn counted(report: ReportUsage) -> ReportUsageAck {
    let mut ack = ReportUsageAck::new("m-1", report.customer_id, report.feature_id);
    ack.current_usage = Some(report.value);
    ack.timestamp = Some(at(1_000));
    ack
}

#[async_trait]
impl Connection for Fake {
    async fn verify_api_key(&self) -> Result<()> {
        self.other(|_| ()).await
    }

    /// There is one if the test asked for it, and only one.
    fn realtime(&self) -> Result<Box<dyn RealtimeFeed>> {
        let feed = self.0.feed.lock().unwrap().take();
        match feed {
            Some(feed) => Ok(Box::new(feed)),
            None => Err(Error::new(ErrorKind::Unsupported)),
        }
    }
}

/// A feed that tells what the test says.
pub(crate) struct FakeFeed(mpsc::UnboundedReceiver<RealtimeEvent>);

#[async_trait]
impl RealtimeFeed for FakeFeed {
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

impl Catalog for Fake {}

#[async_trait]
impl Credits for Fake {
    async fn grant_credits(&self, request: CreditGrantInput) -> Result<CreditGrant> {
        let _ = request;
        self.other(|_| CreditGrant::new("g-1", CUSTOMER, "credits", 1000.0, at(0)))
            .await
    }

    async fn consume_credits(&self, request: ConsumeCredits) -> Result<ConsumeCreditsResult> {
        self.other(|_| ConsumeCreditsResult::new(request.customer_id, request.currency_id, 1.0, at(0)))
            .await
    }

    async fn save_automatic_recharge_configuration(
        &self,
        request: SaveAutoRechargeSettingsInput,
    ) -> Result<AutoRechargeSettings> {
        let _ = request;
        self.other(|_| AutoRechargeSettings::new(CUSTOMER, "credits")).await
    }
}

#[async_trait]
impl PromotionalEntitlements for Fake {
    async fn grant_promotional_entitlements(
        &self,
        request: GrantPromotionalEntitlementsInput,
    ) -> Result<Vec<PromotionalEntitlement>> {
        let _ = request;
        self.other(|_| Vec::new()).await
    }
}

/// A client of a fake, with a clock that stands still, and ages of 10 s and 100 s.
pub(crate) fn client(fake: &Fake) -> (Stigg, ManualClock) {
    client_with(fake, |builder| builder)
}

pub(crate) fn client_with(fake: &Fake, change: impl FnOnce(StiggBuilder) -> StiggBuilder) -> (Stigg, ManualClock) {
    let clock = ManualClock::new(at(0));
    let builder = Stigg::builder()
        .transport(Arc::new(fake.clone()))
        .clock(clock.clone())
        .freshness(Freshness::new(Duration::from_secs(10), Duration::from_secs(100)))
        .refreshes_per_second(0);
    (change(builder).build().unwrap(), clock)
}

/// So many seconds after the start of every test.
pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millisecond(1_750_000_000_000 + seconds * 1_000).unwrap()
}

pub(crate) fn feature(id: &str, feature_type: FeatureType, meter_type: Option<MeterType>) -> EntitlementFeature {
    let mut feature = EntitlementFeature::new(id);
    feature.feature_type = Some(feature_type);
    feature.is_metered = meter_type.is_some();
    feature.meter_type = meter_type;
    feature
}

pub(crate) fn metered(limit: f64, current_usage: f64) -> FeatureEntitlementState {
    let feature = feature(FEATURE, FeatureType::Number, Some(MeterType::Incremental));
    let mut entitlement = FeatureEntitlementState::new(feature);
    entitlement.usage_limit = Some(limit);
    entitlement.current_usage = current_usage;
    entitlement.entitlement_updated_at = Some(at(-1_000));
    entitlement
}

/// Asks for the metered feature.
pub(crate) async fn ask(stigg: &Stigg) -> MeteredEntitlement {
    stigg
        .get_metered_entitlement(GetMeteredEntitlement::new(CUSTOMER, FEATURE))
        .await
}

/// Lets time pass until then.
pub(crate) fn pass_until(clock: &ManualClock, time: Timestamp) {
    clock.advance(time.saturating_duration_since(clock.now()));
}
