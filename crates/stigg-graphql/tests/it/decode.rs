//! What becomes of answers: full ones, poor ones, and ones from a newer server.

use std::fmt::Write as _;

use serde_json::{Value, json};
use stigg_graphql::GraphqlTransport;
use stigg_models::{
    ApplySubscription, CancelSubscription, CancelSubscriptionScheduledUpdates, CheckoutStateInput, ConsumeCredits,
    ConsumeCreditsAsync, CreateCouponInput, CreateSubscription, CreditBalanceSummaryInput, CreditGrantInput,
    CreditLedgerInput, CreditUsageInput, CustomerPortalInput, DelegateSubscriptionToCustomerInput,
    EntitlementCheckRequested, EstimateEventCostInput, EstimateSubscription, EstimateSubscriptionUpdate,
    EstimateUsageCostInput, FetchEntitlementQuery, FetchUsageHistory, GetActiveSubscriptions,
    GetAutoRechargeSettingsInput, GetCreditGrantsInput, GetEntitlementV2Input, GetPaywall, GetSubscription,
    GetSubscriptionsParams, GrantPromotionalEntitlementsGroupInput, GrantPromotionalEntitlementsInput, ImportCustomer,
    ImportSubscription, ImportSubscriptionBulk, MigrateSubscriptionToLatest, PaymentSessionInput, PreviewNextInvoice,
    PreviewSubscription, ProvisionCustomer, ProvisionSubscription, ReportEvent, ReportUsage, ReportUsageBulk,
    RevokePromotionalEntitlementInput, RevokePromotionalEntitlementsGroupInput, SaveAutoRechargeSettingsInput,
    Timestamp, TransferSubscriptionInput, TransferSubscriptionToResourceInput, UnlinkPromotionalEntitlementsGroupInput,
    UpdateCustomer, UpdateSubscription, UsageHistoryV2Input, VoidCreditGrantInput,
};
use stigg_transport::{
    Catalog as _, Connection as _, Consistency, Credits as _, Customers as _, Delivery, Entitlements as _,
    EntitlementsQuery, Error, ErrorKind, PromotionalEntitlements as _, Result, Subscriptions as _, Usage as _,
};

use crate::answers;
use crate::client::client;
use crate::server::{Answer, Server};

/// What a call makes of each of these answers, as JSON.
async fn decoded(operation: Operation, answers: &[Value]) -> Vec<Result<Value>> {
    let server = Server::start(answers.iter().map(|data| Answer::json(&json!({"data": data})))).await;
    let stigg = client(&server);
    let mut results = Vec::new();
    for _ in answers {
        results.push(operation.call(&stigg).await);
    }
    assert_eq!(server.journal().len(), answers.len());
    results
}

/// What a call makes of an answer that it can read.
async fn read(operation: Operation, answer: &Value) -> Value {
    decoded(operation, std::slice::from_ref(answer))
        .await
        .remove(0)
        .unwrap()
}

/// Why a call cannot read an answer.
async fn unreadable(operation: Operation, answer: &Value) -> Error {
    decoded(operation, std::slice::from_ref(answer))
        .await
        .remove(0)
        .unwrap_err()
}

