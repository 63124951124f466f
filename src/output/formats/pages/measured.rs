//! How promises were kept, for the page of an SLA: in words, as charts, and as the tables behind them.
//!
//! The version in force shows the last months, whichever version judged them; one before it shows those that it judged
//! itself; one that has not begun shows nothing.

mod chart;
mod tally;
mod targets;
mod uptime;

use crate::kinds::Sla;
use crate::site::{KeptTarget, Page};
use crate::theme::view::Measured;
use crate::time::Month;

use super::super::super::Press;
use super::status;

use tally::Tally;
use targets::Told;
use uptime::Promised;

/// Months that a chart shows.
const MONTHS: i32 = 24;

/// How a version was kept; nothing where nothing of it was measured and no uptime can be reckoned.
pub(super) fn measured(press: &Press, page: &Page, sla: &Sla) -> Option<Measured> {
    let site = &press.site;
    if !site.has_begun(sla, site.now) {
        return None;
    }
    let current = site.sla_in_force().is_some_and(|(in_force, _)| in_force.url == page.url);
    let month = current.then(|| site.last_closed_month());
    let kept = site.kept_targets(sla, &site.judged_months(page, MONTHS));
    let kept = if kept.iter().any(is_measured) { kept } else { Vec::new() };
    let promised = uptime::promised(press, (page, sla));
    if kept.is_empty() && promised.is_empty() {
        return None;
    }
    Some(told(&Told { press, sla, month }, &kept, &promised))
}

fn is_measured(kept: &KeptTarget<'_>) -> bool {
    kept.promised().any(|month| month.figures.is_some())
}

fn told(told: &Told<'_>, kept: &[KeptTarget<'_>], promised: &[Promised<'_>]) -> Measured {
    let (press, month) = (told.press, told.month);
    let of_uptime = |promised: &Promised<'_>| month.map(|month| Tally::of_uptime(&promised.windows, month));
    let uptime: Tally = promised.iter().filter_map(of_uptime).sum();
    let targets: Tally = month.into_iter().flat_map(|_| kept.iter().map(Tally::of_target)).sum();
    let all: Tally = [targets, uptime].into_iter().sum();
    let missed_uptime = promised.iter().filter(|promised| of_uptime(promised).is_some_and(Tally::has_missed));
    Measured {
        summary: month.map(|month| all.sentence(press, month)).unwrap_or_default(),
        missed: told.missed(kept).into_iter().chain(missed_uptime.filter_map(|one| one.missed(press))).collect(),
        silent: all.silent(press),
        plans: told.by_plan(kept),
        uptime: promised.iter().filter_map(|promised| promised.told(press)).collect(),
        uptime_summary: month.map(|month| uptime.part(press, month)).unwrap_or_default(),
        uptime_open: uptime.has_missed(),
        method: (!promised.is_empty()).then(|| status::method(press, None)),
    }
}

/// A text of the interface with its gaps filled.
fn filled(press: &Press, key: &str, values: &[(&str, &str)]) -> String {
    let text = press.theme.string(key).to_owned();
    values.iter().fold(text, |text, (gap, value)| text.replace(&format!("{{{gap}}}"), value))
}

/// A month for the end of a scale: `Oct 2026`.
fn short(month: Month) -> String {
    month.first().strftime("%b %Y").to_string()
}

/// "January 2026", "January 2026 and March 2026", "January 2026, March 2026 and May 2026".
fn listed(press: &Press, names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., last] => filled(press, "kept_and", &[("these", &before.join(", ")), ("last", last)]),
    }
}
