//! Where entities are kept.

mod memory;
mod pools;
mod sieve;
mod snapshot;

pub use self::memory::{MemoryStore, Pushed};
pub use self::snapshot::SnapshotError;
pub(crate) use self::snapshot::Tables;
