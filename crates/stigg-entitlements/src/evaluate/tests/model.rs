//! Checks against the rules as one would say them: slow, obvious, and written apart from the code that they check.

use jiff::ToSpan;
use jiff::tz::TimeZone;
use proptest::prelude::*;
use stigg_models::{
    CreditEntitlementState, CreditRate, EntitlementCurrency, EntitlementFeature, EntitlementResetPeriod,
    EntitlementState, EntitlementsState, EntitlementsStateAccessDeniedReason, FeatureEntitlementState, FeatureType,
    MeterType, Timestamp,
};

use super::*;
use crate::fixtures::{second, stamp};
use crate::{Source, evaluate_credit, has_any_expired_since, has_feature_expired_since};

/// What an answer has to say.
#[derive(Debug, PartialEq)]
struct Expected {
    denied: Option<AccessDeniedReason>,
    used: f64,
    period: (Option<Timestamp>, Option<Timestamp>),
    has_soft_limit: bool,
}

fn feature_of<'a>(state: &'a EntitlementsState, id: &str) -> Option<&'a FeatureEntitlementState> {
    state
        .entitlements
        .iter()
        .rev()
        .find_map(|entitlement| match entitlement {
            EntitlementState::Feature(state) if state.feature.as_ref().is_some_and(|feature| feature.id == id) => {
                Some(state)
            }
            _ => None,
        })
}

fn wallet_of<'a>(state: &'a EntitlementsState, currency_id: &str) -> Option<&'a CreditEntitlementState> {
    state
        .entitlements
        .iter()
        .rev()
        .find_map(|entitlement| match entitlement {
            EntitlementState::Credit(state) if state.currency.currency_id == currency_id => Some(state),
            _ => None,
        })
}

fn expect_feature(state: &EntitlementsState, id: &str, asked: &Asked, now: Timestamp) -> Option<Expected> {
    let entitlement = feature_of(state, id)?;
    let feature = entitlement.feature.as_ref()?;
    let wallet = entitlement
        .credit_rate
        .as_ref()
        .and_then(|rate| wallet_of(state, &rate.currency_id));
    let is_number = feature.feature_type == Some(FeatureType::Number);
    let is_measured = is_number && feature.meter_type != Some(MeterType::None);

    let mut used = entitlement.current_usage;
    let mut period = (entitlement.usage_period_start, entitlement.usage_period_end);
    if is_measured && entitlement.usage_period_end.is_some_and(|end| end < now) {
        used = 0.0;
        period = (None, None);
        if let (Some(reset), Some(anchor)) = (&entitlement.reset_period, entitlement.usage_period_anchor) {
            period = search_period(reset, anchor, now);
        }
    }

    let has_soft_limit = entitlement.has_soft_limit || wallet.is_some_and(|wallet| wallet.has_soft_limit);
    let own_reason = entitlement.access_denied_reason.clone();
    let is_about_credits = own_reason == Some(AccessDeniedReason::InsufficientCredits);
    let denied = if own_reason.is_some() && !(is_about_credits && wallet.is_some()) {
        own_reason
    } else if wallet.is_some_and(|wallet| {
        expect_credit(Some(wallet), None, 0.0) == Some(AccessDeniedReason::InsufficientCredits) || {
            // A wallet that is denied for another reason still has what it has.
            let balance = wallet.usage_limit.unwrap_or(0.0) - wallet.current_usage;
            balance <= 0.0 && !wallet.has_soft_limit
        }
    }) {
        Some(AccessDeniedReason::InsufficientCredits)
    } else if feature.feature_type == Some(FeatureType::Boolean) {
        None
    } else if feature.feature_type == Some(FeatureType::Enum) {
        let requested = asked.values.as_deref().unwrap_or_default();
        let has_all = requested.iter().all(|value| entitlement.enum_values.contains(value));
        (!has_all).then_some(AccessDeniedReason::RequestedValuesMismatch)
    } else if is_number && !is_measured {
        None
    } else if is_number {
        let fits = used + asked.usage.unwrap_or(0.0) <= entitlement.usage_limit.unwrap_or(0.0);
        let granted = entitlement.has_unlimited_usage || has_soft_limit || fits;
        (!granted).then_some(AccessDeniedReason::RequestedUsageExceedingLimit)
    } else {
        Some(AccessDeniedReason::Unknown)
    };
    Some(Expected {
        denied,
        used,
        period,
        has_soft_limit,
    })
}

