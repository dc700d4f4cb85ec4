//! Usage and events.

mod bulk;
mod estimates;
mod history;

use stigg_models::{ReportEvent, ReportUsage, ReportUsageAck};

use crate::bulk::Bulk;
use crate::client::checked;
use crate::{BulkError, ErrorKind, Result, Stigg};

/// # Usage
impl Stigg {
    /// Reports usage that your code has calculated, and answers the new total. The next check sees it. One request.
    ///
    /// The report carries an idempotency key: its own, or one that is made up. Retries inside this call therefore never
    /// count twice. Several reports at once go with [`report_usage_bulk`](Self::report_usage_bulk); for many small things
    /// prefer [`report_event`](Self::report_event). In offline mode it answers as if the report had arrived.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when an id is empty or the value is not
    /// finite, [`NotFound`](crate::ErrorKind::NotFound) when the customer or the feature does not exist,
    /// [`Validation`](crate::ErrorKind::Validation) when the feature is not metered, or is fed by events.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::ReportUsage;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// # stigg.provision_subscription(stigg::models::ProvisionSubscription::new("customer-42", "plan-free")).await?;
    /// let ack = stigg.report_usage(ReportUsage::new("customer-42", "api-calls", 3)).await?;
    /// assert_eq!(ack.current_usage, Some(3.0));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn report_usage(&self, request: ReportUsage) -> Result<ReportUsageAck> {
        checked("report_usage", request.validate())?;
        let transport = match self.transport("report_usage") {
            Err(error) if error.kind() == ErrorKind::Offline => return Ok(taken_offline(request)),
            transport => transport?,
        };
        let change = self.inner.changing(&request.customer_id);
        let ack = change.settle(transport.report_usage(request).await)?;
        self.inner.usage_counted(&ack);
        Ok(ack)
    }

    /// Reports something that happened. Stigg counts it within seconds, for every feature whose meter matches. One request.
    /// In offline mode it does nothing.
    ///
    /// # Errors
    ///
    /// As [`report_events`](Self::report_events).
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::ReportEvent;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// let event = ReportEvent::new("customer-42", "prompt-answered", "request-4711").with_dimension("tokens", 1200.0);
    /// stigg.report_event(event).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn report_event(&self, event: ReportEvent) -> Result<()> {
        checked("report_event", event.validate())?;
        match self.transport("report_event") {
            Err(error) if error.kind() == ErrorKind::Offline => Ok(()),
            transport => {
                let outcome = transport?.report_events(vec![event]).await;
                outcome.map_err(|error| error.with_operation("report_event"))
            }
        }
    }

    /// Reports several events in their order. One request per thousand events. In offline mode it does nothing.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) before anything is sent when an event lacks an id, a name or a
    /// key; the error names it by its place. A [`BulkError`] says of each event whether it was accepted; to send all of them
    /// again does no harm, their keys keep them from counting twice.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::ReportEvent;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let stigg = emulator.client()?;
    /// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
    /// let events = (0..3).map(|n| ReportEvent::new("customer-42", "prompt-answered", format!("request-{n}")));
    /// stigg.report_events(events.collect()).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn report_events(&self, events: Vec<ReportEvent>) -> Result<(), BulkError> {
        const OPERATION: &str = "report_events";
        let count = events.len();
        let of_all = |error| BulkError::of_all(count, error);
        checked(OPERATION, ReportEvent::validate_all(&events)).map_err(of_all)?;
        let transport = match self.transport(OPERATION) {
            Err(error) if error.kind() == ErrorKind::Offline => return Ok(()),
            transport => transport.map_err(of_all)?,
        };
        let mut bulk = Bulk::new(events, ReportEvent::MAX_PER_REQUEST);
        while let Some(batch) = bulk.next_batch(self.transport(OPERATION)) {
            bulk.settle_all(transport.report_events(batch).await);
        }
        bulk.finish()?;
        Ok(())
    }
}

/// What Stigg would answer, as far as that can be said without asking it.
fn taken_offline(request: ReportUsage) -> ReportUsageAck {
    let measurement_id = uuid::Uuid::now_v7().to_string();
    let mut ack = ReportUsageAck::new(measurement_id, request.customer_id, request.feature_id);
    ack.resource_id = request.resource_id;
    ack
}
