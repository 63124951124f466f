//! Moments, waits and how they are written; opening hours and business time. Pure arithmetic on given moments: nothing here
//! knows what time it is.

mod business;
mod hours;
mod month;
mod openings;

use std::fmt;

use jiff::civil::{self, DateTime};
use jiff::fmt::friendly::{Designator, Spacing, SpanPrinter};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Span, Timestamp};

use crate::diag::{Code, Diagnostic, Place};
use crate::yaml::{FromNode, Node, Reader, Value};

pub use business::{BusinessTime, RealWait};
pub use hours::{Hours, Misread, Shift, clock_changes};
pub use month::Month;
pub use openings::{Openings, Standing, Stretch};

/// An instant, to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(Timestamp);

impl Moment {
    /// 1970-01-01T00:00:00Z, for files that have to name some moment where none is known.
    pub const EPOCH: Self = Self(Timestamp::UNIX_EPOCH);

    /// The instant `seconds` after 1970-01-01T00:00:00Z, where the calendar reaches it.
    #[must_use]
    pub fn from_unix(seconds: i64) -> Option<Self> {
        Timestamp::from_second(seconds).ok().map(Self)
    }

    /// Reads RFC 3339 (`2026-11-20T13:12:00Z`), or a local time that `zone` gives a meaning.
    #[must_use]
    pub fn parse(text: &str, zone: &TimeZone) -> Option<Self> {
        let moment = match text.parse::<Timestamp>() {
            Ok(moment) => moment,
            Err(_) => text.parse::<DateTime>().ok()?.to_zoned(zone.clone()).ok()?.timestamp(),
        };
        // Parts of a second are nobody's promise.
        Self::from_unix(moment.as_second().min(moment.as_millisecond().div_euclid(1000)))
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn unix(self) -> i64 {
        self.0.as_second()
    }

    /// The moment so many seconds later.
    #[must_use]
    pub fn plus(self, seconds: i64) -> Self {
        self.unix().checked_add(seconds).and_then(Self::from_unix).unwrap_or(self)
    }

    /// The day that it falls on in `zone`.
    #[must_use]
    pub fn date(self, zone: &TimeZone) -> civil::Date {
        self.0.to_zoned(zone.clone()).date()
    }

    /// The time that a clock in `zone` shows.
    #[must_use]
    pub fn local(self, zone: &TimeZone) -> DateTime {
        self.0.to_zoned(zone.clone()).datetime()
    }

    /// The start of `date` in `zone`.
    #[must_use]
    pub fn start_of(date: civil::Date, zone: &TimeZone) -> Option<Self> {
        date.to_zoned(zone.clone()).ok().map(|zoned| Self(zoned.timestamp()))
    }

    /// RFC 3339 in UTC: `2026-11-20T13:12:00Z`.
    #[must_use]
    pub fn rfc3339(self) -> String {
        self.0.to_string()
    }

    /// RFC 3339 in the zone's own offset: `2026-07-01T09:00:00+01:00`; with `Z` where that is none.
    #[must_use]
    pub fn rfc3339_in(self, zone: &TimeZone) -> String {
        let offset = zone.to_offset(self.0);
        if offset.is_zero() { self.rfc3339() } else { self.0.display_with_offset(offset).to_string() }
    }

    /// For people, in `zone`: `20 November 2026, 13:12 GMT`; with UTC beside it where that differs:
    /// `1 July 2026, 09:00 BST (08:00 UTC)`.
    #[must_use]
    pub fn written(self, zone: &TimeZone) -> String {
        let there = self.0.to_zoned(zone.clone());
        let text = there.strftime("%-d %B %Y, %H:%M %Z").to_string();
        if there.offset().is_zero() {
            return text;
        }
        let utc = self.0.to_zoned(TimeZone::UTC);
        let day = if utc.date() == there.date() { "" } else { "%-d %B, " };
        format!("{text} ({})", utc.strftime(&format!("{day}%H:%M UTC")))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.rfc3339())
    }
}

/// The finding for a local time that the clocks showed twice or skipped.
pub const AMBIGUOUS: Code = Code("ambiguous-time");

