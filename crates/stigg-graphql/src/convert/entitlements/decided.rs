//! Entitlements that Stigg itself has decided on.

use stigg_models::{
    BooleanEntitlement, CreditEntitlement, Entitlement, EntitlementV2, EnumEntitlement, FeatureType,
    FetchEntitlementOptions, FetchEntitlementQuery, GetEntitlementV2Input, MeterType, MeteredEntitlement,
    NumericEntitlement, UnknownEntitlement,
};

use super::{currency, enum_values};
use crate::convert::values::present;
use crate::convert::{Result, Unfit};
use crate::generated::fragments as wire;
use crate::generated::inputs;

/// The answer of the kind of the feature. Stigg has the last word on access.
pub(crate) fn entitlement(wire: wire::FlatEntitlement) -> Entitlement {
    let Some(feature) = &wire.feature else {
        return Entitlement::Boolean(boolean(wire));
    };
    match (feature.feature_type.as_ref(), feature.meter_type.as_ref()) {
        (Some(FeatureType::Boolean), _) => Entitlement::Boolean(boolean(wire)),
        (Some(FeatureType::Enum), _) => Entitlement::Enum(enumerated(wire)),
        (Some(FeatureType::Number), None | Some(MeterType::None)) => Entitlement::Numeric(numeric(wire)),
        (Some(FeatureType::Number), _) => Entitlement::Metered(metered(wire)),
        _ => Entitlement::Unknown(unknown(wire)),
    }
}

/// The newer form does not repeat what was asked for.
pub(crate) fn entitlement_v2(wire: wire::DecidedEntitlement, asked: FetchEntitlementOptions) -> Result<EntitlementV2> {
    match wire {
        wire::DecidedEntitlement::FeatureEntitlement(member) => {
            Ok(EntitlementV2::Feature(entitlement(flat(*member, asked))))
        }
        wire::DecidedEntitlement::CreditEntitlement(member) => Ok(EntitlementV2::Credit(credit(*member))),
        wire::DecidedEntitlement::Unknown(member) => Err(Unfit(match member.error {
            Some(error) => format!("an entitlement of the type `{}`: {error}", member.type_name),
            None => format!("entitlements of the type `{}` are not known", member.type_name),
        })),
    }
}

fn flat(wire: wire::DecidedFeatureEntitlement, asked: FetchEntitlementOptions) -> wire::FlatEntitlement {
    wire::FlatEntitlement {
        is_granted: wire.is_granted,
        access_denied_reason: wire.access_denied_reason,
        usage_limit: wire.usage_limit,
        has_unlimited_usage: wire.has_unlimited_usage,
        has_soft_limit: wire.has_soft_limit,
        current_usage: wire.current_usage,
        requested_usage: asked.requested_usage,
        requested_values: asked.requested_values,
        enum_values: wire.enum_values,
        reset_period: wire.reset_period,
        usage_period_anchor: wire.usage_period_anchor,
        usage_period_start: wire.usage_period_start,
        usage_period_end: wire.usage_period_end,
        feature: wire.feature,
    }
}

fn boolean(wire: wire::FlatEntitlement) -> BooleanEntitlement {
    let mut answer = BooleanEntitlement::default();
    answer.has_access = wire.is_granted;
    answer.access_denied_reason = wire.access_denied_reason;
    answer.feature = wire.feature;
    answer
}

fn numeric(wire: wire::FlatEntitlement) -> NumericEntitlement {
    let mut answer = NumericEntitlement::default();
    answer.has_access = wire.is_granted;
    answer.access_denied_reason = wire.access_denied_reason;
    answer.feature = wire.feature;
    answer.is_unlimited = wire.has_unlimited_usage;
    answer.value = wire.usage_limit;
    answer
}

fn metered(wire: wire::FlatEntitlement) -> MeteredEntitlement {
    let mut answer = MeteredEntitlement::default();
    answer.has_access = wire.is_granted;
    answer.access_denied_reason = wire.access_denied_reason;
    answer.feature = wire.feature;
    answer.is_unlimited = wire.has_unlimited_usage;
    answer.has_soft_limit = wire.has_soft_limit.unwrap_or_default();
    answer.usage_limit = wire.usage_limit;
    answer.current_usage = wire.current_usage.unwrap_or_default();
    answer.requested_usage = wire.requested_usage.unwrap_or_default();
    answer.reset_period = wire.reset_period;
    answer.usage_period_anchor = wire.usage_period_anchor;
    answer.usage_period_start = wire.usage_period_start;
    answer.usage_period_end = wire.usage_period_end;
    answer.next_reset_date = wire.usage_period_end;
    answer
}

fn enumerated(wire: wire::FlatEntitlement) -> EnumEntitlement {
    let mut answer = EnumEntitlement::default();
    answer.has_access = wire.is_granted;
    answer.access_denied_reason = wire.access_denied_reason;
    answer.feature = wire.feature;
    answer.enum_values = enum_values(wire.enum_values);
    answer.requested_values = wire.requested_values.map(Into::into);
    answer
}

