//! Subscriptions that exist elsewhere.

use jiff::Timestamp;

use super::is_newer_here;
use crate::error::{ApiError, Code};
use crate::state::State;
use crate::state::provisioning::Provision;
use crate::state::updating::Update;
use crate::wire::SubscriptionStatus;

/// A subscription as another system has it.
#[derive(Debug, Clone)]
pub(crate) struct ImportedSubscription {
    pub(crate) request: Provision,
    /// When the other system changed it.
    pub(crate) updated_at: Option<Timestamp>,
}

impl State {
    /// Brings a subscription in: makes it, or changes the one with its id. It is paid for elsewhere, so it begins without
    /// a trial and without a checkout.
    pub(crate) fn import_subscription(&mut self, import: ImportedSubscription) -> Result<(), ApiError> {
        let ImportedSubscription { request, updated_at } = import;
        let known = request
            .id
            .as_ref()
            .and_then(|id| self.subscription_by_id.get(id).copied());
        if let Some(index) = known {
            return self.import_again(index, request, updated_at);
        }
        let request = Provision {
            skip_trial: true,
            ..request
        };
        let index = self.subscribe(request)?;
        if self.subscription_at(index).status == SubscriptionStatus::PaymentPending {
            self.begin(index);
        }
        Ok(())
    }

    fn import_again(
        &mut self,
        index: usize,
        request: Provision,
        updated_at: Option<Timestamp>,
    ) -> Result<(), ApiError> {
        let known = self.subscription_at(index);
        if known.customer != request.customer || known.plan != request.plan {
            return Err(ApiError::new(
                Code::InvalidArgumentError,
                format!("Subscription {} belongs to another customer or plan", known.id),
            ));
        }
        if is_newer_here(known.updated_at, updated_at) {
            return Ok(());
        }
        let id = known.id.clone();
        let update = Update {
            addons: Some(request.addons),
            quantities: request.quantities,
            unit_quantity: request.unit_quantity,
            billing_period: request.billing_period,
            entitlements: request.entitlements,
            metadata: request.metadata,
            salesforce_id: request.salesforce_id,
            ..Update::default()
        };
        self.update_subscription(&id, update)?;
        self.change(index, |subscription| {
            if request.billing_id.is_some() {
                subscription.billing_id = request.billing_id;
            }
            if request.end.is_some() {
                subscription.end_date = request.end;
            }
        });
        Ok(())
    }
}
