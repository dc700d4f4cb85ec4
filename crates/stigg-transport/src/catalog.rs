//! The product catalogue.

use async_trait::async_trait;
use stigg_models::{GetPaywall, Paywall};

use crate::{Error, Result};

/// What is for sale.
#[async_trait]
pub trait Catalog: Send + Sync + 'static {
    /// The plans to offer, with their prices, and what the customer has already.
    async fn get_paywall(&self, request: GetPaywall) -> Result<Paywall> {
        let _ = request;
        Err(Error::unsupported("get_paywall"))
    }
}
