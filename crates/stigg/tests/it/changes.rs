//! Who changes something through the client sees it at the next check.

use std::time::Duration;

use stigg::models::{
    CancelSubscription, ConsumeCredits, CreditGrantInput, GetMeteredEntitlement, GrantPromotionalEntitlementsInput,
    ImportCustomer, ImportCustomerBulk, ImportSubscription, ImportSubscriptionBulk, MigrateSubscriptionToLatest,
    Origin, PreviewSubscription, ProvisionSubscription, ReportUsage, SaveAutoRechargeSettingsInput,
};
use stigg::transport::Consistency;
use stigg::{Delivery, Error, ErrorKind, Result, Stigg};

use crate::fake::{CUSTOMER, FEATURE, Fake, UNKNOWN, ask, at, client, metered, pass_until};

#[tokio::test]
async fn the_entitlements_that_come_with_the_answer_are_used() {
    let fake = Fake::with_limit(5.0);
    let (stigg, _) = client(&fake);
    assert_eq!(ask(&stigg).await.usage_limit, Some(5.0));
    fake.tell_when_provisioned(metered(500.0, 0.0));
    stigg
        .provision_subscription(ProvisionSubscription::new(CUSTOMER, "plan-pro"))
        .await
        .unwrap();
    assert_eq!(ask(&stigg).await.usage_limit, Some(500.0));
    assert_eq!(fake.reads(), 1);
}

#[tokio::test]
async fn entitlements_that_an_answer_does_not_tell_are_read_when_they_are_asked_for() {
    let fake = Fake::with_limit(5.0);
    let (stigg, _) = client(&fake);
    ask(&stigg).await;
    fake.answer(metered(500.0, 0.0));
    let request = ProvisionSubscription::new(CUSTOMER, "plan-pro");
    stigg.provision_subscription(request).await.unwrap();
    assert_eq!(fake.reads(), 1);
    assert_eq!(ask(&stigg).await.usage_limit, Some(500.0));
    assert_eq!(fake.last_consistency(), Some(Consistency::ReadYourWrites));
}

#[tokio::test]
async fn of_a_change_that_tells_nothing_they_are_read_from_the_api_before_the_call_returns() {
    let fake = Fake::with_limit(5.0);
    let (stigg, _) = client(&fake);
    ask(&stigg).await;
    fake.answer(metered(0.0, 0.0));
    stigg
        .cancel_subscription(CancelSubscription::new("subscription-1"))
        .await
        .unwrap();
    assert_eq!(fake.last_consistency(), Some(Consistency::ReadYourWrites));
    assert_eq!(ask(&stigg).await.usage_limit, Some(0.0));
    assert_eq!(fake.reads(), 2);
}

#[tokio::test]
async fn a_change_that_names_no_customer_counts_for_the_one_that_an_answer_named() {
    let fake = Fake::with_limit(5.0);
    let (stigg, _) = client(&fake);
    ask(&stigg).await;
    fake.answer(metered(500.0, 0.0));
    let migration = MigrateSubscriptionToLatest::new("s-1");
    stigg.migrate_subscription_to_latest(migration.clone()).await.unwrap();
    assert_eq!(ask(&stigg).await.usage_limit, Some(5.0), "nobody has told whose it is");

    let request = ProvisionSubscription::new(CUSTOMER, "plan-pro");
    stigg.provision_subscription(request).await.unwrap();
    assert_eq!(ask(&stigg).await.usage_limit, Some(500.0));
    fake.answer(metered(700.0, 0.0));
    stigg.migrate_subscription_to_latest(migration).await.unwrap();
    let reads = fake.reads();
    assert_eq!(ask(&stigg).await.usage_limit, Some(700.0));
    assert_eq!(
        (fake.reads(), fake.last_consistency()),
        (reads + 1, Some(Consistency::ReadYourWrites))
    );
}

#[tokio::test]
async fn what_the_api_says_after_a_change_counts_even_if_its_entitlements_are_older() {
    let fake = Fake::with_limit(5.0);
    let (stigg, clock) = client(&fake);
    ask(&stigg).await;
    pass_until(&clock, at(1));
    // An add-on went away, and with it the newest of the entitlements.
    let mut older = metered(1.0, 0.0);
    older.entitlement_updated_at = Some(at(-2_000));
    fake.answer(older);
    stigg
        .cancel_subscription(CancelSubscription::new("subscription-1"))
        .await
        .unwrap();
    assert_eq!(ask(&stigg).await.usage_limit, Some(1.0));
}

