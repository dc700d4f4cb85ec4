use std::fmt::Write as _;
use std::sync::LazyLock;

use super::*;

static KEY: LazyLock<ApiKey> = LazyLock::new(|| ApiKey::new("server-key-5e1f0c2d4b").unwrap());

fn answer(status: u16, body: &str) -> Answer<'static> {
    Answer {
        key: &KEY,
        status: StatusCode::from_u16(status).unwrap(),
        content_type: Some("text/html".to_owned()),
        retry_after: None,
        body: body.as_bytes().to_vec(),
    }
}

#[derive(Debug, Deserialize)]
struct Data {
    customer: Customer,
}

#[derive(Debug, Deserialize)]
struct Customer {
    name: String,
}

#[test]
fn data_is_taken_out_of_its_envelope() {
    let data: Data = answer(200, r#"{"data":{"customer":{"name":"Ada","new":1}},"extensions":{}}"#)
        .data(&KnownFeatures::default())
        .unwrap();
    assert_eq!(data.customer.name, "Ada");
}

#[test]
fn every_failure_has_one_readable_line() {
    let reported =
        |extensions: &str| format!(r#"{{"data":null,"errors":[{{"message":"No","extensions":{extensions}}}]}}"#);
    let not_found = reported(r#"{"code":"CustomerNotFound","traceId":"t1"}"#);
    let cases: [(u16, &str); 22] = [
        (200, &not_found),
        (400, &not_found),
        (500, &not_found),
        (200, &reported(r#"{"code":"Unauthenticated"}"#)),
        (200, &reported(r#"{"code":"UnexpectedError"}"#)),
        (200, &reported(r#"{"code":"FromTomorrow"}"#)),
        (409, &reported(r#"{"code":"FromTomorrow"}"#)),
        (200, r#"{"errors":[{}]}"#),
        (200, r#"{"errors":[{"message":null,"extensions":null}]}"#),
        (429, r#"{"error":"rate_limit_exceeded","message":"Too many requests"}"#),
        (401, ""),
        (403, ""),
        (404, "nothing here"),
        (408, ""),
        (302, ""),
        (
            502,
            "<html>\r\n<head><title>502 Bad Gateway</title></head>\n<body><h1>502 Bad Gateway</h1></body></html>",
        ),
        (503, &"x".repeat(10_000)),
        (200, "<p>Please sign in"),
        (200, ""),
        (200, r#"{"data":null}"#),
        (200, r#"{"data":{"customer":{"name":7}}}"#),
        (200, r#"{"data":{"customer":"#),
    ];
    let mut lines = String::new();
    for (status, body) in cases {
        let error = answer(status, body)
            .data::<Data>(&KnownFeatures::default())
            .unwrap_err();
        writeln!(lines, "{status}: {:?}, {:?}: {error}", error.kind(), error.delivery()).unwrap();
    }
    insta::assert_snapshot!(lines);
}

#[test]
fn what_others_wrote_is_one_line_and_not_long() {
    let long = "wide 🦀\u{1b}[31m\r\nline\u{2028}".repeat(1_000);
    let reported = serde_json::json!({"errors": [
        {"message": &long, "extensions": {"code": &long, "traceId": &long}},
    ]});
    let misfit = serde_json::json!({"data": {"customer": {"name": [], "other": 1}, "customer2": 1}});
    let wrong = serde_json::json!({"data": {"customer": &long}});
    for (status, body) in [
        (200, reported.to_string()),
        (400, serde_json::json!({"message": &long}).to_string()),
        (503, long.clone()),
        (200, misfit.to_string()),
        (200, wrong.to_string()),
    ] {
        let error = answer(status, &body)
            .data::<Data>(&KnownFeatures::default())
            .unwrap_err();
        for text in [
            Some(error.message()),
            error.code().map(ErrorCode::as_str),
            error.trace_id(),
        ] {
            let text = text.unwrap_or_default();
            assert!(text.chars().count() <= 400, "{text}");
            assert!(!text.contains(|c: char| c.is_control() || c == '\u{2028}'), "{text:?}");
        }
    }
}

#[test]
fn an_empty_list_of_errors_is_no_error() {
    let data: Data = answer(200, r#"{"data":{"customer":{"name":"Ada"}},"errors":[]}"#)
        .data(&KnownFeatures::default())
        .unwrap();
    assert_eq!(data.customer.name, "Ada");
}

#[test]
fn retry_after_is_seconds_or_a_date_and_never_absurd() {
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000);
    let check = |text: &str| parse_retry_after(text, now).map(|delay| delay.as_secs());
    assert_eq!(check("3"), Some(3));
    assert_eq!(check(" 0 "), Some(0));
    assert_eq!(check("86400"), Some(300));
    assert_eq!(check("99999999999999999999999"), Some(300));
    assert_eq!(check("Thu, 01 Jan 1970 00:16:50 GMT"), Some(10));
    assert_eq!(check("Thu, 01 Jan 1970 00:00:50 GMT"), None);
    for garbage in ["", "-1", "1.5", "soon", "3 seconds"] {
        assert_eq!(check(garbage), None, "{garbage}");
    }
}
