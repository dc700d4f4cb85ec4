//! What others build on: the client can be shared between threads, and so can the futures of its methods.

use stigg::models::{GetBooleanEntitlement, ProvisionSubscription};
use stigg::{Error, Stigg, StiggBuilder};

use crate::fake::{Fake, client};

fn shareable<T: Send + Sync + Clone + std::fmt::Debug + 'static>() {}
fn sendable<T: Send>(_: &T) {}

#[test]
fn the_client_its_builder_and_its_errors_can_be_shared() {
    shareable::<Stigg>();
    shareable::<StiggBuilder>();
    shareable::<Error>();
}

#[test]
fn futures_can_move_between_threads_and_are_small() {
    let (stigg, _) = client(&Fake::default());
    let check = stigg.get_boolean_entitlement(GetBooleanEntitlement::new("c", "f"));
    sendable(&check);
    assert!(size_of_val(&check) < 2048, "{}", size_of_val(&check));
    sendable(&stigg.provision_subscription(ProvisionSubscription::new("c", "p")));
    sendable(&stigg.close());
}
