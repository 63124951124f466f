//! # unmeasured-target
//!
//! A target of the SLA has no line in `data/promises.csv` for the last month that has ended. Customers see a gap where a
//! figure should be, and a gap is read as a bad month that somebody hides. Ten days into the next month it is a finding.
//! The version is the one that was in force when the month began, also where another has taken its place since; or, for
//! the first, one that began within it.
//!
//! Add the line, also where there was no case:
//!
//! ```text
//! month,plan,severity,target,cases,kept
//! 2026-10,premium,s1,first_response,0,0
//! ```
//!
//! # nothing-measured
//!
//! An SLA with targets was in force in the last month, and `data/promises.csv` has nothing of that month. A
//! promise that nobody measures is a hope. It is told once for the whole SLA, and is a note as long as nothing at all was
//! measured; from the first line on it is a warning, because a month has been left out.

use crate::diag::Code;
use crate::kinds::Sla;
use crate::site::Site;
use crate::time::Month;
use crate::yaml::Choice;

use super::{Raised, Report};

pub(super) const TARGET: Code = Code("unmeasured-target");
pub(super) const NOTHING: Code = Code("nothing-measured");

pub(super) const CODES: &[Code] = &[TARGET, NOTHING];

pub(super) fn run(site: &Site, report: &mut Report) {
    let month = site.last_closed_month();
    let Some((page, sla)) = site.sla_of(month).filter(|_| site.is_due(month)) else { return };
    if site.measured().any(|line| line.month == month) {
        targets(site, month, sla).into_iter().for_each(|raised| report.add(&page.entry.path, raised));
    } else {
        nothing(site, month, sla).into_iter().for_each(|raised| report.add(&page.entry.path, raised));
    }
}

fn targets(site: &Site, month: Month, sla: &Sla) -> Vec<Raised> {
    let missing = site.kept_targets(sla, &[month]).into_iter();
    let missing =
        missing.filter(|kept| kept.months.iter().any(|month| month.goal.is_some() && month.figures.is_none()));
    let raised = missing.filter_map(|kept| {
        let span = &kept.target.promised(kept.measure)?.span;
        let id = |id: &Option<crate::yaml::Placed<String>>| id.as_ref().map(|id| id.value.clone()).unwrap_or_default();
        let (plan, severity) = (id(&kept.target.plan), id(&kept.target.severity));
        let what = kept.measure.word();
        let message = format!("how often this was kept in {} is not measured", month.written());
        let help = format!("add a line to data/promises.csv: {month},{plan},{severity},{what},CASES,KEPT");
        Some(Raised::weighable(TARGET, span, message).help(help))
    });
    raised.collect()
}

fn nothing(site: &Site, month: Month, sla: &Sla) -> Option<Raised> {
    let span = &sla.targets.first()?.plan.as_ref()?.span;
    let message = format!("how these promises were kept in {} is not measured", month.written());
    let help = "write the figures of each month to data/promises.csv; see `firstline explain nothing-measured`";
    let raised = Raised::weighable(NOTHING, span, message).help(help);
    Some(if site.figures().is_empty() { raised.early() } else { raised })
}
