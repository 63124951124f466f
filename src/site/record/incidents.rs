//! Incidents and maintenance as they were told. What is found rewritten stays in the record as it was first published, so
//! that the finding does not go away by building twice.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::kinds::{ComponentState, Facts, Front, Incident, IncidentUpdate, Maintenance, MaintenanceUpdate, Progress};
use crate::time::Moment;
use crate::yaml::{Choice, Placed};

use super::super::{PageId, Site};
use super::fingerprint;

/// What is said about one of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageRecord {
    /// When it began, or will.
    pub starts: String,
    /// When it was over, or will be; empty while that is unknown.
    pub ends: String,
    /// How much it matters; empty for maintenance.
    pub impact: String,
    /// The fingerprint of the components that it names at its beginning.
    pub components: String,
    /// Its updates, in order.
    pub updates: Vec<RecordedUpdate>,
    /// How many corrections it has.
    pub corrections: usize,
}

/// One update.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RecordedUpdate {
    /// When it was published.
    pub at: String,
    /// The fingerprint of what it said.
    pub hash: String,
}

/// Something that was published and is told otherwise now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The address that was published.
    pub url: String,
    /// The page that tells it otherwise; nothing where there is none any more.
    pub page: Option<PageId>,
    /// What is told otherwise, in words.
    pub what: String,
}

/// What is said now about each incident and maintenance, by its address.
pub(super) fn pages(site: &Site) -> BTreeMap<String, PageRecord> {
    let url = |id: PageId| site.page(id).url.clone();
    let incidents = site.incidents().map(|(id, incident)| (url(id), PageRecord::of_incident(incident, &site.facts)));
    let maintenance = site.maintenance().map(|(id, work)| (url(id), PageRecord::of_maintenance(work, &site.facts)));
    incidents.chain(maintenance).collect()
}

impl Site {
    /// What is to be kept of incidents and maintenance: what is said now, and what was said before and is told otherwise.
    pub(super) fn pages_to_record(&self) -> BTreeMap<String, PageRecord> {
        let mut kept = pages(self);
        if let Some(published) = &self.published {
            for Difference { url, .. } in self.differences() {
                kept.extend(published.pages.get(&url).map(|page| (url, page.clone())));
            }
        }
        kept
    }

    /// What was published and is told otherwise now, without a correction or a withdrawal that says so.
    #[must_use]
    pub fn differences(&self) -> Vec<Difference> {
        let Some(published) = self.comparable() else { return Vec::new() };
        let now = pages(self);
        let difference = |(url, before): (&String, &PageRecord)| {
            let page = self.page_by_url(url).or_else(|| self.page_once_at(url));
            let after = page.and_then(|page| Some((page, now.get(&self.page(page).url)?)));
            let what = match after {
                Some((page, after)) => before.changed(after, &self.page(page).entry.front)?,
                None if self.is_withdrawn(url) => return None,
                None => format!("/{url} was published and is gone"),
            };
            Some(Difference { url: url.clone(), page: after.map(|(page, _)| page), what })
        };
        published.pages.iter().filter_map(difference).collect()
    }

    /// The page that says it had this address before.
    pub(super) fn page_once_at(&self, url: &str) -> Option<PageId> {
        let path = |text: &str| text.trim_matches('/').to_owned();
        let had = |old: &Placed<String>| path(old) == path(url);
        let mut pages = self.own_pages().filter(|(_, page)| page.entry.basics.old_paths.iter().any(had));
        pages.next().map(|(id, _)| id)
    }

    fn is_withdrawn(&self, url: &str) -> bool {
        let name = url.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        self.withdrawn.iter().any(|withdrawn| withdrawn.page.value == name)
    }
}

impl PageRecord {
    fn of_incident(incident: &Incident, facts: &Facts) -> Self {
        let components = incident.components.iter().map(|(id, state)| (id.as_str(), *state));
        Self {
            starts: written(incident.started.as_ref().map(|at| at.value)),
            ends: written(incident.ended()),
            impact: incident.impact().word().to_owned(),
            components: fingerprint(&[&states(components)]),
            updates: incident.updates.iter().map(|update| RecordedUpdate::of_incident(update, facts)).collect(),
            corrections: incident.corrections.len(),
        }
    }

    fn of_maintenance(maintenance: &Maintenance, facts: &Facts) -> Self {
        let components = maintenance.components.iter().map(|id| (id.as_str(), ComponentState::UnderMaintenance));
        Self {
            starts: written(maintenance.starts.as_ref().map(|at| at.value)),
            ends: written(maintenance.ends.as_ref().map(|at| at.value)),
            impact: String::new(),
            components: fingerprint(&[&states(components)]),
            updates: maintenance.updates.iter().map(|update| RecordedUpdate::of_maintenance(update, facts)).collect(),
            corrections: maintenance.corrections.len(),
        }
    }

