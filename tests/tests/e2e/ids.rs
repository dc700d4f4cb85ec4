//! Ids: whatever they hold, they arrive as they are; and what cannot be meant is not sent.

use stigg::models::{
    ApplySubscription, CancelSubscription, CancelSubscriptionScheduledUpdates, CauseKind, ConsumeCredits,
    ConsumeCreditsAsync, CreateCouponInput, CreateCustomer, CreateSubscription, CreditBalanceSummaryInput,
    CreditGrantInput, CreditLedgerInput, CreditUsageInput, CursorPaging, CustomerPortalInput,
    DelegateSubscriptionToCustomerInput, EntitlementCheckRequested, EstimateEventCostInput, EstimateSubscription,
    EstimateSubscriptionUpdate, EstimateUsageCostInput, FetchEntitlementQuery, FetchUsageHistory,
    GetActiveSubscriptions, GetAutoRechargeSettingsInput, GetBooleanEntitlement, GetCreditGrantsInput,
    GetEntitlementV2Input, GetMeteredEntitlement, GetPaywall, GetSubscription, GetSubscriptionsParams,
    GrantPromotionalEntitlementInput, GrantPromotionalEntitlementsGroupInput, GrantPromotionalEntitlementsInput,
    ImportCustomer, ImportCustomerBulk, ImportSubscription, ImportSubscriptionBulk, MigrateSubscriptionToLatest,
    Pagination, PreviewNextInvoice, PreviewSubscription, PromotionalEntitlementPeriod, ProvisionCustomer,
    ProvisionSubscription, ReportEvent, ReportUsage, RevokePromotionalEntitlementInput,
    RevokePromotionalEntitlementsGroupInput, SaveAutoRechargeSettingsInput, TransferSubscriptionInput,
    TransferSubscriptionToResourceInput, UnlinkPromotionalEntitlementsGroupInput, UpdateCustomer, UpdateSubscription,
    UsageHistoryV2Input, VoidCreditGrantInput,
};
use stigg::{Delivery, ErrorKind};
use stigg_tests::{START, World, at, refused};

const STRANGE: [&str; 6] = [
    "a/b?c#d%20é",
    "../../v1/paywall.json",
    "100%",
    "a b+c&d=e",
    "\"quoted\" {json}\\",
    "日本語🦀",
];

#[tokio::test]
async fn an_id_with_all_signs_that_stigg_allows_goes_all_the_way() {
    let world = World::start().await;
    let id = "Org_7|jane.doe-smith@example.com";
    world.customer(id).await;
    world.subscribe(id, "plan-pro").await;
    world
        .stigg
        .report_usage(ReportUsage::new(id, "renders", 3))
        .await
        .unwrap();
    assert_eq!(world.stigg.get_customer(id).await.unwrap().id, id);

    // Through the Edge, by a client that knows nothing yet.
    world.sent();
    let reader = world.somebody_else();
    let answer = reader
        .get_metered_entitlement(GetMeteredEntitlement::new(id, "renders"))
        .await;
    assert_eq!((answer.has_access, answer.current_usage), (true, 3.0));
    let requests = world.requests();
    assert_eq!((requests.len(), requests[0].is_edge()), (1, true));
    assert_eq!(
        requests[0].path,
        "/v1/c/Org_7%7Cjane.doe-smith%40example.com/entitlements-state.json"
    );
}

#[tokio::test]
async fn p8_any_id_is_one_segment_of_the_edge_s_path_and_arrives_unchanged() {
    let world = World::start().await;
    for id in STRANGE {
        let request = GetBooleanEntitlement::new(id, "single-sign-on").with_resource_id(id);
        let answer = world.stigg.get_boolean_entitlement(request).await;
        assert!(!answer.is_fallback, "{id}: {:?}", answer.origin);
        assert_eq!(answer.access_denied_reason.unwrap().as_str(), "CustomerNotFound");
        let requests = world.requests();
        assert_eq!(
            requests.len(),
            1,
            "{id}: the Edge understood it, so the API was not asked"
        );
        assert!(requests[0].is_edge());
        assert_eq!(requests[0].customer_id.as_deref(), Some(id));
        assert_eq!(requests[0].path.split('/').count(), 5, "{}", requests[0].path);
        let resource = requests[0].query.strip_prefix("resourceId=").unwrap();
        assert!(!resource.contains(['&', '=', '+', '#', '?', ' ']), "{resource}");
    }
}

