//! Versions of the SLA that were published in force and are not here any more under their names. Who wants a milder one must
//! not get it by calling it something else, or by leaving the old one out.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::kinds::Sla;
use crate::time::Moment;

use super::super::{Page, Site};
use super::Record;
use super::slas::{Statements, begins, name};

/// A version of the SLA that was published in force and is not here under its name.
#[derive(Clone, Debug)]
pub struct GoneSla<'a> {
    /// What it went by.
    pub name: &'a str,
    /// The version that begins on the same day and was never published under its own name, if there is one.
    pub renamed: Option<(&'a Page, &'a Sla)>,
}

impl Site {
    /// Versions that were published in force and have another name now, or are gone while no later one holds.
    #[must_use]
    pub fn gone_slas(&self) -> Vec<GoneSla<'_>> {
        let Some(published) = self.comparable() else { return Vec::new() };
        let begun = self.slas().into_iter().filter(|(_, sla)| self.has_begun(sla, self.now));
        let begun = Begun { site: self, published, versions: begun.collect() };
        published.slas.iter().filter_map(|(name, said)| begun.gone(name, said)).collect()
    }
}

/// The versions that have begun, beside what was published.
struct Begun<'a> {
    site: &'a Site,
    published: &'a Record,
    versions: Vec<(&'a Page, &'a Sla)>,
}

impl<'a> Begun<'a> {
    fn gone(&self, gone: &'a str, said: &Statements) -> Option<GoneSla<'a>> {
        let is_here = self.versions.iter().any(|(page, sla)| name(page, sla) == gone);
        let day: Option<Date> = self.published.sla_days.get(gone).and_then(|day| day.parse().ok());
        let renamed = self.renamed(day);
        if is_here || renamed.is_some_and(|version| self.is_moved(gone, said, version)) {
            return None;
        }
        (renamed.is_some() || !self.is_replaced(day)).then_some(GoneSla { name: gone, renamed })
    }

    /// The version that begins on a day and was never published.
    fn renamed(&self, day: Option<Date>) -> Option<(&'a Page, &'a Sla)> {
        self.versions.iter().copied().find(|(page, sla)| begins(sla) == day && !self.was_published(page, sla))
    }

    fn was_published(&self, page: &Page, sla: &Sla) -> bool {
        self.published.slas.contains_key(&name(page, sla))
    }

    /// Whether a version is the one that was published, under another address or called by a name for the first time.
    fn is_moved(&self, gone: &str, said: &Statements, (page, sla): (&Page, &Sla)) -> bool {
        let is_address = |name: &str| name.ends_with('/');
        (is_address(gone) || is_address(&name(page, sla))) && self.site.statements(sla) == *said
    }

    /// Whether a version that began on a day had been replaced when the site was published, or has been since: by one that
    /// was not dated back.
    fn is_replaced(&self, day: Option<Date>) -> bool {
        let published = Moment::parse(&self.published.as_of, &TimeZone::UTC);
        let published = published.map(|at| at.date(&self.site.config.time_zone));
        self.published.sla_days.values().any(|later| later.parse().ok() > day)
            || self.versions.iter().any(|(_, sla)| begins(sla) > day && begins(sla) >= published)
    }
}
