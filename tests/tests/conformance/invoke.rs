//! From a case to a call of the facade.

use std::future::Future;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
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
pub(crate) async fn call(stigg: &Stigg, case: &Case) -> Result<Call, Unusable> {
    let input = Input(case.input.iter().map(plain_dates).collect());
    match case.method.as_str() {
        "provisionCustomer" => fallible(case, input, |request| stigg.provision_customer(request)).await,
        "getCustomer" => fallible(case, input, |id: String| async move { stigg.get_customer(&id).await }).await,
        "updateCustomer" => fallible(case, input, |request| stigg.update_customer(request)).await,
        "provisionSubscription" => fallible(case, input, |request| stigg.provision_subscription(request)).await,
        "updateSubscription" => fallible(case, input, |request| stigg.update_subscription(request)).await,
        "cancelSubscription" => fallible(case, input, |request| stigg.cancel_subscription(request)).await,
        "getSubscription" => fallible(case, input, |request| stigg.get_subscription(request)).await,
        "getSubscriptions" => fallible(case, input, |request| stigg.get_subscriptions(request)).await,
        "getActiveSubscriptions" => fallible(case, input, |request| stigg.get_active_subscriptions(request)).await,
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
        "reportUsage" => fallible(case, input, |request| stigg.report_usage(request)).await,
        "reportEvent" if case.input.first().is_some_and(Value::is_array) => {
            fallible(case, input, async |events| Ok(stigg.report_events(events).await?)).await
        }
        "reportEvent" => fallible(case, input, |event| stigg.report_event(event)).await,
        "getBooleanEntitlement" => infallible(case, input, |request| stigg.get_boolean_entitlement(request)).await,
        "getNumericEntitlement" => infallible(case, input, |request| stigg.get_numeric_entitlement(request)).await,
        "getMeteredEntitlement" => infallible(case, input, |request| stigg.get_metered_entitlement(request)).await,
        "getEnumEntitlement" => infallible(case, input, |request| stigg.get_enum_entitlement(request)).await,
        // Its successor answers the same list, and why there is none.
        "getEntitlements" => {
            let (customer_id, resource_id): (String, Option<String>) = input.pair()?;
            let state = stigg
                .get_entitlements_state_v2(&customer_id, resource_id.as_deref())
                .await;
            let input = vec![customer_id.into(), resource_id.into()];
            Ok(finish(case, input, Ok(state.entitlements)))
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
