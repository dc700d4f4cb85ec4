//! The catalogue as it is written in a file. What the words mean is in the README of this crate.

use std::fmt;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::wire::{
    BillingCadence, BillingModel, BillingPeriod, CancellationTime, CouponStatus, EntitlementBehavior, Meter,
    PricingType, ResetPeriod, Rounding, TiersMode, TrialEndBehavior, TrialUnits, WidgetType,
};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct CatalogFile {
    pub(super) currency: Option<String>,
    #[serde(default)]
    pub(super) billing_integration: bool,
    #[serde(default)]
    pub(super) credit_currencies: Vec<CreditCurrencyFile>,
    #[serde(default)]
    pub(super) features: Vec<FeatureFile>,
    #[serde(default)]
    pub(super) feature_groups: Vec<FeatureGroupFile>,
    #[serde(default)]
    pub(super) products: Vec<ProductFile>,
    #[serde(default)]
    pub(super) coupons: Vec<CouponFile>,
    #[serde(default)]
    pub(super) customers: Vec<CustomerFile>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct CreditCurrencyFile {
    pub(super) id: String,
    pub(super) display_name: Option<String>,
    pub(super) description: Option<String>,
    pub(super) symbol: Option<String>,
    pub(super) units: Option<UnitsFile>,
    pub(super) metadata: Option<Map<String, Value>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum FeatureType {
    Boolean,
    Number,
    Enum,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct FeatureFile {
    pub(super) id: String,
    pub(super) display_name: Option<String>,
    pub(super) description: Option<String>,
    #[serde(rename = "type")]
    pub(super) kind: FeatureType,
    pub(super) meter: Option<Meter>,
    pub(super) units: Option<UnitsFile>,
    pub(super) transform: Option<TransformFile>,
    pub(super) values: Option<Vec<String>>,
    pub(super) events: Option<EventsFile>,
    pub(super) metadata: Option<Map<String, Value>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct FeatureGroupFile {
    pub(super) id: String,
    pub(super) features: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct UnitsFile {
    pub(super) singular: String,
    pub(super) plural: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct TransformFile {
    pub(super) divide: f64,
    pub(super) round: Rounding,
    pub(super) units: Option<UnitsFile>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Aggregation {
    Count,
    Sum,
    Max,
    Min,
    Avg,
    Unique,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct EventsFile {
    pub(super) filters: Vec<FilterFile>,
    pub(super) aggregation: Aggregation,
    pub(super) field: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct FilterFile {
    pub(super) event: String,
    #[serde(default, rename = "where")]
    pub(super) conditions: Vec<ConditionFile>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Operation {
    Equals,
    NotEquals,
    GreaterThan,
    GreaterThanOrEqual,
    LessThan,
    LessThanOrEqual,
    In,
    Contains,
    StartsWith,
    EndsWith,
    IsNull,
    IsNotNull,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct ConditionFile {
    pub(super) field: String,
    pub(super) is: Operation,
    pub(super) value: Option<Value>,
    pub(super) values: Option<Vec<Value>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct ProductFile {
    pub(super) id: String,
    pub(super) display_name: Option<String>,
    pub(super) description: Option<String>,
    #[serde(default)]
    pub(super) multiple_subscriptions: bool,
    #[serde(default)]
    pub(super) start: StartFile,
    #[serde(default)]
    pub(super) end: EndFile,
    pub(super) cancellation_time: Option<CancellationTime>,
    pub(super) downgrade_time: Option<DowngradeTime>,
    pub(super) usage_reset: Option<UsageReset>,
    #[serde(default)]
    pub(super) plans: Vec<PlanFile>,
    #[serde(default)]
    pub(super) addons: Vec<AddonFile>,
    pub(super) metadata: Option<Map<String, Value>>,
}

/// What a new customer begins with.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum StartFile {
    #[default]
    PlanSelection,
    FreePlan(String),
    TrialPeriod(String),
}

/// What follows the end of a subscription.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum EndFile {
    #[default]
    CancelSubscription,
    DowngradeTo(String),
}

/// When a downgrade takes effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum DowngradeTime {
    #[default]
    Immediate,
    EndOfBillingPeriod,
}

/// Whether usage starts again when the subscription changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum UsageReset {
    #[default]
    Always,
    Never,
    BillingPeriodChange,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct PlanFile {
    pub(super) id: String,
    pub(super) display_name: Option<String>,
    pub(super) description: Option<String>,
    pub(super) pricing: PricingType,
    pub(super) base_plan: Option<String>,
    pub(super) trial: Option<TrialFile>,
    #[serde(default)]
    pub(super) prices: Vec<PriceFile>,
    #[serde(default)]
    pub(super) entitlements: Ordered<EntitlementFile>,
    #[serde(default)]
    pub(super) compatible_addons: Vec<String>,
    #[serde(default)]
    pub(super) hidden_from: Vec<WidgetType>,
    pub(super) billing_id: Option<String>,
    pub(super) metadata: Option<Map<String, Value>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct AddonFile {
    pub(super) id: String,
    pub(super) display_name: Option<String>,
    pub(super) description: Option<String>,
    pub(super) pricing: PricingType,
    #[serde(default)]
    pub(super) prices: Vec<PriceFile>,
    #[serde(default)]
    pub(super) entitlements: Ordered<EntitlementFile>,
    pub(super) max_quantity: Option<f64>,
    #[serde(default)]
    pub(super) dependencies: Vec<String>,
    #[serde(default)]
    pub(super) hidden_from: Vec<WidgetType>,
    pub(super) billing_id: Option<String>,
    pub(super) metadata: Option<Map<String, Value>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct TrialFile {
    pub(super) duration: u32,
    pub(super) units: TrialUnits,
    pub(super) end: Option<TrialEndBehavior>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct PriceFile {
    pub(super) period: BillingPeriod,
    pub(super) cadence: Option<BillingCadence>,
    pub(super) model: Option<BillingModel>,
    pub(super) feature: Option<String>,
    pub(super) amount: Option<f64>,
    pub(super) currency: Option<String>,
    pub(super) country: Option<String>,
    pub(super) block_size: Option<f64>,
    pub(super) min_units: Option<f64>,
    pub(super) max_units: Option<f64>,
    pub(super) tiers: Option<Vec<TierFile>>,
    pub(super) tiers_mode: Option<TiersMode>,
    pub(super) billing_id: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct TierFile {
    pub(super) up_to: Option<f64>,
    pub(super) unit_price: Option<f64>,
    pub(super) flat_price: Option<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct CouponFile {
    pub(super) id: String,
    pub(super) name: Option<String>,
    pub(super) description: Option<String>,
    pub(super) percent_off: Option<f64>,
    pub(super) amount_off: Option<f64>,
    pub(super) currency: Option<String>,
    pub(super) duration_in_months: Option<u32>,
    pub(super) status: Option<CouponStatus>,
    pub(super) metadata: Option<Map<String, Value>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct CustomerFile {
    pub(super) id: String,
    pub(super) name: Option<String>,
    pub(super) email: Option<String>,
    pub(super) billing_id: Option<String>,
    pub(super) coupon: Option<String>,
    #[serde(default)]
    pub(super) payment_method: bool,
    #[serde(default)]
    pub(super) subscriptions: Vec<SubscriptionFile>,
    #[serde(default)]
    pub(super) usage: Ordered<f64>,
    #[serde(default)]
    pub(super) credits: Ordered<f64>,
    pub(super) metadata: Option<Map<String, Value>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct SubscriptionFile {
    pub(super) id: Option<String>,
    pub(super) plan: String,
    pub(super) resource: Option<String>,
    pub(super) billing_period: Option<BillingPeriod>,
    #[serde(default)]
    pub(super) skip_trial: bool,
    #[serde(default)]
    pub(super) addons: Ordered<f64>,
    #[serde(default)]
    pub(super) quantities: Ordered<f64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct FullEntitlement {
    pub(super) granted: Option<bool>,
    pub(super) limit: Option<f64>,
    #[serde(default)]
    pub(super) unlimited: bool,
    #[serde(default)]
    pub(super) soft_limit: bool,
    pub(super) values: Option<Vec<String>>,
    pub(super) reset: Option<ResetPeriod>,
    pub(super) reset_according_to: Option<String>,
    pub(super) behavior: Option<EntitlementBehavior>,
    #[serde(default)]
    pub(super) custom: bool,
    pub(super) display_name: Option<String>,
    #[serde(default)]
    pub(super) hidden_from: Vec<WidgetType>,
}

/// An entitlement: written in full, or as `true`, `false`, a limit, `unlimited`, a list of values.
#[derive(Debug)]
pub(super) struct EntitlementFile(pub(super) FullEntitlement);

impl<'de> Deserialize<'de> for EntitlementFile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyForm;

        fn limit(limit: f64) -> EntitlementFile {
            EntitlementFile(FullEntitlement {
                limit: Some(limit),
                ..FullEntitlement::default()
            })
        }

        impl<'de> Visitor<'de> for AnyForm {
            type Value = EntitlementFile;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("true, false, a limit, `unlimited`, a list of values, or a map such as `{ limit: 5, reset: month }`")
            }
            fn visit_bool<E>(self, granted: bool) -> Result<EntitlementFile, E> {
                Ok(EntitlementFile(FullEntitlement {
                    granted: Some(granted),
                    ..FullEntitlement::default()
                }))
            }
            #[expect(clippy::cast_precision_loss, reason = "limits are floating point on the wire")]
            fn visit_i64<E>(self, value: i64) -> Result<EntitlementFile, E> {
                Ok(limit(value as f64))
            }
            #[expect(clippy::cast_precision_loss, reason = "limits are floating point on the wire")]
            fn visit_u64<E>(self, value: u64) -> Result<EntitlementFile, E> {
                Ok(limit(value as f64))
            }
            fn visit_f64<E>(self, value: f64) -> Result<EntitlementFile, E> {
                Ok(limit(value))
            }
            fn visit_str<E: Error>(self, value: &str) -> Result<EntitlementFile, E> {
                if value == "unlimited" {
                    Ok(EntitlementFile(FullEntitlement {
                        unlimited: true,
                        ..FullEntitlement::default()
                    }))
                } else {
                    Err(E::invalid_value(serde::de::Unexpected::Str(value), &self))
                }
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<EntitlementFile, A::Error> {
                let mut values = Vec::new();
                while let Some(value) = list.next_element()? {
                    values.push(value);
                }
                Ok(EntitlementFile(FullEntitlement {
                    values: Some(values),
                    ..FullEntitlement::default()
                }))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<EntitlementFile, A::Error> {
                FullEntitlement::deserialize(MapAccessDeserializer::new(map)).map(EntitlementFile)
            }
        }
        deserializer.deserialize_any(AnyForm)
    }
}

/// A map that keeps the order of the file.
#[derive(Debug)]
pub(super) struct Ordered<T>(pub(super) Vec<(String, T)>);

impl<T> Default for Ordered<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Ordered<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Collect<T> {
            type Value = Ordered<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Ordered(entries))
            }
        }
        deserializer.deserialize_map(Collect(std::marker::PhantomData))
    }
}
