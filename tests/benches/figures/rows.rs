//! The rows of the table, in groups that share what they set up.

mod allocations;
mod cold_start;
mod memory;
mod misses;
mod requests;
mod warm;

pub(crate) use self::cold_start::{start, start_bare};
pub(crate) use self::memory::{limit, limit_bare, per_customer, per_customer_bare};
use crate::table::Table;

/// Rows that are measured together.
pub(crate) struct Rows {
    pub(crate) numbers: &'static [u8],
    /// Measures those that are wanted.
    pub(crate) measure: fn(&[u8], &mut Table),
}

pub(crate) const ALL: [Rows; 8] = [
    Rows {
        numbers: &[1, 2],
        measure: warm::checks,
    },
    Rows {
        numbers: &[3],
        measure: allocations::all,
    },
    Rows {
        numbers: &[4, 5, 6],
        measure: warm::others,
    },
    Rows {
        numbers: &[7, 8],
        measure: memory::all,
    },
    Rows {
        numbers: &[9],
        measure: misses::cost,
    },
    Rows {
        numbers: &[10],
        measure: misses::rate,
    },
    Rows {
        numbers: &[11, 12],
        measure: requests::all,
    },
    Rows {
        numbers: &[13],
        measure: cold_start::all,
    },
];
