use serde_json::json;

use super::*;
use crate::serde_ext::fields::assert_every_field_is_set;
use crate::{
    BillingAddress, CouponDiscountInput, CreditRateInput, Currency, MoneyInput, PriceTierInput,
    SubscriptionCreditEntitlement, SubscriptionProrationBehavior, TaxExempt,
};

fn moment() -> Timestamp {
    "2025-06-15T12:34:56Z".parse().unwrap()
}

#[test]
fn everything_can_be_said() {
    let request = ProvisionSubscription::new("customer-42", "plan-pro")
        .with_id("subscription-1")
        .with_paying_customer_id("customer-1")
        .with_resource_id("site-1")
        .with_billing_period(BillingPeriod::Monthly)
        .with_addon("addon-support", 1)
        .with_unit_quantity(2)
        .with_price_unit_amount(2)
        .with_billable_feature("seats", 5)
        .with_charge(Charge::feature("seats", 5))
        .with_charge(Charge::credit("tokens", 100))
        .with_schedule_strategy(ScheduleStrategy::Immediate)
        .with_start_date(moment())
        .with_cancellation_date(moment())
        .with_skip_trial(false)
        .with_trial_override_configuration(TrialOverrideConfiguration::trial_until(moment()))
        .with_applied_coupon(SubscriptionCouponInput::billing_coupon("co_1").with_start_date(moment()))
        .with_promotion_code("SPRING")
        .with_price_overrides([PriceOverrideInput::addon("addon-support")])
        .with_entitlements([SubscriptionCreditEntitlement::new("tokens", 50, crate::CreditCadence::Month).into()])
        .with_subscription_entitlements([SubscriptionEntitlementInput::new("sso").with_description("a gift")])
        .with_budget(BudgetConfiguration::hard(100))
        .with_minimum_spend(MoneyInput::new(10, Currency::Usd))
        .with_billing_information(SubscriptionBillingInfo::new().with_tax_percentage(19))
        .with_billing_cycle_anchor(SubscriptionBillingCycleAnchor::Unchanged)
        .with_billing_country_code("DE")
        .with_billing_id("sub_1")
        .with_payment_collection_method(PaymentCollectionMethod::Charge)
        .with_await_payment_confirmation(true)
        .with_checkout_options(CheckoutOptions::new("https://example.com/ok", "https://example.com/no"))
        .with_salesforce_id("sf-1")
        .with_metadata([("tier".to_owned(), "gold".to_owned())]);
    assert_every_field_is_set(&request);
    let json = json!({
        "customerId": "customer-42", "planId": "plan-pro", "id": "subscription-1", "payingCustomerId": "customer-1",
        "resourceId": "site-1", "billingPeriod": "MONTHLY", "addons": [{"addonId": "addon-support", "quantity": 1}],
        "unitQuantity": 2.0, "priceUnitAmount": 2.0, "billableFeatures": [{"featureId": "seats", "quantity": 5.0}],
        "charges": [
            {"id": "seats", "quantity": 5.0, "type": "FEATURE"},
            {"id": "tokens", "quantity": 100.0, "type": "CREDIT"},
        ],
        "scheduleStrategy": "IMMEDIATE", "startDate": "2025-06-15T12:34:56.000Z",
        "cancellationDate": "2025-06-15T12:34:56.000Z", "skipTrial": false,
        "trialOverrideConfiguration": {"isTrial": true, "trialEndDate": "2025-06-15T12:34:56.000Z"},
        "appliedCoupon": {"billingCouponId": "co_1", "configuration": {"startDate": "2025-06-15T12:34:56.000Z"}},
        "promotionCode": "SPRING", "priceOverrides": [{"addonId": "addon-support"}],
        "entitlements": [{"credit": {"customCurrencyId": "tokens", "amount": 50.0, "cadence": "MONTH"}}],
        "subscriptionEntitlements": [{"featureId": "sso", "description": "a gift"}],
        "budget": {"limit": 100.0, "hasSoftLimit": false}, "minimumSpend": {"minimum": {"amount": 10, "currency": "USD"}},
        "billingInformation": {"taxPercentage": 19.0}, "billingCycleAnchor": "UNCHANGED", "billingCountryCode": "DE",
        "billingId": "sub_1", "paymentCollectionMethod": "CHARGE", "awaitPaymentConfirmation": true,
        "checkoutOptions": {"successUrl": "https://example.com/ok", "cancelUrl": "https://example.com/no"},
        "salesforceId": "sf-1", "metadata": {"tier": "gold"},
    });
    assert_eq!(serde_json::to_value(&request).unwrap(), json);
    assert_eq!(serde_json::from_value::<ProvisionSubscription>(json).unwrap(), request);
    assert!(request.validate().is_ok());
}

