//! The reads of the Edge, and how they fall back to the API.

use std::fmt::Write as _;

use serde_json::{Value, json};
use stigg_models::{GetActiveSubscriptions, GetPaywall, WidgetType};
use stigg_transport::{
    Catalog as _, Connection as _, Consistency, Entitlements as _, EntitlementsQuery, ErrorKind, Subscriptions as _,
};

use crate::answers;
use crate::client::client_with_edge;
use crate::requests::head;
use crate::server::{Answer, Server};

fn good(data: &Value) -> Answer {
    Answer::json(&json!({"data": data}))
}

fn good_state() -> Answer {
    good(&answers::get_entitlements_state())
}

/// What is asked of the Edge for a paywall; the target alone. `None` when the API is asked instead.
async fn paywall_target(request: GetPaywall) -> Option<String> {
    let edge = Server::start([good(&answers::get_paywall())]).await;
    let api = Server::start([good(&answers::get_paywall())]).await;
    client_with_edge(&api, &edge).get_paywall(request).await.unwrap();
    assert_eq!(edge.journal().len() + api.journal().len(), 1);
    edge.journal().pop().map(|request| request.target)
}

/// The target of a read of entitlements; `None` when the API is asked instead.
async fn state_target(query: EntitlementsQuery) -> Option<String> {
    let (edge, api) = (Server::start([good_state()]).await, Server::start([good_state()]).await);
    client_with_edge(&api, &edge)
        .get_entitlements_state(query)
        .await
        .unwrap();
    assert_eq!(edge.journal().len() + api.journal().len(), 1);
    edge.journal().pop().map(|request| request.target)
}

#[tokio::test]
async fn the_entitlements_that_stigg_decides_on_are_at_the_edge_unless_they_have_to_be_new() {
    let target = async |query: EntitlementsQuery| {
        let answer = || good(&answers::get_entitlements());
        let (edge, api) = (Server::start([answer()]).await, Server::start([answer()]).await);
        let stigg = client_with_edge(&api, &edge);
        assert_eq!(stigg.get_entitlements_remote(query).await.unwrap().len(), 1);
        assert_eq!(edge.journal().len() + api.journal().len(), 1);
        edge.journal().pop().map(|request| request.target)
    };
    let query = EntitlementsQuery::new("customer 42");
    assert_eq!(
        target(query.clone()).await.as_deref(),
        Some("/v1/c/customer%2042/entitlements.json")
    );
    assert_eq!(
        target(query.clone().with_resource_id("site/1")).await.as_deref(),
        Some("/v1/c/customer%2042/entitlements.json?resourceId=site%2F1")
    );
    assert_eq!(target(query.with_consistency(Consistency::ReadYourWrites)).await, None);
}

#[tokio::test]
async fn the_requests() {
    let edge = Server::start([
        good_state(),
        good(&answers::get_paywall()),
        good(&answers::verify_api_key()),
    ])
    .await;
    let api = Server::start([]).await;
    let stigg = client_with_edge(&api, &edge);
    let query = EntitlementsQuery::new("customer-42").with_resource_id("site-1");
    let state = stigg.get_entitlements_state(query).await.unwrap();
    assert_eq!(state.entitlements.len(), 2);
    let paywall = stigg
        .get_paywall(GetPaywall::new().with_product_id("product-crm"))
        .await
        .unwrap();
    assert_eq!(paywall.plans.len(), 1);
    stigg.verify_api_key().await.unwrap();

    let mut heads = String::new();
    for request in edge.journal() {
        assert!(request.body.is_empty());
        writeln!(heads, "{}", head(&request)).unwrap();
    }
    insta::assert_snapshot!(heads);
    assert!(api.journal().is_empty());
}

