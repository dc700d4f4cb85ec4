//! What exists elsewhere, and is brought in.

mod customers;
mod subscriptions;

use jiff::Timestamp;

pub(crate) use self::customers::ImportedCustomer;
pub(crate) use self::subscriptions::ImportedSubscription;

/// Whether what is known here changed after the record was made. Such a record changes nothing, and is no mistake.
fn is_newer_here(changed_here: Timestamp, record: Option<Timestamp>) -> bool {
    record.is_some_and(|record| changed_here > record)
}
