//! Promotional entitlements.

/// Entitlements that a customer has without paying for them.
///
/// The area has no operation yet. It is part of [`Transport`](crate::Transport) all the same, so that the first one breaks
/// nobody who implements it.
pub trait PromotionalEntitlements: Send + Sync + 'static {}
