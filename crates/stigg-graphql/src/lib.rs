//! stigg-graphql
