//! Coupons: discounts that can be given to customers and subscriptions.

use serde::{Deserialize, Serialize};

use crate::metadata::tolerant;
use crate::{CouponStatus, CouponType, Metadata, Money, SyncStatus, Timestamp, VendorIdentifier};

/// A coupon.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Coupon {
    /// Your id of the coupon.
    pub id: String,
    /// The name that people see.
    pub name: String,
    /// What the coupon is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The discount as Stigg told it before: percent or an amount, without saying which. Use
    /// [`percent_off`](Self::percent_off) and [`amounts_off`](Self::amounts_off).
    pub discount_value: f64,
    /// The discount in percent, from 0 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent_off: Option<f64>,
    /// The discount as a fixed amount, once for each currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amounts_off: Option<Vec<Money>>,
    /// What you keep on the coupon.
    #[serde(default, deserialize_with = "tolerant", skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata>,
    /// Whether the discount is in percent or a fixed amount.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub coupon_type: Option<CouponType>,
    /// Whether the coupon can still be given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<CouponStatus>,
    /// When the coupon was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// When the coupon last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// The id of the coupon at the billing provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_id: Option<String>,
    /// The page of the coupon at the billing provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_link_url: Option<String>,
    /// How far the coupon has come in each system that it is copied to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sync_states: Option<Vec<CouponSyncState>>,
}

impl Coupon {
    /// A coupon without a discount.
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            description: None,
            discount_value: 0.0,
            percent_off: None,
            amounts_off: None,
            metadata: None,
            coupon_type: None,
            status: None,
            created_at: None,
            updated_at: None,
            billing_id: None,
            billing_link_url: None,
            sync_states: None,
        }
    }
}

/// How far a coupon has come in a system that it is copied to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CouponSyncState {
    /// The system.
    pub vendor_identifier: VendorIdentifier,
    /// How far it has come.
    pub status: SyncStatus,
}

impl CouponSyncState {
    /// The state in a system.
    pub fn new(vendor_identifier: VendorIdentifier, status: SyncStatus) -> Self {
        Self {
            vendor_identifier,
            status,
        }
    }
}
