//! What is sent, operation by operation.

mod catalog;
mod credits;
mod customers;
mod entitlements;
mod previews;
mod promotional_entitlements;
mod subscriptions;
mod usage;

use std::fmt::Write as _;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use stigg_graphql::GraphqlTransport;
use stigg_models::{ImportSubscription, ImportSubscriptionBulk, ReportEvent};
use stigg_transport::{
    Catalog as _, Connection as _, Consistency, Credits as _, Customers as _, Entitlements as _, EntitlementsQuery,
    PromotionalEntitlements as _, Subscriptions as _, Usage as _,
};

use crate::client::{builder, client};
use crate::server::{Answer, Request, Server};

/// Headers that differ from process to process, or that the HTTP client sets.
const UNSTABLE: [&str; 5] = [
    "x-api-key",
    "x-sdk-instance-id",
    "x-sdk-os-process-hostname",
    "x-sdk-os-process-id",
    "x-sdk-os-process-timestamp",
];

/// The one request that a call makes; what comes of it is for other tests.
async fn sent<F: Future>(call: impl FnOnce(GraphqlTransport) -> F) -> Request {
    let server = Server::start([Answer::json(&json!({"data": null}))]).await;
    call(client(&server)).await;
    server.only_request()
}

/// The head of a request, without what is not ours to fix.
pub(crate) fn head(request: &Request) -> String {
    let mut text = format!("{} {}\n", request.method, request.target);
    let mut headers = request.headers.clone();
    headers.sort();
    for (name, value) in headers {
        let value = if UNSTABLE.contains(&name.as_str()) {
            assert!(!value.is_empty(), "{name}");
            "[…]".to_owned()
        } else {
            value.replace(env!("CARGO_PKG_VERSION"), "[version]")
        };
        if name != "host" && name != "content-length" {
            writeln!(text, "{name}: {value}").unwrap();
        }
    }
    text
}

/// Everything about an operation: as it is sent with all that can be said, and with as little as possible.
fn described(full: &Request, minimal: &Request) -> String {
    let (all, little) = (full.json(), minimal.json());
    assert_eq!(head(full), head(minimal));
    assert_eq!(all["query"], little["query"]);
    assert_eq!(all["operationName"], full.header("x-graphql-operation-name").unwrap());
    let members: Vec<&String> = all.as_object().unwrap().keys().collect();
    assert_eq!(members, ["operationName", "query", "variables"]);

    let query = all["query"].as_str().unwrap().replace("}fragment ", "}\nfragment ");
    format!(
        "{}\n--- variables\n{:#}\n\n--- fewest variables\n{:#}\n\n--- document\n{query}\n",
        head(full),
        all["variables"],
        little["variables"],
    )
}

/// A request as the official SDK would have it.
fn request<T: DeserializeOwned>(json: Value) -> T {
    serde_json::from_value(json).unwrap()
}

/// Pins what a method sends, in a snapshot of its name.
macro_rules! check {
    ($method:ident, $full:expr, $minimal:expr) => {{
        use $crate::requests::{described, sent};
        let full = sent(async |stigg| stigg.$method($full).await.map(|_| ())).await;
        let minimal = sent(async |stigg| stigg.$method($minimal).await.map(|_| ())).await;
        insta::assert_snapshot!(stringify!($method), described(&full, &minimal));
    }};
}

use check;

fn metadata() -> Value {
    json!({"tier": "gold", "zażółć": "🦀"})
}

fn merged(base: &Value, more: Value) -> Value {
    let (Value::Object(mut members), Value::Object(more)) = (base.clone(), more) else {
        panic!("only objects can be merged")
    };
    members.extend(more);
    Value::Object(members)
}

#[tokio::test]
async fn verify_api_key() {
    let request = sent(async |stigg| stigg.verify_api_key().await).await;
    insta::assert_snapshot!(described(&request, &request));
}

