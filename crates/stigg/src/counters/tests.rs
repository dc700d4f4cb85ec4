use std::collections::BTreeSet;

use super::*;

#[test]
fn each_count_has_a_number_of_its_own() {
    for (index, count) in Count::ALL.iter().enumerate() {
        assert_eq!(*count as usize, index);
        let recorder = Recorder::new();
        recorder.count(*count);
        let counted: Vec<_> = recorder.read().metrics().filter(|(_, value)| *value > 0).collect();
        assert_eq!(counted.len(), 1, "{count:?}");
        let name: String = counted[0].0.split('_').collect();
        assert_eq!(name, format!("{count:?}").to_lowercase());
    }
}

#[test]
fn a_fresh_hit_is_a_hit_and_a_fresh_check() {
    let recorder = Recorder::new();
    for count in [Count::CacheHits, Count::ChecksFresh, Count::FreshHits, Count::FreshHits] {
        recorder.count(count);
    }
    let expected = Counters {
        checks_fresh: 3,
        cache_hits: 3,
        ..Counters::default()
    };
    assert_eq!(recorder.read(), expected);
}

#[test]
fn metrics_have_names_that_stay() {
    let names: Vec<_> = Counters::default().metrics().map(|(name, _)| name).collect();
    assert_eq!(
        names,
        [
            "checks_fresh",
            "checks_stale",
            "checks_fallback",
            "cache_hits",
            "cache_misses",
            "loads_started",
            "loads_succeeded",
            "loads_failed",
            "loads_refused",
            "refreshes_started",
            "pushes_applied",
            "pushes_ignored",
            "pushes_unreadable",
            "realtime_connects",
            "realtime_disconnects",
            "events_lost",
            "listener_panics",
            "evictions",
            "cached_entities",
            "cached_bytes",
        ]
    );
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
}

#[test]
fn a_difference_is_of_what_grows_and_leaves_what_the_cache_holds() {
    let recorder = Recorder::new();
    recorder.count(Count::LoadsStarted);
    let mut earlier = recorder.read();
    (earlier.evictions, earlier.cached_entities, earlier.cached_bytes) = (2, 100, 4_000);
    recorder.count(Count::LoadsStarted);
    recorder.count(Count::LoadsStarted);
    let mut later = recorder.read();
    (later.evictions, later.cached_entities, later.cached_bytes) = (5, 60, 2_000);

    let difference = later.since(&earlier);
    let expected = Counters {
        loads_started: 2,
        evictions: 3,
        cached_entities: 60,
        cached_bytes: 2_000,
        ..Counters::default()
    };
    assert_eq!(difference, expected);
    assert_eq!(earlier.since(&later).loads_started, 0, "the wrong way round is nothing");
}

#[test]
fn counting_allocates_nothing() {
    let recorder = Recorder::new();
    let counted = allocation_counter::measure(|| recorder.count(Count::ChecksFresh));
    assert_eq!(counted.count_total, 0);
    assert_eq!(recorder.read().checks_fresh, 1);
}
