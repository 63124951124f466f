//! Hours as they hang on a door: when somebody is there, by the clock on the wall. [`Hours::openings`] makes moments of
//! them.
//!
//! Two rules decide everything else. A shift belongs to the day on which it begins: one that began on the eve of a holiday
//! goes on past midnight. And a door is open whenever the clock on its wall shows a time within the hours, so a clock
//! that jumps ahead takes a shift's missing hour away, and one that is set back gives it twice.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, ToSpan};

use super::Moment;
use super::openings::{Openings, Stretch};

const HOUR: u16 = 60;
const DAY: u16 = 24 * HOUR;

/// Longest shift past midnight. What is longer was meant the other way round: `18:00-09:00`.
const LONGEST_NIGHT: u16 = 12 * HOUR;

/// A stretch of a day, in minutes since its midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shift {
    /// Its first minute; less than a day.
    pub from: u16,
    /// The minute after its last; more than a day where it goes on past midnight.
    pub until: u16,
}

/// Why a text is no shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misread {
    /// It is not two times of day.
    NotHours,
    /// It ends when it begins.
    Empty,
    /// It would be most of a night and of the next day.
    Backwards,
}

impl Shift {
    /// From midnight to midnight.
    pub const WHOLE_DAY: Self = Self { from: 0, until: DAY };

    /// Reads `09:00-12:30`, or `22:00-06:00` for a shift that ends on the next day.
    ///
    /// # Errors
    /// What keeps it from being one.
    pub fn parse(text: &str) -> Result<Self, Misread> {
        let (from, until) = text.split_once(['-', '–']).ok_or(Misread::NotHours)?;
        let (from, until) = (minute_of_day(from)?, minute_of_day(until)?);
        if from == until || from == DAY {
            return Err(Misread::Empty);
        }
        let ends = if until < from { until + DAY } else { until };
        let is_night = ends > DAY;
        if is_night && ends - from > LONGEST_NIGHT {
            return Err(Misread::Backwards);
        }
        Ok(Self { from, until: ends })
    }

    /// When it begins and ends, if it begins on `date`.
    fn on(self, date: Date) -> Option<(DateTime, DateTime)> {
        let midnight = date.to_datetime(jiff::civil::Time::midnight());
        let after = |minutes: u16| midnight.checked_add(i64::from(minutes).minutes()).ok();
        Some((after(self.from)?, after(self.until)?))
    }
}

/// `09:30` in minutes; `24:00` is the end of the day.
fn minute_of_day(text: &str) -> Result<u16, Misread> {
    let (hours, minutes) = text.trim().split_once(':').ok_or(Misread::NotHours)?;
    let number = |text: &str, digits: std::ops::RangeInclusive<usize>| {
        let fits = digits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u16>().ok().filter(|_| fits).ok_or(Misread::NotHours)
    };
    let (hours, minutes) = (number(hours, 1..=2)?, number(minutes, 2..=2)?);
    let minute = hours * HOUR + minutes;
    if minutes < HOUR && minute <= DAY { Ok(minute) } else { Err(Misread::NotHours) }
}

impl fmt::Display for Shift {
    /// As people read it: `09:00–12:30`, `22:00–06:00`, `18:00–24:00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let until = if self.until > DAY { self.until - DAY } else { self.until };
        let [from, until] = [self.from, until].map(|minute| (minute / HOUR, minute % HOUR));
        write!(f, "{:02}:{:02}–{:02}:{:02}", from.0, from.1, until.0, until.1)
    }
}

/// The hours of every day.
#[derive(Clone, Debug, Default)]
pub struct Hours {
    /// The days of a usual week, Monday first, each with its shifts in order.
    pub week: [Vec<Shift>; 7],
    /// Days that differ; one without shifts is closed.
    pub dates: BTreeMap<Date, Vec<Shift>>,
    /// The last day that was thought of; of later ones nothing is known.
    pub last: Option<Date>,
}

impl Hours {
    /// The shifts that begin on a day.
    #[must_use]
    pub fn on(&self, date: Date) -> &[Shift] {
        self.dates.get(&date).unwrap_or_else(|| self.usual(date.weekday()))
    }

    fn usual(&self, day: Weekday) -> &Vec<Shift> {
        &self.week[usize::from(day.to_monday_zero_offset().unsigned_abs())]
    }

    /// The moments of these hours between `from` and `until`, by the clock of `zone`.
    #[must_use]
    pub fn openings(&self, zone: &TimeZone, from: Moment, until: Moment) -> Openings {
        let until = until.min(self.end(zone).unwrap_or(until));
        let mut stretches = Vec::new();
        for period in periods(zone, from, until) {
            for date in period.dates() {
                stretches.extend(self.on(date).iter().filter_map(|shift| period.stretch(date, *shift)));
            }
        }
        Openings::new(from, until, stretches)
    }

