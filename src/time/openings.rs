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
        Self { from, until, stretches: ordered }
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

    /// The stretches that have not ended at a moment.
    pub(super) fn ahead_of(&self, at: Moment) -> &[Stretch] {
        &self.stretches[self.stretches.partition_point(|stretch| stretch.until <= at)..]
    }
}
