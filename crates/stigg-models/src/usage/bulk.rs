//! Many usage reports at once.

use serde::{Deserialize, Serialize};

use super::ReportUsage;
use crate::InvalidRequest;
use crate::bulk::from_many;
use crate::serde_ext::null_as_default;
use crate::validation::each;

/// Reports usage of several features or customers at once.
///
/// ```
/// use stigg_models::{ReportUsage, ReportUsageBulk};
///
/// let request: ReportUsageBulk = ["customer-1", "customer-2"]
///     .into_iter()
///     .map(|customer_id| ReportUsage::new(customer_id, "api-calls", 1))
///     .collect();
/// assert_eq!(request.usages.len(), 2);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ReportUsageBulk {
    /// The reports, in the order in which they count.
    #[serde(default, deserialize_with = "null_as_default")]
    pub usages: Vec<ReportUsage>,
}

impl ReportUsageBulk {
    /// The most reports that Stigg takes in one request.
    pub const MAX_PER_REQUEST: usize = 100;

    /// Reports all of these.
    pub fn new(usages: impl IntoIterator<Item = ReportUsage>) -> Self {
        Self {
            usages: usages.into_iter().collect(),
        }
    }

    /// Checks all reports without sending them.
    ///
    /// # Errors
    ///
    /// As [`ReportUsage::validate`], for the first report that fails; it is named by its place: `usages[3].customerId`.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        each("usages", &self.usages, ReportUsage::validate)
    }
}

from_many!(ReportUsageBulk of ReportUsage);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_that_cannot_be_meant_is_named_by_its_place() {
        let mut request: ReportUsageBulk = vec![ReportUsage::new("c", "f", 1)].into();
        assert_eq!(request.validate(), Ok(()));
        request.usages.push(ReportUsage::new("c", "", 1));
        assert_eq!(
            request.validate().unwrap_err().to_string(),
            "`usages[1].featureId` is empty"
        );
    }

    #[test]
    fn no_reports_are_a_request_too() {
        assert_eq!(ReportUsageBulk::default().validate(), Ok(()));
        assert_eq!(
            serde_json::to_string(&ReportUsageBulk::default()).unwrap(),
            r#"{"usages":[]}"#
        );
    }
}