#[tokio::test]
async fn a_change_was_made_even_when_its_effect_cannot_be_read() {
    let fake = Fake::with_limit(5.0);
    let (stigg, _) = client(&fake);
    ask(&stigg).await;
    fake.fail(ErrorKind::Timeout);
    stigg
        .cancel_subscription(CancelSubscription::new("subscription-1"))
        .await
        .unwrap();
    let answer = ask(&stigg).await;
    assert!(answer.origin.is_stale(), "what was known is known to be outdated");
    fake.fail(None);
    fake.answer(metered(1.0, 0.0));
    // A read that has just failed is not tried again by every check.
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(ask(&stigg).await.usage_limit, Some(1.0));
    assert_eq!(fake.last_consistency(), Some(Consistency::ReadYourWrites));
}

#[tokio::test(start_paused = true)]
async fn a_read_that_began_before_the_change_does_not_undo_it() {
    let fake = Fake::with_limit(5.0);
    fake.take(Duration::from_secs(2));
    let (stigg, clock) = client(&fake);
    let slow = tokio::spawn({
        let stigg = stigg.clone();
        async move { ask(&stigg).await }
    });
    tokio::time::sleep(Duration::from_secs(1)).await;

    pass_until(&clock, at(1));
    fake.take(Duration::ZERO);
    fake.tell_when_provisioned(metered(500.0, 0.0));
    stigg
        .provision_subscription(ProvisionSubscription::new(CUSTOMER, "plan-pro"))
        .await
        .unwrap();

    pass_until(&clock, at(2));
    slow.await.unwrap();
    assert_eq!(ask(&stigg).await.usage_limit, Some(500.0));
}

#[tokio::test]
async fn a_change_that_may_have_been_made_outdates_what_is_known() {
    let fake = Fake::with_limit(5.0);
    let (stigg, _) = client(&fake);
    ask(&stigg).await;
    let refused = Error::new(ErrorKind::Validation).with_delivery(Delivery::Refused);
    fake.fail_with(refused);
    stigg
        .provision_subscription(ProvisionSubscription::new(CUSTOMER, "plan-pro"))
        .await
        .unwrap_err();
    assert_eq!(ask(&stigg).await.origin, Origin::Fresh);

    let unanswered = Error::new(ErrorKind::Timeout).with_delivery(Delivery::Unanswered);
    fake.fail_with(unanswered);
    stigg
        .provision_subscription(ProvisionSubscription::new(CUSTOMER, "plan-pro"))
        .await
        .unwrap_err();
    fake.fail(None);
    fake.answer(metered(500.0, 0.0));
    assert_eq!(ask(&stigg).await.usage_limit, Some(500.0));
    assert_eq!(fake.last_consistency(), Some(Consistency::ReadYourWrites));
}

#[tokio::test]
async fn a_promotion_outdates_what_is_known_and_the_next_check_reads_it() {
    let fake = Fake::with_limit(5.0);
    let (stigg, _) = client(&fake);
    let grant = || stigg.grant_promotional_entitlements(GrantPromotionalEntitlementsInput::new(CUSTOMER, []));
    ask(&stigg).await;
    fake.fail_with(Error::new(ErrorKind::Validation).with_delivery(Delivery::Refused));
    grant().await.unwrap_err();
    assert_eq!(ask(&stigg).await.origin, Origin::Fresh);

    fake.fail(None);
    fake.answer(metered(500.0, 0.0));
    grant().await.unwrap();
    assert_eq!(fake.reads(), 1, "a grant is one request");
    assert_eq!(ask(&stigg).await.usage_limit, Some(500.0));
    assert_eq!(fake.last_consistency(), Some(Consistency::ReadYourWrites));

    fake.fail_with(Error::new(ErrorKind::Timeout).with_delivery(Delivery::Unanswered));
    grant().await.unwrap_err();
    fake.fail(None);
    fake.answer(metered(50.0, 0.0));
    assert_eq!(ask(&stigg).await.usage_limit, Some(50.0));
}

