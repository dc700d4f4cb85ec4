//! What this process has used.

use std::fs;
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// The processor time of all threads so far, in user mode and in the system.
pub(crate) fn processor_time() -> Duration {
    duration(ClockId::ProcessCPUTime)
}

/// The processor time of this thread so far.
pub(crate) fn thread_time() -> Duration {
    duration(ClockId::ThreadCPUTime)
}

fn duration(clock: ClockId) -> Duration {
    let time = clock_gettime(clock);
    Duration::new(
        time.tv_sec.try_into().expect("processor time is not negative"),
        time.tv_nsec.try_into().expect("nanoseconds are below a billion"),
    )
}

/// The bytes that are resident in memory right now.
pub(crate) fn resident_bytes() -> f64 {
    // The sums of `status` lag behind by what each thread has not yet added.
    ["/proc/self/smaps_rollup", "/proc/self/status"]
        .into_iter()
        .find_map(|path| {
            let text = fs::read_to_string(path).ok()?;
            let line = text
                .lines()
                .find_map(|line| line.strip_prefix("Rss:").or_else(|| line.strip_prefix("VmRSS:")))?;
            let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
            Some(kilobytes * 1024.0)
        })
        .expect("this system tells in /proc how much memory is resident")
}
