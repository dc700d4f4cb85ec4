//! What the tests share: a client that listens, and ways to wait for what happens in the background.

use std::time::Duration;

use stigg::models::{GetMeteredEntitlement, MeteredEntitlement, ReportUsage};
use stigg::{ConnectionState, Freshness, RealtimePolicy, Stigg};
use stigg_emulator::Sockets;
use stigg_tests::World;

/// What `pro-user` has used of `renders` before a test begins.
pub(crate) const USED: f64 = 40.0;

/// Longer than anything here takes, however busy the machine is.
const PATIENCE: Duration = Duration::from_secs(30);

/// A client that notices things within a fraction of a second, and tries again as quickly.
pub(crate) fn policy() -> RealtimePolicy {
    let mut policy = RealtimePolicy::default();
    policy.ack_timeout = Duration::from_secs(1);
    policy.ping_interval = Duration::from_millis(200);
    policy.pong_timeout = Duration::from_millis(400);
    policy.first_pause = Duration::from_millis(20);
    policy.longest_pause = Duration::from_millis(200);
    policy.refused_pause = Duration::from_millis(100);
    policy.unauthenticated_pause = Duration::from_millis(100);
    policy
}

/// A Stigg, somebody who changes things there, and a client that is told of it.
pub(crate) struct Live {
    pub(crate) world: World,
    pub(crate) stigg: Stigg,
}

impl Live {
    /// The client is connected, and has asked once for the customer `pro-user`.
    pub(crate) async fn start() -> Self {
        Self::start_with(|builder| builder).await
    }

    pub(crate) async fn start_with(change: impl FnOnce(stigg::StiggBuilder) -> stigg::StiggBuilder) -> Self {
        let world = World::start().await;
        let builder = world.builder().realtime(true).realtime_policy(policy());
        let stigg = change(builder).build().unwrap();
        let live = Self { world, stigg };
        live.reach(ConnectionState::Connected).await;
        assert!(!live.renders().await.is_fallback);
        live.world.sent();
        live
    }

    pub(crate) fn sockets(&self) -> Sockets {
        self.world.emulator.sockets()
    }

    pub(crate) async fn renders(&self) -> MeteredEntitlement {
        renders(&self.stigg).await
    }

    /// Somebody else uses something.
    pub(crate) async fn use_renders(&self, units: f64) {
        let usage = ReportUsage::new("pro-user", "renders", units);
        self.world.stigg.report_usage(usage).await.unwrap();
    }

    pub(crate) async fn reach(&self, state: ConnectionState) {
        until("the state of the connection", || self.stigg.connection_state() == state).await;
    }

    /// Waits until a check sees so much usage, beyond what was used before.
    pub(crate) async fn see_usage(&self, units: f64) {
        let peek = || {
            self.stigg
                .peek_metered_entitlement(GetMeteredEntitlement::new("pro-user", "renders"))
        };
        until("the usage", || {
            peek().is_some_and(|renders| renders.current_usage == USED + units)
        })
        .await;
    }

    /// How often entitlements were read since this was asked last.
    pub(crate) fn reads(&self) -> usize {
        let sent = self.world.sent();
        sent.iter()
            .filter(|name| *name == "entitlements-state.json" || *name == "GetEntitlementsState")
            .count()
    }
}

pub(crate) async fn renders(stigg: &Stigg) -> MeteredEntitlement {
    stigg
        .get_metered_entitlement(GetMeteredEntitlement::new("pro-user", "renders"))
        .await
}

/// Entries do not get old in these tests unless time passes.
pub(crate) fn short_lived() -> Freshness {
    Freshness::new(Duration::from_secs(10), Duration::from_secs(100))
}

/// Waits until something is so.
pub(crate) async fn until(what: &str, is_so: impl Fn() -> bool) {
    let waiting = async {
        while !is_so() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(PATIENCE, waiting)
        .await
        .unwrap_or_else(|_| panic!("{what}: not in time"));
}

/// Time for something to happen that should not.
pub(crate) async fn a_while() {
    tokio::time::sleep(Duration::from_millis(300)).await;
}
