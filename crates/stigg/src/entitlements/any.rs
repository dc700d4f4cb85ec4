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

use super::{Question, cause_of};
use crate::Stigg;
use crate::read_path::Asked;

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
        let GetCreditEntitlement {
            customer_id,
            currency_id,
            resource_id,
            options,
            ..
        } = &request;
        let question = Question {
            customer_id,
            resource_id: resource_id.as_deref(),
            asked: Asked::Credit(currency_id),
        };
        let evaluate =
            |entity: &CachedEntity, _| Ok::<_, Cause>(evaluate_credit(entity, currency_id, options.requested_usage));
        match self.evaluated(question, evaluate).await {
            Ok(answer) => answer,
            Err(cause) => self.credit_fallback(currency_id, options.fallback.as_ref(), cause),
        }
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
        let GetEntitlementV2Params {
            customer_id,
            feature_id,
            currency_id,
            resource_id,
            options,
            ..
        } = &request;
        let question = |asked| Question {
            customer_id,
            resource_id: resource_id.as_deref(),
            asked,
        };
        let invalid = match (given(feature_id.as_ref()), given(currency_id.as_ref())) {
            (Some(feature_id), None) => {
                let question = question(Asked::Feature(feature_id));
                return EntitlementV2::Feature(self.feature_v2(question, feature_id, options).await);
            }
            (None, Some(currency_id)) => {
                let question = question(Asked::Credit(currency_id));
                return EntitlementV2::Credit(self.credit_v2(question, currency_id, options).await);
            }
            (Some(_), Some(_)) => InvalidRequest::new("currencyId", "is given beside `featureId`"),
            (None, None) => InvalidRequest::new("featureId", "is missing, and so is `currencyId`"),
        };
        EntitlementV2::Feature(feature_fallback(
            &feature_request(options),
            options.fallback.as_ref(),
            None,
            cause_of(&invalid),
        ))
    }

    async fn feature_v2(&self, question: Question<'_>, feature_id: &str, options: &EntitlementOptions) -> Entitlement {
        let evaluate = |entity: &CachedEntity, now| known(feature(entity, feature_id, options, now));
        match self.evaluated(question, evaluate).await {
            Ok(answer) => answer,
            Err(cause) => {
                let configured = self.inner.fallbacks.get(feature_id);
                feature_fallback_v2(&feature_request(options), options.fallback.as_ref(), configured, cause)
            }
        }
    }

    async fn credit_v2(
        &self,
        question: Question<'_>,
        currency_id: &str,
        options: &EntitlementOptions,
    ) -> CreditEntitlement {
        let evaluate = |entity: &CachedEntity, _| known(credit(entity, currency_id, options));
        match self.evaluated(question, evaluate).await {
            Ok(answer) => answer,
            Err(cause) => {
                let own = options.fallback.as_ref().map(CreditEntitlementFallback::from);
                self.credit_fallback(currency_id, own.as_ref(), cause)
            }
        }
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
        let GetEntitlement {
            customer_id,
            feature_id,
            resource_id,
            options,
            ..
        } = &request;
        let question = Question {
            customer_id,
            resource_id: resource_id.as_deref(),
            asked: Asked::Feature(feature_id),
        };
        let evaluate = |entity: &CachedEntity, now| known(feature(entity, feature_id, options, now));
        match self.evaluated(question, evaluate).await {
            Ok(answer) => answer,
            Err(cause) => {
                let configured = self.inner.fallbacks.get(&**feature_id);
                feature_fallback(&feature_request(options), options.fallback.as_ref(), configured, cause)
            }
        }
    }

    /// The check's own fallback or the configured one, never both merged.
    fn credit_fallback(
        &self,
        currency_id: &str,
        own: Option<&CreditEntitlementFallback>,
        cause: Cause,
    ) -> CreditEntitlement {
        let fallback = own.or_else(|| self.inner.credit_fallbacks.get(currency_id));
        credit_fallback(currency_id, fallback, cause)
    }
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
    entity.credit(currency_id)?;
    Some(evaluate_credit(entity, currency_id, options.requested_usage))
}

fn feature_request(options: &EntitlementOptions) -> FeatureRequest<'_> {
    let mut request = FeatureRequest::new();
    request.requested_usage = options.requested_usage;
    request.requested_values = options.requested_values.as_ref();
    request
}

fn known<T>(answer: Option<T>) -> Result<T, Cause> {
    answer.ok_or(Cause::new(CauseKind::NoEntitlement))
}

/// An id that is not empty.
fn given<'a>(id: Option<&'a Cow<'_, str>>) -> Option<&'a str> {
    id.map(|id| &**id).filter(|id| !id.is_empty())
}
