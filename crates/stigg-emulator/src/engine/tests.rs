use apollo_compiler::schema::ExtendedType;
use serde_json::{Value as Json, json};

use super::*;
use crate::catalog::Catalog;

mod customers;

const START: &str = "2026-01-31T10:00:00Z";

/// A catalogue in which everything that a subscription can have occurs.
const RICH: &str = r#"{
    "billingIntegration": true,
    "creditCurrencies": [
        { "id": "tokens", "symbol": "T", "units": { "singular": "token", "plural": "tokens" }, "metadata": { "k": "v" } }
    ],
    "features": [
        { "id": "sso", "type": "boolean", "description": "Log in", "metadata": { "k": "v" } },
        { "id": "seats", "type": "number", "meter": "fluctuating", "units": { "singular": "seat", "plural": "seats" } },
        {
            "id": "bytes", "type": "number", "meter": "incremental",
            "transform": { "divide": 1000, "round": "up", "units": { "singular": "kB", "plural": "kB" } }
        },
        { "id": "regions", "type": "enum", "values": ["eu", "us"] }
    ],
    "featureGroups": [{ "id": "start", "features": ["sso", "bytes"] }],
    "products": [{
        "id": "app",
        "end": { "downgradeTo": "free" },
        "downgradeTime": "endOfBillingPeriod",
        "plans": [
            { "id": "free", "pricing": "free", "entitlements": { "seats": 1, "regions": ["eu"] } },
            {
                "id": "team", "pricing": "paid", "basePlan": "free",
                "trial": { "duration": 1, "units": "month" },
                "prices": [
                    { "period": "monthly", "amount": 10 },
                    {
                        "period": "monthly", "feature": "seats", "minUnits": 2,
                        "tiers": [{ "upTo": 5, "unitPrice": 4, "flatPrice": 1 }, { "unitPrice": 3 }]
                    },
                    { "period": "monthly", "feature": "bytes", "model": "usageBased", "amount": 0.01 },
                    { "period": "monthly", "amount": 9, "country": "DE", "currency": "EUR" }
                ],
                "entitlements": {
                    "sso": true,
                    "bytes": { "limit": 5, "reset": "week", "resetAccordingTo": "everyMonday" },
                    "regions": ["eu", "us"]
                },
                "compatibleAddons": ["more"]
            }
        ],
        "addons": [{
            "id": "more", "pricing": "paid", "maxQuantity": 3,
            "prices": [{ "period": "monthly", "amount": 2.5 }],
            "entitlements": { "bytes": 2 }
        }]
    }],
    "coupons": [
        { "id": "tenth", "percentOff": 10, "durationInMonths": 3 },
        { "id": "five", "amountOff": 5, "currency": "USD" }
    ],
    "customers": [{
        "id": "rich", "name": "Rich", "email": "rich@example.com", "paymentMethod": true, "coupon": "tenth",
        "subscriptions": [{
            "id": "rich-team", "plan": "team", "billingPeriod": "monthly", "resource": "site", "skipTrial": true,
            "quantities": { "seats": 7 }, "addons": { "more": 2 }
        }],
        "usage": { "bytes": 1500 }, "credits": { "tokens": 100 }
    }]
}"#;

struct World {
    engine: Engine,
}

impl World {
    fn new(catalog: &Catalog) -> Self {
        let clock = Clock::Manual(START.parse().unwrap());
        let engine = Engine::new(catalog.state(clock.now()).unwrap(), clock);
        engine.set_checkout_url("http://checkout/".to_owned());
        Self { engine }
    }

    fn rich() -> Self {
        Self::new(&Catalog::from_json(RICH).unwrap())
    }

    #[expect(
        clippy::needless_pass_by_value,
        reason = "callers write the variables where they send them"
    )]
    fn send(&self, query: &str, variables: Json) -> (u16, Json) {
        let request = serde_json::from_value(json!({ "query": query, "variables": variables })).unwrap();
        let answer = self.engine.execute(&request);
        (answer.status, serde_json::from_slice(&answer.body).unwrap())
    }

    #[track_caller]
    fn run(&self, query: &str, variables: Json) -> Json {
        let (status, mut body) = self.send(query, variables);
        assert_eq!(status, 200, "{body:#}");
        assert_eq!(body.get("errors"), None, "{body:#}");
        body["data"].take()
    }
}

