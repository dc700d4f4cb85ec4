//! A check that is answered from memory allocates nothing, and waits for nothing.

use std::time::Duration;

use allocation_counter::measure;
use futures_util::FutureExt;
use stigg::models::{
    CauseKind, CreditEntitlementState, EntitlementCurrency, EntitlementState, EntitlementsState,
    FeatureEntitlementState, FeatureType, GetBooleanEntitlement, GetCreditEntitlement, GetEntitlement,
    GetEntitlementV2Params, GetEnumEntitlement, GetMeteredEntitlement, GetNumericEntitlement, MeterType, Origin,
};
use stigg::{ErrorKind, ManualClock, Stigg};

use crate::fake::{CUSTOMER, FEATURE, Fake, ask, at, client, feature, metered, pass_until};

/// A client that knows a customer who may use everything there is.
async fn warm_client() -> (Fake, Stigg, ManualClock) {
    let fake = Fake::default();
    let of = |id, feature_type, meter_type| FeatureEntitlementState::new(feature(id, feature_type, meter_type));
    let mut projects = of("projects", FeatureType::Number, Some(MeterType::None));
    projects.usage_limit = Some(3.0);
    let mut regions = of("regions", FeatureType::Enum, None);
    regions.enum_values = ["eu".to_owned(), "us".to_owned()].into();
    let entitlements = [
        of("sso", FeatureType::Boolean, None),
        projects,
        metered(5.0, 1.0),
        regions,
    ];
    let mut tokens = CreditEntitlementState::new(EntitlementCurrency::new("tokens"));
    tokens.usage_limit = Some(10.0);
    let mut state = EntitlementsState::new(entitlements.map(EntitlementState::Feature).into());
    state.entitlements.push(EntitlementState::Credit(tokens));
    fake.answer_state(state);
    let (stigg, clock) = client(&fake);
    stigg.get_entitlements_state_v2(CUSTOMER, None).await;
    (fake, stigg, clock)
}

