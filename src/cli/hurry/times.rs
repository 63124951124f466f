//! Times as they are typed, as they are written into a file, and in words.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan, Zoned};

use crate::time::{Moment, Wait, written_wait};

use super::super::Failure;

/// Seconds in an hour.
const HOUR: i64 = 60 * 60;

/// Within this a bare time of day may mean yesterday or tomorrow: around midnight, and no typing error further off.
const NEAR: i64 = 12 * HOUR;

/// Farthest that a bare wait reaches ahead, with the hour that autumn adds: `30mo` is two and a half years, and was meant
/// as minutes.
const FARTHEST_AHEAD: i64 = 7 * 24 * HOUR + HOUR;

/// Farthest that it reaches back.
const FARTHEST_BACK: i64 = 31 * 24 * HOUR + HOUR;

/// A time as typed: `14:30`, `30m`, `2026-11-24 02:30` or RFC 3339. What it means depends on where it is used.
#[derive(Clone, Debug)]
pub struct Typed {
    text: String,
    form: Form,
}

#[derive(Clone, Debug)]
enum Form {
    Moment(Moment),
    Local(DateTime),
    Clock(Time),
    Wait(Wait),
}

impl Typed {
    /// Reads one.
    ///
    /// # Errors
    /// Which forms there are.
    pub fn parse(typed: &str) -> Result<Self, String> {
        let text = typed.trim();
        let is_wait = |wait: &Wait| !wait.is_zero() && !text.contains(BUSINESS);
        let form = clock(text)
            .map(Form::Clock)
            .or_else(|| {
                text.parse::<Timestamp>().ok().and_then(|at| Moment::from_unix(at.as_second())).map(Form::Moment)
            })
            .or_else(|| text.parse().ok().filter(|_| text.contains(':')).map(Form::Local))
            .or_else(|| Wait::parse(text).filter(is_wait).map(Form::Wait));
        let form = form.ok_or_else(|| no_time(text))?;
        Ok(Self { text: text.to_owned(), form })
    }

    /// A time to come: a wait begins at `base`, a time of day is the next one after it.
    ///
    /// # Errors
    /// When it does not come after `base`, or is a wait so long that it must be a slip.
    pub fn after(&self, base: Moment, zone: &TimeZone) -> Result<Moment, Failure> {
        let at = match &self.form {
            Form::Moment(at) => Some(*at),
            Form::Local(local) => moments(*local, zone).into_iter().find(|at| *at > base),
            Form::Clock(time) => {
                let today = on_the_day_of(base, *time, 0, zone).into_iter();
                let next = on_the_day_of(base, *time, 1, zone).into_iter().filter(|at| at.unix() - base.unix() <= NEAR);
                today.chain(next).find(|at| *at > base)
            }
            Form::Wait(wait) => wait.after(base, zone).map(whole_minute),
        };
        let at = at.filter(|at| *at > base).ok_or_else(|| {
            let base = clock_words(base, zone);
            Failure::new(format!(
                "`{}` does not come after {base}\nhelp: name a later time, such as 30m or 14:30",
                self.text
            ))
        })?;
        self.refuse_far(at, base, FARTHEST_AHEAD, zone)
    }

    /// A time that has passed: a wait lies before `now`, a time of day is the last one before it.
    ///
    /// # Errors
    /// When it lies after `now`, or is a wait so long that it must be a slip.
    pub fn before(&self, now: Moment, zone: &TimeZone) -> Result<Moment, Failure> {
        let at = match &self.form {
            Form::Moment(at) => Some(*at),
            Form::Local(local) => moments(*local, zone).into_iter().rev().find(|at| *at <= now),
            Form::Clock(time) => {
                let today = on_the_day_of(now, *time, 0, zone).into_iter().rev();
                let last = on_the_day_of(now, *time, -1, zone).into_iter().rev();
                today.chain(last.filter(|at| now.unix() - at.unix() <= NEAR)).find(|at| *at <= now)
            }
            Form::Wait(wait) => wait.before(now, zone),
        };
        let at = at.filter(|at| *at <= now).ok_or_else(|| {
            let now = clock_words(now, zone);
            Failure::new(format!("`{}` has not come yet: it is {now}\nhelp: name an earlier time", self.text))
        })?;
        self.refuse_far(at, now, FARTHEST_BACK, zone)
    }

    /// A time of a plan: as [`after`](Self::after), but a date may lie anywhere.
    ///
    /// # Errors
    /// As [`after`](Self::after).
    pub fn planned(&self, base: Moment, zone: &TimeZone) -> Result<Moment, Failure> {
        let fixed = match &self.form {
            Form::Moment(at) => vec![*at],
            Form::Local(local) => moments(*local, zone),
            Form::Clock(_) | Form::Wait(_) => Vec::new(),
        };
        let ahead = fixed.iter().find(|at| **at > base);
        ahead.or(fixed.last()).map_or_else(|| self.after(base, zone), |at| Ok(*at))
    }

