//! Entitlements that a subscription has beside those of its plan.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use super::{MonthlyResetPeriodConfiguration, WeeklyResetPeriodConfiguration, YearlyResetPeriodConfiguration};
use crate::validation::{id, optional_finite, optional_id, quantity};
use crate::with_methods::{with_lists_of_text, with_methods};
use crate::{CreditCadence, EntitlementResetPeriod, InvalidRequest, Quantity};

/// An entitlement of one subscription, which replaces the one of its plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum SubscriptionEntitlementV2 {
    /// To a feature.
    Feature(SubscriptionFeatureEntitlement),
    /// To credits.
    Credit(SubscriptionCreditEntitlement),
}

impl SubscriptionEntitlementV2 {
    pub(crate) fn validate(&self) -> Result<(), InvalidRequest> {
        match self {
            Self::Feature(feature) => feature.validate().map_err(|error| error.inside("feature")),
            Self::Credit(credit) => credit.validate().map_err(|error| error.inside("credit")),
        }
    }
}

/// Not derived, because that would refuse an object with a field that this version of the SDK does not know.
impl<'de> Deserialize<'de> for SubscriptionEntitlementV2 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Either {
            feature: Option<SubscriptionFeatureEntitlement>,
            credit: Option<SubscriptionCreditEntitlement>,
        }

        match Either::deserialize(deserializer)? {
            Either {
                feature: Some(feature),
                credit: None,
            } => Ok(Self::Feature(feature)),
            Either {
                feature: None,
                credit: Some(credit),
            } => Ok(Self::Credit(credit)),
            _ => Err(D::Error::custom("expected one of `feature` and `credit`")),
        }
    }
}

impl From<SubscriptionFeatureEntitlement> for SubscriptionEntitlementV2 {
    fn from(entitlement: SubscriptionFeatureEntitlement) -> Self {
        Self::Feature(entitlement)
    }
}

impl From<SubscriptionCreditEntitlement> for SubscriptionEntitlementV2 {
    fn from(entitlement: SubscriptionCreditEntitlement) -> Self {
        Self::Credit(entitlement)
    }
}

