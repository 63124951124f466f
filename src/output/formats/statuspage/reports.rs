//! Incidents and maintenance as the API has them: both are reports, and maintenance has a plan besides.

use std::collections::{BTreeMap, BTreeSet};

use crate::kinds::{ComponentState, Incident, IncidentUpdate, Maintenance, MaintenanceUpdate, Progress, Stage};
use crate::site::{Page, PageId};
use crate::time::Moment;
use crate::yaml::{Choice, Placed};

use super::super::feed::address;
use super::super::updates::twins;
use super::components::Components;
use super::shapes::{Affected, Component, Plan, Report, Update};
use super::{MOST, Press, id_of, page_id, written};

/// Open incidents, the worst first.
pub(super) fn open<'a>(press: &'a Press, components: &'a Components) -> Vec<Report<'a>> {
    press.site.open_incidents().map(|(id, incident)| of_incident(press, components, (id, incident))).collect()
}

/// The newest incidents.
pub(super) fn latest<'a>(press: &'a Press, components: &'a Components) -> Vec<Report<'a>> {
    press.site.incidents().take(MOST).map(|found| of_incident(press, components, found)).collect()
}

/// Maintenance at one of the stages, by its start.
pub(super) fn maintenance<'a>(
    press: &'a Press,
    components: &'a Components,
    wanted: impl Fn(Stage) -> bool,
) -> Vec<Report<'a>> {
    let now = press.site.now;
    let wanted = press.site.maintenance().filter(|(_, maintenance)| wanted(maintenance.stage_at(now)));
    wanted.map(|found| of_maintenance(press, components, found)).collect()
}

/// The newest maintenance, called off or not.
pub(super) fn latest_maintenance<'a>(press: &'a Press, components: &'a Components) -> Vec<Report<'a>> {
    press.site.maintenance().rev().take(MOST).map(|found| of_maintenance(press, components, found)).collect()
}

fn of_incident<'a>(press: &'a Press, components: &'a Components, found: (PageId, &'a Incident)) -> Report<'a> {
    let (page, incident) = (press.site.page(found.0), found.1);
    let is_watched = |update: &&IncidentUpdate| update.is(Progress::Monitoring);
    let watched = incident.updates.iter().find(is_watched).and_then(|update| value(&update.at));
    let created = incident.published().unwrap_or_else(|| press.site.records_begin());
    Report {
        id: id_of(&page.url),
        name: &page.title,
        status: incident.progress().word(),
        created_at: written(created),
        updated_at: written(incident.changed().unwrap_or(created)),
        monitoring_at: watched.map(written),
        resolved_at: incident.ended().map(written),
        impact: incident.impact().word(),
        shortlink: address(press, &page.url),
        started_at: written(value(&incident.started).unwrap_or(created)),
        page_id: page_id(&press.site),
        incident_updates: incident_updates(press, components, (page, incident)),
        components: objects(components, incident.hit().into_iter().map(|(id, _)| id)),
        reminder_intervals: None,
        plan: None,
    }
}

fn of_maintenance<'a>(press: &'a Press, components: &'a Components, found: (PageId, &'a Maintenance)) -> Report<'a> {
    let (page, maintenance) = (press.site.page(found.0), found.1);
    let stage = maintenance.stage_at(press.site.now);
    let created = maintenance.published().unwrap_or_else(|| press.site.records_begin());
    let changed = maintenance.changed().unwrap_or(created);
    let starts = value(&maintenance.starts).unwrap_or(created);
    let is_past = |at: &Moment| *at <= press.site.now;
    let is_watched =
        |update: &&MaintenanceUpdate| update.state.as_ref().is_some_and(|state| state.value == Stage::Verifying);
    let watched = maintenance.updates.iter().find(is_watched).and_then(|update| value(&update.at));
    Report {
        id: id_of(&page.url),
        name: &page.title,
        status: word(stage),
        created_at: written(created),
        updated_at: written(changed),
        monitoring_at: watched.map(written),
        // What is over before its planned end, and does not say when, was over when that was said.
        resolved_at: stage.is_over().then(|| written(maintenance.ended().filter(is_past).unwrap_or(changed))),
        impact: "maintenance",
        shortlink: address(press, &page.url),
        started_at: written(maintenance.began().filter(is_past).unwrap_or(created)),
        page_id: page_id(&press.site),
        incident_updates: maintenance_updates(press, components, (page, maintenance)),
        components: objects(components, maintenance.components.iter()),
        reminder_intervals: None,
        plan: Some(Plan {
            scheduled_for: written(starts),
            scheduled_until: written(value(&maintenance.ends).unwrap_or(starts)),
        }),
    }
}

