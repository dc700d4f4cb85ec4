//! The operations that answer with something: what calls them, and a full answer of each.

use serde_json::{Value, json};
use stigg_graphql::GraphqlTransport;
use stigg_models::{
    ApplySubscription, CancelSubscription, CancelSubscriptionScheduledUpdates, CheckoutStateInput, ConsumeCredits,
    CreateCouponInput, CreateSubscription, CreditBalanceSummaryInput, CreditGrantInput, CreditLedgerInput,
    CreditUsageInput, CustomerPortalInput, DelegateSubscriptionToCustomerInput, EstimateEventCostInput,
    EstimateSubscription, EstimateSubscriptionUpdate, EstimateUsageCostInput, FetchEntitlementQuery, FetchUsageHistory,
    GetActiveSubscriptions, GetAutoRechargeSettingsInput, GetCreditGrantsInput, GetEntitlementV2Input, GetPaywall,
    GetSubscription, GetSubscriptionsParams, GrantPromotionalEntitlementsGroupInput, GrantPromotionalEntitlementsInput,
    ImportCustomer, MigrateSubscriptionToLatest, PaymentSessionInput, PreviewNextInvoice, PreviewSubscription,
    ProvisionCustomer, ProvisionSubscription, ReportUsage, ReportUsageBulk, RevokePromotionalEntitlementInput,
    RevokePromotionalEntitlementsGroupInput, SaveAutoRechargeSettingsInput, Timestamp, TransferSubscriptionInput,
    TransferSubscriptionToResourceInput, UnlinkPromotionalEntitlementsGroupInput, UpdateCustomer, UpdateSubscription,
    UsageHistoryV2Input, VoidCreditGrantInput,
};
use stigg_transport::{
    Catalog as _, Consistency, Credits as _, Customers as _, Entitlements as _, EntitlementsQuery,
    PromotionalEntitlements as _, Result, Subscriptions as _, Usage as _,
};

use crate::answers;

#[derive(Clone, Copy, Debug)]
pub(super) enum Operation {
    ProvisionCustomer,
    UpdateCustomer,
    GetCustomer,
    GetCustomerStatistics,
    DetachCustomerPaymentMethod,
    ArchiveCustomer,
    UnarchiveCustomer,
    ImportCustomer,
    GetCustomerPortal,
    ProvisionSubscription,
    UpdateSubscription,
    CancelSubscription,
    ApplySubscription,
    CreateSubscription,
    TransferSubscription,
    TransferSubscriptionToResource,
    DelegateSubscriptionToCustomer,
    CancelSubscriptionScheduledUpdates,
    MigrateSubscriptionToLatest,
    GetActiveSubscriptionsList,
    GetSubscription,
    GetSubscriptions,
    GetActiveSubscriptions,
    PreviewSubscription,
    PreviewNextInvoice,
    EstimateSubscription,
    EstimateSubscriptionUpdate,
    GetPaywall,
    GetMockPaywall,
    GetProducts,
    GetCoupons,
    CreateCoupon,
    GetCheckoutState,
    CreatePaymentSession,
    GetEntitlementsState,
    GetEntitlementRemote,
    GetEntitlementV2Remote,
    GetEntitlementsRemote,
    ReportUsage,
    ReportUsageBulk,
    EstimateEventCost,
    EstimateUsageCost,
    GetUsageHistory,
    GetUsageHistoryV2,
    GrantCredits,
    VoidCreditGrant,
    GetCreditGrants,
    GetCreditLedger,
    GetCreditUsage,
    GetCreditBalance,
    GetAutomaticRechargeConfiguration,
    SaveAutomaticRechargeConfiguration,
    ConsumeCredits,
    GrantPromotionalEntitlements,
    RevokePromotionalEntitlements,
    GrantPromotionalEntitlementsGroup,
    RevokePromotionalEntitlementsGroup,
    UnlinkPromotionalEntitlementsGroup,
}

