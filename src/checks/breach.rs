//! # uptime-breach-without-credit
//!
//! A component was down for longer than the SLA allows, by the company's own incidents, and the SLA promises something
//! back for that; but `content/sla/credits.yaml` does not say what was given. Customers can reckon it themselves from the
//! status page, and conclude that it was to be forgotten. Ten days after the end of the month, quarter or year it is a
//! finding.
//!
//! Publish what was given, for the last month of the time in question:
//!
//! ```yaml
//! - {month: 2026-10, component: payments, given: "10 % of the month's price, on the invoice of 1 November"}
//! ```
//!
//! # credit-of-nothing
//!
//! `content/sla/credits.yaml` tells of a credit for a time in which no promise of uptime for that component was
//! missed. A time that has not ended may still be missed, and is no finding. That may be generous and right; mostly
//! the month or the component is another one, or an incident was never written down.

use std::collections::BTreeSet;

use crate::diag::Code;
use crate::kinds::CreditNote;
use crate::site::{KeptWindow, Site, ended_windows};
use crate::time::Month;

use super::{Raised, Report};

pub(super) const BREACH: Code = Code("uptime-breach-without-credit");
pub(super) const NOTHING: Code = Code("credit-of-nothing");

pub(super) const CODES: &[Code] = &[BREACH, NOTHING];

pub(super) fn run(site: &Site, report: &mut Report) {
    let mut missed: BTreeSet<(&str, Month)> = BTreeSet::new();
    for (page, sla) in site.slas() {
        for uptime in &sla.uptime {
            let Some(id) = &uptime.component else { continue };
            for window in site.windows_of((page, sla), uptime).iter().filter(|window| !window.is_met()) {
                missed.insert((&id.value, window.last));
                let raised =
                    breach(site, window).map(|(message, help)| Raised::weighable(BREACH, &id.span, message).help(help));
                raised.into_iter().for_each(|raised| report.add(&page.entry.path, raised));
            }
        }
    }
    for note in &site.credit_notes {
        let is_known = site.component_at(&note.component.value).is_some();
        if is_known && !is_unjudged(site, note) && !missed.contains(&(note.component.value.as_str(), note.month.value))
        {
            report.add(&note.path, of_nothing(note.month.value, &note.month.span));
        }
    }
}

/// Whether a note is for a time that can't be judged: one that has not ended, or one too long ago to be looked at.
fn is_unjudged(site: &Site, note: &CreditNote) -> bool {
    let closed = site.last_closed_month();
    let versions = site.slas();
    let promised = versions.iter().flat_map(|(_, sla)| &sla.uptime);
    let mut promised = promised
        .filter(|uptime| uptime.component.as_ref().is_some_and(|component| component.value == note.component.value));
    promised.any(|uptime| {
        let current = ended_windows(uptime.window, closed.plus(1)).map(|(_, last)| last).next();
        let oldest = ended_windows(uptime.window, closed).map(|(first, _)| first).last();
        // The window that goes on is the only one of which something can be given back before it ends.
        current.filter(|last| *last > closed) == Some(note.month.value)
            || oldest.is_some_and(|oldest| note.month.value < oldest)
    })
}

/// What to say of a missed window for which something is due and nothing was published.
fn breach(site: &Site, window: &KeptWindow<'_>) -> Option<(String, String)> {
    let due = window.due().filter(|_| window.credit.is_none() && site.is_due(window.last))?;
    let (down, allowed) = window.minutes();
    let (uptime, goal) = (window.uptime.written(), window.goal.written());
    let when = if window.first == window.last {
        window.last.written()
    } else {
        format!("{} to {}", window.first.written(), window.last.written())
    };
    let message = format!("{when} had {uptime} of {goal}: {down} minutes down where {allowed} are allowed");
    let help = format!(
        "say in content/sla/credits.yaml what was given for {}; this version promises, below {} %: {}",
        window.last, due.below.value, due.credit
    );
    Some((message, help))
}

fn of_nothing(month: Month, span: &std::ops::Range<usize>) -> Raised {
    let message =
        format!("no promised uptime of this component was missed in a time that ended with {}", month.written());
    Raised::weighable(NOTHING, span, message).help("correct the month or the component, or write the incident down")
}