    /// Refuses a wait that leads farther from `base` than anybody means who types one.
    fn refuse_far(&self, at: Moment, base: Moment, farthest: i64, zone: &TimeZone) -> Result<Moment, Failure> {
        if !matches!(self.form, Form::Wait(_)) || (at.unix() - base.unix()).abs() <= farthest {
            return Ok(at);
        }
        let (meant, days) = (day_and_clock(at, base, zone), farthest / (24 * HOUR));
        Err(Failure::new(format!(
            "`{}` would be {meant}, more than {days} days off\nhelp: 30m is 30 minutes; for a day so far off write date \
             and time: \"{} 14:30\"",
            self.text,
            at.date(zone)
        )))
    }
}

/// What a time must not say that is typed: nobody reads such hours off a clock.
const BUSINESS: &str = "business";

/// Why something is no time, and how to type one.
fn no_time(text: &str) -> String {
    if text.parse::<Date>().is_ok() {
        return format!("a day alone does not say by when: add the time, as in \"{text} 17:00\"");
    }
    if text.contains(BUSINESS) {
        return "business time is not counted here: name the time itself, such as 14:30 or \"2026-11-24 09:00\""
            .to_owned();
    }
    "expected 30m, 2h, 14:30, \"2026-11-24 02:30\" or 2026-11-24T02:30:00Z".to_owned()
}

/// Every moment at which the clocks of `zone` show this, the first one first: two in the hour that comes twice in autumn. A
/// time that is skipped in spring is read as in files: as if the clocks had not been put forward.
fn moments(local: DateTime, zone: &TimeZone) -> Vec<Moment> {
    let shown = zone.to_ambiguous_zoned(local);
    let zoned = match shown.offset() {
        AmbiguousOffset::Fold { .. } => vec![shown.clone().earlier(), shown.later()],
        AmbiguousOffset::Gap { .. } | AmbiguousOffset::Unambiguous { .. } => vec![shown.compatible()],
    };
    zoned.into_iter().filter_map(|zoned| moment(&zoned.ok()?)).collect()
}

/// The first full minute from a time on: what is promised is shown without seconds, and holds as it is shown.
fn whole_minute(at: Moment) -> Moment {
    at.plus((-at.unix()).rem_euclid(60))
}

/// A time of day; `9:30` as well as `09:30`.
fn clock(text: &str) -> Option<Time> {
    let (hours, rest) = text.split_once(':')?;
    let is_short = (1..=2).contains(&hours.len()) && text.chars().all(|c| c.is_ascii_digit() || c == ':');
    if !is_short {
        return None;
    }
    format!("{hours:0>2}:{rest}").parse().ok()
}

fn zoned(at: Moment, zone: &TimeZone) -> Option<Zoned> {
    Some(Timestamp::from_second(at.unix()).ok()?.to_zoned(zone.clone()))
}

fn moment(zoned: &Zoned) -> Option<Moment> {
    Moment::from_unix(zoned.timestamp().as_second())
}

fn on_the_day_of(base: Moment, time: Time, days: i64, zone: &TimeZone) -> Vec<Moment> {
    let day = zoned(base, zone).and_then(|there| there.date().checked_add(days.days()).ok());
    day.map(|day| moments(day.to_datetime(time), zone)).unwrap_or_default()
}

/// How a file writes its times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `2026-11-20T13:12:00Z`
    Utc,
    /// `2026-11-20T13:12:00+01:00`
    Offset,
    /// `2026-11-20T13:12:00`, or with a space.
    Local(char),
}

impl Style {
    /// That of a time in the file.
    #[must_use]
    pub fn of(written: &str) -> Self {
        let Some(separator) = written.chars().nth(10).filter(|c| matches!(c, 'T' | 't' | ' ')) else {
            return Self::Utc;
        };
        let time = written.get(11..).unwrap_or_default();
        if time.ends_with(['Z', 'z']) || time.contains('[') {
            Self::Utc
        } else if time.contains(['+', '-']) {
            Self::Offset
        } else {
            Self::Local(separator)
        }
    }

    /// A time in this style; in UTC where the style can't say it, as in the hour that comes twice in autumn.
    #[must_use]
    pub fn write(self, at: Moment, zone: &TimeZone) -> String {
        match self {
            Self::Utc => at.rfc3339(),
            Self::Offset => at.rfc3339_in(zone),
            Self::Local(separator) => {
                let local = zoned(at, zone).map(|there| {
                    let seconds = if there.second() == 0 { "" } else { ":%S" };
                    there.strftime(&format!("%Y-%m-%d{separator}%H:%M{seconds}")).to_string()
                });
                local.filter(|local| Moment::parse(local, zone) == Some(at)).unwrap_or_else(|| at.rfc3339())
            }
        }
    }
}

