//! How a paywall looks.

use serde::{Deserialize, Serialize};

use crate::{Alignment, FontWeight};

/// How a paywall looks. What is absent is left to whoever shows it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PaywallConfiguration {
    /// Its colours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub palette: Option<PaywallPalette>,
    /// Its fonts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub typography: Option<PaywallTypography>,
    /// Its measures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layout: Option<PaywallLayout>,
    /// CSS to apply on top of the rest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_css: Option<String>,
}

/// The colours of a paywall, as CSS colours.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PaywallPalette {
    /// The leading colour: buttons, marks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary: Option<String>,
    /// The colour of text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text_color: Option<String>,
    /// The colour behind the plans.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub background_color: Option<String>,
    /// The colour of lines around the plans.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub border_color: Option<String>,
    /// The colour behind the plan that the customer has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_plan_background: Option<String>,
}

/// The fonts of a paywall.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PaywallTypography {
    /// The font family, as in CSS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub font_family: Option<String>,
    /// First-level headings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub h1: Option<FontVariant>,
    /// Second-level headings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub h2: Option<FontVariant>,
    /// Third-level headings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub h3: Option<FontVariant>,
    /// Running text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<FontVariant>,
}

/// Size and weight of a font.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FontVariant {
    /// The size in pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub font_size: Option<f64>,
    /// The weight.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub font_weight: Option<FontWeight>,
}

/// The measures of a paywall, in pixels.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PaywallLayout {
    /// How the content of a plan is aligned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alignment: Option<Alignment>,
    /// The width of a plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan_width: Option<f64>,
    /// The space around a plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan_margin: Option<f64>,
    /// The space inside a plan, around its content.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan_padding: Option<f64>,
}
