//! What became of promises in one month, counted.

use std::iter::Sum;

use crate::site::{KeptTarget, KeptWindow};
use crate::time::Month;

use super::{Press, filled};

/// How many promises were kept in a month, and how many not.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    kept: usize,
    missed: usize,
    without_case: usize,
    unmeasured: usize,
}

impl Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |a, b| Self {
            kept: a.kept + b.kept,
            missed: a.missed + b.missed,
            without_case: a.without_case + b.without_case,
            unmeasured: a.unmeasured + b.unmeasured,
        })
    }
}

impl Tally {
    /// One promise about time, in the last of its months.
    pub(super) fn of_target(target: &KeptTarget<'_>) -> Self {
        let mut tally = Self::default();
        let Some(month) = target.months.last().filter(|month| month.goal.is_some()) else { return tally };
        match (month.is_met(), month.figures) {
            (Some(true), _) => tally.kept = 1,
            (Some(false), _) => tally.missed = 1,
            (None, Some(_)) => tally.without_case = 1,
            (None, None) => tally.unmeasured = 1,
        }
        tally
    }

    /// One promised uptime, where a window of it ended with the month.
    pub(super) fn of_uptime(windows: &[KeptWindow<'_>], month: Month) -> Self {
        let mut tally = Self::default();
        match windows.last().filter(|window| window.last == month).map(KeptWindow::is_met) {
            Some(true) => tally.kept = 1,
            Some(false) => tally.missed = 1,
            None => {}
        }
        tally
    }

    /// Whether any was missed.
    pub(super) fn has_missed(self) -> bool {
        self.missed > 0
    }

    /// "In October 2026 we kept 11 of 12 promises."; empty where none could be judged.
    pub(super) fn sentence(self, press: &Press, month: Month) -> String {
        let key = match (self.kept, self.missed) {
            (0, 0) => return String::new(),
            (1, 0) => "kept_summary_one",
            (0, 1) => "kept_summary_one_missed",
            (_, 0) => "kept_summary_all",
            _ => "kept_summary",
        };
        self.told(press, key, month)
    }

    /// "7 of 8 kept in October 2026"; empty where none could be judged.
    pub(super) fn part(self, press: &Press, month: Month) -> String {
        let key = match (self.kept, self.missed) {
            (0, 0) => return String::new(),
            (1, 0) => "kept_part_one",
            (0, 1) => "kept_part_missed",
            (_, 0) => "kept_part_all",
            _ => "kept_part",
        };
        self.told(press, key, month)
    }

    fn told(self, press: &Press, key: &str, month: Month) -> String {
        let (kept, all) = (self.kept.to_string(), (self.kept + self.missed).to_string());
        filled(press, key, &[("month", &month.written()), ("kept", &kept), ("all", &all)])
    }

    /// What can't be judged.
    pub(super) fn silent(self, press: &Press) -> String {
        let counted = [(self.without_case, "kept_no_case"), (self.unmeasured, "kept_not_measured")];
        let told = counted.iter().filter(|(count, _)| *count > 0).map(|(count, key)| match count {
            1 => press.theme.string(&format!("{key}_one")).to_owned(),
            _ => filled(press, key, &[("n", &count.to_string())]),
        });
        told.collect::<Vec<_>>().join(" ")
    }
}
