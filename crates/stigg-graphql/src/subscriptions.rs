//! Subscriptions.

use async_trait::async_trait;
use serde::Deserialize;
use stigg_models::{
    ApplySubscription, ApplySubscriptionResults, CancelSubscription, CancelSubscriptionScheduledUpdates,
    CancelSubscriptionScheduledUpdatesResult, CreateSubscription, DelegateSubscriptionToCustomerInput,
    EstimateSubscription, EstimateSubscriptionUpdate, FullSubscription, GetActiveSubscriptions, GetSubscription,
    GetSubscriptionsParams, GetSubscriptionsResult, ImportSubscriptionBulk, MigrateSubscriptionToLatest,
    MigrateSubscriptionToLatestResult, PreviewNextInvoice, PreviewSubscription, ProvisionSubscription,
    ProvisionSubscriptionResult, SlimSubscriptionV2, Subscription, SubscriptionInvoicePreview, SubscriptionPreview,
    SubscriptionPreviewV2, TransferSubscriptionInput, TransferSubscriptionToResourceInput, UpdateSubscription,
};
use stigg_transport::{Consistency, Result, Subscriptions};

use crate::edge::EdgeRead;
use crate::generated::{fragments, inputs, operations};
use crate::method::{at_most, check, not_found};
use crate::operation::{Operation, OperationKind};
use crate::transport::GraphqlTransport;
use crate::{convert, lenient, previews};

#[async_trait]
impl Subscriptions for GraphqlTransport {
    async fn provision_subscription(&self, request: ProvisionSubscription) -> Result<ProvisionSubscriptionResult> {
        const METHOD: &str = "provision_subscription";
        check(METHOD, request.validate())?;
        let variables = operations::ProvisionSubscriptionVariables { input: request.into() };
        self.call::<operations::ProvisionSubscription>(METHOD, variables)
            .await?
            .try_map(|data| Ok(convert::provision_result(data.provision_subscription)?))
    }

    async fn update_subscription(&self, request: UpdateSubscription) -> Result<Subscription> {
        const METHOD: &str = "update_subscription";
        check(METHOD, request.validate())?;
        let variables = operations::UpdateSubscriptionVariables { input: request.into() };
        self.call::<operations::UpdateSubscription>(METHOD, variables)
            .await?
            .try_map(|data| Ok(convert::subscription(data.update_subscription)?))
    }

    async fn cancel_subscription(&self, request: CancelSubscription) -> Result<Subscription> {
        const METHOD: &str = "cancel_subscription";
        check(METHOD, request.validate())?;
        let variables = operations::CancelSubscriptionVariables { input: request.into() };
        self.call::<operations::CancelSubscription>(METHOD, variables)
            .await?
            .try_map(|data| Ok(convert::subscription(data.cancel_subscription)?))
    }

    async fn apply_subscription(&self, request: ApplySubscription) -> Result<ApplySubscriptionResults> {
        const METHOD: &str = "apply_subscription";
        check(METHOD, request.validate())?;
        let customer_id = request.customer_id.clone();
        let variables = operations::ApplySubscriptionVariables { input: request.into() };
        self.call::<operations::ApplySubscription>(METHOD, variables)
            .await?
            .try_map(|data| Ok(convert::apply_result(data.apply_subscription, customer_id)?))
    }

    async fn create_subscription(&self, request: CreateSubscription) -> Result<Subscription> {
        const METHOD: &str = "create_subscription";
        check(METHOD, request.validate())?;
        let variables = operations::CreateSubscriptionVariables { input: request.into() };
        self.call::<operations::CreateSubscription>(METHOD, variables)
            .await?
            .try_map(|data| Ok(convert::subscription(data.create_subscription)?))
    }

    async fn transfer_subscription(&self, request: TransferSubscriptionInput) -> Result<Subscription> {
        const METHOD: &str = "transfer_subscription";
        check(METHOD, request.validate())?;
        let variables = operations::TransferSubscriptionVariables { input: request.into() };
        self.call::<operations::TransferSubscription>(METHOD, variables)
            .await?
            .try_map(|data| Ok(convert::subscription(data.transfer_subscription)?))
    }

    async fn transfer_subscription_to_resource(
        &self,
        request: TransferSubscriptionToResourceInput,
    ) -> Result<Subscription> {
        const METHOD: &str = "transfer_subscription_to_resource";
        check(METHOD, request.validate())?;
        let variables = operations::TransferSubscriptionToResourceVariables { input: request.into() };
        self.call::<operations::TransferSubscriptionToResource>(METHOD, variables)
            .await?
            .try_map(|data| Ok(convert::subscription(data.transfer_subscription_to_resource)?))
    }