/// `14:35 GMT`, with UTC beside it where that differs.
fn clock_words(at: Moment, zone: &TimeZone) -> String {
    let Some(there) = zoned(at, zone) else { return at.rfc3339() };
    let text = there.strftime("%H:%M %Z").to_string();
    if there.offset().is_zero() {
        return text;
    }
    format!("{text} ({} UTC)", there.with_time_zone(TimeZone::UTC).strftime("%H:%M"))
}

/// When something is, seen from `now`: `at 14:35 GMT`, on another day `on 24 November 2026 at 02:30 GMT`.
#[must_use]
pub fn day_and_clock(at: Moment, now: Moment, zone: &TimeZone) -> String {
    let clock = clock_words(at, zone);
    if at.date(zone) == now.date(zone) {
        return format!("at {clock}");
    }
    format!("on {} at {clock}", at.date(zone).strftime("%-d %B %Y"))
}

/// The same, and how far off: `at 14:35 GMT, in 30 minutes`.
#[must_use]
pub fn in_words(at: Moment, now: Moment, zone: &TimeZone) -> String {
    let when = day_and_clock(at, now, zone);
    match at.unix() - now.unix() {
        0 => format!("{when}, now"),
        ahead if ahead > 0 => format!("{when}, in {}", written_wait(ahead)),
        past => format!("{when}, {} ago", written_wait(-past)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn london() -> TimeZone {
        TimeZone::get("Europe/London").unwrap()
    }

    fn at(text: &str) -> Moment {
        Moment::parse(text, &TimeZone::UTC).unwrap()
    }

    fn after(typed: &str, base: &str) -> Option<String> {
        Typed::parse(typed).unwrap().after(at(base), &london()).ok().map(Moment::rfc3339)
    }

    fn before(typed: &str, now: &str) -> Option<String> {
        Typed::parse(typed).unwrap().before(at(now), &london()).ok().map(Moment::rfc3339)
    }

    #[test]
    fn a_time_is_typed_in_the_way_that_comes_to_mind() {
        let now = "2026-07-01T13:05:00Z";
        for (typed, meant) in [
            ("30m", "2026-07-01T13:35:00Z"),
            ("1h30m", "2026-07-01T14:35:00Z"),
            ("14:30", "2026-07-01T13:30:00Z"),
            ("2026-07-02 9:30", "2026-07-02T08:30:00Z"),
            ("2026-07-02T09:30", "2026-07-02T08:30:00Z"),
            ("2026-07-02T09:30:00Z", "2026-07-02T09:30:00Z"),
            ("2026-07-02T09:30:00+02:00", "2026-07-02T07:30:00Z"),
        ] {
            let typed = typed.replace(" 9", " 09");
            assert_eq!(after(&typed, now).as_deref(), Some(meant), "{typed}");
        }
        assert_eq!(after("30m", "2026-11-20T14:05:40Z").as_deref(), Some("2026-11-20T14:36:00Z"));
        assert_eq!(after("10s", "2026-11-20T14:05:40Z").as_deref(), Some("2026-11-20T14:06:00Z"));
        for wrong in ["soon", "", "2026-07-02", "25:00", "-30m", "0m", "14.30", "3 business days"] {
            assert!(Typed::parse(wrong).is_err(), "{wrong}");
        }
        assert!(Typed::parse("2026-07-02").unwrap_err().contains("\"2026-07-02 17:00\""));
        assert!(Typed::parse("2 business hours").unwrap_err().contains("name the time itself"));
    }

    #[test]
    fn a_wait_that_must_be_a_slip_is_refused() {
        let now = "2026-10-20T12:00:00Z";
        assert_eq!(after("7d", now).as_deref(), Some("2026-10-27T13:00:00Z"), "the clocks go back on the 25th");
        assert_eq!(before("31d", now).as_deref(), Some("2026-09-19T12:00:00Z"));
        for far in ["30mo", "8d", "P1Y"] {
            assert_eq!(after(far, now), None, "{far}");
        }
        assert_eq!(before("2mo", now), None);
        let said = Typed::parse("30mo").unwrap().after(at(now), &london()).unwrap_err().to_string();
        assert!(said.contains("20 April 2029") && said.contains("\"2029-04-20 14:30\""), "{said}");
        assert_eq!(after("2029-04-20 14:30", now).as_deref(), Some("2029-04-20T13:30:00Z"), "it was written out");
        assert_eq!(before("2026-01-20 14:30", now).as_deref(), Some("2026-01-20T14:30:00Z"));
    }

    /// On 25 October 2026 the clocks of London show the hour from one to two twice, until 01:00 UTC and from then on.
    #[test]
    fn in_the_hour_that_comes_twice_the_one_is_meant_that_fits() {
        for typed in ["01:20", "2026-10-25 01:20"] {
            assert_eq!(before(typed, "2026-10-25T00:30:00Z").as_deref(), Some("2026-10-25T00:20:00Z"), "{typed}");
            assert_eq!(before(typed, "2026-10-25T01:10:00Z").as_deref(), Some("2026-10-25T00:20:00Z"), "{typed}");
            assert_eq!(before(typed, "2026-10-25T01:30:00Z").as_deref(), Some("2026-10-25T01:20:00Z"), "{typed}");
            assert_eq!(after(typed, "2026-10-25T00:10:00Z").as_deref(), Some("2026-10-25T00:20:00Z"), "{typed}");
            assert_eq!(after(typed, "2026-10-25T00:30:00Z").as_deref(), Some("2026-10-25T01:20:00Z"), "{typed}");
            assert_eq!(after(typed, "2026-10-25T01:20:00Z"), None, "{typed}");
        }
        let planned = |base| Typed::parse("2026-10-25 01:20").unwrap().planned(at(base), &london()).unwrap().rfc3339();
        assert_eq!(planned("2026-10-20T00:00:00Z"), "2026-10-25T00:20:00Z");
        assert_eq!(planned("2026-10-25T00:40:00Z"), "2026-10-25T01:20:00Z", "an end comes after its beginning");
        assert_eq!(planned("2026-12-01T00:00:00Z"), "2026-10-25T01:20:00Z");
    }

    /// On 29 March 2026 they go from 01:00 to 02:00.
    #[test]
    fn a_time_that_is_skipped_is_read_as_in_files() {
        for typed in ["01:30", "2026-03-29 01:30"] {
            assert_eq!(after(typed, "2026-03-29T00:50:00Z").as_deref(), Some("2026-03-29T01:30:00Z"), "{typed}");
            assert_eq!(after(typed, "2026-03-29T01:30:00Z"), None, "{typed}");
            assert_eq!(before(typed, "2026-03-29T01:40:00Z").as_deref(), Some("2026-03-29T01:30:00Z"), "{typed}");
            assert_eq!(before(typed, "2026-03-29T01:10:00Z"), None, "{typed}");
        }
        assert_eq!(Moment::parse("2026-03-29 01:30", &london()), Some(at("2026-03-29T01:30:00Z")));
    }

    #[test]
    fn a_time_of_day_crosses_midnight_and_no_more() {
        assert_eq!(after("00:20", "2026-11-20T23:50:00Z").as_deref(), Some("2026-11-21T00:20:00Z"));
        assert_eq!(after("9:30", "2026-11-20T22:00:00Z").as_deref(), Some("2026-11-21T09:30:00Z"));
        assert_eq!(after("13:30", "2026-11-20T14:05:00Z"), None, "that is an error in typing, not tomorrow");
        assert_eq!(after("14:05", "2026-11-20T14:05:00Z"), None);
        assert_eq!(before("23:50", "2026-11-20T00:10:00Z").as_deref(), Some("2026-11-19T23:50:00Z"));
        assert_eq!(before("20m", "2026-11-20T00:10:00Z").as_deref(), Some("2026-11-19T23:50:00Z"));
        assert_eq!(before("14:30", "2026-11-20T14:05:00Z"), None);
    }

    #[test]
    fn times_are_written_as_the_file_writes_them() {
        let moment = at("2026-07-01T13:05:00Z");
        for (sample, written) in [
            ("2026-07-01T10:00:00Z", "2026-07-01T13:05:00Z"),
            ("2026-01-01T10:00:00+00:00", "2026-07-01T14:05:00+01:00"),
            ("2026-07-01 10:00", "2026-07-01 14:05"),
            ("2026-07-01T10:00:00", "2026-07-01T14:05"),
            ("2026-07-01", "2026-07-01T13:05:00Z"),
        ] {
            assert_eq!(Style::of(sample).write(moment, &london()), written, "{sample}");
        }
        let twice = at("2026-10-25T01:30:00Z");
        assert_eq!(Style::Local(' ').write(twice, &london()), "2026-10-25T01:30:00Z", "01:30 means the first one");
    }

    #[test]
    fn a_promise_is_told_in_words() {
        let now = at("2026-11-20T14:05:00Z");
        assert_eq!(in_words(at("2026-11-20T14:35:00Z"), now, &london()), "at 14:35 GMT, in 30 minutes");
        let words = in_words(at("2026-07-02T08:30:00Z"), at("2026-07-01T13:05:00Z"), &london());
        assert_eq!(words, "on 2 July 2026 at 09:30 BST (08:30 UTC), in 19 hours 25 minutes");
    }
}
