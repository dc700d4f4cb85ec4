//! The product catalogue.

use async_trait::async_trait;
use stigg_models::{
    CheckoutState, CheckoutStateInput, Coupon, CreateCouponInput, GetPaywall, PaymentSession, PaymentSessionInput,
    Paywall, Product,
};

use crate::{Error, Result};

/// What is for sale.
#[async_trait]
pub trait Catalog: Send + Sync + 'static {
    /// The plans to offer, with their prices, and what the customer has already.
    async fn get_paywall(&self, request: GetPaywall) -> Result<Paywall> {
        let _ = request;
        Err(Error::unsupported("get_paywall"))
    }

    /// The plans as a paywall would show them, as an example: without a customer.
    async fn get_mock_paywall(&self, request: GetPaywall) -> Result<Paywall> {
        let _ = request;
        Err(Error::unsupported("get_mock_paywall"))
    }

    /// All products.
    async fn get_products(&self) -> Result<Vec<Product>> {
        Err(Error::unsupported("get_products"))
    }

    /// All coupons that can be given.
    async fn get_coupons(&self) -> Result<Vec<Coupon>> {
        Err(Error::unsupported("get_coupons"))
    }

    /// Makes a coupon.
    async fn create_coupon(&self, request: CreateCouponInput) -> Result<Coupon> {
        let _ = request;
        Err(Error::unsupported("create_coupon"))
    }

    /// What a page needs on which a customer pays for a plan.
    async fn get_checkout_state(&self, request: CheckoutStateInput) -> Result<CheckoutState> {
        let _ = request;
        Err(Error::unsupported("get_checkout_state"))
    }

    /// Begins a payment for a plan at the billing provider.
    async fn create_payment_session(&self, request: PaymentSessionInput) -> Result<PaymentSession> {
        let _ = request;
        Err(Error::unsupported("create_payment_session"))
    }
}
