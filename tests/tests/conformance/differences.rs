//! Where the SDK differs from the official one on purpose. There is no other such list.
//!
//! A difference that no row explains is a failure, and so is a row that no case of the project needs.

use serde_json::{Value, json};

use crate::case::Case;
use crate::compare::Difference;

/// Whether a row explains a difference in a case.
type Explanation = dyn Fn(&Case, &Difference) -> bool + Send + Sync;

/// A difference that is meant.
pub(crate) struct Row {
    /// Where it shows.
    pub(crate) about: String,
    pub(crate) official: &'static str,
    pub(crate) ours: &'static str,
    pub(crate) why: &'static str,
    /// Whether a case with it still counts as passed: there is more in a result, or the same is written in another way.
    pub(crate) is_benign: bool,
    explains: Box<Explanation>,
}

impl Row {
    pub(crate) fn new(
        about: &str,
        official: &'static str,
        ours: &'static str,
        why: &'static str,
        explains: impl Fn(&Case, &Difference) -> bool + Send + Sync + 'static,
    ) -> Self {
        Self {
            about: about.to_owned(),
            official,
            ours,
            why,
            is_benign: false,
            explains: Box::new(explains),
        }
    }

    pub(crate) fn explains(&self, case: &Case, difference: &Difference) -> bool {
        (self.explains)(case, difference)
    }
}

/// The table.
pub(crate) fn table() -> Vec<Row> {
    let mut rows = inputs();
    rows.extend(requests());
    rows.extend(results());
    rows.extend(errors());
    for (object, parents, members) in NEWER_MEMBERS {
        rows.extend(members.iter().map(|&member| newer_member(object, parents, member)));
    }
    rows
}

fn inputs() -> Vec<Row> {
    vec![
        Row::new(
            "input that no typed language can write",
            "takes `null` or a number for an id, an option of another kind of check, and a fallback without `hasAccess`",
            "cannot be told",
            "the types refuse it, or know no such option",
            |case, difference| is_recorded_as(case, "not-typable") && difference.place.starts_with("input"),
        ),
        Row::new(
            "members of requests that the API does not know",
            "takes them and sends nothing",
            "cannot be told",
            "there is nothing that they could do",
            |case, difference| {
                is_recorded_as(case, "member-not-sent")
                    && difference.actual.is_none()
                    && matches!(difference.member(), "integrationId" | "shouldSyncFree")
                    && difference.place.starts_with("input")
            },
        ),
        Row::new(
            "options.shouldTrack",
            "has the option, and uses it nowhere",
            "has no such option",
            "it does nothing",
            |_, difference| {
                let is_alone = |options: &Value| options.as_object().is_some_and(|options| options.len() == 1);
                difference.actual.is_none()
                    && match difference.place.as_str() {
                        "input[0].options.shouldTrack" => true,
                        "input[0].options" => difference
                            .recorded
                            .as_ref()
                            .is_some_and(|options| is_alone(options) && options.get("shouldTrack").is_some()),
                        _ => false,
                    }
            },
        ),
        Row {
            is_benign: true,
            ..Row::new(
                "options: {}",
                "takes empty options",
                "leaves them out when it writes a check as JSON",
                "they mean the same as none",
                |_, difference| {
                    difference.place == "input[0].options"
                        && difference.recorded == Some(json!({}))
                        && difference.actual.is_none()
                },
            )
        },
    ]
}

