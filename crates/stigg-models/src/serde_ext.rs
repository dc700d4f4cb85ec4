//! How fields read and write their JSON where serde's own way is too strict.

use serde::{Deserialize, Deserializer};

/// `null` where a list or a map was expected is an empty one. Use with `#[serde(default)]`, which covers the absent field.
pub(crate) fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// Whether an object says nothing, so that it can be left out.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Optional times as milliseconds since 1970. Needs `default` beside it, which covers the absent field.
pub(crate) mod milliseconds {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::Timestamp;

    #[expect(clippy::ref_option, reason = "serde passes the field by reference")]
    pub(crate) fn serialize<S: Serializer>(value: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(time) => serializer.serialize_i64(time.as_millisecond()),
            None => serializer.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
        Option::deserialize(deserializer)
    }
}

/// Decimals as JSON numbers.
pub(crate) mod decimal {
    use std::fmt;
    use std::str::FromStr;

    use rust_decimal::Decimal;
    use rust_decimal::prelude::ToPrimitive;
    use serde::de::{self, Visitor};
    use serde::{Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(value: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
        if value.is_integer()
            && let Some(whole) = value.to_i64()
        {
            return serializer.serialize_i64(whole);
        }
        // By the text, because the nearest double of the text is what every JSON reader makes of it.
        match value.normalize().to_string().parse::<f64>() {
            Ok(number) => serializer.serialize_f64(number),
            Err(error) => Err(serde::ser::Error::custom(error)),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
        deserializer.deserialize_any(DecimalVisitor)
    }

    /// The same for an optional decimal. Needs `default` beside it, which covers the absent field.
    pub(crate) mod option {
        use rust_decimal::Decimal;
        use serde::{Deserialize, Deserializer, Serializer};

        #[derive(Deserialize)]
        struct Amount(#[serde(deserialize_with = "super::deserialize")] Decimal);

        #[expect(clippy::ref_option, reason = "serde passes the field by reference")]
        pub(crate) fn serialize<S: Serializer>(value: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
            match value {
                Some(value) => super::serialize(value, serializer),
                None => serializer.serialize_none(),
            }
        }

        pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Decimal>, D::Error> {
            Ok(Option::deserialize(deserializer)?.map(|Amount(value)| value))
        }
    }

    struct DecimalVisitor;

    impl Visitor<'_> for DecimalVisitor {
        type Value = Decimal;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an amount: a number")
        }

        fn visit_i64<E: de::Error>(self, number: i64) -> Result<Decimal, E> {
            Ok(Decimal::from(number))
        }

        fn visit_u64<E: de::Error>(self, number: u64) -> Result<Decimal, E> {
            Ok(Decimal::from(number))
        }

        fn visit_f64<E: de::Error>(self, number: f64) -> Result<Decimal, E> {
            crate::money::decimal_from_f64(number).ok_or_else(|| E::invalid_value(de::Unexpected::Float(number), &self))
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<Decimal, E> {
            Decimal::from_str(text).map_err(|_| E::invalid_value(de::Unexpected::Str(text), &self))
        }
    }
}

/// For tests that a request has a method for each of its optional fields.
#[cfg(test)]
pub(crate) mod fields {
    use std::cell::Cell;

    use serde::de::value::Error;
    use serde::de::{DeserializeOwned, Error as _, Visitor};
    use serde::{Deserializer, Serialize, forward_to_deserialize_any};

    /// Asserts that the JSON of a value leaves out none of the fields that its type has.
    #[track_caller]
    pub(crate) fn assert_every_field_is_set<T: Serialize + DeserializeOwned>(value: &T) {
        let names = Cell::new(None);
        T::deserialize(FieldNames(&names)).err();
        let names = names.get().expect("derived for a struct with named fields");
        let json = serde_json::to_value(value).unwrap();
        let unset: Vec<&str> = names.iter().copied().filter(|name| json.get(name).is_none()).collect();
        assert!(unset.is_empty(), "not set: {unset:?}");
    }

    /// Learns the names that a derived implementation asks for, and answers nothing.
    struct FieldNames<'a>(&'a Cell<Option<&'static [&'static str]>>);

    impl<'de> Deserializer<'de> for FieldNames<'_> {
        type Error = Error;

        fn deserialize_struct<V: Visitor<'de>>(
            self,
            _name: &'static str,
            fields: &'static [&'static str],
            _visitor: V,
        ) -> Result<V::Value, Error> {
            self.0.set(Some(fields));
            Err(Error::custom("there is no value"))
        }

        fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, Error> {
            Err(Error::custom("not a struct"))
        }

        forward_to_deserialize_any! {
            bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct
            newtype_struct seq tuple tuple_struct map enum identifier ignored_any
        }
    }
}
