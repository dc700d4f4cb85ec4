//! Three plans with 50 entitlements each, and what customers have of them.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use stigg::models::{
    CreditEntitlementState, EntitlementCurrency, EntitlementFeature, EntitlementResetPeriod, EntitlementState,
    EntitlementsState, FeatureEntitlementState, FeatureType, MeterType, Timestamp,
};
use stigg::{Clock, SystemClock};

/// How many entitlements a customer has; the last one is to credits.
pub(crate) const ENTITLEMENTS: usize = 50;
/// A metered feature that everybody has.
pub(crate) const METERED: &str = "feature-projects-api-calls";
/// A numeric feature.
pub(crate) const NUMERIC: &str = "feature-storage-api-calls";
/// A boolean feature.
pub(crate) const BOOLEAN: &str = "feature-billing-active-users";
/// An enum feature.
pub(crate) const ENUM: &str = "feature-storage-active-users";
/// One of its values.
const ENUM_VALUE: &str = "region-eu-central";
/// Credits.
pub(crate) const CREDITS: &str = "currency-ai-credits";
/// The customer whose usage periods end a second after they are read.
pub(crate) const ENDING: &str = "org_whose-period-is-about-to-end";

const DAY: Duration = Duration::from_secs(24 * 3600);

/// The id of a customer. They look random, as ids from a database do.
pub(crate) fn customer_id(number: u64) -> String {
    format!("org_{:016x}{:08x}", mix(number), mix(!number) >> 32)
}

