//! Which of two states of an entity to believe.

use std::cmp::Ordering;
use std::time::Duration;

use crate::entity::{CachedEntity, Source, Terms, Usage};
use crate::micros::{Micros, OptionalMicros};
use crate::usage::CurrentUsage;
use crate::{CreditBalance, UsageUpdate};

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
/// - **Confirmation**: whoever was heard last confirms what is known, even if it is no news
///   ([`heard_at`](CachedEntity::heard_at), [`epoch`](CachedEntity::epoch)), unless it was asked for before what is known was
///   outdated.
///
/// Whatever the order of arrival, the outcome is the same for states of different age.
pub fn merge(cached: &CachedEntity, incoming: CachedEntity) -> CachedEntity {
    let (known_at, news_at) = (cached.refreshed_at(), incoming.stamp().fetched_at);
    let heard = cached.heard().merge(incoming.heard());
    let mut merged = if replaces(cached, &incoming) {
        with_later_usage(cached, incoming)
    } else {
        with_later_usage(&incoming, cached.clone())
    };
    // A time far ahead of the news is one that a clock showed before it was set back.
    let clock_went_back = known_at >= news_at.saturating_add(EDGE_LAG);
    merged.set_refreshed_at(if clock_went_back {
        news_at
    } else {
        known_at.max(news_at)
    });
    *merged.heard_mut() = heard;
    merged
}

/// What to know when a state is believed whatever it says: of what was known only the usage and the balances that were
/// counted later.
pub(crate) fn supersede(cached: &CachedEntity, incoming: CachedEntity) -> CachedEntity {
    let heard = cached.heard().merge(incoming.heard());
    let mut merged = with_later_usage(cached, incoming);
    *merged.heard_mut() = heard;
    merged
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
    let has_expired = cached
        .expires_at()
        .is_some_and(|time| time <= Micros::from(news.fetched_at));
    match (cached.version(), incoming.version()) {
        (Some(old), Some(new)) if new == old => is_later && (!may_be_behind || has_expired),
        (Some(old), Some(new)) => new > old,
        // That there is nothing was so when it was asked for; what came into being after that is newer.
        (None, Some(new)) => new > Micros::from(known.fetched_at) || (is_later && !may_be_behind),
        (_, None) => is_later && !may_be_behind,
    }
}

/// An entity, with usage and balances of another state of it where those were counted later.
fn with_later_usage(other: &CachedEntity, mut entity: CachedEntity) -> CachedEntity {
    // Balances first: the usage of an entitlement to credits also tells how old its limit is.
    entity.take_later_balances(other);
    entity.take_later_usage(other);
    entity
}

/// The entity with news about usage; `None` if there is no such entitlement or if newer usage of it is known.
pub(crate) fn with_usage_update(entity: &CachedEntity, update: &UsageUpdate<'_>) -> Option<CachedEntity> {
    let slot = entity.slot(update.reference)?;
    let known = entity.usage(update.reference)?;
    let mut news = Usage {
        used: update.current_usage,
        period_start: update.usage_period_start.into(),
        period_end: update.usage_period_end.into(),
        as_of: update.updated_at.into(),
    };
    match &*slot.terms {
        Terms::Credit(_) => news.period_start = OptionalMicros::NONE,
        // Without a period the usage is that of the period in which it was told.
        Terms::Feature(terms) if update.usage_period_start.is_none() && update.usage_period_end.is_none() => {
            let usage = CurrentUsage::at(slot, terms, news.as_of);
            (news.period_start, news.period_end) = (usage.period_start, usage.period_end);
        }
        Terms::Feature(_) => {}
    }
    if news.compare_age(&known) == Ordering::Less {
        return None;
    }
    let mut entity = entity.clone();
    entity.set_usage(update.reference, news);
    Some(entity)
}

/// The entity with news about a balance of credits; `None` if it concerns nothing there, or newer is known.
pub(crate) fn with_credit_balance(entity: &CachedEntity, balance: &CreditBalance<'_>) -> Option<CachedEntity> {
    let mut entity = entity.clone();
    entity.set_balance(balance).then_some(entity)
}

#[cfg(test)]
mod tests;