/// Everything that can be selected of a type, as deep as it goes without entering a type twice.
fn everything_of(type_name: &str, inside: &mut Vec<String>) -> String {
    let schema = schema();
    match schema.types.get(type_name) {
        Some(ExtendedType::Object(object)) => {
            inside.push(type_name.to_owned());
            let mut selections = vec!["__typename".to_owned()];
            for (name, field) in &object.fields {
                let inner = field.ty.inner_named_type();
                match &schema.types[inner] {
                    ExtendedType::Scalar(_) | ExtendedType::Enum(_) => selections.push(name.to_string()),
                    _ if inside.iter().any(|known| known == inner.as_str()) => {}
                    _ => selections.push(format!("{name} {}", everything_of(inner, inside))),
                }
            }
            inside.pop();
            format!("{{ {} }}", selections.join(" "))
        }
        Some(ExtendedType::Union(union)) => {
            let mut selections = vec!["__typename".to_owned()];
            for member in &union.members {
                // Members have fields of one name and different types, so each gets names of its own.
                let fields = everything_of(member, inside);
                let object = schema.get_object(member).unwrap();
                let mut renamed = String::new();
                for word in fields.split(' ') {
                    let is_field = object.fields.contains_key(word);
                    let depth = renamed.matches('{').count() - renamed.matches('}').count();
                    if is_field && depth == 1 {
                        renamed = format!("{renamed}{member}_{word}: ");
                    }
                    renamed.push_str(word);
                    renamed.push(' ');
                }
                selections.push(format!("... on {member} {renamed}"));
            }
            format!("{{ {} }}", selections.join(" "))
        }
        _ => String::new(),
    }
}

#[track_caller]
fn select_everything(world: &World, operation: &str, field: &str, arguments: &str, type_name: &str) -> Json {
    let document = format!(
        "{operation} {{ {field}{arguments} {} }}",
        everything_of(type_name, &mut Vec::new())
    );
    world.run(&document, json!({}))[field].take()
}

#[test]
fn whole_objects_are_valid_in_every_field() {
    let world = World::rich();
    let customer = select_everything(
        &world,
        "query",
        "getCustomerByRefId",
        "(input: { customerId: \"rich\" })",
        "Customer",
    );
    assert_eq!(
        customer["subscriptions"][0]["plan"]["product"]["productSettings"]["downgradePlanId"]
            .as_str()
            .unwrap()
            .len(),
        36
    );
    let id = "(input: { subscriptionId: \"rich-team\" })";
    let subscription = select_everything(&world, "query", "getSubscription", id, "CustomerSubscription");
    assert_eq!(subscription["addons"][0]["quantity"], json!(2.0));
    select_everything(
        &world,
        "query",
        "paywall",
        "(input: { customerId: \"rich\", resourceId: \"site\" })",
        "Paywall",
    );
    let portal = select_everything(
        &world,
        "query",
        "customerPortal",
        "(input: { customerId: \"rich\", resourceId: \"site\" })",
        "CustomerPortal",
    );
    assert_eq!(portal["subscriptions"][0]["addons"][0]["quantity"], json!(2));
    assert_eq!(portal["canUpgradeSubscription"], json!(false));
    let mock = select_everything(
        &world,
        "query",
        "mockPaywall",
        "(input: { customerId: \"rich\" })",
        "MockPaywall",
    );
    assert_eq!(mock["plans"][1]["compatibleAddons"][0]["refId"], "more");
    let coupon = "(input: { refId: \"new\", name: \"New\", percentOff: 5 })";
    select_everything(&world, "mutation", "createOneCoupon", coupon, "Coupon");
    select_everything(&world, "query", "products", "", "ProductConnection");
    select_everything(&world, "query", "coupons", "", "CouponConnection");
    select_everything(&world, "query", "sdkConfiguration", "", "SdkConfiguration");
    select_everything(&world, "query", "subscriptions", "", "SubscriptionQueryConnection");
    let whose = "(query: { customerId: \"rich\", resourceId: \"site\" })";
    select_everything(&world, "query", "entitlementsState", whose, "EntitlementsState");
    select_everything(&world, "query", "cachedEntitlements", whose, "Entitlement");
    let one = "(query: { customerId: \"rich\", resourceId: \"site\", featureId: \"bytes\" })";
    select_everything(&world, "query", "entitlement", one, "Entitlement");
    select_everything(&world, "query", "entitlementV2", one, "EntitlementUnion");
    let usage = "(input: { customerId: \"rich\", featureId: \"bytes\", value: 3 })";
    select_everything(
        &world,
        "mutation",
        "reportUsage",
        usage,
        "UsageMeasurementWithCurrentUsage",
    );
    let report = "(input: { usages: [{ customerId: \"rich\", resourceId: \"site\", featureId: \"bytes\", value: 3,
        dimensions: { region: \"eu\" } }] })";
    select_everything(
        &world,
        "mutation",
        "reportUsageBulk",
        report,
        "UsageMeasurementWithCurrentUsage",
    );
    let span = "startDate: \"2026-01-01\", groupBy: [\"region\"]";
    let whose = format!("(usageHistoryInput: {{ customerRefId: \"rich\", featureRefId: \"bytes\", {span} }})");
    select_everything(&world, "query", "usageHistory", &whose, "UsageHistory");
    let whose = format!("(input: {{ customerId: \"rich\", resourceId: \"site\", featureId: \"bytes\", {span} }})");
    let history = select_everything(&world, "query", "usageHistoryV2", &whose, "UsageHistoryV2");
    assert_eq!(history["series"][0]["tags"][0]["value"], "eu", "{history:#}");
    let provision = "(input: { customerId: \"rich\", planId: \"free\", resourceId: \"site\" })";
    let provisioned = select_everything(
        &world,
        "mutation",
        "provisionSubscriptionV2",
        provision,
        "ProvisionSubscriptionResult",
    );
    assert_eq!(provisioned["isScheduled"], json!(true));
    let update = &provisioned["subscription"]["futureUpdates"][0];
    assert_eq!(update["subscriptionScheduleType"], "Downgrade");
    assert_eq!(
        update["scheduleVariables"]["DowngradeChangeVariables_downgradePlanRefId"],
        "free"
    );
    assert_eq!(update["targetPackage"]["refId"], "free");
    let to_resource = "(input: { subscriptionId: \"rich-team\", destinationResourceId: \"elsewhere\" })";
    let field = "transferSubscriptionToResource";
    let moved = select_everything(&world, "mutation", field, to_resource, "CustomerSubscription");
    assert_eq!(moved["resource"]["resourceId"], "elsewhere");
    let import = "(input: { refId: \"imported\", billingId: \"cus_1\" })";
    select_everything(&world, "mutation", "importOneCustomer", import, "Customer");
    let grant = "(input: { customerId: \"rich\", featureGroupId: \"start\", promotionalEntitlements: [
        { featureId: \"sso\", period: LIFETIME },
        { featureId: \"bytes\", period: ONE_YEAR, usageLimit: 7, hasSoftLimit: true, resetPeriod: MONTH }
    ] })";
    let field = "grantPromotionalEntitlementsGroup";
    let granted = select_everything(&world, "mutation", field, grant, "PromotionalEntitlement");
    assert_eq!(granted[1]["featureGroupIds"], json!(["start"]));
    assert_eq!(granted[1]["endDate"], "2027-01-31T10:00:00.000Z");
    let regions = "(input: { customerId: \"rich\", promotionalEntitlements: [
        { featureId: \"regions\", period: CUSTOM, customEndDate: \"2026-03-01\", enumValues: [\"eu\"], isVisible: false }
    ] })";
    let field = "grantPromotionalEntitlements";
    select_everything(&world, "mutation", field, regions, "PromotionalEntitlement");
    let who = "(input: { customerId: \"rich\" })";
    let customer = select_everything(&world, "query", "getCustomerByRefId", who, "Customer");
    assert_eq!(customer["totalActivePromotionalEntitlements"], json!(3.0));
    let one = "(input: { customerId: \"rich\", featureId: \"regions\" })";
    let field = "revokePromotionalEntitlement";
    select_everything(&world, "mutation", field, one, "PromotionalEntitlement");
    let group = "(input: { customerId: \"rich\", featureGroupId: \"start\" })";
    let field = "unlinkPromotionalEntitlementsGroup";
    select_everything(&world, "mutation", field, group, "PromotionalEntitlement");
    let again = "(input: { customerId: \"rich\", featureGroupId: \"start\", promotionalEntitlements: [] })";
    let field = "grantPromotionalEntitlementsGroup";
    select_everything(&world, "mutation", field, again, "PromotionalEntitlement");
    let field = "revokePromotionalEntitlementsGroup";
    select_everything(&world, "mutation", field, group, "PromotionalEntitlement");
    previews_are_valid_in_every_field(&world);
    let new = "(input: { refId: \"new\", subscriptionParams: { planId: \"free\" } })";
    select_everything(&world, "mutation", "provisionCustomer", new, "ProvisionedCustomer");
}

