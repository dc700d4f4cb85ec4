//! Taking an entitlement away again.

use serde::{Deserialize, Serialize};

use crate::InvalidRequest;
use crate::validation::id;

/// Takes one promotional entitlement away from a customer.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RevokePromotionalEntitlementInput {
    /// Your id of the customer.
    pub customer_id: String,
    /// Your id of the feature.
    pub feature_id: String,
}

impl RevokePromotionalEntitlementInput {
    /// Takes a feature away from a customer that was given it.
    pub fn new(customer_id: impl Into<String>, feature_id: impl Into<String>) -> Self {
        Self {
            customer_id: customer_id.into(),
            feature_id: feature_id.into(),
        }
    }

    /// Checks the request without sending it.
    ///
    /// # Errors
    ///
    /// An id is empty.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        id("customerId", &self.customer_id)?;
        id("featureId", &self.feature_id)
    }
}

/// The promotional entitlement that was taken away.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RevokedPromotionalEntitlement {
    /// Stigg's id of the entitlement.
    pub id: String,
}

impl RevokedPromotionalEntitlement {
    /// The entitlement with this id of Stigg's.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_revoked_is_named() {
        assert!(
            RevokePromotionalEntitlementInput::new("customer-42", "seats")
                .validate()
                .is_ok()
        );
        let nobody = RevokePromotionalEntitlementInput::new("", "seats")
            .validate()
            .unwrap_err();
        assert_eq!(nobody.field(), "customerId");
        let nothing = RevokePromotionalEntitlementInput::new("customer-42", " ")
            .validate()
            .unwrap_err();
        assert_eq!(nothing.field(), "featureId");
    }
}
