//! Times as other programs write them.

use jiff::tz::TimeZone;

use crate::time::Moment;

/// A time to the second; `zone` is that of times without an offset. Nothing where it can't be read.
///
/// Beside what [`Moment::parse`] reads these are a day alone, a space before the offset (`2021-02-24 12:35 +0200`), an
/// offset without its colon and the word `UTC`.
pub(super) fn read(text: &str, zone: &TimeZone) -> Option<Moment> {
    let text = text.trim();
    let moment = Moment::parse(text, zone)
        .or_else(|| Moment::start_of(text.parse().ok().filter(|_| !text.contains(':'))?, zone))
        .or_else(|| Moment::parse(&joined(text)?, zone));
    // Our timelines count seconds; other programs' count thousandths.
    moment.and_then(|moment| Moment::from_unix(moment.unix()))
}

/// `2021-02-24 12:35 +0200` as `2021-02-24T12:35:00+02:00`.
fn joined(text: &str) -> Option<String> {
    let mut words = text.split_whitespace();
    let (first, second, third) = (words.next()?, words.next(), words.next());
    if words.next().is_some() {
        return None;
    }
    let (date, time, offset) = match (first.split_once('T'), second, third) {
        (Some((date, time)), offset, None) => (date, time, offset),
        (None, Some(time), offset) => (first, time, offset),
        _ => return None,
    };
    let split = time.find(['+', '-', 'Z']).unwrap_or(time.len());
    let (time, written) = time.split_at(split);
    let time = if time.matches(':').count() == 1 { format!("{time}:00") } else { time.to_owned() };
    let offset = match offset.unwrap_or(written) {
        "" => String::new(),
        "UTC" | "GMT" | "Z" => "Z".to_owned(),
        offset => with_colon(offset),
    };
    Some(format!("{date}T{time}{offset}"))
}

/// `+0200` as `+02:00`.
fn with_colon(offset: &str) -> String {
    match offset.split_at_checked(3) {
        Some((hours, minutes)) if minutes.len() == 2 && !offset.contains(':') => format!("{hours}:{minutes}"),
        _ => offset.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_way_to_write_a_time_is_read() {
        for (text, expected) in [
            ("2018-04-13 16:50:00", "2018-04-13T16:50:00Z"),
            ("2018-04-13 16:50", "2018-04-13T16:50:00Z"),
            ("2018-04-13", "2018-04-13T00:00:00Z"),
            ("2024-12-27T09:43:40.482Z", "2024-12-27T09:43:40Z"),
            ("2019-02-20T13:40:58.586-06:00", "2019-02-20T19:40:58Z"),
            ("2021-02-24 12:35 +0200", "2021-02-24T10:35:00Z"),
            ("2021-02-24 12:35:10 +02:00", "2021-02-24T10:35:10Z"),
            ("2021-02-24T12:35+0200", "2021-02-24T10:35:00Z"),
            ("2021-02-24 12:35:10 UTC", "2021-02-24T12:35:10Z"),
        ] {
            let read = read(text, &TimeZone::UTC).map(Moment::rfc3339);
            assert_eq!(read.as_deref(), Some(expected), "{text}");
        }
        for odd in ["", "soon", "24 Feb 21 12:35", "2021-13-01", "é", "+é00 1 2", "99999999-01-01 00:00"] {
            assert_eq!(read(odd, &TimeZone::UTC), None, "{odd:?}");
        }
    }

    #[test]
    fn a_time_without_offset_means_what_the_zone_says() {
        let london = TimeZone::get("Europe/London").unwrap();
        assert_eq!(read("2018-07-01 09:00", &london).unwrap().rfc3339(), "2018-07-01T08:00:00Z");
    }
}
