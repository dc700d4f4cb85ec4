//! From a case to a call of the facade.

use std::future::Future;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use stigg::models::ReportUsageBulk;
use stigg::{Error, ManualClock, RetryPolicy, Stigg, StiggBuilder};

use crate::case::Case;

/// So that a case that hangs fails soon.
const TIMEOUT: Duration = Duration::from_secs(10);

/// What a call came to.
pub(crate) struct Call {
    /// The arguments as they are written after they were read.
    pub(crate) input: Vec<Value>,
    pub(crate) outcome: Result<Value, Error>,
    /// The recorded result as it is written after it was read; `None` where nothing was recorded.
    pub(crate) reread: Option<Result<Value, serde_json::Error>>,
}

/// Why a case cannot be called.
#[derive(Debug)]
pub(crate) enum Unusable {
    /// The SDK has no such method.
    UnknownMethod,
    /// The arguments cannot be written in the types of the SDK.
    Input(serde_json::Error),
}

/// A client with the configuration of the case, whose server is at `url`.
pub(crate) fn client(case: &Case, url: &str, key: &str) -> StiggBuilder {
    let mut builder = Stigg::builder()
        .api_key(key)
        .base_url(url)
        .edge_url(url)
        .edge(case.config.edge)
        .offline(case.config.offline)
        .retry(RetryPolicy::never())
        .timeout(TIMEOUT)
        .clock(ManualClock::new(case.config.now));
    for (feature_id, fallback) in &case.config.fallbacks {
        builder = builder.entitlement_fallback(feature_id, fallback.clone());
    }
    builder
}

