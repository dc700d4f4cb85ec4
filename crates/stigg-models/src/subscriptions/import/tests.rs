use serde_json::json;

use super::*;
use crate::SubscriptionFeatureEntitlement;
use crate::serde_ext::fields::assert_every_field_is_set;

#[test]
fn everything_can_be_told_about_a_subscription() {
    let moment: Timestamp = "2025-06-15T12:34:56Z".parse().unwrap();
    let request = ImportSubscription::new("customer-42", "plan-pro")
        .with_subscription_id("subscription-1")
        .with_resource_id("site-1")
        .with_billing_id("sub_1")
        .with_billing_period(BillingPeriod::Monthly)
        .with_addon("addon-support", 2)
        .with_unit_quantity(2)
        .with_billable_feature("seats", 5)
        .with_charge(Charge::feature("seats", 5))
        .with_start_date(moment)
        .with_end_date(moment)
        .with_updated_at(moment)
        .with_entitlements([SubscriptionFeatureEntitlement::new("sso").into()])
        .with_subscription_entitlements([SubscriptionEntitlementInput::new("sso")])
        .with_salesforce_id("sf-1")
        .with_metadata([("tier".to_owned(), "gold".to_owned())]);
    assert_every_field_is_set(&request);
    let date = "2025-06-15T12:34:56.000Z";
    let json = json!({
        "customerId": "customer-42", "planId": "plan-pro", "subscriptionId": "subscription-1", "resourceId": "site-1",
        "billingId": "sub_1", "billingPeriod": "MONTHLY", "addons": [{"addonId": "addon-support", "quantity": 2}],
        "unitQuantity": 2.0, "billableFeatures": [{"featureId": "seats", "quantity": 5.0}],
        "charges": [{"id": "seats", "quantity": 5.0, "type": "FEATURE"}], "startDate": date, "endDate": date,
        "updatedAt": date, "entitlements": [{"feature": {"featureId": "sso"}}],
        "subscriptionEntitlements": [{"featureId": "sso"}], "salesforceId": "sf-1", "metadata": {"tier": "gold"},
    });
    assert_eq!(serde_json::to_value(&request).unwrap(), json);

    let bulk = ImportSubscriptionBulk::new([request]).with_integration_id("integration-1");
    assert_every_field_is_set(&bulk);
    assert!(bulk.validate().is_ok());
    let json = json!({"subscriptions": [json], "integrationId": "integration-1"});
    assert_eq!(serde_json::to_value(&bulk).unwrap(), json);
    assert_eq!(serde_json::from_value::<ImportSubscriptionBulk>(json).unwrap(), bulk);
}

#[test]
fn what_is_wrong_is_named_by_its_place() {
    #[track_caller]
    fn check(subscription: ImportSubscription, expected: &str) {
        let good = ImportSubscription::new("c", "p");
        let bulk = ImportSubscriptionBulk::new([good, subscription]);
        assert_eq!(bulk.validate().unwrap_err().to_string(), expected);
    }
    check(
        ImportSubscription::new("", "p"),
        "`subscriptions[1].customerId` is empty",
    );
    check(ImportSubscription::new("c", " "), "`subscriptions[1].planId` is blank");
    check(
        ImportSubscription::new("c", "p").with_addon("a", -1),
        "`subscriptions[1].addons[0].quantity` is -1; it cannot be negative",
    );
    let nowhere = ImportSubscriptionBulk::new([]).with_integration_id("");
    assert_eq!(nowhere.validate().unwrap_err().to_string(), "`integrationId` is empty");
}
