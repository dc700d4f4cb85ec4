//! Promotional entitlements.

use stigg_transport::PromotionalEntitlements;

use crate::transport::GraphqlTransport;

impl PromotionalEntitlements for GraphqlTransport {}
