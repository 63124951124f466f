//! # recurring-cause
//!
//! Several incidents within a year have the same `root_cause`, and the latest says nothing of it. Customers notice; a
//! page that does not mention it looks as if nobody else did. (`status.repeated` and `status.repeated_within` say how many
//! within which time.)
//!
//! Name the earlier ones in `repeats`: the page then links to them and says that this has happened before. And promise
//! something in `prevention` that goes further than the last time.
//!
//! # recurring-component
//!
//! The same component had several incidents within the last 90 days, and the latest names none of the earlier ones. They may
//! have nothing in common; look, and say so to yourself. If they have, give them the same `root_cause`, and name the earlier
//! ones in `repeats`, as above.
//!
//! # unknown-incident
//!
//! `repeats` names an incident that is not here. Write the name of its file without `.md`, or its `id`.

use std::collections::BTreeMap;

use crate::diag::{Code, did_you_mean};
use crate::kinds::{Impact, Incident};
use crate::site::{PageId, Site};
use crate::time::Moment;
use crate::yaml::Placed;

use super::{Raised, Report};

pub(super) const CAUSE: Code = Code("recurring-cause");
pub(super) const COMPONENT: Code = Code("recurring-component");
const UNKNOWN: Code = Code("unknown-incident");

pub(super) const CODES: &[Code] = &[CAUSE, COMPONENT, UNKNOWN];

/// How far incidents of one component may lie apart, in seconds.
const COMPONENT_WITHIN: i64 = 90 * 24 * 60 * 60;

/// Incidents that share something, newest first.
type Group<'a> = Vec<(PageId, &'a Incident, &'a Placed<String>)>;

pub(super) fn run(site: &Site, report: &mut Report) {
    unknown(site, report);
    let mut causes: BTreeMap<&str, Group<'_>> = BTreeMap::new();
    let mut components: BTreeMap<&str, Group<'_>> = BTreeMap::new();
    for (id, incident) in site.incidents() {
        if let Some(cause) = &incident.root_cause {
            causes.entry(cause).or_default().push((id, incident, cause));
        }
        for (component, _) in incident.hit().into_iter().filter(|_| incident.impact() > Impact::None) {
            components.entry(component.as_str()).or_default().push((id, incident, component));
        }
    }
    let rules = &site.config.status;
    for (cause, group) in causes {
        let since = |latest: Moment| rules.repeated_within.before(latest, &site.config.time_zone);
        if let Some((page, span, count)) = unnamed(site, &group, since) {
            let message = format!("this is number {count} with the cause `{cause}`, and the page does not say so");
            report.add(&site.page(page).entry.path, Raised::weighable(CAUSE, &span, message).help(help()));
        }
    }
    for (component, group) in components {
        let since = |_| Some(site.now.plus(-COMPONENT_WITHIN));
        if let Some((page, span, count)) = unnamed(site, &group, since) {
            let message = format!("`{component}` had {count} incidents within the last 90 days");
            let help = "if they have something in common, give them the same `root_cause` and name the earlier ones in \
                        `repeats`";
            report.add(&site.page(page).entry.path, Raised::weighable(COMPONENT, &span, message).help(help));
        }
    }
}

fn help() -> &'static str {
    "name the earlier ones in `repeats`, and promise in `prevention` what goes further than the last time"
}

/// The latest of a group where it has too many within the time and the latest names none of the others.
fn unnamed(
    site: &Site,
    group: &Group<'_>,
    since: impl Fn(Moment) -> Option<Moment>,
) -> Option<(PageId, std::ops::Range<usize>, usize)> {
    let (page, latest, named) = group.first()?;
    let limit = since(latest.started.as_ref()?.value)?;
    let near = |(_, incident, _): &&(PageId, &Incident, &Placed<String>)| {
        incident.started.as_ref().is_some_and(|started| started.value >= limit)
    };
    let near: Vec<PageId> = group.iter().filter(near).map(|(id, ..)| *id).collect();
    let says_so = latest.repeats.iter().filter_map(|name| site.incident_named(name)).any(|other| near.contains(&other));
    (near.len() >= site.config.status.repeated && !says_so).then(|| (*page, named.span.clone(), near.len()))
}

fn unknown(site: &Site, report: &mut Report) {
    for (id, incident) in site.incidents() {
        for name in incident.repeats.iter().filter(|name| site.incident_named(name).is_none()) {
            let names = site.incidents().map(|(other, _)| site.page(other).entry.path.stem());
            let help = did_you_mean(name, names)
                .unwrap_or_else(|| "write the name of its file without `.md`, or its id".to_owned());
            let message = format!("there is no incident `{}`", name.value);
            report.add(&site.page(id).entry.path, Raised::error(UNKNOWN, &name.span, message).help(help));
        }
    }
}
