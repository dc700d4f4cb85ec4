//! What is asked of the catalogue.

use serde::{Deserialize, Serialize};

use crate::validation::{given, optional_country, optional_id};
use crate::with_methods::with_methods;
use crate::{InvalidRequest, WidgetType};

/// Asks for the plans to offer. Nothing is required: a product narrows the plans down, a customer makes the answer tell
/// what it has already. An empty text is the same as an absent one.
///
/// ```
/// use stigg_models::GetPaywall;
///
/// let request = GetPaywall::new().with_product_id("product-crm").with_billing_country_code("DE");
/// assert_eq!(serde_json::to_string(&request)?, r#"{"productId":"product-crm","billingCountryCode":"DE"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetPaywall {
    /// Your id of the product whose plans are wanted; absent: the plans of all products.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_id: Option<String>,
    /// Your id of the customer who looks at the paywall.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<String>,
    /// Your id of the customer's resource, for products with several subscriptions per customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// The country whose prices are wanted, as ISO 3166-1 alpha-2; absent: the default prices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_country_code: Option<String>,
    /// Whether to answer with the prices of every country instead of one; absent is no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fetch_all_countries_prices: Option<bool>,
    /// Whether to answer with plans that are hidden from widgets as well; absent is no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub include_hidden_plans: Option<bool>,
    /// The widget that the plans are shown in; what is hidden from it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<WidgetType>,
    /// Your id of the offer to apply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offer_id: Option<String>,
}

impl GetPaywall {
    /// Asks for all plans.
    pub fn new() -> Self {
        Self::default()
    }

    /// Checks the request without sending it.
    ///
    /// # Errors
    ///
    /// An id is blank, or the country is not a code of two letters.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        optional_id("productId", given(self.product_id.as_deref()))?;
        optional_id("customerId", given(self.customer_id.as_deref()))?;
        optional_id("resourceId", given(self.resource_id.as_deref()))?;
        optional_id("offerId", given(self.offer_id.as_deref()))?;
        optional_country("billingCountryCode", given(self.billing_country_code.as_deref()))
    }
}

with_methods! {
    GetPaywall {
        /// Asks for the plans of one product.
        with_product_id => product_id: String,
        /// Asks on behalf of a customer.
        with_customer_id => customer_id: String,
        /// Asks for one of the customer's resources.
        with_resource_id => resource_id: String,
        /// Asks for the prices of a country (ISO 3166-1 alpha-2).
        with_billing_country_code => billing_country_code: String,
        /// Asks for the prices of every country.
        with_fetch_all_countries_prices => fetch_all_countries_prices: bool,
        /// Asks for hidden plans as well.
        with_include_hidden_plans => include_hidden_plans: bool,
        /// Asks for what one widget shows.
        with_context => context: WidgetType,
        /// Applies an offer.
        with_offer_id => offer_id: String,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_names_what_is_wrong_with_it() {
        #[track_caller]
        fn check(request: &GetPaywall, expected: &str) {
            assert_eq!(request.validate().unwrap_err().to_string(), expected);
        }
        check(&GetPaywall::new().with_product_id(" "), "`productId` is blank");
        check(&GetPaywall::new().with_customer_id(" "), "`customerId` is blank");
        check(&GetPaywall::new().with_resource_id("\n"), "`resourceId` is blank");
        check(&GetPaywall::new().with_offer_id("\t"), "`offerId` is blank");
        for code in [" ", "D", "DEU", "D1", "é"] {
            check(
                &GetPaywall::new().with_billing_country_code(code),
                "`billingCountryCode` is not an ISO 3166-1 alpha-2 code: two letters, such as US",
            );
        }
        assert!(GetPaywall::new().validate().is_ok());
        assert!(GetPaywall::new().with_billing_country_code("US").validate().is_ok());
    }

    #[test]
    fn an_empty_text_is_the_same_as_an_absent_one() {
        let request = GetPaywall::new()
            .with_product_id("")
            .with_customer_id("")
            .with_resource_id("")
            .with_billing_country_code("")
            .with_offer_id("");
        assert_eq!(request.validate(), Ok(()));
    }

    #[test]
    fn a_request_travels_as_in_the_official_sdk() {
        let request = GetPaywall::new()
            .with_product_id("product-crm")
            .with_customer_id("customer-42")
            .with_resource_id("site-1")
            .with_billing_country_code("DE")
            .with_fetch_all_countries_prices(false)
            .with_include_hidden_plans(true)
            .with_context(WidgetType::Paywall)
            .with_offer_id("offer-1");
        let json = serde_json::json!({
            "productId": "product-crm", "customerId": "customer-42", "resourceId": "site-1", "billingCountryCode": "DE",
            "fetchAllCountriesPrices": false, "includeHiddenPlans": true, "context": "PAYWALL", "offerId": "offer-1",
        });
        assert_eq!(serde_json::to_value(&request).unwrap(), json);
        assert_eq!(serde_json::from_value::<GetPaywall>(json).unwrap(), request);
    }
}
