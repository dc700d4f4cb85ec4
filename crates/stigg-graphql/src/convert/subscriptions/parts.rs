//! What requests about subscriptions are made of.

use stigg_models::{
    BillableFeature, BillingAddress, BudgetConfiguration, Charge, CheckoutOptions, CouponConfigurationInput,
    CouponDiscountInput, CreditRateInput, MinimumSpend, MonthlyResetPeriodConfiguration, PriceOverrideInput,
    PriceTierInput, SubscriptionAddonInput, SubscriptionBillingInfo, SubscriptionCouponInput,
    SubscriptionCreditEntitlement, SubscriptionEntitlementInput, SubscriptionEntitlementV2,
    SubscriptionFeatureEntitlement, TrialOverrideConfiguration, UpdateSubscriptionEntitlementInput,
    WeeklyResetPeriodConfiguration, YearlyResetPeriodConfiguration,
};

use crate::convert::each;
use crate::convert::values::metadata_input;
use crate::generated::inputs;

impl From<SubscriptionAddonInput> for inputs::SubscriptionAddonInput {
    fn from(addon: SubscriptionAddonInput) -> Self {
        Self {
            addon_id: addon.addon_id,
            quantity: addon.quantity,
        }
    }
}

impl From<BillableFeature> for inputs::BillableFeatureInput {
    fn from(feature: BillableFeature) -> Self {
        Self {
            feature_id: feature.feature_id,
            quantity: feature.quantity,
        }
    }
}

impl From<Charge> for inputs::ChargeInput {
    fn from(charge: Charge) -> Self {
        Self {
            id: charge.id,
            quantity: charge.quantity,
            r#type: charge.charge_type,
        }
    }
}

impl From<TrialOverrideConfiguration> for inputs::TrialOverrideConfigurationInput {
    fn from(trial: TrialOverrideConfiguration) -> Self {
        Self {
            is_trial: trial.is_trial,
            trial_end_date: trial.trial_end_date,
            trial_end_behavior: trial.trial_end_behavior,
        }
    }
}

impl From<SubscriptionCouponInput> for inputs::SubscriptionCouponInput {
    fn from(coupon: SubscriptionCouponInput) -> Self {
        Self {
            coupon_id: coupon.coupon_id,
            billing_coupon_id: coupon.billing_coupon_id,
            promotion_code: coupon.promotion_code,
            discount: coupon.discount.map(Into::into),
            configuration: coupon.configuration.map(Into::into),
        }
    }
}

impl From<CouponDiscountInput> for inputs::SubscriptionCouponDiscountInput {
    fn from(discount: CouponDiscountInput) -> Self {
        Self {
            name: discount.name,
            description: discount.description,
            percent_off: discount.percent_off,
            amounts_off: each(discount.amounts_off),
            duration_in_months: discount.duration_in_months,
        }
    }
}

impl From<CouponConfigurationInput> for inputs::SubscriptionCouponConfigurationInput {
    fn from(configuration: CouponConfigurationInput) -> Self {
        Self {
            start_date: configuration.start_date,
        }
    }
}

impl From<PriceOverrideInput> for inputs::PriceOverrideInput {
    fn from(price: PriceOverrideInput) -> Self {
        Self {
            addon_id: price.addon_id,
            feature_id: price.feature_id,
            currency_id: price.currency_id,
            base_charge: price.base_charge,
            price: price.price.map(Into::into),
            tiers: each(price.tiers),
            block_size: price.block_size,
            credit_rate: price.credit_rate.map(Into::into),
            credit_grant_cadence: price.credit_grant_cadence,
        }
    }
}

impl From<PriceTierInput> for inputs::PriceTierInput {
    fn from(tier: PriceTierInput) -> Self {
        Self {
            up_to: tier.up_to,
            unit_price: tier.unit_price.map(Into::into),
            flat_price: tier.flat_price.map(Into::into),
        }
    }
}

impl From<CreditRateInput> for inputs::CreditRateInput {
    fn from(rate: CreditRateInput) -> Self {
        Self {
            amount: rate.amount,
            currency_id: rate.currency_id,
            custom_currency_id: rate.custom_currency_id,
            cost_formula: rate.cost_formula,
        }
    }
}

impl From<SubscriptionEntitlementV2> for inputs::SubscriptionEntitlementInputV2 {
    fn from(entitlement: SubscriptionEntitlementV2) -> Self {
        let (feature, credit) = match entitlement {
            SubscriptionEntitlementV2::Feature(feature) => (Some(feature.into()), None),
            SubscriptionEntitlementV2::Credit(credit) => (None, Some(credit.into())),
            // There is no third kind in this version of the models.
            _ => (None, None),
        };
        Self { credit, feature }
    }
}

impl From<SubscriptionFeatureEntitlement> for inputs::SubscriptionFeatureEntitlementInput {
    fn from(entitlement: SubscriptionFeatureEntitlement) -> Self {
        Self {
            feature_id: entitlement.feature_id,
            usage_limit: entitlement.usage_limit,
            has_unlimited_usage: entitlement.has_unlimited_usage,
            has_soft_limit: entitlement.has_soft_limit,
            enum_values: entitlement.enum_values,
            feature_group_id: entitlement.feature_group_id,
            reset_period: entitlement.reset_period,
            monthly_reset_period_configuration: entitlement.monthly_reset_period_configuration.map(Into::into),
            weekly_reset_period_configuration: entitlement.weekly_reset_period_configuration.map(Into::into),
            yearly_reset_period_configuration: entitlement.yearly_reset_period_configuration.map(Into::into),
        }
    }
}

