//! The transport as the client sees it: what fails is told to whoever listens.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

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
use stigg_transport::{
    Catalog, Connection, Consistency, Credits, Customers, Entitlements, EntitlementsQuery, PromotionalEntitlements,
    RealtimeFeed, Subscriptions, Transport, Usage, async_trait,
};

use crate::events::Hub;
use crate::{ErrorKind, Result};

/// A transport that tells of every request that fails, and notes when the first one was answered.
pub(crate) struct ObservedTransport {
    transport: Arc<dyn Transport>,
    events: Arc<Hub>,
    /// Whether Stigg has answered once, and accepted the API key.
    has_answered: AtomicBool,
}

impl ObservedTransport {
    pub(crate) fn new(transport: Arc<dyn Transport>, events: Arc<Hub>) -> Self {
        Self {
            transport,
            events,
            has_answered: AtomicBool::new(false),
        }
    }

    /// Whether Stigg has answered once, and accepted the API key.
    pub(crate) fn has_answered(&self) -> bool {
        self.has_answered.load(Ordering::Relaxed)
    }

    /// Stigg has answered in another way.
    pub(crate) fn answered(&self) {
        if !self.has_answered() {
            self.has_answered.store(true, Ordering::Relaxed);
        }
    }

    fn seen<T>(&self, outcome: Result<T>) -> Result<T> {
        match &outcome {
            Ok(_) => self.answered(),
            // That is no request.
            Err(error) if error.kind() == ErrorKind::Unsupported => {}
            Err(error) => self.events.emit_failure(error),
        }
        outcome
    }
}

/// A method that is missing here would get the default body of its trait.
macro_rules! observed {
    ($($area:ident { $(fn $method:ident($($argument:ident: $kind:ty),*) -> $answer:ty;)* } $({ $($other:tt)* })?)*) => {$(
        #[async_trait]
        impl $area for ObservedTransport {
            $(
                async fn $method(&self, $($argument: $kind),*) -> Result<$answer> {
                    self.seen(self.transport.$method($($argument),*).await)
                }
            )*
            $($($other)*)?
        }
    )*};
}

