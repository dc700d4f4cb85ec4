//! Promotional entitlements.

use async_trait::async_trait;
use stigg_models::{
    GrantPromotionalEntitlementsGroupInput, GrantPromotionalEntitlementsInput, PromotionalEntitlement,
    RevokePromotionalEntitlementInput, RevokePromotionalEntitlementsGroupInput, RevokedPromotionalEntitlement,
    UnlinkPromotionalEntitlementsGroupInput,
};

use crate::{Error, Result};

/// Entitlements that a customer has beside those of its subscriptions.
#[async_trait]
pub trait PromotionalEntitlements: Send + Sync + 'static {
    /// Gives a customer entitlements, and answers them.
    async fn grant_promotional_entitlements(
        &self,
        request: GrantPromotionalEntitlementsInput,
    ) -> Result<Vec<PromotionalEntitlement>> {
        let _ = request;
        Err(Error::unsupported("grant_promotional_entitlements"))
    }

    /// Takes one entitlement away, and answers which.
    async fn revoke_promotional_entitlements(
        &self,
        request: RevokePromotionalEntitlementInput,
    ) -> Result<RevokedPromotionalEntitlement> {
        let _ = request;
        Err(Error::unsupported("revoke_promotional_entitlements"))
    }

    /// Gives a customer the features of a group, and answers the entitlements.
    async fn grant_promotional_entitlements_group(
        &self,
        request: GrantPromotionalEntitlementsGroupInput,
    ) -> Result<Vec<PromotionalEntitlement>> {
        let _ = request;
        Err(Error::unsupported("grant_promotional_entitlements_group"))
    }

    /// Takes the features of a group away, and answers the entitlements that are gone.
    async fn revoke_promotional_entitlements_group(
        &self,
        request: RevokePromotionalEntitlementsGroupInput,
    ) -> Result<Vec<PromotionalEntitlement>> {
        let _ = request;
        Err(Error::unsupported("revoke_promotional_entitlements_group"))
    }

    /// Takes entitlements out of a group, and answers them; the customer keeps them.
    async fn unlink_promotional_entitlements_group(
        &self,
        request: UnlinkPromotionalEntitlementsGroupInput,
    ) -> Result<Vec<PromotionalEntitlement>> {
        let _ = request;
        Err(Error::unsupported("unlink_promotional_entitlements_group"))
    }
}
