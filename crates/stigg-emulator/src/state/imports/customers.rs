//! Customers that exist elsewhere.

use jiff::Timestamp;

use super::is_newer_here;
use crate::error::{ApiError, Code};
use crate::state::State;
use crate::state::customers::{NewCustomer, Patch, PaymentMethod, Profile};

/// What another system knows about a customer.
#[derive(Debug, Clone, Default)]
pub(crate) struct ImportedCustomer {
    pub(crate) id: Option<String>,
    pub(crate) profile: Profile,
    pub(crate) payment_method: Option<PaymentMethod>,
    /// When the other system changed it.
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
        if !is_newer_here(known.updated_at, imported.updated_at) {
            self.update_customer(&id, imported.profile, Patch::Leave, imported.payment_method)?;
        }
        Ok(id)
    }
}
