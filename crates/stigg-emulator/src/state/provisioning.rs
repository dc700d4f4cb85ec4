//! Making subscriptions: what must hold, and what comes of it.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::State;
use super::checkouts::Checkout;
use super::customers::{PaymentMethod, check_id};
use super::pricing::AppliedCoupon;
use super::subscriptions::{SubscribedAddon, Subscription, TrialRun};
use crate::calendar::{self, Unit};
use crate::catalog::model::{Discount, Metadata, PackageEntitlement, Plan};
use crate::error::{ApiError, Code};
use crate::wire::{
    BillingModel, BillingPeriod, PaymentCollectionMethod, PricingType, ScheduleStrategy, SubscriptionStatus,
    TrialEndBehavior, TrialUnits,
};

/// What a caller asks for. Absent means the default.
#[derive(Debug, Clone, Default)]
pub(crate) struct Provision {
    pub(crate) customer: String,
    pub(crate) paying_customer: Option<String>,
    pub(crate) resource: Option<String>,
    pub(crate) plan: String,
    pub(crate) id: Option<String>,
    pub(crate) addons: Vec<(String, Option<f64>)>,
    /// Units bought in advance, by feature.
    pub(crate) quantities: Vec<(String, f64)>,
    /// Units of the plan's only per-unit price, where the caller does not name the feature.
    pub(crate) unit_quantity: Option<f64>,
    pub(crate) billing_period: Option<BillingPeriod>,
    pub(crate) billing_country: Option<String>,
    pub(crate) billing_id: Option<String>,
    pub(crate) salesforce_id: Option<String>,
    pub(crate) crm_id: Option<String>,
    pub(crate) collection_method: Option<PaymentCollectionMethod>,
    pub(crate) start: Option<Timestamp>,
    pub(crate) end: Option<Timestamp>,
    pub(crate) cancellation_date: Option<Timestamp>,
    pub(crate) skip_trial: bool,
    pub(crate) trial_override: Option<TrialOverride>,
    pub(crate) coupon: Option<CouponChoice>,
    pub(crate) entitlements: Vec<PackageEntitlement>,
    pub(crate) metadata: Option<Metadata>,
    pub(crate) schedule: Option<ScheduleStrategy>,
    /// Begins a new billing cycle, instead of going on with that of the subscription that is replaced.
    pub(crate) restarts_billing_cycle: bool,
    pub(crate) payment_method: Option<String>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct TrialOverride {
    pub(crate) is_trial: bool,
    pub(crate) end: Option<Timestamp>,
    pub(crate) behavior: Option<TrialEndBehavior>,
}

/// A discount for one subscription.
#[derive(Debug, Clone)]
pub(crate) enum CouponChoice {
    Catalog(String),
    Inline(Discount),
}

/// What came of provisioning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// There is a subscription.
    Done(usize),
    /// The change waits on this subscription.
    Scheduled(usize),
    /// The customer must pay first; the id is the checkout's.
    PaymentRequired(String),
}

/// A request that was checked, with its defaults filled in.
struct Checked {
    /// What is free is not billed by period, whatever the caller says.
    billing_period: Option<BillingPeriod>,
    addons: Vec<(String, f64)>,
    quantities: BTreeMap<String, f64>,
    coupon: Option<AppliedCoupon>,
    trial: Option<TrialRun>,
    must_pay: bool,
}

impl State {
    /// Provisions a subscription: at once, later, or after the customer has paid at a checkout.
    pub(crate) fn provision(&mut self, request: Provision) -> Result<Outcome, ApiError> {
        let checked = self.check(&request)?;
        if let Some((index, scheduled)) = self.to_be_scheduled(&request)? {
            self.schedule(index, scheduled);
            return Ok(Outcome::Scheduled(index));
        }
        if checked.must_pay {
            let id = request
                .id
                .clone()
                .unwrap_or_else(|| self.subscription_id(&request.plan));
            let request = Provision {
                id: Some(id.clone()),
                ..request
            };
            self.checkouts.insert(id.clone(), Checkout { request });
            return Ok(Outcome::PaymentRequired(id));
        }
        Ok(Outcome::Done(self.insert(request, checked)))
    }

    /// Makes a subscription without a checkout: one that must be paid waits for it as `PAYMENT_PENDING`.
    pub(crate) fn subscribe(&mut self, request: Provision) -> Result<usize, ApiError> {
        let checked = self.check(&request)?;
        Ok(self.insert(request, checked))
    }

