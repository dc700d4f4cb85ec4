//! The objects of the schema, made from the state. One file per area; what the emulator does not know is left out and
//! comes out as null.

pub(super) mod coupons;
pub(super) mod credits;
pub(super) mod customers;
pub(super) mod entitlements;
pub(super) mod features;
pub(super) mod mock_paywall;
pub(super) mod packages;
pub(super) mod portal;
pub(super) mod previews;
pub(super) mod products;
pub(super) mod promotional_entitlements;
pub(super) mod subscriptions;
pub(super) mod updates;
pub(super) mod usage;

use std::rc::Rc;

use super::object::{Node, Object};
use crate::state::State;

/// Looks up what a node stands for; none when the state does not have it.
pub(super) fn view(state: &State, node: &Node) -> Option<Rc<Object>> {
    let object = match node {
        Node::Object(object) => return Some(Rc::clone(object)),
        Node::Customer(id) => customers::customer(state, state.any_customer(id)?),
        Node::Subscription(index) => subscriptions::subscription(state, *index),
        Node::SubscriptionItem(index) => subscriptions::item(state, *index),
        Node::Plan(id, prices) => packages::plan(state, state.catalog.plans.get(id)?, prices),
        Node::Addon(id, prices) => packages::addon(state, state.catalog.addons.get(id)?, prices),
        Node::Product(id) => products::product(state, state.catalog.products.get(id)?),
        Node::Feature(id) => features::feature(state, state.catalog.features.get(id)?),
        Node::Coupon(id) => coupons::coupon(state, state.catalog.coupons.get(id)?),
    };
    Some(Rc::new(object))
}

/// An amount of money.
fn money(amount: f64, currency: &str) -> Object {
    Object::new("Money").with("amount", amount).with("currency", currency)
}
