//! Reading the entitlements of customers before anybody asks for them.

use std::sync::Arc;

use futures_util::stream::{self, StreamExt};
use stigg_entitlements::EntityKey;
use stigg_models::InvalidRequest;

use crate::client::checked;
use crate::events::Entity;
use crate::{Error, Stigg};

/// How many are read at once.
const AT_ONCE: usize = 16;

impl From<&str> for Entity {
    /// A customer.
    fn from(customer_id: &str) -> Self {
        Self::new(customer_id, None::<&str>)
    }
}

impl From<&String> for Entity {
    /// A customer.
    fn from(customer_id: &String) -> Self {
        Self::from(customer_id.as_str())
    }
}

impl From<String> for Entity {
    /// A customer.
    fn from(customer_id: String) -> Self {
        Self::new(customer_id, None::<&str>)
    }
}

impl<C: Into<Arc<str>>, R: Into<Arc<str>>> From<(C, R)> for Entity {
    /// A resource of a customer.
    fn from((customer_id, resource_id): (C, R)) -> Self {
        Self::new(customer_id, Some(resource_id))
    }
}

/// What became of a [`warm_up`](Stigg::warm_up).
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct WarmUp {
    /// How many were read, or were fresh already. Whether all of them fit, [`Counters::evictions`](crate::Counters::evictions)
    /// tells.
    pub loaded: usize,
    /// Those that could not be read, and why.
    pub failed: Vec<(Entity, Error)>,
}

/// # Warming up
impl Stigg {
    /// Reads the entitlements of these customers or resources into the cache, so that not even their first check waits. What
    /// is fresh already is not read again. One request for each, 16 at a time.
    ///
    /// Reads go through the same limits as those of checks; when Stigg cannot be reached, most of them fail at once. Offline, and
    /// after [`close`](Self::close), all of them do. What nobody asks for afterwards is not refreshed: see
    /// [`Freshness`](crate::Freshness).
    ///
    /// # Examples
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// let warm_up = stigg.warm_up(["customer-1", "customer-2"]).await;
    /// assert_eq!(warm_up.loaded, 2);
    ///
    /// // Resources go with their customers.
    /// let warm_up = stigg.warm_up([("customer-1", "workspace-1")]).await;
    /// for (entity, error) in warm_up.failed {
    ///     println!("{} is cold: {error}", entity.customer_id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn warm_up(&self, entities: impl IntoIterator<Item: Into<Entity>>) -> WarmUp {
        let entities: Vec<Entity> = entities.into_iter().map(Into::into).collect();
        let mut outcomes = stream::iter(entities)
            .map(|entity| async move {
                let outcome = self.warm(&entity).await;
                (entity, outcome)
            })
            .buffer_unordered(AT_ONCE);
        let mut result = WarmUp::default();
        while let Some((entity, outcome)) = outcomes.next().await {
            match outcome {
                Ok(()) => result.loaded += 1,
                Err(error) => result.failed.push((entity, error)),
            }
        }
        result
    }

    async fn warm(&self, entity: &Entity) -> Result<(), Error> {
        const OPERATION: &str = "warm_up";
        // Whether it may be asked at all; the read itself counts as work of its own.
        self.transport(OPERATION)?;
        checked(OPERATION, InvalidRequest::check_id("customerId", &entity.customer_id))?;
        let key = EntityKey::new(entity.customer_id.clone(), entity.resource_id.clone());
        self.inner.warm(key.as_ref()).await
    }
}
