//! Lifecycle and refusals, with a clock that is moved by hand.

#![expect(clippy::float_cmp, reason = "small numbers that are exact")]

use jiff::Timestamp;
use serde_json::{Map, json};

use super::customers::{NewCustomer, Patch, PaymentMethod, Profile};
use super::events::Event;
use super::history::{History, HistoryQuery, Series};
use super::provisioning::{CouponChoice, Outcome, Provision, TrialOverride};
use super::updating::{Cancellation, Update};
use super::usage::{Report, UsageKey};
use super::*;
use crate::catalog::Catalog;
use crate::catalog::model::{Discount, PackageEntitlement};
use crate::entitlements::{Entitlements, Request};
use crate::error::{ApiError, Code};

use crate::wire::{
    BillingCycleAnchor, BillingPeriod, CancelReason, CancellationAction, CancellationTime, DeniedReason,
    ScheduleStrategy, SubscriptionStatus, TrialEndBehavior, UsageMarkerType, UsageUpdateBehavior,
};

mod changes;
mod credits;
mod ending;
mod history;
mod imports;
mod money;
mod moving;
mod previews;
mod promotional_entitlements;
mod provisioning;
mod trials;
mod usage;

const CATALOG: &str = r#"{
    "featureGroups": [{ "id": "talk", "features": ["calls", "sso"] }, { "id": "office", "features": ["sso", "seats"] }],
    "features": [
        { "id": "calls", "type": "number", "meter": "incremental" },
        { "id": "seats", "type": "number", "meter": "fluctuating" },
        { "id": "sso", "type": "boolean" },
        { "id": "regions", "type": "enum", "values": ["eu", "us"] }
    ],
    "products": [
        {
            "id": "app",
            "plans": [
                { "id": "free", "pricing": "free", "entitlements": { "calls": { "limit": 10, "reset": "month" }, "seats": 1 } },
                {
                    "id": "pro", "pricing": "paid", "basePlan": "free",
                    "prices": [{ "period": "monthly", "amount": 20 }, { "period": "annually", "amount": 200 }],
                    "entitlements": { "calls": { "limit": 100, "reset": "month" }, "seats": 5, "sso": true },
                    "compatibleAddons": ["more", "extra"]
                },
                {
                    "id": "tried", "pricing": "paid",
                    "trial": { "duration": 14, "units": "day", "end": "cancelSubscription" },
                    "prices": [{ "period": "monthly", "amount": 30 }],
                    "entitlements": { "calls": { "limit": 50, "reset": "month" } }
                },
                {
                    "id": "converted", "pricing": "paid",
                    "trial": { "duration": 1, "units": "month", "end": "convertToPaid" },
                    "prices": [{ "period": "monthly", "amount": 40 }],
                    "entitlements": { "sso": true }
                },
                {
                    "id": "per-seat", "pricing": "paid",
                    "prices": [{ "period": "monthly", "feature": "seats", "amount": 5, "minUnits": 2, "maxUnits": 10 }],
                    "entitlements": { "sso": true }
                },
                { "id": "custom", "pricing": "custom", "basePlan": "pro", "entitlements": { "seats": "unlimited" } }
            ],
            "addons": [
                {
                    "id": "more", "pricing": "paid", "maxQuantity": 3,
                    "prices": [{ "period": "monthly", "amount": 8 }], "entitlements": { "calls": 50 }
                },
                {
                    "id": "extra", "pricing": "paid", "dependencies": ["more"],
                    "prices": [{ "period": "monthly", "amount": 1 }], "entitlements": { "calls": 1 }
                },
                { "id": "foreign", "pricing": "paid", "prices": [{ "period": "monthly", "amount": 1 }] }
            ]
        },
        {
            "id": "sites", "multipleSubscriptions": true,
            "plans": [
                { "id": "site", "pricing": "free", "entitlements": { "calls": { "limit": 7, "reset": "day" } } },
                {
                    "id": "site-paid", "pricing": "paid", "prices": [{ "period": "monthly", "amount": 9 }],
                    "entitlements": { "calls": { "limit": 70, "reset": "day" } }
                }
            ]
        },
        {
            "id": "soft", "end": { "downgradeTo": "soft-free" }, "downgradeTime": "endOfBillingPeriod",
            "cancellationTime": "endOfBillingPeriod",
            "plans": [
                { "id": "soft-free", "pricing": "free", "entitlements": { "seats": 1 } },
                {
                    "id": "soft-pro", "pricing": "paid", "basePlan": "soft-free",
                    "trial": { "duration": 7, "units": "day", "end": "cancelSubscription" },
                    "prices": [{ "period": "monthly", "amount": 10 }], "entitlements": { "seats": 3 }
                }
            ]
        }
    ],
    "coupons": [
        { "id": "tenth", "percentOff": 10 },
        { "id": "five", "amountOff": 5 },
        { "id": "old", "percentOff": 50, "status": "archived" }
    ]
}"#;

