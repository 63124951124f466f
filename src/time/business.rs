//! Business time: time that runs only while somebody is there.
//!
//! Hours and minutes run through the stretches of [`Openings`] and stand still between them. Days count by their ends,
//! as trade counts them: what comes on a business day, or before the next one opens, is answered `n` business days later
//! by the close of that day. A business day is a day of the calendar on which a shift begins. So on Monday to Friday,
//! 09:00 to 17:00, one business day after Friday 16:30 is Monday 17:00; after Friday 18:00, which counts as Monday, it is
//! Tuesday 17:00. Where nothing ever closes there is no such end, and a day is 24 hours.

use super::openings::Openings;
use super::{Moment, Wait};

/// Seconds in a day, in an hour and in a minute.
const DAY: i64 = 24 * HOUR;
const HOUR: i64 = 60 * 60;
const MINUTE: i64 = 60;

/// A length of business time: whole days first, then the rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct BusinessTime {
    /// Business days.
    pub days: u32,
    /// Seconds in which somebody is there.
    pub seconds: i64,
}

/// From when to when somebody waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RealWait {
    /// When the wait begins.
    pub from: Moment,
    /// When it ends.
    pub until: Moment,
}

impl RealWait {
    /// How long it is, in seconds.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.until.unix() - self.from.unix()
    }
}

impl Wait {
    /// The same length as business time, whether or not it was written with the word "business"; nothing for weeks, months
    /// and years, which no calendar of business hours gives a meaning.
    #[must_use]
    pub fn in_business_time(&self) -> Option<BusinessTime> {
        let span = &self.span;
        let is_longer = span.get_weeks() != 0 || span.get_months() != 0 || span.get_years() != 0;
        let parts = [i64::from(span.get_hours()).checked_mul(HOUR)?, span.get_minutes().checked_mul(MINUTE)?];
        let seconds = parts.into_iter().try_fold(span.get_seconds(), i64::checked_add)?;
        let days = u32::try_from(span.get_days()).ok()?;
        (!is_longer).then_some(BusinessTime { days, seconds })
    }

    /// Whether it was written as business time.
    #[must_use]
    pub fn is_business(&self) -> bool {
        self.business
    }

    /// The same length without the word "business", for hours that never close.
    #[must_use]
    pub fn said_as_clock_time(&self) -> Self {
        Self { span: self.span, business: false }
    }

    /// The same length, said to be business time where that makes a difference to who waits: from an hour on.
    #[must_use]
    pub fn said_as_business_time(&self) -> Self {
        let is_long = self.in_business_time().is_some_and(|time| time.days > 0 || time.seconds >= HOUR);
        Self { span: self.span, business: self.business || is_long }
    }
}

impl Openings {
    /// The moment that lies so much business time after `at`; nothing where that is beyond what is known.
    #[must_use]
    pub fn after(&self, at: Moment, time: BusinessTime) -> Option<Moment> {
        let at = Some(at).filter(|at| self.knows(*at))?;
        if time.days == 0 {
            return self.seconds_after(at, time.seconds);
        }
        if self.never_closes() {
            return self.seconds_after(at, i64::from(time.days) * DAY + time.seconds);
        }
        self.seconds_after(self.close_after(at, time.days)?, time.seconds)
    }

    /// The close of the business day that is `days` after the one at `at`, or after the next to open.
    fn close_after(&self, at: Moment, days: u32) -> Option<Moment> {
        let closes = self.last_of_day(self.next(at), usize::try_from(days).ok()?)?.until;
        // What ends where knowledge ends may go on.
        (closes < self.until()).then_some(closes)
    }

    fn seconds_after(&self, at: Moment, seconds: i64) -> Option<Moment> {
        if seconds <= 0 {
            return Some(at);
        }
        self.after_open(self.open_until(self.next(at), at)?.checked_add(seconds)?)
    }

    /// The latest moment from which `seconds` of business time reach no further than the end of the stretch at `place`.
    fn latest_start(&self, place: usize, seconds: i64) -> Option<Moment> {
        let open = self.open_until(place, self.stretches()[place].until)?;
        if seconds <= 0 {
            return Some(self.stretches()[place].until);
        }
        let begins = open.checked_sub(seconds).filter(|begins| *begins >= 0)?;
        self.last_after_open(begins)
    }

    /// The longest that anybody waits for so much business time who begins to wait between `from` and `until`, and when
    /// that is. Waits that end beyond what is known are left out; nothing where all do.
    ///
    /// While the door is closed a wait gets shorter by every second, and while it is open it stays as long as it is until
    /// its end passes a close. So the longest begins with the first second, at a close, or just when there is no longer
    /// enough time left before one.
    #[must_use]
    pub fn longest_wait(&self, time: BusinessTime, from: Moment, until: Moment) -> Option<RealWait> {
        let closes = self.stretches().iter().map(|stretch| stretch.until);
        let starts = (0..self.stretches().len()).filter_map(|place| self.latest_start(place, time.seconds));
        let turns = starts.chain(closes);
        let begins = turns.flat_map(|turn| [turn, turn.plus(1)]).chain([from]);
        let begins = begins.filter(|at| from <= *at && *at < until);
        let waits = begins.filter_map(|from| Some(RealWait { from, until: self.after(from, time)? }));
        waits.max_by_key(|wait| (wait.seconds(), std::cmp::Reverse(wait.from)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Stretch;

    /// Two years of days with a shift of a minute every two: looking at every shift for every other would take hours.
    #[test]
    fn a_calendar_of_a_thousand_shifts_a_day_is_reckoned_at_once() {
        let at = |minute: i64| Moment::EPOCH.plus(minute * MINUTE);
        let minutes = 730 * 24 * 60;
        let day = |minute: i64| at(minute).date(&jiff::tz::TimeZone::UTC);
        let shift = |minute: i64| Stretch { from: at(minute), until: at(minute + 1), day: day(minute) };
        let openings = Openings::new(at(0), at(minutes), (0..minutes).step_by(2).map(shift).collect());
        let longest = |time| openings.longest_wait(time, at(0), at(minutes / 2)).map(RealWait::seconds);
        let hours = 400 * HOUR;
        assert_eq!(longest(BusinessTime { days: 0, seconds: hours }), Some(2 * hours));
        // What comes at the last close of a day counts as the next, and a hundred later it is answered at the last close.
        assert_eq!(longest(BusinessTime { days: 100, seconds: 0 }), Some(101 * DAY));
    }
}