/// Why credits are denied. `missing` is the reason of the entity.
fn expect_credit(
    wallet: Option<&CreditEntitlementState>,
    missing: Option<&EntitlementsStateAccessDeniedReason>,
    requested: f64,
) -> Option<AccessDeniedReason> {
    let Some(wallet) = wallet else {
        return Some(missing.map_or(AccessDeniedReason::EntitlementNotFound, |reason| reason.as_str().into()));
    };
    if let Some(reason) = &wallet.access_denied_reason
        && *reason != AccessDeniedReason::InsufficientCredits
    {
        return Some(reason.clone());
    }
    if wallet.has_soft_limit {
        return None;
    }
    let balance = wallet.usage_limit.unwrap_or(0.0) - wallet.current_usage;
    let suffices = if requested > 0.0 {
        balance >= requested
    } else {
        balance - requested > 0.0
    };
    let granted = suffices && wallet.access_denied_reason.is_none();
    (!granted).then_some(AccessDeniedReason::InsufficientCredits)
}

/// Goes from period to period until one contains the time.
fn search_period(
    reset: &EntitlementResetPeriod,
    anchor: Timestamp,
    now: Timestamp,
) -> (Option<Timestamp>, Option<Timestamp>) {
    let zoned = jiff::Timestamp::from_nanosecond(anchor.as_nanosecond())
        .unwrap()
        .to_zoned(TimeZone::UTC);
    let at = |periods: i64| {
        let span = match reset {
            EntitlementResetPeriod::Hour => periods.hours(),
            EntitlementResetPeriod::Day => periods.days(),
            EntitlementResetPeriod::Week => periods.weeks(),
            EntitlementResetPeriod::Month => periods.months(),
            _ => periods.years(),
        };
        let time = zoned.checked_add(span).unwrap().timestamp();
        Timestamp::from_nanosecond(time.as_nanosecond()).unwrap()
    };
    let mut periods = 0;
    while at(periods) > now {
        periods -= 1;
    }
    while at(periods + 1) <= now {
        periods += 1;
    }
    (Some(at(periods)), Some(at(periods + 1)))
}

fn time() -> impl Strategy<Value = Timestamp> {
    // Some weeks around the end of a February, to the hour, so that times often meet.
    (0..1_000_i64).prop_map(|hour| {
        Timestamp::from_millisecond(1_708_000_000_000 / 3_600_000 * 3_600_000 + hour * 3_600_000).unwrap()
    })
}

fn number() -> impl Strategy<Value = f64> {
    (-1..6_i8).prop_map(f64::from)
}

fn reason() -> impl Strategy<Value = Option<AccessDeniedReason>> {
    prop_oneof![
        6 => Just(None),
        2 => Just(Some(AccessDeniedReason::InsufficientCredits)),
        1 => Just(Some(AccessDeniedReason::Revoked)),
        1 => Just(Some("SomethingNew".into())),
    ]
}

fn values() -> impl Strategy<Value = Arc<[String]>> {
    prop::sample::subsequence(vec!["a".to_owned(), "b".to_owned(), "z".to_owned()], 0..=3).prop_map(Into::into)
}

fn feature_state() -> impl Strategy<Value = EntitlementState> {
    let types = [
        FeatureType::Boolean,
        FeatureType::Enum,
        FeatureType::Number,
        FeatureType::Number,
        "COLOR".into(),
    ];
    let kinds = (
        prop::sample::select(&["f", "g"][..]),
        prop::option::weighted(0.95, prop::sample::select(types.to_vec())),
        prop::option::weighted(
            0.8,
            prop::sample::select(vec![
                MeterType::None,
                MeterType::Incremental,
                MeterType::Fluctuating,
                "Telepathic".into(),
            ]),
        ),
        prop::option::weighted(0.4, prop::sample::select(&["c", "d"][..])),
    );
    let numbers = (
        prop::option::weighted(0.8, number()),
        number(),
        any::<bool>(),
        any::<bool>(),
        reason(),
        values(),
    );
    let mut resets = EntitlementResetPeriod::ALL.to_vec();
    resets.push("FORTNIGHT".into());
    let resets = prop::option::weighted(0.8, prop::sample::select(resets));
    let times = prop::array::uniform6(prop::option::weighted(0.7, time()));
    (kinds, numbers, resets, times).prop_map(|((id, feature_type, meter_type, currency), numbers, reset, times)| {
        let mut feature = EntitlementFeature::new(id);
        (feature.feature_type, feature.meter_type) = (feature_type, meter_type);
        let mut state = FeatureEntitlementState::new(feature);
        state.credit_rate = currency.map(|currency| CreditRate::new(2.0, currency));
        (state.usage_limit, state.current_usage) = (numbers.0, numbers.1);
        (state.has_unlimited_usage, state.has_soft_limit) = (numbers.2 && numbers.3, numbers.3 && !numbers.2);
        (state.access_denied_reason, state.enum_values) = (numbers.4, numbers.5);
        state.reset_period = reset.filter(|reset| reset.as_str() != "FORTNIGHT");
        [
            state.usage_period_anchor,
            state.usage_period_start,
            state.usage_period_end,
            state.valid_until,
            state.entitlement_updated_at,
            state.usage_updated_at,
        ] = times;
        EntitlementState::Feature(state)
    })
}