#[tokio::test]
async fn any_id_arrives_unchanged_at_the_api() {
    let world = World::start().await;
    let api = world.builder().edge(false).build().unwrap();
    for id in STRANGE {
        let answer = api
            .get_boolean_entitlement(GetBooleanEntitlement::new(id, "single-sign-on"))
            .await;
        assert!(!answer.is_fallback, "{id}: {:?}", answer.origin);
        let error = refused(api.update_customer(UpdateCustomer::new(id).with_name(id)).await);
        // Stigg repeats the id, so what it read is known.
        assert_eq!(
            (error.kind(), error.message()),
            (ErrorKind::NotFound, format!("Customer {id} not found").as_str())
        );
        assert!(
            world
                .requests()
                .iter()
                .all(|request| request.customer_id.as_deref() == Some(id))
        );
    }
    // Stigg makes no such customers.
    let error = refused(api.provision_customer(ProvisionCustomer::new(STRANGE[0])).await);
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Validation, Delivery::Refused)
    );
}

#[tokio::test]
async fn p8_an_id_that_no_path_can_hold_goes_to_the_api() {
    let world = World::start().await;
    for id in [".", ".."] {
        let answer = world
            .stigg
            .get_boolean_entitlement(GetBooleanEntitlement::new(id, "single-sign-on"))
            .await;
        assert!(!answer.is_fallback, "{id}: {:?}", answer.origin);
    }
    assert_eq!(world.sent(), ["GetEntitlementsState"; 2]);
}

