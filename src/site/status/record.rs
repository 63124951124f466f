//! `status/record.json`: what was published about incidents and maintenance, as fingerprints.
//!
//! The next build compares: what was once said in public is not taken back without a word.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::kinds::{Audience, Incident, IncidentUpdate, Maintenance, MaintenanceUpdate};
use crate::source::ContentHash;
use crate::time::Moment;
use crate::yaml::{Choice, Placed};

use super::super::{Page, Site};

/// Digits of a fingerprint: enough that no rewriting goes unseen by chance.
const DIGITS: usize = 16;

/// What a site says about incidents and maintenance.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Who the site is for: what only staff saw was not published.
    pub audience: String,
    /// Each incident and maintenance, by its address.
    pub pages: BTreeMap<String, PageRecord>,
}

/// What is said about one of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageRecord {
    /// When it began, or will.
    pub starts: String,
    /// When it was over, or will be; empty while that is unknown.
    pub ends: String,
    /// How much it matters; empty for maintenance.
    pub impact: String,
    /// Its updates, in order.
    pub updates: Vec<RecordedUpdate>,
    /// How many corrections it has.
    pub corrections: usize,
}

/// One update.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordedUpdate {
    /// When it was published.
    pub at: String,
    /// The fingerprint of what it said.
    pub hash: String,
}

impl Record {
    /// Of a site as it is now.
    #[must_use]
    pub fn of(site: &Site) -> Self {
        let page = |id| -> &Page { site.page(id) };
        let incidents =
            site.incidents().map(|(id, incident)| (page(id).url.clone(), PageRecord::of_incident(incident)));
        let maintenance = site.maintenance().map(|(id, work)| (page(id).url.clone(), PageRecord::of_maintenance(work)));
        Self { audience: site.audience.word().to_owned(), pages: incidents.chain(maintenance).collect() }
    }

    /// Reads one. Whatever else may stand in the file, it is only compared with.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }

    /// As a file.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        let mut json = serde_json::to_vec(self).unwrap_or_else(|_| unreachable!("texts are JSON"));
        json.push(b'\n');
        json
    }

    /// Whether it tells of a site for the same people.
    #[must_use]
    pub fn is_for(&self, audience: Audience) -> bool {
        self.audience == audience.word()
    }
}

impl PageRecord {
    fn of_incident(incident: &Incident) -> Self {
        let update = |update: &IncidentUpdate| {
            let state = update.state.as_ref().map(|state| state.value.word());
            RecordedUpdate::of(update.at.as_ref(), state, update.body.as_ref(), update.next_update_by.as_ref())
        };
        Self {
            starts: written(incident.started.as_ref().map(|at| at.value)),
            ends: written(incident.ended()),
            impact: incident.impact().word().to_owned(),
            updates: incident.updates.iter().map(update).collect(),
            corrections: incident.corrections.len(),
        }
    }

    fn of_maintenance(maintenance: &Maintenance) -> Self {
        let update = |update: &MaintenanceUpdate| {
            let state = update.state.as_ref().map(|state| state.value.word());
            RecordedUpdate::of(update.at.as_ref(), state, update.body.as_ref(), None)
        };
        Self {
            starts: written(maintenance.starts.as_ref().map(|at| at.value)),
            ends: written(maintenance.ends.as_ref().map(|at| at.value)),
            impact: String::new(),
            updates: maintenance.updates.iter().map(update).collect(),
            corrections: maintenance.corrections.len(),
        }
    }
}

impl RecordedUpdate {
    fn of(
        at: Option<&Placed<Moment>>,
        state: Option<&str>,
        body: Option<&Placed<String>>,
        next: Option<&Placed<Moment>>,
    ) -> Self {
        let next = written(next.map(|at| at.value));
        let said = [state.unwrap_or_default(), body.map_or("", |body| body.value.trim()), &next].join("\0");
        Self { at: written(at.map(|at| at.value)), hash: ContentHash::of(said.as_bytes()).short(DIGITS) }
    }
}

fn written(moment: Option<Moment>) -> String {
    moment.map(Moment::rfc3339).unwrap_or_default()
}