/// Calls the method of the case.
#[expect(deprecated, reason = "what was recorded is of an older SDK")]
pub(crate) async fn call(stigg: &Stigg, case: &Case) -> Result<Call, Unusable> {
    let input = Input(case.input.iter().map(plain_dates).collect());
    match case.method.as_str() {
        "provisionCustomer" => fallible(case, input, |request| stigg.provision_customer(request)).await,
        "getCustomer" => fallible(case, input, |id: String| async move { stigg.get_customer(&id).await }).await,
        "createCustomer" =>
        {
            #[expect(deprecated, reason = "it works like the official one")]
            fallible(case, input, |request| stigg.create_customer(request)).await
        }
        "getCustomerStatistics" => {
            let get = |id: String| async move { stigg.get_customer_statistics(&id).await };
            fallible(case, input, get).await
        }
        "detachCustomerPaymentMethod" => {
            let detach = |id: String| async move { stigg.detach_customer_payment_method(&id).await };
            fallible(case, input, detach).await
        }
        "archiveCustomer" => {
            fallible(
                case,
                input,
                |id: String| async move { stigg.archive_customer(&id).await },
            )
            .await
        }
        "unarchiveCustomer" => {
            fallible(
                case,
                input,
                |id: String| async move { stigg.unarchive_customer(&id).await },
            )
            .await
        }
        "importCustomer" => fallible(case, input, |request| stigg.import_customer(request)).await,
        "importCustomerBulk" => {
            fallible(case, input, async |request| {
                Ok(stigg.import_customer_bulk(request).await?)
            })
            .await
        }
        "updateCustomer" => fallible(case, input, |request| stigg.update_customer(request)).await,
        "provisionSubscription" => fallible(case, input, |request| stigg.provision_subscription(request)).await,
        "updateSubscription" => fallible(case, input, |request| stigg.update_subscription(request)).await,
        "cancelSubscription" => fallible(case, input, |request| stigg.cancel_subscription(request)).await,
        "applySubscription" => fallible(case, input, |request| stigg.apply_subscription(request)).await,
        #[expect(deprecated, reason = "it works all the same")]
        "createSubscription" => fallible(case, input, |request| stigg.create_subscription(request)).await,
        "cancelSubscriptionScheduledUpdates" => {
            fallible(case, input, |request| {
                stigg.cancel_subscription_scheduled_updates(request)
            })
            .await
        }
        "migrateSubscriptionToLatest" => {
            fallible(case, input, |request| stigg.migrate_subscription_to_latest(request)).await
        }
        #[expect(deprecated, reason = "it works all the same")]
        "transferSubscription" => fallible(case, input, |request| stigg.transfer_subscription(request)).await,
        "transferSubscriptionToResource" => {
            fallible(case, input, |request| stigg.transfer_subscription_to_resource(request)).await
        }
        "delegateSubscriptionToCustomer" => {
            fallible(case, input, |request| stigg.delegate_subscription_to_customer(request)).await
        }
        "getActiveSubscriptionsList" => {
            fallible(case, input, |request| stigg.get_active_subscriptions_list(request)).await
        }
        "getSubscription" => fallible(case, input, |request| stigg.get_subscription(request)).await,
        "getSubscriptions" => fallible(case, input, |request| stigg.get_subscriptions(request)).await,
        "getActiveSubscriptions" => fallible(case, input, |request| stigg.get_active_subscriptions(request)).await,
        "getProducts" => Ok(finish(case, Vec::new(), stigg.get_products().await)),
        "getCoupons" => Ok(finish(case, Vec::new(), stigg.get_coupons().await)),
        "importSubscriptionBulk" => {
            fallible(case, input, async |request| {
                Ok(stigg.import_subscription_bulk(request).await?)
            })
            .await
        }
        "previewSubscription" => fallible(case, input, |request| stigg.preview_subscription(request)).await,
        "previewNextInvoice" => fallible(case, input, |request| stigg.preview_next_invoice(request)).await,
        "estimateSubscription" => fallible(case, input, |request| stigg.estimate_subscription(request)).await,
        "estimateSubscriptionUpdate" => {
            fallible(case, input, |request| stigg.estimate_subscription_update(request)).await
        }
        "getPaywall" => fallible(case, input, |request| stigg.get_paywall(request)).await,
        "grantCredits" => fallible(case, input, |request| stigg.grant_credits(request)).await,
        "voidCreditGrant" => fallible(case, input, |request| stigg.void_credit_grant(request)).await,
        "getCreditGrants" => fallible(case, input, |request| stigg.get_credit_grants(request)).await,
        #[expect(deprecated, reason = "it works as long as Stigg has it")]
        "getCreditBalance" => fallible(case, input, |request| stigg.get_credit_balance(request)).await,
        "grantPromotionalEntitlements" => {
            fallible(case, input, |request| stigg.grant_promotional_entitlements(request)).await
        }
        "revokePromotionalEntitlements" => {
            fallible(case, input, |request| stigg.revoke_promotional_entitlements(request)).await
        }
        "grantPromotionalEntitlementsGroup" => {
            fallible(case, input, |request| {
                stigg.grant_promotional_entitlements_group(request)
            })
            .await
        }
        "revokePromotionalEntitlementsGroup" => {
            fallible(case, input, |request| {
                stigg.revoke_promotional_entitlements_group(request)
            })
            .await
        }
        "unlinkPromotionalEntitlementsGroup" => {
            fallible(case, input, |request| {
                stigg.unlink_promotional_entitlements_group(request)
            })
            .await
        }
        "reportUsage" => fallible(case, input, |request| stigg.report_usage(request)).await,
        "reportUsageBulk" => {
            fallible(case, input, async |request: ReportUsageBulk| {
                Ok(stigg.report_usage_bulk(request).await?)
            })
            .await
        }
        "getUsageHistoryV2" => fallible(case, input, |request| stigg.get_usage_history_v2(request)).await,
        #[expect(deprecated, reason = "it is called as those who have not moved on call it")]
        "fetchUsageHistory" => fallible(case, input, |request| stigg.fetch_usage_history(request)).await,
        "reportEvent" if case.input.first().is_some_and(Value::is_array) => {
            fallible(case, input, async |events| Ok(stigg.report_events(events).await?)).await
        }
        "reportEvent" => fallible(case, input, |event| stigg.report_event(event)).await,
        "getBooleanEntitlement" => infallible(case, input, |request| stigg.get_boolean_entitlement(request)).await,
        "getNumericEntitlement" => infallible(case, input, |request| stigg.get_numeric_entitlement(request)).await,
        "getMeteredEntitlement" => infallible(case, input, |request| stigg.get_metered_entitlement(request)).await,
        "getEnumEntitlement" => infallible(case, input, |request| stigg.get_enum_entitlement(request)).await,
        "getEntitlement" => infallible(case, input, |request| stigg.get_entitlement(request)).await,
        "getEntitlements" => {
            let (customer_id, resource_id): (String, Option<String>) = input.pair()?;
            let entitlements = stigg.get_entitlements(&customer_id, resource_id.as_deref()).await;
            let input = vec![customer_id.into(), resource_id.into()];
            Ok(finish(case, input, Ok(entitlements)))
        }
        "reloadEntitlements" => {
            let (customer_id, resource_id): (String, Option<String>) = input.pair()?;
            let result = stigg.reload_entitlements(&customer_id, resource_id.as_deref()).await;
            let input = vec![customer_id.into(), resource_id.into()];
            Ok(finish(case, input, Ok(result)))
        }
        "waitForInitialization" => {
            let outcome = stigg.wait_for_initialization().await;
            Ok(finish(case, Vec::new(), outcome))
        }
        _ => Err(Unusable::UnknownMethod),
    }
}

