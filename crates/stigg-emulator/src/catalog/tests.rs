//! Reading catalogues, and what is said about mistakes.

use super::*;

/// The errors of a catalogue that must not be accepted.
fn mistakes(text: &str) -> String {
    Catalog::from_json(text)
        .expect_err("the catalogue has a mistake")
        .to_string()
}

#[test]
fn the_sample_in_json_is_the_sample_in_yaml() {
    assert_eq!(Catalog::sample().content.plans.iter().count(), 3);
    #[cfg(feature = "yaml")]
    {
        let yaml = Catalog::from_yaml(crate::SAMPLE_CATALOG).unwrap();
        let same = format!("{:?}", yaml.content) == format!("{:?}", Catalog::sample().content);
        assert!(
            same,
            "catalogs/sample.json must say the same as catalogs/sample.yaml: write it anew"
        );
    }
}

#[cfg(feature = "yaml")]
#[test]
fn the_examples_of_the_readme_are_catalogues() {
    let readme = include_str!("../../README.md");
    let examples: Vec<&str> = readme
        .split("```yaml\n")
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap())
        .collect();
    assert_eq!(examples.len(), 2);
    for example in examples {
        Catalog::from_yaml(example).unwrap_or_else(|error| panic!("{error}"));
    }
}

#[test]
fn an_empty_catalogue_is_one() {
    for text in ["{}", "{ \"features\": [] }"] {
        assert_eq!(
            format!("{:?}", Catalog::from_json(text).unwrap()),
            format!("{:?}", Catalog::empty())
        );
    }
    #[cfg(feature = "yaml")]
    for text in ["", "# nothing yet\n", "features: []\n"] {
        assert_eq!(
            format!("{:?}", Catalog::from_yaml(text).unwrap()),
            format!("{:?}", Catalog::empty())
        );
    }
}

#[test]
fn syntax_errors_name_the_line() {
    insta::assert_snapshot!(mistakes("{\n  \"features\": [\n    { \"id\": }\n  ]\n}"), @"catalog:3: not valid JSON: expected value (column 13)");
    insta::assert_snapshot!(mistakes("[]"), @"catalog:1: invalid type: sequence, expected a map");
    insta::assert_snapshot!(mistakes("{ \"currency\": \"USD\",\n  \"currency\": \"EUR\" }"), @"catalog:2: currency: is given twice");
}

#[cfg(feature = "yaml")]
#[test]
fn syntax_errors_in_yaml_name_the_line_too() {
    let of = |text: &str| Catalog::from_yaml(text).unwrap_err().to_string();
    insta::assert_snapshot!(of("features:\n  - id: a\n   type: number\n"), @"catalog:3: not valid YAML: while parsing a block collection, did not find expected '-' indicator");
    insta::assert_snapshot!(of("currency: USD\ncurrency: EUR\n"), @"catalog:2: currency: is given twice");
    insta::assert_snapshot!(of("features:\n  - id: a\n    type: number\n    metre: none\n"), @"catalog:4: features[0].metre: unknown field `metre`, expected one of `id`, `displayName`, `description`, `type`, `meter`, `units`, `transform`, `values`, `events`, `metadata`");
}

