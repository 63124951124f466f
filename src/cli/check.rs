//! `firstline check`: every finding, and nothing written.

use super::timings::Timings;
use super::{Common, Failure, Format, Outcome, project, report};

/// What `check` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    common: Common,
}

/// Reads and checks the project.
///
/// # Errors
/// When there is no project, or it can't be read.
pub fn run(args: &Args) -> Result<Outcome, Failure> {
    let common = &args.common;
    let mut timings = Timings::start();
    let (project, build) = project::build(common, &mut timings)?;
    let outcome = report::findings(&build.findings, common, &project.inputs.snapshot);
    if common.timings {
        timings.print();
    }
    if build.findings.is_empty() && common.format == Format::Human {
        let pages = match build.plan.site().pages().len() {
            1 => "1 page".to_owned(),
            many => format!("{many} pages"),
        };
        report::say(common, &format!("nothing found in {pages}"));
    }
    Ok(outcome)
}
