//! Sources and merging.

use jiff::Timestamp;

use super::*;
use crate::catalog::Catalog;
use crate::state::customers::NewCustomer;
use crate::state::provisioning::Provision;
use crate::wire::BillingPeriod;

const START: &str = "2026-01-31T10:00:00Z";

/// Entitlements of a plan, add-ons that go with it, and those that are subscribed.
type Subscribed<'a> = (&'a str, &'a str, &'a [(&'a str, f64)]);

/// The entitlements of a customer with these subscriptions, each the plan with its add-ons, in a product of its own.
fn granted(features: &str, plans: &[Subscribed<'_>]) -> Vec<(String, Grant, Option<DeniedReason>)> {
    let mut products = Vec::new();
    for (n, (plan, addons, _)) in plans.iter().enumerate() {
        let list: Vec<serde_json::Value> = serde_json::from_str(addons).unwrap();
        let ids: Vec<&str> = list.iter().map(|addon| addon["id"].as_str().unwrap()).collect();
        products.push(format!(
            r#"{{ "id": "product-{n}", "addons": {addons}, "plans": [{{
                "id": "plan-{n}", "pricing": "paid", "prices": [{{ "period": "monthly", "amount": 1 }}],
                "entitlements": {plan}, "compatibleAddons": {ids:?}
            }}] }}"#
        ));
    }
    let catalog = format!(r#"{{ "features": {features}, "products": [{}] }}"#, products.join(","));
    let catalog = Catalog::from_json(&catalog).unwrap_or_else(|error| panic!("{error}"));
    let mut state = catalog.state(START.parse().unwrap()).unwrap();
    state
        .create_customer(NewCustomer {
            id: Some("c".to_owned()),
            ..NewCustomer::default()
        })
        .unwrap();
    for (n, (_, _, addons)) in plans.iter().enumerate() {
        let request = Provision {
            customer: "c".to_owned(),
            plan: format!("plan-{n}"),
            billing_period: Some(BillingPeriod::Monthly),
            addons: addons
                .iter()
                .map(|(id, quantity)| ((*id).to_owned(), Some(*quantity)))
                .collect(),
            ..Provision::default()
        };
        state.subscribe(request).unwrap();
    }
    let Entitlements::Granted(all) = state.entitlements("c", None) else {
        panic!("denied")
    };
    all.into_iter()
        .map(|found| (found.feature.id.clone(), found.grant.clone(), found.standing_denial()))
        .collect()
}

const CALLS: &str = r#"[{ "id": "calls", "type": "number", "meter": "incremental" }]"#;

