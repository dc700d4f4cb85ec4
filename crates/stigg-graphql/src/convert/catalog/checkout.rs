//! Checkouts.

use serde_json::json;
use stigg_models::{
    AirwallexCheckoutCredentials, AirwallexCheckoutMetadata, BillingCredentials, CheckoutBillingIntegration,
    CheckoutConfiguration, CheckoutContent, CheckoutPalette, CheckoutState, CheckoutStateInput, PaymentSessionInput,
    StripeCheckoutCredentials, ZuoraCheckoutCredentials,
};
use tracing::warn;

use super::package::plan;
use super::paywall::typography;
use crate::convert::Result;
use crate::convert::customers::full_customer;
use crate::convert::subscriptions::full_subscription;
use crate::convert::values::resource;
use crate::generated::{fragments as wire, inputs};

impl From<CheckoutStateInput> for inputs::CheckoutStateInput {
    fn from(request: CheckoutStateInput) -> Self {
        Self {
            customer_id: request.customer_id,
            plan_id: request.plan_id,
            product_id: request.product_id,
            resource_id: request.resource_id,
            billing_country_code: request.billing_country_code,
        }
    }
}

impl From<PaymentSessionInput> for inputs::PaymentSessionInput {
    fn from(request: PaymentSessionInput) -> Self {
        Self {
            customer_id: request.customer_id,
            plan_id: request.plan_id,
            billing_country_code: request.billing_country_code,
        }
    }
}

pub(crate) fn checkout_state(wire: wire::CheckoutState) -> Result<CheckoutState> {
    let customer = full_customer(wire.customer.into())?;
    let integration = billing_integration(wire.billing_integration);
    let mut state = CheckoutState::new(wire.setup_secret, customer, plan(wire.plan, 0)?, integration);
    state.configuration = wire.configuration.map(configuration);
    state.resource = wire.resource.map(resource);
    state.active_subscription = wire.active_subscription.map(full_subscription).transpose()?;
    Ok(state)
}

/// A checkout does not tell the customer's subscriptions.
impl From<wire::CheckoutCustomer> for wire::FullCustomer {
    fn from(wire: wire::CheckoutCustomer) -> Self {
        Self {
            ref_id: wire.ref_id,
            name: wire.name,
            email: wire.email,
            billing_id: wire.billing_id,
            aws_marketplace_customer_id: wire.aws_marketplace_customer_id,
            additional_meta_data: wire.additional_meta_data,
            created_at: wire.created_at,
            updated_at: wire.updated_at,
            has_payment_method: wire.has_payment_method,
            default_payment_method_type: wire.default_payment_method_type,
            default_payment_method_last4_digits: wire.default_payment_method_last4_digits,
            default_payment_expiration_month: wire.default_payment_expiration_month,
            default_payment_expiration_year: wire.default_payment_expiration_year,
            has_active_subscription: wire.has_active_subscription,
            subscriptions: None,
            promotional_entitlements: wire.promotional_entitlements,
            coupon: wire.coupon,
            experiment_info: wire.experiment_info,
            trialed_plans: wire.trialed_plans,
            eligible_for_trial: wire.eligible_for_trial,
        }
    }
}

fn billing_integration(wire: wire::CheckoutBillingIntegration) -> CheckoutBillingIntegration {
    let mut integration = CheckoutBillingIntegration::new(wire.billing_identifier);
    integration.credentials.account_id = wire.credentials.account_id;
    integration.credentials.public_key = wire.credentials.public_key;
    integration.billing_credentials = wire.billing_credentials.and_then(credentials);
    integration
}

/// The credentials, as far as they can be read.
fn credentials(wire: wire::BillingCredentials) -> Option<BillingCredentials> {
    Some(match wire {
        wire::BillingCredentials::StripeCheckoutCredentials(wire) => {
            let mut credentials = StripeCheckoutCredentials::new(wire.setup_secret);
            credentials.account_id = wire.account_id;
            credentials.public_key = wire.public_key;
            BillingCredentials::Stripe(credentials)
        }
        wire::BillingCredentials::ZuoraCheckoutCredentials(wire) => {
            BillingCredentials::Zuora(ZuoraCheckoutCredentials::new(wire.publishable_key))
        }
        wire::BillingCredentials::AirwallexCheckoutCredentials(wire) => {
            let payment = wire.metadata;
            let mut metadata = AirwallexCheckoutMetadata::new(payment.intent_id, payment.env, payment.currency);
            metadata.customer_id = payment.customer_id;
            BillingCredentials::Airwallex(AirwallexCheckoutCredentials::new(wire.client_secret, metadata))
        }
        wire::BillingCredentials::Unknown(member) if member.error.is_some() => {
            // The error stays out of the log: it may quote a secret.
            warn!(
                type_name = member.type_name,
                "left out the credentials of a checkout that could not be read"
            );
            return None;
        }
        // Of a type that the documents do not name, nothing but the name comes.
        wire::BillingCredentials::Unknown(member) => {
            BillingCredentials::Unknown(json!({ "__typename": member.type_name }))
        }
    })
}

fn configuration(wire: wire::CheckoutConfiguration) -> CheckoutConfiguration {
    let mut configuration = CheckoutConfiguration::default();
    configuration.palette = wire.palette.map(palette);
    configuration.typography = wire.typography.map(typography);
    configuration.custom_css = wire.custom_css;
    configuration.content = wire.content.map(|wire| {
        let mut content = CheckoutContent::default();
        content.collect_phone_number = wire.collect_phone_number;
        content
    });
    configuration
}

fn palette(wire: wire::CheckoutPalette) -> CheckoutPalette {
    let mut palette = CheckoutPalette::default();
    palette.primary = wire.primary;
    palette.text_color = wire.text_color;
    palette.background_color = wire.background_color;
    palette.border_color = wire.border_color;
    palette.summary_background_color = wire.summary_background_color;
    palette
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What credentials that arrive become.
    fn read(wire: serde_json::Value) -> Option<BillingCredentials> {
        credentials(serde_json::from_value(wire).unwrap())
    }

    #[test]
    fn credentials_of_a_provider_from_tomorrow_keep_their_name_alone() {
        let read = read(json!({"__typename": "BarterCheckoutCredentials", "goat": 1})).unwrap();
        assert_eq!(
            read,
            BillingCredentials::Unknown(json!({"__typename": "BarterCheckoutCredentials"}))
        );
    }

    #[test]
    fn credentials_that_cannot_be_read_are_left_out() {
        assert_eq!(read(json!({"__typename": "StripeCheckoutCredentials"})), None);
        assert_eq!(
            read(json!({"__typename": "ZuoraCheckoutCredentials", "publishableKey": "pk_1"})),
            Some(BillingCredentials::Zuora(ZuoraCheckoutCredentials::new("pk_1")))
        );
    }
}
