//! `contact/closed-days.ics`: the days on which support keeps other hours than usual, for customers' calendars.

use std::collections::BTreeMap;

use crate::kinds::{Calendar, Exception, Purpose};
use crate::site::Site;

use super::super::{Press, RenderError};
use super::feed::address;
use super::ics::{self, Event, Standing, When};
use super::pages::{channels_in_order, hours_in_words};

/// Where it lies.
pub(crate) const PATH: &str = "contact/closed-days.ics";

/// Whether the site has it: where a channel of support has hours.
pub(crate) fn applies(site: &Site) -> bool {
    !of_support(site).is_empty()
}

/// The calendars of support by name, each with the titles of the channels that keep to it.
fn of_support(site: &Site) -> BTreeMap<&str, Vec<&str>> {
    let mut calendars: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (page, channel) in channels_in_order(site) {
        let calendar = channel.calendar.as_ref().and_then(|name| site.calendar_named(name));
        if let Some(calendar) = calendar.filter(|_| channel.purpose == Purpose::Support && channel.answers()) {
            calendars.entry(&calendar.name.value).or_default().push(&page.title);
        }
    }
    calendars
}

pub(super) fn make(press: &Press) -> Result<Vec<u8>, RenderError> {
    let title = &press.site.config.title;
    let mut file = ics::Calendar::new(&format!("{} – {title}", press.theme.string("closed_days")));
    for (name, titles) in of_support(&press.site) {
        let Some(calendar) = press.site.calendar_named(name) else { continue };
        for exception in calendar.holidays.iter().chain(&calendar.exceptions) {
            file.event(&event(press, calendar, (exception, &titles)));
        }
    }
    Ok(file.finish())
}

fn event(press: &Press, calendar: &Calendar, (exception, titles): (&Exception, &[&str])) -> Event {
    let site = &press.site;
    let host = site.config.base_url.host_str().unwrap_or_default();
    let first = exception.from.value;
    Event {
        uid: format!("closed-days/{}/{first}@{host}", calendar.name.value),
        sequence: 0,
        changed: site.records_begin(),
        when: When::Days(first, exception.until),
        standing: Standing::Confirmed,
        summary: summary(press, exception),
        description: description(press, calendar, titles),
        url: address(press, "contact/"),
        categories: Vec::new(),
        reminder: None,
    }
}

/// "Support closed: Christmas Day", "Support 09:00–12:00: Christmas Eve".
fn summary(press: &Press, exception: &Exception) -> String {
    let hours = press.theme.string("closed_day").replace("{hours}", &hours_in_words(&press.theme, &exception.shifts));
    exception.name.iter().fold(hours, |hours, name| format!("{hours}: {name}"))
}

/// Whom it is about, and by which clock.
fn description(press: &Press, calendar: &Calendar, titles: &[&str]) -> String {
    let zone = press.theme.string("time_zone").replace("{zone}", &calendar.zone_name);
    let zone = Some(zone).filter(|_| !calendar.zone_name.is_empty());
    std::iter::once(titles.join(", ")).chain(zone).collect::<Vec<_>>().join("\n")
}
