//! What is promised: the page of the SLA in force, and one for each version.

use crate::kinds::{Kind, Price, Sla, SlaUptime, Target};
use crate::site::Page;
use crate::theme::view::{Link, PlanRow, SeverityRow, SlaView, TargetRow, UptimeRow};
use crate::time::Wait;
use crate::yaml::{Choice, Placed};

use super::super::super::{Press, RenderError};
use super::{Around, html, text};

/// `/sla/`: the version that holds now.
pub(crate) fn sla_in_force(press: &Press) -> Result<Vec<u8>, RenderError> {
    let current = press.site.sla_in_force().or_else(|| press.site.slas().pop());
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
    let versions = press.site.slas();
    let current = press.site.sla_in_force().is_some_and(|(holding, _)| holding.url == page.url);
    let others = versions.iter().filter(|(other, _)| other.url != page.url);
    let view = SlaView {
        frame: press.frame(around),
        title: page.title.clone(),
        summary: text(page.entry.basics.summary.as_ref()),
        version: text(sla.version.as_ref()),
        effective: sla.effective.as_ref().map(|date| press.date(date.value)),
        current,
        severities: severities(sla),
        plans: plans(sla),
        targets: sla.targets.iter().map(|target| target_row(press, sla, target)).collect(),
        uptime: sla.uptime.iter().map(|uptime| uptime_row(press, uptime)).collect(),
        credits: sla.credits.iter().map(|credit| format!("below {}: {}", credit.below.value, credit.credit)).collect(),
        exclusions: sla.exclusions.clone(),
        claim: sla.claim.clone().unwrap_or_default(),
        html: press.body_html(page, &shown_at)?,
        versions: others.map(|(page, sla)| version_link(page, sla)).collect(),
    };
    html(press, "sla.html", &view)
}

fn version_link(page: &Page, sla: &Sla) -> Link {
    let title = match &sla.version {
        Some(version) => format!("{} ({})", page.title, version.value),
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
    let wait = |wait: &Option<Placed<Wait>>| wait.as_ref().map(|wait| wait.value.to_string()).unwrap_or_default();
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
        window: uptime.window.word().to_owned(),
    }
}
