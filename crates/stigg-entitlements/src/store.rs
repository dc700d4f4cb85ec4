//! Where entities are kept.

mod memory;

pub use self::memory::MemoryStore;