    /// Checks that [`State::subscribe`] would accept the request.
    pub(crate) fn check_subscribe(&self, request: &Provision) -> Result<(), ApiError> {
        self.check(request).map(|_| ())
    }

    fn check(&self, request: &Provision) -> Result<Checked, ApiError> {
        self.customer(&request.customer)?;
        if let Some(paying) = &request.paying_customer {
            self.customer(paying)?;
        }
        self.check_with(request, self.eligible_for_trial_of(request))
    }

    /// Checks a request of a customer who does not exist yet.
    pub(crate) fn check_first_subscription(&self, request: &Provision) -> Result<(), ApiError> {
        self.check_with(request, true).map(|_| ())
    }

    fn eligible_for_trial_of(&self, request: &Provision) -> bool {
        let plan = self.catalog.plans.get(&request.plan);
        plan.is_some_and(|plan| self.eligible_for_trial(&request.customer, &plan.package.product))
    }

    fn check_with(&self, request: &Provision, eligible_for_trial: bool) -> Result<Checked, ApiError> {
        let plan = self
            .catalog
            .plans
            .get(&request.plan)
            .ok_or_else(|| ApiError::new(Code::PlanNotFound, format!("Plan {} not found", request.plan)))?;
        if let Some(id) = &request.id {
            check_id(id)?;
            if self.subscription_by_id.contains_key(id) {
                return Err(ApiError::new(
                    Code::DuplicatedEntityNotAllowed,
                    format!("A subscription with the id {id} already exists"),
                ));
            }
        }
        let product = self.catalog.products.get(&plan.package.product);
        if product.is_some_and(|product| product.multiple_subscriptions) && request.resource.is_none() {
            return Err(ApiError::new(
                Code::InvalidArgumentError,
                format!(
                    "resourceId is required: the product of plan {} has several subscriptions",
                    request.plan
                ),
            ));
        }
        if let Some(resource) = &request.resource {
            check_id(resource)?;
        }
        check_period(plan, request.billing_period)?;
        let addons = self.check_addons(plan, &request.addons, request.billing_period)?;
        let quantities = check_quantities(plan, request)?;
        for entitlement in &request.entitlements {
            if !self.catalog.features.contains(&entitlement.feature) {
                return Err(ApiError::feature_not_found(&entitlement.feature));
            }
        }
        let coupon = self.choose_coupon(request.coupon.as_ref())?;
        let start = request.start.unwrap_or(self.now);
        check_dates(start, request)?;
        let trial = check_trial(plan, request, start, eligible_for_trial)?;
        let payer = request.paying_customer.as_ref().unwrap_or(&request.customer);
        let can_pay = request.payment_method.is_some()
            || self
                .any_customer(payer)
                .is_some_and(|customer| customer.payment_method.is_some());
        let charges = request.collection_method.unwrap_or(PaymentCollectionMethod::Charge);
        let must_pay = self.catalog.billing_integration
            && plan.package.pricing == PricingType::Paid
            && charges == PaymentCollectionMethod::Charge
            && trial.is_none()
            && !can_pay;
        let billing_period = request
            .billing_period
            .filter(|_| plan.package.pricing != PricingType::Free);
        Ok(Checked {
            billing_period,
            addons,
            quantities,
            coupon,
            trial,
            must_pay,
        })
    }

