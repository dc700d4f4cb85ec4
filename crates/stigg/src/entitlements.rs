//! Entitlement checks. None of them fails: they answer, and say whether the answer is a fallback, and why. Those that ask Stigg
//! itself are in `remote.rs`.

mod answer;
mod any;
mod check_requested;
mod lists;
mod remote;

use stigg_entitlements::{
    CachedEntity, EntityKeyRef, FeatureTypeMismatch, boolean_fallback, enum_fallback, evaluate_boolean, evaluate_enum,
    evaluate_metered, evaluate_numeric, metered_fallback, numeric_fallback,
};
use stigg_models::{
    BooleanEntitlement, Cause, CauseKind, EntitlementFallback, EnumEntitlement, GetBooleanEntitlement,
    GetEnumEntitlement, GetMeteredEntitlement, GetNumericEntitlement, InvalidRequest, MeteredEntitlement,
    NumericEntitlement, Timestamp,
};

use self::answer::Answer;
use crate::Stigg;
use crate::read_path::Asked;

/// # Entitlement checks
///
/// Answered from memory. Only the first check of a customer waits for Stigg, and one whose entry is too old: see
/// [`Freshness`](crate::Freshness). They never fail; [`origin`](BooleanEntitlement::origin) says where an answer came from.
/// In offline mode, and after [`close`](Self::close), they answer their fallbacks.
impl Stigg {
    /// Whether a customer has a boolean feature.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::GetBooleanEntitlement;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// let request = GetBooleanEntitlement::new("customer-42", "single-sign-on").with_fallback(true);
    /// let sso = stigg.get_boolean_entitlement(request).await;
    /// if sso.is_fallback {
    ///     println!("a guess, because {}", sso.origin.cause().ok_or("no cause")?);
    /// }
    /// # assert!(!sso.is_fallback && !sso.has_access);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_boolean_entitlement(&self, request: GetBooleanEntitlement<'_>) -> BooleanEntitlement {
        let GetBooleanEntitlement {
            customer_id,
            feature_id,
            resource_id,
            options,
            ..
        } = &request;
        let check = Check {
            customer_id,
            feature_id,
            resource_id: resource_id.as_deref(),
            own: options.fallback.as_ref(),
        };
        self.check(check, boolean_fallback, |entity, now| {
            evaluate_boolean(entity, feature_id, now)
        })
        .await
    }

    /// The value of a numeric feature, one that is not metered.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::GetNumericEntitlement;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// let projects = stigg.get_numeric_entitlement(GetNumericEntitlement::new("customer-42", "projects")).await;
    /// let allowed = if projects.is_unlimited { f64::INFINITY } else { projects.value.unwrap_or(0.0) };
    /// # assert_eq!(allowed, 0.0);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_numeric_entitlement(&self, request: GetNumericEntitlement<'_>) -> NumericEntitlement {
        let GetNumericEntitlement {
            customer_id,
            feature_id,
            resource_id,
            options,
            ..
        } = &request;
        let check = Check {
            customer_id,
            feature_id,
            resource_id: resource_id.as_deref(),
            own: options.fallback.as_ref(),
        };
        self.check(check, numeric_fallback, |entity, now| {
            evaluate_numeric(entity, feature_id, now)
        })
        .await
    }

    /// Whether a customer may use a metered feature, and how much.
    ///
    /// Access is granted if what was used and what is requested fit into the limit; without a request, as long as the limit
    /// is not exceeded.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::GetMeteredEntitlement;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # stigg.provision_subscription(stigg::models::ProvisionSubscription::new("customer-42", "plan-free")).await?;
    /// let request = GetMeteredEntitlement::new("customer-42", "api-calls").with_requested_usage(10);
    /// let calls = stigg.get_metered_entitlement(request).await;
    /// println!("{:?} of {:?} left", calls.remaining(), calls.usage_limit);
    /// # assert!(calls.has_access);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_metered_entitlement(&self, request: GetMeteredEntitlement<'_>) -> MeteredEntitlement {
        let GetMeteredEntitlement {
            customer_id,
            feature_id,
            resource_id,
            options,
            ..
        } = &request;
        let check = Check {
            customer_id,
            feature_id,
            resource_id: resource_id.as_deref(),
            own: options.fallback.as_ref(),
        };
        self.check(check, metered_fallback, |entity, now| {
            evaluate_metered(entity, feature_id, options.requested_usage, now)
        })
        .await
    }

    /// The values of an enum feature, and whether those that are needed are among them.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::GetEnumEntitlement;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// let request = GetEnumEntitlement::new("customer-42", "regions").with_requested_values(["eu"]);
    /// let regions = stigg.get_enum_entitlement(request).await;
    /// # assert!(!regions.has_access);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_enum_entitlement(&self, request: GetEnumEntitlement<'_>) -> EnumEntitlement {
        let GetEnumEntitlement {
            customer_id,
            feature_id,
            resource_id,
            options,
            ..
        } = &request;
        let check = Check {
            customer_id,
            feature_id,
            resource_id: resource_id.as_deref(),
            own: options.fallback.as_ref(),
        };
        self.check(check, enum_fallback, |entity, now| {
            evaluate_enum(entity, feature_id, options.requested_values.as_ref(), now)
        })
        .await
    }

    /// The way of all checks of one feature of a type that is told.
    async fn check<T: Answer>(
        &self,
        check: Check<'_>,
        fallback: impl FnOnce(Option<&EntitlementFallback>, Cause) -> T,
        evaluate: impl FnOnce(&CachedEntity, Timestamp) -> Result<T, FeatureTypeMismatch>,
    ) -> T {
        let question = Question {
            customer_id: check.customer_id,
            resource_id: check.resource_id,
            asked: Asked::Feature(check.feature_id),
        };
        match self.evaluated(question, evaluate).await {
            Ok(answer) => answer,
            // The check's own fallback or the configured one, never both merged.
            Err(cause) => {
                let fallback_value = check.own.or_else(|| self.inner.fallbacks.get(check.feature_id));
                fallback(fallback_value, cause)
            }
        }
    }

    /// The answer by what is known, or why there is none.
    async fn evaluated<T: Answer, E: Into<Cause>>(
        &self,
        question: Question<'_>,
        evaluate: impl FnOnce(&CachedEntity, Timestamp) -> Result<T, E>,
    ) -> Result<T, Cause> {
        question.validate().map_err(|invalid| cause_of(&invalid))?;
        let key = EntityKeyRef::new(question.customer_id, question.resource_id);
        let snapshot = self.snapshot(key, question.asked).await?;
        let mut answer = evaluate(&snapshot.entity, snapshot.now).map_err(Into::into)?;
        answer.set_origin(snapshot.origin);
        Ok(answer)
    }
}

/// What all checks of one feature of a type that is told have in common.
struct Check<'a> {
    customer_id: &'a str,
    feature_id: &'a str,
    resource_id: Option<&'a str>,
    own: Option<&'a EntitlementFallback>,
}

/// What all checks have in common.
struct Question<'a> {
    customer_id: &'a str,
    resource_id: Option<&'a str>,
    asked: Asked<'a>,
}

impl Question<'_> {
    fn validate(&self) -> Result<(), InvalidRequest> {
        InvalidRequest::check_id("customerId", self.customer_id)?;
        match self.asked {
            Asked::Feature(feature_id) => InvalidRequest::check_id("featureId", feature_id),
            Asked::Credit(currency_id) => InvalidRequest::check_id("currencyId", currency_id),
            Asked::Everything => Ok(()),
        }
    }
}

fn cause_of(invalid: &InvalidRequest) -> Cause {
    Cause::with_detail(CauseKind::InvalidArgument, format!("invalid argument: {invalid}"))
}
