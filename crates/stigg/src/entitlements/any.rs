//! Checks of credits, and of features of whatever type.

use std::borrow::Cow;

use stigg_entitlements::{
    CachedEntity, FeatureRequest, credit_fallback, evaluate_credit, evaluate_feature, feature_fallback,
    feature_fallback_v2,
};
use stigg_models::{
    Cause, CauseKind, CreditEntitlement, CreditEntitlementFallback, Entitlement, EntitlementOptions, EntitlementV2,
    GetCreditEntitlement, GetEntitlement, GetEntitlementV2Params, InvalidRequest, Timestamp,
};

use super::check::{Check, Question};
use crate::Stigg;
use crate::client::Inner;
use crate::freshness::Asked;

/// # Checks of credits, and of whatever it is
///
/// Answered from memory as [the other checks](Self::get_boolean_entitlement) are. They never fail.
impl Stigg {
    /// Whether a customer may consume credits of a currency, and how many there are.
    ///
    /// Access is granted if there are as many left as are requested; without a request, as long as there are any. With a soft
    /// limit it is granted beyond that, and the balance becomes negative.
    ///
    /// A customer that has no such credits is denied access. When nothing is known, the check's own fallback is the answer,
    /// or else the configured one.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::GetCreditEntitlement;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # let granted = stigg::models::CreditGrantInput::promotional("customer-42", "credits", "Welcome", 1000);
    /// # stigg.grant_credits(granted).await?;
    /// let request = GetCreditEntitlement::new("customer-42", "credits").with_requested_usage(250);
    /// let credits = stigg.get_credit_entitlement(request).await;
    /// if credits.has_access {
    ///     println!("{} of {} credits left", credits.current_balance(), credits.usage_limit);
    /// }
    /// # assert!(credits.has_access);
    /// # assert_eq!(credits.current_balance(), 1000.0);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_credit_entitlement(&self, request: GetCreditEntitlement<'_>) -> CreditEntitlement {
        self.check(&request).await
    }

    /// Whether a customer may use a feature of whatever type, or credits: one of the two is asked for.
    ///
    /// A metered feature, or credits, are checked for the requested usage, an enum feature for the requested values; what does
    /// not belong to it is passed over. The answer tells the type.
    ///
    /// Where Stigg knows of no such entitlement, or nothing is known, the answer is a fallback: the check's own, or else the
    /// configured one; a configured one that grants access gives no reason for denying it. A fallback does not know the type of
    /// the feature, and goes by what is requested: see [`Entitlement::Unknown`] for what fits none. If both a feature and credits
    /// are asked for, or neither, only the check's own fallback counts.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::{Entitlement, EntitlementV2, GetEntitlementV2Params};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # stigg.provision_subscription(stigg::models::ProvisionSubscription::new("customer-42", "plan-free")).await?;
    /// # let granted = stigg::models::CreditGrantInput::promotional("customer-42", "credits", "Welcome", 1000);
    /// # stigg.grant_credits(granted).await?;
    /// let params = GetEntitlementV2Params::feature("customer-42", "api-calls").with_requested_usage(10);
    /// match stigg.get_entitlement_v2(params).await {
    ///     EntitlementV2::Feature(Entitlement::Metered(calls)) => println!("{:?} left", calls.remaining()),
    ///     EntitlementV2::Credit(credits) => println!("{} left", credits.current_balance()),
    ///     other => println!("access: {}", other.has_access()),
    /// }
    ///
    /// let params = GetEntitlementV2Params::credit("customer-42", "credits").with_requested_usage(250);
    /// let credits = stigg.get_entitlement_v2(params).await;
    /// # let EntitlementV2::Credit(credits) = credits else { return Err("not of credits".into()) };
    /// # assert!(credits.has_access);
    /// # assert_eq!(credits.current_balance(), 1000.0);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_entitlement_v2(&self, request: GetEntitlementV2Params<'_>) -> EntitlementV2 {
        self.check(&request).await
    }

    /// Whether a customer may use a feature of whatever type. Its successor [`get_entitlement_v2`](Self::get_entitlement_v2)
    /// takes credits as well.
    ///
    /// Where Stigg knows of no such entitlement, or nothing is known, the answer is a fallback: the check's own, or else the
    /// configured one. A fallback does not know the type of the feature, and goes by what is requested: see
    /// [`Entitlement::Unknown`] for what fits none.
    ///
    /// # Examples
    ///
    /// ```
    /// # #![allow(deprecated)]
    /// use stigg::models::GetEntitlement;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # stigg.provision_subscription(stigg::models::ProvisionSubscription::new("customer-42", "plan-free")).await?;
    /// let request = GetEntitlement::new("customer-42", "api-calls").with_requested_usage(10);
    /// assert!(stigg.get_entitlement(request).await.has_access());
    /// # Ok(())
    /// # }
    /// ```
    #[deprecated(note = "use `get_entitlement_v2`")]
    pub async fn get_entitlement(&self, request: GetEntitlement<'_>) -> Entitlement {
        self.check(&request).await
    }
}

