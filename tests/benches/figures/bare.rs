//! The floors: the least that a program without the client would do for the same.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::{Arc, RwLock};

use serde::Deserialize;
use stigg::models::{
    EntitlementFeature, EntitlementResetPeriod, EntitlementState, FeatureEntitlementState, FeatureType, MeterType,
    MeteredEntitlement, Timestamp,
};
use stigg::{Clock, SystemClock};

use crate::plans;

type Map<V> = HashMap<String, V, BuildHasherDefault<FastHasher>>;

/// Customers and what they are entitled to, under a lock, as compact as it can be: everybody has the same features, so that a
/// customer is only numbers, in the order of the features.
#[derive(Debug)]
pub(crate) struct Bare(RwLock<Known>);

#[derive(Debug)]
struct Known {
    /// Where in the list of a customer.
    features: Map<(usize, Arc<EntitlementFeature>)>,
    customers: Map<Box<[Entitled]>>,
}

#[derive(Clone, Copy, Debug)]
struct Entitled {
    limit: f64,
    usage: f64,
    period_end: Option<Timestamp>,
}

impl Bare {
    /// Of these customers, with all of their features.
    pub(crate) fn of<'a>(customer_ids: impl IntoIterator<Item = &'a str>) -> Self {
        let mut known = Known {
            features: Map::default(),
            customers: Map::default(),
        };
        for customer_id in customer_ids {
            let entitlements = features(customer_id);
            if known.features.is_empty() {
                let features = entitlements.iter().filter_map(|state| state.feature.clone());
                let places = features.enumerate().map(|place| (place.1.id.clone(), place));
                known.features = places.collect();
            }
            let entitled = entitlements.iter().map(|state| Entitled {
                limit: state.usage_limit.unwrap_or(f64::INFINITY),
                usage: state.current_usage,
                period_end: state.usage_period_end,
            });
            known.customers.insert(customer_id.to_owned(), entitled.collect());
        }
        Self(RwLock::new(known))
    }

    /// Whether a customer may use so much more of a feature, in the words of the client.
    pub(crate) fn check(&self, customer_id: &str, feature_id: &str, requested: f64) -> MeteredEntitlement {
        let (now, _age_counts_from) = (SystemClock.now(), SystemClock.monotonic());
        let known = self.0.read().unwrap();
        let mut answer = MeteredEntitlement::default();
        let Some((place, feature)) = known.features.get(feature_id) else {
            return answer;
        };
        let Some(entitled) = known.customers.get(customer_id).map(|customer| customer[*place]) else {
            return answer;
        };
        let is_over = entitled.period_end.is_some_and(|end| end <= now);
        let usage = if is_over { 0.0 } else { entitled.usage };
        answer.has_access = usage + requested <= entitled.limit;
        answer.current_usage = usage;
        answer.usage_limit = Some(entitled.limit);
        answer.feature = Some(Arc::clone(feature));
        answer.usage_period_end = entitled.period_end;
        answer
    }
}

fn features(customer_id: &str) -> Vec<FeatureEntitlementState> {
    let entitlements = plans::state(customer_id).entitlements.into_iter();
    entitlements
        .filter_map(|entitlement| match entitlement {
            EntitlementState::Feature(state) => Some(state),
            _ => None,
        })
        .collect()
}

/// A hash that takes next to no time, and that somebody who chooses ids could defeat.
#[derive(Debug, Default)]
struct FastHasher(u64);

impl Hasher for FastHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.0 = (self.0.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(0x517c_c1b7_2722_0a95);
        }
    }

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }
}

/// The entitlements of a customer over a client that does nothing else, with the same members as the real one reads.
pub(crate) async fn get(client: &reqwest::Client, url: &str, customer_id: &str) -> Envelope {
    let request = client
        .get(format!("{url}/v1/c/{customer_id}/entitlements-state.json"))
        .header("X-API-KEY", crate::server::API_KEY);
    let body = request.send().await.unwrap().bytes().await.unwrap();
    parse(&body)
}

/// The entitlements that a body tells.
pub(crate) fn parse(body: &[u8]) -> Envelope {
    let envelope: Envelope = serde_json::from_slice(body).unwrap();
    assert_eq!(
        envelope.data.entitlements_state.entitlements_v2.len(),
        plans::ENTITLEMENTS
    );
    envelope
}

#[derive(Deserialize)]
pub(crate) struct Envelope {
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
    entitlements_v2: Vec<EntitlementFields>,
}

/// Of a feature or of credits: which one it is, one sees.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "read like everything else, for nobody")]
struct EntitlementFields {
    access_denied_reason: Option<String>,
    usage_limit: Option<f64>,
    #[serde(default)]
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
    feature: Option<FeatureFields>,
    currency: Option<CurrencyFields>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "read like everything else, for nobody")]
struct FeatureFields {
    ref_id: String,
    display_name: String,
    description: Option<String>,
    feature_type: FeatureType,
    meter_type: Option<MeterType>,
    feature_units: Option<String>,
    feature_units_plural: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "read like everything else, for nobody")]
struct CurrencyFields {
    currency_id: String,
    display_name: Option<String>,
    description: Option<String>,
    unit_singular: Option<String>,
    unit_plural: Option<String>,
}
