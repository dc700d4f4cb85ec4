//! The cache in a file, so that a process that starts while Stigg is away still has answers.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use tracing::{info, warn};

use crate::Stigg;
use crate::client::Inner;

/// # The cache in a file
impl Stigg {
    /// Writes what is cached into a file, in place of what was there, and answers how many entries it holds.
    ///
    /// [`StiggBuilder::cache_file`](crate::StiggBuilder::cache_file) starts from it. The file is whole at any time: it is
    /// written under another name first. It holds ids of customers, limits and usage, and no secrets. After
    /// [`close`](Self::close) there is nothing left to save: that is an error, and the file stays what it was. Needs a Tokio
    /// runtime.
    ///
    /// # Errors
    ///
    /// What the file system says, or that the client is closed.
    ///
    /// # Examples
    ///
    /// ```
    /// use stigg::models::GetBooleanEntitlement;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = stigg_emulator::Emulator::builder().start().await?;
    /// # let path = std::env::temp_dir().join(format!("stigg-doc-{}.cache", std::process::id()));
    /// let stigg = emulator.client_builder().cache_file(&path).build()?;
    /// stigg.get_boolean_entitlement(GetBooleanEntitlement::new("customer-42", "single-sign-on")).await;
    /// assert_eq!(stigg.save_cache(&path).await?, 1);
    /// emulator.shutdown().await;
    ///
    /// // Another process starts while Stigg is away.
    /// let stigg = stigg::Stigg::builder().offline(false).api_key("server-key").cache_file(&path).build()?;
    /// let sso = stigg.peek_boolean_entitlement(GetBooleanEntitlement::new("customer-42", "single-sign-on"));
    /// assert!(sso.is_some_and(|sso| !sso.is_fallback));
    /// # std::fs::remove_file(path)?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn save_cache(&self, path: impl Into<PathBuf>) -> io::Result<usize> {
        if self.inner.is_closed() {
            return Err(io::Error::other("the client has been closed, and its cache emptied"));
        }
        self.inner.save_cache(path.into()).await
    }
}

impl Inner {
    async fn save_cache(&self, path: PathBuf) -> io::Result<usize> {
        let entries = self.store.len();
        let bytes = self.store.export();
        tokio::task::spawn_blocking(move || write(&path, &bytes))
            .await
            .map_err(io::Error::other)??;
        Ok(entries)
    }

    /// Writes the file that the client was set up with.
    pub(crate) async fn write_cache_file(&self) {
        let Some(path) = self.cache_file.clone() else { return };
        if let Err(error) = self.save_cache(path.clone()).await {
            warn!(%error, path = %path.display(), "the cache could not be written");
        }
    }

    /// Starts from the file that the client was set up with. What cannot be read is left alone: the cache is empty then.
    pub(crate) fn read_cache_file(&self) {
        let Some(path) = &self.cache_file else { return };
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return,
            Err(error) => {
                warn!(%error, path = %path.display(), "the cache could not be read; it starts empty");
                return;
            }
        };
        let now = self.now();
        match self.store.import(&bytes, now.wall, now.monotonic) {
            Ok(entries) => info!(entries, path = %path.display(), "the cache was read"),
            Err(error) => warn!(%error, path = %path.display(), "the cache could not be read; it starts empty"),
        }
    }
}

/// Writes a file so that whoever reads it finds the old one or the new one, whole.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let Some(name) = path.file_name() else {
        return Err(io::Error::new(ErrorKind::InvalidInput, "the path names no file"));
    };
    let mut new_name = name.to_owned();
    new_name.push(format!(".{}.new", std::process::id()));
    let new = path.with_file_name(new_name);
    let written = fs::write(&new, bytes).and_then(|()| fs::rename(&new, path));
    if written.is_err() {
        // It was of no use; if it cannot be removed either, there is nothing more to do.
        let _ = fs::remove_file(&new);
    }
    written
}
