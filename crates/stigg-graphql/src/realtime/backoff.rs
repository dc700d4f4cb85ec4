//! The pauses before the next attempt.

use std::time::Duration;

use super::policy::RealtimePolicy;

/// Why a connection, or one of its subscriptions, is over: it decides how long the pause is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Why {
    /// Something broke. It may be better the next moment.
    Broken,
    /// Too many requests.
    Throttled,
    /// Refused for what was sent, or for what is in between: it will hardly be better soon.
    Refused,
    /// Stigg does not accept the API key.
    Unauthenticated,
}

/// How often it has failed, and since when.
#[derive(Clone, Debug, Default)]
pub(super) struct Backoff {
    failures: u32,
    refusals: u32,
    since: Option<Duration>,
}

/// As long as an outage is so young, pauses are at most so long.
const YOUNG: Duration = Duration::from_secs(5);
const LONGEST_WHILE_YOUNG: Duration = Duration::from_millis(1500);

impl Backoff {
    /// It works: the next pause is a first one again.
    pub(super) fn reset(&mut self) {
        *self = Self::default();
    }

    /// The pause after another failure; `random` is in `0.0..1.0`.
    pub(super) fn pause(&mut self, policy: &RealtimePolicy, now: Duration, why: Why, random: f64) -> Duration {
        let since = *self.since.get_or_insert(now);
        let doubled = |start: Duration, times: u32| start.saturating_mul(1 << times.min(20));
        let at_least_half = |bound: Duration| bound / 2 + (bound / 2).mul_f64(random);
        let failures = self.failures;
        self.failures += 1;
        match why {
            Why::Broken => {
                let mut bound = doubled(policy.first_pause, failures).min(policy.longest_pause);
                if now.saturating_sub(since) < YOUNG {
                    bound = bound.min(LONGEST_WHILE_YOUNG);
                }
                bound.mul_f64(random)
            }
            Why::Throttled => {
                at_least_half(doubled(policy.first_pause.saturating_mul(10), failures).min(policy.longest_pause))
            }
            Why::Refused => {
                let refusals = self.refusals;
                self.refusals += 1;
                at_least_half(doubled(policy.refused_pause, refusals).min(policy.refused_pause.saturating_mul(10)))
            }
            Why::Unauthenticated => policy.unauthenticated_pause.mul_f64(0.8 + 0.4 * random),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pauses(why: Why, random: f64, times: usize) -> Vec<u128> {
        let (policy, mut backoff, mut now) = (RealtimePolicy::default(), Backoff::default(), Duration::ZERO);
        std::iter::repeat_with(|| {
            let pause = backoff.pause(&policy, now, why, random);
            now += pause;
            pause.as_millis()
        })
        .take(times)
        .collect()
    }

    #[test]
    fn r1_pauses_double_with_full_jitter_up_to_the_longest_one() {
        let longest = pauses(Why::Broken, 1.0, 9);
        assert_eq!(
            longest,
            [500, 1_000, 1_500, 1_500, 1_500, 16_000, 30_000, 30_000, 30_000]
        );
        assert_eq!(pauses(Why::Broken, 0.0, 3), [0, 0, 0]);
    }

    #[test]
    fn figure_13_a_short_outage_is_over_two_seconds_after_its_end() {
        let mut rng = fastrand::Rng::with_seed(13);
        for _ in 0..1_000 {
            let (policy, mut backoff) = (RealtimePolicy::default(), Backoff::default());
            let outage = Duration::from_secs(5).mul_f64(rng.f64());
            let mut now = Duration::ZERO;
            while now < outage {
                now += backoff.pause(&policy, now, Why::Broken, rng.f64());
            }
            assert!(
                now.saturating_sub(outage) <= Duration::from_secs(2),
                "{now:?} after {outage:?}"
            );
        }
    }

    #[test]
    fn figure_13_a_long_outage_is_over_half_a_minute_after_its_end() {
        let mut rng = fastrand::Rng::with_seed(13);
        for minutes in 1..200 {
            let (policy, mut backoff) = (RealtimePolicy::default(), Backoff::default());
            let outage = Duration::from_secs(60 * minutes);
            let mut now = Duration::ZERO;
            while now < outage {
                now += backoff.pause(&policy, now, Why::Broken, rng.f64());
            }
            assert!(
                now.saturating_sub(outage) <= Duration::from_secs(30),
                "{now:?} after {outage:?}"
            );
        }
    }

    #[test]
    fn r14_a_thousand_clients_come_back_spread_over_half_a_minute() {
        let policy = RealtimePolicy::default();
        let outage = Duration::from_secs(600);
        let mut histogram = [0_u32; 30];
        for seed in 0..1_000 {
            let mut rng = fastrand::Rng::with_seed(seed);
            let (mut backoff, mut now) = (Backoff::default(), Duration::ZERO);
            while now < outage {
                now += backoff.pause(&policy, now, Why::Broken, rng.f64());
            }
            let second = usize::try_from((now.saturating_sub(outage)).as_secs()).unwrap();
            histogram[second] += 1;
        }
        // Each next attempt is as likely soon as late, so those who come late are fewer, but no second is a stampede.
        assert!(histogram.iter().all(|arrivals| *arrivals <= 120), "{histogram:?}");
        assert!(histogram[20..].iter().sum::<u32>() > 50, "{histogram:?}");
    }

    #[test]
    fn r4_what_is_refused_is_tried_again_rarely_but_always() {
        assert_eq!(
            pauses(Why::Refused, 1.0, 6),
            [30_000, 60_000, 120_000, 240_000, 300_000, 300_000]
        );
        assert_eq!(pauses(Why::Refused, 0.0, 2), [15_000, 30_000]);
        assert_eq!(pauses(Why::Throttled, 1.0, 4), [5_000, 10_000, 20_000, 30_000]);
        assert_eq!(pauses(Why::Throttled, 0.0, 1), [2_500]);
    }

    #[test]
    fn r5_the_pause_after_a_refused_key_is_about_a_minute() {
        assert_eq!(pauses(Why::Unauthenticated, 0.0, 2), [48_000, 48_000]);
        assert_eq!(pauses(Why::Unauthenticated, 1.0, 2), [72_000, 72_000]);
    }
}
