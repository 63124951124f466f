//! When somebody is there, as moments: what [`Hours`](super::Hours) come to in one zone and a span of time. Pages carry
//! the same stretches and reckon with them in the same way, so that no browser has to know any zone.

use jiff::civil::Date;

use super::Moment;

/// A time in which somebody is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Its first second.
    pub from: Moment,
    /// The second after its last.
    pub until: Moment,
    /// The business day that it belongs to: the day on which its shift began.
    pub day: Date,
}

/// Whether somebody is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Somebody is.
    Open {
        /// Until then; nothing where no end is known.
        closes: Option<Moment>,
    },
    /// Nobody is.
    Closed {
        /// Until then; nothing where no opening is known.
        opens: Option<Moment>,
    },
    /// The moment lies outside of what is known.
    Unknown,
}

/// All of the time in which somebody is there, as far as it is known.
#[derive(Clone, Debug)]
pub struct Openings {
    from: Moment,
    until: Moment,
    /// In order, and none in another. Those that touch are apart where they belong to different shifts.
    stretches: Vec<Stretch>,
    /// Seconds in which somebody is there before each stretch.
    open_before: Vec<i64>,
    /// The place of the last stretch of each business day.
    day_ends: Vec<usize>,
}

impl Openings {
    /// Openings known between two moments, from stretches in any order.
    pub(super) fn new(from: Moment, until: Moment, mut stretches: Vec<Stretch>) -> Self {
        stretches.sort_by_key(|stretch| (stretch.from, stretch.until));
        let mut ordered: Vec<Stretch> = Vec::with_capacity(stretches.len());
        for mut stretch in stretches {
            if let Some(last) = ordered.last_mut() {
                stretch.from = stretch.from.max(last.until);
                // A clock that is set back at midnight brings an hour of yesterday back; it counts to today.
                stretch.day = stretch.day.max(last.day);
                if stretch.from == last.until && stretch.day == last.day {
                    last.until = stretch.until.max(last.until);
                    continue;
                }
            }
            if stretch.from < stretch.until {
                ordered.push(stretch);
            }
        }
        let (open_before, day_ends) = (open_before(&ordered), day_ends(&ordered));
        Self { from, until, stretches: ordered, open_before, day_ends }
    }

    /// The first moment that is known of.
    #[must_use]
    pub fn from(&self) -> Moment {
        self.from
    }

    /// The moment from which nothing is known.
    #[must_use]
    pub fn until(&self) -> Moment {
        self.until
    }

    /// The stretches, in order.
    #[must_use]
    pub fn stretches(&self) -> &[Stretch] {
        &self.stretches
    }

    /// Whether a moment lies within what is known.
    #[must_use]
    pub fn knows(&self, at: Moment) -> bool {
        self.from <= at && at < self.until
    }

    /// Whether somebody is there at a moment, and until when that stays so.
    #[must_use]
    pub fn standing(&self, at: Moment) -> Standing {
        if !self.knows(at) {
            return Standing::Unknown;
        }
        match self.ahead_of(at) {
            [] => Standing::Closed { opens: None },
            [first, ..] if first.from > at => Standing::Closed { opens: Some(first.from) },
            [first, rest @ ..] => {
                let touching = |end: Moment, next: &Stretch| (next.from == end).then_some(next.until);
                let end = rest.iter().try_fold(first.until, |end, next| touching(end, next).ok_or(end));
                let (Ok(end) | Err(end)) = end;
                Standing::Open { closes: Some(end).filter(|end| *end < self.until) }
            }
        }
    }

    /// Whether somebody is there at a moment; not where that is unknown.
    #[must_use]
    pub fn open_at(&self, at: Moment) -> bool {
        matches!(self.standing(at), Standing::Open { .. })
    }

    /// Whether somebody is there at every moment that is known of.
    pub(super) fn never_closes(&self) -> bool {
        let touch = |pair: &[Stretch]| pair[0].until == pair[1].from;
        let (first, last) = (self.stretches.first(), self.stretches.last());
        first.is_some_and(|first| first.from <= self.from)
            && last.is_some_and(|last| last.until >= self.until)
            && self.stretches.windows(2).all(touch)
    }

    /// The place of the first stretch that has not ended at a moment; their number where all have.
    pub(super) fn next(&self, at: Moment) -> usize {
        self.stretches.partition_point(|stretch| stretch.until <= at)
    }

    /// The last stretch of the business day that is `days` after that of the stretch at `place`.
    pub(super) fn last_of_day(&self, place: usize, days: usize) -> Option<&Stretch> {
        let day = self.day_ends.partition_point(|end| *end < place);
        self.stretches.get(*self.day_ends.get(day.checked_add(days)?)?)
    }

    /// Seconds in which somebody is there before a moment in the stretch at `place`, or before that begins.
    pub(super) fn open_until(&self, place: usize, at: Moment) -> Option<i64> {
        let stretch = self.stretches.get(place)?;
        Some(self.open_before.get(place)? + (at.unix() - stretch.from.unix()).max(0))
    }

    /// The moment at which somebody has been there for so many seconds, more than none.
    pub(super) fn after_open(&self, seconds: i64) -> Option<Moment> {
        let place = self.open_before.partition_point(|before| *before < seconds).checked_sub(1)?;
        let end = self.stretches[place].from.plus(seconds - self.open_before[place]);
        (end <= self.stretches[place].until).then_some(end)
    }

    /// The last moment at which somebody has been there for so many seconds and not longer, fewer than there are.
    pub(super) fn last_after_open(&self, seconds: i64) -> Option<Moment> {
        let place = self.open_before.partition_point(|before| *before <= seconds).checked_sub(1)?;
        Some(self.stretches[place].from.plus(seconds - self.open_before[place]))
    }

    /// The stretches that have not ended at a moment.
    pub(super) fn ahead_of(&self, at: Moment) -> &[Stretch] {
        &self.stretches[self.next(at)..]
    }
}

fn open_before(stretches: &[Stretch]) -> Vec<i64> {
    let mut sum = 0;
    let before = stretches.iter().map(|stretch| {
        let before = sum;
        sum += stretch.until.unix() - stretch.from.unix();
        before
    });
    before.collect()
}

fn day_ends(stretches: &[Stretch]) -> Vec<usize> {
    let is_last = |place: &usize| stretches.get(place + 1).is_none_or(|next| next.day != stretches[*place].day);
    (0..stretches.len()).filter(is_last).collect()
}
