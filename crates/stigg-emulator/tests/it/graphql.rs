//! Documents: what runs, what is refused, and how it is said.

use serde_json::json;

use crate::support::World;

const PROVISION_CUSTOMER: &str = "
    mutation ProvisionCustomer($input: ProvisionCustomerInput!) {
        provisionCustomer(input: $input) {
            customer { refId name }
            subscriptionDecisionStrategy
            subscription { status plan { refId } }
            entitlementsV2 { __typename ... on FeatureEntitlement { feature { refId } usageLimit } }
        }
    }";

#[tokio::test]
async fn a_customer_is_provisioned_and_has_entitlements() {
    let world = World::new().await;
    let data = world
        .run(
            PROVISION_CUSTOMER,
            json!({ "input": { "refId": "customer-1", "name": "One", "subscriptionParams": { "planId": "plan-free" } } }),
        )
        .await;
    println!("{data:#}");
    let state = world
        .run(
            "query($query: FetchEntitlementsQuery!) { entitlementsState(query: $query) { accessDeniedReason entitlementsV2 { __typename ... on FeatureEntitlement { feature { refId featureType meterType } usageLimit currentUsage isGranted usagePeriodStart usagePeriodEnd validUntil enumValues } } } }",
            json!({ "query": { "customerId": "customer-1" } }),
        )
        .await;
    println!("{state:#}");
}