#[derive(Clone, Copy, Debug)]
enum Operation {
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
    const ALL: [Self; 58] = [
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

    async fn call(self, stigg: &GraphqlTransport) -> Result<Value> {
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

    fn full_answer(self) -> Value {
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

#[tokio::test]
async fn full_answers_are_kept_whole() {
    let full = async |operation: Operation| read(operation, &operation.full_answer()).await;
    let brief = full(Operation::UpdateSubscription).await;
    let whole = full(Operation::GetSubscription).await;
    insta::assert_snapshot!("full_brief_subscription", format!("{brief:#}"));
    insta::assert_snapshot!("full_subscription", format!("{whole:#}"));
    for operation in [
        Operation::CancelSubscription,
        Operation::CreateSubscription,
        Operation::TransferSubscription,
        Operation::TransferSubscriptionToResource,
        Operation::DelegateSubscriptionToCustomer,
    ] {
        assert_eq!(full(operation).await, brief, "{operation:?}");
    }
    assert_eq!(full(Operation::CancelSubscription).await, brief);
    let customer = full(Operation::UpdateCustomer).await;
    for operation in [
        Operation::DetachCustomerPaymentMethod,
        Operation::UnarchiveCustomer,
        Operation::ImportCustomer,
    ] {
        assert_eq!(full(operation).await, customer);
    }
    assert_eq!(full(Operation::ArchiveCustomer).await, "customer-42");
    // Its subscriptions are of a kind of their own.
    let portal = full(Operation::GetCustomerPortal).await;
    insta::assert_snapshot!("full_GetCustomerPortal", format!("{portal:#}"));
    assert_eq!(
        full(Operation::VoidCreditGrant).await,
        full(Operation::GrantCredits).await
    );
    assert_eq!(
        full(Operation::GetAutomaticRechargeConfiguration).await,
        full(Operation::SaveAutomaticRechargeConfiguration).await
    );
    assert_eq!(
        full(Operation::EstimateSubscriptionUpdate).await,
        full(Operation::EstimateSubscription).await
    );
    assert_eq!(full(Operation::GetActiveSubscriptions).await, json!([whole]));
    assert_eq!(
        full(Operation::GetCoupons).await,
        json!([full(Operation::CreateCoupon).await])
    );
    assert_eq!(
        full(Operation::ReportUsageBulk).await,
        json!([full(Operation::ReportUsage).await])
    );
    assert_eq!(
        full(Operation::EstimateUsageCost).await,
        full(Operation::EstimateEventCost).await
    );
    let promotional = full(Operation::GrantPromotionalEntitlements).await;
    for operation in [
        Operation::GrantPromotionalEntitlementsGroup,
        Operation::RevokePromotionalEntitlementsGroup,
        Operation::UnlinkPromotionalEntitlementsGroup,
    ] {
        assert_eq!(full(operation).await, promotional);
    }

    for operation in [
        Operation::ProvisionCustomer,
        Operation::UpdateCustomer,
        Operation::GetCustomer,
        Operation::GetCustomerStatistics,
        Operation::ProvisionSubscription,
        Operation::ApplySubscription,
        Operation::CancelSubscriptionScheduledUpdates,
        Operation::MigrateSubscriptionToLatest,
        Operation::GetActiveSubscriptionsList,
        Operation::GetSubscriptions,
        Operation::PreviewSubscription,
        Operation::PreviewNextInvoice,
        Operation::EstimateSubscription,
        Operation::GetPaywall,
        Operation::GetMockPaywall,
        Operation::GetProducts,
        Operation::CreateCoupon,
        Operation::GetCheckoutState,
        Operation::CreatePaymentSession,
        Operation::GetEntitlementsState,
        Operation::GetEntitlementRemote,
        Operation::GetEntitlementV2Remote,
        Operation::GetEntitlementsRemote,
        Operation::ReportUsage,
        Operation::ConsumeCredits,
        Operation::EstimateEventCost,
        Operation::GetCreditBalance,
        Operation::GetCreditGrants,
        Operation::GetCreditLedger,
        Operation::GetCreditUsage,
        Operation::GetUsageHistory,
        Operation::GetUsageHistoryV2,
        Operation::GrantCredits,
        Operation::GrantPromotionalEntitlements,
        Operation::RevokePromotionalEntitlements,
        Operation::SaveAutomaticRechargeConfiguration,
    ] {
        let mut result = full(operation).await;
        // The subscriptions in it are as those above.
        for (place, expected) in [
            ("/result/subscription", &brief),
            ("/subscriptions/0", &whole),
            ("/activeSubscriptions/0", &whole),
            ("/activeSubscription", &whole),
        ] {
            if let Some(subscription) = result.pointer_mut(place) {
                assert_eq!(subscription, expected);
                *subscription = json!("…");
            }
        }
        insta::assert_snapshot!(format!("full_{operation:?}"), format!("{result:#}"));
    }
}

/// The places of all members and list items of an answer.
fn places(value: &Value, place: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members.iter().filter(|(name, _)| *name != "__typename") {
                let place = format!("{place}/{name}");
                places(member, &place, found);
                found.push(place);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let place = format!("{place}/{index}");
                places(item, &place, found);
                found.push(place);
            }
        }
        _ => {}
    }
}

/// Empties what only repeats what another place shows.
fn without_repetition(mut answer: Value) -> Value {
    for place in [
        "/getCustomerByRefId/subscriptions",
        "/paywall/activeSubscriptions",
        "/paywall/plans",
        "/getSubscription/scheduledUpdates",
        "/getSubscription/addons/0/addon/entitlements",
        "/getSubscription/addons/0/addon/prices",
        "/getSubscription/addons/0/addon/overagePrices",
        "/getSubscription/plan/compatibleAddons",
        "/getSubscription/plan/compatiblePackageGroups/0/addons",
        "/getSubscription/plan/inheritedEntitlements",
        "/mockPaywall/configuration",
        "/mockPaywall/plans/0/compatibleAddons",
        "/mockPaywall/plans/0/inheritedEntitlements",
        "/mockPaywall/plans/0/packageEntitlements",
        "/mockPaywall/plans/0/inheritedPackageEntitlements",
        "/mockPaywall/plans/0/compatiblePackageGroups/0/addons/0/packageEntitlements",
        "/mockPaywall/plans/0/compatiblePackageGroups/0/addons/0/prices",
        "/checkoutState/activeSubscription",
        "/checkoutState/configuration/typography",
        "/checkoutState/customer/coupon",
        "/checkoutState/customer/promotionalEntitlements",
        "/checkoutState/plan/compatibleAddons",
        "/checkoutState/plan/compatiblePackageGroups",
        "/checkoutState/plan/entitlements",
        "/checkoutState/plan/inheritedEntitlements",
        "/checkoutState/plan/inheritedPackageEntitlements",
        "/checkoutState/plan/overagePrices",
        "/checkoutState/plan/packageEntitlements",
        "/checkoutState/plan/prices",
        "/coupons/edges/0/node/amountsOff",
        "/coupons/edges/0/node/syncStates",
    ] {
        if let Some(value) = answer.pointer_mut(place) {
            *value = if value.is_array() { json!([]) } else { Value::Null };
        }
    }
    answer
}

/// The answer, and the places where it can have a null instead, or cannot.
async fn dispensable(operation: Operation) -> (Value, Vec<(String, Option<ErrorKind>)>) {
    let full = without_repetition(operation.full_answer());
    let mut found = Vec::new();
    places(&full, "", &mut found);
    let poorer: Vec<Value> = found
        .iter()
        .map(|place| {
            let mut answer = full.clone();
            *answer.pointer_mut(place).unwrap() = Value::Null;
            answer
        })
        .collect();
    let results = decoded(operation, &poorer).await.into_iter();
    let problems = results.map(|result| result.err().map(|error| error.kind()));
    (full, found.into_iter().zip(problems).collect())
}

/// Sets every member to null, one after the other, and then all at once that can be. What sinks the answer is listed in a
/// snapshot, so that the list grows by intent only.
#[tokio::test]
async fn nulls_sink_an_answer_only_where_it_would_say_nothing() {
    let (mut indispensable, mut poorest) = (String::new(), String::new());
    for operation in [
        Operation::ProvisionCustomer,
        Operation::GetCustomer,
        Operation::GetCustomerStatistics,
        Operation::ArchiveCustomer,
        Operation::GetCustomerPortal,
        Operation::ProvisionSubscription,
        Operation::MigrateSubscriptionToLatest,
        Operation::GetActiveSubscriptionsList,
        Operation::GetSubscription,
        Operation::GetSubscriptions,
        Operation::PreviewSubscription,
        Operation::PreviewNextInvoice,
        Operation::EstimateSubscription,
        Operation::GetPaywall,
        Operation::GetMockPaywall,
        Operation::GetProducts,
        Operation::GetCoupons,
        Operation::CreateCoupon,
        Operation::GetCheckoutState,
        Operation::CreatePaymentSession,
        Operation::GetEntitlementsState,
        Operation::GetEntitlementRemote,
        Operation::GetEntitlementV2Remote,
        Operation::GetEntitlementsRemote,
        Operation::ReportUsage,
        Operation::ConsumeCredits,
        Operation::EstimateEventCost,
        Operation::GetCreditBalance,
        Operation::GetCreditGrants,
        Operation::GetCreditLedger,
        Operation::GetCreditUsage,
        Operation::GetUsageHistory,
        Operation::GetUsageHistoryV2,
        Operation::GrantCredits,
        Operation::GrantPromotionalEntitlements,
        Operation::RevokePromotionalEntitlements,
        Operation::SaveAutomaticRechargeConfiguration,
    ] {
        let (mut answer, places) = dispensable(operation).await;
        for (place, problem) in places {
            if let Some(problem) = problem {
                writeln!(indispensable, "{place}: {problem:?}").unwrap();
            } else if let Some(value) = answer.pointer_mut(&place) {
                *value = Value::Null;
            }
        }
        let result = read(operation, &answer).await;
        writeln!(poorest, "{operation:?}\n<- {answer}\n-> {result}\n").unwrap();
    }
    insta::assert_snapshot!("indispensable", indispensable);
    insta::assert_snapshot!("poorest", poorest);
}

/// The answer with all its lists gone.
fn without_lists(value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, member)| (name.clone(), without_lists(member)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Value::Array(_) => Value::Null,
        other => other.clone(),
    }
}

#[tokio::test]
async fn lists_that_are_null_are_empty() {
    for operation in Operation::ALL {
        if matches!(
            operation,
            Operation::GetActiveSubscriptions | Operation::GetActiveSubscriptionsList
        ) {
            continue;
        }
        read(operation, &without_lists(&operation.full_answer())).await;
    }
    let state = read(
        Operation::GetEntitlementsState,
        &json!({"entitlementsState": {"entitlementsV2": null}}),
    )
    .await;
    assert_eq!(state, json!({"entitlements": []}));
}

/// Members of answers that are enums.
const ENUMS: [&str; 37] = [
    "accessDeniedReason",
    "alignment",
    "behavior",
    "billingCadence",
    "billingIdentifier",
    "billingModel",
    "billingPeriod",
    "billingReason",
    "cadence",
    "changeType",
    "code",
    "defaultPaymentMethodType",
    "eventType",
    "durationType",
    "featureType",
    "fontWeight",
    "grantExpirationPeriod",
    "grantType",
    "groupType",
    "meterType",
    "monthlyAccordingTo",
    "paymentCollection",
    "paymentCollectionMethod",
    "period",
    "pricingType",
    "resetPeriod",
    "round",
    "scheduleStatus",
    "status",
    "subscriptionDecisionStrategy",
    "subscriptionScheduleType",
    "thresholdType",
    "tiersMode",
    "trialEndBehavior",
    "type",
    "vendorIdentifier",
    "warningCode",
];

/// The answer as a newer server would give it: an unknown value in every enum, an unknown member in every object, an
/// unknown member type in every union.
fn from_tomorrow(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut newer: serde_json::Map<String, Value> = members
                .iter()
                .map(|(name, member)| {
                    let newer = if ENUMS.contains(&name.as_str()) && member.is_string() {
                        json!("FROM_TOMORROW")
                    } else {
                        from_tomorrow(member)
                    };
                    (name.clone(), newer)
                })
                .collect();
            newer.insert("fromTomorrow".to_owned(), json!([{"level": 3}]));
            newer.into()
        }
        Value::Array(items) => {
            let mut newer: Vec<Value> = items.iter().map(from_tomorrow).collect();
            let of_union = |item: &Value| item.get("__typename").is_some_and(|name| name != "Money");
            if items.iter().any(of_union) {
                newer.insert(0, json!({"__typename": "FromTomorrow", "level": 3}));
            }
            newer.into()
        }
        other => other.clone(),
    }
}

