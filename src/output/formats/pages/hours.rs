//! Opening hours in words, as they were written. Whether somebody is there now is not said here.

use crate::kinds::{Calendar, Holiday};
use crate::theme::Theme;
use crate::time::written_date;

/// A calendar's week, a line for each entry: "Monday to Friday 09:00–12:30 and 13:30–18:00".
pub(super) fn week(theme: &Theme, calendar: &Calendar) -> Vec<String> {
    let line = |(days, hours): &(String, Vec<String>)| {
        let days = days_in_words(theme, days);
        if hours.is_empty() { days } else { format!("{days} {}", times(theme, hours)) }
    };
    calendar.hours.iter().map(line).collect()
}

/// The days that differ: "25 December 2026: closed (Christmas Day)".
pub(super) fn exceptions(theme: &Theme, calendar: &Calendar) -> Vec<String> {
    let line = |holiday: &Holiday| {
        let date = written_date(holiday.date);
        let hours = match holiday.hours.as_slice() {
            [] => theme.string("closed").to_owned(),
            hours => times(theme, hours),
        };
        match &holiday.name {
            Some(name) => format!("{date}: {hours} ({name})"),
            None => format!("{date}: {hours}"),
        }
    };
    calendar.holidays.iter().map(line).collect()
}

fn times(theme: &Theme, hours: &[String]) -> String {
    let spans: Vec<String> = hours.iter().map(|span| span.replace('-', "–")).collect();
    spans.join(&format!(" {} ", theme.string("and")))
}

/// `mon-fri` is "Monday to Friday", `24/7` "at any time"; what is neither stands as written.
fn days_in_words(theme: &Theme, days: &str) -> String {
    if matches!(days, "24/7" | "always") {
        return theme.string("any_time").to_owned();
    }
    let parts: Vec<String> = days.split(',').map(|part| range_in_words(theme, part.trim())).collect();
    parts.join(", ")
}

fn range_in_words(theme: &Theme, range: &str) -> String {
    match range.split_once('-') {
        Some((from, to)) => format!("{} {} {}", day(theme, from), theme.string("day_to"), day(theme, to)),
        None => day(theme, range),
    }
}

fn day(theme: &Theme, name: &str) -> String {
    theme.find(&format!("day_{}", name.trim().to_lowercase())).unwrap_or(name).to_owned()
}