/// Declares an entitlement of a subscription to a feature: the fields and methods that all of them share, and its own.
macro_rules! feature_entitlement {
    (
        $(#[$meta:meta])*
        $entitlement:ident {
            $(
                $(#[$field_meta:meta])*
                $field:ident: $kind:ty,
            )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        #[non_exhaustive]
        pub struct $entitlement {
            $( $(#[$field_meta])* pub $field: $kind, )*
            /// The limit of a metered feature per usage period, or the value of a numeric one.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub usage_limit: Option<f64>,
            /// Whether there is no limit.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub has_unlimited_usage: Option<bool>,
            /// Whether usage beyond the limit is allowed.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub has_soft_limit: Option<bool>,
            /// How often usage starts again from zero.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub reset_period: Option<EntitlementResetPeriod>,
            /// From where months are counted, if usage starts again monthly.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub monthly_reset_period_configuration: Option<MonthlyResetPeriodConfiguration>,
            /// From where weeks are counted, if usage starts again weekly.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub weekly_reset_period_configuration: Option<WeeklyResetPeriodConfiguration>,
            /// From where years are counted, if usage starts again yearly.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub yearly_reset_period_configuration: Option<YearlyResetPeriodConfiguration>,
        }

        impl $entitlement {
            fn validate_limit(&self) -> Result<(), InvalidRequest> {
                optional_finite("usageLimit", self.usage_limit)
            }
        }

        with_methods! {
            $entitlement {
                /// The limit of a metered feature per usage period, or the value of a numeric one.
                with_usage_limit => usage_limit: Quantity,
                /// Whether there is no limit.
                with_unlimited_usage => has_unlimited_usage: bool,
                /// Whether usage beyond the limit is allowed.
                with_soft_limit => has_soft_limit: bool,
                /// How often usage starts again from zero.
                with_reset_period => reset_period: EntitlementResetPeriod,
                /// From where months are counted, if usage starts again monthly.
                with_monthly_reset => monthly_reset_period_configuration: MonthlyResetPeriodConfiguration,
                /// From where weeks are counted, if usage starts again weekly.
                with_weekly_reset => weekly_reset_period_configuration: WeeklyResetPeriodConfiguration,
                /// From where years are counted, if usage starts again yearly.
                with_yearly_reset => yearly_reset_period_configuration: YearlyResetPeriodConfiguration,
            }
        }
    };
}

feature_entitlement! {
    /// An entitlement of one subscription to a feature.
    SubscriptionFeatureEntitlement {
        /// Your id of the feature.
        feature_id: String,
        /// The values of an enum feature.
        #[serde(skip_serializing_if = "Option::is_none")]
        enum_values: Option<Vec<String>>,
        /// Stigg's internal id of the feature group that the entitlement comes with.
        #[serde(skip_serializing_if = "Option::is_none")]
        feature_group_id: Option<String>,
    }
}

impl SubscriptionFeatureEntitlement {
    /// An entitlement to a feature.
    pub fn new(feature_id: impl Into<String>) -> Self {
        Self {
            feature_id: feature_id.into(),
            enum_values: None,
            feature_group_id: None,
            usage_limit: None,
            has_unlimited_usage: None,
            has_soft_limit: None,
            reset_period: None,
            monthly_reset_period_configuration: None,
            weekly_reset_period_configuration: None,
            yearly_reset_period_configuration: None,
        }
    }

    fn validate(&self) -> Result<(), InvalidRequest> {
        id("featureId", &self.feature_id)?;
        optional_id("featureGroupId", self.feature_group_id.as_deref())?;
        self.validate_limit()
    }
}

with_methods! {
    SubscriptionFeatureEntitlement {
        /// The feature group that the entitlement comes with.
        with_feature_group_id => feature_group_id: String,
    }
}

with_lists_of_text! {
    SubscriptionFeatureEntitlement {
        /// The values of an enum feature.
        with_enum_values => enum_values,
    }
}

feature_entitlement! {
    /// An entitlement of a new subscription to a feature, in the older form: [`SubscriptionEntitlementV2`] replaces it.
    SubscriptionEntitlementInput {
        /// Your id of the feature.
        feature_id: String,
        /// What the entitlement is for.
        #[serde(skip_serializing_if = "Option::is_none")]
        description: Option<String>,
    }
}

impl SubscriptionEntitlementInput {
    /// An entitlement to a feature.
    pub fn new(feature_id: impl Into<String>) -> Self {
        Self {
            feature_id: feature_id.into(),
            description: None,
            usage_limit: None,
            has_unlimited_usage: None,
            has_soft_limit: None,
            reset_period: None,
            monthly_reset_period_configuration: None,
            weekly_reset_period_configuration: None,
            yearly_reset_period_configuration: None,
        }
    }

    pub(crate) fn validate(&self) -> Result<(), InvalidRequest> {
        id("featureId", &self.feature_id)?;
        self.validate_limit()
    }
}

with_methods! {
    SubscriptionEntitlementInput {
        /// What the entitlement is for.
        with_description => description: String,
    }
}

feature_entitlement! {
    /// An entitlement of an existing subscription to a feature, in the older form: [`SubscriptionEntitlementV2`] replaces it.
    #[derive(Default)]
    UpdateSubscriptionEntitlementInput {
        /// Stigg's id of the entitlement to change.
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// Your id of the feature.
        #[serde(skip_serializing_if = "Option::is_none")]
        feature_id: Option<String>,
    }
}

impl UpdateSubscriptionEntitlementInput {
    /// The entitlement to a feature.
    pub fn new(feature_id: impl Into<String>) -> Self {
        Self {
            feature_id: Some(feature_id.into()),
            ..Self::default()
        }
    }

    pub(crate) fn validate(&self) -> Result<(), InvalidRequest> {
        optional_id("id", self.id.as_deref())?;
        optional_id("featureId", self.feature_id.as_deref())?;
        if self.id.is_none() && self.feature_id.is_none() {
            return Err(InvalidRequest::whole("names neither an entitlement nor a feature"));
        }
        self.validate_limit()
    }
}

with_methods! {
    UpdateSubscriptionEntitlementInput {
        /// Stigg's id of the entitlement to change.
        with_id => id: String,
    }
}

/// An entitlement of one subscription to recurring credits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubscriptionCreditEntitlement {
    /// Your id of the credit currency.
    pub custom_currency_id: String,
    /// Credits per period.
    pub amount: f64,
    /// How often they are granted.
    pub cadence: CreditCadence,
    /// Whether credits may be consumed beyond the balance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_soft_limit: Option<bool>,
}

impl SubscriptionCreditEntitlement {
    /// So many credits of a currency per period.
    pub fn new(custom_currency_id: impl Into<String>, amount: impl Into<Quantity>, cadence: CreditCadence) -> Self {
        Self {
            custom_currency_id: custom_currency_id.into(),
            amount: amount.into().as_f64(),
            cadence,
            has_soft_limit: None,
        }
    }

    fn validate(&self) -> Result<(), InvalidRequest> {
        id("customCurrencyId", &self.custom_currency_id)?;
        quantity("amount", self.amount)
    }
}

with_methods! {
    SubscriptionCreditEntitlement {
        /// Whether credits may be consumed beyond the balance.
        with_soft_limit => has_soft_limit: bool,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::serde_ext::fields::assert_every_field_is_set;
    use crate::{MonthlyAccordingTo, WeeklyAccordingTo, YearlyAccordingTo};

    #[test]
    fn everything_can_be_said_of_an_entitlement() {
        let feature = SubscriptionFeatureEntitlement::new("seats")
            .with_enum_values(["eu".to_owned()])
            .with_feature_group_id("0b8f")
            .with_usage_limit(10)
            .with_unlimited_usage(false)
            .with_soft_limit(true)
            .with_reset_period(EntitlementResetPeriod::Month)
            .with_monthly_reset(MonthlyAccordingTo::StartOfTheMonth)
            .with_weekly_reset(WeeklyAccordingTo::EveryMonday)
            .with_yearly_reset(YearlyAccordingTo::SubscriptionStart);
        assert_every_field_is_set(&feature);
        let credit = SubscriptionCreditEntitlement::new("tokens", 50, CreditCadence::Month).with_soft_limit(true);
        assert_every_field_is_set(&credit);

        let entitlements: Vec<SubscriptionEntitlementV2> = vec![feature.into(), credit.into()];
        let json = json!([
            {"feature": {
                "featureId": "seats", "enumValues": ["eu"], "featureGroupId": "0b8f", "usageLimit": 10.0,
                "hasUnlimitedUsage": false, "hasSoftLimit": true, "resetPeriod": "MONTH",
                "monthlyResetPeriodConfiguration": {"accordingTo": "StartOfTheMonth"},
                "weeklyResetPeriodConfiguration": {"accordingTo": "EveryMonday"},
                "yearlyResetPeriodConfiguration": {"accordingTo": "SubscriptionStart"},
            }},
            {"credit": {"customCurrencyId": "tokens", "amount": 50.0, "cadence": "MONTH", "hasSoftLimit": true}},
        ]);
        assert_eq!(serde_json::to_value(&entitlements).unwrap(), json);
        assert_eq!(
            serde_json::from_value::<Vec<SubscriptionEntitlementV2>>(json).unwrap(),
            entitlements
        );
    }

    #[test]
    fn an_entitlement_is_to_a_feature_or_to_credits_and_not_to_both() {
        let feature = json!({"featureId": "sso"});
        let credit = json!({"customCurrencyId": "tokens", "amount": 50, "cadence": "YEAR"});
        let read = serde_json::from_value::<SubscriptionEntitlementV2>;
        assert!(read(json!({"feature": feature, "credit": null})).is_ok());
        assert!(read(json!({"credit": credit, "tomorrow": 1})).is_ok());
        assert!(read(json!({"feature": feature, "credit": credit})).is_err());
        assert!(read(json!({})).is_err());
    }

    #[test]
    fn an_entitlement_of_the_older_form_may_be_named_by_its_own_id() {
        let by_id = UpdateSubscriptionEntitlementInput::default().with_id("e-1");
        assert!(by_id.validate().is_ok());
        assert_eq!(serde_json::to_value(&by_id).unwrap(), json!({"id": "e-1"}));
        let neither = UpdateSubscriptionEntitlementInput::default().validate().unwrap_err();
        assert_eq!(neither.problem(), "names neither an entitlement nor a feature");
    }
}
