//! The one form in which nearly all times arrive: `2025-06-15T12:34:56.000Z`, with milliseconds or without.

/// Milliseconds since the Unix epoch. `None` for any other form, even if it is a time too: the general parser knows.
pub(super) fn parse(text: &str) -> Option<i64> {
    let (date_and_time, millisecond) = match text.as_bytes() {
        [head @ .., b'Z'] if head.len() == 19 => (head, 0),
        [head @ .., b'.', a, b, c, b'Z'] if head.len() == 19 => (head, number(&[*a, *b, *c])?),
        _ => return None,
    };
    let &[
        y0,
        y1,
        y2,
        y3,
        b'-',
        mo0,
        mo1,
        b'-',
        d0,
        d1,
        b'T',
        h0,
        h1,
        b':',
        mi0,
        mi1,
        b':',
        s0,
        s1,
    ] = date_and_time
    else {
        return None;
    };
    let (year, month, day) = (number(&[y0, y1, y2, y3])?, number(&[mo0, mo1])?, number(&[d0, d1])?);
    let (hour, minute, second) = (number(&[h0, h1])?, number(&[mi0, mi1])?, number(&[s0, s1])?);
    // A leap second is left to the general parser.
    let exists = (1..=12).contains(&month)
        && (1..=days_in(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        && second < 60;
    let seconds = ((days_before(year, month) + day - 1) * 24 + hour) * 3600 + minute * 60 + second;
    exists.then_some(seconds * 1000 + millisecond)
}

/// The number that these digits are.
fn number(digits: &[u8]) -> Option<i64> {
    digits.iter().try_fold(0, |number, digit| {
        digit.is_ascii_digit().then(|| number * 10 + i64::from(digit - b'0'))
    })
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// From 1970-01-01 to the first day of a month.
fn days_before(year: i64, month: i64) -> i64 {
    // Counted from March, the leap day is the last one of its year, and the months before have lengths that repeat.
    let year = if month <= 2 { year - 1 } else { year };
    let months_since_march = (month + 9) % 12;
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + (153 * months_since_march + 2) / 5 - DAYS_TO_1970
}

/// From the first of March of the year 0 to the first of January 1970.
const DAYS_TO_1970: i64 = 719_468;

#[cfg(test)]
mod tests {
    use super::parse;

    fn general(text: &str) -> Option<i64> {
        text.parse::<jiff::Timestamp>()
            .ok()
            .map(jiff::Timestamp::as_millisecond)
    }

    #[test]
    fn every_day_is_what_the_general_parser_says() {
        let mut read = 0;
        for year in (0..=9999).step_by(7).chain(1890..=2110) {
            for month in 0..=13 {
                for day in [0, 1, 28, 29, 30, 31, 32] {
                    let text = format!("{year:04}-{month:02}-{day:02}T12:34:56Z");
                    assert_eq!(parse(&text), general(&text), "{text}");
                    read += u32::from(parse(&text).is_some());
                }
            }
        }
        assert!(read > 50_000, "{read}");
    }

    #[test]
    fn every_moment_of_a_day_is_what_the_general_parser_says() {
        for clock in [
            "00:00:00.000",
            "00:00:00",
            "12:34:56.789",
            "23:59:59.999",
            "23:59:59",
            "24:00:00",
            "12:60:00",
            "99:99:99",
        ] {
            for date in [
                "1969-12-31",
                "1970-01-01",
                "2024-02-29",
                "2023-02-29",
                "0000-01-01",
                "9999-01-01",
            ] {
                let text = format!("{date}T{clock}Z");
                assert_eq!(parse(&text), general(&text), "{text}");
            }
        }
    }

    #[test]
    fn other_forms_are_left_to_the_general_parser() {
        for text in [
            "",
            "Z",
            "1706695200000",
            "2024-01-31",
            "2024-01-31T10:00:00",
            "2024-01-31T10:00:00z",
            "2024-01-31 10:00:00Z",
            "2024-01-31T10:00:60Z",
            "2024-01-31T10:00:00.5Z",
            "2024-01-31T10:00:00.123456Z",
            "2024-01-31T10:00:00+00:00",
            "2024-01-31T10:00:00,000Z",
            "+024-01-31T10:00:00Z",
            "２024-01-31T10:00Z",
            "2024-01-31T1a:00:00Z",
            "2024-01-31T10:00:00.00 Z",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
