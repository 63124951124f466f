//! Times as they are typed, as they are written into a file, and in words.

use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};

use crate::time::{Moment, Wait, written_wait};

use super::super::Failure;

/// Hours within which a bare time of day may mean yesterday or tomorrow: around midnight, and no typing error further off.
const NEAR: i64 = 12 * 60 * 60;

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
        let form = clock(text)
            .map(Form::Clock)
            .or_else(|| {
                text.parse::<Timestamp>().ok().and_then(|at| Moment::from_unix(at.as_second())).map(Form::Moment)
            })
            .or_else(|| text.parse().ok().filter(|_| text.contains(':')).map(Form::Local))
            .or_else(|| Wait::parse(text).filter(|wait| !wait.is_zero()).map(Form::Wait));
        let form = form.ok_or("expected 30m, 2h, 14:30, 2026-11-24 02:30 or 2026-11-24T02:30:00Z")?;
        Ok(Self { text: text.to_owned(), form })
    }

    /// A time to come: a wait begins at `base`, a time of day is the next one after it.
    ///
    /// # Errors
    /// When it does not come after `base`.
    pub fn after(&self, base: Moment, zone: &TimeZone) -> Result<Moment, Failure> {
        let at = match &self.form {
            Form::Wait(wait) => wait.after(base, zone).map(whole_minute),
            Form::Clock(time) => {
                let today = on_the_day_of(base, *time, 0, zone).filter(|at| *at > base);
                let next = || on_the_day_of(base, *time, 1, zone).filter(|at| at.unix() - base.unix() <= NEAR);
                today.or_else(next)
            }
            fixed => fixed.fixed(zone),
        };
        at.filter(|at| *at > base).ok_or_else(|| {
            let base = clock_words(base, zone);
            Failure::new(format!(
                "`{}` does not come after {base}\nhelp: name a later time, such as 30m or 14:30",
                self.text
            ))
        })
    }

    /// A time that has passed: a wait lies before `now`, a time of day is the last one before it.
    ///
    /// # Errors
    /// When it lies after `now`.
    pub fn before(&self, now: Moment, zone: &TimeZone) -> Result<Moment, Failure> {
        let at = match &self.form {
            Form::Wait(wait) => wait.before(now, zone),
            Form::Clock(time) => {
                let today = on_the_day_of(now, *time, 0, zone).filter(|at| *at <= now);
                let last = || on_the_day_of(now, *time, -1, zone).filter(|at| now.unix() - at.unix() <= NEAR);
                today.or_else(last)
            }
            fixed => fixed.fixed(zone),
        };
        at.filter(|at| *at <= now).ok_or_else(|| {
            let now = clock_words(now, zone);
            Failure::new(format!("`{}` has not come yet: it is {now}\nhelp: name an earlier time", self.text))
        })
    }

    /// A time of a plan: as [`after`](Self::after), but a date may lie anywhere.
    ///
    /// # Errors
    /// When the calendar does not reach it.
    pub fn planned(&self, base: Moment, zone: &TimeZone) -> Result<Moment, Failure> {
        match self.form.fixed(zone) {
            Some(at) => Ok(at),
            None => self.after(base, zone),
        }
    }
}

impl Form {
    /// What it means by itself; nothing for a time of day or a wait.
    fn fixed(&self, zone: &TimeZone) -> Option<Moment> {
        match self {
            Self::Moment(at) => Some(*at),
            Self::Local(local) => moment(&local.to_zoned(zone.clone()).ok()?),
            Self::Clock(_) | Self::Wait(_) => None,
        }
    }
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

fn on_the_day_of(base: Moment, time: Time, days: i64, zone: &TimeZone) -> Option<Moment> {
    let day = zoned(base, zone)?.date().checked_add(days.days()).ok()?;
    moment(&day.to_datetime(time).to_zoned(zone.clone()).ok()?)
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
        for wrong in ["soon", "", "2026-07-02", "25:00", "-30m", "0m", "14.30"] {
            assert!(Typed::parse(wrong).is_err(), "{wrong}");
        }
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
