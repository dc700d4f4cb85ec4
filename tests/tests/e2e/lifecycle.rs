//! Start, stop, offline.

use stigg::models::{
    ApplySubscription, CancelSubscription, CancelSubscriptionScheduledUpdates, CauseKind, ConsumeCredits,
    ConsumeCreditsAsync, CreateCouponInput, CreateCustomer, CreateSubscription, CreditBalanceSummaryInput,
    CreditGrantInput, CreditLedgerInput, CreditUsageInput, CustomerPortalInput, DelegateSubscriptionToCustomerInput,
    EntitlementCheckRequested, EstimateSubscription, EstimateSubscriptionUpdate, FetchEntitlementQuery,
    FetchUsageHistory, GetActiveSubscriptions, GetAutoRechargeSettingsInput, GetBooleanEntitlement,
    GetCreditGrantsInput, GetEntitlementV2Input, GetPaywall, GetSubscription, GetSubscriptionsParams,
    GrantPromotionalEntitlementInput, GrantPromotionalEntitlementsGroupInput, GrantPromotionalEntitlementsInput,
    ImportCustomer, ImportCustomerBulk, ImportSubscription, ImportSubscriptionBulk, MigrateSubscriptionToLatest,
    PreviewNextInvoice, PreviewSubscription, PromotionalEntitlementPeriod, ProvisionCustomer, ProvisionSubscription,
    ReportEvent, ReportUsage, RevokePromotionalEntitlementInput, RevokePromotionalEntitlementsGroupInput,
    SaveAutoRechargeSettingsInput, TransferSubscriptionInput, TransferSubscriptionToResourceInput,
    UnlinkPromotionalEntitlementsGroupInput, UpdateCustomer, UpdateSubscription, UsageHistoryV2Input,
    VoidCreditGrantInput,
};
use stigg::{Delivery, Error, ErrorKind, Stigg};
use stigg_tests::{START, World, assert_discreet, at, refused};

fn sso() -> GetBooleanEntitlement<'static> {
    GetBooleanEntitlement::new("pro-user", "single-sign-on")
}

/// How many of [`all_that_can_fail`], from the end, are taken in offline mode: reports, and the wait for the start.
const TAKEN_OFFLINE: usize = 7;

fn forever(feature_id: &str) -> GrantPromotionalEntitlementInput {
    GrantPromotionalEntitlementInput::new(feature_id, PromotionalEntitlementPeriod::Lifetime)
}

