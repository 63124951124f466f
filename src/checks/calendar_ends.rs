//! # calendar-ends
//!
//! A calendar is planned for less than 60 more days, or not any more: its `valid_until` is near, or the year of the last
//! holiday that it lists is nearly over. From then on the site would not know when somebody is there, or would call a
//! holiday a working day and promise an answer on it.
//!
//! List the holidays of the coming year and set `valid_until` to its end:
//!
//! ```yaml
//!   holidays:
//!     - {date: 2027-12-25, name: Christmas Day}
//!   valid_until: 2027-12-31
//! ```

use jiff::ToSpan;
use jiff::civil::Date;

use crate::diag::Code;
use crate::kinds::Calendar;
use crate::site::Site;
use crate::time::written_date;
use crate::yaml::Placed;

use super::{Raised, Report};

pub(super) const ENDS: Code = Code("calendar-ends");

pub(super) const CODES: &[Code] = &[ENDS];

/// Days before the end at which it is time to plan on: a promise made today may reach two months ahead.
const NOTICE: i32 = 60;

pub(super) fn run(site: &Site, report: &mut Report) {
    for calendar in &site.calendars {
        let today = site.now.date(calendar.zone(&site.config.time_zone));
        let is_near = |end: Date| end < today.saturating_add(NOTICE.days());
        if let Some(end) = calendar.valid_until.as_ref().filter(|end| is_near(end.value)) {
            report.add(&calendar.path, ends(calendar, end, today));
        } else if let Some(last) = last_holiday(calendar).filter(|last| is_near(end_of_list(last.value))) {
            report.add(&calendar.path, holidays_end(calendar, last));
        }
    }
}

fn last_holiday(calendar: &Calendar) -> Option<&Placed<Date>> {
    calendar.holidays.iter().map(|holiday| &holiday.from).max_by_key(|from| from.value)
}

/// The end of the year whose holidays are listed. The first days of January are often listed with the year before.
fn end_of_list(last: Date) -> Date {
    last.saturating_sub(7.days()).last_of_year()
}

fn ends(calendar: &Calendar, end: &Placed<Date>, today: Date) -> Raised {
    let (name, day) = (&calendar.name.value, written_date(end.value));
    let ends = if end.value < today { "ended" } else { "ends" };
    let message = format!("the calendar `{name}` {ends} on {day}");
    Raised::weighable(ENDS, &end.span, message).help("add the holidays of the time after it, and move `valid_until`")
}

fn holidays_end(calendar: &Calendar, last: &Placed<Date>) -> Raised {
    let message = format!("the calendar `{}` lists no holiday after {}", calendar.name.value, written_date(last.value));
    let help = format!("add the holidays of {}", i32::from(end_of_list(last.value).year()) + 1);
    Raised::weighable(ENDS, &last.span, message).help(help)
}