    /// Checks a whole list of add-ons against the plan; an absent quantity is 1.
    pub(super) fn check_addons(
        &self,
        plan: &Plan,
        addons: &[(String, Option<f64>)],
        period: Option<BillingPeriod>,
    ) -> Result<Vec<(String, f64)>, ApiError> {
        let mut checked: Vec<(String, f64)> = Vec::with_capacity(addons.len());
        for (id, quantity) in addons {
            let addon = self
                .catalog
                .addons
                .get(id)
                .ok_or_else(|| ApiError::new(Code::AddonNotFound, format!("Add-on {id} not found")))?;
            if checked.iter().any(|(known, _)| known == id) {
                return Err(ApiError::new(
                    Code::DuplicateAddonProvisionedError,
                    format!("Add-on {id} is given more than once"),
                ));
            }
            if !plan.compatible_addons.contains(id) {
                return Err(ApiError::new(
                    Code::IncompatibleSubscriptionAddon,
                    format!("Add-on {id} is not compatible with plan {}", plan.package.id),
                ));
            }
            let quantity = quantity.unwrap_or(1.0);
            if quantity < 1.0 {
                return Err(ApiError::new(
                    Code::InvalidQuantity,
                    format!("The quantity of add-on {id} must be at least 1"),
                ));
            }
            if addon.max_quantity.is_some_and(|max| quantity > max) {
                return Err(ApiError::new(
                    Code::AddonQuantityExceedsLimitError,
                    format!("The quantity of add-on {id} exceeds its limit"),
                ));
            }
            let prices = &addon.package.prices;
            let is_priced =
                period.is_none_or(|period| prices.is_empty() || prices.iter().any(|price| price.period == period));
            if !is_priced {
                return Err(ApiError::new(
                    Code::PriceNotFound,
                    format!("Add-on {id} has no price for the billing period"),
                ));
            }
            checked.push((id.clone(), quantity));
        }
        for (id, _) in &checked {
            let missing = self
                .catalog
                .addons
                .get(id)
                .into_iter()
                .flat_map(|addon| &addon.dependencies);
            if let Some(missing) = missing
                .into_iter()
                .find(|dependency| checked.iter().all(|(id, _)| id != *dependency))
            {
                return Err(ApiError::new(
                    Code::AddonDependencyMissingError,
                    format!("Add-on {id} needs add-on {missing}"),
                ));
            }
        }
        Ok(checked)
    }

    pub(super) fn choose_coupon(&self, choice: Option<&CouponChoice>) -> Result<Option<AppliedCoupon>, ApiError> {
        match choice {
            None => Ok(None),
            Some(CouponChoice::Inline(discount)) => Ok(Some(AppliedCoupon {
                coupon: None,
                discount: discount.clone(),
            })),
            Some(CouponChoice::Catalog(id)) => {
                self.check_coupon(id)?;
                Ok(self.catalog.coupons.get(id).map(|coupon| AppliedCoupon {
                    coupon: Some(id.clone()),
                    discount: coupon.discount.clone(),
                }))
            }
        }
    }

    /// A readable id for a subscription whose caller chose none.
    pub(super) fn subscription_id(&mut self, plan: &str) -> String {
        format!("subscription-{plan}-{}", self.ids.short())
    }

    fn insert(&mut self, request: Provision, checked: Checked) -> usize {
        let now = self.now;
        let id = match request.id {
            Some(id) => id,
            None => self.subscription_id(&request.plan),
        };
        if let Some(resource) = &request.resource {
            self.use_resource(&request.customer, resource);
        }
        if let Some(method) = request.payment_method
            && let Ok(customer) = self.customer_mut(&request.customer)
        {
            customer.payment_method = Some(PaymentMethod::card(Some(method)));
        }
        let start = request.start.unwrap_or(now);
        let status = if start > now {
            SubscriptionStatus::NotStarted
        } else {
            SubscriptionStatus::PaymentPending
        };
        let addon = |(addon, quantity)| SubscribedAddon {
            addon,
            quantity,
            created_at: now,
            updated_at: now,
        };
        let index = self.insert_subscription(Subscription {
            uuid: crate::ids::named("subscription", &id),
            id,
            customer: request.customer,
            paying_customer: request.paying_customer,
            resource: request.resource,
            plan: request.plan,
            addons: checked.addons.into_iter().map(addon).collect(),
            quantities: checked.quantities,
            billing_period: checked.billing_period,
            billing_country: request.billing_country,
            billing_id: request.billing_id,
            salesforce_id: request.salesforce_id,
            crm_id: request.crm_id,
            collection_method: request.collection_method.unwrap_or(PaymentCollectionMethod::Charge),
            coupon: checked.coupon,
            entitlements: request.entitlements,
            metadata: request.metadata,
            status,
            start,
            end_date: request.end,
            trial: checked.trial,
            cancellation_date: request.cancellation_date,
            cancel_reason: None,
            ended_at: None,
            was_active: false,
            scheduled: None,
            keeps_billing_cycle: !request.restarts_billing_cycle,
            billing_anchor: start,
            usage_anchor: start,
            created_at: now,
            updated_at: now,
        });
        if status == SubscriptionStatus::PaymentPending && !checked.must_pay {
            self.begin(index);
        }
        index
    }
}

