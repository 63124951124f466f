//! # maintenance-window
//!
//! The plan of maintenance does not hold together: it ends before it begins, its `starts` and `ends` are not those that
//! its last change of plan announced, or its `state` is not that of its last update, or is ahead of the clock without an
//! update that says since when. Calendars and customers would be
//! told different times.
//!
//! `starts` and `ends` always hold the plan in force. `firstline maintenance move` changes them and announces it.

use crate::diag::Code;
use crate::kinds::{Maintenance, MaintenanceUpdate, Stage};
use crate::site::Site;
use crate::time::Moment;
use crate::yaml::{Choice, Placed};

use super::{Raised, Report};

const WINDOW: Code = Code("maintenance-window");

pub(super) const CODES: &[Code] = &[WINDOW];

pub(super) fn run(site: &Site, report: &mut Report) {
    for (id, maintenance) in site.maintenance() {
        let path = &site.page(id).entry.path;
        check(maintenance, site.now).into_iter().for_each(|raised| report.add(path, raised));
    }
}

fn check(maintenance: &Maintenance, now: Moment) -> Vec<Raised> {
    let mut raised = Vec::new();
    if let (Some(starts), Some(ends)) = (&maintenance.starts, &maintenance.ends)
        && ends.value <= starts.value
    {
        let help = "correct one of the two times";
        raised.push(Raised::error(WINDOW, &ends.span, "it ends before it begins").help(help));
    }
    raised.extend(differs(maintenance.starts.as_ref(), &maintenance.updates, |update| update.starts.as_ref()));
    raised.extend(differs(maintenance.ends.as_ref(), &maintenance.updates, |update| update.ends.as_ref()));
    let said = maintenance.updates.iter().rev().find_map(|update| update.state.as_ref());
    if let (Some(state), Some(said)) = (&maintenance.state, said)
        && state.value != said.value
    {
        let message = format!("the last update says `{}`", said.value.word());
        let help = "take this line away: the updates say how far it is";
        raised.push(Raised::error(WINDOW, &state.span, message).help(help));
    }
    raised.extend(
        maintenance.state.as_ref().filter(|_| said.is_none()).and_then(|state| untimed(maintenance, state, now)),
    );
    raised
}

/// The finding where the state is another than the clock's, and no update says since when.
fn untimed(maintenance: &Maintenance, state: &Placed<Stage>, now: Moment) -> Option<Raised> {
    let lies_ahead = |at: Option<&Placed<Moment>>| at.is_some_and(|at| now < at.value);
    let is_early = match state.value {
        Stage::InProgress | Stage::Verifying => lies_ahead(maintenance.starts.as_ref()),
        Stage::Completed => lies_ahead(maintenance.ends.as_ref()),
        Stage::Scheduled | Stage::Cancelled => false,
    };
    let message = format!("it is `{}` earlier than planned, and nobody said since when", state.value.word());
    let help = "add an update with this state and its time instead";
    is_early.then(|| Raised::error(WINDOW, &state.span, message).help(help))
}

/// The finding where the plan in force is not the one announced last.
fn differs(
    plan: Option<&Placed<Moment>>,
    updates: &[MaintenanceUpdate],
    of: fn(&MaintenanceUpdate) -> Option<&Placed<Moment>>,
) -> Option<Raised> {
    let announced = updates.iter().rev().find_map(of)?;
    let plan = plan.filter(|plan| plan.value != announced.value)?;
    let message = format!("an update announced {}", announced.value);
    let help = "write the plan in force here, and announce each change of it with an update";
    Some(Raised::error(WINDOW, &plan.span, message).help(help))
}
