use super::*;
use crate::state::credits::{Balance, Consume, Grant, NewGrant, Pool, SaveRecharge, UsageQuery};
use crate::wire::{GrantStatus, GrantType, LedgerEventType, ThresholdType, UsageTimeRange};

const CREDITS: &str = r#"{ "creditCurrencies": [{ "id": "tokens" }, { "id": "coins" }] }"#;

fn pool() -> Pool {
    Pool {
        customer: "c".to_owned(),
        currency: "tokens".to_owned(),
        resource: None,
    }
}

fn gift(name: &str, amount: f64) -> NewGrant {
    NewGrant::gift(pool(), name, amount)
}

fn consume(amount: f64, key: &str) -> Consume {
    Consume {
        pool: pool(),
        amount,
        idempotency_key: key.to_owned(),
        at: None,
        dimensions: Map::new(),
    }
}

impl World {
    fn with_credits() -> Self {
        Self::with(CREDITS)
    }

    #[track_caller]
    fn grant(&mut self, grant: NewGrant) -> Grant {
        self.state.grant_credits(grant).unwrap().clone()
    }

    fn consume(&mut self, amount: f64) {
        let key = self.state.ids.short();
        self.state.consume_credits(consume(amount, &key)).unwrap();
    }

    fn balance(&self) -> Balance {
        self.state.balance(&pool()).unwrap()
    }

    /// Name, status and what was consumed of all grants of `c`, oldest first.
    fn grants(&self) -> Vec<(&str, GrantStatus, f64)> {
        let grants = self.state.grants_to("c", None, None).into_iter();
        grants
            .map(|grant| (grant.display_name.as_str(), grant.status, grant.consumed))
            .collect()
    }

    /// Kinds and amounts of all events of `c`, oldest first.
    fn ledger(&self) -> Vec<(LedgerEventType, f64)> {
        let events = self.state.ledger("c", None, None, &[]).into_iter();
        events.map(|event| (event.kind, event.amount)).collect()
    }
}

#[test]
fn grants_are_consumed_by_priority_then_by_their_end_then_gifts_before_what_was_paid() {
    let mut world = World::with_credits();
    let of = |name: &str, priority, end: &str, kind, amount| NewGrant {
        priority,
        kind,
        expire_at: Some(at(end)),
        ..gift(name, amount)
    };
    world.grant(of("a", 1.0, "2026-09-01T00:00:00Z", GrantType::Paid, 50.0));
    world.grant(of("b", 1.0, "2026-09-01T00:00:00Z", GrantType::Promotional, 20.0));
    world.grant(of("c", 2.0, "2026-08-15T00:00:00Z", GrantType::Promotional, 100.0));
    world.grant(NewGrant {
        priority: 1.0,
        ..gift("without end", 10.0)
    });
    world.consume(60.0);
    let consumed: Vec<f64> = world.grants().iter().map(|(_, _, consumed)| *consumed).collect();
    assert_eq!(consumed, [40.0, 20.0, 0.0, 0.0]);
    world.consume(25.0);
    let consumed: Vec<f64> = world.grants().iter().map(|(_, _, consumed)| *consumed).collect();
    assert_eq!(consumed, [50.0, 20.0, 5.0, 10.0]);
}

#[test]
fn what_credits_do_not_cover_is_owed_and_paid_by_the_next_grant() {
    let mut world = World::with_credits();
    world.grant(gift("first", 10.0));
    world.consume(25.0);
    assert_eq!(world.balance().left(), -15.0);
    assert_eq!(
        world.grants(),
        [
            ("first", GrantStatus::Active, 10.0),
            ("Overdraft", GrantStatus::Active, 15.0)
        ]
    );
    world.grant(gift("part", 5.0));
    assert_eq!(world.balance().left(), -10.0);
    world.grant(gift("second", 50.0));
    assert_eq!(world.balance().left(), 40.0);
    assert_eq!(
        world.grants(),
        [
            ("first", GrantStatus::Active, 10.0),
            ("Overdraft", GrantStatus::Voided, 0.0),
            ("part", GrantStatus::Active, 5.0),
            ("second", GrantStatus::Active, 10.0)
        ]
    );
    assert_eq!(
        world.ledger(),
        [
            (LedgerEventType::Granted, 10.0),
            (LedgerEventType::Consumed, 10.0),
            (LedgerEventType::Consumed, 15.0),
            (LedgerEventType::Granted, 5.0),
            (LedgerEventType::TransferSource, 5.0),
            (LedgerEventType::TransferTarget, 5.0),
            (LedgerEventType::Granted, 50.0),
            (LedgerEventType::TransferSource, 10.0),
            (LedgerEventType::TransferTarget, 10.0),
        ]
    );
}

#[test]
fn fractions_leave_no_dust() {
    let mut world = World::with_credits();
    world.grant(gift("g", 0.3));
    for _ in 0..3 {
        world.consume(0.1);
    }
    assert_eq!(world.grants().len(), 1, "nothing is owed");
    assert!(world.balance().is_exhausted());
}

