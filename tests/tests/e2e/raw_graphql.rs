//! Any client of Stigg can talk to the emulator, not only ours: documents of another style, over plain HTTP.

mod conformity;

use apollo_compiler::validation::Valid;
use apollo_compiler::{ExecutableDocument, Schema};
use serde_json::{Value, json};
use stigg_tests::{API_KEY, World};

use self::conformity::assert_conforms;

const SESSION: &str = include_str!("raw_graphql/session.graphql");

/// A client that knows documents and the schema, and nothing of Stigg.
struct Raw<'a> {
    world: &'a World,
    http: reqwest::Client,
    schema: Valid<Schema>,
    document: Valid<ExecutableDocument>,
}

impl<'a> Raw<'a> {
    fn new(world: &'a World) -> Self {
        let schema =
            Schema::parse_and_validate(include_str!("../../../schema/stigg.graphql"), "stigg.graphql").unwrap();
        let document = ExecutableDocument::parse_and_validate(&schema, SESSION, "session.graphql").unwrap();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        Self {
            world,
            http,
            schema,
            document,
        }
    }

    async fn post(&self, body: &Value) -> (u16, Value) {
        let url = format!("{}/graphql", self.world.emulator.api_url());
        let answer = self
            .http
            .post(url)
            .header("X-API-KEY", API_KEY)
            .json(body)
            .send()
            .await
            .unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    /// Runs an operation of the document, and checks the answer against the schema.
    async fn run(&self, operation: &str, variables: Value) -> Value {
        let body = json!({ "operationName": operation, "query": SESSION, "variables": variables });
        let (status, mut answer) = self.post(&body).await;
        assert_eq!(
            (status, &answer["errors"]),
            (200, &Value::Null),
            "{operation}: {answer:#}"
        );
        let operation = self.document.operations.get(Some(operation)).unwrap();
        assert_conforms(&self.schema, &self.document, &operation.selection_set, &answer["data"]);
        answer["data"].take()
    }
}

#[tokio::test]
async fn a_session_of_another_client_gets_what_the_schema_promises() {
    let world = World::start().await;
    let raw = Raw::new(&world);

    let customer = json!({
        "refId": "ada", "name": "Ada", "couponRefId": "coupon-launch", "additionalMetaData": { "tier": "gold" },
        "subscriptionParams": { "planId": "plan-free" },
    });
    let data = raw.run("SignUp", json!({ "customer": customer })).await;
    assert_eq!(data["__typename"], "Mutation");
    let signed_up = &data["signedUp"];
    assert_eq!(
        (&signed_up["__typename"], &signed_up["strategy"]),
        (&json!("ProvisionedCustomer"), &json!("REQUESTED_PLAN"))
    );
    assert_eq!(signed_up["customer"]["additionalMetaData"], json!({ "tier": "gold" }));
    assert_eq!(
        signed_up["customer"]["coupon"],
        json!({ "refId": "coupon-launch", "percentOff": 20.0, "__typename": "Coupon" })
    );
    assert_eq!(signed_up["subscription"]["plan"]["refId"], "plan-free");

    let subscription = json!({
        "customerId": "ada", "planId": "plan-pro", "billingPeriod": "MONTHLY", "skipTrial": true,
        "addons": [{ "addonId": "addon-renders", "quantity": 2 }],
    });
    let data = raw.run("Upgrade", json!({ "subscription": subscription })).await;
    let upgraded = &data["upgraded"];
    assert_eq!(
        (&upgraded["status"], &upgraded["checkoutUrl"]),
        (&json!("SUCCESS"), &Value::Null)
    );
    // 20 and two times 5, less a fifth.
    assert_eq!(upgraded["subscription"]["totalPrice"]["total"]["amount"], 24.0);
    let subscription_id = upgraded["subscription"]["refId"].clone();

    let measurement = json!({ "customerId": "ada", "featureId": "renders", "value": 3, "idempotencyKey": "1" });
    let data = raw.run("Consume", json!({ "measurement": measurement })).await;
    assert_eq!(
        (&data["consumed"]["currentUsage"], &data["consumed"]["credit"]),
        (&json!(3.0), &Value::Null)
    );

    let look = |customer_id: &str| {
        let id = json!({ "customerId": customer_id });
        raw.run(
            "Look",
            json!({ "customer": id, "entitled": id, "paywall": { "productId": "product-studio" } }),
        )
    };
    let data = look("ada").await;
    assert_eq!(data["me"]["paid"].as_array().unwrap().len(), 2);
    assert!(
        data["me"]["paid"]
            .as_array()
            .unwrap()
            .iter()
            .any(|paid| paid["refId"] == subscription_id)
    );
    let entitlements = data["state"]["entitlementsV2"].as_array().unwrap();
    let renders = entitlements
        .iter()
        .find(|found| found["feature"]["refId"] == "renders")
        .unwrap();
    assert_eq!(
        (&renders["usageLimit"], &renders["currentUsage"]),
        (&json!(200.0), &json!(3.0))
    );
    assert_eq!(
        renders["resetPeriodConfiguration"],
        json!({ "monthlyAccordingTo": "SubscriptionStart", "__typename": "MonthlyResetPeriodConfig" })
    );
    assert_eq!(data["offer"]["plans"].as_array().unwrap().len(), 2);

    let data = look("nobody").await;
    assert_eq!(
        (&data["me"], &data["state"]["reason"]),
        (&Value::Null, &json!("CustomerNotFound"))
    );
}

#[tokio::test]
async fn what_one_client_changes_another_one_reads() {
    let world = World::start().await;
    let raw = Raw::new(&world);
    world.customer("ada").await;
    let subscription_id = world.subscribe("ada", "plan-pro").await;
    let id = json!({ "customerId": "ada" });
    let variables = json!({ "customer": id, "entitled": id, "paywall": { "productId": "product-studio" } });
    let data = raw.run("Look", variables).await;
    assert_eq!(data["me"]["paid"][0]["refId"], subscription_id.as_str());
}

#[tokio::test]
async fn what_the_schema_does_not_have_is_refused_as_a_graphql_server_does() {
    let world = World::start().await;
    let raw = Raw::new(&world);
    let refused = async |query: &str, variables: Value| {
        let (status, answer) = raw.post(&json!({ "query": query, "variables": variables })).await;
        (
            status,
            answer["errors"][0]["extensions"]["code"].as_str().unwrap().to_owned(),
            answer["data"].is_null(),
        )
    };
    let cases = [
        ("query {", json!({}), 400, "GRAPHQL_PARSE_FAILED"),
        (
            "query { customersOfTheMonth { id } }",
            json!({}),
            400,
            "GRAPHQL_VALIDATION_FAILED",
        ),
        (
            "query ($input: GetCustomerByRefIdInput!) { getCustomerByRefId(input: $input) { id } }",
            json!({ "input": { "id": 7 } }),
            400,
            "BAD_USER_INPUT",
        ),
        (
            "mutation ($input: ReportUsageInput!) { reportUsage(input: $input) { id } }",
            json!({ "input": { "customerId": "nobody", "featureId": "renders", "value": 1 } }),
            200,
            "CustomerNotFound",
        ),
    ];
    for (query, variables, status, code) in cases {
        assert_eq!(
            refused(query, variables).await,
            (status, code.to_owned(), true),
            "{query}"
        );
    }
}
