//! How patient the feed of realtime updates is.

use std::time::Duration;

use stigg_transport::{Error, ErrorKind, Result};

/// How the connection for realtime updates is watched, and how long the pauses are before it is made again.
///
/// A connection that is lost is made again after a random pause between zero and a bound that doubles with each failure
/// ("full jitter"), from [`first_pause`](Self::first_pause) to [`longest_pause`](Self::longest_pause); in the first five
/// seconds of an outage the bound stays below 1.5 s, so that a short one is over soon. After "too many requests" it starts
/// ten times as long. Where Stigg, or something in between, refuses the connection for good, it is tried more rarely, but
/// never given up: see [`refused_pause`](Self::refused_pause) and
/// [`unauthenticated_pause`](Self::unauthenticated_pause).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RealtimePolicy {
    /// How long Stigg may take to accept the connection: once for the WebSocket, and once more for what comes after.
    /// Default: 10 s.
    pub ack_timeout: Duration,
    /// How long after a ping the next one follows. Default: 10 s.
    pub ping_interval: Duration,
    /// How long after a ping nothing at all may arrive before the connection counts as lost. Default: 5 s.
    pub pong_timeout: Duration,
    /// The bound of the first pause; the next ones double it. Default: 0.5 s.
    pub first_pause: Duration,
    /// The largest bound of a pause. Default: 30 s.
    pub longest_pause: Duration,
    /// How long a connection must have worked before the pauses start anew. Default: 60 s.
    pub healthy_after: Duration,
    /// The bound of the first pause after the connection was refused; at least half of it is waited. The next ones double
    /// it, up to ten times as much. Default: 30 s, so 5 minutes at most.
    pub refused_pause: Duration,
    /// The pause after Stigg has refused the API key, give or take a fifth. A key that becomes valid is noticed after it.
    /// Default: 60 s.
    pub unauthenticated_pause: Duration,
}

impl Default for RealtimePolicy {
    fn default() -> Self {
        Self {
            ack_timeout: Duration::from_secs(10),
            ping_interval: Duration::from_secs(10),
            pong_timeout: Duration::from_secs(5),
            first_pause: Duration::from_millis(500),
            longest_pause: Duration::from_secs(30),
            healthy_after: Duration::from_secs(60),
            refused_pause: Duration::from_secs(30),
            unauthenticated_pause: Duration::from_secs(60),
        }
    }
}

impl RealtimePolicy {
    /// Sets [`ack_timeout`](Self::ack_timeout).
    #[must_use]
    pub fn with_ack_timeout(mut self, timeout: Duration) -> Self {
        self.ack_timeout = timeout;
        self
    }

    /// Sets [`ping_interval`](Self::ping_interval).
    #[must_use]
    pub fn with_ping_interval(mut self, interval: Duration) -> Self {
        self.ping_interval = interval;
        self
    }

    /// Sets [`pong_timeout`](Self::pong_timeout).
    #[must_use]
    pub fn with_pong_timeout(mut self, timeout: Duration) -> Self {
        self.pong_timeout = timeout;
        self
    }

    /// Sets [`first_pause`](Self::first_pause).
    #[must_use]
    pub fn with_first_pause(mut self, pause: Duration) -> Self {
        self.first_pause = pause;
        self
    }

    /// Sets [`longest_pause`](Self::longest_pause).
    #[must_use]
    pub fn with_longest_pause(mut self, pause: Duration) -> Self {
        self.longest_pause = pause;
        self
    }

    /// Sets [`healthy_after`](Self::healthy_after).
    #[must_use]
    pub fn with_healthy_after(mut self, duration: Duration) -> Self {
        self.healthy_after = duration;
        self
    }

    /// Sets [`refused_pause`](Self::refused_pause).
    #[must_use]
    pub fn with_refused_pause(mut self, pause: Duration) -> Self {
        self.refused_pause = pause;
        self
    }

    /// Sets [`unauthenticated_pause`](Self::unauthenticated_pause).
    #[must_use]
    pub fn with_unauthenticated_pause(mut self, pause: Duration) -> Self {
        self.unauthenticated_pause = pause;
        self
    }

    /// The same with no duration so long that it cannot be computed with, if none is zero.
    pub(crate) fn checked(&self) -> Result<Self> {
        const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);
        let mut checked = self.clone();
        for (field, duration) in [
            ("ack_timeout", &mut checked.ack_timeout),
            ("ping_interval", &mut checked.ping_interval),
            ("pong_timeout", &mut checked.pong_timeout),
            ("first_pause", &mut checked.first_pause),
            ("longest_pause", &mut checked.longest_pause),
            ("healthy_after", &mut checked.healthy_after),
            ("refused_pause", &mut checked.refused_pause),
            ("unauthenticated_pause", &mut checked.unauthenticated_pause),
        ] {
            if duration.is_zero() {
                return Err(Error::new(ErrorKind::Configuration).with_message(format!(
                    "`realtime.{field}` is zero: Stigg would be asked without a pause"
                )));
            }
            *duration = LONGEST.min(*duration);
        }
        Ok(checked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_without_a_pause_is_refused_by_the_name_of_its_field() {
        let policy = RealtimePolicy::default().with_ping_interval(Duration::ZERO);
        let error = policy.checked().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(
            error.to_string().starts_with("`realtime.ping_interval` is zero"),
            "{error}"
        );
        let policy = RealtimePolicy::default();
        assert_eq!(policy.checked().unwrap(), policy);
    }

    #[test]
    fn every_duration_can_be_set() {
        let second = Duration::from_secs(1);
        let policy = RealtimePolicy::default()
            .with_ack_timeout(second)
            .with_ping_interval(second)
            .with_pong_timeout(second)
            .with_first_pause(second)
            .with_longest_pause(second)
            .with_healthy_after(second)
            .with_refused_pause(second)
            .with_unauthenticated_pause(second);
        let expected = RealtimePolicy {
            ack_timeout: second,
            ping_interval: second,
            pong_timeout: second,
            first_pause: second,
            longest_pause: second,
            healthy_after: second,
            refused_pause: second,
            unauthenticated_pause: second,
        };
        assert_eq!(policy, expected);
    }
}
