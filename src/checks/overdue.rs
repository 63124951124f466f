//! # update-overdue
//!
//! The last update of an open incident promised the next word by a time that has passed. Customers wait by their
//! clocks; the page itself tells them now that the update is late.
//!
//! Say something, even if it is only that nothing has changed: `firstline incident update`. This never keeps a site from
//! being published: `build` publishes it and ends with the exit code 3.
//!
//! # maintenance-overrun
//!
//! Maintenance goes on although its window is over. Whoever planned around the window waits.
//!
//! Say that it is done (`firstline maintenance update --state completed`), or move its end (`firstline maintenance
//! move`). The exit code of `build` is 3, as above.
//!
//! # prevention-overdue
//!
//! After an incident something was promised by a day that has passed, and it is not marked as done. It was promised in
//! public, so that it does not happen again.
//!
//! Do it and write `done:` with the day, or give it a new `due:` and say in `corrections` why. The exit code of `build` is
//! 3, as above.

use crate::diag::Code;
use crate::kinds::{Incident, Prevention};
use crate::site::Site;

use super::{Raised, Report};

pub(super) const UPDATE: Code = Code("update-overdue");
pub(super) const OVERRUN: Code = Code("maintenance-overrun");
pub(super) const PREVENTION: Code = Code("prevention-overdue");

pub(super) const CODES: &[Code] = &[UPDATE, OVERRUN, PREVENTION];

pub(super) fn run(site: &Site, report: &mut Report) {
    for (id, incident) in site.incidents() {
        let path = &site.page(id).entry.path;
        update(site, incident).into_iter().for_each(|raised| report.add(path, raised));
        let late = incident.prevention.iter().filter_map(|prevention| late(site, prevention));
        late.for_each(|raised| report.add(path, raised));
    }
    for (id, maintenance) in site.maintenance() {
        let runs = maintenance.announced().runs();
        let Some(ends) = maintenance.ends.as_ref().filter(|ends| runs && ends.value < site.now) else { continue };
        let message = format!("it should have been over by {}", ends.value.written(&site.config.time_zone));
        let help = "publish an update that says it is completed, or move its end and say so";
        report.add(&site.page(id).entry.path, Raised::weighable(OVERRUN, &ends.span, message).help(help));
    }
}

fn update(site: &Site, incident: &Incident) -> Option<Raised> {
    let promised = incident.updates.last().filter(|_| incident.is_open())?.next_update_by.as_ref()?;
    (promised.value < site.now).then(|| {
        let message = format!("the update promised by {} is late", promised.value.written(&site.config.time_zone));
        let help = "publish an update now, even if nothing has changed: `firstline incident update`";
        Raised::weighable(UPDATE, &promised.span, message).help(help)
    })
}

fn late(site: &Site, prevention: &Prevention) -> Option<Raised> {
    let today = site.now.date(&site.config.time_zone);
    let is_done = prevention.done.as_ref().is_some_and(|done| done.value <= today);
    let due = prevention.due.as_ref().filter(|_| !is_done)?;
    (due.value < today).then(|| {
        let message = format!("“{}” was promised by this day and is not done", prevention.what);
        let help = "write `done:` with the day it was done; else give it a new day, and say why in `corrections`";
        Raised::weighable(PREVENTION, &due.span, message).help(help)
    })
}
