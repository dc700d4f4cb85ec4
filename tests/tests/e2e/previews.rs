//! Previews, estimates and imports: what a subscription is going to cost, and subscriptions that come from elsewhere.

use std::time::Duration;

use stigg::models::{
    BillingPeriod, Currency, DateRange, Decimal, DiscountType, EstimateSubscription, EstimateSubscriptionUpdate,
    GetActiveSubscriptions, GetMeteredEntitlement, ImportSubscription, ImportSubscriptionBulk, InvoiceLineItemType,
    Money, PreviewNextInvoice, PreviewSubscription, TrialOverrideConfiguration,
};
use stigg::{Delivery, ErrorKind};
use stigg_emulator::Fault;
use stigg_tests::{DAY, World, at, refused};

fn usd(cents: i64) -> Money {
    Money::new(Decimal::new(cents, 2).normalize(), Currency::Usd)
}

fn pro(customer_id: &str) -> PreviewSubscription {
    PreviewSubscription::new(customer_id, "plan-pro").with_billing_period(BillingPeriod::Monthly)
}

#[tokio::test]
async fn a_preview_tells_what_is_paid_now_and_later_and_changes_nothing() {
    let world = World::start().await;
    world.customer("ada").await;
    let request = pro("ada")
        .with_trial_override_configuration(TrialOverrideConfiguration::no_trial())
        .with_addon("addon-renders", 2);
    let preview = world.stigg.preview_subscription(request).await.unwrap();
    assert_eq!(preview.immediate_invoice.total, usd(30_00));
    assert_eq!(preview.immediate_invoice.proration, None);
    assert_eq!(preview.recurring_invoice.unwrap().total, usd(30_00));
    assert_eq!(
        preview.billing_period_range,
        DateRange::new(at("2026-01-31T10:00:00Z"), at("2026-02-28T10:00:00Z"))
    );
    assert!(!preview.is_plan_downgrade && !preview.has_scheduled_updates);

    let trial = world.stigg.preview_subscription(pro("ada")).await.unwrap();
    assert_eq!(trial.immediate_invoice.total, usd(0));
    assert_eq!(trial.recurring_invoice.unwrap().total, usd(20_00));

    let subscriptions = world
        .stigg
        .get_active_subscriptions(GetActiveSubscriptions::new("ada"))
        .await
        .unwrap();
    assert!(subscriptions.is_empty());
}

#[tokio::test]
async fn a_change_in_mid_period_gives_back_and_charges_the_rest() {
    let world = World::start().await;
    world.pass(14 * DAY);
    let yearly = PreviewSubscription::new("pro-user", "plan-pro").with_billing_period(BillingPeriod::Annually);
    let preview = world.stigg.preview_subscription(yearly).await.unwrap();
    let invoice = preview.immediate_invoice;
    let proration = invoice.proration.unwrap();
    assert!(proration.has_prorations);
    assert_eq!(proration.proration_date, at("2026-02-14T10:00:00Z"));
    // The customer has a coupon, on what was paid as on what is to be paid.
    let details = invoice.discount_details.unwrap();
    assert_eq!(details.discount_type, DiscountType::Percentage);
    let kept = Decimal::ONE - Decimal::try_from(details.value).unwrap() / Decimal::ONE_HUNDRED;
    assert_eq!(proration.credit.amount, (Decimal::TEN * kept).normalize());
    assert_eq!(proration.debit.amount, (Decimal::from(200) * kept).normalize());
    assert_eq!(proration.net_amount, invoice.total);
    assert_eq!(invoice.total.amount, proration.debit.amount - proration.credit.amount);
    assert_eq!(
        invoice.sub_total.amount - invoice.discount.unwrap().amount,
        invoice.total.amount
    );

    let down = PreviewSubscription::new("pro-user", "plan-free");
    let preview = world.stigg.preview_subscription(down).await.unwrap();
    assert!(preview.is_plan_downgrade);
    assert_eq!(preview.immediate_invoice.total.amount, -proration.credit.amount);
    assert_eq!(preview.recurring_invoice, None);
}

#[tokio::test]
async fn estimates_tell_the_same_in_the_older_form() {
    let world = World::start().await;
    world.customer("ada").await;
    let request = EstimateSubscription::new("ada", "plan-pro")
        .with_billing_period(BillingPeriod::Monthly)
        .with_skip_trial(true);
    let estimate = world.stigg.estimate_subscription(request).await.unwrap();
    assert_eq!(estimate.total, usd(20_00));
    let price = estimate.subscription.unwrap();
    assert_eq!((price.total, price.tax), (usd(20_00), usd(0)));

    let id = world.subscribe("ada", "plan-pro").await;
    world.pass(14 * DAY);
    let request = EstimateSubscriptionUpdate::new(id).with_addon("addon-renders", 2);
    let estimate = world.stigg.estimate_subscription_update(request).await.unwrap();
    let proration = estimate.proration.unwrap();
    assert_eq!((proration.credit, proration.debit), (usd(10_00), usd(15_00)));
    assert_eq!(estimate.total, usd(5_00));
    assert_eq!(estimate.subscription.unwrap().total, usd(30_00));
}