fn incident_updates<'a>(
    press: &Press,
    components: &'a Components,
    (page, incident): (&Page, &'a Incident),
) -> Vec<Update<'a>> {
    let twins = twins(incident.updates.iter().map(|update| value(&update.at)));
    let mut standing = Standing::default();
    let update = |(place, update): (usize, &'a IncidentUpdate)| {
        let start = incident.components.iter().filter(|_| place == 0);
        let said = start.chain(&update.components).map(|(id, state)| (id.as_str(), *state));
        let affected = if update.is(Progress::Resolved) {
            standing.end(components, said)
        } else {
            standing.go_on(components, said)
        };
        let state = update.state.as_ref().map_or(Progress::Investigating, |state| state.value).word();
        let said = Said { at: value(&update.at), twins: twins[place], state, body: update.body.as_ref() };
        written_update(press, page, said, affected)
    };
    newest_first(incident.updates.iter().enumerate().map(update))
}

fn maintenance_updates<'a>(
    press: &Press,
    components: &'a Components,
    (page, maintenance): (&Page, &'a Maintenance),
) -> Vec<Update<'a>> {
    let twins = twins(maintenance.updates.iter().map(|update| value(&update.at)));
    let mut standing = Standing::default();
    let mut stage = Stage::Scheduled;
    let update = |(place, update): (usize, &'a MaintenanceUpdate)| {
        stage = update.state.as_ref().map_or(stage, |state| state.value);
        let state = if stage.runs() { ComponentState::UnderMaintenance } else { ComponentState::Operational };
        let affected = standing.go_on(components, maintenance.components.iter().map(|id| (id.as_str(), state)));
        let said = Said { at: value(&update.at), twins: twins[place], state: word(stage), body: update.body.as_ref() };
        written_update(press, page, said, affected)
    };
    newest_first(maintenance.updates.iter().enumerate().map(update))
}

fn value(at: &Option<Placed<Moment>>) -> Option<Moment> {
    at.as_ref().map(|at| at.value)
}

/// Statuspage has no word for what is called off: it is over, and its last update says why.
fn word(stage: Stage) -> &'static str {
    if stage == Stage::Cancelled { Stage::Completed.word() } else { stage.word() }
}

/// What an update says.
struct Said<'a> {
    at: Option<Moment>,
    /// How many earlier ones of its page have the same time.
    twins: usize,
    state: &'static str,
    body: Option<&'a Placed<String>>,
}

fn written_update<'a>(press: &Press, page: &Page, said: Said<'_>, affected: Vec<Affected<'a>>) -> Update<'a> {
    let at = written(said.at.unwrap_or(Moment::EPOCH));
    Update {
        id: id_of(&format!("{}{at}/{}", page.url, said.twins)),
        status: said.state,
        body: said.body.map(|text| press.fragment_text(page, text)).unwrap_or_default(),
        incident_id: id_of(&page.url),
        created_at: at.clone(),
        updated_at: at.clone(),
        display_at: at,
        affected_components: (!affected.is_empty()).then_some(affected),
        deliver_notifications: true,
        custom_tweet: None,
        tweet_id: None,
    }
}

fn newest_first<'a>(updates: impl Iterator<Item = Update<'a>>) -> Vec<Update<'a>> {
    let mut updates: Vec<_> = updates.collect();
    updates.reverse();
    updates
}

/// The components that a report names, once each, in the order of their naming.
fn objects<'a>(components: &'a Components, named: impl Iterator<Item = &'a Placed<String>>) -> Vec<&'a Component> {
    let mut seen = BTreeSet::new();
    named.filter(|id| seen.insert(id.as_str())).filter_map(|id| components.named(id)).collect()
}

/// How components stand as one report goes on: well, until it says otherwise.
#[derive(Default)]
struct Standing<'a>(BTreeMap<&'a str, ComponentState>);

impl<'a> Standing<'a> {
    /// An update by which it goes on: every component that was named so far, as it stood before and stands after.
    fn go_on(
        &mut self,
        components: &'a Components,
        said: impl Iterator<Item = (&'a str, ComponentState)>,
    ) -> Vec<Affected<'a>> {
        let before = self.0.clone();
        self.0.extend(said);
        self.since(&before, components)
    }

    /// An update by which all is over, and so all is well.
    fn end(
        &mut self,
        components: &'a Components,
        said: impl Iterator<Item = (&'a str, ComponentState)>,
    ) -> Vec<Affected<'a>> {
        let before = self.0.clone();
        self.0.extend(said);
        self.0.values_mut().for_each(|state| *state = ComponentState::Operational);
        self.since(&before, components)
    }

    fn since(&self, before: &BTreeMap<&'a str, ComponentState>, components: &'a Components) -> Vec<Affected<'a>> {
        let affected = self.0.iter().filter_map(|(id, state)| {
            let component = components.named(id)?;
            let old_status = before.get(id).copied().unwrap_or_default().word();
            Some(Affected { code: &component.id, name: &component.name, old_status, new_status: state.word() })
        });
        affected.collect()
    }
}
