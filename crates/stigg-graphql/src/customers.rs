//! Customers.

use async_trait::async_trait;
use stigg_models::{
    Customer, CustomerPortal, CustomerPortalInput, CustomerStatistics, FullCustomer, ImportCustomer,
    ImportCustomerBulk, ProvisionCustomer, ProvisionedCustomer, UpdateCustomer,
};
use stigg_transport::{Customers, Result};

use crate::convert;
use crate::generated::{inputs, operations};
use crate::method::{at_most, check, check_ids, not_found};
use crate::transport::GraphqlTransport;

#[async_trait]
impl Customers for GraphqlTransport {
    async fn provision_customer(&self, request: ProvisionCustomer) -> Result<ProvisionedCustomer> {
        const METHOD: &str = "provision_customer";
        check(METHOD, request.validate())?;
        let variables = operations::ProvisionCustomerVariables { input: request.into() };
        self.call::<operations::ProvisionCustomer>(METHOD, variables)
            .await?
            .try_map(|data| Ok(convert::provisioned_customer(data.provision_customer)?))
    }

    async fn update_customer(&self, request: UpdateCustomer) -> Result<Customer> {
        const METHOD: &str = "update_customer";
        check(METHOD, request.validate())?;
        let variables = operations::UpdateCustomerVariables { input: request.into() };
        let answered = self.call::<operations::UpdateCustomer>(METHOD, variables).await?;
        Ok(convert::customer(answered.data.update_customer))
    }

    async fn get_customer(&self, customer_id: &str) -> Result<FullCustomer> {
        const METHOD: &str = "get_customer";
        check_ids(METHOD, customer_id, None)?;
        let variables = operations::GetCustomerByIdVariables {
            input: inputs::GetCustomerByRefIdInput {
                customer_id: customer_id.to_owned(),
            },
        };
        self.call::<operations::GetCustomerById>(METHOD, variables)
            .await?
            .try_map(|data| {
                let customer = data.get_customer_by_ref_id;
                let customer = customer.ok_or_else(|| not_found("Customer not found"))?;
                Ok(convert::full_customer(customer)?)
            })
    }

    async fn get_customer_statistics(&self, customer_id: &str) -> Result<CustomerStatistics> {
        const METHOD: &str = "get_customer_statistics";
        check_ids(METHOD, customer_id, None)?;
        let variables = operations::GetCustomerStatisticsVariables {
            input: inputs::GetCustomerByRefIdInput {
                customer_id: customer_id.to_owned(),
            },
        };
        self.call::<operations::GetCustomerStatistics>(METHOD, variables)
            .await?
            .try_map(|data| {
                let customer = data.get_customer_by_ref_id;
                let customer = customer.ok_or_else(|| not_found("Customer not found"))?;
                Ok(convert::customer_statistics(customer))
            })
    }

    async fn detach_customer_payment_method(&self, customer_id: &str) -> Result<Customer> {
        const METHOD: &str = "detach_customer_payment_method";
        check_ids(METHOD, customer_id, None)?;
        let variables = operations::DetachCustomerPaymentMethodVariables {
            input: inputs::DetachCustomerPaymentMethodInput {
                customer_id: customer_id.to_owned(),
            },
        };
        let answered = self
            .call::<operations::DetachCustomerPaymentMethod>(METHOD, variables)
            .await?;
        Ok(convert::customer(answered.data.detach_customer_payment_method))
    }

    async fn archive_customer(&self, customer_id: &str) -> Result<String> {
        const METHOD: &str = "archive_customer";
        check_ids(METHOD, customer_id, None)?;
        let variables = operations::ArchiveCustomerVariables {
            input: inputs::ArchiveCustomerInput {
                customer_id: customer_id.to_owned(),
            },
        };
        let answered = self.call::<operations::ArchiveCustomer>(METHOD, variables).await?;
        Ok(answered.data.archive_customer.customer_id)
    }

    async fn unarchive_customer(&self, customer_id: &str) -> Result<Customer> {
        const METHOD: &str = "unarchive_customer";
        check_ids(METHOD, customer_id, None)?;
        let variables = operations::UnarchiveCustomerVariables {
            input: inputs::UnarchiveCustomerInput {
                customer_id: customer_id.to_owned(),
            },
        };
        let answered = self.call::<operations::UnarchiveCustomer>(METHOD, variables).await?;
        Ok(convert::customer(answered.data.unarchive_customer))
    }

    async fn import_customer(&self, request: ImportCustomer) -> Result<Customer> {
        const METHOD: &str = "import_customer";
        check(METHOD, request.validate())?;
        let variables = operations::ImportCustomerVariables {
            input: convert::imported_alone(request),
        };
        let answered = self.call::<operations::ImportCustomer>(METHOD, variables).await?;
        Ok(convert::customer(answered.data.import_customer))
    }

    async fn import_customer_bulk(&self, request: ImportCustomerBulk) -> Result<()> {
        const METHOD: &str = "import_customer_bulk";
        check(METHOD, request.validate())?;
        let (limit, count) = (ImportCustomerBulk::MAX_PER_REQUEST, request.customers.len());
        check(METHOD, at_most("customers", limit, count))?;
        if count == 0 {
            return Ok(());
        }
        let variables = operations::ImportCustomerBulkVariables { input: request.into() };
        self.call::<operations::ImportCustomerBulk>(METHOD, variables).await?;
        Ok(())
    }

    async fn get_customer_portal(&self, request: CustomerPortalInput) -> Result<CustomerPortal> {
        const METHOD: &str = "get_customer_portal";
        check(METHOD, request.validate())?;
        let variables = operations::GetCustomerPortalByRefIdVariables { input: request.into() };
        self.call::<operations::GetCustomerPortalByRefId>(METHOD, variables)
            .await?
            .try_map(|data| Ok(convert::customer_portal(data.customer_portal)?))
    }
}
