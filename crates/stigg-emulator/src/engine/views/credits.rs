//! Credits.

use super::money;
use crate::catalog::model::CreditCurrency;
use crate::engine::inputs::given;
use crate::engine::object::Object;
use crate::ids;
use crate::state::State;
use crate::state::credits::{Balance, Consumed, Grant, LedgerEvent, Pool, Recharge, Series};
use crate::wire::DeniedReason;

pub(in crate::engine) fn grant(grant: &Grant) -> Object {
    let (cost, currency) = &grant.cost;
    Object::new("CreditGrant")
        .with("id", grant.uuid)
        .with("grantId", &grant.id)
        .with("customerId", &grant.pool.customer)
        .with("resourceId", grant.pool.resource.as_ref())
        .with("currencyId", &grant.pool.currency)
        .with("displayName", &grant.display_name)
        .with("comment", grant.comment.as_ref())
        .with("grantType", grant.kind)
        .with("status", grant.status)
        .with("amount", grant.amount)
        .with("consumedAmount", grant.consumed)
        .with("priority", grant.priority)
        .with("cost", money(*cost, currency))
        .with("paymentCollection", "NOT_REQUIRED")
        .with("effectiveAt", grant.effective_at)
        .with("expireAt", grant.expire_at)
        .with("voidedAt", grant.voided_at)
        .with("createdAt", grant.created_at)
        .with("updatedAt", grant.updated_at)
        .with("additionalMetaData", grant.metadata.as_ref())
}

pub(in crate::engine) fn ledger_event(event: &LedgerEvent) -> Object {
    Object::new("CreditLedgerEvent")
        .with("timestamp", event.at)
        .with("eventType", event.kind)
        .with("customerId", &event.pool.customer)
        .with("resourceId", event.pool.resource.as_ref())
        .with("creditCurrencyId", &event.pool.currency)
        .with("creditGrantId", &event.grant)
        .with("eventId", event.consumption)
        .with("amount", event.amount)
}

pub(in crate::engine) fn series(series: &Series) -> Object {
    let points = series.points.iter().map(|(moment, value)| {
        Object::new("CreditUsagePoint")
            .with("timestamp", *moment)
            .with("value", *value)
    });
    Object::new("CreditUsageSeries")
        .with("totalCredits", series.total)
        .with("points", points.collect::<Vec<_>>())
}

pub(in crate::engine) fn balance(state: &State, pool: &Pool) -> Option<Object> {
    with_balance(Object::new("CreditBalance"), state, pool)
}

/// Says of an object what a pool holds; none when it is unknown.
#[expect(clippy::cast_precision_loss, reason = "balances have times as floating point")]
pub(super) fn with_balance(object: Object, state: &State, pool: &Pool) -> Option<Object> {
    let balance = state.balance(pool)?;
    Some(
        object
            .with("customerId", &pool.customer)
            .with("resourceId", pool.resource.as_ref())
            .with("currencyId", &pool.currency)
            .with("currency", slim_currency(state, &pool.currency))
            .with("currentBalance", balance.left())
            .with("totalGranted", balance.granted)
            .with("totalConsumed", balance.consumed)
            .with(
                "validUntil",
                balance.valid_until.map(|time| time.as_millisecond() as f64),
            ),
    )
}

pub(in crate::engine) fn consumed(state: &State, consumed: &Consumed) -> Object {
    let pool = &consumed.pool;
    let credit = state.balance(pool).map(|balance| {
        Object::new("OptimisticCreditBalance")
            .with("currencyId", &pool.currency)
            .with("currentUsage", balance.consumed)
            .with("usageLimit", balance.granted)
            .with("timestamp", state.now)
    });
    Object::new("CreditConsumptionResponse")
        .with("customerId", &pool.customer)
        .with("resourceId", pool.resource.as_ref())
        .with("currencyId", &pool.currency)
        .with("amount", consumed.amount)
        .with("timestamp", consumed.at)
        .with("credit", credit)
}

pub(in crate::engine) fn recharge(customer: &str, currency: &str, recharge: &Recharge) -> Object {
    let saved = recharge.saved;
    Object::new("AutoRechargeSettingsDTO")
        .with("id", saved.map(|saved| saved.uuid))
        .with("environmentId", ids::environment_id())
        .with("customerId", customer)
        .with("currencyId", currency)
        .with("isEnabled", recharge.is_enabled)
        .with("thresholdType", recharge.threshold_type)
        .with("thresholdValue", recharge.threshold_value)
        .with("targetBalance", recharge.target_balance)
        .with("maxSpendLimit", recharge.max_spend_limit)
        .with("grantExpirationPeriod", recharge.grant_expiration)
        // Nothing is bought, so nothing is spent.
        .with("currentMonthlySpend", 0.0)
        .with("createdAt", saved.map(|saved| saved.created_at))
        .with("updatedAt", saved.map(|saved| saved.updated_at))
}

/// The type `SlimCustomCurrency`.
pub(in crate::engine) fn slim_currency(state: &State, id: &str) -> Object {
    let found = state.catalog.credit_currencies.get(id);
    let units = found.and_then(|currency| currency.units.as_ref()).map(|units| {
        Object::new("Units")
            .with("singular", &units.singular)
            .with("plural", &units.plural)
    });
    Object::new("SlimCustomCurrency")
        .with("currencyId", id)
        .with(
            "displayName",
            found.map_or(id, |currency| currency.display_name.as_str()),
        )
        .with("symbol", found.and_then(|currency| currency.symbol.as_ref()))
        .with("units", units)
}

/// The entitlements to credits of a customer, or of one of its resources.
pub(in crate::engine) fn entitlements(state: &State, customer: &str, resource: Option<&str>) -> Vec<Object> {
    let resource = resource.and_then(given);
    let pools = state.pools_of(customer, resource).into_iter();
    pools
        .filter_map(|pool| {
            let currency = state.catalog.credit_currencies.get(&pool.currency)?;
            let balance = state.balance(pool)?;
            let reason = balance.is_exhausted().then_some(DeniedReason::InsufficientCredits);
            Some(entitlement(currency, Some(&balance), reason))
        })
        .collect()
}

/// An entitlement to credits; without a balance there is none.
pub(in crate::engine) fn entitlement(
    currency: &CreditCurrency,
    balance: Option<&Balance>,
    reason: Option<DeniedReason>,
) -> Object {
    let units = currency.units.as_ref();
    let shown = Object::new("EntitlementCurrency")
        .with("currencyId", &currency.id)
        .with("displayName", &currency.display_name)
        .with("description", currency.description.as_ref())
        .with("unitSingular", units.map(|units| &units.singular))
        .with("unitPlural", units.map(|units| &units.plural))
        .with("additionalMetaData", currency.metadata.as_ref());
    Object::new("CreditEntitlement")
        .with("isGranted", reason.is_none())
        .with("accessDeniedReason", reason)
        .with("currency", shown)
        .with("hasSoftLimit", false)
        .with("usageLimit", balance.map(|balance| balance.granted))
        .with("currentUsage", balance.map(|balance| balance.consumed))
        .with("validUntil", balance.and_then(|balance| balance.valid_until))
        .with("entitlementUpdatedAt", balance.map(|balance| balance.changed_at))
        .with("usageUpdatedAt", balance.map(|balance| balance.changed_at))
}
