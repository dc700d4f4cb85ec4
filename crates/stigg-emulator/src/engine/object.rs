//! The values that resolvers answer with: objects with fields, some of which are only looked up when they are asked for.

use std::rc::Rc;

use jiff::Timestamp;
use serde_json::Value as Json;
use uuid::Uuid;

use crate::catalog::model::Metadata;

/// The value of a field.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Null,
    /// A scalar, an enum value, or a whole custom scalar.
    Leaf(Json),
    Node(Node),
    List(Vec<Value>),
}

/// An object: spelled out, or named and looked up when it is asked for.
#[derive(Debug, Clone)]
pub(crate) enum Node {
    Object(Rc<Object>),
    Customer(String),
    /// A subscription, by its index in the state.
    Subscription(usize),
    /// The same as an item of the query `subscriptions`, which has a type of its own.
    SubscriptionItem(usize),
    Plan(String, Prices),
    Addon(String, Prices),
    Product(String),
    Feature(String),
    Coupon(String),
}

/// Which prices of a package are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Prices {
    All,
    /// Those of the country where there are such, else the default ones.
    Country(Option<String>),
}

/// An object of a type of the schema. A field that is not in it is null.
#[derive(Debug, Clone)]
pub(crate) struct Object {
    pub(super) type_name: &'static str,
    fields: Vec<(&'static str, Value)>,
}

impl Object {
    pub(crate) fn new(type_name: &'static str) -> Self {
        Self {
            type_name,
            fields: Vec::with_capacity(24),
        }
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.fields.push((name, value.into()));
        self
    }

    pub(super) fn get(&self, name: &str) -> &Value {
        const NULL: &Value = &Value::Null;
        self.fields
            .iter()
            .find(|(known, _)| *known == name)
            .map_or(NULL, |(_, value)| value)
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Self {
        Self::Node(Node::Object(Rc::new(object)))
    }
}

impl From<Node> for Value {
    fn from(node: Node) -> Self {
        Self::Node(node)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(values: Vec<T>) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}

impl From<Timestamp> for Value {
    fn from(time: Timestamp) -> Self {
        Self::Leaf(crate::calendar::format(time).into())
    }
}

impl From<Uuid> for Value {
    fn from(id: Uuid) -> Self {
        Self::Leaf(id.to_string().into())
    }
}

impl From<&Metadata> for Value {
    fn from(metadata: &Metadata) -> Self {
        Self::Leaf(Json::Object(metadata.clone()))
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Leaf(text.as_str().into())
    }
}

macro_rules! leaves {
    ($($from:ty),+) => {
        $(impl From<$from> for Value {
            fn from(value: $from) -> Self {
                Self::Leaf(Json::from(value))
            }
        })+
    };
}
leaves!(&str, String, bool, i32, f64);

macro_rules! enums {
    ($($from:ident),+ $(,)?) => {
        $(impl From<crate::wire::$from> for Value {
            fn from(value: crate::wire::$from) -> Self {
                Self::Leaf(value.as_str().into())
            }
        })+
    };
}
enums!(
    BillingCadence,
    BillingModel,
    BillingPeriod,
    CancelReason,
    CancellationTime,
    CouponStatus,
    DecisionStrategy,
    DeniedReason,
    EntitlementBehavior,
    GrantExpiration,
    GrantStatus,
    GrantType,
    LedgerEventType,
    Meter,
    MonthlyAccordingTo,
    PaymentCollectionMethod,
    PricingType,
    PromotionalPeriod,
    PromotionalStatus,
    ResetPeriod,
    Rounding,
    SubscriptionStatus,
    ThresholdType,
    TiersMode,
    TrialEndBehavior,
    TrialUnits,
    UsageMarkerType,
    WeeklyAccordingTo,
    WidgetType,
    YearlyAccordingTo,
);
