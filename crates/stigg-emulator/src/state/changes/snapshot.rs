//! What a customer or a resource is entitled to, as far as those who watch are told.

use jiff::Timestamp;

use super::What;
use crate::entitlements::{Entitlement, Entitlements, Grant, UsagePeriod};
use crate::state::State;
use crate::wire::DeniedReason;

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Snapshot {
    denied: Option<DeniedReason>,
    features: Vec<Feature>,
    credits: Vec<Credits>,
    /// When usage counts that was reported ahead of its time.
    usage_ahead: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq)]
struct Feature {
    entitlement: FeatureEntitlement,
    usage: Option<f64>,
    usage_updated_at: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq)]
struct FeatureEntitlement {
    feature: String,
    /// Without the times of its sources.
    grant: Grant,
    period: Option<UsagePeriod>,
    valid_until: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq)]
struct Credits {
    entitlement: CreditEntitlement,
    consumed: f64,
    changed_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq)]
struct CreditEntitlement {
    currency: String,
    granted: f64,
    is_exhausted: bool,
    valid_until: Option<Timestamp>,
}

impl Snapshot {
    pub(super) fn of(state: &State, customer: &str, resource: Option<&str>) -> Self {
        let (denied, features) = match state.entitlements(customer, resource) {
            Entitlements::Denied(reason) => (Some(reason), Vec::new()),
            Entitlements::Granted(all) => (state.denial_beside(customer, resource), all),
        };
        let has_credits = matches!(denied, None | Some(DeniedReason::NoActiveSubscription));
        let usage_ahead = features
            .iter()
            .filter(|found| found.feature.is_metered())
            .flat_map(|found| state.usage_records(found.feature, customer, resource))
            .map(|(at, _)| at)
            .filter(|at| *at > state.now)
            .min();
        Self {
            denied,
            features: features.into_iter().map(Feature::new).collect(),
            credits: if has_credits {
                credits(state, customer, resource)
            } else {
                Vec::new()
            },
            usage_ahead,
        }
    }

    /// A customer that nobody knows.
    pub(super) fn absent() -> Self {
        Self {
            denied: Some(DeniedReason::CustomerNotFound),
            features: Vec::new(),
            credits: Vec::new(),
            usage_ahead: None,
        }
    }

    /// The same before usage was reported.
    pub(super) fn before_any_usage(&self) -> Self {
        let mut before = self.clone();
        for feature in &mut before.features {
            feature.usage = feature.usage.map(|_| 0.0);
            feature.usage_updated_at = None;
        }
        before
    }

    /// When it changes by itself after `now`.
    pub(super) fn due(&self, now: Timestamp) -> Option<Timestamp> {
        let features = self.features.iter().map(|feature| feature.entitlement.valid_until);
        let credits = self.credits.iter().map(|credits| credits.entitlement.valid_until);
        features
            .chain(credits)
            .chain([self.usage_ahead])
            .flatten()
            .filter(|due| *due > now)
            .min()
    }

    pub(super) fn changes_to(&self, new: &Self) -> Vec<What> {
        let mut changes = Vec::new();
        if self.entitles_like(new) {
            for (old, new) in self.features.iter().zip(&new.features) {
                if (old.usage, old.usage_updated_at) != (new.usage, new.usage_updated_at) {
                    let feature = new.entitlement.feature.clone();
                    changes.push(What::FeatureUsage { feature });
                }
            }
            for (old, new) in self.credits.iter().zip(&new.credits) {
                if (old.consumed, old.changed_at) != (new.consumed, new.changed_at) {
                    let currency = new.entitlement.currency.clone();
                    changes.push(What::CreditUsage { currency });
                }
            }
        } else {
            changes.push(What::Entitlements);
        }
        for credits in &new.credits {
            let currency = &credits.entitlement.currency;
            let mut old = self.credits.iter();
            if old.find(|old| old.entitlement.currency == *currency) != Some(credits) {
                let currency = currency.clone();
                changes.push(What::CreditBalance { currency });
            }
        }
        changes
    }

    fn entitles_like(&self, other: &Self) -> bool {
        let features = |all: &Self| -> Vec<FeatureEntitlement> {
            all.features.iter().map(|feature| feature.entitlement.clone()).collect()
        };
        let credits = |all: &Self| -> Vec<CreditEntitlement> {
            all.credits.iter().map(|credits| credits.entitlement.clone()).collect()
        };
        self.denied == other.denied && features(self) == features(other) && credits(self) == credits(other)
    }
}

impl Feature {
    fn new(found: Entitlement<'_>) -> Self {
        Self {
            entitlement: FeatureEntitlement {
                feature: found.feature.id.clone(),
                grant: Grant {
                    // Where periods are counted from is part of the period, where there is one.
                    anchor: Timestamp::UNIX_EPOCH,
                    updated_at: Timestamp::UNIX_EPOCH,
                    ..found.grant
                },
                period: found.usage_period,
                valid_until: found.valid_until,
            },
            usage: found.usage,
            usage_updated_at: found.usage_updated_at,
        }
    }
}

fn credits(state: &State, customer: &str, resource: Option<&str>) -> Vec<Credits> {
    let pools = state.pools_of(customer, resource).into_iter();
    pools
        .filter_map(|pool| {
            let balance = state.balance(pool)?;
            Some(Credits {
                entitlement: CreditEntitlement {
                    currency: pool.currency.clone(),
                    granted: balance.granted,
                    is_exhausted: balance.is_exhausted(),
                    valid_until: balance.valid_until,
                },
                consumed: balance.consumed,
                changed_at: balance.changed_at,
            })
        })
        .collect()
}
