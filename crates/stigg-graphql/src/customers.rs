//! Customers.

use async_trait::async_trait;
use stigg_models::{Customer, FullCustomer, ProvisionCustomer, ProvisionedCustomer, UpdateCustomer};
use stigg_transport::{Customers, Result};

use crate::convert;
use crate::generated::{inputs, operations};
use crate::method::{check, check_ids, not_found};
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
}
