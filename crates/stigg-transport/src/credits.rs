//! Credits.

/// Prepaid credits.
///
/// The area has no operation yet. It is part of [`Transport`](crate::Transport) all the same, so that the first one breaks
/// nobody who implements it.
pub trait Credits: Send + Sync + 'static {}