/// Of the customer whose subscription waits for a downgrade.
fn previews_are_valid_in_every_field(world: &World) {
    let of_team = "(input: { customerId: \"rich\", planId: \"team\", resourceId: \"site\", billingPeriod: MONTHLY, \
                   billableFeatures: [{ featureId: \"seats\", quantity: 7 }] })";
    let preview = select_everything(
        world,
        "mutation",
        "previewSubscription",
        of_team,
        "SubscriptionPreviewV2",
    );
    assert_eq!(preview["immediateInvoice"]["discountDetails"]["durationInMonths"], 3.0);
    assert_eq!(preview["recurringInvoice"]["subTotal"]["amount"], 37.0);
    let estimate = select_everything(
        world,
        "mutation",
        "estimateSubscription",
        of_team,
        "SubscriptionPreview",
    );
    assert_eq!(estimate["subscription"]["subTotal"]["amount"], 37.0);
    let update = "(input: { subscriptionId: \"rich-team\", addons: [] })";
    let estimate = select_everything(
        world,
        "mutation",
        "estimateSubscriptionUpdate",
        update,
        "SubscriptionPreview",
    );
    assert_eq!(estimate["proration"]["hasProrations"], true);
    let invoice = select_everything(
        world,
        "mutation",
        "previewNextInvoice",
        "(input: { subscriptionId: \"rich-team\" })",
        "SubscriptionInvoicePreview",
    );
    assert_eq!(invoice["lines"][0]["type"], "PayAsYouGoCharge");
    assert_eq!(invoice["lines"].as_array().unwrap().len(), 1, "afterwards it is free");
    let record = "{ customerId: \"rich\", planId: \"free\", resourceId: \"other\", subscriptionId: \"brought-in\" }";
    let bad = "{ customerId: \"nobody\", planId: \"free\" }";
    let imported = world.run(
        &format!("mutation {{ importSubscriptionsBulk(input: {{ subscriptions: [{bad}, {record}] }}) }}"),
        json!({}),
    );
    assert_eq!(imported["importSubscriptionsBulk"].as_str().unwrap().len(), 36);
    let found = world.run(
        "{ getSubscription(input: { subscriptionId: \"brought-in\" }) { status } }",
        json!({}),
    );
    assert_eq!(found["getSubscription"]["status"], "ACTIVE");
}

