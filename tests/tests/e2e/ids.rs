//! Ids: whatever they hold, they arrive as they are; and what cannot be meant is not sent.

use stigg::models::{
    CancelSubscription, CauseKind, EstimateSubscription, EstimateSubscriptionUpdate, GetActiveSubscriptions,
    GetBooleanEntitlement, GetMeteredEntitlement, GetPaywall, GetSubscription, GetSubscriptionsParams,
    ImportSubscription, ImportSubscriptionBulk, Pagination, PreviewNextInvoice, PreviewSubscription, ProvisionCustomer,
    ProvisionSubscription, ReportEvent, ReportUsage, UpdateCustomer, UpdateSubscription,
};
use stigg::{Delivery, ErrorKind};
use stigg_tests::{World, refused};

const STRANGE: [&str; 6] = [
    "a/b?c#d%20é",
    "../../v1/paywall.json",
    "100%",
    "a b+c&d=e",
    "\"quoted\" {json}\\",
    "日本語🦀",
];

#[tokio::test]
async fn an_id_with_all_signs_that_stigg_allows_goes_all_the_way() {
    let world = World::start().await;
    let id = "Org_7|jane.doe-smith@example.com";
    world.customer(id).await;
    world.subscribe(id, "plan-pro").await;
    world
        .stigg
        .report_usage(ReportUsage::new(id, "renders", 3))
        .await
        .unwrap();
    assert_eq!(world.stigg.get_customer(id).await.unwrap().id, id);

    // Through the Edge, by a client that knows nothing yet.
    world.sent();
    let reader = world.somebody_else();
    let answer = reader
        .get_metered_entitlement(GetMeteredEntitlement::new(id, "renders"))
        .await;
    assert_eq!((answer.has_access, answer.current_usage), (true, 3.0));
    let requests = world.requests();
    assert_eq!((requests.len(), requests[0].is_edge()), (1, true));
    assert_eq!(
        requests[0].path,
        "/v1/c/Org_7%7Cjane.doe-smith%40example.com/entitlements-state.json"
    );
}

#[tokio::test]
async fn any_id_is_one_segment_of_the_edge_s_path_and_arrives_unchanged() {
    let world = World::start().await;
    for id in STRANGE {
        let request = GetBooleanEntitlement::new(id, "single-sign-on").with_resource_id(id);
        let answer = world.stigg.get_boolean_entitlement(request).await;
        assert!(!answer.is_fallback, "{id}: {:?}", answer.origin);
        assert_eq!(answer.access_denied_reason.unwrap().as_str(), "CustomerNotFound");
        let requests = world.requests();
        assert_eq!(
            requests.len(),
            1,
            "{id}: the Edge understood it, so the API was not asked"
        );
        assert!(requests[0].is_edge());
        assert_eq!(requests[0].customer_id.as_deref(), Some(id));
        assert_eq!(requests[0].path.split('/').count(), 5, "{}", requests[0].path);
        let resource = requests[0].query.strip_prefix("resourceId=").unwrap();
        assert!(!resource.contains(['&', '=', '+', '#', '?', ' ']), "{resource}");
    }
}

#[tokio::test]
async fn any_id_arrives_unchanged_at_the_api() {
    let world = World::start().await;
    let api = world.builder().edge(false).build().unwrap();
    for id in STRANGE {
        let answer = api
            .get_boolean_entitlement(GetBooleanEntitlement::new(id, "single-sign-on"))
            .await;
        assert!(!answer.is_fallback, "{id}: {:?}", answer.origin);
        let error = refused(api.update_customer(UpdateCustomer::new(id).with_name(id)).await);
        // Stigg repeats the id, so what it read is known.
        assert_eq!(
            (error.kind(), error.message()),
            (ErrorKind::NotFound, format!("Customer {id} not found").as_str())
        );
        assert!(
            world
                .requests()
                .iter()
                .all(|request| request.customer_id.as_deref() == Some(id))
        );
    }
    // Stigg makes no such customers.
    let error = refused(api.provision_customer(ProvisionCustomer::new(STRANGE[0])).await);
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Validation, Delivery::Refused)
    );
}

#[tokio::test]
async fn an_id_that_no_path_can_hold_goes_to_the_api() {
    let world = World::start().await;
    for id in [".", ".."] {
        let answer = world
            .stigg
            .get_boolean_entitlement(GetBooleanEntitlement::new(id, "single-sign-on"))
            .await;
        assert!(!answer.is_fallback, "{id}: {:?}", answer.origin);
    }
    assert_eq!(world.sent(), ["GetEntitlementsState"; 2]);
}

