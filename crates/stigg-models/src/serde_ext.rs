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
