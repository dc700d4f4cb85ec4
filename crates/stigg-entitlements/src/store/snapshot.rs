//! What a store knows, as bytes: to be kept while the process is not running.
//!
//! The bytes are a head (what this is, its version, its length, a checksum) and JSON, in which everything that entities share
//! stands once: terms and times are in tables, and the entitlements of a customer are mostly numbers of places in them.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use stigg_models::{EntitlementState, Timestamp};

use super::MemoryStore;
use crate::entity::PackedEntity;
use crate::{CachedEntity, EntityKey};

const MAGIC: [u8; 8] = *b"stigg-ec";
/// To be raised when the JSON changes its meaning.
const VERSION: u32 = 1;
/// Magic, version, checksum, length.
const HEAD: usize = 8 + 4 + 4 + 8;

/// The bytes are not a snapshot that can be read. Nothing of it is used then.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SnapshotError {
    /// They are something else.
    NotASnapshot,
    /// They are of a version of the SDK that writes snapshots in another way.
    UnsupportedVersion(u32),
    /// Some of them are missing or wrong.
    Damaged(String),
}

impl fmt::Display for SnapshotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotASnapshot => f.write_str("this is not a snapshot of entitlements"),
            Self::UnsupportedVersion(version) => {
                write!(
                    f,
                    "the snapshot is of version {version}, and only {VERSION} can be read"
                )
            }
            Self::Damaged(what) => write!(f, "the snapshot is damaged: {what}"),
        }
    }
}

impl Error for SnapshotError {}

/// All that is in a snapshot.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Contents {
    pub(crate) tables: Tables,
    entries: Vec<PackedEntry>,
}

/// What entities share.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Tables {
    /// Entitlements without what is of one customer.
    pub(crate) terms: Vec<EntitlementState>,
    /// Microseconds since the Unix epoch.
    pub(crate) times: Vec<i64>,
}

#[derive(Debug, Serialize, Deserialize)]
struct PackedEntry {
    customer_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    resource_id: Option<String>,
    #[serde(flatten)]
    entity: PackedEntity,
}

/// Puts a snapshot together: the entities have to be from one store, and to stay there meanwhile.
pub(super) fn write<'a>(entities: impl Iterator<Item = (&'a EntityKey, &'a CachedEntity)>) -> Vec<u8> {
    let mut contents = Contents::default();
    let mut packer = crate::entity::Packer::new(&mut contents.tables);
    for (key, entity) in entities {
        contents.entries.push(PackedEntry {
            customer_id: key.customer_id().to_owned(),
            resource_id: key.resource_id().map(str::to_owned),
            entity: packer.pack(entity),
        });
    }
    let payload = serde_json::to_vec(&contents).expect("texts and numbers can be written as JSON");
    let length = (payload.len() as u64).to_le_bytes();
    let mut bytes = Vec::with_capacity(HEAD + payload.len());
    bytes.extend(MAGIC);
    bytes.extend(VERSION.to_le_bytes());
    bytes.extend(checksum(length, &payload).to_le_bytes());
    bytes.extend(length);
    bytes.extend(payload);
    bytes
}

/// Reads a snapshot, all of it or nothing.
fn read(
    bytes: &[u8],
    now: Timestamp,
    now_monotonic: Duration,
) -> Result<Vec<(EntityKey, CachedEntity)>, SnapshotError> {
    let (magic, rest) = bytes.split_first_chunk::<8>().ok_or(SnapshotError::NotASnapshot)?;
    if *magic != MAGIC {
        return Err(SnapshotError::NotASnapshot);
    }
    let damaged = |what: &str| SnapshotError::Damaged(what.to_owned());
    let cut = || damaged("its head is cut off");
    let (version, rest) = rest.split_first_chunk().ok_or_else(cut)?;
    let version = u32::from_le_bytes(*version);
    if version != VERSION {
        return Err(SnapshotError::UnsupportedVersion(version));
    }
    let (told, rest) = rest.split_first_chunk().ok_or_else(cut)?;
    let (length, payload) = rest.split_first_chunk().ok_or_else(cut)?;
    if u64::from_le_bytes(*length) != payload.len() as u64 {
        return Err(damaged("it is shorter or longer than it says"));
    }
    if u32::from_le_bytes(*told) != checksum(*length, payload) {
        return Err(damaged("its checksum is wrong"));
    }
    let contents: Contents =
        serde_json::from_slice(payload).map_err(|error| SnapshotError::Damaged(error.to_string()))?;
    contents
        .entries
        .into_iter()
        .map(|entry| {
            let entity = entry.entity.unpack(&contents.tables, now, now_monotonic);
            let entity = entity.ok_or_else(|| damaged("something in it refers to nothing"))?;
            Ok((EntityKey::new(entry.customer_id, entry.resource_id), entity))
        })
        .collect()
}

fn checksum(length: [u8; 8], payload: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&length);
    hasher.update(payload);
    hasher.finalize()
}

impl MemoryStore {
    /// All that is known, as bytes for [`import`](Self::import): to start with something when Stigg is away. They hold the ids
    /// of customers, what they may use and have used, and no secrets.
    ///
    /// Whoever writes does not wait; what changes meanwhile is exported as it was or as it is.
    pub fn export(&self) -> Vec<u8> {
        self.exported()
    }

    /// Takes over what another store [exported](Self::export), and returns how many entities that were. What is known here
    /// and newer stays.
    ///
    /// What is imported is as old as the wall clock says, and confirmed by nobody: its epoch is 0. If by the wall clock it was
    /// heard after `now_wall`, its age is not known, as if it had never been heard.
    ///
    /// # Errors
    ///
    /// If the bytes are not a whole and undamaged snapshot of this version. Nothing is imported then.
    pub fn import(&self, bytes: &[u8], now_wall: Timestamp, now_monotonic: Duration) -> Result<usize, SnapshotError> {
        let entities = read(bytes, now_wall, now_monotonic)?;
        let count = entities.len();
        for (key, entity) in entities {
            self.put(key, entity);
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests;