/// Every operation that can fail, once.
#[expect(deprecated, reason = "what is deprecated can fail as well")]
async fn all_that_can_fail(stigg: &Stigg) -> Vec<Option<Error>> {
    // Only Stigg knows the id of a grant.
    let gift = CreditGrantInput::promotional("pro-user", "tokens", "Gift", 5);
    let (grant_id, not_granted) = match stigg.grant_credits(gift).await {
        Ok(grant) => (grant.grant_id, None),
        Err(error) => ("grant-1".to_owned(), Some(error)),
    };
    vec![
        not_granted,
        stigg.provision_customer(ProvisionCustomer::new("ada")).await.err(),
        stigg.create_customer(CreateCustomer::new("bob")).await.err(),
        stigg.get_customer("pro-user").await.err(),
        stigg.get_customer_statistics("pro-user").await.err(),
        stigg.detach_customer_payment_method("bob").await.err(),
        stigg.archive_customer("bob").await.err(),
        stigg.unarchive_customer("bob").await.err(),
        stigg.import_customer(ImportCustomer::new("ivy")).await.err(),
        stigg
            .import_customer_bulk(ImportCustomerBulk::new(vec![ImportCustomer::new("zoe")]))
            .await
            .err()
            .map(Into::into),
        stigg
            .get_customer_portal(CustomerPortalInput::new("pro-user"))
            .await
            .err(),
        stigg
            .update_customer(UpdateCustomer::new("pro-user").with_name("N"))
            .await
            .err(),
        stigg
            .preview_subscription(PreviewSubscription::new("free-rider", "plan-free"))
            .await
            .err(),
        stigg
            .preview_next_invoice(PreviewNextInvoice::new("subscription-pro"))
            .await
            .err(),
        stigg
            .estimate_subscription(EstimateSubscription::new("free-rider", "plan-free"))
            .await
            .err(),
        stigg
            .estimate_subscription_update(EstimateSubscriptionUpdate::new("subscription-pro"))
            .await
            .err(),
        stigg
            .import_subscription_bulk(ImportSubscriptionBulk::new([ImportSubscription::new(
                "free-rider",
                "plan-free",
            )]))
            .await
            .err()
            .map(Into::into),
        stigg
            .provision_subscription(ProvisionSubscription::new("free-rider", "plan-free"))
            .await
            .err(),
        stigg
            .update_subscription(UpdateSubscription::new("subscription-pro").without_cancellation())
            .await
            .err(),
        stigg
            .transfer_subscription_to_resource(
                TransferSubscriptionToResourceInput::new("subscription-pro").with_destination_resource_id("site-1"),
            )
            .await
            .err(),
        stigg
            .delegate_subscription_to_customer(DelegateSubscriptionToCustomerInput::new("subscription-pro", "ada"))
            .await
            .err(),
        stigg
            .cancel_subscription(CancelSubscription::new("subscription-pro"))
            .await
            .err(),
        stigg
            .apply_subscription(ApplySubscription::new("free-rider", "plan-free"))
            .await
            .err(),
        stigg
            .create_subscription(CreateSubscription::new("free-rider", "plan-free"))
            .await
            .err(),
        stigg
            .get_subscription(GetSubscription::new("subscription-pro"))
            .await
            .err(),
        stigg.get_subscriptions(GetSubscriptionsParams::new()).await.err(),
        stigg
            .stream_subscriptions(GetSubscriptionsParams::new())
            .next()
            .await
            .and_then(Result::err),
        stigg
            .get_active_subscriptions(GetActiveSubscriptions::new("pro-user"))
            .await
            .err(),
        stigg
            .get_active_subscriptions_list(GetActiveSubscriptions::new("pro-user"))
            .await
            .err(),
        stigg.get_paywall(GetPaywall::new()).await.err(),
        stigg.get_mock_paywall(GetPaywall::new()).await.err(),
        stigg.get_products().await.err(),
        stigg.get_coupons().await.err(),
        stigg
            .create_coupon(CreateCouponInput::new("half", "Half the price").with_percent_off(50))
            .await
            .err(),
        stigg
            .get_usage_history_v2(UsageHistoryV2Input::new("pro-user", "renders", at(START)))
            .await
            .err(),
        stigg
            .fetch_usage_history(FetchUsageHistory::new("pro-user", "renders", at(START)))
            .await
            .err(),
        stigg
            .report_entitlement_check_requested(EntitlementCheckRequested::new("pro-user", "renders", true))
            .await
            .err(),
        stigg.void_credit_grant(VoidCreditGrantInput::new(grant_id)).await.err(),
        stigg
            .get_credit_grants(GetCreditGrantsInput::new("pro-user"))
            .await
            .err(),
        stigg
            .stream_credit_grants(GetCreditGrantsInput::new("pro-user"))
            .next()
            .await
            .and_then(Result::err),
        stigg.get_credit_ledger(CreditLedgerInput::new("pro-user")).await.err(),
        stigg
            .stream_credit_ledger(CreditLedgerInput::new("pro-user"))
            .next()
            .await
            .and_then(Result::err),
        stigg.get_credit_usage(CreditUsageInput::new("pro-user")).await.err(),
        stigg
            .get_credit_balance(CreditBalanceSummaryInput::new("pro-user"))
            .await
            .err(),
        stigg
            .get_automatic_recharge_configuration(GetAutoRechargeSettingsInput::new("pro-user", "tokens"))
            .await
            .err(),
        stigg
            .save_automatic_recharge_configuration(SaveAutoRechargeSettingsInput::new("pro-user", "tokens", true))
            .await
            .err(),
        stigg
            .grant_promotional_entitlements(GrantPromotionalEntitlementsInput::new(
                "pro-user",
                [forever("single-sign-on")],
            ))
            .await
            .err(),
        stigg
            .revoke_promotional_entitlements(RevokePromotionalEntitlementInput::new("pro-user", "single-sign-on"))
            .await
            .err(),
        stigg
            .grant_promotional_entitlements_group(GrantPromotionalEntitlementsGroupInput::new(
                "pro-user",
                "group-launch",
                [forever("single-sign-on"), forever("renders").with_unlimited_usage(true)],
            ))
            .await
            .err(),
        stigg
            .unlink_promotional_entitlements_group(UnlinkPromotionalEntitlementsGroupInput::new(
                "pro-user",
                "group-launch",
            ))
            .await
            .err(),
        stigg
            .grant_promotional_entitlements_group(GrantPromotionalEntitlementsGroupInput::new(
                "pro-user",
                "group-launch",
                [],
            ))
            .await
            .err(),
        stigg
            .revoke_promotional_entitlements_group(RevokePromotionalEntitlementsGroupInput::new(
                "pro-user",
                "group-launch",
            ))
            .await
            .err(),
        stigg
            .get_entitlement_remote(FetchEntitlementQuery::new("pro-user", "renders"))
            .await
            .err(),
        stigg
            .get_entitlement_v2_remote(GetEntitlementV2Input::feature("pro-user", "renders"))
            .await
            .err(),
        stigg.get_entitlements_remote("pro-user", None).await.err(),
        stigg
            .report_usage(ReportUsage::new("pro-user", "renders", 1))
            .await
            .err(),
        stigg
            .report_usage_bulk(vec![ReportUsage::new("pro-user", "renders", 1)])
            .await
            .err()
            .map(Into::into),
        stigg
            .report_event(ReportEvent::new("pro-user", "video-exported", "k"))
            .await
            .err(),
        stigg
            .report_events(vec![ReportEvent::new("pro-user", "video-exported", "l")])
            .await
            .err()
            .map(Into::into),
        stigg
            .consume_credits(ConsumeCredits::new("pro-user", "tokens", 1))
            .await
            .err(),
        stigg
            .consume_credits_async(ConsumeCreditsAsync::new([ConsumeCredits::new("pro-user", "tokens", 1)]))
            .await
            .err()
            .map(Into::into),
        stigg.wait_for_initialization().await.err(),
    ]
}

