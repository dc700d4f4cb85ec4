//! What Stigg tells unasked, and what it does to the cache.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};

use stigg_entitlements::{
    CachedEntity, CreditBalance, EntitlementReference, EntityKeyRef, Pushed, Source, UsageUpdate,
};
use stigg_models::{
    CreditBalanceUpdated, EntitlementReference as Reference, EntitlementsUpdated, PackagePublished,
    PublishMigrationType, UsageUpdated,
};
use stigg_transport::{Connection, Disconnected, ErrorKind, RealtimeEvent, RealtimeFeed, Unreadable};
use tokio::runtime::Handle;
use tokio_util::sync::CancellationToken;
use tracing::{debug, info, warn};

use crate::client::Inner;
use crate::counters::Count;
use crate::events::{ConnectionState, Event, EventKind};

impl Inner {
    /// Starts what goes on in the background, unless it does already or there is no runtime to do it on.
    pub(crate) fn start_loops(self: &Arc<Self>) {
        if self.has_loops.load(Ordering::Relaxed) || self.offline || self.is_closed() {
            return;
        }
        let Ok(runtime) = Handle::try_current() else { return };
        if self.has_loops.swap(true, Ordering::AcqRel) {
            return;
        }
        let running = Running(Arc::downgrade(self));
        if let Some(feed) = self.open_feed() {
            self.set_connection(ConnectionState::Connecting);
            self.loops
                .spawn_on(listen(running, feed, self.closed.clone()), &runtime);
        } else {
            self.set_connection(ConnectionState::Off);
            let closed = self.closed.clone();
            // Does nothing but to end with the runtime, so that the loops begin again on another one.
            let wait = async move {
                let _running = running;
                closed.cancelled().await;
            };
            self.loops.spawn_on(wait, &runtime);
        }
        let refreshing = crate::refresher::run(Arc::downgrade(self), self.closed.clone());
        self.loops.spawn_on(refreshing, &runtime);
    }

    fn open_feed(&self) -> Option<Box<dyn RealtimeFeed>> {
        if !self.realtime {
            return None;
        }
        match self.transport.realtime() {
            Ok(feed) => Some(feed),
            Err(error) => {
                if error.kind() != ErrorKind::Unsupported {
                    warn!(%error, "there are no realtime updates");
                }
                None
            }
        }
    }

    fn told(&self, event: RealtimeEvent) {
        match event {
            RealtimeEvent::Connected => self.connected(),
            RealtimeEvent::Disconnected(why) => self.disconnected(&why),
            RealtimeEvent::EntitlementsUpdated(event) => self.entitlements_updated(event),
            RealtimeEvent::UsageUpdated(event) => self.usage_updated(event),
            RealtimeEvent::CreditBalanceUpdated(event) => self.credit_balance_updated(event),
            RealtimeEvent::PackagePublished(event) => self.package_published(event),
            RealtimeEvent::Unreadable(what) => self.unreadable(&what),
            _ => debug!("an update of a kind that is not known"),
        }
    }

    fn connected(&self) {
        info!("realtime updates arrive");
        self.counters.count(Count::RealtimeConnects);
        self.transport.answered();
        self.link.connected(self.clock.monotonic());
        self.set_connection(ConnectionState::Connected);
    }

    fn disconnected(&self, why: &Disconnected) {
        let state = if why.error.kind() == ErrorKind::Unauthenticated {
            ConnectionState::Unauthenticated
        } else {
            ConnectionState::Disconnected
        };
        self.link.disconnected(self.clock.monotonic());
        if self.set_connection(state) {
            self.counters.count(Count::RealtimeDisconnects);
            warn!(error = %why.error, retry_in = ?why.retry_in, "realtime updates do not arrive");
            if state == ConnectionState::Unauthenticated {
                self.events.emit(Event::ApiKeyInvalid);
            }
        } else {
            debug!(error = %why.error, retry_in = ?why.retry_in, "still no realtime updates");
        }
    }

