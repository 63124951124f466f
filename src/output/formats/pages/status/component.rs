//! The page of a component, and its row on the overview.

use std::collections::BTreeSet;

use jiff::civil;

use crate::site::PageId;
use crate::theme::view::{ComponentRow, ComponentView, HistoryRow, Link, MonthRow, Need, StateAt};
use crate::time::{Moment, written_wait};

use super::{Around, Press, RenderError, archive_url, clock, days, html, method, rows, subscribe_at};

/// How many incidents and maintenance its page lists; the archive has all.
const HISTORY: usize = 50;

/// How many months of uptime it shows.
const MONTHS: usize = 12;

/// The page of the component at `place`.
pub(crate) fn component(press: &Press, place: usize) -> Result<Vec<u8>, RenderError> {
    let site = &press.site;
    let url = site.component_url(place);
    let row = row(press, place, &site.days());
    let status = Around::own(press, "status", super::URL);
    let around = Around {
        url: url.clone(),
        title: row.name.clone(),
        description: row.description.clone(),
        trail: vec![Link { title: status.title, url: status.url }],
        current: Some("status"),
        language: None,
    };
    let (history, earlier) = history(press, place);
    let needed_by = (0..site.components.len()).filter(|other| site.needs(*other).contains(&place));
    let view = ComponentView {
        frame: press.frame(around),
        component: row,
        needs: site.needs(place).into_iter().map(|place| need(press, place)).collect(),
        needed_by: needed_by.map(|place| need(press, place)).collect(),
        months: months(press, place),
        history,
        earlier,
        archive: archive_url(site),
        method: method(press, Some(place)),
        made: clock::made(press),
        subscribe: subscribe_at(press, &url),
    };
    html(press, "component.html", &view)
}

/// What the overview says of the component at `place`. `days` are those of the site.
pub(super) fn row(press: &Press, place: usize, days: &[(civil::Date, Moment, Moment)]) -> ComponentRow {
    let site = &press.site;
    let component = &site.components[place];
    ComponentRow {
        name: component.name.clone(),
        url: site.component_url(place),
        description: component.description.clone().unwrap_or_default(),
        states: states(press, place),
        waits_for: site.needs(place).into_iter().filter_map(|place| trouble(press, place)).collect(),
        days: days::of(press, place, days),
    }
}

fn states(press: &Press, place: usize) -> Vec<StateAt> {
    clock::states(&press.site, &press.site.phases(place))
}

fn need(press: &Press, place: usize) -> Need {
    let site = &press.site;
    Need { name: site.components[place].name.clone(), url: site.component_url(place), states: states(press, place) }
}

/// What somebody has to know who needs the component at `place`: nothing while it works.
fn trouble(press: &Press, place: usize) -> Option<Need> {
    let mut need = need(press, place);
    need.states.retain(|state| state.state != "operational");
    (!need.states.is_empty()).then_some(need)
}

/// What it went through and will, latest first, and how much more there is.
fn history(press: &Press, place: usize) -> (Vec<HistoryRow>, usize) {
    let mut known = BTreeSet::new();
    let told = press.site.spells(place).iter().rev().map(|spell| spell.page);
    let mut pages: Vec<PageId> = told.filter(|page| known.insert(*page)).collect();
    let earlier = pages.len().saturating_sub(HISTORY);
    pages.truncate(HISTORY);
    (pages.into_iter().map(|id| rows::row(press, id)).collect(), earlier)
}

/// The uptime of the last months that are recorded, latest first.
fn months(press: &Press, place: usize) -> Vec<MonthRow> {
    let site = &press.site;
    let zone = &site.config.time_zone;
    if !site.components[place].uptime {
        return Vec::new();
    }
    let first = site.now.date(zone).first_of_month();
    let starts = std::iter::successors(Some(first), |month| Some(month.yesterday().ok()?.first_of_month()));
    starts.take(MONTHS).map_while(|month| month_row(press, place, month)).collect()
}

fn month_row(press: &Press, place: usize, month: civil::Date) -> Option<MonthRow> {
    let site = &press.site;
    let zone = &site.config.time_zone;
    let from = Moment::start_of(month, zone)?;
    let until = Moment::start_of(month.last_of_month().tomorrow().ok()?, zone)?;
    let uptime = site.uptime(place, from, until)?;
    let minutes = uptime.minutes_down();
    Some(MonthRow {
        name: super::archive::month_name(month),
        uptime: uptime.written(),
        down: if minutes == 0 { String::new() } else { written_wait(minutes * 60) },
        running: site.now < until,
        partial: site.recorded_since(place).is_some_and(|since| from < since),
    })
}
