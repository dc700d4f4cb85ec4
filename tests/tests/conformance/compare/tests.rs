use serde_json::json;
use stigg::{Error, ErrorKind};

use super::*;

/// Asserts where two results differ.
#[track_caller]
fn check(recorded: &Value, actual: &Value, places: &[&str]) {
    check_with(Nulls::Absent, recorded, actual, places);
}

#[track_caller]
fn check_with(nulls: Nulls, recorded: &Value, actual: &Value, places: &[&str]) {
    let differences = values("r", recorded, actual, nulls);
    let found: Vec<&str> = differences.iter().map(|difference| difference.place.as_str()).collect();
    assert_eq!(found, places, "{differences:?}");
}

#[test]
fn a_number_counts_by_its_value() {
    check(&json!(10), &json!(10.0), &[]);
    check(
        &json!(9_007_199_254_740_991_i64),
        &json!(9_007_199_254_740_991_u64),
        &[],
    );
    check(&json!(10), &json!(11), &["r"]);
    check(&json!(0.3), &json!(0.1 + 0.2), &["r"]);
    check(&json!(1), &json!("1"), &["r"]);
    check(&json!(0), &json!(false), &["r"]);
    check(&json!({"a": [{"b": 1}]}), &json!({"a": [{"b": 2}]}), &["r.a[0].b"]);
}

#[test]
fn a_date_counts_by_its_instant() {
    let date = json!("2025-06-15T12:34:56.000Z");
    check(&date, &json!("2025-06-15T12:34:56Z"), &[]);
    check(&date, &json!("2025-06-15T14:34:56+02:00"), &[]);
    check(&date, &json!("2025-06-15T12:34:56.001Z"), &["r"]);
    check(&date, &json!("2025-06-15"), &["r"]);
    check(&json!("seats"), &json!("Seats"), &["r"]);
}

#[test]
fn a_missing_member_is_found_and_so_is_one_too_many() {
    check(&json!({"a": 1, "b": 2}), &json!({"b": 2, "a": 1}), &[]);
    check(&json!({"a": 1, "b": 2}), &json!({"a": 1}), &["r.b"]);
    check(&json!({"a": 1}), &json!({"a": 1, "b": 2}), &["r.b"]);
    check(&json!({"a": {"b": {}}}), &json!({"a": {}}), &["r.a.b"]);
    check(&json!({"a": {}}), &json!({"a": []}), &["r.a"]);
    check(&json!({"a": 1}), &Value::Null, &["r"]);
    check(&Value::Null, &json!(1), &["r"]);
}

#[test]
fn lists_keep_their_order_and_their_length() {
    check(&json!([1, 2]), &json!([1, 2]), &[]);
    check(&json!([1, 2]), &json!([2, 1]), &["r[0]", "r[1]"]);
    check(&json!([1, 2]), &json!([1]), &["r[1]"]);
    check(&json!([1]), &json!([1, 2]), &["r[1]"]);
    check(&json!([1]), &json!([]), &["r[0]"]);
    check(&json!({"a": []}), &json!({}), &["r.a"]);
    check(&json!([null]), &json!([1]), &["r[0]"]);
}

#[test]
fn null_is_absent_in_a_result() {
    check(&json!({"a": null}), &json!({}), &[]);
    check(&json!({"a": {"b": 1}}), &json!({"a": {"b": 1, "c": null}}), &[]);
    check(&Value::Null, &Value::Null, &[]);
    check(&json!({"a": 1}), &json!({"a": null}), &["r.a"]);
    check(&json!({"a": null}), &json!({"a": 1}), &["r.a"]);
    check(&json!({"a": null}), &json!({"a": false}), &["r.a"]);
}

