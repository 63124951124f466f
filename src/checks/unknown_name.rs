//! # unknown-channel
//!
//! A `fallback`, a target of the SLA or a topic names a channel that is not in `content/contact/`. Whoever is sent there
//! finds nothing.
//!
//! A channel goes by the name of its file without `.md`, or by its type where there is only one of that type:
//!
//! ```yaml
//! fallback: {channel: email}
//! ```
//!
//! # unknown-plan
//!
//! Something is said to be for a plan that the SLA does not have: a channel, what it costs, a target, a promised uptime or a
//! ladder. Whoever looks for their plan does not find it, and the promise is made to nobody.
//!
//! Correct the id, or declare the plan under `plans` of the SLA. As long as no SLA declares any, every word goes.
//!
//! # unknown-severity
//!
//! A target of the SLA, a ladder or a channel names a severity that the SLA does not have. Correct the id, or declare it
//! under `severities`. As long as no SLA declares any, every word goes.
//!
//! # unknown-ladder
//!
//! A step of an escalation ladder `continues` on a ladder that is not in `content/escalation/`, so it ends in nothing.
//! A ladder goes by the name of its file without `.md`.
//!
//! What an SLA says that was replaced is not looked at: it may name what has been given up since, and must not be changed.

use crate::diag::{Code, did_you_mean};
use crate::kinds::{Channel, Cost, Front, Ladder, Sla};
use crate::site::{Page, Site};
use crate::yaml::{Choice, Placed};

use super::{Raised, Report};

const CHANNEL: Code = Code("unknown-channel");
const PLAN: Code = Code("unknown-plan");
const SEVERITY: Code = Code("unknown-severity");
const LADDER: Code = Code("unknown-ladder");

pub(super) const CODES: &[Code] = &[CHANNEL, PLAN, SEVERITY, LADDER];

pub(super) fn run(site: &Site, report: &mut Report) {
    let known = Known::of(site);
    for page in site.pages() {
        let raised = match &page.entry.front {
            Front::Channel(channel) => of_channel(site, channel, &known),
            Front::Topic(topic) => unknown_channels(site, &topic.channels),
            Front::Sla(sla) if is_binding(site, page) => of_sla(site, sla),
            Front::Ladder(ladder) => of_ladder(site, ladder, &known),
            _ => Vec::new(),
        };
        raised.into_iter().for_each(|raised| report.add(&page.entry.path, raised));
    }
}

/// The ids that may be named; none where nobody declared any, so that every word goes.
struct Known<'a> {
    plans: Vec<&'a str>,
    severities: Vec<&'a str>,
}

impl<'a> Known<'a> {
    fn of(site: &'a Site) -> Self {
        let slas: Vec<&Sla> = site.binding_slas().into_iter().map(|(_, sla)| sla).collect();
        Self {
            plans: slas.iter().flat_map(|sla| sla.plans.iter().map(|plan| plan.id.value.as_str())).collect(),
            severities: slas.iter().flat_map(|sla| sla.severities.iter().map(|it| it.id.value.as_str())).collect(),
        }
    }

    fn of_one(sla: &'a Sla) -> Self {
        Self {
            plans: sla.plans.iter().map(|plan| plan.id.value.as_str()).collect(),
            severities: sla.severities.iter().map(|severity| severity.id.value.as_str()).collect(),
        }
    }

    fn plan(&self, named: &Placed<String>) -> Option<Raised> {
        if self.plans.is_empty() { None } else { unknown((PLAN, "plan"), named, &self.plans) }
    }

    fn severity(&self, named: &Placed<String>) -> Option<Raised> {
        if self.severities.is_empty() { None } else { unknown((SEVERITY, "severity"), named, &self.severities) }
    }
}

/// Whether what an SLA says still has to be kept.
fn is_binding(site: &Site, page: &Page) -> bool {
    site.binding_slas().iter().any(|(binding, _)| binding.entry.path == page.entry.path)
}

fn of_channel(site: &Site, channel: &Channel, known: &Known<'_>) -> Vec<Raised> {
    let cost: &[Placed<String>] = channel.cost.as_ref().map_or(&[], |Cost { plans, .. }| plans);
    let plans = channel.plans.iter().chain(cost).filter_map(|named| known.plan(named));
    let severities = channel.severities.iter().filter_map(|named| known.severity(named));
    plans.chain(severities).chain(channel.fallback.iter().filter_map(|named| unknown_channel(site, named))).collect()
}

fn of_sla(site: &Site, sla: &Sla) -> Vec<Raised> {
    let known = Known::of_one(sla);
    let mut raised = Vec::new();
    for target in &sla.targets {
        raised.extend(target.plan.iter().filter_map(|named| known.plan(named)));
        raised.extend(target.severity.iter().filter_map(|named| known.severity(named)));
        raised.extend(unknown_channels(site, &target.channels));
    }
    raised.extend(sla.uptime.iter().flat_map(|uptime| &uptime.plans).filter_map(|named| known.plan(named)));
    raised
}

fn of_ladder(site: &Site, ladder: &Ladder, known: &Known<'_>) -> Vec<Raised> {
    let ladders: Vec<&str> = site.ladders().map(|(_, page, _)| page.entry.path.stem()).collect();
    let continues = ladder.steps.iter().filter_map(|step| step.continues.as_ref());
    let next = continues.filter_map(|named| unknown((LADDER, "ladder"), named, &ladders));
    let plans = ladder.plans.iter().filter_map(|named| known.plan(named));
    plans.chain(ladder.severities.iter().filter_map(|named| known.severity(named))).chain(next).collect()
}

fn unknown_channels(site: &Site, named: &[Placed<String>]) -> Vec<Raised> {
    named.iter().filter_map(|named| unknown_channel(site, named)).collect()
}

fn unknown_channel(site: &Site, named: &Placed<String>) -> Option<Raised> {
    if site.channel_named(named).is_some() {
        return None;
    }
    let stem = |page: &Page| page.entry.path.stem().to_owned();
    let channels = || site.channels();
    let is_it = |channel: &Channel| channel.channel.map(Choice::word) == Some(named.value.as_str());
    let of_type: Vec<String> =
        channels().filter(|(.., channel)| is_it(channel)).map(|(_, page, _)| stem(page)).collect();
    if !of_type.is_empty() {
        let message = format!("`{}` is the type of {} channels", named.value, of_type.len());
        let help = format!("name one of them by its file: {}", of_type.join(", "));
        return Some(Raised::error(CHANNEL, &named.span, message).help(help));
    }
    let files: Vec<String> = channels().map(|(_, page, _)| stem(page)).collect();
    let types = channels().filter_map(|(.., channel)| channel.channel.map(Choice::word));
    let known: Vec<&str> = files.iter().map(String::as_str).chain(types).collect();
    let suggested = did_you_mean(named, known.iter().copied());
    let all = || match files.join(", ") {
        none if none.is_empty() => "describe it in content/contact/, which has no channel yet".to_owned(),
        all => format!("channels here: {all}"),
    };
    let message = format!("there is no channel `{}`", named.value);
    Some(Raised::error(CHANNEL, &named.span, message).help(suggested.unwrap_or_else(all)))
}

fn unknown((code, what): (Code, &str), named: &Placed<String>, known: &[&str]) -> Option<Raised> {
    if known.contains(&named.value.as_str()) {
        return None;
    }
    let all = || format!("known here: {}", known.join(", "));
    let help = did_you_mean(named, known.iter().copied()).unwrap_or_else(all);
    Some(Raised::error(code, &named.span, format!("there is no {what} `{}`", named.value)).help(help))
}
