//! The enums that the catalogue file, the state and the GraphQL schema share.
//!
//! Each value has its name in the schema (`MONTHLY`) and a friendlier one for catalogue files (`monthly`); both are read.

macro_rules! wire_enum {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $wire:literal / $friendly:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) enum $name { $($(#[$vmeta])* $variant,)+ }

        impl $name {
            /// The name in the GraphQL schema.
            #[allow(dead_code, reason = "not every enum travels in answers")]
            pub(crate) const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $wire,)+ }
            }

            #[cfg(test)]
            pub(crate) const ALL: &'static [Self] = &[$(Self::$variant,)+];
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Names;
                impl serde::de::Visitor<'_> for Names {
                    type Value = $name;
                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str(concat!("one of" $(, " `", $friendly, "`")+))
                    }
                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$name, E> {
                        match text {
                            $($wire | $friendly => Ok($name::$variant),)+
                            other => Err(E::unknown_variant(other, &[$($friendly,)+])),
                        }
                    }
                }
                deserializer.deserialize_str(Names)
            }
        }
    };
}

wire_enum! {
    /// How often a subscription is billed.
    BillingPeriod { Monthly = "MONTHLY" / "monthly", Annually = "ANNUALLY" / "annually", }
}
wire_enum! {
    /// Whether a price is charged again and again.
    BillingCadence { Recurring = "RECURRING" / "recurring", OneOff = "ONE_OFF" / "oneOff", }
}
wire_enum! {
    /// What a price is charged for.
    BillingModel {
        FlatFee = "FLAT_FEE" / "flatFee",
        PerUnit = "PER_UNIT" / "perUnit",
        UsageBased = "USAGE_BASED" / "usageBased",
    }
}
wire_enum! {
    /// How tiers are applied.
    TiersMode { Graduated = "GRADUATED" / "graduated", Volume = "VOLUME" / "volume", }
}
wire_enum! {
    /// How a plan or an add-on is sold.
    PricingType { Free = "FREE" / "free", Paid = "PAID" / "paid", Custom = "CUSTOM" / "custom", }
}
wire_enum! {
    /// Whether and how the usage of a numeric feature is measured.
    Meter { None = "None" / "none", Incremental = "Incremental" / "incremental", Fluctuating = "Fluctuating" / "fluctuating", }
}
wire_enum! {
    /// When usage starts again from 0.
    ResetPeriod {
        Hour = "HOUR" / "hour",
        Day = "DAY" / "day",
        Week = "WEEK" / "week",
        Month = "MONTH" / "month",
        Year = "YEAR" / "year",
    }
}
wire_enum! {
    /// What months of usage are counted from.
    MonthlyAccordingTo {
        SubscriptionStart = "SubscriptionStart" / "subscriptionStart",
        StartOfTheMonth = "StartOfTheMonth" / "startOfTheMonth",
    }
}
wire_enum! {
    /// What weeks of usage are counted from.
    WeeklyAccordingTo {
        SubscriptionStart = "SubscriptionStart" / "subscriptionStart",
        EverySunday = "EverySunday" / "everySunday",
        EveryMonday = "EveryMonday" / "everyMonday",
        EveryTuesday = "EveryTuesday" / "everyTuesday",
        EveryWednesday = "EveryWednesday" / "everyWednesday",
        EveryThursday = "EveryThursday" / "everyThursday",
        EveryFriday = "EveryFriday" / "everyFriday",
        EverySaturday = "EverySaturday" / "everySaturday",
    }
}
wire_enum! {
    /// What years of usage are counted from.
    YearlyAccordingTo { SubscriptionStart = "SubscriptionStart" / "subscriptionStart", }
}
wire_enum! {
    /// Whether an add-on adds to the plan's limit or replaces it.
    EntitlementBehavior { Increment = "Increment" / "increment", Override = "Override" / "override", }
}
wire_enum! {
    /// The length of a trial is counted in these.
    TrialUnits { Day = "DAY" / "day", Month = "MONTH" / "month", }
}
wire_enum! {
    /// What follows a trial.
    TrialEndBehavior {
        ConvertToPaid = "CONVERT_TO_PAID" / "convertToPaid",
        CancelSubscription = "CANCEL_SUBSCRIPTION" / "cancelSubscription",
    }
}
wire_enum! {
    /// When a cancellation takes effect.
    CancellationTime {
        Immediate = "IMMEDIATE" / "immediate",
        EndOfBillingPeriod = "END_OF_BILLING_PERIOD" / "endOfBillingPeriod",
        SpecificDate = "SPECIFIC_DATE" / "specificDate",
    }
}
wire_enum! {
    /// What a cancellation leaves behind.
    CancellationAction {
        Default = "DEFAULT" / "default",
        RevokeEntitlements = "REVOKE_ENTITLEMENTS" / "revokeEntitlements",
    }
}
wire_enum! {
    /// Where a plan or an add-on is not shown.
    WidgetType {
        Paywall = "PAYWALL" / "paywall",
        CustomerPortal = "CUSTOMER_PORTAL" / "customerPortal",
        Checkout = "CHECKOUT" / "checkout",
    }
}
wire_enum! {
    /// How usage is rounded after it was divided.
    Rounding { Up = "UP" / "up", Down = "DOWN" / "down", }
}
wire_enum! {
    /// Whether a coupon can still be applied.
    CouponStatus { Active = "ACTIVE" / "active", Archived = "ARCHIVED" / "archived", }
}
wire_enum! {
    /// When a change of a subscription takes effect.
    ScheduleStrategy {
        Immediate = "IMMEDIATE" / "immediate",
        EndOfBillingPeriod = "END_OF_BILLING_PERIOD" / "endOfBillingPeriod",
        EndOfBillingMonth = "END_OF_BILLING_MONTH" / "endOfBillingMonth",
    }
}
wire_enum! {
    /// Whether a change restarts the billing period.
    BillingCycleAnchor { Unchanged = "UNCHANGED" / "unchanged", Now = "NOW" / "now", }
}
wire_enum! {
    /// How the customer pays.
    PaymentCollectionMethod { Charge = "CHARGE" / "charge", Invoice = "INVOICE" / "invoice", None = "NONE" / "none", }
}
wire_enum! {
    /// Where a subscription stands in its life.
    SubscriptionStatus {
        NotStarted = "NOT_STARTED" / "notStarted",
        PaymentPending = "PAYMENT_PENDING" / "paymentPending",
        InTrial = "IN_TRIAL" / "inTrial",
        Active = "ACTIVE" / "active",
        Canceled = "CANCELED" / "canceled",
        Expired = "EXPIRED" / "expired",
    }
}
wire_enum! {
    /// Why a subscription has ended.
    CancelReason {
        Immediate = "Immediate" / "immediate",
        ScheduledCancellation = "ScheduledCancellation" / "scheduledCancellation",
        UpgradeOrDowngrade = "UpgradeOrDowngrade" / "upgradeOrDowngrade",
        TrialEnded = "TrialEnded" / "trialEnded",
        TrialConverted = "TrialConverted" / "trialConverted",
        Expired = "Expired" / "expired",
        CustomerArchived = "CustomerArchived" / "customerArchived",
    }
}
wire_enum! {
    /// Whether reported usage is added or replaces what was there.
    UsageUpdateBehavior { Delta = "DELTA" / "delta", Set = "SET" / "set", }
}
wire_enum! {
    /// Why usage begins again from zero.
    UsageMarkerType {
        PeriodicReset = "PERIODIC_RESET" / "periodicReset",
        SubscriptionChangeReset = "SUBSCRIPTION_CHANGE_RESET" / "subscriptionChangeReset",
    }
}
wire_enum! {
    /// What a quantity in advance is bought of.
    ChargeType { Feature = "FEATURE" / "feature", Credit = "CREDIT" / "credit", }
}
wire_enum! {
    /// How the first subscription of a customer was chosen.
    DecisionStrategy {
        RequestedPlan = "REQUESTED_PLAN" / "requestedPlan",
        PredefinedFreePlan = "PREDEFINED_FREE_PLAN" / "predefinedFreePlan",
        PredefinedTrialPlan = "PREDEFINED_TRIAL_PLAN" / "predefinedTrialPlan",
        Skipped = "SKIPPED_SUBSCRIPTION_CREATION" / "skipped",
    }
}
wire_enum! {
    /// The kind of a credit grant. Those that plans make again and again are not made by the emulator.
    GrantType {
        Paid = "PAID" / "paid",
        Promotional = "PROMOTIONAL" / "promotional",
        Overdraft = "OVERDRAFT" / "overdraft",
    }
}
wire_enum! {
    /// Where a credit grant stands in its life.
    GrantStatus {
        Scheduled = "SCHEDULED" / "scheduled",
        Active = "ACTIVE" / "active",
        Expired = "EXPIRED" / "expired",
        Voided = "VOIDED" / "voided",
    }
}
wire_enum! {
    /// What happened to credits.
    LedgerEventType {
        Granted = "CREDITS_GRANTED" / "granted",
        Consumed = "CREDITS_CONSUMED" / "consumed",
        Expired = "CREDITS_EXPIRED" / "expired",
        Voided = "CREDITS_VOIDED" / "voided",
        Updated = "CREDITS_UPDATED" / "updated",
        TransferSource = "CREDITS_CONSUMPTION_TRANSFER_SOURCE" / "transferSource",
        TransferTarget = "CREDITS_CONSUMPTION_TRANSFER_TARGET" / "transferTarget",
    }
}
wire_enum! {
    /// How far back credit usage is told.
    UsageTimeRange {
        Day = "LAST_DAY" / "lastDay",
        Week = "LAST_WEEK" / "lastWeek",
        Month = "LAST_MONTH" / "lastMonth",
        Year = "LAST_YEAR" / "lastYear",
    }
}
wire_enum! {
    /// What the threshold of a recharge is counted in.
    ThresholdType { CreditAmount = "CreditAmount" / "creditAmount", DollarAmount = "DollarAmount" / "dollarAmount", }
}
wire_enum! {
    /// When recharged credits expire.
    GrantExpiration { OneMonth = "OneMonth" / "oneMonth", OneYear = "OneYear" / "oneYear", }
}
wire_enum! {
    /// How long a promotional entitlement lasts.
    PromotionalPeriod {
        Custom = "CUSTOM" / "custom",
        Lifetime = "LIFETIME" / "lifetime",
        OneWeek = "ONE_WEEK" / "oneWeek",
        OneMonth = "ONE_MONTH" / "oneMonth",
        SixMonth = "SIX_MONTH" / "sixMonth",
        OneYear = "ONE_YEAR" / "oneYear",
    }
}
wire_enum! {
    /// Whether a promotional entitlement is in force.
    PromotionalStatus { Active = "Active" / "active", Expired = "Expired" / "expired", }
}
wire_enum! {
    /// Why access is denied.
    DeniedReason {
        BudgetExceeded = "BudgetExceeded" / "budgetExceeded",
        CustomerIsArchived = "CustomerIsArchived" / "customerIsArchived",
        CustomerNotFound = "CustomerNotFound" / "customerNotFound",
        EntitlementNotFound = "EntitlementNotFound" / "entitlementNotFound",
        FeatureNotFound = "FeatureNotFound" / "featureNotFound",
        InsufficientCredits = "InsufficientCredits" / "insufficientCredits",
        NoActiveSubscription = "NoActiveSubscription" / "noActiveSubscription",
        NoFeatureEntitlementInSubscription = "NoFeatureEntitlementInSubscription" / "noFeatureEntitlementInSubscription",
        RequestedUsageExceedingLimit = "RequestedUsageExceedingLimit" / "requestedUsageExceedingLimit",
        RequestedValuesMismatch = "RequestedValuesMismatch" / "requestedValuesMismatch",
        Revoked = "Revoked" / "revoked",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(schema_name: &str, names: impl Iterator<Item = &'static str>) {
        let known = crate::schema::enum_values(schema_name);
        for name in names {
            assert!(known.contains(&name), "{schema_name} has no value {name}");
        }
    }

    #[test]
    fn every_value_is_a_value_of_the_schema() {
        macro_rules! check_all {
            ($($ours:ident as $theirs:literal),+ $(,)?) => {
                $(check($theirs, $ours::ALL.iter().map(|value| value.as_str()));)+
            };
        }
        check_all!(
            BillingPeriod as "BillingPeriod",
            BillingCadence as "BillingCadence",
            BillingModel as "BillingModel",
            TiersMode as "TiersMode",
            PricingType as "PricingType",
            Meter as "MeterType",
            ResetPeriod as "EntitlementResetPeriod",
            MonthlyAccordingTo as "MonthlyAccordingTo",
            WeeklyAccordingTo as "WeeklyAccordingTo",
            YearlyAccordingTo as "YearlyAccordingTo",
            EntitlementBehavior as "EntitlementBehavior",
            TrialUnits as "TrialPeriodUnits",
            TrialEndBehavior as "TrialEndBehavior",
            CancellationTime as "SubscriptionCancellationTime",
            CancellationAction as "SubscriptionCancellationAction",
            WidgetType as "WidgetType",
            Rounding as "UnitTransformationRound",
            CouponStatus as "CouponStatus",
            ScheduleStrategy as "ScheduleStrategy",
            BillingCycleAnchor as "SubscriptionBillingCycleAnchor",
            PaymentCollectionMethod as "PaymentCollectionMethod",
            SubscriptionStatus as "SubscriptionStatus",
            CancelReason as "SubscriptionCancelReason",
            UsageMarkerType as "UsageMarkerType",
            UsageUpdateBehavior as "UsageUpdateBehavior",
            ChargeType as "ChargeType",
            DecisionStrategy as "SubscriptionDecisionStrategy",
            GrantType as "CreditGrantType",
            GrantStatus as "CreditGrantStatus",
            LedgerEventType as "CreditLedgerEventType",
            UsageTimeRange as "CreditUsageTimeRange",
            ThresholdType as "ThresholdType",
            GrantExpiration as "GrantExpirationPeriod",
            PromotionalPeriod as "PromotionalEntitlementPeriod",
            PromotionalStatus as "PromotionalEntitlementStatus",
            DeniedReason as "AccessDeniedReason",
        );
    }
}
