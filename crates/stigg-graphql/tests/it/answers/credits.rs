//! Answers about credits.

use serde_json::{Value, json};

use super::subscriptions::invoice;
use super::{MOMENT, metadata, money, page_info, units};

fn slim_currency() -> Value {
    json!({"currencyId": "tokens", "displayName": "Tokens", "symbol": "T", "units": units()})
}

fn credit_grant() -> Value {
    let mut invoice = invoice();
    invoice["billingReason"] = json!("MANUAL");
    json!({
        "grantId": "grant-1", "customerId": "customer-42", "resourceId": "site-1", "currencyId": "tokens",
        "displayName": "Top-up", "comment": "By phone", "grantType": "PAID", "status": "ACTIVE", "amount": 100.5,
        "consumedAmount": 20, "priority": 2, "cost": money(), "effectiveAt": MOMENT, "expireAt": MOMENT,
        "voidedAt": MOMENT, "createdAt": MOMENT, "updatedAt": MOMENT, "paymentCollection": "PROCESSING",
        "invoiceId": "in_1", "latestInvoice": invoice, "automaticRechargeConfigurationId": "5e",
        "additionalMetaData": metadata(),
    })
}

pub(crate) fn grant_credits() -> Value {
    json!({"createCreditGrant": credit_grant()})
}

pub(crate) fn void_credit_grant() -> Value {
    json!({"voidCreditGrant": credit_grant()})
}

pub(crate) fn get_credit_grants() -> Value {
    json!({"creditGrants": {"edges": [{"node": credit_grant()}], "pageInfo": page_info(), "totalCount": 7}})
}

pub(crate) fn get_credit_ledger() -> Value {
    let event = json!({
        "timestamp": MOMENT, "eventType": "CREDITS_CONSUMED", "customerId": "customer-42", "resourceId": "site-1",
        "creditCurrencyId": "tokens", "creditGrantId": "grant-1", "amount": 2.5, "featureId": "calls", "eventId": "e-1",
    });
    json!({"creditsLedger": {"edges": [{"node": event}], "pageInfo": page_info(), "totalCount": 7}})
}

pub(crate) fn get_credit_usage() -> Value {
    let series = json!({
        "featureId": "calls", "featureName": "Calls", "totalCredits": 12.5,
        "points": [{"timestamp": MOMENT, "value": 12.5}],
    });
    json!({"creditUsage": {"series": [series], "currency": slim_currency(), "pageInfo": page_info()}})
}

pub(crate) fn get_credit_balance() -> Value {
    let balance = json!({
        "customerId": "customer-42", "resourceId": "site-1", "currency": slim_currency(), "currentBalance": -2.5,
        "totalGranted": 10, "totalConsumed": 12.5, "validUntil": 2_081_917_260_000_i64,
    });
    json!({"creditBalanceSummary": {"customerId": "customer-42", "balances": [balance]}})
}

fn recharge_settings() -> Value {
    json!({
        "customerId": "customer-42", "currencyId": "tokens", "isEnabled": true, "thresholdType": "CreditAmount",
        "thresholdValue": 10, "targetBalance": 100.5, "maxSpendLimit": 50, "grantExpirationPeriod": "OneMonth",
        "currentMonthlySpend": 12.5, "createdAt": MOMENT, "updatedAt": MOMENT,
    })
}

pub(crate) fn get_automatic_recharge_configuration() -> Value {
    json!({"getAutoRechargeSettings": recharge_settings()})
}

pub(crate) fn save_automatic_recharge_configuration() -> Value {
    json!({"saveAutoRechargeSettings": recharge_settings()})
}

pub(crate) fn consume_credits() -> Value {
    json!({"consumeCredits": {
        "customerId": "customer-42", "resourceId": "site-1", "currencyId": "tokens", "amount": 2.5, "timestamp": MOMENT,
        "credit": {
            "currencyId": "tokens", "currentUsage": 12.5, "usageLimit": 100, "usagePeriodEnd": MOMENT,
            "timestamp": MOMENT,
        },
    }})
}