fn count(value: &Value, text: &str) -> usize {
    value.to_string().matches(text).count()
}

#[tokio::test]
async fn answers_from_tomorrow_are_understood_and_their_values_kept() {
    let mut counts = String::new();
    for operation in Operation::ALL {
        let newer = from_tomorrow(&operation.full_answer());
        let result = read(operation, &newer).await;
        let (values, members) = (count(&result, "\"FROM_TOMORROW\""), count(&result, "\"FromTomorrow\""));
        let unknown = count(&result, "\"UNKNOWN\"");
        writeln!(
            counts,
            "{operation:?}: {values} values, {members} members, {unknown} entitlements"
        )
        .unwrap();
    }
    insta::assert_snapshot!(counts);
}

#[tokio::test]
async fn what_does_not_exist_is_not_found() {
    let missing = [
        (
            Operation::GetCustomer,
            json!({"getCustomerByRefId": null}),
            "get_customer failed: Customer not found",
        ),
        (
            Operation::GetCustomer,
            json!({}),
            "get_customer failed: Customer not found",
        ),
        (
            Operation::GetCustomerStatistics,
            json!({"getCustomerByRefId": null}),
            "get_customer_statistics failed: Customer not found",
        ),
        (
            Operation::GetSubscription,
            json!({"getSubscription": null}),
            "get_subscription failed: Subscription not found",
        ),
        (
            Operation::GetActiveSubscriptions,
            json!({"getActiveSubscriptions": null}),
            "get_active_subscriptions failed: Customer not found",
        ),
        (
            Operation::GetActiveSubscriptionsList,
            json!({"getActiveSubscriptions": null}),
            "get_active_subscriptions_list failed: Customer not found",
        ),
    ];
    for (operation, answer, expected) in missing {
        let error = unreadable(operation, &answer).await;
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::NotFound, Delivery::Refused)
        );
        assert_eq!(error.to_string(), expected);
    }
    let none = read(
        Operation::GetActiveSubscriptions,
        &json!({"getActiveSubscriptions": []}),
    )
    .await;
    assert_eq!(none, json!([]));
}

