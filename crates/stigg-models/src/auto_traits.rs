//! Every public type is plain data: it can be sent to another thread, shared, cloned and printed.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::fs;
use std::path::Path;

use super::*;

const fn is_plain_data<T: Clone + Debug + Send + Sync + 'static>() {}

/// Does not compile unless each type is plain data.
macro_rules! plain_data {
    ($($name:ident $(<$argument:tt>)?,)*) => {
        const _: () = {
            $( is_plain_data::<$name $(<$argument>)?>(); )*
        };

        const PLAIN_DATA: &[&str] = &[$( stringify!($name) ),*];
    };
}

plain_data! {
    // The ground.
    CursorPaging, DateRange, Decimal, InvalidRequest, Metadata, Money, MoneyInput, Page<String>, PageInfo,
    Pagination, ParseTimestampError, Patch<String>, Timestamp, Unrecognized,
    // `catalog`
    Addon, AddonDependency, AirwallexCheckoutCredentials, AirwallexCheckoutMetadata, BasePlan,
    BillingCredentials, CheckoutBillingIntegration, CheckoutConfiguration, CheckoutContent, CheckoutCredentials,
    CheckoutPalette, CheckoutState, CompatiblePackageGroup, CompatiblePackageGroupOptions, Coupon,
    CouponSyncState, CreateCouponInput, PaymentSessionInput, CustomCurrency, CustomCurrencyUnits,
    DefaultTrialConfig, DowngradePlan, FeatureReference, FontVariant, FullEntitlementFeature, CheckoutStateInput,
    GetPaywall, OveragePrice, PackageCreditEntitlement, PackageEntitlement, PackageEntitlementUnion,
    PackageFeatureEntitlement, PaymentSession, Paywall, PaywallCalculatedPricePoint, PaywallConfiguration,
    PaywallCurrency, PaywallLayout, PaywallPalette, PaywallTypography, Plan, Price, PriceCustomCurrency,
    PriceFeature, PriceTier, Product, StripeCheckoutCredentials, TrialBudget, ZuoraCheckoutCredentials,
    // `credits`
    AutoRechargeSettings, ConsumeCredits, ConsumeCreditsAsync, ConsumeCreditsResult, ConsumedCredit,
    CreditBalance, CreditBalanceSummary, CreditBalanceSummaryInput, CreditGrant, CreditGrantBillingInfo,
    CreditGrantInput, CreditGrantInvoice, CreditLedgerEvent, CreditLedgerInput, CreditUsage, CreditUsageInput,
    CreditUsagePoint, CreditUsageSeries, GetAutoRechargeSettingsInput, GetCreditGrantsInput,
    GetCreditGrantsResult, GetCreditLedgerResult, SaveAutoRechargeSettingsInput, VoidCreditGrantInput,
    // `customers`
    Address, BillingInfo, CreateCustomer, CreateSubscriptionParams, Customer, CustomerPortal,
    CustomerPortalAddon, CustomerPortalBillingInformation, CustomerPortalConfiguration,
    CustomerPortalEntitlement, CustomerPortalFeature, CustomerPortalInput, CustomerPortalInvoice,
    CustomerPortalInvoiceFeature, CustomerPortalInvoiceLine, CustomerPortalInvoicePeriod,
    CustomerPortalInvoicePrice, CustomerPortalPalette, CustomerPortalPrice, CustomerPortalPricing,
    CustomerPortalPromotionalEntitlement, CustomerPortalSubscription, CustomerPortalTotalPrice,
    CustomerResource, CustomerStatistics, EligibleForTrial, ExperimentInfo, FullCustomer, ImportCustomer,
    ImportCustomerBulk, PaymentMethodDetails, PricingTypeStatistics, ProvisionCustomer, ProvisionedCustomer,
    SubscriptionStatistics, TaxExempt, TrialedPlan, UpdateCustomer,
    // `entitlements`
    BooleanEntitlement, BooleanEntitlementOptions, Cause, CauseKind, CreditEntitlement,
    CreditEntitlementFallback, CreditEntitlementOptions, CreditEntitlementState, CreditRate,
    CustomerEntitlementsResult, CustomerEntitlementsResultV2, Entitlement, EntitlementCheckRequested,
    EntitlementCheckResult, EntitlementCurrency, EntitlementFallback, EntitlementFeature, EntitlementOptions,
    EntitlementState, EntitlementV2, EntitlementsState, EnumEntitlement, EnumEntitlementOptions,
    FeatureEntitlementState, FetchEntitlementOptions, FetchEntitlementQuery, GetBooleanEntitlement<'static>,
    GetCreditEntitlement<'static>, GetEntitlement<'static>, GetEntitlementV2Input,
    GetEntitlementV2Params<'static>, GetEnumEntitlement<'static>, GetMeteredEntitlement<'static>,
    GetNumericEntitlement<'static>, MeteredEntitlement, MeteredEntitlementOptions, NumericEntitlement,
    NumericEntitlementOptions, Origin, ReloadEntitlementsResult, ResetPeriodConfiguration, UnitTransformation,
    // `promotional_entitlements`
    GrantPromotionalEntitlementInput, GrantPromotionalEntitlementsGroupInput, GrantPromotionalEntitlementsInput,
    PromotionalEntitlement, RevokePromotionalEntitlementInput, RevokePromotionalEntitlementsGroupInput,
    RevokedPromotionalEntitlement, UnknownEntitlement, UnlinkPromotionalEntitlementsGroupInput,
    // `realtime`
    CreditBalanceUpdated, EntitlementReference, EntitlementUsage, EntitlementsUpdated, PackagePublished,
    UsageUpdated,
    // `subscriptions`
    AddonChangeVariables, AddonPriceOverrideChangeVariables, ApplySubscription, ApplySubscriptionResults,
    BillableFeature, BillingAddress, BillingPeriodChangeVariables, BudgetConfiguration, CancelSubscription,
    CancelSubscriptionScheduledUpdates, CancelSubscriptionScheduledUpdatesResult, Charge, CheckoutOptions,
    CouponConfigurationInput, CouponDiscountInput, CreateSubscription, CreditRateInput,
    DelegateSubscriptionToCustomerInput, DowngradeChangeVariables, FullSubscription, FullSubscriptionAddon,
    GetActiveSubscriptions, GetSubscription, GetSubscriptionsParams, GetSubscriptionsResult,
    MigrateSubscriptionToLatest, MigrateSubscriptionToLatestResult, MinimumSpend,
    MonthlyResetPeriodConfiguration, OneOrMany<String>, PaymentSecret, PlanChangeAddon, PlanChangeVariables,
    PlanPriceOverrideChangeVariables, PriceOverrideChangeVariables, PriceOverrideInput, PriceTierInput,
    ProvisionSubscription, ProvisionSubscriptionResult, ScheduleVariables, SlimDowngradePlan, SlimPrice,
    SlimSubscriptionCustomer, SlimSubscriptionPlan, SlimSubscriptionPrice, SlimSubscriptionProduct,
    SlimSubscriptionV2, Subscription, SubscriptionAddon, SubscriptionAddonInput, SubscriptionBillingInfo,
    SubscriptionCouponInput, SubscriptionCreditEntitlement, SubscriptionEntitlementInput,
    SubscriptionEntitlementV2, SubscriptionFeatureEntitlement, SubscriptionFutureUpdate, SubscriptionInvoice,
    SubscriptionItemAddon, SubscriptionItemAddonId, SubscriptionItemCustomer, SubscriptionItemPlan,
    SubscriptionItemResource, SubscriptionPrice, SubscriptionQueryItem, SubscriptionQuerySort,
    SubscriptionTotalPrice, TargetPackage, TransferSubscriptionInput, TransferSubscriptionToResourceInput,
    TrialConfiguration, TrialOverrideConfiguration, UnitAmountChangeVariables, UpdateSubscription,
    UpdateSubscriptionEntitlementInput, WeeklyResetPeriodConfiguration, YearlyResetPeriodConfiguration,
    // `usage`
    CreditCostEstimation, CurrencyEstimate, DimensionValue, Dimensions, EstimateEventCostInput,
    EstimateUsageCostInput, EstimationBreakdownItem, FetchUsageHistory, Quantity, ReportEvent, ReportUsage,
    ReportUsageAck, ReportUsageBulk, UsageCredit, UsageHistoryPoint, UsageHistorySeries,
    UsageHistorySeriesPoint, UsageHistorySeriesTag, UsageHistoryV2, UsageHistoryV2Input, UsageMarker,
    // `subscriptions/import`, `subscriptions/previews`
    EstimateSubscription, EstimateSubscriptionUpdate, ImmediateSubscriptionPreviewInvoice, ImportSubscription,
    ImportSubscriptionBulk, PreviewNextInvoice, PreviewSubscription, SubscriptionInvoicePreview,
    SubscriptionInvoicePreviewLineItem, SubscriptionInvoicePreviewLineItemData,
    SubscriptionInvoicePreviewLineItemPeriod, SubscriptionPreview, SubscriptionPreviewCredits,
    SubscriptionPreviewDiscount, SubscriptionPreviewInvoice, SubscriptionPreviewProrations,
    SubscriptionPreviewTaxDetails, SubscriptionPreviewV2, SubscriptionPricePreview,
    // One enum of the schema stands for all of them, which one macro makes.
    Currency,
}

