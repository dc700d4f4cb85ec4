//! Credits: granted, consumed, looked up, and seen by the next check.

use std::time::Duration;

use stigg::models::{
    AccessDeniedReason, ConsumeCredits, ConsumeCreditsAsync, CreditBalanceSummaryInput, CreditEntitlement,
    CreditGrantInput, CreditGrantStatus, CreditGrantType, CreditLedgerEventType, CreditLedgerInput, CreditUsageInput,
    CursorPaging, EntitlementV2, GetAutoRechargeSettingsInput, GetCreditGrantsInput, GrantExpirationPeriod,
    SaveAutoRechargeSettingsInput, ThresholdType, VoidCreditGrantInput,
};
use stigg::{Delivery, ErrorKind};
use stigg_emulator::Fault;
use stigg_tests::{START, World, at, refused};

fn gift(amount: i32) -> CreditGrantInput {
    CreditGrantInput::promotional("ada", "tokens", "Gift", amount)
}

fn consume(amount: i32) -> ConsumeCredits {
    ConsumeCredits::new("ada", "tokens", amount)
}

/// What a check knows about the credits of a customer.
async fn known(world: &World, resource_id: Option<&str>) -> Option<CreditEntitlement> {
    let state = world.stigg.get_entitlements_state_v2("ada", resource_id).await;
    assert!(state.origin.cause().is_none(), "{:?}", state.origin);
    state
        .entitlements
        .into_iter()
        .find_map(|entitlement| match entitlement {
            EntitlementV2::Credit(credit) if credit.currency.currency_id == "tokens" => Some(credit),
            _ => None,
        })
}

async fn balance(world: &World) -> f64 {
    known(world, None).await.map_or(0.0, |credit| credit.current_balance())
}

async fn with_ada() -> World {
    let world = World::start().await;
    world.customer("ada").await;
    world
}

#[tokio::test]
async fn who_grants_credits_sees_them_at_the_next_check_without_a_subscription() {
    let world = with_ada().await;
    assert_eq!(known(&world, None).await, None);
    world.sent();
    let grant = world.stigg.grant_credits(gift(100)).await.unwrap();
    assert_eq!(grant.status, Some(CreditGrantStatus::Active));
    assert_eq!((grant.amount, grant.effective_at), (100.0, at(START)));
    assert_eq!(world.sent(), ["GrantCredits"], "nobody is asked before somebody asks");
    let credit = known(&world, None).await.unwrap();
    assert!(credit.has_access);
    assert_eq!((credit.usage_limit, credit.current_usage), (100.0, 0.0));
    assert_eq!(credit.currency.display_name.as_deref(), Some("Tokens"));
    assert_eq!(world.sent(), ["GetEntitlementsState"]);
}

#[tokio::test]
async fn the_balance_that_a_consumption_answers_is_known_without_asking() {
    let world = with_ada().await;
    world.stigg.grant_credits(gift(10)).await.unwrap();
    known(&world, None).await;
    world.sent();
    let consumed = world.stigg.consume_credits(consume(4)).await.unwrap();
    assert_eq!((consumed.amount, consumed.timestamp), (4.0, at(START)));
    assert_eq!(consumed.credit.unwrap().balance(), 6.0);
    assert_eq!(balance(&world).await, 6.0);
    // Never refused: the rest is owed.
    let consumed = world.stigg.consume_credits(consume(21)).await.unwrap();
    assert_eq!(consumed.credit.unwrap().balance(), -15.0);
    let credit = known(&world, None).await.unwrap();
    assert!(!credit.has_access);
    assert_eq!(
        credit.access_denied_reason,
        Some(AccessDeniedReason::InsufficientCredits)
    );
    assert_eq!(world.sent(), ["ConsumeCredits"; 2]);
    // The next grant pays.
    world.stigg.grant_credits(gift(50)).await.unwrap();
    assert_eq!(balance(&world).await, 35.0);
}

