//! Lists that are read to their end, page by page.

use serde_json::{Value, json};
use stigg_transport::{Catalog as _, ErrorKind};

use crate::client::client;
use crate::server::{Answer, Server};

/// A page of products with these numbers, out of `total`.
fn page(numbers: std::ops::Range<usize>, total: usize) -> Answer {
    let edge = |number| {
        let node = json!({"refId": format!("product-{number}"), "productSettings": {}});
        json!({"cursor": format!("c-{number}"), "node": node})
    };
    let edges: Vec<Value> = numbers.map(edge).collect();
    Answer::json(&json!({"data": {"products": {"edges": edges, "totalCount": total}}}))
}

#[tokio::test]
async fn every_page_is_asked_for_from_where_the_last_one_ended() {
    let server = Server::start([page(0..20, 45), page(20..40, 45), page(40..45, 45)]).await;
    let products = client(&server).get_products().await.unwrap();
    let ids: Vec<String> = products.into_iter().map(|product| product.id).collect();
    let expected: Vec<String> = (0..45).map(|number| format!("product-{number}")).collect();
    assert_eq!(ids, expected);

    let variables: Vec<Value> = server
        .journal()
        .iter()
        .map(|request| request.json()["variables"].take())
        .collect();
    assert_eq!(
        variables,
        [
            json!({}),
            json!({"paging": {"first": 20, "after": "c-19"}}),
            json!({"paging": {"first": 20, "after": "c-39"}}),
        ]
    );
}

#[tokio::test]
async fn the_pages_that_follow_are_as_long_as_the_first_one() {
    let coupons = json!({"edges": [{"cursor": "c-1", "node": {
        "refId": "spring", "name": "Spring", "type": "PERCENTAGE", "status": "ACTIVE", "discountValue": 10,
        "createdAt": "2025-06-15T12:34:56Z", "updatedAt": "2025-06-15T12:34:56Z",
    }}], "totalCount": 2});
    let none = json!({"edges": [], "totalCount": 2});
    let page = |coupons: Value| Answer::json(&json!({"data": {"coupons": coupons}}));
    let server = Server::start([page(coupons), page(none)]).await;
    assert_eq!(client(&server).get_coupons().await.unwrap().len(), 1);
    let requests = server.journal();
    let document = requests[0].json()["query"].to_string();
    assert!(document.contains("($paging:CursorPaging={first:50})"), "{document}");
    assert_eq!(
        requests[1].json()["variables"],
        json!({"paging": {"first": 50, "after": "c-1"}})
    );
}

#[tokio::test]
async fn a_list_that_repeats_itself_is_an_error_and_no_endless_loop() {
    let server = Server::start([page(0..20, 45), page(0..20, 45)]).await;
    let error = client(&server).get_products().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "get_products failed: Stigg says that more items follow, but not where"
    );
    assert_eq!((error.kind(), server.journal().len()), (ErrorKind::Decode, 2));
}
