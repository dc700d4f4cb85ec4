//! The product catalogue.

use async_trait::async_trait;
use stigg_models::{
    CheckoutState, CheckoutStateInput, Coupon, CreateCouponInput, GetPaywall, PaymentSession, PaymentSessionInput,
    Paywall, Product,
};
use stigg_transport::{Catalog, Result};

use crate::convert;
use crate::edge::EdgeRead;
use crate::generated::{inputs, operations};
use crate::method::check;
use crate::pages::{self, Part};
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

    async fn get_mock_paywall(&self, mut request: GetPaywall) -> Result<Paywall> {
        const METHOD: &str = "get_mock_paywall";
        leave_out_what_is_empty(&mut request);
        check(METHOD, request.validate())?;
        let variables = operations::GetMockPaywallVariables { input: request.into() };
        self.call::<operations::GetMockPaywall>(METHOD, variables)
            .await?
            .try_map(|data| Ok(convert::mock_paywall(data.mock_paywall)?))
    }

    async fn get_products(&self) -> Result<Vec<Product>> {
        const METHOD: &str = "get_products";
        pages::all(METHOD, |after| async move {
            let paging = after.map(|after| following(PRODUCTS_PER_PAGE, after));
            let variables = operations::GetProductsVariables { paging };
            self.call::<operations::GetProducts>(METHOD, variables)
                .await?
                .try_map(|data| {
                    let edges = data.products.edges.unwrap_or_default().into_iter();
                    Part::new(
                        edges.map(|edge| (edge.cursor, edge.node)),
                        data.products.total_count,
                        |product| Ok(convert::product(product)),
                    )
                })
        })
        .await
    }

    async fn get_coupons(&self) -> Result<Vec<Coupon>> {
        const METHOD: &str = "get_coupons";
        pages::all(METHOD, |after| async move {
            let paging = after.map(|after| following(COUPONS_PER_PAGE, after));
            let variables = operations::GetCouponsVariables { paging };
            self.call::<operations::GetCoupons>(METHOD, variables)
                .await?
                .try_map(|data| {
                    let edges = data.coupons.edges.unwrap_or_default().into_iter();
                    let edges = edges.map(|edge| (edge.cursor, edge.node));
                    Ok(Part::new(edges, data.coupons.total_count, convert::coupon)?)
                })
        })
        .await
    }

    async fn create_coupon(&self, request: CreateCouponInput) -> Result<Coupon> {
        const METHOD: &str = "create_coupon";
        check(METHOD, request.validate())?;
        let variables = operations::CreateCouponVariables { input: request.into() };
        self.call::<operations::CreateCoupon>(METHOD, variables)
            .await?
            .try_map(|data| Ok(convert::coupon(data.create_one_coupon)?))
    }

    async fn get_checkout_state(&self, request: CheckoutStateInput) -> Result<CheckoutState> {
        const METHOD: &str = "get_checkout_state";
        check(METHOD, request.validate())?;
        let variables = operations::GetCheckoutStateVariables { input: request.into() };
        self.call::<operations::GetCheckoutState>(METHOD, variables)
            .await?
            .try_map(|data| Ok(convert::checkout_state(data.checkout_state)?))
    }

    async fn create_payment_session(&self, request: PaymentSessionInput) -> Result<PaymentSession> {
        const METHOD: &str = "create_payment_session";
        check(METHOD, request.validate())?;
        let variables = operations::CreatePaymentSessionVariables { input: request.into() };
        let answered = self.call::<operations::CreatePaymentSession>(METHOD, variables).await?;
        Ok(PaymentSession::new(answered.data.create_payment_session.token))
    }
}

/// How many products a page has. The document says it for the first page.
const PRODUCTS_PER_PAGE: i64 = 20;

/// How many coupons a page has. The document says it for the first page.
const COUPONS_PER_PAGE: i64 = 50;

/// The page that follows a cursor.
fn following(size: i64, after: String) -> inputs::CursorPaging {
    inputs::CursorPaging {
        first: Some(size),
        after: Some(after),
        ..inputs::CursorPaging::default()
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
