//! stigg-entitlements