#[tokio::test(start_paused = true)]
async fn a_change_that_its_caller_gave_up_outdates_what_is_known() {
    let fake = Fake::with_limit(5.0);
    let (stigg, _) = client(&fake);
    ask(&stigg).await;
    fake.take(Duration::from_secs(60));
    let change = stigg.provision_subscription(ProvisionSubscription::new(CUSTOMER, "plan-pro"));
    assert!(tokio::time::timeout(Duration::from_secs(1), change).await.is_err());
    fake.take(Duration::ZERO);
    fake.answer(metered(500.0, 0.0));
    assert_eq!(ask(&stigg).await.usage_limit, Some(500.0));

    fake.take(Duration::from_secs(60));
    let import = stigg.import_customer_bulk(ImportCustomerBulk::new(vec![ImportCustomer::new(CUSTOMER)]));
    assert!(tokio::time::timeout(Duration::from_secs(1), import).await.is_err());
    fake.take(Duration::ZERO);
    fake.answer(metered(700.0, 0.0));
    assert_eq!(ask(&stigg).await.usage_limit, Some(700.0));
}

#[tokio::test]
async fn a_change_outdates_the_customers_resources_too() {
    let fake = Fake::with_limit(5.0);
    let (stigg, _) = client(&fake);
    let of_site = || GetMeteredEntitlement::new(CUSTOMER, FEATURE).with_resource_id("site");
    stigg.get_metered_entitlement(of_site()).await;
    fake.answer(metered(500.0, 0.0));
    stigg
        .provision_subscription(ProvisionSubscription::new(CUSTOMER, "plan-pro"))
        .await
        .unwrap();
    assert_eq!(stigg.get_metered_entitlement(of_site()).await.usage_limit, Some(500.0));
}

#[tokio::test]
async fn usage_of_a_customer_that_is_not_cached_is_read_from_the_api() {
    let fake = Fake::with_limit(5.0);
    let (stigg, _) = client(&fake);
    stigg
        .report_usage(ReportUsage::new(CUSTOMER, FEATURE, 4))
        .await
        .unwrap();
    ask(&stigg).await;
    assert_eq!(fake.last_consistency(), Some(Consistency::ReadYourWrites));
}

#[tokio::test]
async fn for_a_minute_the_customer_is_read_from_the_api() {
    let fake = Fake::with_limit(5.0);
    let (stigg, clock) = client(&fake);
    fake.tell_when_provisioned(metered(500.0, 0.0));
    stigg
        .provision_subscription(ProvisionSubscription::new(CUSTOMER, "plan-pro"))
        .await
        .unwrap();
    for (second, expected) in [(59, Consistency::ReadYourWrites), (200, Consistency::Eventual)] {
        pass_until(&clock, at(second));
        ask(&stigg).await;
        tokio::task::yield_now().await;
        assert_eq!(fake.last_consistency(), Some(expected), "after {second} s");
    }
}

#[tokio::test]
async fn counted_usage_is_seen_by_the_next_check() {
    let fake = Fake::with_limit(5.0);
    let (stigg, _) = client(&fake);
    assert_eq!(ask(&stigg).await.current_usage, 0.0);
    stigg
        .report_usage(ReportUsage::new(CUSTOMER, FEATURE, 4))
        .await
        .unwrap();
    assert_eq!(ask(&stigg).await.current_usage, 4.0);
    assert_eq!(fake.reads(), 1);
}

#[tokio::test]
async fn many_reports_go_a_hundred_at_a_time_and_come_back_in_order() {
    let fake = Fake::with_limit(5.0);
    let (stigg, _) = client(&fake);
    let reports: Vec<ReportUsage> = (0..250).map(|n| ReportUsage::new(CUSTOMER, FEATURE, n)).collect();
    let acks = stigg.report_usage_bulk(reports).await.unwrap();
    let values: Vec<Option<f64>> = acks.iter().map(|ack| ack.current_usage).collect();
    assert_eq!(values, (0..250).map(|n| Some(f64::from(n))).collect::<Vec<_>>());
    assert_eq!(fake.others(), 3);

    assert_eq!(stigg.report_usage_bulk(Vec::new()).await.unwrap(), []);
    assert_eq!(fake.others(), 3, "nothing is sent for nothing");
}

#[tokio::test]
async fn what_is_counted_of_many_is_seen_by_the_next_check_even_if_others_are_refused() {
    let fake = Fake::with_limit(5.0);
    let (stigg, _) = client(&fake);
    assert_eq!(ask(&stigg).await.current_usage, 0.0);
    let mut reports = vec![ReportUsage::new(CUSTOMER, UNKNOWN, 1); 100];
    reports.push(ReportUsage::new(CUSTOMER, FEATURE, 4));
    let failure = stigg.report_usage_bulk(reports).await.unwrap_err();
    assert_eq!(failure.failures().count(), 100);
    assert_eq!(failure.outcomes()[100].as_ref().unwrap().current_usage, Some(4.0));
    assert_eq!(failure.first().kind(), ErrorKind::NotFound);
    assert_eq!(ask(&stigg).await.current_usage, 4.0);
    assert_eq!(fake.reads(), 1);
}

