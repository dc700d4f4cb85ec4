//! The customers that the catalogue begins with.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::Map;

use super::State;
use super::credits::{NewGrant, Pool};
use super::customers::{NewCustomer, PaymentMethod, Profile};
use super::provisioning::Provision;
use super::usage::{Report, UsageKey};
use crate::catalog::{Content, Path};
use crate::error::ApiError;
use crate::wire::UsageUpdateBehavior;

impl State {
    /// The state at the beginning. An error names the place in the catalogue that cannot be carried out.
    pub(crate) fn new(catalog: &Arc<Content>, now: Timestamp) -> Result<Self, (Path, ApiError)> {
        let mut state = Self::empty(Arc::clone(catalog), now);
        for (index, seed) in catalog.seeds.iter().enumerate() {
            let path = Path::default().key("customers").index(index);
            let customer = NewCustomer {
                id: Some(seed.id.clone()),
                profile: Profile {
                    name: seed.name.clone(),
                    email: seed.email.clone(),
                    billing_id: seed.billing_id.clone(),
                    metadata: seed.metadata.clone(),
                    ..Profile::default()
                },
                coupon: seed.coupon.clone(),
                payment_method: seed.payment_method.then(|| PaymentMethod::card(None)),
                ..NewCustomer::default()
            };
            state.create_customer(customer).map_err(|error| (path.clone(), error))?;
            for (index, subscription) in seed.subscriptions.iter().enumerate() {
                let request = Provision {
                    customer: seed.id.clone(),
                    plan: subscription.plan.clone(),
                    id: subscription.id.clone(),
                    resource: subscription.resource.clone(),
                    billing_period: subscription.billing_period,
                    skip_trial: subscription.skip_trial,
                    addons: subscription
                        .addons
                        .iter()
                        .map(|(id, quantity)| (id.clone(), Some(*quantity)))
                        .collect(),
                    quantities: subscription.quantities.clone(),
                    ..Provision::default()
                };
                state
                    .subscribe(request)
                    .map_err(|error| (path.key("subscriptions").index(index), error))?;
            }
            for (feature, value) in &seed.usage {
                let report = Report {
                    key: UsageKey {
                        customer: seed.id.clone(),
                        resource: None,
                        feature: feature.clone(),
                    },
                    value: *value,
                    behavior: UsageUpdateBehavior::Set,
                    at: None,
                    idempotency_key: None,
                    dimensions: Map::new(),
                };
                state
                    .report_usage(report)
                    .map_err(|error| (path.key("usage").key(feature), error))?;
            }
            for (currency, amount) in &seed.credits {
                let pool = Pool {
                    customer: seed.id.clone(),
                    currency: currency.clone(),
                    resource: None,
                };
                state
                    .grant_credits(NewGrant::gift(pool, "Initial credits", *amount))
                    .map_err(|error| (path.key("credits").key(currency), error))?;
            }
        }
        Ok(state)
    }
}
