//! Days on which a calendar differs from its week: holidays, and whatever happens once.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;

use crate::time::Shift;
use crate::yaml::{Date, Fields, FromNode, Node, Placed, Reader};

use super::{BACKWARDS_HOURS, DUPLICATE_DAY, raise, read_shifts};

/// Longest that one of them may last; what is longer is another week.
const MOST_DAYS: i32 = 366;

/// A day, or days in a row, with hours of their own.
#[derive(Clone, Debug)]
pub struct Exception {
    /// The first day.
    pub from: Placed<Date>,
    /// The last day.
    pub until: Date,
    /// Why.
    pub name: Option<String>,
    /// The hours; empty means closed.
    pub shifts: Vec<Shift>,
}

impl Exception {
    /// Its days.
    pub fn dates(&self) -> impl Iterator<Item = Date> {
        let until = self.until;
        self.from.value.series(1.day()).take_while(move |date| *date <= until)
    }

    /// The same on these days alone, which are a row.
    fn during(&self, row: &[Date]) -> Option<Self> {
        let from = Placed { value: *row.first()?, ..self.from.clone() };
        Some(Self { from, until: *row.last()?, ..self.clone() })
    }
}

impl FromNode for Exception {
    /// `{date: 2026-12-25, name: Christmas Day}`, `{from: 2026-12-24, until: 2027-01-02, name: Closed for the holidays}`.
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, reader)?;
        let days = read_dates(&mut fields);
        let name = fields.get("name").map(|name| name.value);
        let hours = fields.node("hours").filter(|node| node.value != crate::yaml::Value::Null);
        let shifts = hours.map(|node| read_shifts(node, fields.reader())).unwrap_or_default();
        fields.finish();
        let (from, until) = days?;
        Some(Self { from, until, name, shifts })
    }
}

fn read_dates(fields: &mut Fields<'_, '_>) -> Option<(Placed<Date>, Date)> {
    let [several, end] = ["from", "until"].map(|key| fields.is_given(key));
    if !several && !end {
        let date: Placed<Date> = fields.require("date")?;
        return Some((date.clone(), date.value));
    }
    let (from, until): (Option<Placed<Date>>, Option<Placed<Date>>) = (fields.require("from"), fields.require("until"));
    let (from, until) = (from?, until?);
    if until.value < from.value {
        let trouble = (BACKWARDS_HOURS, "it ends before it begins".to_owned(), "turn the two days round");
        raise(fields.reader(), &until, trouble);
        return None;
    }
    if (until.value - from.value).get_days() >= MOST_DAYS {
        let help = Some("a calendar that is closed for good is one that no channel names".to_owned());
        fields.reader().unexpected(&until.span, "this lasts for more than a year", help);
        return None;
    }
    Some((from, until.value))
}

/// The same with the days left that no line before has. What is left of days in a row may be several rows.
pub(super) fn each_day_once<'a>(all: impl Iterator<Item = &'a Exception>) -> Vec<Exception> {
    let mut known = BTreeSet::new();
    let mut counting = Vec::new();
    for exception in all {
        let own: Vec<Date> = exception.dates().filter(|date| known.insert(*date)).collect();
        let rows = own.chunk_by(|date, next| date.tomorrow().ok() == Some(*next));
        counting.extend(rows.filter_map(|row| exception.during(row)));
    }
    counting
}

/// The hours of each day that differs. Of two for the same day the first counts.
pub(super) fn by_date<'a>(
    all: impl Iterator<Item = &'a Exception>,
    reader: &mut Reader<'_>,
) -> BTreeMap<Date, Vec<Shift>> {
    let mut by_date = BTreeMap::new();
    for exception in all {
        let mut twice = None;
        for date in exception.dates() {
            match by_date.entry(date) {
                Entry::Occupied(_) => twice = twice.or(Some(date)),
                Entry::Vacant(free) => {
                    free.insert(exception.shifts.clone());
                }
            }
        }
        if let Some(date) = twice {
            let message = format!("{date} is listed before this line");
            let help = "write each day once; the first line counts";
            raise(reader, &exception.from, (DUPLICATE_DAY, message, help));
        }
    }
    by_date
}