#[test]
fn what_a_preview_would_not_follow_is_refused() {
    let world = World::rich();
    let refused = |more: &str| {
        let input = format!("{{ customerId: \"rich\", planId: \"free\", {more} }}");
        let document = format!("mutation {{ previewSubscription(input: {input}) {{ isPlanDowngrade }} }}");
        let (_, body) = world.send(&document, json!({}));
        assert_eq!(
            body["errors"][0]["extensions"]["code"], "UnsupportedParameter",
            "{more}"
        );
        body["errors"][0]["message"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        refused("billingInformation: { prorationBehavior: NONE }"),
        "previewSubscription: a prorationBehavior other than INVOICE_IMMEDIATELY is not implemented by the emulator"
    );
    refused("appliedCoupon: { discount: { percentOff: 10, durationInMonths: 2 } }");
    refused("appliedCoupon: { couponId: \"tenth\", configuration: { startDate: \"2030-01-01\" } }");
    refused("promotionCode: \"SPRING\"");
}

#[test]
fn a_subscription_that_is_delegated_is_shown_with_the_one_who_pays() {
    let world = World::rich();
    world.run(
        "mutation { provisionCustomer(input: { refId: \"new\" }) { customer { id } } }",
        json!({}),
    );
    let delegation = "(input: { subscriptionId: \"rich-team\", destinationCustomerId: \"new\" })";
    let field = "delegateSubscriptionToCustomer";
    let delegated = select_everything(&world, "mutation", field, delegation, "CustomerSubscription");
    assert_eq!(delegated["customer"]["refId"], "new");
    assert_eq!(delegated["payingCustomer"]["refId"], "rich");
}

#[test]
fn whole_objects_of_credits_are_valid_in_every_field() {
    let world = World::rich();
    let whole = |operation: &str, field: &str, input: &str, type_name: &str| {
        select_everything(&world, operation, field, &format!("(input: {{ {input} }})"), type_name)
    };
    let pool = "customerId: \"rich\", currencyId: \"tokens\"";
    let grant = format!(
        "{pool}, resourceId: \"site\", displayName: \"G\", amount: 10, grantType: PAID, comment: \"C\", priority: 2,
         cost: {{ amount: 5, currency: EUR }}, expireAt: \"2026-03-01T00:00:00Z\", additionalMetaData: {{ k: \"v\" }},
         billingInformation: {{ isInvoicePaid: true }}"
    );
    let granted = whole("mutation", "createCreditGrant", &grant, "CreditGrant");
    assert_eq!(
        granted["cost"],
        json!({ "__typename": "Money", "amount": 5.0, "currency": "EUR" })
    );
    let consume = format!("{pool}, resourceId: \"site\", amount: 4, idempotencyKey: \"k\"");
    let consumed = whole("mutation", "consumeCredits", &consume, "CreditConsumptionResponse");
    assert_eq!(
        (&consumed["credit"]["usageLimit"], &consumed["credit"]["currentUsage"]),
        (&json!(10.0), &json!(4.0))
    );
    assert_eq!(
        whole("query", "creditGrants", pool, "CreditGrantConnection")["totalCount"],
        2
    );
    assert_eq!(
        whole("query", "creditsLedger", pool, "CreditLedgerConnection")["totalCount"],
        3
    );
    let usage = whole("query", "creditUsage", pool, "CreditUsage");
    assert_eq!(usage["series"][0]["totalCredits"], json!(4.0));
    let balances = whole("query", "creditBalanceSummary", pool, "CreditBalanceSummary");
    assert_eq!(balances["balances"][0]["currency"]["symbol"], "T");
    assert_eq!(balances["balances"][1]["validUntil"], json!(1_772_323_200_000.0));
    let void = format!("id: {}", granted["grantId"]);
    assert_eq!(
        whole("mutation", "voidCreditGrant", &void, "CreditGrant")["status"],
        "VOIDED"
    );
    whole("query", "getAutoRechargeSettings", pool, "AutoRechargeSettingsDTO");
    let save = format!("{pool}, isEnabled: true, maxSpendLimit: 50");
    let saved = whole("mutation", "saveAutoRechargeSettings", &save, "AutoRechargeSettingsDTO");
    assert_eq!(saved["maxSpendLimit"], json!(50.0));
    let check = "(query: { customerId: \"rich\", currencyId: \"tokens\" })";
    let entitlement = select_everything(&world, "query", "entitlementV2", check, "EntitlementUnion");
    assert_eq!(entitlement["CreditEntitlement_usageLimit"], json!(100.0));
}

#[test]
fn credits_need_no_subscription_and_are_judged_by_what_is_left() {
    let world = World::rich();
    world.run(
        "mutation { provisionCustomer(input: { refId: \"c\" }) { customer { id } } }",
        json!({}),
    );
    let state = || {
        world.run(
            "{ entitlementsState(query: { customerId: \"c\" }) {
                accessDeniedReason entitlementsV2 { ... on CreditEntitlement { isGranted accessDeniedReason currentUsage } }
            } }",
            json!({}),
        )["entitlementsState"]
            .take()
    };
    assert_eq!(
        state(),
        json!({ "accessDeniedReason": "NoActiveSubscription", "entitlementsV2": [] })
    );
    let check = |requested: f64| {
        let document = "query($query: GetEntitlementV2Input!) {
            entitlementV2(query: $query) { ... on CreditEntitlement { isGranted accessDeniedReason } }
        }";
        let query = json!({
            "customerId": "c", "currencyId": "tokens", "options": { "requestedUsage": requested },
        });
        let found = world.run(document, json!({ "query": query }))["entitlementV2"].take();
        found["accessDeniedReason"].as_str().map(str::to_owned)
    };
    assert_eq!(check(1.0).as_deref(), Some("NoActiveSubscription"));
    world.run(
        "mutation { createCreditGrant(input: {
            customerId: \"c\", currencyId: \"tokens\", displayName: \"G\", amount: 10, grantType: PROMOTIONAL
        }) { grantId } }",
        json!({}),
    );
    assert_eq!(
        (check(10.0), check(11.0).as_deref()),
        (None, Some("InsufficientCredits"))
    );
    let consume = "mutation { consumeCreditsAsync(input: { consumptions: [
        { customerId: \"c\", currencyId: \"tokens\", amount: 4, idempotencyKey: \"1\" }
        { customerId: \"c\", currencyId: \"tokens\", amount: 6, idempotencyKey: \"2\" }
        { customerId: \"c\", currencyId: \"tokens\", amount: 6, idempotencyKey: \"2\" }
    ] }) }";
    assert_eq!(world.run(consume, json!({})), json!({ "consumeCreditsAsync": null }));
    assert_eq!(
        state(),
        json!({
            "accessDeniedReason": "NoActiveSubscription",
            "entitlementsV2": [{ "isGranted": false, "accessDeniedReason": "InsufficientCredits", "currentUsage": 10.0 }],
        })
    );
    let (_, body) = world.send(
        "{ entitlementV2(query: { customerId: \"c\", currencyId: \"shells\" }) { __typename } }",
        json!({}),
    );
    assert_eq!(body["errors"][0]["extensions"]["code"], "CustomCurrencyNotFound");
}

