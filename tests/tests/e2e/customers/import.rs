//! Customers that exist elsewhere.

use stigg::models::{GetBooleanEntitlement, ImportCustomer, ImportCustomerBulk};
use stigg::{Delivery, ErrorKind};
use stigg_emulator::Fault;
use stigg_tests::{World, at, refused};

#[tokio::test]
async fn an_imported_customer_is_there_with_what_was_said_about_it() {
    let world = World::start().await;
    let check = GetBooleanEntitlement::new("ada", "single-sign-on");
    let before = world.stigg.get_boolean_entitlement(check.clone()).await;
    assert_eq!(before.access_denied_reason.unwrap().as_str(), "CustomerNotFound");
    world.sent();

    let record = ImportCustomer::new("ada")
        .with_billing_id("cus_1")
        .with_name("Ada")
        .with_email("ada@example.com")
        .with_payment_method_id("pm_1")
        .with_metadata([("tier".to_owned(), "gold".to_owned())]);
    let customer = world.stigg.import_customer(record).await.unwrap();
    assert_eq!(world.sent(), ["ImportCustomer"]);
    assert_eq!((customer.id.as_str(), customer.name.as_deref()), ("ada", Some("Ada")));
    assert_eq!(customer.billing_id.as_deref(), Some("cus_1"));
    assert_eq!(customer.metadata.unwrap()["tier"], "gold");
    assert!(world.stigg.get_customer("ada").await.unwrap().has_payment_method);

    let after = world.stigg.get_boolean_entitlement(check).await;
    assert_eq!(after.access_denied_reason.unwrap().as_str(), "NoActiveSubscription");
}

#[tokio::test]
async fn an_import_brings_a_customer_up_to_date_and_leaves_its_subscriptions() {
    let world = World::start().await;
    let customer = world
        .stigg
        .import_customer(ImportCustomer::new("pro-user").with_email("pro@example.com"))
        .await
        .unwrap();
    assert_eq!(customer.name.as_deref(), Some("Pro User"));
    assert_eq!(customer.email.as_deref(), Some("pro@example.com"));
    let customer = world.stigg.get_customer("pro-user").await.unwrap();
    assert_eq!(customer.active_subscriptions().count(), 1);

    world.stigg.archive_customer("pro-user").await.unwrap();
    let error = refused(world.stigg.import_customer(ImportCustomer::new("pro-user")).await);
    assert_eq!(
        (error.kind(), error.code().unwrap().as_str()),
        (ErrorKind::Validation, "EntityIsArchivedError")
    );
}

#[tokio::test]
async fn of_many_customers_those_are_passed_over_that_are_not_valid_or_older() {
    let world = World::start().await;
    let records = vec![
        ImportCustomer::new("ada").with_name("Ada"),
        ImportCustomer::new("no id at all"),
        ImportCustomer::new("free-rider")
            .with_name("Older")
            .with_updated_at(at("2020-01-01T00:00:00Z")),
        ImportCustomer::new("pro-user")
            .with_name("Newer")
            .with_updated_at(at("2026-02-01T00:00:00Z")),
    ];
    let request = ImportCustomerBulk::new(records).with_integration_id("integration-1");
    world.stigg.import_customer_bulk(request).await.unwrap();
    assert_eq!(world.sent(), ["ImportCustomerBulk"]);
    for (id, name) in [("ada", "Ada"), ("free-rider", "Free Rider"), ("pro-user", "Newer")] {
        let customer = world.stigg.get_customer(id).await.unwrap();
        assert_eq!(customer.name.as_deref(), Some(name));
    }
}

#[tokio::test]
async fn many_customers_go_in_several_requests_and_each_is_told_what_became_of_it() {
    let world = World::start().await;
    let records = |count: usize| (0..count).map(|n| ImportCustomer::new(format!("customer-{n}")));
    world
        .stigg
        .import_customer_bulk(ImportCustomerBulk::new(records(1_001)))
        .await
        .unwrap();
    assert_eq!(world.sent(), ["ImportCustomerBulk"; 2]);
    assert_eq!(
        world.stigg.get_customer("customer-1000").await.unwrap().id,
        "customer-1000"
    );

    world
        .emulator
        .faults()
        .add(Fault::graphql_error("RateLimitExceeded", "Slow down"));
    let request = ImportCustomerBulk::new(records(1_001));
    let failure = world.stigg.import_customer_bulk(request).await.unwrap_err();
    assert_eq!(failure.first().kind(), ErrorKind::RateLimited);
    assert_eq!(failure.failures().count(), 1_001);
    assert_eq!(
        failure.outcomes()[1_000].as_ref().unwrap_err().delivery(),
        Delivery::NotSent
    );
}
