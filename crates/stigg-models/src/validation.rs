//! Checks of requests before anything is sent.

use std::borrow::Cow;
use std::fmt;

use crate::{Decimal, MoneyInput};

/// A request that Stigg would refuse, or misunderstand, for a reason that shows without asking it.
///
/// ```
/// use stigg_models::ReportUsage;
///
/// let error = ReportUsage::new("", "api-calls", 1.0).validate().unwrap_err();
/// assert_eq!(error.to_string(), "`customerId` is empty");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidRequest {
    field: Cow<'static, str>,
    problem: Cow<'static, str>,
}

impl InvalidRequest {
    /// A problem with a field, such as `new("addons[0].quantity", "is negative")`.
    pub fn new(field: impl Into<Cow<'static, str>>, problem: impl Into<Cow<'static, str>>) -> Self {
        Self {
            field: field.into(),
            problem: problem.into(),
        }
    }

    /// Checks an id that is not part of a request: neither empty nor blank, and at most 1 KiB.
    ///
    /// # Errors
    ///
    /// The id is none; the error names the field.
    #[inline]
    pub fn check_id(field: &'static str, value: &str) -> Result<(), Self> {
        id(field, value)
    }

    /// The path of the field, by its name in JSON.
    pub fn field(&self) -> &str {
        &self.field
    }

    /// What is wrong with it.
    pub fn problem(&self) -> &str {
        &self.problem
    }

    /// A problem with an object as a whole; [`inside`](Self::inside) gives it the name of the object.
    pub(crate) fn whole(problem: impl Into<Cow<'static, str>>) -> Self {
        Self::new("", problem)
    }

    /// The same problem, seen from the object that holds the one that was checked.
    #[must_use]
    pub(crate) fn inside(self, parent: impl fmt::Display) -> Self {
        let field = if self.field.is_empty() {
            parent.to_string()
        } else {
            format!("{parent}.{}", self.field)
        };
        Self {
            field: field.into(),
            problem: self.problem,
        }
    }
}

impl fmt::Display for InvalidRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.field, self.problem)
    }
}

impl std::error::Error for InvalidRequest {}

/// The longest id that is sent, in bytes. Stigg's own limit is 255 characters.
const MAX_ID_BYTES: usize = 1024;

/// Text that has to say something.
pub(crate) fn text(field: &'static str, value: &str) -> Result<(), InvalidRequest> {
    if value.is_empty() {
        Err(InvalidRequest::new(field, "is empty"))
    } else if value.trim().is_empty() {
        Err(InvalidRequest::new(field, "is blank"))
    } else {
        Ok(())
    }
}

/// An id: neither empty nor blank, and not absurdly long.
#[inline]
pub(crate) fn id(field: &'static str, value: &str) -> Result<(), InvalidRequest> {
    // Every check asks twice, and nearly every id begins with a letter.
    if value.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric) && value.len() <= MAX_ID_BYTES {
        return Ok(());
    }
    unusual_id(field, value)
}

#[cold]
fn unusual_id(field: &'static str, value: &str) -> Result<(), InvalidRequest> {
    text(field, value)?;
    if value.len() > MAX_ID_BYTES {
        Err(InvalidRequest::new(
            field,
            format!("is {} bytes long; ids have at most {MAX_ID_BYTES}", value.len()),
        ))
    } else {
        Ok(())
    }
}

/// An optional id: when given, it has to be one.
pub(crate) fn optional_id(field: &'static str, value: Option<&str>) -> Result<(), InvalidRequest> {
    value.map_or(Ok(()), |value| id(field, value))
}

/// A number that JSON can carry.
pub(crate) fn finite(field: &'static str, value: f64) -> Result<(), InvalidRequest> {
    if value.is_finite() {
        Ok(())
    } else {
        Err(InvalidRequest::new(
            field,
            format!("is {value}, which is not a number that can be sent"),
        ))
    }
}

/// An optional number.
pub(crate) fn optional_finite(field: &'static str, value: Option<f64>) -> Result<(), InvalidRequest> {
    value.map_or(Ok(()), |value| finite(field, value))
}

/// A quantity: a number, and not a negative one.
pub(crate) fn quantity(field: &'static str, value: f64) -> Result<(), InvalidRequest> {
    finite(field, value)?;
    if value < 0.0 {
        return Err(InvalidRequest::new(field, format!("is {value}; it cannot be negative")));
    }
    Ok(())
}

/// A quantity above 0.
pub(crate) fn positive(field: &'static str, value: f64) -> Result<(), InvalidRequest> {
    finite(field, value)?;
    if value <= 0.0 {
        return Err(InvalidRequest::new(field, format!("is {value}; it has to be above 0")));
    }
    Ok(())
}

/// An optional quantity.
pub(crate) fn optional_quantity(field: &'static str, value: Option<f64>) -> Result<(), InvalidRequest> {
    value.map_or(Ok(()), |value| quantity(field, value))
}

/// Money that is paid or taken off: not less than nothing.
pub(crate) fn not_negative(money: &MoneyInput) -> Result<(), InvalidRequest> {
    if money.amount < Decimal::ZERO {
        let problem = format!("is {}; it cannot be negative", money.amount);
        return Err(InvalidRequest::new("amount", problem));
    }
    Ok(())
}

/// An optional share of a whole, in percent.
pub(crate) fn optional_percentage(field: &'static str, value: Option<f64>) -> Result<(), InvalidRequest> {
    optional_quantity(field, value)?;
    match value {
        Some(percent) if percent > 100.0 => Err(InvalidRequest::new(
            field,
            format!("is {percent}; it cannot be more than 100"),
        )),
        _ => Ok(()),
    }
}