fn credit_state() -> impl Strategy<Value = EntitlementState> {
    let ids = prop::sample::select(&["c", "d"][..]);
    let times = prop::array::uniform3(prop::option::weighted(0.5, time()));
    (
        ids,
        prop::option::weighted(0.9, number()),
        number(),
        any::<bool>(),
        reason(),
        times,
    )
        .prop_map(|(id, limit, used, soft, reason, times)| {
            let mut state = CreditEntitlementState::new(EntitlementCurrency::new(id));
            (state.usage_limit, state.current_usage, state.has_soft_limit) = (limit, used, soft);
            state.access_denied_reason = reason;
            [state.usage_period_end, state.valid_until, state.usage_updated_at] = times;
            EntitlementState::Credit(state)
        })
}

fn any_state() -> impl Strategy<Value = EntitlementsState> {
    let entitlement = prop_oneof![
        4 => feature_state(),
        2 => credit_state(),
        1 => Just(EntitlementState::Feature(FeatureEntitlementState::default())),
        1 => Just(EntitlementState::Unknown),
    ];
    let reasons = EntitlementsStateAccessDeniedReason::ALL;
    (
        prop::collection::vec(entitlement, 0..6),
        prop::option::of(prop::sample::select(reasons)),
    )
        .prop_map(|(entitlements, reason)| {
            let mut state = EntitlementsState::new(entitlements);
            state.access_denied_reason = reason;
            state
        })
}

fn any_asked() -> impl Strategy<Value = Asked> {
    (prop::option::of(number()), prop::option::of(values())).prop_map(|(usage, values)| Asked { usage, values })
}

fn entity(state: &EntitlementsState) -> CachedEntity {
    CachedEntity::new(state.clone(), stamp(Source::Api, second(0)))
}