#[test]
fn wrong_words_and_types_name_the_path() {
    insta::assert_snapshot!(mistakes(r#"{ "feature": [] }"#), @"catalog:1: feature: unknown field `feature`, expected one of `currency`, `billingIntegration`, `creditCurrencies`, `features`, `featureGroups`, `products`, `coupons`, `customers`");
    insta::assert_snapshot!(mistakes(r#"{ "features": [{ "type": "boolean" }] }"#), @"catalog:1: features[0]: missing field `id`");
    insta::assert_snapshot!(mistakes(r#"{ "features": [{ "id": "a", "type": "bool" }] }"#), @"catalog:1: features[0].type: unknown variant `bool`, expected one of `boolean`, `number`, `enum`");
    insta::assert_snapshot!(mistakes(r#"{ "features": [{ "id": ["a"], "type": "boolean" }] }"#), @"catalog:1: features[0].id: invalid type: sequence, expected a string");
    insta::assert_snapshot!(mistakes(r#"{ "features": [{ "id": "a", "type": "number", "meter": "sometimes" }] }"#), @"catalog:1: features[0].meter: unknown variant `sometimes`, expected one of `none`, `incremental`, `fluctuating`");
    insta::assert_snapshot!(mistakes(r#"{ "products": [{ "id": "p", "start": { "freePlan": 3 } }] }"#), @"catalog:1: products[0].start.freePlan: this product has no plan `3`; there are none");
    insta::assert_snapshot!(mistakes(r#"{ "products": [{ "id": "p", "start": "sometime" }] }"#), @"catalog:1: products[0].start: unknown variant `sometime`, expected one of `planSelection`, `freePlan`, `trialPeriod`");
    insta::assert_snapshot!(
        mistakes(r#"{
            "features": [{ "id": "seats", "type": "number" }],
            "products": [{ "id": "p", "plans": [
                { "id": "a", "pricing": "free", "entitlements": { "seats": 1 } },
                { "id": "b", "pricing": "free", "entitlements": { "seats": "many" } }
            ] }]
        }"#),
        @r#"catalog:5: products[0].plans[1].entitlements.seats: invalid value: string "many", expected true, false, a limit, `unlimited`, a list of values, or a map such as `{ limit: 5, reset: month }`"#
    );
    insta::assert_snapshot!(
        mistakes(r#"{
            "features": [{ "id": "seats", "type": "number" }],
            "products": [{ "id": "p", "plans": [{ "id": "a", "pricing": "free", "entitlements": { "seats": { "limt": 1 } } }] }]
        }"#),
        @"catalog:3: products[0].plans[0].entitlements.seats.limt: unknown field `limt`, expected one of `granted`, `limit`, `unlimited`, `softLimit`, `values`, `reset`, `resetAccordingTo`, `behavior`, `custom`, `displayName`, `hiddenFrom`"
    );
}

#[test]
fn a_group_holds_features_once() {
    let of = |groups: &str| {
        mistakes(&format!(
            r#"{{ "features": [{{ "id": "sso", "type": "boolean" }}], "featureGroups": {groups} }}"#
        ))
    };
    insta::assert_snapshot!(of(r#"[{ "id": "g", "features": [] }]"#), @"catalog:1: featureGroups[0].features: a feature group needs at least one feature");
    insta::assert_snapshot!(of(r#"[{ "id": "g", "features": ["sso", "sso"] }]"#), @"catalog:1: featureGroups[0].features[1]: `sso` is there twice");
    insta::assert_snapshot!(of(r#"[{ "id": "g", "features": ["ssso"] }]"#), @"catalog:1: featureGroups[0].features[0]: there is no feature `ssso`; known: sso");
    insta::assert_snapshot!(of(r#"[{ "id": "g", "features": ["sso"] }, { "id": "g", "features": ["sso"] }]"#), @"catalog:1: featureGroups[1].id: there is another feature group with the id `g`");
}

#[test]
fn names_that_lead_nowhere_come_with_those_that_do() {
    insta::assert_snapshot!(
        mistakes(r#"{
            "features": [{ "id": "seats", "type": "number" }, { "id": "regions", "type": "enum", "values": ["eu", "us"] }],
            "products": [
                {
                    "id": "p",
                    "start": { "trialPeriod": "pro" },
                    "end": { "downgradeTo": "pro" },
                    "plans": [
                        { "id": "free", "pricing": "free", "entitlements": { "seat": 1, "regions": ["asia"] } },
                        {
                            "id": "pro", "pricing": "paid", "basePlan": "fre",
                            "prices": [{ "period": "monthly", "feature": "seet", "amount": 1 }],
                            "compatibleAddons": ["more", "elsewhere"]
                        }
                    ],
                    "addons": [{
                        "id": "less", "pricing": "paid", "dependencies": ["none"],
                        "prices": [{ "period": "monthly", "amount": 1 }]
                    }]
                },
                {
                    "id": "q", "start": { "freePlan": "free" },
                    "addons": [{ "id": "elsewhere", "pricing": "paid", "prices": [{ "period": "monthly", "amount": 1 }] }]
                }
            ],
            "customers": [{
                "id": "c", "coupon": "ten", "subscriptions": [{ "plan": "gold" }], "usage": { "sets": 1, "seats": 2 }
            }]
        }"#),
        @r#"
    catalog:6: products[0].start.trialPeriod: the plan `pro` has no trial
    catalog:7: products[0].end.downgradeTo: the plan `pro` is not a free plan
    catalog:9: products[0].plans[0].entitlements.seat: there is no feature `seat`; known: seats, regions
    catalog:9: products[0].plans[0].entitlements.regions[0]: the feature has no value `asia`; known: eu, us
    catalog:11: products[0].plans[1].basePlan: this product has no plan `fre`; known: free, pro
    catalog:12: products[0].plans[1].prices[0].feature: there is no feature `seet`; known: seats, regions
    catalog:13: products[0].plans[1].compatibleAddons[0]: this product has no add-on `more`; known: less
    catalog:13: products[0].plans[1].compatibleAddons[1]: this product has no add-on `elsewhere`; known: less
    catalog:17: products[0].addons[0].dependencies[0]: this product has no add-on `none`; known: less
    catalog:22: products[1].start.freePlan: this product has no plan `free`; there are none
    catalog:27: customers[0].coupon: there is no coupon `ten`; there are none
    catalog:27: customers[0].subscriptions[0].plan: there is no plan `gold`; known: free, pro
    catalog:27: customers[0].usage.sets: there is no feature `sets`; known: seats, regions
    catalog:27: customers[0].usage.seats: the feature is not metered
    "#
    );
}

#[test]
fn prices_and_pricing_must_fit() {
    insta::assert_snapshot!(
        mistakes(r#"{
            "currency": "dollars",
            "features": [{ "id": "seats", "type": "number" }, { "id": "sso", "type": "boolean" }],
            "products": [{ "id": "p",
                "plans": [
                    { "id": "a", "pricing": "paid" },
                    { "id": "b", "pricing": "free", "trial": { "duration": 0, "units": "day" },
                      "prices": [{ "period": "monthly", "amount": 1 }] },
                    { "id": "c", "pricing": "paid", "prices": [
                        { "period": "monthly" },
                        { "period": "monthly", "amount": -1, "currency": "XXX" },
                        { "period": "monthly", "amount": 1, "tiers": [] },
                        { "period": "monthly", "model": "perUnit", "amount": 1 },
                        { "period": "monthly", "model": "flatFee", "feature": "seats", "amount": 1 },
                        { "period": "monthly", "feature": "sso", "amount": 1, "minUnits": 3, "maxUnits": 2, "blockSize": 0 },
                        { "period": "monthly", "feature": "seats", "tiers": [
                            { "unitPrice": 1 }, { "upTo": 5 }, { "upTo": 4, "flatPrice": 1 }
                        ] },
                        { "period": "monthly", "amount": 1, "tiersMode": "volume" }
                    ] }
                ],
                "addons": [{ "id": "x", "pricing": "free", "maxQuantity": 0 }]
            }],
            "coupons": [
                { "id": "none" }, { "id": "both", "percentOff": 1, "amountOff": 1 }, { "id": "much", "percentOff": 101 },
                { "id": "less", "amountOff": -1, "currency": "EURO" }
            ]
        }"#),
        @r#"
    catalog:2: currency: `dollars` is not a currency: use its code, such as `USD`
    catalog:6: products[0].plans[0]: needs `prices`, since its pricing is `paid`
    catalog:7: products[0].plans[1].trial: a free plan has no trial
    catalog:7: products[0].plans[1].trial.duration: must be above 0
    catalog:8: products[0].plans[1].prices: only what is `paid` has prices
    catalog:10: products[0].plans[2].prices[0]: a price has either `amount` or `tiers`
    catalog:11: products[0].plans[2].prices[1].amount: must not be negative
    catalog:11: products[0].plans[2].prices[1].currency: `XXX` is not a currency: use its code, such as `USD`
    catalog:12: products[0].plans[2].prices[2]: a price has either `amount` or `tiers`
    catalog:13: products[0].plans[2].prices[3]: needs the `feature` whose units are paid for
    catalog:14: products[0].plans[2].prices[4]: a flat fee is not for a feature
    catalog:15: products[0].plans[2].prices[5].feature: the feature `sso` is not a number
    catalog:15: products[0].plans[2].prices[5].blockSize: must be above 0
    catalog:15: products[0].plans[2].prices[5].maxUnits: must not be below `minUnits`
    catalog:17: products[0].plans[2].prices[6].tiers[0]: only the last tier is without `upTo`
    catalog:17: products[0].plans[2].prices[6].tiers[1]: needs `unitPrice`, `flatPrice` or both
    catalog:17: products[0].plans[2].prices[6].tiers[2].upTo: must be above the tier before
    catalog:19: products[0].plans[2].prices[7].tiersMode: only tiers have a mode
    catalog:22: products[0].addons[0].pricing: an add-on is `paid` or `custom`
    catalog:22: products[0].addons[0].maxQuantity: must be at least 1
    catalog:25: coupons[0]: a coupon has either `percentOff` or `amountOff`
    catalog:25: coupons[1]: a coupon has either `percentOff` or `amountOff`
    catalog:25: coupons[2].percentOff: must be above 0 and at most 100
    catalog:26: coupons[3].amountOff: must not be negative
    catalog:26: coupons[3].currency: `EURO` is not a currency: use its code, such as `USD`
    "#
    );
}

#[test]
fn features_and_entitlements_must_fit() {
    insta::assert_snapshot!(
        mistakes(r#"{
            "features": [
                { "id": "sso", "type": "boolean", "meter": "none", "units": { "singular": "a", "plural": "b" } },
                { "id": "plain", "type": "number", "values": ["a"],
                  "transform": { "divide": 0, "round": "up" } },
                { "id": "regions", "type": "enum" },
                { "id": "modes", "type": "enum", "values": ["a"] },
                { "id": "fed", "type": "number", "meter": "incremental", "events": {
                    "filters": [{ "event": "e", "where": [
                        { "field": "f", "is": "isNull", "value": 1 }, { "field": "f", "is": "in" }, { "field": "f", "is": "equals" }
                    ] }],
                    "aggregation": "sum"
                } },
                { "id": "counted", "type": "number", "meter": "incremental", "events": {
                    "filters": [], "aggregation": "count", "field": "f"
                } }
            ],
            "products": [{ "id": "p", "plans": [{ "id": "a", "pricing": "free", "entitlements": {
                "sso": 3,
                "plain": { "limit": 1, "unlimited": true, "reset": "month", "softLimit": true },
                "modes": true,
                "fed": { "limit": -1, "reset": "day", "resetAccordingTo": "everyMonday" },
                "counted": { "values": ["a"], "resetAccordingTo": "startOfTheMonth" }
            } }] }]
        }"#),
        @r#"
    catalog:3: features[0].meter: only a number feature has `meter`
    catalog:3: features[0].units: only a number feature has `units`
    catalog:4: features[1].values: only an enum feature has values
    catalog:5: features[1].transform: `transform` needs `meter: incremental` or `meter: fluctuating`
    catalog:5: features[1].transform.divide: must be above 0
    catalog:6: features[2]: an enum feature needs `values`
    catalog:8: features[4].events: this aggregation needs the `field` that it is taken over
    catalog:10: features[4].events.filters[0].where[0]: this operation has no value
    catalog:10: features[4].events.filters[0].where[1]: this operation needs `values`
    catalog:10: features[4].events.filters[0].where[2]: this operation needs one `value`
    catalog:15: features[5].events.field: counting needs no field
    catalog:15: features[5].events.filters: needs at least one filter, such as `- event: api_call`
    catalog:19: products[0].plans[0].entitlements.sso: the feature is boolean: write `true` or `false`
    catalog:20: products[0].plans[0].entitlements.plain: is either unlimited or has a limit
    catalog:20: products[0].plans[0].entitlements.plain.reset: `reset` needs a metered feature
    catalog:20: products[0].plans[0].entitlements.plain.softLimit: `softLimit` needs a metered feature
    catalog:21: products[0].plans[0].entitlements.modes: the feature is an enum: write a list of its values
    catalog:22: products[0].plans[0].entitlements.fed: must not be negative
    catalog:22: products[0].plans[0].entitlements.fed.resetAccordingTo: unknown variant `everyMonday`, expected `subscriptionStart`
    catalog:23: products[0].plans[0].entitlements.counted: the feature is a number: write a limit or `unlimited`
    catalog:23: products[0].plans[0].entitlements.counted.resetAccordingTo: needs `reset`
    "#
    );
}

#[test]
fn ids_must_be_ids_and_different() {
    insta::assert_snapshot!(
        mistakes(r#"{
            "features": [{ "id": "a b", "type": "boolean" }, { "id": "x", "type": "boolean" }, { "id": "x", "type": "boolean" }],
            "products": [{ "id": "", "plans": [
                { "id": "-p", "pricing": "free" }, { "id": "p", "pricing": "free", "basePlan": "q" },
                { "id": "q", "pricing": "free", "basePlan": "p" }, { "id": "p", "pricing": "free" }
            ] }],
            "customers": [{ "id": "ada@example.com" }, { "id": "ada@example.com" }, { "id": "a/b" }]
        }"#),
        @r#"
    catalog:2: features[0].id: `a b` is not an id: 1 to 255 letters, digits or `_|.-`, the first one a letter or a digit
    catalog:2: features[2].id: there is another feature with the id `x`
    catalog:3: products[0].id: `` is not an id: 1 to 255 letters, digits or `_|.-`, the first one a letter or a digit
    catalog:4: products[0].plans[0].id: `-p` is not an id: 1 to 255 letters, digits or `_|.-`, the first one a letter or a digit
    catalog:4: products[0].plans[1].basePlan: the plans are built on each other in a circle
    catalog:5: products[0].plans[3].id: there is another plan with the id `p`
    catalog:5: products[0].plans[2].basePlan: the plans are built on each other in a circle
    catalog:5: products[0].plans[3].basePlan: the plans are built on each other in a circle
    catalog:7: customers[1].id: there is another customer with the id `ada@example.com`
    catalog:7: customers[2].id: `a/b` is not an id: 1 to 255 letters, digits or `_|.-@`, the first one a letter or a digit
    "#
    );
}

#[test]
fn products_must_make_sense() {
    insta::assert_snapshot!(
        mistakes(r#"{
            "products": [{
                "id": "p", "start": { "trialPeriod": "free" }, "end": { "downgradeTo": "custom" },
                "cancellationTime": "specificDate",
                "plans": [
                    { "id": "free", "pricing": "free", "compatibleAddons": ["x"] },
                    { "id": "custom", "pricing": "custom" },
                    { "id": "paid", "pricing": "paid", "prices": [{ "period": "monthly", "amount": 1 }], "compatibleAddons": ["x"] }
                ],
                "addons": [{ "id": "x", "pricing": "custom", "dependencies": ["x"] }]
            }]
        }"#),
        @r#"
    catalog:3: products[0].start.trialPeriod: the plan `free` has no trial
    catalog:3: products[0].end.downgradeTo: the plan `custom` is not a free plan
    catalog:4: products[0].cancellationTime: a product has no date: use `immediate` or `endOfBillingPeriod`
    catalog:6: products[0].plans[0].compatibleAddons[0]: a free plan takes no add-ons
    catalog:6: products[0].plans[0].compatibleAddons[0]: a custom add-on only goes with a custom plan
    catalog:8: products[0].plans[2].compatibleAddons[0]: a custom add-on only goes with a custom plan
    catalog:10: products[0].addons[0].dependencies[0]: an add-on does not depend on itself
    "#
    );
}

#[test]
fn a_customer_whose_subscription_is_impossible_is_a_mistake() {
    let catalog = |subscription: &str| {
        format!(
            r#"{{
                "products": [{{ "id": "p", "plans": [
                    {{ "id": "pro", "pricing": "paid", "prices": [{{ "period": "monthly", "amount": 1 }}] }}
                ] }}],
                "customers": [
                    {{ "id": "a" }},
                    {{
                        "id": "b",
                        "subscriptions": [{subscription}]
                    }}
                ]
            }}"#
        )
    };
    Catalog::from_json(&catalog(r#"{ "plan": "pro", "billingPeriod": "monthly" }"#)).unwrap();
    insta::assert_snapshot!(mistakes(&catalog(r#"{ "plan": "pro" }"#)), @"catalog:9: customers[1].subscriptions[0]: Plan pro is paid: a billing period is required");
}

#[test]
fn a_file_is_named_in_its_mistakes() {
    let directory = std::env::temp_dir().join(format!("stigg-emulator-catalog-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let file = directory.join("bad.json");
    std::fs::write(&file, "{ \"oops\": 1 }").unwrap();
    let error = Catalog::from_file(&file).unwrap_err();
    assert_eq!(error.lines(), [1]);
    assert!(
        error
            .to_string()
            .starts_with(&format!("{}:1: oops: unknown field `oops`", file.display())),
        "{error}"
    );
    std::fs::remove_dir_all(&directory).unwrap();
    let error = Catalog::from_file(&file).unwrap_err();
    assert_eq!(error.lines(), [] as [usize; 0]);
    assert!(error.to_string().contains("bad.json: cannot be read: "), "{error}");
}

#[cfg(not(feature = "yaml"))]
#[test]
fn yaml_files_need_their_feature() {
    let file = std::env::temp_dir().join(format!("stigg-emulator-{}.yaml", std::process::id()));
    std::fs::write(&file, "features: []").unwrap();
    let error = Catalog::from_file(&file).unwrap_err().to_string();
    std::fs::remove_file(&file).unwrap();
    assert!(error.contains("the feature `yaml`"), "{error}");
}

#[test]
fn credit_currencies_have_names_of_their_own_and_customers_begin_with_known_ones() {
    let found = mistakes(
        r#"{
            "creditCurrencies": [
                { "id": "USD" },
                { "id": "tokens" },
                { "id": "tokens" }
            ],
            "customers": [{ "id": "c", "credits": { "tokens": 0, "coins": 5 } }]
        }"#,
    );
    insta::assert_snapshot!(found, @r"
    catalog:3: creditCurrencies[0].id: `USD` is a currency of money: credits need a name of their own
    catalog:5: creditCurrencies[2].id: there is another credit currency with the id `tokens`
    catalog:7: customers[0].credits.tokens: must be above 0
    catalog:7: customers[0].credits.coins: there is no credit currency `coins`; known: USD, tokens
    ");
}
