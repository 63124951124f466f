//! `contact/calendars.yaml`: the hours that channels and promises refer to, by name.
//!
//! What is written is kept beside what it means, because people are shown the one and clocks reckon with the other.

mod exceptions;
mod week;

use jiff::tz::TimeZone;

use crate::diag::{Code, Diagnostic, Place};
use crate::source::{SitePath, SourceText};
use crate::time::{Hours, Misread, Moment, Openings, Shift};
use crate::yaml::{Date, Fields, FromNode, Node, Placed, Reader, Value};

pub use exceptions::Exception;
pub use week::WeekLine;

/// The finding for two shifts at the same time.
const OVERLAPPING_HOURS: Code = Code("overlapping-hours");
/// The finding for hours that end before they begin.
const BACKWARDS_HOURS: Code = Code("backwards-hours");
/// The finding for a day that is given hours twice.
const DUPLICATE_DAY: Code = Code("duplicate-day");

/// The word for the zone of whoever looks.
const VISITOR: &str = "visitor";

/// Whose clock the hours go by.
#[derive(Clone, Debug)]
pub enum ClockOf {
    /// A place's.
    Place(TimeZone),
    /// That of whoever looks, wherever they are.
    Visitor,
}

/// Opening hours under a name.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// The file it stands in.
    pub path: SitePath,
    /// Its name, which channels and targets use.
    pub name: Placed<String>,
    /// Whose clock its hours go by.
    pub clock: ClockOf,
    /// The name of that zone; empty where it is the visitor's.
    pub zone_name: String,
    /// The week as written, for people.
    pub week: Vec<WeekLine>,
    /// Holidays, as written.
    pub holidays: Vec<Exception>,
    /// Other days that differ, as written.
    pub exceptions: Vec<Exception>,
    /// The last day it was planned for.
    pub valid_until: Option<Placed<Date>>,
    /// What all of that means.
    pub hours: Hours,
}

impl Calendar {
    /// When somebody is there between two moments. `visitor` is the zone of whoever looks, for a calendar that goes by it.
    #[must_use]
    pub fn openings(&self, visitor: &TimeZone, from: Moment, until: Moment) -> Openings {
        self.hours.openings(self.zone(visitor), from, until)
    }

    /// Holidays and other days that differ, in the order of the file. A day that two lines have stands in the first of
    /// them, which is the one that counts.
    #[must_use]
    pub fn differing(&self) -> Vec<Exception> {
        exceptions::each_day_once(self.holidays.iter().chain(&self.exceptions))
    }

    /// Whether somebody is there round the clock, on every day that is known.
    #[must_use]
    pub fn is_always(&self) -> bool {
        !self.week.is_empty() && self.week.iter().all(WeekLine::is_always) && self.hours.dates.is_empty()
    }

    /// The zone of its clock, for a visitor in the zone `visitor`.
    #[must_use]
    pub fn zone<'a>(&'a self, visitor: &'a TimeZone) -> &'a TimeZone {
        match &self.clock {
            ClockOf::Place(zone) => zone,
            ClockOf::Visitor => visitor,
        }
    }
}

/// Reads the file: one calendar under each key. `zone` is that of calendars which name none.
pub fn read_calendars(
    node: &Node,
    source: &SourceText,
    zone: &TimeZone,
    findings: &mut Vec<Diagnostic>,
) -> Vec<Calendar> {
    let mut reader = Reader { source, zone, findings };
    let Value::Map(entries) = &node.value else {
        reader.unexpected(&node.span, "expected calendars by name", None);
        return Vec::new();
    };
    entries.iter().filter_map(|(name, node)| read_calendar(name, node, &mut reader)).collect()
}

