//! All areas together.

use crate::{Catalog, Connection, Credits, Customers, Entitlements, PromotionalEntitlements, Subscriptions, Usage};

/// A way to Stigg: everything that a client needs from it.
///
/// Every type that implements all areas is a transport; each area's methods have a default body that answers
/// [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported), so an empty `impl` block will do for an area that is not used.
/// Hand it around as `Arc<dyn Transport>`.
///
/// The set of areas is fixed: another one would break every transport that is not of this project. A new operation joins one
/// of these areas, as a method with a default body.
pub trait Transport:
    Customers + Subscriptions + Catalog + Entitlements + Usage + Credits + PromotionalEntitlements + Connection
{
}

impl<T> Transport for T where
    T: Customers
        + Subscriptions
        + Catalog
        + Entitlements
        + Usage
        + Credits
        + PromotionalEntitlements
        + Connection
        + ?Sized
{
}
