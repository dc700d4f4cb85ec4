use std::panic::{AssertUnwindSafe, catch_unwind};

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::lenient::in_one_go;

/// What an answer says about an entitlement.
#[derive(Debug, PartialEq, Deserialize)]
struct Told {
    #[serde(default, deserialize_with = "optional_feature")]
    feature: Option<Arc<EntitlementFeature>>,
    #[serde(default)]
    after: Option<i64>,
}

type Read = Result<Vec<Told>, ()>;

fn plainly(text: &str) -> Read {
    serde_json::from_str(text).map_err(|_| ())
}

fn with(known: &KnownFeatures, text: &str) -> Read {
    known.at_hand(|| in_one_go(|| plainly(text)))
}

fn feature_of(known: &KnownFeatures, feature: &str) -> Arc<EntitlementFeature> {
    let mut told = with(known, &format!(r#"[{{"feature":{feature}}}]"#)).expect("it can be read");
    told.remove(0).feature.expect("it is there")
}

/// How many features the collection on top knows, and how much room they take.
fn size(known: &KnownFeatures) -> (usize, usize) {
    let spare = known.lock();
    let features = spare.last().expect("something was read");
    (features.by_text.len(), features.bytes)
}

fn seats() -> Value {
    json!({"refId": "seats", "displayName": "Seats", "featureType": "NUMBER", "meterType": "INCREMENTAL"})
}

#[test]
fn two_answers_share_a_feature_of_the_same_text() {
    let known = KnownFeatures::default();
    let text = seats().to_string();
    let (first, second) = (feature_of(&known, &text), feature_of(&known, &text));
    assert!(Arc::ptr_eq(&first, &second));
    assert_eq!(size(&known).0, 1);

    let renamed = feature_of(&known, &text.replace("Seats", "Chairs"));
    assert_eq!(renamed.display_name.as_deref(), Some("Chairs"));
    assert_eq!(size(&known).0, 2);
}

#[test]
fn without_what_is_known_and_with_care_features_are_read_plainly() {
    let text = format!("[{{\"feature\":{}}}]", seats());
    let known = KnownFeatures::default();
    let first = with(&known, &text).unwrap();
    for again in [
        plainly(&text).unwrap(),
        in_one_go(|| plainly(&text)).unwrap(),
        // Nothing can be borrowed from a value.
        known.at_hand(|| serde_json::from_value(json!([{"feature": seats()}])).unwrap()),
    ] {
        assert_eq!(again, first);
        assert!(!Arc::ptr_eq(
            again[0].feature.as_ref().unwrap(),
            first[0].feature.as_ref().unwrap()
        ));
    }
}

#[test]
fn an_answer_whose_features_are_known_is_read_with_few_allocations() {
    const ENTITLEMENTS: usize = 50;
    let entitlement = |place: usize| {
        let mut feature = seats();
        feature["refId"] = json!(format!("feature-{place}"));
        json!({"__typename": "FeatureEntitlement", "hasUnlimitedUsage": false, "enumValues": [], "feature": feature})
    };
    let entitlements: Vec<Value> = (0..ENTITLEMENTS).map(entitlement).collect();
    let text = json!({"entitlementsV2": entitlements}).to_string();
    let known = KnownFeatures::default();
    let read = || {
        let wire: wire::EntitlementsState = known
            .at_hand(|| in_one_go(|| serde_json::from_str(&text)))
            .expect("it can be read");
        let state = convert::entitlements_state(wire);
        assert_eq!(state.entitlements.len(), ENTITLEMENTS);
    };
    read();
    let allocated = allocation_counter::measure(read).count_total;
    // One for each entitlement, and some for the lists.
    assert!(allocated <= ENTITLEMENTS as u64 + 15, "{allocated}");
}

#[test]
fn what_cannot_be_read_is_not_remembered() {
    let known = KnownFeatures::default();
    for broken in [r#"{"refId":"seats"}"#, r#"{"refId":"a","refId":"b"}"#, "7", "\"seats\""] {
        for _ in 0..2 {
            with(&known, &format!(r#"[{{"feature":{broken}}}]"#)).unwrap_err();
        }
        assert_eq!(size(&known), (0, 0), "{broken}");
    }
}

#[test]
fn what_is_known_has_a_bound() {
    let known = KnownFeatures::default();
    let long = "x".repeat(2_000);
    let mut most = 0;
    for place in 0..500 {
        let mut feature = seats();
        feature["refId"] = json!(place.to_string());
        feature["description"] = json!(long);
        let text = feature.to_string();
        assert_eq!(feature_of(&known, &text).id, place.to_string());
        let (count, bytes) = size(&known);
        assert!(
            bytes <= Features::ROOM && 2 * count * text.len() <= Features::ROOM,
            "{count} in {bytes}"
        );
        // What came last is known in any case.
        assert!(Arc::ptr_eq(&feature_of(&known, &text), &feature_of(&known, &text)));
        most = most.max(count);
    }
    assert!(most > 90, "{most}");

    let (count, bytes) = size(&known);

    let mut feature = seats();
    feature["description"] = json!("x".repeat(Features::LONGEST));
    feature_of(&known, &feature.to_string());
    assert_eq!(size(&known), (count, bytes), "too long to be remembered");
}

#[test]
fn those_who_read_at_once_do_not_wait_for_each_other() {
    let known = KnownFeatures::default();
    let text = seats().to_string();
    let (inner, outer) = known.at_hand(|| {
        // Another thread in the middle of this one.
        let inner = feature_of(&known, &text);
        let outer = in_one_go(|| plainly(&format!("[{{\"feature\":{text}}}]"))).unwrap();
        (inner, outer)
    });
    assert_eq!(outer[0].feature.as_ref(), Some(&inner));
    assert_eq!(known.lock().len(), 2, "one for each of them");
    feature_of(&known, &text);
    assert_eq!(known.lock().len(), 2, "both are used again");
}

#[test]
fn a_panic_loses_nothing() {
    let known = KnownFeatures::default();
    let text = seats().to_string();
    let first = feature_of(&known, &text);
    let panicked = catch_unwind(AssertUnwindSafe(|| known.at_hand(|| panic!("on purpose"))));
    panicked.expect_err("it panics");
    assert!(AT_HAND.with_borrow(Option::is_none));
    assert!(Arc::ptr_eq(&first, &feature_of(&known, &text)));
}

#[test]
fn only_so_many_collections_are_kept() {
    fn nested(known: &KnownFeatures, depth: usize) {
        if depth > 0 {
            known.at_hand(|| nested(known, depth - 1));
        }
    }
    let known = KnownFeatures::default();
    nested(&known, 2 * KnownFeatures::SPARE);
    assert_eq!(known.lock().len(), KnownFeatures::SPARE);
}

/// A JSON text, written in one of many ways.
fn text() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        4 => prop::sample::select(vec!["seats", "Seats", "", "a b", "zażółć 🦀", "{}", "null"]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    (text, any::<bool>()).prop_map(|(text, escaped)| {
        if escaped {
            let units = text.encode_utf16().map(|unit| format!("\\u{unit:04x}"));
            format!("\"{}\"", units.collect::<String>())
        } else {
            Value::from(text).to_string()
        }
    })
}

/// What may stand in a member: often what should, sometimes anything.
fn value(good: BoxedStrategy<String>) -> impl Strategy<Value = String> {
    let odd = [
        "null",
        "7",
        "-0.5e3",
        "1e999",
        "true",
        "{}",
        "[]",
        r#"{"a":[{"b":null}]}"#,
        r#""\ud800""#,
        r#"["x", 1]"#,
    ];
    prop_oneof![9 => good, 1 => prop::sample::select(odd.to_vec()).prop_map(str::to_owned)]
}

fn member(name: &'static str, good: impl Strategy<Value = String> + 'static) -> impl Strategy<Value = String> {
    value(good.boxed()).prop_map(move |value| format!("\"{name}\":{value}"))
}

fn one_of(values: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(values).prop_map(str::to_owned)
}

/// A feature with its members in any order, most of them once, with any space between them.
fn feature() -> impl Strategy<Value = String> {
    let space = || one_of(&["", "", "", " ", "\n\t "]);
    let indispensable = (
        member("refId", text()),
        member("displayName", text()),
        member("featureType", one_of(&["\"NUMBER\"", "\"BOOLEAN\"", "\"TOMORROW\""])),
    );
    let more = prop_oneof![
        member("__typename", one_of(&["\"EntitlementFeature\""])),
        member("description", text()),
        member("meterType", one_of(&["\"INCREMENTAL\"", "\"None\"", "null"])),
        member("featureUnits", text()),
        member("featureUnitsPlural", text()),
        member(
            "unitTransformation",
            one_of(&["{\"divide\":2.50,\"round\":\"UP\"}", "null"])
        ),
        member("n\\u0065w", text()),
        member("\\u0064escription", text()),
    ];
    let object = (indispensable, prop::collection::vec(more, 0..5), space())
        .prop_flat_map(|((id, name, kind), more, space)| {
            let members: Vec<String> = [id, name, kind].into_iter().chain(more).collect();
            (Just(members).prop_shuffle(), Just(space))
        })
        .prop_map(|(members, space)| {
            let between = format!("{space},{space}");
            format!("{{{space}{}{space}}}", members.join(&between))
        });
    prop_oneof![
        9 => object,
        1 => one_of(&["null", "7", "[\"a\",\"A\",null,\"NUMBER\",null,null,null,null]", "{", "\"a"]),
    ]
}

proptest! {
    #[test]
    fn whatever_is_known_the_same_is_read(features in prop::collection::vec((feature(), any::<bool>()), 1..5)) {
        let known = KnownFeatures::default();
        let told = features.iter().map(|(feature, after)| {
            if *after { format!("{{\"feature\":{feature} , \"after\":1}}") } else { format!("{{\"feature\": {feature}}}") }
        });
        let told: Vec<String> = told.collect();
        let all = format!("[{}]", told.join(","));
        // Each by itself, so that one that cannot be read does not hide the others; twice, so that it is known.
        for one in told.iter().map(|one| format!("[{one}]")).chain([all]) {
            let plain = plainly(&one);
            for _ in 0..2 {
                prop_assert_eq!(&with(&known, &one), &plain, "{}", one);
            }
        }
    }
}
