//! The inputs that grant and take away promotional entitlements.

use serde::Deserialize;

use super::Time;
use super::subscriptions::EntitlementInput;
use crate::error::ApiError;
use crate::state::promotional_entitlements::NewPromotion;
use crate::wire::PromotionalPeriod;

/// Grants some features, or those of a group.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::engine) struct GrantInput {
    pub(in crate::engine) customer_id: String,
    #[serde(default)]
    pub(in crate::engine) feature_group_id: String,
    promotional_entitlements: Vec<PromotionInput>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct PromotionInput {
    #[serde(flatten)]
    entitlement: EntitlementInput,
    period: PromotionalPeriod,
    custom_end_date: Option<Time>,
    is_visible: Option<bool>,
}

impl GrantInput {
    /// Whose, of which group, and what.
    pub(in crate::engine) fn read(self) -> Result<(String, String, Vec<NewPromotion>), ApiError> {
        let promotions = self.promotional_entitlements.into_iter().map(PromotionInput::read);
        let promotions = promotions.collect::<Result<_, _>>()?;
        Ok((self.customer_id, self.feature_group_id, promotions))
    }
}

impl PromotionInput {
    fn read(self) -> Result<NewPromotion, ApiError> {
        Ok(NewPromotion {
            entitlement: self.entitlement.read()?,
            period: self.period,
            custom_end: self.custom_end_date.map(|time| time.0),
            is_visible: self.is_visible.unwrap_or(true),
        })
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::engine) struct RevokeInput {
    pub(in crate::engine) customer_id: String,
    pub(in crate::engine) feature_id: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::engine) struct PromotionGroupInput {
    pub(in crate::engine) customer_id: String,
    pub(in crate::engine) feature_group_id: String,
}
