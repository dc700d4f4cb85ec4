//! Answers in which something is missing.

use std::fmt::Write as _;

use serde_json::{Value, json};
use stigg_transport::ErrorKind;

use super::operation::Operation;
use super::{decoded, read};

/// The places of all members and list items of an answer.
fn places(value: &Value, place: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members.iter().filter(|(name, _)| *name != "__typename") {
                let place = format!("{place}/{name}");
                places(member, &place, found);
                found.push(place);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let place = format!("{place}/{index}");
                places(item, &place, found);
                found.push(place);
            }
        }
        _ => {}
    }
}

/// Empties what only repeats what another place shows.
fn without_repetition(mut answer: Value) -> Value {
    for place in [
        "/getCustomerByRefId/subscriptions",
        "/paywall/activeSubscriptions",
        "/paywall/plans",
        "/getSubscription/scheduledUpdates",
        "/getSubscription/addons/0/addon/entitlements",
        "/getSubscription/addons/0/addon/prices",
        "/getSubscription/addons/0/addon/overagePrices",
        "/getSubscription/plan/compatibleAddons",
        "/getSubscription/plan/compatiblePackageGroups/0/addons",
        "/getSubscription/plan/inheritedEntitlements",
        "/mockPaywall/configuration",
        "/mockPaywall/plans/0/compatibleAddons",
        "/mockPaywall/plans/0/inheritedEntitlements",
        "/mockPaywall/plans/0/packageEntitlements",
        "/mockPaywall/plans/0/inheritedPackageEntitlements",
        "/mockPaywall/plans/0/compatiblePackageGroups/0/addons/0/packageEntitlements",
        "/mockPaywall/plans/0/compatiblePackageGroups/0/addons/0/prices",
        "/checkoutState/activeSubscription",
        "/checkoutState/configuration/typography",
        "/checkoutState/customer/coupon",
        "/checkoutState/customer/promotionalEntitlements",
        "/checkoutState/plan/compatibleAddons",
        "/checkoutState/plan/compatiblePackageGroups",
        "/checkoutState/plan/entitlements",
        "/checkoutState/plan/inheritedEntitlements",
        "/checkoutState/plan/inheritedPackageEntitlements",
        "/checkoutState/plan/overagePrices",
        "/checkoutState/plan/packageEntitlements",
        "/checkoutState/plan/prices",
        "/coupons/edges/0/node/amountsOff",
        "/coupons/edges/0/node/syncStates",
    ] {
        if let Some(value) = answer.pointer_mut(place) {
            *value = if value.is_array() { json!([]) } else { Value::Null };
        }
    }
    answer
}

/// The answer, and the places where it can have a null instead, or cannot.
async fn dispensable(operation: Operation) -> (Value, Vec<(String, Option<ErrorKind>)>) {
    let full = without_repetition(operation.full_answer());
    let mut found = Vec::new();
    places(&full, "", &mut found);
    let poorer: Vec<Value> = found
        .iter()
        .map(|place| {
            let mut answer = full.clone();
            *answer.pointer_mut(place).unwrap() = Value::Null;
            answer
        })
        .collect();
    let results = decoded(operation, &poorer).await.into_iter();
    let problems = results.map(|result| result.err().map(|error| error.kind()));
    (full, found.into_iter().zip(problems).collect())
}

/// Sets every member to null, one after the other, and then all at once that can be. What sinks the answer is listed in a
/// snapshot, so that the list grows by intent only.
#[tokio::test]
async fn nulls_sink_an_answer_only_where_it_would_say_nothing() {
    let (mut indispensable, mut poorest) = (String::new(), String::new());
    for operation in [
        Operation::ProvisionCustomer,
        Operation::GetCustomer,
        Operation::GetCustomerStatistics,
        Operation::ArchiveCustomer,
        Operation::GetCustomerPortal,
        Operation::ProvisionSubscription,
        Operation::MigrateSubscriptionToLatest,
        Operation::GetActiveSubscriptionsList,
        Operation::GetSubscription,
        Operation::GetSubscriptions,
        Operation::PreviewSubscription,
        Operation::PreviewNextInvoice,
        Operation::EstimateSubscription,
        Operation::GetPaywall,
        Operation::GetMockPaywall,
        Operation::GetProducts,
        Operation::GetCoupons,
        Operation::CreateCoupon,
        Operation::GetCheckoutState,
        Operation::CreatePaymentSession,
        Operation::GetEntitlementsState,
        Operation::GetEntitlementRemote,
        Operation::GetEntitlementV2Remote,
        Operation::GetEntitlementsRemote,
        Operation::ReportUsage,
        Operation::ConsumeCredits,
        Operation::EstimateEventCost,
        Operation::GetCreditBalance,
        Operation::GetCreditGrants,
        Operation::GetCreditLedger,
        Operation::GetCreditUsage,
        Operation::GetUsageHistory,
        Operation::GetUsageHistoryV2,
        Operation::GrantCredits,
        Operation::GrantPromotionalEntitlements,
        Operation::RevokePromotionalEntitlements,
        Operation::SaveAutomaticRechargeConfiguration,
    ] {
        let (mut answer, places) = dispensable(operation).await;
        for (place, problem) in places {
            if let Some(problem) = problem {
                writeln!(indispensable, "{place}: {problem:?}").unwrap();
            } else if let Some(value) = answer.pointer_mut(&place) {
                *value = Value::Null;
            }
        }
        let result = read(operation, &answer).await;
        writeln!(poorest, "{operation:?}\n<- {answer}\n-> {result}\n").unwrap();
    }
    insta::assert_snapshot!("indispensable", indispensable);
    insta::assert_snapshot!("poorest", poorest);
}

/// The answer with all its lists gone.
fn without_lists(value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, member)| (name.clone(), without_lists(member)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Value::Array(_) => Value::Null,
        other => other.clone(),
    }
}

#[tokio::test]
async fn lists_that_are_null_are_empty() {
    for operation in Operation::ALL {
        if matches!(
            operation,
            Operation::GetActiveSubscriptions | Operation::GetActiveSubscriptionsList
        ) {
            continue;
        }
        read(operation, &without_lists(&operation.full_answer())).await;
    }
    let state = read(
        Operation::GetEntitlementsState,
        &json!({"entitlementsState": {"entitlementsV2": null}}),
    )
    .await;
    assert_eq!(state, json!({"entitlements": []}));
}
