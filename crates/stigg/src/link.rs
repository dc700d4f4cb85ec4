//! The state of the realtime connection, as far as it decides what a cached entry is worth.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use stigg_entitlements::CachedEntity;

/// Of how many epochs it is remembered when they ended.
const REMEMBERED: usize = 8;

/// Whether updates arrive, and since when without a gap.
///
/// Time is divided into epochs. An epoch begins whenever updates may have been missed: with each connection, and whenever
/// something happened that no update tells. What was read in the present epoch, while updates arrive, is right.
#[derive(Debug)]
pub(crate) struct Link {
    /// The number of the epoch, doubled, plus one while updates arrive: both change in one step.
    epoch: AtomicU64,
    /// When the last epochs ended, in milliseconds of the monotonic clock; the place is the number, modulo. Zero: not yet.
    ended: [AtomicU64; REMEMBERED],
    /// When the present epoch began.
    began: AtomicU64,
    /// When it was last seen that the loops still run; `None` where time is not real.
    alive: Option<AtomicU64>,
    /// Held by who changes any of it.
    writer: Mutex<()>,
}

/// How long updates are taken to arrive though nobody has seen the loops run: a program may hold up its runtime, or stop
/// driving it.
const LEASE: Duration = Duration::from_secs(15);

impl Link {
    /// Not connected yet. With a lease, it has to be [kept alive](Self::keep_alive).
    pub(crate) fn new(with_lease: bool) -> Self {
        Self {
            // Zero is no epoch: what was read then is never confirmed.
            epoch: AtomicU64::new(1 << 1),
            ended: Default::default(),
            began: AtomicU64::new(0),
            alive: with_lease.then(|| AtomicU64::new(0)),
            writer: Mutex::new(()),
        }
    }

    /// The loops run.
    pub(crate) fn keep_alive(&self, now: Duration) {
        if let Some(alive) = &self.alive {
            alive.store(millis(now), Ordering::Release);
        }
    }

    /// The present epoch: what is read from now on belongs to it.
    pub(crate) fn epoch(&self) -> u64 {
        self.epoch.load(Ordering::Acquire) >> 1
    }

    /// Whether updates arrive.
    pub(crate) fn is_live(&self, now: Duration) -> bool {
        self.is_connected() && self.lapsed(now).is_none()
    }

    fn is_connected(&self) -> bool {
        self.epoch.load(Ordering::Acquire) & 1 == 1
    }

    /// When the loops were last seen to run, if that is too long ago.
    #[inline]
    fn lapsed(&self, now: Duration) -> Option<Duration> {
        let alive = Duration::from_millis(self.alive.as_ref()?.load(Ordering::Acquire));
        (now > alive.saturating_add(LEASE)).then_some(alive)
    }

    /// When the present epoch began.
    pub(crate) fn began(&self) -> Duration {
        Duration::from_millis(self.began.load(Ordering::Acquire))
    }

    /// Updates arrive from now on.
    pub(crate) fn connected(&self, now: Duration) {
        let _writer = self.lock();
        self.keep_alive(now);
        self.begin(now, true);
    }

    /// Updates do not arrive any more.
    pub(crate) fn disconnected(&self, now: Duration) {
        let _writer = self.lock();
        if self.is_connected() {
            self.end(now);
            self.epoch.fetch_and(!1, Ordering::AcqRel);
        }
    }

    /// Something happened that no update tells: everything that is known is to be asked for again.
    pub(crate) fn missed_something(&self, now: Duration) {
        let _writer = self.lock();
        self.begin(now, self.is_connected());
    }

    /// How long ago an entry was surely right; `None` if it is right now.
    #[inline]
    pub(crate) fn age(&self, entity: &CachedEntity, now: Duration) -> Option<Duration> {
        let present = self.epoch.load(Ordering::Acquire);
        let (epoch, live) = (present >> 1, present & 1 == 1);
        let of_entity = entity.epoch();
        let lapsed = self.lapsed(now);
        if live && of_entity == epoch && lapsed.is_none() {
            return None;
        }
        Some(self.age_of_unconfirmed(entity, now, present, lapsed))
    }

    fn age_of_unconfirmed(
        &self,
        entity: &CachedEntity,
        now: Duration,
        present: u64,
        lapsed: Option<Duration>,
    ) -> Duration {
        let (epoch, live) = (present >> 1, present & 1 == 1);
        let of_entity = entity.epoch();
        let mut known_until = entity.known_at();
        if of_entity > 0 && epoch - of_entity.min(epoch) < REMEMBERED as u64 {
            let ended = self.ended[place(of_entity)].load(Ordering::Acquire);
            known_until = known_until.max(Duration::from_millis(ended));
        }
        if live && of_entity == epoch {
            known_until = known_until.max(lapsed.unwrap_or_default());
        }
        now.saturating_sub(known_until)
    }

