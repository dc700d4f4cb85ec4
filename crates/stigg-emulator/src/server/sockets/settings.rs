//! How sockets behave, as a test wants it.

use std::collections::BTreeMap;
use std::time::Duration;

#[derive(Debug, Clone)]
pub(in crate::server) struct Settings {
    /// Sockets read nothing and write nothing.
    pub(in crate::server) silent: bool,
    pub(in crate::server) withhold_ack: bool,
    /// The status that an upgrade is refused with.
    pub(in crate::server) refuse_upgrades: Option<u16>,
    pub(in crate::server) hang_upgrades: bool,
    /// Root fields that are answered with an error, with the list of errors as JSON text.
    pub(in crate::server) refused_fields: BTreeMap<String, String>,
    /// How long a client has for `connection_init`.
    pub(in crate::server) init_timeout: Duration,
    /// The code that a socket with a wrong key is closed with.
    pub(in crate::server) invalid_key_code: u16,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            silent: false,
            withhold_ack: false,
            refuse_upgrades: None,
            hang_upgrades: false,
            refused_fields: BTreeMap::new(),
            init_timeout: Duration::from_secs(3),
            invalid_key_code: 4403,
        }
    }
}
