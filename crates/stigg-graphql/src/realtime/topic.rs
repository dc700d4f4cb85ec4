//! What is subscribed to, and what is made of it.

use serde_json::Value;
use stigg_transport::RealtimeEvent;

use crate::convert;
use crate::generated::operations;
use crate::operation::Operation;

/// What Stigg tells about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Topic {
    Entitlements,
    Usage,
    Credits,
    Packages,
}

/// The form in which Stigg tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    Newer,
    /// For a server that does not know the newer one.
    Older,
}

/// A document to subscribe with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Document {
    pub(super) name: &'static str,
    pub(super) text: &'static str,
    pub(super) read: fn(Value) -> Result<Option<RealtimeEvent>, Unread>,
}

/// Data that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unread {
    pub(super) problem: String,
    pub(super) customer_id: Option<String>,
}

impl Topic {
    pub(super) const ALL: [Self; 4] = [Self::Entitlements, Self::Usage, Self::Credits, Self::Packages];

    /// The document in a form; topics without an older form have only a newer one.
    pub(super) fn document(self, form: Form) -> Option<Document> {
        Some(match (self, form) {
            (Self::Entitlements, Form::Newer) => document::<operations::OnEntitlementsUpdatedV2>(|data| {
                read::<operations::OnEntitlementsUpdatedV2, _>(
                    data,
                    |data| data.entitlements_updated_v2,
                    convert::entitlements_updated,
                )
            }),
            (Self::Entitlements, Form::Older) => document::<operations::OnEntitlementsUpdated>(|data| {
                read::<operations::OnEntitlementsUpdated, _>(
                    data,
                    |data| data.entitlements_updated,
                    convert::flat_entitlements_updated,
                )
            }),
            (Self::Usage, Form::Newer) => document::<operations::OnUsageUpdatedV2>(|data| {
                read::<operations::OnUsageUpdatedV2, _>(data, |data| data.usage_updated_v2, convert::usage_updated)
            }),
            (Self::Usage, Form::Older) => document::<operations::OnUsageUpdated>(|data| {
                read::<operations::OnUsageUpdated, _>(data, |data| data.usage_updated, convert::flat_usage_updated)
            }),
            (Self::Credits, Form::Newer) => document::<operations::OnCreditBalanceUpdated>(|data| {
                read::<operations::OnCreditBalanceUpdated, _>(
                    data,
                    |data| data.credit_balance_updated,
                    convert::credit_balance_updated,
                )
            }),
            (Self::Packages, Form::Newer) => document::<operations::OnPackagePublished>(|data| {
                read::<operations::OnPackagePublished, _>(
                    data,
                    |data| data.package_published,
                    convert::package_published,
                )
            }),
            (Self::Credits | Self::Packages, Form::Older) => return None,
        })
    }

    /// Whether the feed is of use without it.
    pub(super) fn is_dispensable(self) -> bool {
        matches!(self, Self::Credits | Self::Packages)
    }
}

fn document<O: Operation>(read: fn(Value) -> Result<Option<RealtimeEvent>, Unread>) -> Document {
    Document {
        name: O::NAME,
        text: O::DOCUMENT,
        read,
    }
}

fn read<O: Operation, T>(
    data: Value,
    root: fn(O::Data) -> Option<T>,
    convert: fn(T) -> Result<Option<RealtimeEvent>, convert::Unfit>,
) -> Result<Option<RealtimeEvent>, Unread> {
    let customer_id = customer_id(&data);
    let unread = |problem: String| Unread {
        problem,
        customer_id: customer_id.clone(),
    };
    if has_a_gap(&data) {
        return Err(unread("an entitlement is null".to_owned()));
    }
    let data = serde_path_to_error::deserialize::<_, O::Data>(data)
        .map_err(|error| unread(format!("at `{}`: {}", error.path(), error.inner())))?;
    let told = root(data).ok_or_else(|| unread("nothing is told".to_owned()))?;
    convert(told).map_err(|error| unread(error.problem().to_owned()))
}

/// What is told: the only member of the data.
fn told(data: &Value) -> Option<&Value> {
    data.as_object()?.values().next()
}

/// Whom it is about, even if the rest cannot be read.
fn customer_id(data: &Value) -> Option<String> {
    let told = told(data)?;
    let id = told["customerId"]
        .as_str()
        .or_else(|| told["usage"]["customerId"].as_str());
    id.filter(|id| !id.is_empty()).map(str::to_owned)
}

/// Whether one of the entitlements is null: elsewhere such are dropped, but here the others would pass for all.
fn has_a_gap(data: &Value) -> bool {
    let entitlements = told(data).and_then(|told| told["entitlements"].as_array());
    entitlements.is_some_and(|entitlements| entitlements.iter().any(Value::is_null))
}

#[cfg(test)]
mod tests;
