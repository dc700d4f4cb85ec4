use serde_json::json;

use super::*;
use crate::serde_ext::fields::assert_every_field_is_set;
use crate::{
    Address, BillableFeature, BillingPeriod, BudgetConfiguration, Charge, Currency, MoneyInput,
    PaymentCollectionMethod, PriceOverrideInput, SubscriptionBillingCycleAnchor, SubscriptionBillingInfo,
    SubscriptionCouponInput, SubscriptionEntitlementInput, SubscriptionFeatureEntitlement, TaxExempt,
    TrialOverrideConfiguration,
};

fn moment() -> Timestamp {
    "2025-06-15T12:34:56Z".parse().unwrap()
}

fn metadata() -> Metadata {
    Metadata::from([("tier".to_owned(), "gold".to_owned())])
}

#[test]
fn everything_can_be_said_of_a_customer() {
    let request = ProvisionCustomer::new("customer-42")
        .with_name("Ada")
        .with_email("ada@example.com")
        .with_billing_id("cus_1")
        .with_salesforce_id("sf-1")
        .with_crm_id("crm-1")
        .with_aws_marketplace_customer_id("aws-1")
        .with_billing_info(BillingInfo::new())
        .with_coupon_id("spring")
        .with_metadata(metadata())
        .with_exclude_from_experiment(true)
        .with_created_at(moment())
        .with_subscription_params(CreateSubscriptionParams::new("plan-free"));
    assert_every_field_is_set(&request);
    let json = json!({
        "customerId": "customer-42", "name": "Ada", "email": "ada@example.com", "billingId": "cus_1",
        "salesforceId": "sf-1", "crmId": "crm-1", "awsMarketplaceCustomerId": "aws-1", "billingInfo": {},
        "couponId": "spring", "metadata": {"tier": "gold"}, "excludeFromExperiment": true,
        "createdAt": "2025-06-15T12:34:56.000Z", "subscriptionParams": {"planId": "plan-free"},
    });
    assert_eq!(serde_json::to_value(&request).unwrap(), json);
    assert_eq!(serde_json::from_value::<ProvisionCustomer>(json).unwrap(), request);
}

#[test]
fn everything_can_be_said_of_the_first_subscription() {
    let params = CreateSubscriptionParams::new("plan-pro")
        .with_id("subscription-1")
        .with_resource_id("site-1")
        .with_billing_period(BillingPeriod::Annually)
        .with_addon("addon-support", 1)
        .with_unit_quantity(2)
        .with_billable_feature("seats", 5)
        .with_charge(Charge::credit("tokens", 100))
        .with_start_date(moment())
        .with_skip_trial(true)
        .with_trial_override_configuration(TrialOverrideConfiguration::no_trial())
        .with_applied_coupon(SubscriptionCouponInput::coupon("spring"))
        .with_promotion_code("SPRING")
        .with_price_overrides([PriceOverrideInput::base_charge(MoneyInput::new(5, Currency::Usd))])
        .with_entitlements([SubscriptionFeatureEntitlement::new("sso").into()])
        .with_subscription_entitlements([SubscriptionEntitlementInput::new("sso")])
        .with_budget(BudgetConfiguration::soft(100))
        .with_minimum_spend(MoneyInput::new(10, Currency::Usd))
        .with_billing_information(SubscriptionBillingInfo::new())
        .with_billing_cycle_anchor(SubscriptionBillingCycleAnchor::Now)
        .with_billing_country_code("DE")
        .with_billing_id("sub_1")
        .with_payment_collection_method(PaymentCollectionMethod::Invoice)
        .with_await_payment_confirmation(false)
        .with_salesforce_id("sf-1")
        .with_metadata(metadata());
    assert_every_field_is_set(&params);
    let json = json!({
        "planId": "plan-pro", "id": "subscription-1", "resourceId": "site-1", "billingPeriod": "ANNUALLY",
        "addons": [{"addonId": "addon-support", "quantity": 1}], "unitQuantity": 2.0,
        "billableFeatures": [{"featureId": "seats", "quantity": 5.0}],
        "charges": [{"id": "tokens", "quantity": 100.0, "type": "CREDIT"}], "startDate": "2025-06-15T12:34:56.000Z",
        "skipTrial": true, "trialOverrideConfiguration": {"isTrial": false}, "appliedCoupon": {"couponId": "spring"},
        "promotionCode": "SPRING", "priceOverrides": [{"baseCharge": true, "price": {"amount": 5, "currency": "USD"}}],
        "entitlements": [{"feature": {"featureId": "sso"}}], "subscriptionEntitlements": [{"featureId": "sso"}],
        "budget": {"limit": 100.0, "hasSoftLimit": true}, "minimumSpend": {"minimum": {"amount": 10, "currency": "USD"}},
        "billingInformation": {}, "billingCycleAnchor": "NOW", "billingCountryCode": "DE", "billingId": "sub_1",
        "paymentCollectionMethod": "INVOICE", "awaitPaymentConfirmation": false, "salesforceId": "sf-1",
        "metadata": {"tier": "gold"},
    });
    assert_eq!(serde_json::to_value(&params).unwrap(), json);
    assert_eq!(
        serde_json::from_value::<CreateSubscriptionParams>(json).unwrap(),
        params
    );
    assert!(params.validate().is_ok());
}

