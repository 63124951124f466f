//! Business time: time that runs only while somebody is there.
//!
//! Hours and minutes run through the stretches of [`Openings`] and stand still between them. Days count by their ends,
//! as trade counts them: what comes on a business day, or before the next one opens, is answered `n` business days later
//! by the close of that day. A business day is a day of the calendar on which a shift begins. So on Monday to Friday,
//! 09:00 to 17:00, one business day after Friday 16:30 is Monday 17:00; after Friday 18:00, which counts as Monday, it is
//! Tuesday 17:00.

use super::openings::{Openings, Stretch};
use super::{Moment, Wait};

/// Seconds in an hour and in a minute.
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
        let at = if time.days == 0 { at } else { self.close_after(at, time.days)? };
        self.seconds_after(at, time.seconds)
    }

    /// The close of the business day that is `days` after the one at `at`, or after the next to open.
    fn close_after(&self, at: Moment, days: u32) -> Option<Moment> {
        let ahead = self.ahead_of(at);
        let mut passed = 0;
        let mut day = ahead.first()?.day;
        let mut closes = None;
        for stretch in ahead {
            if stretch.day != day {
                if passed == days {
                    break;
                }
                day = stretch.day;
                passed += 1;
            }
            closes = Some(stretch.until).filter(|_| passed == days);
        }
        // What ends where knowledge ends may go on.
        closes.filter(|closes| *closes < self.until())
    }

    fn seconds_after(&self, at: Moment, seconds: i64) -> Option<Moment> {
        if seconds <= 0 {
            return Some(at);
        }
        let mut left = seconds;
        for stretch in self.ahead_of(at) {
            let begins = stretch.from.max(at);
            let length = stretch.until.unix() - begins.unix();
            if left <= length {
                return Some(begins.plus(left));
            }
            left -= length;
        }
        None
    }

    /// The latest moment from which `seconds` of business time reach no further than `end`, where a stretch ends.
    fn latest_start(&self, end: Moment, seconds: i64) -> Option<Moment> {
        let behind = &self.stretches()[..self.stretches().partition_point(|stretch| stretch.until <= end)];
        let mut left = seconds;
        for Stretch { from, until, .. } in behind.iter().rev() {
            let length = until.unix() - from.unix();
            if left <= length {
                return Some(until.plus(-left));
            }
            left -= length;
        }
        None
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
        let turns = closes.clone().filter_map(|close| self.latest_start(close, time.seconds)).chain(closes);
        let begins = turns.flat_map(|turn| [turn, turn.plus(1)]).chain([from]);
        let begins = begins.filter(|at| from <= *at && *at < until);
        let waits = begins.filter_map(|from| Some(RealWait { from, until: self.after(from, time)? }));
        waits.max_by_key(|wait| (wait.seconds(), std::cmp::Reverse(wait.from)))
    }
}