#[test]
fn everything_can_be_said_of_checkout_and_billing() {
    let checkout = CheckoutOptions::new("https://example.com/ok", "https://example.com/no")
        .with_allow_promo_codes(true)
        .with_allow_tax_id_collection(true)
        .with_collect_billing_address(true)
        .with_collect_phone_number(false)
        .with_reference_id("order-1");
    assert_every_field_is_set(&checkout);

    let address = BillingAddress::new()
        .with_line1("Main St 1")
        .with_line2("2nd floor")
        .with_city("Berlin")
        .with_postal_code("10115")
        .with_state("BE")
        .with_country("DE");
    assert_every_field_is_set(&address);

    let billing = SubscriptionBillingInfo::new()
        .with_tax_rate_ids(["txr_1".to_owned()])
        .with_tax_percentage(19)
        .with_tax_ids([TaxExempt::new("eu_vat", "DE123456789")])
        .with_billing_address(address)
        .with_metadata([("tier".to_owned(), "gold".to_owned())])
        .with_charge_on_behalf_of_account("acct_1")
        .with_coupon_id("co_1")
        .with_invoice_paid(false)
        .with_backdated(false)
        .with_invoice_days_until_due(14)
        .with_integration_id("integration-1")
        .with_proration_behavior(SubscriptionProrationBehavior::CreateProrations);
    assert_every_field_is_set(&billing);
    let json = serde_json::to_value(&billing).unwrap();
    assert_eq!(json["isInvoicePaid"], false);
    assert_eq!(json["invoiceDaysUntilDue"], 14.0);
    assert_eq!(
        serde_json::from_value::<SubscriptionBillingInfo>(json).unwrap(),
        billing
    );
}

#[test]
fn a_list_replaces_what_was_added_before() {
    let request = ProvisionSubscription::new("c", "p")
        .with_addon("a", 1)
        .with_addons([SubscriptionAddonInput::new("b")])
        .with_addon("c", 3);
    let json = json!([{"addonId": "b"}, {"addonId": "c", "quantity": 3}]);
    assert_eq!(serde_json::to_value(request.addons).unwrap(), json);
}

