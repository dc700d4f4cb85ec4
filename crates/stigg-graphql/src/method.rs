//! What the methods of all areas do before and after the request.

use stigg_models::InvalidRequest;
use stigg_transport::{Delivery, Error, ErrorKind, Result};
use uuid::Uuid;

/// Refuses a request that cannot be meant. Nothing has been sent.
pub(crate) fn check(method: &'static str, validated: Result<(), InvalidRequest>) -> Result<()> {
    validated.map_err(|invalid| Error::from(invalid).with_operation(method))
}

/// Checks the ids of a request that is nothing but ids.
pub(crate) fn check_ids(method: &'static str, customer_id: &str, resource_id: Option<&str>) -> Result<()> {
    check(method, InvalidRequest::check_id("customerId", customer_id))?;
    resource_id.map_or(Ok(()), |id| check(method, InvalidRequest::check_id("resourceId", id)))
}

/// Refuses more items than Stigg takes in one request.
pub(crate) fn at_most(field: &'static str, limit: usize, count: usize) -> Result<(), InvalidRequest> {
    if count > limit {
        let problem = format!("has {count} items; Stigg takes at most {limit} in one request");
        return Err(InvalidRequest::new(field, problem));
    }
    Ok(())
}

/// Makes up an idempotency key where there is none. Stigg counts what comes with the same key once, so it is made before the
/// first attempt, and all attempts carry it.
pub(crate) fn give_key(key: &mut Option<String>) {
    key.get_or_insert_with(|| Uuid::now_v7().to_string());
}

/// What was asked for, and what an error about it has to tell.
#[derive(Debug)]
pub(crate) struct Answered<T> {
    pub(crate) method: &'static str,
    pub(crate) attempts: u32,
    pub(crate) data: T,
}

impl<T> Answered<T> {
    /// Converts the data, where the answer may not fit into the domain.
    pub(crate) fn try_map<U>(self, convert: impl FnOnce(T) -> Result<U>) -> Result<U> {
        convert(self.data).map_err(|error| error.with_operation(self.method).with_attempts(self.attempts))
    }
}

/// What a read asked for does not exist: Stigg says so by answering `null`.
pub(crate) fn not_found(message: &'static str) -> Error {
    Error::new(ErrorKind::NotFound)
        .with_message(message)
        .with_delivery(Delivery::Refused)
}