impl Operation {
    pub(super) const ALL: [Self; 58] = [
        Self::ProvisionCustomer,
        Self::UpdateCustomer,
        Self::GetCustomer,
        Self::GetCustomerStatistics,
        Self::DetachCustomerPaymentMethod,
        Self::ArchiveCustomer,
        Self::UnarchiveCustomer,
        Self::ImportCustomer,
        Self::GetCustomerPortal,
        Self::ProvisionSubscription,
        Self::UpdateSubscription,
        Self::CancelSubscription,
        Self::ApplySubscription,
        Self::CreateSubscription,
        Self::TransferSubscription,
        Self::TransferSubscriptionToResource,
        Self::DelegateSubscriptionToCustomer,
        Self::CancelSubscriptionScheduledUpdates,
        Self::MigrateSubscriptionToLatest,
        Self::GetActiveSubscriptionsList,
        Self::GetSubscription,
        Self::GetSubscriptions,
        Self::GetActiveSubscriptions,
        Self::PreviewSubscription,
        Self::PreviewNextInvoice,
        Self::EstimateSubscription,
        Self::EstimateSubscriptionUpdate,
        Self::GetPaywall,
        Self::GetMockPaywall,
        Self::GetProducts,
        Self::GetCoupons,
        Self::CreateCoupon,
        Self::GetCheckoutState,
        Self::CreatePaymentSession,
        Self::GetEntitlementsState,
        Self::GetEntitlementRemote,
        Self::GetEntitlementV2Remote,
        Self::GetEntitlementsRemote,
        Self::ReportUsage,
        Self::ReportUsageBulk,
        Self::EstimateEventCost,
        Self::EstimateUsageCost,
        Self::GetUsageHistory,
        Self::GetUsageHistoryV2,
        Self::GrantCredits,
        Self::VoidCreditGrant,
        Self::GetCreditGrants,
        Self::GetCreditLedger,
        Self::GetCreditUsage,
        Self::GetCreditBalance,
        Self::GetAutomaticRechargeConfiguration,
        Self::SaveAutomaticRechargeConfiguration,
        Self::ConsumeCredits,
        Self::GrantPromotionalEntitlements,
        Self::RevokePromotionalEntitlements,
        Self::GrantPromotionalEntitlementsGroup,
        Self::RevokePromotionalEntitlementsGroup,
        Self::UnlinkPromotionalEntitlementsGroup,
    ];