/// The arguments.
struct Input(Vec<Value>);

impl Input {
    /// The only argument; none at all is an empty request.
    fn one<T: DeserializeOwned>(mut self) -> Result<T, Unusable> {
        let argument = self.0.drain(..).next().unwrap_or_else(|| Value::Object(Map::new()));
        serde_json::from_value(argument).map_err(Unusable::Input)
    }

    /// Two arguments, of which the second may be missing.
    fn pair<T: DeserializeOwned, U: DeserializeOwned>(mut self) -> Result<(T, U), Unusable> {
        self.0.resize(2, Value::Null);
        serde_json::from_value(Value::Array(self.0)).map_err(Unusable::Input)
    }
}

async fn fallible<T, U, F>(case: &Case, input: Input, method: impl FnOnce(T) -> F) -> Result<Call, Unusable>
where
    T: Serialize + DeserializeOwned,
    U: Serialize + DeserializeOwned,
    F: Future<Output = Result<U, Error>>,
{
    let request: T = input.one()?;
    let reread = json(&request);
    Ok(finish(case, vec![reread], method(request).await))
}

async fn infallible<T, U, F>(case: &Case, input: Input, method: impl FnOnce(T) -> F) -> Result<Call, Unusable>
where
    T: Serialize + DeserializeOwned,
    U: Serialize + DeserializeOwned,
    F: Future<Output = U>,
{
    let request: T = input.one()?;
    let reread = json(&request);
    Ok(finish(case, vec![reread], Ok(method(request).await)))
}

fn finish<U>(case: &Case, input: Vec<Value>, outcome: Result<U, Error>) -> Call
where
    U: Serialize + DeserializeOwned,
{
    let reread = match &case.output {
        Value::Null => None,
        output => Some(serde_json::from_value(output.clone()).map(|result: U| json(&result))),
    };
    Call {
        input,
        outcome: outcome.map(|result| json(&result)),
        reread,
    }
}

fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).expect("what the SDK hands out can be written as JSON")
}

/// The same JSON, with `{"$date": "..."}` as the text alone.
pub(crate) fn plain_dates(value: &Value) -> Value {
    match value {
        Value::Object(object) => match object.get("$date") {
            Some(date) if object.len() == 1 => date.clone(),
            _ => object
                .iter()
                .map(|(name, value)| (name.clone(), plain_dates(value)))
                .collect(),
        },
        Value::Array(items) => items.iter().map(plain_dates).collect(),
        other => other.clone(),
    }
}
