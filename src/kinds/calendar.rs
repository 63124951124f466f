//! `contact/calendars.yaml`: opening hours as written. What is open when is reckoned elsewhere.

use crate::diag::Diagnostic;
use crate::source::SourceText;
use crate::yaml::{Date, Fields, Node, Placed, Reader, Value};

/// A day that differs from the week.
#[derive(Clone, Debug)]
pub struct Holiday {
    /// Which day.
    pub date: Date,
    /// Why.
    pub name: Option<String>,
    /// Its hours; empty means closed.
    pub hours: Vec<String>,
}

/// Opening hours under a name.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// Its name, which channels and targets use.
    pub name: Placed<String>,
    /// The zone of its hours, as written.
    pub time_zone: Option<Placed<String>>,
    /// Days of the week, as written (`mon-fri`), with their hours (`09:00-12:30`).
    pub hours: Vec<(String, Vec<String>)>,
    /// Days that differ.
    pub holidays: Vec<Holiday>,
    /// The last day it was planned for.
    pub valid_until: Option<Placed<Date>>,
}

/// Reads the file: one calendar under each key.
pub fn read_calendars(node: &Node, source: &SourceText, findings: &mut Vec<Diagnostic>) -> Vec<Calendar> {
    let mut reader = Reader { source, zone: &jiff::tz::TimeZone::UTC, findings };
    let Value::Map(entries) = &node.value else {
        reader.unexpected(&node.span, "expected calendars by name", None);
        return Vec::new();
    };
    entries.iter().filter_map(|(name, node)| read_calendar(name, node, &mut reader)).collect()
}

fn read_calendar(name: &Placed<String>, node: &Node, reader: &mut Reader<'_>) -> Option<Calendar> {
    let mut fields = Fields::of(node, reader)?;
    let time_zone: Option<Placed<String>> = fields.get("time_zone");
    if let Some(zone) = time_zone.as_ref().filter(|zone| jiff::tz::TimeZone::get(zone).is_err()) {
        let help = Some("write a name from the IANA list, such as Europe/London".to_owned());
        fields.reader().unexpected(&zone.span, format!("`{}` is not a time zone", zone.value), help);
    }
    let calendar = Calendar {
        name: name.clone(),
        time_zone,
        hours: read_hours(&mut fields),
        holidays: fields.get_or_default("holidays"),
        valid_until: fields.get("valid_until"),
    };
    fields.finish();
    Some(calendar)
}

/// `hours: {mon-fri: ["09:00-12:30", "13:30-18:00"]}`, or one word such as `24/7`.
fn read_hours(fields: &mut Fields<'_, '_>) -> Vec<(String, Vec<String>)> {
    use crate::yaml::FromNode;
    let Some(node) = fields.node("hours") else { return Vec::new() };
    match &node.value {
        Value::Map(days) => days
            .iter()
            .filter_map(|(day, hours)| Some((day.value.clone(), Vec::from_node(hours, fields.reader())?)))
            .collect(),
        Value::Scalar(always) => vec![(always.clone(), Vec::new())],
        Value::Null | Value::List(_) => {
            fields.reader().unexpected(&node.span, "expected days with their hours", None);
            Vec::new()
        }
    }
}

impl crate::yaml::FromNode for Holiday {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, reader)?;
        let date: Placed<Date> = fields.require("date")?;
        let holiday = Self {
            date: date.value,
            name: fields.get("name").map(|name| name.value),
            hours: fields.get_or_default("hours"),
        };
        fields.finish();
        Some(holiday)
    }
}
