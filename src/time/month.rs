//! A month of the calendar, as figures are reported by.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Moment;

/// A month of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(Date);

impl Month {
    /// The month of a day.
    #[must_use]
    pub fn of(date: Date) -> Self {
        Self(date.first_of_month())
    }

    /// The month in which a moment falls in `zone`.
    #[must_use]
    pub fn at(moment: Moment, zone: &TimeZone) -> Self {
        Self::of(moment.date(zone))
    }

    /// Reads `2026-10`, and nothing else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let has_form = text.len() == 7 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        has_form.then(|| format!("{text}-01").parse().ok().map(Self)).flatten()
    }

    /// Its first day.
    #[must_use]
    pub fn first(self) -> Date {
        self.0
    }

    /// Its last day.
    #[must_use]
    pub fn last(self) -> Date {
        self.0.last_of_month()
    }

    /// The month so many months later; earlier where that is negative.
    #[must_use]
    pub fn plus(self, months: i32) -> Self {
        Self(self.0.saturating_add(months.months()))
    }

    /// Its first moment, and the first of the month after it, in `zone`.
    #[must_use]
    pub fn span(self, zone: &TimeZone) -> Option<(Moment, Moment)> {
        Some((Moment::start_of(self.0, zone)?, Moment::start_of(self.plus(1).0, zone)?))
    }

    /// For people: `October 2026`.
    #[must_use]
    pub fn written(self) -> String {
        self.0.strftime("%B %Y").to_string()
    }
}

impl fmt::Display for Month {
    /// `2026-10`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.strftime("%Y-%m").fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_read_in_one_form_and_reach_from_midnight_to_midnight() {
        let month = Month::parse("2026-10").unwrap();
        assert_eq!((month.to_string(), month.written()), ("2026-10".to_owned(), "October 2026".to_owned()));
        assert_eq!((month.plus(3).to_string(), month.plus(-10).to_string()), ("2027-01".into(), "2025-12".into()));
        let london = TimeZone::get("Europe/London").unwrap();
        let (from, until) = month.span(&london).unwrap();
        assert_eq!((from.rfc3339(), until.rfc3339()), ("2026-09-30T23:00:00Z".into(), "2026-11-01T00:00:00Z".into()));
        for text in ["2026-13", "2026-1", "26-10", "2026-10-01", "2026/10", ""] {
            assert_eq!(Month::parse(text), None, "{text}");
        }
    }
}
