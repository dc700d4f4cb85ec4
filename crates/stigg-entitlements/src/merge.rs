//! Which of two states of an entity to believe.

use std::cmp::Ordering;
use std::time::Duration;

use crate::entity::{CachedEntity, Source, Usage};
use crate::usage::CurrentUsage;
use crate::{EntitlementReference, UsageUpdate};

/// How far Stigg's Edge may be behind Stigg's API.
///
/// For this long after a state came from the API or from a realtime event, a state from the Edge replaces it only if it is
/// demonstrably newer: who changes something reads their own change.
pub const EDGE_LAG: Duration = Duration::from_secs(60);

/// What to know about an entity of which something is known already. The newest wins, entitlements and usage apart:
///
/// - **Entitlements** by [`CachedEntity::updated_at`]: a newer state is accepted and an older one refused. Of two of the same age
///   the one that was fetched later is accepted, and so is an empty state, which tells no time. Within [`EDGE_LAG`] of a state
///   from the API or from a realtime event, a state from the Edge has to be newer. After [`EDGE_LAG`] any state is accepted:
///   no message takes that long, and [`updated_at`](CachedEntity::updated_at) may go back when the entitlement that it was
///   taken from is taken away.
/// - **Usage** of each entitlement by the time of its last report, unless the two are of different usage periods: then the
///   later period wins.
///
/// Whatever the order of arrival, the outcome is the same for states of different age.
pub fn merge(cached: &CachedEntity, incoming: CachedEntity) -> CachedEntity {
    let (known_at, news_at) = (cached.refreshed_at(), incoming.stamp().fetched_at);
    let mut merged = if replaces(cached, &incoming) {
        with_later_usage_of(incoming, cached)
    } else {
        with_later_usage_of(cached.clone(), &incoming)
    };
    // A time far ahead of the news is one that a clock showed before it was set back.
    let clock_went_back = known_at >= news_at.saturating_add(EDGE_LAG);
    merged.set_refreshed_at(if clock_went_back {
        news_at
    } else {
        known_at.max(news_at)
    });
    merged
}

/// The news, with usage of what was known where that was counted later.
pub(crate) fn with_later_usage(cached: &CachedEntity, incoming: CachedEntity) -> CachedEntity {
    with_later_usage_of(incoming, cached)
}

fn replaces(cached: &CachedEntity, incoming: &CachedEntity) -> bool {
    let (known, news) = (cached.stamp(), incoming.stamp());
    if news.fetched_at >= known.fetched_at.saturating_add(EDGE_LAG) {
        return true;
    }
    // A time far ahead of the news is one that a clock showed before it was set back: it protects nothing.
    let clock_went_back = known.fetched_at >= news.fetched_at.saturating_add(EDGE_LAG);
    let is_later = news.fetched_at >= known.fetched_at || clock_went_back;
    let may_be_behind = news.source == Source::Edge && known.source != Source::Edge && !clock_went_back;
    let has_expired = cached.valid_until().is_some_and(|time| time <= news.fetched_at);
    match (cached.updated_at(), incoming.updated_at()) {
        (Some(old), Some(new)) if new == old => is_later && (!may_be_behind || has_expired),
        (Some(old), Some(new)) => new > old,
        // That there is nothing was so when it was asked for; what came into being after that is newer.
        (None, Some(new)) => new > known.fetched_at || (is_later && !may_be_behind),
        (_, None) => is_later && !may_be_behind,
    }
}

fn with_later_usage_of(mut entity: CachedEntity, other: &CachedEntity) -> CachedEntity {
    for (reference, usage) in other.usages() {
        if let Some(own) = entity.usage(reference)
            && usage.compare_age(&own) == Ordering::Greater
            && usage != own
        {
            entity.set_usage(reference, usage);
        }
    }
    entity
}

/// The entity with news about usage; `None` if there is no such entitlement or if newer usage of it is known.
pub(crate) fn with_usage_update(entity: &CachedEntity, update: &UsageUpdate<'_>) -> Option<CachedEntity> {
    let known = entity.usage(update.reference)?;
    let mut news = Usage {
        used: update.current_usage,
        period_start: update.usage_period_start,
        period_end: update.usage_period_end,
        as_of: update.updated_at,
    };
    match update.reference {
        EntitlementReference::Credit(_) => news.period_start = None,
        // Without a period the usage is that of the period in which it was told.
        EntitlementReference::Feature(feature_id) if news.period_start.is_none() && news.period_end.is_none() => {
            let usage = CurrentUsage::at(entity.feature(feature_id)?, update.updated_at);
            (news.period_start, news.period_end) = (usage.period_start, usage.period_end);
        }
        EntitlementReference::Feature(_) => {}
    }
    if news.compare_age(&known) == Ordering::Less {
        return None;
    }
    let mut entity = entity.clone();
    entity.set_usage(update.reference, news);
    Some(entity)
}

#[cfg(test)]
mod tests;
