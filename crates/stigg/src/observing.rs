//! Watching the client: its events and its counters.

use crate::{Counters, Event, EventKinds, Events, Listener, Result, Stigg};

/// # Watching the client
impl Stigg {
    /// What happens from now on: changes that Stigg pushes, the state of the connection, failed requests, answers that are
    /// stale or fallbacks. Without the hits of the cache, of which every check makes one: see [`events_of`](Self::events_of).
    ///
    /// Who reads too slowly loses the oldest events and is told how many; nobody ever waits for a reader. The stream ends
    /// when the client is closed or its last clone is dropped.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::Event;
    /// use stigg::models::{GetMeteredEntitlement, ReportUsage};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # stigg.provision_subscription(stigg::models::ProvisionSubscription::new("customer-42", "plan-free")).await?;
    /// # stigg.wait_for_initialization().await?;
    /// let mut events = stigg.events();
    /// stigg.report_usage(ReportUsage::new("customer-42", "api-calls", 3)).await?;
    /// while let Some(event) = events.next().await {
    ///     if let Event::UsageUpdated(usage) = event {
    ///         assert_eq!(usage.usage.current_usage, 3.0);
    ///         break;
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn events(&self) -> Events {
        self.events_of(EventKinds::default())
    }

    /// The same of chosen kinds. What nobody wants is not even made.
    pub fn events_of(&self, kinds: EventKinds) -> Events {
        self.inner.events.subscribe(kinds)
    }

    /// Gives events of these kinds to a function, from now on, in a task of its own.
    ///
    /// It is stopped when the [`Listener`] is dropped; [`forever`](Listener::forever) lets it go on as long as the client
    /// lives. A panic in it is caught.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) where there is no Tokio runtime.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::{Event, EventKind, EventKinds};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// let kinds = EventKinds::of([EventKind::FallbackServed, EventKind::ApiKeyInvalid]);
    /// let listener = stigg.on_event(kinds, |event| match event {
    ///     Event::FallbackServed(fallback) => eprintln!("a guess, because {}", fallback.cause),
    ///     Event::ApiKeyInvalid => eprintln!("the key of Stigg is wrong"),
    ///     _ => {}
    /// })?;
    /// listener.forever();
    /// # Ok(())
    /// # }
    /// ```
    pub fn on_event(&self, kinds: EventKinds, function: impl FnMut(&Event) + Send + 'static) -> Result<Listener> {
        self.inner.events.listen(kinds, function, &self.inner.loops)
    }

    /// What the client has counted since it was made, for a metrics system. Cheap.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::GetBooleanEntitlement;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// let request = GetBooleanEntitlement::new("customer-42", "single-sign-on");
    /// stigg.get_boolean_entitlement(request.clone()).await;
    /// stigg.get_boolean_entitlement(request).await;
    /// let counters = stigg.counters();
    /// assert_eq!((counters.cache_misses, counters.cache_hits), (1, 1));
    /// for (name, value) in counters.metrics() {
    ///     println!("stigg_{name} {value}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn counters(&self) -> Counters {
        let mut counters = self.inner.counters.read();
        counters.evictions = self.inner.store.evictions();
        counters.cached_entities = self.inner.store.len() as u64;
        counters.cached_bytes = self.inner.store.weight();
        counters
    }
}
