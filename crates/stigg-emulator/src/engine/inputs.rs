//! The input objects of the schema, as far as the emulator reads them.

#![allow(clippy::struct_field_names, reason = "the names are the API's")]

mod coupons;
mod credits;
mod imports;
mod promotional_entitlements;
mod subscriptions;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value as Json};

pub(super) use self::coupons::CreateCouponInput;
pub(super) use self::credits::{
    ConsumeCreditInput, ConsumeCreditsAsyncInput, CreditGrantInput, CreditLedgerInput, CreditPoolInput,
    CreditUsageInput, RechargeInput, SaveRechargeInput, VoidCreditGrantInput,
};
pub(super) use self::imports::{ImportCustomerInput, ImportCustomersInput, ImportSubscriptionsInput};
pub(super) use self::promotional_entitlements::{GrantInput, PromotionGroupInput, RevokeInput};
pub(super) use self::subscriptions::{CancelSubscriptionInput, ProvisionInput, UpdateSubscriptionInput};
use crate::error::{ApiError, Code};
use crate::state::customers::{Patch, PaymentMethod, Profile};
use crate::state::events::Event;
use crate::state::usage::{Report, UsageKey};
use crate::wire::UsageUpdateBehavior;

/// Reads one argument into its type.
pub(super) fn read<T: serde::de::DeserializeOwned>(
    arguments: &mut Map<String, Json>,
    name: &str,
) -> Result<T, ApiError> {
    let value = arguments.remove(name).unwrap_or_default();
    serde_json::from_value(value).map_err(|error| ApiError::new(Code::BadUserInput, format!("{name}: {error}")))
}

/// A time: RFC 3339, a plain date (its midnight), or milliseconds since 1970.
#[derive(Debug, Clone, Copy)]
pub(super) struct Time(pub(super) Timestamp);

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Json::deserialize(deserializer)?;
        time(&value)
            .map(Self)
            .ok_or_else(|| serde::de::Error::custom(format!("{value} is not a time")))
    }
}

/// Reads a time in any of the forms of [`Time`].
pub(super) fn time(value: &Json) -> Option<Timestamp> {
    match value {
        Json::String(text) => text.parse::<Timestamp>().ok().or_else(|| {
            let date: Date = text.parse().ok()?;
            Some(date.to_zoned(TimeZone::UTC).ok()?.timestamp())
        }),
        Json::Number(number) => Timestamp::from_millisecond(number.as_i64()?).ok(),
        _ => None,
    }
}

