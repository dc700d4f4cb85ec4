//! From what a file says to a catalogue whose every reference leads somewhere.
//!
//! All mistakes are collected, so that a person can correct them in one go.

mod credits;
mod customers;
mod features;
mod packages;

use super::Content;
use super::error::Mistake;
use super::file::{CatalogFile, CouponFile, EndFile, ProductFile, StartFile};
use super::model::{Coupon, Discount, Plan, Product, Start, Table};
use super::tree::{Path, Tree};
use crate::wire::{CancellationTime, CouponStatus, PricingType};

pub(super) fn validate(file: CatalogFile, tree: &Tree) -> Result<Content, Vec<Mistake>> {
    let mut check = Check {
        tree,
        mistakes: Vec::new(),
        currency: "USD".to_owned(),
    };
    let root = Path::default();
    let mut content = Content {
        billing_integration: file.billing_integration,
        ..Content::default()
    };
    check.currency = check.currency(file.currency, &root);
    for (index, currency) in file.credit_currencies.into_iter().enumerate() {
        let path = root.key("creditCurrencies").index(index);
        let currency = check.credit_currency(currency, &path);
        check.insert(
            &mut content.credit_currencies,
            &currency.id.clone(),
            currency,
            &path,
            "credit currency",
        );
    }
    for (index, feature) in file.features.into_iter().enumerate() {
        let path = root.key("features").index(index);
        let feature = check.feature(feature, &path);
        check.insert(&mut content.features, &feature.id.clone(), feature, &path, "feature");
    }
    for (index, group) in file.feature_groups.into_iter().enumerate() {
        let path = root.key("featureGroups").index(index);
        let group = check.feature_group(group, &path, &content);
        let id = group.id.clone();
        check.insert(&mut content.feature_groups, &id, group, &path, "feature group");
    }
    for (index, product) in file.products.into_iter().enumerate() {
        check.product(product, &root.key("products").index(index), &mut content);
    }
    for (index, coupon) in file.coupons.into_iter().enumerate() {
        let path = root.key("coupons").index(index);
        let coupon = check.coupon(coupon, &path);
        check.insert(&mut content.coupons, &coupon.id.clone(), coupon, &path, "coupon");
    }
    for (index, customer) in file.customers.into_iter().enumerate() {
        let path = root.key("customers").index(index);
        let seed = check.customer(customer, &path, &content);
        if content.seeds.iter().any(|known| known.id == seed.id) {
            check.mistake(
                &path.key("id"),
                format!("there is another customer with the id `{}`", seed.id),
            );
        }
        content.seeds.push(seed);
    }
    if check.mistakes.is_empty() {
        Ok(content)
    } else {
        check.mistakes.sort_by_key(|mistake| mistake.line);
        Err(check.mistakes)
    }
}

/// The check of one file.
struct Check<'a> {
    tree: &'a Tree,
    mistakes: Vec<Mistake>,
    /// The currency of amounts that name none.
    currency: String,
}