fn read_calendar(name: &Placed<String>, node: &Node, reader: &mut Reader<'_>) -> Option<Calendar> {
    let (path, own_zone) = (reader.source.path().clone(), reader.zone.clone());
    let mut fields = Fields::of(node, reader)?;
    let (clock, zone_name) = read_clock(&mut fields, own_zone);
    let (week, usual) = week::read(&mut fields);
    let holidays: Vec<Exception> = fields.get_or_default("holidays");
    let exceptions: Vec<Exception> = fields.get_or_default("exceptions");
    let valid_until: Option<Placed<Date>> = fields.get("valid_until");
    let dates = exceptions::by_date(holidays.iter().chain(&exceptions), fields.reader());
    let hours = Hours { week: usual, dates, last: valid_until.as_ref().map(|last| last.value) };
    fields.finish();
    Some(Calendar { path, name: name.clone(), clock, zone_name, week, holidays, exceptions, valid_until, hours })
}

fn read_clock(fields: &mut Fields<'_, '_>, own: TimeZone) -> (ClockOf, String) {
    let own_name = own.iana_name().unwrap_or("UTC").to_owned();
    let Some(written) = fields.get::<String>("time_zone") else { return (ClockOf::Place(own), own_name) };
    if written.value == VISITOR {
        return (ClockOf::Visitor, String::new());
    }
    match TimeZone::get(&written) {
        Ok(zone) => (ClockOf::Place(zone), written.value),
        Err(_) => {
            let help = Some("write a name from the IANA list, such as Europe/London, or `visitor`".to_owned());
            fields.reader().unexpected(&written.span, format!("`{}` is not a time zone", written.value), help);
            (ClockOf::Place(own), own_name)
        }
    }
}

/// The shifts of a day, in order and apart from each other; what is not so is left out after a finding.
fn read_shifts(node: &Node, reader: &mut Reader<'_>) -> Vec<Shift> {
    let written: Vec<Placed<String>> = Vec::from_node(node, reader).unwrap_or_default();
    let mut shifts: Vec<Shift> = Vec::new();
    for text in &written {
        let Some(shift) = read_shift(text, reader) else { continue };
        match shifts.last() {
            Some(last) if shift.from < last.until => raise(reader, text, disorder(*last, shift)),
            _ => shifts.push(shift),
        }
    }
    shifts
}

fn read_shift(text: &Placed<String>, reader: &mut Reader<'_>) -> Option<Shift> {
    let misread = match Shift::parse(text) {
        Ok(shift) => return Some(shift),
        Err(_) if matches!(text.as_str(), "24/7" | "always") => return Some(Shift::WHOLE_DAY),
        Err(misread) => misread,
    };
    let written = &text.value;
    match misread {
        Misread::NotHours => {
            let help = "write them as 09:00-12:30; a shift past midnight as 22:00-06:00".to_owned();
            reader.unexpected(&text.span, format!("`{written}` is not a time of day to another"), Some(help));
        }
        Misread::Empty => {
            let help = "for the whole day write 00:00-24:00; a closed day has no hours";
            raise(reader, text, (BACKWARDS_HOURS, format!("`{written}` ends when it begins"), help));
        }
        Misread::Backwards => {
            let message = format!("`{written}` would go through the night and most of the next day");
            let help = "turn the two times round; or write 18:00-24:00, and 00:00-09:00 on the day after";
            raise(reader, text, (BACKWARDS_HOURS, message, help));
        }
    }
    None
}

type Trouble = (Code, String, &'static str);

/// What is wrong with a shift that begins before the one written before it has ended.
fn disorder(first: Shift, second: Shift) -> Trouble {
    if second.until <= first.from {
        let message = format!("{second} is written after {first}");
        return (BACKWARDS_HOURS, message, "write the hours of a day in their order");
    }
    (OVERLAPPING_HOURS, format!("{second} overlaps {first}"), "make one of them, or let one end before the next begins")
}

fn raise<T>(reader: &mut Reader<'_>, at: &Placed<T>, (code, message, help): Trouble) {
    let place = Place::span(reader.source, at.span.clone());
    reader.findings.push(Diagnostic::error(code, place, message).help(help));
}
