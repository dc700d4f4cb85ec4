//! What usage would cost in credits.

use stigg_models::{
    CreditCostEstimation, CurrencyEstimate, EstimateEventCostInput, EstimateUsageCostInput, EstimationBreakdownItem,
};

use crate::convert::values::dimensions_input;
use crate::generated::{fragments as wire, inputs};

impl From<EstimateEventCostInput> for inputs::EstimateEventCostInput {
    fn from(request: EstimateEventCostInput) -> Self {
        Self {
            customer_id: request.customer_id,
            dimensions: request.dimensions.map(dimensions_input),
            event_name: request.event_name,
            resource_id: request.resource_id,
        }
    }
}

impl From<EstimateUsageCostInput> for inputs::EstimateUsageCostInput {
    fn from(request: EstimateUsageCostInput) -> Self {
        Self {
            customer_id: request.customer_id,
            dimensions: request.dimensions.map(dimensions_input),
            feature_id: request.feature_id,
            resource_id: request.resource_id,
            update_behavior: request.update_behavior,
            value: request.value,
        }
    }
}

pub(crate) fn cost_estimation(wire: wire::CreditCostEstimation) -> CreditCostEstimation {
    let mut estimation = CreditCostEstimation::default();
    estimation.estimates = wire.estimates.unwrap_or_default().into_iter().map(currency).collect();
    estimation.warnings = wire.warnings.unwrap_or_default();
    estimation
}

/// As Stigg reckons it: nothing is computed here.
fn currency(wire: wire::CurrencyEstimate) -> CurrencyEstimate {
    let mut estimate = CurrencyEstimate::new(wire.currency_id, wire.estimated_cost, wire.current_balance);
    estimate.balance_after_estimate = wire.balance_after_estimate;
    estimate.would_overdraft = wire.would_overdraft;
    estimate.breakdown = wire.breakdown.unwrap_or_default().into_iter().map(item).collect();
    estimate
}

fn item(wire: wire::EstimationBreakdownItem) -> EstimationBreakdownItem {
    let mut item = EstimationBreakdownItem::new(wire.feature_id, wire.cost);
    item.warning_code = wire.warning_code;
    item
}
