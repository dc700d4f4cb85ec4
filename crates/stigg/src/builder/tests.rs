use stigg_transport::ErrorKind;

use super::*;

#[track_caller]
fn refused(builder: StiggBuilder, expected: &str) {
    let error = builder.build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().starts_with(expected), "{error}");
}

fn builder() -> StiggBuilder {
    StiggBuilder::new().api_key("server-key")
}

#[test]
fn a_bad_field_is_named() {
    refused(StiggBuilder::new(), "no API key: call `api_key` or `api_key_from_env`");
    refused(StiggBuilder::new().api_key(""), "the API key is empty");
    refused(
        StiggBuilder::new().api_key("server-key\n"),
        "the API key contains a line break",
    );
    refused(builder().base_url("stigg"), "`base_url` is not a URL");
    refused(builder().edge_url("stigg"), "`edge_url` is not a URL");
    refused(builder().timeout(Duration::ZERO), "`timeout` is zero");
    refused(
        builder().entitlements_timeout(Duration::ZERO),
        "`entitlements_timeout` is zero",
    );
    let upside_down = Freshness::new(Duration::from_secs(2), Duration::from_secs(1));
    refused(
        builder().freshness(upside_down),
        "`freshness` has a `max_age` below its `refresh_after`",
    );
}

#[test]
fn a_client_is_made_without_a_runtime_and_offline_without_a_key() {
    assert!(builder().build().is_ok());
    assert!(StiggBuilder::new().offline(true).build().is_ok());
}

#[test]
fn nothing_prints_the_key() {
    let builder = StiggBuilder::new().api_key("server-secret");
    assert!(!format!("{builder:?}").contains("server-secret"));
    assert!(!format!("{:?}", builder.build().unwrap()).contains("server-secret"));
    let builder = StiggBuilder::new().base_url("https://me:server-secret@example.com");
    assert!(!format!("{builder:?}").contains("server-secret"));
    let refused = StiggBuilder::new().api_key("server-secret\n");
    assert!(!format!("{refused:?}").contains("server-secret"));
}
