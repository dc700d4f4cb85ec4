//! The wire types, by the names of their operations, for the tests that compare them with recordings, and for measuring.

use serde::de::DeserializeOwned;
use serde_json::{Result, Value};
use stigg_models::EntitlementsState;

use crate::api_key::ApiKey;
use crate::convert;
use crate::generated::operations::{self, each_operation};
use crate::lenient::KnownFeatures;
use crate::operation::Operation;
use crate::response::Answer;

/// What the client knows about an operation.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct KnownOperation {
    /// Its name, as it is sent.
    pub name: &'static str,
    /// Its text.
    pub document: &'static str,
    variables: fn(Value) -> Result<Value>,
    data: fn(Value) -> Result<()>,
}

impl KnownOperation {
    /// All operations, by name.
    pub const ALL: &[Self] = all();

    /// The operation of a name.
    pub fn find(name: &str) -> Option<&'static Self> {
        Self::ALL.iter().find(|operation| operation.name == name)
    }

    /// Reads variables as if they were its own, and writes them as it would send them.
    ///
    /// # Errors
    ///
    /// They are not its variables.
    pub fn sent_again(&self, variables: Value) -> Result<Value> {
        (self.variables)(variables)
    }

    /// Reads the `data` of an answer.
    ///
    /// # Errors
    ///
    /// It is not an answer to this operation.
    pub fn read(&self, data: Value) -> Result<()> {
        (self.data)(data)
    }

    const fn of<O: Operation>() -> Self
    where
        O::Variables: DeserializeOwned,
    {
        Self {
            name: O::NAME,
            document: O::DOCUMENT,
            variables: |variables| serde_json::to_value(serde_json::from_value::<O::Variables>(variables)?),
            data: |data| serde_json::from_value::<O::Data>(data).map(drop),
        }
    }
}

macro_rules! known {
    ($($operation:ident),*) => {
        const fn all() -> &'static [KnownOperation] {
            const { &[$( KnownOperation::of::<operations::$operation>() ),*] }
        }
    };
}

each_operation!(known);

/// Reads the entitlements of customers: all that a client does with an answer once it has arrived.
#[derive(Debug)]
pub struct EntitlementsReader {
    key: ApiKey,
    known_features: KnownFeatures,
}

impl EntitlementsReader {
    /// One that knows nothing yet.
    pub fn new(key: ApiKey) -> Self {
        Self {
            key,
            known_features: KnownFeatures::default(),
        }
    }

    /// The entitlements that an answer tells.
    ///
    /// # Errors
    ///
    /// It does not tell any.
    pub fn read(&self, body: Vec<u8>) -> stigg_transport::Result<EntitlementsState> {
        let answer = Answer {
            status: reqwest::StatusCode::OK,
            content_type: None,
            retry_after: None,
            body,
            key: &self.key,
        };
        let data: <operations::GetEntitlementsState as Operation>::Data = answer.data(&self.known_features)?;
        Ok(convert::entitlements_state(data.entitlements_state))
    }
}
