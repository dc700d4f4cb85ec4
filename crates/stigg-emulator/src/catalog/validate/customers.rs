//! The customers to start with.

use super::Check;
use crate::catalog::Content;
use crate::catalog::file::CustomerFile;
use crate::catalog::model::{Seed, SeedSubscription};
use crate::catalog::tree::Path;

impl Check<'_> {
    /// Checks the references of a customer; what provisioning refuses comes out when the state is made.
    pub(super) fn customer(&mut self, file: CustomerFile, path: &Path, content: &Content) -> Seed {
        self.id(&file.id, &path.key("id"), "@");
        if let Some(coupon) = &file.coupon
            && !content.coupons.contains(coupon)
        {
            let known = content.coupons.iter().map(|coupon| coupon.id.as_str());
            self.unknown(&path.key("coupon"), &format!("there is no coupon `{coupon}`"), known);
        }
        let mut subscriptions = Vec::new();
        for (index, subscription) in file.subscriptions.into_iter().enumerate() {
            let path = path.key("subscriptions").index(index);
            if !content.plans.contains(&subscription.plan) {
                let known = content.plans.iter().map(|plan| plan.package.id.as_str());
                self.unknown(
                    &path.key("plan"),
                    &format!("there is no plan `{}`", subscription.plan),
                    known,
                );
            }
            subscriptions.push(SeedSubscription {
                id: subscription.id,
                plan: subscription.plan,
                resource: subscription.resource,
                billing_period: subscription.billing_period,
                skip_trial: subscription.skip_trial,
                addons: subscription.addons.0,
                quantities: subscription.quantities.0,
            });
        }
        for (feature, _) in &file.usage.0 {
            let path = path.key("usage").key(feature);
            match content.features.get(feature) {
                Some(feature) if feature.events.is_some() => {
                    self.mistake(&path, "the usage of this feature comes from events");
                }
                Some(feature) if feature.is_metered() => {}
                Some(_) => self.mistake(&path, "the feature is not metered"),
                None => {
                    let known = content.features.iter().map(|feature| feature.id.as_str());
                    self.unknown(&path, &format!("there is no feature `{feature}`"), known);
                }
            }
        }
        for (currency, amount) in &file.credits.0 {
            let path = path.key("credits").key(currency);
            if !content.credit_currencies.contains(currency) {
                let known = content.credit_currencies.iter().map(|currency| currency.id.as_str());
                self.unknown(&path, &format!("there is no credit currency `{currency}`"), known);
            }
            if *amount <= 0.0 {
                self.mistake(&path, "must be above 0");
            }
        }
        Seed {
            id: file.id,
            name: file.name,
            email: file.email,
            billing_id: file.billing_id,
            coupon: file.coupon,
            payment_method: file.payment_method,
            subscriptions,
            usage: file.usage.0,
            credits: file.credits.0,
            metadata: file.metadata,
        }
    }
}