#[test]
fn every_public_type_is_listed() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut exported = BTreeSet::new();
    for entry in fs::read_dir(source).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() && path.file_stem().is_some_and(|name| name != "generated") {
            exported.extend(exports(&fs::read_to_string(path).unwrap()));
        }
    }
    assert!(exported.contains("Plan"), "re-exports are found");
    assert!(exported.contains("DimensionValue"), "declarations are found");

    let listed = PLAIN_DATA.iter().map(ToString::to_string).collect();
    let missing: Vec<_> = exported.difference(&listed).collect();
    assert!(missing.is_empty(), "not in `plain_data!`: {missing:?}");
}

/// The types that a file of the crate's root re-exports from its modules or declares itself.
fn exports(source: &str) -> BTreeSet<String> {
    let reexports = source
        .split("\npub use ")
        .skip(1)
        .filter_map(|rest| rest.split(';').next());
    let declarations = source.lines().filter_map(|line| {
        let rest = line
            .strip_prefix("pub struct ")
            .or_else(|| line.strip_prefix("pub enum "))?;
        rest.split(['<', '(', ' ', ';']).next()
    });
    reexports
        .chain(declarations)
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
        .filter(|name| name.starts_with(|c: char| c.is_ascii_uppercase()))
        .map(str::to_owned)
        .collect()
}
