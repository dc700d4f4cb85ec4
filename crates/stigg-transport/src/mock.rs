//! A transport for tests that says what was called with what.

#![allow(
    clippy::struct_field_names,
    reason = "mockall names its fields after the methods of an area, which may all end in the same word"
)]

use async_trait::async_trait;
use stigg_models::{
    ApplySubscription, ApplySubscriptionResults, AutoRechargeSettings, CancelSubscription,
    CancelSubscriptionScheduledUpdates, CancelSubscriptionScheduledUpdatesResult, CheckoutState, CheckoutStateInput,
    ConsumeCredits, ConsumeCreditsAsync, ConsumeCreditsResult, Coupon, CreateCouponInput, CreateSubscription,
    CreditBalanceSummary, CreditBalanceSummaryInput, CreditCostEstimation, CreditGrant, CreditGrantInput,
    CreditLedgerInput, CreditUsage, CreditUsageInput, Customer, CustomerPortal, CustomerPortalInput,
    CustomerStatistics, DelegateSubscriptionToCustomerInput, Entitlement, EntitlementCheckRequested, EntitlementV2,
    EntitlementsState, EstimateEventCostInput, EstimateSubscription, EstimateSubscriptionUpdate,
    EstimateUsageCostInput, FetchEntitlementQuery, FetchUsageHistory, FullCustomer, FullSubscription,
    GetActiveSubscriptions, GetAutoRechargeSettingsInput, GetCreditGrantsInput, GetCreditGrantsResult,
    GetCreditLedgerResult, GetEntitlementV2Input, GetPaywall, GetSubscription, GetSubscriptionsParams,
    GetSubscriptionsResult, GrantPromotionalEntitlementsGroupInput, GrantPromotionalEntitlementsInput, ImportCustomer,
    ImportCustomerBulk, ImportSubscriptionBulk, MigrateSubscriptionToLatest, MigrateSubscriptionToLatestResult,
    PaymentSession, PaymentSessionInput, Paywall, PreviewNextInvoice, PreviewSubscription, Product,
    PromotionalEntitlement, ProvisionCustomer, ProvisionSubscription, ProvisionSubscriptionResult, ProvisionedCustomer,
    ReportEvent, ReportUsage, ReportUsageAck, ReportUsageBulk, RevokePromotionalEntitlementInput,
    RevokePromotionalEntitlementsGroupInput, RevokedPromotionalEntitlement, SaveAutoRechargeSettingsInput,
    SlimSubscriptionV2, Subscription, SubscriptionInvoicePreview, SubscriptionPreview, SubscriptionPreviewV2,
    TransferSubscriptionInput, TransferSubscriptionToResourceInput, UnlinkPromotionalEntitlementsGroupInput,
    UpdateCustomer, UpdateSubscription, UsageHistoryPoint, UsageHistoryV2, UsageHistoryV2Input, VoidCreditGrantInput,
};

use crate::{
    Catalog, Connection, Consistency, Credits, Customers, Entitlements, EntitlementsQuery, PromotionalEntitlements,
    Result, Subscriptions, Usage,
};

