use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::fixtures::{NOW, at, credit, feature, stamp, state};
use crate::{CreditBalance, EntitlementReference, EntityKeyRef, Source, Stamp, UsageUpdate};

const NOW_MONOTONIC: Duration = Duration::from_secs(1_000_000);
const AN_HOUR_AGO_MONOTONIC: Duration = Duration::from_secs(1_000_000 - 3600);

fn store() -> MemoryStore {
    MemoryStore::new(16 << 20)
}

fn key(id: &str) -> EntityKeyRef<'_> {
    EntityKeyRef::new(id, None)
}

fn hour_ago() -> Timestamp {
    at(NOW).saturating_sub(Duration::from_secs(3600))
}

fn told(entitlements: &[Value], fetched_at: Timestamp) -> CachedEntity {
    let stamp = stamp(Source::Api, fetched_at).heard(Duration::from_secs(77), 5);
    CachedEntity::new(state(entitlements), stamp)
}

/// A store with everything that a store can have.
fn full() -> MemoryStore {
    let store = store();
    let everything = [
        feature(
            "metered",
            "NUMBER/Incremental",
            json!({"usageLimit": 10.5, "currentUsage": 4, "hasSoftLimit": true, "resetPeriod": "MONTH",
                "usagePeriodAnchor": "2025-01-01T00:00:00Z", "usagePeriodStart": "2025-06-01T00:00:00Z",
                "usagePeriodEnd": "2025-07-01T00:00:00.000001Z", "validUntil": 0, "entitlementUpdatedAt": "2025-05-01T00:00:00Z",
                "usageUpdatedAt": "2025-06-05T00:00:00Z"}),
        ),
        feature(
            "enum",
            "ENUM",
            json!({"enumValues": ["a", "b"], "accessDeniedReason": "SomethingNew"}),
        ),
        feature(
            "backed",
            "NUMBER/Incremental",
            json!({"creditRate": {"amount": 2, "currencyId": "c"}}),
        ),
        feature(
            "other",
            "NUMBER/Incremental",
            json!({"creditRate": {"amount": 2, "currencyId": "d"}}),
        ),
        json!({"type": "FEATURE"}),
        credit("c", json!({"usageLimit": 100, "currentUsage": 1})),
    ];
    for id in ["a", "b"] {
        store.put(key(id).to_key(), told(&everything, hour_ago()));
    }
    store.put(EntityKey::new("a", Some("site")), told(&everything[..1], hour_ago()));
    let mut denied = state(&[]);
    denied.access_denied_reason = Some("CustomerNotFound".into());
    store.put(
        key("nobody").to_key(),
        CachedEntity::new(denied, stamp(Source::Push, hour_ago())),
    );
    let update = UsageUpdate::new(EntitlementReference::Feature("metered"), 6.25, at(NOW));
    assert!(store.update_usage(key("a"), &update));
    assert!(store.update_credit_balance(key("a"), &CreditBalance::new("c", 7.0, 9.0, at(NOW))));
    assert!(store.update_credit_balance(key("a"), &CreditBalance::new("d", 7.0, 9.0, at(NOW))));
    store
}

fn import(bytes: &[u8]) -> Result<MemoryStore, SnapshotError> {
    let store = store();
    store.import(bytes, at(NOW), NOW_MONOTONIC)?;
    Ok(store)
}

#[test]
fn what_is_exported_and_imported_is_the_same() {
    let store = full();
    let imported = import(&store.export()).unwrap();
    assert_eq!(imported.len(), store.len());
    for key in store.keys() {
        let (one, other) = (store.get(key.as_ref()).unwrap(), imported.get(key.as_ref()).unwrap());
        assert_eq!(one.to_state(), other.to_state());
        assert_eq!(one.updated_at(), other.updated_at());
        assert_eq!(one.valid_until(), other.valid_until());
        assert_eq!(one.refreshed_at(), other.refreshed_at());
        let stamp = one.stamp();
        let is_heard = stamp.heard_at > Duration::ZERO;
        let heard_at = if is_heard {
            AN_HOUR_AGO_MONOTONIC
        } else {
            Duration::ZERO
        };
        assert_eq!(
            Stamp::new(stamp.fetched_at, stamp.source).heard(heard_at, 0),
            other.stamp()
        );
    }
    assert_eq!(imported.weight(), store.weight());
}

