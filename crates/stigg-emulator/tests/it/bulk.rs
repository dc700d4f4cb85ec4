//! Calls that hold many items.

use serde_json::{Value, json};

use crate::support::World;

#[track_caller]
fn many(item: &Value, count: usize) -> Value {
    vec![item; count].into_iter().cloned().collect()
}

#[tokio::test]
async fn a_call_holds_so_many_and_no_more() {
    let world = World::new().await;
    world.customer("customer-1", "plan-free").await;
    let usage = json!({ "customerId": "customer-1", "featureId": "api-calls", "value": 0.0 });
    let event = json!({ "customerId": "customer-1", "eventName": "e", "idempotencyKey": "k" });
    let consumption = json!({
        "customerId": "customer-1", "currencyId": "credits", "amount": 1.0, "idempotencyKey": "k"
    });
    let customer = json!({ "customerId": "customer-2" });
    let subscription = json!({ "customerId": "customer-1", "planId": "plan-free", "subscriptionId": "s" });
    for (document, list, item, limit) in [
        (
            "mutation($input: ReportUsageBulkInput!) { reportUsageBulk(input: $input) { id } }",
            "usages",
            usage,
            100,
        ),
        (
            "mutation($input: UsageEventsReportInput!) { reportEvent(events: $input) }",
            "usageEvents",
            event,
            1_000,
        ),
        (
            "mutation($input: ConsumeCreditsAsyncInput!) { consumeCreditsAsync(input: $input) }",
            "consumptions",
            consumption,
            1_000,
        ),
        (
            "mutation($input: ImportCustomerBulkInput!) { importCustomersBulk(input: $input) }",
            "customers",
            customer,
            1_000,
        ),
        (
            "mutation($input: ImportSubscriptionsBulkInput!) { importSubscriptionsBulk(input: $input) }",
            "subscriptions",
            subscription,
            1_000,
        ),
    ] {
        for count in [0, 1, limit] {
            world
                .run(document, json!({ "input": { list: many(&item, count) } }))
                .await;
        }
        let code = world
            .refused(document, json!({ "input": { list: many(&item, limit + 1) } }))
            .await;
        assert_eq!(code, "BadUserInput", "{list}");
    }
}
