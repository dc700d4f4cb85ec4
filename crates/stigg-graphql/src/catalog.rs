//! The product catalogue.

use async_trait::async_trait;
use stigg_models::{GetPaywall, Paywall};
use stigg_transport::{Catalog, Result};

use crate::convert;
use crate::edge::EdgeRead;
use crate::generated::operations;
use crate::method::{check, fit};
use crate::transport::GraphqlTransport;

#[async_trait]
impl Catalog for GraphqlTransport {
    async fn get_paywall(&self, request: GetPaywall) -> Result<Paywall> {
        const METHOD: &str = "get_paywall";
        check(METHOD, request.validate())?;
        let edge = edge_read(&request).and_then(|read| self.edge_url(&read));
        let variables = operations::GetPaywallVariables { input: request.into() };
        let limits = self.limits();
        let data = self
            .read::<operations::GetPaywall>(METHOD, edge, &variables, limits)
            .await?;
        fit(METHOD, convert::paywall(data.paywall))
    }
}

/// The same read of the Edge. It has the paywall of everybody, not of a customer, a widget or an offer.
fn edge_read(request: &GetPaywall) -> Option<EdgeRead<'_>> {
    if request.customer_id.is_some() || request.context.is_some() || request.offer_id.is_some() {
        return None;
    }
    let mut query = Vec::new();
    if request.fetch_all_countries_prices == Some(true) {
        query.push(("fetchAllCountriesPrices", "true"));
    }
    if let Some(country) = &request.billing_country_code {
        query.push(("billingCountryCode", country));
    }
    if request.include_hidden_plans == Some(true) {
        query.push(("includeHiddenPlans", "true"));
    }
    Some(EdgeRead::paywall(request.product_id.as_deref(), query))
}
