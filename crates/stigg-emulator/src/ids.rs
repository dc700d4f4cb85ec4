//! Identifiers that the server makes.
//!
//! They are the same in every run, so that answers can be compared as text: what the catalogue names gets a UUID made
//! from the name, everything else one from a counter.

use uuid::{Builder, Uuid};

/// The environment that every key of the emulator belongs to.
pub(crate) fn environment_id() -> Uuid {
    named("environment", "emulator")
}

/// The account that the environment belongs to.
pub(crate) fn account_id() -> Uuid {
    named("account", "emulator")
}

/// The UUID of a thing with a name, such as a plan.
pub(crate) fn named(kind: &str, name: &str) -> Uuid {
    let mut text = Vec::with_capacity(kind.len() + name.len() + 1);
    text.extend_from_slice(kind.as_bytes());
    text.push(0);
    text.extend_from_slice(name.as_bytes());
    from_bits(fnv(&text))
}

/// Makes identifiers one after the other.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sequence {
    last: u64,
}

impl Sequence {
    /// A UUID that was not given before.
    pub(crate) fn uuid(&mut self) -> Uuid {
        self.last += 1;
        from_bits(fnv(&self.last.to_be_bytes()))
    }

    /// Twelve hexadecimal digits that were not given before, for readable ids such as `customer-1f0c…`.
    pub(crate) fn short(&mut self) -> String {
        let mut text = self.uuid().simple().to_string();
        text.truncate(12);
        text
    }
}

fn from_bits(bits: u128) -> Uuid {
    // FNV leaves the first digits of similar texts alike; this stirs them, and loses nothing.
    let mut bits = bits ^ (bits >> 71);
    bits = bits.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    bits ^= bits >> 67;
    Builder::from_random_bytes(bits.to_be_bytes()).into_uuid()
}

/// FNV-1a with 128 bits: spreads names well enough, and is a few lines.
fn fnv(bytes: &[u8]) -> u128 {
    let mut hash: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    for &byte in bytes {
        hash ^= u128::from(byte);
        hash = hash.wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
    }
    hash
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_of_different_kinds_have_different_uuids() {
        assert_eq!(named("plan", "pro"), named("plan", "pro"));
        assert_ne!(named("plan", "pro"), named("addon", "pro"));
    }

    #[test]
    fn a_sequence_never_repeats_even_shortened() {
        let mut ids = Sequence::default();
        let made: HashSet<String> = (0..10_000).map(|_| ids.short()).collect();
        assert_eq!(made.len(), 10_000);
    }

    #[test]
    fn every_id_is_a_valid_uuid_of_version_4() {
        assert_eq!(named("plan", "pro").get_version_num(), 4);
        assert_eq!(Sequence::default().uuid().get_version_num(), 4);
    }
}