#[test]
fn grants_take_effect_and_expire_at_their_own_time() {
    let mut world = World::with_credits();
    let grant = world.grant(NewGrant {
        effective_at: Some(at("2026-02-10T00:00:00Z")),
        expire_at: Some(at("2026-03-10T00:00:00Z")),
        ..gift("later", 100.0)
    });
    assert_eq!(grant.status, GrantStatus::Scheduled);
    assert_eq!(world.balance().granted, 0.0);
    assert_eq!(world.balance().valid_until, Some(at("2026-02-10T00:00:00Z")));
    // What is consumed before it takes effect is owed until then.
    world.consume(30.0);
    world.go_to("2026-02-10T00:00:00Z");
    assert_eq!(world.balance().left(), 70.0);
    assert_eq!(world.balance().valid_until, Some(at("2026-03-10T00:00:00Z")));
    world.go_to("2026-05-01T00:00:00Z");
    assert_eq!(world.balance().granted, 0.0);
    assert_eq!(world.balance().valid_until, None);
    let expired = world.state.ledger("c", None, None, &[LedgerEventType::Expired])[0].at;
    assert_eq!(expired, at("2026-03-10T00:00:00Z"));
    assert_eq!(world.ledger().last(), Some(&(LedgerEventType::Expired, 70.0)));
    let code = world.state.void_grant(&grant.id).unwrap_err().code;
    assert_eq!(code, Code::CreditGrantCannotBeVoided);
}

#[test]
fn a_grant_is_voided_once_by_either_of_its_ids() {
    let mut world = World::with_credits();
    let grant = world.grant(gift("g", 10.0));
    world.consume(4.0);
    assert_eq!(world.state.void_grant(&grant.uuid.to_string()).unwrap().id, grant.id);
    assert_eq!((world.balance().granted, world.balance().consumed), (0.0, 0.0));
    assert_eq!(world.ledger().last(), Some(&(LedgerEventType::Voided, 6.0)));
    let code = world.state.void_grant(&grant.id).unwrap_err().code;
    assert_eq!(code, Code::CreditGrantAlreadyVoided);
    assert_eq!(
        world.state.void_grant("none").unwrap_err().code,
        Code::CreditGrantNotFound
    );
    world.consume(1.0);
    let overdraft = world.state.grants_to("c", None, None)[1].id.clone();
    let code = world.state.void_grant(&overdraft).unwrap_err().code;
    assert_eq!(code, Code::CreditGrantCannotBeVoided);
    // What was scheduled never begins once it is voided.
    let later = world.grant(NewGrant {
        effective_at: Some(at("2026-02-10T00:00:00Z")),
        ..gift("later", 100.0)
    });
    world.state.void_grant(&later.id).unwrap();
    world.go_to("2026-03-01T00:00:00Z");
    assert_eq!(world.balance().left(), -1.0);
}

#[test]
fn a_repeated_key_consumes_nothing() {
    let mut world = World::with_credits();
    world.grant(gift("g", 10.0));
    world.state.consume_credits(consume(4.0, "k")).unwrap();
    let again = world.state.consume_credits(consume(4.0, "k")).unwrap();
    assert_eq!(again.amount, 4.0);
    assert_eq!(world.balance().left(), 6.0);
    // The key belongs to the pool.
    let mut elsewhere = consume(4.0, "k");
    elsewhere.pool.resource = Some("site".to_owned());
    world.state.consume_credits(elsewhere.clone()).unwrap();
    assert_eq!(world.state.balance(&elsewhere.pool).unwrap().left(), -4.0);
    assert_eq!(world.balance().left(), 6.0);
    assert_eq!(world.state.pools_of("c", None).len(), 1);
    assert_eq!(world.state.pools("c", None, None).len(), 2);
}

#[test]
fn what_makes_no_sense_is_refused_and_nothing_is_made() {
    let mut world = World::with_credits();
    let mut refused = |grant: NewGrant| world.state.grant_credits(grant).unwrap_err().code;
    assert_eq!(refused(gift("g", 0.0)), Code::InvalidArgumentError);
    let of = |customer: &str, currency: &str| {
        let pool = Pool {
            customer: customer.to_owned(),
            currency: currency.to_owned(),
            resource: None,
        };
        NewGrant::gift(pool, "g", 1.0)
    };
    assert_eq!(refused(of("nobody", "tokens")), Code::CustomerNotFound);
    assert_eq!(refused(of("c", "shells")), Code::CustomCurrencyNotFound);
    let backwards = NewGrant {
        effective_at: Some(at("2026-03-01T00:00:00Z")),
        expire_at: Some(at("2026-03-01T00:00:00Z")),
        ..gift("g", 1.0)
    };
    assert_eq!(refused(backwards), Code::ExpireAtMustBeLaterThanEffectiveAtError);
    let code = world.state.consume_credits(consume(0.0, "k")).unwrap_err().code;
    assert_eq!(code, Code::InvalidArgumentError);
    assert!(world.grants().is_empty() && world.ledger().is_empty());
}

