//! Features that an earlier answer has told.
//!
//! Most of what Stigg says about an entitlement is what its feature is, and it says the same to all customers. A feature
//! that is [known](KnownFeatures) by its very text is not read again, and all who are entitled to it share it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use foldhash::fast::RandomState;
use serde::Deserialize;
use serde::de::{Deserializer, Error};
use serde_json::value::RawValue;
use stigg_models::EntitlementFeature;

use super::union::is_in_one_go;
use crate::convert;
use crate::generated::fragments as wire;

thread_local! {
    /// Derived implementations of `Deserialize` have no way to hand down what is known.
    static AT_HAND: RefCell<Option<Features>> = const { RefCell::new(None) };
}

/// The features that the answers to a client have told.
///
/// Each answer is read with a collection of its own, so that nobody waits for anybody; there are as many as were ever
/// needed at once, up to [`SPARE`](Self::SPARE).
#[derive(Debug, Default)]
pub(crate) struct KnownFeatures(Mutex<Vec<Features>>);

impl KnownFeatures {
    /// How many collections are kept while nobody reads.
    const SPARE: usize = 8;

    /// Lets something read an answer from text with what is known, and remembers what it learns.
    pub(crate) fn at_hand<T>(&self, read: impl FnOnce() -> T) -> T {
        struct PutBack<'a> {
            known: &'a KnownFeatures,
            before: Option<Features>,
        }

        impl Drop for PutBack<'_> {
            fn drop(&mut self) {
                if let Some(features) = AT_HAND.replace(self.before.take()) {
                    self.known.put_back(features);
                }
            }
        }

        let _put_back = PutBack {
            known: self,
            before: AT_HAND.replace(Some(self.take())),
        };
        read()
    }

    fn take(&self) -> Features {
        self.lock().pop().unwrap_or_default()
    }

    fn put_back(&self, features: Features) {
        let mut spare = self.lock();
        if spare.len() < Self::SPARE {
            spare.push(features);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Features>> {
        // Collections come and go whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Some features by their text. Features change and go; when there is no more room, all are forgotten.
#[derive(Debug, Default)]
struct Features {
    by_text: HashMap<Box<str>, Arc<EntitlementFeature>, RandomState>,
    /// About how much memory they take.
    bytes: usize,
}

impl Features {
    /// How much memory they may take, in bytes: enough for some hundreds.
    const ROOM: usize = 512 << 10;
    /// The longest text that is worth its room.
    const LONGEST: usize = 16 << 10;

    fn get(&self, text: &str) -> Option<Arc<EntitlementFeature>> {
        self.by_text.get(text).cloned()
    }

    fn remember(&mut self, text: &str, feature: Arc<EntitlementFeature>) {
        if text.len() > Self::LONGEST {
            return;
        }
        // What is in the feature was in the text.
        let bytes = 2 * text.len() + size_of::<EntitlementFeature>();
        if self.bytes + bytes > Self::ROOM {
            self.by_text.clear();
            self.bytes = 0;
        }
        if self.by_text.insert(text.into(), feature).is_none() {
            self.bytes += bytes;
        }
    }
}

/// A feature that may be missing, as the domain has it.
pub(crate) fn optional_feature<'de, D>(deserializer: D) -> Result<Option<Arc<EntitlementFeature>>, D::Error>
where
    D: Deserializer<'de>,
{
    if !(is_in_one_go() && AT_HAND.with_borrow(Option::is_some)) {
        let feature = Option::deserialize(deserializer)?;
        return Ok(feature.map(converted));
    }
    let Some(text) = Option::<&RawValue>::deserialize(deserializer)? else {
        return Ok(None);
    };
    let text = text.get();
    let known = AT_HAND.with_borrow(|features| features.as_ref()?.get(text));
    if known.is_some() {
        return Ok(known);
    }
    let feature = converted(serde_json::from_str(text).map_err(D::Error::custom)?);
    AT_HAND.with_borrow_mut(|features| {
        if let Some(features) = features {
            features.remember(text, Arc::clone(&feature));
        }
    });
    Ok(Some(feature))
}

fn converted(feature: wire::EntitlementFeature) -> Arc<EntitlementFeature> {
    Arc::new(convert::entitlement_feature(feature))
}

#[cfg(test)]
mod tests;