    pub(super) async fn call(self, stigg: &GraphqlTransport) -> Result<Value> {
        fn json<T: serde::Serialize>(result: T) -> Value {
            serde_json::to_value(result).unwrap()
        }
        let id = "customer-42";
        Ok(match self {
            Self::ProvisionCustomer => {
                let result = stigg.provision_customer(ProvisionCustomer::new(id)).await?;
                json!({"result": json(&result), "entitlements": json(&result.entitlements)})
            }
            Self::UpdateCustomer => json(stigg.update_customer(UpdateCustomer::new(id)).await?),
            Self::GetCustomer => json(stigg.get_customer(id).await?),
            Self::GetCustomerStatistics => json(stigg.get_customer_statistics(id).await?),
            Self::DetachCustomerPaymentMethod => json(stigg.detach_customer_payment_method(id).await?),
            Self::ArchiveCustomer => json(stigg.archive_customer(id).await?),
            Self::UnarchiveCustomer => json(stigg.unarchive_customer(id).await?),
            Self::ImportCustomer => json(stigg.import_customer(ImportCustomer::new(id)).await?),
            Self::GetCustomerPortal => json(stigg.get_customer_portal(CustomerPortalInput::new(id)).await?),
            Self::ProvisionSubscription => {
                let result = stigg
                    .provision_subscription(ProvisionSubscription::new(id, "p"))
                    .await?;
                json!({"result": json(&result), "entitlements": json(&result.entitlements)})
            }
            Self::UpdateSubscription => json(stigg.update_subscription(UpdateSubscription::new("s")).await?),
            Self::CancelSubscription => json(stigg.cancel_subscription(CancelSubscription::new("s")).await?),
            Self::ApplySubscription => {
                let result = stigg.apply_subscription(ApplySubscription::new(id, "p")).await?;
                json!({"result": json(&result), "entitlements": json(&result.entitlements)})
            }
            Self::CreateSubscription => json(stigg.create_subscription(CreateSubscription::new(id, "p")).await?),
            Self::TransferSubscription => json(
                stigg
                    .transfer_subscription(TransferSubscriptionInput::new(id, "r", "s"))
                    .await?,
            ),
            Self::TransferSubscriptionToResource => {
                let request = TransferSubscriptionToResourceInput::new("s");
                json(stigg.transfer_subscription_to_resource(request).await?)
            }
            Self::DelegateSubscriptionToCustomer => {
                let request = DelegateSubscriptionToCustomerInput::new("s", id);
                json(stigg.delegate_subscription_to_customer(request).await?)
            }
            Self::CancelSubscriptionScheduledUpdates => {
                let request = CancelSubscriptionScheduledUpdates::new("s");
                json(stigg.cancel_subscription_scheduled_updates(request).await?)
            }
            Self::MigrateSubscriptionToLatest => json(
                stigg
                    .migrate_subscription_to_latest(MigrateSubscriptionToLatest::new("s"))
                    .await?,
            ),
            Self::GetActiveSubscriptionsList => {
                let request = GetActiveSubscriptions::new(id);
                json(
                    stigg
                        .get_active_subscriptions_list(request, Consistency::Eventual)
                        .await?,
                )
            }
            Self::GetSubscription => json(stigg.get_subscription(GetSubscription::new("s")).await?),
            Self::GetSubscriptions => json(stigg.get_subscriptions(GetSubscriptionsParams::new()).await?),
            Self::GetActiveSubscriptions => {
                json(stigg.get_active_subscriptions(GetActiveSubscriptions::new(id)).await?)
            }
            Self::PreviewSubscription => json(stigg.preview_subscription(PreviewSubscription::new(id, "p")).await?),
            Self::PreviewNextInvoice => json(stigg.preview_next_invoice(PreviewNextInvoice::new("s")).await?),
            Self::EstimateSubscription => json(stigg.estimate_subscription(EstimateSubscription::new(id, "p")).await?),
            Self::EstimateSubscriptionUpdate => json(
                stigg
                    .estimate_subscription_update(EstimateSubscriptionUpdate::new("s"))
                    .await?,
            ),
            Self::GetPaywall => json(stigg.get_paywall(GetPaywall::new()).await?),
            Self::GetMockPaywall => json(stigg.get_mock_paywall(GetPaywall::new()).await?),
            Self::GetProducts => json(stigg.get_products().await?),
            Self::GetCoupons => json(stigg.get_coupons().await?),
            Self::CreateCoupon => json(stigg.create_coupon(CreateCouponInput::new("spring", "Spring")).await?),
            Self::GetCheckoutState => json(stigg.get_checkout_state(CheckoutStateInput::new(id, "p")).await?),
            Self::CreatePaymentSession => json(stigg.create_payment_session(PaymentSessionInput::new(id, "p")).await?),
            Self::GetEntitlementsState => json(stigg.get_entitlements_state(EntitlementsQuery::new(id)).await?),
            Self::GetEntitlementRemote => {
                let query = FetchEntitlementQuery::new(id, "seats");
                json(stigg.get_entitlement_remote(query).await?)
            }
            Self::GetEntitlementV2Remote => {
                let query = GetEntitlementV2Input::credit(id, "tokens");
                json(stigg.get_entitlement_v2_remote(query).await?)
            }
            Self::GetEntitlementsRemote => json(stigg.get_entitlements_remote(EntitlementsQuery::new(id)).await?),
            Self::ReportUsage => json(stigg.report_usage(ReportUsage::new(id, "seats", 1)).await?),
            Self::ReportUsageBulk => {
                let request = ReportUsageBulk::new(vec![ReportUsage::new(id, "seats", 1)]);
                json(stigg.report_usage_bulk(request).await?)
            }
            Self::EstimateEventCost => json(
                stigg
                    .estimate_event_cost(EstimateEventCostInput::new(id, "call"))
                    .await?,
            ),
            Self::EstimateUsageCost => json(
                stigg
                    .estimate_usage_cost(EstimateUsageCostInput::new(id, "seats", 1))
                    .await?,
            ),
            Self::GetUsageHistory => {
                let request = FetchUsageHistory::new(id, "seats", Timestamp::UNIX_EPOCH);
                json(stigg.fetch_usage_history(request).await?)
            }
            Self::GetUsageHistoryV2 => {
                let request = UsageHistoryV2Input::new(id, "seats", Timestamp::UNIX_EPOCH);
                json(stigg.get_usage_history_v2(request).await?)
            }
            Self::GrantCredits => json(
                stigg
                    .grant_credits(CreditGrantInput::promotional(id, "tokens", "Gift", 1))
                    .await?,
            ),
            Self::VoidCreditGrant => json(stigg.void_credit_grant(VoidCreditGrantInput::new("g")).await?),
            Self::GetCreditGrants => json(stigg.get_credit_grants(GetCreditGrantsInput::new(id)).await?),
            Self::GetCreditLedger => json(stigg.get_credit_ledger(CreditLedgerInput::new(id)).await?),
            Self::GetCreditUsage => json(stigg.get_credit_usage(CreditUsageInput::new(id)).await?),
            Self::GetCreditBalance => json(stigg.get_credit_balance(CreditBalanceSummaryInput::new(id)).await?),
            Self::GetAutomaticRechargeConfiguration => {
                let request = GetAutoRechargeSettingsInput::new(id, "tokens");
                json(stigg.get_automatic_recharge_configuration(request).await?)
            }
            Self::SaveAutomaticRechargeConfiguration => {
                let request = SaveAutoRechargeSettingsInput::new(id, "tokens", true);
                json(stigg.save_automatic_recharge_configuration(request).await?)
            }
            Self::ConsumeCredits => json(stigg.consume_credits(ConsumeCredits::new(id, "tokens", 1)).await?),
            Self::GrantPromotionalEntitlements => {
                let request = GrantPromotionalEntitlementsInput::new(id, []);
                json(stigg.grant_promotional_entitlements(request).await?)
            }
            Self::RevokePromotionalEntitlements => {
                let request = RevokePromotionalEntitlementInput::new(id, "seats");
                json(stigg.revoke_promotional_entitlements(request).await?)
            }
            Self::GrantPromotionalEntitlementsGroup => {
                let request = GrantPromotionalEntitlementsGroupInput::new(id, "group-1", []);
                json(stigg.grant_promotional_entitlements_group(request).await?)
            }
            Self::RevokePromotionalEntitlementsGroup => {
                let request = RevokePromotionalEntitlementsGroupInput::new(id, "group-1");
                json(stigg.revoke_promotional_entitlements_group(request).await?)
            }
            Self::UnlinkPromotionalEntitlementsGroup => {
                let request = UnlinkPromotionalEntitlementsGroupInput::new(id, "group-1");
                json(stigg.unlink_promotional_entitlements_group(request).await?)
            }
        })
    }

