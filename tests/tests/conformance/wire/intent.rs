//! The same intent through the client: where a request has the JSON that the API takes, its variables are the request.

use std::future::Future;

use serde::de::DeserializeOwned;
use serde_json::Value;
use stigg::{Error, ErrorKind, Stigg};

use crate::case::{OperationCase, Request};
use crate::compare;
use crate::server::Server;

/// What came of a call.
pub(crate) enum Intent {
    /// The request of the client has another form than that of the API; what it sends is pinned by a snapshot.
    OtherForm,
    /// The client refuses the request, because it makes no sense, before anything is sent.
    Refused,
    /// What was sent instead of what was recorded, if anything.
    Sent(Vec<String>),
}

/// Calls the method of the operation.
pub(crate) async fn play(server: &Server, http_client: reqwest::Client, case: &OperationCase) -> Intent {
    let key = format!(
        "server-wire-{}",
        case.id.replace(|c: char| !c.is_ascii_alphanumeric(), "-")
    );
    server.play(&key, &case.responses);
    let stigg = Stigg::builder()
        .api_key(key.as_str())
        .base_url(server.url())
        .edge(false)
        .retry(stigg::RetryPolicy::never())
        .http_client(http_client)
        .build()
        .expect("the configuration is complete");
    let outcome = call(&stigg, case).await;
    stigg.close().await;
    let requests = server.requests(&key);
    match outcome {
        Some(Err(Failure::Input(error))) => Intent::Sent(vec![format!("request: {error}")]),
        Some(Err(Failure::Call(error))) if error.kind() == ErrorKind::InvalidArgument => Intent::Refused,
        // Not every operation has a recorded answer, so a failure says nothing.
        Some(_) => Intent::Sent(differences(&case.requests, &requests)),
        None => Intent::OtherForm,
    }
}

fn differences(recorded: &[Request], actual: &[Request]) -> Vec<String> {
    let actual = &actual[..actual.len().min(1)];
    compare::requests(recorded, actual)
        .iter()
        .map(ToString::to_string)
        .collect()
}

enum Failure {
    /// The variables are no request of the client.
    Input(serde_json::Error),
    Call(Error),
}

async fn call(stigg: &Stigg, case: &OperationCase) -> Option<Result<(), Failure>> {
    let input = case.input.get("input").or_else(|| case.input.get("query"));
    let input = input.or_else(|| case.input.get("entitlementCheckRequested"))?;
    #[expect(deprecated, reason = "deprecated operations send what they are told as well")]
    Some(match case.operation.as_str() {
        "ConsumeCredits" => sent(input, |request| stigg.consume_credits(request)).await,
        "ConsumeCreditsAsync" => sent(input, async |request| Ok(stigg.consume_credits_async(request).await?)).await,
        "CreatePaymentSession" => sent(input, |request| stigg.create_payment_session(request)).await,
        "DelegateSubscriptionToCustomer" => {
            sent(input, |request| stigg.delegate_subscription_to_customer(request)).await
        }
        "EstimateEventCost" => sent(input, |request| stigg.estimate_event_cost(request)).await,
        "EstimateUsageCost" => sent(input, |request| stigg.estimate_usage_cost(request)).await,
        "GetAutomaticRechargeConfiguration" => {
            sent(input, |request| stigg.get_automatic_recharge_configuration(request)).await
        }
        "GetCheckoutState" => sent(input, |request| stigg.get_checkout_state(request)).await,
        "GetCreditBalance" => sent(input, |request| stigg.get_credit_balance(request)).await,
        "GetCreditGrants" => sent(input, |request| stigg.get_credit_grants(request)).await,
        "GetCreditLedger" => sent(input, |request| stigg.get_credit_ledger(request)).await,
        "GetCreditUsage" => sent(input, |request| stigg.get_credit_usage(request)).await,
        "GetCustomerPortalByRefId" => sent(input, |request| stigg.get_customer_portal(request)).await,
        "GetEntitlement" => sent(input, |request| stigg.get_entitlement_remote(request)).await,
        "GetEntitlementV2" => sent(input, |request| stigg.get_entitlement_v2_remote(request)).await,
        "GetSubscription" => sent(input, |request| stigg.get_subscription(request)).await,
        "GetUsageHistoryV2" => sent(input, |request| stigg.get_usage_history_v2(request)).await,
        "GrantCredits" => sent(input, |request| stigg.grant_credits(request)).await,
        "GrantPromotionalEntitlements" => sent(input, |request| stigg.grant_promotional_entitlements(request)).await,
        "GrantPromotionalEntitlementsGroup" => {
            sent(input, |request| stigg.grant_promotional_entitlements_group(request)).await
        }
        "MigrateSubscriptionToLatest" => sent(input, |request| stigg.migrate_subscription_to_latest(request)).await,
        "PreviewNextInvoice" => sent(input, |request| stigg.preview_next_invoice(request)).await,
        "ReportEntitlementCheckRequested" => {
            sent(input, |request| stigg.report_entitlement_check_requested(request)).await
        }
        "RevokePromotionalEntitlement" => sent(input, |request| stigg.revoke_promotional_entitlements(request)).await,
        "RevokePromotionalEntitlementsGroup" => {
            sent(input, |request| stigg.revoke_promotional_entitlements_group(request)).await
        }
        "SaveAutomaticRechargeConfiguration" => {
            sent(input, |request| stigg.save_automatic_recharge_configuration(request)).await
        }
        "TransferSubscription" => sent(input, |request| stigg.transfer_subscription(request)).await,
        "TransferSubscriptionToResource" => {
            sent(input, |request| stigg.transfer_subscription_to_resource(request)).await
        }
        "UnlinkPromotionalEntitlementsGroup" => {
            sent(input, |request| stigg.unlink_promotional_entitlements_group(request)).await
        }
        "VoidCreditGrant" => sent(input, |request| stigg.void_credit_grant(request)).await,
        _ => return None,
    })
}

async fn sent<T, U, F>(input: &Value, method: impl FnOnce(T) -> F) -> Result<(), Failure>
where
    T: DeserializeOwned,
    F: Future<Output = Result<U, Error>>,
{
    let request = serde_json::from_value(input.clone()).map_err(Failure::Input)?;
    method(request).await.map(drop).map_err(Failure::Call)
}
