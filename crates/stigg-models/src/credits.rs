//! Prepaid credits: granted, consumed, looked up, recharged.

mod balance;
mod consume;
mod grant;
mod grant_request;
mod invoice;
mod ledger;
mod recharge;
mod usage;

pub use self::balance::{CreditBalance, CreditBalanceSummary, CreditBalanceSummaryInput};
pub use self::consume::{ConsumeCredits, ConsumeCreditsAsync, ConsumeCreditsResult, ConsumedCredit};
pub use self::grant::{CreditGrant, GetCreditGrantsInput, GetCreditGrantsResult, VoidCreditGrantInput};
pub use self::grant_request::{CreditGrantBillingInfo, CreditGrantInput};
pub use self::invoice::CreditGrantInvoice;
pub use self::ledger::{CreditLedgerEvent, CreditLedgerInput, GetCreditLedgerResult};
pub use self::recharge::{AutoRechargeSettings, GetAutoRechargeSettingsInput, SaveAutoRechargeSettingsInput};
pub use self::usage::{CreditUsage, CreditUsageInput, CreditUsagePoint, CreditUsageSeries};

use crate::InvalidRequest;
use crate::validation::{id, optional_id};

/// Checks whose credits are asked for, and of what currency.
fn check_pool(customer_id: &str, currency_id: Option<&str>, resource_id: Option<&str>) -> Result<(), InvalidRequest> {
    id("customerId", customer_id)?;
    optional_id("currencyId", currency_id)?;
    optional_id("resourceId", resource_id)
}
