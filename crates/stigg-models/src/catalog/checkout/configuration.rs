//! How a checkout page looks.

use serde::{Deserialize, Serialize};

use crate::PaywallTypography;

/// How a checkout page looks. What is absent is left to whoever shows it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CheckoutConfiguration {
    /// Its colours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub palette: Option<CheckoutPalette>,
    /// Its fonts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub typography: Option<PaywallTypography>,
    /// CSS to apply on top of the rest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_css: Option<String>,
    /// What it asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<CheckoutContent>,
}

/// The colours of a checkout page, as CSS colours.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CheckoutPalette {
    /// The leading colour: buttons, marks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary: Option<String>,
    /// The colour of text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text_color: Option<String>,
    /// The colour behind the form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub background_color: Option<String>,
    /// The colour of lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub border_color: Option<String>,
    /// The colour behind the summary of what is bought.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary_background_color: Option<String>,
}

/// What a checkout page asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CheckoutContent {
    /// Whether it asks for a telephone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collect_phone_number: Option<bool>,
}
