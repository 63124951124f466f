//! The last ninety days of a component, a day at a time, in the site's zone.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Span, civil};

use crate::kinds::ComponentState;
use crate::time::Moment;

use super::{PageId, Site};

/// How many days are shown.
pub const DAYS: usize = 90;

/// A day of a component on which not all was well, or of which nothing is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// Which.
    pub date: civil::Date,
    /// Its place among the days shown: the last is today.
    pub place: usize,
    /// The worst state of the day; nothing for a day before the records.
    pub worst: Option<ComponentState>,
    /// How long each state but the good one held, in seconds, the worst first; one that has only come may have none.
    pub seconds: Vec<(ComponentState, i64)>,
    /// The incidents and maintenance that it tells of, in order.
    pub pages: Vec<PageId>,
}

impl Site {
    /// The days shown, oldest first; each with its first second and the one after its last.
    #[must_use]
    pub fn days(&self) -> Vec<(civil::Date, Moment, Moment)> {
        let zone = &self.config.time_zone;
        let today = self.now.date(zone);
        let day = |ago: i64| today.checked_sub(Span::new().try_days(ago).ok()?).ok();
        let days = (0..i64::try_from(DAYS).unwrap_or(0)).rev().filter_map(day);
        let bounds = days.filter_map(|date| {
            Some((date, Moment::start_of(date, zone)?, Moment::start_of(date.tomorrow().ok()?, zone)?))
        });
        bounds.collect()
    }

    /// The days of the component at `place` that are not simply well, oldest first. `days` is [`Site::days`].
    #[must_use]
    pub fn unusual_days(&self, place: usize, days: &[(civil::Date, Moment, Moment)]) -> Vec<Day> {
        let since = self.recorded_since(place);
        let unusual = days.iter().enumerate().filter_map(|(number, (date, from, until))| {
            let unknown = since.is_none_or(|since| *until <= since);
            if unknown { Some(Day::unknown(*date, number)) } else { self.day(place, (*date, number), (*from, *until)) }
        });
        unusual.collect()
    }

    fn day(&self, place: usize, (date, number): (civil::Date, usize), bounds: (Moment, Moment)) -> Option<Day> {
        let (from, until) = bounds;
        // The present second counts: in the first second of a day there is no other.
        let seen = until.min(self.now.plus(1));
        let touches = |spell: &&super::Spell| spell.from < seen && spell.until.is_none_or(|end| from < end);
        let spells: Vec<_> = self.spells(place).iter().filter(touches).collect();
        let worst = spells.iter().map(|spell| spell.state).max()?;
        let mut told = BTreeSet::new();
        let pages = spells.iter().map(|spell| spell.page).filter(|page| told.insert(*page)).collect();
        let mut seconds = durations(&spells, (from, until.min(self.now)));
        if seconds.first().is_none_or(|(state, _)| *state != worst) {
            seconds.insert(0, (worst, 0));
        }
        Some(Day { date, place: number, worst: Some(worst), seconds, pages })
    }
}

impl Day {
    fn unknown(date: civil::Date, place: usize) -> Self {
        Self { date, place, worst: None, seconds: Vec::new(), pages: Vec::new() }
    }
}

/// How long each state was the worst, in seconds, the worst first.
fn durations(spells: &[&super::Spell], (from, until): (Moment, Moment)) -> Vec<(ComponentState, i64)> {
    let clip = |spell: &super::Spell| (spell.from.max(from), spell.until.map_or(until, |end| end.min(until)));
    let mut bounds: Vec<Moment> = spells.iter().flat_map(|spell| <[Moment; 2]>::from(clip(spell))).collect();
    bounds.sort_unstable();
    bounds.dedup();
    let mut seconds: BTreeMap<ComponentState, i64> = BTreeMap::new();
    for pair in bounds.windows(2) {
        let [start, end] = pair else { continue };
        let worst = spells.iter().filter(|spell| spell.holds_at(*start)).map(|spell| spell.state).max();
        if let Some(worst) = worst {
            *seconds.entry(worst).or_default() += end.unix() - start.unix();
        }
    }
    seconds.into_iter().rev().collect()
}