#[tokio::test]
async fn what_cannot_be_meant_is_not_sent() {
    let server = Server::start([]).await;
    let stigg = client(&server);
    let problems = [
        stigg
            .provision_customer(request(json!({"customerId": ""})))
            .await
            .map(drop),
        stigg
            .update_customer(request(json!({"customerId": " "})))
            .await
            .map(drop),
        stigg.get_customer("").await.map(drop),
        stigg.get_customer(&"x".repeat(2_000)).await.map(drop),
        stigg.get_customer_statistics(" ").await.map(drop),
        stigg.detach_customer_payment_method("").await.map(drop),
        stigg.archive_customer("").await.map(drop),
        stigg.unarchive_customer("\t").await.map(drop),
        stigg
            .import_customer(request(json!({"customerId": ""})))
            .await
            .map(drop),
        stigg
            .import_customer_bulk(request(json!({"customers": [{}, {"customerId": " "}]})))
            .await,
        stigg
            .import_customer_bulk(request(json!({"customers": vec![json!({}); 1_001]})))
            .await,
        stigg
            .get_customer_portal(request(json!({"customerId": "c", "productId": ""})))
            .await
            .map(drop),
        stigg
            .provision_subscription(request(json!({"customerId": "c", "planId": ""})))
            .await
            .map(drop),
        stigg
            .update_subscription(request(json!({"subscriptionId": ""})))
            .await
            .map(drop),
        stigg
            .cancel_subscription(request(json!({"subscriptionId": ""})))
            .await
            .map(drop),
        stigg
            .apply_subscription(request(json!({"customerId": "c", "planId": ""})))
            .await
            .map(drop),
        stigg
            .create_subscription(request(json!({"customerId": "", "planId": "p"})))
            .await
            .map(drop),
        stigg
            .cancel_subscription_scheduled_updates(request(json!({"subscriptionId": "s", "status": "Done"})))
            .await
            .map(drop),
        stigg
            .migrate_subscription_to_latest(request(json!({"subscriptionId": ""})))
            .await
            .map(drop),
        stigg
            .transfer_subscription(request(
                json!({"customerId": "c", "sourceResourceId": "", "destinationResourceId": "r"}),
            ))
            .await
            .map(drop),
        stigg
            .transfer_subscription_to_resource(request(json!({"subscriptionId": ""})))
            .await
            .map(drop),
        stigg
            .delegate_subscription_to_customer(request(json!({"subscriptionId": "s", "destinationCustomerId": ""})))
            .await
            .map(drop),
        stigg
            .get_active_subscriptions_list(request(json!({"customerId": ""})), Consistency::Eventual)
            .await
            .map(drop),
        stigg
            .get_subscription(request(json!({"subscriptionId": ""})))
            .await
            .map(drop),
        stigg
            .get_subscriptions(request(json!({"pagination": {"limit": 0}})))
            .await
            .map(drop),
        stigg
            .get_active_subscriptions(request(json!({"customerId": ""})))
            .await
            .map(drop),
        stigg
            .preview_subscription(request(json!({"customerId": "", "planId": "p"})))
            .await
            .map(drop),
        stigg
            .preview_next_invoice(request(json!({"subscriptionId": ""})))
            .await
            .map(drop),
        stigg
            .estimate_subscription(request(json!({"customerId": "c", "planId": ""})))
            .await
            .map(drop),
        stigg
            .estimate_subscription_update(request(json!({"subscriptionId": ""})))
            .await
            .map(drop),
        stigg
            .import_subscription_bulk(request(json!({"subscriptions": [{"customerId": "c", "planId": ""}]})))
            .await,
        stigg
            .import_subscription_bulk(ImportSubscriptionBulk::new(vec![
                ImportSubscription::new("c", "p");
                ImportSubscriptionBulk::MAX_PER_REQUEST
                    + 1
            ]))
            .await,
        stigg
            .get_paywall(request(json!({"billingCountryCode": "Germany"})))
            .await
            .map(drop),
        stigg
            .get_mock_paywall(request(json!({"customerId": " "})))
            .await
            .map(drop),
        stigg
            .create_coupon(request(json!({"id": "", "name": "Spring"})))
            .await
            .map(drop),
        stigg
            .create_coupon(request(json!({"id": "spring", "name": "Spring", "percentOff": 101})))
            .await
            .map(drop),
        stigg
            .get_checkout_state(request(json!({"customerId": "c", "planId": ""})))
            .await
            .map(drop),
        stigg
            .create_payment_session(request(json!({"customerId": "", "planId": "p"})))
            .await
            .map(drop),
        stigg.get_entitlements_state(EntitlementsQuery::new("")).await.map(drop),
        stigg
            .get_entitlements_state(EntitlementsQuery::new("c").with_resource_id(" "))
            .await
            .map(drop),
        stigg
            .get_entitlement_remote(request(json!({"customerId": "c", "featureId": ""})))
            .await
            .map(drop),
        stigg
            .get_entitlement_v2_remote(request(json!({"customerId": "c", "featureId": "f", "currencyId": "t"})))
            .await
            .map(drop),
        stigg
            .get_entitlements_remote(EntitlementsQuery::new(" "))
            .await
            .map(drop),
        stigg
            .report_usage(request(json!({"customerId": "c", "featureId": "", "value": 1})))
            .await
            .map(drop),
        stigg
            .report_usage_bulk(request(
                json!({"usages": [{"customerId": "", "featureId": "f", "value": 1}]}),
            ))
            .await
            .map(drop),
        stigg
            .estimate_event_cost(request(json!({"customerId": "c", "eventName": ""})))
            .await
            .map(drop),
        stigg
            .estimate_usage_cost(request(json!({"customerId": "c", "featureId": "", "value": 1})))
            .await
            .map(drop),
        stigg
            .fetch_usage_history(request(
                json!({"customerId": "c", "featureId": "", "startDate": "2025-06-01T00:00:00.000Z"}),
            ))
            .await
            .map(drop),
        stigg
            .get_usage_history_v2(request(json!({
                "customerId": "c", "featureId": "f", "startDate": "2025-06-01T00:00:00.000Z", "groupBy": [""],
            })))
            .await
            .map(drop),
        stigg
            .report_entitlement_check_requested(request(
                json!({"customerId": "c", "featureId": "", "entitlementCheckResult": {"hasAccess": true}}),
            ))
            .await,
        stigg
            .report_events(vec![
                ReportEvent::new("c", "call", "k"),
                ReportEvent::new("c", "call", ""),
            ])
            .await,
        stigg
            .grant_credits(request(json!({
                "customerId": "c", "currencyId": "t", "displayName": "d", "amount": -1, "grantType": "PAID",
            })))
            .await
            .map(drop),
        stigg.void_credit_grant(request(json!({"id": ""}))).await.map(drop),
        stigg
            .get_credit_grants(request(json!({"customerId": ""})))
            .await
            .map(drop),
        stigg
            .get_credit_ledger(request(json!({"customerId": "c", "paging": {"first": 0}})))
            .await
            .map(drop),
        stigg
            .get_credit_usage(request(json!({"customerId": "c", "groupBy": [""]})))
            .await
            .map(drop),
        stigg
            .get_credit_balance(request(json!({"customerId": "c", "currencyId": ""})))
            .await
            .map(drop),
        stigg
            .get_automatic_recharge_configuration(request(json!({"customerId": "c", "currencyId": ""})))
            .await
            .map(drop),
        stigg
            .save_automatic_recharge_configuration(request(json!({
                "customerId": "c", "currencyId": "t", "isEnabled": true, "maxSpendLimit": -1,
            })))
            .await
            .map(drop),
        stigg
            .consume_credits(request(json!({"customerId": "c", "currencyId": "t", "amount": 0})))
            .await
            .map(drop),
        stigg
            .consume_credits_async(request(json!({
                "consumptions": [{"customerId": "c", "currencyId": "", "amount": 1}],
            })))
            .await,
        stigg
            .grant_promotional_entitlements(request(json!({
                "customerId": "c", "promotionalEntitlements": [{"featureId": "f", "period": "CUSTOM"}],
            })))
            .await
            .map(drop),
        stigg
            .revoke_promotional_entitlements(request(json!({"customerId": "c", "featureId": ""})))
            .await
            .map(drop),
        stigg
            .grant_promotional_entitlements_group(request(json!({
                "customerId": "c", "featureGroupId": "g",
                "promotionalEntitlements": [{"featureId": "", "period": "LIFETIME"}],
            })))
            .await
            .map(drop),
        stigg
            .revoke_promotional_entitlements_group(request(json!({"customerId": "", "featureGroupId": "g"})))
            .await
            .map(drop),
        stigg
            .unlink_promotional_entitlements_group(request(json!({"customerId": "c", "featureGroupId": ""})))
            .await
            .map(drop),
    ];
    let mut lines = String::new();
    for problem in problems {
        let error = problem.unwrap_err();
        assert_eq!(error.kind(), stigg_transport::ErrorKind::InvalidArgument);
        assert!(!error.may_have_been_applied());
        writeln!(lines, "{error}").unwrap();
    }
    insta::assert_snapshot!(lines);
    assert_eq!(server.journal().len(), 0);
}

#[tokio::test]
async fn the_process_may_be_kept_to_oneself() {
    let server = Server::start([Answer::status(401)]).await;
    let stigg = builder(server.url()).process_headers(false).build().unwrap();
    stigg.get_customer("c").await.unwrap_err();
    let request = server.only_request();
    let told = |(name, _): &&(String, String)| name.starts_with("x-sdk-os-process-");
    assert_eq!(request.headers.iter().find(told), None);
    assert_eq!(request.header("source"), Some("NODE_SERVER_SDK"));
}
