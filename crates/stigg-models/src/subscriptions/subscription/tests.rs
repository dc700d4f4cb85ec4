use serde_json::json;

use super::*;
use crate::{BillingModel, BillingPeriod, Currency, Decimal, Money, PriceFeature};

#[test]
fn null_and_absent_are_the_same() {
    let json = json!({
        "id": "s", "status": "ACTIVE", "customerId": "c", "planId": "p", "paymentCollection": "NOT_REQUIRED",
        "pricingType": "FREE",
    });
    let absent: Subscription = serde_json::from_value(json).unwrap();
    assert_eq!(absent, Subscription::new("s", "c", "p"));
    let null = serde_json::from_value::<Subscription>(json!({
        "id": "s", "resource": null, "status": "ACTIVE", "customerId": "c", "planId": "p", "addons": null,
        "addonIds": null, "metadata": null, "billingId": null, "billingLinkUrl": null, "latestInvoice": null,
        "paymentCollection": "NOT_REQUIRED", "pricingType": "FREE", "effectiveEndDate": null, "cancellationDate": null,
        "currentBillingPeriodEnd": null, "prices": null, "totalPrice": null, "price": null, "experimentInfo": {},
        "billingSyncError": null,
    }));
    assert_eq!(null.unwrap(), absent);
}

#[test]
fn a_subscription_travels_as_in_the_official_sdk() {
    let money = |cents| Money::new(Decimal::new(cents, 2), Currency::Usd);
    let mut subscription = Subscription::new("s", "c", "p");
    subscription.resource = Some(CustomerResource::new("site-1"));
    subscription.addons = vec![SubscriptionAddon::new("addon-support", 2)];
    subscription.addon_ids = vec!["addon-support".to_owned()];
    subscription.total_price = Some(SubscriptionTotalPrice::new(money(2499), money(1999)));
    let mut price = SubscriptionPrice::new(
        BillingModel::PerUnit,
        BillingPeriod::Monthly,
        money(1999).amount,
        money(2499).amount,
        Currency::Usd,
    );
    let mut seats = PriceFeature::new("seats", "Seats");
    seats.unit_quantity = Some(5.0);
    price.feature = Some(seats);
    subscription.price = Some(price);
    let json = json!({
        "id": "s", "resource": {"id": "site-1"}, "status": "ACTIVE", "customerId": "c", "planId": "p",
        "addons": [{"addonId": "addon-support", "quantity": 2.0}], "addonIds": ["addon-support"],
        "paymentCollection": "NOT_REQUIRED", "pricingType": "FREE", "prices": [],
        "totalPrice": {
            "subTotal": {"amount": 24.99, "currency": "USD"}, "total": {"amount": 19.99, "currency": "USD"},
        },
        "price": {
            "pricingModel": "PER_UNIT", "billingPeriod": "MONTHLY", "amount": 19.99, "grossAmount": 24.99,
            "currency": "USD", "feature": {"featureId": "seats", "displayName": "Seats", "unitQuantity": 5.0},
        },
    });
    assert_eq!(serde_json::to_value(&subscription).unwrap(), json);
    assert_eq!(serde_json::from_value::<Subscription>(json).unwrap(), subscription);
}

#[test]
fn metadata_that_is_no_text_does_not_sink_the_answer() {
    let json = json!({
        "id": "s", "status": "ACTIVE", "customerId": "c", "planId": "p", "paymentCollection": "NOT_REQUIRED",
        "pricingType": "FREE", "metadata": {"seats": 5, "vip": true, "note": null, "tier": "gold"},
    });
    let metadata = serde_json::from_value::<Subscription>(json).unwrap().metadata.unwrap();
    assert_eq!(
        serde_json::to_value(metadata).unwrap(),
        json!({"seats": "5", "vip": "true", "tier": "gold"})
    );
}
