//! What the methods of all areas do before and after the request.

use stigg_models::{GetActiveSubscriptions, InvalidRequest};
use stigg_transport::{Delivery, Error, ErrorKind, Result};

use crate::convert::Unfit;

/// Refuses a request that cannot be meant. Nothing has been sent.
pub(crate) fn check(method: &'static str, validated: Result<(), InvalidRequest>) -> Result<()> {
    validated.map_err(|invalid| Error::from(invalid).with_operation(method))
}

/// Checks the ids of a request that is nothing but ids.
pub(crate) fn check_ids(method: &'static str, customer_id: &str, resource_id: Option<&str>) -> Result<()> {
    // This request asks by the same two ids.
    let mut ids = GetActiveSubscriptions::new(customer_id);
    ids.resource_id = resource_id.map(Into::into);
    check(method, ids.validate())
}

/// Names the method where the answer does not fit into the domain.
pub(crate) fn fit<T>(method: &'static str, converted: Result<T, Unfit>) -> Result<T> {
    converted.map_err(|unfit| Error::from(unfit).with_operation(method).with_attempts(1))
}

/// What a read asked for does not exist: Stigg says so by answering `null`.
pub(crate) fn not_found(method: &'static str, message: &'static str) -> Error {
    Error::new(ErrorKind::NotFound)
        .with_operation(method)
        .with_message(message)
        .with_delivery(Delivery::Refused)
        .with_attempts(1)
}
