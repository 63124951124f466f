//! What a promise comes to by the clock on the wall: two hours that count in somebody's hours may be four days.
//!
//! It is the longest wait of anybody who begins to wait within a year, and it is never told shorter than it is: where the
//! hours are settled for less than that year, it says until when they were looked at.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::kinds::{Calendar, Exception};
use crate::time::{BusinessTime, Moment, Openings, RealWait, Shift, Wait, written_date};

use super::Site;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Within how long somebody may begin to wait, in seconds.
const YEAR: i64 = 365 * DAY;
/// Waits are told in days from this length on, in seconds: nobody can picture 400 hours.
const MANY_DAYS: i64 = 10 * DAY;

/// The longest waits for what is promised, each reckoned once.
#[derive(Debug)]
pub struct Waits<'a> {
    site: &'a Site,
    from: Moment,
    openings: BTreeMap<String, Openings>,
    reckoned: BTreeMap<(String, BusinessTime), Option<Worst>>,
}

/// What a promise means at worst.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Worst {
    /// What it says: somebody is there day and night.
    AsPromised,
    /// This.
    Reckoned(Reckoned),
}

/// The longest wait that there can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reckoned {
    /// From when to when it is.
    pub wait: RealWait,
    /// The days in it with fewer hours than usual, by their names.
    pub holidays: Vec<String>,
    /// The moment up to which it was reckoned, where the hours are not settled for the whole year.
    pub until: Option<Moment>,
}

impl Worst {
    /// What was reckoned, where that is not what was promised.
    #[must_use]
    pub fn reckoned(&self) -> Option<&Reckoned> {
        match self {
            Self::AsPromised => None,
            Self::Reckoned(reckoned) => Some(reckoned),
        }
    }
}

impl Reckoned {
    /// How long it is: `114 hours`, `42 hours 15 minutes`, `12 days 3 hours`.
    #[must_use]
    pub fn length(&self) -> String {
        in_hours(self.wait.seconds())
    }
}

impl<'a> Waits<'a> {
    /// Waits that begin within a year from `from` on.
    #[must_use]
    pub fn from(site: &'a Site, from: Moment) -> Self {
        Self { site, from, openings: BTreeMap::new(), reckoned: BTreeMap::new() }
    }

    /// The last moment at which a wait may begin, and the first after it.
    #[must_use]
    pub fn span(&self) -> (Moment, Moment) {
        (self.from, self.from.plus(YEAR))
    }

    /// The longest wait for what is promised in the hours of a calendar; nothing where the promise has no meaning in
    /// business hours, or where the hours are settled for too short a time.
    pub fn worst(&mut self, calendar: &Calendar, promised: &Wait) -> Option<Worst> {
        let time = promised.in_business_time()?;
        if calendar.is_always() {
            return Some(Worst::AsPromised);
        }
        let key = (calendar.name.value.clone(), time);
        if let Some(known) = self.reckoned.get(&key) {
            return known.clone();
        }
        let worst = self.reckon(calendar, time).map(Worst::Reckoned);
        self.reckoned.insert(key, worst.clone());
        worst
    }

    fn reckon(&mut self, calendar: &Calendar, time: BusinessTime) -> Option<Reckoned> {
        let (from, until) = self.span();
        let zone = calendar.zone(&self.site.config.time_zone);
        // A wait that begins on the last day has a year to end in.
        let openings = self
            .openings
            .entry(calendar.name.value.clone())
            .or_insert_with(|| calendar.openings(zone, from, until.plus(YEAR)));
        let wait = from_the_close(openings, time, openings.longest_wait(time, from, until)?);
        // Who begins later is never done earlier, so the last wait tells whether all of them are known.
        let is_whole = openings.after(until.plus(-1), time).is_some();
        let until = (!is_whole).then(|| openings.until());
        Some(Reckoned { wait, holidays: holidays(calendar, zone, wait), until })
    }
}

/// The same wait, told from the close of the hours in which it begins where it is as long from there: "from 17:00" is
/// a moment on a door, "from one second past 15:00" is none.
fn from_the_close(openings: &Openings, time: BusinessTime, wait: RealWait) -> RealWait {
    let close = openings.stretches().iter().map(|stretch| stretch.until).find(|close| *close >= wait.from);
    let later = close.and_then(|from| Some(RealWait { from, until: openings.after(from, time)? }));
    later.filter(|later| later.seconds() == wait.seconds()).unwrap_or(wait)
}

/// The days that make a wait longer, by their names; a day without a name by its date.
fn holidays(calendar: &Calendar, zone: &TimeZone, wait: RealWait) -> Vec<String> {
    let mut days: Vec<(Date, &Exception)> = Vec::new();
    let (first, last) = (wait.from.date(zone), wait.until.date(zone));
    let differing = calendar.differing();
    for exception in &differing {
        let within = exception.dates().filter(|date| first <= *date && *date <= last);
        days.extend(within.filter(|date| is_cut(calendar, zone, wait, *date)).map(|date| (date, exception)));
    }
    days.sort_by_key(|(date, _)| *date);
    let mut names: Vec<String> =
        days.into_iter().map(|(date, day)| day.name.clone().unwrap_or_else(|| written_date(date))).collect();
    names.dedup();
    names
}

/// Whether a day has less time in which somebody is there, within a wait, than it usually has.
fn is_cut(calendar: &Calendar, zone: &TimeZone, wait: RealWait, date: Date) -> bool {
    let minute = |at: Moment| {
        let local = at.local(zone);
        u16::try_from(i32::from(local.hour()) * 60 + i32::from(local.minute())).unwrap_or_default()
    };
    let from = if wait.from.date(zone) == date { minute(wait.from) } else { 0 };
    let until = if wait.until.date(zone) == date { minute(wait.until) } else { u16::MAX };
    let open = |shifts: &[Shift]| -> u32 {
        shifts.iter().map(|shift| u32::from(shift.until.min(until).saturating_sub(shift.from.max(from)))).sum()
    };
    let usual = &calendar.hours.week[usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())];
    open(calendar.hours.on(date)) < open(usual)
}

/// A length of time as people count a wait, rounded up to the minute: in hours, and in days once those are many.
#[must_use]
pub fn in_hours(seconds: i64) -> String {
    let minutes = (seconds.max(0) + MINUTE - 1) / MINUTE;
    let counted = |count: i64, unit: &str| format!("{count} {unit}{}", if count == 1 { "" } else { "s" });
    let (large, small) = if minutes * MINUTE >= MANY_DAYS {
        let hours = (minutes + 59) / 60;
        ((hours / 24, "day"), (hours % 24, "hour"))
    } else {
        ((minutes / 60, "hour"), (minutes % 60, "minute"))
    };
    match (large.0, small.0) {
        (0, count) => counted(count, small.1),
        (count, 0) => counted(count, large.1),
        (count, rest) => format!("{} {}", counted(count, large.1), counted(rest, small.1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_counted_in_hours_and_never_told_too_short() {
        for (seconds, words) in [
            (0, "0 minutes"),
            (1, "1 minute"),
            (59 * MINUTE + 1, "1 hour"),
            (42 * HOUR + 15 * MINUTE, "42 hours 15 minutes"),
            (114 * HOUR, "114 hours"),
            (MANY_DAYS, "10 days"),
            (12 * DAY + 2 * HOUR + 1, "12 days 3 hours"),
        ] {
            assert_eq!(in_hours(seconds), words, "{seconds}");
        }
    }
}
