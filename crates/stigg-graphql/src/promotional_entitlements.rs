//! Promotional entitlements.

use async_trait::async_trait;
use stigg_models::{
    GrantPromotionalEntitlementsGroupInput, GrantPromotionalEntitlementsInput, PromotionalEntitlement,
    RevokePromotionalEntitlementInput, RevokePromotionalEntitlementsGroupInput, RevokedPromotionalEntitlement,
    UnlinkPromotionalEntitlementsGroupInput,
};
use stigg_transport::{PromotionalEntitlements, Result};

use crate::convert;
use crate::generated::operations;
use crate::method::check;
use crate::transport::GraphqlTransport;

#[async_trait]
impl PromotionalEntitlements for GraphqlTransport {
    async fn grant_promotional_entitlements(
        &self,
        request: GrantPromotionalEntitlementsInput,
    ) -> Result<Vec<PromotionalEntitlement>> {
        const METHOD: &str = "grant_promotional_entitlements";
        check(METHOD, request.validate())?;
        let variables = operations::GrantPromotionalEntitlementsVariables { input: request.into() };
        let answered = self
            .call::<operations::GrantPromotionalEntitlements>(METHOD, variables)
            .await?;
        Ok(convert::promotional_entitlements(
            answered.data.grant_promotional_entitlements,
        ))
    }

    async fn revoke_promotional_entitlements(
        &self,
        request: RevokePromotionalEntitlementInput,
    ) -> Result<RevokedPromotionalEntitlement> {
        const METHOD: &str = "revoke_promotional_entitlements";
        check(METHOD, request.validate())?;
        let variables = operations::RevokePromotionalEntitlementVariables { input: request.into() };
        let answered = self
            .call::<operations::RevokePromotionalEntitlement>(METHOD, variables)
            .await?;
        Ok(RevokedPromotionalEntitlement::new(
            answered.data.revoke_promotional_entitlement.id,
        ))
    }

    async fn grant_promotional_entitlements_group(
        &self,
        request: GrantPromotionalEntitlementsGroupInput,
    ) -> Result<Vec<PromotionalEntitlement>> {
        const METHOD: &str = "grant_promotional_entitlements_group";
        check(METHOD, request.validate())?;
        let variables = operations::GrantPromotionalEntitlementsGroupVariables { input: request.into() };
        let answered = self
            .call::<operations::GrantPromotionalEntitlementsGroup>(METHOD, variables)
            .await?;
        Ok(convert::promotional_entitlements(
            answered.data.grant_promotional_entitlements_group,
        ))
    }

    async fn revoke_promotional_entitlements_group(
        &self,
        request: RevokePromotionalEntitlementsGroupInput,
    ) -> Result<Vec<PromotionalEntitlement>> {
        const METHOD: &str = "revoke_promotional_entitlements_group";
        check(METHOD, request.validate())?;
        let variables = operations::RevokePromotionalEntitlementsGroupVariables { input: request.into() };
        let answered = self
            .call::<operations::RevokePromotionalEntitlementsGroup>(METHOD, variables)
            .await?;
        Ok(convert::promotional_entitlements(
            answered.data.revoke_promotional_entitlements_group,
        ))
    }

    async fn unlink_promotional_entitlements_group(
        &self,
        request: UnlinkPromotionalEntitlementsGroupInput,
    ) -> Result<Vec<PromotionalEntitlement>> {
        const METHOD: &str = "unlink_promotional_entitlements_group";
        check(METHOD, request.validate())?;
        let variables = operations::UnlinkPromotionalEntitlementsGroupVariables { input: request.into() };
        let answered = self
            .call::<operations::UnlinkPromotionalEntitlementsGroup>(METHOD, variables)
            .await?;
        Ok(convert::promotional_entitlements(
            answered.data.unlink_promotional_entitlements_group,
        ))
    }
}
