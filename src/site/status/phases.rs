//! What the status page has to say at each time until it is built again, as far as that is known today.

use std::collections::BTreeMap;

use crate::kinds::ComponentState;
use crate::time::Moment;

use super::{AHEAD, Site, Spell};

/// How many planned windows a page is prepared for, counted once for each component that they concern: each is some
/// 300 bytes in every place that says how the component stands.
const MOST: usize = 100;

/// A stretch of time during which nothing is known to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phase {
    /// Its first second; nothing for the one in which the site is built.
    pub from: Option<Moment>,
    /// The second after its last; nothing for the last one.
    pub until: Option<Moment>,
    /// How things stand in it.
    pub state: ComponentState,
}

/// The last beginning of a window that pages are prepared for. A window is told whole, its end too, or not at all: cut
/// in the middle it would go on for ever. The next one is always told.
pub(super) fn prepared_until(spells: &[Vec<Spell>], now: Moment) -> Option<Moment> {
    let horizon = now.plus(AHEAD);
    let mut beginnings: BTreeMap<Moment, usize> = BTreeMap::new();
    for spell in spells.iter().flatten().filter(|spell| now < spell.from && spell.from <= horizon) {
        *beginnings.entry(spell.from).or_default() += 1;
    }
    let mut windows = 0;
    let told = beginnings.into_iter().enumerate().take_while(|(number, (_, here))| {
        windows += here;
        *number == 0 || windows <= MOST
    });
    told.last().map(|(_, (at, _))| at)
}

impl Site {
    /// How the component at `place` stands from now on: the first stretch holds now, and each planned beginning or end
    /// of maintenance that changes it begins another.
    #[must_use]
    pub fn phases(&self, place: usize) -> Vec<Phase> {
        self.worst_phases(&[place])
    }

    /// The same of the worst of several components.
    #[must_use]
    pub fn worst_phases(&self, places: &[usize]) -> Vec<Phase> {
        self.stretches(places.iter().copied(), ComponentState::Operational)
    }

    /// The same of the service as a whole, by the rule of [`Site::overall`].
    #[must_use]
    pub fn overall_phases(&self) -> Vec<Phase> {
        self.stretches(0..self.components.len(), self.nameless_state())
    }

    /// The stretches of these components together, which stand no better than `least`.
    fn stretches(&self, places: impl Iterator<Item = usize>, least: ComponentState) -> Vec<Phase> {
        let last = self.status.prepared_until.unwrap_or(self.now);
        let known = |spell: &&Spell| spell.from <= last;
        let ahead = |spell: &&Spell| spell.until.is_none_or(|until| self.now < until);
        let spells: Vec<&Spell> = places.flat_map(|place| self.spells(place)).filter(known).filter(ahead).collect();
        let bounds = spells.iter().flat_map(|spell| std::iter::once(spell.from).chain(spell.until));
        let mut changes: Vec<Moment> = bounds.filter(|at| self.now < *at).collect();
        changes.sort_unstable();
        changes.dedup();
        let state_at = |at: Moment| {
            let holds = spells.iter().filter(|spell| spell.holds_at(at));
            holds.map(|spell| spell.state).max().unwrap_or_default().max(least)
        };
        let mut phases = vec![Phase { from: None, until: None, state: state_at(self.now) }];
        for at in changes {
            let state = state_at(at);
            if let Some(last) = phases.last_mut().filter(|last| last.state != state) {
                last.until = Some(at);
                phases.push(Phase { from: Some(at), until: None, state });
            }
        }
        phases
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 24 * 60 * 60;

    fn at(second: i64) -> Moment {
        Moment::EPOCH.plus(second)
    }

    /// A window of an hour on each of these days.
    fn windows(days: impl Iterator<Item = i64>) -> Vec<Spell> {
        let state = ComponentState::UnderMaintenance;
        let window = |day: i64| (at(day * DAY), Some(at(day * DAY + 3600)));
        let spell = |(from, until)| Spell { from, until, state, counts_as: state, page: crate::site::page_id(0) };
        days.map(window).map(spell).collect()
    }

    #[test]
    fn every_window_within_the_horizon_is_told() {
        assert_eq!(prepared_until(&[windows(1..60)], at(0)), Some(at(35 * DAY)), "35 windows, 70 changes");
        assert_eq!(prepared_until(&[windows(40..50)], at(0)), None);
        assert_eq!(prepared_until(&[windows(-3..0)], at(0)), None, "what is past does not count");
    }

    #[test]
    fn of_too_many_windows_the_next_are_told() {
        let many = |components: usize| vec![windows(1..8); components];
        assert_eq!(prepared_until(&many(40), at(0)), Some(at(2 * DAY)), "80 of 280");
        assert_eq!(prepared_until(&many(200), at(0)), Some(at(DAY)), "the next is always told");
    }
}
