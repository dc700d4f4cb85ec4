//! Refusals, in the API's own terms.

use std::fmt;

macro_rules! codes {
    ($($code:ident,)+) => {
        /// The codes of Stigg's API that the emulator answers with.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Code { $($code,)+ }

        impl Code {
            /// The code as it travels in `extensions.code`.
            pub(crate) const fn as_str(self) -> &'static str {
                match self { $(Self::$code => stringify!($code),)+ }
            }
        }
    };
}

codes! {
    AddonDependencyMissingError,
    AddonNotFound,
    AddonQuantityExceedsLimitError,
    ArchivedCouponCantBeApplied,
    BadUserInput,
    BillingPeriodMissingError,
    CannotReportUsageForEntitlementWithMeterError,
    CouponNotFound,
    CreditGrantAlreadyVoided,
    CreditGrantCannotBeVoided,
    CreditGrantNotFound,
    CustomCurrencyNotFound,
    CustomerNotFound,
    CustomerResourceNotFound,
    DuplicateAddonProvisionedError,
    DuplicatedEntityNotAllowed,
    EntitlementBelongsToFeatureGroupError,
    EntityIdDifferentFromRefIdError,
    EntityIsArchivedError,
    ExpireAtMustBeLaterThanEffectiveAtError,
    FeatureGroupMissingFeaturesError,
    FeatureGroupNotFoundError,
    FeatureNotBelongToFeatureGroupError,
    FeatureNotFound,
    FutureUpdateNotFound,
    IncompatibleSubscriptionAddon,
    InvalidArgumentError,
    InvalidCancellationDate,
    InvalidEntitlementResetPeriod,
    InvalidQuantity,
    InvalidSubscriptionStatus,
    MeteringNotAvailableForFeatureType,
    NoActiveSubscriptionForCustomer,
    NoProductsAvailable,
    PlanNotFound,
    PriceNotFound,
    ProductNotFoundError,
    PromotionalEntitlementNotFoundError,
    SubscriptionAlreadyCanceledOrExpired,
    SubscriptionAlreadyOnLatestPlanError,
    SubscriptionDoesNotHaveBillingPeriod,
    SubscriptionNotFound,
    Unauthenticated,
    UnexpectedError,
    UnsupportedParameter,
}

/// Why a call is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ApiError {
    pub(crate) code: Code,
    pub(crate) message: String,
}

impl ApiError {
    pub(crate) fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }

    pub(crate) fn customer_not_found(id: &str) -> Self {
        Self::new(Code::CustomerNotFound, format!("Customer {id} not found"))
    }

    pub(crate) fn feature_not_found(id: &str) -> Self {
        Self::new(Code::FeatureNotFound, format!("Feature {id} not found"))
    }

    pub(crate) fn subscription_not_found(id: &str) -> Self {
        Self::new(Code::SubscriptionNotFound, format!("Subscription {id} not found"))
    }

    pub(crate) fn unsupported(operation: &str, what: &str) -> Self {
        Self::new(
            Code::UnsupportedParameter,
            format!("{operation}: {what} is not implemented by the emulator"),
        )
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.message, self.code.as_str())
    }
}

impl std::error::Error for ApiError {}
