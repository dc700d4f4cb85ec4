//! Lists of subscriptions.

use stigg::models::{
    CancelSubscription, GetSubscriptionsParams, Pagination, SortDirection, SubscriptionQuerySort,
    SubscriptionQuerySortFields, SubscriptionStatus,
};
use stigg::{ErrorKind, Items, Result};
use stigg_tests::{World, refused};

use super::pro;

/// Customers with a subscription each, in the order of their ids, which are those of their subscriptions as well.
async fn customers(world: &World, ids: impl IntoIterator<Item = String>) {
    for id in ids {
        world.customer(&id).await;
        let request = pro(&id).with_id(&id);
        world.stigg.provision_subscription(request).await.unwrap();
    }
    world.sent();
}

async fn all<T>(mut items: Items<T>) -> Vec<Result<T>> {
    let mut all = Vec::new();
    while let Some(item) = items.next().await {
        all.push(item);
    }
    all
}

/// Subscriptions to the paid plan of the customers `c1`, `c2` and so on, by id.
fn by_id() -> GetSubscriptionsParams {
    let order = SubscriptionQuerySort::new(SubscriptionQuerySortFields::SubscriptionId, SortDirection::Asc);
    GetSubscriptionsParams::new()
        .with_subscription_id(["c1", "c2", "c3", "c4", "c5"])
        .with_sorting([order])
}

#[tokio::test]
async fn a_list_has_subscriptions_in_every_state_and_can_be_narrowed_down() {
    let world = World::start().await;
    customers(&world, ["ada".to_owned(), "bob".to_owned()]).await;
    world
        .stigg
        .cancel_subscription(CancelSubscription::new("ada"))
        .await
        .unwrap();
    let found = async |request: GetSubscriptionsParams| {
        let page = world.stigg.get_subscriptions(request).await.unwrap();
        let ids = page.data.into_iter().map(|item| (item.subscription_id, item.status));
        ids.collect::<Vec<_>>()
    };
    let of = |id| GetSubscriptionsParams::new().with_customer_id(id);
    let canceled = ("ada".to_owned(), SubscriptionStatus::Canceled);
    let active = ("bob".to_owned(), SubscriptionStatus::Active);
    // Whoever cancels goes on with the free plan.
    let of_ada = found(of("ada").with_pagination(Pagination::limit(1))).await;
    assert_eq!(of_ada, std::slice::from_ref(&canceled));
    assert_eq!(found(of("bob")).await, std::slice::from_ref(&active));
    let both = GetSubscriptionsParams::new().with_subscription_id(["bob", "ada", "nobody"]);
    assert_eq!(found(both.clone()).await, [canceled, active.clone()]);
    assert_eq!(found(both.with_status(SubscriptionStatus::Active)).await, [active]);
    assert_eq!(found(of("nobody")).await, []);
}

#[tokio::test]
async fn an_item_tells_whose_subscription_it_is_and_to_what() {
    let world = World::start().await;
    customers(&world, ["ada".to_owned()]).await;
    let request = GetSubscriptionsParams::new().with_customer_id("ada");
    let page = world.stigg.get_subscriptions(request).await.unwrap();
    let [item] = page.data.as_slice() else {
        panic!("{:?}", page.data)
    };
    assert_eq!(
        (item.customer.customer_id.as_str(), item.plan.plan_id.as_str()),
        ("ada", "plan-pro")
    );
    assert_eq!(item.plan.display_name, "Pro");
    assert!(item.current_billing_period_end.is_some() && item.resource.is_none() && item.addons.is_empty());
    assert_eq!(page.next_cursor(), None);
}

#[tokio::test]
async fn pages_follow_one_another_forwards_and_backwards() {
    let world = World::start().await;
    customers(&world, (1..=5).map(|n| format!("c{n}"))).await;
    let page = async |pagination| {
        let request = by_id().with_pagination(pagination);
        let page = world.stigg.get_subscriptions(request).await.unwrap();
        let ids: Vec<String> = page.data.iter().map(|item| item.subscription_id.clone()).collect();
        (ids, page.page_info)
    };
    let (ids, first) = page(Pagination::limit(2)).await;
    assert_eq!((ids, first.has_next_page), (vec!["c1".into(), "c2".into()], Some(true)));
    let after = Pagination::limit(2).with_starting_after(first.end_cursor.unwrap());
    let (ids, second) = page(after).await;
    assert_eq!(ids, ["c3", "c4"]);
    let before = Pagination::limit(1).with_ending_before(second.start_cursor.unwrap());
    assert_eq!(page(before).await.0, ["c2"]);
}

#[tokio::test]
async fn a_stream_goes_through_all_pages_with_one_request_each() {
    let world = World::start().await;
    customers(&world, (1..=5).map(|n| format!("c{n}"))).await;
    let request = by_id().with_pagination(Pagination::limit(2));
    let items = world.stigg.stream_subscriptions(request.clone());
    assert_eq!(world.sent(), [] as [&str; 0]);
    let ids: Vec<String> = all(items)
        .await
        .into_iter()
        .map(|item| item.unwrap().subscription_id)
        .collect();
    assert_eq!(ids, ["c1", "c2", "c3", "c4", "c5"]);
    assert_eq!(world.sent(), ["GetSubscriptions"; 3]);

    // It starts where it is told to.
    let first = world.stigg.get_subscriptions(request.clone()).await.unwrap();
    let rest = request.after(first.next_cursor().unwrap());
    assert_eq!(all(world.stigg.stream_subscriptions(rest)).await.len(), 3);
}

#[tokio::test]
async fn a_stream_ends_with_the_error_of_a_page() {
    let world = World::start().await;
    customers(&world, (1..=3).map(|n| format!("c{n}"))).await;
    let request = by_id().with_pagination(Pagination::limit(2));
    let mut items = world.stigg.stream_subscriptions(request);
    for _ in 0..2 {
        items.next().await.unwrap().unwrap();
    }
    world.stigg.close().await;
    assert_eq!(refused(items.next().await.unwrap()).kind(), ErrorKind::Closed);
    assert!(items.next().await.is_none());
}
