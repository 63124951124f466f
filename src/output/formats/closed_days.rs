//! `contact/closed-days.ics`: the days on which support keeps other hours than usual, for customers' calendars.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use crate::kinds::{Calendar, Exception, Purpose};
use crate::site::Site;
use crate::time::Moment;

use super::super::{Press, RenderError};
use super::feed::address;
use super::ics::{self, Event, Stamp, Standing, When};
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
    for desk in desks(&press.site) {
        for exception in desk.calendar.differing() {
            file.event(&event(press, &desk, &exception));
        }
    }
    Ok(file.finish())
}

/// Channels of support that keep the same hours.
struct Desk<'a> {
    calendar: &'a Calendar,
    titles: Vec<&'a str>,
    is_all_of_support: bool,
}

fn desks(site: &Site) -> Vec<Desk<'_>> {
    let calendars = of_support(site);
    let is_all_of_support = calendars.len() == 1;
    let desk = |(name, titles)| Some(Desk { calendar: site.calendar_named(name)?, titles, is_all_of_support });
    calendars.into_iter().filter_map(desk).collect()
}

fn event(press: &Press, desk: &Desk<'_>, exception: &Exception) -> Event {
    let site = &press.site;
    let host = site.config.base_url.host_str().unwrap_or_default();
    let first = exception.from.value;
    Event {
        uid: format!("closed-days/{}/{first}@{host}", desk.calendar.name.value),
        sequence: 0,
        stamp: Stamp::Made(today(site)),
        when: When::Days(first, exception.until),
        standing: Standing::Confirmed,
        summary: summary(press, desk, exception),
        description: description(press, desk),
        url: address(press, "contact/"),
        categories: Vec::new(),
        reminder: None,
    }
}

/// The day of the build: builds of one day make the same file.
fn today(site: &Site) -> Moment {
    Moment::start_of(site.now.date(&TimeZone::UTC), &TimeZone::UTC).unwrap_or(site.now)
}

/// "Support closed: Christmas Day", "Support 09:00–12:00: Christmas Eve". Where other channels keep other hours it says
/// whose day it is, because most programs show this line alone: "Call us in Zurich closed: Sechseläuten".
fn summary(press: &Press, desk: &Desk<'_>, exception: &Exception) -> String {
    let words = press.theme.string(if desk.is_all_of_support { "closed_day" } else { "closed_day_of" });
    let hours = words.replace("{hours}", &hours_in_words(&press.theme, &exception.shifts));
    let hours = hours.replace("{channels}", &names(press, &desk.titles));
    exception.name.iter().fold(hours, |hours, name| format!("{hours}: {name}"))
}

/// "Call us, Chat"; of many the first, so that what is said of them is seen as well: "Call us and 4 more".
fn names(press: &Press, titles: &[&str]) -> String {
    let [first, rest @ ..] = titles else { return String::new() };
    if rest.len() < 2 {
        return titles.join(", ");
    }
    let words = press.theme.string("closed_day_many").replace("{n}", &rest.len().to_string());
    words.replace("{channel}", first)
}

/// Whom it is about, and by which clock.
fn description(press: &Press, desk: &Desk<'_>) -> String {
    let name = &desk.calendar.zone_name;
    let zone = press.theme.string("time_zone").replace("{zone}", name);
    let zone = Some(zone).filter(|_| !name.is_empty());
    std::iter::once(desk.titles.join(", ")).chain(zone).collect::<Vec<_>>().join("\n")
}