fn requests() -> Vec<Row> {
    vec![
        Row::new(
            "reportUsage, reportUsageBulk: idempotencyKey",
            "sends none, not even the caller's",
            "sends the caller's, or one that it makes up",
            "a report that is sent again must not count twice",
            |case, difference| {
                let (start, end) = ("requests[0].variables.input.", "idempotencyKey");
                let is_place = match case.method.as_str() {
                    "reportUsage" => difference.place == format!("{start}{end}"),
                    "reportUsageBulk" => {
                        difference.place.starts_with(&format!("{start}usages[")) && difference.member() == end
                    }
                    _ => false,
                };
                is_place && difference.recorded.is_none() && difference.actual.as_ref().is_some_and(Value::is_string)
            },
        ),
        Row::new(
            "cancelSubscription: awaitSubscriptionCancellation",
            "has it in its type and does not send it",
            "sends it",
            "whoever sets it wants it",
            |case, difference| {
                is_recorded_as(case, "member-not-sent")
                    && difference.place == "requests[0].variables.input.awaitSubscriptionCancellation"
                    && difference.recorded.is_none()
            },
        ),
        Row::new(
            "importCustomer: paymentMethodId",
            "has it in its type and does not send it",
            "sends it",
            "whoever sets it wants it",
            |case, difference| {
                is_recorded_as(case, "member-not-sent")
                    && difference.place == "requests[0].variables.input.paymentMethodId"
                    && difference.recorded.is_none()
            },
        ),
        Row::new(
            "getCreditGrants: ids that are null",
            "sends null",
            "sends nothing",
            "it means the same, and the types have one way to say it",
            |case, difference| {
                case.method == "getCreditGrants"
                    && matches!(
                        difference.place.as_str(),
                        "requests[0].variables.input.currencyId" | "requests[0].variables.input.resourceId"
                    )
                    && difference.recorded == Some(Value::Null)
                    && difference.actual.is_none()
            },
        ),
        Row::new(
            "createSubscription: id, units of features, prices, and a trial of its own",
            "has them in its type and does not send them",
            "sends them",
            "whoever sets them wants them",
            |case, difference| {
                case.method == "createSubscription"
                    && is_recorded_as(case, "member-not-sent")
                    && difference.parent() == "input"
                    && difference.place.starts_with("requests[0].variables.input.")
                    && difference.recorded.is_none()
            },
        ),
        Row::new(
            "getPaywall at the Edge: fetchAllCountriesPrices",
            "sends the text `undefined` when the caller says nothing",
            "sends nothing",
            "it is an oversight",
            |case, difference| {
                is_recorded_as(case, "paywall-undefined-query")
                    && difference.place == "requests[0].query.fetchAllCountriesPrices"
                    && difference.recorded == Some(Value::from(vec!["undefined"]))
                    && difference.actual.is_none()
            },
        ),
        Row::new(
            "checks: an empty resource id by GraphQL",
            "sends an empty text",
            "sends nothing",
            "it means no resource, as it does at the Edge",
            |case, difference| {
                is_recorded_as(case, "empty-resource")
                    && difference.place == "requests[0].variables.query.resourceId"
                    && difference.recorded == Some("".into())
                    && difference.actual.is_none()
            },
        ),
        Row::new(
            "ids in the addresses of the Edge",
            "puts them in as they are, so that the Edge reads another id out of `100%25`",
            "encodes them",
            "whatever the id is, the Edge gets this one",
            |case, difference| {
                let id: &str = match case.input.first() {
                    Some(Value::String(id)) => id,
                    Some(request) => request["customerId"].as_str().unwrap_or_default(),
                    None => "",
                };
                let is_this_id = |request: &Value| {
                    request
                        .as_str()
                        .is_some_and(|text| !id.is_empty() && text.contains(&format!("/c/{id}/")))
                };
                is_recorded_as(case, "edge-path-encoding")
                    && difference.place == "requests[0]"
                    && difference.recorded.is_some()
                    && difference.actual.as_ref().is_some_and(is_this_id)
            },
        ),
        Row::new(
            "checks: an empty customer or feature id",
            "asks Stigg all the same, and answers that there is no such thing",
            "answers the fallback at once",
            "it is a mistake of the caller, and the answer says so",
            |case, difference| {
                let is_empty = |name| case.input.first().is_some_and(|request| request[name] == "");
                is_check(case)
                    && (is_empty("customerId") || is_empty("featureId"))
                    && match difference.place.as_str() {
                        "requests[0]" => difference.actual.is_none(),
                        "output.isFallback" => difference.actual == Some(true.into()),
                        "output.accessDeniedReason" => difference.actual == Some("Unknown".into()),
                        _ => false,
                    }
            },
        ),
        Row::new(
            "getSubscriptions: an empty customer, resource or product id",
            "asks for the subscriptions of everybody",
            "refuses the request",
            "who forgot the id of a customer must not see all the others",
            |case, difference| {
                let is_empty = |name| case.input.first().is_some_and(|request| request[name] == "");
                case.method == "getSubscriptions"
                    && ["customerId", "resourceId", "productId"].into_iter().any(is_empty)
                    && is_refusal(difference)
            },
        ),
        Row::new(
            "lists: a page of no items",
            "asks for it",
            "refuses the request",
            "whoever reads page by page would never get to the end",
            |case, difference| {
                let request = case.input.first();
                request.is_some_and(|request| request["pagination"]["limit"] == 0) && is_refusal(difference)
            },
        ),
        Row::new(
            "bulk requests of nothing",
            "sends an empty list",
            "sends nothing",
            "there is nothing to report or to import",
            |case, difference| {
                let none = match case.method.as_str() {
                    "reportEvent" => json!([]),
                    "reportUsageBulk" => json!({"usages": []}),
                    "importCustomerBulk" => json!({"customers": []}),
                    "importSubscriptionBulk" => json!({"subscriptions": []}),
                    _ => return false,
                };
                case.input.first() == Some(&none) && difference.place == "requests[0]" && difference.actual.is_none()
            },
        ),
        Row::new(
            "waitForInitialization without remote configuration",
            "answers at once, without having asked anybody",
            "asks Stigg, as it always does",
            "there is no such switch: whoever does not want to wait does not call it",
            |case, difference| {
                case.method == "waitForInitialization"
                    && !case.config.proves_key
                    && case.responses.is_empty()
                    && difference.recorded.is_none()
                    && matches!(difference.place.as_str(), "requests[0]" | "error")
            },
        ),
    ]
}