#[tokio::test]
async fn recharge_settings_that_are_missing_are_an_answer_that_says_nothing() {
    for (operation, field) in [
        (Operation::GetAutomaticRechargeConfiguration, "getAutoRechargeSettings"),
        (
            Operation::SaveAutomaticRechargeConfiguration,
            "saveAutoRechargeSettings",
        ),
    ] {
        let error = unreadable(operation, &json!({field: null})).await;
        assert_eq!((error.kind(), error.delivery()), (ErrorKind::Decode, Delivery::Applied));
        assert_eq!(error.message(), format!("Invalid response: {field} is missing"));
        assert!(error.operation().is_some());
    }
}

#[tokio::test]
async fn an_answer_without_a_grant_is_no_success() {
    for (operation, field) in [
        (Operation::GrantCredits, "createCreditGrant"),
        (Operation::VoidCreditGrant, "voidCreditGrant"),
    ] {
        let error = unreadable(operation, &json!({field: null, "extra": 1})).await;
        assert_eq!((error.kind(), error.delivery()), (ErrorKind::Decode, Delivery::Applied));
        assert!(error.message().contains(field), "{error}");
    }
}

#[tokio::test]
async fn an_answer_that_cannot_be_understood_says_where() {
    let mut answer = answers::get_customer();
    *answer
        .pointer_mut("/getCustomerByRefId/subscriptions/0/plan/prices/0/billingPeriod")
        .unwrap() = json!(7);
    let error = unreadable(Operation::GetCustomer, &answer).await;
    assert_eq!(
        (error.kind(), error.delivery(), error.attempts()),
        (ErrorKind::Decode, Delivery::Applied, 1)
    );
    let place = "getCustomerByRefId.subscriptions[0].plan.prices[0].billingPeriod";
    assert!(error.to_string().contains(place), "{error}");

    let mut answer = answers::update_subscription();
    *answer.pointer_mut("/updateSubscription/latestInvoice/tax").unwrap() = json!(1e300);
    let error = unreadable(Operation::UpdateSubscription, &answer).await;
    assert_eq!(
        (error.kind(), error.delivery(), error.attempts()),
        (ErrorKind::Decode, Delivery::Applied, 1)
    );
    assert!(error.to_string().contains("is out of range"), "{error}");
}

