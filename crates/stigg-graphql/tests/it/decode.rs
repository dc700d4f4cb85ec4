//! What becomes of answers: full ones, poor ones, and ones from a newer server.

mod missing;
mod operation;
mod tomorrow;

use serde_json::{Value, json};
use stigg_models::{
    ConsumeCredits, ConsumeCreditsAsync, EntitlementCheckRequested, ImportSubscription, ImportSubscriptionBulk,
    ReportEvent, ReportUsage,
};
use stigg_transport::{
    Connection as _, Credits as _, Customers as _, Delivery, Entitlements as _, Error, ErrorKind, Result,
    Subscriptions as _, Usage as _,
};

use self::operation::Operation;
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
