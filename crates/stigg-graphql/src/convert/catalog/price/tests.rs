use serde_json::{Value, json};

use super::*;

fn wire(refine: impl FnOnce(&mut Value)) -> wire::Price {
    let mut wire = json!({"billingModel": "PER_UNIT", "billingPeriod": "MONTHLY", "billingCadence": "RECURRING"});
    refine(&mut wire);
    serde_json::from_value(wire).unwrap()
}

fn money(currency: &str) -> Value {
    json!({"amount": 1.5, "currency": currency})
}

#[test]
fn the_currency_is_found_wherever_it_stands() {
    #[track_caller]
    fn check(amount: Value, tiers: Value, expected: &str) {
        let wire = wire(|wire| {
            wire["price"] = amount;
            wire["tiers"] = tiers;
        });
        assert_eq!(price(wire, None).unwrap().currency.as_str(), expected);
    }
    let tiered = |unit: Value, flat: Value| json!([{"unitPrice": unit, "flatPrice": flat}]);
    check(money("EUR"), tiered(money("GBP"), money("CHF")), "EUR");
    check(Value::Null, tiered(money("GBP"), money("CHF")), "GBP");
    check(Value::Null, tiered(Value::Null, money("CHF")), "CHF");
    check(Value::Null, tiered(Value::Null, Value::Null), "USD");
    check(Value::Null, json!([]), "USD");
    check(Value::Null, Value::Null, "USD");
    check(money("XTS"), Value::Null, "XTS");
}

#[test]
fn a_price_has_one_amount_or_tiers() {
    let flat = price(wire(|wire| wire["price"] = money("EUR")), None).unwrap();
    assert_eq!(flat.amount.unwrap().to_string(), "1.5");
    assert_eq!((flat.tiers.clone(), flat.is_tiered()), (None, false));

    let tiered = price(
        wire(|wire| {
            wire["tiersMode"] = json!("GRADUATED");
            wire["tiers"] = json!([{"upTo": 10, "unitPrice": money("EUR")}, {"upTo": null, "flatPrice": money("EUR")}]);
        }),
        None,
    )
    .unwrap();
    assert_eq!((tiered.amount, tiered.is_tiered()), (None, true));
    assert_eq!(tiered.tiers.unwrap().len(), 2);
}

#[test]
fn bought_units_stand_with_the_feature() {
    let feature = json!({"refId": "seats", "displayName": "Seats"});
    let charging = |feature: Value| price(wire(|wire| wire["feature"] = feature), Some(5.0)).unwrap();
    assert_eq!(charging(feature).feature.unwrap().unit_quantity, Some(5.0));
    assert_eq!(charging(Value::Null).feature, None);
}