    pub(super) fn full_answer(self) -> Value {
        match self {
            Self::ProvisionCustomer => answers::provision_customer(),
            Self::UpdateCustomer => answers::update_customer(),
            Self::GetCustomer => answers::get_customer(),
            Self::GetCustomerStatistics => answers::get_customer_statistics(),
            Self::DetachCustomerPaymentMethod => answers::detach_customer_payment_method(),
            Self::ArchiveCustomer => answers::archive_customer(),
            Self::UnarchiveCustomer => answers::unarchive_customer(),
            Self::ImportCustomer => answers::import_customer(),
            Self::GetCustomerPortal => answers::get_customer_portal(),
            Self::ProvisionSubscription => answers::provision_subscription(),
            Self::UpdateSubscription => answers::update_subscription(),
            Self::CancelSubscription => answers::cancel_subscription(),
            Self::ApplySubscription => answers::apply_subscription(),
            Self::CreateSubscription => answers::create_subscription(),
            Self::TransferSubscription => answers::transfer_subscription(),
            Self::TransferSubscriptionToResource => answers::transfer_subscription_to_resource(),
            Self::DelegateSubscriptionToCustomer => answers::delegate_subscription_to_customer(),
            Self::CancelSubscriptionScheduledUpdates => answers::cancel_subscription_scheduled_updates(),
            Self::MigrateSubscriptionToLatest => answers::migrate_subscription_to_latest(),
            Self::GetActiveSubscriptionsList => answers::get_active_subscriptions_list(),
            Self::GetSubscription => answers::get_subscription(),
            Self::GetSubscriptions => answers::get_subscriptions(),
            Self::GetActiveSubscriptions => answers::get_active_subscriptions(),
            Self::PreviewSubscription => answers::preview_subscription(),
            Self::PreviewNextInvoice => answers::preview_next_invoice(),
            Self::EstimateSubscription => answers::estimate_subscription(),
            Self::EstimateSubscriptionUpdate => answers::estimate_subscription_update(),
            Self::GetPaywall => answers::get_paywall(),
            Self::GetMockPaywall => answers::get_mock_paywall(),
            Self::GetProducts => answers::get_products(),
            Self::GetCoupons => answers::get_coupons(),
            Self::CreateCoupon => answers::create_coupon(),
            Self::GetCheckoutState => answers::get_checkout_state(),
            Self::CreatePaymentSession => answers::create_payment_session(),
            Self::GetEntitlementsState => answers::get_entitlements_state(),
            Self::GetEntitlementRemote => answers::get_entitlement(),
            Self::GetEntitlementV2Remote => answers::get_entitlement_v2(),
            Self::GetEntitlementsRemote => answers::get_entitlements(),
            Self::ReportUsage => answers::report_usage(),
            Self::ReportUsageBulk => answers::report_usage_bulk(),
            Self::EstimateEventCost => answers::estimate_event_cost(),
            Self::EstimateUsageCost => answers::estimate_usage_cost(),
            Self::GetUsageHistory => answers::get_usage_history(),
            Self::GetUsageHistoryV2 => answers::get_usage_history_v2(),
            Self::GrantCredits => answers::grant_credits(),
            Self::VoidCreditGrant => answers::void_credit_grant(),
            Self::GetCreditGrants => answers::get_credit_grants(),
            Self::GetCreditLedger => answers::get_credit_ledger(),
            Self::GetCreditUsage => answers::get_credit_usage(),
            Self::GetCreditBalance => answers::get_credit_balance(),
            Self::GetAutomaticRechargeConfiguration => answers::get_automatic_recharge_configuration(),
            Self::SaveAutomaticRechargeConfiguration => answers::save_automatic_recharge_configuration(),
            Self::ConsumeCredits => answers::consume_credits(),
            Self::GrantPromotionalEntitlements => answers::promotional_entitlements("grantPromotionalEntitlements"),
            Self::RevokePromotionalEntitlements => answers::revoke_promotional_entitlements(),
            Self::GrantPromotionalEntitlementsGroup => {
                answers::promotional_entitlements("grantPromotionalEntitlementsGroup")
            }
            Self::RevokePromotionalEntitlementsGroup => {
                answers::promotional_entitlements("revokePromotionalEntitlementsGroup")
            }
            Self::UnlinkPromotionalEntitlementsGroup => {
                answers::promotional_entitlements("unlinkPromotionalEntitlementsGroup")
            }
        }
    }
}
