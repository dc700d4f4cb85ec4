//! The `with_…` methods of requests.

/// Writes `with_…` methods for optional fields: each takes the bare value and sets the field.
///
/// ```text
/// with_methods! {
///     ProvisionSubscription {
///         /// How often the subscription is billed.
///         with_billing_period => billing_period: BillingPeriod,
///     }
/// }
/// ```
macro_rules! with_methods {
    (
        $request:ident $(<$lifetime:lifetime>)? {
            $( $(#[$meta:meta])* $method:ident => $field:ident: $kind:ty, )*
        }
    ) => {
        impl $(<$lifetime>)? $request $(<$lifetime>)? {
            $(
                $(#[$meta])*
                #[must_use]
                pub fn $method(mut self, $field: impl Into<$kind>) -> Self {
                    self.$field = Some($field.into());
                    self
                }
            )*
        }
    };
}

pub(crate) use with_methods;
