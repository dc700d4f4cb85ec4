//! Credits.

use stigg_transport::Credits;

use crate::transport::GraphqlTransport;

impl Credits for GraphqlTransport {}
