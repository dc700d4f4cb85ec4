//! Customers.

use stigg_models::{Customer, FullCustomer, InvalidRequest, ProvisionCustomer, ProvisionedCustomer, UpdateCustomer};

use crate::client::checked;
use crate::{Result, Stigg};

/// # Customers
impl Stigg {
    /// Makes a customer, with a first subscription if the request asks for one.
    ///
    /// The plan's product decides whether the subscription that was asked for is made, or another one:
    /// [`subscription_decision_strategy`](ProvisionedCustomer::subscription_decision_strategy) says what happened. The
    /// next check sees the entitlements of the new customer. One request.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when an id is empty or a quantity
    /// negative, [`Conflict`](crate::ErrorKind::Conflict) when the customer exists, [`NotFound`](crate::ErrorKind::NotFound)
    /// when a plan or an add-on does not.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::{CreateSubscriptionParams, ProvisionCustomer};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// let provisioned = stigg
    ///     .provision_customer(
    ///         ProvisionCustomer::new("customer-42")
    ///             .with_email("ada@example.com")
    ///             .with_subscription_params(CreateSubscriptionParams::new("plan-free")),
    ///     )
    ///     .await?;
    /// assert_eq!(provisioned.customer.id, "customer-42");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn provision_customer(&self, request: ProvisionCustomer) -> Result<ProvisionedCustomer> {
        let transport = self.transport("provision_customer")?;
        checked("provision_customer", request.validate())?;
        let customer_id = request.customer_id.clone();
        let change = customer_id
            .as_deref()
            .map(|customer_id| self.inner.changing(customer_id));
        let resource_id = request
            .subscription_params
            .as_ref()
            .and_then(|params| params.resource_id.clone());
        let outcome = transport.provision_customer(request).await;
        let provisioned = match change {
            Some(change) => change.settle(outcome)?,
            None => outcome?,
        };
        self.subscription_told(provisioned.subscription.as_ref());
        let told = provisioned.entitlements.clone();
        self.inner
            .entitlements_told(&provisioned.customer.id, resource_id.as_deref(), told);
        Ok(provisioned)
    }

    /// Changes a customer; what the request leaves out stays as it is. One request.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when an id is empty,
    /// [`NotFound`](crate::ErrorKind::NotFound) when the customer or the coupon does not exist.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::UpdateCustomer;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// let customer = stigg.update_customer(UpdateCustomer::new("customer-42").with_name("Ada Lovelace")).await?;
    /// assert_eq!(customer.name.as_deref(), Some("Ada Lovelace"));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn update_customer(&self, request: UpdateCustomer) -> Result<Customer> {
        let transport = self.transport("update_customer")?;
        checked("update_customer", request.validate())?;
        transport.update_customer(request).await
    }

    /// A customer with its subscriptions and promotional entitlements. One request.
    ///
    /// # Errors
    ///
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is no such customer.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// let customer = stigg.get_customer("customer-42").await?;
    /// println!("{} has {} subscriptions", customer.id, customer.subscriptions.len());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_customer(&self, customer_id: &str) -> Result<FullCustomer> {
        let transport = self.transport("get_customer")?;
        checked("get_customer", InvalidRequest::check_id("customerId", customer_id))?;
        transport.get_customer(customer_id).await
    }
}