#[test]
fn balances_that_were_told_apart_are_still_newer_than_a_state() {
    let imported = import(&full().export()).unwrap();
    let before = imported.get(key("a")).unwrap().to_state();
    let older = told(
        &[
            feature(
                "other",
                "NUMBER/Incremental",
                json!({"creditRate": {"amount": 2, "currencyId": "d"}}),
            ),
            credit("c", json!({"usageLimit": 100, "currentUsage": 1})),
        ],
        at(NOW),
    );
    let merged = imported.put(key("a").to_key(), older);
    let limit = |state: &EntitlementState| match state {
        EntitlementState::Credit(credit) => credit.usage_limit,
        _ => None,
    };
    assert_eq!(
        merged.credit("c").unwrap().usage_limit,
        before.entitlements.iter().find_map(limit)
    );
    assert_eq!(
        merged.feature("other").unwrap().access_denied_reason.unwrap().as_str(),
        "InsufficientCredits"
    );
}

#[test]
fn what_is_imported_is_as_old_as_the_wall_clock_says_and_confirmed_by_nobody() {
    let store = full();
    store.outdate_customer("b", Duration::from_secs(100));
    let imported = import(&store.export()).unwrap();
    let heard = |id| {
        let entity = imported.get(key(id)).unwrap();
        (entity.heard_at(), entity.epoch())
    };
    assert_eq!(
        heard("a"),
        (NOW_MONOTONIC.checked_sub(Duration::from_secs(3600)).unwrap(), 0)
    );
    assert_eq!(heard("b"), (Duration::ZERO, 0), "it was outdated");
    assert_eq!(heard("nobody"), (Duration::ZERO, 0), "nobody said when");
}

#[test]
fn p1_what_was_heard_in_the_future_is_of_no_known_age() {
    let bytes = full().export();
    let store = MemoryStore::new(16 << 20);
    let earlier = hour_ago().saturating_sub(Duration::from_secs(1));
    store.import(&bytes, earlier, NOW_MONOTONIC).unwrap();
    assert_eq!(store.get(key("a")).unwrap().heard_at(), Duration::ZERO);
    // A process that is younger than the snapshot is old.
    let store = MemoryStore::new(16 << 20);
    store.import(&bytes, at(NOW), Duration::from_secs(5)).unwrap();
    assert_eq!(store.get(key("a")).unwrap().heard_at(), Duration::ZERO);
}

#[test]
fn what_is_known_and_newer_stays() {
    let bytes = full().export();
    let store = store();
    let newer = [feature(
        "metered",
        "NUMBER/Incremental",
        json!({"usageLimit": 99, "entitlementUpdatedAt": at(NOW)}),
    )];
    let stamp = stamp(Source::Api, at(NOW)).heard(Duration::from_secs(7200), 5);
    store.put(key("a").to_key(), CachedEntity::new(state(&newer), stamp));
    assert_eq!(store.import(&bytes, at(NOW), Duration::from_secs(7200)), Ok(4));
    let kept = store.get(key("a")).unwrap();
    assert_eq!(kept.feature("metered").unwrap().usage_limit, Some(99.0));
    assert_eq!(kept.epoch(), 5);
    assert_eq!(store.len(), 4);
}

#[test]
fn what_is_shared_is_written_once() {
    let store = store();
    let long = "x".repeat(5_000);
    let entitlements = [feature(
        "f",
        "ENUM",
        json!({"enumValues": [long], "entitlementUpdatedAt": at(NOW)}),
    )];
    for i in 0..100 {
        store.put(
            EntityKey::new(format!("customer-{i}"), None::<&str>),
            told(&entitlements, at(NOW)),
        );
    }
    let bytes = store.export().len();
    assert!(bytes < 5_000 + 100 * 200, "{bytes} bytes");
}