fn results() -> Vec<Row> {
    vec![
        Row::new(
            "getEntitlement and getEntitlements: a usage period that is over",
            "goes by the usage of that period",
            "goes by the period of now, without usage",
            "so does every other check, and newer versions of the official SDK",
            |case, difference| {
                is_recorded_as(case, "no-rollover-in-generic-getters")
                    && difference.parent() == "output"
                    && matches!(
                        difference.member(),
                        "hasAccess"
                            | "accessDeniedReason"
                            | "currentUsage"
                            | "nextResetDate"
                            | "usagePeriodStart"
                            | "usagePeriodEnd"
                    )
            },
        ),
        Row::new(
            "updateCustomer: createdAt that is null",
            "answers 1970-01-01",
            "answers none",
            "nobody was a customer then",
            |case, difference| {
                is_recorded_as(case, "null-date-is-1970")
                    && difference.member() == "createdAt"
                    && difference.recorded == Some("1970-01-01T00:00:00.000Z".into())
                    && difference.actual.is_none()
            },
        ),
        Row::new(
            "reportUsageBulk: an answer with more or fewer totals than reports",
            "answers them",
            "fails, and says that the reports were counted",
            "nobody can tell which total is whose",
            |case, difference| {
                let said = |message: &Value| {
                    message
                        .as_str()
                        .is_some_and(|message| message.contains("items to a request of"))
                };
                case.method == "reportUsageBulk"
                    && difference.place == "error"
                    && difference.recorded.is_none()
                    && difference.actual.as_ref().is_some_and(said)
            },
        ),
        Row::new(
            "fetchUsageHistory: failures",
            "answers nothing, whatever has gone wrong",
            "fails, and says why",
            "no answer looks like no usage",
            |case, difference| {
                case.method == "fetchUsageHistory"
                    && case.output.is_null()
                    && case.error.is_none()
                    && difference.place == "error"
                    && difference.actual.as_ref().is_some_and(Value::is_string)
            },
        ),
        Row::new(
            "a change whose new entitlements cannot be read",
            "fails, though the change was made",
            "succeeds; the next check reads the entitlements",
            "a call that fails is called again, and the change is made twice",
            |case, difference| {
                is_recorded_as(case, "refetch-failure-fails-mutation")
                    && difference.place == "error"
                    && difference.actual.as_ref().is_some_and(Value::is_object)
            },
        ),
        Row {
            is_benign: true,
            ..Row::new(
                "items of lists: a list in them that is null",
                "hands on the `null`",
                "has an empty list",
                "nobody has to ask whether there is a list",
                |case, difference| {
                    matches!(case.method.as_str(), "getSubscriptions" | "getActiveSubscriptionsList")
                        && matches!(difference.member(), "addons" | "prices")
                        && difference.recorded.is_none()
                        && difference.actual == Some(json!([]))
                },
            )
        },
        Row::new(
            "previewNextInvoice: the price of a line",
            "hands on what the API tells",
            "has the names and the form of every other price",
            "a price is a price, wherever it is found",
            |case, difference| case.method == "previewNextInvoice" && is_in_price_of_line(difference),
        ),
        Row::new(
            "previewNextInvoice: the price of a line, read from JSON of the older SDK",
            "hands on what the API tells",
            "does not take it for a price",
            "it is not in the form of one",
            |case, difference| {
                case.method == "previewNextInvoice"
                    && difference.place == "reread"
                    && difference
                        .actual
                        .as_ref()
                        .and_then(Value::as_str)
                        .is_some_and(|error| error == "missing field `featureId`")
            },
        ),
        Row {
            is_benign: true,
            ..Row::new(
                "estimate: isPlanDowngrade and hasScheduledUpdates, read from JSON of the older SDK",
                "has no such members",
                "writes them",
                "who does not tell says no",
                |case, difference| {
                    case.method.starts_with("estimateSubscription")
                        && difference.place.starts_with("reread")
                        && matches!(difference.member(), "isPlanDowngrade" | "hasScheduledUpdates")
                        && difference.recorded.is_none()
                        && difference.actual == Some(false.into())
                },
            )
        },
        Row {
            is_benign: true,
            ..Row::new(
                "price: isTieredPrice, read from JSON of the older SDK",
                "has no such member",
                "writes it for every price",
                "it follows from `tiersMode`",
                |_, difference| difference.place.starts_with("reread") && difference.member() == "isTieredPrice",
            )
        },
    ]
}

