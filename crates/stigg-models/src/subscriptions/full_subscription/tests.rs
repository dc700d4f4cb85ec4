use serde_json::json;

use super::*;
use crate::{Product, SubscriptionScheduleStatus, SubscriptionScheduleType};

fn moment() -> Timestamp {
    "2025-06-15T12:34:56Z".parse().unwrap()
}

fn plan() -> Plan {
    Plan::new("plan-pro", "Pro", Product::new("product-crm"))
}

#[test]
fn null_and_absent_are_the_same() {
    let plan = || serde_json::to_value(plan()).unwrap();
    let json = json!({
        "id": "s", "status": "ACTIVE", "plan": plan(), "pricingType": "FREE", "startDate": "2025-06-15T12:34:56.000Z",
        "paymentCollection": "NOT_REQUIRED",
    });
    let absent: FullSubscription = serde_json::from_value(json).unwrap();
    assert_eq!(absent, FullSubscription::new("s", self::plan(), moment()));
    let null = serde_json::from_value::<FullSubscription>(json!({
        "id": "s", "payingCustomer": null, "resource": null, "status": "ACTIVE", "plan": plan(), "addons": null,
        "prices": null, "totalPrice": null, "price": null, "pricingType": "FREE",
        "startDate": "2025-06-15T12:34:56.000Z", "endDate": null, "trialEndDate": null, "cancellationDate": null,
        "effectiveEndDate": null, "currentBillingPeriodEnd": null, "trialConfiguration": null, "metadata": null,
        "billingId": null, "billingLinkUrl": null, "billingSyncError": null, "latestInvoice": null,
        "paymentCollection": "NOT_REQUIRED", "paymentCollectionMethod": null, "experimentInfo": {},
        "futureUpdates": null, "scheduledUpdates": null,
    }));
    assert_eq!(null.unwrap(), absent);
}

#[test]
fn a_subscription_comes_back_as_it_went() {
    let mut subscription = FullSubscription::new("s", plan(), moment());
    subscription.paying_customer = Some(Customer::new("customer-1", moment()));
    subscription.addons = vec![FullSubscriptionAddon::new(Addon::new("addon-support", "Support"), 2)];
    subscription.trial_configuration = Some(TrialConfiguration::new(TrialEndBehavior::ConvertToPaid));
    subscription.payment_collection_method = Some(PaymentCollectionMethod::Invoice);
    let update = SubscriptionFutureUpdate::new(
        SubscriptionScheduleType::Coupon,
        SubscriptionScheduleStatus::PendingPayment,
        moment(),
    );
    subscription.future_updates = vec![update.clone()];
    subscription.scheduled_updates = vec![update];
    let json = serde_json::to_value(&subscription).unwrap();
    assert_eq!(json["addons"][0]["addon"]["id"], "addon-support");
    assert_eq!(json["addons"][0]["quantity"], 2.0);
    assert_eq!(json["payingCustomer"]["id"], "customer-1");
    assert_eq!(
        json["trialConfiguration"],
        json!({"trialEndBehavior": "CONVERT_TO_PAID"})
    );
    assert_eq!(json["futureUpdates"], json["scheduledUpdates"]);
    assert_eq!(serde_json::from_value::<FullSubscription>(json).unwrap(), subscription);
}

#[test]
fn lists_that_the_official_sdk_does_not_have_are_left_out_when_empty() {
    let json = serde_json::to_value(FullSubscription::new("s", plan(), moment())).unwrap();
    assert_eq!(json.get("scheduledUpdates"), None);
    assert_eq!(json["futureUpdates"], json!([]));
}