#[tokio::test]
async fn what_cannot_be_meant_is_refused_before_anything_is_sent() {
    let fake = Fake::default();
    let (stigg, _) = client(&fake);
    let mut errors = Vec::new();
    errors.push(
        stigg
            .provision_subscription(ProvisionSubscription::new("", "plan-pro"))
            .await
            .unwrap_err(),
    );
    let negative = ProvisionSubscription::new(CUSTOMER, "plan-pro").with_addon("addon-seats", -1);
    errors.push(stigg.provision_subscription(negative).await.unwrap_err());
    errors.push(
        stigg
            .cancel_subscription(CancelSubscription::new(" "))
            .await
            .unwrap_err(),
    );
    errors.push(
        stigg
            .report_usage(ReportUsage::new(CUSTOMER, FEATURE, f64::NAN))
            .await
            .unwrap_err(),
    );
    errors.push(stigg.get_customer("").await.unwrap_err());
    let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "provision_subscription failed: invalid argument: `customerId` is empty",
            "provision_subscription failed: invalid argument: `addons[0].quantity` is -1; it cannot be negative",
            "cancel_subscription failed: invalid argument: `subscriptionId` is blank",
            "report_usage failed: invalid argument: `value` is NaN, which is not a number that can be sent",
            "get_customer failed: invalid argument: `customerId` is empty",
        ]
    );
    for error in errors {
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::InvalidArgument, Delivery::NotSent)
        );
    }
    assert_eq!((fake.reads(), fake.others()), (0, 0));
}

/// Whether the next check after a change asks afresh: after a success, and after a failure of this delivery.
async fn outdates(change: impl AsyncFn(&Stigg) -> Result<()>, failure: Option<Delivery>) -> bool {
    let fake = Fake::with_limit(5.0);
    let (stigg, _) = client(&fake);
    ask(&stigg).await;
    if let Some(delivery) = failure {
        fake.fail_with(Error::new(ErrorKind::Timeout).with_delivery(delivery));
    }
    assert_eq!(change(&stigg).await.is_err(), failure.is_some());
    assert_eq!(fake.reads(), 1, "the change itself reads nothing");
    fake.fail(None);
    ask(&stigg).await;
    fake.reads() == 2 && fake.last_consistency() == Some(Consistency::ReadYourWrites)
}

/// Asserts that a change outdates what is known unless it surely was not made.
async fn check_outdates(change: impl AsyncFn(&Stigg) -> Result<()>) {
    assert!(outdates(&change, None).await);
    assert!(outdates(&change, Some(Delivery::Unanswered)).await);
    assert!(!outdates(&change, Some(Delivery::Refused)).await);
}

#[tokio::test]
async fn archiving_and_importing_a_customer_outdates_what_is_known_about_it() {
    check_outdates(async |stigg| stigg.archive_customer(CUSTOMER).await.map(drop)).await;
    check_outdates(async |stigg| stigg.unarchive_customer(CUSTOMER).await.map(drop)).await;
    check_outdates(async |stigg| {
        let record = ImportCustomer::new(CUSTOMER);
        stigg.import_customer(record).await.map(drop)
    })
    .await;
    check_outdates(async |stigg| {
        let request = ImportCustomerBulk::new(vec![ImportCustomer::default(), ImportCustomer::new(CUSTOMER)]);
        Ok(stigg.import_customer_bulk(request).await?)
    })
    .await;
}

#[tokio::test]
async fn what_may_have_brought_credits_outdates_what_is_known() {
    check_outdates(async |stigg| {
        let request = CreditGrantInput::promotional(CUSTOMER, "credits", "Welcome", 1000);
        stigg.grant_credits(request).await.map(drop)
    })
    .await;
    check_outdates(async |stigg| {
        let request = SaveAutoRechargeSettingsInput::new(CUSTOMER, "credits", true);
        stigg.save_automatic_recharge_configuration(request).await.map(drop)
    })
    .await;
}

