//! What is promised, and what happens when it does not suffice: SLA and escalation.

use crate::kinds::{Audience, Front, Kind, Ladder, Price, Sla, SlaUptime, Step, Target};
use crate::site::Page;
use crate::theme::view::{
    EscalationView, LadderSection, Link, PlanRow, SeverityRow, SlaView, StepRow, TargetRow, UptimeRow,
};
use crate::time::{Moment, Wait};
use crate::yaml::{Node, Placed, Value};

use super::super::super::{Press, RenderError};
use super::{Around, html, text};

/// `/sla/`: the version that holds now.
pub(crate) fn sla_in_force(press: &Press) -> Result<Vec<u8>, RenderError> {
    let versions = versions(press);
    let current = in_force(press, &versions).or(versions.first());
    let Some((page, sla)) = current else { return Err(RenderError::NoSuchFile) };
    let mut around = Around::own(press, "sla", "sla/");
    around.title.clone_from(&page.title);
    sla_page(press, page, sla, around)
}

/// The page of one version.
pub(super) fn sla(press: &Press, page: &Page, sla: &Sla) -> Result<Vec<u8>, RenderError> {
    sla_page(press, page, sla, Around::page(press, page, Some("sla")))
}

fn sla_page(press: &Press, page: &Page, sla: &Sla, around: Around) -> Result<Vec<u8>, RenderError> {
    let shown_at = around.url.clone();
    let versions = versions(press);
    let current = in_force(press, &versions).is_some_and(|(holding, _)| holding.url == page.url);
    let others = versions.iter().filter(|(other, _)| other.url != page.url);
    let view = SlaView {
        frame: press.frame(around),
        title: page.title.clone(),
        summary: text(page.entry.basics.summary.as_ref()),
        version: sla.version.clone().unwrap_or_default(),
        effective: sla.effective.as_ref().map(|date| press.date(date.value)),
        current,
        severities: severities(sla),
        plans: plans(sla),
        targets: sla.targets.iter().map(|target| target_row(press, sla, target)).collect(),
        uptime: sla.uptime.iter().map(|uptime| uptime_row(press, uptime)).collect(),
        credits: sla.credits.as_ref().map(lines).unwrap_or_default(),
        exclusions: sla.exclusions.clone(),
        claim: sla.claim.clone().unwrap_or_default(),
        html: press.body_html(page, &shown_at)?,
        versions: others.map(|(page, sla)| version_link(page, sla)).collect(),
    };
    html(press, "sla.html", &view)
}

/// Every version, newest first.
fn versions(press: &Press) -> Vec<(&Page, &Sla)> {
    let mut versions: Vec<_> = press
        .site
        .of_kind(Kind::Sla)
        .filter_map(|(_, page)| match &page.entry.front {
            Front::Sla(sla) => Some((page, sla)),
            _ => None,
        })
        .collect();
    let effective = |sla: &Sla| sla.effective.as_ref().map(|date| date.value);
    versions
        .sort_by(|(a_page, a), (b_page, b)| effective(b).cmp(&effective(a)).then_with(|| a_page.url.cmp(&b_page.url)));
    versions
}

