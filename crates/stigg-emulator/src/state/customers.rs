//! Customers and their resources.

use std::collections::BTreeMap;

use jiff::Timestamp;
use uuid::Uuid;

use super::State;
use super::promotional_entitlements::Promotion;
use crate::catalog::model::Metadata;
use crate::error::{ApiError, Code};
use crate::wire::{CancelReason, PricingType};

#[derive(Debug, Clone)]
pub(crate) struct Customer {
    pub(crate) id: String,
    pub(crate) uuid: Uuid,
    pub(crate) profile: Profile,
    pub(crate) coupon: Option<String>,
    pub(crate) exclude_from_experiment: Option<bool>,
    pub(crate) payment_method: Option<PaymentMethod>,
    /// Resources by id, with the time of their first use.
    pub(crate) resources: BTreeMap<String, Timestamp>,
    /// Plans that were tried, in order, without repetition.
    pub(crate) trialed_plans: Vec<String>,
    /// What was granted, in order, also what has expired.
    pub(crate) promotions: Vec<Promotion>,
    /// When something that gives entitlements, or takes them, last changed.
    pub(crate) entitlements_changed_at: Timestamp,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) archived_at: Option<Timestamp>,
}

/// What a caller says about a customer; what is absent is unknown or stays.
#[derive(Debug, Clone, Default)]
pub(crate) struct Profile {
    pub(crate) name: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) billing_id: Option<String>,
    pub(crate) salesforce_id: Option<String>,
    pub(crate) crm_id: Option<String>,
    pub(crate) aws_marketplace_customer_id: Option<String>,
    pub(crate) billing_currency: Option<String>,
    pub(crate) metadata: Option<Metadata>,
}

impl Profile {
    fn update(&mut self, with: Self) {
        fn replace<T>(old: &mut Option<T>, new: Option<T>) {
            if new.is_some() {
                *old = new;
            }
        }
        replace(&mut self.name, with.name);
        replace(&mut self.email, with.email);
        replace(&mut self.billing_id, with.billing_id);
        replace(&mut self.salesforce_id, with.salesforce_id);
        replace(&mut self.crm_id, with.crm_id);
        replace(&mut self.aws_marketplace_customer_id, with.aws_marketplace_customer_id);
        replace(&mut self.billing_currency, with.billing_currency);
        replace(&mut self.metadata, with.metadata);
    }
}

/// A way to pay. The emulator knows one card, and it never expires before 2034.
#[derive(Debug, Clone)]
pub(crate) struct PaymentMethod {
    pub(crate) id: String,
    pub(crate) last4: &'static str,
    pub(crate) expiration_month: i32,
    pub(crate) expiration_year: i32,
}

impl PaymentMethod {
    pub(crate) fn card(id: Option<String>) -> Self {
        Self {
            id: id.unwrap_or_else(|| "pm_emulator".to_owned()),
            last4: "4242",
            expiration_month: 12,
            expiration_year: 2034,
        }
    }
}

/// A new customer.
#[derive(Debug, Clone, Default)]
pub(crate) struct NewCustomer {
    pub(crate) id: Option<String>,
    pub(crate) profile: Profile,
    pub(crate) coupon: Option<String>,
    pub(crate) exclude_from_experiment: Option<bool>,
    pub(crate) payment_method: Option<PaymentMethod>,
    pub(crate) created_at: Option<Timestamp>,
}

/// A change that can leave, clear or set a value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Patch<T> {
    #[default]
    Leave,
    Clear,
    Set(T),
}

impl State {
    /// The customer, unless unknown or archived.
    pub(crate) fn customer(&self, id: &str) -> Result<&Customer, ApiError> {
        self.any_customer(id)
            .filter(|customer| customer.archived_at.is_none())
            .ok_or_else(|| ApiError::customer_not_found(id))
    }

    /// The customer, archived or not.
    pub(crate) fn any_customer(&self, id: &str) -> Option<&Customer> {
        self.customers.get(id)
    }

    pub(super) fn customer_mut(&mut self, id: &str) -> Result<&mut Customer, ApiError> {
        self.customers
            .get_mut(id)
            .filter(|customer| customer.archived_at.is_none())
            .ok_or_else(|| ApiError::customer_not_found(id))
    }

    /// Checks that a customer could be made, without making it.
    pub(crate) fn check_new_customer(&self, new: &NewCustomer) -> Result<(), ApiError> {
        if let Some(id) = &new.id {
            check_id(id)?;
            if self.customers.contains_key(id) {
                return Err(ApiError::new(
                    Code::DuplicatedEntityNotAllowed,
                    format!("A customer with the id {id} already exists"),
                ));
            }
        }
        new.coupon.as_deref().map_or(Ok(()), |coupon| self.check_coupon(coupon))
    }

