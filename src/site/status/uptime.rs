//! Uptime: the part of a stretch of time that a component did not count as down.
//!
//! The method is declared in the settings and printed beside every figure: each state has a weight in percent; where
//! several things are said about the same second, the heaviest counts, and counts once; what lies before the component's
//! records, or after now, is left out of both sides of the division.

use crate::config::Weights;
use crate::kinds::ComponentState;
use crate::time::Moment;

use super::{Site, Spell};

/// How much of a stretch of time counted as down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Uptime {
    /// Length of the recorded part, in seconds.
    pub total: i64,
    /// What counted as down of it, in hundredths of seconds.
    pub down: i64,
}

impl Uptime {
    /// In thousandths of a percent, rounded down: 99 905 is 99.905 %. So nothing but no downtime at all is 100 %.
    #[must_use]
    pub fn thousandths(self) -> i64 {
        let up = i128::from(self.total) * 100 - i128::from(self.down);
        let thousandths = up * 1000 / i128::from(self.total.max(1));
        i64::try_from(thousandths).unwrap_or_default()
    }

    /// For people: `99.905 %`, without zeros at its end.
    #[must_use]
    pub fn written(self) -> String {
        let thousandths = self.thousandths();
        let text = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
        format!("{} %", text.trim_end_matches('0').trim_end_matches('.'))
    }

    /// What counted as down, in whole minutes, rounded up.
    #[must_use]
    pub fn minutes_down(self) -> i64 {
        (self.down + 5_999) / 6_000
    }
}

impl Weights {
    /// How much of the time in a state counts as down, in percent.
    #[must_use]
    pub fn of(&self, state: ComponentState) -> u8 {
        match state {
            ComponentState::Operational => 0,
            ComponentState::UnderMaintenance => self.under_maintenance,
            ComponentState::DegradedPerformance => self.degraded_performance,
            ComponentState::PartialOutage => self.partial_outage,
            ComponentState::MajorOutage => self.major_outage,
        }
    }
}

impl Site {
    /// The uptime of the component at `place` from one moment to another; nothing where nothing of it is recorded.
    #[must_use]
    pub fn uptime(&self, place: usize, from: Moment, until: Moment) -> Option<Uptime> {
        self.uptime_in(place, (from.max(self.recorded_since(place)?), until))
    }

    /// The same where the records are known to begin before `from`; nothing where that lies ahead.
    #[must_use]
    pub fn uptime_in(&self, place: usize, (from, until): (Moment, Moment)) -> Option<Uptime> {
        let until = until.min(self.now);
        let weights = &self.config.status.uptime;
        let total = until.unix() - from.unix();
        (total > 0).then(|| Uptime { total, down: down(self.spells(place), weights, (from, until)) })
    }
}

/// What counts as down between two moments, in hundredths of seconds.
fn down(spells: &[Spell], weights: &Weights, (from, until): (Moment, Moment)) -> i64 {
    // Each spell adds its weight at its beginning and takes it away at its end.
    let mut changes: Vec<(i64, u8, i32)> = Vec::new();
    for spell in spells {
        let begins = spell.from.max(from).unix();
        let ends = spell.until.map_or(until, |end| end.min(until)).unix();
        let weight = weights.of(spell.counts_as);
        if begins < ends && weight > 0 {
            changes.extend([(begins, weight, 1), (ends, weight, -1)]);
        }
    }
    changes.sort_unstable();
    let mut open = [0_i32; 101];
    let mut down = 0;
    let mut last = from.unix();
    for (at, weight, change) in changes {
        let heaviest = open.iter().rposition(|count| *count > 0).unwrap_or(0);
        down += (at - last) * i64::try_from(heaviest).unwrap_or(0);
        open[usize::from(weight)] += change;
        last = at;
    }
    down
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::Choice;

    use proptest::prelude::*;

    const MONTH: i64 = 30 * 24 * 60 * 60;

    #[test]
    fn forty_three_minutes_keep_three_nines_in_thirty_days_and_forty_four_break_them() {
        let uptime = |minutes: i64| Uptime { total: MONTH, down: minutes * 60 * 100 };
        assert_eq!((uptime(43).thousandths(), uptime(43).written()), (99_900, "99.9 %".to_owned()));
        assert_eq!((uptime(44).thousandths(), uptime(44).written()), (99_898, "99.898 %".to_owned()));
        assert_eq!((uptime(0).written(), uptime(0).minutes_down()), ("100 %".to_owned(), 0));
    }

    #[test]
    fn a_second_is_enough_not_to_be_a_hundred_percent() {
        let uptime = Uptime { total: 366 * 24 * 60 * 60, down: 100 };
        assert_eq!((uptime.written(), uptime.minutes_down()), ("99.999 %".to_owned(), 1));
        assert_eq!(Uptime { total: MONTH, down: MONTH * 100 }.written(), "0 %");
    }

    fn spell((from, length, state): (i64, Option<i64>, ComponentState)) -> Spell {
        let at = |second| Moment::from_unix(second).unwrap();
        Spell {
            from: at(from),
            until: length.map(|length| at(from + length)),
            state,
            counts_as: state,
            page: crate::site::page_id(0),
        }
    }

    fn any_state() -> impl Strategy<Value = ComponentState> {
        let words = ComponentState::WORDS.iter().map(|(_, state)| *state).collect::<Vec<_>>();
        proptest::sample::select(words)
    }

    proptest! {
        #[test]
        fn the_sweep_counts_what_looking_at_every_second_counts(
            spells in prop::collection::vec((0_i64..200, prop::option::of(0_i64..80), any_state()), 0..8),
            from in 0_i64..150,
            length in 0_i64..150,
        ) {
            let spells: Vec<Spell> = spells.into_iter().map(spell).collect();
            let weights = Weights { degraded_performance: 10, under_maintenance: 3, ..Weights::default() };
            let at = |second| Moment::from_unix(second).unwrap();
            let heaviest = |second: i64| {
                let holds = spells.iter().filter(|spell| spell.holds_at(at(second)));
                holds.map(|spell| i64::from(weights.of(spell.state))).max().unwrap_or(0)
            };
            let looked_at: i64 = (from..from + length).map(heaviest).sum();
            prop_assert_eq!(down(&spells, &weights, (at(from), at(from + length))), looked_at);
        }
    }
}
