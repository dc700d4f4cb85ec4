//! What the answers to all checks of one feature have in common.

use stigg_models::{BooleanEntitlement, EnumEntitlement, MeteredEntitlement, NumericEntitlement, Origin};

pub(super) trait Answer {
    fn set_origin(&mut self, origin: Origin);
}

macro_rules! answers {
    ($($answer:ident),*) => {
        $(
            impl Answer for $answer {
                fn set_origin(&mut self, origin: Origin) {
                    self.origin = origin;
                }
            }
        )*
    };
}

answers!(
    BooleanEntitlement,
    NumericEntitlement,
    MeteredEntitlement,
    EnumEntitlement
);