#[test]
fn null_means_something_in_a_request() {
    let meant = |recorded: Value, actual: Value, places: &[&str]| {
        check_with(Nulls::Meant, &recorded, &actual, places);
    };
    meant(json!({"a": null}), json!({"a": null}), &[]);
    meant(json!({"a": null}), json!({}), &["r.a"]);
    meant(json!({}), json!({"a": null}), &["r.a"]);
    meant(json!({"a": 1}), json!({"a": null}), &["r.a"]);
    meant(json!({"a": null}), json!({"a": 1}), &["r.a"]);
}

#[test]
fn what_says_nothing_is_passed_over() {
    check(&json!({"a": 1, "__typename": "Plan"}), &json!({"a": 1}), &[]);
    check(&json!({"experimentInfo": {}}), &json!({}), &[]);
    check(
        &json!({"experimentInfo": {"id": "e"}}),
        &json!({}),
        &["r.experimentInfo"],
    );
    check(&json!({"a": {}}), &json!({}), &["r.a"]);
}

#[test]
fn a_text_that_was_made_up_is_any_text() {
    let recorded = json!({"id": "<any string>"});
    check(&recorded, &json!({"id": "0197"}), &[]);
    check(&recorded, &json!({"id": 7}), &["r.id"]);
    check(&recorded, &json!({}), &["r.id"]);
    check(&json!({"id": "0197"}), &recorded, &["r.id"]);
}

fn graphql(operation_name: &str, variables: Value) -> Request {
    Request::Graphql {
        operation_name: operation_name.to_owned(),
        variables,
    }
}

fn edge(path: &str, query: &[(&str, &str)]) -> Request {
    Request::Edge {
        path: path.to_owned(),
        query: query
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
    }
}

#[track_caller]
fn check_requests(recorded: &[Request], actual: &[Request], places: &[&str]) {
    let differences = requests(recorded, actual);
    let found: Vec<&str> = differences.iter().map(|difference| difference.place.as_str()).collect();
    assert_eq!(found, places, "{differences:?}");
}

#[test]
fn operations_and_variables_are_compared() {
    let recorded = [graphql("GetCustomerById", json!({"input": {"customerId": "c"}}))];
    check_requests(&recorded, &recorded, &[]);
    let other_name = graphql("GetPaywall", json!({"input": {"customerId": "c"}}));
    check_requests(&recorded, &[other_name], &["requests[0]"]);
    let other_id = graphql("GetCustomerById", json!({"input": {"customerId": "d"}}));
    check_requests(&recorded, &[other_id], &["requests[0].variables.input.customerId"]);
    let with_null = graphql("GetCustomerById", json!({"input": {"customerId": "c", "name": null}}));
    check_requests(&recorded, &[with_null], &["requests[0].variables.input.name"]);
    check_requests(&recorded, &[edge("/v1/paywall.json", &[])], &["requests[0]"]);
}

#[test]
fn requests_are_counted_and_keep_their_order() {
    let sent = |names: &[&str]| -> Vec<Request> { names.iter().map(|name| graphql(name, json!({}))).collect() };
    check_requests(&sent(&["A", "B"]), &sent(&["A"]), &["requests[1]"]);
    check_requests(&sent(&["A"]), &sent(&["A", "A"]), &["requests[1]"]);
    check_requests(&sent(&[]), &sent(&["A"]), &["requests[0]"]);
    check_requests(&sent(&["A", "B"]), &sent(&["B", "A"]), &["requests[0]", "requests[1]"]);
}

#[test]
fn both_versions_of_the_read_of_entitlements_are_the_same() {
    let query = json!({"query": {"customerId": "c"}});
    check_requests(
        &[graphql("GetEntitlements", query.clone())],
        &[graphql("GetEntitlementsState", query)],
        &[],
    );
    check_requests(
        &[edge("/v1/c/a/entitlements.json", &[])],
        &[edge("/v1/c/a/entitlements-state.json", &[])],
        &[],
    );
    check_requests(
        &[edge("/v1/c/a/entitlements.json", &[])],
        &[edge("/v1/c/b/entitlements-state.json", &[])],
        &["requests[0]"],
    );
}

