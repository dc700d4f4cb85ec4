//! The product catalogue.

use async_trait::async_trait;
use stigg_models::{GetPaywall, Paywall};
use stigg_transport::{Catalog, Result};

use crate::convert;
use crate::edge::EdgeRead;
use crate::generated::operations;
use crate::method::check;
use crate::transport::GraphqlTransport;

#[async_trait]
impl Catalog for GraphqlTransport {
    async fn get_paywall(&self, mut request: GetPaywall) -> Result<Paywall> {
        const METHOD: &str = "get_paywall";
        leave_out_what_is_empty(&mut request);
        check(METHOD, request.validate())?;
        let edge = edge_read(&request).and_then(|read| self.edge_url(&read));
        let variables = operations::GetPaywallVariables { input: request.into() };
        let limits = self.limits();
        self.read::<operations::GetPaywall>(METHOD, edge, &variables, limits)
            .await?
            .try_map(|data| Ok(convert::paywall(data.paywall)?))
    }
}

/// Of this request the official SDKs take what is empty for absent.
fn leave_out_what_is_empty(request: &mut GetPaywall) {
    for text in [
        &mut request.product_id,
        &mut request.customer_id,
        &mut request.resource_id,
        &mut request.billing_country_code,
        &mut request.offer_id,
    ] {
        if text.as_deref() == Some("") {
            *text = None;
        }
    }
}

/// The same read of the Edge. It has the paywall of everybody, not of a customer, a widget or an offer.
fn edge_read(request: &GetPaywall) -> Option<EdgeRead<'_>> {
    if request.customer_id.is_some() || request.context.is_some() || request.offer_id.is_some() {
        return None;
    }
    let mut query = Vec::new();
    if let Some(wanted) = request.fetch_all_countries_prices {
        query.push(("fetchAllCountriesPrices", if wanted { "true" } else { "false" }));
    }
    if let Some(country) = &request.billing_country_code {
        query.push(("billingCountryCode", country));
    }
    if request.include_hidden_plans == Some(true) {
        query.push(("includeHiddenPlans", "true"));
    }
    Some(EdgeRead::paywall(request.product_id.as_deref(), query))
}
