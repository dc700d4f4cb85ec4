//! Credits.

use stigg_models::{
    AutoRechargeSettings, ConsumeCredits, ConsumeCreditsAsync, ConsumeCreditsResult, CreditBalanceSummary,
    CreditBalanceSummaryInput, CreditGrant, CreditGrantInput, CreditLedgerEvent, CreditLedgerInput, CreditUsage,
    CreditUsageInput, CursorPaging, GetAutoRechargeSettingsInput, GetCreditGrantsInput, GetCreditGrantsResult,
    GetCreditLedgerResult, SaveAutoRechargeSettingsInput, Timestamp, VoidCreditGrantInput,
};

use crate::bulk::Bulk;
use crate::client::checked;
use crate::items::only_forwards;
use crate::{BulkError, ErrorKind, Items, Result, Stigg};

/// # Credits
impl Stigg {
    /// Grants credits to a customer, for nothing or for money. The next check sees them. One request.
    ///
    /// There is no key that would let Stigg recognise a grant that is sent again: when it
    /// [may have been made](crate::Error::may_have_been_applied), look with
    /// [`get_credit_grants`](Self::get_credit_grants) before you grant again.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when an id is empty or an amount
    /// negative, [`NotFound`](crate::ErrorKind::NotFound) when the customer or the currency does not exist,
    /// [`Validation`](crate::ErrorKind::Validation) when the credits would expire before they take effect,
    /// [`Decode`](crate::ErrorKind::Decode) when Stigg answers without a grant.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::{CreditGrantInput, CreditGrantStatus};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// let welcome = CreditGrantInput::promotional("customer-42", "credits", "Welcome", 1000);
    /// let grant = stigg.grant_credits(welcome).await?;
    /// assert_eq!(grant.status, Some(CreditGrantStatus::Active));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn grant_credits(&self, request: CreditGrantInput) -> Result<CreditGrant> {
        let transport = self.transport("grant_credits")?;
        checked("grant_credits", request.validate())?;
        let change = self.inner.changing(&request.customer_id);
        change.settle_by_outdating(transport.grant_credits(request).await)
    }

    /// Takes back what is left of a credit grant. The next check sees it. One request.
    ///
    /// The request does not say whose credits they are. When no answer comes, what is known about that customer stays until
    /// it is refreshed as usual.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when the id is empty,
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is no such grant,
    /// [`Validation`](crate::ErrorKind::Validation) when it was voided before, or is an overdraft.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::{CreditGrantInput, CreditGrantStatus, VoidCreditGrantInput};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # let granted = CreditGrantInput::promotional("customer-42", "credits", "Welcome", 1000);
    /// # let grant = stigg.grant_credits(granted).await?;
    /// let grant = stigg.void_credit_grant(VoidCreditGrantInput::new(grant.grant_id)).await?;
    /// assert_eq!(grant.status, Some(CreditGrantStatus::Voided));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn void_credit_grant(&self, request: VoidCreditGrantInput) -> Result<CreditGrant> {
        let transport = self.transport("void_credit_grant")?;
        checked("void_credit_grant", request.validate())?;
        let grant = transport.void_credit_grant(request).await?;
        self.inner.outdate(&grant.customer_id);
        Ok(grant)
    }

    /// A page of the credit grants of a customer, those included that are used up, expired or voided. One request.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when an id is empty or a page has no
    /// size, [`NotFound`](crate::ErrorKind::NotFound) when the customer does not exist.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::{CursorPaging, GetCreditGrantsInput};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # let granted = stigg::models::CreditGrantInput::promotional("customer-42", "credits", "Welcome", 1000);
    /// # stigg.grant_credits(granted).await?;
    /// let request = GetCreditGrantsInput::new("customer-42").with_paging(CursorPaging::first(50));
    /// let page = stigg.get_credit_grants(request).await?;
    /// assert_eq!(page.data[0].display_name, "Welcome");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_credit_grants(&self, request: GetCreditGrantsInput) -> Result<GetCreditGrantsResult> {
        let transport = self.transport("get_credit_grants")?;
        checked("get_credit_grants", request.validate())?;
        transport.get_credit_grants(request).await
    }

    /// All credit grants of a customer, fetched page by page as they are read. One request a page.
    ///
    /// The pages are as large, and the first one starts where, the request's [paging](GetCreditGrantsInput::paging) says.
    ///
    /// # Errors
    ///
    /// As items: those of [`get_credit_grants`](Self::get_credit_grants), and
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when the request pages backwards, because the list is read
    /// forwards.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::GetCreditGrantsInput;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # let granted = stigg::models::CreditGrantInput::promotional("customer-42", "credits", "Welcome", 1000);
    /// # stigg.grant_credits(granted).await?;
    /// let mut grants = stigg.stream_credit_grants(GetCreditGrantsInput::new("customer-42"));
    /// let mut granted = 0.0;
    /// while let Some(grant) = grants.next().await {
    ///     granted += grant?.amount;
    /// }
    /// assert_eq!(granted, 1000.0);
    /// # Ok(())
    /// # }
    /// ```
    pub fn stream_credit_grants(&self, request: GetCreditGrantsInput) -> Items<CreditGrant> {
        let stigg = self.clone();
        Items::new("stream_credit_grants", move |cursor| {
            let (stigg, mut request) = (stigg.clone(), request.clone());
            async move {
                request.paging = page_after(request.paging, cursor)?;
                stigg.get_credit_grants(request).await
            }
        })
    }

    /// A page of what happened to the credits of a customer: granted, consumed, expired, voided. One request.
    ///
    /// # Errors
    ///
    /// As [`get_credit_grants`](Self::get_credit_grants).
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::{ConsumeCredits, CreditLedgerEventType, CreditLedgerInput};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # stigg.consume_credits(ConsumeCredits::new("customer-42", "credits", 25)).await?;
    /// let request = CreditLedgerInput::new("customer-42").with_event_type([CreditLedgerEventType::CreditsConsumed]);
    /// for event in stigg.get_credit_ledger(request).await?.data {
    ///     println!("{} credits of {} at {}", event.amount, event.credit_grant_id, event.timestamp);
    /// #   assert_eq!(event.amount, 25.0);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_credit_ledger(&self, request: CreditLedgerInput) -> Result<GetCreditLedgerResult> {
        let transport = self.transport("get_credit_ledger")?;
        checked("get_credit_ledger", request.validate())?;
        transport.get_credit_ledger(request).await
    }

    /// Everything that happened to the credits of a customer, fetched page by page as it is read. One request a page.
    ///
    /// The pages are as large, and the first one starts where, the request's [paging](CreditLedgerInput::paging) says.
    ///
    /// # Errors
    ///
    /// As items: those of [`get_credit_ledger`](Self::get_credit_ledger), and
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when the request pages backwards, because the list is read
    /// forwards.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::CreditLedgerInput;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// let mut events = stigg.stream_credit_ledger(CreditLedgerInput::new("customer-42").with_currency_id("credits"));
    /// while let Some(event) = events.next().await {
    ///     println!("{:?}", event?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn stream_credit_ledger(&self, request: CreditLedgerInput) -> Items<CreditLedgerEvent> {
        let stigg = self.clone();
        Items::new("stream_credit_ledger", move |cursor| {
            let (stigg, mut request) = (stigg.clone(), request.clone());
            async move {
                request.paging = page_after(request.paging, cursor)?;
                stigg.get_credit_ledger(request).await
            }
        })
    }

    /// What credits a customer has consumed over time, and for what. One request.
    ///
    /// # Errors
    ///
    /// As [`get_credit_grants`](Self::get_credit_grants).
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::{CreditUsageInput, CreditUsageTimeRange};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # stigg.consume_credits(stigg::models::ConsumeCredits::new("customer-42", "credits", 25)).await?;
    /// let request = CreditUsageInput::new("customer-42").with_time_range(CreditUsageTimeRange::LastWeek);
    /// let usage = stigg.get_credit_usage(request).await?;
    /// let consumed: f64 = usage.series.iter().map(|series| series.total_credits).sum();
    /// assert_eq!(consumed, 25.0);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_credit_usage(&self, request: CreditUsageInput) -> Result<CreditUsage> {
        let transport = self.transport("get_credit_usage")?;
        checked("get_credit_usage", request.validate())?;
        transport.get_credit_usage(request).await
    }

    /// The credit balances of a customer, as Stigg counts them right now. One request.
    ///
    /// Deprecated by Stigg: the check [`get_credit_entitlement`](Self::get_credit_entitlement) tells the balance as well,
    /// without a request.
    ///
    /// # Errors
    ///
    /// As [`get_credit_grants`](Self::get_credit_grants).
    ///
    /// # Examples
    ///
    /// ```
    /// # #![allow(deprecated)]
    /// use stigg::models::CreditBalanceSummaryInput;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # stigg.consume_credits(stigg::models::ConsumeCredits::new("customer-42", "credits", 25)).await?;
    /// let summary = stigg.get_credit_balance(CreditBalanceSummaryInput::new("customer-42")).await?;
    /// assert_eq!(summary.balances[0].current_balance, -25.0);
    /// # Ok(())
    /// # }
    /// ```
    #[deprecated(note = "use `get_credit_entitlement`")]
    pub async fn get_credit_balance(&self, request: CreditBalanceSummaryInput) -> Result<CreditBalanceSummary> {
        let transport = self.transport("get_credit_balance")?;
        checked("get_credit_balance", request.validate())?;
        transport.get_credit_balance(request).await
    }

    /// How the credits of a customer are bought by themselves when they run low. One request.
    ///
    /// As long as nothing was [saved](Self::save_automatic_recharge_configuration), it answers Stigg's defaults, without
    /// [`created_at`](AutoRechargeSettings::created_at).
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when an id is empty,
    /// [`NotFound`](crate::ErrorKind::NotFound) when the customer or the currency does not exist,
    /// [`Decode`](crate::ErrorKind::Decode) when Stigg answers without settings.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::GetAutoRechargeSettingsInput;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// let request = GetAutoRechargeSettingsInput::new("customer-42", "credits");
    /// let settings = stigg.get_automatic_recharge_configuration(request).await?;
    /// assert!(!settings.is_enabled && settings.created_at.is_none());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_automatic_recharge_configuration(
        &self,
        request: GetAutoRechargeSettingsInput,
    ) -> Result<AutoRechargeSettings> {
        const OPERATION: &str = "get_automatic_recharge_configuration";
        let transport = self.transport(OPERATION)?;
        checked(OPERATION, request.validate())?;
        transport.get_automatic_recharge_configuration(request).await
    }

    /// Sets whether and how the credits of a customer are bought by themselves when they run low. The next check asks
    /// Stigg, because credits may have been bought at once. One request.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when an id is empty or a number
    /// negative, [`NotFound`](crate::ErrorKind::NotFound) when the customer or the currency does not exist,
    /// [`Decode`](crate::ErrorKind::Decode) when Stigg answers without settings.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::{SaveAutoRechargeSettingsInput, ThresholdType};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// let request = SaveAutoRechargeSettingsInput::new("customer-42", "credits", true)
    ///     .with_threshold_type(ThresholdType::CreditAmount)
    ///     .with_threshold_value(100.0)
    ///     .with_target_balance(1000.0)
    ///     .with_max_spend_limit(50.0);
    /// let settings = stigg.save_automatic_recharge_configuration(request).await?;
    /// assert_eq!(settings.max_spend_limit, Some(50.0));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn save_automatic_recharge_configuration(
        &self,
        request: SaveAutoRechargeSettingsInput,
    ) -> Result<AutoRechargeSettings> {
        const OPERATION: &str = "save_automatic_recharge_configuration";
        let transport = self.transport(OPERATION)?;
        checked(OPERATION, request.validate())?;
        let change = self.inner.changing(&request.customer_id);
        change.settle_by_outdating(transport.save_automatic_recharge_configuration(request).await)
    }

    /// Consumes credits of a customer, and answers what the balance has come to. The next check sees what the answer tells.
    /// One request.
    ///
    /// Stigg never refuses it for lack of credits: the balance becomes negative. Ask first, if that must not be. The
    /// consumption carries an idempotency key: its own, or one that is made up. Retries inside this call therefore never
    /// consume twice. In offline mode it answers as if the credits had been consumed, without a balance.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when an id is empty or the amount is
    /// not above 0, [`NotFound`](crate::ErrorKind::NotFound) when the customer or the currency does not exist.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::ConsumeCredits;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # let granted = stigg::models::CreditGrantInput::promotional("customer-42", "credits", "Welcome", 1000);
    /// # stigg.grant_credits(granted).await?;
    /// let request = ConsumeCredits::new("customer-42", "credits", 25).with_idempotency_key("answer-4711");
    /// let consumed = stigg.consume_credits(request).await?;
    /// if let Some(credit) = &consumed.credit {
    ///     println!("{} left", credit.balance());
    /// #   assert_eq!(credit.balance(), 975.0);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn consume_credits(&self, request: ConsumeCredits) -> Result<ConsumeCreditsResult> {
        checked("consume_credits", request.validate())?;
        let transport = match self.transport("consume_credits") {
            Err(error) if error.kind() == ErrorKind::Offline => {
                return Ok(consumed_offline(request, self.inner.clock.now()));
            }
            transport => transport?,
        };
        let change = self.inner.changing(&request.customer_id);
        let result = change.settle(transport.consume_credits(request).await)?;
        self.inner.credits_consumed(&result);
        Ok(result)
    }

    /// Consumes credits, of one customer or of many, some time soon. One request per thousand consumptions. In offline mode
    /// it does nothing.
    ///
    /// What is known about balances stays until it is refreshed as usual.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when a consumption lacks an id or has
    /// an amount that is not above 0; the error names it by its place. A [`BulkError`] says of each consumption whether it
    /// was accepted. To send all of them again does no harm if you gave them keys; those that are made up change with each
    /// call.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::{ConsumeCredits, ConsumeCreditsAsync};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// let consumptions = (0..3).map(|n| {
    ///     ConsumeCredits::new("customer-42", "credits", 5).with_idempotency_key(format!("answer-{n}"))
    /// });
    /// stigg.consume_credits_async(ConsumeCreditsAsync::new(consumptions)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn consume_credits_async(&self, request: ConsumeCreditsAsync) -> Result<(), BulkError> {
        const OPERATION: &str = "consume_credits_async";
        let count = request.consumptions.len();
        let of_all = |error| BulkError::of_all(count, error);
        checked(OPERATION, request.validate()).map_err(of_all)?;
        let transport = match self.transport(OPERATION) {
            Err(error) if error.kind() == ErrorKind::Offline => return Ok(()),
            transport => transport.map_err(of_all)?,
        };
        let mut bulk = Bulk::new(request.consumptions, ConsumeCreditsAsync::MAX_PER_REQUEST);
        while let Some(batch) = bulk.next_batch(self.transport(OPERATION)) {
            bulk.settle_all(transport.consume_credits_async(ConsumeCreditsAsync::new(batch)).await);
        }
        bulk.finish()?;
        Ok(())
    }
}

/// The page after a cursor; before the first one, the page that was asked for.
fn page_after(paging: Option<CursorPaging>, cursor: Option<String>) -> Result<Option<CursorPaging>> {
    only_forwards(paging.as_ref().and_then(|paging| match paging {
        CursorPaging { last: Some(_), .. } => Some("paging.last"),
        CursorPaging { before: Some(_), .. } => Some("paging.before"),
        _ => None,
    }))?;
    Ok(match cursor {
        Some(cursor) => Some(paging.unwrap_or_default().with_after(cursor)),
        None => paging,
    })
}

/// What Stigg would answer, as far as that can be said without asking it.
fn consumed_offline(request: ConsumeCredits, now: Timestamp) -> ConsumeCreditsResult {
    let mut result = ConsumeCreditsResult::new(request.customer_id, request.currency_id, request.amount, now);
    result.resource_id = request.resource_id;
    result
}
