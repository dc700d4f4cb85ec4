//! Whatever numbers and times arrive, a check answers.

use proptest::prelude::*;
use stigg_models::{
    CreditEntitlementState, CreditRate, EntitlementCurrency, EntitlementFeature, EntitlementResetPeriod,
    EntitlementState, EntitlementsState, FeatureEntitlementState, FeatureType, MeterType, Timestamp,
};

use super::*;
use crate::fixtures::{second, stamp};
use crate::{Source, evaluate_credit, has_any_expired_since};

fn any_f64() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<u64>().prop_map(f64::from_bits),
        prop::sample::select(
            &[
                0.0,
                -0.0,
                1.0,
                f64::NAN,
                f64::INFINITY,
                f64::NEG_INFINITY,
                f64::MAX,
                f64::MIN,
                f64::MIN_POSITIVE
            ][..]
        ),
    ]
}

fn any_time() -> impl Strategy<Value = Timestamp> {
    let range = Timestamp::MIN.as_nanosecond()..=Timestamp::MAX.as_nanosecond();
    prop_oneof![
        range.prop_map(|nanosecond| Timestamp::from_nanosecond(nanosecond).unwrap()),
        prop::sample::select(&[Timestamp::MIN, Timestamp::UNIX_EPOCH, Timestamp::MAX][..]),
    ]
}

fn any_feature() -> impl Strategy<Value = FeatureEntitlementState> {
    let types = (
        prop::option::of(prop::sample::select(FeatureType::ALL)),
        prop::option::of(prop::sample::select(MeterType::ALL)),
        prop::option::of(prop::sample::select(EntitlementResetPeriod::ALL)),
    );
    let numbers = (prop::option::of(any_f64()), any_f64(), prop::option::of(any_f64()));
    let flags = (any::<bool>(), any::<bool>());
    let times = prop::array::uniform4(prop::option::of(any_time()));
    (types, numbers, flags, times).prop_map(|(types, numbers, flags, times)| {
        let mut feature = EntitlementFeature::new("f");
        (feature.feature_type, feature.meter_type) = (types.0, types.1);
        let mut state = FeatureEntitlementState::new(feature);
        state.reset_period = types.2;
        (state.usage_limit, state.current_usage) = (numbers.0, numbers.1);
        state.credit_rate = numbers.2.map(|amount| CreditRate::new(amount, "c"));
        (state.has_unlimited_usage, state.has_soft_limit) = flags;
        [
            state.usage_period_anchor,
            state.usage_period_start,
            state.usage_period_end,
            state.valid_until,
        ] = times;
        state
    })
}

fn any_credit() -> impl Strategy<Value = CreditEntitlementState> {
    (prop::option::of(any_f64()), any_f64(), any::<bool>()).prop_map(|(limit, usage, soft)| {
        let mut state = CreditEntitlementState::new(EntitlementCurrency::new("c"));
        (state.usage_limit, state.current_usage, state.has_soft_limit) = (limit, usage, soft);
        state
    })
}

proptest! {
    #[test]
    fn every_check_answers(
        feature in any_feature(), credit in prop::option::of(any_credit()), asked in prop::option::of(any_f64()), now in any_time(),
    ) {
        let mut entitlements = vec![EntitlementState::Feature(feature)];
        entitlements.extend(credit.map(EntitlementState::Credit));
        let entity = CachedEntity::new(EntitlementsState::new(entitlements), stamp(Source::Edge, second(0)));

        let request = FeatureRequest { requested_usage: asked, requested_values: None };
        let answer = evaluate_feature(&entity, "f", &request, now).unwrap();
        prop_assert_eq!(answer.has_access(), answer.access_denied_reason().is_none());
        if let Entitlement::Metered(answer) = &answer {
            // Access that is granted by the limit has been within it.
            let within = answer.current_usage + asked.unwrap_or(0.0) <= answer.usage_limit.unwrap_or(0.0);
            prop_assert!(!answer.has_access || answer.is_unlimited || answer.has_soft_limit || within);
        }
        let credits = evaluate_credit(&entity, "c", asked);
        prop_assert_eq!(credits.has_access, credits.access_denied_reason.is_none());
        prop_assert_eq!(evaluate_state(&entity, now).entitlements.len(), entity.len());
        has_any_expired_since(&entity, Timestamp::MIN, now);
    }
}
