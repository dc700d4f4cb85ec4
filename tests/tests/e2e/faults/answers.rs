//! Every kind of bad answer: what the error of a read says, what is tried again, and what a check answers.

use std::time::Duration;

use stigg::models::{CauseKind, ErrorCode, GetBooleanEntitlement, GetSubscription};
use stigg::{Error, ErrorKind, Stigg};
use stigg_emulator::Fault;
use stigg_tests::{API_KEY, World, assert_discreet, refused};

use super::run;

struct Case {
    name: &'static str,
    fault: Fault,
    kind: ErrorKind,
    status: Option<u16>,
    code: Option<&'static str>,
    attempts: u32,
    /// Part of what the error says.
    says: &'static str,
}

impl Case {
    /// Lets an operation go wrong in this way.
    async fn run<T>(&self, operation: impl Future<Output = T>) -> T {
        run(self.kind == ErrorKind::Timeout, operation).await
    }
}

macro_rules! cases {
    ($( $name:literal: $fault:expr => $kind:ident, $status:expr, $code:expr, $attempts:literal, $says:literal; )*) => {
        vec![$( Case {
            name: $name,
            fault: $fault,
            kind: ErrorKind::$kind,
            status: $status,
            code: $code,
            attempts: $attempts,
            says: $says,
        } ),*]
    };
}

