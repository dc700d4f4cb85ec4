//! Promotional entitlements.

use crate::catalog::model::Reset;
use crate::engine::object::{Node, Object};
use crate::ids;
use crate::state::State;
use crate::state::promotional_entitlements::Promotion;

/// The type `PromotionalEntitlement`.
pub(in crate::engine) fn view(state: &State, promotion: &Promotion) -> Object {
    let entitlement = &promotion.entitlement;
    let values = (!entitlement.values.is_empty()).then(|| entitlement.values.clone());
    let groups: Vec<&String> = promotion.groups.iter().collect();
    Object::new("PromotionalEntitlement")
        .with("id", promotion.uuid)
        .with("environmentId", ids::environment_id())
        .with("feature", Node::Feature(promotion.feature().to_owned()))
        .with("featureId", ids::named("feature", promotion.feature()))
        .with("featureGroupIds", groups)
        .with("status", promotion.status(state.now))
        .with("period", promotion.period)
        .with("startDate", promotion.start)
        .with("endDate", promotion.end)
        .with("isVisible", promotion.is_visible)
        .with("usageLimit", entitlement.limit.filter(|_| !entitlement.unlimited))
        .with("hasUnlimitedUsage", entitlement.unlimited)
        .with("unlimited", entitlement.unlimited)
        .with("hasSoftLimit", entitlement.soft_limit)
        .with("enumValues", values)
        .with("resetPeriod", entitlement.reset.map(Reset::period))
        .with("createdAt", promotion.created_at)
        .with("updatedAt", promotion.updated_at)
}
