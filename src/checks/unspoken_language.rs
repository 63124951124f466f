//! # unspoken-language
//!
//! The SLA says that those who have a plan are helped in a language, and no support channel that is open to them names it.
//! Somebody bought the plan for that language, and is answered in another.
//!
//! Add the language to `languages` of a channel on which it is spoken, or take it from the plan. `de` and `de-CH` are one
//! language here. A channel that names no languages counts as speaking that of the site.
//!
//! ```yaml
//! languages: [en, de]
//! ```

use crate::diag::Code;
use crate::kinds::{Channel, Plan, Purpose};
use crate::site::Site;
use crate::yaml::Placed;

use super::{Raised, Report};

pub(super) const UNSPOKEN: Code = Code("unspoken-language");

pub(super) const CODES: &[Code] = &[UNSPOKEN];

pub(super) fn run(site: &Site, report: &mut Report) {
    for (page, sla) in site.binding_slas() {
        for plan in &sla.plans {
            unspoken(site, plan).into_iter().for_each(|raised| report.add(&page.entry.path, raised));
        }
    }
}

fn unspoken(site: &Site, plan: &Plan) -> Vec<Raised> {
    let is_open = |channel: &&Channel| channel.purpose == Purpose::Support && channel.is_for_plan(&plan.id);
    let channels: Vec<&Channel> = site.channels().map(|(.., channel)| channel).filter(is_open).collect();
    // Where nobody can be reached at all, that is another finding.
    if channels.is_empty() {
        return Vec::new();
    }
    let speaks = |channel: &&&Channel, language: &str| match channel.languages.as_slice() {
        [] => is_same(&site.config.language, language),
        languages => languages.iter().any(|spoken| is_same(spoken, language)),
    };
    let is_spoken = |language: &str| channels.iter().any(|channel| speaks(&channel, language));
    plan.languages.iter().filter(|language| !is_spoken(language)).map(|language| raise(plan, language)).collect()
}

fn raise(plan: &Plan, language: &Placed<String>) -> Raised {
    let message =
        format!("{} is promised help in `{}`, which no support channel for it speaks", plan.name, language.value);
    let help = "add it to `languages` of a channel on which it is spoken, or take it away here";
    Raised::weighable(UNSPOKEN, &language.span, message).help(help)
}

/// Whether two tags mean the same language, wherever it is spoken.
fn is_same(one: &str, other: &str) -> bool {
    let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_lowercase();
    primary(one) == primary(other)
}
