//! Which of two states of an entity to believe.

use std::cmp::Ordering;
use std::time::Duration;

use stigg_models::Timestamp;

use crate::entity::{CachedEntity, Heard, Source, Stamp, Terms, Usage};
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
/// - **Entitlements**: what the API says is believed if it was asked no earlier than what is known, whatever it says. All else
///   goes by [`CachedEntity::updated_at`]: a newer state is accepted and an older one refused. Of two of the same age the one
///   that was fetched later is accepted, and so is an empty state, which tells no time. What was asked for before the API
///   told what is known has to have come into being after that. Within [`EDGE_LAG`] of a state from the API or from a
///   realtime event, a state from the Edge has to be newer. After [`EDGE_LAG`] any state is accepted: no message takes that
///   long, and [`updated_at`](CachedEntity::updated_at) may go back when the entitlement that it was taken from is taken away.
/// - **Usage** of each entitlement by the time of its last report, unless the two are of different usage periods: then the
///   later period wins.
/// - **Confirmation** ([`heard_at`](CachedEntity::heard_at), [`epoch`](CachedEntity::epoch)): what is accepted is as well
///   confirmed as it was, and as whoever told it confirms it, unless it was asked for before what is known was outdated. A
///   realtime event that is refused, or says what is known already, confirms nothing: it may be late, or told twice. Nor does
///   a state from the API that is refused, unless it says the same. One from the Edge makes what is known younger even if it
///   is refused, and counts for its epoch if it is of the same version.
///
/// What was asked for later is told by [`Stamp::heard_at`], whatever became of the wall clock meanwhile; by
/// [`Stamp::fetched_at`] if one of the two has none.
///
/// Whatever the order of arrival, the outcome is the same for states of different age, as long as
/// [`updated_at`](CachedEntity::updated_at) does not go back.
pub fn merge(cached: &CachedEntity, incoming: CachedEntity) -> CachedEntity {
    let asked_at = incoming.stamp().heard_at;
    merge_asked_at(cached, incoming, asked_at).0
}

/// The same for news that may have been asked for before the time of its stamp, and whether it is what is known now.
pub(crate) fn merge_asked_at(
    cached: &CachedEntity,
    incoming: CachedEntity,
    asked_at: Duration,
) -> (CachedEntity, bool) {
    let (news, news_heard) = (incoming.stamp(), incoming.heard());
    let heard = cached.heard().merge(news_heard);
    let refreshed_at = later_refreshed(cached, news);
    let confirmed = |mut entity: CachedEntity, heard: Heard| {
        entity.set_refreshed_at(refreshed_at);
        *entity.heard_mut() = heard;
        entity
    };

    let replaces = replaces(cached, &incoming, asked_at);
    let is_push = news.source == Source::Push;
    let same_version = incoming.version() == cached.version();
    if replaces && !(is_push && same_version) {
        return (confirmed(with_later_usage(cached, incoming), heard), true);
    }
    let kept = with_later_usage(&incoming, cached.clone());
    if news.source == Source::Edge {
        let heard = if same_version {
            heard
        } else {
            cached.heard().merge(news_heard.without_epoch())
        };
        return (confirmed(kept, heard), false);
    }
    let taken = with_later_usage(cached, incoming);
    let says_the_same = same_version && kept.to_state() == taken.to_state();
    match (says_the_same, replaces) {
        (true, _) if is_push => (kept, true),
        (true, _) => (confirmed(kept, heard), true),
        (false, true) => (confirmed(taken, heard), true),
        (false, false) => (kept, false),
    }
}

/// What to know when a state is believed whatever it says: of what was known only the usage and the balances that were
/// counted later. Unless what is known was heard after the state was asked for: then the newer of the two.
pub(crate) fn supersede(cached: &CachedEntity, incoming: CachedEntity, asked_at: Duration) -> CachedEntity {
    let has_heard_since = asked_at > Duration::ZERO && cached.stamp().heard_at > asked_at;
    if has_heard_since {
        return merge_asked_at(cached, incoming, asked_at).0;
    }
    let heard = cached.heard().merge(incoming.heard());
    let mut merged = with_later_usage(cached, incoming);
    *merged.heard_mut() = heard;
    merged
}

/// When news was asked for, seen from what is known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Before,
    /// At the same time, or after it.
    After,
    /// So long after it that the Edge has caught up, and nothing from before is still on its way.
    LongAfter,
    /// By a wall clock that has been set back meanwhile: what it showed before protects nothing.
    AfterClockWentBack,
}

impl Asked {
    fn of(news: Stamp, known: Stamp) -> Self {
        if news.heard_at > Duration::ZERO && known.heard_at > Duration::ZERO {
            return match news.heard_at.checked_sub(known.heard_at) {
                None => Self::Before,
                Some(since) if since < EDGE_LAG => Self::After,
                Some(_) => Self::LongAfter,
            };
        }
        let (news, known) = (news.fetched_at, known.fetched_at);
        if news >= known.saturating_add(EDGE_LAG) {
            Self::LongAfter
        } else if known >= news.saturating_add(EDGE_LAG) {
            Self::AfterClockWentBack
        } else if news >= known {
            Self::After
        } else {
            Self::Before
        }
    }
}

/// When Stigg was heard last, by the wall clock as it was set then.
fn later_refreshed(cached: &CachedEntity, news: Stamp) -> Timestamp {
    let known = Stamp::new(cached.refreshed_at(), news.source).heard(cached.known_at(), 0);
    match Asked::of(news, known) {
        Asked::Before => known.fetched_at,
        _ => news.fetched_at,
    }
}

fn replaces(cached: &CachedEntity, incoming: &CachedEntity, asked_at: Duration) -> bool {
    let (known, mut news) = (cached.stamp(), incoming.stamp());
    news.heard_at = asked_at;
    let asked = Asked::of(news, known);
    let is_later = asked != Asked::Before;
    if asked == Asked::LongAfter || (news.source == Source::Api && is_later) {
        return true;
    }
    let may_be_behind =
        news.source == Source::Edge && known.source != Source::Edge && asked != Asked::AfterClockWentBack;
    let has_expired = cached
        .expires_at()
        .is_some_and(|time| time <= Micros::from(news.fetched_at));
    let came_after = |version: Micros| version > Micros::from(known.fetched_at);
    match (cached.version(), incoming.version()) {
        (Some(old), Some(new)) if new == old => is_later && (!may_be_behind || has_expired),
        (Some(old), Some(new)) => new > old && (is_later || known.source != Source::Api || came_after(new)),
        // That there is nothing was so when it was asked for; what came into being after that is newer.
        (None, Some(new)) => came_after(new) || (is_later && !may_be_behind),
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