    async fn delegate_subscription_to_customer(
        &self,
        request: DelegateSubscriptionToCustomerInput,
    ) -> Result<Subscription> {
        const METHOD: &str = "delegate_subscription_to_customer";
        check(METHOD, request.validate())?;
        let variables = operations::DelegateSubscriptionToCustomerVariables { input: request.into() };
        self.call::<operations::DelegateSubscriptionToCustomer>(METHOD, variables)
            .await?
            .try_map(|data| Ok(convert::subscription(data.delegate_subscription_to_customer)?))
    }

    async fn cancel_subscription_scheduled_updates(
        &self,
        request: CancelSubscriptionScheduledUpdates,
    ) -> Result<CancelSubscriptionScheduledUpdatesResult> {
        const METHOD: &str = "cancel_subscription_scheduled_updates";
        check(METHOD, request.validate())?;
        let variables = operations::CancelSubscriptionUpdatesVariables { input: request.into() };
        let answered = self
            .call::<operations::CancelSubscriptionUpdates>(METHOD, variables)
            .await?;
        Ok(CancelSubscriptionScheduledUpdatesResult::new(
            answered.data.cancel_schedule,
        ))
    }

    async fn migrate_subscription_to_latest(
        &self,
        request: MigrateSubscriptionToLatest,
    ) -> Result<MigrateSubscriptionToLatestResult> {
        const METHOD: &str = "migrate_subscription_to_latest";
        check(METHOD, request.validate())?;
        let variables = operations::MigrateSubscriptionToLatestVariables { input: request.into() };
        let answered = self.call::<MigratedSubscription>(METHOD, variables).await?;
        let migrated = answered.data.migrate_subscription_to_latest;
        let mut result = MigrateSubscriptionToLatestResult::new(migrated.subscription_id);
        result.customer_id = migrated.customer.map(|customer| customer.ref_id);
        Ok(result)
    }

    async fn get_subscription(&self, request: GetSubscription) -> Result<FullSubscription> {
        const METHOD: &str = "get_subscription";
        check(METHOD, request.validate())?;
        let variables = operations::GetSubscriptionVariables {
            input: inputs::GetSubscriptionInput {
                subscription_id: request.subscription_id,
            },
        };
        self.call::<OneSubscription>(METHOD, variables).await?.try_map(|data| {
            let subscription = data.get_subscription;
            let subscription = subscription.ok_or_else(|| not_found("Subscription not found"))?;
            Ok(convert::full_subscription(subscription)?)
        })
    }

    async fn get_subscriptions(&self, request: GetSubscriptionsParams) -> Result<GetSubscriptionsResult> {
        const METHOD: &str = "get_subscriptions";
        check(METHOD, request.validate())?;
        // Boxed, because its filter has room for every way to compare every member.
        Box::pin(self.call::<operations::GetSubscriptions>(METHOD, request.into()))
            .await?
            .try_map(|data| {
                let wire = data.subscriptions;
                let item = |edge: operations::GetSubscriptionsSubscriptionsEdges| {
                    Ok(convert::subscription_query_item(edge.node))
                };
                Ok(convert::page(wire.edges, wire.page_info, item)?)
            })
    }

    async fn get_active_subscriptions(&self, request: GetActiveSubscriptions) -> Result<Vec<FullSubscription>> {
        const METHOD: &str = "get_active_subscriptions";
        check(METHOD, request.validate())?;
        let variables = operations::GetActiveSubscriptionsVariables { input: request.into() };
        self.call::<ActiveSubscriptions>(METHOD, variables)
            .await?
            .try_map(|data| {
                let subscriptions = data.get_active_subscriptions;
                let subscriptions = subscriptions.ok_or_else(|| not_found("Customer not found"))?;
                let converted = subscriptions.into_iter().map(convert::full_subscription);
                Ok(converted.collect::<Result<_, _>>()?)
            })
    }

    async fn get_active_subscriptions_list(
        &self,
        request: GetActiveSubscriptions,
        consistency: Consistency,
    ) -> Result<Vec<SlimSubscriptionV2>> {
        const METHOD: &str = "get_active_subscriptions_list";
        check(METHOD, request.validate())?;
        let edge = match consistency {
            Consistency::Eventual => self.edge_url(&EdgeRead::subscriptions(
                &request.customer_id,
                request.resource_id.as_ref(),
            )),
            // The Edge lags behind the API.
            _ => None,
        };
        let variables = operations::GetActiveSubscriptionsListVariables { input: request.into() };
        self.read::<ActiveSubscriptionsList>(METHOD, edge, &variables, self.limits())
            .await?
            .try_map(|data| {
                let subscriptions = data.get_active_subscriptions;
                let subscriptions = subscriptions.ok_or_else(|| not_found("Customer not found"))?;
                let converted = subscriptions.into_iter().map(convert::slim_subscription);
                Ok(converted.collect::<Result<_, _>>()?)
            })
    }

