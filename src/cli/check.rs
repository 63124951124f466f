//! `firstline check`: every finding, and nothing written.

use crate::diag;

use super::timings::Timings;
use super::{Failure, Format, Outcome, ProjectOptions, project, report};

/// Reads and checks the project.
///
/// # Errors
/// When there is no project, or it can't be read.
pub fn run(options: &ProjectOptions) -> Result<Outcome, Failure> {
    let mut timings = Timings::start();
    let (project, build) = project::build_after(options, None, &mut timings)?;
    let snapshot = &project.inputs.snapshot;
    let mut findings = build.findings.clone();
    if !build.searches.is_empty() {
        findings.extend(build.missed_searches(snapshot)?);
        diag::sort(&mut findings);
        timings.ended("searches");
    }
    let outcome = report::findings(&findings, options, snapshot)?;
    if options.timings {
        timings.print();
    }
    if findings.is_empty() && options.format == Format::Human {
        let pages = match build.plan.site().pages().len() {
            1 => "1 page".to_owned(),
            many => format!("{many} pages"),
        };
        report::say(options, &format!("nothing found in {pages}"));
    }
    Ok(outcome)
}
