//! Results that the official SDK hands on as the API told them, though it has a form of its own for the same thing elsewhere.
//! This SDK has one form, and the recorded result is compared in that.

use serde_json::{Value, json};

use crate::case::Case;

/// The case with its result in the form that this SDK has.
pub(crate) fn in_our_form(mut case: Case) -> Case {
    let tells_promotional_entitlements = matches!(
        case.method.as_str(),
        "grantPromotionalEntitlements"
            | "grantPromotionalEntitlementsGroup"
            | "revokePromotionalEntitlementsGroup"
            | "unlinkPromotionalEntitlementsGroup"
    );
    if let Value::Array(entitlements) = &mut case.output
        && tells_promotional_entitlements
    {
        for entitlement in entitlements {
            *entitlement = promotional_entitlement(entitlement);
        }
    }
    case
}

/// A promotional entitlement as both SDKs show it with its customer.
fn promotional_entitlement(told: &Value) -> Value {
    let feature = &told["feature"];
    let or = |value: &Value, default: Value| if value.is_null() { default } else { value.clone() };
    // A text that says nothing is none.
    let text = |value: &Value| if value == "" { Value::Null } else { value.clone() };
    let is_metered = feature["featureType"] == "NUMBER"
        && matches!(feature["meterType"].as_str(), Some("Incremental" | "Fluctuating"));
    json!({
        "feature": {
            "id": feature["refId"], "featureType": feature["featureType"], "displayName": feature["displayName"],
            "description": or(&feature["description"], "".into()), "meterType": feature["meterType"],
            "units": text(&feature["featureUnits"]), "unitsPlural": text(&feature["featureUnitsPlural"]), "isMetered": is_metered,
            "metadata": feature["additionalMetaData"],
        },
        "status": told["status"], "usageLimit": or(&told["usageLimit"], 0.into()),
        "hasUnlimitedUsage": told["hasUnlimitedUsage"], "hasSoftLimit": told["hasSoftLimit"],
        "resetPeriod": told["resetPeriod"], "expiresAt": told["endDate"],
        "hasExpirationDate": !told["endDate"].is_null(), "isVisible": told["isVisible"],
    })
}
