//! Promotional entitlements: what a customer has for some time, whatever its subscriptions say.

use std::collections::BTreeSet;

use jiff::Timestamp;
use uuid::Uuid;

use super::State;
use super::customers::Customer;
use crate::calendar::{self, Unit};
use crate::catalog::model::{Feature, FeatureGroup, FeatureKind, PackageEntitlement};
use crate::error::{ApiError, Code};
use crate::wire::{PromotionalPeriod, PromotionalStatus};

/// An entitlement that was granted. A customer has one for a feature at most.
#[derive(Debug, Clone)]
pub(crate) struct Promotion {
    pub(crate) uuid: Uuid,
    pub(crate) entitlement: PackageEntitlement,
    pub(crate) period: PromotionalPeriod,
    pub(crate) is_visible: bool,
    /// The feature groups that it is part of.
    pub(crate) groups: BTreeSet<String>,
    pub(crate) start: Timestamp,
    pub(crate) end: Option<Timestamp>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

impl Promotion {
    pub(crate) fn feature(&self) -> &str {
        &self.entitlement.feature
    }

    pub(crate) fn status(&self, now: Timestamp) -> PromotionalStatus {
        if self.end.is_some_and(|end| end <= now) {
            PromotionalStatus::Expired
        } else {
            PromotionalStatus::Active
        }
    }

    fn is_active(&self, now: Timestamp) -> bool {
        self.status(now) == PromotionalStatus::Active
    }
}

/// What is to be granted.
#[derive(Debug, Clone)]
pub(crate) struct NewPromotion {
    pub(crate) entitlement: PackageEntitlement,
    pub(crate) period: PromotionalPeriod,
    pub(crate) custom_end: Option<Timestamp>,
    pub(crate) is_visible: bool,
}

impl Customer {
    /// The promotions that are in force.
    pub(crate) fn active_promotions(&self, now: Timestamp) -> impl Iterator<Item = &Promotion> {
        self.promotions.iter().filter(move |promotion| promotion.is_active(now))
    }

    fn promotion(&self, feature: &str) -> Option<&Promotion> {
        self.promotions.iter().find(|promotion| promotion.feature() == feature)
    }
}

impl State {
    /// Grants entitlements. One that the customer has already is replaced: it begins anew.
    pub(crate) fn grant_promotions(
        &mut self,
        customer: &str,
        granted: Vec<NewPromotion>,
    ) -> Result<Vec<Promotion>, ApiError> {
        self.customer(customer)?;
        self.check_promotions(&granted)?;
        let features: Vec<String> = granted.iter().map(|new| new.entitlement.feature.clone()).collect();
        for new in granted {
            self.put_promotion(customer, new)?;
        }
        let customer = self.customer(customer)?;
        let granted = features.iter().filter_map(|feature| customer.promotion(feature));
        Ok(granted.cloned().collect())
    }

    /// Grants the features of a group: what is given, and what the customer has of them already.
    pub(crate) fn grant_promotion_group(
        &mut self,
        customer: &str,
        group: &str,
        granted: Vec<NewPromotion>,
    ) -> Result<Vec<Promotion>, ApiError> {
        let now = self.now;
        let members = self.feature_group(group)?.features.clone();
        let is_given = |feature: &str| granted.iter().any(|new| new.entitlement.feature == feature);
        if let Some(foreign) = granted.iter().find(|new| !members.contains(&new.entitlement.feature)) {
            return Err(ApiError::new(
                Code::FeatureNotBelongToFeatureGroupError,
                format!(
                    "Feature {} does not belong to the feature group {group}",
                    foreign.entitlement.feature
                ),
            ));
        }
        let found = self.customer(customer)?;
        let has = |feature: &str| {
            found
                .active_promotions(now)
                .any(|promotion| promotion.feature() == feature)
        };
        let missing: Vec<&str> = members
            .iter()
            .map(String::as_str)
            .filter(|feature| !is_given(feature) && !has(feature))
            .collect();
        if !missing.is_empty() {
            return Err(ApiError::new(
                Code::FeatureGroupMissingFeaturesError,
                format!("The feature group {group} also has {}", missing.join(", ")),
            ));
        }
        self.check_promotions(&granted)?;
        for new in granted {
            self.put_promotion(customer, new)?;
        }
        let customer = self.customer_mut(customer)?;
        let mut linked = Vec::new();
        for feature in &members {
            let promotions = &mut customer.promotions;
            if let Some(promotion) = promotions.iter_mut().find(|promotion| promotion.feature() == feature) {
                promotion.groups.insert(group.to_owned());
                promotion.updated_at = now;
                linked.push(promotion.clone());
            }
        }
        Ok(linked)
    }

    /// Takes an entitlement away that is part of no group.
    pub(crate) fn revoke_promotion(&mut self, customer: &str, feature: &str) -> Result<Promotion, ApiError> {
        let promotions = &mut self.customer_mut(customer)?.promotions;
        let index = promotions
            .iter()
            .position(|promotion| promotion.feature() == feature)
            .ok_or_else(|| {
                ApiError::new(
                    Code::PromotionalEntitlementNotFoundError,
                    format!("Customer {customer} has no promotional entitlement to {feature}"),
                )
            })?;
        if let Some(group) = promotions[index].groups.first() {
            return Err(ApiError::new(
                Code::EntitlementBelongsToFeatureGroupError,
                format!("The entitlement to {feature} belongs to the feature group {group}"),
            ));
        }
        let gone = promotions.remove(index);
        self.touch_entitlements(customer);
        Ok(gone)
    }