/// What an entity keeps of a state: of several entitlements to the same the last one, in the place of the first, without
/// those of an unknown kind, and with what can be derived.
fn normal(state: &EntitlementsState) -> EntitlementsState {
    let name = |entitlement: &EntitlementState| match entitlement {
        EntitlementState::Feature(state) => state.feature.as_ref().map(|feature| format!("feature {}", feature.id)),
        EntitlementState::Credit(state) => Some(format!("credit {}", state.currency.currency_id)),
        _ => unreachable!("left out before"),
    };
    let mut kept: Vec<EntitlementState> = Vec::new();
    for entitlement in &state.entitlements {
        let mut entitlement = match entitlement {
            EntitlementState::Unknown => continue,
            known => known.clone(),
        };
        if let EntitlementState::Feature(FeatureEntitlementState {
            feature: Some(feature), ..
        }) = &mut entitlement
        {
            let metered = feature.feature_type == Some(FeatureType::Number)
                && feature
                    .meter_type
                    .as_ref()
                    .is_some_and(|meter| *meter != MeterType::None);
            Arc::make_mut(feature).is_metered = metered;
        }
        match kept.iter_mut().find(|other| name(other) == name(&entitlement)) {
            Some(first) => *first = entitlement,
            None => kept.push(entitlement),
        }
    }
    let mut normal = EntitlementsState::new(kept);
    normal.access_denied_reason.clone_from(&state.access_denied_reason);
    normal
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn features_are_decided_as_the_rules_say(state in any_state(), asked in any_asked(), now in time()) {
        let entity = entity(&state);
        for id in ["f", "g"] {
            let answer = evaluate_feature(&entity, id, &asked.request(), now);
            let expected = expect_feature(&state, id, &asked, now);
            prop_assert_eq!(answer.is_some(), expected.is_some());
            let (Some(answer), Some(expected)) = (answer, expected) else { continue };
            prop_assert_eq!(answer.access_denied_reason(), expected.denied.as_ref());
            prop_assert_eq!(answer.has_access(), expected.denied.is_none());
            let told = feature_of(&state, id).unwrap();
            match &answer {
                Entitlement::Metered(answer) => {
                    prop_assert_eq!(answer.current_usage.to_bits(), expected.used.to_bits());
                    prop_assert_eq!((answer.usage_period_start, answer.usage_period_end), expected.period);
                    prop_assert_eq!(answer.next_reset_date, expected.period.1);
                    prop_assert_eq!(answer.has_soft_limit, expected.has_soft_limit);
                    prop_assert_eq!(answer.usage_limit, told.usage_limit);
                    prop_assert_eq!(answer.usage_period_anchor, told.usage_period_anchor);
                    prop_assert_eq!(&answer.reset_period, &told.reset_period);
                }
                Entitlement::Numeric(answer) => prop_assert_eq!(answer.value, told.usage_limit),
                Entitlement::Enum(answer) => prop_assert_eq!(&answer.enum_values, &told.enum_values),
                _ => {}
            }
        }
    }

    #[test]
    fn credits_are_decided_as_the_rules_say(state in any_state(), asked in prop::option::of(number())) {
        let entity = entity(&state);
        for id in ["c", "d"] {
            let answer = evaluate_credit(&entity, id, asked);
            let wallet = wallet_of(&state, id);
            let expected = expect_credit(wallet, state.access_denied_reason.as_ref(), asked.unwrap_or(0.0));
            prop_assert_eq!(answer.has_access, expected.is_none());
            prop_assert_eq!(answer.access_denied_reason, expected);
            prop_assert_eq!(&answer.currency.currency_id, id);
            let limit = wallet.and_then(|wallet| wallet.usage_limit).unwrap_or(0.0);
            prop_assert_eq!(answer.usage_limit.to_bits(), limit.to_bits());
        }
    }

    #[test]
    fn what_is_missing_is_missing_for_the_reason_of_the_entity(state in any_state(), now in time()) {
        let expected = state.access_denied_reason.as_ref().map_or("NoFeatureEntitlementInSubscription", |reason| reason.as_str());
        let answer = evaluate_metered(&entity(&state), "missing", None, now).unwrap();
        prop_assert_eq!(answer.access_denied_reason.as_ref().unwrap().as_str(), expected);
        prop_assert!(!answer.has_access && !answer.is_fallback && answer.feature.is_none());
    }

    #[test]
    fn the_list_says_what_each_check_says(state in any_state(), now in time()) {
        let entity = entity(&state);
        let list = evaluate_state(&entity, now);
        prop_assert_eq!(&list.access_denied_reason, &state.access_denied_reason);
        prop_assert_eq!(list.entitlements.len(), normal(&state).entitlements.len());
        for answer in list.entitlements {
            match answer {
                EntitlementV2::Feature(answer) => {
                    let Some(feature) = answer.feature() else { continue };
                    let alone = evaluate_feature(&entity, &feature.id, &FeatureRequest::default(), now);
                    prop_assert_eq!(alone.as_ref(), Some(&answer));
                }
                EntitlementV2::Credit(answer) => {
                    prop_assert_eq!(evaluate_credit(&entity, &answer.currency.currency_id, None), answer);
                }
                other => prop_assert!(false, "{other:?}"),
            }
        }
    }

    #[test]
    fn what_expires_expires_as_told(state in any_state(), since in prop::option::of(time()), now in time()) {
        let since = since.unwrap_or(Timestamp::MIN);
        let entity = entity(&state);
        let is_over = |time: Option<Timestamp>| time.is_some_and(|time| since < time && time <= now);
        let any = normal(&state).entitlements.iter().any(|entitlement| match entitlement {
            EntitlementState::Feature(state) => is_over(state.valid_until),
            EntitlementState::Credit(state) => is_over(state.valid_until),
            _ => false,
        });
        prop_assert_eq!(has_any_expired_since(&entity, since, now), any);
        for id in ["f", "g"] {
            let expected = feature_of(&state, id).is_some_and(|feature| {
                let wallet = feature.credit_rate.as_ref().and_then(|rate| wallet_of(&state, &rate.currency_id));
                is_over(feature.valid_until) || wallet.is_some_and(|wallet| is_over(wallet.valid_until))
            });
            prop_assert_eq!(has_feature_expired_since(&entity, id, since, now), expected);
        }
    }

    #[test]
    fn an_entity_tells_the_state_it_was_made_of(state in any_state()) {
        let kept = entity(&state).to_state();
        prop_assert_eq!(&kept, &normal(&state));
        prop_assert_eq!(entity(&kept).to_state(), kept);
    }
}