#[tokio::test]
async fn usage_that_may_have_been_counted_outdates_what_is_known() {
    let one = async |stigg: &Stigg| {
        let report = ReportUsage::new(CUSTOMER, FEATURE, 1);
        stigg.report_usage(report).await.map(drop)
    };
    let many = async |stigg: &Stigg| {
        let report = ReportUsage::new(CUSTOMER, FEATURE, 1);
        Ok(stigg.report_usage_bulk(vec![report]).await.map(drop)?)
    };
    let credits = async |stigg: &Stigg| {
        let consumption = ConsumeCredits::new(CUSTOMER, "credits", 1);
        stigg.consume_credits(consumption).await.map(drop)
    };
    // The answer tells the total, so that there is nothing to ask for.
    assert!(!outdates(one, None).await && !outdates(many, None).await);
    for (failure, expected) in [(Delivery::Unanswered, true), (Delivery::Refused, false)] {
        assert_eq!(outdates(one, Some(failure)).await, expected);
        assert_eq!(outdates(many, Some(failure)).await, expected);
        assert_eq!(outdates(credits, Some(failure)).await, expected);
    }
}

#[tokio::test]
async fn many_customers_are_imported_a_thousand_at_a_time() {
    let fake = Fake::default();
    let (stigg, _) = client(&fake);
    let records = |count| ImportCustomerBulk::new(vec![ImportCustomer::default(); count]);
    stigg.import_customer_bulk(records(0)).await.unwrap();
    assert_eq!(fake.others(), 0);
    stigg.import_customer_bulk(records(2_001)).await.unwrap();
    assert_eq!(fake.others(), 3);
    fake.fail(ErrorKind::Timeout);
    let failure = stigg.import_customer_bulk(records(1_001)).await.unwrap_err();
    assert_eq!((failure.outcomes().len(), fake.others()), (1_001, 4));
}

#[tokio::test]
async fn an_import_goes_out_a_thousand_at_a_time_and_outdates_all_its_customers() {
    let fake = Fake::with_limit(5.0);
    let (stigg, _) = client(&fake);
    ask(&stigg).await;
    let mut subscriptions: Vec<_> = (0..2_000)
        .map(|n| ImportSubscription::new(format!("customer-{n}"), "plan-pro"))
        .collect();
    subscriptions.push(ImportSubscription::new(CUSTOMER, "plan-pro"));
    stigg
        .import_subscription_bulk(ImportSubscriptionBulk::new(subscriptions))
        .await
        .unwrap();
    assert_eq!(fake.others(), 3);
    assert_eq!(fake.reads(), 1, "nothing is read before it is asked for");
    fake.answer(metered(500.0, 0.0));
    assert_eq!(ask(&stigg).await.usage_limit, Some(500.0));
    assert_eq!(fake.last_consistency(), Some(Consistency::ReadYourWrites));
}

#[tokio::test]
async fn an_import_that_was_refused_outdates_nothing_and_one_that_was_not_answered_does() {
    let fake = Fake::with_limit(5.0);
    let (stigg, _) = client(&fake);
    ask(&stigg).await;
    let request = ImportSubscriptionBulk::new([ImportSubscription::new(CUSTOMER, "plan-pro")]);
    fake.fail_with(Error::new(ErrorKind::Validation).with_delivery(Delivery::Refused));
    let failure = stigg.import_subscription_bulk(request.clone()).await.unwrap_err();
    assert_eq!(failure.outcomes().len(), 1);
    fake.fail(None);
    ask(&stigg).await;
    assert_eq!(fake.reads(), 1);

    fake.fail_with(Error::new(ErrorKind::Timeout).with_delivery(Delivery::Unanswered));
    stigg.import_subscription_bulk(request).await.unwrap_err();
    fake.fail(None);
    ask(&stigg).await;
    assert_eq!(fake.reads(), 2);
}

#[tokio::test]
async fn a_preview_leaves_the_cache_alone() {
    let fake = Fake::with_limit(5.0);
    let (stigg, _) = client(&fake);
    ask(&stigg).await;
    let request = PreviewSubscription::new(CUSTOMER, "plan-pro");
    stigg.preview_subscription(request.clone()).await.unwrap();
    fake.fail_with(Error::new(ErrorKind::Timeout).with_delivery(Delivery::Unanswered));
    stigg.preview_subscription(request).await.unwrap_err();
    fake.fail(None);
    ask(&stigg).await;
    assert_eq!(fake.reads(), 1);
}