/// A paid plan needs a billing period that it has a price for.
pub(super) fn check_period(plan: &Plan, period: Option<BillingPeriod>) -> Result<(), ApiError> {
    if plan.package.pricing != PricingType::Paid {
        return Ok(());
    }
    let Some(period) = period else {
        return Err(ApiError::new(
            Code::BillingPeriodMissingError,
            format!("Plan {} is paid: a billing period is required", plan.package.id),
        ));
    };
    if plan.package.prices.iter().any(|price| price.period == period) {
        Ok(())
    } else {
        Err(ApiError::new(
            Code::PriceNotFound,
            format!("Plan {} has no {} price", plan.package.id, period.as_str()),
        ))
    }
}

/// The units bought in advance: one quantity for each per-unit price of the billing period, and none besides.
pub(super) fn check_quantities(plan: &Plan, request: &Provision) -> Result<BTreeMap<String, f64>, ApiError> {
    let invalid = |message: String| Err(ApiError::new(Code::InvalidQuantity, message));
    let priced: Vec<_> = plan
        .package
        .prices
        .iter()
        .filter(|price| price.model == BillingModel::PerUnit && Some(price.period) == request.billing_period)
        .filter_map(|price| price.feature.as_deref().map(|feature| (feature, price)))
        .collect();
    let mut quantities = BTreeMap::new();
    for (feature, quantity) in &request.quantities {
        if priced.iter().all(|(id, _)| id != feature) {
            return invalid(format!(
                "Plan {} has no per-unit price for feature {feature}",
                plan.package.id
            ));
        }
        quantities.insert(feature.clone(), *quantity);
    }
    if let (Some(quantity), [(feature, _), ..]) = (request.unit_quantity, priced.as_slice()) {
        quantities.entry((*feature).to_owned()).or_insert(quantity);
    }
    for (feature, price) in priced {
        let Some(&quantity) = quantities.get(feature) else {
            return invalid(format!(
                "Plan {} is paid per unit: a quantity of {feature} is required",
                plan.package.id
            ));
        };
        let min = price.min_units.unwrap_or(1.0);
        if quantity < min {
            return invalid(format!("The quantity of {feature} must be at least {min}"));
        }
        if let Some(max) = price.max_units
            && quantity > max
        {
            return invalid(format!("The quantity of {feature} must be at most {max}"));
        }
    }
    Ok(quantities)
}

fn check_dates(start: Timestamp, request: &Provision) -> Result<(), ApiError> {
    if request.end.is_some_and(|end| end <= start) {
        return Err(ApiError::new(
            Code::InvalidArgumentError,
            "The end date must be after the start date",
        ));
    }
    if request.cancellation_date.is_some_and(|date| date <= start) {
        return Err(ApiError::new(
            Code::InvalidCancellationDate,
            "The cancellation date must be after the start date",
        ));
    }
    Ok(())
}

/// The trial that the subscription begins with, if it does.
fn check_trial(
    plan: &Plan,
    request: &Provision,
    start: Timestamp,
    eligible: bool,
) -> Result<Option<TrialRun>, ApiError> {
    let by_plan = plan.trial.as_ref().map(|trial| {
        let unit = match trial.units {
            TrialUnits::Day => Unit::Day,
            TrialUnits::Month => Unit::Month,
        };
        TrialRun {
            end: calendar::add(start, unit, i64::from(trial.duration)),
            behavior: trial.end,
        }
    });
    match request.trial_override {
        Some(TrialOverride { is_trial: false, .. }) => Ok(None),
        Some(TrialOverride {
            is_trial: true,
            end,
            behavior,
        }) => {
            if plan.package.pricing == PricingType::Free {
                return Err(ApiError::new(
                    Code::InvalidArgumentError,
                    format!("Plan {} is free: it has no trial", plan.package.id),
                ));
            }
            let Some(end) = end.or(by_plan.map(|trial| trial.end)) else {
                return Err(ApiError::new(
                    Code::InvalidArgumentError,
                    format!(
                        "Plan {} has no default trial: trialEndDate is required",
                        plan.package.id
                    ),
                ));
            };
            if end <= start {
                return Err(ApiError::new(
                    Code::InvalidArgumentError,
                    "The trial must end after the start date",
                ));
            }
            let by_default = by_plan.map_or(TrialEndBehavior::ConvertToPaid, |trial| trial.behavior);
            Ok(Some(TrialRun {
                end,
                behavior: behavior.unwrap_or(by_default),
            }))
        }
        None if request.skip_trial || !eligible => Ok(None),
        None => Ok(by_plan),
    }
}