#[test]
fn everything_can_be_told_to_the_billing_provider() {
    let address = Address::new()
        .with_address_line1("Main St 1")
        .with_address_line2("2nd floor")
        .with_city("Berlin")
        .with_postal_code("10115")
        .with_state("BE")
        .with_country("DE")
        .with_phone_number("+49 30 1");
    assert_every_field_is_set(&address);
    let info = BillingInfo::new()
        .with_customer_name("Ada")
        .with_billing_address(address.clone())
        .with_shipping_address(address)
        .with_currency(Currency::Eur)
        .with_timezone("Europe/Berlin")
        .with_language("de")
        .with_tax_ids([TaxExempt::new("eu_vat", "DE123456789")])
        .with_invoice_custom_fields(metadata())
        .with_payment_method_id("pm_1")
        .with_metadata(metadata())
        .with_integration_id("integration-1");
    assert_every_field_is_set(&info);
    let json = serde_json::to_value(&info).unwrap();
    assert_eq!(json["taxIds"], json!([{"type": "eu_vat", "value": "DE123456789"}]));
    assert_eq!(json["billingAddress"]["addressLine1"], "Main St 1");
    assert_eq!(serde_json::from_value::<BillingInfo>(json).unwrap(), info);
}

#[test]
fn a_request_names_what_is_wrong_with_it() {
    #[track_caller]
    fn check(request: &ProvisionCustomer, expected: &str) {
        assert_eq!(request.validate().unwrap_err().to_string(), expected);
    }
    let request = ProvisionCustomer::new("c");
    let params = CreateSubscriptionParams::new("p");
    let with = |params| request.clone().with_subscription_params(params);
    check(&ProvisionCustomer::new(""), "`customerId` is empty");
    check(&request.clone().with_coupon_id(" "), "`couponId` is blank");
    check(
        &request
            .clone()
            .with_billing_info(BillingInfo::new().with_tax_ids([TaxExempt::new("eu_vat", "")])),
        "`billingInfo.taxIds[0].value` is empty",
    );
    check(
        &with(CreateSubscriptionParams::new("")),
        "`subscriptionParams.planId` is empty",
    );
    check(
        &with(params.clone().with_addon("a", 1).with_addon("b", -2)),
        "`subscriptionParams.addons[1].quantity` is -2; it cannot be negative",
    );
    check(
        &with(params.clone().with_billable_features([BillableFeature::new("", 1)])),
        "`subscriptionParams.billableFeatures[0].featureId` is empty",
    );
    check(
        &with(params.clone().with_applied_coupon(SubscriptionCouponInput::default())),
        "`subscriptionParams.appliedCoupon` names no coupon",
    );
    assert!(with(params).validate().is_ok());
    assert!(ProvisionCustomer::default().validate().is_ok());
}

#[test]
fn no_subscription_may_be_said_with_null() {
    let json = json!({"customerId": "customer-42", "subscriptionParams": null});
    let request: ProvisionCustomer = serde_json::from_value(json).unwrap();
    assert_eq!(request, ProvisionCustomer::new("customer-42"));
}

#[test]
fn the_entitlements_of_an_answer_are_not_part_of_its_json() {
    let mut answer = ProvisionedCustomer::new(Customer::new("customer-42", moment()));
    answer.entitlements = Some(vec![EntitlementState::Unknown]);
    let json = json!({
        "customer": {"id": "customer-42", "updatedAt": "2025-06-15T12:34:56.000Z"},
        "subscriptionDecisionStrategy": "SKIPPED_SUBSCRIPTION_CREATION",
    });
    assert_eq!(serde_json::to_value(&answer).unwrap(), json);
    answer.entitlements = None;
    assert_eq!(serde_json::from_value::<ProvisionedCustomer>(json).unwrap(), answer);
}