fn cases() -> Vec<Case> {
    let login_page = Fault::status(200)
        .with_header("content-type", "text/html")
        .with_body("<h1>Sign in first</h1>");
    let another_shape = Fault::status(200).with_body(r#"{"data":{"getSubscription":{"subscriptionId":7}}}"#);
    let tomorrow = Fault::graphql_error("MoonIsFull", "come back tomorrow");
    cases! {
        "garbage": Fault::garbage() => Decode, Some(200), None, 1, "not JSON";
        "nothing": Fault::status(200) => Decode, Some(200), None, 1, "an empty body";
        "a login page": login_page => Decode, Some(200), None, 1, "(text/html): Sign in first";
        "another shape": another_shape => Decode, Some(200), None, 1, "could not be understood at `getSubscription`";
        "cut in the middle": Fault::truncated(40) => Network, Some(200), None, 3, "broke before the answer was complete";
        "cut before the answer": Fault::close() => Network, None, None, 3, "broke before the answer was complete";
        "the answer is lost": Fault::lost_answer() => Network, None, None, 3, "broke before the answer was complete";
        "no answer": Fault::hang() => Timeout, None, None, 3, "no answer in time";
        "half an answer": Fault::stalled(40) => Timeout, Some(200), None, 3, "stopped in the middle";
        "401": Fault::unauthenticated() => Unauthenticated, Some(401), Some("Unauthenticated"), 1, "check your API key";
        "403": Fault::status(403) => PermissionDenied, Some(403), None, 1, "not allowed";
        "404": Fault::status(404) => Api, Some(404), None, 1, "check the base URL";
        "a redirect": Fault::status(302) => Api, Some(302), None, 1, "redirect";
        "429": Fault::rate_limited(None) => RateLimited, Some(429), None, 3, "too many requests";
        "500": Fault::server_error() => Server, Some(500), Some("UnexpectedError"), 3, "Something went wrong";
        "502": Fault::bad_gateway() => Server, Some(502), None, 3, "502 Bad Gateway";
        "503": Fault::status(503) => Server, Some(503), None, 3, "Stigg failed";
        "a code from tomorrow": tomorrow => Api, Some(200), Some("MoonIsFull"), 1, "come back tomorrow";
    }
}

async fn read(stigg: &Stigg) -> Result<String, Error> {
    let subscription = stigg.get_subscription(GetSubscription::new("subscription-pro")).await?;
    Ok(subscription.plan.id)
}

#[tokio::test]
async fn the_error_of_a_read_says_what_happened_and_a_read_is_tried_again_when_that_may_help() {
    let world = World::start().await;
    for case in cases() {
        let fault = world.emulator.faults().add(case.fault.clone());
        let error = refused(case.run(read(&world.stigg)).await);
        let name = case.name;
        assert_eq!(error.kind(), case.kind, "{name}: {error:?}");
        assert_eq!(error.status(), case.status, "{name}: {error:?}");
        assert_eq!(error.code().map(ErrorCode::as_str), case.code, "{name}: {error:?}");
        assert_eq!(error.operation(), Some("get_subscription"), "{name}");
        assert_eq!(error.attempts(), case.attempts, "{name}: {error:?}");
        assert_eq!(error.is_retryable(), case.attempts > 1, "{name}: {error:?}");
        assert!(error.to_string().contains(case.says), "{name}: {error}");
        assert!(!error.to_string().contains('\n'), "{name}: {error}");
        assert_eq!(world.sent().len(), case.attempts as usize, "{name}");
        world.emulator.faults().remove(fault);
        assert_eq!(
            read(&world.stigg).await.unwrap(),
            "plan-pro",
            "after {name} all is well again"
        );
        world.sent();
    }
}

#[tokio::test]
async fn what_passes_is_not_noticed() {
    let world = World::start().await;
    for case in cases().into_iter().filter(|case| case.attempts > 1) {
        world.emulator.faults().add(case.fault.clone().times(2));
        assert_eq!(case.run(read(&world.stigg)).await.unwrap(), "plan-pro", "{}", case.name);
        assert_eq!(world.sent(), ["GetSubscription"; 3], "{}", case.name);
    }
}

#[tokio::test]
async fn a_check_answers_its_fallback_and_says_why() {
    let world = World::start().await;
    for case in cases() {
        let name = case.name;
        // Each with a client of its own: after some failures in a row one does not even ask.
        let stigg = world
            .builder()
            .entitlement_fallback("single-sign-on", true)
            .build()
            .unwrap();
        let check = || stigg.get_boolean_entitlement(GetBooleanEntitlement::new("free-rider", "single-sign-on"));
        let fault = world.emulator.faults().add(case.fault.clone());
        let answer = case.run(check()).await;
        assert!(answer.has_access && answer.is_fallback, "{name}: {answer:?}");
        let cause = answer.origin.cause().unwrap();
        let failed = matches!(
            cause.kind,
            CauseKind::RequestFailed | CauseKind::Timeout | CauseKind::Connect | CauseKind::Unauthenticated
        );
        assert!(failed, "{name}: {cause:?}");
        let text = cause.to_string();
        assert!(text.starts_with("get_entitlements_state failed: "), "{name}: {text}");
        assert_discreet(&format!("{answer:?}"));

        world.emulator.faults().remove(fault);
        let answer = check().await;
        assert!(!answer.has_access && !answer.is_fallback, "after {name}: {answer:?}");
    }
}

#[tokio::test]
async fn too_many_requests_are_tried_again_when_stigg_wants_it() {
    let world = World::start().await;
    world
        .emulator
        .faults()
        .add(Fault::rate_limited(Some(Duration::ZERO)).times(2));
    assert_eq!(read(&world.stigg).await.unwrap(), "plan-pro");
    assert_eq!(world.sent(), ["GetSubscription"; 3]);

    // Not within the time that the operation has: then it is for the caller to wait.
    let stigg = world.builder().timeout(Duration::from_secs(30)).build().unwrap();
    world
        .emulator
        .faults()
        .add(Fault::rate_limited(Some(Duration::from_secs(40))));
    let error = refused(read(&stigg).await);
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::RateLimited, 1));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(40)));
    assert!(error.to_string().contains("retry after 40s"), "{error}");
}

#[tokio::test]
async fn who_repeats_the_key_in_an_answer_gets_it_into_no_error() {
    let world = World::start().await;
    let echoes = [
        Fault::status(400).with_body(API_KEY),
        Fault::status(500).with_body(format!("<p>bad header X-API-KEY: {API_KEY}</p>")),
        Fault::status(200).with_body(format!("no JSON but {API_KEY}")),
        Fault::status(403).with_body(format!(r#"{{"message":"the key {API_KEY} is not known"}}"#)),
        Fault::graphql_error("BadUserInput", &format!("what is {API_KEY}?")),
    ];
    for echo in echoes {
        let fault = world.emulator.faults().add(echo);
        let error = refused(read(&world.stigg).await);
        assert!(error.to_string().contains("***"), "{error}");
        let answer = world
            .somebody_else()
            .get_boolean_entitlement(GetBooleanEntitlement::new("a", "b"))
            .await;
        assert_discreet(&format!("{answer:?} {}", answer.origin.cause().unwrap()));
        world.emulator.faults().remove(fault);
    }
}