    /// Takes the entitlements of a group away, unless they are part of another one as well; answers those that are gone.
    pub(crate) fn revoke_promotion_group(&mut self, customer: &str, group: &str) -> Result<Vec<Promotion>, ApiError> {
        let mut gone = self.unlink_promotion_group(customer, group)?;
        gone.retain(|promotion| promotion.groups.is_empty());
        let promotions = &mut self.customer_mut(customer)?.promotions;
        promotions.retain(|promotion| !gone.iter().any(|gone| gone.uuid == promotion.uuid));
        self.touch_entitlements(customer);
        Ok(gone)
    }

    /// Takes entitlements out of a group, and answers them. The customer keeps them.
    pub(crate) fn unlink_promotion_group(&mut self, customer: &str, group: &str) -> Result<Vec<Promotion>, ApiError> {
        self.feature_group(group)?;
        let now = self.now;
        let mut unlinked = Vec::new();
        for promotion in &mut self.customer_mut(customer)?.promotions {
            if promotion.groups.remove(group) {
                promotion.updated_at = now;
                unlinked.push(promotion.clone());
            }
        }
        if unlinked.is_empty() {
            return Err(ApiError::new(
                Code::PromotionalEntitlementNotFoundError,
                format!("Customer {customer} has no promotional entitlement of the feature group {group}"),
            ));
        }
        Ok(unlinked)
    }

    fn feature_group(&self, id: &str) -> Result<&FeatureGroup, ApiError> {
        self.catalog
            .feature_groups
            .get(id)
            .ok_or_else(|| ApiError::new(Code::FeatureGroupNotFoundError, format!("Feature group {id} not found")))
    }

    fn check_promotions(&self, granted: &[NewPromotion]) -> Result<(), ApiError> {
        for (index, new) in granted.iter().enumerate() {
            let id = &new.entitlement.feature;
            let feature = self.catalog.features.get(id);
            check_value(
                feature.ok_or_else(|| ApiError::feature_not_found(id))?,
                &new.entitlement,
            )?;
            if granted[..index].iter().any(|other| other.entitlement.feature == *id) {
                return Err(wrong(format!("Feature {id} is granted twice")));
            }
            match new.custom_end {
                None if new.period == PromotionalPeriod::Custom => {
                    return Err(wrong(format!(
                        "The period of {id} is CUSTOM, which needs customEndDate"
                    )));
                }
                Some(end) if new.period == PromotionalPeriod::Custom && end <= self.now => {
                    return Err(wrong(format!("The customEndDate of {id} is in the past")));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Puts a promotion, which was checked, in the place of the one that the customer has of the feature.
    fn put_promotion(&mut self, customer: &str, new: NewPromotion) -> Result<(), ApiError> {
        let now = self.now;
        let uuid = self.ids.uuid();
        let promotions = &mut self.customer_mut(customer)?.promotions;
        let mut promotion = Promotion {
            uuid,
            end: end(new.period, new.custom_end, now),
            entitlement: new.entitlement,
            period: new.period,
            is_visible: new.is_visible,
            groups: BTreeSet::new(),
            start: now,
            created_at: now,
            updated_at: now,
        };
        match promotions
            .iter_mut()
            .find(|known| known.feature() == promotion.feature())
        {
            Some(known) => {
                promotion.uuid = known.uuid;
                promotion.created_at = known.created_at;
                promotion.groups = std::mem::take(&mut known.groups);
                *known = promotion;
            }
            None => promotions.push(promotion),
        }
        self.touch_entitlements(customer);
        Ok(())
    }
}

fn end(period: PromotionalPeriod, custom: Option<Timestamp>, start: Timestamp) -> Option<Timestamp> {
    let (unit, n) = match period {
        PromotionalPeriod::Custom => return custom,
        PromotionalPeriod::Lifetime => return None,
        PromotionalPeriod::OneWeek => (Unit::Week, 1),
        PromotionalPeriod::OneMonth => (Unit::Month, 1),
        PromotionalPeriod::SixMonth => (Unit::Month, 6),
        PromotionalPeriod::OneYear => (Unit::Year, 1),
    };
    Some(calendar::add(start, unit, n))
}

/// Checks that what is granted is something that the feature can have.
fn check_value(feature: &Feature, entitlement: &PackageEntitlement) -> Result<(), ApiError> {
    let id = &feature.id;
    let is_limited = entitlement.limit.is_some() || entitlement.unlimited;
    match &feature.kind {
        FeatureKind::Boolean if is_limited || !entitlement.values.is_empty() => {
            return Err(wrong(format!(
                "Feature {id} is boolean: it has neither limit nor values"
            )));
        }
        FeatureKind::Number(_) if !is_limited => {
            return Err(wrong(format!(
                "Feature {id} is a number: it needs usageLimit or hasUnlimitedUsage"
            )));
        }
        FeatureKind::Number(_) if entitlement.limit.is_some_and(|limit| limit < 0.0) => {
            return Err(wrong(format!("The usageLimit of {id} is negative")));
        }
        FeatureKind::Enum(known) => {
            if entitlement.values.is_empty() {
                return Err(wrong(format!("Feature {id} is an enum: it needs enumValues")));
            }
            if let Some(unknown) = entitlement.values.iter().find(|value| !known.contains(value)) {
                return Err(wrong(format!("Feature {id} has no value {unknown}")));
            }
        }
        _ => {}
    }
    if entitlement.reset.is_some() && !feature.is_metered() {
        return Err(ApiError::new(
            Code::InvalidEntitlementResetPeriod,
            format!("Feature {id} is not metered: its usage does not reset"),
        ));
    }
    Ok(())
}

fn wrong(message: String) -> ApiError {
    ApiError::new(Code::InvalidArgumentError, message)
}