fn patch<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Patch<T>, D::Error> {
    Ok(Option::<T>::deserialize(deserializer)?.map_or(Patch::Clear, Patch::Set))
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CustomerInput {
    ref_id: Option<String>,
    customer_id: Option<String>,
    name: Option<String>,
    email: Option<String>,
    billing_id: Option<String>,
    salesforce_id: Option<String>,
    crm_id: Option<String>,
    aws_marketplace_customer_id: Option<String>,
    additional_meta_data: Option<Map<String, Json>>,
    billing_information: Option<CustomerBillingInput>,
    #[serde(default, deserialize_with = "patch")]
    pub(super) coupon_ref_id: Patch<String>,
    pub(super) exclude_from_experiment: Option<bool>,
    pub(super) created_at: Option<Time>,
    pub(super) subscription_params: Option<ProvisionInput>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct CustomerBillingInput {
    payment_method_id: Option<String>,
    currency: Option<String>,
}

impl CustomerInput {
    /// The customer's id, by either of its names.
    pub(super) fn id(&self) -> Result<Option<String>, ApiError> {
        one_id("customer", self.ref_id.clone(), self.customer_id.clone())
    }

    pub(super) fn payment_method(&self) -> Option<PaymentMethod> {
        let id = self.billing_information.as_ref()?.payment_method_id.clone()?;
        Some(PaymentMethod::card(Some(id)))
    }

    pub(super) fn profile(&self) -> Profile {
        Profile {
            name: self.name.clone(),
            email: self.email.clone(),
            billing_id: self.billing_id.clone(),
            salesforce_id: self.salesforce_id.clone(),
            crm_id: self.crm_id.clone(),
            aws_marketplace_customer_id: self.aws_marketplace_customer_id.clone(),
            billing_currency: self
                .billing_information
                .as_ref()
                .and_then(|billing| billing.currency.clone()),
            metadata: self.additional_meta_data.clone(),
        }
    }
}

/// The id, if it is one: an empty one is what some callers send for "none".
pub(super) fn given<T: AsRef<str>>(id: T) -> Option<T> {
    (!id.as_ref().is_empty()).then_some(id)
}

fn one_id(kind: &str, ref_id: Option<String>, id: Option<String>) -> Result<Option<String>, ApiError> {
    match (ref_id, id) {
        (Some(ref_id), Some(id)) if ref_id != id => Err(ApiError::new(
            Code::EntityIdDifferentFromRefIdError,
            format!("The {kind} has two ids: {ref_id} and {id}"),
        )),
        (ref_id, id) => Ok(ref_id.or(id)),
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CustomerIdInput {
    pub(super) customer_id: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PortalInput {
    pub(super) customer_id: String,
    pub(super) resource_id: Option<String>,
    pub(super) product_id: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SubscriptionIdInput {
    pub(super) subscription_id: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CancelScheduleInput {
    pub(super) subscription_id: String,
    pub(super) status: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TransferInput {
    pub(super) customer_id: String,
    pub(super) source_resource_id: String,
    pub(super) destination_resource_id: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TransferToResourceInput {
    pub(super) subscription_id: String,
    pub(super) destination_resource_id: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DelegateInput {
    pub(super) subscription_id: String,
    pub(super) destination_customer_id: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ActiveSubscriptionsInput {
    pub(super) customer_id: String,
    pub(super) resource_id: Option<String>,
    pub(super) resource_ids: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct EntitlementsQuery {
    pub(super) customer_id: String,
    pub(super) resource_id: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct EntitlementQuery {
    pub(super) customer_id: String,
    pub(super) resource_id: Option<String>,
    pub(super) feature_id: Option<String>,
    pub(super) currency_id: Option<String>,
    pub(super) options: Option<EntitlementOptions>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct EntitlementOptions {
    pub(super) requested_usage: Option<f64>,
    pub(super) requested_values: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ReportUsageInput {
    customer_id: String,
    resource_id: Option<String>,
    feature_id: String,
    value: f64,
    update_behavior: Option<UsageUpdateBehavior>,
    created_at: Option<Time>,
    idempotency_key: Option<String>,
    dimensions: Option<Map<String, Json>>,
}

impl ReportUsageInput {
    pub(super) fn read(self) -> Report {
        Report {
            key: UsageKey {
                customer: self.customer_id,
                resource: self.resource_id.and_then(given),
                feature: self.feature_id,
            },
            value: self.value,
            behavior: self.update_behavior.unwrap_or(UsageUpdateBehavior::Delta),
            at: self.created_at.map(|time| time.0),
            idempotency_key: self.idempotency_key,
            dimensions: self.dimensions.unwrap_or_default(),
        }
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct ReportUsageBulkInput {
    pub(super) usages: Vec<ReportUsageInput>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ReportEventsInput {
    pub(super) usage_events: Vec<EventInput>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct EventInput {
    customer_id: String,
    resource_id: Option<String>,
    event_name: String,
    idempotency_key: String,
    timestamp: Option<Time>,
    dimensions: Option<Map<String, Json>>,
}

impl EventInput {
    pub(super) fn read(self) -> Event {
        Event {
            name: self.event_name,
            customer: self.customer_id,
            resource: self.resource_id.and_then(given),
            idempotency_key: self.idempotency_key,
            at: self.timestamp.map(|time| time.0),
            dimensions: self.dimensions.unwrap_or_default(),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct UsageHistoryInput {
    #[serde(alias = "customerRefId")]
    pub(super) customer_id: String,
    #[serde(alias = "featureRefId")]
    pub(super) feature_id: String,
    #[serde(alias = "resourceRefId")]
    pub(super) resource_id: Option<String>,
    pub(super) start_date: Time,
    pub(super) end_date: Option<Time>,
    pub(super) group_by: Option<Vec<String>>,
    /// Only in `usageHistory`.
    pub(super) reset_period: Option<String>,
    /// Only in `usageHistoryV2`, and so is `paging`.
    pub(super) include_inactive_subscriptions: Option<bool>,
    pub(super) paging: Option<Paging>,
}

impl UsageHistoryInput {
    pub(super) fn resource(&self) -> Option<&str> {
        self.resource_id.as_deref().and_then(given)
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PaywallInput {
    pub(super) product_id: Option<String>,
    pub(super) customer_id: Option<String>,
    pub(super) resource_id: Option<String>,
    pub(super) billing_country_code: Option<String>,
    pub(super) fetch_all_countries_prices: Option<bool>,
    pub(super) include_hidden_plans: Option<bool>,
    pub(super) offer_id: Option<String>,
}

#[derive(Debug, Default, Clone, Deserialize)]
pub(super) struct Paging {
    pub(super) first: Option<i64>,
    pub(super) after: Option<String>,
    pub(super) last: Option<i64>,
    pub(super) before: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Sorting {
    pub(super) field: String,
    pub(super) direction: String,
    pub(super) nulls: Option<String>,
}
