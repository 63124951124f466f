//! # no-next-update
//!
//! An incident is open and its last update does not say when the next word will come. Customers then look every minute,
//! or call.
//!
//! Add `next_update_by` to the last update. It promises word, not a solution: "still looking" keeps it.
//!
//! # quiet-incident
//!
//! An incident is open and nothing was said for longer than `status.quiet_after` (24 hours unless set). Either it is over
//! and nobody said so, or customers were forgotten.
//!
//! Publish an update, or resolve it.

use crate::diag::Code;
use crate::kinds::Incident;
use crate::site::Site;
use crate::time::written_wait;

use super::{Raised, Report};

pub(super) const NO_NEXT: Code = Code("no-next-update");
pub(super) const QUIET: Code = Code("quiet-incident");

pub(super) const CODES: &[Code] = &[NO_NEXT, QUIET];

pub(super) fn run(site: &Site, report: &mut Report) {
    for (id, incident) in site.open_incidents() {
        let path = &site.page(id).entry.path;
        no_next(incident).into_iter().chain(quiet(site, incident)).for_each(|raised| report.add(path, raised));
    }
}

fn no_next(incident: &Incident) -> Option<Raised> {
    let message = "this incident is open, and nobody knows when they will hear more";
    let help = "add `next_update_by:` with a time to the last update";
    match incident.updates.last() {
        Some(last) if last.next_update_by.is_some() => None,
        Some(last) => {
            let span = last.state.as_ref().map_or(&last.span, |state| &state.span);
            Some(Raised::weighable(NO_NEXT, span, message).help(help))
        }
        None => {
            let started = incident.started.as_ref()?;
            let help = "publish a first update with `firstline incident update`, and say when the next will come";
            Some(Raised::weighable(NO_NEXT, &started.span, message).help(help))
        }
    }
}

fn quiet(site: &Site, incident: &Incident) -> Option<Raised> {
    let said = incident.updates.last().and_then(|update| update.at.as_ref()).or(incident.started.as_ref())?;
    let limit = site.config.status.quiet_after.after(said.value, &site.config.time_zone)?;
    (limit < site.now).then(|| {
        let quiet = written_wait(site.now.unix() - said.value.unix());
        let message = format!("nothing was said about this open incident for {quiet}");
        let help = "publish an update, or resolve it: `firstline incident update`, `firstline incident resolve`";
        Raised::weighable(QUIET, &said.span, message).help(help)
    })
}
