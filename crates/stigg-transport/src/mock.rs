//! A transport for tests that says what was called with what.

#![allow(
    clippy::struct_field_names,
    reason = "mockall names its fields after the methods of an area, which may all end in the same word"
)]

use async_trait::async_trait;
use stigg_models::{
    CancelSubscription, Customer, EntitlementsState, EstimateSubscription, EstimateSubscriptionUpdate, FullCustomer,
    FullSubscription, GetActiveSubscriptions, GetPaywall, GetSubscription, GetSubscriptionsParams,
    GetSubscriptionsResult, ImportSubscriptionBulk, Paywall, PreviewNextInvoice, PreviewSubscription,
    ProvisionCustomer, ProvisionSubscription, ProvisionSubscriptionResult, ProvisionedCustomer, ReportEvent,
    ReportUsage, ReportUsageAck, Subscription, SubscriptionInvoicePreview, SubscriptionPreview, SubscriptionPreviewV2,
    UpdateCustomer, UpdateSubscription,
};

use crate::{
    Catalog, Connection, Credits, Customers, Entitlements, EntitlementsQuery, PromotionalEntitlements, Result,
    Subscriptions, Usage,
};

mockall::mock! {
    /// A transport that answers what a test told it to, made with [`mockall`](https://docs.rs/mockall).
    ///
    /// For "was it called, with what". A call without an expectation panics: unlike a hand-written fake, the mock does not
    /// use the default bodies of the traits. Answers come at once: for behaviour in time (slow, hanging, flapping) write a
    /// fake by implementing the area's trait, or take the emulator. Expectations are checked where the call happens: when
    /// that is a background task, the panic stays there, so check results through the test.
    ///
    /// # Examples
    ///
    /// Your own code, tested without a socket:
    ///
    /// ```
    /// use stigg_models::{FullCustomer, Timestamp};
    /// use stigg_transport::{MockTransport, Transport};
    ///
    /// // The code under test.
    /// async fn greeting(stigg: &dyn Transport, customer_id: &str) -> stigg_transport::Result<String> {
    ///     let customer = stigg.get_customer(customer_id).await?;
    ///     Ok(format!("Hello {}!", customer.name.unwrap_or(customer.id)))
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let mut transport = MockTransport::new();
    /// transport
    ///     .expect_get_customer()
    ///     .withf(|customer_id| customer_id == "customer-42")
    ///     .times(1)
    ///     .returning(|customer_id| Ok(FullCustomer::new(customer_id, Timestamp::UNIX_EPOCH)));
    ///
    /// assert_eq!(greeting(&transport, "customer-42").await.unwrap(), "Hello customer-42!");
    /// # }
    /// ```
    pub Transport {}

    #[async_trait]
    impl Customers for Transport {
        async fn provision_customer(&self, request: ProvisionCustomer) -> Result<ProvisionedCustomer>;
        async fn update_customer(&self, request: UpdateCustomer) -> Result<Customer>;
        async fn get_customer(&self, customer_id: &str) -> Result<FullCustomer>;
    }

    #[async_trait]
    impl Subscriptions for Transport {
        async fn provision_subscription(&self, request: ProvisionSubscription) -> Result<ProvisionSubscriptionResult>;
        async fn update_subscription(&self, request: UpdateSubscription) -> Result<Subscription>;
        async fn cancel_subscription(&self, request: CancelSubscription) -> Result<Subscription>;
        async fn get_subscription(&self, request: GetSubscription) -> Result<FullSubscription>;
        async fn get_subscriptions(&self, request: GetSubscriptionsParams) -> Result<GetSubscriptionsResult>;
        async fn get_active_subscriptions(&self, request: GetActiveSubscriptions) -> Result<Vec<FullSubscription>>;
        async fn import_subscription_bulk(&self, request: ImportSubscriptionBulk) -> Result<()>;
        async fn preview_subscription(&self, request: PreviewSubscription) -> Result<SubscriptionPreviewV2>;
        async fn preview_next_invoice(&self, request: PreviewNextInvoice) -> Result<SubscriptionInvoicePreview>;
        async fn estimate_subscription(&self, request: EstimateSubscription) -> Result<SubscriptionPreview>;
        async fn estimate_subscription_update(&self, request: EstimateSubscriptionUpdate) -> Result<SubscriptionPreview>;
    }

    #[async_trait]
    impl Catalog for Transport {
        async fn get_paywall(&self, request: GetPaywall) -> Result<Paywall>;
    }

    #[async_trait]
    impl Entitlements for Transport {
        async fn get_entitlements_state(&self, query: EntitlementsQuery) -> Result<EntitlementsState>;
    }

    #[async_trait]
    impl Usage for Transport {
        async fn report_usage(&self, request: ReportUsage) -> Result<ReportUsageAck>;
        async fn report_events(&self, events: Vec<ReportEvent>) -> Result<()>;
    }

    impl Credits for Transport {}

    impl PromotionalEntitlements for Transport {}

    #[async_trait]
    impl Connection for Transport {
        async fn verify_api_key(&self) -> Result<()>;
    }
}

#[cfg(test)]
mod tests {
    /// A method that is missing in the mock would quietly get the default body of its trait.
    #[test]
    fn the_mock_has_every_method_of_every_area() {
        let mock = include_str!("mock.rs");
        let areas = [
            include_str!("customers.rs"),
            include_str!("subscriptions.rs"),
            include_str!("catalog.rs"),
            include_str!("entitlements.rs"),
            include_str!("usage.rs"),
            include_str!("credits.rs"),
            include_str!("promotional_entitlements.rs"),
            include_str!("connection.rs"),
        ];
        let methods: Vec<&str> = areas
            .iter()
            .flat_map(|area| area.split("async fn ").skip(1))
            .map(|rest| rest.split('(').next().unwrap())
            .collect();
        assert!(methods.len() >= 13, "{methods:?}");
        for method in methods {
            assert!(
                mock.contains(&format!("async fn {method}(")),
                "`{method}` is missing in the mock"
            );
        }
    }
}
