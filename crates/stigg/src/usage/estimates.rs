//! What usage would cost in credits.

use stigg_models::{CreditCostEstimation, EstimateEventCostInput, EstimateUsageCostInput};

use crate::client::checked;
use crate::{ErrorKind, Result, Stigg};

/// # Estimates of costs
impl Stigg {
    /// What an event would cost in credits. Nothing is reported. One request. In offline mode it answers no estimates.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when an id or the name is empty,
    /// [`NotFound`](crate::ErrorKind::NotFound) when the customer does not exist. What keeps the estimate from being complete
    /// is no error: see [`warnings`](CreditCostEstimation::warnings).
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::EstimateEventCostInput;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let stigg = stigg::Stigg::builder().offline(true).build()?;
    /// let event = EstimateEventCostInput::new("customer-42", "prompt-answered").with_dimension("tokens", 1200);
    /// let estimation = stigg.estimate_event_cost(event).await?;
    /// for estimate in &estimation.estimates {
    ///     println!("{} {}", estimate.estimated_cost, estimate.currency_id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn estimate_event_cost(&self, request: EstimateEventCostInput) -> Result<CreditCostEstimation> {
        const OPERATION: &str = "estimate_event_cost";
        checked(OPERATION, request.validate())?;
        match self.transport(OPERATION) {
            Err(error) if error.kind() == ErrorKind::Offline => Ok(CreditCostEstimation::default()),
            transport => transport?.estimate_event_cost(request).await,
        }
    }

    /// What usage of a feature would cost in credits. Nothing is reported. One request. In offline mode it answers no
    /// estimates.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when an id is empty or the value is not
    /// finite, [`NotFound`](crate::ErrorKind::NotFound) when the customer does not exist. What keeps the estimate from being
    /// complete is no error: see [`warnings`](CreditCostEstimation::warnings).
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::EstimateUsageCostInput;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let stigg = stigg::Stigg::builder().offline(true).build()?;
    /// let usage = EstimateUsageCostInput::new("customer-42", "images", 4);
    /// let estimation = stigg.estimate_usage_cost(usage).await?;
    /// if estimation.estimates.iter().any(|estimate| estimate.would_overdraft) {
    ///     println!("not enough credits are left");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn estimate_usage_cost(&self, request: EstimateUsageCostInput) -> Result<CreditCostEstimation> {
        const OPERATION: &str = "estimate_usage_cost";
        checked(OPERATION, request.validate())?;
        match self.transport(OPERATION) {
            Err(error) if error.kind() == ErrorKind::Offline => Ok(CreditCostEstimation::default()),
            transport => transport?.estimate_usage_cost(request).await,
        }
    }
}