observed! {
    Customers {
        fn provision_customer(request: ProvisionCustomer) -> ProvisionedCustomer;
        fn update_customer(request: UpdateCustomer) -> Customer;
        fn get_customer(customer_id: &str) -> FullCustomer;
        fn get_customer_statistics(customer_id: &str) -> CustomerStatistics;
        fn detach_customer_payment_method(customer_id: &str) -> Customer;
        fn archive_customer(customer_id: &str) -> String;
        fn unarchive_customer(customer_id: &str) -> Customer;
        fn import_customer(request: ImportCustomer) -> Customer;
        fn import_customer_bulk(request: ImportCustomerBulk) -> ();
        fn get_customer_portal(request: CustomerPortalInput) -> CustomerPortal;
    }
    Subscriptions {
        fn provision_subscription(request: ProvisionSubscription) -> ProvisionSubscriptionResult;
        fn update_subscription(request: UpdateSubscription) -> Subscription;
        fn cancel_subscription(request: CancelSubscription) -> Subscription;
        fn apply_subscription(request: ApplySubscription) -> ApplySubscriptionResults;
        fn create_subscription(request: CreateSubscription) -> Subscription;
        fn cancel_subscription_scheduled_updates(request: CancelSubscriptionScheduledUpdates) -> CancelSubscriptionScheduledUpdatesResult;
        fn migrate_subscription_to_latest(request: MigrateSubscriptionToLatest) -> MigrateSubscriptionToLatestResult;
        fn transfer_subscription(request: TransferSubscriptionInput) -> Subscription;
        fn transfer_subscription_to_resource(request: TransferSubscriptionToResourceInput) -> Subscription;
        fn delegate_subscription_to_customer(request: DelegateSubscriptionToCustomerInput) -> Subscription;
        fn get_subscription(request: GetSubscription) -> FullSubscription;
        fn get_subscriptions(request: GetSubscriptionsParams) -> GetSubscriptionsResult;
        fn get_active_subscriptions(request: GetActiveSubscriptions) -> Vec<FullSubscription>;
        fn get_active_subscriptions_list(request: GetActiveSubscriptions, consistency: Consistency) -> Vec<SlimSubscriptionV2>;
        fn import_subscription_bulk(request: ImportSubscriptionBulk) -> ();
        fn preview_subscription(request: PreviewSubscription) -> SubscriptionPreviewV2;
        fn preview_next_invoice(request: PreviewNextInvoice) -> SubscriptionInvoicePreview;
        fn estimate_subscription(request: EstimateSubscription) -> SubscriptionPreview;
        fn estimate_subscription_update(request: EstimateSubscriptionUpdate) -> SubscriptionPreview;
    }
    Catalog {
        fn get_paywall(request: GetPaywall) -> Paywall;
        fn get_mock_paywall(request: GetPaywall) -> Paywall;
        fn get_products() -> Vec<Product>;
        fn get_coupons() -> Vec<Coupon>;
        fn create_coupon(request: CreateCouponInput) -> Coupon;
        fn get_checkout_state(request: CheckoutStateInput) -> CheckoutState;
        fn create_payment_session(request: PaymentSessionInput) -> PaymentSession;
    }
    Entitlements {
        fn get_entitlements_state(query: EntitlementsQuery) -> EntitlementsState;
        fn report_entitlement_check_requested(request: EntitlementCheckRequested) -> ();
        fn get_entitlement_remote(query: FetchEntitlementQuery) -> Entitlement;
        fn get_entitlement_v2_remote(query: GetEntitlementV2Input) -> EntitlementV2;
        fn get_entitlements_remote(query: EntitlementsQuery) -> Vec<Entitlement>;
    }
    Usage {
        fn report_usage(request: ReportUsage) -> ReportUsageAck;
        fn report_usage_bulk(request: ReportUsageBulk) -> Vec<ReportUsageAck>;
        fn report_events(events: Vec<ReportEvent>) -> ();
        fn estimate_event_cost(request: EstimateEventCostInput) -> CreditCostEstimation;
        fn estimate_usage_cost(request: EstimateUsageCostInput) -> CreditCostEstimation;
        fn fetch_usage_history(request: FetchUsageHistory) -> Vec<UsageHistoryPoint>;
        fn get_usage_history_v2(request: UsageHistoryV2Input) -> UsageHistoryV2;
    }
    Credits {
        fn grant_credits(request: CreditGrantInput) -> CreditGrant;
        fn void_credit_grant(request: VoidCreditGrantInput) -> CreditGrant;
        fn get_credit_grants(request: GetCreditGrantsInput) -> GetCreditGrantsResult;
        fn get_credit_ledger(request: CreditLedgerInput) -> GetCreditLedgerResult;
        fn get_credit_usage(request: CreditUsageInput) -> CreditUsage;
        fn get_credit_balance(request: CreditBalanceSummaryInput) -> CreditBalanceSummary;
        fn get_automatic_recharge_configuration(request: GetAutoRechargeSettingsInput) -> AutoRechargeSettings;
        fn save_automatic_recharge_configuration(request: SaveAutoRechargeSettingsInput) -> AutoRechargeSettings;
        fn consume_credits(request: ConsumeCredits) -> ConsumeCreditsResult;
        fn consume_credits_async(request: ConsumeCreditsAsync) -> ();
    }
    PromotionalEntitlements {
        fn grant_promotional_entitlements(request: GrantPromotionalEntitlementsInput) -> Vec<PromotionalEntitlement>;
        fn revoke_promotional_entitlements(request: RevokePromotionalEntitlementInput) -> RevokedPromotionalEntitlement;
        fn grant_promotional_entitlements_group(request: GrantPromotionalEntitlementsGroupInput) -> Vec<PromotionalEntitlement>;
        fn revoke_promotional_entitlements_group(request: RevokePromotionalEntitlementsGroupInput) -> Vec<PromotionalEntitlement>;
        fn unlink_promotional_entitlements_group(request: UnlinkPromotionalEntitlementsGroupInput) -> Vec<PromotionalEntitlement>;
    }
    Connection {
        fn verify_api_key() -> ();
    } {
        fn realtime(&self) -> Result<Box<dyn RealtimeFeed>> {
            self.transport.realtime()
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_method_of_every_area_is_observed() {
        let here = include_str!("observed_transport.rs");
        let mock = include_str!("../../stigg-transport/src/mock.rs");
        let methods: Vec<&str> = mock
            .split("        async fn ")
            .skip(1)
            .map(|rest| rest.split('(').next().unwrap())
            .collect();
        assert!(methods.len() > 60, "{methods:?}");
        for method in methods {
            assert!(
                here.contains(&format!("        fn {method}(")),
                "`{method}` is not observed"
            );
        }
    }
}