impl Check<'_> {
    fn mistake(&mut self, path: &Path, message: impl Into<String>) {
        self.mistakes
            .push(Mistake::new(self.tree.line_of(path), path.clone(), message));
    }

    fn insert<T>(&mut self, table: &mut Table<T>, id: &str, item: T, path: &Path, kind: &str) {
        self.id(id, &path.key("id"), "");
        if !table.insert(id, item) {
            self.mistake(&path.key("id"), format!("there is another {kind} with the id `{id}`"));
        }
    }

    /// Letters, digits, `_|.-` and what `more` allows; 1 to 255 of them, a letter or digit first.
    fn id(&mut self, id: &str, path: &Path, more: &str) {
        let fits = |c: char| c.is_ascii_alphanumeric() || "_|.-".contains(c) || more.contains(c);
        let begins_well = id.chars().next().is_some_and(|c| c.is_ascii_alphanumeric());
        if !begins_well || id.len() > 255 || !id.chars().all(fits) {
            self.mistake(
                path,
                format!(
                    "`{id}` is not an id: 1 to 255 letters, digits or `_|.-{more}`, the first one a letter or a digit"
                ),
            );
        }
    }

    /// Reports a name that leads nowhere, with those that would lead somewhere.
    fn unknown<'k>(&mut self, path: &Path, message: &str, known: impl Iterator<Item = &'k str>) {
        let known: Vec<&str> = known.collect();
        let hint = if known.is_empty() {
            "there are none".to_owned()
        } else {
            format!("known: {}", known.join(", "))
        };
        self.mistake(path, format!("{message}; {hint}"));
    }

    /// The currency of an amount: the one it names, else that of the file.
    fn currency(&mut self, currency: Option<String>, path: &Path) -> String {
        let Some(currency) = currency else {
            return self.currency.clone();
        };
        if !crate::schema::enum_values("Currency").contains(&currency.as_str()) {
            let message = format!("`{currency}` is not a currency: use its code, such as `USD`");
            self.mistake(&path.key("currency"), message);
        }
        currency
    }

    fn not_negative(&mut self, value: Option<f64>, path: &Path) {
        if value.is_some_and(|value| value < 0.0) {
            self.mistake(path, "must not be negative");
        }
    }

    fn product(&mut self, file: ProductFile, path: &Path, content: &mut Content) {
        let mut plans = Vec::new();
        for (index, plan) in file.plans.into_iter().enumerate() {
            let path = path.key("plans").index(index);
            plans.push((self.plan(plan, &file.id, &path, content), path));
        }
        let mut addon_paths = Vec::new();
        for (index, addon) in file.addons.into_iter().enumerate() {
            let path = path.key("addons").index(index);
            let addon = self.addon(addon, &file.id, &path, content);
            addon_paths.push((addon.package.id.clone(), path.clone()));
            self.insert(&mut content.addons, &addon.package.id.clone(), addon, &path, "add-on");
        }
        let mut paths = Vec::new();
        for (plan, path) in plans {
            paths.push((plan.package.id.clone(), path.clone()));
            self.insert(&mut content.plans, &plan.package.id.clone(), plan, &path, "plan");
        }
        self.plan_references(&file.id, &paths, content);
        self.addon_references(&file.id, &addon_paths, content);

        let start = match file.start {
            StartFile::PlanSelection => Start::PlanSelection,
            StartFile::FreePlan(plan) => {
                let path = path.key("start").key("freePlan");
                self.plan_of(&file.id, &plan, &path, content, |plan| {
                    (plan.package.pricing != PricingType::Free).then_some("is not a free plan")
                });
                Start::FreePlan(plan)
            }
            StartFile::TrialPeriod(plan) => {
                let path = path.key("start").key("trialPeriod");
                self.plan_of(&file.id, &plan, &path, content, |plan| {
                    plan.trial.is_none().then_some("has no trial")
                });
                Start::TrialPeriod(plan)
            }
        };
        let downgrade_plan = match file.end {
            EndFile::CancelSubscription => None,
            EndFile::DowngradeTo(plan) => {
                let path = path.key("end").key("downgradeTo");
                self.plan_of(&file.id, &plan, &path, content, |plan| {
                    (plan.package.pricing != PricingType::Free).then_some("is not a free plan")
                });
                Some(plan)
            }
        };
        let cancellation_time = file.cancellation_time.unwrap_or(CancellationTime::Immediate);
        if cancellation_time == CancellationTime::SpecificDate {
            self.mistake(
                &path.key("cancellationTime"),
                "a product has no date: use `immediate` or `endOfBillingPeriod`",
            );
        }
        let product = Product {
            display_name: file.display_name,
            description: file.description,
            multiple_subscriptions: file.multiple_subscriptions,
            start,
            downgrade_plan,
            cancellation_time,
            downgrade_time: file.downgrade_time.unwrap_or_default(),
            usage_reset: file.usage_reset.unwrap_or_default(),
            metadata: file.metadata,
            id: file.id,
        };
        self.insert(&mut content.products, &product.id.clone(), product, path, "product");
    }

    /// Checks a reference to a plan of the product, and what else must hold of it.
    fn plan_of(
        &mut self,
        product: &str,
        id: &str,
        path: &Path,
        content: &Content,
        wrong: impl FnOnce(&Plan) -> Option<&'static str>,
    ) {
        let found = content.plans.get(id).filter(|plan| plan.package.product == product);
        if found.is_none() {
            let known = content.plans.iter().filter(|plan| plan.package.product == product);
            let known = known.map(|plan| plan.package.id.as_str());
            self.unknown(path, &format!("this product has no plan `{id}`"), known);
        }
        if let Some(reason) = found.and_then(wrong) {
            self.mistake(path, format!("the plan `{id}` {reason}"));
        }
    }

    fn coupon(&mut self, file: CouponFile, path: &Path) -> Coupon {
        let discount = match (file.percent_off, file.amount_off) {
            (Some(percent), None) => {
                if !(percent > 0.0 && percent <= 100.0) {
                    self.mistake(&path.key("percentOff"), "must be above 0 and at most 100");
                }
                Discount::Percent(percent)
            }
            (None, Some(amount)) => {
                self.not_negative(Some(amount), &path.key("amountOff"));
                let currency = self.currency(file.currency, path);
                Discount::Amount(amount, currency)
            }
            _ => {
                self.mistake(path, "a coupon has either `percentOff` or `amountOff`");
                Discount::Percent(0.0)
            }
        };
        Coupon {
            name: file.name.unwrap_or_else(|| file.id.clone()),
            id: file.id,
            description: file.description,
            discount,
            duration_in_months: file.duration_in_months,
            status: file.status.unwrap_or(CouponStatus::Active),
            metadata: file.metadata,
            created_at: None,
        }
    }
}
