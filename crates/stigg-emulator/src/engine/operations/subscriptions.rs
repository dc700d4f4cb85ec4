//! Subscriptions.

use serde_json::{Value as Json, json};

use super::{Arguments, IMPORT_LIMIT, check_size};
use crate::calendar;
use crate::engine::inputs::{
    self, ActiveSubscriptionsInput, CancelScheduleInput, CancelSubscriptionInput, DelegateInput,
    ImportSubscriptionsInput, Paging, ProvisionInput, Sorting, SubscriptionIdInput, TransferInput,
    TransferToResourceInput, UpdateSubscriptionInput,
};
use crate::engine::object::{Node, Object, Value};
use crate::engine::{filter, paging, views};
use crate::error::{ApiError, Code};
use crate::state::State;
use crate::state::provisioning::Outcome;

pub(super) fn provision(state: &mut State, mut arguments: Arguments, checkout_url: &str) -> Result<Value, ApiError> {
    let input: ProvisionInput = inputs::read(&mut arguments, "input")?;
    let customer = input.customer_id.clone();
    let request = input.read("provisionSubscriptionV2", &customer)?;
    let resource = request.resource.clone();
    let result = Object::new("ProvisionSubscriptionResult");
    let (index, is_scheduled) = match state.provision(request)? {
        Outcome::Done(index) => (index, false),
        Outcome::Scheduled(index) => (index, true),
        Outcome::PaymentRequired(id) => {
            return Ok(result
                .with("id", &id)
                .with("checkoutBillingId", format!("cs_emulator_{id}"))
                .with("checkoutUrl", format!("{checkout_url}{id}"))
                .with("isScheduled", false)
                .with("status", "PAYMENT_REQUIRED")
                .into());
        }
    };
    Ok(result
        .with("id", &state.subscription_at(index).id)
        .with("isScheduled", is_scheduled)
        .with("status", "SUCCESS")
        .with("subscription", Node::Subscription(index))
        .with(
            "entitlements",
            views::entitlements::granted_v1(state, &customer, resource.as_deref()),
        )
        .with(
            "entitlementsV2",
            views::entitlements::granted_v2(state, &customer, resource.as_deref()),
        )
        .into())
}

pub(super) fn apply(state: &mut State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: ProvisionInput = inputs::read(&mut arguments, "input")?;
    let customer = input.customer_id.clone();
    let request = input.read("applySubscription", &customer)?;
    let resource = request.resource.clone();
    let index = state.subscribe(request)?;
    Ok(Object::new("ApplySubscription")
        .with("subscription", Node::Subscription(index))
        .with(
            "entitlements",
            views::entitlements::granted_v1(state, &customer, resource.as_deref()),
        )
        .with(
            "entitlementsV2",
            views::entitlements::granted_v2(state, &customer, resource.as_deref()),
        )
        .into())
}

pub(super) fn create(state: &mut State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: ProvisionInput = inputs::read(&mut arguments, "subscription")?;
    let customer = input.customer_id.clone();
    let request = input.read("createSubscription", &customer)?;
    Ok(Node::Subscription(state.subscribe(request)?).into())
}

pub(super) fn update(state: &mut State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: UpdateSubscriptionInput = inputs::read(&mut arguments, "input")?;
    let (id, update) = input.read("updateOneSubscription")?;
    Ok(Node::Subscription(state.update_subscription(&id, update)?).into())
}

pub(super) fn cancel(state: &mut State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: CancelSubscriptionInput = inputs::read(&mut arguments, "input")?;
    Ok(Node::Subscription(state.cancel_subscription(&input.subscription_ref_id, input.read())?).into())
}

pub(super) fn cancel_schedule(state: &mut State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: CancelScheduleInput = inputs::read(&mut arguments, "input")?;
    let index = state.find_subscription(&input.subscription_id)?;
    // Nothing waits for a payment here: what must be paid is not scheduled.
    let waits_for_its_time = matches!(input.status.as_deref(), None | Some("Scheduled"));
    if waits_for_its_time && state.cancel_schedule(index) {
        Ok(input.subscription_id.into())
    } else {
        Err(ApiError::new(
            Code::FutureUpdateNotFound,
            format!("Subscription {} has no scheduled update", input.subscription_id),
        ))
    }
}

pub(super) fn migrate(state: &State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: SubscriptionIdInput = inputs::read(&mut arguments, "input")?;
    Ok(Node::Subscription(state.migrate(&input.subscription_id)?).into())
}

pub(super) fn transfer(state: &mut State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: TransferInput = inputs::read(&mut arguments, "input")?;
    let (source, destination) = (&input.source_resource_id, &input.destination_resource_id);
    Ok(Node::Subscription(state.move_between_resources(&input.customer_id, source, destination)?).into())
}

pub(super) fn transfer_to_resource(state: &mut State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: TransferToResourceInput = inputs::read(&mut arguments, "input")?;
    let resource = input.destination_resource_id.and_then(inputs::given);
    Ok(Node::Subscription(state.move_to_resource(&input.subscription_id, resource)?).into())
}

pub(super) fn delegate(state: &mut State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: DelegateInput = inputs::read(&mut arguments, "input")?;
    let Some(destination) = input.destination_customer_id else {
        let operation = "delegateSubscriptionToCustomer";
        return Err(ApiError::unsupported(operation, "a delegation to nobody"));
    };
    Ok(Node::Subscription(state.delegate(&input.subscription_id, &destination)?).into())
}