/// Whether the difference is in the price that a line of an invoice charges.
fn is_in_price_of_line(difference: &Difference) -> bool {
    let place = difference.place.strip_prefix("output.lines[");
    place.is_some_and(|place| place.contains("].price."))
}

fn errors() -> Vec<Row> {
    vec![
        Row::new(
            "code and trace id of errors that come with an HTTP status",
            "loses both",
            "has both",
            "they are in the answer",
            |case, difference| {
                is_recorded_as(case, "error-code-of-http-failure")
                    && difference.recorded.is_none()
                    && matches!(difference.place.as_str(), "error.errorCode" | "error.traceId")
            },
        ),
        Row::new(
            "text of an HTTP status",
            "as its HTTP library has it",
            "in words of its own, with what the server says",
            "the wording is a matter of taste",
            |case, difference| is_recorded_as(case, "http-error-text") && difference.place == "error.message",
        ),
        Row::new(
            "text for an answer without data",
            "`Invalid response`",
            "says what is missing",
            "the wording is a matter of taste",
            |_, difference| {
                difference.place == "error.message" && difference.recorded == Some("Invalid response".into())
            },
        ),
    ]
}

/// What results have more, because the API has it by now: the object, the names that it goes by, and its members.
const NEWER_MEMBERS: &[(&str, &[&str], &[&str])] = &[
    (
        "feature of an entitlement",
        &["feature"],
        &["displayName", "description", "unitTransformation"],
    ),
    (
        "price",
        &["prices", "pricePoints"],
        &["customCurrency", "isTieredPrice", "topUpCustomCurrencyId"],
    ),
    ("credit rate", &["creditRate"], &["currencyId", "customCurrencyId"]),
    (
        "plan",
        &["plan", "plans"],
        &[
            "awsMarketplacePlanDimension",
            "hiddenFromWidgets",
            "inheritedPackageEntitlements",
            "overagePrices",
            "packageEntitlements",
            "versionNumber",
        ],
    ),
    (
        "add-on",
        &["addon", "addons", "compatibleAddons"],
        &["hiddenFromWidgets", "overagePrices", "packageEntitlements"],
    ),
    (
        "entitlement of a plan or an add-on",
        &["entitlements", "inheritedEntitlements"],
        &["enumValues", "isCustom"],
    ),
    ("product", &["product", "output"], &["awsMarketplaceProductId"]),
    ("trial of a plan", &["defaultTrialConfig"], &["trialEndBehavior"]),
    (
        "coupon",
        &["coupon", "output"],
        &[
            "billingId",
            "billingLinkUrl",
            "createdAt",
            "status",
            "syncStates",
            "type",
            "updatedAt",
        ],
    ),
    ("customer", &["output"], &["eligibleForTrial", "hasActiveSubscription"]),
    ("payment method", &["paymentMethodDetails"], &["type"]),
    (
        "promotional entitlement",
        &["promotionalEntitlements"],
        &["hasSoftLimit", "resetPeriod"],
    ),
    (
        "subscription with its plan",
        &["output", "subscriptions", "activeSubscriptions"],
        &["scheduledUpdates", "trialConfiguration"],
    ),
    (
        "subscription in brief",
        &["output", "subscription"],
        &["cancellationDate", "currentBillingPeriodEnd", "payingCustomerId"],
    ),
    (
        "active subscription in a list",
        &["output"],
        &[
            "additionalMetaData",
            "billingPeriod",
            "currentBillingPeriodStart",
            "effectiveEndDate",
            "endDate",
            "prices",
            "totalPrice",
        ],
    ),
    (
        "customer of a subscription in a list",
        &["customer", "payingCustomer"],
        &["email"],
    ),
    (
        "plan of a subscription in a list",
        &["plan"],
        &["description", "product"],
    ),
    (
        "estimate",
        &["output"],
        &["credits", "discountAmount", "hasScheduledUpdates", "isPlanDowngrade"],
    ),
    (
        "price in an estimate",
        &["subscription"],
        &["discount", "discountAmount", "taxDetails"],
    ),
    ("discount in an estimate", &["discount"], &["name"]),
    ("result of provisioning", &["output"], &["checkoutBillingId"]),
    ("paywall", &["output"], &["paywallCalculatedPricePoints"]),
    (
        "credit grant",
        &["output", "data"],
        &[
            "automaticRechargeConfigurationId",
            "invoiceId",
            "latestInvoice",
            "paymentCollection",
            "status",
            "voidedAt",
        ],
    ),
    ("answer to a usage report", &["output"], &["credit", "timestamp"]),
];

