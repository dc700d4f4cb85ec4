//! Estimates of what usage and events cost in credits. The emulator knows no credit rates, and says so.

use stigg::models::{CreditCostEstimation, EstimateEventCostInput, EstimateUsageCostInput};
use stigg::{Delivery, ErrorKind, Result, Stigg};
use stigg_tests::{World, refused};

/// Both operations, for a customer.
async fn both(stigg: &Stigg, customer_id: &str) -> [Result<CreditCostEstimation>; 2] {
    let event = EstimateEventCostInput::new(customer_id, "video-exported").with_dimension("minutes", 4.0);
    let usage = EstimateUsageCostInput::new(customer_id, "renders", 3);
    [
        stigg.estimate_event_cost(event).await,
        stigg.estimate_usage_cost(usage).await,
    ]
}

#[tokio::test]
async fn what_stigg_cannot_estimate_is_an_error_with_its_code() {
    let world = World::start().await;
    let answers = both(&world.stigg, "pro-user").await;
    assert_eq!(world.sent(), ["EstimateEventCost", "EstimateUsageCost"]);
    for (answer, (method, field)) in answers.into_iter().zip([
        ("estimate_event_cost", "estimateEventCost"),
        ("estimate_usage_cost", "estimateUsageCost"),
    ]) {
        let error = refused(answer);
        assert_eq!(error.code().unwrap().as_str(), "UnsupportedParameter");
        assert_eq!(error.message(), format!("{field} is not implemented by the emulator"));
        assert_eq!((error.operation(), error.delivery()), (Some(method), Delivery::Refused));
    }
}

#[tokio::test]
async fn offline_nothing_is_estimated_and_what_cannot_be_meant_is_not_sent() {
    let world = World::start().await;
    let offline = world.builder().offline(true).build().unwrap();
    for answer in both(&offline, "pro-user").await {
        assert_eq!(answer.unwrap(), CreditCostEstimation::default());
    }
    let closed = world.somebody_else();
    closed.close().await;
    for (stigg, customer_id, kind) in [
        (&closed, "pro-user", ErrorKind::Closed),
        (&world.stigg, "", ErrorKind::InvalidArgument),
    ] {
        for answer in both(stigg, customer_id).await {
            let error = refused(answer);
            assert_eq!((error.kind(), error.delivery()), (kind, Delivery::NotSent));
        }
    }
    assert_eq!(world.sent(), [] as [&str; 0]);
}
