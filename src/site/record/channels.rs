//! Channels as they were when somebody last tried them. The day of the test and what was tried are kept together, so that
//! a number that is changed afterwards is known to be untried until there is another day.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::kinds::{Calendar, Channel, MenuEnd, MenuItem};

use super::super::{PageId, Site};
use super::fingerprint;

/// What was tried, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tested {
    /// The day of the test.
    pub last_tested: String,
    /// The fingerprint of each thing that was tried, by what it is called.
    pub tried: BTreeMap<String, String>,
}

/// A channel with something that is not what it was when somebody last tried it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untried {
    /// The channel.
    pub page: PageId,
    /// What it is called: the address, the hours, the menu.
    pub what: Vec<String>,
}

impl Site {
    /// Channels that were changed since they were last tried, in order.
    #[must_use]
    pub fn changed_since_test(&self) -> Vec<Untried> {
        let changed = |(page, _, channel)| {
            let (before, now) = (self.tested_before(page, channel)?, self.tested(channel)?);
            let is_other = |what: &&String| before.tried.get(*what) != now.tried.get(*what);
            // Only what was recorded then can have changed.
            let what: Vec<String> = before.tried.keys().filter(is_other).cloned().collect();
            (!what.is_empty()).then_some(Untried { page, what })
        };
        self.channels().filter_map(changed).collect()
    }

    /// The channels that somebody has tried, as they were then.
    pub(super) fn channels_to_record(&self) -> BTreeMap<String, Tested> {
        let tested = |(id, _, channel)| {
            let before = self.tested_before(id, channel).cloned();
            Some((self.page(id).url.clone(), before.or_else(|| self.tested(channel))?))
        };
        self.channels().filter_map(tested).collect()
    }

    /// The channel as it was published when it was tried on the day that it still names.
    fn tested_before(&self, id: PageId, channel: &Channel) -> Option<&Tested> {
        let channels = &self.comparable()?.channels;
        let page = self.page(id);
        let moved = || page.entry.basics.old_paths.iter().map(|path| format!("{}/", path.trim_matches('/')));
        let before = channels.get(&page.url).or_else(|| moved().find_map(|url| channels.get(&url)))?;
        (before.last_tested == channel.last_tested.as_ref()?.value.to_string()).then_some(before)
    }

    /// The channel as it is now, if somebody has tried it.
    fn tested(&self, channel: &Channel) -> Option<Tested> {
        let calendar = channel.calendar.as_ref().and_then(|name| self.calendar_named(name));
        let said = [
            ("address", channel.address.as_ref().map_or_else(String::new, |address| address.value.clone())),
            ("hours", calendar.map_or_else(String::new, hours)),
            ("phone menu", menu(&channel.phone_menu)),
        ];
        let tried = said.into_iter().map(|(what, text)| (what.to_owned(), fingerprint(&[&text])));
        Some(Tested { last_tested: channel.last_tested.as_ref()?.value.to_string(), tried: tried.collect() })
    }
}

/// The usual week. Holidays are left out: listing those of another year changes nothing about what was tried.
pub(super) fn hours(calendar: &Calendar) -> String {
    let day = |shifts: &Vec<crate::time::Shift>| shifts.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let week: Vec<String> = calendar.hours.week.iter().map(day).collect();
    format!("{} {}", calendar.zone_name, week.join(";"))
}

/// Every key with what it leads to. What a key is said to be for is left out: saying it better changes no menu.
fn menu(items: &[MenuItem]) -> String {
    let end = |item: &MenuItem| match &item.leads_to {
        MenuEnd::Person => "person".to_owned(),
        MenuEnd::Recording(text) => format!("recording {text}"),
        MenuEnd::Menu { items, .. } => format!("({})", menu(items)),
        MenuEnd::GoesTo(name) => format!("to {}", name.value),
    };
    items.iter().map(|item| format!("{} {}", item.press.value, end(item))).collect::<Vec<_>>().join("; ")
}