/// What is asked of each getter, made beforehand: to name values allocates.
#[derive(Clone)]
struct Requests {
    boolean: GetBooleanEntitlement<'static>,
    numeric: GetNumericEntitlement<'static>,
    metered: GetMeteredEntitlement<'static>,
    enumerated: GetEnumEntitlement<'static>,
    credit: GetCreditEntitlement<'static>,
    whatever: [GetEntitlementV2Params<'static>; 5],
}

fn requests() -> Requests {
    Requests {
        boolean: GetBooleanEntitlement::new(CUSTOMER, "sso").with_resource_id(""),
        numeric: GetNumericEntitlement::new(CUSTOMER, "projects"),
        metered: GetMeteredEntitlement::new(CUSTOMER, FEATURE).with_requested_usage(1),
        enumerated: GetEnumEntitlement::new(CUSTOMER, "regions").with_requested_values(["eu"]),
        credit: GetCreditEntitlement::new(CUSTOMER, "tokens").with_requested_usage(10),
        whatever: [
            GetEntitlementV2Params::feature(CUSTOMER, "sso").with_resource_id(""),
            GetEntitlementV2Params::feature(CUSTOMER, "projects"),
            GetEntitlementV2Params::feature(CUSTOMER, FEATURE).with_requested_usage(1),
            GetEntitlementV2Params::feature(CUSTOMER, "regions").with_requested_values(["us"]),
            GetEntitlementV2Params::credit(CUSTOMER, "tokens").with_requested_usage(10),
        ],
    }
}

/// How many checks `get_everything` makes, and `peek_everything`.
const GETS: usize = 11;
const PEEKS: usize = 10;

/// Makes every check that can be awaited, each of which has to be ready when it is polled for the first time. `seen` gets
/// what each one answers.
fn get_everything(stigg: &Stigg, requests: Requests, mut seen: impl FnMut(bool, &Origin)) {
    macro_rules! get {
        ($check:expr) => {
            $check
                .now_or_never()
                .expect("it is answered from memory, at once")
        };
    }
    let answer = get!(stigg.get_boolean_entitlement(requests.boolean));
    seen(answer.has_access, &answer.origin);
    let answer = get!(stigg.get_numeric_entitlement(requests.numeric));
    seen(answer.has_access, &answer.origin);
    let answer = get!(stigg.get_metered_entitlement(requests.metered));
    seen(answer.has_access, &answer.origin);
    let answer = get!(stigg.get_enum_entitlement(requests.enumerated));
    seen(answer.has_access, &answer.origin);
    let answer = get!(stigg.get_credit_entitlement(requests.credit));
    seen(answer.has_access, &answer.origin);
    for request in requests.whatever {
        let answer = get!(stigg.get_entitlement_v2(request));
        seen(answer.has_access(), answer.origin());
    }
    #[expect(deprecated, reason = "it promises the same")]
    let answer = get!(stigg.get_entitlement(GetEntitlement::new(CUSTOMER, FEATURE)));
    seen(answer.has_access(), answer.origin());
}

/// Makes every check without an await, but for the one that answers a list.
fn peek_everything(stigg: &Stigg, requests: Requests, mut seen: impl FnMut(bool, &Origin)) {
    let answer = stigg.peek_boolean_entitlement(requests.boolean).unwrap();
    seen(answer.has_access, &answer.origin);
    let answer = stigg.peek_numeric_entitlement(requests.numeric).unwrap();
    seen(answer.has_access, &answer.origin);
    let answer = stigg.peek_metered_entitlement(requests.metered).unwrap();
    seen(answer.has_access, &answer.origin);
    let answer = stigg.peek_enum_entitlement(requests.enumerated).unwrap();
    seen(answer.has_access, &answer.origin);
    let answer = stigg.peek_credit_entitlement(requests.credit).unwrap();
    seen(answer.has_access, &answer.origin);
    for request in requests.whatever {
        let answer = stigg.peek_entitlement_v2(request).unwrap();
        seen(answer.has_access(), answer.origin());
    }
}

/// Counts the answers that grant access and come from where they should.
fn count(counted: &mut usize, is_expected: impl Fn(&Origin) -> bool) -> impl FnMut(bool, &Origin) {
    move |has_access, origin| *counted += usize::from(has_access && is_expected(origin))
}

fn is_fresh(origin: &Origin) -> bool {
    *origin == Origin::Fresh
}

fn is_stale_by(kind: CauseKind) -> impl Fn(&Origin) -> bool {
    move |origin| origin.is_stale() && origin.cause().is_some_and(|cause| cause.kind == kind)
}

#[tokio::test]
async fn a_warm_check_of_any_kind_allocates_nothing() {
    let (fake, stigg, _) = warm_client().await;
    let (requests, mut answers) = (requests(), 0);
    let counted = measure(|| get_everything(&stigg, requests, count(&mut answers, is_fresh)));
    assert_eq!((answers, counted.count_total), (GETS, 0));
    assert_eq!(fake.reads(), 1);
}

#[tokio::test]
async fn a_warm_check_without_an_await_allocates_nothing() {
    let (fake, stigg, _) = warm_client().await;
    let (requests, mut answers) = (requests(), 0);
    let counted = measure(|| peek_everything(&stigg, requests, count(&mut answers, is_fresh)));
    assert_eq!((answers, counted.count_total), (PEEKS, 0));
    assert_eq!(fake.reads(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_stale_check_allocates_nothing_while_stigg_is_down() {
    let (fake, stigg, clock) = warm_client().await;
    fake.fail(ErrorKind::Connect);
    // So many failures that reads pause.
    for i in 0..5 {
        stigg.get_entitlements_state_v2(&format!("cold-{i}"), None).await;
    }
    pass_until(&clock, at(50));
    let (requests, reads) = (requests(), fake.reads());
    let (mut gets, mut peeks) = (0, 0);
    let counted = measure(|| {
        let down = is_stale_by(CauseKind::Connect);
        get_everything(&stigg, requests.clone(), count(&mut gets, down));
    });
    assert_eq!((gets, counted.count_total), (GETS, 0));
    let counted = measure(|| {
        let nobody_asked = is_stale_by(CauseKind::NotRefreshed);
        peek_everything(&stigg, requests, count(&mut peeks, nobody_asked));
    });
    assert_eq!((peeks, counted.count_total), (PEEKS, 0));
    assert_eq!(fake.reads(), reads);
}

#[tokio::test(start_paused = true)]
async fn a_stale_check_without_an_await_allocates_nothing_after_a_failed_read() {
    let (fake, stigg, clock) = warm_client().await;
    fake.fail(ErrorKind::Connect);
    pass_until(&clock, at(50));
    ask(&stigg).await;
    tokio::time::sleep(Duration::from_millis(1)).await;
    assert_eq!(stigg.counters().loads_failed, 1);
    let (requests, mut answers) = (requests(), 0);
    let counted = measure(|| {
        let nobody_asked = is_stale_by(CauseKind::NotRefreshed);
        peek_everything(&stigg, requests, count(&mut answers, nobody_asked));
    });
    assert_eq!((answers, counted.count_total), (PEEKS, 0));
    assert_eq!(fake.reads(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_stale_check_allocates_nothing_while_its_customer_is_left_alone_after_a_failed_read() {
    let (fake, stigg, clock) = warm_client().await;
    fake.fail(ErrorKind::Connect);
    pass_until(&clock, at(50));
    ask(&stigg).await;
    tokio::time::sleep(Duration::from_millis(1)).await;
    assert_eq!(stigg.counters().loads_failed, 1);
    let (requests, mut answers) = (requests(), 0);
    let counted = measure(|| {
        let because_of_the_failure = is_stale_by(CauseKind::Connect);
        get_everything(&stigg, requests, count(&mut answers, because_of_the_failure));
    });
    assert_eq!((answers, counted.count_total), (GETS, 0));
    assert_eq!(fake.reads(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_warm_check_of_any_kind_is_ready_at_its_first_poll() {
    let (fake, stigg, clock) = warm_client().await;
    // Should anything wait for Stigg, it would wait for long.
    fake.take(Duration::from_secs(3600));
    for (seconds, fresh) in [(0, true), (50, false)] {
        pass_until(&clock, at(seconds));
        let mut answers = 0;
        get_everything(
            &stigg,
            requests(),
            count(&mut answers, |origin| is_fresh(origin) == fresh),
        );
        assert_eq!(answers, GETS);
        let all = stigg.get_entitlements_state_v2(CUSTOMER, None).now_or_never().unwrap();
        assert_eq!((all.entitlements.len(), is_fresh(&all.origin)), (5, fresh));
        #[expect(deprecated, reason = "they promise the same")]
        let (features, state) = (
            stigg.get_entitlements(CUSTOMER, None).now_or_never().unwrap(),
            stigg.get_entitlements_state(CUSTOMER, None).now_or_never().unwrap(),
        );
        assert_eq!((features.len(), state.entitlements.len()), (4, 4));
    }
}
