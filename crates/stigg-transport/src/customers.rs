//! Customers.

use async_trait::async_trait;
use stigg_models::{Customer, FullCustomer, ProvisionCustomer, ProvisionedCustomer, UpdateCustomer};

use crate::{Error, Result};

/// Who has entitlements.
#[async_trait]
pub trait Customers: Send + Sync + 'static {
    /// Makes a customer, with a first subscription if the request asks for one.
    async fn provision_customer(&self, request: ProvisionCustomer) -> Result<ProvisionedCustomer> {
        let _ = request;
        Err(Error::unsupported("provision_customer"))
    }

    /// Changes a customer.
    async fn update_customer(&self, request: UpdateCustomer) -> Result<Customer> {
        let _ = request;
        Err(Error::unsupported("update_customer"))
    }

    /// A customer with its subscriptions and promotional entitlements. One that does not exist is
    /// [`ErrorKind::NotFound`](crate::ErrorKind::NotFound).
    async fn get_customer(&self, customer_id: &str) -> Result<FullCustomer> {
        let _ = customer_id;
        Err(Error::unsupported("get_customer"))
    }
}
