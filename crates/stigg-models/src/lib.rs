//! stigg-models
