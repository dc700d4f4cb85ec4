//! Experiments: different offers for different groups of customers.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::ExperimentGroupType;

/// The experiment that a customer takes part in.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ExperimentInfo {
    /// Stigg's id of the experiment.
    pub id: String,
    /// The name of the experiment.
    pub name: String,
    /// The name of the group that the customer is in.
    pub group_name: String,
    /// Whether that group gets the usual offer or the other one.
    pub group_type: ExperimentGroupType,
}

impl ExperimentInfo {
    /// A group of an experiment.
    pub fn new(
        id: impl Into<String>,
        name: impl Into<String>,
        group_name: impl Into<String>,
        group_type: ExperimentGroupType,
    ) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            group_name: group_name.into(),
            group_type,
        }
    }
}

/// Reads the experiment of a customer or subscription: the official SDKs write an empty object where there is none. Use
/// with `#[serde(default)]`.
pub(crate) fn optional_experiment<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<ExperimentInfo>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(None),
        Value::Object(members) if members.get("id").is_none_or(Value::is_null) => Ok(None),
        value => ExperimentInfo::deserialize(value)
            .map(Some)
            .map_err(serde::de::Error::custom),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_empty_experiment_is_none() {
        for json in [json!(null), json!({}), json!({"id": null, "name": null})] {
            assert_eq!(optional_experiment(json).unwrap(), None);
        }
        let json = json!({"id": "e-1", "name": "Prices", "groupName": "B", "groupType": "VARIANT"});
        let experiment = ExperimentInfo::new("e-1", "Prices", "B", ExperimentGroupType::Variant);
        assert_eq!(optional_experiment(json.clone()).unwrap(), Some(experiment.clone()));
        assert_eq!(serde_json::to_value(experiment).unwrap(), json);
        assert!(optional_experiment(json!({"id": "e-1"})).is_err());
    }
}
