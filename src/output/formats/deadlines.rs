//! `status/deadlines.ics`: every dated duty, for the company's own people: promised updates, the end of maintenance, and
//! what was to be done so that an incident does not happen again. A public site has no such file.

use std::collections::BTreeMap;

use crate::kinds::{Audience, Incident, Maintenance, Prevention};
use crate::site::{Page, Site};
use crate::source::ContentHash;
use crate::time::Moment;
use crate::yaml::Date;

use super::super::{Press, RenderError};
use super::feed::address;
use super::ics::{Calendar, Event, Stamp, Standing, When};
use super::maintenance_calendar::uid;

/// How long before a promise somebody is reminded, in minutes: time enough to write three sentences.
const REMINDER: u32 = 10;

/// Digits by which the items of an incident are told apart.
const DIGITS: usize = 8;

/// More days than a day is ever moved by.
const CENTURY: usize = 36_525;

/// Something that has to be done.
struct Duty<'a> {
    page: &'a Page,
    /// Tells it from other duties of its page.
    part: String,
    /// How often it was moved.
    sequence: usize,
    changed: Moment,
    when: When,
    summary: String,
    owner: Option<&'a str>,
}

/// Whether the site has this calendar.
pub(super) fn applies(site: &Site) -> bool {
    site.audience == Audience::Internal && site.has_status()
}

pub(super) fn make(press: &Press) -> Result<Vec<u8>, RenderError> {
    let site = &press.site;
    let promises = site.open_incidents().filter_map(|(id, incident)| promise(press, site.page(id), incident));
    let ends = site.maintenance().filter_map(|(id, work)| end(press, site.page(id), work));
    let prevention = site.incidents().flat_map(|(id, incident)| prevention(press, site.page(id), incident));
    let mut calendar = Calendar::new(&format!("{} – {}", press.theme.string("deadlines"), site.config.title));
    promises.chain(ends).chain(prevention).for_each(|duty| calendar.event(&event(press, duty)));
    Ok(calendar.finish())
}

/// The next update of an incident, which moves with each that is given.
fn promise<'a>(press: &Press, page: &'a Page, incident: &'a Incident) -> Option<Duty<'a>> {
    let by = incident.updates.last()?.next_update_by.as_ref()?.value;
    Some(Duty {
        page,
        part: "/next-update".to_owned(),
        sequence: incident.updates.len() - 1,
        changed: incident.changed().unwrap_or_else(|| press.site.records_begin()),
        when: When::Span(by, None),
        summary: press.theme.string("deadline_update").replace("{title}", &page.title),
        owner: page.entry.basics.owner.as_deref(),
    })
}

/// By when maintenance has to be over.
fn end<'a>(press: &Press, page: &'a Page, maintenance: &'a Maintenance) -> Option<Duty<'a>> {
    let is_over = maintenance.stage_at(press.site.now).is_over();
    let ends = maintenance.ends.as_ref().filter(|_| !is_over)?.value;
    Some(Duty {
        page,
        part: "/end".to_owned(),
        sequence: maintenance.revisions(),
        changed: maintenance.changed().unwrap_or_else(|| press.site.records_begin()),
        when: When::Span(ends, None),
        summary: press.theme.string("deadline_end").replace("{title}", &page.title),
        owner: page.entry.basics.owner.as_deref(),
    })
}

/// What was to be done by a day and is not. A day of it that lies ahead is a plan, not a deed.
fn prevention<'a>(press: &Press, page: &'a Page, incident: &'a Incident) -> Vec<Duty<'a>> {
    let site = &press.site;
    let today = site.now.date(&site.config.time_zone);
    let is_done = |item: &Prevention| item.done.as_ref().is_some_and(|done| done.value <= today);
    let duty = |(item, part): (&'a Prevention, String)| {
        let due = item.due.as_ref().filter(|_| !is_done(item))?.value;
        Some(Duty {
            page,
            part,
            sequence: moved(incident, due),
            changed: incident.changed().unwrap_or_else(|| site.records_begin()),
            when: When::Day(due),
            summary: press.theme.string("deadline_prevention").replace("{what}", &item.what),
            owner: item.owner.as_deref().or(page.entry.basics.owner.as_deref()),
        })
    };
    incident.prevention.iter().zip(parts(&incident.prevention)).filter_map(duty).collect()
}

/// What tells the items of an incident apart, wherever they stand in its list: what is to be done. The same said twice
/// is counted.
fn parts<'a>(prevention: &'a [Prevention]) -> Vec<String> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let part = |item: &'a Prevention| {
        let name = ContentHash::of(item.what.as_bytes()).short(DIGITS);
        let count = seen.entry(&item.what).or_default();
        *count += 1;
        let twin = if *count == 1 { String::new() } else { format!("-{count}") };
        format!("/prevention-{name}{twin}")
    };
    prevention.iter().map(part).collect()
}

/// A number that goes up when the day moves: it counts the days. One that moves back takes a correction that says why,
/// and each of these weighs more than a century.
fn moved(incident: &Incident, due: Date) -> usize {
    let days = Date::constant(2000, 1, 1).until(due).map_or(0, |span| span.get_days());
    incident.corrections.len() * CENTURY + usize::try_from(days).unwrap_or(0)
}

fn event(press: &Press, duty: Duty<'_>) -> Event {
    let owner = duty.owner.map(|owner| press.theme.string("deadline_owner").replace("{owner}", owner) + "\n");
    let is_moment = matches!(duty.when, When::Span(..));
    Event {
        uid: uid(press, duty.page, &duty.part),
        sequence: duty.sequence,
        stamp: Stamp::Changed(duty.changed),
        when: duty.when,
        standing: Standing::Confirmed,
        summary: duty.summary,
        description: format!("{}{}", owner.unwrap_or_default(), duty.page.title),
        url: address(press, &duty.page.url),
        categories: Vec::new(),
        reminder: is_moment.then_some(REMINDER),
    }
}
