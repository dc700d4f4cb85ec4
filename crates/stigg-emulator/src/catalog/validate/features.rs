//! Features and what feeds their usage.

use super::Check;
use crate::catalog::Content;
use crate::catalog::file::{Aggregation, EventsFile, FeatureFile, FeatureGroupFile, FeatureType, Operation, UnitsFile};
use crate::catalog::model::{Condition, EventFilter, EventMeter, Feature, FeatureGroup, FeatureKind, Transform, Units};
use crate::catalog::tree::Path;
use crate::wire::Meter;

impl Check<'_> {
    pub(super) fn feature(&mut self, file: FeatureFile, path: &Path) -> Feature {
        let kind = match file.kind {
            FeatureType::Boolean => FeatureKind::Boolean,
            FeatureType::Number => FeatureKind::Number(file.meter.unwrap_or(Meter::None)),
            FeatureType::Enum => FeatureKind::Enum(file.values.clone().unwrap_or_default()),
        };
        if file.kind == FeatureType::Enum {
            if file.values.as_ref().is_none_or(Vec::is_empty) {
                self.mistake(path, "an enum feature needs `values`");
            }
        } else if file.values.is_some() {
            self.mistake(&path.key("values"), "only an enum feature has values");
        }
        if file.kind != FeatureType::Number {
            for (given, name) in [
                (file.meter.is_some(), "meter"),
                (file.units.is_some(), "units"),
                (file.transform.is_some(), "transform"),
                (file.events.is_some(), "events"),
            ] {
                if given {
                    self.mistake(&path.key(name), format!("only a number feature has `{name}`"));
                }
            }
        } else if matches!(kind, FeatureKind::Number(Meter::None)) {
            for (given, name) in [
                (file.transform.is_some(), "transform"),
                (file.events.is_some(), "events"),
            ] {
                if given {
                    let message = format!("`{name}` needs `meter: incremental` or `meter: fluctuating`");
                    self.mistake(&path.key(name), message);
                }
            }
        }
        let transform = file.transform.map(|transform| {
            if transform.divide <= 0.0 {
                self.mistake(&path.key("transform").key("divide"), "must be above 0");
            }
            Transform {
                divide: transform.divide,
                round: transform.round,
                units: transform.units.map(units),
            }
        });
        Feature {
            display_name: file.display_name.unwrap_or_else(|| file.id.clone()),
            id: file.id,
            description: file.description,
            kind,
            units: file.units.map(units),
            transform,
            events: file.events.map(|events| self.events(events, &path.key("events"))),
            metadata: file.metadata,
        }
    }

    pub(super) fn feature_group(&mut self, file: FeatureGroupFile, path: &Path, content: &Content) -> FeatureGroup {
        let path = path.key("features");
        if file.features.is_empty() {
            self.mistake(&path, "a feature group needs at least one feature");
        }
        for (index, id) in file.features.iter().enumerate() {
            if !content.features.contains(id) {
                let known = content.features.iter().map(|feature| feature.id.as_str());
                self.unknown(&path.index(index), &format!("there is no feature `{id}`"), known);
            }
            if file.features[..index].contains(id) {
                self.mistake(&path.index(index), format!("`{id}` is there twice"));
            }
        }
        FeatureGroup {
            id: file.id,
            features: file.features,
        }
    }

    fn events(&mut self, file: EventsFile, path: &Path) -> EventMeter {
        match (file.aggregation, &file.field) {
            (Aggregation::Count, Some(_)) => self.mistake(&path.key("field"), "counting needs no field"),
            (Aggregation::Count, None) | (_, Some(_)) => {}
            (_, None) => self.mistake(path, "this aggregation needs the `field` that it is taken over"),
        }
        if file.filters.is_empty() {
            self.mistake(
                &path.key("filters"),
                "needs at least one filter, such as `- event: api_call`",
            );
        }
        let mut filters = Vec::new();
        for (index, filter) in file.filters.into_iter().enumerate() {
            let path = path.key("filters").index(index).key("where");
            let mut conditions = Vec::new();
            for (index, condition) in filter.conditions.into_iter().enumerate() {
                let path = path.index(index);
                let values: Vec<_> = condition
                    .value
                    .into_iter()
                    .chain(condition.values.into_iter().flatten())
                    .collect();
                match (condition.is, values.len()) {
                    (Operation::IsNull | Operation::IsNotNull, 0) => {}
                    (Operation::IsNull | Operation::IsNotNull, _) => self.mistake(&path, "this operation has no value"),
                    (Operation::In, 1..) | (_, 1) => {}
                    (Operation::In, 0) => self.mistake(&path, "this operation needs `values`"),
                    (_, _) => self.mistake(&path, "this operation needs one `value`"),
                }
                conditions.push(Condition {
                    field: condition.field,
                    operation: condition.is,
                    values,
                });
            }
            filters.push(EventFilter {
                event: filter.event,
                conditions,
            });
        }
        EventMeter {
            filters,
            aggregation: file.aggregation,
            field: file.field,
        }
    }
}

pub(super) fn units(file: UnitsFile) -> Units {
    Units {
        singular: file.singular,
        plural: file.plural,
    }
}
