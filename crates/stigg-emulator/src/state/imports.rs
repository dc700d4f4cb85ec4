//! Customers that exist elsewhere.

use jiff::Timestamp;

use super::State;
use super::customers::{NewCustomer, Patch, PaymentMethod, Profile};
use crate::error::{ApiError, Code};

/// What another system knows about a customer.
#[derive(Debug, Clone, Default)]
pub(crate) struct ImportedCustomer {
    pub(crate) id: Option<String>,
    pub(crate) profile: Profile,
    pub(crate) payment_method: Option<PaymentMethod>,
    /// How old this knowledge is; what is known here and newer wins.
    pub(crate) updated_at: Option<Timestamp>,
}

impl State {
    /// Makes the customer, or brings it up to date; returns its id.
    pub(crate) fn import_customer(&mut self, imported: ImportedCustomer) -> Result<String, ApiError> {
        let known = imported.id.as_deref().and_then(|id| self.any_customer(id));
        let Some(known) = known else {
            return self.create_customer(NewCustomer {
                id: imported.id,
                profile: imported.profile,
                payment_method: imported.payment_method,
                ..NewCustomer::default()
            });
        };
        let id = known.id.clone();
        if known.archived_at.is_some() {
            return Err(ApiError::new(
                Code::EntityIsArchivedError,
                format!("Customer {id} is archived"),
            ));
        }
        let is_newer_here = imported.updated_at.is_some_and(|at| known.updated_at > at);
        if !is_newer_here {
            self.update_customer(&id, imported.profile, Patch::Leave, imported.payment_method)?;
        }
        Ok(id)
    }
}
