//! GraphQL itself: documents, variables, errors.

use super::*;

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
