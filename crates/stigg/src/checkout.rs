//! Pages on which a customer pays for a plan.

use stigg_models::{CheckoutState, CheckoutStateInput, PaymentSession, PaymentSessionInput};

use crate::client::checked;
use crate::{Result, Stigg};

/// # Checkout
impl Stigg {
    /// What a page of yours needs on which a customer pays for a plan: the customer, the plan, and how to talk to the
    /// billing provider. It holds secrets for that page, which `Debug` does not show. One request.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when an id is empty,
    /// [`NotFound`](crate::ErrorKind::NotFound) when the customer or the plan does not exist, and an error with Stigg's
    /// [code](crate::Error::code) when the billing provider has no checkout.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::{BillingCredentials, CheckoutStateInput};
    ///
    /// # use stigg::models::*;
    /// # use stigg::transport::{
    /// #     Catalog, Connection, Credits, Customers, Entitlements, PromotionalEntitlements, Subscriptions, Usage, async_trait,
    /// # };
    /// # struct Fake;
    /// # impl Customers for Fake {}
    /// # impl Subscriptions for Fake {}
    /// # impl Entitlements for Fake {}
    /// # impl Usage for Fake {}
    /// # impl Credits for Fake {}
    /// # impl PromotionalEntitlements for Fake {}
    /// # impl Connection for Fake {}
    /// # #[async_trait]
    /// # impl Catalog for Fake {
    /// #     async fn get_checkout_state(&self, request: CheckoutStateInput) -> stigg::Result<CheckoutState> {
    /// #         let customer = FullCustomer::new(request.customer_id, Timestamp::UNIX_EPOCH);
    /// #         let plan = Plan::new(request.plan_id, "Pro", Product::new("product-app"));
    /// #         let mut billing = CheckoutBillingIntegration::new(BillingVendorIdentifier::Stripe);
    /// #         billing.billing_credentials = Some(BillingCredentials::Stripe(StripeCheckoutCredentials::new("seti_1")));
    /// #         Ok(CheckoutState::new("seti_1", customer, plan, billing))
    /// #     }
    /// # }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # // The emulator has no billing provider, so that it has nothing to answer here.
    /// # let stigg = stigg::Stigg::builder().transport(std::sync::Arc::new(Fake)).build()?;
    /// let checkout = stigg.get_checkout_state(CheckoutStateInput::new("customer-42", "plan-pro")).await?;
    /// if let Some(BillingCredentials::Stripe(stripe)) = checkout.billing_integration.billing_credentials {
    ///     let secret_for_the_page = stripe.setup_secret.expose();
    /// #   assert_eq!(secret_for_the_page, "seti_1");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_checkout_state(&self, request: CheckoutStateInput) -> Result<CheckoutState> {
        let transport = self.transport("get_checkout_state")?;
        checked("get_checkout_state", request.validate())?;
        transport.get_checkout_state(request).await
    }

    /// Begins a payment for a plan at the billing provider, and answers the token with which a page of yours goes on.
    /// `Debug` does not show it. One request.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when an id is empty,
    /// [`NotFound`](crate::ErrorKind::NotFound) when the customer or the plan does not exist, and an error with Stigg's
    /// [code](crate::Error::code) when the billing provider takes no such payments.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::PaymentSessionInput;
    ///
    /// # use stigg::models::*;
    /// # use stigg::transport::{
    /// #     Catalog, Connection, Credits, Customers, Entitlements, PromotionalEntitlements, Subscriptions, Usage, async_trait,
    /// # };
    /// # struct Fake;
    /// # impl Customers for Fake {}
    /// # impl Subscriptions for Fake {}
    /// # impl Entitlements for Fake {}
    /// # impl Usage for Fake {}
    /// # impl Credits for Fake {}
    /// # impl PromotionalEntitlements for Fake {}
    /// # impl Connection for Fake {}
    /// # #[async_trait]
    /// # impl Catalog for Fake {
    /// #     async fn create_payment_session(&self, _: PaymentSessionInput) -> stigg::Result<PaymentSession> {
    /// #         Ok(PaymentSession::new("tok_1"))
    /// #     }
    /// # }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # // The emulator has no billing provider, so that it has nothing to answer here.
    /// # let stigg = stigg::Stigg::builder().transport(std::sync::Arc::new(Fake)).build()?;
    /// let session = stigg.create_payment_session(PaymentSessionInput::new("customer-42", "plan-pro")).await?;
    /// let token_for_the_page = session.token.expose();
    /// # assert_eq!(token_for_the_page, "tok_1");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn create_payment_session(&self, request: PaymentSessionInput) -> Result<PaymentSession> {
        let transport = self.transport("create_payment_session")?;
        checked("create_payment_session", request.validate())?;
        transport.create_payment_session(request).await
    }
}
