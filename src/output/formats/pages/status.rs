//! How the service stands: the overview, and a page for each incident and maintenance.

use crate::kinds::{
    Component, ComponentState, Incident, IncidentUpdate, Maintenance, MaintenanceUpdate, Prevention, Stage,
};
use crate::site::Page;
use crate::theme::view::{
    ComponentGroup, ComponentRow, IncidentCard, IncidentView, MaintenanceCard, MaintenanceView, PreventionRow,
    StatusSummary, StatusView, UpdateRow,
};
use crate::yaml::{Choice, Placed};

use super::super::super::{Press, RenderError, Shown};
use super::{Around, html};

/// The address of the overview.
const URL: &str = "status/";

/// How the service stands as a whole, for the page at `shown_at`.
pub(super) fn summary(press: &Press, shown_at: &str) -> StatusSummary {
    let states = press.site.component_states();
    let components = states.iter().map(|component| component.state);
    let incidents = press.site.incidents();
    // An incident that names no component is no less true.
    let open = incidents.iter().filter(|(_, incident)| incident.is_open()).map(|(_, incident)| incident.least_state());
    let worst = components.chain(open).max().unwrap_or_default();
    StatusSummary {
        state: worst.word().to_owned(),
        open: incident_cards(press, shown_at, |incident| incident.is_open()),
        maintenance: maintenance_cards(press, |stage| !is_over(stage)),
    }
}

/// The overview.
pub(crate) fn status(press: &Press) -> Result<Vec<u8>, RenderError> {
    let mut past_maintenance = maintenance_cards(press, is_over);
    past_maintenance.reverse();
    let view = StatusView {
        frame: press.frame(Around::own(press, "status", URL)),
        status: summary(press, URL),
        groups: groups(press),
        past: incident_cards(press, URL, |incident| !incident.is_open()),
        past_maintenance,
    };
    html(press, "status.html", &view)
}

/// The page of one incident.
pub(super) fn incident(press: &Press, page: &Page, incident: &Incident) -> Result<Vec<u8>, RenderError> {
    let row = |(number, update): (usize, &IncidentUpdate)| UpdateRow {
        at: update.at.as_ref().map(|at| press.time(at.value)),
        state: update.state.map(Choice::word).unwrap_or_default().to_owned(),
        html: update_html(press, page, number, update.body.as_ref()),
        next_update_by: update.next_update_by.as_ref().map(|at| press.time(at.value)),
    };
    let view = IncidentView {
        frame: press.frame(Around::page(press, page, Some("status"))),
        incident: incident_card(press, page, incident, &page.url),
        detected: incident.detected.as_ref().map(|at| press.time(at.value)),
        updates: incident.updates.iter().enumerate().rev().map(row).collect(),
        cause: incident.cause.clone().unwrap_or_default(),
        prevention: incident.prevention.iter().map(|item| prevention(press, item)).collect(),
        apology: incident.apology.clone().unwrap_or_default(),
        compensation: incident.compensation.clone().unwrap_or_default(),
        html: press.body_html(page, &page.url)?,
    };
    html(press, "incident.html", &view)
}

/// One of several updates on a page, counted from the first that was written.
fn update_html(press: &Press, page: &Page, number: usize, text: Option<&Placed<String>>) -> String {
    press.fragment_html(text, Shown { page, at: &page.url, ids: &format!("update-{}-", number + 1) })
}

fn prevention(press: &Press, item: &Prevention) -> PreventionRow {
    PreventionRow {
        what: item.what.clone(),
        due: item.due.as_ref().map(|date| press.date(date.value)),
        done: item.done.as_ref().map(|date| press.date(date.value)),
    }
}

/// The page of one maintenance.
pub(super) fn maintenance(press: &Press, page: &Page, maintenance: &Maintenance) -> Result<Vec<u8>, RenderError> {
    let row = |(number, update): (usize, &MaintenanceUpdate)| UpdateRow {
        at: update.at.as_ref().map(|at| press.time(at.value)),
        state: update.state.map(Choice::word).unwrap_or_default().to_owned(),
        html: update_html(press, page, number, update.body.as_ref()),
        next_update_by: None,
    };
    let view = MaintenanceView {
        frame: press.frame(Around::page(press, page, Some("status"))),
        maintenance: maintenance_card(press, page, maintenance),
        updates: maintenance.updates.iter().enumerate().rev().map(row).collect(),
        html: press.body_html(page, &page.url)?,
    };
    html(press, "maintenance.html", &view)
}