#[test]
fn fields_that_are_absent_are_null_and_those_of_a_wrong_type_never_happen() {
    let world = World::rich();
    let data = world.run(
        "{ getCustomerByRefId(input: { customerId: \"nobody\" }) { refId } }",
        json!({}),
    );
    assert_eq!(data, json!({ "getCustomerByRefId": null }));
}

#[test]
fn aliases_fragments_variables_and_directives_work() {
    let world = World::rich();
    let document = "
        query Q($id: String!, $withName: Boolean = true) {
            first: getCustomerByRefId(input: { customerId: $id }) { ...C }
            second: getCustomerByRefId(input: { customerId: \"nobody\" }) { ...C }
        }
        fragment C on Customer { __typename id: refId name @include(if: $withName) email @skip(if: $withName) }";
    let data = world.run(document, json!({ "id": "rich" }));
    assert_eq!(
        data,
        json!({ "first": { "__typename": "Customer", "id": "rich", "name": "Rich" }, "second": null })
    );
}

#[test]
fn a_refusal_has_message_path_code_and_trace_id() {
    let world = World::rich();
    let document = "query { s: getSubscription(input: { subscriptionId: \"none\" }) { refId } }";
    let (status, body) = world.send(document, json!({}));
    assert_eq!(status, 200);
    let error = &body["errors"][0];
    assert_eq!(error["message"], "Subscription none not found");
    assert_eq!(error["path"], json!(["s"]));
    assert_eq!(error["locations"], json!([{ "line": 1, "column": 12 }]));
    assert_eq!(error["extensions"]["code"], "SubscriptionNotFound");
    assert_eq!(error["extensions"]["traceId"].as_str().unwrap().len(), 32);
    assert_eq!(body["data"], Json::Null);
}

#[test]
fn a_nullable_field_fails_alone_and_a_non_null_one_takes_the_answer_with_it() {
    let world = World::rich();
    let document = "mutation($events: UsageEventsReportInput!) {
        events: reportEvent(events: $events)
        archived: archiveCustomer(input: { customerId: \"rich\" }) { refId }
    }";
    let event = json!({ "customerId": "rich", "eventName": "e", "idempotencyKey": "k" });
    let (_, body) = world.send(document, json!({ "events": { "usageEvents": vec![event; 1001] } }));
    assert_eq!(body["data"], json!({ "events": null, "archived": { "refId": "rich" } }));
    assert_eq!(body["errors"][0]["path"], json!(["events"]));
    assert_eq!(body["errors"][0]["extensions"]["code"], "BadUserInput");

    let (_, body) = world.send(document, json!({ "events": { "usageEvents": [] } }));
    assert_eq!(body["data"], Json::Null);
    assert_eq!(body["errors"][0]["path"], json!(["archived"]));
    assert_eq!(body["errors"][0]["extensions"]["code"], "CustomerNotFound");
}

#[test]
fn documents_and_variables_that_do_not_fit_are_told_apart() {
    let world = World::rich();
    let code = |document: &str, variables: Json| {
        let (status, body) = world.send(document, variables);
        assert_eq!(body.get("data"), None, "{body:#}");
        (
            status,
            body["errors"][0]["extensions"]["code"].as_str().unwrap().to_owned(),
        )
    };
    assert_eq!(code("{ oops", json!({})), (400, "GRAPHQL_PARSE_FAILED".to_owned()));
    assert_eq!(
        code("{ oops }", json!({})),
        (400, "GRAPHQL_VALIDATION_FAILED".to_owned())
    );
    let document = "query($id: String!) { getCustomerByRefId(input: { customerId: $id }) { refId } }";
    assert_eq!(code(document, json!({})), (400, "BAD_USER_INPUT".to_owned()));
    assert_eq!(code(document, json!({ "id": 3 })), (400, "BAD_USER_INPUT".to_owned()));
    assert_eq!(code("query A { __typename } query B { __typename }", json!({})).0, 400);
    assert_eq!(code("subscription { usageUpdatedV2 { customerId } }", json!({})).0, 400);
}

#[test]
fn a_validation_error_says_where() {
    let world = World::rich();
    let (_, body) = world.send(
        "query {\n  getCustomerByRefId(input: { customerId: \"rich\" }) { refId moon }\n}",
        json!({}),
    );
    assert_eq!(body["errors"][0]["locations"], json!([{ "line": 2, "column": 61 }]));
    assert!(
        body["errors"][0]["message"].as_str().unwrap().contains("moon"),
        "{body:#}"
    );
}

#[test]
fn the_operation_is_chosen_by_its_name() {
    let world = World::rich();
    let query = "query A { a: __typename } query B { b: __typename }";
    let request = serde_json::from_value(json!({ "query": query, "operationName": "B" })).unwrap();
    let answer = world.engine.execute(&request);
    assert_eq!(String::from_utf8(answer.body).unwrap(), r#"{"data":{"b":"Query"}}"#);
}

#[test]
fn introspection_answers() {
    let world = World::rich();
    let data = world.run(
        "{ __schema { queryType { name } } __type(name: \"Customer\") { kind } }",
        json!({}),
    );
    assert_eq!(
        data,
        json!({ "__schema": { "queryType": { "name": "Query" } }, "__type": { "kind": "OBJECT" } })
    );
}

#[test]
fn what_is_not_implemented_is_refused_by_name() {
    let roots = [
        schema().schema_definition.query.clone(),
        schema().schema_definition.mutation.clone(),
    ];
    let mut refused = Vec::new();
    for root in roots.iter().flatten() {
        for name in schema().get_object(root).unwrap().fields.keys() {
            let mut state = catalog_state();
            let operation = schema_operation();
            let variables = JsonMap::new();
            let run = Run {
                operation: &operation,
                variables: &variables,
                state: RefCell::new(&mut state),
                raised: RefCell::default(),
                checkout_url: "",
            };
            if let Err(error) = operations::run(&run, name, serde_json::Map::new())
                && error.message == format!("{name} is not implemented by the emulator")
            {
                assert_eq!(error.code, Code::UnsupportedParameter);
                refused.push(name.as_str());
            }
        }
    }
    insta::assert_debug_snapshot!(refused);
}

fn catalog_state() -> State {
    Catalog::sample().state(jiff::Timestamp::UNIX_EPOCH).unwrap()
}

fn schema_operation() -> apollo_compiler::executable::Operation {
    let document = Documents::default().get("{ __typename }").unwrap();
    (**document.operations.anonymous.as_ref().unwrap()).clone()
}

#[test]
fn an_input_field_whose_variable_is_left_out_is_absent_and_not_null() {
    let world = World::rich();
    let update = "mutation($id: String!, $coupon: String, $name: String) {
        updateOneCustomer(input: { refId: $id, couponRefId: $coupon, name: $name }) { name coupon { refId } }
    }";
    let data = world.run(update, json!({ "id": "rich", "name": "Richer" }));
    assert_eq!(
        data["updateOneCustomer"],
        json!({ "name": "Richer", "coupon": { "refId": "tenth" } })
    );
    let data = world.run(update, json!({ "id": "rich", "coupon": null }));
    assert_eq!(data["updateOneCustomer"], json!({ "name": "Richer", "coupon": null }));
    let data = world.run(update, json!({ "id": "rich", "coupon": "five" }));
    assert_eq!(data["updateOneCustomer"]["coupon"]["refId"], "five");
}

#[test]
fn whole_numbers_are_floats_where_the_schema_says_so() {
    let world = World::rich();
    let request = serde_json::from_value(json!({
        "query": "mutation { reportUsage(input: { customerId: \"rich\", featureId: \"seats\", value: 3 }) { value currentUsage } }",
    }));
    let answer = world.engine.execute(&request.unwrap());
    assert_eq!(
        String::from_utf8(answer.body).unwrap(),
        r#"{"data":{"reportUsage":{"value":3.0,"currentUsage":3.0}}}"#
    );
}

#[test]
fn parts_of_an_input_that_cannot_be_followed_are_refused() {
    let world = World::rich();
    let document = "mutation($input: ProvisionSubscriptionInput!) { provisionSubscriptionV2(input: $input) { id } }";
    for part in [
        json!({ "budget": { "limit": 1, "hasSoftLimit": false } }),
        json!({ "minimumSpend": { "minimum": { "amount": 1 } } }),
        json!({ "priceOverrides": [{ "baseCharge": true }] }),
        json!({ "promotionCode": "X" }),
        json!({ "charges": [{ "id": "c", "quantity": 1, "type": "CREDIT" }] }),
        json!({ "entitlements": [{ "credit": { "amount": 1, "cadence": "MONTH", "customCurrencyId": "c" } }] }),
    ] {
        let mut input = json!({ "customerId": "rich", "planId": "free" });
        input.as_object_mut().unwrap().extend(part.as_object().unwrap().clone());
        let (_, body) = world.send(document, json!({ "input": input }));
        assert_eq!(
            body["errors"][0]["extensions"]["code"], "UnsupportedParameter",
            "{part} {body:#}"
        );
    }
}

#[test]
fn subscriptions_are_filtered_sorted_and_paged() {
    let world = World::rich();
    for n in 1..=3 {
        let provision = format!(
            "mutation {{ provisionCustomer(input: {{ refId: \"c{n}\", subscriptionParams: {{ planId: \"free\", refId: \"s{n}\" }} }}) {{ customer {{ id }} }} }}"
        );
        world.run(&provision, json!({}));
    }
    let document =
        "query($filter: SubscriptionQueryFilter, $paging: CursorPaging, $sorting: [SubscriptionQuerySort!]) {
        subscriptions(filter: $filter, paging: $paging, sorting: $sorting) {
            totalCount pageInfo { hasNextPage endCursor } edges { node { subscriptionId } }
        }
    }";
    let list = |variables: Json| {
        let found = world.run(document, variables)["subscriptions"].take();
        let ids: Vec<String> = found["edges"]
            .as_array()
            .unwrap()
            .iter()
            .map(|edge| edge["node"]["subscriptionId"].as_str().unwrap().to_owned())
            .collect();
        (ids, found)
    };
    assert_eq!(list(json!({})).0, ["rich-team", "s1", "s2", "s3"]);
    assert_eq!(list(json!({ "filter": { "customerId": { "eq": "c2" } } })).0, ["s2"]);
    assert_eq!(
        list(json!({ "filter": { "resourceId": { "eq": "site" } } })).0,
        ["rich-team"]
    );
    assert_eq!(
        list(json!({ "filter": { "resource": { "resourceId": { "eq": "site" } } } })).0,
        ["rich-team"]
    );
    assert_eq!(
        list(json!({ "filter": { "status": { "in": ["EXPIRED"] } } })).0,
        [] as [&str; 0]
    );
    assert_eq!(
        list(json!({ "filter": { "plan": { "refId": { "eq": "team" } } } })).0,
        ["rich-team"]
    );
    let sorted = list(json!({ "sorting": [{ "field": "customerId", "direction": "ASC" }] })).0;
    assert_eq!(sorted, ["s1", "s2", "s3", "rich-team"]);
    let (ids, page) = list(json!({ "paging": { "first": 3 } }));
    assert_eq!(ids, ["rich-team", "s1", "s2"]);
    assert_eq!(
        (&page["totalCount"], &page["pageInfo"]["hasNextPage"]),
        (&json!(4), &json!(true))
    );
    let (ids, page) = list(json!({ "paging": { "first": 3, "after": page["pageInfo"]["endCursor"] } }));
    assert_eq!(ids, ["s3"]);
    assert_eq!(page["pageInfo"]["hasNextPage"], json!(false));
}

#[test]
fn a_coupon_that_was_made_is_like_one_of_the_catalogue() {
    let world = World::rich();
    let create = "mutation($input: CreateCouponInput!) { createOneCoupon(input: $input) { refId type createdAt } }";
    let coupon = |input: Json| world.send(create, json!({ "input": input })).1;
    let five = json!({ "refId": "spring", "name": "Spring", "amountsOff": [{ "amount": 2.5, "currency": "EUR" }] });
    let made = coupon(five.clone());
    assert_eq!(
        made["data"]["createOneCoupon"],
        json!({ "refId": "spring", "type": "FIXED", "createdAt": "2026-01-31T10:00:00.000Z" })
    );
    let data = world.run(
        "mutation { updateOneCustomer(input: { refId: \"rich\", couponRefId: \"spring\" }) {
           coupon { amountsOff { amount currency } }
         } }",
        json!({}),
    );
    assert_eq!(
        data["updateOneCustomer"]["coupon"],
        json!({ "amountsOff": [{ "amount": 2.5, "currency": "EUR" }] })
    );
    let listed = world.run("{ coupons { totalCount edges { node { refId } } } }", json!({}));
    assert_eq!(listed["coupons"]["totalCount"], 3);
    assert_eq!(listed["coupons"]["edges"][2]["node"]["refId"], "spring");

    let code = |input: Json| coupon(input)["errors"][0]["extensions"]["code"].clone();
    assert_eq!(code(five), "DuplicatedEntityNotAllowed");
    let but = |more: Json| {
        let mut input = json!({ "refId": "other", "name": "Other" });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        code(input)
    };
    for bad in [
        json!({}),
        json!({ "percentOff": 0 }),
        json!({ "percentOff": 101 }),
        json!({ "percentOff": 10, "amountsOff": [{ "amount": 1 }] }),
        json!({ "amountsOff": [{ "amount": -1 }] }),
        json!({ "percentOff": 10, "type": "FIXED" }),
        json!({ "percentOff": 10, "durationInMonths": 1.5 }),
        json!({ "percentOff": 10, "refId": "no id" }),
    ] {
        assert_eq!(but(bad.clone()), "BadUserInput", "{bad}");
    }
    for unsupported in [
        json!({ "discountValue": 10, "type": "PERCENTAGE" }),
        json!({ "amountsOff": [{ "amount": 1 }, { "amount": 1, "currency": "EUR" }] }),
    ] {
        assert_eq!(but(unsupported.clone()), "UnsupportedParameter", "{unsupported}");
    }
}