/// A number that looks random (splitmix64).
pub(crate) fn mix(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// What a customer has, with strings of its own as if it had just been read from the network.
pub(crate) fn state(customer_id: &str) -> EntitlementsState {
    let seed = customer_id
        .bytes()
        .fold(0, |hash: u64, byte| mix(hash ^ u64::from(byte)));
    let now = SystemClock.now();
    let period = if customer_id == ENDING {
        let end = now.saturating_add(Duration::from_secs(1));
        Period::ending(end)
    } else {
        Period::ending(now.saturating_add(DAY * u32::try_from(seed % 25 + 2).unwrap()))
    };
    let plan = seed % 3;
    let entitlements = (0..ENTITLEMENTS).map(|place| entitlement(place, plan, mix(seed ^ place as u64), period));
    EntitlementsState::new(entitlements.collect())
}

/// The usage period of a subscription.
#[derive(Clone, Copy)]
struct Period {
    anchor: Timestamp,
    start: Timestamp,
    end: Timestamp,
}

impl Period {
    fn ending(end: Timestamp) -> Self {
        let start = end.saturating_sub(DAY * 30);
        Self {
            anchor: start.saturating_sub(DAY * 120),
            start,
            end,
        }
    }
}

fn entitlement(place: usize, plan: u64, seed: u64, period: Period) -> EntitlementState {
    let updated_at = Some(period.start.saturating_add(Duration::from_secs(3600)));
    let used_at = Some(period.start.saturating_add(Duration::from_secs(seed % 80_000 + 7200)));
    let usage = (seed % 90) as f64;
    if place == ENTITLEMENTS - 1 {
        let mut credits = CreditEntitlementState::new(currency());
        credits.usage_limit = Some(10_000.0);
        credits.current_usage = usage;
        credits.usage_period_end = Some(period.end);
        credits.entitlement_updated_at = updated_at;
        credits.usage_updated_at = used_at;
        return EntitlementState::Credit(credits);
    }
    let mut entitlement = FeatureEntitlementState::new(feature(place));
    entitlement.entitlement_updated_at = updated_at;
    match kind(place) {
        Kind::Metered => {
            entitlement.usage_limit = Some(100.0 * (plan + 1) as f64);
            entitlement.has_soft_limit = plan == 2;
            entitlement.current_usage = usage;
            entitlement.reset_period = Some(EntitlementResetPeriod::Month);
            entitlement.usage_period_anchor = Some(period.anchor);
            entitlement.usage_period_start = Some(period.start);
            entitlement.usage_period_end = Some(period.end);
            entitlement.usage_updated_at = used_at;
        }
        Kind::Numeric => entitlement.usage_limit = Some(5.0 * (plan + 1) as f64),
        Kind::Boolean => {}
        Kind::Enum => {
            let regions = [ENUM_VALUE, "region-us-east", "region-ap-south"];
            entitlement.enum_values = regions[..=usize::try_from(plan).unwrap()]
                .iter()
                .map(|region| (*region).to_owned())
                .collect();
        }
    }
    EntitlementState::Feature(entitlement)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Metered,
    Numeric,
    Boolean,
    Enum,
}

/// Of each fifty features twenty are metered, ten are numbers, fifteen are boolean, and five are enums.
fn kind(place: usize) -> Kind {
    match place % 10 {
        0..=3 => Kind::Metered,
        4 | 5 => Kind::Numeric,
        6..=8 => Kind::Boolean,
        _ => Kind::Enum,
    }
}

fn feature(place: usize) -> EntitlementFeature {
    const AREAS: [&str; 5] = ["projects", "billing", "analytics", "messaging", "storage"];
    const NOUNS: [&str; 10] = [
        "api-calls",
        "active-users",
        "exports",
        "reports",
        "webhooks",
        "templates",
        "automations",
        "integrations",
        "dashboards",
        "domains",
    ];
    let (area, noun) = (AREAS[place % AREAS.len()], NOUNS[place / AREAS.len()]);
    let mut feature = EntitlementFeature::new(format!("feature-{area}-{noun}"));
    let name = noun.replace('-', " ");
    feature.display_name = Some(format!("{name} of {area}"));
    feature.description = Some(format!(
        "How many {name} a workspace may have in {area} before it has to move to the next larger plan, counted over all of its \
         members and all of their {area}; what is archived does not count."
    ));
    let (feature_type, meter_type) = match kind(place) {
        Kind::Metered => (FeatureType::Number, Some(MeterType::Incremental)),
        Kind::Numeric => (FeatureType::Number, Some(MeterType::None)),
        Kind::Boolean => (FeatureType::Boolean, None),
        Kind::Enum => (FeatureType::Enum, None),
    };
    feature.is_metered = kind(place) == Kind::Metered;
    feature.feature_type = Some(feature_type);
    feature.meter_type = meter_type;
    if matches!(kind(place), Kind::Metered | Kind::Numeric) {
        feature.units = name.trim_end_matches('s').into();
        feature.units_plural = name;
    }
    feature
}

fn currency() -> Arc<EntitlementCurrency> {
    let mut currency = EntitlementCurrency::new(CREDITS);
    currency.display_name = Some("AI credits".to_owned());
    currency.description = Some("What questions to the assistant are paid for with.".to_owned());
    currency.unit_singular = Some("credit".to_owned());
    currency.unit_plural = Some("credits".to_owned());
    Arc::new(currency)
}

/// The state of a customer as the Edge tells it, with all members that the client asks for.
pub(crate) fn edge_body() -> String {
    let entitlements: Vec<Value> = state(&customer_id(0))
        .entitlements
        .iter()
        .map(|entitlement| match entitlement {
            EntitlementState::Feature(state) => of_feature(state),
            EntitlementState::Credit(state) => of_credits(state),
            _ => unreachable!("there are no others above"),
        })
        .collect();
    let state = json!({
        "__typename": "EntitlementsState",
        "accessDeniedReason": null,
        "entitlementsV2": entitlements,
    });
    json!({ "data": { "entitlementsState": state } }).to_string()
}

fn of_feature(state: &FeatureEntitlementState) -> Value {
    let feature = state.feature.as_ref().unwrap();
    let resets = state.reset_period.is_some();
    json!({
        "__typename": "FeatureEntitlement",
        "accessDeniedReason": state.access_denied_reason,
        "usageLimit": state.usage_limit,
        "hasUnlimitedUsage": state.has_unlimited_usage,
        "hasSoftLimit": state.has_soft_limit,
        "currentUsage": state.current_usage,
        "enumValues": state.enum_values,
        "resetPeriod": state.reset_period,
        "resetPeriodConfiguration": resets.then(|| json!({
            "__typename": "MonthlyResetPeriodConfig",
            "monthlyAccordingTo": "SubscriptionStart",
        })),
        "usagePeriodAnchor": state.usage_period_anchor,
        "usagePeriodStart": state.usage_period_start,
        "usagePeriodEnd": state.usage_period_end,
        "validUntil": state.valid_until,
        "entitlementUpdatedAt": state.entitlement_updated_at,
        "usageUpdatedAt": state.usage_updated_at,
        "creditRate": null,
        "feature": {
            "__typename": "EntitlementFeature",
            "refId": feature.id,
            "displayName": feature.display_name,
            "description": feature.description,
            "featureType": feature.feature_type,
            "meterType": feature.meter_type,
            "featureUnits": feature.units,
            "featureUnitsPlural": feature.units_plural,
            "unitTransformation": null,
        },
    })
}

fn of_credits(state: &CreditEntitlementState) -> Value {
    json!({
        "__typename": "CreditEntitlement",
        "accessDeniedReason": state.access_denied_reason,
        "usageLimit": state.usage_limit,
        "currentUsage": state.current_usage,
        "hasSoftLimit": state.has_soft_limit,
        "usagePeriodEnd": state.usage_period_end,
        "validUntil": state.valid_until,
        "entitlementUpdatedAt": state.entitlement_updated_at,
        "usageUpdatedAt": state.usage_updated_at,
        "currency": {
            "__typename": "EntitlementCurrency",
            "currencyId": state.currency.currency_id,
            "displayName": state.currency.display_name,
            "description": state.currency.description,
            "unitSingular": state.currency.unit_singular,
            "unitPlural": state.currency.unit_plural,
            "additionalMetaData": null,
        },
    })
}
