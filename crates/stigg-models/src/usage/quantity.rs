//! How much.

/// How many units, made from any number.
///
/// Stigg counts in floating point: whole numbers are exact up to 2<sup>53</sup> (9,007,199,254,740,992), beyond that they
/// are rounded to the nearest that can be told.
///
/// ```
/// use stigg_models::{Quantity, ReportUsage};
///
/// let tokens: u64 = 1_200;
/// let report = ReportUsage::new("customer-42", "tokens", tokens);
/// assert_eq!(report.value, 1200.0);
///
/// assert_eq!(Quantity::from(vec!["a", "b"].len()).as_f64(), 2.0);
/// assert_eq!(Quantity::from(0.5).as_f64(), 0.5);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Quantity(f64);

impl Quantity {
    /// The quantity, as Stigg counts it.
    pub const fn as_f64(self) -> f64 {
        self.0
    }
}

impl From<Quantity> for f64 {
    fn from(quantity: Quantity) -> Self {
        quantity.0
    }
}

macro_rules! from_exact {
    ($($number:ty),*) => {$(
        impl From<$number> for Quantity {
            fn from(number: $number) -> Self {
                Self(number.into())
            }
        }
    )*};
}

macro_rules! from_rounded {
    ($($number:ty),*) => {$(
        impl From<$number> for Quantity {
            #[expect(clippy::cast_precision_loss, reason = "said in the documentation of the type")]
            fn from(number: $number) -> Self {
                Self(number as f64)
            }
        }
    )*};
}

from_exact!(f64, f32, i8, i16, i32, u8, u16, u32);
from_rounded!(i64, u64, isize, usize);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_exact_up_to_2_to_the_53() {
        const LARGEST: u64 = 1 << 53;
        assert_eq!(
            Quantity::from(LARGEST).as_f64().to_bits(),
            9_007_199_254_740_992.0_f64.to_bits()
        );
        assert_eq!(
            Quantity::from(LARGEST - 1).as_f64().to_bits(),
            9_007_199_254_740_991.0_f64.to_bits()
        );
        assert_eq!(Quantity::from(LARGEST + 1), Quantity::from(LARGEST));
        assert_eq!(Quantity::from(i64::MIN), Quantity::from(-9_223_372_036_854_775_808.0));
    }

    #[test]
    fn every_kind_of_number_is_taken() {
        let ones: [Quantity; 12] = [
            1_f64.into(),
            1_f32.into(),
            1_i8.into(),
            1_i16.into(),
            1_i32.into(),
            1_i64.into(),
            1_u8.into(),
            1_u16.into(),
            1_u32.into(),
            1_u64.into(),
            1_isize.into(),
            1_usize.into(),
        ];
        assert!(ones.iter().all(|one| *one == Quantity(1.0)));
    }
}
