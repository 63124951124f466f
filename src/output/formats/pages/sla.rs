//! What is promised: the page of the SLA in force, and one for each version.

mod changes;
mod meaning;
mod promises;
mod uptime;
mod versions;

use crate::kinds::{OutOfScope, Price, Severity, Sla};
use crate::site::{Page, Waits};
use crate::theme::Theme;
use crate::theme::view::{OutOfScopeRow, SeverityRow, SlaView};
use crate::time::Moment;

use super::super::super::{Press, RenderError};
use super::{Around, html, measured, text};

pub(super) use promises::counted_in;

use versions::Edition;

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
    let edition = Edition::of(press, page);
    let mut waits = Waits::from(&press.site, begins(press, sla));
    let plans = promises::by_plan(press, sla, edition.still_counts().then_some(&mut waits));
    let view = SlaView {
        frame: press.frame(around),
        title: page.title.clone(),
        summary: text(page.entry.basics.summary.as_ref()),
        severities: sla.severities.iter().map(severity).collect(),
        has_targets: plans.iter().any(|plan| !plan.targets.is_empty()),
        plans,
        meanings: if edition.still_counts() { meaning::by_hours(press, sla, &mut waits) } else { Vec::new() },
        uptime: uptime::rows(press, sla),
        credits: uptime::credits(press, sla),
        exclusions: sla.exclusions.clone(),
        claim: sla.claim.clone().unwrap_or_default(),
        out_of_scope: sla.out_of_scope.iter().map(out_of_scope).collect(),
        measured: measured::measured(press, page, sla),
        html: press.body_html(page, &shown_at)?,
        changes: edition.changes(),
        in_force: edition.in_force(),
        next: edition.next(),
        versions: edition.all(),
        this: edition.this(),
    };
    html(press, "sla.html", &view)
}

/// From when waits are looked at: now, or the day on which the version begins.
fn begins(press: &Press, sla: &Sla) -> Moment {
    let site = &press.site;
    let effective = sla.effective.as_ref().and_then(|date| Moment::start_of(date.value, &site.config.time_zone));
    effective.map_or(site.now, |effective| effective.max(site.now))
}

fn severity(severity: &Severity) -> SeverityRow {
    SeverityRow {
        id: severity.id.value.clone(),
        name: severity.name.clone(),
        definition: severity.definition.clone().unwrap_or_default(),
        examples: severity.examples.clone(),
    }
}

fn out_of_scope(line: &OutOfScope) -> OutOfScopeRow {
    OutOfScopeRow { what: line.what.clone(), instead: line.instead.clone().unwrap_or_default() }
}

/// "£49 per month"; a currency without a sign of its own is named by its code.
fn price_in_words(theme: &Theme, price: &Price) -> String {
    let amount = match price.currency.as_str() {
        "GBP" => format!("£{}", price.amount),
        "EUR" => format!("€{}", price.amount),
        "USD" => format!("${}", price.amount),
        code => format!("{code} {}", price.amount),
    };
    match &price.per {
        Some(per) => theme.string("price_per").replace("{amount}", &amount).replace("{per}", per),
        None => amount,
    }
}