    /// Makes a customer and returns its id.
    pub(crate) fn create_customer(&mut self, new: NewCustomer) -> Result<String, ApiError> {
        self.check_new_customer(&new)?;
        let id = new.id.unwrap_or_else(|| format!("customer-{}", self.ids.short()));
        let customer = Customer {
            uuid: crate::ids::named("customer", &id),
            profile: new.profile,
            coupon: new.coupon,
            exclude_from_experiment: new.exclude_from_experiment,
            payment_method: new.payment_method,
            resources: BTreeMap::new(),
            trialed_plans: Vec::new(),
            promotions: Vec::new(),
            entitlements_changed_at: self.now,
            created_at: new.created_at.unwrap_or(self.now),
            updated_at: self.now,
            archived_at: None,
            id: id.clone(),
        };
        self.customers.insert(id.clone(), customer);
        self.touch_entitlements(&id);
        Ok(id)
    }

    pub(crate) fn update_customer(
        &mut self,
        id: &str,
        profile: Profile,
        coupon: Patch<String>,
        payment_method: Option<PaymentMethod>,
    ) -> Result<(), ApiError> {
        if let Patch::Set(coupon) = &coupon {
            self.check_coupon(coupon)?;
        }
        let now = self.now;
        let customer = self.customer_mut(id)?;
        customer.profile.update(profile);
        match coupon {
            Patch::Leave => {}
            Patch::Clear => customer.coupon = None,
            Patch::Set(coupon) => customer.coupon = Some(coupon),
        }
        if payment_method.is_some() {
            customer.payment_method = payment_method;
        }
        customer.updated_at = now;
        Ok(())
    }

    pub(crate) fn detach_payment_method(&mut self, id: &str) -> Result<(), ApiError> {
        let now = self.now;
        let customer = self.customer_mut(id)?;
        customer.payment_method = None;
        customer.updated_at = now;
        Ok(())
    }

    /// Archives a customer: who it was is erased, its subscriptions end.
    pub(crate) fn archive_customer(&mut self, id: &str) -> Result<(), ApiError> {
        self.customer(id)?;
        for index in self.subscriptions_of(id) {
            if !self.subscriptions[index].has_ended() {
                self.end(index, CancelReason::CustomerArchived);
            }
        }
        let now = self.now;
        let customer = self.customer_mut(id)?;
        customer.profile.name = None;
        customer.profile.email = None;
        customer.archived_at = Some(now);
        customer.updated_at = now;
        self.touch_entitlements(id);
        Ok(())
    }

    /// Brings an archived customer back; on a customer that is not archived it does nothing.
    pub(crate) fn unarchive_customer(&mut self, id: &str) -> Result<(), ApiError> {
        let now = self.now;
        let customer = self
            .customers
            .get_mut(id)
            .ok_or_else(|| ApiError::customer_not_found(id))?;
        if customer.archived_at.take().is_some() {
            customer.updated_at = now;
            self.touch_entitlements(id);
        }
        Ok(())
    }

    /// Remembers that the customer uses the resource.
    pub(super) fn use_resource(&mut self, customer: &str, resource: &str) {
        let now = self.now;
        if let Some(customer) = self.customers.get_mut(customer) {
            customer.resources.entry(resource.to_owned()).or_insert(now);
        }
    }

    /// Whether a default trial of the product is still open to the customer: none was made of it, and no plan was paid for.
    pub(crate) fn eligible_for_trial(&self, customer: &str, product: &str) -> bool {
        let Some(found) = self.customers.get(customer) else {
            return false;
        };
        let tried = found.trialed_plans.iter().any(|plan| {
            self.catalog
                .plans
                .get(plan)
                .is_some_and(|plan| plan.package.product == product)
        });
        let has_paid = self.subscriptions_of(customer).into_iter().any(|index| {
            let subscription = &self.subscriptions[index];
            let plan = self.plan_of(subscription);
            plan.package.product == product && plan.package.pricing == PricingType::Paid && subscription.was_active
        });
        !tried && !has_paid
    }
}

/// Checks an id that a caller chose: 1 to 255 letters, digits or `_|.-@`, the first one a letter or a digit.
pub(crate) fn check_id(id: &str) -> Result<(), ApiError> {
    let fits = |c: char| c.is_ascii_alphanumeric() || "_|.-@".contains(c);
    let begins_well = id.chars().next().is_some_and(|c| c.is_ascii_alphanumeric());
    if begins_well && id.len() <= 255 && id.chars().all(fits) {
        Ok(())
    } else {
        Err(ApiError::new(Code::BadUserInput, format!("Invalid id {id:?}")))
    }
}
