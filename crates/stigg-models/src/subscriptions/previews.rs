//! What a subscription, a change of it, or its next invoice is going to cost. Nothing is changed by asking.

mod estimate;
mod invoice;
mod next_invoice;
mod parts;
mod preview;

#[cfg(test)]
mod tests;

pub use self::estimate::{
    EstimateSubscription, EstimateSubscriptionUpdate, SubscriptionPreview, SubscriptionPricePreview,
};
pub use self::invoice::{ImmediateSubscriptionPreviewInvoice, SubscriptionPreviewInvoice};
pub use self::next_invoice::{
    PreviewNextInvoice, SubscriptionInvoicePreview, SubscriptionInvoicePreviewLineItem,
    SubscriptionInvoicePreviewLineItemData, SubscriptionInvoicePreviewLineItemPeriod,
};
pub use self::parts::{
    SubscriptionPreviewCredits, SubscriptionPreviewDiscount, SubscriptionPreviewProrations,
    SubscriptionPreviewTaxDetails,
};
pub use self::preview::{PreviewSubscription, SubscriptionPreviewV2};