/// The operations for which there is nothing to do in the catalogue of the tests, once.
async fn all_that_find_nothing_to_do(stigg: &Stigg) -> Vec<Error> {
    #[expect(deprecated, reason = "it works all the same")]
    let transferred = stigg.transfer_subscription(TransferSubscriptionInput::new("pro-user", "site-1", "site-2"));
    vec![
        refused(
            stigg
                .cancel_subscription_scheduled_updates(CancelSubscriptionScheduledUpdates::new("subscription-pro"))
                .await,
        ),
        refused(
            stigg
                .migrate_subscription_to_latest(MigrateSubscriptionToLatest::new("subscription-pro"))
                .await,
        ),
        refused(transferred.await),
    ]
}

#[tokio::test]
async fn the_start_can_be_waited_for_with_one_request() {
    let world = World::start().await;
    world.stigg.wait_for_initialization().await.unwrap();
    assert_eq!(world.sent(), ["server-sdk-configuration.json"]);
}

#[tokio::test]
async fn a_wrong_key_is_told_at_the_start_and_checks_answer_their_fallbacks() {
    let world = World::start().await;
    let stigg = world
        .builder()
        .api_key("server-a-key-that-was-revoked")
        .build()
        .unwrap();
    let error = refused(stigg.wait_for_initialization().await);
    assert_eq!(
        (error.kind(), error.status(), error.attempts()),
        (ErrorKind::Unauthenticated, Some(401), 1)
    );
    assert!(!format!("{error}{error:?}{}", error.report()).contains("server-a-key-that-was-revoked"));
    assert_eq!(world.sent().len(), 1, "another attempt would not make the key right");

    let answer = stigg.get_boolean_entitlement(sso().with_fallback(true)).await;
    assert!(answer.has_access && answer.is_fallback);
    assert_eq!(answer.origin.cause().unwrap().kind, CauseKind::Unauthenticated);
    for error in all_that_can_fail(&stigg).await {
        assert_eq!(error.unwrap().kind(), ErrorKind::Unauthenticated);
    }
}

#[tokio::test]
async fn nobody_there_is_a_failed_connection_and_nothing_was_sent() {
    let world = World::start().await;
    let builder = world.builder();
    world.emulator.shutdown().await;
    let stigg = builder.build().unwrap();
    let error = refused(stigg.wait_for_initialization().await);
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 3));
    let request = ProvisionSubscription::new("pro-user", "plan-free");
    let error = refused(stigg.provision_subscription(request).await);
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Connect, Delivery::NotSent)
    );
    assert!(!error.may_have_been_applied() && error.is_retryable());
}

#[tokio::test]
async fn after_closing_nothing_is_sent_by_any_clone() {
    let world = World::start().await;
    let clone = world.stigg.clone();
    assert!(clone.get_boolean_entitlement(sso()).await.has_access);
    world.sent();
    world.stigg.close().await;
    world.stigg.close().await;

    let answer = clone.get_boolean_entitlement(sso()).await;
    assert!(!answer.has_access && answer.is_fallback);
    assert_eq!(answer.origin.cause().unwrap().kind, CauseKind::Closed);
    assert!(!clone.reload_entitlements("pro-user", None).await.entitled_entity_exists);
    let nothing_to_do = all_that_find_nothing_to_do(&clone).await.into_iter().map(Some);
    for error in all_that_can_fail(&clone).await.into_iter().chain(nothing_to_do) {
        let error = error.unwrap();
        assert_eq!((error.kind(), error.delivery()), (ErrorKind::Closed, Delivery::NotSent));
        assert!(error.operation().is_some());
    }
    assert_eq!(world.sent(), [] as [&str; 0]);
}

