//! What it costs to read the entitlements of a customer, beside a typed parse of the same body that does nothing else.
//! Their features are known from the turn before, as those of a customer are from other customers.
//!
//! `cargo bench -p stigg-graphql --features conformance --bench decode`

#![expect(clippy::print_stdout, reason = "it is there to say something")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::{Value, json};
use stigg_graphql::ApiKey;
use stigg_graphql::conformance::EntitlementsReader;
use stigg_models::{EntitlementResetPeriod, FeatureType, MeterType, Timestamp};

const FEATURES: usize = 50;
const ROUNDS: u32 = 200;
const TURNS: usize = 15;

fn main() {
    let key = ApiKey::new("server-key-of-a-bench").expect("it is a key");
    let body = json!({"data": {"entitlementsState": {
        "__typename": "EntitlementsState",
        "accessDeniedReason": null,
        "entitlementsV2": (0..FEATURES).map(entitlement).collect::<Vec<_>>(),
    }}})
    .to_string();
    let reader = EntitlementsReader::new(key);
    let read = || {
        let state = reader.read(body.clone().into_bytes()).expect("the answer is good");
        assert_eq!(state.entitlements.len(), FEATURES);
        black_box(state);
    };
    let bare = || {
        let bytes = body.clone().into_bytes();
        let envelope: Envelope = serde_json::from_slice(&bytes).expect("the answer is good");
        assert_eq!(envelope.data.entitlements_state.entitlements_v2.len(), FEATURES);
        black_box(envelope);
    };
    // In turns, so that what else the machine does hits both.
    let mut turns: Vec<(Duration, Duration)> = (0..TURNS).map(|_| (time(read), time(bare))).collect();
    turns.sort_by(|one, other| ratio(*one).total_cmp(&ratio(*other)));
    let median = turns[TURNS / 2];
    println!(
        "{} bytes: read in {:?}, parsed alone in {:?}: {:.2} times that",
        body.len(),
        median.0,
        median.1,
        ratio(median)
    );
}

fn time(work: impl Fn()) -> Duration {
    let started = Instant::now();
    for _ in 0..ROUNDS {
        work();
    }
    started.elapsed() / ROUNDS
}

fn ratio((read, bare): (Duration, Duration)) -> f64 {
    read.as_secs_f64() / bare.as_secs_f64()
}

/// Two of five are metered.
fn entitlement(place: usize) -> Value {
    let metered = place % 5 < 2;
    let at = |moment: &str| metered.then(|| moment.to_owned());
    json!({
        "__typename": "FeatureEntitlement",
        "accessDeniedReason": null,
        "usageLimit": metered.then_some(100.0),
        "hasUnlimitedUsage": false,
        "hasSoftLimit": false,
        "currentUsage": place,
        "enumValues": [],
        "resetPeriod": metered.then_some("MONTH"),
        "resetPeriodConfiguration": metered.then(|| json!({
            "__typename": "MonthlyResetPeriodConfig",
            "monthlyAccordingTo": "SubscriptionStart",
        })),
        "usagePeriodAnchor": at("2025-01-15T12:34:56.000Z"),
        "usagePeriodStart": at("2025-05-15T12:34:56.000Z"),
        "usagePeriodEnd": at("2025-06-15T12:34:56.000Z"),
        "validUntil": null,
        "entitlementUpdatedAt": "2025-05-15T13:34:56.789Z",
        "usageUpdatedAt": at("2025-05-16T01:02:03.456Z"),
        "creditRate": null,
        "feature": {
            "__typename": "EntitlementFeature",
            "refId": format!("feature-{place}-active-users"),
            "displayName": format!("Active users of area {place}"),
            "description": "How many a workspace may have in this area before it has to move to the next larger plan, counted \
                over all of its members; what is archived does not count, and neither do those who were only invited.",
            "featureType": if metered { "NUMBER" } else { "BOOLEAN" },
            "meterType": metered.then_some("INCREMENTAL"),
            "featureUnits": "user",
            "featureUnitsPlural": "users",
            "unitTransformation": null,
        },
    })
}

#[derive(Deserialize)]
struct Envelope {
    data: Data,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Data {
    entitlements_state: State,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct State {
    #[expect(dead_code, reason = "read like everything else, for nobody")]
    access_denied_reason: Option<String>,
    entitlements_v2: Vec<OfOne>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "read like everything else, for nobody")]
struct OfOne {
    access_denied_reason: Option<String>,
    usage_limit: Option<f64>,
    has_unlimited_usage: bool,
    has_soft_limit: Option<bool>,
    current_usage: Option<f64>,
    enum_values: Option<Vec<String>>,
    reset_period: Option<EntitlementResetPeriod>,
    usage_period_anchor: Option<Timestamp>,
    usage_period_start: Option<Timestamp>,
    usage_period_end: Option<Timestamp>,
    valid_until: Option<Timestamp>,
    entitlement_updated_at: Option<Timestamp>,
    usage_updated_at: Option<Timestamp>,
    feature: Option<Described>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "read like everything else, for nobody")]
struct Described {
    ref_id: String,
    display_name: String,
    description: Option<String>,
    feature_type: FeatureType,
    meter_type: Option<MeterType>,
    feature_units: Option<String>,
    feature_units_plural: Option<String>,
}
