//! What happens when the first line can't help: every ladder on one page.

use std::collections::BTreeSet;

use crate::kinds::{Audience, Calendar, Ladder, Sla, Step, Target};
use crate::site::slug::slug;
use crate::site::{Page, Site, Waits};
use crate::theme::view::{EscalationView, LadderLink, LadderSection, RealWait, ServedRow, StepRow};
use crate::time::Wait;
use crate::yaml::Placed;

use super::super::super::{Press, RenderError};
use super::sla::counted_in;
use super::{Around, hours, html, text, waits};

/// How many times as long as it sounds a wait has to be at worst to be told: nobody is misled by less.
const MUCH: i64 = 2;

/// `/escalation/`: every ladder. Who stands on a rung and how to reach them is for the company's own people.
pub(crate) fn escalation(press: &Press) -> Result<Vec<u8>, RenderError> {
    let mut reckoned = Waits::from(&press.site, press.site.now);
    let mut ladders = Vec::new();
    for (_, page, ladder) in press.site.ladders() {
        ladders.push(section(press, page, ladder, &mut reckoned)?);
    }
    let frame = press.frame(Around::own(press, "escalation", "escalation/"));
    html(press, "escalation.html", &EscalationView { frame, ladders })
}

fn section(
    press: &Press,
    page: &Page,
    ladder: &Ladder,
    reckoned: &mut Waits<'_>,
) -> Result<LadderSection, RenderError> {
    let served = served(&press.site, ladder);
    let calendar = calendar(&press.site, ladder, &served);
    Ok(LadderSection {
        title: page.title.clone(),
        anchor: anchor(page),
        summary: text(page.entry.basics.summary.as_ref()),
        hours: calendar.map(|calendar| counted_in(press, calendar)).unwrap_or_default(),
        zone: calendar.map(hours::zone).unwrap_or_default(),
        steps: ladder.steps.iter().map(|step| step_row(press, step, calendar, reckoned)).collect(),
        serves: served.iter().map(|served| served_row(&press.site, *served, reckoned)).collect(),
        html: press.body_html(page, "escalation/")?,
    })
}

/// The id of a ladder's heading.
fn anchor(page: &Page) -> String {
    format!("fl-ladder-{}", slug(page.entry.path.stem()))
}

/// The promises in force that a ladder serves.
fn served<'a>(site: &'a Site, ladder: &Ladder) -> Vec<(&'a Sla, &'a Target)> {
    let Some((_, sla)) = site.sla_in_force() else { return Vec::new() };
    let serves = |target: &&Target| match (&target.plan, &target.severity) {
        (Some(plan), Some(severity)) => ladder.serves(&plan.value, &severity.value),
        _ => false,
    };
    sla.targets.iter().filter(serves).map(|target| (sla, target)).collect()
}

/// The calendar in which a ladder's times count: its own, else the one that all promises have which it serves.
fn calendar<'a>(site: &'a Site, ladder: &Ladder, served: &[(&Sla, &Target)]) -> Option<&'a Calendar> {
    let name = |name: &Option<Placed<String>>| name.as_ref().map(|name| name.value.clone());
    let names: BTreeSet<Option<String>> = match name(&ladder.calendar) {
        Some(own) => BTreeSet::from([Some(own)]),
        None => served.iter().map(|(_, target)| name(&target.calendar)).collect(),
    };
    let mut names = names.into_iter();
    let only = names.next().flatten().filter(|_| names.next().is_none())?;
    site.calendar_named(&only)
}

fn served_row(site: &Site, (sla, target): (&Sla, &Target), reckoned: &mut Waits<'_>) -> ServedRow {
    let id = |id: &Option<Placed<String>>| id.as_ref().map(|id| id.value.clone()).unwrap_or_default();
    let (plan, severity) = (id(&target.plan), id(&target.severity));
    let calendar = target.calendar.as_ref().and_then(|name| site.calendar_named(&name.value));
    let mut cell =
        |wait: &Option<Placed<Wait>>| waits::promised(reckoned, calendar, wait.as_ref().map(|wait| &wait.value));
    ServedRow {
        first_response: cell(&target.first_response),
        update_every: cell(&target.update_every),
        restore: cell(&target.restore),
        plan: sla.plan(&plan).map_or(plan, |plan| plan.name.clone()),
        severity: sla.severity(&severity).map_or(severity, |severity| severity.name.clone()),
    }
}

fn step_row(press: &Press, step: &Step, usual: Option<&Calendar>, reckoned: &mut Waits<'_>) -> StepRow {
    let internal = press.site.audience == Audience::Internal;
    let own = step.calendar.as_ref().and_then(|name| press.site.calendar_named(&name.value));
    let calendar = own.or(usual);
    let after = step.after.as_ref().map(|wait| &wait.value);
    let words = |words: &Option<String>| words.clone().unwrap_or_default();
    StepRow {
        what: words(&step.what),
        who: step.who.clone().filter(|_| internal).unwrap_or_default(),
        contact: step.contact.clone().filter(|_| internal).unwrap_or_default(),
        when: words(&step.when),
        after: after.filter(|wait| !wait.is_zero()).map(|wait| said(wait, calendar)).unwrap_or_default(),
        at_once: after.is_some_and(Wait::is_zero),
        after_worst: after.and_then(|wait| much_longer(press, calendar?, wait, reckoned)),
        customer_told: words(&step.customer_told),
        told_by: words(&step.told_by),
        told_within: step.told_within.as_ref().map(|wait| said(&wait.value, calendar)).unwrap_or_default(),
        third_party: text(step.third_party.as_ref()),
        hours: own.map(|calendar| counted_in(press, calendar)).unwrap_or_default(),
        zone: own.map(hours::zone).unwrap_or_default(),
        continues: step.continues.as_ref().and_then(|name| ladder_link(&press.site, &name.value)),
    }
}

/// A length of time, called business time where it counts in somebody's hours.
fn said(wait: &Wait, calendar: Option<&Calendar>) -> String {
    match calendar.filter(|calendar| !calendar.is_always()) {
        Some(_) => wait.said_as_business_time().to_string(),
        None => wait.to_string(),
    }
}

/// What a wait comes to at worst, where that is much longer than it sounds.
fn much_longer(press: &Press, calendar: &Calendar, wait: &Wait, reckoned: &mut Waits<'_>) -> Option<RealWait> {
    let sounds = wait.in_business_time().filter(|_| !wait.is_zero())?;
    let worst = reckoned.worst(calendar, wait)?;
    let worst = worst.reckoned()?;
    let is_much = worst.wait.seconds() >= MUCH * (i64::from(sounds.days) * 24 * 60 * 60 + sounds.seconds);
    is_much.then(|| waits::real(worst, calendar.zone(&press.site.config.time_zone)))
}

fn ladder_link(site: &Site, name: &str) -> Option<LadderLink> {
    let (_, page, _) = site.ladders().find(|(_, page, _)| page.entry.path.stem() == name)?;
    Some(LadderLink { title: page.title.clone(), anchor: anchor(page) })
}
