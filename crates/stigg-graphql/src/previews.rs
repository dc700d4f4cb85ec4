//! Previews and estimates: a part of [`Subscriptions`](stigg_transport::Subscriptions).
//!
//! They are mutations by name only. They change nothing, so they may be repeated.
//!
//! Functions, because a trait is implemented in one block: the methods in `subscriptions.rs` only call them.

use stigg_models::{
    EstimateSubscription, EstimateSubscriptionUpdate, PreviewNextInvoice, PreviewSubscription,
    SubscriptionInvoicePreview, SubscriptionPreview, SubscriptionPreviewV2,
};
use stigg_transport::Result;

use crate::convert;
use crate::generated::{inputs, operations};
use crate::method::check;
use crate::retry::Repeat;
use crate::transport::GraphqlTransport;

pub(crate) async fn preview_subscription(
    stigg: &GraphqlTransport,
    request: PreviewSubscription,
) -> Result<SubscriptionPreviewV2> {
    const METHOD: &str = "preview_subscription";
    check(METHOD, request.validate())?;
    let variables = operations::PreviewSubscriptionVariables { input: request.into() };
    stigg
        .call_with::<operations::PreviewSubscription>(METHOD, variables, Repeat::Harmless)
        .await?
        .try_map(|data| Ok(convert::subscription_preview(data.preview_subscription)?))
}

pub(crate) async fn preview_next_invoice(
    stigg: &GraphqlTransport,
    request: PreviewNextInvoice,
) -> Result<SubscriptionInvoicePreview> {
    const METHOD: &str = "preview_next_invoice";
    check(METHOD, request.validate())?;
    let variables = operations::PreviewNextInvoiceVariables {
        input: inputs::PreviewNextInvoiceInput {
            subscription_id: request.subscription_id,
        },
    };
    stigg
        .call_with::<operations::PreviewNextInvoice>(METHOD, variables, Repeat::Harmless)
        .await?
        .try_map(|data| Ok(convert::next_invoice(data.preview_next_invoice)?))
}

pub(crate) async fn estimate_subscription(
    stigg: &GraphqlTransport,
    request: EstimateSubscription,
) -> Result<SubscriptionPreview> {
    const METHOD: &str = "estimate_subscription";
    check(METHOD, request.validate())?;
    let variables = operations::EstimateSubscriptionVariables { input: request.into() };
    stigg
        .call_with::<operations::EstimateSubscription>(METHOD, variables, Repeat::Harmless)
        .await?
        .try_map(|data| Ok(convert::subscription_estimate(data.estimate_subscription)?))
}

pub(crate) async fn estimate_subscription_update(
    stigg: &GraphqlTransport,
    request: EstimateSubscriptionUpdate,
) -> Result<SubscriptionPreview> {
    const METHOD: &str = "estimate_subscription_update";
    check(METHOD, request.validate())?;
    let variables = operations::EstimateSubscriptionUpdateVariables { input: request.into() };
    stigg
        .call_with::<operations::EstimateSubscriptionUpdate>(METHOD, variables, Repeat::Harmless)
        .await?
        .try_map(|data| Ok(convert::subscription_estimate(data.estimate_subscription_update)?))
}
