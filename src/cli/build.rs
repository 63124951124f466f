//! `firstline build`: the site, as files.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::checks::PROMISES;
use crate::diag::{Diagnostic, Severity};
use crate::engine::Build;
use crate::host::{kept, publish};
use crate::kinds::{self, Kind};
use crate::source::SitePath;

use super::timings::Timings;
use super::{Failure, Outcome, ProjectOptions, project, report, unread};

/// What `build` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where the site is written [default: public/ beside firstline.yaml]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// For how many releases files stay that pages opened earlier still ask for; 0 keeps none
    #[arg(long, value_name = "N", default_value_t = kept::RELEASES)]
    keep_releases: u8,
}

/// Builds the site and puts it in its place. Pages with findings are published with the rest; where an incident can't be
/// read, nothing is.
///
/// # Errors
/// When there is no project, or the site can't be written.
pub fn run(args: &Args, options: &ProjectOptions) -> Result<Outcome, Failure> {
    let mut timings = Timings::start();
    let (project, build) = project::build_after(options, args.out.as_deref(), &mut timings)?;
    let target = args.out.clone().unwrap_or_else(|| project.root.join("public"));
    publish::check_target(&project.root, &target)?;
    let unread = unread_reports(&build);
    if !unread.is_empty() {
        report::findings(&build.findings, options, &project.inputs.snapshot)?;
        let files = unread.into_iter().collect::<Vec<_>>().join(", ");
        report::err(&format!(
            "nothing was published: without {files} the site could say that all is well\nhelp: mend the errors above in it\n"
        ));
        return Ok(Outcome::Findings);
    }
    let bar = report::progress(options, build.plan.jobs().len());
    let published = publish::publish(&build.plan, &target, args.keep_releases, &|done| bar.set_position(done as u64));
    bar.finish_and_clear();
    let published = published?;
    timings.ended("render, index and publish");
    let outcome = report::findings(&build.findings, options, &project.inputs.snapshot)?;
    if options.timings {
        timings.print();
    }
    let size = megabytes(published.bytes);
    let summary = format!("{} files, {size}, in {:.2} s: {}", published.files, timings.total(), target.display());
    report::say(options, &summary);
    Ok(if outcome == Outcome::Findings && only_overdue(&build.findings, options) { Outcome::Overdue } else { outcome })
}

/// Public incidents and maintenance whose files can't be read: without one of them, the site may say that nothing is wrong.
fn unread_reports(build: &Build) -> BTreeSet<&str> {
    let is_internal = |path: &str| SitePath::new(path).is_some_and(|path| kinds::is_internal(&path));
    let both = [Kind::Incident, Kind::Maintenance].into_iter().flat_map(|kind| unread::reports(kind, build));
    both.map(|error| error.place.path.as_str()).filter(|path| !is_internal(path)).collect()
}

/// Whether all that counts is that a dated promise is broken. That is a matter for people, not a reason to hold the site
/// back: its pages say so themselves.
fn only_overdue(findings: &[Diagnostic], options: &ProjectOptions) -> bool {
    let counts = |finding: &&Diagnostic| match finding.severity {
        Severity::Error => true,
        Severity::Warning => options.strict,
        Severity::Note => false,
    };
    findings.iter().filter(counts).all(|finding| PROMISES.contains(&finding.code))
}

pub(super) fn megabytes(bytes: u64) -> String {
    let tenths = bytes / 100_000;
    format!("{}.{} MB", tenths / 10, tenths % 10)
}