#[test]
fn numbers_that_are_none_do_not_stop_an_export() {
    let store = store();
    let mut entity = told(&[feature("f", "NUMBER/Incremental", json!({}))], at(NOW));
    entity.slots_mut()[0].used = f64::INFINITY;
    store.put(key("a").to_key(), entity);
    let imported = import(&store.export()).unwrap();
    assert!(
        imported
            .get(key("a"))
            .unwrap()
            .feature("f")
            .unwrap()
            .current_usage
            .is_nan()
    );
}

#[test]
fn nothing_is_exported_and_imported_as_well() {
    assert!(import(&store().export()).unwrap().is_empty());
}

#[test]
fn other_bytes_are_refused_with_a_reason() {
    let check = |bytes: &[u8], text: &str| {
        let error = import(bytes).expect_err("not a snapshot");
        assert!(error.to_string().contains(text), "{error}");
    };
    check(b"", "not a snapshot");
    check(b"{\"entitlements\": []}", "not a snapshot");
    let mut bytes = full().export();
    bytes[8] = 2;
    check(&bytes, "version 2");
    bytes[8] = 1;
    bytes.push(0);
    check(&bytes, "shorter or longer");
    bytes.pop();
    *bytes.last_mut().unwrap() ^= 1;
    check(&bytes, "checksum");
}

/// A snapshot of any payload, with a good checksum.
fn sealed(payload: &[u8]) -> Vec<u8> {
    let length = (payload.len() as u64).to_le_bytes();
    let mut bytes = MAGIC.to_vec();
    bytes.extend(VERSION.to_le_bytes());
    bytes.extend(checksum(length, payload).to_le_bytes());
    bytes.extend(length);
    bytes.extend(payload);
    bytes
}

#[test]
fn what_refers_to_nothing_is_refused_as_a_whole() {
    let bytes = full().export();
    let good: Value = serde_json::from_slice(&bytes[HEAD..]).unwrap();
    assert!(import(&sealed(&serde_json::to_vec(&good).unwrap())).is_ok());
    let spoil: [fn(&mut Value); 6] = [
        |contents| contents["entries"][1]["slots"][0][0] = json!(1_000),
        |contents| contents["entries"][1]["slots"][0][3][0] = json!(1_000),
        |contents| contents["entries"][1]["fetched_at"] = json!(0),
        |contents| contents["entries"][1]["source"] = json!("Oracle"),
        |contents| contents["tables"]["times"][0] = json!(i64::MAX),
        |contents| contents["tables"]["terms"][0] = json!({"type": "UNKNOWN"}),
    ];
    for spoil in spoil {
        let mut contents = good.clone();
        spoil(&mut contents);
        let store = store();
        let outcome = store.import(&sealed(&serde_json::to_vec(&contents).unwrap()), at(NOW), NOW_MONOTONIC);
        assert!(matches!(outcome, Err(SnapshotError::Damaged(_))), "{outcome:?}");
        assert!(store.is_empty(), "nothing is imported");
    }
}

/// Few entities, so that there are few bytes.
fn small() -> Vec<u8> {
    let store = store();
    store.put(key("a").to_key(), told(&[feature("f", "BOOLEAN", json!({}))], at(NOW)));
    store.export()
}

#[test]
fn every_truncation_and_every_flipped_bit_of_a_small_snapshot_is_found() {
    let bytes = small();
    let store = store();
    for length in 0..bytes.len() {
        assert!(
            store.import(&bytes[..length], at(NOW), NOW_MONOTONIC).is_err(),
            "{length} bytes"
        );
    }
    for bit in 0..bytes.len() * 8 {
        let mut bytes = bytes.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        assert!(store.import(&bytes, at(NOW), NOW_MONOTONIC).is_err(), "bit {bit}");
    }
    assert!(store.is_empty());
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(import(&bytes).is_err());
        // Nor does any JSON.
        let _ = import(&sealed(&bytes));
    }

    #[test]
    fn no_change_of_a_number_makes_it_panic(place in 0..2_000_usize, digit in b'0'..=b'9') {
        let bytes = small();
        let mut payload = bytes[HEAD..].to_vec();
        let digits: Vec<_> = (0..payload.len()).filter(|i| payload[*i].is_ascii_digit()).collect();
        payload[digits[place % digits.len()]] = digit;
        let _ = import(&sealed(&payload));
    }
}
