//! The `with_…` methods of requests.

/// Writes `with_…` methods for optional fields: each takes the bare value and sets the field. Where the field is a number of
/// units or credits, the value is a [`Quantity`](crate::Quantity): any kind of number.
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
                    let value: $kind = $field.into();
                    self.$field = Some(value.into());
                    self
                }
            )*
        }
    };
}

/// Writes the same for optional lists of strings: each takes anything that such a list can be made of.
macro_rules! with_lists_of_text {
    ($request:ident { $( $(#[$meta:meta])* $method:ident => $field:ident, )* }) => {
        impl $request {
            $(
                $(#[$meta])*
                #[must_use]
                pub fn $method(mut self, $field: impl IntoIterator<Item: Into<String>>) -> Self {
                    self.$field = Some($field.into_iter().map(Into::into).collect());
                    self
                }
            )*
        }
    };
}

pub(crate) use {with_lists_of_text, with_methods};
