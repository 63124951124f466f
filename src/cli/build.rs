//! `firstline build`: the site, as files.

use std::path::PathBuf;

use crate::checks::PROMISES;
use crate::diag::{Diagnostic, Severity};
use crate::engine::Build;
use crate::host::{kept, publish};
use crate::kinds::{self, Kind};
use crate::source::{SitePath, Snapshot};

use super::timings::Timings;
use super::{Failure, Outcome, ProjectOptions, project, report};

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
    let unread = unread_reports(&build, &project.inputs.snapshot);
    if !unread.is_empty() {
        report::findings(&build.findings, options, &project.inputs.snapshot)?;
        let files = unread.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
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

/// Incidents and maintenance whose files can't be read. Of every other page it is better to publish the rest; without one of
/// these, the rest may say that nothing is wrong.
fn unread_reports<'a>(build: &Build, snapshot: &'a Snapshot) -> Vec<&'a SitePath> {
    let is_report = |path: &SitePath| {
        let kind = kinds::locate(path).and_then(|location| location.kind);
        matches!(kind, Some(Kind::Incident | Kind::Maintenance))
            && !kinds::is_internal(path)
            && path.extension() == "md"
    };
    let is_wrong = |path: &SitePath| {
        let at = path.to_string();
        build.findings.iter().any(|finding| finding.severity == Severity::Error && finding.place.path == at)
    };
    let is_missing = |path: &SitePath| build.plan.site().page_at(path).is_none();
    let paths = snapshot.files().map(|(path, _)| path);
    paths.filter(|path| is_report(path) && is_missing(path) && is_wrong(path)).collect()
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
