use super::*;

const ALL: [ErrorKind; 17] = [
    ErrorKind::InvalidArgument,
    ErrorKind::Unauthenticated,
    ErrorKind::PermissionDenied,
    ErrorKind::NotFound,
    ErrorKind::Validation,
    ErrorKind::Conflict,
    ErrorKind::RateLimited,
    ErrorKind::Timeout,
    ErrorKind::Connect,
    ErrorKind::Network,
    ErrorKind::Server,
    ErrorKind::Decode,
    ErrorKind::Api,
    ErrorKind::Unsupported,
    ErrorKind::Offline,
    ErrorKind::Closed,
    ErrorKind::Configuration,
];

#[test]
fn every_kind_says_what_it_is_on_one_line() {
    let lines: Vec<String> = ALL
        .iter()
        .map(|kind| format!("{kind:?}: {}", Error::new(*kind).with_operation("get_customer")))
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    InvalidArgument: get_customer failed: invalid argument
    Unauthenticated: get_customer failed: Stigg does not accept the API key
    PermissionDenied: get_customer failed: the API key is not allowed to do this
    NotFound: get_customer failed: not found
    Validation: get_customer failed: Stigg refused the request
    Conflict: get_customer failed: in conflict with what exists or with another request
    RateLimited: get_customer failed: too many requests
    Timeout: get_customer failed: no answer in time
    Connect: get_customer failed: no connection to Stigg
    Network: get_customer failed: the connection broke
    Server: get_customer failed: Stigg failed
    Decode: get_customer failed: the answer could not be understood
    Api: get_customer failed: Stigg reported an error
    Unsupported: get_customer failed: not supported by this transport
    Offline: get_customer failed: the client is offline
    Closed: get_customer failed: the client has been closed
    Configuration: get_customer failed: the configuration cannot work
    ");
}

#[test]
fn the_line_holds_everything_but_the_causes_and_the_report_those_as_well() {
    let error = Error::new(ErrorKind::RateLimited)
        .with_operation("report_usage")
        .with_message("Too many requests")
        .with_code("RateLimitExceeded")
        .with_trace_id("trace-1")
        .with_status(429)
        .with_retry_after(Duration::from_secs(3))
        .with_attempts(3)
        .with_delivery(Delivery::Refused)
        .with_source(std::io::Error::other("inner"));
    insta::assert_snapshot!(error, @"report_usage failed: Too many requests (RateLimitExceeded, HTTP 429, retry after 3s, 3 attempts, trace id trace-1)");
    insta::assert_snapshot!(error.report(), @"
    report_usage failed: Too many requests (RateLimitExceeded, HTTP 429, retry after 3s, 3 attempts, trace id trace-1)
      caused by: inner
    ");
    assert!(error.is_retryable());
    assert!(!error.may_have_been_applied());
}

#[test]
fn a_change_without_an_answer_may_have_been_applied() {
    let of = |delivery| {
        Error::new(ErrorKind::Timeout)
            .with_delivery(delivery)
            .may_have_been_applied()
    };
    assert!(!of(Delivery::NotSent));
    assert!(of(Delivery::Unanswered));
    assert!(!of(Delivery::Refused));
    assert!(of(Delivery::Applied));
}

#[test]
fn changing_a_clone_leaves_the_original_alone() {
    let original = Error::new(ErrorKind::Network);
    let changed = original.clone().with_attempts(2);
    assert_eq!((original.attempts(), changed.attempts()), (0, 2));
}

#[test]
fn codes_have_kinds() {
    #[track_caller]
    fn check(code: &str, kind: ErrorKind) {
        assert_eq!(ErrorKind::of_code(&code.into()), kind, "{code}");
    }
    check("Unauthenticated", ErrorKind::Unauthenticated);
    check("IdentityForbidden", ErrorKind::PermissionDenied);
    check("CustomerNotFound", ErrorKind::NotFound);
    check("ProductNotFoundError", ErrorKind::NotFound);
    check("ApiKeyNotFound", ErrorKind::Unauthenticated);
    check("RateLimitExceeded", ErrorKind::RateLimited);
    check("OperationTimeout", ErrorKind::Timeout);
    check("UnexpectedError", ErrorKind::Server);
    check("INTERNAL_SERVER_ERROR", ErrorKind::Server);
    check("DuplicatedEntityNotAllowed", ErrorKind::Conflict);
    check("InvalidQuantity", ErrorKind::Validation);
    check("SomethingFromTomorrow", ErrorKind::Api);
}

#[test]
fn an_invalid_request_keeps_its_words() {
    let error = Error::from(InvalidRequest::new("customerId", "is empty"));
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    assert_eq!(error.to_string(), "invalid argument: `customerId` is empty");
}
