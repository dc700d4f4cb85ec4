//! What is sent to list subscriptions.

use stigg_models::{GetSubscriptionsParams, OneOrMany, Pagination, SubscriptionQuerySort};

use crate::convert::each;
use crate::generated::{inputs, operations};

/// Writes the comparison of a field with one value, or with several.
macro_rules! comparisons {
    ($($input:ident with $value:ty,)*) => {
        $(
            impl From<OneOrMany<$value>> for inputs::$input {
                fn from(wanted: OneOrMany<$value>) -> Self {
                    match wanted {
                        OneOrMany::One(value) => Self { eq: Some(value), ..Self::default() },
                        OneOrMany::Many(values) => Self { r#in: Some(values), ..Self::default() },
                    }
                }
            }
        )*
    };
}

comparisons! {
    StringFieldComparison with String,
    SubscriptionStatusFilterComparison with stigg_models::SubscriptionStatus,
    PricingTypeFilterComparison with stigg_models::PricingType,
    PaymentCollectionFilterComparison with stigg_models::PaymentCollection,
}

impl From<GetSubscriptionsParams> for operations::GetSubscriptionsVariables {
    fn from(request: GetSubscriptionsParams) -> Self {
        let pagination = request
            .pagination
            .unwrap_or_else(|| Pagination::limit(GetSubscriptionsParams::DEFAULT_LIMIT));
        let filter = inputs::SubscriptionQueryFilter {
            customer_id: request.customer_id.map(|id| OneOrMany::One(id).into()),
            resource_id: request.resource_id.map(Into::into),
            status: request.status.map(Into::into),
            product_id: request.product_id.map(Into::into),
            subscription_id: request.subscription_id.map(Into::into),
            billing_id: request.billing_id.map(Into::into),
            salesforce_id: request.salesforce_id.map(Into::into),
            pricing_type: request.pricing_type.map(Into::into),
            payment_collection: request.payment_collection.map(Into::into),
            ..inputs::SubscriptionQueryFilter::default()
        };
        Self {
            filter: Some(filter),
            paging: Some(pagination.into()),
            sorting: each(request.sorting),
        }
    }
}

impl From<SubscriptionQuerySort> for inputs::SubscriptionQuerySort {
    fn from(sort: SubscriptionQuerySort) -> Self {
        Self {
            field: sort.field,
            direction: sort.direction,
            nulls: sort.nulls,
        }
    }
}