#[tokio::test]
async fn active_subscriptions_in_brief_are_at_the_edge_unless_they_have_to_be_fresh() {
    let target = async |request, consistency| {
        let answer = || good(&answers::get_active_subscriptions_list());
        let (edge, api) = (Server::start([answer()]).await, Server::start([answer()]).await);
        let stigg = client_with_edge(&api, &edge);
        let found = stigg.get_active_subscriptions_list(request, consistency).await.unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(edge.journal().len() + api.journal().len(), 1);
        edge.journal().pop().map(|request| request.target)
    };
    let query = GetActiveSubscriptions::new("customer-42").with_resource_id(["site-1", "site-2"]);
    assert_eq!(
        target(query.clone(), Consistency::Eventual).await.as_deref(),
        Some("/v1/c/customer-42/subscriptions.json?resourceIds=site-1&resourceIds=site-2")
    );
    assert_eq!(target(query, Consistency::ReadYourWrites).await, None);
}

#[tokio::test]
async fn the_paywall_of_everybody_is_at_the_edge() {
    let target = async |request: GetPaywall| paywall_target(request).await.unwrap();
    assert_eq!(target(GetPaywall::new()).await, "/v1/paywall.json");
    assert_eq!(
        target(GetPaywall::new().with_product_id("p/1")).await,
        "/v1/p/p%2F1/paywall.json"
    );
    // Without a customer there is no resource.
    assert_eq!(
        target(GetPaywall::new().with_resource_id("r")).await,
        "/v1/paywall.json"
    );
    let request = GetPaywall::new()
        .with_billing_country_code("DE")
        .with_fetch_all_countries_prices(true)
        .with_include_hidden_plans(true);
    assert_eq!(
        target(request).await,
        "/v1/paywall.json?fetchAllCountriesPrices=true&billingCountryCode=DE&includeHiddenPlans=true"
    );
    let request = GetPaywall::new()
        .with_fetch_all_countries_prices(false)
        .with_include_hidden_plans(false);
    assert_eq!(target(request).await, "/v1/paywall.json?fetchAllCountriesPrices=false");
}

#[tokio::test]
async fn the_paywall_of_somebody_is_at_the_api() {
    for request in [
        GetPaywall::new().with_customer_id("customer-42"),
        GetPaywall::new().with_offer_id("offer-1"),
        GetPaywall::new().with_context(WidgetType::Checkout),
        GetPaywall::new().with_product_id(".."),
    ] {
        assert_eq!(paywall_target(request).await, None);
    }
}

#[tokio::test]
async fn an_id_is_one_segment_of_the_path_whatever_it_is() {
    for (id, expected) in [
        ("customer-42", "customer-42"),
        ("../../admin", "..%2F..%2Fadmin"),
        ("a/b?x=1#y", "a%2Fb%3Fx%3D1%23y"),
        ("%2e%2e", "%252e%252e"),
        ("\0\r\nX-API-KEY: x", "%00%0D%0AX-API-KEY%3A%20x"),
        ("ż🦀\u{202e}", "%C5%BC%F0%9F%A6%80%E2%80%AE"),
    ] {
        let query = EntitlementsQuery::new(id).with_resource_id(id);
        let target = state_target(query).await.unwrap();
        assert_eq!(
            target,
            format!("/v1/c/{expected}/entitlements-state.json?resourceId={expected}")
        );
    }
}

#[tokio::test]
async fn an_id_that_no_path_can_hold_goes_to_the_api() {
    for id in [".", ".."] {
        assert_eq!(state_target(EntitlementsQuery::new(id)).await, None);
    }
}

#[tokio::test]
async fn an_empty_resource_is_none() {
    let target = state_target(EntitlementsQuery::new("c").with_resource_id(""))
        .await
        .unwrap();
    assert_eq!(target, "/v1/c/c/entitlements-state.json");
}

#[tokio::test]
async fn who_wants_to_read_what_was_just_written_is_sent_to_the_api() {
    let query = EntitlementsQuery::new("c").with_consistency(Consistency::ReadYourWrites);
    assert_eq!(state_target(query).await, None);
}

/// How many requests the Edge and the API get, when the Edge answers like this and the API well.
async fn asked(edge_script: impl IntoIterator<Item = Answer>) -> (Result<(), ErrorKind>, usize, usize) {
    let edge = Server::start(edge_script).await;
    let api = Server::start([good_state()]).await;
    let stigg = client_with_edge(&api, &edge);
    let result = stigg.get_entitlements_state(EntitlementsQuery::new("c")).await;
    let result = result.map(drop).map_err(|error| error.kind());
    (result, edge.journal().len(), api.journal().len())
}

