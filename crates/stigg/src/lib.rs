//! stigg
