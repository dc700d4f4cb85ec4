//! Lists that come in pages: all of them are asked and answer alike.

use serde_json::{Value, json};
use stigg_emulator::Catalog;

use crate::support::World;

/// A list of five items: its name, a document with the variable `$paging`, and what tells its items apart.
struct List {
    field: &'static str,
    document: String,
    has_page_info: bool,
}

/// The items of a page, and the whole page.
type Page = (Vec<Value>, Value);

impl List {
    fn new(field: &'static str, arguments: &str, id: &str, has_page_info: bool) -> Self {
        let info = if has_page_info {
            "pageInfo { startCursor endCursor hasNextPage hasPreviousPage }"
        } else {
            ""
        };
        Self {
            field,
            document: format!(
                "query($paging: CursorPaging) {{
                    {field}({arguments}) {{ totalCount {info} edges {{ cursor node {{ {id} }} }} }}
                }}"
            ),
            has_page_info,
        }
    }

    async fn page(&self, world: &World, paging: Value) -> Page {
        let mut data = world.run(&self.document, json!({ "paging": paging })).await;
        let page = data[self.field].take();
        assert_eq!(
            page["totalCount"], 5,
            "{}: all there are, whatever the page",
            self.field
        );
        let edges = page["edges"].as_array().unwrap();
        if self.has_page_info {
            let cursor = |edge: Option<&Value>| edge.map_or(Value::Null, |edge| edge["cursor"].clone());
            assert_eq!(page["pageInfo"]["startCursor"], cursor(edges.first()), "{}", self.field);
            assert_eq!(page["pageInfo"]["endCursor"], cursor(edges.last()), "{}", self.field);
        }
        (edges.iter().map(|edge| edge["node"].clone()).collect(), page)
    }

    /// Whether there is something before and behind the page; nothing, where the list does not tell.
    fn around(&self, page: &Value) -> Option<(bool, bool)> {
        let info = &page["pageInfo"];
        let is = |name: &str| info[name].as_bool().unwrap();
        self.has_page_info.then(|| (is("hasPreviousPage"), is("hasNextPage")))
    }

    #[track_caller]
    fn check(&self, (items, page): &Page, wanted: &[Value], around: (bool, bool)) {
        assert_eq!(items, wanted, "{}", self.field);
        if let Some(found) = self.around(page) {
            assert_eq!(found, around, "{}", self.field);
        }
    }
}

/// A world with five of everything.
async fn five_of_everything() -> World {
    let all = |item: fn(u8) -> Value| (1..=5).map(item).collect::<Vec<_>>();
    let catalog = json!({
        "creditCurrencies": [{ "id": "credits", "displayName": "Credits", "symbol": "C" }],
        "products": all(|n| json!({ "id": format!("product-{n}"), "plans": [{ "id": format!("plan-{n}"), "pricing": "free" }] })),
        "coupons": all(|n| json!({ "id": format!("coupon-{n}"), "percentOff": 10 })),
    });
    let world = World::with(Catalog::from_json(&catalog.to_string()).unwrap()).await;
    for n in 1..=5 {
        world.customer(&format!("customer-{n}"), &format!("plan-{n}")).await;
        let grant = json!({
            "customerId": "customer-1", "currencyId": "credits", "displayName": "Gift", "amount": n,
            "grantType": "PROMOTIONAL"
        });
        world
            .run(
                "mutation($input: CreditGrantInput!) { createCreditGrant(input: $input) { id } }",
                json!({ "input": grant }),
            )
            .await;
    }
    world
}

#[tokio::test]
async fn all_lists_are_paged_alike() {
    let world = five_of_everything().await;
    let pool = "input: { customerId: \"customer-1\", currencyId: \"credits\", paging: $paging }";
    for list in [
        List::new("products", "paging: $paging", "refId", false),
        List::new("coupons", "paging: $paging", "refId", false),
        List::new("subscriptions", "paging: $paging", "subscriptionId", true),
        List::new("creditGrants", pool, "grantId", true),
        List::new("creditsLedger", pool, "creditGrantId", true),
    ] {
        let whole = list.page(&world, Value::Null).await;
        let (all, page) = &whole;
        assert_eq!(all.len(), 5, "{}", list.field);
        list.check(&whole, all, (false, false));
        let cursor = |place: usize| &page["edges"][place]["cursor"];

        let forward = list.page(&world, json!({ "first": 2 })).await;
        list.check(&forward, &all[..2], (false, true));
        let next = list.page(&world, json!({ "first": 2, "after": cursor(1) })).await;
        list.check(&next, &all[2..4], (true, true));
        let last = list.page(&world, json!({ "first": 2, "after": cursor(3) })).await;
        list.check(&last, &all[4..], (true, false));
        let behind = list.page(&world, json!({ "first": 2, "after": cursor(4) })).await;
        list.check(&behind, &[], (true, false));

        let backward = list.page(&world, json!({ "last": 2 })).await;
        list.check(&backward, &all[3..], (true, false));
        let before = list.page(&world, json!({ "last": 2, "before": cursor(1) })).await;
        list.check(&before, &all[..1], (false, true));
        let between = list
            .page(&world, json!({ "after": cursor(0), "before": cursor(4) }))
            .await;
        list.check(&between, &all[1..4], (true, true));

        for paging in [json!({ "first": 2, "after": "nothing" }), json!({ "last": -1 })] {
            let code = world.refused(&list.document, json!({ "paging": paging })).await;
            assert_eq!(code, "BadUserInput", "{}", list.field);
        }
    }
}
