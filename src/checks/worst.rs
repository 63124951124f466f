//! Which of two promised times is the longer, where they may count in different hours. For checks; it is none itself.

use crate::site::{Site, Waits, Worst, in_hours};
use crate::time::{Moment, Wait};

/// A promised time, and the calendar in whose hours it counts; by the clock on the wall where it names none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Promised<'a> {
    pub wait: &'a Wait,
    pub calendar: Option<&'a str>,
}

/// Compares times over the coming year.
pub(super) struct Compared<'a> {
    site: &'a Site,
    waits: Waits<'a>,
}

impl<'a> Compared<'a> {
    pub(super) fn over_the_coming_year(site: &'a Site) -> Self {
        Self { site, waits: Waits::from(site, site.now) }
    }

    /// In words how long both are, where the first is the longer. Nothing where it is not, or where nobody can tell.
    pub(super) fn longer(&mut self, first: Promised<'_>, second: Promised<'_>) -> Option<String> {
        let is_same = first.calendar == second.calendar;
        if let Some((first, second)) = seconds(first).zip(seconds(second)).filter(|_| is_same) {
            return (first > second).then(|| format!("{} against {}", in_hours(first), in_hours(second)));
        }
        let (first, second) = (self.worst(first)?, self.worst(second)?);
        (first > second).then(|| format!("at worst {} against {}", in_hours(first), in_hours(second)))
    }

    /// The longest that it takes, in seconds.
    fn worst(&mut self, promised: Promised<'_>) -> Option<i64> {
        let Some(name) = promised.calendar else { return by_the_clock(self.site, promised.wait) };
        let calendar = self.site.calendar_named(name)?;
        // Weeks and months are those of the wall.
        let Some(time) = promised.wait.in_business_time() else { return by_the_clock(self.site, promised.wait) };
        match self.waits.worst(calendar, promised.wait)? {
            Worst::AsPromised => Some(time.seconds),
            Worst::Reckoned(reckoned) => Some(reckoned.wait.seconds()),
        }
    }
}

/// How long it is without the days, which every calendar makes of another length.
fn seconds(promised: Promised<'_>) -> Option<i64> {
    promised.wait.in_business_time().filter(|time| time.days == 0).map(|time| time.seconds)
}

fn by_the_clock(site: &Site, wait: &Wait) -> Option<i64> {
    let end: Moment = wait.after(site.now, &site.config.time_zone)?;
    Some(end.unix() - site.now.unix())
}