#[tokio::test]
async fn bad_input_is_named_and_nothing_is_sent() {
    let world = World::start().await;
    let stigg = &world.stigg;
    let provision = ProvisionSubscription::new("ada", "plan-pro");
    let event = ReportEvent::new("ada", "video-exported", "key");
    let errors = [
        (
            stigg.provision_customer(ProvisionCustomer::new("")).await.err(),
            "provision_customer",
            "customerId",
        ),
        (stigg.get_customer(" ").await.err(), "get_customer", "customerId"),
        (
            stigg.update_customer(UpdateCustomer::new("")).await.err(),
            "update_customer",
            "customerId",
        ),
        (
            stigg
                .update_customer(UpdateCustomer::new("a").with_coupon_id(""))
                .await
                .err(),
            "update_customer",
            "couponId",
        ),
        (
            stigg
                .provision_subscription(ProvisionSubscription::new("ada", ""))
                .await
                .err(),
            "provision_subscription",
            "planId",
        ),
        (
            stigg
                .provision_subscription(provision.clone().with_addon("addon-renders", -1))
                .await
                .err(),
            "provision_subscription",
            "addons[0].quantity",
        ),
        (
            stigg
                .provision_subscription(provision.with_unit_quantity(f64::NAN))
                .await
                .err(),
            "provision_subscription",
            "unitQuantity",
        ),
        (
            stigg.update_subscription(UpdateSubscription::new("")).await.err(),
            "update_subscription",
            "subscriptionId",
        ),
        (
            stigg.cancel_subscription(CancelSubscription::new("")).await.err(),
            "cancel_subscription",
            "subscriptionId",
        ),
        (
            stigg.get_subscription(GetSubscription::new("\t")).await.err(),
            "get_subscription",
            "subscriptionId",
        ),
        (
            stigg
                .get_subscriptions(GetSubscriptionsParams::new().with_customer_id(""))
                .await
                .err(),
            "get_subscriptions",
            "customerId",
        ),
        (
            stigg
                .stream_subscriptions(GetSubscriptionsParams::new().with_pagination(Pagination::limit(0)))
                .next()
                .await
                .and_then(Result::err),
            "get_subscriptions",
            "pagination.limit",
        ),
        (
            stigg
                .stream_subscriptions(
                    GetSubscriptionsParams::new().with_pagination(Pagination::default().with_ending_before("a")),
                )
                .next()
                .await
                .and_then(Result::err),
            "stream_subscriptions",
            "pagination.endingBefore",
        ),
        (
            stigg
                .get_active_subscriptions(GetActiveSubscriptions::new(""))
                .await
                .err(),
            "get_active_subscriptions",
            "customerId",
        ),
        (
            stigg
                .preview_subscription(PreviewSubscription::new("ada", "p").with_addon("", 1))
                .await
                .err(),
            "preview_subscription",
            "addons[0].addonId",
        ),
        (
            stigg.preview_next_invoice(PreviewNextInvoice::new("")).await.err(),
            "preview_next_invoice",
            "subscriptionId",
        ),
        (
            stigg
                .estimate_subscription(EstimateSubscription::new("", "plan-pro"))
                .await
                .err(),
            "estimate_subscription",
            "customerId",
        ),
        (
            stigg
                .estimate_subscription_update(EstimateSubscriptionUpdate::new(" "))
                .await
                .err(),
            "estimate_subscription_update",
            "subscriptionId",
        ),
        (
            stigg
                .import_subscription_bulk(ImportSubscriptionBulk::new([ImportSubscription::new("ada", "")]))
                .await
                .err()
                .map(Into::into),
            "import_subscription_bulk",
            "subscriptions[0].planId",
        ),
        (
            stigg.get_paywall(GetPaywall::new().with_customer_id(" ")).await.err(),
            "get_paywall",
            "customerId",
        ),
        (
            stigg
                .get_paywall(GetPaywall::new().with_billing_country_code("USA"))
                .await
                .err(),
            "get_paywall",
            "billingCountryCode",
        ),
        (
            stigg.report_usage(ReportUsage::new("", "renders", 1)).await.err(),
            "report_usage",
            "customerId",
        ),
        (
            stigg
                .report_usage(ReportUsage::new("ada", "renders", f64::INFINITY))
                .await
                .err(),
            "report_usage",
            "value",
        ),
        (
            stigg
                .report_events(vec![event.clone(), ReportEvent::new("ada", "", "key")])
                .await
                .err()
                .map(Into::into),
            "report_events",
            "events[1].eventName",
        ),
        (
            stigg.report_event(event.with_resource_id("")).await.err(),
            "report_event",
            "resourceId",
        ),
    ];
    for (error, operation, field) in errors {
        let error = error.unwrap_or_else(|| panic!("{operation} took a bad `{field}`"));
        assert_eq!(
            (error.kind(), error.operation()),
            (ErrorKind::InvalidArgument, Some(operation))
        );
        assert_eq!(
            (error.delivery(), error.attempts()),
            (Delivery::NotSent, 0),
            "{error:?}"
        );
        assert!(error.to_string().contains(&format!("`{field}`")), "{error}");
    }
    let answer = stigg
        .get_boolean_entitlement(GetBooleanEntitlement::new("", "single-sign-on").with_fallback(true))
        .await;
    assert!(answer.has_access && answer.is_fallback);
    assert_eq!(answer.origin.cause().unwrap().kind, CauseKind::InvalidArgument);
    assert_eq!(
        stigg
            .get_entitlements_state_v2("", None)
            .await
            .origin
            .cause()
            .unwrap()
            .kind,
        CauseKind::InvalidArgument
    );
    assert!(!stigg.reload_entitlements("", None).await.entitled_entity_exists);
    assert_eq!(world.sent(), [] as [&str; 0]);
}
