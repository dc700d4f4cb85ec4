//! Listing subscriptions.

use serde::{Deserialize, Serialize};

use super::{OneOrMany, SubscriptionQueryItem};
use crate::validation::{each, id, nested, optional_id};
use crate::with_methods::with_methods;
use crate::{
    InvalidRequest, Page, Pagination, PaymentCollection, PricingType, SortDirection, SortNulls,
    SubscriptionQuerySortFields, SubscriptionStatus,
};

/// A page of subscriptions.
pub type GetSubscriptionsResult = Page<SubscriptionQueryItem>;

/// Asks for a page of the subscriptions that meet all that is said here, in whatever state they are.
///
/// ```
/// use stigg_models::{GetSubscriptionsParams, Pagination, SubscriptionStatus};
///
/// let of_a_customer = GetSubscriptionsParams::new().with_customer_id("customer-42");
/// let running = GetSubscriptionsParams::new()
///     .with_status([SubscriptionStatus::Active, SubscriptionStatus::InTrial])
///     .with_pagination(Pagination::limit(50));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetSubscriptionsParams {
    /// Your id of the customer; absent: of all customers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<String>,
    /// Your ids of the resources that they belong to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<OneOrMany<String>>,
    /// The states that they are in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<OneOrMany<SubscriptionStatus>>,
    /// Your ids of the products whose plans they are to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_id: Option<OneOrMany<String>>,
    /// Your ids of the subscriptions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscription_id: Option<OneOrMany<String>>,
    /// The billing provider's ids of the subscriptions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_id: Option<OneOrMany<String>>,
    /// The ids of the subscriptions at Salesforce.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub salesforce_id: Option<OneOrMany<String>>,
    /// Whether and how they are paid for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pricing_type: Option<OneOrMany<PricingType>>,
    /// How far their payment has come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_collection: Option<OneOrMany<PaymentCollection>>,
    /// The order of the list: by the first, where that is equal by the second, and so on. Absent: as Stigg likes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sorting: Option<Vec<SubscriptionQuerySort>>,
    /// Which page; absent: the first [`DEFAULT_LIMIT`](Self::DEFAULT_LIMIT) subscriptions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pagination: Option<Pagination>,
}

impl GetSubscriptionsParams {
    /// How many subscriptions a page has when the request says nothing about the page.
    pub const DEFAULT_LIMIT: i64 = 10;

    /// Asks for all subscriptions.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same request for the page that starts after a cursor, such as
    /// [`Page::next_cursor`](crate::Page::next_cursor) of the page before.
    #[must_use]
    pub fn after(mut self, cursor: impl Into<String>) -> Self {
        let pagination = self
            .pagination
            .get_or_insert_with(|| Pagination::limit(Self::DEFAULT_LIMIT));
        pagination.starting_after = Some(cursor.into());
        self
    }

    /// Checks the request without sending it.
    ///
    /// # Errors
    ///
    /// An id or a cursor is empty, or the limit is not positive. An empty id is no way to ask for everything.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        optional_id("customerId", self.customer_id.as_deref())?;
        ids("resourceId", self.resource_id.as_ref())?;
        ids("productId", self.product_id.as_ref())?;
        ids("subscriptionId", self.subscription_id.as_ref())?;
        ids("billingId", self.billing_id.as_ref())?;
        ids("salesforceId", self.salesforce_id.as_ref())?;
        nested("pagination", self.pagination.as_ref(), Pagination::validate)
    }
}

with_methods! {
    GetSubscriptionsParams {
        /// Only subscriptions of this customer.
        with_customer_id => customer_id: String,
        /// Only subscriptions of this resource, or of one of these.
        with_resource_id => resource_id: OneOrMany<String>,
        /// Only subscriptions in this state, or in one of these.
        with_status => status: OneOrMany<SubscriptionStatus>,
        /// Only subscriptions to plans of this product, or of one of these.
        with_product_id => product_id: OneOrMany<String>,
        /// Only this subscription, or these.
        with_subscription_id => subscription_id: OneOrMany<String>,
        /// Only the subscription with this id at the billing provider, or those with one of these.
        with_billing_id => billing_id: OneOrMany<String>,
        /// Only the subscription with this id at Salesforce, or those with one of these.
        with_salesforce_id => salesforce_id: OneOrMany<String>,
        /// Only subscriptions that are paid for in this way, or in one of these.
        with_pricing_type => pricing_type: OneOrMany<PricingType>,
        /// Only subscriptions whose payment has come this far, or as far as one of these.
        with_payment_collection => payment_collection: OneOrMany<PaymentCollection>,
        /// The order of the list.
        with_sorting => sorting: Vec<SubscriptionQuerySort>,
        /// Which page.
        with_pagination => pagination: Pagination,
    }
}

