//! What the other tests do not see of customers.

use super::*;

#[test]
fn a_bulk_import_takes_what_is_valid_and_answers_a_task() {
    let world = World::rich();
    let import = "mutation($input: ImportCustomerBulkInput!) { importCustomersBulk(input: $input) }";
    let customers = json!([
        { "customerId": "one", "name": "One" },
        { "customerId": "not valid" },
        { "customerId": "a", "refId": "b" },
        { "customerId": "rich", "name": "Older", "updatedAt": "2020-01-01T00:00:00Z" },
        { "customerId": "two", "paymentMethodId": "pm_2" },
    ]);
    let data = world.run(import, json!({ "input": { "customers": customers } }));
    assert_eq!(data["importCustomersBulk"].as_str().unwrap().len(), 36);
    let found = world.run(
        "query { one: getCustomerByRefId(input: { customerId: \"one\" }) { name }
            two: getCustomerByRefId(input: { customerId: \"two\" }) { defaultPaymentMethodId }
            rich: getCustomerByRefId(input: { customerId: \"rich\" }) { name } }",
        json!({}),
    );
    assert_eq!(
        found,
        json!({ "one": { "name": "One" }, "two": { "defaultPaymentMethodId": "pm_2" }, "rich": { "name": "Rich" } })
    );

    let too_many = json!({ "input": { "customers": vec![json!({}); 1_001] } });
    let (_, body) = world.send(import, too_many);
    assert_eq!(body["errors"][0]["extensions"]["code"], "BadUserInput");
}

#[test]
fn the_portal_shows_what_the_customer_has_and_what_it_costs() {
    let world = World::rich();
    let document = "query($input: CustomerPortalInput!) { customerPortal(input: $input) {
        subscriptions {
            subscriptionId planId planName pricingType status trialRemainingDays
            billingPeriodRange { start end } totalPrice { subTotal { amount } total { amount } addonsTotal { amount } }
            pricing { billingPeriod billingModel unitQuantity price { amount currency } feature { refId } }
            prices { billingModel price { amount currency } feature { refId featureUnitsPlural } }
            addons { addonId quantity } scheduledUpdates { scheduleStatus } previewNextInvoice { total { amount } }
        }
        billingInformation { name email defaultPaymentMethodLast4Digits }
        canUpgradeSubscription billingPortalUrl resource { resourceId } configuration { customCss }
    } }";
    let portal = |input: Json| world.run(document, json!({ "input": input }))["customerPortal"].take();
    insta::assert_json_snapshot!(portal(
        json!({ "customerId": "rich", "resourceId": "site", "productId": "app" })
    ));

    // What belongs to a resource is shown with it alone, and where nothing is subscribed to, something can be.
    let elsewhere = portal(json!({ "customerId": "rich" }));
    assert_eq!(elsewhere["subscriptions"], json!([]));
    assert_eq!(elsewhere["canUpgradeSubscription"], json!(true));

    for (input, code) in [
        (json!({ "customerId": "nobody" }), "CustomerNotFound"),
        (
            json!({ "customerId": "rich", "productId": "none" }),
            "ProductNotFoundError",
        ),
    ] {
        let (_, body) = world.send(document, json!({ "input": input }));
        assert_eq!(body["errors"][0]["extensions"]["code"], code);
    }
}

#[test]
fn the_portal_counts_the_days_of_a_trial_and_knows_a_way_up() {
    let world = World::rich();
    world.run(
        "mutation { provisionCustomer(input: { refId: \"new\", subscriptionParams: { planId: \"team\", billingPeriod: MONTHLY,
            billableFeatures: [{ featureId: \"seats\", quantity: 2 }] } }) { customer { refId } }
          second: provisionCustomer(input: { refId: \"free\", subscriptionParams: { planId: \"free\" } }) { customer { refId } } }",
        json!({}),
    );
    let portal = |customer: &str| {
        let document = format!(
            "{{ customerPortal(input: {{ customerId: \"{customer}\" }}) {{
                subscriptions {{ status trialRemainingDays }} canUpgradeSubscription }} }}"
        );
        world.run(&document, json!({}))["customerPortal"].take()
    };
    assert_eq!(
        portal("new"),
        // A month from the 31st of January.
        json!({ "subscriptions": [{ "status": "IN_TRIAL", "trialRemainingDays": 28 }], "canUpgradeSubscription": false })
    );
    assert_eq!(
        portal("free"),
        json!({ "subscriptions": [{ "status": "ACTIVE", "trialRemainingDays": null }], "canUpgradeSubscription": true })
    );
}
