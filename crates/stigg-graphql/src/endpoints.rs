//! Where Stigg is.

use std::net::IpAddr;

use reqwest::Url;
use stigg_transport::{Error, ErrorKind, Result};

/// The addresses of Stigg's API, its Edge and its realtime updates.
///
/// # Derivation
///
/// Only the API's base URL has to be known. The WebSocket's differs in its scheme alone (`wss` for `https`, `ws` for `http`);
/// the Edge's follows from it as in the official SDKs:
///
/// | base URL | Edge | why |
/// | --- | --- | --- |
/// | `https://api.stigg.io` | `https://edge.api.stigg.io` | `edge.` in front of a domain name |
/// | `http://localhost:3000` (or a loopback address) | `http://localhost:3060` | local servers have their Edge on port 3060 |
/// | `http://10.1.2.3:3000`, `http://stigg-mock:3000` | none | neither an address nor a lone host name can take a prefix |
///
/// Without an Edge, all reads go to the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoints {
    pub(crate) graphql: Url,
    /// Ends in a slash.
    pub(crate) edge: Option<Url>,
    /// With the scheme `ws` or `wss`.
    pub(crate) websocket: Url,
}

/// The port of the Edge on this machine.
const LOCAL_EDGE_PORT: u16 = 3060;

impl Endpoints {
    /// The base URL of Stigg's API.
    pub const DEFAULT_BASE_URL: &'static str = "https://api.stigg.io";

    /// From the base URL of the API; with or without a final slash, with or without `/graphql`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`] when it is not an HTTP URL.
    pub fn from_base_url(base_url: &str) -> Result<Self> {
        let base = parse("base_url", base_url, &["http", "https"])?;
        let root = root(&base);
        let mut graphql = base.clone();
        graphql.set_path(&format!("{root}/graphql"));
        let websocket = with_scheme(graphql.clone(), "ws", "wss");
        let mut edge = edge_of(&base);
        if let Some(edge) = &mut edge {
            edge.set_path(&format!("{root}/"));
        }
        Ok(Self {
            graphql,
            edge,
            websocket,
        })
    }

    /// Sets the base URL of the WebSocket for realtime updates, which begins with `wss://` or `ws://`; with or without a
    /// final slash, with or without `/graphql`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`] when it is not a WebSocket URL.
    pub fn with_websocket_url(mut self, websocket_url: &str) -> Result<Self> {
        let mut websocket = parse("websocket_url", websocket_url, &["ws", "wss", "http", "https"])?;
        websocket.set_path(&format!("{}/graphql", root(&websocket)));
        self.websocket = with_scheme(websocket, "ws", "wss");
        Ok(self)
    }

    /// Sets the Edge's base URL.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`] when it is not an HTTP URL.
    pub fn with_edge_url(mut self, edge_url: &str) -> Result<Self> {
        let mut edge = parse("edge_url", edge_url, &["http", "https"])?;
        edge.set_path(&format!("{}/", edge.path().trim_end_matches('/')));
        self.edge = Some(edge);
        Ok(self)
    }

    /// Sends all reads to the API.
    #[must_use]
    pub fn without_edge(mut self) -> Self {
        self.edge = None;
        self
    }

    /// The address that GraphQL requests go to.
    pub fn graphql_url(&self) -> &str {
        self.graphql.as_str()
    }

    /// The address that realtime updates come from.
    pub fn websocket_url(&self) -> &str {
        self.websocket.as_str()
    }

    /// The same for an HTTP client, which is told to upgrade.
    pub(crate) fn upgrade_url(&self) -> Url {
        with_scheme(self.websocket.clone(), "http", "https")
    }

    /// The address below which the Edge's reads are; `None` when all reads go to the API.
    pub fn edge_url(&self) -> Option<&str> {
        self.edge.as_ref().map(Url::as_str)
    }
}

impl Default for Endpoints {
    fn default() -> Self {
        Self::from_base_url(Self::DEFAULT_BASE_URL).expect("the default base URL is a URL")
    }
}

/// The path without what follows from it.
fn root(url: &Url) -> String {
    let path = url.path().trim_end_matches('/');
    path.strip_suffix("/graphql").unwrap_or(path).to_owned()
}

/// The URL with one of these schemes, the one that is as safe as its own.
fn with_scheme(mut url: Url, plain: &str, safe: &str) -> Url {
    let scheme = if matches!(url.scheme(), "https" | "wss") {
        safe
    } else {
        plain
    };
    url.set_scheme(scheme)
        .expect("web addresses can change from one of their schemes to another");
    url
}

fn parse(field: &str, text: &str, schemes: &[&str]) -> Result<Url> {
    let invalid = |problem: String| {
        let example = if schemes.contains(&"ws") { "wss" } else { "https" };
        Error::new(ErrorKind::Configuration).with_message(format!(
            "`{field}` {problem}; expected something like {example}://api.stigg.io"
        ))
    };
    // The text itself is not repeated: it may hold a password.
    let url = Url::parse(text.trim()).map_err(|error| invalid(format!("is not a URL ({error})")))?;
    if !schemes.contains(&url.scheme()) {
        return Err(invalid(format!(
            "has the scheme {:?}, which is not {} or {}",
            url.scheme(),
            schemes[0],
            schemes[1],
        )));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(invalid(
            "holds a user name or a password, which Stigg does not take".to_owned(),
        ));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(invalid("has a query or a fragment".to_owned()));
    }
    Ok(url)
}