fn ids(field: &'static str, ids: Option<&OneOrMany<String>>) -> Result<(), InvalidRequest> {
    match ids {
        None => Ok(()),
        Some(OneOrMany::One(one)) => id(field, one),
        Some(OneOrMany::Many(many)) => each(field, many, |one| id("", one)),
    }
}

/// What a list of subscriptions is sorted by.
///
/// ```
/// use stigg_models::{GetSubscriptionsParams, SortDirection, SubscriptionQuerySort, SubscriptionQuerySortFields};
///
/// let newest_first =
///     SubscriptionQuerySort::new(SubscriptionQuerySortFields::CreatedAt, SortDirection::Desc);
/// let request = GetSubscriptionsParams::new().with_sorting([newest_first]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubscriptionQuerySort {
    /// By what.
    pub field: SubscriptionQuerySortFields,
    /// In which direction.
    pub direction: SortDirection,
    /// Where subscriptions stand that have no such value; absent: as Stigg likes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nulls: Option<SortNulls>,
}

impl SubscriptionQuerySort {
    /// Sorts by a field, in a direction.
    pub fn new(field: SubscriptionQuerySortFields, direction: SortDirection) -> Self {
        Self {
            field,
            direction,
            nulls: None,
        }
    }
}

with_methods! {
    SubscriptionQuerySort {
        /// Where subscriptions stand that have no such value.
        with_nulls => nulls: SortNulls,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::serde_ext::fields::assert_every_field_is_set;

    #[test]
    fn a_request_travels_as_in_the_official_sdk() {
        let request = GetSubscriptionsParams::new()
            .with_customer_id("c")
            .with_resource_id(["r", "s"])
            .with_status(SubscriptionStatus::Active)
            .with_product_id("p")
            .with_subscription_id("sub")
            .with_billing_id("b")
            .with_salesforce_id("sf")
            .with_pricing_type([PricingType::Paid, PricingType::Custom])
            .with_payment_collection(PaymentCollection::Failed)
            .with_sorting([
                SubscriptionQuerySort::new(SubscriptionQuerySortFields::CreatedAt, SortDirection::Desc)
                    .with_nulls(SortNulls::NullsLast),
            ])
            .with_pagination(Pagination::limit(5).with_starting_after("a"));
        assert_every_field_is_set(&request);
        let json = json!({
            "customerId": "c", "resourceId": ["r", "s"], "status": "ACTIVE", "productId": "p", "subscriptionId": "sub",
            "billingId": "b", "salesforceId": "sf", "pricingType": ["PAID", "CUSTOM"], "paymentCollection": "FAILED",
            "sorting": [{"field": "createdAt", "direction": "DESC", "nulls": "NULLS_LAST"}],
            "pagination": {"limit": 5, "startingAfter": "a"},
        });
        assert_eq!(serde_json::to_value(&request).unwrap(), json);
        assert_eq!(serde_json::from_value::<GetSubscriptionsParams>(json).unwrap(), request);
    }

    #[test]
    fn the_next_page_is_as_large_as_the_first() {
        let unsaid = GetSubscriptionsParams::new().after("a");
        assert_eq!(unsaid.pagination, Some(Pagination::limit(10).with_starting_after("a")));
        let said = GetSubscriptionsParams::new()
            .with_pagination(Pagination::limit(3))
            .after("a")
            .after("b");
        assert_eq!(said.pagination, Some(Pagination::limit(3).with_starting_after("b")));
        let unlimited = GetSubscriptionsParams::new()
            .with_pagination(Pagination::default())
            .after("a");
        assert_eq!(
            unlimited.pagination,
            Some(Pagination::default().with_starting_after("a"))
        );
    }

    #[test]
    fn a_request_names_what_is_wrong_with_it() {
        #[track_caller]
        fn check(request: &GetSubscriptionsParams, expected: &str) {
            assert_eq!(request.validate().unwrap_err().to_string(), expected);
        }
        let all = GetSubscriptionsParams::new();
        check(&all.clone().with_customer_id(""), "`customerId` is empty");
        check(&all.clone().with_resource_id(" "), "`resourceId` is blank");
        check(&all.clone().with_product_id(["p", ""]), "`productId[1]` is empty");
        check(&all.clone().with_subscription_id(""), "`subscriptionId` is empty");
        check(&all.clone().with_billing_id(""), "`billingId` is empty");
        check(&all.clone().with_salesforce_id(""), "`salesforceId` is empty");
        check(
            &all.clone().with_pagination(Pagination::limit(0)),
            "`pagination.limit` is 0; a page has at least one item",
        );
        assert_eq!(all.validate(), Ok(()));
    }
}
