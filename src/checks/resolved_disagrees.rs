//! # resolved-disagrees
//!
//! The field `resolved` of an incident and its updates tell two stories: there is an end but the last update goes on, the
//! last update is the end but the field is missing, or the end lies before the beginning or after the update that
//! announces it. The page, the feeds and the uptime would each believe another of them.
//!
//! Add an update with the state `resolved`, or set `resolved` to when it was over for customers. `firstline incident
//! resolve` writes both.

use crate::diag::Code;
use crate::kinds::{Incident, Progress};
use crate::site::Site;

use super::{Raised, Report};

const DISAGREES: Code = Code("resolved-disagrees");

pub(super) const CODES: &[Code] = &[DISAGREES];

pub(super) fn run(site: &Site, report: &mut Report) {
    for (id, incident) in site.incidents() {
        if let Some(raised) = check(incident) {
            report.add(&site.page(id).entry.path, raised);
        }
    }
}

fn check(incident: &Incident) -> Option<Raised> {
    let last = incident.updates.last();
    let state = last.and_then(|update| update.state.as_ref());
    let is_resolved = state.is_some_and(|state| state.value == Progress::Resolved);
    let Some(resolved) = &incident.resolved else {
        let state = state.filter(|_| is_resolved)?;
        let help = "add a line `resolved:` with the time at which it was over for customers";
        return Some(
            Raised::error(DISAGREES, &state.span, "the last update says resolved, the incident does not").help(help),
        );
    };
    let raised = |message: &str, help: &str| Some(Raised::error(DISAGREES, &resolved.span, message).help(help));
    if incident.started.as_ref().is_some_and(|started| resolved.value < started.value) {
        return raised("it was over before it began", "correct one of the two times");
    }
    if !is_resolved {
        let help = "add an update with `state: resolved`, or take this line away until it is over";
        return raised("the incident is resolved, its last update is not", help);
    }
    let announced = last.and_then(|update| update.at.as_ref())?;
    if resolved.value > announced.value {
        let help = "correct one of the two times; an end is announced when it has come";
        return raised("it was over only after the update that says so", help);
    }
    None
}