fn edge_of(base: &Url) -> Option<Url> {
    let host = base.host_str()?;
    let address = host.trim_matches(['[', ']']).parse::<IpAddr>().ok();
    let mut edge = base.clone();
    if host == "localhost" || address.is_some_and(|address| address.is_loopback()) {
        edge.set_port(Some(LOCAL_EDGE_PORT)).ok()?;
    } else if address.is_none() && host.contains('.') {
        edge.set_host(Some(&format!("edge.{host}"))).ok()?;
    } else {
        return None;
    }
    Some(edge)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(base: &str, graphql: &str, edge: Option<&str>) {
        let endpoints = Endpoints::from_base_url(base).unwrap();
        assert_eq!(
            (endpoints.graphql_url(), endpoints.edge_url()),
            (graphql, edge),
            "{base}"
        );
    }

    #[test]
    fn the_edge_follows_from_the_base_url() {
        let stigg = "https://api.stigg.io/graphql";
        check("https://api.stigg.io", stigg, Some("https://edge.api.stigg.io/"));
        check("https://api.stigg.io/", stigg, Some("https://edge.api.stigg.io/"));
        check(
            "https://api.stigg.io/graphql",
            stigg,
            Some("https://edge.api.stigg.io/"),
        );
        check(
            "https://api.eu.stigg.io:8443",
            "https://api.eu.stigg.io:8443/graphql",
            Some("https://edge.api.eu.stigg.io:8443/"),
        );
        check(
            "http://localhost:3000",
            "http://localhost:3000/graphql",
            Some("http://localhost:3060/"),
        );
        check(
            "http://127.0.0.1:8080/",
            "http://127.0.0.1:8080/graphql",
            Some("http://127.0.0.1:3060/"),
        );
        check(
            "http://[::1]:3000",
            "http://[::1]:3000/graphql",
            Some("http://[::1]:3060/"),
        );
    }

    #[test]
    fn the_path_of_a_proxy_is_kept_whole() {
        let edge = Some("https://edge.proxy.example.com/stigg/");
        check(
            "https://proxy.example.com/stigg",
            "https://proxy.example.com/stigg/graphql",
            edge,
        );
        check(
            "https://proxy.example.com/stigg/",
            "https://proxy.example.com/stigg/graphql",
            edge,
        );
    }

    #[test]
    fn a_host_that_cannot_take_a_prefix_has_no_edge() {
        check("http://mock:4000", "http://mock:4000/graphql", None);
        check("http://10.1.2.3:3000", "http://10.1.2.3:3000/graphql", None);
        check("http://[2001:db8::1]:3000", "http://[2001:db8::1]:3000/graphql", None);
    }

    #[test]
    fn an_explicit_edge_wins() {
        let endpoints = Endpoints::default().with_edge_url("http://mock:4000/edge").unwrap();
        assert_eq!(endpoints.edge_url(), Some("http://mock:4000/edge/"));
        assert_eq!(endpoints.without_edge().edge_url(), None);
    }

    #[test]
    fn the_websocket_is_where_the_api_is() {
        #[track_caller]
        fn check(base: &str, websocket: &str) {
            let endpoints = Endpoints::from_base_url(base).unwrap();
            assert_eq!(endpoints.websocket_url(), websocket);
        }
        check("https://api.stigg.io", "wss://api.stigg.io/graphql");
        check("http://localhost:3000/", "ws://localhost:3000/graphql");
        check("https://api.eu.stigg.io:8443", "wss://api.eu.stigg.io:8443/graphql");
        check("http://[::1]:3000", "ws://[::1]:3000/graphql");
        check(
            "https://proxy.example.com/stigg",
            "wss://proxy.example.com/stigg/graphql",
        );
    }

    #[test]
    fn an_explicit_websocket_wins() {
        #[track_caller]
        fn check(url: &str, websocket: &str, upgrade: &str) {
            let endpoints = Endpoints::default().with_websocket_url(url).unwrap();
            assert_eq!(endpoints.websocket_url(), websocket);
            assert_eq!(endpoints.upgrade_url().as_str(), upgrade);
            assert_eq!(endpoints.graphql_url(), Endpoints::default().graphql_url());
        }
        check("ws://mock:4000", "ws://mock:4000/graphql", "http://mock:4000/graphql");
        check(
            "wss://mock/stigg/graphql/",
            "wss://mock/stigg/graphql",
            "https://mock/stigg/graphql",
        );
        check("https://mock", "wss://mock/graphql", "https://mock/graphql");
    }

    #[test]
    fn a_bad_url_is_refused_by_the_name_of_its_field() {
        #[track_caller]
        fn check(url: &str, expected: &str) {
            let error = Endpoints::from_base_url(url).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Configuration);
            assert!(error.to_string().starts_with(expected), "{error}");
        }
        check("", "`base_url` is not a URL (relative URL without a base)");
        check("api.stigg.io", "`base_url` is not a URL (relative URL without a base)");
        check("ftp://api.stigg.io", "`base_url` has the scheme \"ftp\"");
        check("https://", "`base_url` is not a URL (empty host)");
        check(
            "https://me:secret@api.stigg.io",
            "`base_url` holds a user name or a password",
        );
        check("https://api.stigg.io/?x=1", "`base_url` has a query");
        let error = Endpoints::default().with_websocket_url("ftp://x").unwrap_err();
        assert_eq!(
            error.to_string(),
            "`websocket_url` has the scheme \"ftp\", which is not ws or wss; expected something like wss://api.stigg.io"
        );
        let error = Endpoints::default().with_edge_url("nowhere").unwrap_err();
        assert!(error.to_string().starts_with("`edge_url` is not a URL"), "{error}");
    }
}
