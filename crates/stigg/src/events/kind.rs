//! The kinds of events.

use std::fmt;

macro_rules! kinds {
    ($($(#[$attribute:meta])* $kind:ident = $name:literal,)+) => {
        /// The kinds of [`Event`](crate::Event).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum EventKind {
            $($(#[$attribute])* $kind,)+
        }

        impl EventKind {
            pub(super) const ALL: &'static [Self] = &[$(Self::$kind,)+];

            /// Its name in `snake_case`, for logs and metrics. Stays the same.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)+
                }
            }
        }
    };
}

kinds! {
    /// [`Event::EntitlementsUpdated`](crate::Event::EntitlementsUpdated).
    EntitlementsUpdated = "entitlements_updated",
    /// [`Event::UsageUpdated`](crate::Event::UsageUpdated).
    UsageUpdated = "usage_updated",
    /// [`Event::CreditBalanceUpdated`](crate::Event::CreditBalanceUpdated).
    CreditBalanceUpdated = "credit_balance_updated",
    /// [`Event::PackagePublished`](crate::Event::PackagePublished).
    PackagePublished = "package_published",
    /// [`Event::CacheHit`](crate::Event::CacheHit).
    CacheHit = "cache_hit",
    /// [`Event::CacheMiss`](crate::Event::CacheMiss).
    CacheMiss = "cache_miss",
    /// [`Event::ConnectionStateChanged`](crate::Event::ConnectionStateChanged).
    ConnectionStateChanged = "connection_state_changed",
    /// [`Event::ApiKeyInvalid`](crate::Event::ApiKeyInvalid).
    ApiKeyInvalid = "api_key_invalid",
    /// [`Event::RequestFailed`](crate::Event::RequestFailed).
    RequestFailed = "request_failed",
    /// [`Event::FallbackServed`](crate::Event::FallbackServed).
    FallbackServed = "fallback_served",
    /// [`Event::StaleServed`](crate::Event::StaleServed).
    StaleServed = "stale_served",
    /// [`Event::Lagged`](crate::Event::Lagged).
    Lagged = "lagged",
}

impl EventKind {
    /// The place of this kind in a set of bits.
    pub(super) const fn bit(self) -> u32 {
        1 << self as u32
    }
}

impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
