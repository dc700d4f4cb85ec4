//! How old cached entitlements may get, and how good an entry is right now.

use std::time::Duration;

use stigg_entitlements::{
    CachedEntity, EDGE_LAG, Source, has_any_expired_since, has_credit_expired_since, has_feature_expired_since,
};
use stigg_models::Timestamp;
use stigg_transport::{Error, ErrorKind};

use crate::link::Link;

/// How old cached entitlements may get.
///
/// While realtime updates arrive, an entry that was read since they do is right, and is used as it is for `live_for`. Without
/// them (not connected, not offered, switched off) the age of an entry decides, which is the time since it was surely right:
///
/// | age | a check |
/// | --- | --- |
/// | up to `refresh_after` | is answered from the cache |
/// | up to `max_age` | is answered from the cache, and starts a refresh in the background |
/// | older | waits for a refresh; when that fails, it is answered from the cache |
/// | older than `stale_for` | waits for a refresh; when that fails, it is answered by its fallback |
///
/// After the connection was lost and made again, what was read before is *unconfirmed*: younger than `max_age` it is used and
/// refreshed in the background, at its next check or before; older, a check waits. Whatever its age, an entry that was outdated
/// by a change of this client, and an entitlement that Stigg gave until a time that has come, is read first.
///
/// In the background only what is in use is refreshed: asked for within `max_age`, or while updates arrive within `live_for`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Freshness {
    /// Default: 30 s.
    pub refresh_after: Duration,
    /// Default: 5 min.
    pub max_age: Duration,
    /// How old the last thing that Stigg said may be and still be an answer while Stigg cannot be asked. Default: 24 h.
    pub stale_for: Duration,
    /// How long an entry is good while realtime updates arrive; then it is refreshed in the background all the same, in case
    /// an update was lost. Default: 1 h.
    pub live_for: Duration,
}

impl Freshness {
    /// Sets the ages that count without realtime updates.
    pub fn new(refresh_after: Duration, max_age: Duration) -> Self {
        Self {
            refresh_after,
            max_age,
            ..Self::default()
        }
    }

    /// How old the last thing that Stigg said may be and still be an answer while Stigg cannot be asked.
    #[must_use]
    pub fn with_stale_for(mut self, stale_for: Duration) -> Self {
        self.stale_for = stale_for;
        self
    }

    /// How long an entry is good while realtime updates arrive.
    #[must_use]
    pub fn with_live_for(mut self, live_for: Duration) -> Self {
        self.live_for = live_for;
        self
    }

    pub(crate) fn validate(&self) -> Result<(), Error> {
        let wrong = if self.max_age < self.refresh_after {
            "`freshness` has a `max_age` below its `refresh_after`: nothing could be refreshed in time"
        } else if self.stale_for < self.max_age {
            "`freshness` has a `stale_for` below its `max_age`: an outage would cut short what may be used anyway"
        } else {
            return Ok(());
        };
        Err(Error::new(ErrorKind::Configuration).with_message(wrong))
    }
}

impl Default for Freshness {
    fn default() -> Self {
        Self {
            refresh_after: Duration::from_secs(30),
            max_age: Duration::from_secs(300),
            stale_for: Duration::from_secs(24 * 3600),
            live_for: Duration::from_secs(3600),
        }
    }
}

/// Whether an entry that is not outdated was read from the Edge at a time when that may not have known yet what happened before
/// updates arrived, and does by now.
fn may_be_behind(link: &Link, entity: &CachedEntity, now: Now) -> bool {
    if entity.stamp().source != Source::Edge {
        return false;
    }
    let caught_up = link.began().saturating_add(EDGE_LAG);
    entity.known_at() < caught_up && now.monotonic >= caught_up
}

/// The time of a check, by both clocks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Now {
    /// Decides what has expired, and which usage period it is.
    pub(crate) wall: Timestamp,
    /// Decides how old something is. Does not jump.
    pub(crate) monotonic: Duration,
}

/// What a check is about, which decides whether an entry has to be refreshed before its time.
#[derive(Clone, Copy)]
pub(crate) enum Asked<'a> {
    Feature(&'a str),
    Credit(&'a str),
    Everything,
}

impl Asked<'_> {
    /// Whether something that it is about has expired since Stigg was heard last.
    fn has_expired(self, entity: &CachedEntity, now: Timestamp) -> bool {
        let since = entity.refreshed_at();
        match self {
            Self::Feature(feature_id) => has_feature_expired_since(entity, feature_id, since, now),
            Self::Credit(currency_id) => has_credit_expired_since(entity, currency_id, since, now),
            Self::Everything => has_any_expired_since(entity, since, now),
        }
    }
}

/// What an entry is worth for a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It is the answer.
    Fresh,
    /// It is the answer, and surely right, but for once it is asked whether it is.
    FreshButDue,
    /// It is the answer, but for how long: it is so old.
    Due(Duration),
    /// Stigg is asked first. It is the answer if that fails.
    TooOld(Duration),
    /// Stigg is asked first. It is no answer any more.
    Useless,
}

impl Freshness {
    /// What an entry is worth now.
    #[inline]
    pub(crate) fn judge(&self, link: &Link, entity: &CachedEntity, asked: Asked<'_>, now: Now) -> Standing {
        let age = link.age(entity, now.monotonic);
        if entity.is_outdated() {
            return self.too_old(age.unwrap_or_default());
        }
        // What had expired already when Stigg was heard last will not get better by asking at every check.
        if asked.has_expired(entity, now.wall) {
            return self.too_old(age.unwrap_or_default());
        }
        let Some(age) = age else {
            // It is not outdated.
            let heard = now.monotonic.saturating_sub(entity.known_at());
            return if heard >= self.live_for || may_be_behind(link, entity, now) {
                Standing::FreshButDue
            } else {
                Standing::Fresh
            };
        };
        if age < self.refresh_after && !link.is_live(now.monotonic) {
            Standing::Fresh
        } else if age < self.max_age {
            Standing::Due(age)
        } else {
            self.too_old(age)
        }
    }

    fn too_old(&self, age: Duration) -> Standing {
        if age < self.stale_for {
            Standing::TooOld(age)
        } else {
            Standing::Useless
        }
    }

    /// Whether it is time to refresh an entry that nobody is asking for right now.
    pub(crate) fn is_due(&self, link: &Link, entity: &CachedEntity, now: Now) -> bool {
        self.judge(link, entity, Asked::Everything, now) != Standing::Fresh
    }
}
