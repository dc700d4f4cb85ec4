//! How grants of one feature are put together.

use jiff::Timestamp;

use crate::catalog::model::{PackageEntitlement, Reset};
use crate::state::promotional_entitlements::Promotion;
use crate::state::subscriptions::Subscription;
use crate::wire::WidgetType;

/// What one or more sources give of one feature.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Grant {
    pub(crate) granted: bool,
    pub(crate) limit: Option<f64>,
    pub(crate) unlimited: bool,
    pub(crate) soft_limit: bool,
    pub(crate) values: Vec<String>,
    pub(crate) reset: Option<Reset>,
    /// Usage periods are counted from here.
    pub(crate) anchor: Timestamp,
    /// When a source last changed.
    pub(crate) updated_at: Timestamp,
    pub(crate) display_name: Option<String>,
    pub(crate) hidden_from: Vec<WidgetType>,
}

impl Grant {
    pub(super) fn new(entitlement: &PackageEntitlement, subscription: &Subscription) -> Self {
        Self {
            granted: entitlement.granted,
            limit: entitlement.limit,
            unlimited: entitlement.unlimited,
            soft_limit: entitlement.soft_limit,
            values: entitlement.values.clone(),
            reset: entitlement.reset,
            anchor: subscription.usage_anchor,
            updated_at: subscription.updated_at,
            display_name: entitlement.display_name.clone(),
            hidden_from: entitlement.hidden_from.clone(),
        }
    }

    pub(super) fn promotional(promotion: &Promotion) -> Self {
        let entitlement = &promotion.entitlement;
        Self {
            granted: true,
            limit: entitlement.limit,
            unlimited: entitlement.unlimited,
            soft_limit: entitlement.soft_limit,
            values: entitlement.values.clone(),
            reset: entitlement.reset,
            anchor: promotion.start,
            updated_at: promotion.updated_at,
            display_name: None,
            hidden_from: Vec::new(),
        }
    }

    /// The more generous of two sources: granted over not, unlimited over a number, the greater number, the values of
    /// both, a soft limit over a hard one. Reset period and anchor go with the greater limit; of equal ones, the first.
    pub(super) fn or(self, other: Self) -> Self {
        match (self.granted, other.granted) {
            (true, false) => return self,
            (false, true) => return other,
            _ => {}
        }
        let updated_at = self.updated_at.max(other.updated_at);
        let soft_limit = self.soft_limit || other.soft_limit;
        let values = union(&self.values, &other.values);
        let winner = if other.generosity() > self.generosity() {
            other
        } else {
            self
        };
        Self {
            soft_limit,
            values,
            updated_at,
            ..winner
        }
    }

    /// An add-on on top: limits add up, values come together.
    pub(super) fn plus(self, addon: Self) -> Self {
        match (self.granted, addon.granted) {
            (true, false) => return self,
            (false, true) => return addon,
            _ => {}
        }
        let unlimited = self.unlimited || addon.unlimited;
        let limit = match (self.limit, addon.limit) {
            _ if unlimited => None,
            (None, limit) | (limit, None) => limit,
            (Some(own), Some(more)) => Some(own + more),
        };
        Self {
            limit,
            unlimited,
            soft_limit: self.soft_limit || addon.soft_limit,
            values: union(&self.values, &addon.values),
            reset: self.reset.or(addon.reset),
            updated_at: self.updated_at.max(addon.updated_at),
            ..self
        }
    }

    /// The grant of so many pieces of an add-on.
    pub(super) fn times(self, quantity: f64) -> Self {
        Self {
            limit: self.limit.map(|limit| limit * quantity),
            ..self
        }
    }

    fn generosity(&self) -> f64 {
        if self.unlimited {
            f64::INFINITY
        } else {
            self.limit.unwrap_or(0.0)
        }
    }
}

fn union(left: &[String], right: &[String]) -> Vec<String> {
    let mut all = left.to_vec();
    all.extend(right.iter().filter(|value| !left.contains(value)).cloned());
    all
}