fn newer_member(object: &str, parents: &'static [&str], member: &'static str) -> Row {
    Row {
        is_benign: true,
        ..Row::new(
            &format!("{object}: {member}"),
            "does not ask for it",
            "has it",
            "the newer API tells it",
            move |_, difference| {
                difference.recorded.is_none()
                    && difference.place.starts_with("output")
                    && difference.member() == member
                    && parents.contains(&difference.parent())
            },
        )
    }
}

/// For cases of somebody else, which may show newer members in places that those of the project do not: a result may have
/// more where the recorded answer has a member of that name.
pub(crate) fn told_by_the_answer() -> Row {
    Row {
        is_benign: true,
        ..Row::new(
            "members that the answer has",
            "does not ask for them",
            "has them",
            "the newer API tells them",
            |case, difference| {
                difference.recorded.is_none()
                    && difference.place.starts_with("output")
                    && case
                        .responses
                        .iter()
                        .any(|response| has_member(&response.body, difference.member()))
            },
        )
    }
}

fn has_member(value: &Value, name: &str) -> bool {
    match value {
        Value::Object(members) => members.contains_key(name) || members.values().any(|value| has_member(value, name)),
        Value::Array(items) => items.iter().any(|value| has_member(value, name)),
        _ => false,
    }
}

/// Whether the difference was known when the case was recorded.
fn is_recorded_as(case: &Case, name: &str) -> bool {
    case.differs.iter().any(|known| known == name)
}

/// Whether the SDK sent nothing, and told its caller so.
fn is_refusal(difference: &Difference) -> bool {
    match difference.place.as_str() {
        "requests[0]" => difference.actual.is_none(),
        "error" => difference.recorded.is_none(),
        _ => false,
    }
}

fn is_check(case: &Case) -> bool {
    case.method.starts_with("get") && case.method.ends_with("Entitlement")
}