mockall::mock! {
    /// A transport that answers what a test told it to, made with [`mockall`](https://docs.rs/mockall).
    ///
    /// For "was it called, with what". A call without an expectation panics: unlike a hand-written fake, the mock does not
    /// use the default bodies of the traits. Answers come at once: for behaviour in time (slow, hanging, flapping) write a
    /// fake by implementing the area's trait, or take the emulator. Expectations are checked where the call happens: when
    /// that is a background task, the panic stays there, so check results through the test. It has no
    /// [`realtime`](Connection::realtime) feed: a client opens one by itself, which no test would expect.
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
        async fn get_customer_statistics(&self, customer_id: &str) -> Result<CustomerStatistics>;
        async fn detach_customer_payment_method(&self, customer_id: &str) -> Result<Customer>;
        async fn archive_customer(&self, customer_id: &str) -> Result<String>;
        async fn unarchive_customer(&self, customer_id: &str) -> Result<Customer>;
        async fn import_customer(&self, request: ImportCustomer) -> Result<Customer>;
        async fn import_customer_bulk(&self, request: ImportCustomerBulk) -> Result<()>;
        async fn get_customer_portal(&self, request: CustomerPortalInput) -> Result<CustomerPortal>;
    }

    #[async_trait]
    impl Subscriptions for Transport {
        async fn provision_subscription(&self, request: ProvisionSubscription) -> Result<ProvisionSubscriptionResult>;
        async fn update_subscription(&self, request: UpdateSubscription) -> Result<Subscription>;
        async fn cancel_subscription(&self, request: CancelSubscription) -> Result<Subscription>;
        async fn apply_subscription(&self, request: ApplySubscription) -> Result<ApplySubscriptionResults>;
        async fn create_subscription(&self, request: CreateSubscription) -> Result<Subscription>;
        async fn cancel_subscription_scheduled_updates(&self, request: CancelSubscriptionScheduledUpdates) -> Result<CancelSubscriptionScheduledUpdatesResult>;
        async fn migrate_subscription_to_latest(&self, request: MigrateSubscriptionToLatest) -> Result<MigrateSubscriptionToLatestResult>;
        async fn transfer_subscription(&self, request: TransferSubscriptionInput) -> Result<Subscription>;
        async fn transfer_subscription_to_resource(&self, request: TransferSubscriptionToResourceInput) -> Result<Subscription>;
        async fn delegate_subscription_to_customer(&self, request: DelegateSubscriptionToCustomerInput) -> Result<Subscription>;
        async fn get_subscription(&self, request: GetSubscription) -> Result<FullSubscription>;
        async fn get_subscriptions(&self, request: GetSubscriptionsParams) -> Result<GetSubscriptionsResult>;
        async fn get_active_subscriptions(&self, request: GetActiveSubscriptions) -> Result<Vec<FullSubscription>>;
        async fn get_active_subscriptions_list(
            &self,
            request: GetActiveSubscriptions,
            consistency: Consistency,
        ) -> Result<Vec<SlimSubscriptionV2>>;
        async fn import_subscription_bulk(&self, request: ImportSubscriptionBulk) -> Result<()>;
        async fn preview_subscription(&self, request: PreviewSubscription) -> Result<SubscriptionPreviewV2>;
        async fn preview_next_invoice(&self, request: PreviewNextInvoice) -> Result<SubscriptionInvoicePreview>;
        async fn estimate_subscription(&self, request: EstimateSubscription) -> Result<SubscriptionPreview>;
        async fn estimate_subscription_update(&self, request: EstimateSubscriptionUpdate) -> Result<SubscriptionPreview>;
    }

    #[async_trait]
    impl Catalog for Transport {
        async fn get_paywall(&self, request: GetPaywall) -> Result<Paywall>;
        async fn get_mock_paywall(&self, request: GetPaywall) -> Result<Paywall>;
        async fn get_products(&self) -> Result<Vec<Product>>;
        async fn get_coupons(&self) -> Result<Vec<Coupon>>;
        async fn create_coupon(&self, request: CreateCouponInput) -> Result<Coupon>;
        async fn get_checkout_state(&self, request: CheckoutStateInput) -> Result<CheckoutState>;
        async fn create_payment_session(&self, request: PaymentSessionInput) -> Result<PaymentSession>;
    }

    #[async_trait]
    impl Entitlements for Transport {
        async fn get_entitlements_state(&self, query: EntitlementsQuery) -> Result<EntitlementsState>;
        async fn report_entitlement_check_requested(&self, request: EntitlementCheckRequested) -> Result<()>;
        async fn get_entitlement_remote(&self, query: FetchEntitlementQuery) -> Result<Entitlement>;
        async fn get_entitlement_v2_remote(&self, query: GetEntitlementV2Input) -> Result<EntitlementV2>;
        async fn get_entitlements_remote(&self, query: EntitlementsQuery) -> Result<Vec<Entitlement>>;
    }

    #[async_trait]
    impl Usage for Transport {
        async fn report_usage(&self, request: ReportUsage) -> Result<ReportUsageAck>;
        async fn report_usage_bulk(&self, request: ReportUsageBulk) -> Result<Vec<ReportUsageAck>>;
        async fn report_events(&self, events: Vec<ReportEvent>) -> Result<()>;
        async fn estimate_event_cost(&self, request: EstimateEventCostInput) -> Result<CreditCostEstimation>;
        async fn estimate_usage_cost(&self, request: EstimateUsageCostInput) -> Result<CreditCostEstimation>;
        async fn fetch_usage_history(&self, request: FetchUsageHistory) -> Result<Vec<UsageHistoryPoint>>;
        async fn get_usage_history_v2(&self, request: UsageHistoryV2Input) -> Result<UsageHistoryV2>;
    }

    #[async_trait]
    impl Credits for Transport {
        async fn grant_credits(&self, request: CreditGrantInput) -> Result<CreditGrant>;
        async fn void_credit_grant(&self, request: VoidCreditGrantInput) -> Result<CreditGrant>;
        async fn get_credit_grants(&self, request: GetCreditGrantsInput) -> Result<GetCreditGrantsResult>;
        async fn get_credit_ledger(&self, request: CreditLedgerInput) -> Result<GetCreditLedgerResult>;
        async fn get_credit_usage(&self, request: CreditUsageInput) -> Result<CreditUsage>;
        async fn get_credit_balance(&self, request: CreditBalanceSummaryInput) -> Result<CreditBalanceSummary>;
        async fn get_automatic_recharge_configuration(
            &self,
            request: GetAutoRechargeSettingsInput,
        ) -> Result<AutoRechargeSettings>;
        async fn save_automatic_recharge_configuration(
            &self,
            request: SaveAutoRechargeSettingsInput,
        ) -> Result<AutoRechargeSettings>;
        async fn consume_credits(&self, request: ConsumeCredits) -> Result<ConsumeCreditsResult>;
        async fn consume_credits_async(&self, request: ConsumeCreditsAsync) -> Result<()>;
    }

    #[async_trait]
    impl PromotionalEntitlements for Transport {
        async fn grant_promotional_entitlements(&self, request: GrantPromotionalEntitlementsInput) -> Result<Vec<PromotionalEntitlement>>;
        async fn revoke_promotional_entitlements(&self, request: RevokePromotionalEntitlementInput) -> Result<RevokedPromotionalEntitlement>;
        async fn grant_promotional_entitlements_group(&self, request: GrantPromotionalEntitlementsGroupInput) -> Result<Vec<PromotionalEntitlement>>;
        async fn revoke_promotional_entitlements_group(&self, request: RevokePromotionalEntitlementsGroupInput) -> Result<Vec<PromotionalEntitlement>>;
        async fn unlink_promotional_entitlements_group(&self, request: UnlinkPromotionalEntitlementsGroupInput) -> Result<Vec<PromotionalEntitlement>>;
    }

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
