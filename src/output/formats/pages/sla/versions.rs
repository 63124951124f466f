//! A version among the others: since when, until when, and what came before and after it.

use crate::kinds::Sla;
use crate::site::{Page, changes};
use crate::theme::view::{Changes, VersionRow};
use crate::yaml::Date;

use super::super::super::super::Press;
use super::changes::groups;

/// A version, and where it stands among all of them.
pub(super) struct Edition<'a> {
    press: &'a Press,
    /// Every version, newest first.
    all: Vec<(&'a Page, &'a Sla)>,
    /// Which of them it is.
    at: usize,
    /// Which of them is in force.
    holding: Option<usize>,
}

impl<'a> Edition<'a> {
    pub(super) fn of(press: &'a Press, page: &Page) -> Self {
        let all = press.site.slas();
        let place = |url: &str| all.iter().position(|(other, _)| other.url == url);
        let at = place(&page.url).unwrap_or_default();
        let holding = press.site.sla_in_force().and_then(|(page, _)| place(&page.url));
        Self { press, all, at, holding }
    }

    /// Whether anybody can still be promised what it says: it is in force, or will be.
    pub(super) fn still_counts(&self) -> bool {
        self.holding.is_none_or(|holding| self.at <= holding)
    }

    pub(super) fn this(&self) -> VersionRow {
        self.row(self.at)
    }

    pub(super) fn all(&self) -> Vec<VersionRow> {
        (0..self.all.len()).map(|at| self.row(at)).collect()
    }

    /// The one in force, where that is another.
    pub(super) fn in_force(&self) -> Option<VersionRow> {
        self.holding.filter(|holding| *holding != self.at).map(|holding| self.row(holding))
    }

    /// The next one, where this one is in force; its address leads to what it changes, if it changes anything.
    pub(super) fn next(&self) -> Option<VersionRow> {
        let next = self.holding.filter(|holding| *holding == self.at)?.checked_sub(1)?;
        let mut row = self.row(next);
        if self.changes_of(next).is_some() {
            row.url.push_str("#fl-changes");
        }
        Some(row)
    }

    /// What differs from the one before; nothing where there is none, or where it says the same.
    pub(super) fn changes(&self) -> Option<Changes> {
        self.changes_of(self.at)
    }

    fn changes_of(&self, at: usize) -> Option<Changes> {
        let (_, sla) = self.all.get(at)?;
        let (_, before) = self.all.get(at + 1)?;
        let site = &self.press.site;
        let is_always = |name: &str| site.calendar_named(name).is_some_and(crate::kinds::Calendar::is_always);
        let groups = groups(self.press, &changes(before, sla, &is_always));
        (!groups.is_empty()).then(|| Changes { before: self.row(at + 1), groups })
    }

    fn row(&self, at: usize) -> VersionRow {
        let (page, sla) = self.all[at];
        VersionRow {
            title: page.title.clone(),
            url: page.url.clone(),
            version: sla.version.as_ref().map(|version| version.value.clone()).unwrap_or_default(),
            effective: sla.effective.as_ref().map(|date| self.press.date(date.value)),
            until: self.last_day(at).map(|date| self.press.date(date)),
            state: match self.holding {
                Some(holding) if at == holding => "now",
                Some(holding) if at > holding => "over",
                _ => "ahead",
            },
            here: at == self.at,
        }
    }

    /// The day before the next version begins.
    fn last_day(&self, at: usize) -> Option<Date> {
        let effective = |at: usize| self.all[at].1.effective.as_ref().map(|date| date.value);
        let next = (0..at).rev().find_map(|later| effective(later).filter(|day| Some(*day) != effective(at)))?;
        next.yesterday().ok()
    }
}