/// What the clocks did with a local time that is none of one moment: in the night in which they change.
fn doubt(text: &str, zone: &TimeZone) -> Option<&'static str> {
    let local: DateTime = text.parse().ok().filter(|_| text.parse::<Timestamp>().is_err())?;
    match zone.to_ambiguous_timestamp(local).offset() {
        AmbiguousOffset::Unambiguous { .. } => None,
        AmbiguousOffset::Fold { .. } => Some("came twice that night; the first time is meant"),
        AmbiguousOffset::Gap { .. } => Some("was skipped that night; the same time after the change is meant"),
    }
}

impl FromNode for Moment {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        if let Value::Scalar(text) = &node.value
            && let Some(doubt) = doubt(text, reader.zone)
        {
            let message = format!("the clocks changed: this time {doubt}");
            let finding = Diagnostic::warning(AMBIGUOUS, Place::span(reader.source, node.span.clone()), message);
            reader.findings.push(finding.help("write the time with its offset, as in 2026-10-25T01:30:00+01:00"));
        }
        let moment = match &node.value {
            Value::Scalar(text) => {
                let date = text.parse::<civil::Date>().ok().filter(|_| !text.contains(':'));
                date.map_or_else(|| Self::parse(text, reader.zone), |date| Self::start_of(date, reader.zone))
            }
            _ => None,
        };
        if moment.is_none() {
            reader.unexpected(&node.span, "expected a time, such as 2026-11-20T13:12:00Z", None);
        }
        moment
    }
}

/// A day for people: `20 November 2026`.
#[must_use]
pub fn written_date(date: civil::Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// A length of time for people, in its two largest units: `2 hours 5 minutes`, `3 days`, `40 seconds`.
#[must_use]
pub fn written_wait(seconds: i64) -> String {
    let units = [(24 * 60 * 60, "day"), (60 * 60, "hour"), (60, "minute"), (1, "second")];
    let counted = |count: i64, unit: &str| format!("{count} {unit}{}", if count == 1 { "" } else { "s" });
    let Some(largest) = units.iter().position(|(length, _)| seconds >= *length) else { return counted(0, "second") };
    let (length, unit) = units[largest];
    let whole = counted(seconds / length, unit);
    // Seconds beside minutes say nothing that matters.
    let smaller = units.get(largest + 1).filter(|(_, unit)| *unit != "second");
    match smaller.map(|(length_below, unit)| (seconds % length / length_below, unit)) {
        Some((count, unit)) if count > 0 => format!("{whole} {}", counted(count, unit)),
        _ => whole,
    }
}

/// How long something may take, as a writer puts it: `15m`, `2 business hours`, `PT2H`, `6 months`.
#[derive(Clone, Debug)]
pub struct Wait {
    span: Span,
    business: bool,
}

impl Wait {
    /// Reads a wait; nothing where `text` is not one, or is negative.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let business = text.split_whitespace().any(|word| word == "business");
        let plain = text.split_whitespace().filter(|word| *word != "business").collect::<Vec<_>>().join(" ");
        let span: Span = plain.parse().ok()?;
        (!span.is_negative()).then_some(Self { span, business })
    }

    /// So many hours.
    #[must_use]
    pub fn hours(hours: i32) -> Self {
        Self { span: Span::new().hours(hours), business: false }
    }

    /// The moment that lies this long after `start`, by the calendar of `zone`: a month is a month, a day may have 23
    /// hours. Business time counts as if every hour were one.
    #[must_use]
    pub fn after(&self, start: Moment, zone: &TimeZone) -> Option<Moment> {
        let end = start.0.to_zoned(zone.clone()).checked_add(self.span).ok()?;
        Some(Moment(end.timestamp()))
    }

    /// The moment that lies this long before `end`, as [`after`](Self::after).
    #[must_use]
    pub fn before(&self, end: Moment, zone: &TimeZone) -> Option<Moment> {
        let start = end.0.to_zoned(zone.clone()).checked_sub(self.span).ok()?;
        Some(Moment(start.timestamp()))
    }

    /// Both lengths, one after the other.
    #[must_use]
    pub fn followed_by(&self, next: &Self) -> Option<Self> {
        let (one, two) = (&self.span, &next.span);
        let span = Span::new()
            .try_years(i64::from(one.get_years()) + i64::from(two.get_years()))
            .and_then(|span| span.try_months(i64::from(one.get_months()) + i64::from(two.get_months())))
            .and_then(|span| span.try_weeks(i64::from(one.get_weeks()) + i64::from(two.get_weeks())))
            .and_then(|span| span.try_days(i64::from(one.get_days()) + i64::from(two.get_days())))
            .and_then(|span| span.try_hours(i64::from(one.get_hours()) + i64::from(two.get_hours())))
            .and_then(|span| span.try_minutes(one.get_minutes().saturating_add(two.get_minutes())))
            .and_then(|span| span.try_seconds(one.get_seconds().saturating_add(two.get_seconds())));
        Some(Self { span: span.ok()?, business: self.business || next.business })
    }

    /// Whether it is no wait at all.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.span.is_zero()
    }
}

