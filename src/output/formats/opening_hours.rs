//! `contact/hours.json`: when somebody is there, for the visitor's clock. Every calendar that a page shows stands in it
//! with the next 400 days, as moments: a browser needs no zone to reckon with them.
//!
//! Numbers are minutes. `from` counts from 1970 in UTC, `until` and all others from `from`. A calendar of a place has
//! `until`, up to which it is known; `offsets`, each from when and by how much its clock is ahead of UTC; and `days`, a
//! list for each business day: how long it is closed, then open, then closed, and so on, from the end of the day before.
//! A calendar that goes by the visitor's clock has its `week`, Monday first, the `dates` that differ, and the `last` day.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use serde::Serialize;

use crate::kinds::{Calendar, ClockOf};
use crate::site::Site;
use crate::time::{Hours, Moment, Openings, Shift, clock_changes};

use super::super::{Press, RenderError};

/// Where it lies.
pub(crate) const PATH: &str = "contact/hours.json";

/// Days ahead that it knows.
const DAYS: i64 = 400;

const DAY: i64 = 24 * 60 * 60;
const MINUTE: i64 = 60;

#[derive(Serialize)]
struct File<'a> {
    from: i64,
    until: i64,
    calendars: BTreeMap<&'a str, Reckoned>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Reckoned {
    OfPlace { place: String, until: i64, offsets: Vec<[i64; 2]>, days: Vec<Vec<i64>> },
    OfVisitor { week: Vec<Vec<[u16; 2]>>, dates: BTreeMap<String, Vec<[u16; 2]>>, last: Option<String> },
}

/// Whether the site has it: where a page shows a calendar.
pub(crate) fn applies(site: &Site) -> bool {
    !site.shown_calendars().is_empty()
}

pub(super) fn make(press: &Press) -> Result<Vec<u8>, RenderError> {
    let site = &press.site;
    let (from, until) = known(site.now);
    let of = |calendar: &Calendar| match &calendar.clock {
        ClockOf::Place(zone) => of_place(calendar, zone, (from, until)),
        ClockOf::Visitor => of_visitor(&calendar.hours),
    };
    let calendars = site.shown_calendars().into_iter().map(|calendar| (calendar.name.as_str(), of(calendar)));
    let file = File { from: from.unix() / MINUTE, until: minutes(from, until), calendars: calendars.collect() };
    Ok(super::json(&file))
}

/// Whole days, so that two builds of a day make the same file; and the day before, for clocks that are slow.
fn known(now: Moment) -> (Moment, Moment) {
    let midnight = now.plus(-now.unix().rem_euclid(DAY));
    (midnight.plus(-DAY), midnight.plus((DAYS + 1) * DAY))
}

fn minutes(from: Moment, until: Moment) -> i64 {
    (until.unix() - from.unix()) / MINUTE
}

fn of_place(calendar: &Calendar, zone: &TimeZone, (from, until): (Moment, Moment)) -> Reckoned {
    let openings = calendar.openings(zone, from, until);
    let changes = clock_changes(zone, from, until).into_iter();
    Reckoned::OfPlace {
        place: place(&calendar.zone_name),
        until: minutes(from, openings.until()),
        offsets: changes.map(|(at, ahead)| [minutes(from, at), ahead / MINUTE]).collect(),
        days: days(&openings),
    }
}

/// `Europe/Zurich` is known as Zurich, `America/Argentina/Buenos_Aires` as Buenos Aires.
fn place(zone: &str) -> String {
    zone.rsplit('/').next().unwrap_or(zone).replace('_', " ")
}

fn days(openings: &Openings) -> Vec<Vec<i64>> {
    let mut days: Vec<Vec<i64>> = Vec::new();
    let mut end = openings.from();
    for day in openings.stretches().chunk_by(|one, next| one.day == next.day) {
        let mut turns = Vec::with_capacity(2 * day.len());
        for stretch in day {
            turns.extend([minutes(end, stretch.from), minutes(stretch.from, stretch.until)]);
            end = stretch.until;
        }
        days.push(turns);
    }
    days
}

fn of_visitor(hours: &Hours) -> Reckoned {
    let all = |shifts: &[Shift]| shifts.iter().map(|shift| [shift.from, shift.until]).collect();
    Reckoned::OfVisitor {
        week: hours.week.iter().map(|shifts| all(shifts)).collect(),
        dates: hours.dates.iter().map(|(date, shifts)| (date.to_string(), all(shifts))).collect(),
        last: hours.last.map(|last| last.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_called_as_people_call_them() {
        assert_eq!(place("America/Argentina/Buenos_Aires"), "Buenos Aires");
        assert_eq!(place("UTC"), "UTC");
    }
}
