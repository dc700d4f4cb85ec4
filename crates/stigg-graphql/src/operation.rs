//! What the generated operations have in common.

/// A GraphQL operation: its text, what goes in and what comes out.
pub(crate) trait Operation {
    /// The name, which also travels in a header.
    const NAME: &'static str;
    /// Whether it reads or changes something.
    const KIND: OperationKind;
    /// The text, with all fragments.
    const DOCUMENT: &'static str;
    type Variables: serde::Serialize + Send + Sync;
    /// The `data` of the answer.
    type Data: serde::de::DeserializeOwned + Send;
}

/// What an operation does to Stigg.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OperationKind {
    /// Reads, and may be repeated freely.
    Query,
    /// Changes something.
    Mutation,
    /// Is told changes as they happen. Not for HTTP.
    Subscription,
}