impl fmt::Display for Wait {
    /// In words: `2 business hours`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let printer = SpanPrinter::new().designator(Designator::Verbose).spacing(Spacing::BetweenUnitsAndDesignators);
        let words = printer.span_to_string(&self.span);
        match words.rsplit_once(' ') {
            Some((amount, unit)) if self.business => write!(f, "{amount} business {unit}"),
            _ => f.write_str(&words),
        }
    }
}

impl FromNode for Wait {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let wait = match &node.value {
            Value::Scalar(text) => Self::parse(text),
            _ => None,
        };
        if wait.is_none() {
            reader.unexpected(&node.span, "expected a length of time, such as 30m, 2 business hours or PT2H", None);
        }
        wait
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_local_time_means_what_the_zone_says() {
        let london = TimeZone::get("Europe/London").unwrap();
        let winter = Moment::parse("2026-11-20T13:12:00", &london).unwrap();
        assert_eq!(winter.rfc3339(), "2026-11-20T13:12:00Z");
        let summer = Moment::parse("2026-07-01 09:00", &london).unwrap();
        assert_eq!(summer.rfc3339(), "2026-07-01T08:00:00Z");
        assert_eq!(winter.written(&london), "20 November 2026, 13:12 GMT");
        assert_eq!(summer.written(&london), "1 July 2026, 09:00 BST (08:00 UTC)");
        let night = Moment::parse("2026-07-01T00:30:00", &london).unwrap();
        assert_eq!(night.written(&london), "1 July 2026, 00:30 BST (30 June, 23:30 UTC)");
        assert_eq!(summer.rfc3339_in(&london), "2026-07-01T09:00:00+01:00");
        assert_eq!(winter.rfc3339_in(&london), "2026-11-20T13:12:00Z");
    }

    #[test]
    fn lengths_of_time_have_at_most_two_units() {
        for (seconds, words) in [
            (-5, "0 seconds"),
            (1, "1 second"),
            (59, "59 seconds"),
            (60, "1 minute"),
            (119, "1 minute"),
            (3600, "1 hour"),
            (3661, "1 hour 1 minute"),
            (86_399, "23 hours 59 minutes"),
            (86_400 + 60, "1 day"),
            (2 * 86_400 + 7_200, "2 days 2 hours"),
        ] {
            assert_eq!(written_wait(seconds), words, "{seconds}");
        }
    }

    #[test]
    fn waits_read_as_they_were_written() {
        for (written, words) in [
            ("2m", "2 minutes"),
            ("PT2H", "2 hours"),
            ("2 business hours", "2 business hours"),
            ("6 months", "6 months"),
            ("15 minutes", "15 minutes"),
            ("1 business day", "1 business day"),
        ] {
            assert_eq!(Wait::parse(written).map(|wait| wait.to_string()).as_deref(), Some(words), "{written}");
        }
        assert!(Wait::parse("soon").is_none());
        assert!(Wait::parse("-2m").is_none());
    }
}
