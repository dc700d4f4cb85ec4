//! The outcome does not depend on the order of arrival.

use proptest::prelude::*;

use super::*;

/// A state over two features and a wallet, told by anybody within the lag of the Edge.
#[derive(Clone, Debug)]
struct Told {
    updated_at: i64,
    source: Source,
    fetched_at: i64,
    usages: [UsageTold; 3],
}

#[derive(Clone, Debug)]
struct UsageTold {
    updated_at: i64,
    period: i64,
}

impl Told {
    fn entity(&self) -> CachedEntity {
        let [f, g, c] = &self.usages;
        // The version is told by the first one; the limit and the usage tell where they come from.
        let more = |usage: &UsageTold| {
            json!({"entitlementUpdatedAt": second(self.updated_at), "usageLimit": self.updated_at,
                "currentUsage": usage.updated_at, "usageUpdatedAt": second(usage.updated_at),
                "usagePeriodStart": second(usage.period * 100), "usagePeriodEnd": second(usage.period * 100 + 100)})
        };
        let entitlements = [
            feature("f", "NUMBER/Incremental", more(f)),
            feature("g", "NUMBER/Fluctuating", more(g)),
            credit("c", more(c)),
        ];
        let heard_at = Duration::from_secs(self.fetched_at.unsigned_abs());
        let stamp = stamp(self.source, second(self.fetched_at)).heard(heard_at, 1);
        CachedEntity::new(state(&entitlements), stamp)
    }
}

fn told() -> impl Strategy<Value = Vec<Told>> {
    let usage = |times: Vec<i64>| {
        let periods = prop::collection::vec(0..3_i64, times.len());
        (Just(times).prop_shuffle(), periods).prop_map(|(times, periods)| {
            let usages = times.into_iter().zip(periods);
            usages
                .map(|(updated_at, period)| UsageTold { updated_at, period })
                .collect::<Vec<_>>()
        })
    };
    (2..6_i64).prop_flat_map(move |states| {
        // All times are different, in any order against each other.
        let times = || (1..=states).collect::<Vec<_>>();
        let each = usize::try_from(states).unwrap();
        let sources = prop::collection::vec(prop::sample::select(&[Edge, Api, Push][..]), each);
        let fetched = prop::sample::subsequence((0..60_i64).collect::<Vec<_>>(), each).prop_shuffle();
        let behind = prop::collection::vec(0..60_i64, each);
        (sources, fetched, behind, usage(times()), usage(times()), usage(times())).prop_map(
            |(sources, fetched, behind, f, g, c)| {
                let states = sources.into_iter().zip(fetched).zip(behind).zip(1..);
                states
                    .enumerate()
                    .map(|(i, (((source, fetched), behind), number))| {
                        // The API knows what is so when it is asked; what others tell is from then or before.
                        let behind = if source == Api { 0 } else { behind };
                        Told {
                            updated_at: 10 * (60 + fetched - behind) + number,
                            source,
                            fetched_at: 1000 + fetched,
                            usages: [f[i].clone(), g[i].clone(), c[i].clone()],
                        }
                    })
                    .collect()
            },
        )
    })
}

fn merged(told: &[Told]) -> CachedEntity {
    let mut entities = told.iter().map(Told::entity);
    let first = entities.next().expect("there are two at least");
    entities.fold(first, |cached, incoming| merge(&cached, incoming))
}

proptest! {
    #[test]
    fn states_of_different_age_may_arrive_in_any_order(
        (told, shuffled) in told().prop_flat_map(|told| (Just(told.clone()), Just(told).prop_shuffle())),
    ) {
        let (one, other) = (merged(&told), merged(&shuffled));
        prop_assert_eq!(one.to_state(), other.to_state());
        prop_assert_eq!(one.updated_at(), other.updated_at());
        let newest = told.iter().map(|told| told.updated_at).max().map(second);
        prop_assert_eq!(one.updated_at(), newest);
    }

    #[test]
    fn usage_never_goes_back_in_time(told in told()) {
        let mut cached = told[0].entity();
        for told in &told[1..] {
            let merged = merge(&cached, told.entity());
            for reference in ["f", "g"].map(EntitlementReference::Feature).into_iter().chain([EntitlementReference::Credit("c")]) {
                let usage = cached.usage(reference).expect("all states have the same entitlements");
                let now = merged.usage(reference).expect("all states have the same entitlements");
                prop_assert_ne!(now.compare_age(&usage), Ordering::Less);
            }
            cached = merged;
        }
    }

    #[test]
    fn merging_the_same_state_twice_changes_nothing(told in told()) {
        let cached = merged(&told);
        for told in &told {
            prop_assert_eq!(merge(&cached, told.entity()).to_state(), cached.to_state());
        }
    }

    #[test]
    fn news_about_usage_may_arrive_in_any_order(mut times in Just((1..8_i64).collect::<Vec<_>>()).prop_shuffle()) {
        let mut cached = used(100, 0.0, Some(0), None);
        for time in &times {
            #[expect(clippy::cast_precision_loss, reason = "small numbers")]
            if let Some(updated) = with_usage_update(&cached, &update(*time as f64, *time)) {
                cached = updated;
            }
        }
        times.sort_unstable();
        prop_assert_eq!(cached.feature("f").unwrap().usage_updated_at, times.last().copied().map(second));
        prop_assert_eq!(usage(&cached).to_bits(), 7.0_f64.to_bits());
    }
}
