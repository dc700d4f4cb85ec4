//! What the answers to all checks have in common.

use stigg_models::{
    BooleanEntitlement, CreditEntitlement, CustomerEntitlementsResultV2, Entitlement, EntitlementV2, EnumEntitlement,
    MeteredEntitlement, NumericEntitlement, Origin,
};

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
    EnumEntitlement,
    CreditEntitlement,
    CustomerEntitlementsResultV2
);

impl Answer for Entitlement {
    fn set_origin(&mut self, origin: Origin) {
        *self.origin_mut() = origin;
    }
}

impl Answer for EntitlementV2 {
    fn set_origin(&mut self, origin: Origin) {
        *self.origin_mut() = origin;
    }
}
