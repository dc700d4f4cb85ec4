//! Entitlements to all features of a group at once.

use serde::{Deserialize, Serialize};

use super::grant::{GrantPromotionalEntitlementInput, validate_entitlements};
use crate::validation::id;
use crate::{InvalidRequest, serde_ext};

/// Gives a customer the features of a group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GrantPromotionalEntitlementsGroupInput {
    /// Your id of the customer.
    pub customer_id: String,
    /// Your id of the feature group.
    pub feature_group_id: String,
    /// What the customer is given: at least every feature of the group that it does not have yet, and none of another.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub promotional_entitlements: Vec<GrantPromotionalEntitlementInput>,
}

impl GrantPromotionalEntitlementsGroupInput {
    /// Gives a customer a group by these entitlements.
    pub fn new(
        customer_id: impl Into<String>,
        feature_group_id: impl Into<String>,
        promotional_entitlements: impl Into<Vec<GrantPromotionalEntitlementInput>>,
    ) -> Self {
        Self {
            customer_id: customer_id.into(),
            feature_group_id: feature_group_id.into(),
            promotional_entitlements: promotional_entitlements.into(),
        }
    }

    /// Checks the request without sending it.
    ///
    /// # Errors
    ///
    /// An id is empty, a limit is not a finite number, or an entitlement until a date has no date.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        id("customerId", &self.customer_id)?;
        id("featureGroupId", &self.feature_group_id)?;
        validate_entitlements(&self.promotional_entitlements)
    }
}

/// Declares a request that names a customer and a group.
macro_rules! customer_and_group {
    ($(#[$meta:meta])* $request:ident, $new:literal) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        #[non_exhaustive]
        pub struct $request {
            /// Your id of the customer.
            pub customer_id: String,
            /// Your id of the feature group.
            pub feature_group_id: String,
        }

        impl $request {
            #[doc = $new]
            pub fn new(customer_id: impl Into<String>, feature_group_id: impl Into<String>) -> Self {
                Self {
                    customer_id: customer_id.into(),
                    feature_group_id: feature_group_id.into(),
                }
            }

            /// Checks the request without sending it.
            ///
            /// # Errors
            ///
            /// An id is empty.
            pub fn validate(&self) -> Result<(), InvalidRequest> {
                id("customerId", &self.customer_id)?;
                id("featureGroupId", &self.feature_group_id)
            }
        }
    };
}

customer_and_group! {
    /// Takes the features of a group away from a customer, but for those that it has by another group as well.
    RevokePromotionalEntitlementsGroupInput, "Takes a group away from a customer."
}
customer_and_group! {
    /// Takes entitlements of a customer out of a group: the customer keeps them, one by one.
    UnlinkPromotionalEntitlementsGroupInput, "Takes what a customer has of a group out of the group."
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::PromotionalEntitlementPeriod;

    #[test]
    fn requests_travel_as_in_the_official_sdk() {
        let seats = GrantPromotionalEntitlementInput::new("seats", PromotionalEntitlementPeriod::SixMonth);
        assert_eq!(
            serde_json::to_value(GrantPromotionalEntitlementsGroupInput::new("c", "g", [seats])).unwrap(),
            json!({"customerId": "c", "featureGroupId": "g",
                "promotionalEntitlements": [{"featureId": "seats", "period": "SIX_MONTH"}]})
        );
        let group = json!({"customerId": "c", "featureGroupId": "g"});
        let revoke = RevokePromotionalEntitlementsGroupInput::new("c", "g");
        assert_eq!(serde_json::to_value(revoke).unwrap(), group);
        let unlink = UnlinkPromotionalEntitlementsGroupInput::new("c", "g");
        assert_eq!(serde_json::to_value(unlink).unwrap(), group);
    }

    #[test]
    fn customer_and_group_are_named() {
        let custom = GrantPromotionalEntitlementInput::new("seats", PromotionalEntitlementPeriod::Custom);
        let field = |outcome: Result<(), InvalidRequest>| outcome.unwrap_err().field().to_owned();
        let grant = |customer: &str, group: &str, entitlements: Vec<_>| {
            GrantPromotionalEntitlementsGroupInput::new(customer, group, entitlements)
        };
        assert!(grant("c", "g", vec![]).validate().is_ok());
        assert_eq!(field(grant("", "g", vec![]).validate()), "customerId");
        assert_eq!(field(grant("c", "", vec![]).validate()), "featureGroupId");
        assert_eq!(
            field(grant("c", "g", vec![custom]).validate()),
            "promotionalEntitlements[0].customEndDate"
        );
        assert_eq!(
            field(RevokePromotionalEntitlementsGroupInput::new("c", "").validate()),
            "featureGroupId"
        );
        assert_eq!(
            field(UnlinkPromotionalEntitlementsGroupInput::new("", "g").validate()),
            "customerId"
        );
    }
}
