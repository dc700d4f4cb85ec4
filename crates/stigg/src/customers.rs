//! Customers.

use stigg_models::{
    CreateCustomer, Customer, CustomerPortal, CustomerPortalInput, CustomerStatistics, FullCustomer, ImportCustomer,
    ImportCustomerBulk, InvalidRequest, ProvisionCustomer, ProvisionedCustomer, UpdateCustomer,
};

use crate::bulk::Bulk;
use crate::client::checked;
use crate::{BulkError, Result, Stigg};

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
        self.provision_customer_as("provision_customer", request).await
    }

    /// Makes a customer without a subscription. One request.
    ///
    /// [`provision_customer`](Self::provision_customer) does the same when its request asks for no subscription, and
    /// answers more.
    ///
    /// # Errors
    ///
    /// As [`provision_customer`](Self::provision_customer).
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::CreateCustomer;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// #[allow(deprecated)]
    /// let customer = stigg.create_customer(CreateCustomer::new("customer-42").with_name("Ada")).await?;
    /// assert_eq!(customer.name.as_deref(), Some("Ada"));
    /// # Ok(())
    /// # }
    /// ```
    #[deprecated(note = "use `provision_customer`")]
    pub async fn create_customer(&self, request: CreateCustomer) -> Result<Customer> {
        const OPERATION: &str = "create_customer";
        let provisioned = self.provision_customer_as(OPERATION, request.into()).await;
        Ok(provisioned.map_err(|error| error.with_operation(OPERATION))?.customer)
    }

    async fn provision_customer_as(
        &self,
        operation: &'static str,
        request: ProvisionCustomer,
    ) -> Result<ProvisionedCustomer> {
        let transport = self.transport(operation)?;
        checked(operation, request.validate())?;
        let change = self.inner.changing_all(request.customer_id.clone());
        let resource_id = request
            .subscription_params
            .as_ref()
            .and_then(|params| params.resource_id.clone());
        let began = change.began();
        let provisioned = change.settle(transport.provision_customer(request).await)?;
        self.subscription_told(provisioned.subscription.as_ref());
        let told = provisioned.entitlements.clone();
        self.inner
            .entitlements_told(began, &provisioned.customer.id, resource_id.as_deref(), told);
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
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when the id is empty,
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
        let customer = transport.get_customer(customer_id).await?;
        for subscription in &customer.subscriptions {
            self.inner.owners.note(&subscription.id, customer_id);
        }
        Ok(customer)
    }

    /// How many subscriptions a customer has that are in force: free, paid and custom ones. One request.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when the id is empty,
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is no such customer.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::PricingType;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # stigg.provision_subscription(stigg::models::ProvisionSubscription::new("customer-42", "plan-free")).await?;
    /// let statistics = stigg.get_customer_statistics("customer-42").await?;
    /// assert_eq!(statistics.active_subscriptions(&PricingType::Free), 1.0);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_customer_statistics(&self, customer_id: &str) -> Result<CustomerStatistics> {
        const OPERATION: &str = "get_customer_statistics";
        let transport = self.transport(OPERATION)?;
        checked(OPERATION, InvalidRequest::check_id("customerId", customer_id))?;
        transport.get_customer_statistics(customer_id).await
    }

    /// Takes the payment method from a customer: what comes due is no longer charged to it. One request.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when the id is empty,
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is no such customer.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.import_customer(stigg::models::ImportCustomer::new("customer-42").with_payment_method_id("pm_1")).await?;
    /// assert!(stigg.get_customer("customer-42").await?.has_payment_method);
    /// stigg.detach_customer_payment_method("customer-42").await?;
    /// assert!(!stigg.get_customer("customer-42").await?.has_payment_method);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn detach_customer_payment_method(&self, customer_id: &str) -> Result<Customer> {
        const OPERATION: &str = "detach_customer_payment_method";
        let transport = self.transport(OPERATION)?;
        checked(OPERATION, InvalidRequest::check_id("customerId", customer_id))?;
        transport.detach_customer_payment_method(customer_id).await
    }

    /// Archives a customer, and answers its id. One request.
    ///
    /// Stigg cancels its subscriptions, erases its name and its e-mail address, and returns it no longer. What was known
    /// about its entitlements is outdated: the next check asks first. [`unarchive_customer`](Self::unarchive_customer)
    /// brings the customer back, but not what was erased.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when the id is empty,
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is no such customer.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::ErrorKind;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// assert_eq!(stigg.archive_customer("customer-42").await?, "customer-42");
    /// let gone = stigg.get_customer("customer-42").await.unwrap_err();
    /// assert_eq!(gone.kind(), ErrorKind::NotFound);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn archive_customer(&self, customer_id: &str) -> Result<String> {
        const OPERATION: &str = "archive_customer";
        let transport = self.transport(OPERATION)?;
        checked(OPERATION, InvalidRequest::check_id("customerId", customer_id))?;
        let change = self.inner.changing(customer_id);
        change.settle_by_outdating(transport.archive_customer(customer_id).await)
    }

    /// Brings an archived customer back. One request.
    ///
    /// Its entitlements are computed anew: the next check asks first. What was erased stays erased.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when the id is empty,
    /// [`NotFound`](crate::ErrorKind::NotFound) when there never was such a customer.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # stigg.archive_customer("customer-42").await?;
    /// let customer = stigg.unarchive_customer("customer-42").await?;
    /// assert_eq!(customer.id, "customer-42");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn unarchive_customer(&self, customer_id: &str) -> Result<Customer> {
        const OPERATION: &str = "unarchive_customer";
        let transport = self.transport(OPERATION)?;
        checked(OPERATION, InvalidRequest::check_id("customerId", customer_id))?;
        let change = self.inner.changing(customer_id);
        change.settle_by_outdating(transport.unarchive_customer(customer_id).await)
    }

    /// Brings a customer in that exists outside of Stigg, at the billing provider above all: makes it, or brings Stigg's own
    /// up to date. The account needs a billing integration. The next check asks first. One request.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when the id is empty,
    /// [`Validation`](crate::ErrorKind::Validation) when Stigg cannot take the customer.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::ImportCustomer;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// let record = ImportCustomer::new("customer-42").with_billing_id("cus_1").with_email("ada@example.com");
    /// let customer = stigg.import_customer(record).await?;
    /// assert_eq!(customer.billing_id.as_deref(), Some("cus_1"));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn import_customer(&self, request: ImportCustomer) -> Result<Customer> {
        const OPERATION: &str = "import_customer";
        let transport = self.transport(OPERATION)?;
        checked(OPERATION, request.validate())?;
        let change = self.inner.changing_all(request.customer_id.clone());
        let customer = change.settle_by_outdating(transport.import_customer(request).await)?;
        // The answer names it even if the request did not.
        self.inner.outdate(&customer.id);
        Ok(customer)
    }

    /// Brings customers in that exist outside of Stigg. One request per thousand customers.
    ///
    /// Stigg accepts them and works on them in the background: when this returns, they may not be there yet. It passes over
    /// those that are not right, and those that were changed at Stigg after their
    /// [`updated_at`](ImportCustomer::updated_at), and does not tell. Until they are there, a check still answers what was
    /// before.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when an id is empty; the error names the
    /// customer by its place. A [`BulkError`] says of each customer whether it was accepted. Before you send one again, see
    /// [`Error::may_have_been_applied`](crate::Error::may_have_been_applied): without a
    /// [`customer_id`](ImportCustomer::customer_id) it may come in twice.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::{ImportCustomer, ImportCustomerBulk};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// let records = (0..3).map(|n| ImportCustomer::new(format!("customer-{n}")).with_billing_id(format!("cus_{n}")));
    /// stigg.import_customer_bulk(ImportCustomerBulk::new(records)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn import_customer_bulk(&self, request: ImportCustomerBulk) -> Result<(), BulkError> {
        const OPERATION: &str = "import_customer_bulk";
        let count = request.customers.len();
        let of_all = |error| BulkError::of_all(count, error);
        let transport = self.transport(OPERATION).map_err(of_all)?;
        checked(OPERATION, request.validate()).map_err(of_all)?;
        let integration_id = request.integration_id;
        let mut bulk = Bulk::new(request.customers, ImportCustomerBulk::MAX_PER_REQUEST);
        while let Some(batch) = bulk.next_batch(self.transport(OPERATION)) {
            let customer_ids = batch.iter().filter_map(|record| record.customer_id.clone());
            let change = self.inner.changing_all(customer_ids);
            let mut request = ImportCustomerBulk::new(batch);
            request.integration_id.clone_from(&integration_id);
            bulk.settle_all(change.settle_by_outdating(transport.import_customer_bulk(request).await));
        }
        bulk.finish()?;
        Ok(())
    }

    /// What a customer portal shows: the page where customers see what they have and what it costs them. One request.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when an id is empty,
    /// [`NotFound`](crate::ErrorKind::NotFound) when the customer or the product does not exist.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::CustomerPortalInput;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # stigg.provision_subscription(stigg::models::ProvisionSubscription::new("customer-42", "plan-free")).await?;
    /// let portal = stigg.get_customer_portal(CustomerPortalInput::new("customer-42")).await?;
    /// for subscription in &portal.subscriptions {
    ///     println!("{}: {}", subscription.plan_name, subscription.status);
    /// }
    /// # assert_eq!(portal.subscriptions.len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_customer_portal(&self, request: CustomerPortalInput) -> Result<CustomerPortal> {
        const OPERATION: &str = "get_customer_portal";
        let transport = self.transport(OPERATION)?;
        checked(OPERATION, request.validate())?;
        transport.get_customer_portal(request).await
    }
}
