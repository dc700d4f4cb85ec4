//! Entitlement checks. None of them fails: they answer, and say whether the answer is a fallback, and why.

use stigg_entitlements::{EntityKeyRef, evaluate, fallback};
use stigg_models::{
    BooleanEntitlement, Cause, CauseKind, CustomerEntitlementsResultV2, EntitlementsStateAccessDeniedReason,
    EnumEntitlement, GetBooleanEntitlement, GetEnumEntitlement, GetMeteredEntitlement, GetNumericEntitlement,
    InvalidRequest, MeteredEntitlement, NumericEntitlement, ReloadEntitlementsResult,
};
use stigg_transport::Consistency;
use tracing::warn;

use crate::Stigg;
use crate::read_path::{Asked, Snapshot};