    /// From when nothing is known any more.
    fn end(&self, zone: &TimeZone) -> Option<Moment> {
        Moment::start_of(self.last?.tomorrow().ok()?, zone)
    }
}

/// A time in which the clock of a zone is not changed.
struct Period {
    from: Moment,
    until: Moment,
    /// By how much it is ahead of UTC, in seconds.
    ahead: i64,
}

impl Period {
    /// The days whose shifts may lie in it: one may have begun on the day before its first.
    fn dates(&self) -> impl Iterator<Item = Date> {
        let (first, last) = (self.date(self.from).saturating_sub(1.day()), self.date(self.until));
        first.series(Span::new().days(1)).take_while(move |date| *date <= last)
    }

    fn date(&self, at: Moment) -> Date {
        self.local(at).map_or(Date::ZERO, DateTime::date)
    }

    fn local(&self, at: Moment) -> Option<DateTime> {
        let shifted = Timestamp::from_second(at.unix().checked_add(self.ahead)?).ok()?;
        Some(TimeZone::UTC.to_datetime(shifted))
    }

    fn moment(&self, local: DateTime) -> Option<Moment> {
        let as_utc = local.to_zoned(TimeZone::UTC).ok()?.timestamp();
        Moment::from_unix(as_utc.as_second() - self.ahead)
    }

    /// The part of a shift in which the clock on the wall shows its times.
    fn stretch(&self, date: Date, shift: Shift) -> Option<Stretch> {
        let (from, until) = shift.on(date)?;
        let (from, until) = (self.moment(from)?.max(self.from), self.moment(until)?.min(self.until));
        (from < until).then_some(Stretch { from, until, day: date })
    }
}

/// The times between `from` and `until` in which the clock of `zone` is not changed, in order.
fn periods(zone: &TimeZone, from: Moment, until: Moment) -> Vec<Period> {
    let mut periods = Vec::new();
    let mut begins = from;
    for change in zone.following(from.0).take_while(|change| change.timestamp() < until.0) {
        let at = Moment(change.timestamp());
        periods.push(Period { from: begins, until: at, ahead: ahead(zone, begins) });
        begins = at;
    }
    if begins < until {
        periods.push(Period { from: begins, until, ahead: ahead(zone, begins) });
    }
    periods
}

fn ahead(zone: &TimeZone, at: Moment) -> i64 {
    i64::from(zone.to_offset(at.0).seconds())
}

/// How far the clock of `zone` is ahead of UTC, in seconds: at `from`, and at each later moment before `until` from which
/// it is another. A browser shows a distant place's time with it.
#[must_use]
pub fn clock_changes(zone: &TimeZone, from: Moment, until: Moment) -> Vec<(Moment, i64)> {
    let mut changes: Vec<(Moment, i64)> =
        periods(zone, from, until).into_iter().map(|period| (period.from, period.ahead)).collect();
    changes.dedup_by_key(|(_, ahead)| *ahead);
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shifts_read_as_they_are_written() {
        for (written, read) in [
            ("09:00-12:30", (540, 750)),
            (" 9:00 – 12:30", (540, 750)),
            ("00:00-24:00", (0, 1440)),
            ("18:00-24:00", (1080, 1440)),
            ("22:00-06:00", (1320, 1800)),
            ("12:00-00:00", (720, 1440)),
        ] {
            let shift = Shift::parse(written).unwrap();
            assert_eq!((shift.from, shift.until), read, "{written}");
        }
        assert_eq!(Shift::parse("22:00-06:00").unwrap().to_string(), "22:00–06:00");
        assert_eq!(Shift::WHOLE_DAY.to_string(), "00:00–24:00");
    }

    #[test]
    fn what_is_no_shift_says_why() {
        for text in ["", "9-12", "09:00", "09:60-10:00", "24:01-25:00", "09:00-12:0", "x", "+9:00-10:00"] {
            assert_eq!(Shift::parse(text), Err(Misread::NotHours), "{text}");
        }
        assert_eq!(Shift::parse("09:00-09:00"), Err(Misread::Empty));
        assert_eq!(Shift::parse("24:00-06:00"), Err(Misread::Empty));
        assert_eq!(Shift::parse("18:00-09:00"), Err(Misread::Backwards));
        assert!(Shift::parse("20:00-08:00").is_ok(), "twelve hours are a night");
    }
}