#[tokio::test]
async fn credits_of_a_resource_are_its_own() {
    let world = with_ada().await;
    let granted = gift(10).with_resource_id("site-1");
    world.stigg.grant_credits(granted).await.unwrap();
    assert_eq!(known(&world, None).await, None);
    assert_eq!(known(&world, Some("site-1")).await.unwrap().usage_limit, 10.0);
    world
        .stigg
        .consume_credits(consume(3).with_resource_id("site-1"))
        .await
        .unwrap();
    assert_eq!(known(&world, Some("site-1")).await.unwrap().current_usage, 3.0);
    assert_eq!(known(&world, None).await, None);
}

#[tokio::test]
async fn credits_are_consumed_once_when_the_answer_is_lost() {
    let world = with_ada().await;
    world.stigg.grant_credits(gift(10)).await.unwrap();
    world.sent();
    let lost = Fault::lost_answer().on_operation("ConsumeCredits").times(2);
    world.emulator.faults().add(lost);
    world.stigg.consume_credits(consume(4)).await.unwrap();
    let requests = world.requests();
    assert_eq!(requests.len(), 3);
    assert!(requests.iter().all(|request| request.body == requests[0].body));
    assert_eq!(balance(&world).await, 6.0);
}

#[tokio::test]
async fn a_grant_whose_answer_is_lost_is_made_once_and_the_next_check_asks() {
    let world = with_ada().await;
    assert_eq!(known(&world, None).await, None);
    world.sent();
    world
        .emulator
        .faults()
        .add(Fault::lost_answer().on_operation("GrantCredits"));
    let error = refused(world.stigg.grant_credits(gift(10)).await);
    assert!(error.may_have_been_applied());
    assert_eq!(world.sent(), ["GrantCredits"]);
    assert_eq!(balance(&world).await, 10.0);
}

#[tokio::test]
async fn what_is_left_of_a_grant_can_be_taken_back_once() {
    let world = with_ada().await;
    let grant = world.stigg.grant_credits(gift(10)).await.unwrap();
    world.stigg.consume_credits(consume(4)).await.unwrap();
    assert_eq!(balance(&world).await, 6.0);
    let void = VoidCreditGrantInput::new(&grant.grant_id);
    let voided = world.stigg.void_credit_grant(void.clone()).await.unwrap();
    assert_eq!(
        (voided.status, voided.voided_at, voided.consumed_amount),
        (Some(CreditGrantStatus::Voided), Some(at(START)), 4.0)
    );
    assert_eq!(balance(&world).await, 0.0);
    for (request, kind, code) in [
        (void, ErrorKind::Validation, "CreditGrantAlreadyVoided"),
        (
            VoidCreditGrantInput::new("none"),
            ErrorKind::NotFound,
            "CreditGrantNotFound",
        ),
    ] {
        let error = refused(world.stigg.void_credit_grant(request).await);
        assert_eq!((error.kind(), error.code().unwrap().as_str()), (kind, code));
        assert_eq!(error.delivery(), Delivery::Refused);
    }
}

#[tokio::test]
async fn grants_expire_and_the_check_notices() {
    let world = with_ada().await;
    let until = gift(10).with_expire_at(at("2026-02-03T10:00:00Z"));
    world.stigg.grant_credits(until).await.unwrap();
    let from = gift(5).with_effective_at(at("2026-02-02T10:00:00Z"));
    let scheduled = world.stigg.grant_credits(from).await.unwrap();
    assert_eq!(scheduled.status, Some(CreditGrantStatus::Scheduled));
    assert_eq!(balance(&world).await, 10.0);
    world.pass_until("2026-02-02T10:00:01Z");
    assert_eq!(balance(&world).await, 15.0);
    world.pass_until("2026-02-03T10:00:01Z");
    assert_eq!(balance(&world).await, 5.0);
    let error = refused(
        world
            .stigg
            .grant_credits(gift(1).with_expire_at(at("2026-01-01T00:00:00Z")))
            .await,
    );
    assert_eq!(
        error.code().unwrap().as_str(),
        "ExpireAtMustBeLaterThanEffectiveAtError"
    );
}

