//! Credits.

use async_trait::async_trait;
use stigg_models::{
    AutoRechargeSettings, ConsumeCredits, ConsumeCreditsAsync, ConsumeCreditsResult, CreditBalanceSummary,
    CreditBalanceSummaryInput, CreditGrant, CreditGrantInput, CreditLedgerInput, CreditUsage, CreditUsageInput,
    GetAutoRechargeSettingsInput, GetCreditGrantsInput, GetCreditGrantsResult, GetCreditLedgerResult,
    SaveAutoRechargeSettingsInput, VoidCreditGrantInput,
};

use crate::{Error, Result};

/// Prepaid credits.
#[async_trait]
pub trait Credits: Send + Sync + 'static {
    /// Grants credits to a customer.
    async fn grant_credits(&self, request: CreditGrantInput) -> Result<CreditGrant> {
        let _ = request;
        Err(Error::unsupported("grant_credits"))
    }

    /// Takes back what is left of a credit grant.
    async fn void_credit_grant(&self, request: VoidCreditGrantInput) -> Result<CreditGrant> {
        let _ = request;
        Err(Error::unsupported("void_credit_grant"))
    }

    /// A page of the credit grants of a customer.
    async fn get_credit_grants(&self, request: GetCreditGrantsInput) -> Result<GetCreditGrantsResult> {
        let _ = request;
        Err(Error::unsupported("get_credit_grants"))
    }

    /// A page of what happened to the credits of a customer.
    async fn get_credit_ledger(&self, request: CreditLedgerInput) -> Result<GetCreditLedgerResult> {
        let _ = request;
        Err(Error::unsupported("get_credit_ledger"))
    }

    /// What credits a customer has consumed over time.
    async fn get_credit_usage(&self, request: CreditUsageInput) -> Result<CreditUsage> {
        let _ = request;
        Err(Error::unsupported("get_credit_usage"))
    }

    /// The credit balances of a customer.
    async fn get_credit_balance(&self, request: CreditBalanceSummaryInput) -> Result<CreditBalanceSummary> {
        let _ = request;
        Err(Error::unsupported("get_credit_balance"))
    }

    /// How the credits of a customer are recharged.
    async fn get_automatic_recharge_configuration(
        &self,
        request: GetAutoRechargeSettingsInput,
    ) -> Result<AutoRechargeSettings> {
        let _ = request;
        Err(Error::unsupported("get_automatic_recharge_configuration"))
    }

    /// Sets how the credits of a customer are recharged.
    async fn save_automatic_recharge_configuration(
        &self,
        request: SaveAutoRechargeSettingsInput,
    ) -> Result<AutoRechargeSettings> {
        let _ = request;
        Err(Error::unsupported("save_automatic_recharge_configuration"))
    }

    /// Consumes credits of a customer.
    ///
    /// A transport that retries has to make up an idempotency key for a consumption without one.
    async fn consume_credits(&self, request: ConsumeCredits) -> Result<ConsumeCreditsResult> {
        let _ = request;
        Err(Error::unsupported("consume_credits"))
    }

    /// Consumes credits some time soon, at most [`ConsumeCreditsAsync::MAX_PER_REQUEST`] times.
    ///
    /// A transport that retries has to make up an idempotency key for each consumption without one.
    async fn consume_credits_async(&self, request: ConsumeCreditsAsync) -> Result<()> {
        let _ = request;
        Err(Error::unsupported("consume_credits_async"))
    }
}
