use serde_json::{Value, json};

use super::*;

fn wire(refine: impl FnOnce(&mut Value)) -> wire::Paywall {
    let mut wire = json!({"currency": {"code": "USD", "symbol": "$"}});
    refine(&mut wire);
    serde_json::from_value(wire).unwrap()
}

#[test]
fn plans_know_their_place() {
    let plan = |id: &str| json!({"refId": id, "displayName": id, "versionNumber": 1, "product": {"refId": "p", "productSettings": {}}});
    let paywall = paywall(wire(|wire| wire["plans"] = json!([plan("a"), plan("b"), plan("c")]))).unwrap();
    let places: Vec<_> = paywall
        .plans
        .iter()
        .map(|plan| (plan.id.as_str(), plan.order))
        .collect();
    assert_eq!(places, [("a", 0), ("b", 1), ("c", 2)]);
}

#[test]
fn what_is_null_is_absent_or_empty() {
    let bare = paywall(wire(|wire| {
        for field in ["plans", "configuration", "customer", "resource", "activeSubscriptions"] {
            wire[field] = Value::Null;
        }
    }))
    .unwrap();
    let expected = json!({"plans": [], "currency": {"code": "USD", "symbol": "$"}});
    assert_eq!(serde_json::to_value(&bare).unwrap(), expected);
}

#[test]
fn an_absurd_price_is_an_error_and_not_another_price() {
    let point = json!({"planId": "p", "billingPeriod": "MONTHLY", "amount": -1e300, "currency": "USD"});
    assert!(paywall(wire(|wire| wire["paywallCalculatedPricePoints"] = json!([point]))).is_err());
}

#[test]
fn only_what_is_wanted_is_asked_for() {
    let asked = |request: GetPaywall| serde_json::to_value(inputs::GetPaywallInput::from(request)).unwrap();
    let request = GetPaywall::new()
        .with_fetch_all_countries_prices(false)
        .with_include_hidden_plans(false);
    assert_eq!(asked(request), json!({}));
    let request = GetPaywall::new()
        .with_fetch_all_countries_prices(true)
        .with_include_hidden_plans(true);
    assert_eq!(
        asked(request),
        json!({"fetchAllCountriesPrices": true, "includeHiddenPlans": true})
    );
}
