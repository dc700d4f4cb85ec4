//! What a client counts.

mod recorder;

pub(crate) use self::recorder::Recorder;

macro_rules! counters {
    (
        counted { $($(#[$counted_attribute:meta])* $counted:ident: $count:ident,)+ }
        totals { $($(#[$total_attribute:meta])* $total:ident,)+ }
        gauges { $($(#[$gauge_attribute:meta])* $gauge:ident,)+ }
    ) => {
        /// What a client and all its clones have counted since it was built, and what its cache holds.
        ///
        /// A reading may miss what other threads count meanwhile, so its numbers need not fit together to the last one. No
        /// count ever goes back.
        ///
        /// # Examples
        ///
        /// ```
        /// use stigg::Counters;
        ///
        /// fn export(counters: &Counters, mut metric: impl FnMut(&'static str, u64)) {
        ///     for (name, value) in counters.metrics() {
        ///         metric(name, value);
        ///     }
        /// }
        /// # let mut names = Vec::new();
        /// # export(&Counters::default(), |name, _| names.push(name));
        /// # assert!(names.contains(&"checks_fresh"));
        /// ```
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct Counters {
            $($(#[$counted_attribute])* pub $counted: u64,)+
            $($(#[$total_attribute])* pub $total: u64,)+
            $($(#[$gauge_attribute])* pub $gauge: u64,)+
        }

        /// What is counted where it happens.
        #[derive(Clone, Copy, Debug)]
        pub(crate) enum Count {
            $($count,)+
            /// [`CacheHits`](Self::CacheHits) and [`ChecksFresh`](Self::ChecksFresh) in one step: both happen at nearly every
            /// check.
            FreshHits,
        }

        impl Count {
            /// Those that have a number of their own in [`Counters`].
            #[cfg(test)]
            const ALL: &'static [Self] = &[$(Self::$count,)+];
        }

        impl Counters {
            /// What was counted, given how often for each.
            fn counted(read: impl Fn(Count) -> u64) -> Self {
                let mut counters = Self {
                    $($counted: read(Count::$count),)+
                    ..Self::default()
                };
                let fresh_hits = read(Count::FreshHits);
                counters.cache_hits = counters.cache_hits.wrapping_add(fresh_hits);
                counters.checks_fresh = counters.checks_fresh.wrapping_add(fresh_hits);
                counters
            }

            /// All numbers by name, for an exporter of metrics. The names are those of the fields, and stay the same.
            ///
            /// `cached_entities` and `cached_bytes` are gauges; all others only grow.
            pub fn metrics(&self) -> impl Iterator<Item = (&'static str, u64)> + use<> {
                [
                    $((stringify!($counted), self.$counted),)+
                    $((stringify!($total), self.$total),)+
                    $((stringify!($gauge), self.$gauge),)+
                ]
                .into_iter()
            }

            /// What was counted since an earlier reading of the same client. What the cache holds stays what it is now.
            #[must_use = "answers the difference"]
            pub fn since(&self, earlier: &Self) -> Self {
                Self {
                    $($counted: self.$counted.saturating_sub(earlier.$counted),)+
                    $($total: self.$total.saturating_sub(earlier.$total),)+
                    $($gauge: self.$gauge,)+
                }
            }
        }
    };
}

counters! {
    counted {
        /// Checks that were answered by what Stigg says.
        checks_fresh: ChecksFresh,
        /// Checks that were answered by knowledge that may be outdated.
        checks_stale: ChecksStale,
        /// Checks that were answered by a fallback.
        checks_fallback: ChecksFallback,
        /// Checks that found the customer, or the resource, in the cache, however old.
        cache_hits: CacheHits,
        /// Checks that did not.
        cache_misses: CacheMisses,
        /// Reads of entitlements that were begun. However many checks wait for one, it counts once.
        loads_started: LoadsStarted,
        /// Reads of entitlements that answered.
        loads_succeeded: LoadsSucceeded,
        /// Reads of entitlements that failed.
        loads_failed: LoadsFailed,
        /// Reads of entitlements that a check wanted and that were not begun, because the last one of that customer, or too many
        /// of all customers, have just failed.
        loads_refused: LoadsRefused,
        /// Reads of entitlements, among those begun, that no check waited for when they began.
        refreshes_started: RefreshesStarted,
        /// Changes pushed by Stigg that went into the cache.
        pushes_applied: PushesApplied,
        /// Changes pushed by Stigg that did not, because something newer was known, or nobody had asked for the customer.
        pushes_ignored: PushesIgnored,
        /// Changes pushed by Stigg that could not be read.
        pushes_unreadable: PushesUnreadable,
        /// How often the connection on which Stigg pushes changes was made.
        realtime_connects: RealtimeConnects,
        /// How often it was lost, or could not be made. Attempts that fail again are not counted.
        realtime_disconnects: RealtimeDisconnects,
        /// Events that were lost because somebody read them too slowly. One that two readers lost counts twice.
        events_lost: EventsLost,
        /// Panics in functions that listen to events.
        listener_panics: ListenerPanics,
    }
    totals {
        /// Customers and resources that the cache gave up, because it was full.
        evictions,
    }
    gauges {
        /// Customers and resources in the cache right now.
        cached_entities,
        /// About how many bytes they take.
        cached_bytes,
    }
}

#[cfg(test)]
mod tests;
