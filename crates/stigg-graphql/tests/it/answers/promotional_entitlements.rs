//! Answers about promotional entitlements.

use serde_json::{Value, json};

use super::MOMENT;
use super::catalog::feature;

pub(super) fn promotional_entitlement() -> Value {
    json!({
        "status": "Active", "usageLimit": 10, "hasUnlimitedUsage": false, "hasSoftLimit": true, "isVisible": true,
        "endDate": MOMENT, "resetPeriod": "WEEK", "feature": feature(),
    })
}

/// The answer of a mutation that tells promotional entitlements.
pub(crate) fn promotional_entitlements(field: &str) -> Value {
    json!({field: [promotional_entitlement()]})
}

pub(crate) fn revoke_promotional_entitlements() -> Value {
    json!({"revokePromotionalEntitlement": {"id": "b1b9"}})
}
