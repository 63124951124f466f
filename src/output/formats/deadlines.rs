//! `status/deadlines.ics`: every dated duty, for the company's own people: promised updates, the end of maintenance, and
//! what was to be done so that an incident does not happen again. A public site has no such file.

use crate::kinds::{Audience, Incident, Maintenance, Prevention, Stage};
use crate::site::{Page, Site};
use crate::time::Moment;

use super::super::{Press, RenderError};
use super::feed::address;
use super::ics::{Calendar, Event, Standing, When};
use super::maintenance_calendar::uid;

/// How long before a promise somebody is reminded, in minutes: time enough to write three sentences.
const REMINDER: u32 = 10;

/// Something that has to be done.
struct Duty<'a> {
    page: &'a Page,
    /// Tells it from other duties of its page.
    part: String,
    /// How often it was moved.
    sequence: usize,
    changed: Option<Moment>,
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
        changed: incident.changed(),
        when: When::Span(by, None),
        summary: press.theme.string("deadline_update").replace("{title}", &page.title),
        owner: page.entry.basics.owner.as_deref(),
    })
}

/// By when maintenance has to be over.
fn end<'a>(press: &Press, page: &'a Page, maintenance: &'a Maintenance) -> Option<Duty<'a>> {
    let is_over = matches!(maintenance.stage_at(press.site.now), Stage::Completed | Stage::Cancelled);
    let ends = maintenance.ends.as_ref().filter(|_| !is_over)?.value;
    Some(Duty {
        page,
        part: "/end".to_owned(),
        sequence: maintenance.revisions(),
        changed: maintenance.changed(),
        when: When::Span(ends, None),
        summary: press.theme.string("deadline_end").replace("{title}", &page.title),
        owner: page.entry.basics.owner.as_deref(),
    })
}

/// What was to be done by a day and is not.
fn prevention<'a>(press: &Press, page: &'a Page, incident: &'a Incident) -> Vec<Duty<'a>> {
    let open = incident.prevention.iter().enumerate().filter(|(_, item)| item.done.is_none());
    let duty = |(place, item): (usize, &'a Prevention)| {
        Some(Duty {
            page,
            part: format!("/prevention-{}", place + 1),
            sequence: 0,
            changed: incident.changed(),
            when: When::Day(item.due.as_ref()?.value),
            summary: press.theme.string("deadline_prevention").replace("{what}", &item.what),
            owner: item.owner.as_deref().or(page.entry.basics.owner.as_deref()),
        })
    };
    open.filter_map(duty).collect()
}

fn event(press: &Press, duty: Duty<'_>) -> Event {
    let owner = duty.owner.map(|owner| press.theme.string("deadline_owner").replace("{owner}", owner) + "\n");
    let is_moment = matches!(duty.when, When::Span(..));
    Event {
        uid: uid(press, duty.page, &duty.part),
        sequence: duty.sequence,
        changed: duty.changed.unwrap_or(Moment::EPOCH),
        when: duty.when,
        standing: Standing::Confirmed,
        summary: duty.summary,
        description: format!("{}{}", owner.unwrap_or_default(), duty.page.title),
        url: address(press, &duty.page.url),
        categories: Vec::new(),
        reminder: is_moment.then_some(REMINDER),
    }
}