#[tokio::test]
#[expect(deprecated, reason = "what is deprecated checks its input as well")]
async fn p8_bad_input_is_named_and_nothing_is_sent() {
    let world = World::start().await;
    let stigg = &world.stigg;
    let provision = ProvisionSubscription::new("ada", "plan-pro");
    let event = ReportEvent::new("ada", "video-exported", "key");
    let errors = [
        (
            stigg.provision_customer(ProvisionCustomer::new("")).await.err(),
            "provision_customer",
            "customerId",
        ),
        (
            #[expect(deprecated, reason = "it works as long as it is there")]
            stigg.create_customer(CreateCustomer::new("")).await.err(),
            "create_customer",
            "customerId",
        ),
        (stigg.get_customer(" ").await.err(), "get_customer", "customerId"),
        (
            stigg.get_customer_statistics("").await.err(),
            "get_customer_statistics",
            "customerId",
        ),
        (
            stigg.detach_customer_payment_method("").await.err(),
            "detach_customer_payment_method",
            "customerId",
        ),
        (
            stigg.archive_customer(" ").await.err(),
            "archive_customer",
            "customerId",
        ),
        (
            stigg.unarchive_customer("").await.err(),
            "unarchive_customer",
            "customerId",
        ),
        (
            stigg.import_customer(ImportCustomer::new("")).await.err(),
            "import_customer",
            "customerId",
        ),
        (
            stigg
                .import_customer_bulk(ImportCustomerBulk::new(vec![
                    ImportCustomer::new("ada"),
                    ImportCustomer::new(""),
                ]))
                .await
                .err()
                .map(Into::into),
            "import_customer_bulk",
            "customers[1].customerId",
        ),
        (
            stigg
                .get_customer_portal(CustomerPortalInput::new("ada").with_resource_id(""))
                .await
                .err(),
            "get_customer_portal",
            "resourceId",
        ),
        (
            stigg.update_customer(UpdateCustomer::new("")).await.err(),
            "update_customer",
            "customerId",
        ),
        (
            stigg
                .update_customer(UpdateCustomer::new("a").with_coupon_id(""))
                .await
                .err(),
            "update_customer",
            "couponId",
        ),
        (
            stigg
                .provision_subscription(ProvisionSubscription::new("ada", ""))
                .await
                .err(),
            "provision_subscription",
            "planId",
        ),
        (
            stigg
                .provision_subscription(provision.clone().with_addon("addon-renders", -1))
                .await
                .err(),
            "provision_subscription",
            "addons[0].quantity",
        ),
        (
            stigg
                .provision_subscription(provision.with_unit_quantity(f64::NAN))
                .await
                .err(),
            "provision_subscription",
            "unitQuantity",
        ),
        (
            stigg.update_subscription(UpdateSubscription::new("")).await.err(),
            "update_subscription",
            "subscriptionId",
        ),
        (
            stigg.cancel_subscription(CancelSubscription::new("")).await.err(),
            "cancel_subscription",
            "subscriptionId",
        ),
        (
            stigg
                .apply_subscription(ApplySubscription::new("", "plan-pro"))
                .await
                .err(),
            "apply_subscription",
            "customerId",
        ),
        (
            #[expect(deprecated, reason = "it works all the same")]
            stigg
                .create_subscription(CreateSubscription::new("ada", ""))
                .await
                .err(),
            "create_subscription",
            "planId",
        ),
        (
            stigg
                .cancel_subscription_scheduled_updates(CancelSubscriptionScheduledUpdates::new(""))
                .await
                .err(),
            "cancel_subscription_scheduled_updates",
            "subscriptionId",
        ),
        (
            stigg
                .migrate_subscription_to_latest(MigrateSubscriptionToLatest::new(" "))
                .await
                .err(),
            "migrate_subscription_to_latest",
            "subscriptionId",
        ),
        (
            #[expect(deprecated, reason = "it works all the same")]
            stigg
                .transfer_subscription(TransferSubscriptionInput::new("ada", "", "site-2"))
                .await
                .err(),
            "transfer_subscription",
            "sourceResourceId",
        ),
        (
            stigg
                .transfer_subscription_to_resource(
                    TransferSubscriptionToResourceInput::new("s").with_destination_resource_id(""),
                )
                .await
                .err(),
            "transfer_subscription_to_resource",
            "destinationResourceId",
        ),
        (
            stigg
                .delegate_subscription_to_customer(DelegateSubscriptionToCustomerInput::new("s", ""))
                .await
                .err(),
            "delegate_subscription_to_customer",
            "destinationCustomerId",
        ),
        (
            stigg
                .get_active_subscriptions_list(GetActiveSubscriptions::new("ada").with_resource_id(""))
                .await
                .err(),
            "get_active_subscriptions_list",
            "resourceId",
        ),
        (
            stigg.get_subscription(GetSubscription::new("\t")).await.err(),
            "get_subscription",
            "subscriptionId",
        ),
        (
            stigg
                .get_subscriptions(GetSubscriptionsParams::new().with_customer_id(""))
                .await
                .err(),
            "get_subscriptions",
            "customerId",
        ),
        (
            stigg
                .stream_subscriptions(GetSubscriptionsParams::new().with_pagination(Pagination::limit(0)))
                .next()
                .await
                .and_then(Result::err),
            "stream_subscriptions",
            "pagination.limit",
        ),
        (
            stigg
                .stream_subscriptions(
                    GetSubscriptionsParams::new().with_pagination(Pagination::default().with_ending_before("a")),
                )
                .next()
                .await
                .and_then(Result::err),
            "stream_subscriptions",
            "pagination.endingBefore",
        ),
        (
            stigg
                .get_active_subscriptions(GetActiveSubscriptions::new(""))
                .await
                .err(),
            "get_active_subscriptions",
            "customerId",
        ),
        (
            stigg
                .preview_subscription(PreviewSubscription::new("ada", "p").with_addon("", 1))
                .await
                .err(),
            "preview_subscription",
            "addons[0].addonId",
        ),
        (
            stigg.preview_next_invoice(PreviewNextInvoice::new("")).await.err(),
            "preview_next_invoice",
            "subscriptionId",
        ),
        (
            stigg
                .estimate_subscription(EstimateSubscription::new("", "plan-pro"))
                .await
                .err(),
            "estimate_subscription",
            "customerId",
        ),
        (
            stigg
                .estimate_subscription_update(EstimateSubscriptionUpdate::new(" "))
                .await
                .err(),
            "estimate_subscription_update",
            "subscriptionId",
        ),
        (
            stigg
                .import_subscription_bulk(ImportSubscriptionBulk::new([ImportSubscription::new("ada", "")]))
                .await
                .err()
                .map(Into::into),
            "import_subscription_bulk",
            "subscriptions[0].planId",
        ),
        (
            stigg.get_paywall(GetPaywall::new().with_customer_id(" ")).await.err(),
            "get_paywall",
            "customerId",
        ),
        (
            stigg
                .get_paywall(GetPaywall::new().with_billing_country_code("USA"))
                .await
                .err(),
            "get_paywall",
            "billingCountryCode",
        ),
        (
            stigg
                .get_mock_paywall(GetPaywall::new().with_resource_id(" "))
                .await
                .err(),
            "get_mock_paywall",
            "resourceId",
        ),
        (
            stigg.create_coupon(CreateCouponInput::new("", "Half")).await.err(),
            "create_coupon",
            "id",
        ),
        (
            stigg
                .create_coupon(CreateCouponInput::new("half", "Half").with_percent_off(150))
                .await
                .err(),
            "create_coupon",
            "percentOff",
        ),
        (
            stigg
                .grant_promotional_entitlements(GrantPromotionalEntitlementsInput::new(
                    "ada",
                    [GrantPromotionalEntitlementInput::new(
                        "renders",
                        PromotionalEntitlementPeriod::Custom,
                    )],
                ))
                .await
                .err(),
            "grant_promotional_entitlements",
            "promotionalEntitlements[0].customEndDate",
        ),
        (
            stigg
                .revoke_promotional_entitlements(RevokePromotionalEntitlementInput::new("ada", ""))
                .await
                .err(),
            "revoke_promotional_entitlements",
            "featureId",
        ),
        (
            stigg
                .grant_promotional_entitlements_group(GrantPromotionalEntitlementsGroupInput::new("ada", " ", []))
                .await
                .err(),
            "grant_promotional_entitlements_group",
            "featureGroupId",
        ),
        (
            stigg
                .revoke_promotional_entitlements_group(RevokePromotionalEntitlementsGroupInput::new("", "group-launch"))
                .await
                .err(),
            "revoke_promotional_entitlements_group",
            "customerId",
        ),
        (
            stigg
                .unlink_promotional_entitlements_group(UnlinkPromotionalEntitlementsGroupInput::new("ada", ""))
                .await
                .err(),
            "unlink_promotional_entitlements_group",
            "featureGroupId",
        ),
        (
            stigg.report_usage(ReportUsage::new("", "renders", 1)).await.err(),
            "report_usage",
            "customerId",
        ),
        (
            stigg
                .get_entitlement_remote(FetchEntitlementQuery::new("ada", " "))
                .await
                .err(),
            "get_entitlement_remote",
            "featureId",
        ),
        (
            stigg
                .get_entitlement_v2_remote(GetEntitlementV2Input::credit("ada", ""))
                .await
                .err(),
            "get_entitlement_v2_remote",
            "currencyId",
        ),
        (
            stigg.get_entitlements_remote("", None).await.err(),
            "get_entitlements_remote",
            "customerId",
        ),
        (
            stigg
                .report_usage(ReportUsage::new("ada", "renders", f64::INFINITY))
                .await
                .err(),
            "report_usage",
            "value",
        ),
        (
            stigg
                .report_usage_bulk(vec![
                    ReportUsage::new("ada", "renders", 1),
                    ReportUsage::new("ada", "", 1),
                ])
                .await
                .err()
                .map(Into::into),
            "report_usage_bulk",
            "usages[1].featureId",
        ),
        (
            stigg
                .estimate_event_cost(EstimateEventCostInput::new("ada", ""))
                .await
                .err(),
            "estimate_event_cost",
            "eventName",
        ),
        (
            stigg
                .estimate_usage_cost(EstimateUsageCostInput::new("ada", "renders", f64::NAN))
                .await
                .err(),
            "estimate_usage_cost",
            "value",
        ),
        (
            stigg
                .get_usage_history_v2(
                    UsageHistoryV2Input::new("ada", "renders", at(START)).with_paging(CursorPaging::first(0)),
                )
                .await
                .err(),
            "get_usage_history_v2",
            "paging.first",
        ),
        (
            stigg
                .fetch_usage_history(FetchUsageHistory::new("", "renders", at(START)))
                .await
                .err(),
            "fetch_usage_history",
            "customerId",
        ),
        (
            stigg
                .report_entitlement_check_requested(EntitlementCheckRequested::new("ada", "", true))
                .await
                .err(),
            "report_entitlement_check_requested",
            "featureId",
        ),
        (
            stigg
                .report_events(vec![event.clone(), ReportEvent::new("ada", "", "key")])
                .await
                .err()
                .map(Into::into),
            "report_events",
            "events[1].eventName",
        ),
        (
            stigg.report_event(event.with_resource_id("")).await.err(),
            "report_event",
            "resourceId",
        ),
        (
            stigg
                .grant_credits(CreditGrantInput::paid("ada", "", "Top-up", 1))
                .await
                .err(),
            "grant_credits",
            "currencyId",
        ),
        (
            stigg.void_credit_grant(VoidCreditGrantInput::new(" ")).await.err(),
            "void_credit_grant",
            "id",
        ),
        (
            stigg.get_credit_grants(GetCreditGrantsInput::new("")).await.err(),
            "get_credit_grants",
            "customerId",
        ),
        (
            stigg
                .get_credit_ledger(CreditLedgerInput::new("ada").with_resource_id(""))
                .await
                .err(),
            "get_credit_ledger",
            "resourceId",
        ),
        (
            stigg
                .get_credit_usage(CreditUsageInput::new("ada").with_group_by([String::new()]))
                .await
                .err(),
            "get_credit_usage",
            "groupBy[0]",
        ),
        (
            stigg.get_credit_balance(CreditBalanceSummaryInput::new("")).await.err(),
            "get_credit_balance",
            "customerId",
        ),
        (
            stigg
                .get_automatic_recharge_configuration(GetAutoRechargeSettingsInput::new("ada", ""))
                .await
                .err(),
            "get_automatic_recharge_configuration",
            "currencyId",
        ),
        (
            stigg
                .save_automatic_recharge_configuration(SaveAutoRechargeSettingsInput::new("", "tokens", true))
                .await
                .err(),
            "save_automatic_recharge_configuration",
            "customerId",
        ),
        (
            stigg
                .consume_credits(ConsumeCredits::new("ada", "tokens", 0))
                .await
                .err(),
            "consume_credits",
            "amount",
        ),
        (
            stigg
                .consume_credits_async(ConsumeCreditsAsync::new([ConsumeCredits::new("", "tokens", 1)]))
                .await
                .err()
                .map(Into::into),
            "consume_credits_async",
            "consumptions[0].customerId",
        ),
    ];
    for (error, operation, field) in errors {
        let error = error.unwrap_or_else(|| panic!("{operation} took a bad `{field}`"));
        assert_eq!(
            (error.kind(), error.operation()),
            (ErrorKind::InvalidArgument, Some(operation))
        );
        assert_eq!(
            (error.delivery(), error.attempts()),
            (Delivery::NotSent, 0),
            "{error:?}"
        );
        assert!(error.to_string().contains(&format!("`{field}`")), "{error}");
    }
    let answer = stigg
        .get_boolean_entitlement(GetBooleanEntitlement::new("", "single-sign-on").with_fallback(true))
        .await;
    assert!(answer.has_access && answer.is_fallback);
    assert_eq!(answer.origin.cause().unwrap().kind, CauseKind::InvalidArgument);
    assert_eq!(
        stigg
            .get_entitlements_state_v2("", None)
            .await
            .origin
            .cause()
            .unwrap()
            .kind,
        CauseKind::InvalidArgument
    );
    assert!(!stigg.reload_entitlements("", None).await.entitled_entity_exists);
    assert_eq!(world.sent(), [] as [&str; 0]);
}
