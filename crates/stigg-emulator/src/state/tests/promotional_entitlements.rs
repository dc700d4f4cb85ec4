use super::*;
use crate::catalog::model::Reset;
use crate::state::promotional_entitlements::{NewPromotion, Promotion};
use crate::wire::{MonthlyAccordingTo, PromotionalPeriod, PromotionalStatus};

fn lifetime(feature: &str) -> NewPromotion {
    NewPromotion {
        entitlement: PackageEntitlement::granting(feature),
        period: PromotionalPeriod::Lifetime,
        custom_end: None,
        is_visible: true,
    }
}

fn calls(limit: f64, period: PromotionalPeriod) -> NewPromotion {
    let mut new = lifetime("calls");
    new.entitlement.limit = Some(limit);
    new.period = period;
    new
}

fn until(feature: &str, end: Option<&str>) -> NewPromotion {
    NewPromotion {
        period: PromotionalPeriod::Custom,
        custom_end: end.map(at),
        ..lifetime(feature)
    }
}

impl World {
    #[track_caller]
    fn promote(&mut self, new: NewPromotion) {
        self.state.grant_promotions("c", vec![new]).unwrap();
    }

    /// Features, whether they are in force, and their groups.
    fn promotions(&self) -> Vec<(&str, bool, Vec<&str>)> {
        let promotions = &self.state.customer("c").unwrap().promotions;
        let in_force = |status| status == PromotionalStatus::Active;
        promotions
            .iter()
            .map(|promotion| {
                let groups = promotion.groups.iter().map(String::as_str).collect();
                (promotion.feature(), in_force(promotion.status(self.state.now)), groups)
            })
            .collect()
    }

    fn has(&self, feature: &str) -> bool {
        match self.state.entitlements("c", None) {
            Entitlements::Granted(all) => all.iter().any(|found| found.feature.id == feature),
            Entitlements::Denied(_) => false,
        }
    }
}

#[test]
fn periods_end_by_the_calendar() {
    #[track_caller]
    fn check(period: PromotionalPeriod, end: Option<&str>) {
        let mut world = World::new();
        let granted = world.state.grant_promotions("c", vec![calls(5.0, period)]).unwrap();
        assert_eq!(granted[0].end, end.map(at), "{period:?}");
    }
    // It is the 31st of January.
    check(PromotionalPeriod::OneWeek, Some("2026-02-07T10:00:00Z"));
    check(PromotionalPeriod::OneMonth, Some("2026-02-28T10:00:00Z"));
    check(PromotionalPeriod::SixMonth, Some("2026-07-31T10:00:00Z"));
    check(PromotionalPeriod::OneYear, Some("2027-01-31T10:00:00Z"));
    check(PromotionalPeriod::Lifetime, None);
}

#[test]
fn a_promotion_ends_at_its_instant_and_stays_in_the_list_as_expired() {
    let mut world = World::new();
    world.subscribe(plan("free"));
    world.promote(calls(50.0, PromotionalPeriod::OneWeek));
    world.go_to("2026-02-07T09:59:59Z");
    assert_eq!(world.metered(None, "calls"), Some((Some(50.0), 0.0)));
    let Entitlements::Granted(all) = world.state.entitlements("c", None) else {
        panic!("denied")
    };
    assert_eq!(all[0].valid_until, Some(at("2026-02-07T10:00:00Z")));
    world.go_to("2026-02-07T10:00:00Z");
    assert_eq!(world.metered(None, "calls"), Some((Some(10.0), 0.0)));
    assert_eq!(world.promotions(), [("calls", false, vec![])]);
}

#[test]
fn the_more_generous_of_subscription_and_promotion_counts() {
    let mut world = World::new();
    world.subscribe(plan("pro"));
    world.promote(calls(50.0, PromotionalPeriod::Lifetime));
    assert_eq!(world.metered(None, "calls"), Some((Some(100.0), 0.0)));
    let mut unlimited = lifetime("calls");
    unlimited.entitlement.unlimited = true;
    world.promote(unlimited);
    assert_eq!(world.metered(None, "calls"), Some((None, 0.0)));
    assert_eq!(world.promotions().len(), 1);
}

#[test]
fn without_a_subscription_promotions_are_all_there_is_also_for_resources() {
    let mut world = World::new();
    world.promote(lifetime("sso"));
    let beside = |world: &World, resource| world.state.denial_beside("c", resource);
    assert!(world.has("sso") && !world.has("calls"));
    assert_eq!(beside(&world, None), Some(DeniedReason::NoActiveSubscription));
    assert!(matches!(
        world.state.entitlements("c", Some("site")),
        Entitlements::Granted(_)
    ));
    world.subscribe(plan("free"));
    assert_eq!(beside(&world, None), None);
    assert_eq!(beside(&world, Some("site")), None);
}

#[test]
fn usage_of_a_promotion_resets_from_its_start() {
    let mut world = World::new();
    let mut new = calls(50.0, PromotionalPeriod::Lifetime);
    new.entitlement.reset = Some(Reset::Month(MonthlyAccordingTo::SubscriptionStart));
    world.promote(new);
    world.report("calls", 7.0, UsageUpdateBehavior::Delta);
    assert_eq!(world.metered(None, "calls"), Some((Some(50.0), 7.0)));
    world.go_to("2026-02-28T10:00:00Z");
    assert_eq!(world.metered(None, "calls"), Some((Some(50.0), 0.0)));
}