    /// What `after` tells otherwise without saying so, in words.
    fn changed(&self, after: &Self, front: &Front) -> Option<String> {
        if after.corrections != self.corrections {
            let is_gone = after.corrections < self.corrections;
            return is_gone.then(|| "a correction was published and is gone".to_owned());
        }
        let known: BTreeSet<&RecordedUpdate> = self.updates.iter().collect();
        self.update_changed(after).or_else(|| self.put_in(after, &known)).or_else(|| match front {
            Front::Incident(incident) => self.incident_changed(after, incident, &known),
            _ => self.plan_changed(after),
        })
    }

    fn update_changed(&self, after: &Self) -> Option<String> {
        let now: BTreeSet<&RecordedUpdate> = after.updates.iter().collect();
        let lost = self.updates.iter().find(|update| !now.contains(update))?;
        let is_there = after.updates.iter().any(|update| update.at == lost.at);
        let fate = if is_there { "says something else than was published" } else { "was published and is gone" };
        Some(format!("the update of {} {fate}", lost.at))
    }

    /// An update that was put in before one that customers had read already.
    fn put_in(&self, after: &Self, known: &BTreeSet<&RecordedUpdate>) -> Option<String> {
        let last = moment(&self.updates.last()?.at)?;
        let is_late = |update: &&RecordedUpdate| moment(&update.at).is_some_and(|at| at <= last);
        let update = after.updates.iter().filter(|update| !known.contains(update)).find(is_late)?;
        Some(format!("the update of {} was put in before one that was published", update.at))
    }

    fn incident_changed(&self, after: &Self, now: &Incident, known: &BTreeSet<&RecordedUpdate>) -> Option<String> {
        let goes_on = |(update, recorded): (&IncidentUpdate, &RecordedUpdate)| {
            let is_new = !known.contains(recorded);
            is_new && update.state.as_ref().is_some_and(|state| state.value != Progress::Resolved)
        };
        let was_over = !self.ends.is_empty() && !now.updates.iter().zip(&after.updates).any(goes_on);
        // While it goes on, an update may tell that more is known about the whole.
        if !was_over && after.updates.len() > self.updates.len() {
            return None;
        }
        let told = |what: &str| Some(format!("it was published {what}"));
        if self.starts != after.starts {
            return told(&format!("that it began at {}", self.starts));
        }
        if was_over && self.ends != after.ends {
            return told(&format!("that it was over at {}", self.ends));
        }
        if self.impact != after.impact {
            return told(&format!("with the impact `{}`", self.impact));
        }
        if self.components != after.components { told("with other components") } else { None }
    }

    fn plan_changed(&self, after: &Self) -> Option<String> {
        let plan = |record: &Self| (record.starts.clone(), record.ends.clone(), record.components.clone());
        let is_silent = plan(self) != plan(after) && after.updates.len() <= self.updates.len();
        is_silent.then(|| "the plan was changed without an update that says so".to_owned())
    }
}

impl RecordedUpdate {
    fn of_incident(update: &IncidentUpdate, facts: &Facts) -> Self {
        let state = update.state.as_ref().map(|state| state.value.word());
        let next = written(update.next_update_by.as_ref().map(|at| at.value));
        let components = states(update.components.iter().map(|(id, state)| (id.as_str(), *state)));
        Self::of(
            update.at.as_ref(),
            &[state.unwrap_or_default(), &said(update.body.as_ref(), facts), &next, &components],
        )
    }

    fn of_maintenance(update: &MaintenanceUpdate, facts: &Facts) -> Self {
        let state = update.state.as_ref().map(|state| state.value.word());
        let plan = |at: &Option<Placed<Moment>>| written(at.as_ref().map(|at| at.value));
        let (starts, ends) = (plan(&update.starts), plan(&update.ends));
        Self::of(update.at.as_ref(), &[state.unwrap_or_default(), &said(update.body.as_ref(), facts), &starts, &ends])
    }

    fn of(at: Option<&Placed<Moment>>, said: &[&str]) -> Self {
        Self { at: written(at.map(|at| at.value)), hash: fingerprint(said) }
    }
}

/// The words of a text, as they are read: a fact that it quotes is part of them. How its lines are broken says nothing, not
/// even that something for staff stood between them.
fn said(body: Option<&Placed<String>>, facts: &Facts) -> String {
    let text = body.map(|body| facts.said(body)).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn states<'a>(components: impl Iterator<Item = (&'a str, ComponentState)>) -> String {
    let states: BTreeSet<String> = components.map(|(id, state)| format!("{id}={}", state.word())).collect();
    states.into_iter().collect::<Vec<_>>().join(" ")
}

fn written(moment: Option<Moment>) -> String {
    moment.map(Moment::rfc3339).unwrap_or_default()
}

fn moment(text: &str) -> Option<Moment> {
    Moment::parse(text, &jiff::tz::TimeZone::UTC)
}