impl From<SubscriptionCreditEntitlement> for inputs::SubscriptionCreditEntitlementInput {
    fn from(entitlement: SubscriptionCreditEntitlement) -> Self {
        Self {
            custom_currency_id: entitlement.custom_currency_id,
            amount: entitlement.amount,
            cadence: entitlement.cadence,
            has_soft_limit: entitlement.has_soft_limit,
        }
    }
}

impl From<SubscriptionEntitlementInput> for inputs::SubscriptionEntitlementInput {
    fn from(entitlement: SubscriptionEntitlementInput) -> Self {
        Self {
            feature_id: entitlement.feature_id,
            description: entitlement.description,
            usage_limit: entitlement.usage_limit,
            has_unlimited_usage: entitlement.has_unlimited_usage,
            has_soft_limit: entitlement.has_soft_limit,
            reset_period: entitlement.reset_period,
            monthly_reset_period_configuration: entitlement.monthly_reset_period_configuration.map(Into::into),
            weekly_reset_period_configuration: entitlement.weekly_reset_period_configuration.map(Into::into),
            yearly_reset_period_configuration: entitlement.yearly_reset_period_configuration.map(Into::into),
        }
    }
}

impl From<UpdateSubscriptionEntitlementInput> for inputs::UpdateSubscriptionEntitlementInput {
    fn from(entitlement: UpdateSubscriptionEntitlementInput) -> Self {
        Self {
            id: entitlement.id,
            feature_id: entitlement.feature_id,
            usage_limit: entitlement.usage_limit,
            has_unlimited_usage: entitlement.has_unlimited_usage,
            has_soft_limit: entitlement.has_soft_limit,
            reset_period: entitlement.reset_period,
            monthly_reset_period_configuration: entitlement.monthly_reset_period_configuration.map(Into::into),
            weekly_reset_period_configuration: entitlement.weekly_reset_period_configuration.map(Into::into),
            yearly_reset_period_configuration: entitlement.yearly_reset_period_configuration.map(Into::into),
        }
    }
}

impl From<MonthlyResetPeriodConfiguration> for inputs::MonthlyResetPeriodConfigInput {
    fn from(configuration: MonthlyResetPeriodConfiguration) -> Self {
        Self {
            according_to: configuration.according_to,
        }
    }
}

impl From<WeeklyResetPeriodConfiguration> for inputs::WeeklyResetPeriodConfigInput {
    fn from(configuration: WeeklyResetPeriodConfiguration) -> Self {
        Self {
            according_to: configuration.according_to,
        }
    }
}

impl From<YearlyResetPeriodConfiguration> for inputs::YearlyResetPeriodConfigInput {
    fn from(configuration: YearlyResetPeriodConfiguration) -> Self {
        Self {
            according_to: configuration.according_to,
        }
    }
}

impl From<BudgetConfiguration> for inputs::BudgetConfigurationInput {
    fn from(budget: BudgetConfiguration) -> Self {
        Self {
            limit: budget.limit,
            has_soft_limit: budget.has_soft_limit,
        }
    }
}

impl From<MinimumSpend> for inputs::SubscriptionMinimumSpendValueInput {
    fn from(spend: MinimumSpend) -> Self {
        Self {
            minimum: spend.minimum.map(Into::into),
        }
    }
}

impl From<SubscriptionBillingInfo> for inputs::SubscriptionBillingInfo {
    fn from(info: SubscriptionBillingInfo) -> Self {
        Self {
            tax_rate_ids: info.tax_rate_ids,
            tax_percentage: info.tax_percentage,
            tax_ids: each(info.tax_ids),
            billing_address: info.billing_address.map(Into::into),
            metadata: info.metadata.map(metadata_input),
            charge_on_behalf_of_account: info.charge_on_behalf_of_account,
            coupon_id: info.coupon_id,
            is_invoice_paid: info.is_invoice_paid,
            is_backdated: info.is_backdated,
            invoice_days_until_due: info.invoice_days_until_due,
            integration_id: info.integration_id,
            proration_behavior: info.proration_behavior,
        }
    }
}

impl From<BillingAddress> for inputs::BillingAddress {
    fn from(address: BillingAddress) -> Self {
        Self {
            line1: address.line1,
            line2: address.line2,
            city: address.city,
            postal_code: address.postal_code,
            state: address.state,
            country: address.country,
        }
    }
}

impl From<CheckoutOptions> for inputs::CheckoutOptions {
    fn from(options: CheckoutOptions) -> Self {
        Self {
            success_url: options.success_url,
            cancel_url: options.cancel_url,
            allow_promo_codes: options.allow_promo_codes,
            allow_tax_id_collection: options.allow_tax_id_collection,
            collect_billing_address: options.collect_billing_address,
            collect_phone_number: options.collect_phone_number,
            reference_id: options.reference_id,
        }
    }
}
