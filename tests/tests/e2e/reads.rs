//! When a check asks, whom it asks, and how often.

use std::time::Duration;

use futures_util::future::join_all;
use stigg::models::{
    CauseKind, GetBooleanEntitlement, GetEnumEntitlement, GetMeteredEntitlement, MeteredEntitlement, Origin,
    ReportUsage,
};
use stigg::{ErrorKind, Freshness, Stigg};
use stigg_emulator::Fault;
use stigg_tests::{World, refused};

const EDGE: &str = "entitlements-state.json";
const API: &str = "GetEntitlementsState";

async fn renders(stigg: &Stigg) -> MeteredEntitlement {
    stigg
        .get_metered_entitlement(GetMeteredEntitlement::new("pro-user", "renders"))
        .await
}

/// Waits until the background has sent something.
async fn sent_in_the_background(world: &World) -> Vec<String> {
    loop {
        let sent = world.sent();
        if !sent.is_empty() {
            return sent;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

#[tokio::test]
async fn a_miss_is_one_request_however_many_wait_for_it() {
    let world = World::start().await;
    world.emulator.faults().add(Fault::delay(Duration::from_millis(20)));
    let checks = (0..100).map(|n| {
        let stigg = world.stigg.clone();
        tokio::spawn(async move {
            match n % 3 {
                0 => {
                    stigg
                        .get_boolean_entitlement(GetBooleanEntitlement::new("pro-user", "single-sign-on"))
                        .await
                        .has_access
                }
                1 => {
                    stigg
                        .get_enum_entitlement(GetEnumEntitlement::new("pro-user", "formats"))
                        .await
                        .has_access
                }
                _ => renders(&stigg).await.has_access,
            }
        })
    });
    assert!(join_all(checks).await.into_iter().all(|answer| answer.unwrap()));
    assert_eq!(world.sent(), [EDGE]);

    // Another customer, and a resource, are other entries.
    world
        .stigg
        .get_boolean_entitlement(GetBooleanEntitlement::new("free-rider", "single-sign-on"))
        .await;
    let request = GetBooleanEntitlement::new("pro-user", "single-sign-on").with_resource_id("site-1");
    world.stigg.get_boolean_entitlement(request).await;
    assert_eq!(world.sent(), [EDGE, EDGE]);
}

#[tokio::test]
async fn who_gives_up_waiting_takes_the_answer_from_nobody() {
    let world = World::start().await;
    world.emulator.faults().add(Fault::delay(Duration::from_millis(100)));
    let impatient = tokio::time::timeout(Duration::from_millis(5), renders(&world.stigg)).await;
    assert!(impatient.is_err());
    assert!(renders(&world.stigg).await.has_access);
    assert_eq!(world.sent(), [EDGE]);
}

#[tokio::test]
async fn an_entry_is_used_then_refreshed_in_the_background_then_refreshed_first() {
    let world = World::start().await;
    let other = world.somebody_else();
    let use_ten = || other.report_usage(ReportUsage::new("pro-user", "renders", 10));
    assert_eq!(renders(&world.stigg).await.current_usage, 40.0);
    use_ten().await.unwrap();
    world.sent();

    world.pass(Duration::from_secs(29));
    let answer = renders(&world.stigg).await;
    assert_eq!((answer.current_usage, answer.origin), (40.0, Origin::Fresh));
    assert_eq!(world.sent(), [] as [&str; 0]);

    world.pass(Duration::from_secs(1));
    let answer = renders(&world.stigg).await;
    assert_eq!(answer.current_usage, 40.0);
    assert_eq!(answer.origin.cause().unwrap().kind, CauseKind::Refreshing);
    assert_eq!(sent_in_the_background(&world).await, [EDGE]);
    while renders(&world.stigg).await.current_usage != 50.0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }

    use_ten().await.unwrap();
    world.sent();
    world.pass(Duration::from_secs(300));
    let answer = renders(&world.stigg).await;
    assert_eq!((answer.current_usage, answer.origin), (60.0, Origin::Fresh));
    assert_eq!(world.sent(), [EDGE]);
}

#[tokio::test]
async fn how_old_an_entry_may_get_can_be_chosen() {
    let world = World::start().await;
    let always = Freshness::new(Duration::ZERO, Duration::ZERO);
    let stigg = world.builder().freshness(always).build().unwrap();
    for _ in 0..3 {
        assert_eq!(renders(&stigg).await.origin, Origin::Fresh);
    }
    assert_eq!(world.sent(), [EDGE; 3]);
}

#[tokio::test]
async fn without_the_edge_everything_is_read_from_the_api() {
    let world = World::start().await;
    let stigg = world.builder().edge(false).build().unwrap();
    assert!(renders(&stigg).await.has_access);
    stigg.get_paywall(stigg::models::GetPaywall::new()).await.unwrap();
    stigg.wait_for_initialization().await.unwrap();
    let requests = world.requests();
    assert!(requests.iter().all(|request| !request.is_edge()), "{requests:#?}");
    let names: Vec<Option<&str>> = requests.iter().map(|request| request.operation.as_deref()).collect();
    assert_eq!(names, [Some(API), Some("GetPaywall"), Some("GetSdkConfiguration")]);
}

#[tokio::test]
async fn edge_and_api_tell_the_same() {
    let world = World::start().await;
    let api = world.builder().edge(false).build().unwrap();
    for customer_id in ["pro-user", "free-rider", "nobody"] {
        let by_edge = world.stigg.get_entitlements_state_v2(customer_id, None).await;
        let by_api = api.get_entitlements_state_v2(customer_id, None).await;
        assert_eq!(by_edge, by_api);
    }
    let paywall = stigg::models::GetPaywall::new();
    assert_eq!(
        world.stigg.get_paywall(paywall.clone()).await.unwrap(),
        api.get_paywall(paywall).await.unwrap()
    );
}

#[tokio::test]
async fn for_a_minute_after_a_change_the_customer_is_read_from_the_api() {
    let world = World::start().await;
    let stigg = world
        .builder()
        .freshness(Freshness::new(Duration::ZERO, Duration::ZERO))
        .build()
        .unwrap();
    let request = stigg::models::UpdateSubscription::new("subscription-pro").with_addon("addon-renders", 1);
    stigg.update_subscription(request).await.unwrap();
    world.sent();
    assert_eq!(renders(&stigg).await.usage_limit, Some(150.0));
    assert_eq!(world.sent(), [API]);
    // Others are read from the Edge meanwhile.
    stigg
        .get_boolean_entitlement(GetBooleanEntitlement::new("free-rider", "single-sign-on"))
        .await;
    assert_eq!(world.sent(), [EDGE]);
    world.pass(Duration::from_secs(60));
    renders(&stigg).await;
    assert_eq!(world.sent(), [EDGE]);
}

#[tokio::test]
async fn a_change_that_somebody_else_made_is_seen_after_a_reload() {
    let world = World::start().await;
    assert_eq!(renders(&world.stigg).await.usage_limit, Some(100.0));
    let request = stigg::models::UpdateSubscription::new("subscription-pro").with_addon("addon-renders", 2);
    world.somebody_else().update_subscription(request).await.unwrap();
    assert_eq!(renders(&world.stigg).await.usage_limit, Some(100.0));
    world.sent();
    world.stigg.reload_entitlements("pro-user", None).await;
    assert_eq!(world.sent(), [API]);
    assert_eq!(renders(&world.stigg).await.usage_limit, Some(200.0));
    assert_eq!(world.sent(), [] as [&str; 0]);
}

#[tokio::test]
async fn clones_share_the_cache_and_other_clients_do_not() {
    let world = World::start().await;
    renders(&world.stigg).await;
    renders(&world.stigg.clone()).await;
    assert_eq!(world.sent(), [EDGE]);
    renders(&world.somebody_else()).await;
    assert_eq!(world.sent(), [EDGE]);
}

#[tokio::test]
async fn requests_carry_the_key_and_say_who_they_are_from() {
    let world = World::start().await;
    renders(&world.stigg).await;
    world.stigg.get_customer("pro-user").await.unwrap();
    for request in world.requests() {
        assert_eq!(request.header("apollographql-client-name"), Some("stigg-rust"));
        assert!(request.header("user-agent").unwrap().starts_with("stigg-rust/"));
        assert_eq!(request.header("x-graphql-operation-name"), request.operation.as_deref());
    }
    // The journal leaves the key out; that the emulator answered proves that it came.
    let stranger = world.builder().api_key("server-of-somebody-else").build().unwrap();
    assert_eq!(
        refused(stranger.get_customer("pro-user").await).kind(),
        ErrorKind::Unauthenticated
    );
}
