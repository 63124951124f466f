//! # update-order
//!
//! An update of an incident or of maintenance is dated before the one above it, or at the same second, or before the
//! incident began. A timeline that jumps back and forth is not believed, and feeds tell updates apart by their times.
//!
//! Put the updates in the order in which they were said, and check the offsets of their times.
//!
//! # update-back
//!
//! An update announces an earlier state than the one above it: from `monitoring` back to `investigating`. That happens,
//! and honest companies say so. But it also happens when an update was copied and its state forgotten.
//!
//! Where it is meant, write `back: true` in the update, and say in its text what turned out to be different. Maintenance
//! that is over or called off does not begin again: announce a new one.

use crate::diag::Code;
use crate::kinds::{Front, Incident, Maintenance, Stage};
use crate::site::Site;
use crate::time::Moment;
use crate::yaml::{Choice, Placed};

use super::{Raised, Report};

const ORDER: Code = Code("update-order");
const BACK: Code = Code("update-back");

pub(super) const CODES: &[Code] = &[ORDER, BACK];

pub(super) fn run(site: &Site, report: &mut Report) {
    for page in site.pages() {
        let raised = match &page.entry.front {
            Front::Incident(incident) => of_incident(incident),
            Front::Maintenance(maintenance) => of_maintenance(maintenance),
            _ => continue,
        };
        raised.into_iter().for_each(|raised| report.add(&page.entry.path, raised));
    }
}

fn of_incident(incident: &Incident) -> Vec<Raised> {
    let times = incident.updates.iter().map(|update| update.at.as_ref());
    let mut raised = out_of_order(times);
    let first = incident.updates.first().and_then(|update| update.at.as_ref());
    if let (Some(first), Some(started)) = (first, &incident.started)
        && first.value < started.value
    {
        let message = "this update was published before the incident began";
        let help =
            "correct one of the two times; an incident begins when customers first felt it, not when it was noticed";
        raised.push(Raised::error(ORDER, &first.span, message).help(help));
    }
    for pair in incident.updates.windows(2) {
        let [before, after] = pair else { continue };
        let (Some(was), Some(is)) = (&before.state, &after.state) else { continue };
        let has_text = after.body.as_ref().is_some_and(|body| !body.trim().is_empty());
        if is.value < was.value && !(after.back && has_text) {
            raised.push(went_back(is, was.value.word()));
        }
    }
    raised
}

fn went_back<T: Choice>(is: &Placed<T>, was: &str) -> Raised {
    let message = format!("the state goes back from `{was}` to `{}`", is.value.word());
    let help = "if that is so, add `back: true` to this update and say in its text what turned out to be different";
    Raised::error(BACK, &is.span, message).help(help)
}

fn of_maintenance(maintenance: &Maintenance) -> Vec<Raised> {
    let times = maintenance.updates.iter().map(|update| update.at.as_ref());
    let mut raised = out_of_order(times);
    let states: Vec<&Placed<Stage>> = maintenance.updates.iter().filter_map(|update| update.state.as_ref()).collect();
    for pair in states.windows(2) {
        let [was, is] = pair else { continue };
        if is.value < was.value {
            let message = format!("the state goes back from `{}` to `{}`", was.value.word(), is.value.word());
            let help = "correct it; to do the work at another time, announce new maintenance";
            raised.push(Raised::error(BACK, &is.span, message).help(help));
        }
    }
    raised
}

fn out_of_order<'a>(times: impl Iterator<Item = Option<&'a Placed<Moment>>>) -> Vec<Raised> {
    let times: Vec<_> = times.flatten().collect();
    let mut raised = Vec::new();
    for pair in times.windows(2) {
        let [before, after] = pair else { continue };
        if after.value <= before.value {
            let message = format!("this update is not later than the one above it, of {}", before.value);
            let help = "put the updates in the order in which they were published, each with a time of its own";
            raised.push(Raised::error(ORDER, &after.span, message).help(help));
        }
    }
    raised
}