#[tokio::test]
async fn closing_ends_a_check_that_waits() {
    let world = World::start().await;
    world.emulator.faults().add(stigg_emulator::Fault::hang());
    let waiting = tokio::spawn({
        let stigg = world.stigg.clone();
        async move { stigg.get_boolean_entitlement(sso()).await }
    });
    while world.sent().is_empty() {
        tokio::task::yield_now().await;
    }
    world.stigg.close().await;
    assert_eq!(waiting.await.unwrap().origin.cause().unwrap().kind, CauseKind::Closed);
}

#[tokio::test]
async fn offline_reads_and_changes_fail_reports_are_taken_and_nothing_is_sent() {
    let world = World::start().await;
    let stigg = world.builder().offline(true).build().unwrap();
    let errors = all_that_can_fail(&stigg).await;
    let (others, reports) = errors.split_at(errors.len() - TAKEN_OFFLINE);
    assert!(reports.iter().all(Option::is_none), "{reports:?}");
    for error in others {
        let error = error.as_ref().unwrap();
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Offline, Delivery::NotSent)
        );
    }
    for error in all_that_find_nothing_to_do(&stigg).await {
        assert_eq!(error.kind(), ErrorKind::Offline);
    }
    assert_eq!(world.sent(), [] as [&str; 0]);
}

#[tokio::test]
async fn every_operation_works_and_sends_what_it_says() {
    let world = World::start().await;
    for error in all_that_can_fail(&world.stigg).await {
        assert!(error.is_none(), "{error:?}");
    }
    let mut sent = world.sent();
    sent.retain(|name| name != "GetEntitlementsState");
    let expected = [
        "GrantCredits",
        "ProvisionCustomer",
        "ProvisionCustomer",
        "GetCustomerById",
        "GetCustomerStatistics",
        "DetachCustomerPaymentMethod",
        "ArchiveCustomer",
        "UnarchiveCustomer",
        "ImportCustomer",
        "ImportCustomerBulk",
        "GetCustomerPortalByRefId",
        "UpdateCustomer",
        "PreviewSubscription",
        "PreviewNextInvoice",
        "EstimateSubscription",
        "EstimateSubscriptionUpdate",
        "ImportSubscriptionsBulk",
        "ProvisionSubscription",
        "UpdateSubscription",
        "TransferSubscriptionToResource",
        "DelegateSubscriptionToCustomer",
        "CancelSubscription",
        "ApplySubscription",
        "CreateSubscription",
        "GetSubscription",
        "GetSubscriptions",
        "GetSubscriptions",
        "GetActiveSubscriptions",
        "GetActiveSubscriptionsList",
        "paywall.json",
        "GetMockPaywall",
        "GetProducts",
        "GetCoupons",
        "CreateCoupon",
        "GetUsageHistoryV2",
        "GetUsageHistory",
        "ReportEntitlementCheckRequested",
        "VoidCreditGrant",
        "GetCreditGrants",
        "GetCreditGrants",
        "GetCreditLedger",
        "GetCreditLedger",
        "GetCreditUsage",
        "GetCreditBalance",
        "GetAutomaticRechargeConfiguration",
        "SaveAutomaticRechargeConfiguration",
        "GrantPromotionalEntitlements",
        "RevokePromotionalEntitlement",
        "GrantPromotionalEntitlementsGroup",
        "UnlinkPromotionalEntitlementsGroup",
        "GrantPromotionalEntitlementsGroup",
        "RevokePromotionalEntitlementsGroup",
        "GetEntitlement",
        "GetEntitlementV2",
        // The customer was just changed, and the Edge may not know yet.
        "GetEntitlements",
        "ReportUsage",
        "ReportUsageBulk",
        "ReportEvent",
        "ReportEvent",
        "ConsumeCredits",
        "ConsumeCreditsAsync",
        "server-sdk-configuration.json",
    ];
    assert_eq!(sent, expected);
}

#[tokio::test]
async fn p10_nothing_that_can_be_printed_tells_the_key() {
    let world = World::start().await;
    assert_discreet(&format!("{:?} {:?}", world.stigg, world.builder()));
    assert_discreet(&format!("{:?}", world.emulator));
    world.stigg.get_customer("pro-user").await.unwrap();
    assert_discreet(&format!("{:?}", world.requests()));
}
