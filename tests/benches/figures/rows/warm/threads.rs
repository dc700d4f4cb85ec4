//! Two threads that begin at the same moment, and live as long as the workers of a runtime do.

use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, Instant};

type Call = Arc<dyn Fn() + Send + Sync>;

/// What a thread is to do: when to begin, what, and how often.
type Task = (Arc<Barrier>, Call, u32);

pub(super) struct Pair {
    tasks: [Sender<Task>; 2],
    done: Receiver<Duration>,
}

impl Pair {
    pub(super) fn start() -> Self {
        let (report, done) = mpsc::channel();
        let tasks = [(); 2].map(|()| {
            let (sender, tasks) = mpsc::channel::<Task>();
            let report = report.clone();
            // They end with their sender.
            thread::spawn(move || {
                for (barrier, call, calls) in tasks {
                    barrier.wait();
                    let started = Instant::now();
                    for _ in 0..calls {
                        call();
                    }
                    if report.send(started.elapsed()).is_err() {
                        return;
                    }
                }
            });
            sender
        });
        Self { tasks, done }
    }

    /// How long one thread takes for so many calls, while the other one sleeps.
    pub(super) fn one(&self, call: &Call, calls: u32) -> Duration {
        self.run(&self.tasks[..1], call, calls)
    }

    /// How long both take for so many calls each.
    pub(super) fn both(&self, call: &Call, calls: u32) -> Duration {
        self.run(&self.tasks, call, calls)
    }

    fn run(&self, threads: &[Sender<Task>], call: &Call, calls: u32) -> Duration {
        let barrier = Arc::new(Barrier::new(threads.len()));
        for thread in threads {
            thread.send((Arc::clone(&barrier), Arc::clone(call), calls)).unwrap();
        }
        threads.iter().map(|_| self.done.recv().unwrap()).max().unwrap()
    }
}
