//! Incidents and maintenance as they stand in lists of what was.

use crate::kinds::{Front, Incident, Maintenance, Stage};
use crate::site::{PageId, Site};
use crate::theme::view::{ComponentMark, HistoryRow, StateAt};
use crate::time::{Moment, written_wait};
use crate::yaml::{Choice, Placed};

use super::{Press, clock};

/// What ended within so many seconds is recent: 14 days.
const RECENT: i64 = 14 * 24 * 60 * 60;

/// So many are shown however long ago they were, and so many at most.
const FEWEST: usize = 4;
const MOST: usize = 12;

/// Every incident and maintenance that has a beginning, latest first.
pub(super) fn told(site: &Site) -> Vec<(Moment, PageId)> {
    let incidents = site.incidents().filter_map(|(id, incident)| Some((incident.started.as_ref()?.value, id)));
    let maintenance = site.maintenance().filter_map(|(id, work)| Some((work.starts.as_ref()?.value, id)));
    let mut told: Vec<_> = incidents.chain(maintenance).collect();
    told.sort_by(|(a, a_id), (b, b_id)| b.cmp(a).then(a_id.cmp(b_id)));
    told
}

/// What is over, of the last days; else the latest few. What ended last comes first.
pub(super) fn recent(press: &Press) -> Vec<HistoryRow> {
    let site = &press.site;
    let since = site.now.plus(-RECENT);
    let incidents = site.incidents().filter_map(|(id, incident)| Some((incident.ended()?, id)));
    let maintenance = site.maintenance().filter_map(|(id, work)| Some((over(site, work)?, id)));
    let mut over: Vec<_> = incidents.chain(maintenance).collect();
    over.sort_by(|(a, a_id), (b, b_id)| b.cmp(a).then(a_id.cmp(b_id)));
    let recent = over.iter().filter(|(ended, _)| since <= *ended).count();
    over.truncate(recent.clamp(FEWEST, MOST));
    over.into_iter().map(|(_, id)| row(press, id)).collect()
}

/// When maintenance was over or called off. Work that was called off without a word of when is told at its time.
fn over(site: &Site, maintenance: &Maintenance) -> Option<Moment> {
    let is_over = maintenance.stage_at(site.now).is_over();
    maintenance.ended().filter(|at| is_over && *at <= site.now)
}

/// One of them.
pub(super) fn row(press: &Press, id: PageId) -> HistoryRow {
    let page = press.site.page(id);
    let row = HistoryRow {
        kind: page.entry.kind.word(),
        title: page.title.clone(),
        url: page.url.clone(),
        tone: String::new(),
        states: Vec::new(),
        began: None,
        lasted: String::new(),
        components: Vec::new(),
    };
    match &page.entry.front {
        Front::Incident(incident) => of_incident(press, incident, row),
        Front::Maintenance(maintenance) => of_maintenance(press, maintenance, row),
        _ => row,
    }
}

fn of_incident(press: &Press, incident: &Incident, row: HistoryRow) -> HistoryRow {
    let state = StateAt { state: incident.progress().word().to_owned(), when: clock::when(&press.site, (None, None)) };
    HistoryRow {
        tone: incident.impact().word().to_owned(),
        states: vec![state],
        began: incident.started.as_ref().map(|at| press.time(at.value)),
        lasted: lasted(incident.started.as_ref().map(|at| at.value), incident.ended()),
        components: names(press, incident.hit().into_iter().map(|(id, _)| id)),
        ..row
    }
}

fn of_maintenance(press: &Press, maintenance: &Maintenance, row: HistoryRow) -> HistoryRow {
    let (began, planned) = (maintenance.began(), maintenance.starts.as_ref().map(|at| at.value));
    HistoryRow {
        tone: "under_maintenance".to_owned(),
        states: clock::stages(&press.site, maintenance),
        began: began.or(planned).map(|at| press.time(at)),
        lasted: lasted(began, maintenance.ended().filter(|_| maintenance.announced() != Stage::Cancelled)),
        components: names(press, maintenance.components.iter()),
        ..row
    }
}

/// How long something lasted, in words; empty where it goes on or ends before it begins.
pub(super) fn lasted(from: Option<Moment>, until: Option<Moment>) -> String {
    let seconds = from.zip(until).map(|(from, until)| until.unix() - from.unix());
    seconds.filter(|seconds| *seconds > 0).map(written_wait).unwrap_or_default()
}

/// What customers call the components; an id that names none stands as written.
pub(super) fn names<'a>(press: &Press, ids: impl Iterator<Item = &'a Placed<String>>) -> Vec<String> {
    ids.map(|id| mark(press, id, "").name).collect()
}

/// A component that is named somewhere, and how it is said to stand.
pub(super) fn mark(press: &Press, id: &Placed<String>, state: &str) -> ComponentMark {
    let site = &press.site;
    let place = site.component_at(&id.value);
    ComponentMark {
        name: site.component_name(&id.value).to_owned(),
        url: place.map(|place| site.component_url(place)).unwrap_or_default(),
        state: state.to_owned(),
    }
}