    async fn import_subscription_bulk(&self, request: ImportSubscriptionBulk) -> Result<()> {
        const METHOD: &str = "import_subscription_bulk";
        check(METHOD, request.validate())?;
        let count = request.subscriptions.len();
        check(
            METHOD,
            at_most("subscriptions", ImportSubscriptionBulk::MAX_PER_REQUEST, count),
        )?;
        if count == 0 {
            return Ok(());
        }
        let variables = operations::ImportSubscriptionsBulkVariables { input: request.into() };
        self.call::<operations::ImportSubscriptionsBulk>(METHOD, variables)
            .await?;
        Ok(())
    }

    async fn preview_subscription(&self, request: PreviewSubscription) -> Result<SubscriptionPreviewV2> {
        previews::preview_subscription(self, request).await
    }

    async fn preview_next_invoice(&self, request: PreviewNextInvoice) -> Result<SubscriptionInvoicePreview> {
        previews::preview_next_invoice(self, request).await
    }

    async fn estimate_subscription(&self, request: EstimateSubscription) -> Result<SubscriptionPreview> {
        previews::estimate_subscription(self, request).await
    }

    async fn estimate_subscription_update(&self, request: EstimateSubscriptionUpdate) -> Result<SubscriptionPreview> {
        previews::estimate_subscription_update(self, request).await
    }
}

/// The read of one subscription. The schema says that there always is one; the official SDKs say that the answer may be
/// `null`.
struct OneSubscription;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OneSubscriptionData {
    get_subscription: Option<fragments::FullSubscription>,
}

impl Operation for OneSubscription {
    const NAME: &'static str = operations::GetSubscription::NAME;
    const KIND: OperationKind = operations::GetSubscription::KIND;
    const DOCUMENT: &'static str = operations::GetSubscription::DOCUMENT;
    type Variables = operations::GetSubscriptionVariables;
    type Data = OneSubscriptionData;
}

/// The read of all active subscriptions of a customer. A list that is `null`, unlike an empty one, says that there is no
/// such customer.
struct ActiveSubscriptions;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ActiveSubscriptionsData {
    #[serde(default, deserialize_with = "lenient::optional_list")]
    get_active_subscriptions: Option<Vec<fragments::FullSubscription>>,
}

impl Operation for ActiveSubscriptions {
    const NAME: &'static str = operations::GetActiveSubscriptions::NAME;
    const KIND: OperationKind = operations::GetActiveSubscriptions::KIND;
    const DOCUMENT: &'static str = operations::GetActiveSubscriptions::DOCUMENT;
    type Variables = operations::GetActiveSubscriptionsVariables;
    type Data = ActiveSubscriptionsData;
}

/// The same read in brief, from the Edge too.
struct ActiveSubscriptionsList;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ActiveSubscriptionsListData {
    #[serde(default, deserialize_with = "lenient::optional_list")]
    get_active_subscriptions: Option<Vec<fragments::SlimSubscriptionV2>>,
}

impl Operation for ActiveSubscriptionsList {
    const NAME: &'static str = operations::GetActiveSubscriptionsList::NAME;
    const KIND: OperationKind = operations::GetActiveSubscriptionsList::KIND;
    const DOCUMENT: &'static str = operations::GetActiveSubscriptionsList::DOCUMENT;
    type Variables = operations::GetActiveSubscriptionsListVariables;
    type Data = ActiveSubscriptionsListData;
}

/// A migration. Whose subscription it is matters to a cache alone, so an answer that does not tell will do.
struct MigratedSubscription;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct MigratedSubscriptionData {
    migrate_subscription_to_latest: Migrated,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Migrated {
    subscription_id: String,
    customer: Option<fragments::CustomerRef>,
}

impl Operation for MigratedSubscription {
    const NAME: &'static str = operations::MigrateSubscriptionToLatest::NAME;
    const KIND: OperationKind = operations::MigrateSubscriptionToLatest::KIND;
    const DOCUMENT: &'static str = operations::MigrateSubscriptionToLatest::DOCUMENT;
    type Variables = operations::MigrateSubscriptionToLatestVariables;
    type Data = MigratedSubscriptionData;
}