    fn begin(&self, now: Duration, live: bool) {
        if self.is_connected() {
            self.end(now);
        }
        self.began.store(millis(now), Ordering::Release);
        let next = self.epoch() + 1;
        self.ended[place(next)].store(0, Ordering::Release);
        self.epoch.store(next << 1 | u64::from(live), Ordering::Release);
    }

    fn end(&self, now: Duration) {
        self.ended[place(self.epoch())].store(millis(now), Ordering::Release);
    }

    fn lock(&self) -> MutexGuard<'_, ()> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[expect(clippy::cast_possible_truncation, reason = "the remainder is small")]
fn place(epoch: u64) -> usize {
    (epoch % REMEMBERED as u64) as usize
}

#[cfg(test)]
mod tests {
    use stigg_entitlements::{Source, Stamp};
    use stigg_models::{EntitlementsState, Timestamp};

    use super::*;

    const fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    /// An entry that is read now.
    fn read(link: &Link, now: Duration) -> CachedEntity {
        let stamp = Stamp::new(Timestamp::UNIX_EPOCH, Source::Api).heard(now, link.epoch());
        CachedEntity::new(EntitlementsState::default(), stamp)
    }

    #[test]
    fn without_updates_the_age_is_the_time_since_it_was_read() {
        let link = Link::new(false);
        let entity = read(&link, seconds(100));
        assert_eq!(link.age(&entity, seconds(107)), Some(seconds(7)));
    }

    #[test]
    fn while_updates_arrive_what_was_read_since_is_right() {
        let link = Link::new(false);
        let before = read(&link, seconds(99));
        link.connected(seconds(100));
        let since = read(&link, seconds(101));
        assert_eq!(link.age(&since, seconds(1_000)), None);
        assert_eq!(link.age(&before, seconds(109)), Some(seconds(10)));
    }

    #[test]
    fn what_was_right_ages_from_the_loss_of_the_connection_and_is_unconfirmed_after_it_is_made_again() {
        let link = Link::new(false);
        link.connected(seconds(100));
        let entity = read(&link, seconds(101));
        link.disconnected(seconds(200));
        assert_eq!(link.age(&entity, seconds(205)), Some(seconds(5)));
        // Failing again and again changes nothing.
        link.disconnected(seconds(206));
        assert_eq!(link.age(&entity, seconds(207)), Some(seconds(7)));
        link.connected(seconds(210));
        assert!(link.is_connected());
        assert_eq!(link.age(&entity, seconds(211)), Some(seconds(11)));
    }

    #[test]
    fn after_something_that_no_update_tells_everything_is_unconfirmed() {
        let link = Link::new(false);
        link.connected(seconds(100));
        let entity = read(&link, seconds(101));
        link.missed_something(seconds(150));
        assert!(link.is_connected());
        assert_eq!(link.age(&entity, seconds(151)), Some(seconds(1)));
        let again = read(&link, seconds(152));
        assert_eq!(link.age(&again, seconds(160)), None);
    }

    #[test]
    fn after_many_connections_an_old_entry_is_as_old_as_its_reading() {
        let link = Link::new(false);
        link.connected(seconds(1));
        let entity = read(&link, seconds(2));
        for i in 0..REMEMBERED as u64 {
            link.disconnected(seconds(10 + i));
            link.connected(seconds(11 + i));
        }
        assert_eq!(link.age(&entity, seconds(102)), Some(seconds(100)));
    }

    #[test]
    fn what_was_never_heard_is_never_confirmed() {
        let link = Link::new(false);
        link.connected(seconds(1));
        let stamp = Stamp::new(Timestamp::UNIX_EPOCH, Source::Api).heard(seconds(5), 0);
        let entity = CachedEntity::new(EntitlementsState::default(), stamp);
        assert_eq!(link.age(&entity, seconds(7)), Some(seconds(2)));
    }

    #[test]
    fn p11_nobody_is_trusted_for_long_whose_loops_do_not_run() {
        let link = Link::new(true);
        link.connected(seconds(100));
        let entity = read(&link, seconds(101));
        assert_eq!(link.age(&entity, seconds(115)), None);
        assert_eq!(link.age(&entity, seconds(116)), Some(seconds(15)));
        assert!(!link.is_live(seconds(116)));
        link.keep_alive(seconds(120));
        assert_eq!(link.age(&entity, seconds(121)), None);
    }
}