/// The newest version that has begun.
fn in_force<'a, 'b>(press: &Press, versions: &'b [(&'a Page, &'a Sla)]) -> Option<&'b (&'a Page, &'a Sla)> {
    let zone = &press.site.config.time_zone;
    versions.iter().find(|(_, sla)| {
        let begins = sla.effective.as_ref().and_then(|date| Moment::start_of(date.value, zone));
        begins.is_none_or(|begins| begins <= press.site.now)
    })
}

fn version_link(page: &Page, sla: &Sla) -> Link {
    let title = match &sla.version {
        Some(version) => format!("{} ({version})", page.title),
        None => page.title.clone(),
    };
    Link { title, url: page.url.clone() }
}

fn severities(sla: &Sla) -> Vec<SeverityRow> {
    let rows = sla.severities.iter().map(|severity| SeverityRow {
        name: severity.name.clone(),
        definition: severity.definition.clone().unwrap_or_default(),
        examples: severity.examples.clone(),
    });
    rows.collect()
}

fn plans(sla: &Sla) -> Vec<PlanRow> {
    let rows = sla.plans.iter().map(|plan| PlanRow {
        name: plan.name.clone(),
        price: plan.price.as_ref().map(price_in_words).unwrap_or_default(),
    });
    rows.collect()
}

/// "£49 per month"; a currency without a sign of its own is named by its code.
fn price_in_words(price: &Price) -> String {
    let amount = match price.currency.as_str() {
        "GBP" => format!("£{}", price.amount),
        "EUR" => format!("€{}", price.amount),
        "USD" => format!("${}", price.amount),
        code => format!("{code} {}", price.amount),
    };
    match &price.per {
        Some(per) => format!("{amount} per {per}"),
        None => amount,
    }
}

fn target_row(press: &Press, sla: &Sla, target: &Target) -> TargetRow {
    let wait = |wait: &Option<Wait>| wait.as_ref().map(ToString::to_string).unwrap_or_default();
    let plan = target.plan.as_ref().map(|id| {
        let plan = sla.plans.iter().find(|plan| plan.id.value == id.value);
        plan.map_or_else(|| id.value.clone(), |plan| plan.name.clone())
    });
    let severity = target.severity.as_ref().map(|id| {
        let severity = sla.severities.iter().find(|severity| severity.id.value == id.value);
        severity.map_or_else(|| id.value.clone(), |severity| severity.name.clone())
    });
    TargetRow {
        plan: plan.unwrap_or_default(),
        severity: severity.unwrap_or_default(),
        first_response: wait(&target.first_response),
        update_every: wait(&target.update_every),
        restore: wait(&target.restore),
        calendar: target.calendar.as_ref().map(|name| name.value.replace('-', " ")).unwrap_or_default(),
        channels: target.channels.iter().map(|name| channel_title(press, name)).collect(),
    }
}

/// What customers call the channel whose file has this name; else the name of its kind.
fn channel_title(press: &Press, name: &str) -> String {
    let mut channels = press.site.of_kind(Kind::Channel);
    let named = channels.find(|(_, page)| page.entry.path.stem() == name);
    let kind = || press.theme.find(&format!("channel_{name}")).map_or_else(|| name.replace('-', " "), str::to_owned);
    named.map_or_else(kind, |(_, page)| page.title.clone())
}

fn uptime_row(press: &Press, uptime: &SlaUptime) -> UptimeRow {
    let name = |id: &Placed<String>| {
        let component = press.site.components.iter().find(|component| component.id.value == id.value);
        component.map_or_else(|| id.value.clone(), |component| component.name.clone())
    };
    UptimeRow {
        component: uptime.component.as_ref().map(name).unwrap_or_default(),
        percent: uptime.percent.as_ref().map(|percent| format!("{} %", percent.value)).unwrap_or_default(),
        window: uptime.window.clone().unwrap_or_default(),
    }
}

/// A list in front matter whose form is still open, a line for each item.
fn lines(node: &Node) -> Vec<String> {
    match &node.value {
        Value::List(items) => items.iter().map(line).collect(),
        Value::Null => Vec::new(),
        Value::Scalar(_) | Value::Map(_) => vec![line(node)],
    }
}

fn line(node: &Node) -> String {
    match &node.value {
        Value::Null => String::new(),
        Value::Scalar(text) => text.clone(),
        Value::List(items) => items.iter().map(line).collect::<Vec<_>>().join(", "),
        Value::Map(entries) => {
            let pairs = entries.iter().map(|(key, value)| format!("{} {}", key.value.replace('_', " "), line(value)));
            pairs.collect::<Vec<_>>().join(": ")
        }
    }
}

/// `/escalation/`: every ladder. Who stands on a rung and how to reach them is for the company's own people.
pub(crate) fn escalation(press: &Press) -> Result<Vec<u8>, RenderError> {
    let mut ladders = Vec::new();
    for (_, page) in press.site.of_kind(Kind::Ladder) {
        let Front::Ladder(ladder) = &page.entry.front else { continue };
        ladders.push(LadderSection {
            title: page.title.clone(),
            summary: text(page.entry.basics.summary.as_ref()),
            steps: steps(press, ladder),
            html: press.body_html(page, "escalation/")?,
        });
    }
    let frame = press.frame(Around::own(press, "escalation", "escalation/"));
    html(press, "escalation.html", &EscalationView { frame, ladders })
}

fn written(press: &Press, wait: &Wait) -> String {
    if wait.is_zero() { press.theme.string("at_once").to_owned() } else { wait.to_string() }
}

fn steps(press: &Press, ladder: &Ladder) -> Vec<StepRow> {
    let internal = press.site.audience == Audience::Internal;
    let row = |step: &Step| StepRow {
        who: step.who.clone().filter(|_| internal).unwrap_or_default(),
        contact: step.contact.clone().filter(|_| internal).unwrap_or_default(),
        when: step.when.clone().unwrap_or_default(),
        after: step.after.as_ref().map(|wait| written(press, wait)).unwrap_or_default(),
        customer_told: step.customer_told.clone().unwrap_or_default(),
        told_by: step.told_by.clone().unwrap_or_default(),
    };
    ladder.steps.iter().map(row).collect()
}