/// A state with the customer `c` and a clock.
struct World {
    state: State,
}

impl World {
    fn new() -> Self {
        Self::with(CATALOG)
    }

    fn with(catalog: &str) -> Self {
        let state = Catalog::from_json(catalog)
            .unwrap()
            .state(at("2026-01-31T10:00:00Z"))
            .unwrap();
        let mut world = Self { state };
        world.customer("c");
        world
    }

    /// The same catalogue with a billing integration.
    fn with_billing() -> Self {
        Self::with(&CATALOG.replacen('{', r#"{ "billingIntegration": true,"#, 1))
    }

    fn customer(&mut self, id: &str) {
        self.state
            .create_customer(NewCustomer {
                id: Some(id.to_owned()),
                ..NewCustomer::default()
            })
            .unwrap();
    }

    fn go_to(&mut self, time: &str) {
        self.state.advance(at(time));
    }

    /// Provisions at once and returns the index.
    #[track_caller]
    fn subscribe(&mut self, request: Provision) -> usize {
        match self.state.provision(request) {
            Ok(Outcome::Done(index)) => index,
            other => panic!("no subscription: {other:?}"),
        }
    }

    #[track_caller]
    fn refused(&mut self, request: Provision) -> Code {
        self.state.provision(request).unwrap_err().code
    }

    fn get(&self, index: usize) -> &Subscription {
        self.state.subscription_at(index)
    }

    fn status(&self, index: usize) -> (SubscriptionStatus, Option<CancelReason>) {
        (self.get(index).status, self.get(index).cancel_reason)
    }

    /// Statuses and plans of all subscriptions of `c`, oldest first.
    fn all(&self) -> Vec<(&str, SubscriptionStatus)> {
        let all = self.state.subscriptions_of("c").into_iter();
        all.map(|index| (self.get(index).plan.as_str(), self.get(index).status))
            .collect()
    }

    /// Limit and usage of a feature of `c`.
    fn metered(&self, resource: Option<&str>, feature: &str) -> Option<(Option<f64>, f64)> {
        match self.state.entitlements("c", resource) {
            Entitlements::Granted(all) => all
                .iter()
                .find(|found| found.feature.id == feature)
                .map(|found| (found.grant.limit, found.usage.unwrap_or_default())),
            Entitlements::Denied(_) => None,
        }
    }

    #[track_caller]
    fn report(&mut self, feature: &str, value: f64, behavior: UsageUpdateBehavior) {
        self.state.report_usage(report(feature, value, behavior)).unwrap();
    }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A request of customer `c`, monthly where the plan is paid.
fn plan(plan: &str) -> Provision {
    Provision {
        customer: "c".to_owned(),
        plan: plan.to_owned(),
        billing_period: Some(BillingPeriod::Monthly),
        ..Provision::default()
    }
}

fn report(feature: &str, value: f64, behavior: UsageUpdateBehavior) -> Report {
    Report {
        key: UsageKey {
            customer: "c".to_owned(),
            resource: None,
            feature: feature.to_owned(),
        },
        value,
        behavior,
        at: None,
        idempotency_key: None,
        dimensions: Map::new(),
    }
}