#[test]
fn with_a_billing_integration_paid_credits_need_somebody_who_pays() {
    let billing = CREDITS.replacen('{', r#"{ "billingIntegration": true,"#, 1);
    let mut world = World::with(&billing);
    let paid = NewGrant {
        kind: GrantType::Paid,
        cost: (5.0, "EUR".to_owned()),
        ..gift("g", 1.0)
    };
    let code = world.state.grant_credits(paid.clone()).unwrap_err().code;
    assert_eq!(code, Code::UnsupportedParameter);
    let by_cheque = NewGrant {
        is_invoice_paid: true,
        ..paid.clone()
    };
    assert_eq!(world.grant(by_cheque).status, GrantStatus::Active);
    let card = Some(PaymentMethod::card(None));
    let nothing_else = Profile::default();
    world
        .state
        .update_customer("c", nothing_else, Patch::Leave, card)
        .unwrap();
    assert_eq!(world.grant(paid).status, GrantStatus::Active);
}

#[test]
fn usage_is_told_by_the_hour_or_the_day_and_by_dimensions() {
    let mut world = World::with_credits();
    let with = |amount, model: &str, key: &str| Consume {
        dimensions: Map::from_iter([("model".to_owned(), model.into())]),
        ..consume(amount, key)
    };
    world.state.consume_credits(with(1.0, "small", "1")).unwrap();
    world.go_to("2026-01-31T10:30:00Z");
    world.state.consume_credits(with(2.0, "small", "2")).unwrap();
    world.go_to("2026-01-31T12:00:00Z");
    world.state.consume_credits(with(4.0, "large", "3")).unwrap();
    let query = UsageQuery {
        customer: "c".to_owned(),
        currency: None,
        resource: None,
        range: UsageTimeRange::Day,
        start: None,
        end: None,
        group_by: Vec::new(),
    };
    let told = |query: &UsageQuery| -> Vec<(f64, Vec<(Timestamp, f64)>)> {
        let series = world.state.credit_usage(query).unwrap().into_iter();
        series.map(|series| (series.total, series.points)).collect()
    };
    let (ten, twelve) = (at("2026-01-31T10:00:00Z"), at("2026-01-31T12:00:00Z"));
    assert_eq!(told(&query), [(7.0, vec![(ten, 3.0), (twelve, 4.0)])]);
    let by_day = UsageQuery {
        range: UsageTimeRange::Month,
        ..query.clone()
    };
    assert_eq!(told(&by_day), [(7.0, vec![(at("2026-01-31T00:00:00Z"), 7.0)])]);
    let by_model = UsageQuery {
        group_by: vec!["model".to_owned()],
        ..query.clone()
    };
    assert_eq!(told(&by_model), [(3.0, vec![(ten, 3.0)]), (4.0, vec![(twelve, 4.0)])]);
    let before = UsageQuery {
        start: Some(at("2026-01-01T00:00:00Z")),
        end: Some(at("2026-01-31T10:00:00Z")),
        ..query.clone()
    };
    assert_eq!(told(&before).iter().map(|(total, _)| *total).sum::<f64>(), 1.0);
    let too_many = UsageQuery {
        group_by: vec!["model".to_owned(); 4],
        ..query
    };
    let code = world.state.credit_usage(&too_many).unwrap_err().code;
    assert_eq!(code, Code::InvalidArgumentError);
}

#[test]
fn recharge_settings_are_kept_and_what_is_not_said_stays() {
    let mut world = World::with_credits();
    assert!(world.state.recharge("c", "tokens").unwrap().saved.is_none());
    let save = SaveRecharge {
        is_enabled: true,
        threshold_type: Some(ThresholdType::DollarAmount),
        threshold_value: Some(10.0),
        target_balance: Some(100.0),
        max_spend_limit: Patch::Set(50.0),
        grant_expiration: None,
    };
    world.state.save_recharge("c", "tokens", &save).unwrap();
    world.go_to("2026-02-01T00:00:00Z");
    let off = SaveRecharge {
        is_enabled: false,
        threshold_type: None,
        threshold_value: None,
        target_balance: None,
        max_spend_limit: Patch::Leave,
        grant_expiration: None,
    };
    let recharge = world.state.save_recharge("c", "tokens", &off).unwrap();
    assert!(!recharge.is_enabled);
    assert_eq!((recharge.threshold_value, recharge.max_spend_limit), (10.0, Some(50.0)));
    let saved = recharge.saved.unwrap();
    assert_eq!(
        (saved.created_at, saved.updated_at),
        (at("2026-01-31T10:00:00Z"), at("2026-02-01T00:00:00Z"))
    );
    let without = SaveRecharge {
        max_spend_limit: Patch::Clear,
        ..off
    };
    let recharge = world.state.save_recharge("c", "tokens", &without).unwrap();
    assert_eq!(recharge.max_spend_limit, None);
    assert!(world.state.recharge("c", "coins").unwrap().saved.is_none());
    assert_eq!(
        world.state.recharge("c", "shells").unwrap_err().code,
        Code::CustomCurrencyNotFound
    );
}
