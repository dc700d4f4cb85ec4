//! Free-form key-value pairs on Stigg's objects.

use std::collections::BTreeMap;

/// Key-value pairs that you keep on a customer, a subscription or a catalogue object. Stigg's documents call it
/// `metadata`; on the wire it is `additionalMetaData`.
///
/// ```
/// use stigg_models::{Metadata, UpdateCustomer};
///
/// let metadata = Metadata::from([("tier".to_owned(), "gold".to_owned())]);
/// let request = UpdateCustomer::new("customer-42").with_metadata(metadata);
/// ```
pub type Metadata = BTreeMap<String, String>;