#[test]
fn a_request_names_what_is_wrong_with_it() {
    #[track_caller]
    fn check(request: &ProvisionSubscription, expected: &str) {
        assert_eq!(request.validate().unwrap_err().to_string(), expected);
    }
    let request = ProvisionSubscription::new("c", "p");
    let coupon = |coupon| request.clone().with_applied_coupon(coupon);
    let price = |price| {
        request
            .clone()
            .with_price_overrides([PriceOverrideInput::default(), price])
    };
    let money = || MoneyInput::new(1, Currency::Usd);

    check(&ProvisionSubscription::new("", "p"), "`customerId` is empty");
    check(&ProvisionSubscription::new("c", " "), "`planId` is blank");
    check(&request.clone().with_id(""), "`id` is empty");
    check(
        &request.clone().with_paying_customer_id(""),
        "`payingCustomerId` is empty",
    );
    check(&request.clone().with_resource_id(""), "`resourceId` is empty");
    check(&request.clone().with_addon("", 1), "`addons[0].addonId` is empty");
    check(
        &request.clone().with_addon("a", -1),
        "`addons[0].quantity` is -1; it cannot be negative",
    );
    check(
        &request.clone().with_unit_quantity(f64::NAN),
        "`unitQuantity` is NaN, which is not a number that can be sent",
    );
    check(
        &request.clone().with_price_unit_amount(-1),
        "`priceUnitAmount` is -1; it cannot be negative",
    );
    check(
        &request.clone().with_billable_feature("f", -0.5),
        "`billableFeatures[0].quantity` is -0.5; it cannot be negative",
    );
    check(
        &request.clone().with_charge(Charge::credit("", 1)),
        "`charges[0].id` is empty",
    );
    check(
        &request.clone().with_charge(Charge::feature("f", -1)),
        "`charges[0].quantity` is -1; it cannot be negative",
    );
    check(
        &coupon(SubscriptionCouponInput::default()),
        "`appliedCoupon` names no coupon",
    );
    check(
        &coupon(SubscriptionCouponInput::default().with_start_date(moment())),
        "`appliedCoupon` names no coupon",
    );
    check(
        &coupon(SubscriptionCouponInput::coupon("")),
        "`appliedCoupon.couponId` is empty",
    );
    check(
        &coupon(SubscriptionCouponInput::discount(CouponDiscountInput::percent_off(120))),
        "`appliedCoupon.discount.percentOff` is 120; it cannot be more than 100",
    );
    check(
        &coupon(SubscriptionCouponInput::discount(CouponDiscountInput::percent_off(-1))),
        "`appliedCoupon.discount.percentOff` is -1; it cannot be negative",
    );
    check(
        &coupon(SubscriptionCouponInput::discount(
            CouponDiscountInput::amounts_off([money()]).with_duration_in_months(-1),
        )),
        "`appliedCoupon.discount.durationInMonths` is -1; it cannot be negative",
    );
    check(
        &price(PriceOverrideInput::feature("")),
        "`priceOverrides[1].featureId` is empty",
    );
    check(
        &price(PriceOverrideInput::credits("tokens").with_block_size(-1)),
        "`priceOverrides[1].blockSize` is -1; it cannot be negative",
    );
    check(
        &price(PriceOverrideInput::feature("f").with_tiers([
            PriceTierInput::up_to(-10).with_unit_price(money()),
            PriceTierInput::open().with_flat_price(money()),
        ])),
        "`priceOverrides[1].tiers[0].upTo` is -10; it cannot be negative",
    );
    check(
        &price(PriceOverrideInput::feature("f").with_credit_rate(CreditRateInput::new(1, ""))),
        "`priceOverrides[1].creditRate.currencyId` is empty",
    );
    check(
        &request
            .clone()
            .with_subscription_entitlements([SubscriptionEntitlementInput::new("f").with_usage_limit(f64::INFINITY)]),
        "`subscriptionEntitlements[0].usageLimit` is inf, which is not a number that can be sent",
    );
    check(
        &request.clone().with_entitlements([SubscriptionCreditEntitlement::new(
            "tokens",
            -5,
            crate::CreditCadence::Year,
        )
        .into()]),
        "`entitlements[0].credit.amount` is -5; it cannot be negative",
    );
    check(
        &request.clone().with_budget(BudgetConfiguration::hard(-1)),
        "`budget.limit` is -1; it cannot be negative",
    );
    check(
        &request
            .clone()
            .with_billing_information(SubscriptionBillingInfo::new().with_tax_percentage(-19)),
        "`billingInformation.taxPercentage` is -19; it cannot be negative",
    );
    check(
        &request
            .clone()
            .with_checkout_options(CheckoutOptions::new("", "https://example.com/no")),
        "`checkoutOptions.successUrl` is empty",
    );
    check(
        &request
            .clone()
            .with_checkout_options(CheckoutOptions::new("https://example.com/ok", " ")),
        "`checkoutOptions.cancelUrl` is blank",
    );
    assert!(request.validate().is_ok());
    assert!(
        coupon(SubscriptionCouponInput::promotion_code("SPRING"))
            .validate()
            .is_ok()
    );
}

#[test]
fn an_answer_is_a_subscription_or_a_checkout() {
    let mut success = ProvisionSubscriptionResult::success(Subscription::new("s", "c", "p"));
    success.entitlements = Some(Vec::new());
    let json = serde_json::to_value(&success).unwrap();
    assert_eq!(json["provisionStatus"], "SUCCESS");
    assert_eq!(json["subscription"]["planId"], "p");
    assert_eq!(json.get("entitlements"), None);

    let mut checkout = ProvisionSubscriptionResult::payment_required("https://example.com/pay");
    checkout.checkout_billing_id = Some("cs_1".to_owned());
    let json = json!({
        "provisionStatus": "PAYMENT_REQUIRED", "checkoutUrl": "https://example.com/pay", "checkoutBillingId": "cs_1",
    });
    assert_eq!(serde_json::to_value(&checkout).unwrap(), json);
    assert_eq!(
        serde_json::from_value::<ProvisionSubscriptionResult>(json).unwrap(),
        checkout
    );
}
