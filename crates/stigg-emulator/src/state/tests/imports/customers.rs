use super::*;
use crate::state::imports::ImportedCustomer;

fn named(name: &str) -> ImportedCustomer {
    ImportedCustomer {
        id: Some("c".to_owned()),
        profile: Profile {
            name: Some(name.to_owned()),
            billing_id: Some("cus_1".to_owned()),
            ..Profile::default()
        },
        ..ImportedCustomer::default()
    }
}

impl World {
    fn name(&self, id: &str) -> Option<&str> {
        self.state.customer(id).unwrap().profile.name.as_deref()
    }
}

#[test]
fn a_customer_that_is_imported_is_there_and_can_subscribe() {
    let mut world = World::new();
    let import = |id: Option<&str>| ImportedCustomer {
        id: id.map(str::to_owned),
        payment_method: Some(PaymentMethod::card(Some("pm_1".to_owned()))),
        ..named("New")
    };
    assert_eq!(world.state.import_customer(import(Some("new"))).unwrap(), "new");
    let customer = world.state.customer("new").unwrap();
    assert_eq!(customer.profile.billing_id.as_deref(), Some("cus_1"));
    assert_eq!(customer.payment_method.as_ref().unwrap().id, "pm_1");
    world.subscribe(Provision {
        customer: "new".to_owned(),
        ..plan("free")
    });

    let made_up = world.state.import_customer(import(None)).unwrap();
    assert_eq!(world.name(&made_up), Some("New"));
    let refused = world.state.import_customer(import(Some("no id"))).unwrap_err();
    assert_eq!(refused.code, Code::BadUserInput);
}

#[test]
fn importing_a_customer_that_exists_brings_it_up_to_date() {
    let mut world = World::new();
    world.go_to("2026-02-01T00:00:00Z");
    world.state.import_customer(named("First")).unwrap();
    let customer = world.state.customer("c").unwrap();
    assert_eq!(customer.updated_at, at("2026-02-01T00:00:00Z"));
    assert_eq!(customer.created_at, at("2026-01-31T10:00:00Z"));
    let nothing = ImportedCustomer {
        profile: Profile::default(),
        ..named("")
    };
    world.state.import_customer(nothing).unwrap();
    assert_eq!(world.name("c"), Some("First"));
}

#[test]
fn a_record_that_is_older_than_the_customer_changes_nothing() {
    let mut world = World::new();
    let of = |name: &str, time: &str| ImportedCustomer {
        updated_at: Some(at(time)),
        ..named(name)
    };
    world.go_to("2026-02-01T00:00:00Z");
    let older = of("Older", "2026-01-31T09:59:59Z");
    assert_eq!(world.state.import_customer(older).unwrap(), "c");
    assert_eq!(world.name("c"), None);
    for (name, time) in [("Same", "2026-01-31T10:00:00Z"), ("Newer", "2026-02-02T00:00:00Z")] {
        world.state.import_customer(of(name, time)).unwrap();
        assert_eq!(world.name("c"), Some(name));
    }
}

#[test]
fn an_archived_customer_cannot_be_imported() {
    let mut world = World::new();
    world.state.archive_customer("c").unwrap();
    let refused = world.state.import_customer(named("Back")).unwrap_err();
    assert_eq!(refused.code, Code::EntityIsArchivedError);
}