fn unknown(wire: wire::FlatEntitlement) -> UnknownEntitlement {
    let mut answer = UnknownEntitlement::default();
    answer.has_access = wire.is_granted;
    answer.access_denied_reason = wire.access_denied_reason;
    answer.feature = wire.feature;
    answer.usage_limit = wire.usage_limit;
    answer.current_usage = wire.current_usage;
    answer.is_unlimited = Some(wire.has_unlimited_usage);
    answer.enum_values = wire.enum_values.map(Into::into);
    answer
}

fn credit(wire: wire::DecidedCreditEntitlement) -> CreditEntitlement {
    let mut answer = CreditEntitlement::new(currency(wire.currency));
    answer.has_access = wire.is_granted;
    answer.access_denied_reason = wire.access_denied_reason;
    answer.usage_limit = wire.usage_limit.unwrap_or_default();
    answer.current_usage = wire.current_usage.unwrap_or_default();
    answer.has_soft_limit = wire.has_soft_limit.unwrap_or_default();
    answer.usage_period_end = wire.usage_period_end;
    answer
}

impl From<FetchEntitlementQuery> for inputs::FetchEntitlementQuery {
    fn from(query: FetchEntitlementQuery) -> Self {
        Self {
            customer_id: query.customer_id,
            feature_id: query.feature_id,
            options: options(query.options),
            resource_id: present(query.resource_id),
        }
    }
}

impl From<GetEntitlementV2Input> for inputs::GetEntitlementV2Input {
    fn from(query: GetEntitlementV2Input) -> Self {
        Self {
            currency_id: present(query.currency_id),
            customer_id: query.customer_id,
            feature_id: present(query.feature_id),
            options: options(query.options),
            resource_id: present(query.resource_id),
        }
    }
}

/// Options that say nothing are left out.
fn options(options: FetchEntitlementOptions) -> Option<inputs::EntitlementOptions> {
    (options != FetchEntitlementOptions::default()).then_some(inputs::EntitlementOptions {
        requested_usage: options.requested_usage,
        requested_values: options.requested_values,
        should_track: options.should_track,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// What becomes of an answer about a feature of a type, as JSON.
    fn answered(feature_type: &str, meter_type: &Value) -> Value {
        let wire: wire::FlatEntitlement = serde_json::from_value(json!({
            "isGranted": true, "hasUnlimitedUsage": false, "usageLimit": 10, "currentUsage": 12, "requestedUsage": 1,
            "enumValues": ["eu"], "requestedValues": ["us"],
            "feature": {"refId": "f", "displayName": "F", "featureType": feature_type, "meterType": meter_type},
        }))
        .unwrap();
        let mut answer = serde_json::to_value(entitlement(wire)).unwrap();
        assert_eq!(answer["feature"]["id"], "f");
        answer.as_object_mut().unwrap().remove("feature");
        answer
    }

    #[test]
    fn stigg_decides_and_the_feature_tells_the_kind() {
        let common = json!({"hasAccess": true, "isFallback": false});
        let with = |more: Value| {
            let mut all = common.as_object().unwrap().clone();
            all.extend(more.as_object().unwrap().clone());
            Value::from(all)
        };
        assert_eq!(answered("BOOLEAN", &Value::Null), with(json!({"type": "BOOLEAN"})));
        for meter_type in [Value::Null, json!("None")] {
            assert_eq!(
                answered("NUMBER", &meter_type),
                with(json!({"type": "NUMERIC", "isUnlimited": false, "value": 10.0}))
            );
        }
        for meter_type in ["Incremental", "Fluctuating", "FromTomorrow"] {
            // More was used than the limit allows, and yet Stigg grants.
            assert_eq!(
                answered("NUMBER", &json!(meter_type)),
                with(json!({
                    "type": "METERED", "isUnlimited": false, "hasSoftLimit": false, "usageLimit": 10.0,
                    "currentUsage": 12.0, "requestedUsage": 1.0,
                }))
            );
        }
        assert_eq!(
            answered("ENUM", &Value::Null),
            with(json!({"type": "ENUM", "enumValues": ["eu"], "requestedValues": ["us"]}))
        );
        assert_eq!(
            answered("FROM_TOMORROW", &Value::Null),
            with(json!({"usageLimit": 10.0, "currentUsage": 12.0, "isUnlimited": false, "enumValues": ["eu"]}))
        );
    }

    #[test]
    fn without_a_feature_there_is_only_access() {
        let wire = json!({"isGranted": false, "accessDeniedReason": "FeatureNotFound", "hasUnlimitedUsage": false});
        let answer = entitlement(serde_json::from_value(wire).unwrap());
        assert!(matches!(answer, Entitlement::Boolean(_)), "{answer:?}");
        assert!(!answer.has_access());
    }

    #[test]
    fn a_member_from_tomorrow_cannot_be_an_answer() {
        let read = |wire: Value| {
            entitlement_v2(
                serde_json::from_value(wire).unwrap(),
                FetchEntitlementOptions::default(),
            )
        };
        let unknown = read(json!({"__typename": "SupportEntitlement"})).unwrap_err();
        assert_eq!(
            unknown,
            Unfit("entitlements of the type `SupportEntitlement` are not known".to_owned())
        );
        let broken = read(json!({"__typename": "CreditEntitlement", "isGranted": true})).unwrap_err();
        assert!(broken.0.contains("currency"), "{broken:?}");
    }
}