#[tokio::test]
async fn the_next_invoice_has_a_line_for_each_price() {
    let world = World::start().await;
    world.customer("ada").await;
    let id = world.subscribe("ada", "plan-pro").await;
    let request = stigg::models::UpdateSubscription::new(&id).with_addon("addon-renders", 2);
    world.stigg.update_subscription(request).await.unwrap();
    let invoice = world
        .stigg
        .preview_next_invoice(PreviewNextInvoice::new(&id))
        .await
        .unwrap();
    assert_eq!((&invoice.total, &invoice.amount_due), (&usd(30_00), &usd(30_00)));
    assert_eq!(invoice.last_updated_at, at("2026-01-31T10:00:00Z"));
    let lines: Vec<_> = invoice
        .lines
        .iter()
        .map(|line| (&line.line_type, line.description.as_str(), line.quantity, &line.amount))
        .collect();
    assert_eq!(
        lines,
        [
            (&InvoiceLineItemType::BaseCharge, "Pro", Some(1), &usd(20_00)),
            (
                &InvoiceLineItemType::AddonCharge,
                "50 more renders",
                Some(2),
                &usd(10_00)
            ),
        ]
    );
    let line = &invoice.lines[0];
    assert_eq!(line.price.as_ref().unwrap().amount, Some(20.into()));
    assert_eq!(
        (line.period.start, line.period.end),
        (at("2026-02-28T10:00:00Z"), at("2026-03-31T10:00:00Z"))
    );
}

#[tokio::test]
async fn what_cannot_be_is_refused_and_the_error_says_why() {
    let world = World::start().await;
    let cases = [
        (pro("nobody"), ErrorKind::NotFound, "CustomerNotFound"),
        (
            PreviewSubscription::new("free-rider", "plan-pro"),
            ErrorKind::Validation,
            "BillingPeriodMissingError",
        ),
        (
            pro("free-rider").with_addon("addon-foreign", 1),
            ErrorKind::Validation,
            "IncompatibleSubscriptionAddon",
        ),
    ];
    for (request, kind, code) in cases {
        let error = refused(world.stigg.preview_subscription(request).await);
        assert_eq!((error.kind(), error.delivery()), (kind, Delivery::Refused), "{error:?}");
        assert_eq!(error.code().map(stigg::models::ErrorCode::as_str), Some(code));
        assert_eq!(error.operation(), Some("preview_subscription"));
    }
    let error = refused(world.stigg.preview_next_invoice(PreviewNextInvoice::new("s-0")).await);
    assert_eq!(error.kind(), ErrorKind::NotFound);
    let request = EstimateSubscriptionUpdate::new("s-0");
    let error = refused(world.stigg.estimate_subscription_update(request).await);
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn a_preview_whose_answer_is_lost_is_asked_for_again() {
    let world = World::start().await;
    let fault = Fault::lost_answer().on_operation("PreviewSubscription").times(2);
    world.emulator.faults().add(fault);
    world.stigg.preview_subscription(pro("free-rider")).await.unwrap();
    assert_eq!(world.sent(), ["PreviewSubscription"; 3]);
}

fn imported(customer_id: &str, id: &str) -> ImportSubscription {
    ImportSubscription::new(customer_id, "plan-pro")
        .with_subscription_id(id)
        .with_billing_period(BillingPeriod::Monthly)
}

#[tokio::test]
async fn imported_subscriptions_are_seen_by_the_next_check_and_wrong_ones_are_passed_over() {
    let world = World::start().await;
    let renders = async || {
        let request = GetMeteredEntitlement::new("free-rider", "renders");
        world.stigg.get_metered_entitlement(request).await.usage_limit
    };
    assert_eq!(renders().await, Some(10.0));
    let request = ImportSubscriptionBulk::new([
        imported("nobody", "subscription-1"),
        imported("free-rider", "subscription-2").with_addon("addon-renders", 1),
    ]);
    world.stigg.import_subscription_bulk(request).await.unwrap();
    assert_eq!(renders().await, Some(150.0));
    assert_eq!(
        world.sent(),
        [
            "entitlements-state.json",
            "ImportSubscriptionsBulk",
            "GetEntitlementsState"
        ]
    );
}

#[tokio::test]
async fn a_record_that_is_older_than_the_subscription_is_passed_over() {
    let world = World::start().await;
    world.pass(Duration::from_secs(60));
    let old = imported("pro-user", "subscription-pro")
        .with_addon("addon-renders", 1)
        .with_updated_at(at("2026-01-01T00:00:00Z"));
    let addons = async |record: ImportSubscription| {
        let request = ImportSubscriptionBulk::new([record]);
        world.stigg.import_subscription_bulk(request).await.unwrap();
        let request = GetActiveSubscriptions::new("pro-user");
        let found = world.stigg.get_active_subscriptions(request).await.unwrap();
        found[0].addons.len()
    };
    assert_eq!(addons(old.clone()).await, 0);
    assert_eq!(addons(old.with_updated_at(at("2026-02-01T00:00:00Z"))).await, 1);
}

#[tokio::test]
async fn of_many_imports_each_knows_what_became_of_it() {
    let world = World::start().await;
    let subscriptions: Vec<_> = (0..1_001).map(|n| imported("free-rider", &format!("s-{n}"))).collect();
    let fault = Fault::lost_answer().on_operation("ImportSubscriptionsBulk").times(1);
    world.emulator.faults().add(fault);
    let request = ImportSubscriptionBulk::new(subscriptions);
    let failure = world.stigg.import_subscription_bulk(request).await.unwrap_err();
    assert_eq!(failure.outcomes().len(), 1_001);
    let delivery = |place: usize| failure.outcomes()[place].as_ref().unwrap_err().delivery();
    assert_eq!(
        (delivery(999), delivery(1_000)),
        (Delivery::Unanswered, Delivery::NotSent)
    );
    assert_eq!(world.sent(), ["ImportSubscriptionsBulk"]);
}
