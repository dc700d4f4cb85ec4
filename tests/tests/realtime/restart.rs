//! A process that starts while Stigg is away.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use stigg::models::{GetBooleanEntitlement, Origin};
use stigg::{ConnectionState, Stigg};

use crate::live::{Live, USED, renders, until};

/// A path of its own for a test, whose file is removed in the end.
struct File(PathBuf);

impl File {
    fn new(name: &str) -> Self {
        let name = format!("stigg-{}-{name}.cache", std::process::id());
        Self(std::env::temp_dir().join(name))
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn client(live: &Live, file: &File) -> Stigg {
    let builder = live
        .world
        .builder()
        .realtime(true)
        .realtime_policy(crate::live::policy());
    builder.cache_file(&file.0).build().unwrap()
}

#[tokio::test]
async fn a_process_that_starts_while_stigg_is_away_answers_from_the_file_and_says_so() {
    let live = Live::start().await;
    live.use_renders(3.0).await;
    live.see_usage(3.0).await;
    let file = File::new("restart");
    assert_eq!(live.stigg.save_cache(&file.0).await.unwrap(), 1);
    live.stigg.close().await;
    live.world.emulator.stop_network().await;

    live.world.clock.advance(Duration::from_secs(60));
    let stigg = client(&live, &file);
    let answer = renders(&stigg).await;
    assert!(!answer.is_fallback);
    assert_eq!(
        (answer.current_usage, answer.origin.age()),
        (USED + 3.0, Some(Duration::from_secs(60)))
    );

    live.world.emulator.start_network().await.unwrap();
    until("the connection", || {
        stigg.connection_state() == ConnectionState::Connected
    })
    .await;
    assert!(!renders(&stigg).await.is_fallback, "nobody waits");
    until("the refresh", || {
        let peeked = stigg.peek_metered_entitlement(stigg::models::GetMeteredEntitlement::new("pro-user", "renders"));
        peeked.unwrap().origin == Origin::Fresh
    })
    .await;
}

#[tokio::test]
async fn the_file_is_written_when_the_client_is_closed() {
    let live = Live::start().await;
    let file = File::new("close");
    let stigg = client(&live, &file);
    renders(&stigg).await;
    stigg.close().await;
    live.world.emulator.stop_network().await;
    assert!(!renders(&client(&live, &file)).await.is_fallback);
}

#[tokio::test]
async fn a_file_that_is_missing_damaged_or_something_else_is_passed_over() {
    let live = Live::start().await;
    let file = File::new("damaged");
    live.stigg.save_cache(&file.0).await.unwrap();
    let whole = fs::read(&file.0).unwrap();
    let mut flipped = whole.clone();
    let last = flipped.len() - 1;
    flipped[last / 2] ^= 1;
    for content in [Vec::new(), b"hello".to_vec(), whole[..last].to_vec(), flipped] {
        fs::write(&file.0, content).unwrap();
        let stigg = client(&live, &file);
        assert_eq!(stigg.counters().cached_entities, 0);
        let sso = stigg
            .get_boolean_entitlement(GetBooleanEntitlement::new("pro-user", "single-sign-on"))
            .await;
        assert!(!sso.is_fallback);
    }
    fs::remove_file(&file.0).unwrap();
    assert_eq!(client(&live, &file).counters().cached_entities, 0);
}

#[tokio::test]
async fn a_file_that_cannot_be_written_is_an_error_and_leaves_nothing_behind() {
    let live = Live::start().await;
    let nowhere = std::env::temp_dir().join("stigg-no-such-directory").join("cache");
    let error = live.stigg.save_cache(&nowhere).await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
    assert!(live.stigg.save_cache("/").await.is_err());
}
