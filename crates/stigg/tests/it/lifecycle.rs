//! Start, stop, offline.

use std::time::Duration;

use stigg::models::{
    CauseKind, CreditCostEstimation, EntitlementCheckRequested, EstimateEventCostInput, EstimateUsageCostInput,
    GetBooleanEntitlement, GetSubscription, ReportEvent, ReportUsage, UsageHistoryV2Input,
};
use stigg::{ErrorKind, Stigg};

use crate::fake::{CUSTOMER, FEATURE, Fake, ask, at, client};

#[tokio::test]
async fn waiting_for_the_start_says_why_it_fails() {
    let fake = Fake::default();
    let (stigg, _) = client(&fake);
    stigg.wait_for_initialization().await.unwrap();
    fake.fail(ErrorKind::Unauthenticated);
    let error = stigg.wait_for_initialization().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthenticated);
}

#[tokio::test(start_paused = true)]
async fn closing_ends_every_clone_once_and_for_all() {
    let fake = Fake::with_limit(5.0);
    let (stigg, _) = client(&fake);
    let clone = stigg.clone();
    assert!(ask(&stigg).await.has_access);
    fake.take(Duration::from_secs(3600));
    let waiting = tokio::spawn({
        let stigg = stigg.clone();
        async move {
            stigg
                .get_boolean_entitlement(GetBooleanEntitlement::new("another", "sso"))
                .await
        }
    });
    tokio::time::sleep(Duration::from_millis(1)).await;

    stigg.close().await;
    stigg.close().await;

    let answer = waiting.await.unwrap();
    assert_eq!(answer.origin.cause().unwrap().kind, CauseKind::Closed);
    assert_eq!(ask(&clone).await.origin.cause().unwrap().kind, CauseKind::Closed);
    let error = clone
        .report_usage(ReportUsage::new(CUSTOMER, FEATURE, 1))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Closed);
    assert!(!clone.reload_entitlements(CUSTOMER, None).await.entitled_entity_exists);
}

#[tokio::test]
async fn closing_twice_at_once_writes_the_cache_once_and_whole() {
    let fake = Fake::with_limit(5.0);
    let path = std::env::temp_dir().join(format!("stigg-{}-twice.cache", std::process::id()));
    let (stigg, _) = crate::fake::client_with(&fake, |builder| builder.cache_file(&path));
    ask(&stigg).await;
    futures_util::future::join(stigg.close(), stigg.close()).await;
    let (next, _) = crate::fake::client_with(&fake, |builder| builder.cache_file(&path));
    assert_eq!(next.counters().cached_entities, 1);
    std::fs::remove_file(path).unwrap();
}

#[tokio::test(start_paused = true)]
async fn closing_waits_for_what_is_under_way_and_says_whether_it_ended() {
    let fake = Fake::with_limit(5.0);
    fake.take(Duration::from_secs(2));
    let (stigg, _) = client(&fake);
    let reporting = tokio::spawn({
        let stigg = stigg.clone();
        async move { stigg.report_usage(ReportUsage::new(CUSTOMER, FEATURE, 1)).await }
    });
    tokio::time::sleep(Duration::from_millis(1)).await;
    assert!(stigg.close_within(Duration::from_secs(3)).await);
    reporting.await.unwrap().unwrap();

    let (stigg, _) = client(&fake);
    let slow = tokio::spawn({
        let stigg = stigg.clone();
        async move { ask(&stigg).await }
    });
    tokio::time::sleep(Duration::from_millis(1)).await;
    assert!(!stigg.close_within(Duration::from_secs(1)).await);
    assert_eq!(slow.await.unwrap().origin.cause().unwrap().kind, CauseKind::Closed);
}

#[tokio::test]
async fn offline_nothing_is_asked_and_reports_are_taken() {
    let stigg = Stigg::builder()
        .offline(true)
        .entitlement_fallback("sso", true)
        .build()
        .unwrap();
    stigg.wait_for_initialization().await.unwrap();
    let sso = stigg
        .get_boolean_entitlement(GetBooleanEntitlement::new(CUSTOMER, "sso"))
        .await;
    assert!(sso.has_access && sso.is_fallback);
    assert_eq!(sso.origin.cause().unwrap().kind, CauseKind::Offline);
    assert_eq!(
        stigg.get_entitlements_state_v2(CUSTOMER, None).await.entitlements.len(),
        1
    );
    assert!(stigg.reload_entitlements(CUSTOMER, None).await.entitled_entity_exists);

    let ack = stigg
        .report_usage(ReportUsage::new(CUSTOMER, FEATURE, 1).with_resource_id("site"))
        .await
        .unwrap();
    assert_eq!(
        (ack.customer_id.as_str(), ack.resource_id.as_deref()),
        (CUSTOMER, Some("site"))
    );
    assert!(!ack.measurement_id.is_empty());
    stigg.report_event(ReportEvent::new(CUSTOMER, "e", "k")).await.unwrap();
    let acks = stigg
        .report_usage_bulk(vec![
            ReportUsage::new(CUSTOMER, FEATURE, 1).with_resource_id("site"),
            ReportUsage::new("another", FEATURE, 1),
        ])
        .await
        .unwrap();
    let told: Vec<_> = acks
        .iter()
        .map(|ack| (ack.customer_id.as_str(), ack.resource_id.as_deref(), ack.current_usage))
        .collect();
    assert_eq!(told, [(CUSTOMER, Some("site"), None), ("another", None, None)]);
    assert_ne!(acks[0].measurement_id, acks[1].measurement_id);
    let event = EstimateEventCostInput::new(CUSTOMER, "e");
    assert_eq!(
        stigg.estimate_event_cost(event).await.unwrap(),
        CreditCostEstimation::default()
    );
    let usage = EstimateUsageCostInput::new(CUSTOMER, FEATURE, 1);
    assert_eq!(
        stigg.estimate_usage_cost(usage).await.unwrap(),
        CreditCostEstimation::default()
    );

    let told = EntitlementCheckRequested::new(CUSTOMER, FEATURE, true);
    let error = stigg.report_entitlement_check_requested(told).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Offline);
    // What is not answered offline is not looked at either.
    let history = UsageHistoryV2Input::new("", FEATURE, at(0));
    let error = stigg.get_usage_history_v2(history).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Offline);
    let error = stigg
        .get_subscription(GetSubscription::new("subscription-1"))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Offline);
    assert_eq!(error.to_string(), "get_subscription failed: the client is offline");
}

#[tokio::test]
async fn an_operation_that_the_transport_lacks_says_so() {
    let (stigg, _) = client(&Fake::default());
    let error = stigg.get_customer(CUSTOMER).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
}
