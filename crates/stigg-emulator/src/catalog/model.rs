//! The catalogue after it was checked: every reference in it leads somewhere.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value};

pub(crate) use super::file::{Aggregation, DowngradeTime, Operation, UsageReset};
use crate::wire::{
    BillingCadence, BillingModel, BillingPeriod, CancellationTime, CouponStatus, EntitlementBehavior, Meter,
    MonthlyAccordingTo, PricingType, ResetPeriod, Rounding, TiersMode, TrialEndBehavior, TrialUnits, WeeklyAccordingTo,
    WidgetType, YearlyAccordingTo,
};

/// Free-form values that belong to the user of the catalogue.
pub(crate) type Metadata = Map<String, Value>;

/// Things with an id, in the order of the file.
#[derive(Debug, Clone)]
pub(crate) struct Table<T> {
    items: Vec<T>,
    by_id: BTreeMap<String, usize>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            by_id: BTreeMap::new(),
        }
    }
}

impl<T> Table<T> {
    pub(crate) fn get(&self, id: &str) -> Option<&T> {
        self.by_id.get(id).map(|&index| &self.items[index])
    }

    pub(crate) fn contains(&self, id: &str) -> bool {
        self.by_id.contains_key(id)
    }

    pub(crate) fn iter(&self) -> std::slice::Iter<'_, T> {
        self.items.iter()
    }

    /// Adds a thing; false when there is one with this id already.
    pub(crate) fn insert(&mut self, id: &str, item: T) -> bool {
        if self.contains(id) {
            return false;
        }
        self.by_id.insert(id.to_owned(), self.items.len());
        self.items.push(item);
        true
    }
}

/// What an amount of credits is counted in.
#[derive(Debug, Clone)]
pub(crate) struct CreditCurrency {
    pub(crate) id: String,
    pub(crate) display_name: String,
    pub(crate) description: Option<String>,
    pub(crate) symbol: Option<String>,
    pub(crate) units: Option<Units>,
    pub(crate) metadata: Option<Metadata>,
}

#[derive(Debug, Clone)]
pub(crate) struct Feature {
    pub(crate) id: String,
    pub(crate) display_name: String,
    pub(crate) description: Option<String>,
    pub(crate) kind: FeatureKind,
    pub(crate) units: Option<Units>,
    pub(crate) transform: Option<Transform>,
    /// What feeds the usage when it is counted from events; else usage is reported.
    pub(crate) events: Option<EventMeter>,
    pub(crate) metadata: Option<Metadata>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FeatureKind {
    Boolean,
    Number(Meter),
    Enum(Vec<String>),
}

impl Feature {
    pub(crate) fn meter(&self) -> Option<Meter> {
        match self.kind {
            FeatureKind::Number(meter) => Some(meter),
            _ => None,
        }
    }

    pub(crate) fn is_metered(&self) -> bool {
        matches!(self.kind, FeatureKind::Number(Meter::Incremental | Meter::Fluctuating))
    }

    pub(crate) fn type_name(&self) -> &'static str {
        match self.kind {
            FeatureKind::Boolean => "BOOLEAN",
            FeatureKind::Number(_) => "NUMBER",
            FeatureKind::Enum(_) => "ENUM",
        }
    }
}

