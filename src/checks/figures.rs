//! # figures-ahead
//!
//! `data/promises.csv` has a line for a month that has not ended. A month is judged when it is over: until then a case of
//! its last day may still be missed. The line is not used.
//!
//! Leave the line away until the month has ended, or correct the month.
//!
//! # figures-of-nothing
//!
//! `data/promises.csv` has a line for a plan, a severity or a target that no SLA promised in that month. It is shown
//! nowhere. Mostly an id is spelt differently from the SLA, or the version that promises it began later.
//!
//! Write the ids as the SLA in force in that month writes them:
//!
//! ```text
//! month,plan,severity,target,cases,kept
//! 2026-10,premium,s1,first_response,41,40
//! ```

use std::collections::BTreeMap;

use crate::diag::{Code, did_you_mean};
use crate::kinds::{Measure, Measured, Sla};
use crate::site::Site;
use crate::time::Month;
use crate::yaml::{Choice, Placed};

use super::{Raised, Report};

const AHEAD: Code = Code("figures-ahead");
const NOTHING: Code = Code("figures-of-nothing");

pub(super) const CODES: &[Code] = &[AHEAD, NOTHING];

pub(super) fn run(site: &Site, report: &mut Report) {
    let Some(path) = site.figures_file() else { return };
    let last = site.last_closed_month();
    let mut judges: BTreeMap<Month, Option<&Sla>> = BTreeMap::new();
    for line in site.figures() {
        let raised = if line.month > last {
            Some(ahead(line))
        } else {
            let judge = judges.entry(line.month).or_insert_with(|| site.sla_of(line.month).map(|(_, sla)| sla));
            of_nothing(line, *judge)
        };
        raised.into_iter().for_each(|raised| report.add(&path, raised));
    }
}

fn ahead(line: &Measured) -> Raised {
    let message = format!("{} has not ended", line.month.written());
    Raised::warning(AHEAD, &line.plan.span, message).help("leave the line away until the month is over")
}

fn of_nothing(line: &Measured, sla: Option<&Sla>) -> Option<Raised> {
    let month = line.month.written();
    let Some(sla) = sla else {
        let message = format!("no SLA was in force in {month}");
        return Some(
            Raised::warning(NOTHING, &line.plan.span, message).help("correct the month, or take the line away"),
        );
    };
    let promises = |measure| {
        let mut of_line = sla.targets.iter().filter(|target| target.is_for(&line.plan.value, &line.severity.value));
        of_line.any(|target| target.promised(measure).is_some())
    };
    if promises(line.measure) {
        return None;
    }
    let version = sla.version.as_ref().map_or_else(String::new, |version| format!(" {}", version.value));
    let any = Measure::ALL.into_iter().any(promises);
    let (blamed, message, help) = if let Some((id, help)) = unknown(line, sla) {
        (id, format!("`{}` is nothing that the SLA{version}, in force in {month}, has targets for", id.value), help)
    } else if any {
        let message = format!("the SLA{version}, in force in {month}, promises no `{}` here", line.measure.word());
        (&line.severity, message, "take the line away, or promise it".to_owned())
    } else {
        let message = format!("the SLA{version}, in force in {month}, has no target for this plan and severity");
        (&line.severity, message, "take the line away, or promise it".to_owned())
    };
    Some(Raised::warning(NOTHING, &blamed.span, message).help(help))
}

/// The id of a line that stands in no target of the version, and what may be meant.
fn unknown<'a>(line: &'a Measured, sla: &'a Sla) -> Option<(&'a Placed<String>, String)> {
    let plans = sla.targets.iter().filter_map(|target| target.plan.as_ref());
    let severities = sla.targets.iter().filter_map(|target| target.severity.as_ref());
    unknown_id(&line.plan, plans).or_else(|| unknown_id(&line.severity, severities))
}

fn unknown_id<'a>(
    id: &'a Placed<String>,
    known: impl Iterator<Item = &'a Placed<String>>,
) -> Option<(&'a Placed<String>, String)> {
    let mut known: Vec<&str> = known.map(|id| id.value.as_str()).collect();
    known.sort_unstable();
    known.dedup();
    let all = || format!("it has them for: {}", known.join(", "));
    let is_unknown = !known.contains(&id.value.as_str());
    is_unknown.then(|| (id, did_you_mean(&id.value, known.iter().copied()).unwrap_or_else(all)))
}
