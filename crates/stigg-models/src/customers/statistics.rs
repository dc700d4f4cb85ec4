//! How many subscriptions a customer has.

use serde::{Deserialize, Serialize};

use crate::{PricingType, serde_ext};

/// What is counted about a customer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CustomerStatistics {
    /// The counts.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub statistics: SubscriptionStatistics,
}

impl CustomerStatistics {
    /// Counts of subscriptions.
    pub fn new(statistics: SubscriptionStatistics) -> Self {
        Self { statistics }
    }

    /// How many subscriptions the customer has that are in force and of this kind.
    pub fn active_subscriptions(&self, pricing_type: &PricingType) -> f64 {
        let counts = self.statistics.active_subscriptions_by_pricing_type.iter();
        counts
            .filter(|count| count.pricing_type == *pricing_type)
            .map(|count| count.total_count)
            // The sum of no floating-point numbers would be -0.
            .fold(0.0, |total, count| total + count)
    }
}

/// How many subscriptions a customer has.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubscriptionStatistics {
    /// The subscriptions that are in force, free, paid and custom ones apart. A kind without any may be missing.
    #[serde(default, deserialize_with = "serde_ext::null_as_default")]
    pub active_subscriptions_by_pricing_type: Vec<PricingTypeStatistics>,
}

impl SubscriptionStatistics {
    /// Counts by the kind of subscription.
    pub fn new(active_subscriptions_by_pricing_type: Vec<PricingTypeStatistics>) -> Self {
        Self {
            active_subscriptions_by_pricing_type,
        }
    }
}

/// How many subscriptions of one kind there are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PricingTypeStatistics {
    /// Free, paid or custom.
    pub pricing_type: PricingType,
    /// How many there are.
    pub total_count: f64,
}

impl PricingTypeStatistics {
    /// So many subscriptions of a kind.
    pub fn new(pricing_type: PricingType, total_count: f64) -> Self {
        Self {
            pricing_type,
            total_count,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_customer_without_statistics_has_nothing_to_count() {
        for json in [json!({}), json!({"statistics": null}), json!({"statistics": {}})] {
            let statistics: CustomerStatistics = serde_json::from_value(json).unwrap();
            assert_eq!(statistics, CustomerStatistics::default());
            assert!(statistics.active_subscriptions(&PricingType::Paid).abs() < f64::EPSILON);
        }
    }

    #[test]
    fn a_kind_that_occurs_twice_is_added_up() {
        let counts =
            [PricingType::Paid, PricingType::Free, PricingType::Paid].map(|kind| PricingTypeStatistics::new(kind, 2.0));
        let statistics = CustomerStatistics::new(SubscriptionStatistics::new(counts.into()));
        let paid = statistics.active_subscriptions(&PricingType::Paid);
        assert!((paid - 4.0).abs() < f64::EPSILON, "{paid}");
    }
}
