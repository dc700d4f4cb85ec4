//! What checks allocate that are answered from memory.

use std::sync::Arc;
use std::time::Duration;

use allocation_counter::measure;
use futures_util::FutureExt;
use stigg::models::{
    GetBooleanEntitlement, GetCreditEntitlement, GetEntitlement, GetEntitlementV2Params, GetEnumEntitlement,
    GetMeteredEntitlement, GetNumericEntitlement,
};
use stigg::{Clock, ConnectionState, ManualClock, Stigg, SystemClock};
use tokio::runtime::Runtime;

use crate::plans::{BOOLEAN, CREDITS, ENUM, METERED, NUMERIC, customer_id};
use crate::stub::{self, Stub};
use crate::table::{Line, Table};

/// How often each check is made.
const ROUNDS: u64 = 100;
/// How long an entry is used without being asked for again is less, and how old it may get is more.
const A_WHILE: Duration = Duration::from_secs(60);

/// Row 3.
pub(super) fn all(_wanted: &[u8], table: &mut Table) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut add = |what, stigg: &Stigg, stale| {
        let _context = runtime.enter();
        for (how, check) in [
            ("", awaited as fn(&Stigg, &str) -> u64),
            (", peek", peeked as fn(&Stigg, &str) -> u64),
        ] {
            let what = format!("allocations by {ROUNDS} hits of every getter: {what}{how}");
            table.add(&Line::counted(3, &what, allocations(stigg, stale, check), 0));
        }
    };
    add("fresh", &fresh(&runtime), false);
    add("outage", &stale(&runtime, 1..8), true);
    add("setback", &stale(&runtime, 1..2), true);
}

fn fresh(runtime: &Runtime) -> Stigg {
    runtime.block_on(async {
        let stigg = Stigg::builder().transport(Arc::new(Stub::new())).build().unwrap();
        stub::until(&stigg, ConnectionState::Connected).await;
        stigg.warm_up([customer_id(1).as_str()]).await;
        stigg
    })
}

/// A client to whom the first customer is due for a refresh, while the reads of these customers have just failed: those of
/// one, so that it alone is left alone for a while, or those of many, so that nobody is asked for.
fn stale(runtime: &Runtime, failed: std::ops::Range<u64>) -> Stigg {
    runtime.block_on(async {
        let (transport, clock) = (Stub::new(), ManualClock::new(SystemClock.now()));
        let stigg = Stigg::builder()
            .transport(Arc::new(transport.clone()))
            .clock(clock.clone())
            .realtime(false)
            .build()
            .unwrap();
        let customers: Vec<String> = failed.map(customer_id).collect();
        stigg.warm_up(customers.iter().map(String::as_str)).await;
        transport.fail();
        clock.advance(A_WHILE);
        for customer in customers.iter().rev() {
            let request = GetMeteredEntitlement::new(customer.as_str(), METERED);
            let answer = stigg.get_metered_entitlement(request).await;
            assert!(answer.origin.is_stale() && !answer.is_fallback);
            let before = stigg.counters().loads_failed;
            let mut patience = 0;
            while stigg.counters().loads_failed == before && patience < 20 {
                tokio::time::sleep(Duration::from_millis(1)).await;
                patience += 1;
            }
        }
        stigg
    })
}

/// What the checks of many rounds allocate.
fn allocations(stigg: &Stigg, stale: bool, check: fn(&Stigg, &str) -> u64) -> u64 {
    let customer = customer_id(1);
    let before = stigg.counters();
    let mut granted = 0;
    let counted = measure(|| {
        for _ in 0..ROUNDS {
            granted += check(stigg, &customer);
        }
    });
    let since = stigg.counters().since(&before);
    assert_eq!(granted, since.cache_hits);
    let as_meant = if stale { since.checks_stale } else { since.checks_fresh };
    assert_eq!(as_meant, since.cache_hits, "{since:?}");
    counted.count_total
}

/// All checks that are awaited. They are ready at once. Answers how many granted access.
fn awaited(stigg: &Stigg, customer: &str) -> u64 {
    macro_rules! has_access {
        ($check:expr) => {
            $check.now_or_never().expect("it is answered from memory")
        };
    }
    let request = GetEntitlementV2Params::feature(customer, METERED).with_requested_usage(1);
    let feature = has_access!(stigg.get_entitlement_v2(request)).has_access();
    let request = GetEntitlementV2Params::credit(customer, CREDITS).with_requested_usage(1);
    let credits = has_access!(stigg.get_entitlement_v2(request)).has_access();
    #[expect(deprecated, reason = "it promises the same")]
    let old = has_access!(stigg.get_entitlement(GetEntitlement::new(customer, METERED))).has_access();
    let checks = [
        has_access!(stigg.get_boolean_entitlement(GetBooleanEntitlement::new(customer, BOOLEAN))).has_access,
        has_access!(stigg.get_numeric_entitlement(GetNumericEntitlement::new(customer, NUMERIC))).has_access,
        has_access!(stigg.get_metered_entitlement(metered(customer))).has_access,
        has_access!(stigg.get_enum_entitlement(GetEnumEntitlement::new(customer, ENUM))).has_access,
        has_access!(stigg.get_credit_entitlement(credit(customer))).has_access,
        feature,
        credits,
        old,
    ];
    checks.map(u64::from).iter().sum()
}

/// All checks without an await, but for the one of the list.
fn peeked(stigg: &Stigg, customer: &str) -> u64 {
    const KNOWN: &str = "it is in memory";
    let request = GetEntitlementV2Params::feature(customer, METERED).with_requested_usage(1);
    let feature = stigg.peek_entitlement_v2(request).expect(KNOWN).has_access();
    let request = GetEntitlementV2Params::credit(customer, CREDITS).with_requested_usage(1);
    let credits = stigg.peek_entitlement_v2(request).expect(KNOWN).has_access();
    let boolean = stigg.peek_boolean_entitlement(GetBooleanEntitlement::new(customer, BOOLEAN));
    let numeric = stigg.peek_numeric_entitlement(GetNumericEntitlement::new(customer, NUMERIC));
    let enumerated = stigg.peek_enum_entitlement(GetEnumEntitlement::new(customer, ENUM));
    let checks = [
        boolean.expect(KNOWN).has_access,
        numeric.expect(KNOWN).has_access,
        stigg
            .peek_metered_entitlement(metered(customer))
            .expect(KNOWN)
            .has_access,
        enumerated.expect(KNOWN).has_access,
        stigg.peek_credit_entitlement(credit(customer)).expect(KNOWN).has_access,
        feature,
        credits,
    ];
    checks.map(u64::from).iter().sum()
}

fn metered(customer: &str) -> GetMeteredEntitlement<'_> {
    GetMeteredEntitlement::new(customer, METERED).with_requested_usage(1)
}

fn credit(customer: &str) -> GetCreditEntitlement<'_> {
    GetCreditEntitlement::new(customer, CREDITS).with_requested_usage(1)
}