/// An optional country: when given, its code of two letters.
pub(crate) fn optional_country(field: &'static str, value: Option<&str>) -> Result<(), InvalidRequest> {
    let is_code = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
    if value.is_none_or(is_code) {
        Ok(())
    } else {
        let problem = "is not an ISO 3166-1 alpha-2 code: two letters, such as US";
        Err(InvalidRequest::new(field, problem))
    }
}

/// Names of dimensions, if there are any: each says something.
pub(crate) fn group_by(dimensions: Option<&[String]>) -> Result<(), InvalidRequest> {
    optional_each("groupBy", dimensions, |name| text("", name))
}

/// Text that is not empty, where what is empty is the same as absent.
pub(crate) fn given(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.is_empty())
}

/// Checks an object, if there is one, and names what is wrong by its place in the one that holds it.
pub(crate) fn nested<T>(
    field: &'static str,
    object: Option<&T>,
    check: impl FnOnce(&T) -> Result<(), InvalidRequest>,
) -> Result<(), InvalidRequest> {
    object.map_or(Ok(()), |object| check(object).map_err(|error| error.inside(field)))
}

/// Checks each item of a list, and names the one that fails by its place.
pub(crate) fn each<T>(
    field: &'static str,
    items: &[T],
    check: impl Fn(&T) -> Result<(), InvalidRequest>,
) -> Result<(), InvalidRequest> {
    items
        .iter()
        .enumerate()
        .try_for_each(|(index, item)| check(item).map_err(|error| error.inside(format_args!("{field}[{index}]"))))
}

/// Checks each item of a list, if there is one.
pub(crate) fn optional_each<T>(
    field: &'static str,
    items: Option<&[T]>,
    check: impl Fn(&T) -> Result<(), InvalidRequest>,
) -> Result<(), InvalidRequest> {
    each(field, items.unwrap_or_default(), check)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        ApplySubscription, CheckoutStateInput, CreateSubscription, CreateSubscriptionParams, EstimateSubscription,
        PaymentSessionInput, PreviewSubscription, ProvisionSubscription,
    };

    #[test]
    fn ids_are_neither_empty_nor_blank_nor_huge() {
        assert!(id("customerId", "customer-42").is_ok());
        assert!(id("customerId", "../../admin?x=1#%").is_ok());
        assert_eq!(id("customerId", "").unwrap_err().to_string(), "`customerId` is empty");
        assert_eq!(
            id("customerId", " \t").unwrap_err().to_string(),
            "`customerId` is blank"
        );
        assert_eq!(
            id("customerId", &"x".repeat(1025)).unwrap_err().to_string(),
            "`customerId` is 1025 bytes long; ids have at most 1024"
        );
        assert!(optional_id("resourceId", None).is_ok());
        assert_eq!(optional_id("resourceId", Some("")).unwrap_err().field(), "resourceId");
    }

    #[test]
    fn numbers_are_finite_and_quantities_not_negative() {
        assert!(finite("value", -3.5).is_ok());
        assert_eq!(
            finite("value", f64::NAN).unwrap_err().to_string(),
            "`value` is NaN, which is not a number that can be sent"
        );
        assert!(quantity("quantity", 0.0).is_ok());
        assert_eq!(
            quantity("quantity", -1.0).unwrap_err().to_string(),
            "`quantity` is -1; it cannot be negative"
        );
    }

    #[test]
    fn a_country_is_a_code_wherever_prices_depend_on_it() {
        let checked = |country: &str| {
            let params = CreateSubscriptionParams::new("p").with_billing_country_code(country);
            [
                CheckoutStateInput::new("c", "p")
                    .with_billing_country_code(country)
                    .validate(),
                PaymentSessionInput::new("c", "p")
                    .with_billing_country_code(country)
                    .validate(),
                CreateSubscription::new("c", "p")
                    .with_billing_country_code(country)
                    .validate(),
                ProvisionSubscription::new("c", "p")
                    .with_billing_country_code(country)
                    .validate(),
                ApplySubscription::new("c", "p")
                    .with_billing_country_code(country)
                    .validate(),
                PreviewSubscription::new("c", "p")
                    .with_billing_country_code(country)
                    .validate(),
                EstimateSubscription::new("c", "p")
                    .with_billing_country_code(country)
                    .validate(),
                params.validate(),
            ]
        };
        assert!(checked("DE").iter().all(Result::is_ok));
        for country in ["DEU", "D1", ""] {
            for error in checked(country) {
                assert_eq!(
                    error.unwrap_err().to_string(),
                    "`billingCountryCode` is not an ISO 3166-1 alpha-2 code: two letters, such as US"
                );
            }
        }
    }

    #[test]
    fn an_object_is_named_by_its_place() {
        let error = nested("discount", Some(&-1.0), |value| quantity("percentOff", *value)).unwrap_err();
        assert_eq!(error.to_string(), "`discount.percentOff` is -1; it cannot be negative");
        let error = nested("appliedCoupon", Some(&()), |()| {
            Err(InvalidRequest::whole("names no coupon"))
        });
        assert_eq!(error.unwrap_err().to_string(), "`appliedCoupon` names no coupon");
        assert!(nested("discount", None, |(): &()| Err(InvalidRequest::whole("is there"))).is_ok());
    }

    #[test]
    fn an_item_of_a_list_is_named_by_its_place() {
        let error = each("usages", &["a", ""], |item| id("customerId", item)).unwrap_err();
        assert_eq!(error.to_string(), "`usages[1].customerId` is empty");
    }
}