fn incident_cards(press: &Press, shown_at: &str, wanted: impl Fn(&Incident) -> bool) -> Vec<IncidentCard> {
    let incidents = press.site.incidents();
    let wanted = incidents.into_iter().filter(|(_, incident)| wanted(incident));
    wanted.map(|(id, incident)| incident_card(press, press.site.page(id), incident, shown_at)).collect()
}

fn incident_card(press: &Press, page: &Page, incident: &Incident, shown_at: &str) -> IncidentCard {
    let last = incident.updates.last();
    let state = last.and_then(|update| update.state).map(Choice::word);
    let resolved = incident.resolved.as_ref().map(|_| "resolved");
    let ids = format!("{}-", page.url.trim_end_matches('/').replace('/', "-"));
    IncidentCard {
        title: page.title.clone(),
        url: page.url.clone(),
        impact: incident.impact.map(Choice::word).unwrap_or("none").to_owned(),
        state: resolved.or(state).unwrap_or("investigating").to_owned(),
        started: incident.started.as_ref().map(|at| press.time(at.value)),
        resolved: incident.resolved.as_ref().map(|at| press.time(at.value)),
        html: press
            .fragment_html(last.and_then(|update| update.body.as_ref()), Shown { page, at: shown_at, ids: &ids }),
        updated: last.and_then(|update| update.at.as_ref()).map(|at| press.time(at.value)),
        next_update_by: last.and_then(|update| update.next_update_by.as_ref()).map(|at| press.time(at.value)),
        workaround: incident.workaround.clone().unwrap_or_default(),
        components: names(press, incident.components.iter().map(|(id, _)| id)),
    }
}

/// Maintenance by its start, what runs before what is planned.
fn maintenance_cards(press: &Press, wanted: impl Fn(Stage) -> bool) -> Vec<MaintenanceCard> {
    let mut chosen = press.site.maintenance();
    let now = press.site.now;
    chosen.retain(|(_, maintenance)| wanted(maintenance.stage_at(now)));
    chosen.sort_by_key(|(_, maintenance)| maintenance.stage_at(now) == Stage::Scheduled);
    chosen.into_iter().map(|(id, maintenance)| maintenance_card(press, press.site.page(id), maintenance)).collect()
}

fn maintenance_card(press: &Press, page: &Page, maintenance: &Maintenance) -> MaintenanceCard {
    MaintenanceCard {
        title: page.title.clone(),
        url: page.url.clone(),
        state: maintenance.stage_at(press.site.now).word().to_owned(),
        starts: maintenance.starts.as_ref().map(|at| press.time(at.value)),
        ends: maintenance.ends.as_ref().map(|at| press.time(at.value)),
        components: names(press, maintenance.components.iter()),
    }
}

fn is_over(stage: Stage) -> bool {
    matches!(stage, Stage::Completed | Stage::Cancelled)
}

/// What customers call the components; an id that names none stands as written.
fn names<'a>(press: &Press, ids: impl Iterator<Item = &'a Placed<String>>) -> Vec<String> {
    let name = |id: &Placed<String>| {
        let component = press.site.components.iter().find(|component| component.id.value == id.value);
        component.map_or_else(|| id.value.clone(), |component| component.name.clone())
    };
    ids.map(name).collect()
}

/// Components under their headings, both in the order of the file.
fn groups(press: &Press) -> Vec<ComponentGroup> {
    let mut groups: Vec<ComponentGroup> = Vec::new();
    for (component, status) in press.site.components.iter().zip(press.site.component_states()) {
        let name = component.group.clone().unwrap_or_default();
        let row = component_row(component, status.state);
        match groups.iter_mut().find(|group| group.name == name) {
            Some(group) => group.components.push(row),
            None => groups.push(ComponentGroup { name, components: vec![row] }),
        }
    }
    groups
}

fn component_row(component: &Component, state: ComponentState) -> ComponentRow {
    ComponentRow {
        name: component.name.clone(),
        description: component.description.clone().unwrap_or_default(),
        state: state.word().to_owned(),
    }
}