/// Features that are granted together.
#[derive(Debug, Clone)]
pub(crate) struct FeatureGroup {
    pub(crate) id: String,
    pub(crate) features: Vec<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct Units {
    pub(crate) singular: String,
    pub(crate) plural: String,
}

/// Usage is counted in a small unit and limited in a larger one.
#[derive(Debug, Clone)]
pub(crate) struct Transform {
    pub(crate) divide: f64,
    pub(crate) round: Rounding,
    pub(crate) units: Option<Units>,
}

#[derive(Debug, Clone)]
pub(crate) struct EventMeter {
    /// An event counts when it passes one of these.
    pub(crate) filters: Vec<EventFilter>,
    pub(crate) aggregation: Aggregation,
    pub(crate) field: Option<String>,
}

/// An event passes when it has the name and meets every condition.
#[derive(Debug, Clone)]
pub(crate) struct EventFilter {
    pub(crate) event: String,
    pub(crate) conditions: Vec<Condition>,
}

#[derive(Debug, Clone)]
pub(crate) struct Condition {
    pub(crate) field: String,
    pub(crate) operation: Operation,
    pub(crate) values: Vec<Value>,
}

#[derive(Debug, Clone)]
pub(crate) struct Product {
    pub(crate) id: String,
    pub(crate) display_name: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) multiple_subscriptions: bool,
    pub(crate) start: Start,
    /// The plan that follows an ended subscription, if one does.
    pub(crate) downgrade_plan: Option<String>,
    pub(crate) cancellation_time: CancellationTime,
    pub(crate) downgrade_time: DowngradeTime,
    pub(crate) usage_reset: UsageReset,
    pub(crate) metadata: Option<Metadata>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Start {
    PlanSelection,
    FreePlan(String),
    TrialPeriod(String),
}

/// What plans and add-ons have in common.
#[derive(Debug, Clone)]
pub(crate) struct Package {
    pub(crate) id: String,
    pub(crate) product: String,
    pub(crate) display_name: String,
    pub(crate) description: Option<String>,
    pub(crate) pricing: PricingType,
    pub(crate) prices: Vec<Price>,
    pub(crate) entitlements: Vec<PackageEntitlement>,
    pub(crate) hidden_from: Vec<WidgetType>,
    pub(crate) billing_id: Option<String>,
    pub(crate) metadata: Option<Metadata>,
}

#[derive(Debug, Clone)]
#[expect(clippy::struct_field_names, reason = "the base plan is called so everywhere")]
pub(crate) struct Plan {
    pub(crate) package: Package,
    pub(crate) base_plan: Option<String>,
    pub(crate) trial: Option<Trial>,
    pub(crate) compatible_addons: Vec<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct Addon {
    pub(crate) package: Package,
    pub(crate) max_quantity: Option<f64>,
    pub(crate) dependencies: Vec<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct Trial {
    pub(crate) duration: u32,
    pub(crate) units: TrialUnits,
    pub(crate) end: TrialEndBehavior,
}

#[derive(Debug, Clone)]
pub(crate) struct Price {
    pub(crate) model: BillingModel,
    pub(crate) period: BillingPeriod,
    pub(crate) cadence: BillingCadence,
    pub(crate) feature: Option<String>,
    pub(crate) charge: Charge,
    pub(crate) currency: String,
    /// The country that the price is for; none is the default.
    pub(crate) country: Option<String>,
    pub(crate) block_size: Option<f64>,
    pub(crate) min_units: Option<f64>,
    pub(crate) max_units: Option<f64>,
    pub(crate) billing_id: Option<String>,
}

#[derive(Debug, Clone)]
pub(crate) enum Charge {
    Amount(f64),
    Tiers(TiersMode, Vec<Tier>),
}

#[derive(Debug, Clone)]
pub(crate) struct Tier {
    pub(crate) up_to: Option<f64>,
    pub(crate) unit_price: Option<f64>,
    pub(crate) flat_price: Option<f64>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PackageEntitlement {
    pub(crate) feature: String,
    pub(crate) granted: bool,
    pub(crate) limit: Option<f64>,
    pub(crate) unlimited: bool,
    pub(crate) soft_limit: bool,
    pub(crate) values: Vec<String>,
    pub(crate) reset: Option<Reset>,
    pub(crate) behavior: EntitlementBehavior,
    pub(crate) custom: bool,
    pub(crate) display_name: Option<String>,
    pub(crate) hidden_from: Vec<WidgetType>,
}

impl PackageEntitlement {
    /// An entitlement that grants the feature and says no more.
    pub(crate) fn granting(feature: &str) -> Self {
        Self {
            feature: feature.to_owned(),
            granted: true,
            limit: None,
            unlimited: false,
            soft_limit: false,
            values: Vec::new(),
            reset: None,
            behavior: EntitlementBehavior::Override,
            custom: false,
            display_name: None,
            hidden_from: Vec::new(),
        }
    }
}

/// When usage starts again from 0, and what the periods are counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reset {
    Hour,
    Day,
    Week(WeeklyAccordingTo),
    Month(MonthlyAccordingTo),
    Year(YearlyAccordingTo),
}

impl Reset {
    pub(crate) fn period(self) -> ResetPeriod {
        match self {
            Self::Hour => ResetPeriod::Hour,
            Self::Day => ResetPeriod::Day,
            Self::Week(_) => ResetPeriod::Week,
            Self::Month(_) => ResetPeriod::Month,
            Self::Year(_) => ResetPeriod::Year,
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Coupon {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) discount: Discount,
    pub(crate) duration_in_months: Option<u32>,
    pub(crate) status: CouponStatus,
    pub(crate) metadata: Option<Metadata>,
    /// When a call made it; none for one of the file.
    pub(crate) created_at: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Discount {
    Percent(f64),
    Amount(f64, String),
}

/// A customer that is there from the start.
#[derive(Debug, Clone)]
pub(crate) struct Seed {
    pub(crate) id: String,
    pub(crate) name: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) billing_id: Option<String>,
    pub(crate) coupon: Option<String>,
    pub(crate) payment_method: bool,
    pub(crate) subscriptions: Vec<SeedSubscription>,
    pub(crate) usage: Vec<(String, f64)>,
    pub(crate) credits: Vec<(String, f64)>,
    pub(crate) metadata: Option<Metadata>,
}

#[derive(Debug, Clone)]
pub(crate) struct SeedSubscription {
    pub(crate) id: Option<String>,
    pub(crate) plan: String,
    pub(crate) resource: Option<String>,
    pub(crate) billing_period: Option<BillingPeriod>,
    pub(crate) skip_trial: bool,
    pub(crate) addons: Vec<(String, f64)>,
    pub(crate) quantities: Vec<(String, f64)>,
}
