//! What the engine answers. What is special to an area, or to GraphQL itself, has a file of its own.

mod catalog;
mod credits;
mod customers;
mod execution;
mod listening;
mod subscriptions;

use apollo_compiler::schema::ExtendedType;
use serde_json::{Value as Json, json};

use super::*;
use crate::catalog::Catalog;

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
        let world = Self { engine };
        // While somebody listens, the engine checks after each call that nothing escaped it.
        world.listen("subscription { entitlementsUpdatedV2 { customerId } }");
        world
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

fn schema_operation() -> Operation {
    let document = Documents::default().get("{ __typename }").unwrap();
    (**document.operations.anonymous.as_ref().unwrap()).clone()
}
