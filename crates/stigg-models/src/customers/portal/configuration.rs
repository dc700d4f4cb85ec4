//! How a customer portal looks.

use serde::{Deserialize, Serialize};

use crate::PaywallTypography;

/// How a customer portal looks. What is absent is left to whoever shows it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CustomerPortalConfiguration {
    /// Its colours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub palette: Option<CustomerPortalPalette>,
    /// Its fonts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub typography: Option<PaywallTypography>,
    /// CSS to apply on top of the rest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_css: Option<String>,
}

impl CustomerPortalConfiguration {
    /// Says nothing yet.
    pub fn new() -> Self {
        Self::default()
    }
}

/// The colours of a customer portal, as CSS colours.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CustomerPortalPalette {
    /// The leading colour: buttons, marks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary: Option<String>,
    /// The colour of text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text_color: Option<String>,
    /// The colour behind everything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub background_color: Option<String>,
    /// The colour of lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub border_color: Option<String>,
    /// The colour behind the plan that the customer has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_plan_background: Option<String>,
    /// The colour of icons.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icons_color: Option<String>,
    /// The colour behind the paywall inside the portal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paywall_background_color: Option<String>,
}

impl CustomerPortalPalette {
    /// No colours yet.
    pub fn new() -> Self {
        Self::default()
    }
}
