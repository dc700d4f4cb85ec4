//! What Stigg tells unasked: that entitlements, usage or credits of a customer changed, or that a package was published.

use serde::{Deserialize, Serialize};

use crate::{
    EntitlementCurrency, EntitlementState, EntitlementsState, EntitlementsStateAccessDeniedReason,
    PublishMigrationType, Timestamp, serde_ext,
};

/// The entitlements of a customer, or of one of its resources, changed. Holds all of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EntitlementsUpdated {
    /// Your id of the customer.
    pub customer_id: String,
    /// Your id of the resource; `None` for the customer itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// Why there are none, or why those that are missing are missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_denied_reason: Option<EntitlementsStateAccessDeniedReason>,
    /// The entitlements from now on.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub entitlements: Vec<EntitlementState>,
}

impl EntitlementsUpdated {
    /// The entitlements of a customer from now on.
    pub fn new(customer_id: impl Into<String>, entitlements: Vec<EntitlementState>) -> Self {
        Self {
            customer_id: customer_id.into(),
            resource_id: None,
            access_denied_reason: None,
            entitlements,
        }
    }

    /// The same as a state.
    pub fn to_state(&self) -> EntitlementsState {
        EntitlementsState {
            access_denied_reason: self.access_denied_reason.clone(),
            entitlements: self.entitlements.clone(),
        }
    }
}

/// The usage of a feature, or of credits, changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UsageUpdated {
    /// Your id of the customer.
    pub customer_id: String,
    /// Your id of the resource; `None` for the customer itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// What was used.
    pub entitlement_reference: EntitlementReference,
    /// How much.
    pub usage: EntitlementUsage,
}

impl UsageUpdated {
    /// How much a customer has used of something.
    pub fn new(customer_id: impl Into<String>, reference: EntitlementReference, usage: EntitlementUsage) -> Self {
        Self {
            customer_id: customer_id.into(),
            resource_id: None,
            entitlement_reference: reference,
            usage,
        }
    }
}

/// What an entitlement is to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "type", content = "id")]
#[non_exhaustive]
pub enum EntitlementReference {
    /// A feature, by your id.
    #[serde(rename = "FEATURE")]
    Feature(String),
    /// Credits, by the id of the currency.
    #[serde(rename = "CREDIT")]
    Credit(String),
}

/// How much was used, in which period, as of when.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EntitlementUsage {
    /// Units used in the period; of credits those consumed in total.
    pub current_usage: f64,
    /// The start of the usage period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_period_start: Option<Timestamp>,
    /// The end of the usage period; for credits, when recurring ones are granted again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_period_end: Option<Timestamp>,
    /// When this was the usage. `None` where Stigg does not tell: as of its arrival.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_updated_at: Option<Timestamp>,
}

impl EntitlementUsage {
    /// So much, without a period, as of now.
    pub fn new(current_usage: f64) -> Self {
        Self {
            current_usage,
            ..Self::default()
        }
    }
}

/// The credits of a customer, or of one of its resources, changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreditBalanceUpdated {
    /// Your id of the customer.
    pub customer_id: String,
    /// Your id of the resource; `None` for the customer itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// Your id of the credit currency.
    pub currency_id: String,
    /// The credit currency.
    pub currency: EntitlementCurrency,
    /// Credits left. Below zero when more were consumed than granted.
    pub current_balance: f64,
    /// Credits granted in total.
    pub total_granted: f64,
    /// Credits consumed in total.
    pub total_consumed: f64,
    /// When the balance has to be asked for again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Timestamp>,
}

impl CreditBalanceUpdated {
    /// The credits of a customer, of which so many were granted and so many consumed.
    pub fn new(
        customer_id: impl Into<String>,
        currency: EntitlementCurrency,
        total_granted: f64,
        total_consumed: f64,
    ) -> Self {
        Self {
            customer_id: customer_id.into(),
            resource_id: None,
            currency_id: currency.currency_id.clone(),
            currency,
            current_balance: total_granted - total_consumed,
            total_granted,
            total_consumed,
            valid_until: None,
        }
    }
}

/// A version of a plan or an add-on was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PackagePublished {
    /// Stigg's id of your account.
    pub account_id: String,
    /// Stigg's id of the environment.
    pub environment_id: String,
    /// `Plan` or `Addon`, as Stigg says it.
    pub package_type: String,
    /// Your id of the plan or add-on.
    pub package_ref_id: String,
    /// The version that was published.
    pub package_version: i64,
    /// Whether it holds for all customers or for new ones alone.
    pub migration_type: PublishMigrationType,
}

impl PackagePublished {
    /// The first version of a plan or an add-on was published.
    pub fn new(package_ref_id: impl Into<String>, migration_type: PublishMigrationType) -> Self {
        Self {
            account_id: String::new(),
            environment_id: String::new(),
            package_type: "Plan".to_owned(),
            package_ref_id: package_ref_id.into(),
            package_version: 1,
            migration_type,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn usage_names_what_was_used_as_stigg_does() {
        let value = json!({
            "customerId": "c", "entitlementReference": {"type": "CREDIT", "id": "tokens"},
            "usage": {"currentUsage": 5.0, "usageUpdatedAt": "2025-06-15T12:00:00.000Z"},
        });
        let event: UsageUpdated = serde_json::from_value(value.clone()).unwrap();
        assert_eq!(
            event.entitlement_reference,
            EntitlementReference::Credit("tokens".to_owned())
        );
        assert_eq!(serde_json::to_value(event).unwrap(), value);
    }

    #[test]
    fn a_list_of_entitlements_that_is_null_is_empty() {
        let value = json!({"customerId": "c", "accessDeniedReason": "CustomerIsArchived", "entitlements": null});
        let event: EntitlementsUpdated = serde_json::from_value(value).unwrap();
        let state = event.to_state();
        assert!(state.entitlements.is_empty());
        assert_eq!(
            state.access_denied_reason,
            Some(EntitlementsStateAccessDeniedReason::CustomerIsArchived)
        );
    }

    #[test]
    fn the_balance_is_what_was_granted_and_not_consumed() {
        let event = CreditBalanceUpdated::new("c", EntitlementCurrency::new("tokens"), 10.0, 12.5);
        assert!((event.current_balance + 2.5).abs() < f64::EPSILON);
        assert_eq!(event.currency_id, "tokens");
    }
}
