//! Customers.

use async_trait::async_trait;
use stigg_models::{Customer, FullCustomer, ProvisionCustomer, ProvisionedCustomer, UpdateCustomer};
use stigg_transport::{Customers, Result};

use crate::convert;
use crate::generated::{inputs, operations};
use crate::method::{check, check_ids, fit, not_found};
use crate::transport::GraphqlTransport;

#[async_trait]
impl Customers for GraphqlTransport {
    async fn provision_customer(&self, request: ProvisionCustomer) -> Result<ProvisionedCustomer> {
        const METHOD: &str = "provision_customer";
        check(METHOD, request.validate())?;
        let variables = operations::ProvisionCustomerVariables { input: request.into() };
        let data = self.call::<operations::ProvisionCustomer>(METHOD, variables).await?;
        fit(METHOD, convert::provisioned_customer(data.provision_customer))
    }

    async fn update_customer(&self, request: UpdateCustomer) -> Result<Customer> {
        const METHOD: &str = "update_customer";
        check(METHOD, request.validate())?;
        let variables = operations::UpdateCustomerVariables { input: request.into() };
        let data = self.call::<operations::UpdateCustomer>(METHOD, variables).await?;
        Ok(convert::customer(data.update_customer))
    }

    async fn get_customer(&self, customer_id: &str) -> Result<FullCustomer> {
        const METHOD: &str = "get_customer";
        check_ids(METHOD, customer_id, None)?;
        let variables = operations::GetCustomerByIdVariables {
            input: inputs::GetCustomerByRefIdInput {
                customer_id: customer_id.to_owned(),
            },
        };
        let data = self.call::<operations::GetCustomerById>(METHOD, variables).await?;
        let customer = data
            .get_customer_by_ref_id
            .ok_or_else(|| not_found(METHOD, "Customer not found"))?;
        fit(METHOD, convert::full_customer(customer))
    }
}
