//! Plans and add-ons: prices, entitlements, and what they refer to.

use super::Check;
use crate::catalog::Content;
use crate::catalog::file::{AddonFile, EntitlementFile, Ordered, PlanFile, PriceFile};
use crate::catalog::model::{
    Addon, Charge, Feature, FeatureKind, Package, PackageEntitlement, Plan, Price, Reset, Tier, Trial,
};
use crate::catalog::tree::Path;
use crate::wire::{
    BillingCadence, BillingModel, EntitlementBehavior, MonthlyAccordingTo, PricingType, ResetPeriod, TiersMode,
    TrialEndBehavior, WeeklyAccordingTo, YearlyAccordingTo,
};

impl Check<'_> {
    pub(super) fn plan(&mut self, file: PlanFile, product: &str, path: &Path, content: &Content) -> Plan {
        let trial = file.trial.map(|trial| {
            let path = path.key("trial");
            if file.pricing == PricingType::Free {
                self.mistake(&path, "a free plan has no trial");
            }
            if trial.duration == 0 {
                self.mistake(&path.key("duration"), "must be above 0");
            }
            Trial {
                duration: trial.duration,
                units: trial.units,
                end: trial.end.unwrap_or(TrialEndBehavior::ConvertToPaid),
            }
        });
        self.prices_fit(file.pricing, &file.prices, path);
        let package = Package {
            display_name: file.display_name.unwrap_or_else(|| file.id.clone()),
            product: product.to_owned(),
            description: file.description,
            pricing: file.pricing,
            prices: self.prices(file.prices, path, content),
            entitlements: self.entitlements(file.entitlements, path, content, EntitlementBehavior::Override),
            hidden_from: file.hidden_from,
            billing_id: file.billing_id,
            metadata: file.metadata,
            id: file.id,
        };
        Plan {
            package,
            base_plan: file.base_plan,
            trial,
            compatible_addons: file.compatible_addons,
        }
    }

    pub(super) fn addon(&mut self, file: AddonFile, product: &str, path: &Path, content: &Content) -> Addon {
        if file.pricing == PricingType::Free {
            self.mistake(&path.key("pricing"), "an add-on is `paid` or `custom`");
        }
        self.prices_fit(file.pricing, &file.prices, path);
        if file.max_quantity.is_some_and(|quantity| quantity < 1.0) {
            self.mistake(&path.key("maxQuantity"), "must be at least 1");
        }
        let package = Package {
            display_name: file.display_name.unwrap_or_else(|| file.id.clone()),
            product: product.to_owned(),
            description: file.description,
            pricing: file.pricing,
            prices: self.prices(file.prices, path, content),
            entitlements: self.entitlements(file.entitlements, path, content, EntitlementBehavior::Increment),
            hidden_from: file.hidden_from,
            billing_id: file.billing_id,
            metadata: file.metadata,
            id: file.id,
        };
        Addon {
            package,
            max_quantity: file.max_quantity,
            dependencies: file.dependencies,
        }
    }

    fn prices_fit(&mut self, pricing: PricingType, prices: &[PriceFile], path: &Path) {
        match pricing {
            PricingType::Paid if prices.is_empty() => {
                self.mistake(path, "needs `prices`, since its pricing is `paid`");
            }
            PricingType::Free | PricingType::Custom if !prices.is_empty() => {
                self.mistake(&path.key("prices"), "only what is `paid` has prices");
            }
            _ => {}
        }
    }

    fn prices(&mut self, files: Vec<PriceFile>, path: &Path, content: &Content) -> Vec<Price> {
        let mut prices = Vec::new();
        for (index, file) in files.into_iter().enumerate() {
            prices.push(self.price(file, &path.key("prices").index(index), content));
        }
        prices
    }

    fn price(&mut self, file: PriceFile, path: &Path, content: &Content) -> Price {
        let model = file.model.unwrap_or(if file.feature.is_some() {
            BillingModel::PerUnit
        } else {
            BillingModel::FlatFee
        });
        match (&file.feature, model) {
            (Some(_), BillingModel::FlatFee) => self.mistake(path, "a flat fee is not for a feature"),
            (None, BillingModel::PerUnit | BillingModel::UsageBased) => {
                self.mistake(path, "needs the `feature` whose units are paid for");
            }
            (Some(id), _) => match content.features.get(id) {
                Some(feature) if matches!(feature.kind, FeatureKind::Number(_)) => {}
                Some(_) => self.mistake(&path.key("feature"), format!("the feature `{id}` is not a number")),
                None => self.unknown_feature(&path.key("feature"), id, content),
            },
            (None, BillingModel::FlatFee) => {}
        }
        let charge = match (file.amount, file.tiers) {
            (Some(amount), None) => {
                self.not_negative(Some(amount), &path.key("amount"));
                if file.tiers_mode.is_some() {
                    self.mistake(&path.key("tiersMode"), "only tiers have a mode");
                }
                Charge::Amount(amount)
            }
            (None, Some(tiers)) => {
                if model == BillingModel::FlatFee {
                    self.mistake(&path.key("tiers"), "a flat fee has no tiers");
                }
                let last = tiers.len().saturating_sub(1);
                let mut before = 0.0;
                for (index, tier) in tiers.iter().enumerate() {
                    let path = path.key("tiers").index(index);
                    match tier.up_to {
                        None if index != last => self.mistake(&path, "only the last tier is without `upTo`"),
                        Some(up_to) if up_to <= before => {
                            self.mistake(&path.key("upTo"), "must be above the tier before");
                        }
                        Some(up_to) => before = up_to,
                        None => {}
                    }
                    if tier.unit_price.is_none() && tier.flat_price.is_none() {
                        self.mistake(&path, "needs `unitPrice`, `flatPrice` or both");
                    }
                }
                if tiers.is_empty() {
                    self.mistake(&path.key("tiers"), "needs at least one tier");
                }
                let tiers = tiers.into_iter().map(|tier| Tier {
                    up_to: tier.up_to,
                    unit_price: tier.unit_price,
                    flat_price: tier.flat_price,
                });
                Charge::Tiers(file.tiers_mode.unwrap_or(TiersMode::Graduated), tiers.collect())
            }
            _ => {
                self.mistake(path, "a price has either `amount` or `tiers`");
                Charge::Amount(0.0)
            }
        };
        let currency = self.currency(file.currency, path);
        if file.block_size.is_some_and(|size| size <= 0.0) {
            self.mistake(&path.key("blockSize"), "must be above 0");
        }
        self.not_negative(file.min_units, &path.key("minUnits"));
        if let (Some(min), Some(max)) = (file.min_units, file.max_units)
            && min > max
        {
            self.mistake(&path.key("maxUnits"), "must not be below `minUnits`");
        }
        Price {
            model,
            period: file.period,
            cadence: file.cadence.unwrap_or(BillingCadence::Recurring),
            feature: file.feature,
            charge,
            currency,
            country: file.country,
            block_size: file.block_size,
            min_units: file.min_units,
            max_units: file.max_units,
            billing_id: file.billing_id,
        }
    }

    fn entitlements(
        &mut self,
        files: Ordered<EntitlementFile>,
        path: &Path,
        content: &Content,
        behavior: EntitlementBehavior,
    ) -> Vec<PackageEntitlement> {
        let mut entitlements = Vec::new();
        for (id, file) in files.0 {
            let path = path.key("entitlements").key(&id);
            match content.features.get(&id) {
                Some(feature) => entitlements.push(self.entitlement(file, feature, &path, behavior)),
                None => self.unknown_feature(&path, &id, content),
            }
        }
        entitlements
    }

    fn entitlement(
        &mut self,
        EntitlementFile(file): EntitlementFile,
        feature: &Feature,
        path: &Path,
        behavior: EntitlementBehavior,
    ) -> PackageEntitlement {
        let granted = file.granted.unwrap_or(true);
        match &feature.kind {
            FeatureKind::Boolean => {
                if file.limit.is_some() || file.unlimited || file.values.is_some() {
                    self.mistake(path, "the feature is boolean: write `true` or `false`");
                }
            }
            FeatureKind::Number(_) => {
                self.not_negative(file.limit, path);
                if file.values.is_some() {
                    self.mistake(path, "the feature is a number: write a limit or `unlimited`");
                } else if file.limit.is_some() && file.unlimited {
                    self.mistake(path, "is either unlimited or has a limit");
                } else if granted && file.limit.is_none() && !file.unlimited {
                    self.mistake(path, "the feature is a number: it needs a `limit` or `unlimited: true`");
                }
            }
            FeatureKind::Enum(known) => match &file.values {
                Some(values) => {
                    for (index, value) in values.iter().enumerate() {
                        if !known.contains(value) {
                            let path = path.index(index);
                            let message = format!("the feature has no value `{value}`");
                            self.unknown(&path, &message, known.iter().map(String::as_str));
                        }
                    }
                }
                None if granted => {
                    self.mistake(path, "the feature is an enum: write a list of its values");
                }
                None => {}
            },
        }
        if !feature.is_metered() {
            for (given, name) in [(file.reset.is_some(), "reset"), (file.soft_limit, "softLimit")] {
                if given {
                    self.mistake(&path.key(name), format!("`{name}` needs a metered feature"));
                }
            }
        }
        PackageEntitlement {
            feature: feature.id.clone(),
            granted,
            limit: file.limit,
            unlimited: file.unlimited,
            soft_limit: file.soft_limit,
            values: file.values.unwrap_or_default(),
            reset: self.reset(file.reset, file.reset_according_to.as_deref(), path),
            behavior: file.behavior.unwrap_or(behavior),
            custom: file.custom,
            display_name: file.display_name,
            hidden_from: file.hidden_from,
        }
    }

    fn reset(&mut self, period: Option<ResetPeriod>, according_to: Option<&str>, path: &Path) -> Option<Reset> {
        let path = path.key("resetAccordingTo");
        let Some(period) = period else {
            if according_to.is_some() {
                self.mistake(&path, "needs `reset`");
            }
            return None;
        };
        let text = according_to.unwrap_or("subscriptionStart");
        let read = match period {
            ResetPeriod::Hour => read::<YearlyAccordingTo>(text).map(|_| Reset::Hour),
            ResetPeriod::Day => read::<YearlyAccordingTo>(text).map(|_| Reset::Day),
            ResetPeriod::Week => read::<WeeklyAccordingTo>(text).map(Reset::Week),
            ResetPeriod::Month => read::<MonthlyAccordingTo>(text).map(Reset::Month),
            ResetPeriod::Year => read::<YearlyAccordingTo>(text).map(Reset::Year),
        };
        match read {
            Ok(reset) => Some(reset),
            Err(message) => {
                self.mistake(&path, message);
                None
            }
        }
    }

    fn unknown_feature(&mut self, path: &Path, id: &str, content: &Content) {
        let known = content.features.iter().map(|feature| feature.id.as_str());
        self.unknown(path, &format!("there is no feature `{id}`"), known);
    }

    /// What the plans of a product refer to, once all of its plans and add-ons are known.
    pub(super) fn plan_references(&mut self, product: &str, plans: &[(String, Path)], content: &Content) {
        for (id, path) in plans {
            let Some(plan) = content.plans.get(id) else { continue };
            if let Some(base) = &plan.base_plan {
                let path = path.key("basePlan");
                self.plan_of(product, base, &path, content, |_| None);
                if circular(id, content) {
                    self.mistake(&path, "the plans are built on each other in a circle");
                }
            }
            for (index, id) in plan.compatible_addons.iter().enumerate() {
                let path = path.key("compatibleAddons").index(index);
                if plan.package.pricing == PricingType::Free {
                    self.mistake(&path, "a free plan takes no add-ons");
                }
                let addon = self.addon_of(product, id, &path, content);
                let is_custom = addon.is_some_and(|addon| addon.package.pricing == PricingType::Custom);
                if is_custom && plan.package.pricing != PricingType::Custom {
                    self.mistake(&path, "a custom add-on only goes with a custom plan");
                }
            }
        }
    }

    /// What the add-ons of a product refer to.
    pub(super) fn addon_references(&mut self, product: &str, addons: &[(String, Path)], content: &Content) {
        for (id, path) in addons {
            let Some(addon) = content.addons.get(id) else { continue };
            for (index, dependency) in addon.dependencies.iter().enumerate() {
                let path = path.key("dependencies").index(index);
                if dependency == id {
                    self.mistake(&path, "an add-on does not depend on itself");
                }
                self.addon_of(product, dependency, &path, content);
            }
        }
    }

    /// Checks a reference to an add-on of the product.
    fn addon_of<'c>(&mut self, product: &str, id: &str, path: &Path, content: &'c Content) -> Option<&'c Addon> {
        let found = content.addons.get(id).filter(|addon| addon.package.product == product);
        if found.is_none() {
            let known = content.addons.iter().filter(|addon| addon.package.product == product);
            let known = known.map(|addon| addon.package.id.as_str());
            self.unknown(path, &format!("this product has no add-on `{id}`"), known);
        }
        found
    }
}

fn circular(id: &str, content: &Content) -> bool {
    let mut seen = vec![id];
    let mut here = content.plans.get(id);
    while let Some(base) = here.and_then(|plan| plan.base_plan.as_deref()) {
        if seen.contains(&base) {
            return true;
        }
        seen.push(base);
        here = content.plans.get(base);
    }
    false
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, String> {
    use serde::de::IntoDeserializer;
    use serde::de::value::{Error, StrDeserializer};
    let deserializer: StrDeserializer<'_, Error> = text.into_deserializer();
    T::deserialize(deserializer).map_err(|error| error.to_string())
}