#[tokio::test]
async fn grants_are_read_by_the_page_or_one_after_the_other() {
    let world = with_ada().await;
    for amount in 1..=5 {
        world.stigg.grant_credits(gift(amount)).await.unwrap();
    }
    let request = GetCreditGrantsInput::new("ada").with_paging(CursorPaging::first(2));
    let page = world.stigg.get_credit_grants(request.clone()).await.unwrap();
    assert_eq!((page.data.len(), page.total_count), (2, Some(5)));
    let next = CursorPaging::first(2).with_after(page.next_cursor().unwrap());
    world.sent();

    let mut grants = world.stigg.stream_credit_grants(request);
    let mut amounts = Vec::new();
    while let Some(grant) = grants.next().await {
        amounts.push(grant.unwrap().amount);
    }
    assert_eq!(amounts, [1.0, 2.0, 3.0, 4.0, 5.0]);
    assert_eq!(world.sent(), ["GetCreditGrants"; 3]);

    // From where the request says.
    let mut grants = world
        .stigg
        .stream_credit_grants(GetCreditGrantsInput::new("ada").with_paging(next));
    assert_eq!(grants.next().await.unwrap().unwrap().amount, 3.0);

    // Backwards there are pages, but no stream.
    let last = GetCreditGrantsInput::new("ada").with_paging(CursorPaging::last(2));
    let page = world.stigg.get_credit_grants(last.clone()).await.unwrap();
    assert_eq!(page.data[0].amount, 4.0);
    let mut grants = world.stigg.stream_credit_grants(last);
    let error = refused(grants.next().await.unwrap());
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::InvalidArgument, Some("stream_credit_grants"))
    );
    assert!(grants.next().await.is_none());
}

#[tokio::test]
async fn the_ledger_tells_what_happened_and_usage_how_much() {
    let world = with_ada().await;
    let grant = world.stigg.grant_credits(gift(10)).await.unwrap();
    world
        .stigg
        .consume_credits(consume(4).with_dimension("model", "large"))
        .await
        .unwrap();
    world.pass(Duration::from_secs(60));
    world
        .stigg
        .consume_credits(consume(8).with_dimension("model", "small"))
        .await
        .unwrap();
    let ledger = world
        .stigg
        .get_credit_ledger(CreditLedgerInput::new("ada"))
        .await
        .unwrap();
    let events: Vec<(&str, f64)> = ledger
        .data
        .iter()
        .map(|event| (event.event_type.as_str(), event.amount))
        .collect();
    assert_eq!(
        events,
        [
            ("CREDITS_GRANTED", 10.0),
            ("CREDITS_CONSUMED", 4.0),
            ("CREDITS_CONSUMED", 6.0),
            ("CREDITS_CONSUMED", 2.0)
        ]
    );
    assert!(
        ledger.data[..3]
            .iter()
            .all(|event| event.credit_grant_id == grant.grant_id)
    );
    let consumed = CreditLedgerInput::new("ada")
        .with_event_type([CreditLedgerEventType::CreditsConsumed])
        .with_paging(CursorPaging::first(1));
    let mut stream = world.stigg.stream_credit_ledger(consumed);
    let mut total = 0.0;
    while let Some(event) = stream.next().await {
        total += event.unwrap().amount;
    }
    assert_eq!(total, 12.0);

    let grants = world
        .stigg
        .get_credit_grants(GetCreditGrantsInput::new("ada"))
        .await
        .unwrap();
    let overdraft = &grants.data[1];
    assert_eq!(
        (&overdraft.grant_type, overdraft.consumed_amount),
        (&CreditGrantType::Overdraft, 2.0)
    );

    let by_model = CreditUsageInput::new("ada").with_group_by(["model".to_owned()]);
    let usage = world.stigg.get_credit_usage(by_model).await.unwrap();
    let totals: Vec<f64> = usage.series.iter().map(|series| series.total_credits).collect();
    assert_eq!(totals, [4.0, 8.0]);
    assert_eq!(usage.currency.unwrap().currency_id, "tokens");
    assert_eq!(usage.series[0].points[0].timestamp, at("2026-01-31T00:00:00Z"));
}

#[tokio::test]
#[expect(deprecated, reason = "it works as long as Stigg has it")]
async fn balances_are_counted_by_stigg() {
    let world = with_ada().await;
    let ends = at("2026-03-01T00:00:00Z");
    world.stigg.grant_credits(gift(10).with_expire_at(ends)).await.unwrap();
    world.stigg.consume_credits(consume(4)).await.unwrap();
    let summary = world
        .stigg
        .get_credit_balance(CreditBalanceSummaryInput::new("ada"))
        .await
        .unwrap();
    let [balance] = &summary.balances[..] else {
        panic!("{summary:?}")
    };
    assert_eq!(
        (balance.current_balance, balance.total_granted, balance.total_consumed),
        (6.0, 10.0, 4.0)
    );
    assert_eq!(balance.valid_until, Some(ends));
}

