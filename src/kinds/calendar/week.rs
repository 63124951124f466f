//! The usual week of a calendar.

use jiff::civil::Weekday;

use crate::diag::did_you_mean;
use crate::time::Shift;
use crate::yaml::{Fields, Node, Placed, Reader, Value};

use super::{DUPLICATE_DAY, OVERLAPPING_HOURS, raise, read_shifts};

/// Days of the week that have the same hours, as they were written in one line.
#[derive(Clone, Debug)]
pub struct WeekLine {
    /// The first and the last of days in a row; the same twice for one alone.
    pub days: Vec<(Weekday, Weekday)>,
    /// Their hours; empty means closed.
    pub shifts: Vec<Shift>,
}

impl WeekLine {
    /// Whether it says that somebody is always there.
    #[must_use]
    pub fn is_always(&self) -> bool {
        self.shifts == [Shift::WHOLE_DAY] && self.days.iter().map(|range| each(*range).count()).sum::<usize>() == 7
    }
}

type Week = [Vec<Shift>; 7];

/// `hours: {mon-fri: ["09:00-12:30", "13:30-18:00"]}`, or `24/7`.
pub(super) fn read(fields: &mut Fields<'_, '_>) -> (Vec<WeekLine>, Week) {
    if !fields.is_given("hours") {
        // It says that the key is missing.
        let _ = fields.require::<String>("hours");
        return Default::default();
    }
    let Some(node) = fields.node("hours") else { return Default::default() };
    match &node.value {
        Value::Map(lines) => read_lines(lines, fields.reader()),
        Value::Scalar(always) if matches!(always.as_str(), "24/7" | "always") => {
            let days = vec![(Weekday::Monday, Weekday::Sunday)];
            let shifts = vec![Shift::WHOLE_DAY];
            (vec![WeekLine { days, shifts: shifts.clone() }], std::array::from_fn(|_| shifts.clone()))
        }
        Value::Null | Value::List(_) | Value::Scalar(_) => {
            let help = "write `hours: {mon-fri: [\"09:00-17:00\"]}`, or `hours: 24/7`".to_owned();
            fields.reader().unexpected(&node.span, "expected days with their hours", Some(help));
            Default::default()
        }
    }
}

fn read_lines(lines: &[(Placed<String>, Node)], reader: &mut Reader<'_>) -> (Vec<WeekLine>, Week) {
    let mut week: [Option<Vec<Shift>>; 7] = Default::default();
    let mut read = Vec::new();
    for (name, node) in lines {
        let shifts = read_shifts(node, reader);
        let Some(days) = read_days(name, reader) else { continue };
        for day in days.iter().flat_map(|range| each(*range)) {
            match &mut week[place(day)] {
                Some(_) => {
                    let message = format!("{day:?} has hours in a line before this one");
                    raise(reader, name, (DUPLICATE_DAY, message, "write each day once; the first line counts"));
                }
                free => *free = Some(shifts.clone()),
            }
        }
        read.push((name, WeekLine { days, shifts }));
    }
    let week = week.map(Option::unwrap_or_default);
    for (name, line) in &read {
        overlap_next_day(name, line, &week, reader);
    }
    (read.into_iter().map(|(_, line)| line).collect(), week)
}

/// A shift past midnight that goes on when the next day has begun to be served.
fn overlap_next_day(name: &Placed<String>, line: &WeekLine, week: &Week, reader: &mut Reader<'_>) {
    let Some(last) = line.shifts.last() else { return };
    let meets = |day: &Weekday| {
        let next = week[place(day.next())].first();
        next.is_some_and(|next| last.until > next.from + Shift::WHOLE_DAY.until)
    };
    if let Some(day) = line.days.iter().flat_map(|range| each(*range)).find(meets) {
        let next = day.next();
        let message = format!("{last} on {day:?} goes on when the hours of {next:?} have begun");
        raise(reader, name, (OVERLAPPING_HOURS, message, "let it end when those begin"));
    }
}

/// `mon-fri`, `sat`, `tue, thu`, `monday`.
fn read_days(name: &Placed<String>, reader: &mut Reader<'_>) -> Option<Vec<(Weekday, Weekday)>> {
    let mut days = Vec::new();
    for range in name.split(',') {
        let (from, to) = range.split_once(['-', '–']).unwrap_or((range, range));
        match (day(from), day(to)) {
            (Some(from), Some(to)) => days.push((from, to)),
            (from, _) => {
                let unknown =
                    if from.is_some() { to } else { range.split(['-', '–']).next().unwrap_or_default() }.trim();
                let help = did_you_mean(unknown, NAMES.iter().copied())
                    .unwrap_or_else(|| "days are mon, tue, wed, thu, fri, sat and sun, or mon-fri".to_owned());
                reader.unexpected(&name.span, format!("`{unknown}` is not a day of the week"), Some(help));
                return None;
            }
        }
    }
    Some(days)
}

const NAMES: [&str; 14] = [
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

fn day(name: &str) -> Option<Weekday> {
    let name = name.trim().to_lowercase();
    let at = NAMES.iter().position(|known| *known == name)? % 7;
    Weekday::from_monday_zero_offset(i8::try_from(at).ok()?).ok()
}

/// The place of a day in a week that begins on Monday.
fn place(day: Weekday) -> usize {
    usize::from(day.to_monday_zero_offset().unsigned_abs())
}

/// Every day from one to another; `sat-mon` goes over the end of the week.
fn each((from, to): (Weekday, Weekday)) -> impl Iterator<Item = Weekday> {
    let count = usize::try_from(from.until(to)).unwrap_or_default() + 1;
    from.cycle_forward().take(count)
}
