//! Where the Edge's reads are.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Url;
use stigg_models::OneOrMany;

/// What RFC 3986 calls unreserved stays as it is; everything else is encoded.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// One read of the Edge: its path segments and its query.
#[derive(Debug)]
pub(crate) struct EdgeRead<'a> {
    segments: Vec<&'a str>,
    query: Vec<(&'static str, &'a str)>,
}

impl<'a> EdgeRead<'a> {
    pub(crate) fn entitlements_state(customer_id: &'a str, resource_id: Option<&'a str>) -> Self {
        Self {
            segments: vec!["v1", "c", customer_id, "entitlements-state.json"],
            query: resource_id.map(|id| ("resourceId", id)).into_iter().collect(),
        }
    }

    pub(crate) fn entitlements(customer_id: &'a str, resource_id: Option<&'a str>) -> Self {
        Self {
            segments: vec!["v1", "c", customer_id, "entitlements.json"],
            query: resource_id.map(|id| ("resourceId", id)).into_iter().collect(),
        }
    }

    pub(crate) fn paywall(product_id: Option<&'a str>, query: Vec<(&'static str, &'a str)>) -> Self {
        let segments = match product_id {
            Some(product_id) => vec!["v1", "p", product_id, "paywall.json"],
            None => vec!["v1", "paywall.json"],
        };
        Self { segments, query }
    }

    /// One resource and a list of one are not the same.
    pub(crate) fn subscriptions(customer_id: &'a str, resource_id: Option<&'a OneOrMany<String>>) -> Self {
        let query = match resource_id {
            None => Vec::new(),
            Some(OneOrMany::One(id)) => vec![("resourceId", id.as_str())],
            Some(OneOrMany::Many(ids)) => ids.iter().map(|id| ("resourceIds", id.as_str())).collect(),
        };
        Self {
            segments: vec!["v1", "c", customer_id, "subscriptions.json"],
            query,
        }
    }

    pub(crate) fn sdk_configuration() -> Self {
        Self {
            segments: vec!["v1", "config", "server-sdk-configuration.json"],
            query: Vec::new(),
        }
    }

    /// The URL below `base`, which ends in a slash. `None` when an id cannot be one segment of a path: `.` and `..` change
    /// the path however they are encoded.
    pub(crate) fn url(&self, base: &Url) -> Option<Url> {
        if self.segments.iter().any(|segment| matches!(*segment, "" | "." | "..")) {
            return None;
        }
        let mut path = String::with_capacity(128);
        path.push_str(base.path());
        for (place, segment) in self.segments.iter().enumerate() {
            path.push_str(if place == 0 { "" } else { "/" });
            path.extend(utf8_percent_encode(segment, RESERVED));
        }
        let mut url = base.clone();
        url.set_path(&path);
        if !self.query.is_empty() {
            let mut query = String::with_capacity(128);
            for (place, (name, value)) in self.query.iter().enumerate() {
                query.push_str(if place == 0 { "" } else { "&" });
                query.push_str(name);
                query.push('=');
                query.extend(utf8_percent_encode(value, RESERVED));
            }
            url.set_query(Some(&query));
        }
        Some(url)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base() -> Url {
        Url::parse("https://edge.example.com/stigg/").unwrap()
    }

    #[track_caller]
    fn check(customer_id: &str, expected: &str) {
        let url = EdgeRead::entitlements_state(customer_id, None).url(&base()).unwrap();
        assert_eq!(
            url.as_str(),
            format!("https://edge.example.com/stigg/v1/c/{expected}/entitlements-state.json")
        );
        let segments: Vec<&str> = url.path_segments().unwrap().collect();
        assert_eq!(segments.len(), 5, "{customer_id:?} is not one segment");
        let decoded = percent_encoding::percent_decode_str(segments[3]).decode_utf8().unwrap();
        assert_eq!(decoded, customer_id);
    }

    #[test]
    fn whatever_the_id_is_it_stays_one_segment() {
        check("customer-42", "customer-42");
        check("a.b_c~d", "a.b_c~d");
        check("me@example.com", "me%40example.com");
        check("../../admin", "..%2F..%2Fadmin");
        check("a/b?x=1#y", "a%2Fb%3Fx%3D1%23y");
        check("%2e%2e", "%252e%252e");
        check("%", "%25");
        check("\0\r\nX-API-KEY: x", "%00%0D%0AX-API-KEY%3A%20x");
        check("zażółć 🦀", "za%C5%BC%C3%B3%C5%82%C4%87%20%F0%9F%A6%80");
        check("...", "...");
    }

    #[test]
    fn an_id_that_no_path_can_hold_has_no_url() {
        for id in [".", "..", ""] {
            assert!(EdgeRead::entitlements_state(id, None).url(&base()).is_none(), "{id:?}");
        }
    }

    #[test]
    fn the_query_is_encoded_as_well() {
        let url = EdgeRead::entitlements_state("c", Some("a b&c=d+e"))
            .url(&base())
            .unwrap();
        assert_eq!(url.query(), Some("resourceId=a%20b%26c%3Dd%2Be"));
        let sites = OneOrMany::from(["a&b", "c d"]);
        let url = EdgeRead::subscriptions("c/1", Some(&sites)).url(&base()).unwrap();
        assert_eq!(
            url.as_str(),
            "https://edge.example.com/stigg/v1/c/c%2F1/subscriptions.json?resourceIds=a%26b&resourceIds=c%20d"
        );
        let url = EdgeRead::subscriptions("c", Some(&"s".into())).url(&base()).unwrap();
        assert_eq!(url.query(), Some("resourceId=s"));
        let url = EdgeRead::paywall(Some("p/1"), vec![("billingCountryCode", "DE")])
            .url(&base())
            .unwrap();
        assert_eq!(
            url.as_str(),
            "https://edge.example.com/stigg/v1/p/p%2F1/paywall.json?billingCountryCode=DE"
        );
    }
}