pub(super) fn get(state: &State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: SubscriptionIdInput = inputs::read(&mut arguments, "input")?;
    Ok(Node::Subscription(state.find_subscription(&input.subscription_id)?).into())
}

pub(super) fn active(state: &State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: ActiveSubscriptionsInput = inputs::read(&mut arguments, "input")?;
    let customer = state.customer(&input.customer_id)?;
    let one = input.resource_id.and_then(inputs::given);
    if let Some(resource) = &one
        && !customer.resources.contains_key(resource)
    {
        return Err(ApiError::new(
            Code::CustomerResourceNotFound,
            format!("Customer {} has no resource {resource}", customer.id),
        ));
    }
    let mut wanted = input.resource_ids.unwrap_or_default();
    wanted.extend(one);
    let live = state.live_subscriptions_of(&customer.id).into_iter();
    let found = live.filter(|&index| match &state.subscription_at(index).resource {
        Some(resource) => wanted.contains(resource),
        None => wanted.is_empty(),
    });
    Ok(found.map(Node::Subscription).collect::<Vec<_>>().into())
}

pub(super) fn list(state: &State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let paging: Option<Paging> = inputs::read(&mut arguments, "paging")?;
    let sorting: Option<Vec<Sorting>> = inputs::read(&mut arguments, "sorting")?;
    let filter = arguments.remove("filter").unwrap_or_default();
    let mut found: Vec<(usize, Json)> = Vec::new();
    for (index, _) in state.all_subscriptions() {
        let record = record(state, index);
        if filter::matches(&filter, &record)? {
            found.push((index, record));
        }
    }
    for sorting in sorting.unwrap_or_default().iter().rev() {
        filter::sort(&mut found, sorting, |(_, record)| record);
    }
    let cursor = |(index, _): &(usize, Json)| state.subscription_at(*index).uuid.to_string();
    let types = ("SubscriptionQueryConnection", "SubscriptionQueryEdge");
    paging::connection(types, &found, paging, cursor, |(index, _)| {
        Node::SubscriptionItem(*index)
    })
}

/// Brings in what can be brought in, and answers the id of the task: whoever imports learns nothing of the rest.
pub(super) fn import(state: &mut State, mut arguments: Arguments) -> Result<Value, ApiError> {
    let input: ImportSubscriptionsInput = inputs::read(&mut arguments, "input")?;
    check_size(input.subscriptions.len(), IMPORT_LIMIT, "subscriptions")?;
    let mut imports = Vec::with_capacity(input.subscriptions.len());
    for subscription in input.subscriptions {
        match subscription.read("importSubscriptionsBulk") {
            Ok(import) => imports.push(import),
            // What the emulator does not do is told; what is wrong with a record is not.
            Err(error) if error.code == Code::UnsupportedParameter => return Err(error),
            Err(_) => {}
        }
    }
    for import in imports {
        let _ = state.import_subscription(import);
    }
    // A record may tell of a subscription that is over by now.
    state.advance(state.now);
    Ok(state.ids.uuid().into())
}

/// What a subscription can be filtered and sorted by.
fn record(state: &State, index: usize) -> Json {
    let subscription = state.subscription_at(index);
    let plan = state.plan_of(subscription);
    let time = |time: Option<jiff::Timestamp>| time.map(calendar::format);
    let customer = state.any_customer(&subscription.customer);
    let environment = crate::ids::environment_id().to_string();
    json!({
        "billingId": subscription.billing_id,
        "cancellationDate": time(subscription.cancellation_date),
        "createdAt": calendar::format(subscription.created_at),
        "customerId": subscription.customer,
        "endDate": time(subscription.end_date),
        "environmentId": environment,
        "paymentCollection": views::subscriptions::payment_collection(subscription),
        "pricingType": plan.package.pricing.as_str(),
        "productId": plan.package.product,
        "resourceId": subscription.resource,
        "salesforceId": subscription.salesforce_id,
        "startDate": calendar::format(subscription.start),
        "status": subscription.status.as_str(),
        "subscriptionId": subscription.id,
        "customer": customer.map(|customer| json!({
            "awsMarketplaceCustomerId": customer.profile.aws_marketplace_customer_id,
            "billingId": customer.profile.billing_id,
            "createdAt": calendar::format(customer.created_at),
            "crmId": customer.profile.crm_id,
            "customerId": customer.id,
            "deletedAt": time(customer.archived_at),
            "email": customer.profile.email,
            "environmentId": environment,
            "id": customer.uuid.to_string(),
            "name": customer.profile.name,
            "refId": customer.id,
            "salesforceId": customer.profile.salesforce_id,
            "updatedAt": calendar::format(customer.updated_at),
        })),
        "plan": {
            "billingId": plan.package.billing_id,
            "createdAt": calendar::format(state.since),
            "description": plan.package.description,
            "displayName": plan.package.display_name,
            "environmentId": environment,
            "id": crate::ids::named("plan", &plan.package.id).to_string(),
            "isLatest": true,
            "pricingType": plan.package.pricing.as_str(),
            "productId": plan.package.product,
            "refId": plan.package.id,
            "status": "PUBLISHED",
            "updatedAt": calendar::format(state.since),
            "versionNumber": 1,
        },
        "resource": {
            "createdAt": subscription.resource.as_ref().and_then(|resource| {
                time(customer.and_then(|customer| customer.resources.get(resource).copied()))
            }),
            "environmentId": environment,
            "resourceId": subscription.resource,
        },
    })
}
