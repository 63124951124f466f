//! Opening hours in words, as they were written. Whether somebody is there now is for the visitor's clock to say.

use jiff::civil::{Date, Weekday};

use crate::kinds::{Calendar, ClockOf, Exception, WeekLine};
use crate::theme::Theme;
use crate::time::{Shift, written_date};

/// A calendar's week, a line for each entry: "Monday to Friday 09:00–12:30 and 13:30–18:00".
pub(super) fn week(theme: &Theme, calendar: &Calendar) -> Vec<String> {
    let everywhere = matches!(calendar.clock, ClockOf::Visitor).then(|| theme.string("hours_visitor").to_owned());
    calendar.week.iter().map(|line| week_line(theme, line)).chain(everywhere).collect()
}

/// The zone to read them in; empty where every zone reads them alike.
pub(super) fn zone(calendar: &Calendar) -> String {
    if calendar.is_always() { String::new() } else { calendar.zone_name.clone() }
}

fn week_line(theme: &Theme, line: &WeekLine) -> String {
    if line.is_always() {
        return theme.string("any_time").to_owned();
    }
    let days: Vec<String> = line.days.iter().map(|range| days_in_words(theme, *range)).collect();
    format!("{} {}", days.join(", "), times(theme, &line.shifts))
}

/// The days that differ, from `today` on: "25 December 2026: closed (Christmas Day)", in their order.
pub(super) fn exceptions(theme: &Theme, calendar: &Calendar, today: Date) -> Vec<String> {
    let mut all = calendar.differing();
    all.retain(|exception| exception.until >= today);
    all.sort_by_key(|exception| exception.from.value);
    all.iter().map(|exception| exception_line(theme, exception)).collect()
}

fn exception_line(theme: &Theme, exception: &Exception) -> String {
    let days = dates_in_words(theme, exception.from.value, exception.until);
    let hours = times(theme, &exception.shifts);
    match &exception.name {
        Some(name) => format!("{days}: {hours} ({name})"),
        None => format!("{days}: {hours}"),
    }
}

/// "25 December 2026", "11 to 15 January 2027", "28 June to 3 July 2027": nothing is said twice.
fn dates_in_words(theme: &Theme, from: Date, until: Date) -> String {
    let last = written_date(until);
    let form = match (from.year() == until.year(), from.month() == until.month()) {
        _ if from == until => return last,
        (true, true) => "%-d",
        (true, false) => "%-d %B",
        (false, _) => "%-d %B %Y",
    };
    format!("{} {} {last}", from.strftime(form), theme.string("day_to"))
}

/// "09:00–12:30 and 13:30–18:00", or "closed".
pub(crate) fn times(theme: &Theme, shifts: &[Shift]) -> String {
    match shifts {
        [] => theme.string("closed").to_owned(),
        shifts => shifts.iter().map(Shift::to_string).collect::<Vec<_>>().join(&format!(" {} ", theme.string("and"))),
    }
}

fn days_in_words(theme: &Theme, (from, to): (Weekday, Weekday)) -> String {
    if from == to {
        return day(theme, from).to_owned();
    }
    format!("{} {} {}", day(theme, from), theme.string("day_to"), day(theme, to))
}

fn day(theme: &Theme, day: Weekday) -> &str {
    theme.string(match day {
        Weekday::Monday => "day_mon",
        Weekday::Tuesday => "day_tue",
        Weekday::Wednesday => "day_wed",
        Weekday::Thursday => "day_thu",
        Weekday::Friday => "day_fri",
        Weekday::Saturday => "day_sat",
        Weekday::Sunday => "day_sun",
    })
}
