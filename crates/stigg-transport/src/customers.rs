//! Customers.

use async_trait::async_trait;
use stigg_models::{
    Customer, CustomerPortal, CustomerPortalInput, CustomerStatistics, FullCustomer, ImportCustomer,
    ImportCustomerBulk, ProvisionCustomer, ProvisionedCustomer, UpdateCustomer,
};

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

    /// How many subscriptions a customer has. One that does not exist is
    /// [`ErrorKind::NotFound`](crate::ErrorKind::NotFound).
    async fn get_customer_statistics(&self, customer_id: &str) -> Result<CustomerStatistics> {
        let _ = customer_id;
        Err(Error::unsupported("get_customer_statistics"))
    }

    /// Takes the payment method from a customer.
    async fn detach_customer_payment_method(&self, customer_id: &str) -> Result<Customer> {
        let _ = customer_id;
        Err(Error::unsupported("detach_customer_payment_method"))
    }

    /// Archives a customer, and answers its id.
    async fn archive_customer(&self, customer_id: &str) -> Result<String> {
        let _ = customer_id;
        Err(Error::unsupported("archive_customer"))
    }

    /// Brings an archived customer back.
    async fn unarchive_customer(&self, customer_id: &str) -> Result<Customer> {
        let _ = customer_id;
        Err(Error::unsupported("unarchive_customer"))
    }

    /// Takes over a customer that exists elsewhere.
    async fn import_customer(&self, request: ImportCustomer) -> Result<Customer> {
        let _ = request;
        Err(Error::unsupported("import_customer"))
    }

    /// Takes over customers that exist elsewhere, in the background: at most
    /// [`ImportCustomerBulk::MAX_PER_REQUEST`] at once. None is fine, and does nothing.
    async fn import_customer_bulk(&self, request: ImportCustomerBulk) -> Result<()> {
        let _ = request;
        Err(Error::unsupported("import_customer_bulk"))
    }

    /// What a customer portal shows.
    async fn get_customer_portal(&self, request: CustomerPortalInput) -> Result<CustomerPortal> {
        let _ = request;
        Err(Error::unsupported("get_customer_portal"))
    }
}
