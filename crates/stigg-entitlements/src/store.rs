//! Where entities are kept.

mod memory;
mod pools;
mod sieve;

pub use self::memory::MemoryStore;
