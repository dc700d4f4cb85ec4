//! Credits.

use async_trait::async_trait;
use stigg_models::{
    AutoRechargeSettings, ConsumeCredits, ConsumeCreditsAsync, ConsumeCreditsResult, CreditBalanceSummary,
    CreditBalanceSummaryInput, CreditGrant, CreditGrantInput, CreditLedgerInput, CreditUsage, CreditUsageInput,
    GetAutoRechargeSettingsInput, GetCreditGrantsInput, GetCreditGrantsResult, GetCreditLedgerResult,
    SaveAutoRechargeSettingsInput, VoidCreditGrantInput,
};
use stigg_transport::{Credits, Delivery, Error, ErrorKind, Result};

use crate::convert;
use crate::generated::{inputs, operations};
use crate::method::{at_most, check, give_key};
use crate::retry::Repeat;
use crate::transport::GraphqlTransport;

#[async_trait]
impl Credits for GraphqlTransport {
    async fn grant_credits(&self, request: CreditGrantInput) -> Result<CreditGrant> {
        const METHOD: &str = "grant_credits";
        check(METHOD, request.validate())?;
        let variables = operations::GrantCreditsVariables { input: request.into() };
        self.call::<operations::GrantCredits>(METHOD, variables)
            .await?
            .try_map(|data| Ok(convert::credit_grant(data.create_credit_grant)?))
    }

    async fn void_credit_grant(&self, request: VoidCreditGrantInput) -> Result<CreditGrant> {
        const METHOD: &str = "void_credit_grant";
        check(METHOD, request.validate())?;
        let variables = operations::VoidCreditGrantVariables {
            input: inputs::VoidCreditGrantInput { id: request.id },
        };
        self.call::<operations::VoidCreditGrant>(METHOD, variables)
            .await?
            .try_map(|data| Ok(convert::credit_grant(data.void_credit_grant)?))
    }

    async fn get_credit_grants(&self, request: GetCreditGrantsInput) -> Result<GetCreditGrantsResult> {
        const METHOD: &str = "get_credit_grants";
        check(METHOD, request.validate())?;
        let variables = operations::GetCreditGrantsVariables { input: request.into() };
        self.call::<operations::GetCreditGrants>(METHOD, variables)
            .await?
            .try_map(|data| Ok(convert::credit_grants(data.credit_grants)?))
    }

    async fn get_credit_ledger(&self, request: CreditLedgerInput) -> Result<GetCreditLedgerResult> {
        const METHOD: &str = "get_credit_ledger";
        check(METHOD, request.validate())?;
        let variables = operations::GetCreditLedgerVariables { input: request.into() };
        self.call::<operations::GetCreditLedger>(METHOD, variables)
            .await?
            .try_map(|data| Ok(convert::credit_ledger(data.credits_ledger)?))
    }

    async fn get_credit_usage(&self, request: CreditUsageInput) -> Result<CreditUsage> {
        const METHOD: &str = "get_credit_usage";
        check(METHOD, request.validate())?;
        let variables = operations::GetCreditUsageVariables { input: request.into() };
        let answered = self.call::<operations::GetCreditUsage>(METHOD, variables).await?;
        Ok(convert::credit_usage(answered.data.credit_usage))
    }

    async fn get_credit_balance(&self, request: CreditBalanceSummaryInput) -> Result<CreditBalanceSummary> {
        const METHOD: &str = "get_credit_balance";
        check(METHOD, request.validate())?;
        let variables = operations::GetCreditBalanceVariables { input: request.into() };
        let answered = self.call::<operations::GetCreditBalance>(METHOD, variables).await?;
        Ok(convert::credit_balances(answered.data.credit_balance_summary))
    }

    async fn get_automatic_recharge_configuration(
        &self,
        request: GetAutoRechargeSettingsInput,
    ) -> Result<AutoRechargeSettings> {
        const METHOD: &str = "get_automatic_recharge_configuration";
        check(METHOD, request.validate())?;
        let variables = operations::GetAutomaticRechargeConfigurationVariables { input: request.into() };
        self.call::<operations::GetAutomaticRechargeConfiguration>(METHOD, variables)
            .await?
            .try_map(|data| {
                let settings = data.get_auto_recharge_settings;
                settings
                    .map(convert::recharge_settings)
                    .ok_or_else(|| missing("getAutoRechargeSettings"))
            })
    }

    async fn save_automatic_recharge_configuration(
        &self,
        request: SaveAutoRechargeSettingsInput,
    ) -> Result<AutoRechargeSettings> {
        const METHOD: &str = "save_automatic_recharge_configuration";
        check(METHOD, request.validate())?;
        let variables = operations::SaveAutomaticRechargeConfigurationVariables { input: request.into() };
        self.call::<operations::SaveAutomaticRechargeConfiguration>(METHOD, variables)
            .await?
            .try_map(|data| {
                let settings = data.save_auto_recharge_settings;
                settings
                    .map(convert::recharge_settings)
                    .ok_or_else(|| missing("saveAutoRechargeSettings"))
            })
    }

    async fn consume_credits(&self, mut request: ConsumeCredits) -> Result<ConsumeCreditsResult> {
        const METHOD: &str = "consume_credits";
        check(METHOD, request.validate())?;
        give_key(&mut request.idempotency_key);
        let variables = operations::ConsumeCreditsVariables { input: request.into() };
        let answered = self
            .call_with::<operations::ConsumeCredits>(METHOD, variables, Repeat::Harmless)
            .await?;
        Ok(convert::consumed_credits(answered.data.consume_credits))
    }

    async fn consume_credits_async(&self, mut request: ConsumeCreditsAsync) -> Result<()> {
        const METHOD: &str = "consume_credits_async";
        check(METHOD, request.validate())?;
        let count = request.consumptions.len();
        check(
            METHOD,
            at_most("consumptions", ConsumeCreditsAsync::MAX_PER_REQUEST, count),
        )?;
        if count == 0 {
            return Ok(());
        }
        for consumption in &mut request.consumptions {
            give_key(&mut consumption.idempotency_key);
        }
        let consumptions = request.consumptions.into_iter().map(Into::into).collect();
        let variables = operations::ConsumeCreditsAsyncVariables {
            input: inputs::ConsumeCreditsAsyncInput { consumptions },
        };
        self.call_with::<operations::ConsumeCreditsAsync>(METHOD, variables, Repeat::Harmless)
            .await?;
        Ok(())
    }
}

/// An answer without errors, and without that which was asked for.
fn missing(field: &'static str) -> Error {
    Error::new(ErrorKind::Decode)
        .with_delivery(Delivery::Applied)
        .with_message(format!("Invalid response: {field} is missing"))
}