#[tokio::test]
async fn recharge_settings_are_saved_and_read_back() {
    let world = with_ada().await;
    let request = GetAutoRechargeSettingsInput::new("ada", "tokens");
    let settings = world
        .stigg
        .get_automatic_recharge_configuration(request.clone())
        .await
        .unwrap();
    assert!(!settings.is_enabled && settings.created_at.is_none());
    let save = SaveAutoRechargeSettingsInput::new("ada", "tokens", true)
        .with_threshold_type(ThresholdType::DollarAmount)
        .with_threshold_value(10.0)
        .with_target_balance(100.0)
        .with_grant_expiration_period(GrantExpirationPeriod::OneMonth)
        .with_max_spend_limit(50.0);
    let saved = world.stigg.save_automatic_recharge_configuration(save).await.unwrap();
    assert_eq!((saved.max_spend_limit, saved.created_at), (Some(50.0), Some(at(START))));
    let read = world.stigg.get_automatic_recharge_configuration(request).await.unwrap();
    assert_eq!(read, saved);
    let lift = SaveAutoRechargeSettingsInput::new("ada", "tokens", true).without_max_spend_limit();
    let saved = world.stigg.save_automatic_recharge_configuration(lift).await.unwrap();
    assert_eq!((saved.max_spend_limit, saved.target_balance), (None, 100.0));
}

#[tokio::test]
async fn many_consumptions_go_a_thousand_at_a_time_and_each_is_told_what_became_of_it() {
    let world = with_ada().await;
    world.stigg.grant_credits(gift(5_000)).await.unwrap();
    world.sent();
    let mut consumptions: Vec<ConsumeCredits> = (0..2_500)
        .map(|n| consume(1).with_idempotency_key(format!("key-{n}")))
        .collect();
    let all = ConsumeCreditsAsync::new(consumptions.clone());
    world.stigg.consume_credits_async(all).await.unwrap();
    assert_eq!(world.sent(), ["ConsumeCreditsAsync"; 3]);
    assert_eq!(balance(&world).await, 2_500.0);

    // The second thousand holds one that nobody knows; keys keep the others from counting twice.
    consumptions[1_500].customer_id = "nobody".to_owned();
    let some = ConsumeCreditsAsync::new(consumptions);
    let failure = world.stigg.consume_credits_async(some).await.unwrap_err();
    let failed: Vec<usize> = failure.failures().map(|(place, _)| place).collect();
    assert_eq!(failed, (1_000..2_000).collect::<Vec<_>>());
    assert_eq!(failure.first().kind(), ErrorKind::NotFound);
    world.stigg.reload_entitlements("ada", None).await;
    assert_eq!(balance(&world).await, 2_500.0);
    world.sent();
    world
        .stigg
        .consume_credits_async(ConsumeCreditsAsync::default())
        .await
        .unwrap();
    assert_eq!(world.sent(), [] as [&str; 0]);
}

#[tokio::test]
async fn offline_a_consumption_is_answered_without_a_balance() {
    let world = World::start().await;
    let stigg = world.builder().offline(true).build().unwrap();
    let request = consume(4).with_resource_id("site-1");
    let result = stigg.consume_credits(request).await.unwrap();
    assert_eq!(
        (result.customer_id.as_str(), result.currency_id.as_str()),
        ("ada", "tokens")
    );
    assert_eq!(result.resource_id.as_deref(), Some("site-1"));
    assert_eq!((result.amount, result.timestamp, result.credit), (4.0, at(START), None));
    let mut grants = stigg.stream_credit_grants(GetCreditGrantsInput::new("ada"));
    let error = refused(grants.next().await.unwrap());
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::Offline, Some("stream_credit_grants"))
    );
    assert!(grants.next().await.is_none());
    assert_eq!(world.sent(), [] as [&str; 0]);
}