/// A tax that is told by half could be in the total, or come on top.
#[tokio::test]
async fn a_tax_is_told_whole_or_not_at_all() {
    for missing in ["tax", "taxDetails"] {
        let mut answer = answers::preview_subscription();
        for invoice in ["immediateInvoice", "recurringInvoice"] {
            answer["previewSubscription"][invoice][missing] = Value::Null;
        }
        let preview = read(Operation::PreviewSubscription, &answer).await;
        for invoice in ["immediateInvoice", "recurringInvoice"] {
            let told = |member| preview[invoice].get(member);
            assert_eq!((told("tax"), told("taxDetails")), (None, None));
        }
    }
}

#[tokio::test]
async fn odd_numbers_do_not_get_through_unseen() {
    // Duplicate keys and numbers beyond every range, as they cannot be written with `json!`.
    for (usage, kind) in [
        ("1, \"currentUsage\": 2", ErrorKind::Decode),
        ("1e400", ErrorKind::Decode),
        ("NaN", ErrorKind::Decode),
        ("\"1\"", ErrorKind::Decode),
    ] {
        let body = answers::report_usage().to_string().replace("43.5", usage);
        let server = Server::start([Answer::new(200, &[], format!("{{\"data\":{body}}}"))]).await;
        let error = client(&server)
            .report_usage(ReportUsage::new("c", "f", 1))
            .await
            .unwrap_err();
        assert_eq!(error.kind(), kind, "{usage}: {error}");
    }
    let mut answer = answers::report_usage();
    for (usage, expected) in [
        (json!(-5), json!(-5.0)),
        (json!(9_223_372_036_854_775_808_u64), json!(9_223_372_036_854_775_808.0)),
    ] {
        answer["reportUsage"]["currentUsage"] = usage;
        assert_eq!(read(Operation::ReportUsage, &answer).await["currentUsage"], expected);
    }
}