#[test]
fn addresses_are_compared_without_their_encoding_and_queries_without_their_order() {
    check_requests(
        &[edge("/v1/c/a b/x.json", &[])],
        &[edge("/v1/c/a%20b/x.json", &[])],
        &[],
    );
    let recorded = [edge("/x.json", &[("a", "1"), ("b", "2"), ("b", "3")])];
    check_requests(
        &recorded,
        &[edge("/x.json", &[("b", "2"), ("b", "3"), ("a", "1")])],
        &[],
    );
    let check_query = |query: &[(&str, &str)], places: &[&str]| {
        check_requests(&recorded, &[edge("/x.json", query)], places);
    };
    check_query(&[("a", "1"), ("b", "2")], &["requests[0].query.b[1]"]);
    check_query(&[("b", "2"), ("b", "3")], &["requests[0].query.a"]);
    check_query(&[("a", "2"), ("b", "2"), ("b", "3")], &["requests[0].query.a[0]"]);
    check_query(
        &[("a", "1"), ("b", "2"), ("b", "3"), ("c", "")],
        &["requests[0].query.c"],
    );
}

fn failure(message: &str, error_code: Option<&str>, trace_id: Option<&str>) -> Failure {
    Failure {
        message: message.to_owned(),
        error_code: error_code.map(str::to_owned),
        trace_id: trace_id.map(str::to_owned),
    }
}

#[track_caller]
fn check_failure(recorded: &Failure, actual: &Error, places: &[&str]) {
    let differences = failures(recorded, actual);
    let found: Vec<&str> = differences.iter().map(|difference| difference.place.as_str()).collect();
    assert_eq!(found, places, "{differences:?}");
}

#[test]
fn code_trace_id_and_text_of_an_error_are_compared() {
    let error = || {
        Error::new(ErrorKind::NotFound)
            .with_operation("get_customer")
            .with_message("Customer not found")
            .with_code("CustomerNotFound")
            .with_trace_id("t-1")
    };
    let recorded = |text, code, trace_id| failure(text, Some(code), Some(trace_id));
    let text = "Failed to get customer: Customer not found";
    check_failure(&recorded(text, "CustomerNotFound", "t-1"), &error(), &[]);
    check_failure(&recorded(text, "PlanNotFound", "t-1"), &error(), &["error.errorCode"]);
    check_failure(&recorded(text, "CustomerNotFound", "t-2"), &error(), &["error.traceId"]);
    check_failure(
        &failure(text, None, None),
        &error(),
        &["error.errorCode", "error.traceId"],
    );
    check_failure(
        &recorded("Failed to get customer: Plan not found", "CustomerNotFound", "t-1"),
        &error(),
        &["error.message"],
    );
    let bare = Error::new(ErrorKind::NotFound).with_message("Customer not found");
    check_failure(
        &recorded(text, "CustomerNotFound", "t-1"),
        &bare,
        &["error.errorCode", "error.traceId"],
    );
}

#[test]
fn the_wording_around_the_text_of_an_error_is_a_matter_of_taste() {
    let recorded = failure("Failed to get customer: Invalid argument: customerId", None, None);
    let ours = Error::invalid_argument("invalid argument: `customerId` is empty");
    check_failure(&recorded, &ours, &[]);
    let other = Error::invalid_argument("invalid argument: `featureId` is empty");
    check_failure(&recorded, &other, &["error.message"]);
}

#[test]
fn a_difference_knows_its_member_and_what_it_is_in() {
    let difference = Difference::new("output.plans[3].prices[0].amount", None, Some(json!(1)));
    assert_eq!((difference.member(), difference.parent()), ("amount", "prices"));
    assert_eq!(
        difference.to_string(),
        "output.plans[3].prices[0].amount: recorded nothing, got 1"
    );
    let difference = Difference::new("output[0].type", None, None);
    assert_eq!((difference.member(), difference.parent()), ("type", "output"));
    let difference = Difference::new("error", None, None);
    assert_eq!((difference.member(), difference.parent()), ("error", ""));
}
