//! Calendars by name, and who is shown which.

use std::collections::BTreeSet;

use crate::kinds::{Calendar, Front};

use super::Site;

impl Site {
    /// The calendar of this name; the first, should two files have it.
    #[must_use]
    pub fn calendar_named(&self, name: &str) -> Option<&Calendar> {
        self.calendars.iter().find(|calendar| calendar.name.value == name)
    }

    /// The calendars whose hours a page shows, by name: those of the channels.
    #[must_use]
    pub fn shown_calendars(&self) -> Vec<&Calendar> {
        let channels = self.pages.iter().filter_map(|page| match &page.entry.front {
            Front::Channel(channel) => channel.calendar.as_ref(),
            _ => None,
        });
        let names: BTreeSet<&str> = channels.map(|name| name.value.as_str()).collect();
        names.into_iter().filter_map(|name| self.calendar_named(name)).collect()
    }
}