    fn entitlements_updated(&self, event: EntitlementsUpdated) {
        let key = EntityKeyRef::new(&event.customer_id, event.resource_id.as_deref());
        let says_nothing = event.entitlements.is_empty() && event.access_denied_reason.is_none();
        self.news.note(&event.customer_id);
        let applied = if says_nothing {
            // As Stigg's other SDKs take it: something is different, and whoever wants to know has to ask.
            self.ask_again(&event.customer_id);
            true
        } else {
            let entity = CachedEntity::new(event.to_state(), self.stamp(Source::Push));
            let pushed = self.store.put_if_known(key, entity);
            if pushed == Pushed::Refused {
                // Late, or the version went back because an entitlement was taken away: only Stigg can tell.
                self.ask_again(&event.customer_id);
            }
            pushed == Pushed::Applied
        };
        self.count_push(applied);
        self.events.emit_with(EventKind::EntitlementsUpdated, || {
            Event::EntitlementsUpdated(Arc::new(event))
        });
    }

    fn usage_updated(&self, event: UsageUpdated) {
        let reference = match &event.entitlement_reference {
            Reference::Feature(id) => EntitlementReference::Feature(id),
            Reference::Credit(id) => EntitlementReference::Credit(id),
            _ => return,
        };
        let usage = &event.usage;
        let updated_at = usage.usage_updated_at.unwrap_or_else(|| self.clock.now());
        let update = UsageUpdate::new(reference, usage.current_usage, updated_at)
            .with_period(usage.usage_period_start, usage.usage_period_end);
        let key = EntityKeyRef::new(&event.customer_id, event.resource_id.as_deref());
        self.news.note(&event.customer_id);
        self.count_push(self.store.update_usage(key, &update));
        self.events
            .emit_with(EventKind::UsageUpdated, || Event::UsageUpdated(Arc::new(event)));
    }

    fn credit_balance_updated(&self, event: CreditBalanceUpdated) {
        let mut balance = CreditBalance::new(
            &event.currency_id,
            event.total_granted,
            event.total_consumed,
            self.clock.now(),
        );
        balance.valid_until = event.valid_until;
        let key = EntityKeyRef::new(&event.customer_id, event.resource_id.as_deref());
        self.news.note(&event.customer_id);
        self.count_push(self.store.update_credit_balance(key, &balance));
        self.events.emit_with(EventKind::CreditBalanceUpdated, || {
            Event::CreditBalanceUpdated(Arc::new(event))
        });
    }

    fn package_published(&self, event: PackagePublished) {
        if event.migration_type == PublishMigrationType::AllCustomers {
            // Whose entitlements it changes is not told.
            self.link.missed_something(self.clock.monotonic());
        }
        self.events
            .emit_with(EventKind::PackagePublished, || Event::PackagePublished(Arc::new(event)));
    }

    fn unreadable(&self, what: &Unreadable) {
        warn!(error = %what.error, "a realtime update cannot be read; whom it is about is asked for again");
        self.counters.count(Count::PushesUnreadable);
        match &what.customer_id {
            Some(customer_id) => self.ask_again(customer_id),
            None => self.link.missed_something(self.clock.monotonic()),
        }
    }

    /// Something about a customer is different, and it is not known what: the next check asks the API, because the Edge may
    /// not know either.
    fn ask_again(&self, customer_id: &str) {
        self.news.note(customer_id);
        self.outdate(customer_id);
    }

    fn count_push(&self, applied: bool) {
        self.counters.count(if applied {
            Count::PushesApplied
        } else {
            Count::PushesIgnored
        });
    }

    /// Whether that is another state than before.
    fn set_connection(&self, state: ConnectionState) -> bool {
        let changed = self.connection.send_if_modified(|known| {
            let changed = *known != state;
            *known = state;
            changed
        });
        if changed {
            self.events.emit(Event::ConnectionStateChanged(state));
        }
        changed
    }
}

/// Lives as long as the loops do: when their runtime ends, updates do not arrive any more, and the next use of the client
/// begins them again on the runtime that it is used on.
struct Running(Weak<Inner>);

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(inner) = self.0.upgrade() {
            inner.link.disconnected(inner.clock.monotonic());
            inner.set_connection(ConnectionState::Disconnected);
            inner.has_loops.store(false, Ordering::Release);
        }
    }
}

async fn listen(running: Running, mut feed: Box<dyn RealtimeFeed>, closed: CancellationToken) {
    while let Some(event) = closed.run_until_cancelled(feed.next()).await {
        let Some(inner) = running.0.upgrade() else { return };
        inner.told(event);
    }
    feed.close().await;
}