#[test]
fn a_mock_paywall_shows_the_plans_of_the_catalogue() {
    let world = World::rich();
    let data = world.run(
        "{ mockPaywall(input: { productId: \"app\", billingCountryCode: \"DE\" }) { plans {
             refId product { refId } basePlan { displayName } prices { price { amount currency } feature { refId } }
             entitlements { isGranted feature { refId } } inheritedEntitlements { usageLimit feature { refId } }
           } } }",
        json!({}),
    );
    assert_eq!(
        data["mockPaywall"]["plans"][1],
        json!({
            "refId": "team", "product": { "refId": "app" }, "basePlan": { "displayName": "free" },
            "prices": [{ "price": { "amount": 9.0, "currency": "EUR" }, "feature": null }],
            "entitlements": [
                { "isGranted": true, "feature": { "refId": "sso" } },
                { "isGranted": true, "feature": { "refId": "bytes" } },
                { "isGranted": true, "feature": { "refId": "regions" } },
            ],
            "inheritedEntitlements": [{ "usageLimit": 1.0, "feature": { "refId": "seats" } }],
        })
    );
    let (_, body) = world.send(
        "{ mockPaywall(input: { productId: \"app\", offerId: \"o\" }) { plans { refId } } }",
        json!({}),
    );
    assert_eq!(body["errors"][0]["extensions"]["code"], "UnsupportedParameter");
}