#[tokio::test]
async fn when_the_edge_fails_the_api_is_asked() {
    let mut unreadable = answers::get_entitlements_state();
    unreadable["entitlementsState"] = json!([]);
    for failure in [
        Answer::nothing(),
        Answer::status(500),
        Answer::new(502, &["content-type: text/html"], "<h1>Bad Gateway</h1>"),
        Answer::status(404),
        Answer::status(400),
        Answer::new(302, &["location: http://example.invalid"], ""),
        Answer::new(200, &["content-type: text/html"], "<h1>Please sign in</h1>"),
        good(&unreadable),
    ] {
        assert_eq!(asked([failure.clone()]).await, (Ok(()), 1, 1), "{failure:?}");
    }
}

#[tokio::test]
async fn when_the_edge_refuses_connections_the_api_is_asked() {
    let edge = Server::start([]).await;
    let api = Server::start([good_state()]).await;
    let stigg = client_with_edge(&api, &edge);
    drop(edge);
    // The task of the server ends at its next turn.
    tokio::task::yield_now().await;
    stigg.get_entitlements_state(EntitlementsQuery::new("c")).await.unwrap();
    assert_eq!(api.journal().len(), 1);
}

#[tokio::test]
async fn an_edge_that_stays_down_takes_nothing_from_anybody() {
    const READS: usize = 200;
    let edge = Server::start(std::iter::repeat_n(Answer::status(503), READS)).await;
    let api = Server::start(std::iter::repeat_n(good_state(), READS)).await;
    let stigg = client_with_edge(&api, &edge);
    for read in 0..READS {
        let result = stigg.get_entitlements_state(EntitlementsQuery::new("c")).await;
        assert!(result.is_ok(), "read {read}: {result:?}");
    }
    assert_eq!((edge.journal().len(), api.journal().len()), (READS, READS));
}

#[tokio::test]
async fn once_moved_to_the_api_it_stays_there() {
    let edge = Server::start([Answer::status(503)]).await;
    let api = Server::start([Answer::new(429, &[], ""), good_state()]).await;
    let stigg = client_with_edge(&api, &edge);
    stigg.get_entitlements_state(EntitlementsQuery::new("c")).await.unwrap();
    assert_eq!((edge.journal().len(), api.journal().len()), (1, 2));
}

#[tokio::test]
async fn too_many_requests_at_the_edge_are_not_passed_on_to_the_api() {
    let throttled = Answer::new(
        429,
        &[],
        r#"{"error":"rate_limit_exceeded","message":"Too many requests"}"#,
    );
    assert_eq!(asked([throttled.clone(), good_state()]).await, (Ok(()), 2, 0));
    let (result, edge, api) = asked(std::iter::repeat_n(throttled, 5)).await;
    assert_eq!((result, edge, api), (Err(ErrorKind::RateLimited), 3, 0));
}

#[tokio::test]
async fn what_stigg_says_at_the_edge_holds_at_the_api_as_well() {
    let reported = json!({"errors": [{"message": "No", "extensions": {"code": "CustomerNotFound"}}]});
    assert_eq!(asked([Answer::json(&reported)]).await, (Err(ErrorKind::NotFound), 1, 0));
    assert_eq!(
        asked([Answer::status(401)]).await,
        (Err(ErrorKind::Unauthenticated), 1, 0)
    );
    assert_eq!(
        asked([Answer::status(403)]).await,
        (Err(ErrorKind::PermissionDenied), 1, 0)
    );
}

#[tokio::test]
async fn a_key_is_verified_at_the_api_when_the_edge_is_down() {
    let edge = Server::start([Answer::status(503)]).await;
    let api = Server::start([good(&answers::verify_api_key())]).await;
    client_with_edge(&api, &edge).verify_api_key().await.unwrap();

    let edge = Server::start([Answer::status(401)]).await;
    let error = client_with_edge(&api, &edge).verify_api_key().await.unwrap_err();
    let expected = "verify_api_key failed: Authentication failed. Double check your API key. (HTTP 401)";
    assert_eq!(error.to_string(), expected);
}