#[test]
fn granting_again_begins_anew() {
    let mut world = World::new();
    world.promote(calls(50.0, PromotionalPeriod::OneWeek));
    let first = world.state.customer("c").unwrap().promotions[0].clone();
    world.go_to("2026-02-05T10:00:00Z");
    world.promote(calls(20.0, PromotionalPeriod::OneWeek));
    let [again] = world.state.customer("c").unwrap().promotions.as_slice() else {
        panic!("one promotion")
    };
    assert_eq!((again.uuid, again.created_at), (first.uuid, first.created_at));
    assert_eq!(again.end, Some(at("2026-02-12T10:00:00Z")));
    assert_eq!(world.metered(None, "calls"), Some((Some(20.0), 0.0)));
}

#[test]
fn what_makes_no_sense_is_refused_as_a_whole() {
    let mut world = World::new();
    let mut refused = |customer: &str, new: NewPromotion| {
        let granted = vec![calls(5.0, PromotionalPeriod::Lifetime), new];
        world.state.grant_promotions(customer, granted).unwrap_err().code
    };
    let with = |feature: &str, change: fn(&mut PackageEntitlement)| {
        let mut new = lifetime(feature);
        change(&mut new.entitlement);
        new
    };
    assert_eq!(refused("nobody", lifetime("sso")), Code::CustomerNotFound);
    assert_eq!(refused("c", lifetime("none")), Code::FeatureNotFound);
    let invalid = [
        calls(6.0, PromotionalPeriod::Lifetime),
        lifetime("seats"),
        with("seats", |entitlement| entitlement.limit = Some(-1.0)),
        with("sso", |entitlement| entitlement.limit = Some(1.0)),
        lifetime("regions"),
        with("regions", |entitlement| entitlement.values = vec!["asia".to_owned()]),
        until("sso", None),
        until("sso", Some("2026-01-31T10:00:00Z")),
    ];
    for new in invalid {
        let what = format!("{new:?}");
        assert_eq!(refused("c", new), Code::InvalidArgumentError, "{what}");
    }
    let resets = with("sso", |entitlement| entitlement.reset = Some(Reset::Day));
    assert_eq!(refused("c", resets), Code::InvalidEntitlementResetPeriod);
    assert_eq!(world.promotions(), []);
}

#[test]
fn what_is_revoked_is_gone() {
    let mut world = World::new();
    world.promote(lifetime("sso"));
    assert_eq!(world.state.revoke_promotion("c", "sso").unwrap().feature(), "sso");
    assert!(!world.has("sso"));
    assert_eq!(world.promotions(), []);
    let again = world.state.revoke_promotion("c", "sso").unwrap_err();
    assert_eq!(again.code, Code::PromotionalEntitlementNotFoundError);
}

#[test]
fn a_group_needs_every_feature_that_the_customer_does_not_have_yet() {
    let mut world = World::new();
    let refused = |world: &mut World, group: &str, granted: Vec<NewPromotion>| {
        world.state.grant_promotion_group("c", group, granted).unwrap_err().code
    };
    assert_eq!(refused(&mut world, "none", vec![]), Code::FeatureGroupNotFoundError);
    let sso = || lifetime("sso");
    let missing = refused(&mut world, "talk", vec![sso()]);
    assert_eq!(missing, Code::FeatureGroupMissingFeaturesError);
    let foreign = refused(
        &mut world,
        "office",
        vec![sso(), calls(5.0, PromotionalPeriod::Lifetime)],
    );
    assert_eq!(foreign, Code::FeatureNotBelongToFeatureGroupError);
    assert_eq!(world.promotions(), []);

    world.promote(calls(5.0, PromotionalPeriod::OneWeek));
    world.state.grant_promotion_group("c", "talk", vec![sso()]).unwrap();
    assert_eq!(
        world.promotions(),
        [("calls", true, vec!["talk"]), ("sso", true, vec!["talk"])]
    );
    // What has expired is had no more.
    world.go_to("2026-02-07T10:00:00Z");
    let expired = refused(&mut world, "talk", vec![]);
    assert_eq!(expired, Code::FeatureGroupMissingFeaturesError);
}

#[test]
fn a_group_goes_without_what_another_group_holds() {
    let mut world = World::new();
    let mut seats = lifetime("seats");
    seats.entitlement.limit = Some(3.0);
    let talk = vec![lifetime("sso"), calls(5.0, PromotionalPeriod::Lifetime)];
    world.state.grant_promotion_group("c", "talk", talk).unwrap();
    let all = world.state.grant_promotion_group("c", "office", vec![seats]).unwrap();
    assert_eq!(all.iter().map(Promotion::feature).collect::<Vec<_>>(), ["sso", "seats"]);

    let alone = world.state.revoke_promotion("c", "sso").unwrap_err();
    assert_eq!(alone.code, Code::EntitlementBelongsToFeatureGroupError);
    let gone = world.state.revoke_promotion_group("c", "talk").unwrap();
    assert_eq!(gone.iter().map(Promotion::feature).collect::<Vec<_>>(), ["calls"]);
    assert_eq!(
        world.promotions(),
        [("sso", true, vec!["office"]), ("seats", true, vec!["office"])]
    );
    let again = world.state.revoke_promotion_group("c", "talk").unwrap_err();
    assert_eq!(again.code, Code::PromotionalEntitlementNotFoundError);

    let kept = world.state.unlink_promotion_group("c", "office").unwrap();
    assert_eq!(kept.len(), 2);
    assert_eq!(world.promotions(), [("sso", true, vec![]), ("seats", true, vec![])]);
    world.state.revoke_promotion("c", "sso").unwrap();
}
