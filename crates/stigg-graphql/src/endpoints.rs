//! Where Stigg is.

use std::net::IpAddr;

use reqwest::Url;
use stigg_transport::{Error, ErrorKind, Result};

/// The addresses of Stigg's API and its Edge.
///
/// # Derivation
///
/// Only the API's base URL has to be known; the Edge's follows from it as in the official SDKs:
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
        let base = parse("base_url", base_url)?;
        let path = base.path().trim_end_matches('/');
        let root = path.strip_suffix("/graphql").unwrap_or(path).to_owned();
        let mut graphql = base.clone();
        graphql.set_path(&format!("{root}/graphql"));
        let mut edge = edge_of(&base);
        if let Some(edge) = &mut edge {
            edge.set_path(&format!("{root}/"));
        }
        Ok(Self { graphql, edge })
    }

    /// Sets the Edge's base URL.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`] when it is not an HTTP URL.
    pub fn with_edge_url(mut self, edge_url: &str) -> Result<Self> {
        let mut edge = parse("edge_url", edge_url)?;
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

fn parse(field: &str, text: &str) -> Result<Url> {
    let invalid = |problem: String| {
        Error::new(ErrorKind::Configuration).with_message(format!(
            "`{field}` {problem}; expected something like https://api.stigg.io"
        ))
    };
    // The text itself is not repeated: it may hold a password.
    let url = Url::parse(text.trim()).map_err(|error| invalid(format!("is not a URL ({error})")))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(invalid(format!(
            "has the scheme {:?}, which is not http or https",
            url.scheme()
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
        let error = Endpoints::default().with_edge_url("nowhere").unwrap_err();
        assert!(error.to_string().starts_with("`edge_url` is not a URL"), "{error}");
    }
}
