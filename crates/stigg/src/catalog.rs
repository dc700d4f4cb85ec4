//! The product catalogue.

use stigg_models::{Coupon, CreateCouponInput, GetPaywall, Paywall, Product};

use crate::client::checked;
use crate::{Result, Stigg};

/// # Catalogue
impl Stigg {
    /// The plans to offer, in their order, with prices and entitlements; for a customer, what it has already as well. One
    /// request.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when an id is blank or the country is
    /// not a code of two letters, [`NotFound`](crate::ErrorKind::NotFound) when the product or the customer does not exist.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::GetPaywall;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// for plan in stigg.get_paywall(GetPaywall::new()).await?.plans {
    ///     println!("{}: {} entitlements", plan.display_name, plan.entitlements.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_paywall(&self, request: GetPaywall) -> Result<Paywall> {
        let transport = self.transport("get_paywall")?;
        checked("get_paywall", request.validate())?;
        transport.get_paywall(request).await
    }

    /// The plans as a paywall would show them, as an example: what a customer has is not part of it, and of the plans it
    /// tells less than [`get_paywall`](Self::get_paywall). The currency is always the dollar. One request.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) as of [`get_paywall`](Self::get_paywall),
    /// [`NotFound`](crate::ErrorKind::NotFound) when the product does not exist.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::GetPaywall;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// for plan in stigg.get_mock_paywall(GetPaywall::new()).await?.plans {
    ///     println!("{}: {} prices", plan.display_name, plan.price_points.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_mock_paywall(&self, request: GetPaywall) -> Result<Paywall> {
        let transport = self.transport("get_mock_paywall")?;
        checked("get_mock_paywall", request.validate())?;
        transport.get_mock_paywall(request).await
    }

    /// All products. One request for every 20 of them.
    ///
    /// # Errors
    ///
    /// What kept Stigg from answering; the list comes whole or not at all.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// for product in stigg.get_products().await? {
    ///     println!("{}: {}", product.id, product.display_name.unwrap_or_default());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_products(&self) -> Result<Vec<Product>> {
        self.transport("get_products")?.get_products().await
    }

    /// All coupons that can be given; those that were archived are not among them. One request for every 50 of them.
    ///
    /// # Errors
    ///
    /// What kept Stigg from answering; the list comes whole or not at all.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// for coupon in stigg.get_coupons().await? {
    ///     if let Some(percent) = coupon.percent_off {
    ///         println!("{}: {percent} % off", coupon.name);
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_coupons(&self) -> Result<Vec<Coupon>> {
        self.transport("get_coupons")?.get_coupons().await
    }

    /// Makes a coupon, to be given to customers and subscriptions by its id. One request.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when the id is empty or the discount
    /// cannot be, [`Conflict`](crate::ErrorKind::Conflict) when there is a coupon with this id.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::{CreateCouponInput, UpdateCustomer};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// let coupon = CreateCouponInput::new("spring-sale", "Spring sale").with_percent_off(20).with_duration_in_months(3);
    /// let coupon = stigg.create_coupon(coupon).await?;
    /// stigg.update_customer(UpdateCustomer::new("customer-42").with_coupon_id(coupon.id)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn create_coupon(&self, request: CreateCouponInput) -> Result<Coupon> {
        let transport = self.transport("create_coupon")?;
        checked("create_coupon", request.validate())?;
        transport.create_coupon(request).await
    }
}
