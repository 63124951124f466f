//! Longest waits in words, for the pages that promise something.

use jiff::tz::TimeZone;

use crate::kinds::Calendar;
use crate::site::{Reckoned, Waits, Worst};
use crate::theme::view::{Promised, RealWait};
use crate::time::{Moment, Wait};

/// A wait that counts in a calendar, with what it comes to.
pub(super) fn promised(waits: &mut Waits<'_>, calendar: Option<&Calendar>, wait: Option<&Wait>) -> Promised {
    let Some(wait) = wait else { return Promised::default() };
    let worst = calendar.and_then(|calendar| waits.worst(calendar, wait));
    let worst = worst.as_ref().and_then(Worst::reckoned).map(Reckoned::length).unwrap_or_default();
    Promised { time: wait.to_string(), worst }
}

/// A longest wait, with its beginning and end by the clock in `zone`.
pub(super) fn real(reckoned: &Reckoned, zone: &TimeZone) -> RealWait {
    RealWait {
        length: reckoned.length(),
        from: on_the_wall(reckoned.wait.from, zone),
        until: on_the_wall(reckoned.wait.until, zone),
        because: reckoned.holidays.join(", "),
    }
}

/// "Thursday 24 December 2026, 17:00"
fn on_the_wall(at: Moment, zone: &TimeZone) -> String {
    at.local(zone).strftime("%A %-d %B %Y, %H:%M").to_string()
}
