//! # unknown-component
//!
//! An incident, maintenance, an article, an SLA, a credit note or another component names a component that
//! `content/status/components.yaml` does not have. What is said about it would reach nobody: no line of the status page
//! turns red, and no subscriber hears of it.
//!
//! Correct the id, or add the component. An id is for ever; a component that is gone keeps its line.
//!
//! # no-component
//!
//! A major or critical incident names no component. The overall line and the home page tell of it, but every component looks
//! well, has no bar for the day, and counts as up.
//!
//! Name the components it hits, with their states.
//!
//! # duplicate-component
//!
//! Two components have the same `id`. Whatever names it means the first; the second would always look well.
//!
//! # component-cycle
//!
//! Components need each other in a circle through `depends_on`, so nobody can tell which of them fails first. Take the
//! dependency away that is not a real one.

use std::collections::BTreeSet;

use crate::diag::{Code, did_you_mean};
use crate::kinds::{Front, Impact};
use crate::site::{Page, Site};
use crate::source::SitePath;
use crate::yaml::Placed;

use super::{Raised, Report};

const UNKNOWN: Code = Code("unknown-component");
pub(super) const NONE: Code = Code("no-component");
const DUPLICATE: Code = Code("duplicate-component");
const CYCLE: Code = Code("component-cycle");

pub(super) const CODES: &[Code] = &[UNKNOWN, NONE, DUPLICATE, CYCLE];

pub(super) fn run(site: &Site, report: &mut Report) {
    for page in site.pages() {
        for id in named_by(page) {
            check(site, &page.entry.path, id, report);
        }
    }
    for (id, incident) in site.incidents().filter(|_| !site.components.is_empty()) {
        let impact = incident.impact.as_ref().filter(|impact| impact.value >= Impact::Major);
        if let Some(impact) = impact.filter(|_| incident.hit().is_empty()) {
            let message = "this incident names no component, so every component looks well";
            let help = "add `components:` with a line such as `payments: partial_outage` for each that it hits";
            report.add(&site.page(id).entry.path, Raised::weighable(NONE, &impact.span, message).help(help));
        }
    }
    for note in &site.credit_notes {
        check(site, &note.path, &note.component, report);
    }
    let mut known = BTreeSet::new();
    for (place, component) in site.components.iter().enumerate() {
        for id in &component.depends_on {
            check(site, &component.path, id, report);
        }
        if !known.insert(component.id.as_str()) {
            let message = format!("`{}` is the id of another component already", component.id.value);
            let help = "give this component an id of its own";
            report.add(&component.path, Raised::error(DUPLICATE, &component.id.span, message).help(help));
        }
        if needs_itself(site, place) {
            let message = format!("`{}` needs itself, by way of what it depends on", component.id.value);
            let help = "take away the dependency that is not a real one";
            report.add(&component.path, Raised::error(CYCLE, &component.id.span, message).help(help));
        }
    }
}

/// Every id of a component that a page names.
fn named_by(page: &Page) -> Vec<&Placed<String>> {
    match &page.entry.front {
        Front::Incident(incident) => {
            let later = incident.updates.iter().flat_map(|update| &update.components);
            incident.components.iter().chain(later).map(|(id, _)| id).collect()
        }
        Front::Maintenance(maintenance) => maintenance.components.iter().collect(),
        Front::Article(article) => article.components.iter().collect(),
        Front::Sla(sla) => {
            let promised = sla.uptime.iter().filter_map(|uptime| uptime.component.as_ref());
            promised.chain(sla.credits.iter().flat_map(|credit| &credit.components)).collect()
        }
        _ => Vec::new(),
    }
}

fn check(site: &Site, path: &SitePath, id: &Placed<String>, report: &mut Report) {
    if site.component_at(&id.value).is_some() {
        return;
    }
    let known = site.components.iter().map(|component| component.id.as_str());
    let all = || match known.clone().collect::<Vec<_>>().join(", ") {
        none if none.is_empty() => "add it to content/status/components.yaml, which has none yet".to_owned(),
        all => format!("components here: {all}"),
    };
    let help = did_you_mean(&id.value, known.clone()).unwrap_or_else(all);
    let message = format!("there is no component `{}`", id.value);
    report.add(path, Raised::error(UNKNOWN, &id.span, message).help(help));
}

fn needs_itself(site: &Site, place: usize) -> bool {
    let mut seen = BTreeSet::new();
    let mut ahead = site.needs(place);
    while let Some(next) = ahead.pop() {
        if next == place {
            return true;
        }
        if seen.insert(next) {
            ahead.extend(site.needs(next));
        }
    }
    false
}