/// Limit, unlimited and soft limit of `calls`.
fn calls(plans: &[Subscribed<'_>]) -> (Option<f64>, bool, bool) {
    let all = granted(CALLS, plans);
    let (_, grant, _) = all.into_iter().find(|(id, ..)| id == "calls").unwrap();
    (grant.limit, grant.unlimited, grant.soft_limit)
}

#[test]
fn the_most_generous_source_wins() {
    let plan = |limit: &'static str| (limit, "[]", &[] as &[(&str, f64)]);
    let ten = plan(r#"{ "calls": 10 }"#);
    let twenty = plan(r#"{ "calls": 20 }"#);
    let soft = plan(r#"{ "calls": { "limit": 5, "softLimit": true } }"#);
    let unlimited = plan(r#"{ "calls": "unlimited" }"#);
    assert_eq!(calls(&[ten, twenty]), (Some(20.0), false, false));
    assert_eq!(calls(&[twenty, ten]), (Some(20.0), false, false));
    assert_eq!(calls(&[ten, unlimited]), (None, true, false));
    assert_eq!(calls(&[unlimited, ten]), (None, true, false));
    assert_eq!(calls(&[ten, soft]), (Some(10.0), false, true));
}

#[test]
fn granted_wins_over_revoked() {
    let sso = r#"[{ "id": "sso", "type": "boolean" }]"#;
    let revoked = (r#"{ "sso": false }"#, "[]", &[] as &[(&str, f64)]);
    let given = (r#"{ "sso": true }"#, "[]", &[] as &[(&str, f64)]);
    assert_eq!(granted(sso, &[revoked])[0].2, Some(DeniedReason::Revoked));
    assert_eq!(granted(sso, &[revoked, given])[0].2, None);
    assert_eq!(granted(sso, &[given, revoked])[0].2, None);
}

#[test]
fn values_of_enums_come_together() {
    let regions = r#"[{ "id": "regions", "type": "enum", "values": ["eu", "us", "asia"] }]"#;
    let all = granted(
        regions,
        &[
            (r#"{ "regions": ["us", "eu"] }"#, "[]", &[]),
            (r#"{ "regions": ["eu", "asia"] }"#, "[]", &[]),
        ],
    );
    assert_eq!(all[0].1.values, ["us", "eu", "asia"]);
}

#[test]
fn reset_and_anchor_go_with_the_greater_limit() {
    let daily = (
        r#"{ "calls": { "limit": 5, "reset": "day" } }"#,
        "[]",
        &[] as &[(&str, f64)],
    );
    let monthly = (
        r#"{ "calls": { "limit": 50, "reset": "month" } }"#,
        "[]",
        &[] as &[(&str, f64)],
    );
    for plans in [[daily, monthly], [monthly, daily]] {
        let reset = granted(CALLS, &plans)[0].1.reset;
        assert_eq!(reset, Some(Reset::Month(MonthlyAccordingTo::SubscriptionStart)));
    }
}

fn addon(id: &str, entitlement: &str) -> String {
    format!(
        r#"{{ "id": "{id}", "pricing": "paid", "prices": [{{ "period": "monthly", "amount": 1 }}],
             "entitlements": {{ "calls": {entitlement} }} }}"#
    )
}

#[test]
fn add_ons_add_for_each_piece() {
    let addons = format!("[{}]", addon("more", "5"));
    assert_eq!(
        calls(&[(r#"{ "calls": 10 }"#, &addons, &[("more", 3.0)])]),
        (Some(25.0), false, false)
    );
    assert_eq!(
        calls(&[(r#"{ "calls": "unlimited" }"#, &addons, &[("more", 3.0)])]),
        (None, true, false)
    );
    // Without an entitlement of the plan the add-on is the whole.
    assert_eq!(calls(&[("{}", &addons, &[("more", 3.0)])]), (Some(15.0), false, false));
    let unlimited = format!("[{}]", addon("more", r#""unlimited""#));
    assert_eq!(
        calls(&[(r#"{ "calls": 10 }"#, &unlimited, &[("more", 1.0)])]),
        (None, true, false)
    );
    // What an add-on does not say about resets is as in the plan.
    let plan = r#"{ "calls": { "limit": 10, "reset": "day" } }"#;
    let all = granted(CALLS, &[(plan, &addons, &[("more", 1.0)])]);
    assert_eq!(all[0].1.reset, Some(Reset::Day));
}

#[test]
fn add_ons_may_override_and_the_greatest_does() {
    let small = addon("small", r#"{ "limit": 7, "behavior": "override" }"#);
    let large = addon("large", r#"{ "limit": 9, "behavior": "override" }"#);
    let more = addon("more", "5");
    let addons = format!("[{small},{large},{more}]");
    let plan = r#"{ "calls": { "limit": 10, "reset": "day" } }"#;
    let with = |chosen: &[(&str, f64)]| calls(&[(plan, &addons, chosen)]);
    assert_eq!(with(&[("small", 2.0)]), (Some(7.0), false, false));
    assert_eq!(with(&[("small", 1.0), ("large", 1.0)]), (Some(9.0), false, false));
    assert_eq!(with(&[("more", 1.0), ("small", 1.0)]), (Some(7.0), false, false));
}

#[test]
fn a_plan_takes_over_what_its_base_gives() {
    let catalog = Catalog::sample();
    let mut state = catalog.state(START.parse().unwrap()).unwrap();
    state
        .create_customer(NewCustomer {
            id: Some("c".to_owned()),
            ..NewCustomer::default()
        })
        .unwrap();
    let plan = "plan-enterprise".to_owned();
    state
        .subscribe(Provision {
            customer: "c".to_owned(),
            plan,
            ..Provision::default()
        })
        .unwrap();
    let Entitlements::Granted(all) = state.entitlements("c", None) else {
        panic!("denied")
    };
    let found: Vec<_> = all
        .iter()
        .map(|found| {
            (
                found.feature.id.as_str(),
                found.grant.limit,
                found.grant.unlimited,
                found.grant.soft_limit,
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("single-sign-on", None, false, false),
            ("projects", Some(1000.0), false, false),
            ("seats", None, true, false),
            ("api-calls", None, true, false),
            ("tokens", Some(1_000_000.0), false, true),
            ("regions", None, false, false),
        ]
    );
}

#[test]
fn values_of_the_subscription_stand_above_those_of_the_plan() {
    let mut state = Catalog::sample().state(START.parse().unwrap()).unwrap();
    state
        .create_customer(NewCustomer {
            id: Some("c".to_owned()),
            ..NewCustomer::default()
        })
        .unwrap();
    let entitlement = crate::catalog::model::PackageEntitlement {
        limit: Some(77.0),
        ..crate::catalog::model::PackageEntitlement::granting("api-calls")
    };
    let request = Provision {
        customer: "c".to_owned(),
        plan: "plan-free".to_owned(),
        entitlements: vec![entitlement],
        ..Provision::default()
    };
    state.subscribe(request).unwrap();
    let Entitlements::Granted(all) = state.entitlements("c", None) else {
        panic!("denied")
    };
    let calls = all.iter().find(|found| found.feature.id == "api-calls").unwrap();
    assert_eq!(calls.grant.limit, Some(77.0));
    assert_eq!(
        calls.grant.reset,
        Some(Reset::Month(MonthlyAccordingTo::SubscriptionStart))
    );
}

#[test]
fn paying_by_use_grants_beyond_the_limit() {
    let with = |entitlements: &str| {
        let catalog = format!(
            r#"{{ "features": {CALLS}, "products": [{{ "id": "p", "plans": [{{
                "id": "plan", "pricing": "paid", "entitlements": {entitlements},
                "prices": [{{ "period": "monthly", "feature": "calls", "model": "usageBased", "amount": 0.1 }}]
            }}] }}] }}"#
        );
        let mut state = Catalog::from_json(&catalog)
            .unwrap()
            .state(START.parse().unwrap())
            .unwrap();
        state
            .create_customer(NewCustomer {
                id: Some("c".to_owned()),
                ..NewCustomer::default()
            })
            .unwrap();
        let billing_period = Some(BillingPeriod::Monthly);
        let request = Provision {
            customer: "c".to_owned(),
            plan: "plan".to_owned(),
            billing_period,
            ..Provision::default()
        };
        state.subscribe(request).unwrap();
        let Entitlements::Granted(all) = state.entitlements("c", None) else {
            panic!("denied")
        };
        (all[0].grant.limit, all[0].grant.unlimited, all[0].grant.soft_limit)
    };
    assert_eq!(with("{}"), (None, true, true));
    assert_eq!(with(r#"{ "calls": 10 }"#), (Some(10.0), false, true));
}

#[test]
fn reasons_for_having_nothing() {
    let mut state = Catalog::sample().state(START.parse().unwrap()).unwrap();
    let reason = |state: &State, id: &str| match state.entitlements(id, None) {
        Entitlements::Denied(reason) => Some(reason),
        Entitlements::Granted(_) => None,
    };
    assert_eq!(reason(&state, "nobody"), Some(DeniedReason::CustomerNotFound));
    assert_eq!(reason(&state, "customer-demo"), None);
    state
        .create_customer(NewCustomer {
            id: Some("c".to_owned()),
            ..NewCustomer::default()
        })
        .unwrap();
    assert_eq!(reason(&state, "c"), Some(DeniedReason::NoActiveSubscription));
    state.archive_customer("customer-demo").unwrap();
    assert_eq!(reason(&state, "customer-demo"), Some(DeniedReason::CustomerIsArchived));
}

#[test]
fn a_subscription_without_a_resource_counts_for_resources_of_single_products() {
    let mut state = Catalog::sample().state(START.parse().unwrap()).unwrap();
    let is_granted = |state: &State, resource: Option<&str>| {
        matches!(state.entitlements("customer-demo", resource), Entitlements::Granted(_))
    };
    assert!(is_granted(&state, None));
    assert!(is_granted(&state, Some("site")));
    assert!(is_granted(&state, Some("")));
    let request = Provision {
        customer: "customer-demo".to_owned(),
        plan: "plan-free".to_owned(),
        resource: Some("site".to_owned()),
        ..Provision::default()
    };
    state.subscribe(request).unwrap();
    assert!(is_granted(&state, Some("site")));
    assert!(!is_granted(&state, None));
}

#[test]
fn enum_checks_ask_for_every_value() {
    let state = Catalog::sample().state(START.parse().unwrap()).unwrap();
    let Entitlements::Granted(all) = state.entitlements("customer-demo", None) else {
        panic!("denied")
    };
    let regions = all.iter().find(|found| found.feature.id == "regions").unwrap();
    let ask = |values: &[&str]| {
        regions.denial(&Request {
            usage: None,
            values: values.iter().map(|value| (*value).to_owned()).collect(),
        })
    };
    assert_eq!(ask(&[]), None);
    assert_eq!(ask(&["eu"]), None);
    assert_eq!(ask(&["eu", "us"]), Some(DeniedReason::RequestedValuesMismatch));
}

#[test]
fn periods_may_begin_with_the_month_or_a_weekday() {
    let period = |reset: &str, now: &str| {
        let plan = format!(r#"{{ "calls": {{ "limit": 5, {reset} }} }}"#);
        let all = granted(CALLS, &[(&plan, "[]", &[])]);
        let grant = &all[0].1;
        let found = usage_period(grant.reset.unwrap(), grant.anchor, now.parse().unwrap());
        (found.anchor, found.start, found.end)
    };
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    assert_eq!(
        period(
            r#""reset": "month", "resetAccordingTo": "startOfTheMonth""#,
            "2026-02-10T00:00:00Z"
        ),
        (
            at("2026-01-01T00:00:00Z"),
            at("2026-02-01T00:00:00Z"),
            at("2026-03-01T00:00:00Z")
        )
    );
    // 2026-01-31 is a Saturday.
    assert_eq!(
        period(
            r#""reset": "week", "resetAccordingTo": "everyMonday""#,
            "2026-02-03T00:00:00Z"
        ),
        (
            at("2026-01-26T00:00:00Z"),
            at("2026-02-02T00:00:00Z"),
            at("2026-02-09T00:00:00Z")
        )
    );
    assert_eq!(
        period(r#""reset": "year""#, "2026-02-10T00:00:00Z"),
        (at(START), at(START), at("2027-01-31T10:00:00Z"))
    );
    assert_eq!(
        period(r#""reset": "hour""#, "2026-01-31T12:30:00Z"),
        (at(START), at("2026-01-31T12:00:00Z"), at("2026-01-31T13:00:00Z"))
    );
}
