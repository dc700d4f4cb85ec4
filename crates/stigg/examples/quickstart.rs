//! A customer's story, from the free plan to the paid one.
//!
//! Runs against an emulator in this process: no account, no network, no set-up.
//!
//! ```text
//! cargo run --example quickstart
//! ```
//!
//! With `STIGG_SERVER_API_KEY` set it talks to Stigg itself, where it expects a product like the one in `quickstart.yaml`
//! (`STIGG_BASE_URL` is optional). It leaves the customer that it makes behind.

#![allow(clippy::print_stdout, reason = "telling a story is what this example is for")]

use std::error::Error;
use std::time::{SystemTime, UNIX_EPOCH};

use stigg::Stigg;
use stigg::models::{
    BillingPeriod, CreateSubscriptionParams, GetBooleanEntitlement, GetEnumEntitlement, GetMeteredEntitlement,
    GetNumericEntitlement, GetPaywall, MeteredEntitlement, Plan, PricingType, ProvisionCustomer, ProvisionSubscription,
    ReportUsage,
};
use stigg_emulator::Emulator;

const CATALOG: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/quickstart.yaml");

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let (stigg, emulator) = connect().await?;
    // A fresh id: with a real account, the story can be told more than once.
    let ada = format!("ada-{}", seconds_since_1970());

    chapter("Ada signs up");
    let provisioned = stigg
        .provision_customer(
            ProvisionCustomer::new(&ada)
                .with_name("Ada Lovelace")
                .with_email("ada@example.com")
                .with_subscription_params(CreateSubscriptionParams::new("plan-free")),
        )
        .await?;
    let plan = provisioned
        .subscription
        .map_or_else(|| "no plan".to_owned(), |subscription| subscription.plan_id);
    println!("  customer {ada} is on {plan}");

    chapter("What may she do? (answered from memory)");
    check_everything(&stigg, &ada).await;

    chapter("She lets the AI edit her novel");
    for chapter in 1.. {
        let edit = GetMeteredEntitlement::new(&ada, "ai-edits").with_requested_usage(1);
        let entitlement = stigg.get_metered_entitlement(edit).await;
        if !entitlement.has_access {
            let reason = entitlement
                .access_denied_reason
                .as_ref()
                .map_or("no reason", |reason| reason.as_str());
            println!("  edit {chapter}: no. {reason}: {}", used(&entitlement));
            if let Some(reset) = entitlement.usage_period_end {
                println!("          she could wait until {reset}, or upgrade");
            }
            break;
        }
        stigg.report_usage(ReportUsage::new(&ada, "ai-edits", 1)).await?;
        println!("  edit {chapter}: done");
    }

    chapter("She looks at the paywall");
    let paywall = stigg.get_paywall(GetPaywall::new().with_customer_id(&ada)).await?;
    for plan in &paywall.plans {
        println!("  {:<8} {:<14} {}", plan.display_name, price(plan), promises(plan));
    }

    chapter("She upgrades");
    let upgrade = stigg
        .provision_subscription(
            ProvisionSubscription::new(&ada, "plan-studio").with_billing_period(BillingPeriod::Monthly),
        )
        .await?;
    match (upgrade.subscription, upgrade.checkout_url) {
        (Some(subscription), _) => println!("  now on {}, {}", subscription.plan_id, subscription.status),
        (None, Some(url)) => println!("  once she has paid at {url}"),
        (None, None) => println!("  {}", upgrade.provision_status),
    }

    chapter("And now?");
    check_everything(&stigg, &ada).await;

    stigg.close().await;
    if let Some(emulator) = emulator {
        emulator.shutdown().await;
    }
    println!("\nThe end. Next: change quickstart.yaml and run it again, or read the examples of each method.");
    Ok(())
}

/// To Stigg itself if there is an API key, else to an emulator.
async fn connect() -> Result<(Stigg, Option<Emulator>), Box<dyn Error>> {
    if std::env::var_os("STIGG_SERVER_API_KEY").is_none() {
        let emulator = Emulator::builder().catalog_file(CATALOG).start().await?;
        println!("An emulator with {CATALOG} listens on {}", emulator.api_url());
        return Ok((emulator.client()?, Some(emulator)));
    }
    let mut builder = Stigg::builder().api_key_from_env()?;
    if let Ok(url) = std::env::var("STIGG_BASE_URL") {
        builder = builder.base_url(url);
    }
    let stigg = builder.build()?;
    stigg.wait_for_initialization().await?;
    println!("Connected to Stigg");
    Ok((stigg, None))
}

/// One check of each kind of feature.
async fn check_everything(stigg: &Stigg, customer_id: &str) {
    let sso = stigg
        .get_boolean_entitlement(GetBooleanEntitlement::new(customer_id, "single-sign-on"))
        .await;
    println!("  boolean  single-sign-on  {:<5}", yes(sso.has_access));

    let projects = stigg
        .get_numeric_entitlement(GetNumericEntitlement::new(customer_id, "projects"))
        .await;
    println!(
        "  numeric  projects        {:<5} {}",
        yes(projects.has_access),
        match projects.value {
            _ if projects.is_unlimited => "as many as she likes".to_owned(),
            Some(value) => format!("up to {value}"),
            None => "none".to_owned(),
        }
    );

    let edits =
        stigg.get_metered_entitlement(GetMeteredEntitlement::new(customer_id, "ai-edits").with_requested_usage(1));
    let edits = edits.await;
    println!(
        "  metered  ai-edits        {:<5} {}",
        yes(edits.has_access),
        used(&edits)
    );

    let epub = GetEnumEntitlement::new(customer_id, "export-formats").with_requested_values(["epub"]);
    let epub = stigg.get_enum_entitlement(epub).await;
    println!(
        "  enum     epub export     {:<5} has {}",
        yes(epub.has_access),
        epub.enum_values.join(", ")
    );
}

fn chapter(title: &str) {
    println!("\n{title}");
}

fn yes(access: bool) -> &'static str {
    if access { "yes" } else { "no" }
}

fn used(entitlement: &MeteredEntitlement) -> String {
    match entitlement.usage_limit {
        Some(limit) => format!("{} of {limit} used", entitlement.current_usage),
        None => format!("{} used", entitlement.current_usage),
    }
}

fn price(plan: &Plan) -> String {
    match plan.pricing_type {
        Some(PricingType::Free) => return "free".to_owned(),
        Some(PricingType::Custom) => return "on request".to_owned(),
        _ => {}
    }
    let per = |period: BillingPeriod, unit: &str| {
        let price = plan.price_points.iter().find(|price| price.billing_period == period)?;
        Some(format!("{} {}/{unit}", price.amount?, price.currency))
    };
    per(BillingPeriod::Monthly, "month")
        .or_else(|| per(BillingPeriod::Annually, "year"))
        .unwrap_or_else(|| "by usage".to_owned())
}

fn promises(plan: &Plan) -> String {
    let features = plan.entitlements.iter().chain(&plan.inherited_entitlements);
    let mut names: Vec<&str> = features
        .map(|entitlement| entitlement.feature.display_name.as_str())
        .collect();
    names.sort_unstable();
    names.dedup();
    names.join(", ")
}

#[expect(clippy::disallowed_methods, reason = "only to tell one run from another")]
fn seconds_since_1970() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |age| age.as_secs())
}