#[test]
fn coupons_are_filtered_and_products_listed() {
    let world = World::rich();
    let data = world.run(
        "{ coupons(filter: { status: { eq: ACTIVE }, type: { eq: FIXED } }, paging: { first: 25 }) {
             edges { node { refId amountsOff { amount currency } } }
           }
           products(paging: { first: 20 }) { edges { node { refId productSettings { downgradePlan { refId } } } } } }",
        json!({}),
    );
    assert_eq!(
        data,
        json!({
            "coupons": { "edges": [{ "node": { "refId": "five", "amountsOff": [{ "amount": 5.0, "currency": "USD" }] } }] },
            "products": { "edges": [{ "node": { "refId": "app", "productSettings": { "downgradePlan": { "refId": "free" } } } }] },
        })
    );
}

#[test]
fn the_paywall_shows_the_prices_of_the_country() {
    let world = World::rich();
    let document = "query($input: GetPaywallInput!) {
        paywall(input: $input) { currency { code symbol } plans { refId prices { billingCountryCode price { amount currency } } }
        paywallCalculatedPricePoints { amount currency billingCountryCode additionalChargesMayApply } }
    }";
    let prices = |input: Json| {
        let paywall = world.run(document, json!({ "input": input }))["paywall"].take();
        let plans = paywall["plans"].as_array().unwrap();
        assert_eq!(
            plans
                .iter()
                .map(|plan| plan["refId"].as_str().unwrap())
                .collect::<Vec<_>>(),
            ["free", "team"]
        );
        plans[1]["prices"].as_array().unwrap().len()
    };
    assert_eq!(prices(json!({})), 3);
    assert_eq!(prices(json!({ "billingCountryCode": "DE" })), 1);
    assert_eq!(prices(json!({ "billingCountryCode": "FR" })), 3);
    assert_eq!(prices(json!({ "fetchAllCountriesPrices": true })), 4);
    let paywall = world.run(document, json!({ "input": {} }))["paywall"].take();
    assert_eq!(paywall["currency"], json!({ "code": "USD", "symbol": "$" }));
    assert_eq!(
        paywall["paywallCalculatedPricePoints"],
        // 10, and 2 seats at 4 with 1 on top of their tier.
        json!([{ "amount": 19.0, "currency": "USD", "billingCountryCode": null, "additionalChargesMayApply": true }])
    );
    let (_, body) = world.send(document, json!({ "input": { "productId": "none" } }));
    assert_eq!(body["errors"][0]["extensions"]["code"], "ProductNotFoundError");
}