#[tokio::test]
async fn deep_nesting_is_an_error_and_no_crash() {
    let deep = format!("{{\"data\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let server = Server::start([Answer::new(200, &[], deep)]).await;
    let error = client(&server).get_customer("c").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn answers_without_content_are_enough_where_there_is_nothing_to_say() {
    for data in [answers::verify_api_key(), json!({"sdkConfiguration": null}), json!({})] {
        let server = Server::start([Answer::json(&json!({"data": data}))]).await;
        client(&server).verify_api_key().await.unwrap();
    }
    for data in [
        json!({"importSubscriptionsBulk": "task-1"}),
        json!({"importSubscriptionsBulk": null}),
        json!({}),
    ] {
        let server = Server::start([Answer::json(&json!({"data": data}))]).await;
        let request = ImportSubscriptionBulk::new([ImportSubscription::new("c", "p")]);
        client(&server).import_subscription_bulk(request).await.unwrap();
    }
    for data in [json!({"reportEvent": "ok"}), json!({"reportEvent": null}), json!({})] {
        let server = Server::start([Answer::json(&json!({"data": data}))]).await;
        client(&server)
            .report_events(vec![ReportEvent::new("c", "e", "k")])
            .await
            .unwrap();
    }
    for answer in [json!(true), json!(false), Value::Null] {
        let data = json!({"reportEntitlementCheckRequested": answer});
        let server = Server::start([Answer::json(&json!({"data": data}))]).await;
        client(&server)
            .report_entitlement_check_requested(EntitlementCheckRequested::new("c", "f", true))
            .await
            .unwrap();
    }
    for data in [
        json!({"consumeCreditsAsync": "ok"}),
        json!({"consumeCreditsAsync": null}),
        json!({}),
    ] {
        let server = Server::start([Answer::json(&json!({"data": data}))]).await;
        client(&server)
            .consume_credits_async(ConsumeCreditsAsync::new([ConsumeCredits::new("c", "tokens", 1)]))
            .await
            .unwrap();
    }
}
