//! stigg-transport
