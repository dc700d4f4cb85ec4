use super::*;

#[track_caller]
fn check(text: &str, expected: &str) {
    let timestamp: Timestamp = text.parse().unwrap();
    assert_eq!(timestamp.to_string(), expected, "{text}");
}

#[test]
fn reads_every_form_that_stigg_sends() {
    check("2024-01-31T10:00:00.000Z", "2024-01-31T10:00:00.000Z");
    check("2024-01-31T10:00:00Z", "2024-01-31T10:00:00.000Z");
    check("2024-01-31T12:00:00.5+02:00", "2024-01-31T10:00:00.500Z");
    check("2024-01-31T10:00:00", "2024-01-31T10:00:00.000Z");
    check("2024-01-31", "2024-01-31T00:00:00.000Z");
    check("1706695200000", "2024-01-31T10:00:00.000Z");
    check("2024-01-31T10:00:00.123456Z", "2024-01-31T10:00:00.123456Z");
}

#[test]
fn reads_numbers_as_epoch_milliseconds() {
    for json in [
        "1706695200000",
        "1706695200000.0",
        "1706695200000.7",
        r#""1706695200000""#,
    ] {
        let timestamp: Timestamp = serde_json::from_str(json).unwrap();
        assert_eq!(timestamp.to_string(), "2024-01-31T10:00:00.000Z", "{json}");
    }
}

#[test]
fn refuses_what_is_no_time() {
    for json in [
        r#""""#,
        r#""soon""#,
        "1e300",
        "-1e300",
        "18446744073709551615",
        "true",
        "{}",
    ] {
        assert!(serde_json::from_str::<Timestamp>(json).is_err(), "{json}");
    }
    let error = "soon".parse::<Timestamp>().unwrap_err();
    assert_eq!(
        error.to_string(),
        r#""soon" is not a point in time: expected RFC 3339, such as 2025-06-15T12:34:56Z"#
    );
}

#[test]
fn rounds_milliseconds_down_on_both_sides_of_1970() {
    let before = Timestamp::from_nanosecond(-1).unwrap();
    assert_eq!(before.as_millisecond(), -1);
    let after = Timestamp::from_nanosecond(1_999_999).unwrap();
    assert_eq!(after.as_millisecond(), 1);
}

#[test]
fn arithmetic_saturates() {
    assert_eq!(Timestamp::MAX.saturating_add(Duration::MAX), Timestamp::MAX);
    assert_eq!(Timestamp::MIN.saturating_sub(Duration::MAX), Timestamp::MIN);
    let later = Timestamp::UNIX_EPOCH.saturating_add(Duration::from_secs(5));
    assert_eq!(
        later.saturating_duration_since(Timestamp::UNIX_EPOCH),
        Duration::from_secs(5)
    );
    assert_eq!(Timestamp::UNIX_EPOCH.saturating_duration_since(later), Duration::ZERO);
}

#[cfg(feature = "chrono")]
#[test]
fn converts_to_chrono_and_back() {
    for timestamp in [Timestamp::MIN, Timestamp::from_nanosecond(-1).unwrap(), Timestamp::MAX] {
        let there = chrono::DateTime::from(timestamp);
        assert_eq!(Timestamp::try_from(there).unwrap(), timestamp);
    }
    assert!(Timestamp::try_from(chrono::DateTime::<chrono::Utc>::MAX_UTC).is_err());
}

#[cfg(feature = "time")]
#[test]
fn converts_to_time_and_back() {
    for timestamp in [Timestamp::MIN, Timestamp::from_nanosecond(-1).unwrap(), Timestamp::MAX] {
        let there = time::OffsetDateTime::from(timestamp);
        assert_eq!(Timestamp::try_from(there).unwrap(), timestamp);
    }
}
