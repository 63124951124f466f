//! Channels, promises and ladders, as the rest of the model asks for them.

use crate::kinds::{Channel, Front, Kind, Ladder, Measured, Sla};
use crate::time::{Moment, Month};
use crate::yaml::Choice;

use super::{Page, PageId, Site};

impl Site {
    /// Every channel in the language that the site is written in.
    pub fn channels(&self) -> impl Iterator<Item = (PageId, &Page, &Channel)> {
        self.of_kind(Kind::Channel).filter_map(|(id, page)| match &page.entry.front {
            Front::Channel(channel) => Some((id, page, channel)),
            _ => None,
        })
    }

    /// The channel that a name means: the one whose file has it, else the only one of that type.
    #[must_use]
    pub fn channel_named(&self, name: &str) -> Option<(PageId, &Page, &Channel)> {
        let by_file = self.channels().find(|(_, page, _)| page.entry.path.stem() == name);
        by_file.or_else(|| {
            let mut of_type = self.channels().filter(|(.., channel)| channel.channel.map(Choice::word) == Some(name));
            of_type.next().filter(|_| of_type.next().is_none())
        })
    }

    /// Every version of the SLA in the language that the site is written in, newest first.
    #[must_use]
    pub fn slas(&self) -> Vec<(&Page, &Sla)> {
        let mut versions: Vec<(&Page, &Sla)> = self
            .of_kind(Kind::Sla)
            .filter_map(|(_, page)| match &page.entry.front {
                Front::Sla(sla) => Some((page, sla)),
                _ => None,
            })
            .collect();
        let effective = |sla: &Sla| sla.effective.as_ref().map(|date| date.value);
        versions.sort_by(|(a_page, a), (b_page, b)| {
            effective(b).cmp(&effective(a)).then_with(|| a_page.url.cmp(&b_page.url))
        });
        versions
    }

    /// Whether a version of the SLA has begun at a moment.
    #[must_use]
    pub fn has_begun(&self, sla: &Sla, at: Moment) -> bool {
        let begins = sla.effective.as_ref().and_then(|date| Moment::start_of(date.value, &self.config.time_zone));
        begins.is_none_or(|begins| begins <= at)
    }

    /// The newest version of the SLA that has begun.
    #[must_use]
    pub fn sla_in_force(&self) -> Option<(&Page, &Sla)> {
        self.sla_at(self.now)
    }

    /// The version of the SLA that is in force at a moment.
    #[must_use]
    pub fn sla_at(&self, at: Moment) -> Option<(&Page, &Sla)> {
        self.slas().into_iter().find(|(_, sla)| self.has_begun(sla, at))
    }

    /// The versions that hold now or will, newest first: what they say has to be kept.
    #[must_use]
    pub fn binding_slas(&self) -> Vec<(&Page, &Sla)> {
        let mut versions = self.slas();
        let in_force = versions.iter().position(|(_, sla)| self.has_begun(sla, self.now));
        versions.truncate(in_force.map_or(versions.len(), |at| at + 1));
        versions
    }

    /// Every ladder in the language that the site is written in.
    pub fn ladders(&self) -> impl Iterator<Item = (PageId, &Page, &Ladder)> {
        self.of_kind(Kind::Ladder).filter_map(|(id, page)| match &page.entry.front {
            Front::Ladder(ladder) => Some((id, page, ladder)),
            _ => None,
        })
    }

    /// The last month that has ended.
    #[must_use]
    pub fn last_closed_month(&self) -> Month {
        Month::at(self.now, &self.config.time_zone).plus(-1)
    }

    /// What was measured in months that have ended.
    pub fn measured(&self) -> impl Iterator<Item = &Measured> {
        let last = self.last_closed_month();
        self.all_measured.iter().filter(move |measured| measured.month <= last)
    }
}