impl Check for GetCreditEntitlement<'_> {
    type Answer = CreditEntitlement;

    fn question(&self) -> Result<Question<'_>, InvalidRequest> {
        Question::new(
            &self.customer_id,
            self.resource_id.as_deref(),
            Asked::Credit(&self.currency_id),
        )
    }

    fn evaluate(&self, entity: &CachedEntity, _now: Timestamp) -> Result<Self::Answer, Cause> {
        Ok(evaluate_credit(entity, &self.currency_id, self.options.requested_usage))
    }

    fn fallback(&self, client: &Inner, cause: Cause) -> Self::Answer {
        fallback_of_credit(client, &self.currency_id, self.options.fallback.as_ref(), cause)
    }
}

impl Check for GetEntitlementV2Params<'_> {
    type Answer = EntitlementV2;

    fn question(&self) -> Result<Question<'_>, InvalidRequest> {
        let asked = match (given(self.feature_id.as_ref()), given(self.currency_id.as_ref())) {
            (Some(feature_id), None) => Asked::Feature(feature_id),
            (None, Some(currency_id)) => Asked::Credit(currency_id),
            (Some(_), Some(_)) => return Err(InvalidRequest::new("currencyId", "is given beside `featureId`")),
            (None, None) => return Err(InvalidRequest::new("featureId", "is missing, and so is `currencyId`")),
        };
        Question::new(&self.customer_id, self.resource_id.as_deref(), asked)
    }

    fn evaluate(&self, entity: &CachedEntity, now: Timestamp) -> Result<Self::Answer, Cause> {
        let answer = match (&self.feature_id, &self.currency_id) {
            (Some(feature_id), _) if !feature_id.is_empty() => {
                feature(entity, feature_id, &self.options, now).map(EntitlementV2::Feature)
            }
            (_, Some(currency_id)) => credit(entity, currency_id, &self.options).map(EntitlementV2::Credit),
            _ => None,
        };
        answer.ok_or(NO_ENTITLEMENT)
    }

    fn fallback(&self, client: &Inner, cause: Cause) -> Self::Answer {
        let (request, own) = (feature_request(&self.options), self.options.fallback.as_ref());
        match (given(self.feature_id.as_ref()), given(self.currency_id.as_ref())) {
            (Some(feature_id), None) => {
                let configured = client.fallbacks.get(feature_id);
                EntitlementV2::Feature(feature_fallback_v2(&request, own, configured, cause))
            }
            (None, Some(currency_id)) => {
                let own = own.map(CreditEntitlementFallback::from);
                EntitlementV2::Credit(fallback_of_credit(client, currency_id, own.as_ref(), cause))
            }
            _ => EntitlementV2::Feature(feature_fallback(&request, own, None, cause)),
        }
    }
}

impl Check for GetEntitlement<'_> {
    type Answer = Entitlement;

    fn question(&self) -> Result<Question<'_>, InvalidRequest> {
        Question::new(
            &self.customer_id,
            self.resource_id.as_deref(),
            Asked::Feature(&self.feature_id),
        )
    }

    fn evaluate(&self, entity: &CachedEntity, now: Timestamp) -> Result<Self::Answer, Cause> {
        feature(entity, &self.feature_id, &self.options, now).ok_or(NO_ENTITLEMENT)
    }

    fn fallback(&self, client: &Inner, cause: Cause) -> Self::Answer {
        let configured = client.fallbacks.get(&*self.feature_id);
        feature_fallback(
            &feature_request(&self.options),
            self.options.fallback.as_ref(),
            configured,
            cause,
        )
    }
}

const NO_ENTITLEMENT: Cause = Cause::new(CauseKind::NoEntitlement);

/// The check's own fallback or the configured one, never both merged.
fn fallback_of_credit(
    client: &Inner,
    currency_id: &str,
    own: Option<&CreditEntitlementFallback>,
    cause: Cause,
) -> CreditEntitlement {
    let fallback = own.or_else(|| client.credit_fallbacks.get(currency_id));
    credit_fallback(currency_id, fallback, cause)
}

fn feature(
    entity: &CachedEntity,
    feature_id: &str,
    options: &EntitlementOptions,
    now: Timestamp,
) -> Option<Entitlement> {
    evaluate_feature(entity, feature_id, &feature_request(options), now)
}

fn credit(entity: &CachedEntity, currency_id: &str, options: &EntitlementOptions) -> Option<CreditEntitlement> {
    entity
        .has_credit(currency_id)
        .then(|| evaluate_credit(entity, currency_id, options.requested_usage))
}

fn feature_request(options: &EntitlementOptions) -> FeatureRequest<'_> {
    let mut request = FeatureRequest::new();
    request.requested_usage = options.requested_usage;
    request.requested_values = options.requested_values.as_ref();
    request
}

/// An id that is not empty.
fn given<'a>(id: Option<&'a Cow<'_, str>>) -> Option<&'a str> {
    id.map(|id| &**id).filter(|id| !id.is_empty())
}
