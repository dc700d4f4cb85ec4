//! When things fail, on the socket: what an error says, what is tried again, and what checks answer meanwhile.

mod answers;
mod changes;
mod logs;
mod outages;

use std::pin::pin;
use std::time::Duration;

/// Runs an operation: one that hangs in fast motion.
async fn run<T>(hangs: bool, operation: impl Future<Output = T>) -> T {
    if hangs {
        in_fast_motion(operation).await
    } else {
        operation.await
    }
}

/// Runs an operation with the time of the runtime passing a thousand times as fast, so that nobody has to wait for what hangs.
///
/// Client and emulator share one thread with this: a busy machine slows all of them down alike, and no time-out strikes that
/// should not.
async fn in_fast_motion<T>(operation: impl Future<Output = T>) -> T {
    let mut operation = pin!(operation);
    loop {
        tokio::select! {
            outcome = &mut operation => return outcome,
            () = tokio::time::sleep(Duration::from_millis(1)) => {}
        }
        tokio::time::pause();
        tokio::time::advance(Duration::from_secs(1)).await;
        tokio::time::resume();
    }
}
