use super::*;
use crate::state::changes::{Change, Tracker, What};
use crate::state::credits::{Consume, NewGrant, Pool};
use crate::state::promotional_entitlements::NewPromotion;
use crate::wire::PromotionalPeriod;

/// The tests' catalogue with credits.
fn with_credits() -> World {
    World::with(&CATALOG.replacen('{', r#"{ "creditCurrencies": [{ "id": "tokens" }],"#, 1))
}

/// Somebody who watches a world.
struct Watcher {
    tracker: Tracker,
}

impl Watcher {
    fn new(world: &mut World) -> Self {
        Self {
            tracker: Tracker::new(&mut world.state),
        }
    }

    /// What changed, as text; and nothing else did.
    #[track_caller]
    fn seen(&mut self, world: &mut World) -> Vec<String> {
        let changes = self.tracker.changes(&mut world.state);
        assert_eq!(self.tracker.missed(&world.state), []);
        changes.iter().map(show).collect()
    }
}

fn show(change: &Change) -> String {
    let owner = match &change.resource {
        Some(resource) => format!("{}/{resource}", change.customer),
        None => change.customer.clone(),
    };
    match &change.what {
        What::Entitlements => format!("{owner}: entitlements"),
        What::FeatureUsage { feature } => format!("{owner}: usage of {feature}"),
        What::CreditUsage { currency } => format!("{owner}: usage of {currency}"),
        What::CreditBalance { currency } => format!("{owner}: balance of {currency}"),
    }
}

fn tokens(resource: Option<&str>) -> Pool {
    Pool {
        customer: "c".to_owned(),
        currency: "tokens".to_owned(),
        resource: resource.map(str::to_owned),
    }
}

fn consume(amount: f64, key: &str) -> Consume {
    Consume {
        pool: tokens(None),
        amount,
        idempotency_key: key.to_owned(),
        at: None,
        dimensions: Map::new(),
    }
}

fn promotion(feature: &str, end: Option<&str>) -> NewPromotion {
    NewPromotion {
        entitlement: PackageEntitlement::granting(feature),
        period: end.map_or(PromotionalPeriod::Lifetime, |_| PromotionalPeriod::Custom),
        custom_end: end.map(at),
        is_visible: true,
    }
}

fn on_resource(mut request: Provision, resource: &str) -> Provision {
    request.resource = Some(resource.to_owned());
    request
}

#[test]
fn what_was_there_before_is_no_change() {
    let mut world = World::new();
    world.subscribe(plan("free"));
    let mut watcher = Watcher::new(&mut world);
    assert_eq!(watcher.seen(&mut world), [] as [&str; 0]);
}

#[test]
fn a_new_customer_and_a_new_subscription_change_entitlements() {
    let mut world = World::new();
    let mut watcher = Watcher::new(&mut world);
    world.customer("d");
    assert_eq!(watcher.seen(&mut world), ["d: entitlements"]);
    world.subscribe(plan("free"));
    assert_eq!(watcher.seen(&mut world), ["c: entitlements"]);
    world.subscribe(plan("pro"));
    assert_eq!(watcher.seen(&mut world), ["c: entitlements"]);
}

#[test]
fn usage_changes_usage_alone_and_also_when_the_number_stays() {
    let mut world = World::new();
    world.subscribe(plan("free"));
    let mut watcher = Watcher::new(&mut world);
    world.report("calls", 3.0, UsageUpdateBehavior::Delta);
    world.report("seats", 1.0, UsageUpdateBehavior::Set);
    assert_eq!(watcher.seen(&mut world), ["c: usage of calls", "c: usage of seats"]);
    world.report("calls", 3.0, UsageUpdateBehavior::Set);
    assert_eq!(watcher.seen(&mut world), [] as [&str; 0]);
    world.go_to("2026-01-31T10:00:01Z");
    world.report("calls", 3.0, UsageUpdateBehavior::Set);
    assert_eq!(watcher.seen(&mut world), ["c: usage of calls"]);
}

#[test]
fn usage_without_an_entitlement_is_no_change() {
    let mut world = World::new();
    let mut watcher = Watcher::new(&mut world);
    world.report("calls", 3.0, UsageUpdateBehavior::Delta);
    assert_eq!(watcher.seen(&mut world), [] as [&str; 0]);
}

#[test]
fn a_resource_that_nothing_was_said_of_had_no_usage() {
    let mut world = World::new();
    world.subscribe(plan("free"));
    let mut watcher = Watcher::new(&mut world);
    let mut of_site = report("calls", 3.0, UsageUpdateBehavior::Delta);
    of_site.key.resource = Some("site".to_owned());
    world.state.report_usage(of_site.clone()).unwrap();
    assert_eq!(watcher.seen(&mut world), ["c/site: usage of calls"]);
    // From then on it is known.
    world.subscribe(plan("pro"));
    assert_eq!(watcher.seen(&mut world), ["c: entitlements", "c/site: entitlements"]);
    // So it is for somebody who comes later.
    let mut watcher = Watcher::new(&mut world);
    world.state.report_usage(of_site).unwrap();
    assert_eq!(watcher.seen(&mut world), ["c/site: usage of calls"]);
}

#[test]
fn resources_with_subscriptions_of_their_own_change_by_themselves() {
    let mut world = World::new();
    let mut watcher = Watcher::new(&mut world);
    world.subscribe(on_resource(plan("site"), "one"));
    assert_eq!(watcher.seen(&mut world), ["c/one: entitlements"]);
    let two = world.subscribe(on_resource(plan("site-paid"), "two"));
    assert_eq!(watcher.seen(&mut world), ["c/two: entitlements"]);
    world
        .state
        .move_to_resource(&world.get(two).id.clone(), Some("three".to_owned()))
        .unwrap();
    assert_eq!(
        watcher.seen(&mut world),
        ["c/three: entitlements", "c/two: entitlements"]
    );
}

#[test]
fn a_subscription_that_is_delegated_changes_both_customers() {
    let mut world = World::new();
    world.customer("d");
    let index = world.subscribe(plan("pro"));
    let mut watcher = Watcher::new(&mut world);
    world.state.delegate(&world.get(index).id.clone(), "d").unwrap();
    assert_eq!(watcher.seen(&mut world), ["c: entitlements", "d: entitlements"]);
}

#[test]
fn who_is_archived_loses_all_and_gets_it_back_empty() {
    let mut world = World::new();
    world.subscribe(plan("free"));
    let mut watcher = Watcher::new(&mut world);
    world.state.archive_customer("c").unwrap();
    assert_eq!(watcher.seen(&mut world), ["c: entitlements"]);
    world.state.unarchive_customer("c").unwrap();
    assert_eq!(watcher.seen(&mut world), ["c: entitlements"]);
}

#[test]
fn a_profile_is_no_entitlement() {
    let mut world = World::new();
    world.subscribe(plan("free"));
    let mut watcher = Watcher::new(&mut world);
    let profile = Profile {
        name: Some("C".to_owned()),
        ..Profile::default()
    };
    world
        .state
        .update_customer("c", profile, Patch::Set("tenth".to_owned()), None)
        .unwrap();
    assert_eq!(watcher.seen(&mut world), [] as [&str; 0]);
}

#[test]
fn time_changes_what_ends_and_begins_anew() {
    let mut world = World::new();
    world.subscribe(plan("tried"));
    world.report("calls", 3.0, UsageUpdateBehavior::Delta);
    let mut watcher = Watcher::new(&mut world);
    world.go_to("2026-02-14T09:59:59Z");
    assert_eq!(watcher.seen(&mut world), [] as [&str; 0]);
    world.go_to("2026-02-14T10:00:00Z");
    assert_eq!(watcher.seen(&mut world), ["c: entitlements"]);
    world.subscribe(plan("free"));
    assert_eq!(watcher.seen(&mut world), ["c: entitlements"]);
    // A period of usage ends.
    world.go_to("2026-03-14T10:00:00Z");
    assert_eq!(watcher.seen(&mut world), ["c: entitlements"]);
    // The past of the clock is another present.
    world.go_to("2026-03-13T10:00:00Z");
    assert_eq!(watcher.seen(&mut world), ["c: entitlements"]);
}

#[test]
fn promotions_change_entitlements_also_when_they_end() {
    let mut world = World::new();
    let mut watcher = Watcher::new(&mut world);
    let end = Some("2026-02-01T00:00:00Z");
    world
        .state
        .grant_promotions("c", vec![promotion("sso", end), promotion("regions", None)])
        .unwrap_err();
    assert_eq!(watcher.seen(&mut world), [] as [&str; 0]);
    world.state.grant_promotions("c", vec![promotion("sso", end)]).unwrap();
    assert_eq!(watcher.seen(&mut world), ["c: entitlements"]);
    world.go_to("2026-02-01T00:00:00Z");
    assert_eq!(watcher.seen(&mut world), ["c: entitlements"]);
    world.state.grant_promotions("c", vec![promotion("sso", None)]).unwrap();
    assert_eq!(watcher.seen(&mut world), ["c: entitlements"]);
    world.state.revoke_promotion("c", "sso").unwrap();
    assert_eq!(watcher.seen(&mut world), ["c: entitlements"]);
}

#[test]
fn credits_change_entitlements_when_granted_and_usage_when_consumed() {
    let mut world = with_credits();
    let mut watcher = Watcher::new(&mut world);
    let grant = NewGrant {
        expire_at: Some(at("2026-02-01T00:00:00Z")),
        ..NewGrant::gift(tokens(None), "gift", 10.0)
    };
    world.state.grant_credits(grant).unwrap();
    assert_eq!(watcher.seen(&mut world), ["c: entitlements", "c: balance of tokens"]);
    world.state.consume_credits(consume(4.0, "one")).unwrap();
    assert_eq!(watcher.seen(&mut world), ["c: usage of tokens", "c: balance of tokens"]);
    world.state.consume_credits(consume(4.0, "one")).unwrap();
    assert_eq!(watcher.seen(&mut world), [] as [&str; 0]);
    // The last of them makes a yes a no.
    world.state.consume_credits(consume(6.0, "two")).unwrap();
    assert_eq!(watcher.seen(&mut world), ["c: entitlements", "c: balance of tokens"]);
    world.go_to("2026-02-01T00:00:00Z");
    assert_eq!(watcher.seen(&mut world), ["c: entitlements", "c: balance of tokens"]);
    let of_site = NewGrant::gift(tokens(Some("site")), "gift", 5.0);
    world.state.grant_credits(of_site).unwrap();
    assert_eq!(
        watcher.seen(&mut world),
        ["c/site: entitlements", "c/site: balance of tokens"]
    );
}

#[test]
fn what_is_reported_ahead_of_its_time_changes_usage_then() {
    let mut world = World::new();
    world.subscribe(plan("free"));
    let mut watcher = Watcher::new(&mut world);
    let mut ahead = report("calls", 3.0, UsageUpdateBehavior::Delta);
    ahead.at = Some(at("2026-02-01T00:00:00Z"));
    world.state.report_usage(ahead).unwrap();
    watcher.seen(&mut world);
    assert_eq!(world.metered(None, "calls").unwrap().1, 0.0);
    world.go_to("2026-02-01T00:00:00Z");
    assert_eq!(watcher.seen(&mut world), ["c: usage of calls"]);
    assert_eq!(world.metered(None, "calls").unwrap().1, 3.0);
}

#[test]
fn entitlements_never_get_older() {
    fn updated_at(world: &World) -> Vec<Timestamp> {
        match world.state.entitlements("c", None) {
            Entitlements::Granted(all) => all.iter().map(|found| found.grant.updated_at).collect(),
            Entitlements::Denied(_) => Vec::new(),
        }
    }
    let mut world = World::new();
    world.subscribe(plan("free"));
    world.go_to("2026-02-01T10:00:00Z");
    let end = Some("2026-02-02T10:00:00Z");
    world.state.grant_promotions("c", vec![promotion("sso", end)]).unwrap();
    assert_eq!(updated_at(&world), [at("2026-02-01T10:00:00Z"); 3]);
    // What is left is told as of the time at which something was lost.
    world.go_to("2026-02-03T10:00:00Z");
    assert_eq!(updated_at(&world), [at("2026-02-02T10:00:00Z"); 2]);
    world.state.grant_promotions("c", vec![promotion("sso", None)]).unwrap();
    world.go_to("2026-02-04T10:00:00Z");
    world.state.revoke_promotion("c", "sso").unwrap();
    assert_eq!(updated_at(&world), [at("2026-02-04T10:00:00Z"); 2]);
}
