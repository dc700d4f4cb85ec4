use serde_json::{Value, json};
use stigg_models::{
    AutoRechargeSettings, ConsumeCredits, ConsumeCreditsAsync, ConsumeCreditsResult, CreditBalanceSummary,
    CreditBalanceSummaryInput, CreditGrantInput, CreditLedgerInput, CreditUsage, CreditUsageInput,
    GetAutoRechargeSettingsInput, GetCreditGrantsInput, GetCreditGrantsResult, GetCreditLedgerResult,
    SaveAutoRechargeSettingsInput, VoidCreditGrantInput,
};

use crate::tolerance::check;

const MOMENT: &str = "2025-06-15T12:34:56.789Z";

fn consumption() -> Value {
    json!({
        "customerId": "customer-42", "currencyId": "tokens", "amount": 2.5, "idempotencyKey": "key-1",
        "resourceId": "site-1", "createdAt": MOMENT, "dimensions": {"model": "large"},
    })
}

fn paging() -> Value {
    json!({"first": 5, "after": "cursor-1", "last": 3, "before": "cursor-2"})
}

fn currency() -> Value {
    json!({
        "currencyId": "tokens", "displayName": "Tokens", "symbol": "T",
        "units": {"singular": "token", "plural": "tokens"},
    })
}

fn page_info() -> Value {
    json!({"startCursor": "cursor-1", "endCursor": "cursor-2", "hasNextPage": true, "hasPreviousPage": false})
}

fn invoice() -> Value {
    json!({
        "billingId": "in_1", "status": "OPEN", "createdAt": MOMENT, "dueDate": MOMENT, "updatedAt": MOMENT,
        "errorMessage": "declined", "requiresAction": true, "paymentSecret": "pi_1_secret_2",
        "paymentUrl": "https://pay.example/1", "pdfUrl": "https://pay.example/1.pdf",
        "billingReason": "MANUAL", "currency": "eur", "subTotal": 9.5, "subTotalExcludingTax": 8.5,
        "total": 10.5, "totalExcludingTax": 8.5, "tax": 1.5, "amountDue": 10.5, "attemptCount": 1.0,
    })
}

#[test]
fn requests_ignore_what_they_do_not_know() {
    check::<ConsumeCredits>(&consumption());
    check::<ConsumeCreditsAsync>(&json!({"consumptions": [consumption()]}));
    check::<CreditGrantInput>(&json!({
        "customerId": "customer-42", "currencyId": "tokens", "displayName": "Top-up", "amount": 100.0,
        "grantType": "PAID", "cost": {"amount": 9.5, "currency": "EUR"}, "priority": 2.0, "effectiveAt": MOMENT,
        "expireAt": MOMENT, "comment": "By phone", "resourceId": "site-1", "additionalMetaData": {"a": "b"},
        "awaitPaymentConfirmation": false, "paymentCollectionMethod": "INVOICE",
        "billingInformation": {
            "billingAddress": {"line1": "Main St 1", "city": "Berlin", "country": "DE"}, "invoiceDaysUntilDue": 30.0,
            "isInvoicePaid": true,
        },
    }));
    check::<VoidCreditGrantInput>(&json!({"id": "grant-1"}));
    check::<GetCreditGrantsInput>(&json!({
        "customerId": "customer-42", "currencyId": "tokens", "resourceId": "site-1", "paging": paging(),
    }));
    check::<CreditLedgerInput>(&json!({
        "customerId": "customer-42", "currencyId": "tokens", "resourceId": "site-1", "eventType": ["CREDITS_GRANTED"],
        "paging": paging(),
    }));
    check::<CreditUsageInput>(&json!({
        "customerId": "customer-42", "currencyId": "tokens", "resourceId": "site-1", "timeRange": "LAST_WEEK",
        "startDate": MOMENT, "endDate": MOMENT, "groupBy": ["model"], "paging": paging(),
    }));
    check::<CreditBalanceSummaryInput>(&json!({
        "customerId": "customer-42", "currencyId": "tokens", "resourceId": "site-1",
    }));
    check::<GetAutoRechargeSettingsInput>(&json!({"customerId": "customer-42", "currencyId": "tokens"}));
    check::<SaveAutoRechargeSettingsInput>(&json!({
        "customerId": "customer-42", "currencyId": "tokens", "isEnabled": true, "thresholdType": "DollarAmount",
        "thresholdValue": 10.0, "targetBalance": 100.0, "maxSpendLimit": null, "grantExpirationPeriod": "OneMonth",
    }));
}

#[test]
fn results_ignore_what_they_do_not_know() {
    check::<ConsumeCreditsResult>(&json!({
        "customerId": "customer-42", "currencyId": "tokens", "resourceId": "site-1", "amount": 2.5, "timestamp": MOMENT,
        "credit": {
            "currencyId": "tokens", "currentUsage": 12.0, "usageLimit": 10.0, "usagePeriodEnd": MOMENT,
            "timestamp": MOMENT,
        },
    }));
    check::<GetCreditGrantsResult>(&json!({
        "data": [{
            "grantId": "grant-1", "customerId": "customer-42", "resourceId": "site-1", "currencyId": "tokens",
            "displayName": "Top-up", "comment": "By phone", "grantType": "PAID", "status": "VOIDED", "amount": 100.0,
            "consumedAmount": 20.0, "priority": 2.0, "cost": {"amount": 9.5, "currency": "EUR"}, "effectiveAt": MOMENT,
            "expireAt": MOMENT, "voidedAt": MOMENT, "createdAt": MOMENT, "updatedAt": MOMENT,
            "paymentCollection": "PROCESSING", "invoiceId": "in_1",
            "latestInvoice": invoice(),
            "automaticRechargeConfigurationId": "5e", "additionalMetaData": {"a": "b"},
        }],
        "pageInfo": page_info(), "totalCount": 7,
    }));
    check::<GetCreditLedgerResult>(&json!({
        "data": [{
            "timestamp": MOMENT, "eventType": "CREDITS_CONSUMED", "customerId": "customer-42", "resourceId": "site-1",
            "eventId": "event-1", "featureId": "feature-calls", "amount": 2.5, "creditGrantId": "grant-1",
            "creditCurrencyId": "tokens",
        }],
        "pageInfo": page_info(), "totalCount": 7,
    }));
    check::<CreditUsage>(&json!({
        "series": [{
            "featureId": "feature-calls", "featureName": "Calls", "totalCredits": 12.5,
            "points": [{"timestamp": MOMENT, "value": 12.5}],
        }],
        "currency": currency(), "pageInfo": page_info(),
    }));
    check::<CreditBalanceSummary>(&json!({
        "customerId": "customer-42",
        "balances": [{
            "customerId": "customer-42", "currency": currency(), "currentBalance": -2.5, "totalConsumed": 12.5,
            "totalGranted": 10.0, "resourceId": "site-1", "validUntil": 2_081_917_260_000_i64,
        }],
    }));
    check::<AutoRechargeSettings>(&json!({
        "customerId": "customer-42", "currencyId": "tokens", "isEnabled": true, "thresholdType": "CreditAmount",
        "thresholdValue": 10.0, "targetBalance": 100.0, "maxSpendLimit": 50.5, "grantExpirationPeriod": "OneYear",
        "currentMonthlySpend": 12.5, "createdAt": MOMENT, "updatedAt": MOMENT,
    }));
}
