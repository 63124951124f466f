//! `status/maintenance.ics`: announced work, for customers' calendars. An event keeps its id when its plan changes, and
//! stays when it is called off: a calendar that once showed it has to be told.

use crate::kinds::{Maintenance, Stage};
use crate::site::{Page, PageId};

use super::super::{Press, RenderError};
use super::feed::address;
use super::ics::{Calendar, Event, Stamp, Standing, When};

/// Most events, the latest ones: ten years of weekly work. Programs fetch the whole file every hour.
const MOST: usize = 520;

pub(super) fn make(press: &Press) -> Result<Vec<u8>, RenderError> {
    let site = &press.site;
    let title = &site.config.title;
    let mut calendar = Calendar::new(&format!("{} – {title}", press.theme.string("maintenance_planned")));
    let mut latest: Vec<(PageId, &Maintenance)> = site.maintenance().rev().take(MOST).collect();
    latest.reverse();
    for event in latest.into_iter().filter_map(|(id, maintenance)| event(press, site.page(id), maintenance)) {
        calendar.event(&event);
    }
    Ok(calendar.finish())
}

/// Nothing where nobody knows when it begins.
fn event(press: &Press, page: &Page, maintenance: &Maintenance) -> Option<Event> {
    let starts = maintenance.starts.as_ref()?.value;
    let is_off = maintenance.announced() == Stage::Cancelled;
    Some(Event {
        uid: uid(press, page, ""),
        sequence: maintenance.revisions(),
        stamp: Stamp::Changed(maintenance.changed().unwrap_or_else(|| press.site.records_begin())),
        when: When::Span(starts, maintenance.ends.as_ref().map(|at| at.value)),
        standing: if is_off { Standing::Cancelled } else { Standing::Confirmed },
        summary: page.title.clone(),
        description: description(press, page, maintenance),
        url: address(press, &page.url),
        categories: maintenance.components.iter().map(|id| press.site.component_name(id).to_owned()).collect(),
        reminder: None,
    })
}

/// `maintenance/till-sync@help.example.com`; with `part` where a page has several events.
pub(super) fn uid(press: &Press, page: &Page, part: &str) -> String {
    let host = press.site.config.base_url.host_str().unwrap_or_default();
    let name = page.url.trim_start_matches("status/").trim_end_matches('/');
    format!("{name}{part}@{host}")
}

/// What it means for customers, and what was last said about it.
fn description(press: &Press, page: &Page, maintenance: &Maintenance) -> String {
    let summary = super::pages::summary_of(page);
    let said = maintenance.updates.iter().rev().find_map(|update| update.body.as_ref());
    let said = said.map(|text| press.fragment_text(page, text)).unwrap_or_default();
    let parts = [summary.trim(), said.trim()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}
